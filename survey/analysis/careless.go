package analysis

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
	"minping/survey"
)

// Careless points out answer sheets that look careless.
type Careless struct {
	Items      []string `required:"" placeholder:"COL" help:"Columns of answers, in the order of the form, all on one scale; FROM:TO for all between."`
	Scales     []int    `placeholder:"N" help:"Items in each scale, in order, for the even-odd consistency: 5,5,10. Reverse-keyed items should be turned before."`
	ID         string   `name:"id" placeholder:"COL" help:"Column that names the sheets; default: their row."`
	Longest    int      `placeholder:"N" help:"Flag runs of this many identical answers; default: half of the items."`
	Confidence float64  `default:"0.99" help:"Flag Mahalanobis distances beyond this quantile of chi-square."`
	EvenOdd    float64  `default:"-0.3" help:"Flag even-odd values above this (-1 consistent, 1 careless)."`
}

// About says what the method answers.
func (Careless) About() survey.Text {
	return survey.Text{
		"zh": "哪些答卷像是没有认真填写：一路同一个选项、毫无变化、或前后矛盾。只供复核，不应直接删除。",
		"en": "Which sheets look carelessly answered: long runs of one answer, no variation, odd or contradictory patterns? Advice for review, never a reason to delete by itself.",
	}
}

// carelessFigures are the figures of Careless, one value per row.
type carelessFigures struct {
	Rows
	LongString  longString          `json:"longstring"`
	IRV         []survey.Num        `json:"irv"`
	Mahalanobis *mahalanobisFigures `json:"mahalanobis"` // null: the items are linearly dependent, or too few rows
	EvenOdd     []survey.Num        `json:"evenodd,omitempty"`
	Flags       []int               `json:"flags"` // how many of the four find the row careless
}

type longString struct {
	Longest []int        `json:"longest"`
	Average []survey.Num `json:"average"`
}

type mahalanobisFigures struct {
	DSquared []survey.Num `json:"d_sq"`
	P        []survey.Num `json:"p"`
	Flagged  []bool       `json:"flagged"`
	Cutoff   survey.Num   `json:"cutoff"`
}

// Analyze computes the indices of every row.
func (m Careless) Analyze(t *Table) (*Result, error) {
	items, err := t.Columns(m.Items)
	if err != nil {
		return nil, err
	}
	if err := m.check(len(items)); err != nil {
		return nil, err
	}
	names, err := t.names(m.ID)
	if err != nil {
		return nil, err
	}
	x, err := t.Matrix(items)
	if err != nil {
		return nil, err
	}
	if m.Longest == 0 {
		m.Longest = max(2, (len(items)+1)/2)
	}
	f := &carelessFigures{Rows: Rows{Rows: t.Len(), Used: t.Len()}}
	r := &Result{Figures: f}
	if err := m.indices(x, f, r); err != nil {
		return nil, err
	}
	m.lay(names, f, r)
	r.Notes = append(f.notes(), r.Notes...)
	return r, nil
}

func (m Careless) check(items int) error {
	sum := 0
	for _, n := range m.Scales {
		if n < 1 {
			return problem("--scales 的题数应是 1 以上的整数", "the numbers of --scales should be 1 or more")
		}
		sum += n
	}
	switch {
	case items < 2:
		return problem("至少要两个题目", "two items are the least")
	case len(m.Scales) > 0 && sum != items:
		return problem("--scales 的题数加起来是 {sum}，而题目有 {items} 个；应相等", "the numbers of --scales add up to {sum}, but there are {items} items; they should be equal", "sum", sum, "items", items)
	case !(m.Confidence > 0 && m.Confidence < 1):
		return problem("--confidence 应在 0 与 1 之间，如 0.99", "--confidence should lie between 0 and 1, such as 0.99")
	}
	return nil
}

