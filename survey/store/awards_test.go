package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/dossier"
	"minping/survey/projects"
	"minping/survey/store"
)

// giving is the desk of awards for somebody with rights below a unit.
func (o *office) giving(unit string, rights ...survey.Right) awards.Room {
	return o.givingDesk().Within(o.Within(rightsBelow(unit, rights...)))
}

func (o *office) givingDesk() *awards.Desk {
	d := awards.New(o.store.People)
	d.Now, d.Zone = o.now, time.UTC
	return d
}

func rightsBelow(unit string, rights ...survey.Right) survey.Rights {
	r := survey.Rights{}
	for _, right := range rights {
		r.Add(right, survey.Area{Unit: unit})
	}
	return r
}

// carry takes steps one after another, each with the award as it is after the last.
func carry(t testing.TB, room awards.Room, a awards.Award, moves ...awards.Move) awards.Award {
	t.Helper()
	for _, m := range moves {
		var err error
		if a, err = room.Move(wen, a.ID, a.Revision, m); err != nil {
			t.Fatalf("%s: %v", m.Do, err)
		}
	}
	return a
}

func units(names ...string) (all []awards.Candidate) {
	for _, u := range names {
		all = append(all, awards.Candidate{Unit: u})
	}
	return all
}

// wrongFields are the fields of what is wrong, or the error as it is.
func wrongFields(err error) string {
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return fmt.Sprint(err)
	}
	var all []string
	for _, e := range wrong {
		all = append(all, e.Field+" "+e.Key)
	}
	return strings.Join(all, ", ")
}

