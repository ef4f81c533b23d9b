package analysis

import (
	"minping/scoring"
	"minping/survey"
)

// severityParts are ratings by the part of ratees and raters that they connect.
type severityParts struct {
	all          scoring.Ratings
	parts        []scoring.RatingPart
	ratee, rater map[string]int // number of the part, from 1
}

func newSeverityParts(r scoring.Ratings) severityParts {
	p := severityParts{r, scoring.RatingParts(r), map[string]int{}, map[string]int{}}
	for k, part := range p.parts {
		for _, name := range part.Ratees {
			p.ratee[name] = k + 1
		}
		for _, name := range part.Raters {
			p.rater[name] = k + 1
		}
	}
	return p
}

// ratings returns the ratings of a part.
func (p severityParts) ratings(part int) scoring.Ratings {
	var r scoring.Ratings
	for i, name := range p.all.Ratee {
		if p.ratee[name] == part {
			r.Ratee, r.Rater, r.Value = append(r.Ratee, name), append(r.Rater, p.all.Rater[i]), append(r.Value, p.all.Value[i])
		}
	}
	return r
}

// effects returns the figures of raters.
func (p severityParts) effects(raters []scoring.RaterEffect) []raterEffect {
	out := make([]raterEffect, len(raters))
	for i, e := range raters {
		out[i] = raterEffect{e.Rater, survey.Num(e.Effect), survey.Num(e.SE), e.N, p.rater[e.Rater]}
	}
	return out
}

// adjusted returns the figures of ratees.
func (p severityParts) adjusted(ratees []scoring.AdjustedRatee) []adjustedRatee {
	out := make([]adjustedRatee, len(ratees))
	for i, a := range ratees {
		out[i] = adjustedRatee{a.Ratee, survey.Num(a.Raw), survey.Num(a.Adjusted), survey.Num(a.SE), a.N, p.ratee[a.Ratee]}
	}
	return out
}
