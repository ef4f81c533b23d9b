package agenda

import (
	"context"
	"strconv"

	"minping/survey"
	"minping/survey/awards"
)

// awards are the rounds that should be decided, objections that wait and notices
// that end, for those who hold the awards; of a notice all are told who see it.
func (d *Desk) awards(ctx context.Context, v survey.Scoped) (list []Due, err error) {
	if d.Awards == nil {
		return nil, nil
	}
	room := d.Awards.Within(v)
	all, err := room.Awards(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		held, err := room.Holds(ctx, a)
		if err != nil {
			return nil, err
		}
		due := func(kind Kind, id string, day survey.Day, zh, en string) {
			list = append(list, Due{Kind: kind, ID: id, Unit: a.Home, Day: day, Path: "/awards/" + a.ID, What: survey.Text{"zh": zh + "：" + a.Title, "en": en + ": " + a.Title}})
		}
		switch a.State {
		case awards.Running:
			for i := a.Current(); i < len(a.Rounds) && held; i++ {
				if r := a.Rounds[i]; r.Due != "" {
					due(Round, a.ID+"-"+strconv.Itoa(i+1), r.Due, "确定"+r.Title+"结果", "Decide "+r.Title)
				}
			}
		case awards.Noticed:
			if today := d.Today(); a.Closes >= today {
				due(Notice, a.ID, a.Closes, "评选公示结束，在此之前可提异议", "Last day to object to the award")
			} else if held {
				due(Round, a.ID+"-confer", a.Closes.Add(1), "公示期满，授予表彰", "The notice is over: confer")
			}
			for _, o := range a.Objections {
				if o.State == awards.Raised && held && o.By != survey.ActorOf(ctx).ID {
					due(Objection, a.ID+"-"+strconv.Itoa(o.ID), a.Closes, "处理异议", "Rule on an objection")
				}
			}
		}
	}
	return list, nil
}

// marks are the sheets that whoever acts in the context has to hand in as a judge.
func (d *Desk) marks(ctx context.Context, v survey.Scoped) (list []Due, err error) {
	if d.Awards == nil {
		return nil, nil
	}
	papers, err := d.Awards.Within(v).Judging(ctx)
	for _, p := range papers {
		if p.Open && p.Due != "" && p.State != awards.Handed {
			round := strconv.Itoa(p.Round)
			list = append(list, Due{
				Kind: Marks, ID: p.Award + "-" + round, Day: p.Due, Path: "/judging/" + p.Award + "/" + round,
				What: survey.Text{"zh": "评委打分：" + p.Title + p.Name, "en": "Mark " + p.Name + ": " + p.Title},
			})
		}
	}
	return list, err
}
