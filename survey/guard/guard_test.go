package guard

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"minping/survey"
)

// A box remembers what it took, by key.
type box struct {
	taken map[string]bool
	key   []byte
}

func (b *box) ProofKey(context.Context, string) ([]byte, error) { return b.key, nil }

func (b *box) Accept(_ context.Context, sub survey.Submission) (survey.Receipt, error) {
	fresh := !b.taken[string(sub.Key)]
	b.taken[string(sub.Key)] = true
	return survey.Receipt{Leaf: "leaf", Fresh: fresh}, nil
}

func (b *box) Recognise(_ context.Context, sub survey.Submission) (survey.Receipt, error) {
	if b.taken[string(sub.Key)] {
		return survey.Receipt{Leaf: "leaf"}, nil
	}
	return survey.Receipt{}, survey.ErrNotFound
}

// A watch is a guard over a box, at a time that the test sets.
type watch struct {
	*testing.T
	*Guard
	box *box
	now time.Time
}

func newWatch(t *testing.T) *watch {
	w := &watch{T: t, box: &box{map[string]bool{}, []byte("key")}, now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	w.Guard = &Guard{Now: func() time.Time { return w.now }}
	return w
}

const home = "203.0.113.0/24"

func (w *watch) challenge(poll string) string {
	w.Helper()
	c, err := w.Challenge(w.Context(), w.box, poll, home)
	if err != nil || c == "" {
		w.Fatal(c, err)
	}
	return c
}

// send hands in the submission with a number, from a network.
func (w *watch) send(poll string, number int, from Sender) error {
	r, err := w.Accept(w.Context(), w.box, survey.Submission{Poll: poll, Key: fmt.Append(nil, number)}, from)
	if err == nil && r.Leaf == "" {
		w.Error("no receipt")
	}
	return err
}

// Trust test 64: a proof replayed, expired, spliced or of another poll is
// refused, and so is one that is not worked out.
func TestProofs(t *testing.T) {
	w := newWatch(t)
	good := Solve(w.challenge("a"))
	if err := w.send("a", 1, Sender{home, good, false}); err != nil {
		t.Fatal(err)
	}
	if err := w.send("a", 1, Sender{home, good, false}); err != nil {
		t.Errorf("the same submission again: %v", err)
	}
	other := w.challenge("a")
	_, number, _ := strings.Cut(good, ".")
	easier, _ := encoding.DecodeString(other)
	easier[nonceAt-1] = 0
	later, _ := encoding.DecodeString(other)
	later[0] = 0xff
	for name, proof := range map[string]string{
		"replayed":       good,
		"spliced":        other[:20] + good[20:],
		"another number": other + "." + number,
		"made easier":    encoding.EncodeToString(easier) + ".1",
		"made to last":   Solve(encoding.EncodeToString(later)),
		"another poll":   Solve(w.challenge("b")),
		"self-made":      Solve(newChallenge([]byte("guess"), "a", restBits, w.now)),
		"padded":         good + strings.Repeat("0", 30),
		"no number":      other + ".",
		"nonsense":       "x",
		"other alphabet": base64.StdEncoding.EncodeToString(easier) + ".1",
	} {
		if err := w.send("a", 2, Sender{home, proof, false}); !errors.Is(err, survey.ErrProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
	expired := Solve(w.challenge("a"))
	w.now = w.now.Add(Lifetime + time.Second)
	if err := w.send("a", 2, Sender{home, expired, false}); !errors.Is(err, survey.ErrProof) || !Expired(expired, w.now) {
		t.Errorf("expired: %v", err)
	}
	if err := w.send("a", 1, Sender{home, expired, false}); err != nil {
		t.Errorf("what was accepted is not recognised with an expired proof: %v", err)
	}
}

// What is stored in memory of a used proof is forgotten when it has expired.
func TestUsedProofsAreForgotten(t *testing.T) {
	w := newWatch(t)
	for i := range 20 {
		if err := w.send("a", i, Sender{home, Solve(w.challenge("a")), false}); err != nil {
			t.Fatal(err)
		}
	}
	w.now = w.now.Add(Lifetime + sweepEvery)
	if err := w.send("a", 99, Sender{home, Solve(w.challenge("a")), false}); err != nil {
		t.Fatal(err)
	}
	if n := len(w.spent.by); n != 1 {
		t.Errorf("%d proofs are remembered", n)
	}
}

// Trust test 66: of 300 people behind one address, with and without script,
// none is refused, and what their devices must work stays bearable. Beyond,
// whoever has a proof or an account that answers for him is let in.
func TestHallBehindOneAddress(t *testing.T) {
	w := newWatch(t)
	for i := range MostUnproven {
		w.now = w.now.Add(3 * time.Second)
		from := Sender{Network: home}
		if i%10 == 0 {
			from.Proof = Solve(w.challenge("a"))
		}
		if err := w.send("a", i, from); err != nil {
			t.Fatalf("number %d is refused: %v", i, err)
		}
	}
	c, err := encoding.DecodeString(w.challenge("a"))
	if err != nil || int(c[nonceAt-1]) <= restBits || c[nonceAt-1] > mostBits {
		t.Errorf("%d zero bits after %d ballots, %v", c[nonceAt-1], MostUnproven, err)
	}
	if err := w.send("a", 1000, Sender{Network: home}); !errors.Is(err, survey.ErrProof) {
		t.Errorf("one more without a proof: %v", err)
	}
	if err := w.send("a", 1, Sender{Network: home}); err != nil {
		t.Errorf("one of them again, his answer was lost: %v", err)
	}
	for name, from := range map[string]Sender{
		"with a proof":    {home, Solve(w.challenge("a")), false},
		"attended":        {home, "", true},
		"from elsewhere":  {"198.51.100.0/24", "", false},
		"an IPv6 network": {"2001:db8:1::/56", "", false},
	} {
		if err := w.send("a", 2000+len(name), from); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	a := w.Arrivals("a")
	if a.Seen != MostUnproven+4 || a.Proven != MostUnproven/10+1 || a.Attended != 1 || a.Largest.Ballots != MostUnproven+1 || a.Largest.Of != MostUnproven+3 || a.Burst != 20 {
		t.Errorf("seen as %+v", a)
	}
	w.now = w.now.Add(2 * time.Hour)
	if err := w.send("a", 3000, Sender{Network: home}); err != nil {
		t.Errorf("two hours later: %v", err)
	}
}

// Networks are counted under a key that is replaced every day, and what is
// told of a poll is told once.
func TestNetworksAreForgottenDaily(t *testing.T) {
	w := newWatch(t)
	for i := range 5 {
		if err := w.send("a", i, Sender{Network: home}); err != nil {
			t.Fatal(err)
		}
	}
	before := w.day.key
	for id := range w.polls["a"].networks {
		if strings.Contains(string(id[:]), "203") {
			t.Error("a network is kept in the clear")
		}
	}
	w.now = w.now.Add(24 * time.Hour)
	if err := w.send("a", 10, Sender{Network: home}); err != nil {
		t.Fatal(err)
	}
	if len(w.polls["a"].networks) != 1 || w.day.key == before {
		t.Error("yesterday's networks are still there")
	}
	if a := w.Arrivals("a"); a.Seen != 6 || a.Largest != (survey.NetworkShare{Ballots: 5, Of: 5}) {
		t.Errorf("told as %+v", a)
	}
	if a := w.Arrivals("a"); a != (survey.Arrivals{}) {
		t.Errorf("told again as %+v", a)
	}
}

// Work grows by a bit each time that ballots double, up to a bound.
func TestWork(t *testing.T) {
	for n, want := range map[int]int{0: 14, 29: 14, 30: 15, 59: 15, 60: 16, 300: 18, 100000: mostBits} {
		if got := bitsFor(n); got != want {
			t.Errorf("%d ballots: %d bits, want %d", n, got, want)
		}
	}
}

func TestPollsWithCodesNeedNoProof(t *testing.T) {
	w := newWatch(t)
	w.box.key = nil
	if c, err := w.Challenge(t.Context(), w.box, "a", home); c != "" || err != nil {
		t.Errorf("challenge %q, %v", c, err)
	}
	for i := range 2 * MostUnproven {
		if err := w.send("a", i, Sender{Network: home, Proof: "nonsense"}); err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzProof: no text is a proof, or breaks anything.
func FuzzProof(f *testing.F) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	f.Add(Solve(newChallenge([]byte("another key"), "a", 4, now)))
	f.Add(".1")
	f.Fuzz(func(t *testing.T, proof string) {
		if _, _, err := check([]byte("key"), "a", proof, now); err == nil {
			t.Fatalf("%q holds", proof)
		}
		Stale(proof, now)
		Expired(proof, now)
	})
}
