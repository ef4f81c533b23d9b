package rectify

import (
	"math"
	"slices"

	"minping/survey"
)

// FromRelease drafts a problem for each finding of a poll's release, with the
// figures that it rests on; those in known are left out.
func FromRelease(poll survey.PollRef, r *survey.Release, lang string, known []Problem) []Problem {
	there := keysOf(known)
	flags := make(map[string]survey.Flag, len(r.Flags))
	for _, f := range r.Flags {
		flags[f.ID] = f
	}
	var drafts []Problem
	for _, f := range r.Findings {
		score := f.Evidence.Score
		o := Origin{
			Source: OfFinding, Text: f.Problem.In(lang), Poll: poll.ID, Title: poll.Title, Finding: f.ID, Node: f.Node,
			Score: &score, Peers: f.Evidence.PeerMedian, Action: f.Action,
		}
		if n := r.Node(f.Node); n != nil {
			o.NodeTitle = n.Title
		}
		for _, id := range f.Evidence.Flags {
			if flag, ok := flags[id]; ok {
				o.Flags = append(o.Flags, flag)
			}
		}
		if there[o.key()] {
			continue
		}
		drafts = append(drafts, Problem{
			State: Drafted, Unit: f.Unit, Poll: poll.ID, Title: f.Problem.In(lang), Kind: o.NodeTitle.In(lang),
			Origins: []Origin{o}, Advice: advised(r, f.Suggestions, lang),
		})
	}
	return drafts
}

// advised returns what the questionnaire's library says about a finding.
func advised(r *survey.Release, ids []string, lang string) []Advice {
	list := []Advice{}
	for _, s := range r.Suggestions {
		if slices.Contains(ids, s.ID) {
			list = append(list, Advice{Text: s.Text.In(lang), Measure: s.Measure.In(lang), Days: s.Days, Library: s.ID})
		}
	}
	return list
}

// FromOpinions drafts a problem for each unit that an opinion was said of. One
// that bears on a finding of that unit joins the problem of that finding, where
// there is one; it is left alone where that is settled already. Those in known are
// left out.
func FromOpinions(poll survey.PollRef, l survey.OpinionList, known []Problem) (drafts, joined []Problem) {
	there := map[string]bool{}
	of := map[string]*Problem{} // by finding and unit; of those merged into another, that one
	known = slices.Clone(known)
	for i, p := range known {
		for _, o := range p.Origins {
			if o.key() == "" {
				continue
			}
			there[o.key()+" "+p.Unit] = true
			if p.State != Merged {
				of[o.key()+" "+p.Unit] = &known[i]
			}
		}
	}
	bearsOn := func(opinion survey.Opinion, unit string) *Problem {
		for _, f := range opinion.Findings {
			if p := of[Origin{Source: OfFinding, Poll: poll.ID, Finding: f}.key()+" "+unit]; p != nil {
				return p
			}
		}
		return nil
	}
	for _, opinion := range l.Opinions {
		said := map[string]int{}
		var units []string
		for _, s := range opinion.Statements {
			if said[s.Unit]++; said[s.Unit] == 1 {
				units = append(units, s.Unit)
			}
		}
		for _, unit := range units {
			o := Origin{
				Source: OfOpinion, Text: opinion.Wording, Poll: poll.ID, Title: poll.Title, Item: l.Item, Opinion: opinion.ID,
				Statements: said[unit], Peers: survey.Num(math.NaN()),
			}
			if unit == "" || opinion.Tone > 0 || there[o.key()+" "+unit] {
				continue
			}
			if has := bearsOn(opinion, unit); has != nil {
				if !has.open() {
					continue
				}
				has.Origins = append(slices.Clip(has.Origins), o)
				joined = slices.DeleteFunc(joined, func(p Problem) bool { return p.ID == has.ID })
				joined = append(joined, *has)
				continue
			}
			p := Problem{State: Drafted, Unit: unit, Poll: poll.ID, Title: plain(opinion.Wording), Origins: []Origin{o}, Advice: []Advice{}}
			if words := []rune(p.Title); len(words) > mostTitle {
				p.Title, p.Detail = string(words[:mostTitle-1])+"…", opinion.Wording
			}
			drafts = append(drafts, p)
		}
	}
	return drafts, joined
}

func keysOf(known []Problem) map[string]bool {
	keys := map[string]bool{}
	for _, p := range known {
		for _, o := range p.Origins {
			if k := o.key(); k != "" {
				keys[k] = true
			}
		}
	}
	return keys
}

// A Precedent is what was done about the same thing before, and how the figure
// stood then and after: no proof that it helped.
type Precedent struct {
	Task    string            `json:"task"`
	Unit    string            `json:"unit"`
	Title   string            `json:"title"`
	Measure string            `json:"measure"`
	Closed  survey.Day        `json:"closed"`
	Before  *survey.NodeScore `json:"before,omitempty"`
	After   *survey.NodeScore `json:"after,omitempty"` // of the first round that closed after the task; absent: there is none
	Round   string            `json:"round,omitempty"` // its id
	Held    *bool             `json:"held,omitempty"`  // what was found on looking back; absent: nobody has
}

// nodes are the nodes that a problem or task rests on.
func nodes(origins []Origin) (list []string) {
	for _, o := range origins {
		if o.Node != "" && !slices.Contains(list, o.Node) {
			list = append(list, o.Node)
		}
	}
	return list
}
