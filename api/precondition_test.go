package api

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// An edit says on what it was made: nobody's edit is lost.
func TestLostUpdates(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	draft := strings.Replace(poll, "spring", "draft", 1)
	f.must(call{method: "POST", path: "/polls", body: draft, signed: true}, http.StatusCreated, nil)
	for path, body := range map[string]string{"/polls/draft": draft, "/units": units} {
		edit := func(ifMatch, body string) (int, string) {
			w := f.do(call{method: "PUT", path: path, body: body, header: map[string]string{"If-Match": ifMatch}, signed: true})
			return w.Code, w.Body.String()
		}
		changed := strings.NewReplacer("Spring", "Fair", "South", "S.").Replace(body)
		tag := f.do(call{method: "HEAD", path: path, signed: true}).Header().Get("ETag")
		for _, tt := range []struct {
			ifMatch string
			want    int
		}{
			{"", http.StatusPreconditionRequired},
			{`"nonsense"`, http.StatusPreconditionFailed},
			{"W/" + tag, http.StatusPreconditionFailed},
			{strings.Trim(tag, `"`), http.StatusPreconditionFailed},
			{`"other", ` + tag, http.StatusOK},
			{tag, http.StatusPreconditionFailed}, // it is not so any more
			{"*", http.StatusOK},
		} {
			if status, answer := edit(tt.ifMatch, changed); status != tt.want && (tt.want != http.StatusOK || status != http.StatusNoContent) {
				t.Errorf("%s with If-Match %q: %d, want %d: %s", path, tt.ifMatch, status, tt.want, answer)
			}
		}
	}
	w := f.do(call{method: "PUT", path: "/polls/draft", body: draft, signed: true})
	if got := f.do(call{method: "HEAD", path: "/polls/draft", signed: true}).Header().Get("ETag"); got == "" || got != w.Header().Get("ETag") {
		t.Errorf("the edit is answered with tag %q, then the poll has %q", w.Header().Get("ETag"), got)
	}
}

// Of many who edit one version at once, one does.
func TestEditsRace(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	for round := range 5 {
		tag := f.do(call{method: "HEAD", path: "/units", signed: true}).Header().Get("ETag")
		var done, stale atomic.Int32
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				body := fmt.Sprintf(`{"units":[{"id":"r%d-%d","name":{"en":"N"}}]}`, round, i)
				switch w := f.do(call{method: "PUT", path: "/units", body: body, header: map[string]string{"If-Match": tag}, signed: true}); w.Code {
				case http.StatusNoContent:
					done.Add(1)
				case http.StatusPreconditionFailed:
					stale.Add(1)
				default:
					t.Errorf("%d %s", w.Code, w.Body)
				}
			})
		}
		all.Wait()
		if done.Load() != 1 || stale.Load() != 7 {
			t.Errorf("%d edits of one version", done.Load())
		}
	}
}

// What is removed may say on what that was decided, and is kept where it has
// changed since.
func TestRemovalsMayMatch(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	var hook Webhook
	f.must(call{method: "POST", path: "/webhooks", body: `{"url":"https://example.org/"}`, signed: true}, 201, &hook)
	var channel Channel
	f.must(call{method: "POST", path: "/channels", body: channelBody, signed: true}, 201, &channel)
	var draft QuestionnaireDraft
	f.must(call{method: "POST", path: "/questionnaire-drafts", body: `{}`, signed: true}, 201, &draft)
	for _, path := range []string{"/webhooks/" + hook.ID, "/channels/" + channel.ID, "/questionnaire-drafts/" + draft.ID, "/polls/spring/texts/reminder/zh"} {
		tag := f.do(call{method: "GET", path: path, signed: true}).Header().Get("ETag")
		for _, tt := range []struct {
			match string
			want  int
		}{{`"other"`, 412}, {"W/" + tag, 412}, {tag, 204}} {
			c := call{method: "DELETE", path: path, signed: true, header: map[string]string{"If-Match": tt.match}}
			if w := f.do(c); w.Code != tt.want {
				t.Errorf("%s, If-Match %s: %d %s, want %d", path, tt.match, w.Code, w.Body, tt.want)
			}
		}
	}
}
