package points

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minping/survey"
)

func num(x float64) *float64 { return &x }

// cards is a scheme with a card of points and one of credits.
func cards() *survey.Scheme {
	return &survey.Scheme{
		ID: "s", Title: survey.Text{"zh": "考核"},
		Parts: []survey.SchemePart{{ID: "p", Weight: 60, Card: "year"}, {ID: "duty", Title: survey.Text{"zh": "述职评分"}, Weight: 40, Marks: true, Full: 50}},
		Cards: []survey.PointCard{
			{ID: "year", Title: survey.Text{"zh": "积分卡"}, Base: 60, High: num(100), Items: []survey.PointItem{
				{ID: "award", Title: survey.Text{"zh": "受表彰"}, Points: 10, Cap: 20}, {ID: "project", Points: 2, Cap: 6}, {ID: "absent", Points: -2, Cap: 8}, {ID: "free", Points: 1},
			}},
			{ID: "learning", Kind: survey.CardCredits, Required: 90, Items: []survey.PointItem{{ID: "course", Points: 40, Cap: 80}, {ID: "online", Points: 10}}},
		},
		Grades: []survey.SchemeGrade{{ID: "best", From: num(80)}, {ID: "rest"}},
		Vetoes: []survey.SchemeVeto{{ID: "accident", Title: survey.Text{"zh": "事故"}, Bars: []string{"best"}}},
	}
}

var (
	wen  = survey.Actor{ID: "wen", Name: "闻"}
	du   = survey.Actor{ID: "du", Name: "督"}
	noon = time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)
)

func on(a survey.Actor) moment { return moment{noon, survey.DayOf(noon, time.UTC), a} }

func TestCard(t *testing.T) {
	s := cards()
	line := func(day survey.Day, item string, points float64, steps ...Do) Entry {
		e := Entry{ID: string(day) + item, Scheme: "s", Unit: "u", Card: "year", Item: item, Day: day, Points: points}.take(Enter, "", on(wen))
		for _, do := range steps {
			e = e.take(do, "", on(du))
		}
		return e
	}
	entries := []Entry{
		line("2026-03-01", "award", 10, Confirm), line("2026-01-05", "award", 10, Confirm), line("2026-05-01", "award", 5, Confirm), // capped
		line("2026-02-01", "absent", -2, Confirm), line("2026-02-02", "free", 1), line("2026-02-03", "free", 1, Refuse),
		line("2026-04-03", "free", 1, Confirm, Withdraw), line("2025-12-31", "award", 10, Confirm), // last year
	}
	c := CardOf(s, s.Card("year"), "u", "2026", entries)
	want := []struct {
		day     survey.Day
		counts  bool
		running float64
	}{
		{"2026-01-05", true, 70},
		{"2026-02-01", true, 68},
		{"2026-02-02", false, 68},
		{"2026-02-03", false, 68},
		{"2026-03-01", true, 78},
		{"2026-04-03", false, 78},
		{"2026-05-01", true, 78},
	}
	if len(c.Lines) != len(want) {
		t.Fatalf("%d lines, want %d", len(c.Lines), len(want))
	}
	for i, w := range want {
		if l := c.Lines[i]; l.Day != w.day || l.Counts != w.counts || l.Running != w.running {
			t.Errorf("line %d: %s %v %v, want %+v", i, l.Day, l.Counts, l.Running, w)
		}
	}
	if c.Balance.Balance != 78 || c.Balance.Waiting != 1 {
		t.Errorf("balance %+v", c.Balance)
	}
	if fresh := CardOf(s, s.Card("year"), "u", "2027", entries); fresh.Balance.Balance != 60 || len(fresh.Lines) != 0 {
		t.Errorf("a new year begins with %+v", fresh.Balance)
	}
	if l := CardOf(s, s.Card("learning"), "u", "2026", nil); l.Balance.Short != 90 || l.Kind != survey.CardCredits {
		t.Errorf("credits %+v", l.Balance)
	}
}

