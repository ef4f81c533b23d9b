package store_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/store"
)

// verified returns what a fresh service finds about a poll.
func verified(t *testing.T, o *office, poll string) *survey.Verification {
	t.Helper()
	v, err := newOffice(o.store).Verify(ctx, poll)
	ok(t, err)
	return v
}

// A recount of what is stored gives the released figures (trust test 70), with
// sheets, quotas, a round before, codes, and after publishing.
func TestVerifyUntouched(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		first := draft("first")
		first.Quotas = []survey.Quota{{Unit: "u0", Target: 30}, {Target: 100}}
		o.openPoll(t, first)
		o.fill(t, "first", 20)
		if _, err := o.Verify(ctx, "first"); kind(err) != "conflict" {
			t.Errorf("an open poll: %v", err)
		}
		ok(t, o.ClosePoll(ctx, "first"))
		second := byCode("second")
		second.Previous = "first"
		o.openPoll(t, second)
		_, codes, err := o.IssueCodes(ctx, "second", survey.CodeBatch{Units: []string{"u0", "u1"}}, 9)
		ok(t, err)
		for _, code := range codes[:8] {
			s := submission("second")
			s.Key, s.Code = nil, code
			_, err := o.Accept(ctx, s)
			ok(t, err)
		}
		ok(t, o.ClosePoll(ctx, "second"))
		ok(t, o.PublishPoll(ctx, "second"))
		for poll, want := range map[string][2]int{"first": {20, 60}, "second": {8, 8}} {
			v := verified(t, o, poll)
			if !v.Sound() || v.Submissions != want[0] || v.Ballots != want[1] || v.Figures < 100 {
				t.Errorf("%s: %+v", poll, v)
			}
		}
		strays, err := o.Strays(ctx)
		ok(t, err)
		if len(strays) > 0 {
			t.Errorf("strays %q", strays)
		}
		ok(t, o.store.Inspect(ctx))
	})
}

// A round that was counted after the next one is no difference.
func TestVerifyRoundsOutOfOrder(t *testing.T) {
	o, _ := sqliteOffice(t)
	o.prepare(t)
	o.openPoll(t, draft("first"))
	second := draft("second")
	second.Previous = "first"
	o.openPoll(t, second)
	o.fill(t, "first", 9)
	o.fill(t, "second", 9)
	ok(t, o.ClosePoll(ctx, "second"))
	ok(t, o.ClosePoll(ctx, "first"))
	if v := verified(t, o, "second"); !v.Sound() {
		t.Errorf("found %+v", v)
	}
}

// A tampering changes what is stored of poll "p" and says what must be named.
type tampering struct {
	name string
	do   func(t *testing.T, o *office, rnd *rand.Rand) (named string, undo func())
}

