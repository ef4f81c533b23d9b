package scoring

// Merge adds all that o has counted; o must have the same instrument and
// design, and neither may be calibrated, else it panics. o is left as it is.
func (t *Tallies) Merge(o *Tallies) {
	t.checkOpen()
	o.checkOpen()
	if !sameShape(t.layout.in, o.layout.in) || t.design != o.design {
		panic("scoring: Merge of tallies of another instrument or design")
	}
	t.ballots += o.ballots
	t.mergeStrata(o)
	for id, u := range o.units {
		t.unit(id).merge(t, u)
	}
}

func (t *Tallies) mergeStrata(o *Tallies) {
	for key, s := range o.strata {
		t.stratum(key).merge(s)
	}
}

// merge adds another unit's cells, which keep their strata.
func (u *unitTally) merge(t *Tallies, o *unitTally) {
	for g := range o.groups {
		for key, c := range o.groups[g].cells {
			t.cellFor(&u.groups[g], key).merge(t.layout, c)
		}
	}
}

// RollUp returns tallies in which each unit also holds the ballots of all units
// below it (child → parent), as respondents of its own, with strata and
// clusters as they were. t is left as it is. It panics if a unit is its own
// ancestor.
func (t *Tallies) RollUp(parent map[string]string) *Tallies {
	out := NewTallies(t.layout.in, t.design)
	out.ballots, out.calibrated = t.ballots, t.calibrated
	out.mergeStrata(t)
	for id, u := range t.units {
		out.unit(id).merge(out, u)
		steps := 0
		for p := parent[id]; p != ""; p = parent[p] {
			if p == id || steps > len(parent) {
				panic("scoring: unit " + id + " lies in a circle of parents")
			}
			steps++
			out.unit(p).merge(out, u)
		}
	}
	return out
}

// Pool returns tallies of one unit that all ballots are about.
func (t *Tallies) Pool(unit string) *Tallies {
	out := NewTallies(t.layout.in, t.design)
	out.ballots, out.calibrated = t.ballots, t.calibrated
	out.mergeStrata(t)
	for _, u := range t.units {
		out.unit(unit).merge(out, u)
	}
	return out
}

// sameShape reports whether two instruments count alike.
func sameShape(a, b *Instrument) bool {
	if a == b {
		return true
	}
	if len(a.Items) != len(b.Items) || len(a.Groups) != len(b.Groups) || len(a.Nodes) != len(b.Nodes) || a.Method != b.Method {
		return false
	}
	for i := range a.Items {
		if a.Items[i].ID != b.Items[i].ID || len(a.Items[i].Options) != len(b.Items[i].Options) {
			return false
		}
		for k, x := range a.Items[i].Options {
			y := b.Items[i].Options[k]
			sameScore := x.Score == y.Score || x.Score != x.Score && y.Score != y.Score
			if !sameScore || x.Kind != y.Kind || x.Satisfied != y.Satisfied {
				return false
			}
		}
	}
	for i := range a.Groups {
		if a.Groups[i] != b.Groups[i] {
			return false
		}
	}
	for i := range a.Nodes {
		if a.Nodes[i] != b.Nodes[i] {
			return false
		}
	}
	return true
}
