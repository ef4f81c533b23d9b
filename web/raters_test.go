package web

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/notify"
	"minping/survey/slips"
	"minping/survey/store"
	"minping/web/answer"
	"minping/web/site"
)

var raterRuns = flag.Int("rater-runs", 5, "polls in which somebody tries to match raters to sheets")

const (
	seenRaters = 30
	seenRatees = 3
)

// A sheetSeen is a sheet with what only its rater and the test know of it.
type sheetSeen struct {
	rater, ratee int
	remark       string // on the sheet alone
	receipt      []byte
}

// Whoever holds both databases with their logs, all that the server says when it
// is told to say everything, and the backups, and knows besides in which order
// the raters came, names the rater of a sheet no better than by chance
// (success at most 1/n + 0.05, for n raters). What opens the sheets went by mail,
// and so did reminders, of which some still wait in the outbox.
func TestNobodyMatchesRatersToSheetsOfAServer(t *testing.T) {
	hits, tries := map[string]int{}, map[string]int{}
	for run := range *raterRuns {
		chance := rand.New(rand.NewPCG(uint64(run), 30))
		dir, backups := t.TempDir(), t.TempDir()
		w := worldIn(t, dir)
		var said bytes.Buffer
		w.e.Debug = true
		w.e.Logger.SetOutput(&said)
		w.e.Logger.SetLevel(1) // its most talkative
		w.e.Use(middleware.AccessLog(slog.New(slog.NewJSONHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))))
		post := &office{t: t, dir: dir, link: map[string]string{}}
		w.Notify.Mailer = post
		sheets, secrets := handInAll(t, w, post, chance)
		ctx := context.Background()
		backUp := func() {
			_, err := w.store.Origin().Backup(ctx, store.BackupPlan{To: backups, Now: now, Program: "test", MinGroup: func([]byte) (int, error) { return 5, nil }})
			must(t, err)
		}
		must(t, w.store.Ballots.Rewrite(ctx))
		backUp()
		must(t, w.service.ClosePoll(ctx, "circle"))
		backUp()
		if w.get("/"); !bytes.Contains(said.Bytes(), []byte(`"route":"/"`)) {
			t.Fatal("the log says nothing at all")
		}
		unspeakable(t, said.Bytes(), sheets, secrets)
		if waiting, err := w.Notify.Waiting(ctx); err != nil || waiting+post.reminded != seenRaters || waiting == 0 || post.reminded == 0 {
			t.Fatalf("%d reminders wait, %d went (%v)", waiting, post.reminded, err)
		}
		for name, content := range filesOf(t, dir, backups) {
			nowhere(t, name, content, secrets)
			attack(name, content, sheets, hits, tries)
		}
	}
	limit := 1./seenRaters + 0.05
	for _, name := range slices.Sorted(maps.Keys(tries)) {
		rate := float64(hits[name]) / float64(tries[name])
		t.Logf("%-44s %4d of %5d guessed: %.4f", name, hits[name], tries[name], rate)
		if rate > limit {
			t.Errorf("%s: %.3f of the raters are found, more than %.3f", name, rate, limit)
		}
	}
	for _, what := range []string{"ballots.db, remarks by place", "ballots.db, receipts by place", "people.db, remarks by place"} {
		if tries[what] < *raterRuns*seenRaters*seenRatees {
			t.Errorf("%s: %d tries only, the attack does not see what it attacks", what, tries[what])
		}
	}
}

