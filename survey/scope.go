package survey

import "slices"

// An Area is a part of all units and polls: one unit with all below it, in one
// poll. What is "" bounds nothing.
type Area struct {
	Unit   string
	Inside string // and only what is also this unit, or below it
	Poll   string
}

// And returns the part of the area that is also below a unit and in a poll
// ("": does not bound), and whether there can be any.
func (a Area) And(unit, poll string) (Area, bool) {
	switch {
	case a.Unit == "":
		a.Unit = unit
	case unit != "":
		a.Inside = unit
	}
	if a.Poll == "" {
		a.Poll = poll
	}
	return a, poll == "" || a.Poll == poll
}

// A Scope is where something holds: in any of its areas. An empty one is nowhere.
type Scope []Area

// Everything is the scope of the system itself, and of whoever may see all.
var Everything = Scope{{}}

// whole reports whether the scope bounds nothing.
func (s Scope) whole() bool { return slices.Contains(s, Area{}) }

// holds reports whether a unit lies in the scope, in a poll.
func (s Scope) holds(d *directory, unit, poll string) bool {
	return slices.ContainsFunc(s, func(a Area) bool {
		return (a.Poll == "" || a.Poll == poll) && d.below(unit, a.Unit) && d.below(unit, a.Inside)
	})
}

// covers reports whether all units of a poll lie in the scope.
func (s Scope) covers(d *directory, p *Poll) bool {
	if slices.ContainsFunc(s, func(a Area) bool { return a.Unit == "" && a.Inside == "" && (a.Poll == "" || a.Poll == p.ID) }) {
		return true
	}
	return len(s) > 0 && len(p.Units) > 0 && len(s.within(d, p)) == len(p.Units)
}

// touches reports whether some of a poll lies in the scope.
func (s Scope) touches(d *directory, p *Poll) bool { return s.covers(d, p) || len(s.within(d, p)) > 0 }

// within returns those of a poll's units that lie in the scope.
func (s Scope) within(d *directory, p *Poll) []string {
	var units []string
	for _, u := range p.Units {
		if s.holds(d, u, p.ID) {
			units = append(units, u)
		}
	}
	return units
}
