package store_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"minping/survey"
	"minping/survey/store"
)

// A reference is a data set with the figures that R has for it.
type reference struct {
	rows  []map[string]string
	cases map[string]referenceCase
}

type referenceCase struct {
	ID     string
	Params json.RawMessage
	Tol    struct{ Rel, Abs float64 }
	Expect json.RawMessage
}

// readReference reads a data set that the repository carries, or one of
// MINPING_ORACLES.
func readReference(t *testing.T, name string) *reference {
	t.Helper()
	folder := "../../scoring/testdata"
	if _, err := os.Stat(filepath.Join(folder, name+".csv")); err != nil {
		if folder = os.Getenv("MINPING_ORACLES"); folder == "" {
			t.Skip("MINPING_ORACLES does not name the folder with " + name)
		}
	}
	f, err := os.Open(filepath.Join(folder, name+".csv"))
	ok(t, err)
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	ok(t, err)
	r := &reference{cases: map[string]referenceCase{}}
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = line[i]
		}
		r.rows = append(r.rows, row)
	}
	src, err := os.ReadFile(filepath.Join(folder, name+".oracle.json"))
	ok(t, err)
	var file struct{ Cases []referenceCase }
	ok(t, json.Unmarshal(src, &file))
	for _, c := range file.Cases {
		r.cases[c.ID] = c
	}
	return r
}

// A checked case compares figures of a release with what R says.
type checkedCase struct {
	*testing.T
	referenceCase
	compared int
}

func (r *reference) check(t *testing.T, id string, expect any) *checkedCase {
	t.Helper()
	c, there := r.cases[id]
	if !there {
		t.Fatal("no case " + id)
	}
	ok(t, json.Unmarshal(c.Expect, expect))
	return &checkedCase{T: t, referenceCase: c}
}

func (c *checkedCase) close(what string, got survey.Num, want float64) {
	c.Helper()
	c.compared++
	if !(math.Abs(float64(got)-want) <= c.Tol.Abs+c.Tol.Rel*math.Abs(want)) {
		c.Errorf("%s: %s = %.15g, R says %.15g", c.ID, what, float64(got), want)
	}
}

// has is close, or a value that there is not.
func (c *checkedCase) has(what string, got survey.Num, want *float64) {
	c.Helper()
	if want != nil {
		c.close(what, got, *want)
	} else if got.OK() {
		c.Errorf("%s: %s = %g, R has no value", c.ID, what, float64(got))
	}
}

// An evaluationPoll is a data set as a poll: what each rater says of whom.
type evaluationPoll struct {
	questionnaire survey.Questionnaire
	sheets        []referenceSheet
	expected      int // entitled to vote; 0: as many as sheets
}

// A referenceSheet is what one rater hands in.
type referenceSheet struct {
	group string
	about []survey.Ballot
}

// steps is a scale of so many options from a number on, scored 0 to 100 evenly.
func steps(first, options int, more ...survey.Option) survey.Scale {
	var scale survey.Scale
	for i := range options {
		score := 100 * float64(i) / float64(options-1)
		scale = append(scale, survey.Option{Code: strconv.Itoa(first + i), Score: &score})
	}
	return append(scale, more...)
}

// evaluationOf is a questionnaire of some items with one scale and equal weights.
func evaluationOf(scale survey.Scale, items ...string) survey.Questionnaire {
	q := survey.Questionnaire{
		ID: "q", Version: "1", Languages: []string{"zh"}, Title: survey.Text{"zh": "测评"}, Scales: map[string]survey.Scale{"s": scale},
		Scoring:    survey.Scoring{Aggregation: "respondent-first"},
		Disclosure: survey.Disclosure{MinGroup: 3},
		Evaluation: survey.Evaluation{Types: []survey.EvaluationType{{Tier: "person"}}},
	}
	for _, id := range items {
		q.Items = append(q.Items, survey.Item{ID: id, Type: survey.Choice, Scale: "s"})
		q.Index = append(q.Index, survey.Node{ID: id, Item: id, Weight: 1, Level: survey.LevelIndicator})
	}
	return q
}

