package web

import (
	"context"
	"net/http"
	"testing"
	"time"

	"minping/api/middleware"
	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// Who tries codes that do not exist is asked to wait, whoever has one that does
// is not, though he be beside him (trust test 19).
func TestGuessedCodesOnThePage(t *testing.T) {
	w := newWorld(t)
	w.Guesses = middleware.NewGuesses()
	w.Guesses.Now = func() time.Time { return now }
	batch := survey.CodeBatch{Group: "cadres", Units: []string{"east"}}
	_, good, err := w.service.IssueCodes(context.Background(), "coded", batch, 1)
	must(t, err)
	w.quotaPoll(t, "elsewhere", "organisation-work", survey.ByCode)
	_, unknown, err := w.service.IssueCodes(context.Background(), "elsewhere", batch, 21)
	must(t, err)
	try := func(code string) *visitor {
		v := w.visit(t, "/p/coded")
		v.form.Set(answer.FieldCode, code)
		return v.press(site.FieldGo, "start")
	}
	for _, code := range unknown[:20] {
		try(code).sees(http.StatusNotFound, "There is no such code")
	}
	v := try(unknown[20]).sees(http.StatusTooManyRequests, "please wait a moment")
	if v.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	try("mistyped").sees(http.StatusNotFound, "There is no such code")
	try(good[0]).sees(http.StatusOK, "About Dongjiang")
	for i, c := range v.header["Set-Cookie"] {
		t.Errorf("cookie %d: %s", i, c)
	}
}
