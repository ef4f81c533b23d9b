package survey

import (
	"time"

	"minping/scoring"
)

// A Trend follows units over rounds at one node of the index tree.
type Trend struct {
	Node   string       `json:"node"`
	Rounds []TrendRound `json:"rounds"` // the earliest first
	Units  []UnitTrend  `json:"units"`  // in the order of the last round
	// Whole is the unit that all others belong to, over the rounds (a province);
	// absent where whoever asks does not see it, or there is none.
	Whole *UnitTrend `json:"whole,omitempty"`
	// Mean is, by round, where the true scores of the ranked units of the tier lie
	// (Spread.Mean); null where it is not told.
	Mean []Num `json:"mean"`
}

// A TrendRound is one round of a trend.
type TrendRound struct {
	Poll   PollRef   `json:"poll"`
	Closes time.Time `json:"closes,omitzero"`
	// Breaks is why scores of the round before cannot be joined with this one's.
	Breaks []Break `json:"breaks,omitempty"`
}

// A UnitTrend is one unit over the rounds of a trend.
type UnitTrend struct {
	Unit   string       `json:"unit"`
	Name   Text         `json:"name"`
	Tier   string       `json:"tier"`
	Points []TrendPoint `json:"points"` // one a round
	// Since is the change from the first round that can be joined with the last
	// one; absent where there is none, or either tells no score with an error.
	Since *TrendChange `json:"since,omitempty"`
}

// A TrendPoint is a unit's score in a round.
type TrendPoint struct {
	Shown   bool    `json:"shown"` // false: hidden, or not part of the round
	Score   Num     `json:"score"`
	Low     Num     `json:"low"`
	High    Num     `json:"high"`
	N       int     `json:"n"`
	Blurred bool    `json:"blurred,omitempty"`
	Change  *Change `json:"change,omitempty"` // since the round before in the trend, as its release tells; absent across a break
	full    NodeScore
}

// A TrendChange is the change since an earlier round.
type TrendChange struct {
	Round int `json:"round"` // which of the trend's
	Change
}

// TrendOf follows the units of a tier over rounds, the earliest first, at a
// node; only the one named where unit is not "". Units are those of the last
// round.
//
// A change from one round to the next is judged as in the release of the later
// one. Changes over more rounds are Welch tests, the rounds independent, and
// judged together with those of the other units of the tier (Benjamini &
// Hochberg), as single changes are.
func TrendOf(rounds []Round, tier, unit, node string) Trend {
	t := Trend{Node: node, Rounds: []TrendRound{}, Units: []UnitTrend{}, Mean: []Num{}}
	if len(rounds) == 0 {
		return t
	}
	for i, round := range rounds {
		r := TrendRound{Poll: round.Poll, Closes: round.Closes}
		if i > 0 {
			r.Breaks = Breaks(rounds[i-1].Release, round.Release, node)
		}
		t.Rounds = append(t.Rounds, r)
		t.Mean = append(t.Mean, meanOf(round.Release, tier, node))
	}
	last := rounds[len(rounds)-1].Release
	whole := last.wholeUnit()
	for i := range last.Units {
		u := &last.Units[i]
		switch {
		case u == whole && u.Tier != tier:
			follow := t.follow(rounds, u)
			t.Whole = &follow
		case u.Tier == tier:
			t.Units = append(t.Units, t.follow(rounds, u))
		}
	}
	t.judge(rounds)
	if unit != "" {
		t.Units = filtered(t.Units, func(u UnitTrend) bool { return u.Unit == unit })
	}
	return t
}

// wholeUnit returns the one unit that all others belong to, or nil.
func (r *Release) wholeUnit() *UnitResult {
	var whole *UnitResult
	for i := range r.Units {
		if u := &r.Units[i]; u.Parent == "" {
			if whole != nil {
				return nil
			}
			whole = u
		}
	}
	if len(r.Units) < 2 {
		return nil
	}
	return whole
}

// meanOf returns where the true scores of a tier lie at a node.
func meanOf(r *Release, tier, node string) Num {
	for _, t := range r.Tiers {
		if s, ok := t.Spread[node]; ok && t.ID == tier {
			return s.Mean
		}
	}
	return notKnown
}

// follow returns a unit's scores over the rounds.
func (t *Trend) follow(rounds []Round, u *UnitResult) UnitTrend {
	out := UnitTrend{Unit: u.Unit, Name: u.Name, Tier: u.Tier}
	for i, round := range rounds {
		p := TrendPoint{Score: notKnown, Low: notKnown, High: notKnown}
		if then := round.Release.Unit(u.Unit); then != nil && !then.Suppressed {
			if s, ok := then.Nodes[t.Node]; ok {
				p = TrendPoint{Shown: true, Score: s.Score, Low: s.Low, High: s.High, N: s.N, Blurred: s.Blurred, full: s}
				p.Change = t.changeSince(rounds, i, s)
			}
		}
		out.Points = append(out.Points, p)
	}
	return out
}

// changeSince returns the change of a round's score since the round before it
// in the trend; nil where its release compares it with another round, or not.
func (t *Trend) changeSince(rounds []Round, i int, s NodeScore) *Change {
	if i == 0 || len(t.Rounds[i].Breaks) > 0 {
		return nil
	}
	if before := rounds[i].Release.Previous; before == nil || before.ID != rounds[i-1].Poll.ID {
		return nil
	}
	return s.Change
}

// Joined returns the first round that the last one is joined with, without a
// break between any two.
func (t *Trend) Joined() int {
	first := len(t.Rounds) - 1
	for first > 0 && len(t.Rounds[first].Breaks) == 0 {
		first--
	}
	return first
}

// judge sets the changes since the first joined round in which each unit was
// told with an error.
func (t *Trend) judge(rounds []Round) {
	now := len(rounds) - 1
	level := float64(rounds[now].Release.Method.Level)
	byRound := make([][]*TrendChange, len(rounds))
	trends := make([]*UnitTrend, 0, len(t.Units)+1)
	for i := range t.Units {
		trends = append(trends, &t.Units[i])
	}
	if t.Whole != nil {
		trends = append(trends, t.Whole)
	}
	for _, u := range trends {
		last := &u.Points[now]
		for i := t.Joined(); i < now && last.exact(); i++ {
			then := &u.Points[i]
			if !then.exact() {
				continue
			}
			if c := last.Change; i == now-1 && c != nil {
				u.Since = &TrendChange{i, *c}
				break
			}
			u.Since = &TrendChange{i, *changeOf(last.full, then.full, level)}
			byRound[i] = append(byRound[i], u.Since)
			break
		}
	}
	for _, changes := range byRound {
		p := make([]float64, len(changes))
		for i, c := range changes {
			p[i] = float64(c.P)
		}
		for i, x := range scoring.AdjustP(p, scoring.BH) {
			changes[i].PAdjusted, changes[i].Real = Num(x), x <= 1-level
		}
	}
}

// exact reports whether a point is told with an error.
func (p *TrendPoint) exact() bool { return p.Shown && p.full.exact() }
