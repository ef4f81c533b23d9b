package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestPoster(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		path   string
		status int
		has    []string
		sheets int
	}{
		{"/p/open/poster?lang=en", 200, []string{"Poll open", "example.com/p/open<", "No name", "Closes", "Dongjiang Survey Centre", "<svg class=\"qr\""}, 1},
		{"/p/open/poster?lang=zh&unit=east-1", 200, []string{"测评 open", "柳溪县", "/p/open?unit=east-1<", "不问姓名"}, 1},
		{"/p/work/poster?units=all&lang=en", 200, []string{"Dongjiang", "Liuxi", "Xiling"}, 3},
		{"/p/coded/poster?lang=en", 200, []string{"Have the code ready", "Confidential"}, 1},
		{"/p/later/poster", 200, nil, 1}, // may be hung up before it opens
		{"/p/open/poster?unit=nowhere", 404, nil, 0},
		{"/p/none/poster", 404, nil, 0},
	} {
		rec := w.get(tt.path)
		body := rec.Body.String()
		if rec.Code != tt.status || strings.Count(body, `class="sheet"`) != tt.sheets {
			t.Errorf("%s: %d with %d sheets", tt.path, rec.Code, strings.Count(body, `class="sheet"`))
		}
		for _, s := range tt.has {
			if !strings.Contains(body, s) {
				t.Errorf("%s lacks %q", tt.path, s)
			}
		}
		if strings.Contains(tt.path, "coded") && (strings.Contains(body, "Anonymous") || strings.Contains(body, "anonymous")) {
			t.Errorf("%s promises anonymity", tt.path)
		}
	}
	must(t, w.service.ClosePoll(t.Context(), "open"))
	if rec := w.get("/p/open/poster"); rec.Code != http.StatusGone {
		t.Errorf("a poll that is over: %d", rec.Code)
	}
}

// A configured address is printed, whatever the request says of the host.
func TestPosterPrintsTheConfiguredAddress(t *testing.T) {
	w := newWorld(t)
	w.URL = "https://survey.example.org"
	if body := w.get("/p/open/poster").Body.String(); !strings.Contains(body, "survey.example.org/p/open") || strings.Contains(body, "example.com") {
		t.Error(body)
	}
}
