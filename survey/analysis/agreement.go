package analysis

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"minping/scoring"
	"minping/survey"
)

// Agreement says how far the members of a unit agree, and how much of an
// answer belongs to the unit.
type Agreement struct {
	Items []string `required:"" placeholder:"A,B,…" help:"Items whose mean is the score; FROM:TO for all between."`
	Unit  string   `required:"" placeholder:"COL" help:"Column of units, groups or ratees."`
	Range string   `required:"" placeholder:"LO-HI" help:"Ends of the answer scale, answered in whole steps, such as 1-5."`
}

// About says what the method answers.
func (Agreement) About() survey.Text {
	return survey.Text{
		"zh": "同一单位的人评得是否一致，单位的平均分能不能代表大家、能不能把单位区分开：rwg、AD、ICC(1)、ICC(2)。",
		"en": "Do people of one unit agree, and does a unit's mean stand for them and tell units apart: rwg, AD, ICC(1), ICC(2).",
	}
}

// agreementFigures are the figures of Agreement, units in order of appearance.
type agreementFigures struct {
	RWG    []unitRWG  `json:"rwg,omitempty"` // for a single item
	RWGJ   []unitRWGJ `json:"rwgj"`
	ICC    *groupICC  `json:"icc1_2"` // null where answers do not allow it
	Within survey.Num `json:"expected_variance"`
	Rows
}

// unitRWG is the agreement on one item.
type unitRWG struct {
	Unit  string     `json:"grp"`
	N     int        `json:"n"`
	Value survey.Num `json:"rwg"`
}

// unitRWGJ is the agreement on all items together.
type unitRWGJ struct {
	Unit   string     `json:"grp"`
	N      int        `json:"n"`
	Value  survey.Num `json:"rwgj"`
	AD     survey.Num `json:"ad"`     // points
	Capped bool       `json:"capped"` // they differ more than at random: Value is 0
}

// groupICC is the analysis of variance of the respondents' mean answers.
type groupICC struct {
	ICC1     survey.Num `json:"icc1"`
	ICC2     survey.Num `json:"icc2"`
	ICC1N0   survey.Num `json:"icc1_n0"`
	MSB      survey.Num `json:"msb"`
	MSW      survey.Num `json:"msw"`
	F        survey.Num `json:"F"`
	P        survey.Num `json:"p"`
	Groups   int        `json:"k_groups"`
	N        int        `json:"n"`
	MeanSize survey.Num `json:"mean_group_size"`
	N0       survey.Num `json:"n0"`
}

// Analyze computes the agreement of every unit and the reliability of units.
func (m Agreement) Analyze(t *Table) (*Result, error) {
	units, err := t.ids(m.Unit)
	if err != nil {
		return nil, err
	}
	names, err := t.Columns(m.Items)
	if err != nil {
		return nil, err
	}
	x, err := t.Matrix(names)
	if err != nil {
		return nil, err
	}
	expected, err := m.expected(t, names, x)
	if err != nil {
		return nil, err
	}
	f := agreementFigures{Within: survey.Num(expected), Rows: Rows{Rows: t.Len()}}
	order, rows := f.members(units, x)
	if f.Used == 0 {
		return nil, problem("没有一行既有单位又把所列的题都答了", "no row has a unit and an answer to every item")
	}
	for _, unit := range order {
		f.unit(unit, pickRows(x, rows[unit]), expected)
	}
	result := &Result{}
	f.ICC, err = composites(units, rows, x)
	result.Notes = f.notes()
	if err != nil {
		result.Notes = append(result.Notes, say("没有 ICC：{why}。", "No ICC: {why}.", "why", why(err)))
	}
	result.Grids, result.Figures = f.grids(), f
	result.Notes = append(result.Notes, f.conclusions(len(names))...)
	return result, nil
}

// expected returns the variance of answers at random over the scale.
func (m Agreement) expected(t *Table, names []string, x mat.Matrix) (float64, error) {
	low, high, err := t.scale(m.Range, names, x)
	if err != nil {
		return 0, err
	}
	if options := high - low + 1; options == math.Trunc(options) && options < 1000 {
		return scoring.UniformVariance(int(options)), nil
	}
	return 0, problem("--range 的两端应相差整数（1-5 是五档）；现为 {range}", "the ends of --range should be whole steps apart (1-5 are five options); it is {range}", "range", m.Range)
}

// members returns the units in order of appearance and the complete rows of
// each, and counts the others.
func (f *agreementFigures) members(units []string, x mat.Matrix) (order []string, rows map[string][]int) {
	rows = map[string][]int{}
	n, k := x.Dims()
	nameless, incomplete := 0, 0
	for i := range n {
		complete := true
		for j := range k {
			complete = complete && !math.IsNaN(x.At(i, j))
		}
		switch u := units[i]; {
		case u == "":
			nameless++
		case !complete:
			incomplete++
		default:
			if rows[u] == nil {
				order = append(order, u)
			}
			rows[u] = append(rows[u], i)
			f.Used++
		}
	}
	f.drop("no_unit", "", nameless)
	f.drop("incomplete", "", incomplete)
	return order, rows
}

