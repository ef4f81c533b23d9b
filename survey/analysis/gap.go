package analysis

import (
	"maps"
	"math"
	"slices"

	"minping/scoring"
	"minping/survey"
)

// Gap puts 360-degree forms together and compares how people see themselves
// with how others see them.
type Gap struct {
	Ratee       string             `required:"" placeholder:"COL" help:"Column of those rated."`
	Relation    string             `required:"" placeholder:"COL" help:"Column of what the rater is to the ratee, such as self, boss, peer, report."`
	Items       []string           `required:"" placeholder:"A,B,…" help:"Items; FROM:TO for all between."`
	Self        string             `default:"self" help:"The relation that is the ratee's own form."`
	Weights     map[string]float64 `mapsep:"," placeholder:"boss=0.4,…" help:"Weights of the relations in the mean of others; default: equal, for all that occur."`
	MinRaters   int                `default:"3" help:"Least raters of a relation for its mean to count and to show."`
	Single      []string           `placeholder:"boss,…" help:"Relations that count with one rater, whom everybody knows anyway."`
	Competency  map[string]string  `mapsep:";" placeholder:"NAME=A:B" help:"Items of a competency; may be repeated."`
	Trim        float64            `default:"0.2" help:"Share cut off each end in the trimmed mean of others, from 0 to below 0.5."`
	Level       float64            `default:"0.95" help:"Level of intervals."`
	Unpublished bool               `help:"Show also what discloses a relation with too few raters: for the analyst's eyes only."`
}

// About says what the method answers.
func (Gap) About() survey.Text {
	return survey.Text{
		"zh": "360 度评价：上级、同事、下级合起来怎么看每个人，与自评差多少，是高估还是低估自己。",
		"en": "In a 360-degree evaluation, how do boss, peers and reports together see each person, and do people rate themselves higher or lower?",
	}
}

// gapFigures are the figures of Gap, ratees in order of appearance.
type gapFigures struct {
	Ratees []gapRatee `json:"ratee"`
	Test   *gapTest   `json:"gap_test"` // null where the gaps allow none
	Rows
}

// gapTest is the paired t test of no gap, and the types of the ratees.
type gapTest struct {
	N     int        `json:"n"`
	Mean  survey.Num `json:"mean_gap"`
	SD    survey.Num `json:"sd_gap"`
	T     survey.Num `json:"t"`
	DF    survey.Num `json:"df"`
	P     survey.Num `json:"p"`
	Low   survey.Num `json:"lo"`
	High  survey.Num `json:"hi"`
	R     survey.Num `json:"r"`
	Types []string   `json:"type"` // over, under, agree, unknown
}

// Analyze aggregates the forms and tests the gaps.
func (m Gap) Analyze(t *Table) (*Result, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	names, err := t.Columns(m.Items)
	if err != nil {
		return nil, err
	}
	f := gapFigures{Rows: Rows{Rows: t.Len()}}
	forms, err := m.forms(t, names, &f.Rows)
	if err != nil {
		return nil, err
	}
	plan, competencies, err := m.plan(t, names, forms)
	if err != nil {
		return nil, err
	}
	var self, others []float64
	for _, a := range scoring.Aggregate360(forms, plan) {
		if !m.Unpublished {
			a = a.Published()
		}
		f.Ratees = append(f.Ratees, gapRatee{a, plan, competencies})
		self, others = append(self, a.Overall.Self), append(others, a.Overall.Others)
	}
	f.count()
	result := &Result{Notes: f.notes()}
	test, err := scoring.SelfOtherGap(self, others, m.Level)
	if err != nil {
		result.Notes = append(result.Notes, say("没有差距检验：{why}。", "No test of the gap: {why}.", "why", why(err)))
	} else {
		f.Test = newGapTest(test)
	}
	result.Figures, result.Grids = f, f.grids(plan)
	result.Notes = append(result.Notes, f.conclusions(m)...)
	return result, nil
}

func (m Gap) check() error {
	if !(m.Trim >= 0 && m.Trim < 0.5) {
		return problem("--trim 应从 0 到不足 0.5，如 0.2；现为 {trim}", "--trim should lie from 0 to below 0.5, such as 0.2; it is {trim}", "trim", m.Trim)
	}
	if m.MinRaters < 1 {
		return problem("--min-raters 至少为 1；现为 {n}", "--min-raters should be 1 or more; it is {n}", "n", m.MinRaters)
	}
	for name, w := range m.Weights {
		if !(w > 0) || math.IsInf(w, 1) {
			return problem("--weights 里“{name}”的权重应大于 0", "the weight of “{name}” in --weights should be above 0", "name", name)
		}
	}
	return checkLevel(m.Level)
}