// drawEntries are entries of a unit in any state.
func drawEntries(t *rapid.T, s *survey.Scheme, card *survey.PointCard) []Entry {
	entries := make([]Entry, rapid.IntRange(0, 40).Draw(t, "entries"))
	for i := range entries {
		it := rapid.SampledFrom(card.Items).Draw(t, "item")
		e := Entry{
			Scheme: s.ID, Unit: "u", Card: card.ID, Item: it.ID, Day: survey.Day("2026-01-01").Add(rapid.IntRange(-30, 380).Draw(t, "day")),
			Points: it.Points * float64(rapid.IntRange(1, 4).Draw(t, "quarters")) / 4,
		}.take(Enter, "", on(wen))
		for _, do := range rapid.SampledFrom([][]Do{{}, {Confirm}, {Confirm}, {Refuse}, {Withdraw}, {Confirm, Withdraw}}).Draw(t, "steps") {
			e = e.take(do, "", on(du))
		}
		entries[i] = e
	}
	return entries
}

// What was entered after its period was published is told by the next
// publication, so that every line that counts was open to objections.
func TestPublishedLate(t *testing.T) {
	s := cards()
	line := func(id string, day survey.Day) Entry {
		e := Entry{ID: id, Scheme: "s", Unit: "u", Card: "year", Item: "award", Day: day, Points: 5}
		return e.take(Enter, "", on(wen)).take(Confirm, "", on(du))
	}
	entries := []Entry{line("a", "2026-01-05"), line("late", "2026-02-01"), line("b", "2026-05-01"), line("later", "2026-07-01")}
	for _, tt := range []struct {
		name            string
		told            map[string]bool
		lines           string
		before, balance float64
	}{
		{"all was told", map[string]bool{"a": true, "late": true}, "b", 70, 75},
		{"one came late", map[string]bool{"a": true}, "late! b", 65, 75},
		{"nothing was published before", nil, "a! late! b", 60, 75},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := publish(s, s.Card("year"), survey.Unit{ID: "u"}, "2026-04-01", "2026-06-30", entries, tt.told)
			var got []string
			for _, l := range p.Lines {
				got = append(got, l.ID+map[bool]string{true: "!"}[l.Late])
			}
			if strings.Join(got, " ") != tt.lines || p.Before != tt.before || p.Balance.Balance != tt.balance {
				t.Errorf("%q, %v before, %v in all", got, p.Before, p.Balance.Balance)
			}
		})
	}
}

