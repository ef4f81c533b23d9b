package web

import (
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"minping/web/site"
)

var (
	langLink   = regexp.MustCompile(`<a class="tool" href="([^"]+)" lang="\w+" hreflang="(\w+)">`)
	sizeLink   = regexp.MustCompile(`<a class="tool" href="([^"]*size=(?:large|normal)[^"]*)">`)
	langButton = regexp.MustCompile(`<button class="tool" form="\w+" name="go" value="lang:(\w+)"`)
	sizeButton = regexp.MustCompile(`<button class="tool" form="\w+" name="go" value="size:(?:large|normal)">`)
	schemeLink = regexp.MustCompile(`<li><a href="([^"]*scheme=contrast[^"]*)">`)
)

// isPage reports whether an answer is a page for people.
func isPage(rec *httptest.ResponseRecorder) bool {
	return strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") && rec.Body.Len() > 0
}

// Every page, also one that says what went wrong, has the switches of language
// and of large text; where answers are on the way they are buttons of the form
// and leave no cookie.
func TestSwitchesOnEveryPage(t *testing.T) {
	d := newDesk(t)
	d.cast(t, "work", "east", "cadres", 12, workAnswered())
	must(t, d.service.ClosePoll(t.Context(), "work"))
	open := map[string]site.Who{}
	for _, r := range routes(d.Site) {
		open[r.Method+" "+r.Path] = r.Who
	}
	pages := 0
	for _, v := range visits {
		for _, account := range []string{"", "wei"} {
			rec := v.ask(d, account)
			name := v.method + " " + v.route + " of " + account
			if v.route == "/logout" || !isPage(rec) || v.route == "/r/:poll/:file" {
				continue // a file that is kept has no server to switch it
			}
			pages++
			body := rec.Body.String()
			if !langLink.MatchString(body) && !langButton.MatchString(body) {
				t.Errorf("%s: no switch of language", name)
			}
			if !sizeLink.MatchString(body) && !sizeButton.MatchString(body) {
				t.Errorf("%s: no switch of size", name)
			}
			if open[v.method+" "+v.route] == site.Respondent && rec.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s: cookie %s", name, rec.Header().Get("Set-Cookie"))
			}
		}
	}
	if pages < len(visits)/2 {
		t.Errorf("only %d pages were looked at", pages)
	}
}

// follow follows a link with the cookies of an account and those it is given.
func (d desk) followLink(t *testing.T, link, account string) (*httptest.ResponseRecorder, string) {
	t.Helper()
	rec := d.get(html.UnescapeString(link), "Cookie", d.cookies[account].String())
	cookies := d.cookies[account].String()
	for _, c := range rec.Result().Cookies() {
		cookies += "; " + c.Name + "=" + c.Value
	}
	return rec, cookies
}

// What is chosen holds on the page that it was chosen on and on all others.
func TestPreferencesAreKept(t *testing.T) {
	d := newDesk(t)
	const scheme = `data-theme="light" data-contrast="high"`
	for _, page := range []string{"/account", "/manage", "/plan", "/admin/audit", "/nothing"} {
		body := d.get(page, "Cookie", d.cookies["wei"].String(), "Accept-Language", "zh").Body.String()
		for _, x := range []struct {
			link *regexp.Regexp
			says string
		}{{langLink, `<html lang="en"`}, {sizeLink, `data-size="large"`}, {schemeLink, scheme}} {
			link := x.link.FindStringSubmatch(body)
			if link == nil {
				if x.link == schemeLink && page == "/nothing" {
					continue // in the frame of citizens
				}
				t.Errorf("%s: no link %s", page, x.link)
				continue
			}
			rec, cookies := d.followLink(t, link[1], "wei")
			if !strings.Contains(rec.Body.String(), x.says) {
				t.Errorf("%s does not say %s", link[1], x.says)
			}
			if next := d.get("/plan", "Cookie", cookies, "Accept-Language", "zh").Body.String(); !strings.Contains(next, x.says) {
				t.Errorf("after %s another page does not say %s", link[1], x.says)
			}
		}
	}
	citizen := d.get("/p/open?unit=west&scheme=dark", "Cookie", "scheme=dark")
	if strings.Contains(citizen.Body.String(), "<html lang=\"en\" data-theme") || citizen.Header().Get("Set-Cookie") != "" {
		t.Error("a page of respondents knows a scheme")
	}
	if rec := d.get("/k/open?size=large"); rec.Code != http.StatusOK || rec.Header().Get("Set-Cookie") != "" {
		t.Errorf("a shared tablet: %d, cookie %q", rec.Code, rec.Header().Get("Set-Cookie"))
	}
	if body := d.get("/account?scheme=rainbow", "Cookie", d.cookies["wei"].String()).Body.String(); strings.Contains(body, "data-theme") {
		t.Error("a scheme that does not exist is used")
	}
}
