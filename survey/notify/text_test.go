package notify

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
)

// Every text that comes with the program holds in both languages only what its
// kind fills in, and nothing stays unfilled.
func TestDefaultTexts(t *testing.T) {
	kinds := append(slices.Clone(PollKinds), Bundle, Nomination, Account, Test)
	if n := len(kinds) + len(ofOrders) + len(ofCases); n != len(wordings) {
		t.Errorf("%d kinds, %d wordings", n, len(wordings))
	}
	s := &Service{Zone: time.UTC, URL: "https://survey.example.org"}
	bare := survey.Poll{ID: "spring", Title: survey.Text{"zh": "春季测评", "en": "Spring"}, Access: survey.ByCode}
	full := bare
	full.Opens, full.Closes = at, at.AddDate(0, 0, 7)
	full.Organiser, full.Contact = survey.Text{"zh": "某局", "en": "An office"}, survey.Text{"zh": "12345"}
	for _, k := range kinds {
		for _, lang := range []string{"zh", "en"} {
			text := DefaultText(k, lang)
			if slices.Contains(PollKinds, k) {
				if errs := text.Check(); len(errs) > 0 {
					t.Errorf("%s %s: %v", k, lang, errs)
				}
			}
			errs := slices.Concat(text.checkNames("subject", text.Subject), text.checkNames("body", text.Body))
			if len(errs) > 0 {
				t.Errorf("%s %s: %v", k, lang, errs)
			}
			for _, p := range []survey.Poll{bare, full} {
				n := text.note(s.args(k, lang, p, survey.Recipient{}))
				if n.Subject == "" || n.Text == "" || strings.ContainsAny(n.Subject+n.Text, "{}[]") || strings.Contains(n.Text, "\n\n\n") || strings.Contains(n.Text, "：。") {
					t.Errorf("%s %s:\n%s\n%s", k, lang, n.Subject, n.Text)
				}
				if k != Account && k != Test && !strings.Contains(n.Text, s.link(k, "spring")) {
					t.Errorf("%s %s leads nowhere:\n%s", k, lang, n.Text)
				}
			}
		}
	}
}

// Texts about orders name the unit, the task and when it is due, lead to it, and
// say what is not known nowhere.
func TestOrderTexts(t *testing.T) {
	whole := OrderNote{
		Number: "整改通知〔2026〕28号", Title: "限期整改", Unit: survey.Text{"zh": "溪棠县", "en": "Xitang"}, Tasks: 3, Task: "任前公示时间短", Due: "2026-11-10", Why: "缺村里的\n照片",
	}
	bare := whole
	bare.Number, bare.Why = "", ""
	for k := range ofOrders {
		for lang, want := range map[string][]string{"zh": {"溪棠县"}, "en": {"Xitang"}} {
			text := DefaultText(k, lang)
			if errs := slices.Concat(text.checkNames("subject", text.Subject), text.checkNames("body", text.Body)); len(errs) > 0 {
				t.Errorf("%s %s: %v", k, lang, errs)
			}
			for _, about := range []OrderNote{whole, bare} {
				n := text.note(about.args(lang, "https://survey.example.org/orders/tasks/ta_1", time.Date(2026, 4, 8, 9, 0, 0, 0, time.UTC)))
				want := append(want, "https://survey.example.org/orders/tasks/ta_1", cmp.Or(about.Number, about.Title))
				if k != OrderIssued {
					want = append(want, about.Task)
				}
				if k != OrderSubmitted && k != OrderClosed {
					want = append(want, map[string]string{"zh": "2026年11月10日", "en": "10 November 2026"}[lang])
				}
				for _, w := range want {
					if !strings.Contains(n.Subject+n.Text, w) {
						t.Errorf("%s %s does not say %s:\n%s\n%s", k, lang, w, n.Subject, n.Text)
					}
				}
				if strings.ContainsAny(n.Subject+n.Text, "{}[]") || strings.Contains(n.Text, "\n\n\n") || strings.Contains(n.Text, "：。") {
					t.Errorf("%s %s:\n%s\n%s", k, lang, n.Subject, n.Text)
				}
			}
		}
	}
}

// Those who are invited get the general link and no code, and the promise of
// the poll's mode.
func TestInvitationsSayTheMode(t *testing.T) {
	s := &Service{Zone: time.UTC, URL: "https://survey.example.org"}
	for access, want := range map[survey.Access]string{survey.OpenLink: "不记名", survey.ByCode: "不含测评码"} {
		n := DefaultText(Invitation, "zh").note(s.args(Invitation, "zh", survey.Poll{ID: "p", Access: access}, survey.Recipient{Name: "王"}))
		if !strings.Contains(n.Text, want) || !strings.HasPrefix(n.Text, "王：\n您好！") || n.Link != "https://survey.example.org/p/p" {
			t.Errorf("%s: %s", access, n.Text)
		}
	}
}

