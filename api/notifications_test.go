package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"minping/survey/access"
	"minping/survey/notify"
)

const (
	channelBody    = `{"name":"office","kind":"mail","lang":"en","to":["office@example.org"]}`
	recipientsBody = `{"recipients":[{"address":"wang@example.org","name":"王"},{"address":"li@example.org","lang":"en"}]}`
	textBody       = `{"subject":"{poll}","body":"Go to {link}"}`
)

var csvBody = map[string]string{"Content-Type": "text/csv"}

// A letterBox takes all mail of a test.
type letterBox struct {
	mu   sync.Mutex // bundles are mailed several at a time
	took []notify.Mail
}

// Send implements notify.Courier.
func (b *letterBox) Send(_ context.Context, m notify.Mail) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.took = append(b.took, m)
	return nil
}

// testNotify tells people by a letter box, at the fixture's clock.
func testNotify(f *fixture) (*notify.Service, *letterBox) {
	box := new(letterBox)
	n := notify.New(f.store.People, f.service)
	n.Now, n.Mailer, n.URL = f.clock, box, "https://minping.example.org"
	return n, box
}

// A channel lives by the API: nothing shows its address or secret, an edit that
// leaves them out keeps them, and one on another version is refused.
func TestChannels(t *testing.T) {
	f := newFixture(t)
	var made, changed Channel
	f.must(call{method: "PUT", path: "/units", body: units, signed: true}, 204, nil)
	f.must(call{method: "POST", path: "/channels", body: `{"name":"机器人","kind":"dingtalk","lang":"zh","url":"https://oapi.dingtalk.com/robot/send?access_token=hush","secret":"SEChush","events":["poll.closed"],"units":["north"]}`, signed: true}, 201, &made)
	if len(made.Units) != 1 || made.Units[0] != "north" {
		t.Errorf("made of units %q", made.Units)
	}
	f.must(call{method: "POST", path: "/channels", body: `{"name":"x","kind":"mail","lang":"zh","to":["x@example.org"],"units":["nowhere"]}`, signed: true}, 422, nil)
	at := "/channels/" + made.ID
	w := f.do(call{method: "GET", path: at, signed: true})
	edit := call{method: "PUT", path: at, body: `{"name":"robot","kind":"dingtalk","lang":"zh","paused":true}`, signed: true, header: map[string]string{"If-Match": `"old"`}}
	f.must(edit, http.StatusPreconditionFailed, nil)
	edit.header["If-Match"] = w.Header().Get("ETag")
	f.must(edit, 200, &changed)
	kept, err := f.server.Notify.Channel(t.Context(), made.ID)
	if err != nil || kept.URL == "" || kept.Secret != "SEChush" || !changed.Paused || changed.Name != "robot" || changed.Host != "oapi.dingtalk.com" {
		t.Errorf("changed to %+v, kept %+v, %v", changed, kept, err)
	}
	f.must(edit, http.StatusPreconditionFailed, nil) // it is not so any more
	for _, path := range []string{"/channels", at} {
		if w := f.do(call{method: "GET", path: path, signed: true}); strings.Contains(w.Body.String(), "hush") {
			t.Errorf("%s shows a secret: %s", path, w.Body)
		}
	}
	if strings.Contains(f.log.String(), "hush") {
		t.Error("the log holds a secret")
	}
	wrong := f.do(call{method: "POST", path: "/channels", body: `{"name":"x","kind":"wecom","lang":"zh","url":"ftp://example.org","polls":["none"]}`, signed: true})
	for _, pointer := range []string{"/url", "/polls/0"} {
		if wrong.Code != 422 || !strings.Contains(wrong.Body.String(), `"pointer":"`+pointer+`"`) {
			t.Errorf("%d without %s: %s", wrong.Code, pointer, wrong.Body)
		}
	}
	f.must(call{method: "DELETE", path: at, signed: true}, 204, nil)
}

// Tests of channels are in the log, page by page, with masked addresses; only
// those who connect the system see either.
func TestNotificationsLog(t *testing.T) {
	f := newFixture(t)
	var made Channel
	var sent []Notification
	f.must(call{method: "POST", path: "/channels", body: strings.Replace(channelBody, `"office@`, `"desk@example.org","office@`, 1), signed: true}, 201, &made)
	test := keyed(call{method: "POST", path: "/channels/" + made.ID + "/test", signed: true}, "once")
	f.must(test, 200, &sent)
	f.must(test, 200, nil) // sent again after a lost answer
	if len(sent) != 2 || len(f.mail.took) != 2 || sent[0].State != notify.Sent || sent[0].To != "d***@example.org" {
		t.Fatalf("sent %+v, taken %d", sent, len(f.mail.took))
	}
	var seen []string
	for next := "/notifications?limit=1&channel=" + made.ID; next != ""; {
		var page []Notification
		next = f.page(next, &page)
		for _, m := range page {
			seen = append(seen, m.To)
		}
	}
	if slices.Sort(seen); !slices.Equal(seen, []string{"d***@example.org", "o***@example.org"}) {
		t.Errorf("the log has %v", seen)
	}
	for _, role := range access.Roles {
		token, _, _ := f.tokenFor(role, "")
		want := http.StatusNotFound
		if role == access.Operator {
			want = http.StatusOK
		}
		for _, path := range []string{"/channels", "/channels/" + made.ID, "/notifications"} {
			if w := f.as(token, call{method: "GET", path: path}, "", ""); w.Code != want {
				t.Errorf("%s by %s: %d, want %d", path, role, w.Code, want)
			}
		}
	}
}

