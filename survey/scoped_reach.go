package survey

import "context"

// A Reach says where the rights of somebody hold, for rooms that keep things
// about units by themselves.
type Reach struct {
	rights Rights
	d      *directory
}

// Reach returns where the rights of whoever asks hold, as units stand now.
func (v Scoped) Reach(ctx context.Context) (Reach, error) {
	d, err := v.s.directory(ctx)
	return Reach{v.rights, d}, err
}

// Holds reports whether a right holds for a unit in a poll; what belongs to no
// poll ("") is not reached by a right that holds in one poll alone.
func (r Reach) Holds(right Right, unit, poll string) bool {
	return r.rights[right].holds(r.d, unit, poll)
}

// Anywhere reports whether a right holds somewhere.
func (r Reach) Anywhere(right Right) bool { return r.rights.Anywhere(right) }

// Units lists those of all units for which a right holds somewhere, in the
// directory's order.
func (r Reach) Units(right Right) []Unit {
	var units []Unit
	for _, u := range r.d.units {
		for _, a := range r.rights[right] {
			if r.d.below(u.ID, a.Unit) && r.d.below(u.ID, a.Inside) {
				units = append(units, u)
				break
			}
		}
	}
	return units
}

// Named lists all units by id, since what is kept of a unit is shown with its name.
func (r Reach) Named() map[string]Unit {
	named := make(map[string]Unit, len(r.d.units))
	for _, u := range r.d.units {
		named[u.ID] = u
	}
	return named
}

// Below lists a unit and all below it, by id.
func (r Reach) Below(unit string) []string {
	var ids []string
	for _, u := range r.d.units {
		if r.d.below(u.ID, unit) {
			ids = append(ids, u.ID)
		}
	}
	return ids
}
