package survey

import (
	"cmp"
	"math"
	"slices"
)

// tier grades the units of a tier, who compete for its places.
func (a *appraising) tier(tier string) {
	g := &gradingTier{s: a.s, z: a.z, vetoes: map[string][]VetoCase{}}
	for _, c := range a.in.Vetoes {
		g.vetoes[c.Unit] = append(g.vetoes[c.Unit], c)
	}
	t := TierAppraisal{Tier: tier, Grades: []GradePlaces{}}
	for i := range a.out.Units {
		u := &a.out.Units[i]
		if u.Tier != tier {
			continue
		}
		if t.Units++; u.Total.OK() {
			g.units = append(g.units, u)
		}
	}
	t.Of = len(g.units)
	slices.SortStableFunc(g.units, func(x, y *UnitAppraisal) int { return cmp.Compare(y.Total, x.Total) })
	for i, u := range g.units {
		if u.Rank = i + 1; i > 0 && g.units[i-1].Total == u.Total {
			u.Rank = g.units[i-1].Rank
		}
		g.byScore(u)
	}
	for i := range a.s.Grades {
		t.Grades = append(t.Grades, g.give(i))
	}
	a.out.Tiers = append(a.out.Tiers, t)
}

// gradingTier gives the grades of a tier, the best first.
type gradingTier struct {
	s      *Scheme
	z      float64
	units  []*UnitAppraisal // with a total, the best first
	vetoes map[string][]VetoCase
}

// takes returns the grade that a total takes.
func (s *Scheme) takes(total Num) *SchemeGrade {
	for i := range s.Grades {
		if g := &s.Grades[i]; g.From == nil || float64(total) >= *g.From {
			return g
		}
	}
	return &s.Grades[len(s.Grades)-1]
}

func (g *gradingTier) byScore(u *UnitAppraisal) {
	grade := g.s.takes(u.Total)
	u.ByScore = grade.ID
	u.Firm = u.SE.OK() && g.s.takes(u.Low) == grade && g.s.takes(u.High) == grade
	from := ""
	if grade.From != nil {
		from = pointText(*grade.From)
	}
	u.Steps = append(u.Steps, AppraisalStep{Kind: StepScore, Grade: grade.ID, Args: Args("total", pointText(float64(u.Total)), "from", from, "grade", grade.Title)})
}

// give gives the nth grade to those who may have it and have none yet.
func (g *gradingTier) give(n int) GradePlaces {
	grade := &g.s.Grades[n]
	out := GradePlaces{Grade: grade.ID, Exactly: notKnown}
	var ask []*UnitAppraisal
	for _, u := range g.units {
		if u.Grade == "" && (grade.From == nil || float64(u.Total) >= *grade.From) && !g.barred(u, grade) {
			ask = append(ask, u)
		}
	}
	places := len(ask)
	if q := grade.Quota; q != nil {
		out.Exactly = Num(q.Share * float64(len(g.units)))
		n := cmp.Or(q.Rounding, RoundHalfUp).places(q.Share, len(g.units))
		out.Places = &n
		if places > n {
			places = g.border(ask, n, grade, &out)
		}
	}
	for i, u := range ask {
		if i < places {
			u.Grade = grade.ID
			u.Steps = append(u.Steps, AppraisalStep{Kind: StepGiven, Grade: grade.ID, Args: Args("grade", grade.Title)})
			out.Units++
		}
	}
	return out
}

// barred reports whether a veto bars a grade, and says so.
func (g *gradingTier) barred(u *UnitAppraisal, grade *SchemeGrade) (barred bool) {
	for _, c := range g.vetoes[u.Unit] {
		for i := range g.s.Vetoes {
			v := &g.s.Vetoes[i]
			if v.ID == c.Veto && slices.Contains(v.Bars, grade.ID) {
				barred = true
				u.Steps = append(u.Steps, AppraisalStep{Kind: StepVeto, Grade: grade.ID, Veto: v.ID, Args: Args("veto", v.Title, "reason", c.Reason, "grade", grade.Title)})
			}
		}
	}
	return barred
}

// border says who of those that ask for a grade is beyond its places, and
// returns how many get it: where units tie for the last places, none of these.
func (g *gradingTier) border(ask []*UnitAppraisal, places int, grade *SchemeGrade, out *GradePlaces) int {
	given := places
	if places > 0 {
		if last := ask[places-1].Total; ask[places].Total == last {
			given = slices.IndexFunc(ask, func(u *UnitAppraisal) bool { return u.Total == last })
			for _, u := range ask[given:] {
				if u.Total == last {
					out.Tied++
				}
			}
			out.Left = places - given
		}
	}
	for i, u := range ask {
		args := Args("grade", grade.Title, "places", places, "of", len(g.units), "rank", i+1, "left", out.Left)
		switch {
		case i < given:
		case i < given+out.Tied:
			u.Steps = append(u.Steps, AppraisalStep{Kind: StepTied, Grade: grade.ID, Args: args})
		default:
			u.Steps = append(u.Steps, AppraisalStep{Kind: StepQuota, Grade: grade.ID, Args: args})
		}
	}
	if out.Tied == 0 && places > 0 {
		g.close(ask, places, grade)
	}
	return given
}

// close points out the units next to the last place whose totals cannot be told
// apart from those on the other side of it.
func (g *gradingTier) close(ask []*UnitAppraisal, places int, grade *SchemeGrade) {
	apart := func(x, y *UnitAppraisal) bool {
		return float64(x.Total-y.Total) > g.z*math.Hypot(float64(x.SE), float64(y.SE)) // false where an error is not known
	}
	inside, outside := ask[places-1], ask[places]
	for i, u := range ask {
		other := outside
		if i >= places {
			other = inside
		}
		if better, worse := u, other; i < places && !apart(better, worse) || i >= places && !apart(other, u) {
			u.Steps = append(u.Steps, AppraisalStep{Kind: StepClose, Grade: grade.ID, Args: Args("grade", grade.Title, "name", other.Name)})
		}
	}
}