// handInAll lets everybody evaluate everybody through the pages, rater after
// rater as the roster has them.
func handInAll(t *testing.T, w *world, post *office, chance *rand.Rand) (sheets []sheetSeen, secrets []string) {
	t.Helper()
	ctx := context.Background()
	_, err := w.service.AddQuestionnaire(ctx, []byte(strings.Replace(circleForm, "relation: peer}", "relation: recipient}", 1)))
	must(t, err)
	r := survey.Rights{}
	r.Add(survey.ManageUnits, survey.Area{})
	r.Add(survey.ManagePolls, survey.Area{})
	v := w.service.Within(r)
	must(t, w.service.PutUnits(ctx, []survey.Unit{{ID: "office", Name: survey.Text{"zh": "局"}, Tier: "county"}, {ID: "city", Name: survey.Text{"zh": "市"}, Tier: "county"}}))
	plan := survey.AssignmentPlan{Seed: chance.Uint64(), Rules: []survey.AssignmentRule{{Group: "peer", Relation: survey.RelationRecipient}}, Recipients: map[string][]string{}}
	staff := survey.RosterChange{}
	poll := survey.Poll{ID: "circle", Title: survey.Text{"zh": "互评"}, Questionnaire: survey.QuestionnaireRef{ID: "circle"}, Access: survey.ByCode}
	for i := range seenRaters {
		staff.People = append(staff.People, survey.Person{ID: raterName(i), Name: fmt.Sprintf("评价人%02d", i), Team: "city", Mail: raterName(i) + "@example.org"})
	}
	for j := range seenRatees {
		id := fmt.Sprintf("ratee-%d", j)
		staff.People, poll.Units = append(staff.People, survey.Person{ID: id, Name: "被评人", Team: "office", Tier: "person"}), append(poll.Units, id)
		for i := range seenRaters {
			plan.Recipients[id] = append(plan.Recipients[id], raterName(i))
		}
	}
	_, err = v.ChangeRoster(ctx, staff, nil)
	must(t, err)
	_, err = w.service.CreatePoll(ctx, poll)
	must(t, err)
	book, err := v.DrawAssignments(ctx, "circle", 0, plan)
	must(t, err)
	given, err := v.HandOver(ctx, "circle", book.Revision, survey.BundleHand{
		Write: func([]survey.Bundle) ([]byte, error) { return nil, nil },
		Check: w.Notify.CanDispatch,
		Send: func(list []survey.Bundle) ([]survey.Bundle, error) {
			return w.Notify.Dispatch(ctx, "circle", "zh", list, func(secret string) string { return slips.WorkspaceLink("https://survey.example.org", secret) })
		},
		Join: func(list []survey.Bundle) error { return w.Notify.JoinRaters(ctx, "circle", list) },
	})
	if must(t, err); given.Mailed != seenRaters {
		t.Fatalf("%d bundles went", given.Mailed)
	}
	must(t, w.service.OpenPoll(ctx, "circle"))
	for i := range seenRaters {
		_, secret, _ := strings.Cut(post.link[raterName(i)+"@example.org"], "#")
		visit := openBundle(t, w, secret).sees(http.StatusOK, "Please evaluate 3 people")
		secrets = append(secrets, secret)
		if i == seenRaters/2 {
			_, err := w.Notify.Plan(ctx, "circle", notify.Order{Kind: notify.Reminder, When: notify.Now})
			must(t, err)
			must(t, w.Notify.Tick(ctx))
		}
		for n := range seenRatees {
			visit.toward(fmt.Sprint(answer.WorkRate, ":", n)).sees(http.StatusOK, "Makes aims clear")
			seen := sheetSeen{rater: i, remark: fmt.Sprintf("w%016x", chance.Uint64())}
			_, err := fmt.Sscanf(visit.form.Get(site.FieldUnit), "ratee-%d", &seen.ratee)
			must(t, err)
			for _, item := range []string{"clear", "keeps", "listens"} {
				visit.answerOnly(item, fmt.Sprint(1+chance.IntN(3)))
			}
			visit.answerOnly("remark", seen.remark).press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
			seen.receipt, err = hex.DecodeString(strings.ToLower(visit.receipt()))
			must(t, err)
			sheets = append(sheets, seen)
		}
	}
	return sheets, secrets
}

func raterName(i int) string { return fmt.Sprintf("rater-%02d", i) }

