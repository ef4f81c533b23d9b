package web

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/guard"
	"minping/web/answer"
	"minping/web/site"
)

// The device finds a proof while the person answers, and hands it in with the
// ballot; a ballot without script counts as unproven.
func TestBrowserProvesItsWork(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.reviewing()
	b.holds("form.poll", "proof")
	b.click(`.go [value=submit]`)
	b.awaits("receipt")
	reviewed(w.visit(t, "/p/open?unit=west")).press(site.FieldGo, "submit").sees(http.StatusOK)
	if a, err := w.Guard.Arrivals(t.Context(), "open"); err != nil || a.Seen != 2 || a.Proven != 1 {
		t.Errorf("seen as %+v", a)
	}
}

// holds waits until a form has a field that is filled in.
func (b *browser) holds(form, field string) {
	b.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !eval[bool](b, fmt.Sprintf(`!!document.querySelector('%s [name=%s]')?.value`, form, field)) {
		if time.Now().After(deadline) {
			b.t.Fatalf("%s has no %s", form, field)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// A register is guard.Devices in memory.
type register map[guard.DeviceID]int

func (r register) NoteDevices(_ context.Context, _ string, ballots map[guard.DeviceID]int) error {
	for id, n := range ballots {
		r[id] += n
	}
	return nil
}

func (r register) DeviceShare(context.Context, string, int) (s survey.DeviceShare, err error) {
	for _, n := range r {
		s.Ballots, s.Most = s.Ballots+n, max(s.Most, n)
	}
	return s, nil
}

func (r register) ForgetDevices(context.Context, string) error { return nil }

// A device is known again within a poll; a ballot without script tells none.
func TestBrowserTellsItsDevice(t *testing.T) {
	w := newWorld(t)
	w.Guard.Devices = register{}
	for range 2 {
		b := openBrowser(t, w)
		for range 2 {
			b.reviewing()
			b.holds("form.poll", "device")
			b.click(`.go [value=submit]`)
			b.awaits("receipt")
		}
	}
	reviewed(w.visit(t, "/p/open?unit=west")).press(site.FieldGo, "submit").sees(http.StatusOK)
	a, err := w.Guard.Arrivals(t.Context(), "open")
	if must(t, err); a.Devices != (survey.DeviceShare{Ballots: 4, Most: 2}) || a.Seen != 5 {
		t.Errorf("%+v", a)
	}
}

// The hash that is written out for browsers is SHA-256, whatever the length.
func TestBrowserHash(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.open("/")
	for n := range 56 {
		text := strings.Repeat("x", n)
		h := sha256.Sum256([]byte(text))
		want := int32(binary.BigEndian.Uint32(h[:4]))
		if got := eval[int32](b, fmt.Sprintf(`import('/static/proof.js').then(m => m.hash(%q))`, text)); got != want {
			t.Fatalf("%d characters: %d, want %d", n, got, want)
		}
	}
}

// unsolved is an answer to a task that proves nothing: its hash begins with a one,
// so that no task, however easy, is solved by it.
func unsolved(task string) string {
	for n := 0; ; n++ {
		answer := task + "." + strconv.Itoa(n)
		if h := sha256.Sum256([]byte(answer)); h[0] >= 1<<7 {
			return answer
		}
	}
}

// A proof that does not hold is asked for anew: the answers stay, and the same
// form can be handed in again. One that has expired is as good as none.
func TestProofOnPages(t *testing.T) {
	w := newWorld(t)
	v := reviewed(w.visit(t, "/p/open?unit=west"))
	task := v.form.Get(answer.FieldTask)
	if task == "" {
		t.Fatal("no task on the page")
	}
	v.form.Set(answer.FieldProof, unsolved(task))
	v.press(site.FieldGo, "submit").sees(http.StatusForbidden, "once more")
	if next := v.form.Get(answer.FieldTask); next == "" || next == task || v.form.Get(answer.FieldProof) != "" {
		t.Errorf("the task is %q again", next)
	}
	v.form.Set(answer.FieldProof, guard.Solve(v.form.Get(answer.FieldTask)))
	v.press(site.FieldGo, "submit").sees(http.StatusOK, "receipt")

	late := reviewed(w.visit(t, "/p/open?unit=west"))
	late.form.Set(answer.FieldProof, guard.Solve(late.form.Get(answer.FieldTask)))
	w.Now = func() time.Time { return now.Add(guard.Lifetime + time.Hour) }
	w.Guard.Now = w.Now
	late.press(site.FieldGo, "submit").sees(http.StatusOK, "receipt")
	if a, err := w.Guard.Arrivals(t.Context(), "open"); err != nil || a.Seen != 2 || a.Proven != 1 {
		t.Errorf("seen as %+v", a)
	}
}

// Whoever has a good proof is not asked again on the next page.
func TestProofTravels(t *testing.T) {
	w := newWorld(t)
	v := w.visit(t, "/p/open?unit=west")
	proof := guard.Solve(v.form.Get(answer.FieldTask))
	v.form.Set(answer.FieldProof, proof)
	fillVisit(v).next()
	if v.form.Get(answer.FieldProof) != proof || v.form.Get(answer.FieldTask) != "" {
		t.Errorf("proof %q, task %q", v.form.Get(answer.FieldProof), v.form.Get(answer.FieldTask))
	}
}
