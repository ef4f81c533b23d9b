package manage

import (
	"net/url"
	"strconv"
	"strings"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// codesPlan is how many one-time codes of which kind a poll is to have: a table
// of units and groups.
type codesPlan struct {
	CodesHead []string // the groups, none where there are none
	CodesRows []site.GridRow
	CodesOpen bool
	Wanted    int // codes in all
}

// maxCodesCells is how many numbers are asked for one by one; of more, each unit
// gets as many as the others.
const maxCodesCells = 3000

// CodesField is the field of how many codes a unit and group get.
func CodesField(unit, group string) string { return "codes:" + unit + ":" + group }

// groupIDs are the groups of a questionnaire; one without a name where there are none.
func groupIDs(q *survey.Questionnaire) []string {
	ids := []string{""}
	if len(q.Groups) > 0 {
		ids = nil
	}
	for _, g := range q.Groups {
		ids = append(ids, g.ID)
	}
	return ids
}

func (p *setupPage) fillCodesPlan(names func(string) string) {
	counts := map[survey.CodesWanted]int{}
	for _, w := range p.Poll.CodesWanted {
		counts[survey.CodesWanted{Unit: w.Unit, Group: w.Group}] = w.Count
		p.Wanted += w.Count
	}
	groups, words := groupIDs(p.Q), &answer.Paper{Q: p.Q}
	p.CodesHead = p.Groups
	row := func(title, unit string) site.GridRow {
		r := site.GridRow{Title: title}
		for _, g := range groups {
			cell := site.GridCell{Field: CodesField(unit, g), Label: title}
			if g != "" {
				cell.Label = site.JoinList(p.Lang, []string{title, words.GroupName(p.Lang, g)})
			}
			if n := counts[survey.CodesWanted{Unit: unit, Group: g}]; n > 0 {
				cell.Value = strconv.Itoa(n)
			}
			p.settle(&cell)
			r.Cells = append(r.Cells, cell)
		}
		return r
	}
	p.CodesRows = []site.GridRow{row(p.T("setup.codes.all"), "")}
	if len(p.Poll.Units) > 1 {
		p.CodesRows = append(p.CodesRows, row(p.T("setup.codes.each"), Every))
	}
	if len(groups)*len(p.Poll.Units) <= maxCodesCells {
		for _, u := range p.Poll.Units {
			p.CodesRows = append(p.CodesRows, row(names(u), u))
		}
	}
	p.CodesOpen = p.Open == "codes" || p.Wanted > 0 || p.anyWrong("codes")
}

// readCodesWanted reads the table; what is not in the form stays. A poll by an
// open link wants none.
func readCodesWanted(form url.Values, q *survey.Questionnaire, poll *survey.Poll) (wanted []survey.CodesWanted) {
	if poll.Access != survey.ByCode {
		return nil
	}
	was := map[survey.CodesWanted]int{}
	for _, w := range poll.CodesWanted {
		was[survey.CodesWanted{Unit: w.Unit, Group: w.Group}] = w.Count
	}
	for _, unit := range append([]string{""}, poll.Units...) {
		for _, group := range groupIDs(q) {
			w := survey.CodesWanted{Unit: unit, Group: group}
			text := strconv.Itoa(was[w])
			if field := CodesField(unit, group); posted(form, field) {
				text = strings.TrimSpace(form.Get(field))
			}
			if each := strings.TrimSpace(form.Get(CodesField(Every, group))); unit != "" && each != "" {
				text = each
			}
			if text == "" || text == "0" {
				continue
			}
			w.Count = whole(text)
			wanted = append(wanted, w)
		}
	}
	return wanted
}
