package web

import (
	"context"
	"errors"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/access"
)

// auditShown is how many entries of the log a page has.
const auditShown = 50

// heads counts how often the log's head was signed.
type heads struct {
	signed int
	fails  bool
}

func (h *heads) SignHead(context.Context) error {
	if h.fails {
		return errors.New("the disk is full")
	}
	h.signed++
	return nil
}

func (h *heads) SignedHead() (string, survey.AuditHead, error) {
	return "2026-11-21", survey.AuditHead{Sequence: 1, Hash: survey.NoEntry}, nil
}

var entryNumber = regexp.MustCompile(`<small>#(\d+)</small>`)

// entries lists the numbers of the entries on a page.
func entries(page string) (all []string) {
	for _, m := range entryNumber.FindAllStringSubmatch(page, -1) {
		all = append(all, m[1])
	}
	return all
}

// linkNamed returns where a link of the page leads.
func linkNamed(page, name string) string {
	m := regexp.MustCompile(`href="([^"]+)">` + name + `<`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}

// The log is filtered and turned over; texts that people made up are inert.
func TestAuditPage(t *testing.T) {
	d := newDesk(t)
	d.Heads = &heads{}
	for range 2*auditShown + 10 {
		must(t, d.store.People.Note(t.Context(), survey.Act{Kind: survey.ActSetupMade}))
	}
	hostile := survey.WithActor(t.Context(), survey.Actor{Name: `=cmd|"<script>`, Via: survey.ViaCommand})
	must(t, d.store.People.Note(hostile, survey.Act{
		Kind: survey.ActHookAdded, Object: "<img src=x>", Poll: "work", Detail: map[string]string{"label": "<b>label", "<i>": "<u>", "host": "@host"},
	}))
	front := d.page(t, "wei", "/admin/audit?lang=en", http.StatusOK)
	for _, raw := range []string{"<script>", "<img", "<b>label", "<i>", "<u>"} {
		if strings.Contains(front, raw) {
			t.Errorf("the page holds %s", raw)
		}
	}
	if !strings.Contains(front, "added the webhook “&lt;b&gt;label”") || !strings.Contains(front, "Last signed on 2026-11-21, up to entry 1") {
		t.Errorf("the front page:\n%s", front)
	}
	next := linkNamed(front, "Older")
	must(t, d.store.People.Note(t.Context(), survey.Act{Kind: survey.ActSetupMade})) // comes in between
	second := d.page(t, "wei", next+"&lang=en", http.StatusOK)
	a, b := entries(front), entries(second)
	if len(a) != auditShown || len(b) != auditShown || slices.Contains(b, a[len(a)-1]) || linkNamed(front, "Newer") != "" {
		t.Errorf("pages %v and %v", a, b)
	}
	back := d.page(t, "wei", linkNamed(second, "Newer")+"&lang=en", http.StatusOK)
	if got := entries(back); !slices.Equal(got, a) || linkNamed(back, "Newer") == "" {
		t.Errorf("back again: %v, was %v", got, a)
	}
	if top := d.page(t, "wei", linkNamed(back, "Newer"), http.StatusOK); len(entries(top)) != auditShown || linkNamed(top, "Newer") != "" {
		t.Errorf("at the top: %v", entries(top))
	}
	for _, tt := range []struct {
		query string
		want  int
	}{
		{"kind=webhook.added", 1},
		{"poll=work&kind=webhook.added", 1},
		{"actor=nobody", 0},
		{"text=%3CIMG", 1},
		{"to=2020-01-01", 0},
		{"before=1", 0},
		{"before=x&after=-3", auditShown},
		{"kind=no.such", 0},
	} {
		if got := entries(d.page(t, "wei", "/admin/audit?"+tt.query, http.StatusOK)); len(got) != tt.want {
			t.Errorf("%s: %v, want %d", tt.query, got, tt.want)
		}
	}
	for _, query := range []string{"from=yesterday", "from=2026-02-30", "from=2026-03-02&to=2026-03-01"} {
		if page := d.page(t, "wei", "/admin/audit?"+query, http.StatusUnprocessableEntity); !strings.Contains(page, `class="msg"`) {
			t.Errorf("%s: no message", query)
		}
	}
}

// What is found is downloaded, after the head has been signed; where it cannot
// be, nothing is.
func TestAuditFile(t *testing.T) {
	d := newDesk(t)
	signer := &heads{}
	d.Heads = signer
	hostile := survey.WithActor(t.Context(), survey.Actor{Name: "=1+1", Via: survey.ViaCommand})
	must(t, d.store.People.Note(hostile, survey.Act{Kind: survey.ActBackupMade, Object: "+evil"}))
	page := d.page(t, "wei", "/admin/audit?lang=en&kind=backup.made", http.StatusOK)
	table := d.page(t, "wei", linkNamed(page, "CSV"), http.StatusOK)
	lines := d.page(t, "wei", linkNamed(page, "JSON lines"), http.StatusOK)
	if !strings.HasPrefix(table, "\ufeff") || strings.Count(table, "\n") != 2 || !strings.Contains(table, ",'=1+1,") || !strings.Contains(table, ",'+evil,") {
		t.Errorf("table:\n%s", table)
	}
	if strings.Count(lines, "\n") != 1 || !strings.Contains(lines, `"name":"=1+1"`) || signer.signed != 2 {
		t.Errorf("signed %d times, lines:\n%s", signer.signed, lines)
	}
	d.page(t, "wei", "/admin/audit/audit.xlsx", http.StatusNotFound)
	d.page(t, "wei", "/admin/audit/other.csv", http.StatusNotFound)
	d.page(t, "wei", "/admin/audit/audit.csv?from=x", http.StatusUnprocessableEntity)
	signer.fails = true
	d.page(t, "wei", "/admin/audit/audit.csv", http.StatusInternalServerError)
}

// Who may read the log: operators and auditors over everything. For all others
// there is no such page, and none leads there.
func TestAuditReaders(t *testing.T) {
	d := newDesk(t)
	for name, grant := range map[string]access.Grant{
		"leader": {Role: access.Leader}, "moderator": {Role: access.Moderator}, "auditor": {Role: access.Auditor}, "part": {Role: access.Auditor, Unit: "east"},
	} {
		a, err := d.Access.Add(t.Context(), name, password)
		must(t, err)
		grant.Account = a.ID
		_, err = d.Access.Grant(t.Context(), grant)
		must(t, err)
		d.cookies[name] = session(t, d.send("/login", url.Values{"name": {name}, "password": {password}}, nil))
	}
	for name, want := range map[string]int{"wei": 200, "auditor": 200, "part": 404, "li": 404, "leader": 404, "moderator": 404} {
		for _, path := range []string{"/admin/audit", "/admin/audit/audit.csv"} {
			d.page(t, name, path, want)
		}
		if led := strings.Contains(d.page(t, name, "/account", http.StatusOK), `href="/admin/audit"`); led != (want == 200) {
			t.Errorf("%s is led there: %v", name, led)
		}
	}
	if rec := d.get("/admin/audit"); rec.Code != http.StatusSeeOther || !strings.HasPrefix(rec.Header().Get("Location"), "/login") {
		t.Errorf("a stranger: %d to %s", rec.Code, rec.Header().Get("Location"))
	}
}