// forms reads the rows; those without ratee or relation are left out.
func (m Gap) forms(t *Table, items []string, rows *Rows) ([]scoring.Form360, error) {
	ratees, err := t.ids(m.Ratee)
	if err != nil {
		return nil, err
	}
	relations, err := t.ids(m.Relation)
	if err != nil {
		return nil, err
	}
	x, err := t.Matrix(items)
	if err != nil {
		return nil, err
	}
	var forms []scoring.Form360
	nameless := 0
	for i := range ratees {
		if ratees[i] == "" || relations[i] == "" {
			nameless++
			continue
		}
		forms = append(forms, scoring.Form360{Ratee: ratees[i], Relation: relations[i], Items: slices.Clone(x.RawRowView(i))})
	}
	rows.drop("incomplete", m.Ratee+", "+m.Relation, nameless)
	return forms, nil
}

// plan says how forms are put together.
func (m Gap) plan(t *Table, items []string, forms []scoring.Form360) (plan scoring.Plan360, competencies []string, err error) {
	occur := map[string]bool{}
	for _, f := range forms {
		occur[f.Relation] = true
	}
	if !occur[m.Self] {
		return plan, nil, problem("“{column}”列没有“{self}”；自评用别的写法时请用 --self 注明，现有 {values}",
			"there is no “{self}” in “{column}”; name the ratee's own relation with --self, there are {values}",
			"column", m.Relation, "self", m.Self, "values", slices.Sorted(maps.Keys(occur)))
	}
	delete(occur, m.Self)
	weights := m.Weights
	if len(weights) == 0 {
		weights = map[string]float64{}
		for name := range occur {
			weights[name] = 1
		}
	}
	for name := range weights {
		if _, taken := ownKeys[name]; taken {
			return plan, nil, problem("关系不能叫“{name}”，它是结果里的一个键；请在“{column}”列换一个名称", "a relation cannot be called “{name}”, which is a key of the figures; rename it in “{column}”",
				"name", name, "column", m.Relation)
		}
	}
	plan = scoring.Plan360{Self: m.Self, Trim: m.Trim}
	for _, name := range slices.Sorted(maps.Keys(weights)) {
		if !occur[name] {
			return plan, nil, problem("“{column}”列没有 --weights 里的“{name}”；现有 {values}", "there is no “{name}” of --weights in “{column}”; there are {values}",
				"column", m.Relation, "name", name, "values", slices.Sorted(maps.Keys(occur)))
		}
		least := m.MinRaters
		if slices.Contains(m.Single, name) {
			least = 1
		}
		plan.Relations = append(plan.Relations, scoring.Relation360{Name: name, Weight: weights[name], MinRaters: least})
	}
	for _, name := range m.Single {
		if weights[name] == 0 {
			return plan, nil, problem("--single 里的“{name}”不是计入的关系；现有 {values}", "“{name}” of --single is no relation that counts; there are {values}",
				"name", name, "values", slices.Sorted(maps.Keys(weights)))
		}
	}
	plan.Competencies, competencies, err = m.competencies(t, items)
	return plan, competencies, err
}

// competencies returns the items of each, by their place, and the names.
func (m Gap) competencies(t *Table, items []string) (columns [][]int, names []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(m.Competency)) {
		own, err := t.Columns(splitList(m.Competency[name]))
		if err != nil {
			return nil, nil, err
		}
		var at []int
		for _, item := range own {
			j := slices.Index(items, item)
			if j < 0 {
				return nil, nil, problem("--competency {name} 里的“{item}”不在 --items 之中", "“{item}” of --competency {name} is not among --items", "name", name, "item", item)
			}
			at = append(at, j)
		}
		columns, names = append(columns, at), append(names, name)
	}
	return columns, names, nil
}

// count notes the forms that were used and left out.
func (f *gapFigures) count() {
	blank, unknown := 0, 0
	for _, a := range f.Ratees {
		f.Used += a.Forms
		blank += a.Blank
		unknown += a.Unknown
	}
	f.drop("missing", "", blank)
	f.drop("no_weight", "", unknown)
}

func newGapTest(t scoring.GapTest) *gapTest {
	out := &gapTest{
		N: t.N, Mean: survey.Num(t.Mean), SD: survey.Num(t.SD), T: survey.Num(t.T), DF: survey.Num(t.DF), P: survey.Num(t.P),
		Low: survey.Num(t.Low), High: survey.Num(t.High), R: survey.Num(t.R),
	}
	for _, kind := range t.Types {
		out.Types = append(out.Types, kind.String())
	}
	return out
}