// An office takes mail: what opens sheets, and of reminders every other one. For
// the rest it asks to be tried again later. Whenever it takes a secret it looks
// whether the secret lies anywhere in the server's files.
type office struct {
	t        *testing.T
	dir      string
	mu       sync.Mutex
	link     map[string]string // by address: the mail archive
	seen     int
	reminded int
}

// Send implements notify.Courier.
func (o *office) Send(_ context.Context, m notify.Mail) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, secret, found := strings.Cut(m.Link, "/w#"); found {
		for name, content := range filesOf(o.t, o.dir) {
			nowhere(o.t, name, content, []string{secret})
		}
		o.link[m.To.Address] = m.Link
		return nil
	}
	if strings.Contains(m.Text, "#") {
		o.t.Errorf("a reminder holds a secret: %s", m.Text)
	}
	if o.seen++; o.seen%2 == 0 {
		return errors.New("try again later")
	}
	o.reminded++
	return nil
}

// nowhere demands that a file holds none of some secrets, however written.
func nowhere(t *testing.T, name string, content []byte, secrets []string) {
	t.Helper()
	for _, secret := range secrets {
		bare := strings.ReplaceAll(secret, "-", "")
		if bare == "" || bytes.Contains(content, []byte(secret)) || bytes.Contains(content, []byte(bare)) {
			t.Errorf("%s holds %q", name, secret)
		}
	}
}

// unspeakable demands that the log says nothing of raters or sheets.
func unspeakable(t *testing.T, said []byte, sheets []sheetSeen, secrets []string) {
	t.Helper()
	never := slices.Clone(secrets)
	for i := range seenRaters {
		never = append(never, raterName(i), fmt.Sprintf("评价人%02d", i), strings.ReplaceAll(secrets[i], "-", ""))
	}
	for _, s := range sheets {
		never = append(never, s.remark, hex.EncodeToString(s.receipt))
	}
	for _, word := range never {
		if bytes.Contains(said, []byte(word)) {
			t.Errorf("the log says %s", word)
		}
	}
}

// filesOf reads all files of some folders, by name without what differs from
// run to run.
func filesOf(t *testing.T, dirs ...string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for i, dir := range dirs {
		must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			name := filepath.Base(path)
			if i > 0 {
				name = "backup " + name
			}
			files[name] = append(files[name], content...)
			return err
		}))
	}
	return files
}

// attack guesses the rater of each sheet that a file tells of: the nth sheet
// about somebody, as they lie in the file, is the nth rater's; and a sheet is
// his whose name stands nearest before it.
func attack(name string, content []byte, sheets []sheetSeen, hits, tries map[string]int) {
	for what, word := range map[string]func(sheetSeen) []byte{
		"remarks":  func(s sheetSeen) []byte { return []byte(s.remark) },
		"receipts": func(s sheetSeen) []byte { return s.receipt },
	} {
		place := make([]int, len(sheets))
		for i, s := range sheets {
			place[i] = bytes.Index(content, word(s))
		}
		for ratee := range seenRatees {
			var lie []int
			for i, s := range sheets {
				if s.ratee == ratee && place[i] >= 0 {
					lie = append(lie, i)
				}
			}
			slices.SortFunc(lie, func(a, b int) int { return place[a] - place[b] })
			for nth, i := range lie {
				tries[name+", "+what+" by place"]++
				if sheets[i].rater == nth {
					hits[name+", "+what+" by place"]++
				}
				near := nearest(content[:place[i]])
				if near < 0 {
					continue
				}
				tries[name+", "+what+" by neighbour"]++
				if near == sheets[i].rater {
					hits[name+", "+what+" by neighbour"]++
				}
			}
		}
	}
}

// nearest is the rater whose id stands last in a text, -1 if none does.
func nearest(text []byte) int {
	at := bytes.LastIndex(text, []byte("rater-"))
	i := -1
	if at >= 0 {
		if _, err := fmt.Sscanf(string(text[at:min(len(text), at+8)]), "rater-%d", &i); err != nil {
			return -1
		}
	}
	return i
}