// An award from its plan to the dossier of who has it: scores of a poll with a tie
// at the line, marks of judges, a meeting; notice, objection, conferring, revoking.
func TestAwardInRounds(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.counted(t) // u0 and u1 are alike and high, u2 to u7 are alike and low
		all := []survey.Right{survey.ReadResults, survey.ReadOrders, survey.ManageOrders, survey.CheckOrders}
		room := o.giving("", all...)
		plan := awards.Award{
			Title: "创新奖", Year: "2026", Notice: 5, Prizes: []awards.Prize{{Title: "一等奖", Places: 1}, {Title: "二等奖", Places: 1}}, Candidates: units("u0", "u1", "u2", "u3", "u4"),
			Rounds: []awards.Round{{Title: "初评", Way: awards.ByPoll, Places: 3}, {Title: "复评", Way: awards.ByMarks, Places: 2, Cut: 1}, {Title: "终评", Way: awards.ByMeeting}},
		}
		a, err := room.Add(wen, plan)
		ok(t, err)
		plan.ID, plan.Revision, plan.Title = a.ID, a.Revision, "工作创新奖"
		a, err = room.Change(wen, plan)
		ok(t, err)
		if _, err = room.Change(wen, plan); !errors.Is(err, survey.ErrStale) {
			t.Errorf("the plan as it was before: %v", err)
		}
		a = carry(t, room, a, awards.Move{Do: awards.Start})
		if _, err = room.Change(wen, a); !strings.Contains(wrongFields(err), "award_not_now") {
			t.Errorf("the plan of what has begun: %v", err)
		}

		settle := awards.Move{Do: awards.Settle, Source: "one"}
		_, err = room.Move(wen, a.ID, a.Revision, settle)
		if got, want := wrongFields(err), "choice.u2 award_tied, choice.u3 award_tied, choice.u4 award_tied"; got != want {
			t.Errorf("tied at the line: %s", got)
		}
		lines, err := room.Standing(ctx, a.ID, "one", "")
		ok(t, err)
		if len(lines) != 5 || lines[0].Rank != 1 || lines[1].Rank != 1 || lines[2].Rank != 3 || !lines[4].Tied || lines[0].Class != 1 || !lines[0].Low.OK() {
			t.Errorf("standing: %+v", lines)
		}
		settle.Choice = map[string]int{"u2": 1, "u3": 0, "u4": 0}
		if _, err = room.Move(wen, a.ID, a.Revision, settle); wrongFields(err) != "why award_why_tie" {
			t.Errorf("a tie without a reason: %v", err)
		}
		settle.Why = "初评会研究决定"
		if _, err = room.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Settle, Source: "none"}); wrongFields(err) != "source award_poll" {
			t.Errorf("no such poll: %v", err)
		}
		before := a.Revision
		a = carry(t, room, a, settle)
		if r := a.Rounds[0]; r.Source != "one" || r.Hash == "" || r.Part != "overall" || r.Day == "" || a.Steps[len(a.Steps)-1].Name != "闻以澄" {
			t.Errorf("the round: %+v", r)
		}
		if _, err = room.Move(wen, a.ID, before, awards.Move{Do: awards.Drop, Candidate: "u0", Why: "…"}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("as it was before: %v", err)
		}

		_, err = room.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Mark, Judge: "甲", Marks: map[string]float64{"u0": 101, "u4": 3}})
		if got := wrongFields(err); got != "marks.u0 award_mark, marks award_no_candidate" {
			t.Errorf("marks: %s", got)
		}
		for i, judge := range []string{"甲", "乙", "丙", "丁", "戊"} {
			a = carry(t, room, a, awards.Move{Do: awards.Mark, Judge: judge, Marks: map[string]float64{"u0": float64(80 + i), "u1": 70, "u2": []float64{0, 90, 91, 92, 100}[i]}})
		}
		a = carry(t, room, a, awards.Move{Do: awards.Settle})
		if l := a.Rounds[1].Lines; l[0].Candidate != "u2" || l[0].Value != 91 || l[0].N != 3 || l[1].Value != 82 || l[1].Class != 1 || l[2].Class != 0 || l[2].Value != 70 {
			t.Errorf("marks: %+v", l)
		}
		_, err = room.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Settle, Why: "…", Choice: map[string]int{"u0": 1, "u2": 1}})
		if wrongFields(err) != "choice award_too_many" {
			t.Errorf("two first prizes: %v", err)
		}
		a = carry(t, room, a, awards.Move{Do: awards.Settle, Why: "评审会", Choice: map[string]int{"u0": 1, "u2": 2}})
		if a.State != awards.Chosen || a.Candidate("u0").Prize != 1 || a.Candidate("u2").Prize != 2 || a.Candidate("u1").Prize != 0 {
			t.Fatalf("%s, %+v", a.State, a.Candidates)
		}
		leader := o.giving("u1", survey.ReadResults)
		if _, err = leader.Award(ctx, a.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a leader before the notice: %v", err)
		}

		a = carry(t, room, a, awards.Move{Do: awards.Publish})
		seen, err := leader.Award(ctx, a.ID)
		ok(t, err)
		if len(seen.Candidates) != 3 || len(seen.Rounds[1].Sheets) != 0 || len(seen.Rounds[0].Lines) != 1 || seen.Rounds[0].Lines[0].Candidate != "u1" || len(seen.Steps) != 2 {
			t.Errorf("a leader of u1 on the notice: %+v", seen)
		}
		if _, err = leader.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Confer}); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a leader confers: %v", err)
		}
		a, err = leader.Move(gao, a.ID, a.Revision, awards.Move{Do: awards.Object, Candidate: "u2", Why: "材料不实"})
		ok(t, err)
		ruling := awards.Move{Do: awards.Rule, Objection: 1, Finding: awards.Dismissed, Why: "经核实属实"}
		if _, err = room.Move(gao, a.ID, a.Revision, ruling); wrongFields(err) != "do award_own_objection" {
			t.Errorf("one's own objection: %v", err)
		}
		if _, err = room.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Confer}); wrongFields(err) != "do award_notice_runs, do award_objections" {
			t.Errorf("too early: %v", err)
		}
		a = carry(t, room, a, ruling)
		o.move(6 * 24 * time.Hour)
		if _, err = room.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Object, Why: "…"}); wrongFields(err) != "do award_notice_over" {
			t.Errorf("too late: %v", err)
		}
		a = carry(t, room, a, awards.Move{Do: awards.Confer, Number: "〔2026〕8号"})
		a = carry(t, room, a, awards.Move{Do: awards.Revoke, Candidate: "u2", Why: "弄虚作假"})
		if a.State != awards.Conferred || a.Candidate("u2").Won() != 0 || a.Candidate("u2").Prize != 2 {
			t.Errorf("%+v", a)
		}

		heads, rows, err := room.Table(ctx, a, "zh")
		ok(t, err)
		if len(rows) != 5 || len(rows[0]) != len(heads) || rows[0][0] != "一等奖" || rows[1][0] != "二等奖（已撤销）" || !strings.Contains(rows[1][len(heads)-1], "弄虚作假") || rows[2][4] != "1" {
			t.Errorf("%v\n%v", heads, rows)
		}
		won, err := room.Won(ctx)
		ok(t, err)
		if len(won["u0"]) != 1 || won["u0"][0].Prize != "一等奖" || won["u2"][0].Revoked == "" || len(won["u1"]) != 0 {
			t.Errorf("won: %+v", won)
		}
		if kinds := o.kinds(t); strings.Count(kinds, "award.added") != 1 || strings.Count(kinds, "award.changed") != 1 || strings.Count(kinds, "award.moved") != 14 {
			t.Errorf("noted: %s", kinds)
		}

		shelf := dossier.New(o.store.People, o.rectifying())
		shelf.Now, shelf.Projects, shelf.Awards = o.now, projects.New(o.store.People), o.givingDesk()
		in := shelf.Within(o.Within(rightsBelow("", append(all, survey.ManagePolls)...)))
		d, err := in.Dossier(ctx, "u0")
		ok(t, err)
		if len(d.Awards) != 1 || d.Awards[0].Title != "工作创新奖" {
			t.Errorf("the dossier: %+v", d.Awards)
		}
		list, err := in.AddList(ctx, dossier.List{Title: "名单", Units: []string{"u1", "u2", "u0"}, Columns: []dossier.Column{{Kind: dossier.Prizes}}})
		ok(t, err)
		sheet, err := in.Sheet(ctx, list.ID, 0, false)
		ok(t, err)
		table := sheet.Table("zh")
		if got := fmt.Sprint(table.Rows); got != "[[单位u0 1（2026 工作创新奖 一等奖）] [单位u1 0] [单位u2 0]]" {
			t.Errorf("the candidate list: %s", got)
		}
	})
}

