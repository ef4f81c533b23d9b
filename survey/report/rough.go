package report

import (
	"minping/survey"
	"minping/survey/chart"
)

// told says how a score is told where that is not exactly, and why.
func (w words) told(r *survey.Release, s survey.NodeScore) string {
	if !s.Blurred {
		return ""
	}
	return w.say("", "This score ") + chart.Figures{Release: r, Lang: w.lang}.HowRough()
}

// blurNote says how scores are blurred and why, or "".
func (w words) blurNote(r *survey.Release) string {
	how := chart.Figures{Release: r, Lang: w.lang}.HowRough()
	if how == "" {
		return ""
	}
	return w.say("标 ≈ 的得分：", " Scores marked ≈ ") + how
}

// hiddenWhy says why figures are hidden.
func (w words) hiddenWhy(r *survey.Release) string {
	return w.sayf("不足 %d 张票，或公布后可由相减推出别的数，不公布。",
		"Fewer than %d ballots, or it would give away others by subtraction: not shown.", r.Method.MinGroup)
}

// note writes a quiet line below a table, after an empty row.
func (s *sheet) note(text string) {
	s.skip()
	s.put(cell{text, look{color: ink2}})
}
