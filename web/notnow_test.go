package web

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"minping/survey"
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
	w.visit(t, "/p/open").sees(http.StatusOK, "About 2 minutes")
	src, err := os.ReadFile("testdata/everything.yaml")
	must(t, err)
	_, err = w.service.AddQuestionnaire(t.Context(), bytes.Replace(bytes.Replace(src, []byte("id: everything\n"), []byte("id: untimed\n"), 1), []byte("minutes: 2\n"), nil, 1))
	must(t, err)
	w.quotaPoll(t, "untimed", "untimed", survey.OpenLink)
	w.visit(t, "/p/untimed").sees(http.StatusOK, "About 3 minutes")
}
