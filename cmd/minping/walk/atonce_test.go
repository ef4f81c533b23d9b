package walk

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"minping/survey/store/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// Two people with one task at once, one by its page and one by a program, many
// times over, on either database: one step is kept whole, the other person is told,
// his words come back to him, and sent again they are kept as well.
func TestTwoEditOneTask(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { twoEdit(t, "--data", t.TempDir()) })
	t.Run("postgres", func(t *testing.T) {
		people, ballots := pgtest.Databases(t)
		twoEdit(t, "--db", people, "--ballots-db", ballots)
	})
}

// An editor is one of the two: what he is answered.
type editor struct {
	status int
	answer string
	err    error
}

func twoEdit(t *testing.T, data ...string) {
	const link = "/setup?token="
	pages := start(t, link, append([]string{"serve", "--addr", "127.0.0.1:0", "--second-factor", "optional", "--lang", "zh"}, data...)...)
	site, token, _ := strings.Cut(pages[len(pages)-1], link)
	s := &stage{url: site, props: map[string]string{"setup": token}, people: map[string]*http.Client{"": newPerson(t), "wei": newPerson(t)}}
	s.form(t, "wei", "/setup", "token=$setup&name=wei&password="+password+"&again="+password, http.StatusSeeOther)
	s.ask(t, "wei", http.MethodPost, "/api/v1/units/import", "text/csv", "单位编码,单位名称,层级\nx01,第一县,county\n", http.StatusOK)
	s.invite(t, "zhou", "answerer", "x01")
	s.invite(t, "li", "organiser", "")
	s.ask(t, "wei", http.MethodPost, "/api/v1/ledger/import", "text/csv", "责任单位,问题,完成时限,状态,责任人,问题原因,整改措施\nx01,窗口排队久,2099-01-01,整改中,闻以澄,人手不足,增开窗口\n", http.StatusOK)
	type task struct {
		ID       string
		Revision int64
		Person   string
		Steps    []struct{ Do, Why string }
	}
	read := func() (one task) {
		t.Helper()
		var all []task
		_, answer := s.ask(t, "wei", http.MethodGet, "/api/v1/tasks", "", "", http.StatusOK)
		if err := json.Unmarshal([]byte(answer), &all); err != nil || len(all) != 1 {
			t.Fatalf("%v: %s", err, answer)
		}
		return all[0]
	}
	send := func(who, path, contentType, body string) (e editor) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+path, strings.NewReader(body))
		if err != nil {
			return editor{err: err}
		}
		r.Header.Set("Origin", s.url)
		r.Header.Set("Content-Type", contentType)
		resp, err := s.people[who].Do(r)
		if err != nil {
			return editor{err: err}
		}
		defer resp.Body.Close()
		answer, err := io.ReadAll(resp.Body)
		return editor{resp.StatusCode, string(answer), err}
	}
	const rounds = 6
	for round := range rounds {
		was := read()
		byPage := func(revision int64) editor {
			form := url.Values{"go": {"report"}, "revision": {fmt.Sprint(revision)}, "why": {fmt.Sprintf("页面第%d次", round)}, "share": {"50"}}
			return send("zhou", "/orders/tasks/"+was.ID, "application/x-www-form-urlencoded", form.Encode())
		}
		byProgram := func(revision int64) editor {
			return send("li", "/api/v1/tasks/"+was.ID+"/steps", "application/json", fmt.Sprintf(`{"revision":%d,"do":"remind","why":"程序第%d次"}`, revision, round))
		}
		var page, program editor
		var both sync.WaitGroup
		both.Go(func() { page = byPage(was.Revision) })
		both.Go(func() { program = byProgram(was.Revision) })
		both.Wait()
		is := read()
		if page.err != nil || program.err != nil || is.Revision != was.Revision+1 || len(is.Steps) != len(was.Steps)+1 {
			t.Fatalf("round %d: %+v, %+v; from %+v to %+v", round, page, program, was, is)
		}
		switch kept := is.Steps[len(is.Steps)-1].Why; {
		case page.status == http.StatusSeeOther && program.status == http.StatusPreconditionFailed && kept == fmt.Sprintf("页面第%d次", round):
			program = byProgram(is.Revision)
		case program.status == http.StatusOK && page.status == http.StatusConflict && kept == fmt.Sprintf("程序第%d次", round):
			if !strings.Contains(page.answer, "别人已经改动了这一件") || !strings.Contains(page.answer, fmt.Sprintf("页面第%d次", round)) || !strings.Contains(page.answer, kept) {
				t.Errorf("round %d: the page does not tell, or has lost what was typed:\n%s", round, page.answer)
			}
			page = byPage(is.Revision)
		default:
			t.Fatalf("round %d: the page is answered %d, the program %d, kept is %q", round, page.status, program.status, kept)
		}
		if page.status != http.StatusSeeOther || program.status != http.StatusOK {
			t.Fatalf("round %d: sent again, the page is answered %d, the program %d", round, page.status, program.status)
		}
	}
	said := map[string]int{}
	for _, step := range read().Steps {
		said[step.Why]++
	}
	for round := range rounds {
		for _, who := range []string{"页面", "程序"} {
			if n := said[fmt.Sprintf("%s第%d次", who, round)]; n != 1 {
				t.Errorf("%s, round %d: kept %d times", who, round, n)
			}
		}
	}
}
