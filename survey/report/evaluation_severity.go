package report

import (
	"math"
	"slices"
	"strconv"

	"minping/survey"
	"minping/survey/document"
)

// severity sets the scores freed of the raters' severity beside the raw ones:
// plain means over raters, so that the two differ in nothing else. None where
// sheets are not linked or nothing of them may be told.
func (s *summary) severity() []document.Block {
	var e *survey.TierEvaluation
	for i := range s.r.Evaluation.Tiers {
		if t := &s.r.Evaluation.Tiers[i]; t.Tier == s.tier {
			e = t
		}
	}
	told := func(u *survey.UnitEvaluation) bool { return u.Severity != nil }
	switch {
	case e == nil || e.Severity == nil:
		return nil
	case !slices.ContainsFunc(s.units, told) && e.Severity.OrderDepends:
		return []document.Block{document.Note(severityNote(s.words, e.Severity))}
	case !slices.ContainsFunc(s.units, told):
		return nil
	}
	parts := e.Severity.Parts > 1
	t := document.Table{
		Caption: s.say("校正评分宽严前后（评分人平均分，不计权重）", "Before and after severity of raters is taken off (plain means of raters)"),
		Columns: []document.Column{{Share: 2.4}, {Align: document.End}, {Share: 1.4, Align: document.End}, {Share: 1.6, Align: document.End}},
		Head:    [][]document.Cell{row(s.say("测评对象", "Evaluated"), s.say("校正前", "Raw"), s.say("校正后（±误差）", "Adjusted (± error)"), s.say("名次", "Rank"))},
	}
	for _, u := range s.units {
		x := u.Severity
		if x == nil {
			continue
		}
		name := s.r.Unit(u.Unit).Name.In(s.lang)
		if parts {
			name += s.sayf("（第 %d 组）", " (part %d)", x.Part)
		}
		t.Rows = append(t.Rows, []document.Cell{{Text: name, Bold: true}, {Text: score(x.Raw)}, {Text: freed(x, s.r.Method.Level), Bold: true}, {Text: moved(x)}})
	}
	return []document.Block{t, document.Note(severityNote(s.words, e.Severity))}
}

// freed is a score freed of severity with half its interval at a level.
func freed(x *survey.UnitSeverity, level survey.Num) string {
	text := score(x.Adjusted)
	if x.SE.OK() {
		// The normal quantile, from the inverse of the error function.
		text += " ± " + point(x.SE*survey.Num(math.Sqrt2*math.Erfinv(float64(level))))
	}
	return text
}

// moved is a rank before and after, once where it is the same.
func moved(x *survey.UnitSeverity) string {
	if x.RawRank == x.AdjustedRank {
		return strconv.Itoa(x.RawRank)
	}
	return strconv.Itoa(x.RawRank) + " → " + strconv.Itoa(x.AdjustedRank)
}

// severityNote says how far raters differ, and what of the order is theirs.
func severityNote(w words, s *survey.TierSeverity) string {
	text := ""
	for _, part := range s.Fixed {
		text += w.sayf("%d 位评分人的宽严相差（标准差）%s 分。", "The severities of %d raters spread by (s.d.) %s points. ", part.Raters, point(part.Spread))
	}
	switch {
	case s.Parts > 1:
		text += w.sayf("评分人分成互不相连的 %d 组，不同组的对象不能相互比较。", "Raters fall into %d parts without common ratings: units of different parts cannot be compared.", s.Parts)
	case s.OrderDepends:
		text += w.sayf("先后次序受“由谁来评”影响：校正后有 %d 对对象先后对调，请看校正后的得分再作判断。", "The order depends on who rated whom: %d pairs change places once severity is taken off. Look at the adjusted scores first.", s.Swapped)
	case s.Swapped > 0:
		text += w.sayf("校正后有 %d 对对象先后对调，但评分人的宽严之差在误差之内。", "%d pairs change places, but the raters' severities differ within error.", s.Swapped)
	default:
		text += w.say("先后次序不因“由谁来评”而变。", "The order does not depend on who rated whom.")
	}
	return text
}

// severity says in a report to one unit what the raters' severity did to it.
func (f *feedback) severity() []document.Block {
	x := f.unit.Severity
	if x == nil {
		return nil
	}
	text := f.sayf("评分人有宽有严。按各评分人的平均分计，校正前 %s 分，除去宽严后 %s 分。", "Raters differ in severity. As a plain mean of raters the score is %s; freed of their severity %s.", score(x.Raw), freed(x, f.r.Method.Level))
	for _, t := range f.r.Evaluation.Tiers {
		if t.Tier == f.unit.Tier && t.Severity != nil && t.Severity.OrderDepends {
			text += f.say("在同类对象中，先后次序受“由谁来评”影响，名次只作参考。", " Among the peers the order depends on who rated whom: take the rank with care.")
		}
	}
	return []document.Block{document.Paragraph{Runs: []document.Run{{Text: text}}, Flush: true}}
}
