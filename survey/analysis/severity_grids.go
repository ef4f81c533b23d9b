package analysis

import (
	"slices"

	"minping/survey"
)

// grids shows raters from the strictest and ratees from the lowest, by random
// effects beside fixed ones.
func (f severityFigures) grids() []Grid {
	const most = 20
	raters := Grid{
		Title: say("评委，从严到松（与平均评委相差的分）", "Raters, the strictest first (points from the mean rater)"), Most: most,
		Head: head("评委", "Rater", "评分数", "Ratings", "固定效应", "Fixed", "标准误", "SE", "随机效应", "Random", "部分", "Part"),
	}
	random := map[string]survey.Num{}
	adjusted := map[string]survey.Num{}
	if f.Random != nil {
		for _, e := range f.Random.Raters {
			random[e.Rater] = e.Effect
		}
		for _, a := range f.Random.Ratees {
			adjusted[a.Ratee] = a.Adjusted
		}
	}
	byEffect := slices.Clone(f.Fixed.Raters)
	slices.SortStableFunc(byEffect, func(a, b raterEffect) int { return compareNum(a.Effect, b.Effect) })
	for _, e := range byEffect {
		raters.add(e.Rater, e.N, e.Effect, e.SE, stated(random, e.Rater), e.Part)
	}
	ratees := Grid{
		Title: say("被评人，调整后从低到高", "Ratees, the lowest adjusted first"), Most: most,
		Head: head("被评人", "Ratee", "评分数", "Ratings", "原始平均", "Raw mean", "调整后", "Adjusted", "标准误", "SE", "随机效应调整", "Random", "部分", "Part"),
	}
	byScore := slices.Clone(f.Fixed.Ratees)
	slices.SortStableFunc(byScore, func(a, b adjustedRatee) int { return compareNum(a.Adjusted, b.Adjusted) })
	for _, a := range byScore {
		ratees.add(a.Ratee, a.N, a.Raw, a.Adjusted, a.SE, stated(adjusted, a.Ratee), a.Part)
	}
	out := []Grid{raters, ratees}
	if len(f.Parts) > 1 {
		out = append([]Grid{f.partGrid()}, out...)
	}
	return out
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
