package follow

import (
	"cmp"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/rectify"
	"minping/web/site"
)

// An orderField is a field of a form about orders.
type orderField struct {
	Name, ID, Label string
	Kind            fieldKind
	Value           string // of a check: "1" or ""
	Hint, Message   string
	Needed          bool
	Wide            bool // takes a whole line
}

// A fieldKind is how a field is filled in.
type fieldKind string

// The kinds of fields.
const (
	lineField    fieldKind = "line"
	wordsField   fieldKind = "words"
	listField    fieldKind = "list" // one a line
	dateField    fieldKind = "date"
	percentField fieldKind = "percent"
	checkField   fieldKind = "check"
)

// kindOf says how the fields of orders are filled in; those that are not named
// are lines.
var kindOf = map[string]fieldKind{
	"why": wordsField, "cause": wordsField, "measure": wordsField, "detail": wordsField, "preamble": wordsField,
	"evidence": listField, "cooperating": listField, "due": dateField, "share": percentField, "lasting": checkField,
}

// orderFields are fields with their values; prefix keeps the ids of several
// forms on a page apart.
func orderFields(p site.Page, prefix string, values map[string]string, needed, names []string) []orderField {
	must := map[string]bool{}
	for _, name := range needed {
		must[name] = true
	}
	fields := make([]orderField, len(names))
	for i, name := range names {
		f := orderField{Name: name, ID: prefix + "-" + name, Label: p.T("orders.f." + name), Kind: kindOf[name], Value: values[name], Needed: must[name], Wide: name == "title"}
		if f.Kind == "" {
			f.Kind = lineField
		}
		switch f.Kind {
		case wordsField, checkField:
			f.Wide = true
		case listField:
			f.Wide = true
			f.Hint = p.T("orders.oneeach")
		}
		fields[i] = f
	}
	return fields
}

// stepForm is the form of a step with a task. What is to be stated is called by
// what it states.
func stepForm(p site.Page, do rectify.Do, t rectify.Task) orderForm {
	f := orderForm{
		Do: string(do), Title: site.UpperFirst(do.Words().In(p.Lang)), How: p.T("orders.how." + string(do)), URL: site.TaskURL(t.ID), Revision: t.Revision,
		Fields: orderFields(p, string(do), stepValues(do, t), stepNeeds(do), stepFields[do]),
	}
	for i := range f.Fields {
		if f.Fields[i].Name == "why" {
			f.Fields[i].Label = p.T("orders.why." + cmp.Or(whyCalled[do], "reason"))
		}
	}
	return f
}

// whyCalled is what a step states that states no reason.
var whyCalled = map[rectify.Do]string{
	rectify.Report: "done", rectify.Submit: "reached", rectify.Check: "opinion", rectify.Close: "remark", rectify.Remind: "remark",
	rectify.Grant: "remark", rectify.Held: "found", rectify.FellBack: "found",
}

