package agenda

import (
	"context"

	"minping/survey"
	"minping/survey/duty"
)

// reports are the reports on a duty that units still have to hand in.
func (d *Desk) reports(ctx context.Context, v survey.Scoped) (list []Due, err error) {
	if d.Duty == nil {
		return nil, nil
	}
	waiting, err := d.Duty.Within(v).Waiting(ctx)
	for _, x := range waiting {
		list = append(list, Due{
			Kind: Report, ID: x.Review + "-" + x.Unit, Unit: x.Unit, Day: x.Due, Path: "/duty/" + x.Review + "/reports/" + x.Unit,
			What: survey.Text{"zh": "述职报告：" + x.Title, "en": "Duty report: " + x.Title},
		})
	}
	return list, err
}

// panels are the sheets that whoever acts in the context owes as a judge of duty
// reports, and the rounds that he publishes once all are in.
func (d *Desk) panels(ctx context.Context, v survey.Scoped) (list []Due, err error) {
	if d.Duty == nil {
		return nil, nil
	}
	room := d.Duty.Within(v)
	owed, err := room.Owed(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range owed {
		list = append(list, Due{
			Kind: Marks, ID: o.Review, Day: o.By, Path: "/duty/" + o.Review,
			What: survey.Text{"zh": "述职评分：" + o.Title, "en": "Mark the duty reports: " + o.Title},
		})
	}
	reviews, err := room.Reviews(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range reviews {
		_, manages, err := room.Holds(ctx, r)
		if err != nil {
			return nil, err
		}
		if manages && r.State == duty.Running && r.MarksBy != "" {
			list = append(list, Due{
				Kind: Round, ID: r.ID, Unit: r.Home, Day: r.MarksBy, Path: "/duty/" + r.ID,
				What: survey.Text{"zh": "收齐评分、公布述职评议结果：" + r.Title, "en": "Collect the marks and publish: " + r.Title},
			})
		}
	}
	return list, nil
}