// What is filled in is filled in once: a title cannot smuggle placeholders, nor
// lines into a subject.
func TestFillingIsNotRepeated(t *testing.T) {
	s := &Service{Zone: time.UTC, URL: "https://x.example.org"}
	p := survey.Poll{ID: "p", Title: survey.Text{"zh": "{link} [[x]] {name}\r\nBcc: a@example.org"}}
	n := Text{Kind: Invitation, Lang: "zh", Subject: "{poll}", Body: "{poll}|{name}"}.note(s.args(Invitation, "zh", p, survey.Recipient{Name: "{poll}\n{link}"}))
	if n.Subject != "{link} [[x]] {name}  Bcc: a@example.org" || n.Text != "{link} [[x]] {name}  Bcc: a@example.org|{poll} {link}" {
		t.Errorf("%q\n%q", n.Subject, n.Text)
	}
}

func TestTextChecks(t *testing.T) {
	good := Text{Kind: Reminder, Lang: "en", Subject: "{poll}", Body: "[[{name}\n]]{link} {how} {closes}"}
	if errs := good.Check(); len(errs) > 0 {
		t.Error(errs)
	}
	for _, tt := range []struct {
		change     func(*Text)
		field, key string
		says       string
	}{
		{func(x *Text) { x.Kind = Account }, "kind", "unknown_text", "invitation"},
		{func(x *Text) { x.Lang = "de" }, "lang", "unknown_lang", "zh"},
		{func(x *Text) { x.Subject = " " }, "subject", "missing", ""},
		{func(x *Text) { x.Subject = "a\r\nBcc: b@example.org" }, "subject", "one_line", ""},
		{func(x *Text) { x.Subject = strings.Repeat("长", 151) }, "subject", "too_long", "150"},
		{func(x *Text) { x.Body = "" }, "body", "missing", ""},
		{func(x *Text) { x.Body = "a\x00b" }, "body", "bad_characters", ""},
		{func(x *Text) { x.Body = strings.Repeat("长", 5001) }, "body", "too_long", "5000"},
		{func(x *Text) { x.Body = "{lnik}" }, "body", "unknown_placeholder", "{link}"},
		{func(x *Text) { x.Subject = "{code} {code}" }, "subject", "unknown_placeholder", "{code}"},
		{func(x *Text) { x.Kind, x.Body = Closed, "{name}" }, "body", "unknown_placeholder", "{poll}"},
	} {
		bad := good
		if tt.change(&bad); bad.Kind == Closed {
			bad.Subject = "x"
		}
		errs := bad.Check()
		if bad.Kind == Account {
			errs = errs[:1] // its placeholders are others
		}
		if len(errs) != 1 || errs[0].Field != tt.field || errs[0].Key != tt.key || !strings.Contains(errs[0].Message("zh"), tt.says) || !strings.Contains(errs[0].Message("en"), tt.says) {
			t.Errorf("%s %s: %v", tt.field, tt.key, errs)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"{name}", "[[{name}：\n]]{link}", "{", "}}", "[[", "]]{poll}", "{poll\n}", "\r\nBcc: x"} {
		f.Add(seed, seed)
	}
	s := &Service{Zone: time.UTC, URL: "https://x.example.org"}
	f.Fuzz(func(t *testing.T, subject, body string) {
		text := Text{Kind: Invitation, Lang: "en", Subject: subject, Body: body}
		if len(text.Check()) > 0 {
			return
		}
		n := text.note(s.args(Invitation, "en", survey.Poll{ID: "p", Title: survey.Text{"en": body}}, survey.Recipient{Name: subject}))
		raw, err := Mail{ID: "1", From: address("a", "a@example.org"), To: address(subject, "b@example.org"), Date: at, Note: n}.Bytes()
		must(t, err)
		if header, parts := read(t, string(raw)); len(header) != 9 || len(parts) != 2 {
			t.Errorf("headers %v, %d parts", header, len(parts))
		}
	})
}

// Texts about cases name kind, number and unit, and lead to the case; nothing
// stays unfilled, whether it is late or not.
func TestCaseTexts(t *testing.T) {
	for k := range ofCases {
		for lang, words := range map[string][]string{"zh": {"溪棠县", "差评"}, "en": {"Xitang", "bad review"}} {
			text := DefaultText(k, lang)
			if errs := slices.Concat(text.checkNames("subject", text.Subject), text.checkNames("body", text.Body)); len(errs) > 0 {
				t.Errorf("%s %s: %v", k, lang, errs)
			}
			for level := range 4 {
				about := CaseNote{
					Number: "ca_1", Kind: survey.Text{"zh": "差评", "en": "bad review"},
					Unit: survey.Text{"zh": "溪棠县", "en": "Xitang"}, Due: "2026-11-10", Level: level,
				}
				n := text.note(about.args(lang, "https://survey.example.org/cases/ca_1", time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)))
				for _, w := range append(words, "ca_1", "https://survey.example.org/cases/ca_1") {
					if !strings.Contains(n.Subject+n.Text, w) {
						t.Errorf("%s %s does not say %s:\n%s\n%s", k, lang, w, n.Subject, n.Text)
					}
				}
				if strings.ContainsAny(n.Subject+n.Text, "{}[]") || strings.Contains(n.Text, "\n\n\n") || strings.Contains(n.Text, "：。") {
					t.Errorf("%s %s:\n%s\n%s", k, lang, n.Subject, n.Text)
				}
			}
		}
	}
}
