package analysis

import (
	"slices"

	"minping/survey"
)

// summary shows alpha and omega.
func (f reliabilityFigures) summary(level float64) Grid {
	g := Grid{Head: head("系数", "Coefficient", "值", "Value", "下限", "Low", "上限", "High")}
	a := f.Alpha
	g.add(say("α（完整的行）", "alpha, complete rows"), a.Raw, a.Low, a.High)
	if p := f.AlphaPairwise; p != nil {
		g.add(say("α（两两都答的行）", "alpha, pairwise rows"), p.Raw, none, none)
	}
	g.add(say("标准化 α", "standardised alpha"), a.Std, none, none)
	g.add(say("Guttman λ6", "Guttman's lambda 6"), a.Lambda6, none, none)
	if f.Omega != nil {
		g.add(say("ω（最大似然）", "omega, maximum likelihood"), f.Omega.Omega, none, none)
	}
	if f.OmegaMinres != nil {
		g.add(say("ω（最小残差）", "omega, minres"), f.OmegaMinres.Omega, none, none)
	}
	g.Title = say("{k} 道题，{n} 行，区间 {level}%", "{k} items, {n} rows, {level} % intervals", "k", a.K, "n", a.N, "level", round(100*level, 1))
	return g
}

// items shows how each item stands to the scale.
func (f reliabilityFigures) items() Grid {
	g := Grid{Title: say("逐题", "Items"), Head: head("题目", "Item", "已反转", "Reversed", "平均", "Mean", "标准差", "SD",
		"与其余题相关", "r with the rest", "去掉它后的 α", "Alpha without it", "因子载荷", "Loading")}
	for j, item := range f.Items {
		loading := none
		if f.Omega != nil {
			loading = f.Omega.Loadings[j]
		}
		g.add(item.Item, item.Reversed, item.Mean, item.SD, item.RRest, item.Alpha, loading)
	}
	return g
}

// warnings says what in the figures should give pause.
func (f reliabilityFigures) warnings() []survey.Text {
	var out []survey.Text
	var turned, better []string
	for _, item := range f.Items {
		if item.RRest < 0 {
			turned = append(turned, item.Item)
		}
		if item.Alpha > f.Alpha.Raw {
			better = append(better, item.Item)
		}
	}
	if len(turned) > 0 {
		out = append(out, say("{items} 与其余题负相关：若是反向表述，请用 --reverse 反转。",
			"{items} runs against the rest: if it is worded the other way round, name it with --reverse.", "items", turned))
	}
	if f.Alpha.Raw < 0 {
		out = append(out, say("α 小于 0：这些题合不成一个分。", "Alpha is below 0: these items do not add up to one score."))
	}
	if better = slices.DeleteFunc(better, func(s string) bool { return slices.Contains(turned, s) }); len(better) > 0 {
		out = append(out, say("去掉 {items}，α 会更高。", "Without {items}, alpha would be higher.", "items", better))
	}
	if f.Omega != nil && len(f.Omega.Heywood) > 0 {
		out = append(out, say("{items} 的独特方差为负：单因子模型不成立，ω 不可信。",
			"{items} has a negative unique variance: one factor does not hold, and omega with it.", "items", f.Omega.Heywood))
	}
	return out
}
