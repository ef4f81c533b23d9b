package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/agenda"
	"minping/survey/awards"
	"minping/survey/casework"
	"minping/survey/clerk"
	"minping/survey/dossier"
	"minping/survey/duty"
	"minping/survey/evidence"
	"minping/survey/form"
	"minping/survey/guard"
	"minping/survey/official"
	"minping/survey/points"
	"minping/survey/projects"
	"minping/survey/rectify"
	"minping/survey/replay"
	"minping/survey/store"
	"minping/survey/theme"
)

const (
	testName     = "admin"
	testPassword = "correct horse battery"
)

// testForm has a scored choice, a multiple choice, a number and a text.
const testForm = `
id: service
version: "1"
languages: [zh, en]
title: {zh: 服务满意度, en: Satisfaction with services}
scales:
  satisfaction:
    - {code: 3, label: {zh: 满意, en: Satisfied}, score: 100}
    - {code: 2, label: {zh: 一般, en: So so}, score: 50}
    - {code: 1, label: {zh: 不满意, en: Dissatisfied}, score: 0}
groups:
  - {id: public, title: {zh: 群众, en: Public}, weight: 1}
index:
  - {id: attitude, title: {zh: 态度, en: Attitude}, weight: 1, children: [{id: s1, item: s1, weight: 1}]}
items:
  - {id: s1, scale: satisfaction, required: true, text: {zh: 态度如何？, en: How was the attitude?}}
  - {id: reasons, type: multiple, max: 1, options: [{code: time, label: {zh: 时间, en: Time}}, {code: price, label: {zh: 价格, en: Price}}], text: {zh: 原因, en: Reasons}}
  - {id: age, type: number, min: 18, max: 120, text: {zh: 年龄, en: Age}}
  - {id: why, type: longtext, max: 100, text: {zh: 说明, en: Why}}
flags:
  - {id: low, node: overall, below: 60, action: notice}
suggestions:
  - {id: train, node: attitude, text: {zh: 开展服务礼仪培训。, en: Train the staff at the counters.}}
`

