package chart

// A Last is who is among the last k of a tier, as far as that can be told.
type Last struct {
	K        int
	Headline string
	Sure     []LastUnit // for certain
	Unsure   []LastUnit // listed among them, within error
	Near     []LastUnit // not listed among them, but perhaps of them
}

// A LastUnit is a unit at the end of a ranking, in words.
type LastUnit struct {
	Unit, Name, Score, Interval string
	Rank                        int
	Ranks, Chance               string
}

// Last returns who is among the last k of a tier, in the order of the ranking;
// nil where no rule names the last k.
func (f Figures) Last(tier string) *Last {
	z := f.zone(tier)
	if z.k == 0 {
		return nil
	}
	last := &Last{K: z.k, Headline: f.say(f.danger(tier, z, byName))}
	for _, u := range f.ranked(tier) {
		s := u.Nodes[f.root()]
		x := LastUnit{
			Unit: u.Unit, Name: f.text(u.Name), Score: Points(s.Score), Interval: Interval(s.Low, s.High),
			Rank: u.Rank.Rank, Ranks: span(u.Rank.Low, u.Rank.High), Chance: Chance(z.chance(u)),
		}
		switch fl := z.flags[u.Unit]; {
		case fl != nil && fl.Certain:
			last.Sure = append(last.Sure, x)
		case fl != nil:
			last.Unsure = append(last.Unsure, x)
		case z.class(u) != "":
			last.Near = append(last.Near, x)
		}
	}
	return last
}