var tamperings = []tampering{
	{"an answer", func(t *testing.T, o *office, rnd *rand.Rand) (string, func()) {
		b := anyBallot(t, o, rnd)
		changed := slices.Clone(b.Scored)
		i := rnd.IntN(len(changed))
		changed[i] = (changed[i] + 1 + byte(rnd.IntN(4))) % 5 // blank, or another of the four options
		set := func(scored []byte) {
			ok(t, o.store.Ballots.Exec(`UPDATE ballots SET scored = $1 WHERE poll = 'p' AND id = $2`, scored, b.ID))
		}
		set(changed)
		return "units[" + b.Unit + "].counts." + string("ab"[i]), func() { set(b.Scored) }
	}},
	{"whom a ballot is about", func(t *testing.T, o *office, rnd *rand.Rand) (string, func()) {
		b := anyBallot(t, o, rnd)
		set := func(unit string) {
			ok(t, o.store.Ballots.Exec(`UPDATE ballots SET unit = $1 WHERE poll = 'p' AND id = $2`, unit, b.ID))
		}
		set(map[string]string{"u0": "u1", "u1": "u2", "u2": "u0"}[b.Unit])
		return "units[" + b.Unit + "].ballots", func() { set(b.Unit) }
	}},
	{"a ballot removed", func(t *testing.T, o *office, rnd *rand.Rand) (string, func()) {
		b := anyBallot(t, o, rnd)
		ok(t, o.store.Ballots.Exec(`DELETE FROM ballots WHERE poll = 'p' AND id = $1`, b.ID))
		return "method.ballots", func() { put(t, o, b) }
	}},
	{"a ballot added", func(t *testing.T, o *office, rnd *rand.Rand) (string, func()) {
		b := anyBallot(t, o, rnd)
		b.ID = random32()[:16]
		put(t, o, b)
		return "ballots[" + b.Unit + "]", func() {
			ok(t, o.store.Ballots.Exec(`DELETE FROM ballots WHERE poll = 'p' AND id = $1`, b.ID))
		}
	}},
	{"a quota's seats", func(t *testing.T, o *office, _ *rand.Rand) (string, func()) {
		ok(t, o.store.Ballots.Exec(`UPDATE quotas SET taken = taken - 1 WHERE poll = 'p'`))
		return "quotas[0]", func() { ok(t, o.store.Ballots.Exec(`UPDATE quotas SET taken = taken + 1 WHERE poll = 'p'`)) }
	}},
	{"a box opened again", func(t *testing.T, o *office, _ *rand.Rand) (string, func()) {
		ok(t, o.store.Ballots.Exec(`UPDATE boxes SET state = 'open' WHERE poll = 'p'`))
		return "box", func() { ok(t, o.store.Ballots.Exec(`UPDATE boxes SET state = 'sealed' WHERE poll = 'p'`)) }
	}},
	{"a released field", func(t *testing.T, o *office, rnd *rand.Rand) (string, func()) {
		document, err := o.store.People.Release(ctx, "p")
		ok(t, err)
		set := func(document []byte) {
			ok(t, o.store.People.Exec(`UPDATE releases SET document = $1 WHERE poll = 'p'`, string(document)))
		}
		altered, path := alterField(t, document, rnd)
		set(altered)
		return path, func() { set(document) }
	}},
}

func anyBallot(t *testing.T, o *office, rnd *rand.Rand) store.StoredBallot {
	t.Helper()
	all, err := o.store.Ballots.Stored("p")
	ok(t, err)
	return all[rnd.IntN(len(all))]
}

func put(t *testing.T, o *office, b store.StoredBallot) {
	t.Helper()
	ok(t, o.store.Ballots.Exec(`INSERT INTO ballots (poll, id, unit, grp, scored, rest) VALUES ('p', $1, $2, '', $3, '')`, b.ID, b.Unit, b.Scored))
}

// alterField changes one leaf of a release and returns the end of its path.
func alterField(t *testing.T, document []byte, rnd *rand.Rand) (altered []byte, path string) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	var whole map[string]any
	ok(t, d.Decode(&whole))
	type leaf struct {
		path string
		set  func(any)
		is   any
	}
	var leaves []leaf
	var walk func(path string, v any, set func(any))
	walk = func(path string, v any, set func(any)) {
		switch v := v.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				walk(name, v[name], func(to any) { v[name] = to })
			}
		case []any:
			for i := range v {
				walk("]", v[i], func(to any) { v[i] = to })
			}
		default:
			leaves = append(leaves, leaf{path, set, v})
		}
	}
	walk("", whole, nil)
	slices.SortStableFunc(leaves, func(a, b leaf) int { return strings.Compare(a.path, b.path) })
	l := leaves[rnd.IntN(len(leaves))]
	switch v := l.is.(type) {
	case json.Number:
		f, err := v.Float64()
		ok(t, err)
		l.set(json.Number(strconv.FormatFloat(f+1e-6*max(1, f), 'g', -1, 64)))
	case string:
		l.set(v + "x")
	case bool:
		l.set(!v)
	case nil:
		l.set(0)
	}
	altered, err := json.Marshal(whole)
	ok(t, err)
	return altered, l.path
}

