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

func (w *watch) arrivals(poll string) survey.Arrivals {
	w.Helper()
	a, err := w.Arrivals(w.Context(), poll)
	if err != nil {
		w.Fatal(err)
	}
	return a
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
	if err := w.send("a", 1, Sender{Network: home, Proof: good}); err != nil {
		t.Fatal(err)
	}
	if err := w.send("a", 1, Sender{Network: home, Proof: good}); err != nil {
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
		if err := w.send("a", 2, Sender{Network: home, Proof: proof}); !errors.Is(err, survey.ErrProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
	expired := Solve(w.challenge("a"))
	w.now = w.now.Add(Lifetime + time.Second)
	if err := w.send("a", 2, Sender{Network: home, Proof: expired}); !errors.Is(err, survey.ErrProof) || !Expired(expired, w.now) {
		t.Errorf("expired: %v", err)
	}
	if err := w.send("a", 1, Sender{Network: home, Proof: expired}); err != nil {
		t.Errorf("what was accepted is not recognised with an expired proof: %v", err)
	}
}

// What is stored in memory of a used proof is forgotten when it has expired.
func TestUsedProofsAreForgotten(t *testing.T) {
	w := newWatch(t)
	for i := range 20 {
		if err := w.send("a", i, Sender{Network: home, Proof: Solve(w.challenge("a"))}); err != nil {
			t.Fatal(err)
		}
	}
	w.now = w.now.Add(Lifetime + sweepEvery)
	if err := w.send("a", 99, Sender{Network: home, Proof: Solve(w.challenge("a"))}); err != nil {
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
		"with a proof":    {Network: home, Proof: Solve(w.challenge("a"))},
		"attended":        {Network: home, Attended: true},
		"from elsewhere":  {Network: "198.51.100.0/24"},
		"an IPv6 network": {Network: "2001:db8:1::/56"},
	} {
		if err := w.send("a", 2000+len(name), from); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	a := w.arrivals("a")
	if a.Seen != MostUnproven+4 || a.Proven != MostUnproven/10+1 || a.Attended != 1 || a.Largest.Ballots != MostUnproven+1 || a.Largest.Of != MostUnproven+3 || a.Burst != 20 {
		t.Errorf("seen as %+v", a)
	}
	w.now = w.now.Add(2 * time.Hour)
	if err := w.send("a", 3000, Sender{Network: home}); err != nil {
		t.Errorf("two hours later: %v", err)
	}
}

// Networks are counted under a key that is replaced every day, and what is
// known of a poll is forgotten when it is counted.
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
	if a := w.arrivals("a"); a.Seen != 6 || a.Largest != (survey.NetworkShare{Ballots: 5, Of: 5}) {
		t.Errorf("told as %+v", a)
	}
	if err := w.Forget(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if a := w.arrivals("a"); a != (survey.Arrivals{}) {
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

// A register keeps devices in memory, and what it was told at a time.
type register struct {
	by    map[DeviceID]int
	told  []int // ballots at a time
	fails bool
}

func (r *register) NoteDevices(_ context.Context, _ string, ballots map[DeviceID]int) error {
	if r.fails {
		return survey.ErrUnavailable
	}
	n := 0
	for id, ballots := range ballots {
		r.by[id] += ballots
		n += ballots
	}
	r.told = append(r.told, n)
	return nil
}

func (r *register) DeviceShare(_ context.Context, _ string, household int) (s survey.DeviceShare, err error) {
	for _, n := range r.by {
		s.Ballots, s.Most, s.Beyond = s.Ballots+n, max(s.Most, n), s.Beyond+max(0, n-household)
	}
	return s, nil
}

func (r *register) ForgetDevices(context.Context, string) error {
	clear(r.by)
	return nil
}

// Devices are noted a while after their ballots and never one by one, under a
// key, and what waits is told when the poll is counted. Trust test 65 begins
// here: whoever clears his token is not seen by it.
func TestDevices(t *testing.T) {
	w, r := newWatch(t), &register{by: map[DeviceID]int{}}
	w.Devices = r
	for i := range 40 {
		w.now = w.now.Add(10 * time.Second)
		from := Sender{Network: home, Device: "one"}
		if i%2 == 0 {
			from.Device = fmt.Sprint("another", i)
		}
		if err := w.send("a", i, from); err != nil {
			t.Fatal(err)
		}
		if err := w.send("a", i, from); err != nil { // again: not a second ballot
			t.Fatal(err)
		}
	}
	for _, n := range r.told {
		if n < leastNoted {
			t.Errorf("%d ballots were noted together", n)
		}
	}
	for i, from := range []Sender{{Network: home}, {Network: home, Device: "kiosk", Attended: true}} {
		if err := w.send("a", 100+i, from); err != nil {
			t.Fatal(err)
		}
	}
	want := survey.DeviceShare{Ballots: 40, Most: 20, Beyond: 20 - Household}
	if got := w.arrivals("a").Devices; got != want || len(r.told) != 3 {
		t.Errorf("%+v, want %+v; noted %v", got, want, r.told)
	}
	for id := range r.by {
		if strings.Contains(string(id[:]), "one") {
			t.Error("a token is kept in the clear")
		}
	}
	if err := w.Forget(t.Context(), "a"); err != nil || len(r.by) > 0 {
		t.Errorf("still there: %v, %v", r.by, err)
	}
	r.fails = true
	for i := range 2 * mostNoted {
		if err := w.send("a", 1000+i, Sender{Network: fmt.Sprint(i), Device: "one"}); err != nil {
			t.Fatalf("a ballot is refused because devices cannot be noted: %v", err)
		}
	}
}

// Ballots that come sooner than answers can be ticked are counted as such.
func TestFastBallots(t *testing.T) {
	w := newWatch(t)
	answers := survey.Answers{}
	for i := range 10 {
		answers[fmt.Sprint(i)] = []string{"1"}
	}
	for i, wait := range []time.Duration{0, time.Second, 3 * time.Second, 10 * fastest, time.Minute} {
		proof := Solve(w.challenge("a"))
		w.now = w.now.Add(wait)
		sub := survey.Submission{Poll: "a", Key: fmt.Append(nil, i), Ballots: []survey.Ballot{{Answers: answers}}}
		if _, err := w.Accept(t.Context(), w.box, sub, Sender{Network: home, Proof: proof}); err != nil {
			t.Fatal(err)
		}
	}
	if a := w.arrivals("a"); a.Fast != 3 || a.Proven != 5 {
		t.Errorf("%+v", a)
	}
}

// The network with most ballots without a proof is told, of all its ballots, and
// kept over midnight.
func TestSilentNetwork(t *testing.T) {
	w := newWatch(t)
	for i := range 12 {
		from := Sender{Network: home}
		if i%3 == 0 {
			from.Proof = Solve(w.challenge("a"))
		}
		if err := w.send("a", i, from); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if a := w.arrivals("a"); a.Unproven != (survey.NetworkShare{Ballots: 8, Of: 12}) {
			t.Errorf("%+v", a)
		}
		w.now = w.now.Add(24 * time.Hour)
		if err := w.send("a", 100, Sender{Network: "elsewhere"}); err != nil {
			t.Fatal(err)
		}
	}
}
