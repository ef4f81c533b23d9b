package survey

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"

	"minping/scoring"
)

// From where on an open poll is to be looked at more closely.
const (
	copiedShare     = 0.01 // of a unit's ballots: from here copies make the poll red
	networkBallots  = 100  // of a day, and at least half of it
	burstBallots    = 60   // within a minute
	unprovenBallots = 30   // and at least a fifth
	unprovenPart    = 5
	oddBallots      = 10    // too fast, or beyond what devices of families send
	honestFast      = 0.01  // of proven ballots, at the most
	honestUnproven  = 0.2   // of a network's ballots, at the most
	arrivalsAlpha   = 0.001 // the chance that honest people exceed one of these
)

// judge adds to the release of an open poll whether it looks stuffed, and the
// scores without the ballots that look copied. Of units that are hidden, or
// where fewer than the least group would be left, nothing is said: a screened
// score and the whole one tell the difference of both.
func (s *Service) judge(ctx context.Context, form *questionnaireForm, in Inputs, r *Release) error {
	if in.Poll.Access != OpenLink || in.Ballots.sheets == nil {
		return nil
	}
	out := &Integrity{Ballots: r.Method.Ballots, Reasons: []IntegrityReason{}, Units: []ScreenedUnit{}}
	if s.Witness != nil {
		var err error
		if out.Arrivals, err = s.Witness.Arrivals(ctx, in.Poll.ID); err != nil {
			return err
		}
	}
	copies := in.Ballots.settled().sheets.Stuffing(in.Questionnaire.fixedColumns())
	byUnit := make(map[string][]scoring.Repeat)
	for _, c := range copies {
		byUnit[c.Unit] = append(byUnit[c.Unit], c)
	}
	marked := make(sheetSet)
	for i := range r.Units {
		u := &r.Units[i]
		list := byUnit[u.Unit]
		n := 0
		for _, c := range list {
			n += c.Ballots
		}
		if n == 0 || u.Suppressed || n < in.MinGroup || u.Ballots-n < in.MinGroup {
			continue
		}
		out.Marked += n
		out.Reasons = append(out.Reasons, copyReasons(list)...)
		for _, c := range list {
			marked.put(c.Unit, c.Answers)
		}
	}
	out.settle()
	r.Integrity = out
	if len(marked) == 0 {
		return nil
	}
	var err error
	in.Ballots, in.LeftOut, err = s.count(ctx, *in.Poll, form, marked)
	if err == nil {
		out.Units = screened(r, Compute(in), in.MinGroup)
	}
	return err
}

// settle adds the reasons of the arrivals to those of the ballots, and gives
// the mark.
func (i *Integrity) settle() {
	i.Reasons = append(i.Reasons, i.Arrivals.reasons()...)
	slices.SortStableFunc(i.Reasons, func(a, b IntegrityReason) int {
		return cmp.Or(cmp.Compare(gravity[b.Mark], gravity[a.Mark]), cmp.Compare(b.Ballots, a.Ballots))
	})
	i.Mark = Green
	if len(i.Reasons) > 0 {
		i.Mark = i.Reasons[0].Mark
	}
}

var gravity = map[Mark]int{Green: 0, Amber: 1, Red: 2}

// copyReasons sums up a unit's copied sheets and straight lines.
func copyReasons(list []scoring.Repeat) (reasons []IntegrityReason) {
	for _, alike := range []bool{false, true} {
		x := IntegrityReason{Kind: CopiedSheets, Mark: Red, P: 1}
		if alike {
			x.Kind, x.Mark = StraightLines, Amber
		}
		for _, c := range list {
			if c.Alike == alike {
				x.Unit, x.Ballots, x.Of, x.P = c.Unit, x.Ballots+c.Ballots, c.Of, min(x.P, Num(c.P))
			}
		}
		if x.Ballots == 0 {
			continue
		}
		if float64(x.Ballots) < copiedShare*float64(x.Of) {
			x.Mark = Amber
		}
		reasons = append(reasons, x)
	}
	return reasons
}

