package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/library"
)

// nominate holds a round of a nomination on one unit: each ballot is who is
// ticked, and who is written in behind a bar.
func (d desk) nominate(t *testing.T, poll string, ballots ...string) *survey.Release {
	t.Helper()
	must(t, d.service.OpenPoll(t.Context(), poll))
	for i, b := range ballots {
		ticked, written, _ := strings.Cut(b, "|")
		answers := survey.Answers{}
		if ticked != "" {
			answers["names"] = strings.Fields(ticked)
		}
		if written != "" {
			answers["others"] = []string{written}
		}
		key := fmt.Appendf(nil, "%032s", fmt.Sprintf("%s-%d", poll, i))
		_, err := d.service.Accept(t.Context(), survey.Submission{Poll: poll, Key: key, Salt: key, Ballots: []survey.Ballot{{Unit: "west", Answers: answers}}})
		must(t, err)
	}
	must(t, d.service.ClosePoll(t.Context(), poll))
	must(t, d.service.PublishPoll(t.Context(), poll))
	r, err := d.service.Release(t.Context(), poll)
	must(t, err)
	return r
}

// Nine name two each at most: 甲 6, 乙 4, 李某, who is on no list, 4, 丙 1. Of two
// who go on 甲 is sure, and two are tied for the other place.
var firstRound = []string{"n1 n2", "n1 n2", "n1 n2", "n1 n2", "n1|李某", "n1|李 某", "|李某", "|李某", "n3"}

// From a nomination the next round is made in one step: those who are tied are
// named, all go on unless the organiser says else, who was written in stands on
// the list, and his votes of then stand beside those of now. The vote can also be
// held again as it was. Either is a draft that can be deleted.
func TestNextRound(t *testing.T) {
	d := newDesk(t)
	src, err := library.Source("nomination")
	must(t, err)
	_, err = d.service.AddQuestionnaire(t.Context(), src)
	must(t, err)
	_, err = d.service.CreatePoll(t.Context(), survey.Poll{
		ID: "first", Title: survey.Text{"zh": "推荐", "en": "Nomination"}, Questionnaire: survey.QuestionnaireRef{ID: "nomination"},
		Units: []string{"west"}, Access: survey.OpenLink, PublicResults: true, Expected: 11,
	})
	must(t, err)
	d.nominate(t, "first", firstRound...)

	if body := d.get("/r/first/votes").Body.String(); strings.Contains(body, `id="next"`) {
		t.Error("whoever reads results is offered to make the next round")
	}
	page := d.page(t, "li", "/r/first/votes", http.StatusOK)
	_, forms, _ := strings.Cut(page, `id="next"`)
	sure, rest, _ := strings.Cut(forms, "2 are tied over the border with 4 votes, for 1 left")
	tied, others, ok := strings.Cut(rest, "<legend>Others")
	for part, want := range map[string][]string{sure: {`name="listed" value="n1" checked`}, tied: {`name="listed" value="n2" checked`, `name="written" value="李某" checked`}, others: {`name="listed" value="n3">`, `name="listed" value="n6">`}} {
		for _, w := range want {
			if !ok || strings.Count(page, w) != 1 || !strings.Contains(part, w) {
				t.Errorf("%s is not where it should be in\n%s", w, page)
			}
		}
	}
	if one := d.page(t, "li", "/r/first/votes?item=names&unit=west&top=1", http.StatusOK); strings.Contains(one, "are tied over the border with") || strings.Count(one, " checked>") != 1 {
		t.Errorf("of one who goes on:\n%s", one)
	}

	go_ := url.Values{"go": {"next"}, "item": {"names"}, "unit": {"west"}, "top": {"2"}}
	if none := d.post(t, "li", "/r/first/votes", go_, http.StatusUnprocessableEntity); !strings.Contains(none, "Choose at least one candidate") && !strings.Contains(none, "请至少选一位候选人") {
		t.Error("nobody is chosen, and it is not told")
	}
	go_["listed"], go_["written"] = []string{"n1", "n2"}, []string{"李某"}
	d.post(t, "li", "/r/first/votes", go_, http.StatusSeeOther)
	next := d.newest(t)
	if next.State != survey.Draft || next.Previous != "first" || next.Questionnaire.Version != "2" || !slices.Equal(next.Units, []string{"west"}) || next.Title["en"] != "Nomination (round 2)" || next.Title["zh"] != "推荐（第\u00a02\u00a0轮）" || next.Expected != 11 {
		t.Fatalf("the next round: %+v", next)
	}
	second := d.nominate(t, next.ID, "n1 w1", "n1 w1", "n1 w1", "w1", "n2 w1", "w1 n2")
	names := second.Votes[0].Candidates
	if len(names) != 3 || names[0].Name["zh"] != "李某" || names[0].Written || names[0].Votes != 6 || len(names[0].Earlier) != 1 || names[0].Earlier[0].Votes != 4 || names[0].Earlier[0].Cast != 9 || names[1].Earlier[0].Votes != 6 {
		t.Errorf("the second round: %+v", names)
	}

	d.post(t, "li", "/r/"+next.ID+"/votes", url.Values{"go": {"again"}}, http.StatusSeeOther)
	again := d.newest(t)
	if again.Previous != next.ID || again.Questionnaire != next.Questionnaire || again.Title["en"] != "Nomination (round 3)" || again.State != survey.Draft {
		t.Errorf("the same vote again: %+v", again)
	}
	d.post(t, "li", "/manage/"+again.ID+"/delete", nil, http.StatusSeeOther)
	if _, err := d.service.Poll(t.Context(), again.ID); err == nil {
		t.Error("the draft cannot be deleted")
	}
}

// The next round of an evaluation is made at the foot of its page: the same
// questionnaire on the same units, beside this one.
func TestNextRoundOfAnEvaluation(t *testing.T) {
	d := newDesk(t)
	openBureau(t, d.world, 2, survey.ByCode)
	must(t, d.service.ClosePoll(t.Context(), "bureau"))
	must(t, d.service.PublishPoll(t.Context(), "bureau"))
	const offer = `name="go" value="again"`
	if page := d.page(t, "li", "/r/bureau/evaluation", http.StatusOK); strings.Count(page, offer) != 1 || !strings.Contains(page, `action="/r/bureau/votes"`) {
		t.Errorf("no next round is offered:\n%s", page)
	}
	d.post(t, "li", "/r/bureau/votes", url.Values{"go": {"again"}}, http.StatusSeeOther)
	next := d.newest(t)
	if next.Previous != "bureau" || next.State != survey.Draft || next.Questionnaire.ID != "leadership-evaluation" || len(next.Units) != 3 || next.Access != survey.ByCode || !next.Closes.IsZero() {
		t.Errorf("the next round: %+v", next)
	}
}

// newest is the poll that was made last.
func (d desk) newest(t *testing.T) survey.Poll {
	t.Helper()
	polls, err := d.service.Polls(t.Context())
	must(t, err)
	return polls[0]
}
