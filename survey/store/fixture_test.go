package store_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

func TestMain(m *testing.M) {
	if place := os.Getenv(processPlace); place != "" {
		os.Exit(serveParent(place))
	}
	os.Exit(pgtest.Main(m))
}

// start is the first moment of every test's clock.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// A clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// An office is a service over open stores, with a clock to move.
type office struct {
	*survey.Service
	*clock
	store *store.Store
}

func newOffice(st *store.Store) *office {
	o := &office{survey.NewService(st.People, st.Ballots, parse), &clock{t: start}, st}
	o.Now = o.now
	return o
}

// parse reads the questionnaires of these tests, which are JSON.
func parse(src []byte) (*survey.Questionnaire, error) {
	q := &survey.Questionnaire{YAML: src}
	if err := json.Unmarshal(src, q); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(src)
	q.Hash = hex.EncodeToString(sum[:])
	return q, nil
}

// onEach runs a test on both engines, each time with empty databases.
func onEach(t *testing.T, test func(t *testing.T, o *office)) {
	onEachStore(t, func(t *testing.T, reopen func() *store.Store) { test(t, newOffice(reopen())) })
}

// onEachStore gives the test a function that opens the same databases anew;
// what it opened before is closed then.
func onEachStore(t *testing.T, test func(t *testing.T, reopen func() *store.Store)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		test(t, reopener(t, func() (*store.Store, error) { return store.OpenSQLite(dir) }))
	})
	t.Run("postgres", func(t *testing.T) {
		people, ballots := pgtest.Databases(t)
		test(t, reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) }))
	})
}

func reopener(t testing.TB, open func() (*store.Store, error)) func() *store.Store {
	var last *store.Store
	shut := func() {
		if last != nil {
			if err := last.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(shut)
	return func() *store.Store {
		shut()
		st, err := open()
		if err != nil {
			t.Fatal(err)
		}
		last = st
		return st
	}
}

var ctx = context.Background()

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// questionnaire is a small form: items a and b scored, why free text.
func questionnaire(version string, groups ...string) []byte {
	score := func(f float64) *float64 { return &f }
	q := survey.Questionnaire{
		ID: "q", Version: version, Languages: []string{"zh"}, Title: survey.Text{"zh": "问卷"},
		Scales: map[string]survey.Scale{"s": {
			{Code: "5", Score: score(100)},
			{Code: "3", Score: score(60)},
			{Code: "1", Score: score(0)},
			{Code: "0", Kind: survey.DontKnow},
		}},
		Items: []survey.Item{
			{ID: "a", Type: survey.Choice, Scale: "s", Required: true},
			{ID: "b", Type: survey.Choice, Scale: "s"},
			{ID: "why", Type: survey.LongText},
		},
		Index: []survey.Node{
			{ID: "na", Item: "a", Weight: 1, Level: survey.LevelIndicator},
			{ID: "nb", Item: "b", Weight: 1, Level: survey.LevelIndicator},
		},
	}
	for _, g := range groups {
		q.Groups = append(q.Groups, survey.Group{ID: g, Title: survey.Text{"zh": g}, Weight: 1})
	}
	src, err := json.Marshal(q)
	if err != nil {
		panic(err)
	}
	return src
}

// largeQuestionnaire has so many items, all scored alike.
func largeQuestionnaire(items int) []byte {
	q, err := parse(questionnaire("1"))
	if err != nil {
		panic(err)
	}
	q.Items, q.Index = nil, nil
	for i := range items {
		id := fmt.Sprintf("s%d", i+1)
		q.Items = append(q.Items, survey.Item{ID: id, Type: survey.Choice, Scale: "s"})
		q.Index = append(q.Index, survey.Node{ID: id, Item: id, Weight: 1, Level: survey.LevelIndicator})
	}
	src, err := json.Marshal(q)
	if err != nil {
		panic(err)
	}
	return src
}

// prepare publishes the questionnaire and puts three units and their parent.
func (o *office) prepare(t testing.TB, groups ...string) {
	t.Helper()
	_, err := o.AddQuestionnaire(ctx, questionnaire("1", groups...))
	ok(t, err)
	units := []survey.Unit{{ID: "city", Name: survey.Text{"zh": "市"}, Tier: "city"}}
	for i := range 3 {
		units = append(units, survey.Unit{ID: fmt.Sprintf("u%d", i), Name: survey.Text{"zh": "县"}, Tier: "county", Parent: "city"})
	}
	ok(t, o.PutUnits(ctx, units))
}

// draft is a poll as a user would make it.
func draft(id string) survey.Poll {
	return survey.Poll{
		ID: id, Title: survey.Text{"zh": "测评"}, Questionnaire: survey.QuestionnaireRef{ID: "q", Version: "1"},
		Units: []string{"u0", "u1", "u2"}, Access: survey.OpenLink,
	}
}

// openPoll makes and opens a poll.
func (o *office) openPoll(t testing.TB, p survey.Poll) survey.Poll {
	t.Helper()
	p, err := o.CreatePoll(ctx, p)
	ok(t, err)
	ok(t, o.OpenPoll(ctx, p.ID))
	return p
}

func random32() []byte {
	b := make([]byte, 32)
	rand.Read(b)
	return b
}

// submission is one ballot about u0 under a new key.
func submission(poll string) survey.Submission {
	return survey.Submission{
		Poll: poll, Key: random32(), Salt: random32(),
		Ballots: []survey.Ballot{{Unit: "u0", Answers: survey.Answers{"a": {"5"}, "b": {"3"}}}},
	}
}

// records returns all ballots of a poll as "unit/group/scored/rest".
func (o *office) records(t testing.TB, poll string) []string {
	t.Helper()
	var all []string
	ok(t, o.store.Ballots.Stream(ctx, poll, 0, 1, func(r *survey.Record) error {
		all = append(all, fmt.Sprintf("%s/%s/%x/%s", r.Unit, r.Group, r.Scored, r.Rest))
		return nil
	}))
	return all
}
