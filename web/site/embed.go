package site

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// embedField, as embed=1, asks for the look of a page within another site.
const embedField = "embed"

// framesKey holds the sites that may frame the page of a request.
const framesKey = "frames"

// AllowFrames notes which sites may frame the page of a request: those that
// the poll names, where it is answered; none elsewhere.
func AllowFrames(c echo.Context, poll survey.Poll) {
	if c.Path() == AnswerPath {
		c.Set(framesKey, poll.Embed)
	}
}

// framesOf returns the sites that may frame the page of a request.
func framesOf(c echo.Context) []string {
	sites, _ := c.Get(framesKey).([]string)
	return sites
}

// embedded reports whether the page is to look like a part of another site.
func embedded(c echo.Context) bool {
	return len(framesOf(c)) > 0 && c.QueryParam(embedField) == "1"
}

// Origins lists the sites that may frame the page, for embed.js.
func (p Page) Origins() string { return strings.Join(p.frames, " ") }

// setFraming says who may show the page in a frame. Old browsers know of
// nobody or everybody only.
func (p Page) setFraming(h http.Header) string {
	if len(p.frames) == 0 {
		h.Set("X-Frame-Options", "DENY")
		return "frame-ancestors 'none'"
	}
	h.Del("X-Frame-Options")
	return "frame-ancestors " + strings.Join(p.frames, " ")
}

// Action is where the page's form goes.
func (p Page) Action() string {
	if p.Embedded {
		return p.URL.Path + "?" + embedField + "=1"
	}
	return p.URL.Path
}

// Carried are the fields of a form that is sent as a link: within another
// site no cookie carries them.
func (p Page) Carried() []Hidden {
	if !p.Embedded {
		return nil
	}
	h := []Hidden{{embedField, "1"}, {LangField, p.Lang}}
	if p.Large {
		h = append(h, Hidden{SizeField, SizeLarge})
	}
	return h
}

// Snippet is what another site puts into its page to show the poll there: a
// frame, and a few lines that make it as high as what it holds. Without them it
// scrolls. The address is the server's.
func Snippet(poll, address, title string) string {
	origin := address
	if u, err := url.Parse(address); err == nil {
		origin = u.Scheme + "://" + u.Host
	}
	return strings.NewReplacer("POLL", poll, "ADDRESS", address, "ORIGIN", origin, "TITLE", template.HTMLEscapeString(title)).Replace(
		`<iframe id="minping-POLL" src="ADDRESS/p/POLL?embed=1" title="TITLE" style="width:100%;height:48rem;border:0"></iframe>
<script>
addEventListener('message', function (e) {
  var frame = document.getElementById('minping-POLL'), said = e.data;
  if (e.origin !== 'ORIGIN' || e.source !== frame.contentWindow || !said || said.minping !== 'POLL') return;
  frame.style.height = Math.max(200, Math.min(20000, +said.height || 0)) + 'px';
  if (said.top && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
});
</script>
`)
}
