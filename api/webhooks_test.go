package api

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"minping/survey/outbound"
	"minping/survey/store"
	"minping/survey/webhook"
)

// testHooks are webhooks whose receivers answer 503 in a test's own memory.
func testHooks(st *store.Store) *webhook.Service {
	return webhook.New(st.People, outbound.New().Check, func(context.Context, string, http.Header, []byte) (int, []byte, error) {
		return http.StatusServiceUnavailable, []byte("later"), nil
	})
}

// A webhook lives by the API: its secret is shown when it is made, an edit on
// another version is refused, and inward addresses are.
func TestWebhooks(t *testing.T) {
	f := newFixture(t)
	for _, url := range []string{"http://127.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://2130706433/"} {
		w := f.do(call{method: "POST", path: "/webhooks", body: `{"url":"` + url + `"}`, signed: true})
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `"pointer":"/url"`) {
			t.Errorf("%s: %d %s", url, w.Code, w.Body)
		}
	}
	var made, read Webhook
	f.must(call{method: "POST", path: "/webhooks", body: `{"url":"https://example.org/x","kinds":["poll.closed"]}`, signed: true}, 201, &made)
	f.must(call{method: "GET", path: "/webhooks/" + made.ID, signed: true}, 200, &read)
	if !strings.HasPrefix(made.Secret, "whsec_") || read.Secret != "" || read.State != "active" {
		t.Errorf("made %+v, read %+v", made, read)
	}
	var tried WebhookAttempt
	f.must(call{method: "POST", path: "/webhooks/" + made.ID + "/test", signed: true}, 200, &tried)
	var log []WebhookDelivery
	f.must(call{method: "GET", path: "/webhooks/" + made.ID + "/deliveries", signed: true}, 200, &log)
	if tried.Status != 503 || tried.Answer != "later" || len(log) != 1 || log[0].Progress != "given_up" {
		t.Fatalf("tried %+v, log %+v", tried, log)
	}
	var one WebhookDelivery
	f.must(call{method: "GET", path: "/webhooks/" + made.ID + "/deliveries/" + log[0].ID, signed: true}, 200, &one)
	if len(one.Log) != 1 {
		t.Errorf("log %+v", one.Log)
	}
	f.must(call{method: "POST", path: "/webhooks/" + made.ID + "/deliveries/" + log[0].ID + "/send", signed: true}, 204, nil)
	edit := call{method: "PUT", path: "/webhooks/" + made.ID, body: `{"url":"https://example.org/y","paused":true}`, signed: true, header: map[string]string{"If-Match": `"old"`}}
	f.must(edit, 412, nil)
	edit.header["If-Match"] = f.do(call{method: "GET", path: "/webhooks/" + made.ID, signed: true}).Header().Get("ETag")
	f.must(edit, 200, &read)
	if read.State != "paused" || read.URL != "https://example.org/y" {
		t.Errorf("changed %+v", read)
	}
	f.must(call{method: "POST", path: "/webhooks/" + made.ID + "/secret", signed: true}, 200, &read)
	if read.Secret == "" || read.Secret == made.Secret {
		t.Errorf("secret %q", read.Secret)
	}
	f.must(call{method: "DELETE", path: "/webhooks/" + made.ID, signed: true}, 204, nil)
}
