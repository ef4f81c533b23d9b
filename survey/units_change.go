package survey

import (
	"context"
	"maps"
)

// A UnitsChange says what putting units changes.
type UnitsChange struct {
	Added     []Unit        // those that there were not
	Changed   []ChangedUnit // those that are otherwise than they were
	Unchanged int           // number of the others
}

// A ChangedUnit is a unit before and after.
type ChangedUnit struct {
	Was Unit `json:"was"`
	Is  Unit `json:"is"`
}

// compareUnits says what putting units beside those known changes.
func compareUnits(known, units []Unit) UnitsChange {
	was := make(map[string]Unit, len(known))
	for _, u := range known {
		was[u.ID] = u
	}
	var c UnitsChange
	for _, u := range units {
		switch before, there := was[u.ID]; {
		case !there:
			c.Added = append(c.Added, u)
		case before.Tier == u.Tier && before.Parent == u.Parent && maps.Equal(before.Name, u.Name):
			c.Unchanged++
		default:
			c.Changed = append(c.Changed, ChangedUnit{before, u})
		}
	}
	return c
}

// units lists what is to be stored.
func (c UnitsChange) units() []Unit {
	list := append([]Unit(nil), c.Added...)
	for _, u := range c.Changed {
		list = append(list, u.Is)
	}
	return list
}

// ImportUnits puts units as PutUnitsIf does, and says what that changes; with
// check it says so, and what is wrong, and stores nothing. What is as it was is
// not stored again.
func (v Scoped) ImportUnits(ctx context.Context, units []Unit, check bool, holds func(all []Unit) error) (UnitsChange, error) {
	var change UnitsChange
	err := v.putUnits(ctx, units, holds, func(known []Unit) []Unit {
		change = compareUnits(known, units)
		if check {
			return nil
		}
		return change.units()
	})
	if err != nil {
		return UnitsChange{}, err
	}
	return change, nil
}
