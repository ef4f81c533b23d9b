package store_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"

	"minping/survey"
	"minping/survey/awards"
)

// as is the context of a judge who is signed in.
func as(name string) context.Context {
	return survey.WithActor(ctx, survey.Actor{ID: "id-" + name, Name: name, Via: survey.ViaSession})
}

func nums(values ...float64) (all []survey.Num) {
	for _, v := range values {
		all = append(all, survey.Num(v))
	}
	return all
}

var blank = math.NaN()

// marking plans an award of one round by marks on two items, and one of a meeting.
func marking(t *testing.T, room awards.Room) awards.Award {
	t.Helper()
	a, err := room.Add(wen, awards.Award{
		Title: "创新奖", Year: "2026", Notice: 5, Issuer: "评审办", Contact: "12345", Prizes: []awards.Prize{{Title: "一等奖", Places: 1}}, Candidates: units("a0", "a1", "b0"),
		Rounds: []awards.Round{
			{Title: "复评", Way: awards.ByMarks, Places: 2, Due: "2026-12-01", Items: []awards.Item{{Title: "创新性", Full: 40}, {Title: "实效性", Full: 60}}},
			{Title: "终评", Way: awards.ByMeeting},
		},
	})
	ok(t, err)
	if a.Rounds[0].Full != 100 {
		t.Errorf("full marks %g", a.Rounds[0].Full)
	}
	return carry(t, room, a, awards.Move{Do: awards.Start})
}

