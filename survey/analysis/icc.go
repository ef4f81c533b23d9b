package analysis

import (
	"minping/scoring"
	"minping/survey"
)

// ICC says how far raters who rate the same subjects agree.
type ICC struct {
	Items []string `required:"" placeholder:"A,B,…" help:"Columns of raters, two or more: a row is a subject that all of them rated; FROM:TO for all between."`
	Trim  float64  `default:"0.2" help:"Share cut off each end in the trimmed means, from 0 to below 0.5."`
	Level float64  `default:"0.95" help:"Level of intervals."`
}

// About says what the method answers.
func (ICC) About() survey.Text {
	return survey.Text{
		"zh": "几位评委评同一批对象，评得是否一致，一位或几位评委的平均有多可靠：六种 ICC、肯德尔 W、去极值平均。",
		"en": "When several raters rate the same subjects, do they agree, and how reliable is one rater or their mean: six ICC, Kendall's W, trimmed means.",
	}
}

// iccFigures are the figures of ICC.
type iccFigures struct {
	Forms   []iccForm    `json:"icc"`
	Kendall *kendall     `json:"kendall_w"` // null where every rater ties all subjects
	Trimmed []survey.Num `json:"trimmed"`   // by row of the table
	Raters  int          `json:"raters"`
	Rows
}

// iccForm is one form of the intraclass correlation.
type iccForm struct {
	Form      string     `json:"form"`
	Psych     string     `json:"psych_type"` // as R's psych names it
	ICC       survey.Num `json:"icc"`
	F         survey.Num `json:"F"`
	DF1       survey.Num `json:"df1"`
	DF2       survey.Num `json:"df2"`
	P         survey.Num `json:"p"`
	Low       survey.Num `json:"lo"`
	High      survey.Num `json:"hi"`
	ApproxDF2 survey.Num `json:"approx_df2"` // of McGraw and Wong's test of the agreement forms
	ApproxP   survey.Num `json:"approx_p"`
}

// kendall is the coefficient of concordance.
type kendall struct {
	W          survey.Num `json:"W"`
	ChiSquared survey.Num `json:"chisq"`
	DF         survey.Num `json:"df"`
	P          survey.Num `json:"p"`
}

// iccMeanings words the six forms in their order.
var iccMeanings = []survey.Text{
	say("每个对象由不同评委评；一位评委", "other raters for every subject; one rater"),
	say("同一批评委；一位评委，要求分数相同", "the same raters; one rater, the very score"),
	say("同一批评委；一位评委，只要求先后相同", "the same raters; one rater, differences of level aside"),
	say("每个对象由不同评委评；取平均", "other raters for every subject; their mean"),
	say("同一批评委；取平均，要求分数相同", "the same raters; their mean, the very score"),
	say("同一批评委；取平均，只要求先后相同", "the same raters; their mean, differences of level aside"),
}

// Analyze computes the six forms, the concordance and the trimmed means.
func (m ICC) Analyze(t *Table) (*Result, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	names, err := t.Columns(m.Items)
	if err != nil {
		return nil, err
	}
	if len(names) < 2 {
		return nil, problem("至少要两位评委（每位一列）；现只有 {names}", "two raters or more are needed, a column each; there is only {names}", "names", names)
	}
	x, err := t.Matrix(names)
	if err != nil {
		return nil, err
	}
	r, err := scoring.ICC(x, m.Level)
	if err != nil {
		return nil, reason(err)
	}
	f := iccFigures{Raters: r.Raters, Rows: Rows{Rows: r.Rows, Used: r.N}}
	f.drop("incomplete", "", r.Dropped)
	types := []string{"ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"}
	for i, form := range r.Forms {
		f.Forms = append(f.Forms, iccForm{
			string(form.Form), types[i], survey.Num(form.ICC), survey.Num(form.F), survey.Num(form.DF1), survey.Num(form.DF2), survey.Num(form.P),
			survey.Num(form.Low), survey.Num(form.High), survey.Num(form.ApproxDF2), survey.Num(form.ApproxP),
		})
	}
	if c, err := scoring.KendallW(x); err == nil {
		f.Kendall = &kendall{survey.Num(c.W), survey.Num(c.ChiSquared), survey.Num(c.DF), survey.Num(c.P)}
	}
	for i := range t.Len() {
		mean := none
		if trimmed, err := scoring.TrimmedMean(x.RawRowView(i), m.Trim); err == nil {
			mean = survey.Num(trimmed.Mean)
		}
		f.Trimmed = append(f.Trimmed, mean)
	}
	return &Result{Figures: f, Grids: f.grids(t), Notes: append(f.notes(), f.conclusions()...)}, nil
}

func (m ICC) check() error {
	if !(m.Trim >= 0 && m.Trim < 0.5) {
		return problem("--trim 应从 0 到不足 0.5，如 0.2；现为 {trim}", "--trim should lie from 0 to below 0.5, such as 0.2; it is {trim}", "trim", m.Trim)
	}
	return checkLevel(m.Level)
}

func (f iccFigures) grids(t *Table) []Grid {
	forms := Grid{Head: head("形式", "Form", "含义", "Meaning", "ICC", "ICC", "下限", "Low", "上限", "High", "F", "F", "p", "p")}
	for i, form := range f.Forms {
		forms.add(form.Form, iccMeanings[i], form.ICC, form.Low, form.High, form.F, P(form.P))
	}
	means := Grid{Title: say("去极值平均", "Trimmed means"), Head: head("行", "Row", "平均", "Mean"), Most: 20}
	for i, mean := range f.Trimmed {
		means.add(t.line(i), mean)
	}
	if f.Kendall == nil {
		return []Grid{forms, means}
	}
	w := Grid{Title: say("肯德尔和谐系数", "Kendall's concordance"), Head: head("W", "W", "卡方", "Chi squared", "自由度", "DF", "p", "p")}
	w.add(f.Kendall.W, f.Kendall.ChiSquared, int(f.Kendall.DF), P(f.Kendall.P))
	return []Grid{forms, w, means}
}

// conclusions says what the figures mean.
func (f iccFigures) conclusions() []survey.Text {
	const agreement, consistency = 1, 2
	out := []survey.Text{}
	a, c := f.Forms[agreement].ICC, f.Forms[consistency].ICC
	if a.OK() && c.OK() && float64(c-a) > 0.2 {
		out = append(out, say("评委对先后大致相同（{c}），但松紧不一（{a}）：可用 severity 校正，或只比先后。",
			"Raters order subjects more alike ({c}) than they score them ({a}): some are milder than others; adjust with severity, or compare orders only.",
			"c", round(float64(c), 2), "a", round(float64(a), 2)))
	}
	if f.Kendall == nil {
		out = append(out, say("没有 W：每位评委给所有对象的评分都相同。", "No W: every rater gives all subjects the same."))
	}
	return out
}
