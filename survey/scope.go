package survey

import (
	"fmt"
	"slices"
	"strings"
)

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

// key tells scopes apart.
func (s Scope) key() string {
	var b strings.Builder
	for _, a := range s {
		fmt.Fprintf(&b, "%q", []string{a.Unit, a.Inside, a.Poll})
	}
	return b.String()
}
