package store_test

import (
	"fmt"
	"slices"
	"testing"

	"minping/survey"
	"minping/survey/awards"
)

// The organiser recuses a judge from a candidate and takes it back, each with a
// reason; naming the judges anew forgets nobody, and outsiders are not told.
func TestRecuse(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.twoCities(t)
		room, judge := o.giving("", survey.ManageOrders), o.giving("")
		a := marking(t, room)
		if slices.Contains(a.Next(), awards.Recuse) {
			t.Error("a recusal before there are judges")
		}
		a = carry(t, room, a, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "甲"}, {Name: "Yi", Unit: "a0"}}})
		recuse := func(who, candidate, why string) awards.Move {
			return awards.Move{Do: awards.Recuse, Judge: who, Candidate: candidate, Why: why}
		}
		a = carry(t, room, a, recuse("yi", "b0", "曾在该单位任职"))
		if s := a.Steps[len(a.Steps)-1]; s.Judge != "Yi" || s.Candidate != "b0" || s.Round != "复评" || s.Why != "曾在该单位任职" {
			t.Errorf("the step: %+v", s)
		}
		p, err := judge.Mark(as("yi"), a.ID, 1, awards.Marking{Recused: map[string]string{"a1": "亲属"}})
		ok(t, err)
		if !p.Entries[2].Barred || p.Entries[2].Why != "曾在该单位任职" || p.Entries[0].Why != "" || p.Entries[1].Recused != "亲属" {
			t.Errorf("his sheet: %+v", p.Entries)
		}
		_, err = judge.Mark(as("甲"), a.ID, 1, awards.Marking{Hand: true, Marks: map[string][]survey.Num{"a0": nums(3, 3), "a1": nums(1, 1), "b0": nums(2, 2)}})
		ok(t, err)
		stood, err := room.Progress(ctx, a.ID, 1)
		ok(t, err)
		if got := fmt.Sprint(stood[0].Recusals, stood[1].Recusals); got != "[] [{a0  true} {a1 亲属 false} {b0 曾在该单位任职 true}]" {
			t.Errorf("recusals: %s", got)
		}
		a, err = room.Award(ctx, a.ID)
		ok(t, err)
		for _, tt := range []struct {
			what string
			m    awards.Move
			want string
		}{
			{"whom he is recused from already", recuse("Yi", "b0", "x"), "candidate award_recused_twice"},
			{"whom he has marked", recuse("甲", "b0", "x"), "candidate award_judge_marked"},
			{"nobody's", recuse("丙", "b0", "x"), "judge award_judge_unknown"},
			{"from nobody", recuse("Yi", "", ""), "candidate award_candidate, why award_why"},
			{"of a round of a meeting", awards.Move{Do: awards.Recuse, Round: 2, Judge: "Yi", Candidate: "a1", Why: "x"}, "round award_no_marks"},
			{"of no round", awards.Move{Do: awards.Readmit, Round: 9, Judge: "Yi", Candidate: "b0", Why: "x"}, "round award_no_marks"},
			{"his own unit", awards.Move{Do: awards.Readmit, Judge: "Yi", Candidate: "a0", Why: "x"}, "candidate award_recused_unit"},
			{"whom he stood back from himself", awards.Move{Do: awards.Readmit, Judge: "Yi", Candidate: "a1", Why: "x"}, "candidate award_not_recused"},
		} {
			if _, err := room.Move(wen, a.ID, a.Revision, tt.m); wrongFields(err) != tt.want {
				t.Errorf("%s: %s", tt.what, wrongFields(err))
			}
		}
		// Named anew without a word, with another unit: of the organiser's recusals none is lost, of the old unit none stays.
		a = carry(t, room, a, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "甲"}, {Name: "Yi", Unit: "a1"}}})
		if got := fmt.Sprint(a.Rounds[0].Judges[1].Recused); got != "[a1 b0]" {
			t.Errorf("named anew: %s", got)
		}
		if again := carry(t, room, a, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "甲"}, {Name: "Yi", Recused: []string{}}}}); len(again.Rounds[0].Judges[1].Recused) > 0 {
			t.Errorf("an empty list takes them back: %+v", again.Rounds[0].Judges)
		} else {
			a = carry(t, room, again, recuse("Yi", "b0", "曾任职"), awards.Move{Do: awards.Readmit, Judge: "Yi", Candidate: "b0", Why: "查无此事"})
		}
		if p, err = judge.Paper(as("yi"), a.ID, 1); err != nil || p.Entries[2].Barred {
			t.Errorf("readmitted: %+v, %v", p.Entries, err)
		}
		a = carry(
			t, room, a,
			awards.Move{Do: awards.Settle, Why: "其余评委请假"}, awards.Move{Do: awards.Settle, Choice: map[string]int{"b0": 1, "a0": 0}, Why: "会议决定"}, awards.Move{Do: awards.Publish},
		)
		outside, err := o.giving("b0", survey.ReadResults).Award(ctx, a.ID)
		ok(t, err)
		for _, s := range outside.Steps {
			if s.Judge != "" {
				t.Errorf("the unit is told who judged it: %+v", s)
			}
		}
	})
}