// indices computes the four indices; that of Mahalanobis may have no value.
func (m Careless) indices(x *mat.Dense, f *carelessFigures, r *Result) error {
	for _, s := range scoring.LongStrings(x) {
		f.LongString.Longest = append(f.LongString.Longest, s.Longest)
		f.LongString.Average = append(f.LongString.Average, survey.Num(s.Average))
	}
	f.IRV = nums(scoring.IRV(x).Value)
	d, err := scoring.MahalanobisD2(x, m.Confidence)
	switch {
	case errors.Is(err, scoring.ErrDependent), errors.Is(err, scoring.ErrTooFew):
		r.Notes = append(r.Notes, say("马氏距离无法计算：{why}。", "No Mahalanobis distances: {why}.", "why", why(err)))
	case err != nil:
		return reason(err)
	default:
		f.Mahalanobis = &mahalanobisFigures{nums(d.DSquared), nums(d.P), d.Flagged, survey.Num(d.Cutoff)}
		if d.Dropped > 0 {
			r.Notes = append(r.Notes, say("{n} 份有漏答，没有马氏距离。", "{n} sheets lack an answer and have no Mahalanobis distance.", "n", d.Dropped))
		}
	}
	if len(m.Scales) > 0 {
		f.EvenOdd = nums(scoring.EvenOdd(x, m.Scales).Value)
	}
	return nil
}

// firstSheets is how many of the sheets worth a look are printed.
const firstSheets = 20

// lay counts the flags and lays out the rows that have any, most first.
func (m Careless) lay(names []string, f *carelessFigures, r *Result) {
	tests := []struct {
		name survey.Text
		rule survey.Text
		is   func(i int) bool
	}{
		{survey.Text{"zh": "连续同一选项", "en": "Longest run"}, say("{n} 题以上", "{n} items or more", "n", m.Longest), func(i int) bool { return f.LongString.Longest[i] >= m.Longest }},
		{survey.Text{"zh": "没有变化", "en": "No variation"}, survey.Text{"zh": "标准差为 0", "en": "SD 0"}, func(i int) bool { return f.IRV[i] == 0 }},
		{survey.Text{"zh": "马氏距离", "en": "Mahalanobis"}, say("超过 {q} 分位", "beyond quantile {q}", "q", m.Confidence), func(i int) bool { return f.Mahalanobis != nil && f.Mahalanobis.Flagged[i] }},
		{survey.Text{"zh": "奇偶不一致", "en": "Even-odd"}, say("大于 {x}", "above {x}", "x", m.EvenOdd), func(i int) bool { return float64(f.EvenOdd[i]) > m.EvenOdd }},
	}
	if f.EvenOdd == nil {
		tests = tests[:3]
	}
	summary := Grid{Head: head("指标", "Index", "规则", "Rule", "份数", "Sheets")}
	f.Flags = make([]int, len(names))
	for _, test := range tests {
		n := 0
		for i := range names {
			if test.is(i) {
				n++
				f.Flags[i]++
			}
		}
		summary.add(test.name, test.rule, n)
	}
	grid := Grid{Title: survey.Text{"zh": "值得复核的答卷", "en": "Sheets worth a look"}, Head: head("答卷", "Sheet", "命中", "Flags", "最长连续", "Longest run", "标准差", "SD", "马氏距离²", "D²", "奇偶", "Even-odd")}
	order := flaggedFirst(f)
	for _, i := range order[:min(len(order), firstSheets)] {
		d2, eo := survey.Num(math.NaN()), survey.Num(math.NaN())
		if f.Mahalanobis != nil {
			d2 = f.Mahalanobis.DSquared[i]
		}
		if f.EvenOdd != nil {
			eo = f.EvenOdd[i]
		}
		grid.add(names[i], f.Flags[i], f.LongString.Longest[i], f.IRV[i], d2, eo)
	}
	r.Grids = append(r.Grids, summary)
	if len(order) > 0 {
		r.Grids = append(r.Grids, grid)
		r.Notes = append(r.Notes, say("共 {n} 份命中至少一项；--json 给出每一份的数值。", "{n} sheets have a flag; --json has the figures of every sheet.", "n", len(order)))
	}
}

// flaggedFirst returns the rows with a flag: most flags first, then the longest runs.
func flaggedFirst(f *carelessFigures) []int {
	var order []int
	for i, n := range f.Flags {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if f.Flags[i] != f.Flags[j] {
			return f.Flags[j] - f.Flags[i]
		}
		return f.LongString.Longest[j] - f.LongString.Longest[i]
	})
	return order
}