// A line that was published and withdrawn since is told once more, as gone.
func TestPublishedGone(t *testing.T) {
	s := cards()
	line := func(id string, day survey.Day) Entry {
		e := Entry{ID: id, Scheme: "s", Unit: "u", Card: "year", Item: "award", Day: day, Points: 5}
		return e.take(Enter, "", on(wen)).take(Confirm, "", on(du))
	}
	entries := []Entry{line("a", "2026-01-05").take(Withdraw, "误记", on(du)), line("b", "2026-02-01"), line("c", "2026-03-01").take(Withdraw, "误记", on(du))}
	for name, tt := range map[string]struct {
		told map[string]bool
		gone string
	}{
		"of what was told":       {map[string]bool{"a": true, "b": true}, "a"},
		"which was said already": {map[string]bool{"a": false, "b": true}, ""},
		"of what was never told": {nil, ""},
	} {
		var got []string
		p := publish(s, s.Card("year"), survey.Unit{ID: "u"}, "2026-04-01", "2026-06-30", entries, tt.told)
		sum := p.Before
		for _, l := range p.Gone {
			got, sum = append(got, l.ID), sum-l.Points
		}
		for _, l := range p.Lines {
			sum += l.Points
		}
		if sum != p.Balance.Balance && name != "which was said already" {
			t.Errorf("%s: from %v by what is told to %v, not %v", name, p.Before, sum, p.Balance.Balance)
		}
		if strings.Join(got, " ") != tt.gone {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Caps and bounds hold, the balance is the sum of what counts, what was refused or
// withdrawn or is of another year changes nothing, and neither does the order.
func TestCardByChance(t *testing.T) {
	s := cards()
	rapid.Check(t, func(t *rapid.T) {
		card := &s.Cards[rapid.IntRange(0, 1).Draw(t, "card")]
		entries := drawEntries(t, s, card)
		c := CardOf(s, card, "u", "2026", entries)
		sum, by := card.Base, map[string]float64{}
		var live []Entry
		for _, e := range entries {
			if e.State == Confirmed && e.Year() == "2026" {
				by[e.Item] += e.Points
				live = append(live, e)
			}
		}
		for _, it := range card.Items {
			counted := by[it.ID]
			if it.Cap > 0 {
				counted = min(max(counted, -it.Cap), it.Cap)
			}
			sum += counted
		}
		for _, l := range c.Balance.Items {
			if it := card.Item(l.Item); it.Cap > 0 && math.Abs(l.Counted) > it.Cap {
				t.Fatalf("%s counts %v beyond its cap %v", l.Item, l.Counted, it.Cap)
			}
		}
		high := math.Inf(1)
		if card.High != nil {
			high = *card.High
		}
		if want := min(max(sum, 0), high); math.Abs(c.Balance.Balance-want) > 1e-9 {
			t.Fatalf("balance %v, want %v", c.Balance.Balance, want)
		}
		if n := len(c.Lines); n > 0 && c.Lines[n-1].Running != c.Balance.Balance {
			t.Fatalf("the last line says %v, the card %v", c.Lines[n-1].Running, c.Balance.Balance)
		}
		if alone := CardOf(s, card, "u", "2026", live); math.Abs(alone.Balance.Balance-c.Balance.Balance) > 1e-9 {
			t.Fatalf("what does not count changes the balance: %v, %v", c.Balance.Balance, alone.Balance.Balance)
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		if again := CardOf(s, card, "u", "2026", entries); math.Abs(again.Balance.Balance-c.Balance.Balance) > 1e-9 {
			t.Fatalf("the order of entries changes the balance: %v, %v", c.Balance.Balance, again.Balance.Balance)
		}
	})
}

// Nobody reviews what he entered, and nothing leaves an end.
func TestMay(t *testing.T) {
	entered := Entry{}.take(Enter, "", on(wen))
	confirmed, refused := entered.take(Confirm, "", on(du)), entered.take(Refuse, "", on(du))
	for _, tt := range []struct {
		name string
		e    Entry
		do   Do
		who  survey.Actor
		want bool
	}{
		{"its own", entered, Confirm, wen, false},
		{"its own refusal", entered, Refuse, wen, false},
		{"another", entered, Confirm, du, true},
		{"its own mistake", entered, Withdraw, wen, true},
		{"confirmed, by whoever entered it", confirmed, Withdraw, wen, false},
		{"confirmed, by another", confirmed, Withdraw, du, true},
		{"twice", confirmed, Confirm, du, false},
		{"refused", refused, Withdraw, du, false},
		{"nonsense", entered, "nonsense", du, false},
	} {
		if got := tt.e.May(tt.do, tt.who); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// Whatever a table holds, reading it neither breaks nor makes entries of nothing.
func FuzzImport(f *testing.F) {
	f.Add("单位,项目,日期,加扣分,事项", "u,award,2026-01-02,5,表彰")
	f.Add("unit,述职评分", "u,41.5")
	f.Add("unit,veto,reason", "u,事故,伤亡")
	f.Add("单位,项目,加扣分", "u,award,NaN")
	f.Fuzz(func(t *testing.T, header, row string) {
		in := newImporting(cards(), "", split(header))
		if !in.of() {
			return
		}
		in.row(0, split(row))
		if len(in.inputs) != len(in.at) {
			t.Fatalf("%d inputs, %d places", len(in.inputs), len(in.at))
		}
		for _, i := range in.inputs {
			if i.Points != nil && (math.IsNaN(*i.Points) || math.IsInf(*i.Points, 0)) {
				t.Fatalf("points %v", *i.Points)
			}
		}
	})
}

func split(s string) (cells []string) {
	start := 0
	for i := range s {
		if s[i] == ',' {
			cells = append(cells, s[start:i])
			start = i + 1
		}
	}
	return append(cells, s[start:])
}