// release runs the poll: publishes the questionnaire, issues a code for each
// sheet, hands the sheets in, closes.
func (p *evaluationPoll) release(t *testing.T) *survey.Release {
	t.Helper()
	st, err := store.OpenSQLite(t.TempDir())
	ok(t, err)
	t.Cleanup(func() { ok(t, st.Close()) })
	o := newOffice(st)
	src, err := json.Marshal(p.questionnaire)
	ok(t, err)
	_, err = o.AddQuestionnaire(ctx, src)
	ok(t, err)
	var ids []string
	var units []survey.Unit
	for _, s := range p.sheets {
		for _, b := range s.about {
			if !slices.Contains(ids, b.Unit) {
				ids = append(ids, b.Unit)
				units = append(units, survey.Unit{ID: b.Unit, Name: survey.Text{"zh": b.Unit}, Tier: "person"})
			}
		}
	}
	ok(t, o.PutUnits(ctx, units))
	poll := o.openPoll(t, survey.Poll{
		ID: "p", Title: survey.Text{"zh": "测评"}, Questionnaire: survey.QuestionnaireRef{ID: "q", Version: "1"}, Units: ids, Access: survey.ByCode, Expected: p.expected,
	})
	codes := map[string][]string{}
	for _, s := range p.sheets {
		codes[s.group] = nil
	}
	for group := range codes {
		n := 0
		for _, s := range p.sheets {
			if s.group == group {
				n++
			}
		}
		_, list, err := o.IssueCodes(ctx, poll.ID, survey.CodeBatch{Group: group, Label: group}, n)
		ok(t, err)
		codes[group] = list
	}
	var work errgroup.Group
	work.SetLimit(64)
	for _, s := range p.sheets {
		code := codes[s.group][0]
		codes[s.group] = codes[s.group][1:]
		work.Go(func() error {
			_, err := o.Accept(ctx, survey.Submission{Poll: poll.ID, Code: code, Salt: random32(), Ballots: s.about})
			return err
		})
	}
	ok(t, work.Wait())
	ok(t, o.ClosePoll(ctx, poll.ID))
	r, err := o.Release(ctx, poll.ID)
	ok(t, err)
	v, err := o.Verify(ctx, poll.ID)
	ok(t, err)
	if !v.Sound() {
		t.Errorf("the box does not give the release again: %+v %v", v.Differences, v.Problems)
	}
	return r
}

// evaluated returns what a release tells of a unit's evaluation.
func evaluated(t *testing.T, r *survey.Release, unit string) (*survey.UnitResult, *survey.UnitEvaluation) {
	t.Helper()
	for i := range r.Evaluation.Units {
		if u := &r.Evaluation.Units[i]; u.Unit == unit {
			return r.Unit(unit), u
		}
	}
	t.Fatal("the release has no unit " + unit)
	return nil, nil
}

// poll360 is the 360 of 40 people. Where everybody is attributable the release
// holds every figure; else the limits of disclosure are in force.
func poll360(ref *reference, attributable bool) *evaluationPoll {
	items := []string{"i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8"}
	p := &evaluationPoll{questionnaire: evaluationOf(steps(1, 5, survey.Option{Code: "9", Kind: survey.DontKnow}), items...)}
	q := &p.questionnaire
	for i, area := range []string{"A", "B"} {
		n := survey.Node{ID: area, Level: survey.LevelArea} // shown; the overall score is of the items
		for _, id := range items[4*i : 4*i+4] {
			n.Children = append(n.Children, survey.Node{ID: area + id, Item: id, Weight: 1, Level: survey.LevelIndicator})
		}
		q.Index = append(q.Index, n)
	}
	q.Groups = []survey.Group{
		{ID: "self", Relation: survey.RelationSelf, Attributable: true},
		{ID: "boss", Relation: survey.RelationSuperior, Attributable: true},
		{ID: "peer", Relation: survey.RelationPeer, MinBallots: 3, Attributable: attributable},
		{ID: "report", Relation: survey.RelationSubordinate, MinBallots: 3, Attributable: attributable},
	}
	q.Evaluation.Types[0].Weights = map[string]int{"boss": 40, "peer": 30, "report": 30}
	q.Evaluation.TrimAbove = 4
	for _, row := range ref.rows {
		b := survey.Ballot{Unit: "r" + row["ratee"], Group: row["relation"], Answers: survey.Answers{}}
		for _, id := range items {
			if row[id] != "" {
				b.Answers[id] = []string{row[id]}
			}
		}
		p.sheets = append(p.sheets, referenceSheet{row["relation"], []survey.Ballot{b}})
	}
	return p
}