// Judges sign in, keep and hand in their own sheets, see nobody else's, and do not
// mark their own units; the organiser sees who is missing.
func TestJudges(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.twoCities(t)
		room, judge := o.giving("", survey.ManageOrders), o.giving("")
		a := marking(t, room)
		if _, err := judge.Paper(as("甲"), a.ID, 1); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("before he is named: %v", err)
		}
		_, err := room.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "甲"}, {Name: " 甲"}, {Name: ""}, {Name: "乙", Recused: []string{"zz"}}}})
		if got := wrongFields(err); got != "judges[1] award_judge_twice, judges[2] award_judge, judges[3] award_no_candidate" {
			t.Errorf("judges: %s", got)
		}
		a = carry(t, room, a, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "甲"}, {Name: "Yi", Unit: "a0"}, {Name: "丙", Recused: []string{"b0"}}, {Name: "丁", Unit: "a"}}})
		if got := fmt.Sprint(a.Rounds[0].Judges); got != "[{甲  []} {Yi a0 [a0]} {丙  [b0]} {丁 a [a0 a1]}]" {
			t.Errorf("judges: %s", got)
		}

		p, err := judge.Paper(as("yi"), a.ID, 1)
		ok(t, err)
		if p.State != awards.Blank || !p.Open || len(p.Entries) != 3 || !p.Entries[0].Barred || p.Done() != 1 || p.Entries[1].UnitName["zh"] == "" {
			t.Errorf("a sheet: %+v", p)
		}
		for _, nobody := range []context.Context{as("戊"), ctx} {
			if _, err := judge.Paper(nobody, a.ID, 1); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("nobody's sheet: %v", err)
			}
		}
		if _, err := judge.Paper(as("甲"), a.ID, 2); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a round of a meeting: %v", err)
		}
		if _, err := judge.Award(as("甲"), a.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a judge sees all of the award: %v", err)
		}

		for _, tt := range []struct {
			what string
			m    awards.Marking
			want string
		}{
			{"above full marks", awards.Marking{Marks: map[string][]survey.Num{"a1": nums(41, 1)}}, "marks.a1 award_item_mark"},
			{"below", awards.Marking{Marks: map[string][]survey.Num{"a1": nums(blank, -1)}}, "marks.a1 award_item_mark"},
			{"his own unit", awards.Marking{Marks: map[string][]survey.Num{"a0": nums(1, 1)}}, "marks.a0 award_recused"},
			{"too many items", awards.Marking{Marks: map[string][]survey.Num{"a1": nums(1, 1, 1)}}, "marks.a1 award_items_all"},
			{"a stranger", awards.Marking{Marks: map[string][]survey.Num{"zz": nums(1, 1)}}, "marks award_no_candidate"},
			{"recused without a reason", awards.Marking{Recused: map[string]string{"a1": " "}}, "recused.a1 award_recused_why"},
			{"handed in half", awards.Marking{Hand: true, Marks: map[string][]survey.Num{"a1": nums(30, blank)}}, "marks.a1 award_unmarked, marks.b0 award_unmarked"},
		} {
			if _, err := judge.Mark(as("yi"), a.ID, 1, tt.m); wrongFields(err) != tt.want {
				t.Errorf("%s: %s", tt.what, wrongFields(err))
			}
		}
		p, err = judge.Mark(as("yi"), a.ID, 1, awards.Marking{Marks: map[string][]survey.Num{"a1": nums(30.5, blank)}})
		ok(t, err)
		if p.State != awards.Started || p.Revision != 1 || p.Entries[1].Marks[0] != 30.5 || p.Entries[1].Marks[1].OK() {
			t.Errorf("kept: %+v", p)
		}
		if _, err = judge.Mark(as("yi"), a.ID, 1, awards.Marking{}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("a sheet as it was before: %v", err)
		}
		p, err = judge.Mark(as("yi"), a.ID, 1, awards.Marking{Revision: 1, Hand: true, Marks: map[string][]survey.Num{"a1": nums(30.5, 50.1)}, Recused: map[string]string{"b0": "曾任职"}})
		ok(t, err)
		if p.State != awards.Handed || p.Handed == "" || p.Done() != 3 {
			t.Errorf("handed in: %+v", p)
		}
		p, err = judge.Mark(as("yi"), a.ID, 1, awards.Marking{Revision: 2, Marks: map[string][]survey.Num{"a1": nums(31, 50.1)}, Recused: map[string]string{"b0": "曾任职"}})
		ok(t, err)
		if p.State != awards.Changed {
			t.Errorf("changed since: %s", p.State)
		}
		if mine, err := judge.Judging(as("丙")); err != nil || len(mine) != 1 || mine[0].State != awards.Blank || mine[0].Entries[1].Marks[0].OK() {
			t.Errorf("another judge's: %+v, %v", mine, err)
		}

		stood, err := room.Progress(ctx, a.ID, 1)
		ok(t, err)
		if got := fmt.Sprint(stood); got != fmt.Sprintf("[{甲 blank 0 3 0  []} {Yi changed 3 3 2 %s [{a0  true} {b0 曾任职 false}]} {丙 blank 1 3 1  [{b0  true}]} {丁 blank 2 3 2  [{a0  true} {a1  true}]}]", p.Handed) {
			t.Errorf("progress: %s", got)
		}
		if _, err = o.giving("a0", survey.ReadResults).Progress(ctx, a.ID, 1); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a leader's progress: %v", err)
		}

		a, err = room.Award(ctx, a.ID)
		ok(t, err)
		for _, tt := range []struct {
			what string
			m    awards.Move
			want string
		}{
			{"who is no judge", awards.Move{Judge: "戊", Items: map[string][]float64{"a0": {1, 1}}}, "judge award_judge_unknown"},
			{"whom a judge is recused from", awards.Move{Judge: "丙", Items: map[string][]float64{"b0": {1, 1}}}, "marks.b0 award_recused"},
			{"the whole of what has items", awards.Move{Judge: "丙", Marks: map[string]float64{"a0": 80}}, "marks award_items"},
			{"what the judge handed in himself", awards.Move{Judge: "yi", Items: map[string][]float64{"a1": {1, 1}}}, "judge award_judge_own"},
			{"taken away without a reason", awards.Move{Judge: "Yi"}, "why award_why"},
		} {
			tt.m.Do = awards.Mark
			if _, err := room.Move(wen, a.ID, a.Revision, tt.m); wrongFields(err) != tt.want {
				t.Errorf("%s: %s", tt.what, wrongFields(err))
			}
		}
		if _, err = room.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Hand}); wrongFields(err) != "do award_do" {
			t.Errorf("handed in by somebody else: %v", err)
		}
		if _, err = room.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "甲"}}}); wrongFields(err) != "judges award_judge_sheet" {
			t.Errorf("a judge whose sheet is in: %v", err)
		}
		a = carry(t, room, a, awards.Move{Do: awards.Mark, Judge: "丙", Items: map[string][]float64{"a0": {20, 30}, "a1": {40, 50}}})
		if p, err = judge.Paper(as("丙"), a.ID, 1); err != nil || p.State != awards.Typed || p.Open || p.Entries[1].Marks[1] != 50 {
			t.Errorf("typed from paper: %+v, %v", p, err)
		}
		if _, err = judge.Mark(as("丙"), a.ID, 1, awards.Marking{}); wrongFields(err) != "marks award_sheet_over" {
			t.Errorf("typed from paper: %v", err)
		}
		lines, err := room.Standing(ctx, a.ID, "", "")
		ok(t, err)
		if lines[0].Candidate != "a1" || lines[0].Value != (80.6+90)/2 || lines[0].N != 2 || lines[1].Value != 50 {
			t.Errorf("standing: %+v", lines)
		}
		a = carry(t, room, a, awards.Move{Do: awards.Settle, Why: "其余评委请假"})
		p, err = judge.Paper(as("yi"), a.ID, 1)
		ok(t, err)
		if p.Open || p.Entries[1].Rank != 1 || p.Entries[1].Value != survey.Num(85.3) || p.Entries[1].Marks[0] != 30.5 || p.Entries[1].Outcome["en"] != "goes on" {
			t.Errorf("once it is decided: %+v", p)
		}
		if kinds := o.kinds(t); kinds == "" || a.Steps[3].Do != awards.Hand || a.Steps[3].Judge != "Yi" {
			t.Errorf("%+v in %s", a.Steps, kinds)
		}
	})
}

// Judges who hand in at the same time lose nothing.
func TestJudgesAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.twoCities(t)
		room, judge := o.giving("", survey.ManageOrders), o.giving("")
		a := marking(t, room)
		var judges []awards.Judge
		for i := range 8 {
			judges = append(judges, awards.Judge{Name: fmt.Sprint("评委", i)})
		}
		a = carry(t, room, a, awards.Move{Do: awards.Name, Judges: judges})
		var all sync.WaitGroup
		errs := make([]error, len(judges))
		for i, j := range judges {
			all.Go(func() {
				_, errs[i] = judge.Mark(as(j.Name), a.ID, 1, awards.Marking{Hand: true, Marks: map[string][]survey.Num{"a0": nums(40, 60), "a1": nums(1, 1), "b0": nums(2, 2)}})
			})
		}
		all.Wait()
		ok(t, errors.Join(errs...))
		a, err := room.Award(ctx, a.ID)
		ok(t, err)
		if len(a.Rounds[0].Sheets) != len(judges) || len(a.Steps) != len(judges)+3 {
			t.Errorf("%d sheets, %d steps", len(a.Rounds[0].Sheets), len(a.Steps))
		}
	})
}
