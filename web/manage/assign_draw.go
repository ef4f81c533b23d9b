package manage

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A drawForm is a plan as a form has it.
type drawForm struct {
	Rules  []ruleField
	Limit  string
	Seed   string
	Served string // who serves whom, a line a ratee
}

// A ruleField is how raters of one group are drawn.
type ruleField struct {
	ID, Title string
	Relations []site.Choice // the first: they are not
	Count     string
}

// relations are what raters can be to a ratee, in the order of the form.
var relations = []survey.Relation{survey.RelationSelf, survey.RelationSuperior, survey.RelationPeer, survey.RelationSubordinate, survey.RelationRecipient}

// usualCount is how many raters a form offers of a relation; 0: all.
var usualCount = map[survey.Relation]int{survey.RelationPeer: 5, survey.RelationSubordinate: 5, survey.RelationRecipient: 4}

// newDrawForm is the form of a plan or, where there is none, of what the
// questionnaire says of its groups.
func newDrawForm(p site.Page, w assignWorld, plan survey.AssignmentPlan) drawForm {
	f := drawForm{Limit: "12"}
	known := len(plan.Rules) > 0
	if known {
		f.Limit, f.Seed = strconv.Itoa(plan.Limit), strconv.FormatUint(plan.Seed, 10)
	}
	for _, g := range w.q.Groups {
		rule := survey.AssignmentRule{Relation: g.Relation, Count: usualCount[g.Relation]}
		if known {
			rule = survey.AssignmentRule{}
			if i := slices.IndexFunc(plan.Rules, func(r survey.AssignmentRule) bool { return r.Group == g.ID }); i >= 0 {
				rule = plan.Rules[i]
			}
		}
		f.Rules = append(f.Rules, newRuleField(p, g.ID, w.groups[g.ID], rule.Relation, strconv.Itoa(rule.Count)))
	}
	for _, u := range w.poll.Units {
		if served := plan.Recipients[u]; len(served) > 0 {
			f.Served += w.typed(u) + ": "
			for i, id := range served {
				if i > 0 {
					f.Served += ", "
				}
				f.Served += w.typed(id)
			}
			f.Served += "\n"
		}
	}
	return f
}

func newRuleField(p site.Page, id, title string, is survey.Relation, count string) ruleField {
	f := ruleField{ID: id, Title: title, Count: count, Relations: []site.Choice{{Title: p.T("assign.relation.none"), Chosen: is == ""}}}
	for _, r := range relations {
		f.Relations = append(f.Relations, site.Choice{Value: string(r), Title: site.Translate(p.Lang, "assign.relation."+string(r)), Chosen: r == is})
	}
	return f
}

// typed is how somebody is typed so that he is found: by name, or by id where
// several have his name.
func (w assignWorld) typed(id string) string {
	name := w.person[id].Name
	if found, err := w.find(name); err == nil && found == id && !strings.ContainsAny(name, survey.ServedMarks) {
		return name
	}
	return id
}

// sentDraw reads the form, and the plan in it.
func sentDraw(c echo.Context, p site.Page, w assignWorld) (f drawForm, plan survey.AssignmentPlan, errs survey.FieldErrors) {
	number := func(field, text string) int {
		n, err := strconv.Atoi(cmp.Or(strings.TrimSpace(text), "0"))
		if err != nil {
			errs = append(errs, mistake(field, "not_whole"))
		}
		return n
	}
	f = drawForm{Limit: c.FormValue("limit"), Seed: c.FormValue("seed"), Served: c.FormValue("served")}
	for _, g := range w.q.Groups {
		relation, count := survey.Relation(c.FormValue("relation."+g.ID)), c.FormValue("count."+g.ID)
		f.Rules = append(f.Rules, newRuleField(p, g.ID, w.groups[g.ID], relation, count))
		if relation != "" {
			plan.Rules = append(plan.Rules, survey.AssignmentRule{Group: g.ID, Relation: relation, Count: number("count", count)})
		}
	}
	plan.Limit = number("limit", f.Limit)
	plan.Seed, _ = strconv.ParseUint(f.Seed, 10, 64) // another one is drawn
	served, wrong := survey.ReadServed(f.Served, w.find)
	if len(served) > 0 {
		plan.Recipients = served
	}
	return f, plan, append(errs, wrong...)
}

// drawAssignments shows what a plan comes to, or keeps it.
func (s *Pages) drawAssignments(c echo.Context) error {
	ctx, lang := c.Request().Context(), site.Negotiate(c)
	w, err := s.assignWorld(c)
	if err != nil {
		return err
	}
	asked := c.FormValue(site.FieldGo)
	if !slices.Contains([]string{"preview", "again", "draw"}, asked) {
		return site.ErrForm
	}
	form, plan, errs := sentDraw(c, s.ManagePage(c, "assign.title"), w)
	if asked == "again" {
		plan.Seed = 0
	}
	shown := func(p *assignPage) { p.Draw, p.Ask = form, "draw" }
	if len(errs) > 0 {
		return s.assignRefusal(c, errs, shown)
	}
	revision, _ := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	if asked == "draw" {
		if _, err = s.Within(c).DrawAssignments(ctx, w.poll.ID, revision, plan); err != nil {
			return s.assignRefusal(c, err, shown)
		}
		return c.Redirect(http.StatusSeeOther, assignmentsURL(w.poll.ID)+"?done=drawn")
	}
	book, err := s.Within(c).PreviewAssignments(ctx, w.poll.ID, revision, plan)
	if err != nil {
		return s.assignRefusal(c, err, shown)
	}
	var filled error
	err = s.showAssignments(c, http.StatusOK, func(p *assignPage) {
		shown(p)
		p.Lang, p.Preview, p.Draw.Seed = lang, true, strconv.FormatUint(book.Plan.Seed, 10)
		filled = s.account(c, p, w, book)
	})
	return errors.Join(filled, err)
}

// assignRefusal shows what is in the way of something, or answers err.
func (s *Pages) assignRefusal(c echo.Context, err error, change func(*assignPage)) error {
	lang := site.Negotiate(c)
	var wrong survey.FieldErrors
	status, said := http.StatusConflict, []string(nil)
	switch {
	case errors.As(err, &wrong):
		status, said = http.StatusUnprocessableEntity, site.MessagesOf(lang, wrong)
	case errors.Is(err, survey.ErrStale):
		said = []string{site.Translate(lang, "assign.stale")}
	case errors.Is(err, survey.ErrConflict):
		said = []string{site.Translate(lang, "assign.sent.already")}
	case errors.Is(err, survey.ErrClosed):
		said = []string{site.Translate(lang, "assign.over")}
	case errors.Is(err, errWho):
		status, said = http.StatusUnprocessableEntity, []string{site.Translate(lang, "assign.who")}
	default:
		return err
	}
	return s.showAssignments(c, status, func(p *assignPage) {
		p.Errors = said
		if change != nil {
			change(p)
		}
	})
}