// one to five points, as in the data.
func pointsOf(x survey.Num) survey.Num { return 1 + x/25 }

func TestEvaluationOf360MeetsR(t *testing.T) {
	ref := readReference(t, "r360_synth")
	r := poll360(ref, true).release(t)
	tier := r.Evaluation.Tiers[0]

	var ratees []map[string]json.RawMessage
	c := ref.check(t, "s360.ratee", &ratees)
	for _, want := range ratees {
		u, e := evaluated(t, r, "r"+string(want["ratee"]))
		n := e.Raters.N
		for key, raw := range want {
			var x *float64
			if key != "relations_used" && key != "ratee" {
				ok(t, json.Unmarshal(raw, &x))
			}
			what := e.Unit + " " + key
			switch key {
			case "ratee":
			case "relations_used":
				var used []string
				for _, g := range e.Groups {
					if g.Used > 0 {
						used = append(used, g.Group)
					}
				}
				if got := strings.Join(used, " "); got != strings.NewReplacer(`"`, "", "[", "", "]", "", ",", " ", "\n", "", "  ", " ").Replace(string(raw)) {
					var list []string
					if json.Unmarshal(raw, &list) != nil || !slices.Equal(list, used) {
						t.Errorf("%s: %s, R used %s", e.Unit, got, raw)
					}
				}
			case "self", "others":
				root := e.Self.Nodes["overall"]
				c.has(what, pointsOf(map[string]survey.Num{"self": root.Self, "others": root.Others}[key]), x)
				if key == "others" {
					c.has(what, pointsOf(u.Nodes["overall"].Score), x)
				}
			case "gap":
				c.has(what, e.Self.Nodes["overall"].Gap/25, x)
			case "others_A", "others_B":
				c.has(what, pointsOf(e.Self.Nodes[strings.TrimPrefix(key, "others_")].Others), x)
			case "gap_A", "gap_B":
				c.has(what, e.Self.Nodes[strings.TrimPrefix(key, "gap_")].Gap/25, x)
			case "boss", "peer", "report":
				score := survey.Num(math.NaN())
				if s, there := u.Groups[key].Nodes["overall"]; there {
					score = pointsOf(s.Score)
				}
				c.has(what, score, x)
			case "n_peer", "n_report":
				c.close(what, survey.Num(u.Groups[strings.TrimPrefix(key, "n_")].Nodes["overall"].N), *x)
			case "profile_r":
				c.has(what, e.Self.ProfileR, x)
			case "profile_rms":
				c.has(what, e.Self.ProfileRMS/25, x)
			case "others_pooled_mean":
				c.has(what, pointsOf(e.Raters.Mean), x)
			case "others_median":
				c.has(what, pointsOf(e.Raters.Median), x)
			case "others_sd":
				c.has(what, e.Raters.SD/25, x)
			case "others_trimmed": // R cuts a fifth off each end; a release one, of more than four
				switch {
				case n < 5:
					c.has(what, pointsOf(e.Raters.Mean), x)
				case n < 10:
					c.has(what, pointsOf(e.Raters.Trimmed), x)
				}
			default:
				t.Errorf("no figure %s", key)
			}
		}
	}

	var gap struct {
		N                   int
		T, DF, P, Lo, Hi, R float64
		Mean                float64 `json:"mean_gap"`
		SD                  float64 `json:"sd_gap"`
		Type                []string
	}
	c = ref.check(t, "s360.gap_test", &gap)
	c.close("n", survey.Num(tier.Gap.N), float64(gap.N))
	c.close("mean", tier.Gap.Mean/25, gap.Mean)
	c.close("sd", tier.Gap.SD/25, gap.SD)
	c.close("t", tier.Gap.T, gap.T)
	c.close("df", tier.Gap.DF, gap.DF)
	c.close("p", tier.Gap.P, gap.P)
	c.close("low", tier.Gap.Low/25, gap.Lo)
	c.close("high", tier.Gap.High/25, gap.Hi)
	c.close("r", tier.Gap.R, gap.R)
	for i, want := range gap.Type {
		if _, e := evaluated(t, r, fmt.Sprintf("r%d", i+1)); e.Self.Type != want {
			t.Errorf("%s: %s, R says %s", e.Unit, e.Self.Type, want)
		}
	}

	var agree []struct {
		Ratee    string
		RWGJ, AD float64
		N        int
	}
	c = ref.check(t, "s360.rwgj", &agree)
	for _, want := range agree {
		_, e := evaluated(t, r, "r"+want.Ratee)
		a := e.Raters.Agreement
		c.close(e.Unit+" rwg(J)", a.RWG, want.RWGJ)
		c.close(e.Unit+" AD", a.AD, want.AD)
		if a.N != want.N || a.Items != 8 || a.Options != 5 {
			t.Errorf("%s: %+v, R used %d raters", e.Unit, a, want.N)
		}
	}

	var icc struct {
		ICC1, ICC2 float64
		N          int
	}
	c = ref.check(t, "s360.icc", &icc)
	c.close("ICC(1)", tier.Reliability.ICC1, icc.ICC1)
	c.close("ICC(2)", tier.Reliability.ICC2, icc.ICC2)
	c.close("n", survey.Num(tier.Reliability.N), float64(icc.N))
	if c.compared != 3 {
		t.Errorf("%d figures compared", c.compared)
	}
}