// listed reads a list of which each line is an entry.
func listed(text string) []string {
	list := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// stepFields are what the form of each step asks for.
var stepFields = map[rectify.Do][]string{
	rectify.Claim:    {"person", "lead"},
	rectify.Plan:     {"cause", "measure"},
	rectify.Report:   {"why", "share"},
	rectify.Submit:   {"why", "cause", "measure", "evidence"},
	rectify.Check:    {"why"},
	rectify.Close:    {"cause", "measure", "why", "lasting"},
	rectify.Return:   {"why"},
	rectify.Ask:      {"due", "why"},
	rectify.Grant:    {"due", "why"},
	rectify.Refuse:   {"why"},
	rectify.Remind:   {"why"},
	rectify.Amend:    {"why", "due", "person", "lead", "cooperating"},
	rectify.Withdraw: {"why"},
	rectify.Held:     {"why"},
	rectify.FellBack: {"why", "due"},
}

// moveOf reads a step. A share that is no number is out of range, and is
// refused as such.
func moveOf(do rectify.Do, v map[string]string) rectify.Move {
	m := rectify.Move{
		Do: do, Why: v["why"], Cause: v["cause"], Measure: v["measure"], Person: v["person"], Lead: v["lead"],
		Cooperating: listed(v["cooperating"]), Due: survey.Day(v["due"]), Lasting: v["lasting"] != "",
	}
	if text := strings.TrimSuffix(v["share"], "%"); text != "" {
		var err error
		if m.Share, err = strconv.Atoi(text); err != nil {
			m.Share = -1
		}
	}
	for _, name := range listed(v["evidence"]) {
		m.Evidence = append(m.Evidence, rectify.Evidence{Name: name})
	}
	return m
}

// stepValues are what the form of a step begins with: what the task says of it
// already.
func stepValues(do rectify.Do, t rectify.Task) map[string]string {
	v := map[string]string{}
	switch do {
	case rectify.Claim:
		v["person"], v["lead"] = t.Person, t.Lead
	case rectify.Plan, rectify.Submit, rectify.Close:
		v["cause"], v["measure"] = t.Cause, t.Measure
	case rectify.Report:
		v["share"] = strconv.Itoa(t.Share)
	case rectify.Grant:
		v["due"] = string(t.Extension.Due) // Next offers it only where it was asked for
	}
	return v
}

// stepNeeds are the fields that a step may not leave empty: 销号 takes a cause
// and a measure, however the task came there.
func stepNeeds(do rectify.Do) []string {
	needs := do.Needs()
	if do == rectify.Submit || do == rectify.Close {
		needs = append([]string{"cause", "measure"}, needs...)
	}
	return needs
}

// taskFields are what may be changed of a task before it is issued.
var taskFields = []string{"title", "detail", "kind", "due", "lead", "person", "cooperating", "measure"}

func taskValues(t rectify.Task) map[string]string {
	return map[string]string{
		"title": t.Title, "detail": t.Detail, "kind": t.Kind, "due": string(t.Due), "lead": t.Lead, "person": t.Person,
		"cooperating": strings.Join(t.Cooperating, "\n"), "measure": t.Measure,
	}
}

func taskEditOf(revision int64, v map[string]string) rectify.TaskEdit {
	return rectify.TaskEdit{
		Revision: revision, Title: v["title"], Detail: v["detail"], Kind: v["kind"], Lead: v["lead"], Person: v["person"],
		Cooperating: listed(v["cooperating"]), Due: survey.Day(v["due"]), Measure: v["measure"],
	}
}

// orderFormFields are what may be changed of an order before it is issued.
var orderFormFields = []string{"title", "due", "issuer", "pattern", "preamble"}

func orderValues(o rectify.Order) map[string]string {
	return map[string]string{"title": o.Title, "due": string(o.Due), "issuer": o.Issuer, "pattern": o.Pattern, "preamble": o.Preamble}
}

func orderOf(v map[string]string) rectify.Order {
	return rectify.Order{Title: v["title"], Due: survey.Day(v["due"]), Issuer: v["issuer"], Pattern: v["pattern"], Preamble: v["preamble"]}
}

// A keptField is what was typed into a form that is not offered any more.
type keptField struct{ Label, Value string }

// keptFields are what was typed, without what was left empty.
func keptFields(p site.Page, fields []string, values map[string]string) (kept []keptField) {
	for _, name := range fields {
		if v := values[name]; v != "" {
			kept = append(kept, keptField{p.T("orders.f." + name), v})
		}
	}
	return kept
}

// An orderForm is a form, as it was read or as it was refused.
type orderForm struct {
	Do, Title, How string
	Fields         []orderField
	Shown          []site.Choice // files that the step may refer to
	Open           bool
	URL            string // where it is sent, and the revision of what it changes
	Revision       int64
}

// fill puts into the form what was typed, and beside it what is wrong with it.
func (f *orderForm) fill(values, messages map[string]string) {
	for i := range f.Fields {
		name := f.Fields[i].Name
		f.Fields[i].Value, f.Fields[i].Message = values[name], messages[name]
	}
}
