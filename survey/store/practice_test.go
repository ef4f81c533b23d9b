package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"minping/survey"
	"minping/survey/clerk"
	"minping/survey/form"
	"minping/survey/rectify"
	"minping/survey/store"
)

// practice is testdata/practice.yaml: rules and their numbers, worked out by hand.
type practice struct {
	Scales map[string]map[string]float64
	Scores []struct {
		Name, Scale string
		Counts      map[string]int
		Score       float64
		Without     float64
	}
	Tickets []struct {
		Name           string
		Means, Weights map[string]int
		Empty          survey.EmptyRule
		Total          *float64 // nil: none
	}
	Weights []struct {
		Name    string
		Weights map[string]int
		Taken   bool
	}
	Indices []struct {
		Name  string
		X, W  []float64
		Score float64
	}
	Quotas []struct {
		Name     string
		N        int
		Rate     float64
		Rounding survey.Rounding
		Places   int
	}
	Ranks []struct {
		Name   string
		Scores []float64
		Ranks  []int
	}
	Trims []struct {
		Rule, Name string
		Marks      []int
		Mean       float64
		Trimmed    *float64 // nil: none
	}
	Thresholds []struct {
		Rule, Name string
		Counts     map[string]int
		Met        []string
	}
	Bands []struct {
		Rule, Name string
		Counts     map[string]int
		Points     int
	}
	Votes []struct {
		Name              string
		Expected, Yes, No int
		Abstain, Postpone int
		Verdict           string
	}
	Prizes []struct {
		Name           string
		Places         []int
		Votes, Classes []int
		Tied           []bool
	}
	Papers []struct {
		Rule, Name       string
		Rules            *survey.Validity
		Sheet            survey.Answers
		Valid, Abstained int
		Void             string
		Counts           map[string]int
	}
	Sessions []struct {
		Rule, Name       string
		Issued, Returned int
		Refused          string // the field that is wrong; "": taken
	}
	Rates []struct {
		Name        string
		Done, Total int
		Percent     string
	}
}

func readPractice(t *testing.T) *practice {
	t.Helper()
	src, err := os.ReadFile("testdata/practice.yaml")
	ok(t, err)
	var p practice
	ok(t, yaml.NewDecoder(bytes.NewReader(src), yaml.Strict()).Decode(&p))
	return &p
}

// graded is a poll in which each rater gives one person one grade of a scale.
func graded(scores map[string]float64, counts map[string]int) *evaluationPoll {
	var scale survey.Scale
	for _, code := range slices.Sorted(maps.Keys(scores)) {
		x := scores[code]
		scale = append(scale, survey.Option{Code: code, Score: &x})
	}
	scale = append(scale, survey.Option{Code: "9", Kind: survey.DontKnow}, survey.Option{Code: "0", Kind: survey.Abstain})
	scale = slices.CompactFunc(scale, func(a, b survey.Option) bool { return a.Code == b.Code })
	p := &evaluationPoll{questionnaire: evaluationOf(scale, "grade")}
	p.questionnaire.Groups = everyone
	p.questionnaire.Evaluation.Types[0].Grade = "grade"
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		for range counts[code] {
			p.marks("rater", "u", survey.Answers{"grade": {code}})
		}
	}
	return p
}

// markedTo is a poll in which people are marked from 0 to most.
func markedTo(most int) *evaluationPoll {
	p := &evaluationPoll{questionnaire: evaluationOf(nil)}
	q := &p.questionnaire
	q.Scales, q.Groups = nil, everyone
	q.Items = []survey.Item{{ID: "mark", Type: survey.Rating, From: 0, To: most}}
	q.Index = []survey.Node{{ID: "mark", Item: "mark", Weight: 1, Level: survey.LevelIndicator}}
	return p
}

// marks adds a sheet about one person.
func (p *evaluationPoll) marks(group, unit string, a survey.Answers) {
	p.sheets = append(p.sheets, referenceSheet{group, []survey.Ballot{{Unit: unit, Group: group, Answers: a}}})
}

