package web

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"minping/survey/outbound"
	"minping/survey/webhook"
)

// receivers answers calls to webhooks: what a test wants, and never a real one.
type receivers struct {
	status int
	answer string
	got    []string // bodies
}

func (r *receivers) post(_ context.Context, _ string, _ http.Header, body []byte) (int, []byte, error) {
	r.got = append(r.got, string(body))
	if r.status == 0 {
		return 0, nil, &outbound.Failure{Reason: "outbound_time"}
	}
	return r.status, []byte(r.answer), nil
}

// A webhook is added with its secret shown once, tried out, changed, given
// another secret, and removed with all that belongs to it.
func TestWebhookPages(t *testing.T) {
	d := newDesk(t)
	r := &receivers{status: 200, answer: "<script>alert(1)</script>"}
	d.Webhooks = webhook.New(d.store.People, outbound.New().Check, r.post)
	for _, form := range []url.Values{
		{"url": {"http://127.0.0.1/x"}},
		{"url": {"http://2130706433/"}},
		{"url": {"https://example.org/"}, "kinds": {"poll.exploded"}},
		{"url": {"https://example.org/"}, "poll": {"none"}},
	} {
		page := d.post(t, "wei", "/admin/webhooks", form, http.StatusUnprocessableEntity)
		if !strings.Contains(page, `class="msg"`) {
			t.Errorf("%v: no message:\n%s", form, page)
		}
	}
	made := d.post(t, "wei", "/admin/webhooks", url.Values{"url": {"https://example.org/hook?key=1"}, "label": {"<b>档案"}, "kinds": {"poll.opened", "poll.closed"}, "poll": {"work"}}, http.StatusCreated)
	secret := regexp.MustCompile(`whsec_[\w&#;=/]{43,}`).FindString(made)
	list := d.page(t, "wei", "/admin/webhooks", http.StatusOK)
	one := regexp.MustCompile(`/admin/webhooks/[\w-]{36}`).FindString(list)
	if secret == "" || one == "" || strings.Contains(list, "whsec_") || strings.Contains(list, "<b>") || !strings.Contains(list, "Poll opened") {
		t.Fatalf("secret %q, list:\n%s", secret, list)
	}
	if page := d.page(t, "wei", one, http.StatusOK); strings.Contains(page, "whsec_") {
		t.Errorf("the secret is shown again:\n%s", page)
	}
	tried := d.post(t, "wei", one+"/test", nil, http.StatusOK)
	if strings.Contains(tried, "<script>alert") || !strings.Contains(tried, "&lt;script&gt;") || len(r.got) != 1 || !strings.Contains(r.got[0], "webhook.test") {
		t.Errorf("tried, sent %q:\n%s", r.got, tried)
	}
	r.status = 0
	if tried := d.post(t, "wei", one+"/test", nil, http.StatusOK); !strings.Contains(tried, "没有成功") && !strings.Contains(tried, "did not arrive") {
		t.Errorf("tried in vain:\n%s", tried)
	}
	message := regexp.MustCompile(one + `/evt_\w+`).FindString(d.page(t, "wei", one, http.StatusOK))
	if page := d.page(t, "wei", message, http.StatusOK); !strings.Contains(page, "webhook.test") {
		t.Errorf("the message:\n%s", page)
	}
	if to := d.post(t, "wei", message, nil, http.StatusSeeOther); !strings.HasPrefix(to, message) {
		t.Errorf("sent again, led to %s", to)
	}
	d.post(t, "wei", one, url.Values{"url": {"https://[::1]/"}}, http.StatusUnprocessableEntity)
	d.post(t, "wei", one, url.Values{"url": {"https://example.org/other"}}, http.StatusSeeOther) // not active
	if page := d.page(t, "wei", one, http.StatusOK); !strings.Contains(page, "Paused") || !strings.Contains(page, "https://example.org/other") {
		t.Errorf("changed:\n%s", page)
	}
	if again := regexp.MustCompile(`whsec_[\w&#;=/]{43,}`).FindString(d.post(t, "wei", one+"/secret", nil, http.StatusOK)); again == "" || again == secret {
		t.Errorf("new secret %q", again)
	}
	d.post(t, "wei", one+"/remove", nil, http.StatusSeeOther)
	for _, path := range []string{one, message} {
		d.page(t, "wei", path, http.StatusNotFound)
	}
}
