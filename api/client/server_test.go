package client_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api"
	"minping/api/client"
	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/form"
	"minping/survey/notify"
	"minping/survey/store"
	"minping/survey/webhook"
)

// A server is the API over a real database, on a loopback port.
type server struct {
	address, token string
	stop           func()
}

func newServer() server {
	dir, err := os.MkdirTemp("", "minping-client")
	check(err)
	st, err := store.OpenSQLite(dir)
	check(err)
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	accounts := access.New(st.People)
	setup, err := accounts.Setup(ctx)
	check(err)
	_, err = accounts.Claim(ctx, setup, "admin", "correct horse battery")
	check(err)
	token, _, err := accounts.CreateToken(ctx, "admin", "client", 24*time.Hour, access.Narrowed{})
	check(err)
	e := echo.New()
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = func(err error, c echo.Context) { api.Answer(log, err, c) }
	service := survey.NewService(st.People, st.Ballots, form.Parse)
	(&api.Server{
		Service: service, Access: accounts, Webhooks: webhook.New(st.People, nil, nil), Notify: notify.New(st.People, service),
		Gate: middleware.NewGate(accounts, st.People.Sessions(), false, log), Guesses: middleware.NewGuesses(),
	}).Register(e)
	s := httptest.NewServer(e)
	return server{s.URL, token, func() {
		s.Close()
		check(st.Close())
		check(os.RemoveAll(dir))
	}}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// counter asks one question about the service at a counter.
const counter = `
id: counter
version: "1"
languages: [zh, en]
title: {zh: 窗口服务评价, en: Service at the counter}
scales:
  satisfaction:
    - {code: 3, label: {zh: 满意, en: Satisfied}, score: 100}
    - {code: 1, label: {zh: 不满意, en: Dissatisfied}, score: 0}
index:
  - {id: attitude, item: attitude, weight: 1}
items:
  - {id: attitude, scale: satisfaction, required: true, text: {zh: 服务态度, en: Attitude}}
`

// newPoll publishes the questionnaire and opens a poll about two units.
func newPoll(ctx context.Context, c *client.Client, id string) error {
	if _, err := c.PublishQuestionnaire(ctx, []byte(counter)); err != nil {
		return err
	}
	if _, err := c.PutUnitsWithResponse(ctx, &client.PutUnitsParams{IfMatch: new("*")}, client.Units{Units: []client.Unit{
		{ID: "north", Name: client.Text{"zh": "北区", "en": "North"}, Tier: "county"},
		{ID: "south", Name: client.Text{"zh": "南区", "en": "South"}, Tier: "county"},
	}}); err != nil {
		return err
	}
	if _, err := c.CreatePollWithResponse(ctx, client.PollInput{
		ID: id, Title: client.Text{"zh": "秋季测评", "en": "Autumn"}, Questionnaire: client.QuestionnaireRef{ID: "counter"},
		Units: []string{"north", "south"}, Access: survey.OpenLink, PublicResults: true,
	}); err != nil {
		return err
	}
	_, err := c.OpenPollWithResponse(ctx, id)
	return err
}
