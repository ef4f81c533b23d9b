package agenda

import (
	"bufio"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"minping/survey"
)

var someday = time.Date(2026, 9, 7, 12, 0, 0, 0, time.UTC)

func county(id string) string { return id + "县" }

// An event as a calendar reads it: unfolded, unescaped.
type event map[string]string

// read reads an iCalendar object as RFC 5545 says, by itself: lines end in CR LF
// and have 75 octets at most, a space at the beginning continues one.
func read(t testing.TB, text string) (head event, events []event) {
	t.Helper()
	var lines []string
	in := bufio.NewScanner(strings.NewReader(text))
	in.Split(func(data []byte, end bool) (int, []byte, error) {
		if i := strings.Index(string(data), "\r\n"); i >= 0 {
			return i + 2, data[:i], nil
		}
		if end && len(data) > 0 {
			t.Errorf("a line that does not end: %q", data)
			return len(data), nil, nil
		}
		return 0, nil, nil
	})
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		line := in.Text()
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			t.Errorf("line %q of %d octets", line, len(line))
		}
		if rest, more := strings.CutPrefix(line, " "); more && len(lines) > 0 {
			lines[len(lines)-1] += rest
			continue
		}
		lines = append(lines, line)
	}
	unescape := strings.NewReplacer(`\\`, `\`, `\;`, `;`, `\,`, `,`, `\n`, "\n")
	head = event{}
	at := head
	for _, line := range lines {
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			t.Fatalf("no property: %q", line)
		}
		switch line {
		case "BEGIN:VEVENT":
			at = event{}
			events = append(events, at)
			continue
		case "END:VEVENT":
			at = head
			continue
		}
		if strings.Contains(name, ";") { // a parameter
			name, _, _ = strings.Cut(name, ";")
		}
		at[name] = unescape.Replace(value)
	}
	return head, events
}

func TestCalendarReadsBack(t *testing.T) {
	dues := []Due{
		{Kind: Task, ID: "ta_1", Unit: "x01", Person: "闻以澄", What: survey.Text{"zh": "整改：公示时间短; 范围窄, 有\\反弹\n第二行" + strings.Repeat("很长的题目", 20)}, Day: "2026-12-31", Path: "/orders/tasks/ta_1"},
		{Kind: Poll, ID: "p", What: survey.Text{"zh": "测评结束"}, Day: "2026-09-08", Path: "/manage/p"},
	}
	head, events := read(t, Calendar(dues, "民评", "zh", "https://example.org", county, someday))
	if head["BEGIN"] != "VCALENDAR" || head["VERSION"] != "2.0" || head["PRODID"] == "" || head["END"] != "VCALENDAR" || len(events) != 2 {
		t.Fatalf("%v, %d events", head, len(events))
	}
	want := dues[0].What["zh"] + " · x01县 · 闻以澄"
	if e := events[0]; e["SUMMARY"] != want || e["DTSTART"] != "20261231" || e["DTEND"] != "20270101" || e["UID"] != "task-ta_1@minping" || e["DTSTAMP"] != "20260907T120000Z" || e["URL"] != "https://example.org/orders/tasks/ta_1" {
		t.Errorf("%q", e)
	}
}

func FuzzCalendar(f *testing.F) {
	f.Add("整改：甲; 乙, \\丙\n丁", "x")
	f.Add("BEGIN:VEVENT\r\nEND:VCALENDAR\x00\x7f\xff", "\u2028")
	f.Fuzz(func(t *testing.T, what, person string) {
		text := Calendar([]Due{{Kind: Task, ID: "t", What: survey.Text{"zh": what}, Person: person, Day: "2026-12-31", Path: "/t"}}, "民评", "zh", "https://example.org", county, someday)
		head, events := read(t, text)
		if len(events) != 1 || events[0]["DTSTART"] != "20261231" || head["END"] != "VCALENDAR" || len(head) != 7 {
			t.Errorf("%q reads as %v, %v", text, head, events)
		}
	})
}

func TestWeek(t *testing.T) {
	for _, tt := range []struct{ day, monday, sunday survey.Day }{
		{"2026-09-07", "2026-09-07", "2026-09-13"}, {"2026-09-13", "2026-09-07", "2026-09-13"}, {"2027-01-01", "2026-12-28", "2027-01-03"},
	} {
		if m, s := Week(tt.day); m != tt.monday || s != tt.sunday {
			t.Errorf("%s: %s to %s", tt.day, m, s)
		}
	}
}

func TestDigest(t *testing.T) {
	dues := []Due{
		{Kind: Task, ID: "a", Unit: "x01", Late: true, What: survey.Text{"zh": "整改：甲", "en": "Put right: 甲"}, Day: "2026-09-01", Path: "/orders/tasks/a"},
		{Kind: Case, ID: "b", Unit: "x02", What: survey.Text{"zh": "答复差评", "en": "Answer a bad review"}, Day: "2026-09-08", Path: "/cases/b"},
	}
	for _, tt := range []struct{ lang, subject, body string }{
		{"zh", "本周到期 1 项，逾期 1 项", "逾期\n\n2026-09-01  整改：甲 · x01县\n    https://example.org/orders/tasks/a\n\n本周到期\n\n2026-09-08  答复差评 · x02县\n"},
		{"en", "1 due this week, 1 overdue", "Overdue\n\n2026-09-01  Put right: 甲 · x01县\n"},
	} {
		subject, text := Digest(dues, tt.lang, "https://example.org", county)
		if subject != tt.subject || !strings.HasPrefix(text, tt.body) || !strings.Contains(text, "https://example.org/calendar") {
			t.Errorf("%s: %q\n%s", tt.lang, subject, text)
		}
	}
	if subject, _ := Digest(dues[1:], "zh", "", county); subject != "本周到期 1 项" {
		t.Errorf("%q", subject)
	}
}