func near(t *testing.T, what string, got survey.Num, want float64) {
	t.Helper()
	if !(math.Abs(float64(got)-want) < 1e-9) {
		t.Errorf("%s: %v, by hand %v", what, got, want)
	}
}

// TestPractice computes every example of practice by a whole poll.
func TestPractice(t *testing.T) {
	p := readPractice(t)
	for _, x := range p.Scores {
		t.Run("score/"+x.Name, func(t *testing.T) {
			u, e := evaluated(t, graded(p.Scales[x.Scale], x.Counts).release(t), "u")
			near(t, "score", u.Nodes["overall"].Score, x.Score)
			near(t, "printed", e.Total, x.Score)
			near(t, "do not know", u.Nodes["overall"].DontKnow, x.Without)
		})
	}
	for _, x := range p.Tickets {
		t.Run("ticket/"+x.Name, func(t *testing.T) {
			poll := markedTo(100)
			q := &poll.questionnaire
			q.Groups, q.Evaluation.Empty, q.Evaluation.Types[0].Weights = nil, x.Empty, maps.Clone(x.Weights)
			maps.DeleteFunc(q.Evaluation.Types[0].Weights, func(_ string, weight int) bool { return weight == 0 })
			for _, group := range slices.Sorted(maps.Keys(x.Weights)) {
				q.Groups = append(q.Groups, survey.Group{ID: group, Attributable: true})
				if mean, there := x.Means[group]; there {
					poll.marks(group, "u", survey.Answers{"mark": {strconv.Itoa(mean)}})
				}
			}
			_, e := evaluated(t, poll.release(t), "u")
			if x.Total == nil {
				if e.Total.OK() || !e.Blocked {
					t.Errorf("blocked, and yet %v", e.Total)
				}
				return
			}
			near(t, "total", e.Total, *x.Total)
		})
	}
	for _, x := range p.Weights {
		t.Run("weight/"+x.Name, func(t *testing.T) {
			weights, err := json.Marshal(x.Weights)
			ok(t, err)
			_, err = form.Parse([]byte(`id: w
version: 1
title: 测评
groups: [{id: A, title: A}, {id: B, title: B}, {id: C, title: C}]
items: [{id: a, text: a, options: [{code: "1", label: 好, score: 100}, {code: "0", label: 差, score: 0}]}]
index: [{item: a, weight: 1}]
evaluation: {types: [{tier: person, weights: ` + string(weights) + `}]}
`))
			if refused := err != nil && strings.Contains(err.Error(), "whole numbers that sum to 100"); refused == x.Taken || !refused && err != nil {
				t.Errorf("taken: %t, want %t (%v)", !refused, x.Taken, err)
			}
		})
	}
	for _, x := range p.Indices {
		t.Run("index/"+x.Name, func(t *testing.T) {
			poll := markedTo(100)
			q := &poll.questionnaire
			q.Items, q.Index = nil, nil
			low, high := survey.Answers{}, survey.Answers{}
			for i, w := range x.W {
				id := "q" + strconv.Itoa(i)
				q.Items = append(q.Items, survey.Item{ID: id, Type: survey.Rating, From: 1, To: 10})
				q.Index = append(q.Index, survey.Node{ID: id, Item: id, Weight: w, Level: survey.LevelIndicator})
				low[id], high[id] = []string{strconv.Itoa(int(math.Floor(x.X[i])))}, []string{strconv.Itoa(int(math.Ceil(x.X[i])))}
			}
			poll.marks("rater", "u", low)
			poll.marks("rater", "u", high)
			_, e := evaluated(t, poll.release(t), "u")
			near(t, "index", e.Total, x.Score)
		})
	}
	for _, x := range p.Quotas {
		t.Run("quota/"+x.Name, func(t *testing.T) {
			poll := markedTo(100)
			poll.questionnaire.Evaluation.Types[0].Quota = &survey.GradeQuota{Share: x.Rate, Rounding: x.Rounding}
			for i := range x.N {
				poll.marks("rater", fmt.Sprintf("u%02d", i), survey.Answers{"mark": {strconv.Itoa(99 - i)}})
			}
			r := poll.release(t)
			suggested := 0
			for i := range r.Evaluation.Units {
				if e := &r.Evaluation.Units[i]; e.Suggested {
					suggested++
				}
			}
			if got := r.Evaluation.Tiers[0].Quota.Places; got != x.Places || suggested != x.Places {
				t.Errorf("%d places, %d suggested; by hand %d", got, suggested, x.Places)
			}
		})
	}
	for _, x := range p.Ranks {
		t.Run("rank/"+x.Name, func(t *testing.T) {
			poll := markedTo(100)
			for i, s := range x.Scores {
				for tenth := range 10 {
					mark := int(math.Floor(s + float64(tenth)/10 + 0.01)) // ten marks of which s is the mean
					poll.marks("rater", "u"+strconv.Itoa(i), survey.Answers{"mark": {strconv.Itoa(mark)}})
				}
			}
			r := poll.release(t)
			var got []int
			for i := range x.Scores {
				if k := r.Unit("u" + strconv.Itoa(i)).Rank; k != nil {
					got = append(got, k.Rank)
				}
			}
			if d := cmp.Diff(x.Ranks, got); d != "" {
				t.Error(d)
			}
		})
	}
	for _, x := range p.Trims {
		t.Run(x.Rule+"/"+x.Name, func(t *testing.T) {
			poll := markedTo(100)
			poll.questionnaire.Evaluation.TrimAbove = 5
			for _, mark := range x.Marks {
				poll.marks("rater", "u", survey.Answers{"mark": {strconv.Itoa(mark)}})
			}
			_, e := evaluated(t, poll.release(t), "u")
			near(t, "mean", e.Raters.Mean, x.Mean)
			if x.Trimmed != nil {
				near(t, "trimmed", e.Raters.Trimmed, *x.Trimmed)
			} else if e.Raters.Trimmed.OK() {
				t.Errorf("trimmed to %v", e.Raters.Trimmed)
			}
		})
	}
	for _, x := range p.Thresholds {
		t.Run(x.Rule+"/"+x.Name, func(t *testing.T) {
			poll := graded(p.Scales["four"], x.Counts)
			poll.questionnaire.Evaluation.Thresholds = []survey.Threshold{
				{ID: "G1", Options: []string{"D"}, Above: share(1. / 3)}, {ID: "G2", Options: []string{"A"}, Least: share(2. / 3)},
			}
			if _, e := evaluated(t, poll.release(t), "u"); !slices.Equal(e.Thresholds, x.Met) {
				t.Errorf("%v are met, by hand %v", e.Thresholds, x.Met)
			}
		})
	}
	for _, x := range p.Bands {
		t.Run(x.Rule+"/"+x.Name, func(t *testing.T) {
			poll := graded(p.Scales["four"], x.Counts)
			poll.questionnaire.Evaluation.Thresholds = []survey.Threshold{
				{ID: "130", Options: []string{"C", "D"}, Least: share(1. / 3)},
				{ID: "170", Options: []string{"A"}, Least: share(.6)},
				{ID: "180", Options: []string{"A"}, Least: share(.7)},
				{ID: "190", Options: []string{"A"}, Least: share(.8)},
				{ID: "200", Options: []string{"A"}, Least: share(.9)},
			}
			_, e := evaluated(t, poll.release(t), "u")
			points := "160" // of whom no band is said
			if n := len(e.Thresholds); n > 0 {
				points = e.Thresholds[n-1] // the highest
			}
			if points != strconv.Itoa(x.Points) {
				t.Errorf("%s points by %v, by hand %d", points, e.Thresholds, x.Points)
			}
		})
	}
	for _, x := range p.Votes {
		t.Run("vote/"+x.Name, func(t *testing.T) {
			poll := ballot(survey.Vote{Item: "v", Approve: []string{"Y"}, Against: []string{"N"}, Quorum: "2/3", Majority: "1/2"}, survey.Choice, "Y", "N", "0", "P")
			poll.expected = x.Expected
			for code, n := range map[string]int{"Y": x.Yes, "N": x.No, "0": x.Abstain, "P": x.Postpone} {
				for range n {
					poll.marks("rater", "u", survey.Answers{"v": {code}})
				}
			}
			v := poll.release(t).Votes[0].Candidates[0]
			if v.Verdict != x.Verdict || v.Votes != x.Yes || v.Sheets.Expected != x.Expected || v.Sheets.Cast != x.Yes+x.No+x.Abstain+x.Postpone {
				t.Errorf("%+v of %+v, by hand %s", v, v.Sheets, x.Verdict)
			}
		})
	}
	for _, x := range p.Prizes {
		t.Run("prize/"+x.Name, func(t *testing.T) {
			var names []string
			for i := range x.Votes {
				names = append(names, "k"+strconv.Itoa(i))
			}
			poll := ballot(survey.Vote{Item: "v", Places: x.Places}, survey.Multiple, names...)
			for voter := range slices.Max(x.Votes) {
				var named []string
				for i, n := range x.Votes {
					if voter < n {
						named = append(named, names[i])
					}
				}
				poll.marks("rater", "u", survey.Answers{"v": named})
			}
			var classes []int
			var tied []bool
			for _, c := range poll.release(t).Votes[0].Candidates {
				classes, tied = append(classes, c.Class), append(tied, c.Tied)
			}
			if d := cmp.Diff(x.Classes, classes); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(x.Tied, tied); x.Tied != nil && d != "" || x.Tied == nil && slices.Contains(tied, true) {
				t.Errorf("tied: %v", tied)
			}
		})
	}
	for _, x := range p.Papers {
		t.Run(x.Rule+"/"+x.Name, func(t *testing.T) {
			o, desk := practiceHall(t, x.Rules)
			_, err := desk.Open(ctx, "hall", "", clerk.Totals{Unit: "u", Eligible: 12, Issued: 11, Returned: 10})
			ok(t, err)
			for _, who := range []clerk.Clerk{{Account: "1", Name: "wei"}, {Account: "2", Name: "li"}} {
				var sheets []clerk.Sheet
				for range 10 {
					sheets = append(sheets, clerk.Sheet{Answers: maps.Clone(x.Sheet)})
				}
				ok(t, desk.Enter(ctx, "hall", 1, who, sheets, false))
			}
			ok(t, desk.HandIn(ctx, "hall", 1, 2, nil))
			ok(t, o.ClosePoll(ctx, "hall"))
			batch, err := desk.Batch(ctx, "hall", 1)
			ok(t, err)
			want := clerk.Totals{Unit: "u", Eligible: 12, Issued: 11, Returned: 10, Valid: x.Valid, Invalid: 10 - x.Valid, Abstained: x.Abstained}
			if x.Void != "" {
				want.Reasons = map[string]int{x.Void: 10}
			}
			if d := cmp.Diff(want, batch.Totals); d != "" {
				t.Error(d)
			}
			r, err := o.Release(ctx, "hall")
			ok(t, err)
			counts := map[string]int{}
			for _, id := range []string{"a", "b", "c"} {
				if n := r.Units[0].Nodes[id].N; n > 0 {
					counts[id] = n
				}
			}
			if d := cmp.Diff(x.Counts, counts); d != "" && len(x.Counts)+len(counts) > 0 {
				t.Error(d)
			}
		})
	}
	for _, x := range p.Sessions {
		t.Run(x.Rule+"/"+x.Name, func(t *testing.T) {
			_, desk := practiceHall(t, nil)
			_, err := desk.Open(ctx, "hall", "", clerk.Totals{Unit: "u", Eligible: 9, Issued: x.Issued, Returned: x.Returned})
			var wrong survey.FieldErrors
			if x.Refused == "" {
				ok(t, err)
			} else if !errors.As(err, &wrong) || wrong[0].Field != x.Refused {
				t.Errorf("taken: %v", err)
			}
		})
	}
	for _, x := range p.Rates {
		t.Run("rate/"+x.Name, func(t *testing.T) {
			day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
			tasks := make([]rectify.Task, x.Total)
			for i := range tasks {
				tasks[i] = rectify.Task{State: rectify.InProgress, Due: "2026-12-31", Steps: []rectify.Step{{Do: rectify.Issue, At: day}}}
				if i < x.Done {
					tasks[i].State = rectify.Closed
				}
			}
			room := rectify.New(nil).Within(survey.Scoped{})
			if got := strconv.FormatFloat(100*room.Summarise(tasks).Rate(), 'f', 2, 64); got != x.Percent {
				t.Errorf("%s %%, by hand %s", got, x.Percent)
			}
		})
	}
}

