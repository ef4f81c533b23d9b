package web

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/guard"
	"minping/survey/library"
)

// stuff hands in ballots about a unit from one network: honest ones, whose
// answers go together by a general opinion, or one sheet over and over.
func (w *world) stuff(t *testing.T, rng *rand.Rand, unit string, honest, copies int) {
	t.Helper()
	src, err := library.Source("organisation-work")
	must(t, err)
	q, err := form.Parse(src)
	must(t, err)
	var forged survey.Answers
	for i := range honest + copies {
		opinion, answers := 0.7*rng.NormFloat64(), survey.Answers{}
		for j := range q.Items {
			it := &q.Items[j]
			if it.Type != survey.Choice || !it.Required {
				continue
			}
			options := q.ItemOptions(it)
			at := min(len(options)-1, max(0, int(1.5+opinion+rng.NormFloat64())))
			answers[it.ID] = []string{options[at].Code}
		}
		if i == honest {
			forged = answers
		}
		if i >= honest {
			answers = forged
		}
		key := sha256.Sum256(fmt.Append(nil, unit, i))
		_, err := w.Guard.Accept(t.Context(), w.service, survey.Submission{
			Poll: "work", Key: key[:], Salt: key[:], Ballots: []survey.Ballot{{Unit: unit, Group: q.Groups[0].ID, Answers: answers}},
		}, guard.Sender{Network: "203.0.113.0/24", Attended: i >= guard.MostUnproven})
		must(t, err)
	}
}

// Trust test 62: a sheet that was copied makes the poll red, on the pages and
// in the release, with both tallies; nothing is dropped.
func TestStuffedPollIsRed(t *testing.T) {
	w := newWorld(t)
	w.service.Witness = w.Guard
	rng := rand.New(rand.NewPCG(1, 62))
	w.stuff(t, rng, "east", 60, 40)
	w.stuff(t, rng, "west", 60, 0)
	must(t, w.service.ClosePoll(t.Context(), "work"))
	must(t, w.service.PublishPoll(t.Context(), "work"))
	r, err := w.service.Release(t.Context(), "work")
	must(t, err)
	i := r.Integrity
	if i == nil || i.Mark != survey.Red || i.Marked != 40 || i.Reasons[0].Kind != survey.CopiedSheets || i.Reasons[0].Unit != "east" {
		t.Fatalf("%+v", i)
	}
	if len(i.Units) != 1 || i.Units[0].Marked != 40 || i.Units[0].Score != r.Unit("east").Nodes["overall"].Score || i.Units[0].Screened == i.Units[0].Score {
		t.Errorf("screened: %+v", i.Units)
	}
	if r.Method.Ballots != 160 || r.Unit("east").Ballots != 100 {
		t.Errorf("%d ballots, %d about the east: something was dropped", r.Method.Ballots, r.Unit("east").Ballots)
	}
	for path, want := range map[string]string{"/r/work?lang=en": "Looks stuffed", "/r/work/method?lang=en": "of 100 ballots 40 repeat the same answers"} {
		if body := w.get(path).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	v, err := w.service.Verify(t.Context(), "work")
	must(t, err)
	if !v.Sound() {
		t.Errorf("verify: %+v %+v", v.Differences, v.Problems)
	}
}

// Trust test 66: a hall of 300 honest people behind one address is not red,
// though unusual.
func TestHonestHallIsNotRed(t *testing.T) {
	w := newWorld(t)
	w.service.Witness = w.Guard
	w.stuff(t, rand.New(rand.NewPCG(1, 66)), "east", 300, 0)
	must(t, w.service.ClosePoll(t.Context(), "work"))
	r, err := w.service.Release(t.Context(), "work")
	must(t, err)
	if i := r.Integrity; i.Mark != survey.Amber || i.Marked != 0 || i.Arrivals.Largest.Ballots != 300 {
		t.Errorf("%+v", i)
	}
}
