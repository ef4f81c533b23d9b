package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/points"
)

// confer takes an award that is chosen to its end, with an objection that is ruled
// on by somebody else.
func confer(t *testing.T, o *office, room awards.Room, a awards.Award, about string) awards.Award {
	t.Helper()
	a = carry(t, room, a, awards.Move{Do: awards.Publish}, awards.Move{Do: awards.Object, Candidate: about, Why: "请核实材料"})
	a, err := room.Move(du, a.ID, a.Revision, awards.Move{Do: awards.Rule, Objection: 1, Finding: awards.Dismissed, Why: "经核实属实"})
	ok(t, err)
	o.move(6 * 24 * time.Hour)
	return carry(t, room, a, awards.Move{Do: awards.Confer, Number: "澄组发〔2026〕8号"})
}

// won counts prizes by class.
func won(a awards.Award) string {
	classes := make([]int, len(a.Prizes)+1)
	for i := range a.Candidates {
		classes[a.Candidates[i].Won()]++
	}
	return fmt.Sprint(classes[1:])
}

// From the library's questionnaire to the prizes: seventy units are imported, forty
// members vote by codes, the release decides 8 first, 19 second and 37 third prizes;
// four are tied over the border of the second and the third.
func TestAwardByVote(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.Parse = form.Parse
		source, err := library.Source("award")
		ok(t, err)
		q, err := o.AddQuestionnaire(ctx, source)
		ok(t, err)
		all, candidates := []survey.Unit{}, []awards.Candidate{}
		for i := range 70 {
			id := fmt.Sprintf("n%02d", i)
			all = append(all, survey.Unit{ID: id, Name: survey.Text{"zh": "县" + id}, Tier: "county"})
			candidates = append(candidates, awards.Candidate{Unit: id})
		}
		ok(t, o.PutUnits(ctx, all))
		p := survey.Poll{ID: "vote", Title: survey.Text{"zh": "创新奖票决"}, Questionnaire: survey.QuestionnaireRef{ID: q.ID, Version: q.Version}, Access: survey.ByCode, Expected: 40}
		for _, u := range all {
			p.Units = append(p.Units, u.ID)
		}
		p = o.openPoll(t, p)
		_, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Label: "委员"}, 40)
		ok(t, err)
		for member, code := range codes {
			s := survey.Submission{Poll: p.ID, Code: code, Salt: random32()}
			for i, u := range p.Units {
				answer := "N"
				if member < 40-i/4 { // four at a time are alike
					answer = "Y"
				}
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: u, Answers: survey.Answers{"support": {answer}}})
			}
			_, err := o.Accept(ctx, s)
			ok(t, err)
		}
		room := o.giving("", survey.ManageOrders, survey.CheckOrders, survey.ReadResults, survey.ReadUnpublished)
		a, err := room.Add(wen, awards.Award{
			Title: "组织工作创新奖", Year: "2026", Notice: 5, Issuer: "评审办", Contact: "0558-12345", Candidates: candidates,
			Prizes: []awards.Prize{{Title: "一等奖", Places: 8}, {Title: "二等奖", Places: 19}, {Title: "三等奖", Places: 37}},
			Rounds: []awards.Round{{Title: "终评", Way: awards.ByPoll}},
		})
		ok(t, err)
		a = carry(t, room, a, awards.Move{Do: awards.Start})
		if _, err = room.Move(wen, a.ID, a.Revision, awards.Move{Do: awards.Settle, Source: "vote"}); wrongFields(err) != "source award_poll" {
			t.Errorf("before the vote is over: %v", err)
		}
		ok(t, o.ClosePoll(ctx, p.ID))
		settle := awards.Move{Do: awards.Settle, Source: "vote"}
		if _, err = room.Move(wen, a.ID, a.Revision, settle); wrongFields(err) != "choice.n24 award_tied, choice.n25 award_tied, choice.n26 award_tied, choice.n27 award_tied" {
			t.Fatalf("tied over the border: %s", wrongFields(err))
		}
		settle.Choice, settle.Why = map[string]int{"n24": 2, "n25": 2, "n26": 2, "n27": 2}, "评审会"
		if _, err = room.Move(wen, a.ID, a.Revision, settle); wrongFields(err) != "choice award_too_many" {
			t.Errorf("more than places: %s", wrongFields(err))
		}
		settle.Choice["n27"] = 3
		a = carry(t, room, a, settle)
		hash, err := o.Within(rightsBelow("", survey.ReadResults, survey.ReadUnpublished)).ReleaseHash(ctx, "vote")
		ok(t, err)
		if r := a.Rounds[0]; won(a) != "[8 19 37]" || r.Source != "vote" || r.Part != "support" || r.Hash != hash || r.Lines[0].Value != 40 || r.Lines[0].N != 40 || a.Candidate("n64").Prize != 0 {
			t.Errorf("prizes %s by %+v", won(a), r.Lines[0])
		}
		a = confer(t, o, room, a, "n00")
		if won(a) != "[8 19 37]" || a.State != awards.Conferred {
			t.Errorf("%s, %s", a.State, won(a))
		}
		if kinds := o.kinds(t); strings.Count(kinds, "award.moved") != 6 || strings.Count(kinds, "award.added") != 1 {
			t.Errorf("noted: %s", kinds)
		}
		papers := papersOf(o, "", survey.ManageOrders)
		for _, file := range []string{"award_notice.docx", "award_notice.pdf", "award_notice.xlsx", "commendation.docx", "commendation.pdf", "commendation.xlsx"} {
			name, write, err := papers.OfAwardFile(ctx, file, a.ID, "zh")
			ok(t, err)
			var b bytes.Buffer
			if ok(t, write(&b)); b.Len() < 1000 || !strings.Contains(name, "组织工作创新奖") {
				t.Errorf("%s: %d bytes", name, b.Len())
			}
		}
		leader := papersOf(o, "n01", survey.ReadResults)
		if _, _, err := leader.OfAwardFile(ctx, "award_notice.docx", a.ID, "zh"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a leader's document: %v", err)
		}
	})
}