// ballot is a poll in which everybody votes on u by some options.
func ballot(v survey.Vote, kind survey.ItemType, codes ...string) *evaluationPoll {
	p := &evaluationPoll{questionnaire: evaluationOf(nil)}
	q := &p.questionnaire
	it := survey.Item{ID: v.Item, Type: kind, Text: survey.Text{"zh": "表决"}}
	for _, code := range codes {
		o := survey.Option{Code: code, Label: survey.Text{"zh": code}}
		if code == "0" {
			o.Kind = survey.Abstain
		}
		it.Options = append(it.Options, o)
	}
	q.Scales, q.Groups, q.Evaluation = nil, everyone, survey.Evaluation{}
	q.Items, q.Index, q.Votes = []survey.Item{it}, nil, []survey.Vote{v}
	return p
}

func share(x float64) *float64 { return &x }

// practiceHall is a poll on paper about u, and the desk at which it is typed.
func practiceHall(t *testing.T, rules *survey.Validity) (*office, *clerk.Desk) {
	t.Helper()
	st, err := store.OpenSQLite(t.TempDir())
	ok(t, err)
	t.Cleanup(func() { ok(t, st.Close()) })
	o := newOffice(st)
	o.Parse = form.Parse
	src := `id: hall
version: 1
title: 测评
scales:
  s: [{code: A, label: 优秀, score: 100}, {code: B, label: 称职, score: 80}, {code: C, label: 不称职, score: 40}]
index: [{id: a, item: a, weight: 1}, {id: b, item: b, weight: 1}, {id: c, item: c, weight: 1}, {id: all, item: all, weight: 1}]
items:
  - {id: a, scale: s, text: 德}
  - {id: b, scale: s, text: 能}
  - {id: c, scale: s, text: 绩}
  - id: all
    scale: s
    text: 总评
    checks: [{that: 'not (all == "A" and a == "C" and b == "C")', message: 总评与分项须一致}]
  - {id: names, type: multiple, max: 2, text: 推荐, options: [{code: x, label: 甲}, {code: "y", label: 乙}, {code: z, label: 丙}]}
`
	if rules != nil {
		text, err := json.Marshal(rules)
		ok(t, err)
		src += "validity: " + string(text) + "\n"
	}
	_, err = o.AddQuestionnaire(ctx, []byte(src))
	ok(t, err)
	ok(t, o.PutUnits(ctx, []survey.Unit{{ID: "u", Name: survey.Text{"zh": "甲"}, Tier: "person"}}))
	o.openPoll(t, survey.Poll{ID: "hall", Title: survey.Text{"zh": "测评"}, Questionnaire: survey.QuestionnaireRef{ID: "hall", Version: "1"}, Units: []string{"u"}, Access: survey.OpenLink})
	return o, clerk.New(st.People, o.Service)
}
