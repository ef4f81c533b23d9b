package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// Before it opens a poll says when, in words, and what it will be about; it has
// no form.
func TestNotYetOpen(t *testing.T) {
	w := newWorld(t)
	for left, want := range map[time.Duration]string{
		0:                             "24 hours",
		23*time.Hour + 30*time.Minute: "30 minutes",
		-30 * time.Hour:               "3 days",
	} {
		w.Now = func() time.Time { return now.Add(left) }
		w.service.Now = w.Now
		v := w.visit(t, "/p/later").sees(http.StatusForbidden, "This poll has not opened yet", want, "What it will ask", "Please rate your visit.", "Anonymous", "Run by", "About 2 minutes")
		if v.action != "" || strings.Contains(v.body, "data-begun") {
			t.Error("there is a form")
		}
	}
	w.Now = func() time.Time { return now }
	w.service.Now = w.Now
	w.visit(t, "/p/later?lang=zh").sees(http.StatusForbidden, "还有 24 小时", "这次会问什么")
}

// After the end a poll thanks, and says where the results are or will be.
func TestOver(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	for _, id := range []string{"work", "open"} {
		must(t, w.service.ClosePoll(ctx, id))
	}
	w.visit(t, "/p/work").sees(http.StatusGone, "Thank you to everyone", "being counted", "this same link")
	w.visit(t, "/p/open").sees(http.StatusGone, "Thank you to everyone", "the organiser publishes")
	must(t, w.service.PublishPoll(ctx, "work"))
	v := w.visit(t, "/p/work").sees(http.StatusGone, "The results are published", "See the results")
	if !strings.Contains(v.body, `href="/r/work"`) || v.action != "" {
		t.Error("no link to the results, or a form")
	}
}

func TestNoSuchPoll(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/p/nothing", "/k/nothing", "/p/nothing?lang=zh"} {
		want := "There is no such poll"
		if strings.Contains(path, "zh") {
			want = "没有这次测评"
		}
		w.visit(t, path).sees(http.StatusNotFound, want)
	}
	w.visit(t, "/nothing").sees(http.StatusNotFound, "Page not found")
}

// Who has measured how long a questionnaire takes says so; else it is computed.
func TestMinutesAreComputed(t *testing.T) {
	w := newWorld(t)
	q, err := w.service.Questionnaire(context.Background(), "everything", "")
	must(t, err)
	minutes := *q
	minutes.Minutes = 0
	page := w.citizen(w.e.NewContext(postForm("/p/open", nil), httptest.NewRecorder()), &paper{q: &minutes})
	if page.Minutes != 3 {
		t.Errorf("%d minutes, want 3: %s", page.Minutes, minutes.Duration())
	}
}
