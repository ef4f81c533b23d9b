package web

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"minping/survey/notify"
)

// An outbox takes mail and posts for tests.
type outbox struct {
	mail  []notify.Mail
	posts []string
}

func (o *outbox) Send(_ context.Context, m notify.Mail) error { o.mail = append(o.mail, m); return nil }
func (*outbox) Check(string) error                            { return nil }

func (o *outbox) Post(_ context.Context, url string, _ http.Header, body []byte) (int, []byte, error) {
	o.posts = append(o.posts, url+" "+string(body))
	return http.StatusOK, []byte(`{"errcode":0}`), nil
}

// newPostDesk is a desk that can send.
func newPostDesk(t *testing.T) (desk, *outbox) {
	d, out := newDesk(t), &outbox{}
	d.Notify.Mailer, d.Notify.Poster, d.Notify.URL = out, out, "https://survey.example.org"
	return d, out
}

// A channel is made, tested, changed, paused and removed; what is secret of it
// is on no page.
func TestChannelPage(t *testing.T) {
	d, out := newPostDesk(t)
	form := url.Values{
		"name": {"值班群"}, "kind": {"dingtalk"}, "language": {"zh"}, "event": {"poll.opened", "poll.published"}, "poll": {"open"}, "units": {"east\nwest"},
		"url": {"https://robot.example.org/send?access_token=url-secret"}, "secret": {"SEC-secret"}, "markdown": {"1"},
	}
	d.post(t, "wei", "/admin/notifications", form, http.StatusSeeOther)
	list, err := d.Notify.Channels(t.Context())
	if must(t, err); len(list) != 1 || len(list[0].Events) != 2 || len(list[0].Polls) != 1 || len(list[0].Units) != 2 {
		t.Fatalf("%+v", list)
	}
	at := "/admin/notifications/" + list[0].ID
	pages := []string{
		d.page(t, "wei", "/admin/notifications?edit="+list[0].ID, http.StatusOK),
		d.post(t, "wei", at, url.Values{"go": {"test"}}, http.StatusOK),
	}
	if len(out.posts) != 1 || !strings.Contains(out.posts[0], "url-secret") || !strings.Contains(out.posts[0], "&sign=") {
		t.Errorf("posted: %q", out.posts)
	}
	if !strings.Contains(pages[0], "only of ") || !strings.Contains(pages[0], "east\nwest</textarea>") {
		t.Errorf("the units are not there:\n%s", pages[0])
	}
	nowhere := url.Values{"name": {"x"}, "kind": {"mail"}, "language": {"zh"}, "to": {"x@example.org"}, "units": {"nowhere"}}
	if wrong := d.post(t, "wei", "/admin/notifications", nowhere, http.StatusUnprocessableEntity); !strings.Contains(wrong, "nowhere") {
		t.Errorf("a unit that is not there is not told:\n%s", wrong)
	}
	form = url.Values{"id": {list[0].ID}, "name": {"新名字"}, "kind": {"dingtalk"}, "language": {"en"}, "url": {""}}
	d.post(t, "wei", "/admin/notifications", form, http.StatusSeeOther)
	form.Set("url", "ftp://wrong-secret.example.org/")
	pages = append(pages, d.post(t, "wei", "/admin/notifications", form, http.StatusUnprocessableEntity))
	ch, err := d.Notify.Channel(t.Context(), list[0].ID)
	if must(t, err); ch.Name != "新名字" || ch.Secret != "SEC-secret" || !strings.Contains(ch.URL, "url-secret") {
		t.Errorf("%+v", ch)
	}
	d.post(t, "wei", at, url.Values{"go": {"pause"}}, http.StatusSeeOther)
	pages = append(pages, d.page(t, "wei", "/admin/notifications?remove="+list[0].ID, http.StatusOK))
	for i, page := range pages {
		for _, secret := range []string{"url-secret", "SEC-secret", "wrong-secret"} {
			if strings.Contains(page, secret) {
				t.Errorf("page %d shows %s", i, secret)
			}
		}
	}
	d.post(t, "wei", at, url.Values{"go": {"remove"}}, http.StatusSeeOther)
	if list, err := d.Notify.Channels(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

// upload sends a file with a form, as an account.
func (d desk) upload(t *testing.T, path, file, content string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		must(t, w.WriteField(name, values[0]))
	}
	part, err := w.CreateFormFile("file", file)
	must(t, err)
	_, err = part.Write([]byte(content))
	must(t, err)
	must(t, w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "zh")
	r.AddCookie(d.cookies["wei"])
	rec := httptest.NewRecorder()
	d.e.ServeHTTP(rec, r)
	return rec
}

// A list is checked, shown, imported and mailed to; its mistakes are told by
// row and column, and then nothing of it is kept.
func TestRecipientsPage(t *testing.T) {
	d, out := newPostDesk(t)
	at := "/manage/coded/messages"
	rec := d.upload(t, at+"/recipients", "名单.csv", "姓名,邮箱,测评主体\n王小明,wang@example.org,cadres\n李,li,cadre\n", url.Values{"go": {"import"}})
	for _, want := range []string{"名单.csv 第 3 行第 2 列（address）：“li”不是电子邮件地址", "第 3 行第 3 列（group）：没有测评主体“cadre”"} {
		if rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%d, without %q", rec.Code, want)
		}
	}
	good := "姓名,邮箱,测评主体\n王小明,wang@example.org,cadres\n\"<b>李</b>\",li@example.org,public\n"
	rec = d.upload(t, at+"/recipients", "名单.csv", good, url.Values{"go": {"check"}})
	if body := rec.Body.String(); rec.Code != http.StatusOK || !strings.Contains(body, "没有错误：2 人") || !strings.Contains(body, "wang@example.org,王小明,cadres,") || strings.Contains(body, "<b>李") {
		t.Errorf("%d: %s", rec.Code, body)
	}
	if roll, err := d.Notify.Roll(t.Context(), "coded"); err != nil || roll.All != 0 {
		t.Errorf("checked and kept: %+v, %v", roll, err)
	}
	if rec = d.upload(t, at+"/recipients", "名单.csv", good, url.Values{"go": {"import"}}); rec.Code != http.StatusSeeOther {
		t.Errorf("import: %d", rec.Code)
	}
	page := d.page(t, "wei", at, http.StatusOK)
	if !strings.Contains(page, "li@example.org") || strings.Contains(page, `name="absent"`) || !strings.Contains(page, "does not record who did") {
		t.Error("the page shows nobody, or offers what it cannot know")
	}
	d.post(t, "wei", at+"/mailings", url.Values{"kind": {"reminder"}, "when": {"now"}, "absent": {"1"}}, http.StatusUnprocessableEntity)
	d.post(t, "wei", at+"/mailings", url.Values{"kind": {"invitation"}, "when": {"now"}, "group": {"cadres"}}, http.StatusSeeOther)
	must(t, d.Notify.Tick(t.Context()))
	if len(out.mail) != 1 || out.mail[0].To.Address != "wang@example.org" || !strings.Contains(out.mail[0].Text, "https://survey.example.org/p/coded") {
		t.Errorf("%+v", out.mail)
	}
	d.post(t, "wei", at+"/recipients", url.Values{"go": {"remove"}, "address": {"li@example.org"}}, http.StatusSeeOther)
	d.post(t, "wei", at+"/recipients", url.Values{"go": {"forget"}}, http.StatusSeeOther)
	if page := d.page(t, "wei", at, http.StatusOK); strings.Contains(page, "@example.org") {
		t.Error("somebody is still on the page")
	}
}

