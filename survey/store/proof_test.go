package store_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/rectify"
)

const rated = `id: rated
version: 1
title: 满意度
index: [{item: s, weight: 1}]
items:
  - id: s
    text: 是否满意
    options: [{code: "3", label: 满意, score: 100}, {code: "2", label: 一般, score: 60}, {code: "1", label: 不满意, score: 0}]
`

// twoRounds holds two polls of a questionnaire about eight counties, u0 … u7, of
// which u0 is the worst at first.
func (o *office) twoRounds(t testing.TB, source string) {
	t.Helper()
	o.Parse = form.Parse
	_, err := o.AddQuestionnaire(ctx, []byte(source))
	ok(t, err)
	var units []survey.Unit
	var ids []string
	for i := range 8 {
		id := fmt.Sprint("u", i)
		units, ids = append(units, survey.Unit{ID: id, Name: survey.Text{"zh": "单位" + id}, Tier: "county"}), append(ids, id)
	}
	ok(t, o.PutUnits(ctx, units))
	hold := func(id, previous string, worst int) {
		t.Helper()
		p := o.openPoll(t, survey.Poll{
			ID: id, Questionnaire: survey.QuestionnaireRef{ID: "rated", Version: "1"}, Title: survey.Text{"zh": "第" + id + "轮"},
			Access: survey.ByCode, Units: ids, Previous: previous,
		})
		_, codes, err := o.IssueCodes(ctx, id, survey.CodeBatch{Label: "群众"}, 24)
		ok(t, err)
		for i, code := range codes {
			s := survey.Submission{Poll: p.ID, Code: code, Salt: random32()}
			for u := range units {
				answer := []string{"3", "2", "3", "2", "1"}[(i+i*u)%5]
				if u == 0 {
					answer = []string{"3", "1"}[min(1, (i+worst)/24)]
				}
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: ids[u], Answers: survey.Answers{"s": {answer}}})
			}
			_, err := o.Accept(ctx, s)
			ok(t, err)
		}
		ok(t, o.ClosePoll(ctx, id))
		ok(t, o.PublishPoll(ctx, id))
	}
	hold("one", "", 20)
	hold("two", "one", 2)
}

// A proof rests on two published rounds; whoever sees one unit is told of it
// alone, a stranger and who sees nothing of the round before of none.
func TestProofWithinRights(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.twoRounds(t, rated)
		list := []survey.Rectified{{Unit: "u0", Node: "overall"}, {Unit: "u1", Node: "overall"}}
		see := func(area survey.Scope) survey.Scoped {
			return o.Within(survey.Rights{survey.ReadResults: area})
		}
		all, err := see(survey.Everything).Proof(ctx, "two", list)
		ok(t, err)
		if len(all.Items) != 2 || all.Items[0].Effect != "improved" || all.Items[1].Net == nil || all.Part || all.Compared[0].Untouched != 6 {
			t.Fatalf("%+v", all)
		}
		own, err := see(survey.Scope{{Unit: "u1"}}).Proof(ctx, "two", list)
		ok(t, err)
		if len(own.Items) != 1 || own.Items[0].Unit != "u1" || !own.Part || own.Items[0].Net == nil || own.Compared[0].Together != nil {
			t.Errorf("own: %+v", own)
		}
		for name, v := range map[string]survey.Scoped{"a stranger": o.Within(nil), "who sees the later round alone": see(survey.Scope{{Poll: "two"}})} {
			if p, err := v.Proof(ctx, "two", list); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s: %+v, %v", name, p, err)
			}
		}
		found := func(node string) []rectify.Origin {
			return []rectify.Origin{{Source: rectify.OfFinding, Poll: "one", Node: node}}
		}
		ok(t, o.store.People.ChangeOrders(ctx, rectify.Change{
			Orders: []rectify.Order{{ID: "or_0", Number: "整改通知〔2026〕1号", Unit: "u0", Poll: "one", Issued: o.now()}, {ID: "or_1", Number: "整改通知〔2026〕2号", Unit: "u1", Poll: "one", Issued: o.now()}},
			Tasks: []rectify.Task{
				{ID: "ta_0", Order: "or_0", Unit: "u0", Poll: "one", State: rectify.InProgress, Origins: found("overall")},
				{ID: "ta_1", Order: "or_1", Unit: "u1", Poll: "one", State: rectify.InProgress, Origins: found("overall")},
				{ID: "ta_2", Order: "or_1", Unit: "u2", Poll: "one", State: rectify.Draft, Origins: found("overall")},
			},
		}))
		prove := func(results, orders survey.Scope) (*survey.Proof, error) {
			return o.rectifying().Within(o.Within(survey.Rights{survey.ReadResults: results, survey.ReadOrders: orders})).Proof(ctx, "two")
		}
		tasks, err := prove(survey.Everything, survey.Everything)
		ok(t, err)
		if len(tasks.Items) != 2 || tasks.Items[0].Order != "整改通知〔2026〕1号" || tasks.Items[0].Effect != "improved" || tasks.Part || tasks.Compared[0].Untouched != 6 {
			t.Errorf("of tasks: %+v", tasks)
		}
		some, err := prove(survey.Everything, survey.Scope{{Unit: "u1"}})
		ok(t, err)
		if len(some.Items) != 1 || some.Items[0].Unit != "u1" || !some.Part || some.Count.Pairs != 1 || some.Compared[0].Together != nil {
			t.Errorf("of the orders to u1: %+v", some)
		} else if diff := cmp.Diff(tasks.Items[1].Net, some.Items[0].Net); diff != "" {
			t.Errorf("who sees fewer orders is told otherwise:\n%s", diff)
		}
		if p, err := prove(survey.Everything, nil); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("who sees no orders: %+v, %v", p, err)
		}
		if _, err := see(survey.Everything).Proof(ctx, "one", list); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("without a round before: %v", err)
		}
	})
}