// unit adds a unit's agreement; one member agrees with nobody: no value.
func (f *agreementFigures) unit(name string, answers *mat.Dense, expected float64) {
	n, items := answers.Dims()
	w := unitRWGJ{Unit: name, N: n, Value: none, AD: none}
	if agreement, err := scoring.RWGJ(answers, expected); err == nil {
		w.Value, w.Capped = survey.Num(agreement.Value), agreement.Capped
	}
	if deviation, err := scoring.AverageDeviation(answers); err == nil {
		w.AD = survey.Num(deviation.Value)
	}
	f.RWGJ = append(f.RWGJ, w)
	if items == 1 {
		f.RWG = append(f.RWG, unitRWG{name, n, w.Value})
	}
}

// pickRows returns the rows of x.
func pickRows(x *mat.Dense, rows []int) *mat.Dense {
	_, k := x.Dims()
	out := mat.NewDense(len(rows), k, nil)
	for to, from := range rows {
		out.SetRow(to, x.RawRowView(from))
	}
	return out
}

// composites analyses the variance of the respondents' mean answers.
func composites(units []string, rows map[string][]int, x *mat.Dense) (*groupICC, error) {
	y := make([]float64, len(units))
	for i := range y {
		y[i] = math.NaN()
	}
	for _, of := range rows {
		for _, i := range of {
			y[i] = stat.Mean(x.RawRowView(i), nil)
		}
	}
	g, err := scoring.GroupICC(y, units)
	if err != nil {
		return nil, err
	}
	return &groupICC{
		survey.Num(g.ICC1), survey.Num(g.ICC2), survey.Num(g.ICC1N0), survey.Num(g.MSB), survey.Num(g.MSW),
		survey.Num(g.F), survey.Num(g.P), g.Groups, g.N, survey.Num(g.MeanSize), survey.Num(g.N0),
	}, nil
}

// grids shows the analysis of variance, and the units from the least agreement.
func (f agreementFigures) grids() []Grid {
	units := Grid{
		Title: say("各单位，一致性从低到高", "Units, the least agreement first"),
		Head:  head("单位", "Unit", "人数", "N", "rwg(J)", "rwg(J)", "AD", "AD"), Most: 20,
	}
	sorted := slices.Clone(f.RWGJ)
	slices.SortStableFunc(sorted, func(a, b unitRWGJ) int { return compareNum(a.Value, b.Value) })
	for _, u := range sorted {
		units.add(u.Unit, u.N, u.Value, u.AD)
	}
	if f.ICC == nil {
		return []Grid{units}
	}
	g := f.ICC
	whole := Grid{Head: head("单位数", "Units", "人数", "N", "平均人数", "Mean size", "ICC(1)", "ICC(1)", "ICC(2)", "ICC(2)", "F", "F", "p", "p")}
	whole.add(g.Groups, g.N, g.MeanSize, g.ICC1, g.ICC2, g.F, P(g.P))
	return []Grid{whole, units}
}

// compareNum orders figures, those without a value last.
func compareNum(a, b survey.Num) int {
	switch {
	case a.OK() && (!b.OK() || a < b):
		return -1
	case b.OK() && (!a.OK() || b < a):
		return 1
	}
	return 0
}

// conclusions says what the figures mean.
func (f agreementFigures) conclusions(items int) []survey.Text {
	const agreed = 0.7 // the customary bound of James, Demaree and Wolf
	stated, high := 0, 0
	for _, u := range f.RWGJ {
		if u.Value.OK() {
			stated++
		}
		if u.Value >= agreed {
			high++
		}
	}
	name := "rwg(J)"
	if items == 1 {
		name = "rwg"
	}
	out := []survey.Text{say("{stated} 个有数的单位中，{high} 个的 {name} 达到 0.70（通常认为可以用平均分代表）。",
		"Of {stated} units with a value, {high} reach {name} 0.70, by custom enough for a mean to stand for its members.", "stated", stated, "high", high, "name", name)}
	if alone := len(f.RWGJ) - stated; alone > 0 {
		out = append(out, say("{n} 个单位只有一份完整回答，无所谓一致。", "{n} units have one complete row only, so that there is nothing to agree on.", "n", alone))
	}
	if f.ICC != nil && f.ICC.ICC1.OK() && f.ICC.ICC2.OK() {
		out = append(out, say("个人评分的差异中约 {share}% 属于单位之间；单位平均分的可靠性为 {reliability}。",
			"About {share} % of the differences between answers lie between units; the reliability of a unit's mean is {reliability}.",
			"share", round(100*max(0, float64(f.ICC.ICC1)), 1), "reliability", round(float64(f.ICC.ICC2), 2)))
	}
	return out
}
