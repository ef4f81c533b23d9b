package appraise

import (
	"errors"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/points"
	"minping/web/site"
)

// correctionFields are the fields of a correction, as mistakes name them.
var correctionFields = []string{"correction.item", "correction.points", "correction.date", "correction.matter", "correction.basis"}

// corrected fills in what an objection was corrected to, or, where whoever asks may
// decide it, a form with the line as it stands.
func (r pointRoom) corrected(c echo.Context, p *publicationPage, o *objectionView) error {
	ctx := c.Request().Context()
	if o.Correction != "" {
		e, err := r.Entry(ctx, o.Correction)
		if errors.Is(err, survey.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		o.Put, o.PutOn, o.PutPoints, o.PutHow = e.Matter, r.day(e.Day), signedPoints(e.Points), e.State.Words().In(p.Lang)
		o.PutURL = cardURL(e.Scheme, e.Card, e.Unit, e.Year())
	}
	if !o.Decides || o.Wrong == nil {
		return nil
	}
	plan, err := r.Scheme(ctx, p.Of.Scheme, 0)
	if err != nil {
		return err
	}
	line := o.Wrong
	for _, item := range plan.Scheme.Card(line.Card).Items {
		o.Items = append(o.Items, site.Choice{Value: item.ID, Title: item.Title.In(p.Lang) + " " + signedPoints(item.Points)})
	}
	o.choose(line.Item)
	o.Values = map[string]string{
		"item": line.Item, "points": strconv.FormatFloat(line.Points, 'f', -1, 64), "date": string(line.Day), "matter": line.Matter, "basis": line.Basis,
	}
	return nil
}

func (o *objectionView) choose(item string) {
	for i := range o.Items {
		o.Items[i].Chosen = o.Items[i].Value == item
	}
}

// correct upholds an objection with the correction of its form.
func (r pointRoom) correct(c echo.Context, publication string) error {
	said := func(name string) string { return strings.TrimSpace(c.FormValue("correction." + name)) }
	in := points.Input{Item: said("item"), Day: survey.Day(said("date")), Matter: said("matter"), Basis: said("basis")}
	if s := said("points"); s != "" {
		var wrong survey.FieldErrors
		if in.Points, wrong = points.ReadPoints(s); len(wrong) > 0 {
			wrong[0].Field = "correction.points"
			return wrong
		}
	}
	if in.Item != "" {
		in.Card = said("card")
	}
	ruling := points.Ruling{Revision: site.RevisionOf(c), State: points.Upheld, Why: c.FormValue("why"), Correction: &in}
	_, err := r.Decide(c.Request().Context(), publication, c.FormValue("objection"), ruling)
	return err
}
