package agenda

import (
	"context"

	"minping/survey"
	"minping/survey/projects"
)

// projects are those that units have to finish, the months of which nothing is
// reported yet, and what waits to be accepted by those who look after it.
func (d *Desk) projects(ctx context.Context, v survey.Scoped) (list []Due, err error) {
	if d.Projects == nil {
		return nil, nil
	}
	reach, err := v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	all, err := d.Projects.Within(v).Projects(ctx, projects.Filter{})
	for i := range all {
		p, unit := &all[i], all[i].Unit
		if unit == "" {
			unit = all[i].Home
		}
		due := func(kind Kind, id, person string, day survey.Day, zh, en string) {
			list = append(list, Due{
				Kind: kind, ID: id, Unit: unit, Person: person, Day: day, Path: "/projects/" + p.ID, What: survey.Text{"zh": zh + "：" + p.Title, "en": en + ": " + p.Title},
			})
		}
		if p.State == projects.Claimed {
			due(Project, p.ID, p.Person, p.Due, "完成认领的项目", "Finish the project")
			for _, month := range p.Unreported(d.Today()) {
				due(Progress, p.ID+"-"+month, p.Person, projects.LastOf(month), "报"+monthWords(month, "2006年1月")+"进展", "Report on "+monthWords(month, "January 2006"))
			}
		}
		switch do, right, by := p.Waits(d.Zone); {
		case do == "" || !reach.Holds(right, unit, "") || p.OwnWork(do, survey.ActorOf(ctx).ID):
		case do == projects.Agree:
			due(Check, p.ID+"-"+string(do), "", by, "答复认领申请", "Answer who asks for the project")
		default:
			due(Check, p.ID+"-"+string(do), "", by, "验收项目", "Accept the project, or return it")
		}
	}
	return list, err
}

func monthWords(month, form string) string { return survey.Day(month + "-01").Time().Format(form) }