// A linked evaluation keeps one number with the ballots of a sheet, another with
// each other sheet, made of nothing that anybody holds; no other poll keeps one.
func TestSheetsOfALinkedEvaluation(t *testing.T) {
	for _, linked := range []bool{true, false} {
		st, err := store.OpenSQLite(t.TempDir())
		ok(t, err)
		t.Cleanup(func() { ok(t, st.Close()) })
		o := newOffice(st)
		q := evaluationOf(steps(1, 5), "a")
		q.Items = append(q.Items, survey.Item{ID: "why", Type: survey.LongText})
		q.Evaluation.Linked = linked
		src, err := json.Marshal(q)
		ok(t, err)
		_, err = o.AddQuestionnaire(ctx, src)
		ok(t, err)
		ok(t, o.PutUnits(ctx, []survey.Unit{{ID: "x", Name: survey.Text{"zh": "甲"}, Tier: "person"}, {ID: "y", Name: survey.Text{"zh": "乙"}, Tier: "person"}}))
		p := draft("p")
		p.Units = []string{"x", "y"}
		o.openPoll(t, p)
		sub := survey.Submission{Poll: "p", Ballots: []survey.Ballot{{Unit: "x", Answers: survey.Answers{"a": {"5"}, "why": {"因为"}}}, {Unit: "y", Answers: survey.Answers{"a": {"4"}}}}}
		for range 12 {
			sub.Key, sub.Salt = random32(), random32()
			for range 2 { // the second time is the same submission
				_, err := o.Accept(ctx, sub)
				ok(t, err)
			}
		}
		sheets := map[string][]string{}
		ok(t, st.Ballots.Stream(ctx, "p", 0, 1, func(r *survey.Record) error {
			var rest map[string][]string
			if len(r.Rest) > 0 {
				ok(t, json.Unmarshal(r.Rest, &rest))
			}
			number := strings.Join(rest["#sheet"], " ")
			sheets[number] = append(sheets[number], string(r.Unit))
			return nil
		}))
		if !linked {
			if len(sheets) != 1 || len(sheets[""]) != 24 {
				t.Errorf("not linked, and yet: %v", sheets)
			}
			continue
		}
		if len(sheets) != 12 {
			t.Errorf("12 sheets have %d numbers", len(sheets))
		}
		for number, units := range sheets {
			slices.Sort(units)
			if len(number) != 16 || !slices.Equal(units, []string{"x", "y"}) {
				t.Errorf("sheet %q is about %v", number, units)
			}
		}
		ok(t, o.ClosePoll(ctx, "p"))
		r, err := o.Release(ctx, "p")
		ok(t, err)
		document, err := json.Marshal(r)
		ok(t, err)
		index, err := o.CommentIndex(ctx, "p")
		ok(t, err)
		lists, err := json.Marshal(index)
		ok(t, err)
		for number := range sheets {
			if strings.Contains(string(document)+string(lists), number) {
				t.Errorf("the number %s of a sheet is told", number)
			}
		}
		if len(index.Lists) == 0 || strings.Contains(string(lists), "#sheet") {
			t.Errorf("lists of comments: %s", lists)
		}
	}
}
