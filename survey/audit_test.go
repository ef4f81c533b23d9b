package survey

import (
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// auditOf returns a log of so many entries.
func auditOf(n int) []AuditEntry {
	var head AuditHead
	log := make([]AuditEntry, n)
	for i := range log {
		at := time.Date(2026, 11, 22, 8, i, 0, 0, time.UTC)
		log[i] = head.Follow(at, Actor{ID: "a", Name: "甲", Via: ViaSession}, Act{
			Kind: ActPollOpened, Object: "o", Poll: "p", Unit: "u", Detail: map[string]string{"k": "v", "n": "1"},
		})
		head = AuditHead{log[i].Sequence, log[i].Hash}
	}
	return log
}

func checkAudit(log []AuditEntry, stored AuditHead, noted ...AuditHead) []AuditFlaw {
	c := AuditCheck{Noted: noted}
	for _, e := range log {
		c.Add(e)
	}
	c.End(stored)
	return c.Flaws
}

func headOf(log []AuditEntry) AuditHead {
	if len(log) == 0 {
		return AuditHead{}
	}
	return AuditHead{log[len(log)-1].Sequence, log[len(log)-1].Hash}
}

// mutations change one text of an entry.
var mutations = map[string]func(e *AuditEntry, text string){
	"time":   func(e *AuditEntry, text string) { e.Time = e.Time.Add(time.Duration(len(text)) * time.Millisecond) },
	"actor":  func(e *AuditEntry, text string) { e.Actor.ID += text },
	"name":   func(e *AuditEntry, text string) { e.Actor.Name += text },
	"via":    func(e *AuditEntry, text string) { e.Actor.Via += Via(text) },
	"kind":   func(e *AuditEntry, text string) { e.Kind += ActKind(text) },
	"object": func(e *AuditEntry, text string) { e.Object += text },
	"poll":   func(e *AuditEntry, text string) { e.Poll += text },
	"unit":   func(e *AuditEntry, text string) { e.Unit += text },
	"detail": func(e *AuditEntry, text string) { e.Detail = map[string]string{"k": "v" + text, "n": "1"} },
	"added":  func(e *AuditEntry, text string) { e.Detail = map[string]string{"k": "v", "n": "1", "z" + text: ""} },
	"shifted": func(e *AuditEntry, _ string) { // from one field to the next
		e.Object, e.Poll = e.Object+e.Poll, ""
	},
	"before": func(e *AuditEntry, _ string) { e.Before = strings.Repeat("f", 64) },
	"hash":   func(e *AuditEntry, _ string) { e.Hash = strings.Repeat("f", 64) },
}

// Trust test 68: whatever is changed, removed, put in, swapped or cut off is found, and
// so is a log that was written anew, by a head that somebody noted.
func TestAuditFindsAnyMutation(t *testing.T) {
	names := make([]string, 0, len(mutations))
	for name := range mutations {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(t *rapid.T) {
		log := auditOf(rapid.IntRange(2, 12).Draw(t, "entries"))
		stored := headOf(log)
		if flaws := checkAudit(log, stored, stored, headOf(log[:1])); len(flaws) > 0 {
			t.Fatalf("a sound log: %v", flaws)
		}
		i := rapid.IntRange(0, len(log)-1).Draw(t, "entry")
		named := log[i].Sequence
		var noted []AuditHead
		switch how := rapid.SampledFrom([]string{"change", "rehash", "rewrite", "remove", "truncate", "truncate with head", "swap", "double"}).Draw(t, "how"); how {
		case "change":
			mutations[rapid.SampledFrom(names).Draw(t, "field")](&log[i], rapid.StringN(1, 5, -1).Draw(t, "text"))
		case "rehash": // with a hash of its own that is right
			mutate(t, names, &log[i])
			log[i].Hash = log[i].Sum()
			if i == len(log)-1 {
				break // the stored head tells
			}
			named++
		case "rewrite": // with all that follows, and the stored head
			noted = []AuditHead{stored}
			mutate(t, names, &log[i])
			for j := i; j < len(log); j++ {
				if j > 0 {
					log[j].Before = log[j-1].Hash
				}
				log[j].Hash = log[j].Sum()
			}
			stored, named = headOf(log), stored.Sequence
		case "remove":
			log = slices.Delete(log, i, i+1)
		case "truncate":
			log = log[:i]
		case "truncate with head":
			noted = []AuditHead{stored}
			log = log[:i]
			stored, named = headOf(log), stored.Sequence
		case "swap":
			j := (i + 1) % len(log)
			log[i].Act, log[j].Act = log[j].Act, log[i].Act
			log[i].Time, log[j].Time = log[j].Time, log[i].Time
		case "double":
			log = slices.Insert(log, i, log[i])
		}
		flaws := checkAudit(log, stored, noted...)
		if !slices.ContainsFunc(flaws, func(f AuditFlaw) bool { return f.Sequence == named }) {
			t.Fatalf("entry %d is not named: %v", named, flaws)
		}
		for _, f := range flaws {
			if text := f.Message("zh"); text == "" || text == f.Key || strings.Contains(text, "{") {
				t.Fatalf("%v is worded %q", f, text)
			}
		}
	})
}

// mutate changes an entry's content.
func mutate(t *rapid.T, names []string, e *AuditEntry) {
	content := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "before" || n == "hash" })
	mutations[rapid.SampledFrom(content).Draw(t, "field")](e, rapid.StringN(1, 5, -1).Draw(t, "text"))
}

// A signed head is good under its key and no other, and not if anything in it
// is changed.
func TestSignedAuditHead(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	h := headOf(auditOf(3))
	line := SignAuditHead(private, "2026-11-22", h)
	if day, got, ok := OpenAuditHead(public, line); !ok || got != h || day != "2026-11-22" {
		t.Errorf("%q: %s %v %v", line, day, got, ok)
	}
	if _, _, ok := OpenAuditHead(other, line); ok {
		t.Error("good under another key")
	}
	for i := range line {
		changed := line[:i] + string(line[i]^1) + line[i+1:]
		if _, _, ok := OpenAuditHead(public, changed); ok {
			t.Errorf("good with byte %d changed", i)
		}
	}
}

// A fixed entry has a fixed hash, which the script of docs/audit.md finds too.
func TestAuditSum(t *testing.T) {
	// Python: docs/audit.md
	const want = "fd8cbba004a47037ccc58810264a545d97f997cdf02e7d1cb7600b034539c6f9"
	e := auditOf(1)[0]
	if e.Hash != want {
		t.Errorf("hash %s, want %s", e.Hash, want)
	}
	if !strings.HasPrefix(e.Before, "000") || e.Sequence != 1 {
		t.Errorf("first entry %+v", e)
	}
	for _, text := range []string{"", "1", "1:", "x:" + NoEntry, "0:" + NoEntry, "1:" + NoEntry + " ", "01:" + NoEntry} {
		if h, err := ParseAuditHead(text); err == nil {
			t.Errorf("%q is read as %v", text, h)
		}
	}
}