// Whatever is changed of what figures rest on, a recount names it (trust test
// 68, of ballots and releases).
func TestVerifyNamesTampering(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := draft("p")
		p.Quotas = []survey.Quota{{Unit: "u1", Target: 50}}
		o.openPoll(t, p)
		o.fill(t, "p", 20)
		ok(t, o.ClosePoll(ctx, "p"))
		rnd := rand.New(rand.NewPCG(68, 1))
		for i := range 140 {
			tamper := tamperings[i%len(tamperings)]
			named, undo := tamper.do(t, o, rnd)
			v := verified(t, o, "p")
			if v.Sound() || !names(v, named) {
				t.Errorf("%s: %q is not named in %+v %v", tamper.name, named, v.Differences, v.Problems)
			}
			undo()
			if v := verified(t, o, "p"); !v.Sound() {
				t.Fatalf("%s, undone: %+v", tamper.name, v)
			}
		}
	})
}

// names reports whether a path that begins with, or ends in, the text is among
// what was found.
func names(v *survey.Verification, text string) bool {
	for _, d := range v.Differences {
		if strings.HasPrefix(d.Path, text) || strings.HasSuffix(d.Path, text) || d.Path == text+"x" {
			return true
		}
	}
	return slices.ContainsFunc(v.Problems, func(e survey.FieldError) bool {
		return e.Field == text && e.Message("zh") != e.Key
	}) || isKey(v, text)
}

// isKey reports whether what was changed is the id under which an entry is
// listed: then an entry is missing and another one is too many.
func isKey(v *survey.Verification, field string) bool {
	return slices.Contains([]string{"id", "unit", "node", "item", "group"}, field) && len(v.Differences) > 0
}

// Markers and codes must explain the ballots.
func TestVerifyMarkers(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.openPoll(t, byCode("p"))
		_, codes, err := o.IssueCodes(ctx, "p", survey.CodeBatch{}, 6)
		ok(t, err)
		for _, code := range codes {
			s := submission("p")
			s.Key, s.Code = nil, code
			_, err := o.Accept(ctx, s)
			ok(t, err)
		}
		ok(t, o.ClosePoll(ctx, "p"))
		for _, tt := range []struct {
			name, change string
			want         []string
		}{
			{"nothing", ``, nil},
			{"a marker of no code", `INSERT INTO spent (poll, marker, leaf) SELECT poll, leaf, leaf FROM spent WHERE poll = 'p' ORDER BY marker LIMIT 1`, []string{"verify_codeless", "verify_too_few"}},
			{"that was instead of a code", `DELETE FROM spent WHERE marker IN (SELECT hash FROM codes ORDER BY hash LIMIT 1)`, []string{"verify_codeless", "verify_codes"}},
			{"another gone", `DELETE FROM spent WHERE marker IN (SELECT marker FROM spent ORDER BY marker DESC LIMIT 1)`, []string{"verify_codes", "verify_too_many"}},
			{"the box gone", `DELETE FROM boxes`, []string{"verify_no_box"}},
		} {
			if tt.change != "" {
				ok(t, o.store.Ballots.Exec(tt.change))
			}
			var got []string
			for _, e := range verified(t, o, "p").Problems {
				got = append(got, e.Key)
			}
			slices.Sort(got)
			for _, key := range tt.want {
				if !slices.Contains(got, key) {
					t.Errorf("%s: found %q, want %q", tt.name, got, tt.want)
				}
			}
			if tt.want == nil && got != nil {
				t.Errorf("%s: found %q", tt.name, got)
			}
		}
		strays, err := o.Strays(ctx)
		if err != nil || fmt.Sprint(strays) != "[p]" {
			t.Errorf("strays %q, %v", strays, err)
		}
	})
}