// A fixture is the API over a real service on SQLite files.
type fixture struct {
	t        testing.TB
	e        *echo.Echo
	server   *Server
	service  *survey.Service
	store    *store.Store
	access   *access.Service
	sessions *store.Sessions
	token    string // of the administrator
	mail     *letterBox

	mu   sync.Mutex
	now  time.Time
	log  *logBuffer
	slog *slog.Logger
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	st, err := store.OpenSQLite(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	f := &fixture{t: t, store: st, now: time.Now(), log: new(logBuffer)}
	f.service = survey.NewService(st.People, st.Ballots, form.Parse)
	f.service.Reader = theme.Reader{}
	f.access = access.New(st.People)
	f.service.Now, f.access.Now = f.clock, f.clock
	f.slog = slog.New(slog.NewJSONHandler(f.log, nil))
	f.sessions = st.People.Sessions()
	f.server = &Server{
		Webhooks: testHooks(st),
		Service:  f.service, Access: f.access,
		Gate: middleware.NewGate(f.access, f.sessions, false, f.slog), Guesses: middleware.NewGuesses(),
	}
	f.server.Guesses.Now = f.clock
	f.server.Desk = clerk.New(st.People, f.service)
	f.server.Orders = rectify.New(st.People)
	f.server.Orders.Now = f.clock
	f.server.Projects = projects.New(st.People)
	f.server.Awards = awards.New(st.People)
	f.server.Awards.Now = f.clock
	f.server.Papers = official.New(st.People, f.server.Orders, f.server.Awards)
	f.server.Duty = duty.New(st.People)
	f.server.Duty.Now = f.clock
	f.server.Projects.Now = f.clock
	f.server.Dossiers = dossier.New(st.People, f.server.Orders)
	f.server.Dossiers.Now = f.clock
	f.server.Cases = casework.New(st.People)
	f.server.Cases.Now = f.clock
	f.server.Points = points.New(st.People, form.ParseScheme)
	f.server.Points.Now, f.server.Dossiers.Points = f.clock, f.server.Points
	f.server.Agenda = agenda.New(st.People)
	f.server.Agenda.Now, f.server.Agenda.Orders, f.server.Agenda.Cases = f.clock, f.server.Orders, f.server.Cases
	f.server.Agenda.Projects, f.server.Agenda.Points = f.server.Projects, f.server.Points
	if f.server.Orders.Files, err = evidence.OpenFolder(t.TempDir(), evidence.Limits{File: 1 << 20, Total: 8 << 20, Files: 50}, nil); err != nil {
		t.Fatal(err)
	}
	f.server.Cabinet = evidence.NewCabinet(st.People)
	f.server.Cabinet.Owners = map[string]evidence.Owner{"case": f.server.Cases.Place, "project": f.server.Projects.Place, "award": f.server.Awards.Place, "duty": f.server.Duty.Place}
	f.server.Cabinet.Folder = f.server.Orders.Files
	f.server.Notify, f.mail = testNotify(f)
	f.server.Replay, f.server.Log = replay.Book{Store: st.People, Now: f.clock}, f.slog
	f.server.Guard = &guard.Guard{Now: f.clock}
	f.e = f.newEcho()
	f.claim(t)
	return f
}

// newEcho serves the API as newServer in cmd/minping does.
func (f *fixture) newEcho() *echo.Echo {
	e := echo.New()
	e.IPExtractor = echo.ExtractIPDirect()
	e.Use(middleware.AccessLog(f.slog), middleware.Recover(f.slog), middleware.Headers(false))
	e.HTTPErrorHandler = func(err error, c echo.Context) { Answer(f.slog, err, c) }
	f.server.Register(e)
	return e
}

// A logBuffer is a log that requests may write at once.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (f *fixture) clock() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *fixture) advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// claim makes the administrator and a token.
func (f *fixture) claim(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	setup, err := f.access.Setup(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.access.Claim(ctx, setup, testName, testPassword); err != nil {
		t.Fatal(err)
	}
	if f.token, _, err = f.access.CreateToken(ctx, testName, "test", 24*time.Hour, access.Narrowed{}); err != nil {
		t.Fatal(err)
	}
}

// A call is one request to the API.
type call struct {
	method, path string
	body         string
	header       map[string]string
	signed       bool // as the administrator
}

// do answers a call. A body is JSON unless a header says otherwise.
func (f *fixture) do(c call) *httptest.ResponseRecorder { return f.from("192.0.2.1:1234", c) }

// from answers a call from an address. The answer is held against the
// document.
func (f *fixture) from(address string, c call) *httptest.ResponseRecorder {
	var body io.Reader
	if c.body != "" {
		body = strings.NewReader(c.body)
	}
	r := httptest.NewRequest(c.method, Base+c.path, body)
	r.RemoteAddr = address
	if c.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.signed {
		r.Header.Set("Authorization", "Bearer "+f.token)
	}
	if c.method == http.MethodPut || c.method == http.MethodDelete { // whatever there is
		r.Header.Set("If-Match", "*")
	}
	for name, v := range c.header {
		r.Header.Set(name, v)
	}
	w := httptest.NewRecorder()
	f.e.ServeHTTP(w, r)
	f.documented(r, w)
	return w
}

// must answers a call that has the status, and reads the JSON into v.
func (f *fixture) must(c call, status int, v any) {
	f.t.Helper()
	w := f.do(c)
	if w.Code != status {
		f.t.Fatalf("%s %s: status %d, want %d: %s", c.method, c.path, w.Code, status, w.Body)
	}
	if v == nil {
		return
	}
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		f.t.Fatalf("%s %s: %v in %s", c.method, c.path, err, w.Body)
	}
}

const (
	units = `{"units":[{"id":"north","name":{"zh":"北区","en":"North"},"tier":"county"},{"id":"south","name":{"zh":"南区","en":"South"},"tier":"county"}]}`
	poll  = `{"id":"spring","title":{"zh":"春季测评","en":"Spring"},"questionnaire":{"id":"service"},"units":["north","south"],"access":"open"}`
)

// preparations publish the questionnaire, the units and an open poll.
var preparations = []call{
	{method: http.MethodPost, path: "/questionnaires", body: testForm, header: map[string]string{"Content-Type": "application/yaml"}, signed: true},
	{method: http.MethodPut, path: "/units", body: units, signed: true},
	{method: http.MethodPost, path: "/polls", body: poll, signed: true},
	{method: http.MethodPost, path: "/polls/spring/open", signed: true},
}

func (f *fixture) prepare() {
	f.t.Helper()
	for _, c := range preparations {
		if w := f.do(c); w.Code >= 300 {
			f.t.Fatalf("%s: %d %s", c.path, w.Code, w.Body)
		}
	}
}

// random32 is 32 bytes made from a number, base64.
func random32(n int) string {
	b := make([]byte, 32)
	b[0], b[1], b[2] = byte(n), byte(n>>8), byte(n>>16)
	return base64.StdEncoding.EncodeToString(b)
}

// submissionBody is the body of one ballot, about a unit.
func submissionBody(n int, unit, answers string) string {
	return `{"key":"` + random32(n) + `","salt":"` + random32(n+1) + `","ballots":[{"unit":"` + unit + `","group":"public","answers":` + answers + `}]}`
}

// fill casts so many ballots about each unit: the north is content.
func (f *fixture) fill(n int) {
	f.t.Helper()
	for i := range n {
		for j, unit := range []string{"north", "south"} {
			answers := `{"s1":3}`
			if unit == "south" && i%4 > 0 {
				answers = `{"s1":"1"}`
			}
			f.must(call{method: http.MethodPost, path: "/polls/spring/submissions", body: submissionBody(10*(2*i+j+1), unit, answers)}, http.StatusCreated, nil)
		}
	}
}
