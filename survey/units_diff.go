package survey

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A UnitDiff is what putting units would do to the directory. Units that are
// not put stay as they are.
type UnitDiff struct {
	Added   []Unit
	Changed []UnitChange
	Same    int // put as they are already
	Left    int // not put
	Alike   []UnitChange
}

// A UnitChange is a unit as it was and as it is put; among the alike, another
// unit that is called nearly the same, and the one that is put.
type UnitChange struct {
	Was Unit `json:"was"`
	Is  Unit `json:"is"`
}

// DiffUnits says what putting units beside those known would do.
func DiffUnits(known, put []Unit) UnitDiff {
	was := make(map[string]Unit, len(known))
	for _, u := range known {
		was[u.ID] = u
	}
	var d UnitDiff
	for _, u := range put {
		switch before, ok := was[u.ID]; {
		case !ok:
			d.Added = append(d.Added, u)
		case before.Tier == u.Tier && before.Parent == u.Parent && maps.Equal(before.Name, u.Name):
			d.Same++
		default:
			d.Changed = append(d.Changed, UnitChange{before, u})
		}
	}
	d.Left = len(known) - len(d.Changed) - d.Same
	d.Alike = alike(known, d.Added)
	return d
}

// plainName is a name without what a slip of the hand adds or changes: space,
// full-width forms, case.
func plainName(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(s)), ""))
}

// mostAlike bounds how many pairs of names are compared letter by letter.
const mostAlike = 1_000_000

// alike pairs added units with others under the same parent that have nearly
// the same Chinese name: the same but for space and width, or one letter of at
// least four other.
func alike(known, added []Unit) (pairs []UnitChange) {
	all := slices.Concat(known, added)
	byName := make(map[string]Unit, len(all))
	at := func(u Unit) string { return plainName(u.Name.In("zh")) + "\x00" + u.Parent }
	for _, u := range known {
		byName[at(u)] = u
	}
	for i, u := range added {
		if same, ok := byName[at(u)]; ok {
			pairs = append(pairs, UnitChange{same, u})
			continue
		}
		byName[at(u)] = u
		name := []rune(plainName(u.Name.In("zh")))
		if len(name) < 4 || len(all)*len(added) > mostAlike {
			continue
		}
		for _, other := range all[:len(known)+i] {
			if other.Parent == u.Parent && !numbered(u, other) && distance(name, []rune(plainName(other.Name.In("zh"))), 2) == 1 {
				pairs = append(pairs, UnitChange{other, u})
				break
			}
		}
	}
	return pairs
}

// numbered reports whether two names differ in a number alone, as those of
// districts and schools do.
func numbered(a, b Unit) bool {
	without := func(u Unit) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune("0123456789一二三四五六七八九十", r) {
				return -1
			}
			return r
		}, plainName(u.Name.In("zh")))
	}
	return without(a) == without(b)
}

// ProposeUnitID returns an id for a unit called name that is not taken: its
// English name in small letters and hyphens, else a number behind u.
func ProposeUnitID(name Text, taken func(id string) bool) string {
	id := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, name["en"]), "-")
	for strings.Contains(id, "--") {
		id = strings.ReplaceAll(id, "--", "-")
	}
	if len(id) > 40 {
		id = strings.Trim(id[:40], "-")
	}
	if id != "" && !taken(id) {
		return id
	}
	prefix := "u"
	if id != "" {
		prefix = id + "-"
	}
	for n := 1; ; n++ {
		if next := prefix + strconv.Itoa(n); !taken(next) {
			return next
		}
	}
}
