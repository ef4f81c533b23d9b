package analysis

import (
	"slices"

	"minping/survey"
)

// grids shows raters from the strictest and ratees from the lowest, by random
// effects, which are steadier where ratings are few, or else by fixed ones.
func (f severityFigures) grids() []Grid {
	raters, ratees := f.Fixed.Raters, f.Fixed.Ratees
	if f.Random != nil {
		raters, ratees = f.Random.Raters, f.Random.Ratees
	}
	out := []Grid{f.raterGrid(raters), f.rateeGrid(ratees)}
	if len(f.Parts) > 1 {
		out = append([]Grid{f.partGrid()}, out...)
	}
	return out
}

func (f severityFigures) raterGrid(raters []raterEffect) Grid {
	fixed, random := map[string]raterEffect{}, map[string]survey.Num{}
	for _, e := range f.Fixed.Raters {
		fixed[e.Rater] = e
	}
	if f.Random != nil {
		for _, e := range f.Random.Raters {
			random[e.Rater] = e.Effect
		}
	}
	g := Grid{
		Title: say("评委，从严到松（与平均评委相差的分）", "Raters, the strictest first (points from the mean rater)"), Most: 20,
		Head: head("评委", "Rater", "评分数", "Ratings", "随机效应", "Random", "固定效应", "Fixed", "固定的标准误", "SE of fixed", "部分", "Part"),
	}
	for _, e := range slices.SortedStableFunc(slices.Values(raters), func(a, b raterEffect) int { return compareNum(a.Effect, b.Effect) }) {
		own, ok := fixed[e.Rater]
		if !ok {
			own.Effect, own.SE = none, none
		}
		g.add(e.Rater, e.N, stated(random, e.Rater), own.Effect, own.SE, e.Part)
	}
	return g
}

func (f severityFigures) rateeGrid(ratees []adjustedRatee) Grid {
	fixed, random := map[string]adjustedRatee{}, map[string]survey.Num{}
	for _, a := range f.Fixed.Ratees {
		fixed[a.Ratee] = a
	}
	if f.Random != nil {
		for _, a := range f.Random.Ratees {
			random[a.Ratee] = a.Adjusted
		}
	}
	g := Grid{
		Title: say("被评人，调整后从低到高", "Ratees, the lowest adjusted first"), Most: 20,
		Head: head("被评人", "Ratee", "评分数", "Ratings", "原始平均", "Raw mean", "随机效应调整", "Adjusted, random", "固定效应调整", "Adjusted, fixed", "固定的标准误", "SE of fixed", "部分", "Part"),
	}
	for _, a := range slices.SortedStableFunc(slices.Values(ratees), func(a, b adjustedRatee) int { return compareNum(a.Adjusted, b.Adjusted) }) {
		own, ok := fixed[a.Ratee]
		if !ok {
			own.Adjusted, own.SE = none, none
		}
		g.add(a.Ratee, a.N, a.Raw, stated(random, a.Ratee), own.Adjusted, own.SE, a.Part)
	}
	return g
}

// stated returns a figure, none where there is not any.
func stated(figures map[string]survey.Num, name string) survey.Num {
	if x, ok := figures[name]; ok {
		return x
	}
	return none
}

func (f severityFigures) partGrid() Grid {
	g := Grid{
		Title: say("互不相连的部分", "Parts without a rating in common"), Most: 20,
		Head: head("部分", "Part", "被评人", "Ratees", "评委", "Raters", "评分数", "Ratings", "平均", "Mean"),
	}
	for _, p := range f.Parts {
		g.add(p.Part, p.Ratees, p.Raters, p.N, p.Mean)
	}
	return g
}

// conclusions says what the figures mean.
func (f severityFigures) conclusions() []survey.Text {
	var out []survey.Text
	if len(f.Parts) > 1 {
		out = append(out, say("评分分成互不相连的 {n} 部分：固定效应在各部分之内估计，跨部分不可比；随机效应把各部分的评委当作随机分来的。",
			"Ratings fall into {n} parts with no ratee or rater in common: fixed effects are within a part and cannot be compared between parts; random effects compare parts as if raters had come to them at random.", "n", len(f.Parts)))
	}
	if r := f.Random; r != nil {
		total := float64(r.VarRatee + r.VarRater + r.Residual)
		share := func(v survey.Num) float64 { return round(100*float64(v)/total, 1) }
		out = append(out, say("评分差异中，{ratee}% 来自被评人，{rater}% 来自评委松紧，{rest}% 是其余。",
			"Of the differences between ratings, {ratee} % come from ratees, {rater} % from raters' severity, {rest} % from the rest.",
			"ratee", share(r.VarRatee), "rater", share(r.VarRater), "rest", share(r.Residual)))
	}
	return out
}