// A decision that is reopened is made anew; who left is in it no more.
func TestAwardReopened(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.twoCities(t)
		room := o.giving("a", survey.ManageOrders)
		a, err := room.Add(wen, awards.Award{
			Title: "表彰", Year: "2026", Home: "a", Notice: 5, Prizes: []awards.Prize{{Title: "先进", Places: 1}},
			Candidates: append(units("a0", "a1"), awards.Candidate{Unit: "a0", Title: "阳光村务"}), Rounds: []awards.Round{{Title: "终评", Way: awards.ByMeeting}},
		})
		ok(t, err)
		if a.Candidates[2].ID != "e1" {
			t.Errorf("an entry is %+v", a.Candidates[2])
		}
		a = carry(t, room, a, awards.Move{Do: awards.Start}, awards.Move{Do: awards.Settle, Why: "会议", Choice: map[string]int{"a0": 1}}, awards.Move{Do: awards.Publish},
			awards.Move{Do: awards.Drop, Candidate: "a0", Why: "本人申请退出"}, awards.Move{Do: awards.Reopen, Why: "获奖者退出"})
		if a.State != awards.Running || len(a.In(0)) != 2 || a.Closes != "" {
			t.Errorf("reopened: %+v", a)
		}
		a = carry(t, room, a, awards.Move{Do: awards.Settle, Why: "再次研究", Choice: map[string]int{"e1": 1}}, awards.Move{Do: awards.Withdraw, Why: "经费取消"})
		if a.State != awards.Cancelled || len(a.Next()) != 0 {
			t.Errorf("called off: %+v", a)
		}
		if _, err = o.giving("b", survey.ManageOrders).Award(ctx, a.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the other city: %v", err)
		}
		if _, err = room.Add(wen, awards.Award{Title: "别处", Year: "2026", Home: "b", Notice: 5, Prizes: []awards.Prize{{Title: "先进", Places: 1}}, Candidates: units("b0", "b0"), Rounds: []awards.Round{{Title: "终评", Way: awards.ByMeeting}}}); wrongFields(err) != "candidates[1] award_twice, home award_home" {
			t.Errorf("elsewhere: %v", err)
		}
		if all, err := room.Awards(ctx); err != nil || len(all) != 1 {
			t.Errorf("%d awards, %v", len(all), err)
		}
		if _, err = o.giving("").Awards(ctx); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
	})
}

// A backup carries awards, and what judges have typed.
func TestBackupCarriesAwards(t *testing.T) {
	o, dir := sqliteOffice(t)
	o.twoCities(t)
	a, err := o.giving("", survey.ManageOrders).Add(wen, awards.Award{
		Title: "先进集体表彰", Year: "2026", Notice: 5, Prizes: []awards.Prize{{Title: "先进", Places: 1}}, Candidates: units("a0"), Rounds: []awards.Round{{Title: "终评", Way: awards.ByMarks}},
	})
	ok(t, err)
	a = carry(t, o.giving("", survey.ManageOrders), a, awards.Move{Do: awards.Start}, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "卓砚青"}}})
	_, err = o.giving("").Mark(as("卓砚青"), a.ID, 1, awards.Marking{Marks: map[string][]survey.Num{}, Recused: map[string]string{"a0": "曾在该单位任职"}})
	ok(t, err)
	for _, want := range []string{a.ID, "先进集体表彰", "曾在该单位任职"} {
		if !strings.Contains(backedUp(t, dir), want) {
			t.Errorf("the backup holds no %s", want)
		}
	}
}

// backedUp is all that stands in a backup of a folder.
func backedUp(t *testing.T, dir string) string {
	t.Helper()
	origin, err := store.OriginSQLite(dir)
	ok(t, err)
	defer origin.Close()
	into := filepath.Join(t.TempDir(), "backups")
	_, err = origin.Backup(ctx, backupPlan(into))
	ok(t, err)
	var all strings.Builder
	ok(t, filepath.WalkDir(into, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		bytes, err := os.ReadFile(path)
		all.Write(bytes)
		return err
	}))
	return all.String()
}