// Recipients come as JSON or as a table, all or none, and are read page by page
// without their addresses in an address.
func TestRecipients(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	at := "/polls/spring/recipients"
	var n RecipientCount
	f.must(call{method: "POST", path: at, body: recipientsBody, signed: true}, 200, &n)
	table := call{method: "POST", path: at + "/import?check=true", body: "address,name,group\nzhao@example.org,赵,public\nnone,,\n", header: csvBody, signed: true}
	if w := f.do(table); w.Code != 422 || !strings.Contains(w.Body.String(), `"line":3,"column":1`) {
		t.Errorf("a table with a mistake: %d %s", w.Code, w.Body)
	}
	table.body = strings.TrimSuffix(table.body, "none,,\n")
	f.must(table, 200, &n)
	if n.Recipients != 2 {
		t.Errorf("a check has stored something: %+v", n)
	}
	table.path = at + "/import"
	f.must(table, 200, &n)
	if n.Recipients != 3 || n.Groups["public"] != 1 {
		t.Errorf("after the import %+v", n)
	}
	var names []string
	for next := at + "?limit=1"; next != ""; {
		var page []struct{ Address string }
		next = f.page(next, &page)
		names = append(names, page[0].Address)
		if _, cursor, _ := strings.Cut(next, "cursor="); next != "" {
			if id, ok := readCursor(Base+at+"?#", cursor[:strings.IndexAny(cursor+"&", "&")]); !ok || strings.Contains(id, "example") {
				t.Errorf("the cursor holds %q, %v", id, ok)
			}
		}
	}
	if !slices.Equal(names, []string{"li@example.org", "wang@example.org", "zhao@example.org"}) {
		t.Errorf("recipients %v", names)
	}
	f.must(call{method: "POST", path: at + "/remove", body: `{"address":"li@example.org"}`, signed: true}, 204, nil)
	f.must(call{method: "POST", path: at + "/remove", body: `{"address":"li@example.org"}`, signed: true}, 404, nil)
	f.must(call{method: "DELETE", path: at, signed: true}, 204, nil)
	if next := f.page(at, &[]any{}); next != "" || strings.Contains(f.log.String(), "@example.org") {
		t.Error("a list that was forgotten goes on, or the log holds an address")
	}
}

// A text is worded, shown, kept against others' edits and reset; a mailing that
// is sent now uses it, and one under a key goes out once.
func TestTextsAndMailings(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.must(call{method: "POST", path: "/polls/spring/recipients", body: recipientsBody, signed: true}, 200, nil)
	at := "/polls/spring/texts/invitation/en"
	if w := f.do(call{method: "PUT", path: at, body: `{"subject":"{pol}","body":"x"}`, signed: true}); w.Code != 422 || !strings.Contains(w.Body.String(), `"pointer":"/subject"`) {
		t.Errorf("an unknown placeholder: %d %s", w.Code, w.Body)
	}
	f.must(call{method: "GET", path: "/polls/spring/texts/test/en", signed: true}, 422, nil)
	f.must(call{method: "GET", path: "/polls/spring/texts/invitation/fr", signed: true}, 404, nil)
	edit := call{method: "PUT", path: at, body: textBody, signed: true, header: map[string]string{"If-Match": f.do(call{method: "GET", path: at, signed: true}).Header().Get("ETag")}}
	var text NotificationText
	f.must(edit, 200, &text)
	f.must(edit, http.StatusPreconditionFailed, nil)
	var shown NotificationPreview
	f.must(call{method: "POST", path: at + "/preview", body: textBody, signed: true}, 200, &shown)
	if !text.Own || shown.Subject != "Spring" || !strings.Contains(shown.HTML, "https://minping.example.org/p/spring") {
		t.Errorf("text %+v, shown %+v", text, shown)
	}
	if w := f.do(call{method: "POST", path: "/polls/spring/mailings", body: `{"kind":"reminder","when":"now","absent":true}`, signed: true}); w.Code != 422 || !strings.Contains(w.Body.String(), "absent_unknown") {
		t.Errorf("a reminder to those who are missing: %d %s", w.Code, w.Body)
	}
	var out Mailing
	plan := keyed(call{method: "POST", path: "/polls/spring/mailings", body: `{"kind":"invitation","when":"now"}`, signed: true}, "once")
	f.must(plan, 201, &out)
	f.must(plan, 201, nil)
	if _, err := f.server.Notify.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all []Mailing
	f.page("/polls/spring/mailings", &all)
	if len(all) != 1 || out.State != notify.GoneOut || all[0].Messages["sent"] != 2 || len(f.mail.took) != 2 {
		t.Errorf("planned %+v, there are %+v, %d letters", out, all, len(f.mail.took))
	}
	if !slices.ContainsFunc(f.mail.took, func(m notify.Mail) bool { return m.Subject == "Spring" }) {
		t.Errorf("nobody got the poll's own text: %+v", f.mail.took)
	}
	f.must(call{method: "DELETE", path: at, signed: true}, 204, nil)
	f.must(call{method: "GET", path: at, signed: true}, 200, &text)
	if text.Own {
		t.Error("it is not the default again")
	}
	f.server.Notify.Mailer = nil
	if w := f.do(call{method: "POST", path: "/polls/spring/mailings", body: `{"kind":"reminder","when":"now"}`, signed: true}); w.Code != 422 || !strings.Contains(w.Body.String(), "no_mail_server") {
		t.Errorf("without a mail server: %d %s", w.Code, w.Body)
	}
}

// A server that tells nobody answers as if there were nothing.
func TestNobodyIsTold(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.server.Notify = nil
	for _, path := range []string{"/channels", "/notifications", "/polls/spring/recipients", "/polls/spring/texts", "/polls/spring/mailings"} {
		f.must(call{method: "GET", path: path, signed: true}, 404, nil)
	}
}