// reasons says what about the way that ballots came in is unusual. A hall of
// people behind one address is unusual as well, so none of it makes a poll red.
func (a Arrivals) reasons() (reasons []IntegrityReason) {
	add := func(kind string, ballots, of int) {
		reasons = append(reasons, IntegrityReason{Kind: kind, Mark: Amber, Ballots: ballots, Of: of, P: Num(math.NaN())})
	}
	if l := a.Largest; l.Ballots >= networkBallots && 2*l.Ballots >= l.Of {
		add(OneNetwork, l.Ballots, l.Of)
	}
	if a.Burst >= burstBallots {
		add(Burst, a.Burst, a.Seen)
	}
	free := a.Seen - a.Attended
	if unproven := free - a.Proven; unproven >= unprovenBallots && unprovenPart*unproven >= free {
		add(Unproven, unproven, free)
	}
	if u := a.Unproven; u.Ballots >= oddBallots && scoring.BinomialTail(u.Ballots, u.Of, honestUnproven) < arrivalsAlpha {
		add(SilentNetwork, u.Ballots, u.Of)
	}
	if a.Fast >= oddBallots && scoring.BinomialTail(a.Fast, a.Proven, honestFast) < arrivalsAlpha {
		add(TooFast, a.Fast, a.Proven)
	}
	if a.Devices.Beyond >= oddBallots {
		add(OneDevice, a.Devices.Beyond, a.Devices.Ballots)
	}
	return reasons
}

// screened sets the overall scores of two releases side by side, the second
// without marked ballots.
func screened(all, without *Release, least int) []ScreenedUnit {
	units := []ScreenedUnit{}
	root := all.Nodes[0].ID
	for i := range all.Units {
		u := &all.Units[i]
		rest := without.Unit(u.Unit)
		if u.Suppressed || rest == nil || rest.Suppressed || u.Ballots-rest.Ballots < least {
			continue
		}
		a, haveAll := u.Nodes[root]
		b, haveRest := rest.Nodes[root]
		if !haveAll || !haveRest || a.Blurred || b.Blurred {
			continue
		}
		units = append(units, ScreenedUnit{
			Unit: u.Unit, Ballots: u.Ballots, Marked: u.Ballots - rest.Ballots,
			Score: a.Score, Screened: b.Score, Low: b.Low, High: b.High,
		})
	}
	return units
}

// A sheetSet is answer sheets, by unit.
type sheetSet map[string]map[string]bool

func (s sheetSet) put(unit string, answers []int16) {
	if s[unit] == nil {
		s[unit] = make(map[string]bool)
	}
	s[unit][string(scoring.AppendSheet(nil, answers))] = true
}

func (s sheetSet) has(b *scoring.Ballot) bool {
	of := s[b.Unit]
	return of != nil && of[string(scoring.AppendSheet(nil, b.Answers))]
}

// fixedColumns says of which scored items others are shown or not by the
// answer.
func (q *Questionnaire) fixedColumns() []bool {
	vocabulary := NewVocabulary(q)
	named := make(map[string]bool)
	note := func(condition string) {
		if e, err := vocabulary.Parse(condition); err == nil {
			for _, n := range e.Names() {
				named[n.ID] = true
			}
		}
	}
	for _, it := range q.Items {
		note(it.ShowIf)
	}
	for _, p := range q.Pages {
		note(p.ShowIf)
	}
	var fixed []bool
	for _, col := range q.columns() {
		fixed = append(fixed, named[col.id])
	}
	return fixed
}

// recall takes over from a stored release what no ballot tells: how ballots
// came in, which was known to the server that closed the poll alone.
// What cannot be read is not taken over, and so differs.
func (r *Release) recall(document []byte) {
	var stored struct{ Integrity *Integrity }
	if json.Unmarshal(document, &stored) != nil || stored.Integrity == nil || r.Integrity == nil {
		return
	}
	r.Integrity.Reasons = slices.DeleteFunc(r.Integrity.Reasons, func(x IntegrityReason) bool { return x.Unit == "" })
	r.Integrity.Arrivals = stored.Integrity.Arrivals
	r.Integrity.settle()
}
