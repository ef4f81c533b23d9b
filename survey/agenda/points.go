package agenda

import (
	"context"

	"minping/survey"
	"minping/survey/points"
)

// points are the publications of points that take objections, for all who see
// them, and the objections that wait, for those who rule on them.
func (d *Desk) points(ctx context.Context, v survey.Scoped) (list []Due, err error) {
	if d.Points == nil {
		return nil, nil
	}
	reach, err := v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	room := d.Points.Within(v)
	published, err := room.Publications(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range published {
		due := func(kind Kind, id, unit, zh, en string) {
			list = append(list, Due{
				Kind: kind, ID: id, Unit: unit, Day: p.Closes, Path: "/points/publications/" + p.ID, What: survey.Text{"zh": zh + "：" + p.Title.In("zh"), "en": en + ": " + p.Title.In("en")},
			})
		}
		if p.Closes >= d.Today() {
			due(Notice, p.ID, p.Unit, "积分公示结束，在此之前可提异议", "Last day to object to points")
		}
		objections, err := room.Objections(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		for _, o := range objections {
			if o.State == points.Raised && o.By != survey.ActorOf(ctx).ID && reach.Holds(survey.CheckOrders, o.Unit, "") {
				due(Objection, p.ID+"-"+o.ID, o.Unit, "处理积分异议", "Rule on an objection to points")
			}
		}
	}
	return list, nil
}