// A text is previewed, refused, kept and reset.
func TestTextsPage(t *testing.T) {
	d, _ := newPostDesk(t)
	at := "/manage/open/messages"
	form := url.Values{"kind": {"invitation"}, "in": {"zh"}, "subject": {"<script>x</script>{poll}"}, "body": {"{name} {link}\n{{.}}"}, "go": {"preview"}}
	page := d.post(t, "wei", at+"/texts", form, http.StatusUnprocessableEntity)
	if !strings.Contains(page, "{.}") {
		t.Error("a foreign placeholder is not named")
	}
	form.Set("body", "{name} {link}")
	page = d.post(t, "wei", at+"/texts", form, http.StatusOK)
	if !strings.Contains(page, "&lt;script&gt;x&lt;/script&gt;测评 open") || !strings.Contains(page, "王小明 https://survey.example.org/p/open") || strings.Contains(page, "<script>x") {
		t.Errorf("preview: %s", page)
	}
	form.Set("go", "save")
	d.post(t, "wei", at+"/texts", form, http.StatusSeeOther)
	if page := d.page(t, "wei", at+"?kind=invitation&in=zh", http.StatusOK); !strings.Contains(page, "{name} {link}</textarea>") || !strings.Contains(page, "Changed") {
		t.Error("not kept")
	}
	form.Set("go", "reset")
	d.post(t, "wei", at+"/texts", form, http.StatusSeeOther)
	if page := d.page(t, "wei", at+"?kind=invitation&in=zh", http.StatusOK); strings.Contains(page, "Changed") {
		t.Error("not reset")
	}
}

// Channels are the operator's, lists of recipients whoever's who manages the
// poll: for another account there are no such pages.
func TestMessagesNeedRights(t *testing.T) {
	d, _ := newPostDesk(t)
	_, err := d.Access.Add(t.Context(), "reader", password)
	must(t, err)
	d.cookies["reader"] = session(t, d.send("/login", url.Values{"name": {"reader"}, "password": {password}}, nil))
	for _, path := range []string{"/admin/notifications", "/manage/open/messages", "/manage/absent/messages"} {
		d.page(t, "reader", path, http.StatusNotFound)
	}
	for _, path := range []string{"/admin/notifications", "/manage/open/messages/recipients", "/manage/open/messages/texts", "/manage/open/messages/mailings"} {
		d.post(t, "reader", path, url.Values{"go": {"forget"}}, http.StatusNotFound)
	}
}

// Where nobody is told of anything, nothing leads to the pages about that.
func TestNothingLeadsToMissingMessages(t *testing.T) {
	d, _ := newPostDesk(t)
	for _, told := range []bool{true, false} {
		if !told {
			d.Notify = nil
		}
		for path, link := range map[string]string{"/account": "/admin/notifications", "/manage/open": "/manage/open/messages"} {
			if page := d.page(t, "wei", path, http.StatusOK); strings.Contains(page, `href="`+link+`"`) != told {
				t.Errorf("%s leads to %s, or not: %v", path, link, !told)
			}
		}
	}
}
