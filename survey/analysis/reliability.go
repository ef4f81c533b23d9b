package analysis

import (
	"slices"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
	"minping/survey"
)

// Reliability says how well several items measure one thing.
type Reliability struct {
	Items   []string `required:"" placeholder:"A,B,…" help:"Items of one scale, two or more; FROM:TO for all between."`
	Reverse []string `placeholder:"A,…" help:"Items that are worded the other way round; needs --range."`
	Range   string   `placeholder:"LO-HI" help:"Ends of the answer scale, such as 1-5: reversed items become LO+HI−x, and answers outside are refused."`
	Level   float64  `default:"0.95" help:"Level of intervals."`
}

// About says what the method answers.
func (Reliability) About() survey.Text {
	return survey.Text{
		"zh": "几道题是不是在量同一件事、合成一个分有多可靠：α 系数、ω 系数、逐题分析。",
		"en": "Do several items measure one thing, and how reliable is their sum: alpha, omega, and each item.",
	}
}

// reliabilityFigures are the figures of Reliability. What has no value is null,
// and Why says why omega has none.
type reliabilityFigures struct {
	Alpha         alphaFigures   `json:"alpha"`
	AlphaPairwise *pairwiseAlpha `json:"alpha_pairwise"`
	Items         []itemFigures  `json:"items"`
	Omega         *omegaFigures  `json:"omega"`
	OmegaMinres   *omegaFigures  `json:"omega_minres"`
	Rows
}

// alphaFigures are Cronbach's alpha over the complete rows, and beside it.
type alphaFigures struct {
	N         int        `json:"n"`
	K         int        `json:"k"`
	Raw       survey.Num `json:"raw_alpha"`
	Low       survey.Num `json:"feldt_lo"`
	High      survey.Num `json:"feldt_hi"`
	ASE       survey.Num `json:"ase"`
	Std       survey.Num `json:"std_alpha"`
	Lambda6   survey.Num `json:"lambda6"`
	MeanR     survey.Num `json:"average_r"`
	MedianR   survey.Num `json:"median_r"`
	ScoreMean survey.Num `json:"score_mean"`
	ScoreSD   survey.Num `json:"score_sd"`
}

// pairwiseAlpha is alpha from the covariances of all rows that answered a pair.
type pairwiseAlpha struct {
	Rows int        `json:"n_rows"`
	Raw  survey.Num `json:"raw_alpha"`
	Std  survey.Num `json:"std_alpha"`
}

// itemFigures say how one item stands to its scale.
type itemFigures struct {
	Item       string     `json:"item"`
	Reversed   bool       `json:"reversed"`
	Mean       survey.Num `json:"mean"`
	SD         survey.Num `json:"sd"`
	RTotal     survey.Num `json:"r_item_total"`
	RRest      survey.Num `json:"r_item_total_corrected"`
	RCorrected survey.Num `json:"r_cor"`
	Alpha      survey.Num `json:"alpha_if_deleted"`
	Std        survey.Num `json:"std_alpha_if_deleted"`
}

// omegaFigures are McDonald's omega and its one-factor model.
type omegaFigures struct {
	Omega        survey.Num   `json:"omega"`
	Loadings     []survey.Num `json:"loadings"`
	Uniquenesses []survey.Num `json:"uniquenesses"`
	ChiSquared   survey.Num   `json:"chisq"`
	DF           int          `json:"df"`
	P            survey.Num   `json:"p"`
	Heywood      []string     `json:"heywood,omitempty"` // items with a negative uniqueness
}

