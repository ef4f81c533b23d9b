package store_test

import (
	"errors"
	"strings"
	"testing"

	"minping/survey"
)

// supervised is the questionnaire of two rounds with rules of supervision.
const supervised = rated + `
supervision:
  - {id: last, last: 2, step: talk}
  - {id: again, tier: county, last: 2, times: 2, step: yellow_card}
  - {id: elsewhere, tier: city, last: 1, step: supervision}
`

// Rules look at the rounds of a poll; steps are recorded by those who look after
// a unit's orders, and seen by those who see these.
func TestSupervision(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.twoRounds(t, supervised)
		rights := func(area survey.Scope, more ...survey.Right) survey.Scoped {
			r := survey.Rights{survey.ReadResults: survey.Everything}
			for _, right := range more {
				r[right] = area
			}
			return o.Within(r)
		}
		whole := rights(survey.Everything, survey.ReadOrders, survey.ManageOrders)
		s, err := whole.Supervision(ctx, "two")
		ok(t, err)
		if len(s.Rules) != 2 || s.Derived || s.Rules[0].Rule.Tier != "county" || len(s.Rules[0].Units) < 2 || len(s.Rules[0].Rounds) != 1 || len(s.Rules[1].Rounds) != 2 {
			t.Fatalf("%+v", s)
		}
		last := s.Rules[0].Units[0]
		if !last.Due || len(last.Places) != 1 || !last.Places[0].Chance.OK() || !last.Wrong.OK() || s.Rules[0].ByChance != 2./8 {
			t.Errorf("%+v, by chance %v", last, s.Rules[0].ByChance)
		}

		step := survey.SupervisionRecord{Poll: "two", Unit: last.Unit, Step: survey.StepTalk, On: "2026-03-01", By: "卓砚青", With: "闻以澄", Said: "公示时间短", Next: "一个月内报方案"}
		by := survey.WithActor(ctx, survey.Actor{ID: "zhuo", Name: "卓砚青", Via: survey.ViaSession})
		kept, err := whole.RecordSupervision(by, step)
		ok(t, err)
		again, err := whole.RecordSupervision(by, step)
		ok(t, err)
		if kept.ID == "" || again != kept || kept.Author != "卓砚青" || kept.Noted.IsZero() {
			t.Errorf("kept %+v, again %+v", kept, again)
		}
		if n := strings.Count(o.kinds(t), string(survey.ActSupervised)); n != 1 {
			t.Errorf("noted %d times", n)
		}
		s, err = whole.Supervision(ctx, "two")
		ok(t, err)
		if u := s.Rules[0].Units[0]; u.Due || len(u.Done) != 1 || len(s.Records) != 1 || s.Records[0] != kept {
			t.Errorf("%+v, records %+v", u, s.Records)
		}
		for _, r := range s.Rules[1].Units {
			if r.Unit == last.Unit && !r.Due {
				t.Error("a talk is no yellow card")
			}
		}

		// Who sees no orders is told of nothing, who sees those of others of no step.
		other := rights(survey.Scope{{Unit: "u7"}}, survey.ReadOrders, survey.CheckOrders)
		if last.Unit == "u7" {
			t.Fatal("the last unit is the one of the other")
		}
		if s, err = other.Supervision(ctx, "two"); err != nil || len(s.Records) != 0 || s.Rules[0].Units[0].Due || len(s.Rules[0].Units[0].Done) != 0 {
			t.Errorf("another's: %+v, %v", s, err)
		}
		for name, v := range map[string]survey.Scoped{
			"a stranger": o.Within(nil), "who sees no orders": rights(nil), "who reads no results": o.Within(survey.Rights{survey.ManageOrders: survey.Everything}),
		} {
			if _, err := v.Supervision(ctx, "two"); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s reads: %v", name, err)
			}
			if _, err := v.RecordSupervision(ctx, step); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s records: %v", name, err)
			}
		}
		if _, err := rights(survey.Everything, survey.ReadOrders).RecordSupervision(ctx, step); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a reader records: %v", err)
		}
		if _, err := other.RecordSupervision(ctx, step); keyOf(err) != "supervision_unit" {
			t.Errorf("somebody records about another's unit: %v", err)
		}
		step.Unit = "u7"
		if _, err := other.RecordSupervision(ctx, step); err != nil {
			t.Errorf("an inspector about his own: %v", err)
		}
		step.Unit, step.On = "nobody", "2099-01-01"
		if _, err := whole.RecordSupervision(ctx, step); keyOf(err) != "supervision_future" {
			t.Errorf("wrong twice: %v", err)
		}
	})
}
