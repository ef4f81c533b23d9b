package chart

import (
	"sync"
	"testing"

	"minping/scoring"
	"minping/survey"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
)

// example is the release of the demonstration's second round: 13 cities and 64
// counties with 19 indicators and the round before.
var example = sync.OnceValues(func() (*survey.Release, error) {
	src, err := library.Source("organisation-work")
	if err != nil {
		return nil, err
	}
	q, err := form.Parse(src)
	if err != nil {
		return nil, err
	}
	var past []*survey.Release
	for round := range 2 {
		in := q.Instrument()
		counter, encoder := survey.NewCounter(q, nil), survey.NewEncoder(q)
		ballot := scoring.Ballot{Weight: 1, Answers: make([]int16, len(in.Items))}
		for b := range demo.Ballots(q, round) {
			ballot.Unit, ballot.Group = b.Unit, b.Group
			encoder.Encode(b.Answers, ballot.Answers)
			counter.Add(&ballot)
		}
		past = []*survey.Release{survey.Compute(survey.Inputs{
			Questionnaire: q, Units: demo.Units(), Ballots: counter, Past: past, MinGroup: 5,
			Poll: &survey.Poll{ID: "example", Title: q.Title, Simulated: true},
		})}
	}
	return past[0], nil
})

func exampleRelease(t testing.TB) *survey.Release {
	t.Helper()
	r, err := example()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// evil is a name that would be markup if it were not escaped.
const evil = `<script>alert("1")</script>`

// small is a release made by hand: four ranked cities, a hidden one, one of few ballots, two
// areas (the first with an item that stands for it), one group hidden.
func small() *survey.Release {
	score := func(s float64) *float64 { return &s }
	options := []survey.Option{
		{Code: "3", Label: survey.Text{"zh": "满意", "en": "Satisfied"}, Score: score(100)},
		{Code: "2", Label: survey.Text{"zh": "基本满意", "en": "Fairly"}, Score: score(60)},
		{Code: "1", Label: survey.Text{"zh": "不满意", "en": "Dissatisfied"}, Score: score(0)},
		{Code: "9", Label: survey.Text{"zh": "不了解", "en": "Don’t know"}, Kind: survey.DontKnow},
	}
	r := &survey.Release{
		Title:    survey.Text{"zh": "小测评", "en": "Small poll"},
		Previous: &survey.PollRef{ID: "before"},
		Method:   survey.Method{Level: .95, MinGroup: 5, MinBallots: 20, Ballots: 800},
		Nodes: []survey.NodeInfo{
			{ID: "overall", Level: survey.LevelOverall, Title: survey.Text{"zh": "综合得分", "en": "Overall"}},
			{ID: "a", Parent: "overall", Level: survey.LevelArea, Depth: 1, Title: survey.Text{"zh": "甲方面", "en": "Area A"}, Weight: .5, StandIn: "a1"},
			{ID: "a1", Parent: "a", Level: survey.LevelIndicator, Depth: 2, Title: survey.Text{"zh": "甲总体", "en": "A overall"}, Item: "a1"},
			{ID: "a2", Parent: "a", Level: survey.LevelIndicator, Depth: 2, Title: survey.Text{"zh": "甲二", "en": "A two"}, Item: "a2"},
			{ID: "b", Parent: "overall", Level: survey.LevelArea, Depth: 1, Title: survey.Text{"zh": "乙方面", "en": "Area B"}, Weight: .5},
			{ID: "b1", Parent: "b", Level: survey.LevelIndicator, Depth: 2, Title: survey.Text{"zh": "乙一", "en": "B one"}, Item: "b1"},
		},
		Groups: []survey.GroupInfo{{ID: "g", Title: survey.Text{"zh": "群众", "en": "Public"}}},
		Items:  []survey.ItemInfo{{ID: "a1", Options: options}, {ID: "a2", Options: options}, {ID: "b1", Options: options}},
		Tiers: []survey.TierInfo{{
			ID: "city", Units: 5, Ranked: 4,
			Distinct:   [][2]string{{"c1", "c3"}, {"c1", "c4"}, {"c2", "c4"}},
			Bands:      [][]string{{"c1", "c2"}, {"c2", "c3"}, {"c3", "c4"}},
			Spread:     map[string]survey.Spread{"overall": {Units: 4, Mean: 77.7, MeanSE: 1.8, Tau2: 11.6, Rankability: .92}},
			Regression: &survey.Regression{Last: 1, Units: 1, Change: 0, Expected: .3, Rest: -.3, Low: -2.8, High: 2.2},
		}},
	}
	for i, c := range []struct {
		score, was float64
		rank       survey.UnitRank
		real       bool
	}{
		{82, 78, survey.UnitRank{Rank: 1, Low: 1, High: 2, LastK: map[string]survey.Num{"1": .001}}, true},
		{79, 79.5, survey.UnitRank{Rank: 2, Low: 1, High: 3, LastK: map[string]survey.Num{"1": .02}}, false},
		{76, 81, survey.UnitRank{Rank: 3, Low: 2, High: 4, LastK: map[string]survey.Num{"1": .2}}, true},
		{74, 74, survey.UnitRank{Rank: 4, Low: 3, High: 4, LastK: map[string]survey.Num{"1": .78}}, false},
	} {
		id := "c" + string(rune('1'+i))
		c.rank.Tier, c.rank.Of, c.rank.Expected = "city", 4, survey.Num(i)+1.2
		c.rank.Shrunken = &survey.ShrunkenPlace{Expected: survey.Num(i) + 1.3, PCER: survey.Num(20 + 25*i)}
		u := survey.UnitResult{
			Unit: id, Tier: "city", Ballots: 200, Rank: &c.rank,
			Name:   survey.Text{"zh": "第" + string([]rune("一二三四")[i]) + "市", "en": "City " + string(rune('1'+i))},
			Nodes:  map[string]survey.NodeScore{},
			Groups: map[string]survey.GroupResult{"g": {Suppressed: true, Nodes: map[string]survey.NodeScore{}}},
			Counts: map[string]map[string]int{"a1": {"3": 90, "2": 60, "1": 30, "9": 20}},
		}
		for j, n := range r.Nodes {
			s := c.score - 6*float64(j%3)
			u.Nodes[n.ID] = survey.NodeScore{
				Score: survey.Num(s), SE: 1, Low: survey.Num(s - 2), High: survey.Num(s + 2), N: 180, Rank: i + 1, DontKnow: .1,
				Change: &survey.Change{
					Previous: survey.Num(c.was), Diff: survey.Num(c.score - c.was), SE: 1.3,
					Low: survey.Num(c.score - c.was - 2.6), High: survey.Num(c.score - c.was + 2.6), Real: c.real, P: .04, PAdjusted: .08, Expected: .1,
				},
				NEff: 170, Deff: 1.06, Shrunken: &survey.Shrunken{Score: survey.Num(.92*s + 6.2), SE: .97, Reliability: .92},
			}
		}
		r.Units = append(r.Units, u)
	}
	r.Units[1].Name = survey.Text{"zh": evil, "en": evil}
	delete(r.Units[2].Nodes, "b1")
	low := r.Units[3].Nodes["a2"]
	low.Score, low.Low, low.High = 59.96, 57, 62.9
	r.Units[3].Nodes["a2"] = low
	r.Units = append(r.Units, survey.UnitResult{
		Unit: "c5", Tier: "city", Suppressed: true, Unranked: survey.NotShown, Name: survey.Text{"zh": "第五市", "en": "City 5"},
		Nodes: map[string]survey.NodeScore{}, Groups: map[string]survey.GroupResult{},
	}, survey.UnitResult{
		Unit: "c6", Tier: "city", Ballots: 7, Unranked: survey.FewBallots, Name: survey.Text{"zh": "第六市", "en": "City 6"},
		Nodes:  map[string]survey.NodeScore{"overall": {Score: 71, SE: 6, Low: 56.3, High: 85.7, N: 7}},
		Groups: map[string]survey.GroupResult{},
	})
	r.Flags = []survey.Flag{{
		ID: "last/c4/overall", Rule: "last", Kind: "last", Unit: "c4", Tier: "city", Node: "overall",
		Value: 74, Threshold: 1, Rank: 4, Of: 4, Chance: .78,
	}}
	return r
}