// Analyze computes alpha, omega and the item analysis.
func (m Reliability) Analyze(t *Table) (*Result, error) {
	names, reversed, x, err := m.scale(t)
	if err != nil {
		return nil, err
	}
	alpha, err := scoring.CronbachAlpha(x, m.Level)
	if err != nil {
		return nil, reason(err)
	}
	items, err := scoring.AnalyzeItems(x)
	if err != nil {
		return nil, reason(err)
	}
	f := reliabilityFigures{Alpha: alphaOf(alpha), Rows: Rows{Rows: alpha.Rows, Used: alpha.N}}
	f.drop("incomplete", "", alpha.Dropped)
	if pairwise, err := scoring.CronbachAlphaPairwise(x); err == nil {
		f.AlphaPairwise = &pairwiseAlpha{pairwise.Rows, survey.Num(pairwise.Raw), survey.Num(pairwise.Standardized)}
	}
	for j, s := range items.Items {
		f.Items = append(f.Items, itemOf(names[j], slices.Contains(reversed, names[j]), s))
	}
	result := &Result{Notes: f.notes()}
	for _, form := range []struct {
		name string
		fit  func(mat.Matrix) (scoring.Omega, error)
		into **omegaFigures
	}{{"ML", scoring.OmegaML, &f.Omega}, {"minres", scoring.OmegaMinres, &f.OmegaMinres}} {
		omega, err := form.fit(x)
		if err != nil {
			result.Notes = append(result.Notes, say("没有 ω（{form}）：{why}。", "No omega ({form}): {why}.", "form", form.name, "why", why(err)))
			continue
		}
		*form.into = omegaOf(omega, names)
	}
	result.Figures = f
	result.Grids = []Grid{f.summary(m.Level), f.items()}
	result.Notes = append(result.Notes, f.warnings()...)
	return result, nil
}

// scale returns the items, those that are reversed, and the answers with these
// turned round.
func (m Reliability) scale(t *Table) (names, reversed []string, x *mat.Dense, err error) {
	if err := checkLevel(m.Level); err != nil {
		return nil, nil, nil, err
	}
	if names, err = t.Columns(m.Items); err != nil {
		return nil, nil, nil, err
	}
	if len(names) < 2 {
		return nil, nil, nil, problem("信度至少要两道题；现只有 {names}", "reliability needs two items or more; there is only {names}", "names", names)
	}
	if reversed, err = t.Columns(m.Reverse); err != nil {
		return nil, nil, nil, err
	}
	if x, err = t.Matrix(names); err != nil || m.Range == "" && len(reversed) == 0 {
		return names, reversed, x, err
	}
	low, high, err := t.scale(m.Range, names, x)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, name := range reversed {
		j := slices.Index(names, name)
		if j < 0 {
			return nil, nil, nil, problem("--reverse 里的“{name}”不在 --items 之中", "“{name}” of --reverse is not among --items", "name", name)
		}
		for i := range t.Len() {
			x.Set(i, j, low+high-x.At(i, j))
		}
	}
	return names, reversed, x, nil
}

func alphaOf(a scoring.Alpha) alphaFigures {
	return alphaFigures{
		N: a.N, K: a.Items, Raw: survey.Num(a.Raw), Low: survey.Num(a.Low), High: survey.Num(a.High), ASE: survey.Num(a.ASE),
		Std: survey.Num(a.Standardized), Lambda6: survey.Num(a.Lambda6), MeanR: survey.Num(a.MeanR), MedianR: survey.Num(a.MedianR),
		ScoreMean: survey.Num(a.ScoreMean), ScoreSD: survey.Num(a.ScoreSD),
	}
}

func itemOf(name string, reversed bool, s scoring.ItemStatistic) itemFigures {
	return itemFigures{
		Item: name, Reversed: reversed, Mean: survey.Num(s.Mean), SD: survey.Num(s.SD), RTotal: survey.Num(s.RTotal), RRest: survey.Num(s.RRest),
		RCorrected: survey.Num(s.RCorrected), Alpha: survey.Num(s.AlphaIfDeleted), Std: survey.Num(s.StandardizedIfDeleted),
	}
}

func omegaOf(o scoring.Omega, names []string) *omegaFigures {
	f := &omegaFigures{
		Omega: survey.Num(o.Omega), Loadings: nums(o.Loadings), Uniquenesses: nums(o.Uniquenesses),
		ChiSquared: survey.Num(o.ChiSquared), DF: o.DF, P: survey.Num(o.P),
	}
	for _, j := range o.Heywood {
		f.Heywood = append(f.Heywood, names[j])
	}
	return f
}