// From points to prizes: cards are filled, the appraisal is computed, decided and
// shown, and its totals decide a round; two are alike for one first prize.
func TestAwardByAppraisal(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		whole := cardOrganiser(o, "")
		_, err := whole.PutScheme(wen, "", 0, []byte(cardScheme))
		ok(t, err)
		marks := map[string]float64{"u0": 45, "u1": 45, "u2": 35}
		for _, unit := range []string{"u0", "u1", "u2"} {
			mark := marks[unit]
			earn(t, whole, points.Input{Unit: unit, Part: "duty", Points: &mark})
		}
		earn(t, whole, points.Input{Unit: "u2", Item: "award", Matter: "获表彰"})
		appraisal, err := whole.Compute(wen, points.AppraisalInput{Scheme: "year-2026", Year: whole.Year()})
		ok(t, err)
		for i, u := range appraisal.Result.Units {
			appraisal, err = whole.Grade(wen, appraisal.ID, int64(1+i), []points.Verdict{{Unit: u.Unit, Grade: "rest", Reason: "集体研究决定"}})
			ok(t, err)
		}
		appraisal, err = whole.Show(wen, appraisal.ID, int64(1+len(appraisal.Result.Units)), true, "")
		ok(t, err)

		desk := o.givingDesk()
		desk.Points = points.New(o.store.People, form.ParseScheme)
		desk.Points.Now, desk.Points.Zone = o.now, time.UTC
		room := desk.Within(o.Within(rightsBelow("", survey.ReadOrders, survey.ManageOrders, survey.CheckOrders, survey.ReadResults, survey.ReadUnpublished)))
		a, err := room.Add(wen, awards.Award{
			Title: "先进单位", Year: "2026", Notice: 5, Prizes: []awards.Prize{{Title: "一等奖", Places: 1}, {Title: "二等奖", Places: 1}}, Candidates: units("u0", "u1", "u2"),
			Rounds: []awards.Round{{Title: "考核", Way: awards.ByAppraisal, Places: 2}, {Title: "终评", Way: awards.ByAppraisal}},
		})
		ok(t, err)
		a = carry(t, room, a, awards.Move{Do: awards.Start})
		sources, err := room.Sources(ctx, awards.ByAppraisal)
		ok(t, err)
		if len(sources) != 1 || sources[0].ID != appraisal.ID {
			t.Errorf("sources %+v", sources)
		}
		a = carry(t, room, a, awards.Move{Do: awards.Settle, Source: appraisal.ID})
		total := map[string]survey.Num{}
		for _, u := range appraisal.Result.Units {
			total[u.Unit] = u.Total
		}
		r := a.Rounds[0]
		for _, l := range r.Lines {
			if l.Value != total[l.Candidate] {
				t.Errorf("%s: %v, appraised %v", l.Candidate, l.Value, total[l.Candidate])
			}
		}
		if r.Source != appraisal.ID || r.Hash != appraisal.Hash || len(a.In(1)) != 2 {
			t.Errorf("the first round: %+v, %d go on", r, len(a.In(1)))
		}
		settle := awards.Move{Do: awards.Settle, Source: appraisal.ID}
		if _, err = room.Move(wen, a.ID, a.Revision, settle); wrongFields(err) != "choice.u0 award_tied, choice.u1 award_tied" {
			t.Fatalf("alike: %s; totals %v", wrongFields(err), total)
		}
		settle.Choice, settle.Why = map[string]int{"u0": 2, "u1": 1}, "u1 连续两年先进"
		a = carry(t, room, a, settle)
		a = confer(t, o, room, a, "u0")
		if won(a) != "[1 1]" || a.Candidate("u1").Won() != 1 || a.State != awards.Conferred {
			t.Errorf("%s, %s", a.State, won(a))
		}
		if kinds := o.kinds(t); strings.Count(kinds, "award.moved") != 7 {
			t.Errorf("noted: %s", kinds)
		}
	})
}
