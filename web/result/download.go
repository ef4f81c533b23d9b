package result

import (
	"bytes"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/report"
	"minping/web/site"
)

// download sends the whole release as a file: download.json, .csv, .xlsx, .html;
// or the released comments: comments.json and so on; or opinions on them:
// opinions.xlsx, .csv; or which rectifications worked: proof.docx, .pdf, .xlsx, .csv; or
// whom the rules of supervision name: supervision.xlsx, .csv; or
// reports on an evaluation, see report.DocumentFile.
func (l *leader) download(c echo.Context) error {
	what, format, _ := strings.Cut(c.Param("file"), ".")
	known := what == "download" && slices.Contains(report.Formats, format) ||
		what == "comments" && slices.Contains(report.CommentFormats, format) ||
		what == "opinions" && slices.Contains(report.OpinionFormats, format) ||
		what == "proof" && slices.Contains(report.OpinionFormats, format) ||
		what == "supervision" && slices.Contains(report.OpinionFormats, format)
	_, document := report.DocumentTypes[format]
	if !known && !document {
		return survey.ErrNotFound
	}
	p, err := l.results(c)
	if err != nil {
		return err
	}
	switch what {
	case "comments":
		return l.commentFile(c, p, format)
	case "opinions":
		return l.opinionFile(c, p, format)
	case "proof":
		return l.proofFile(c, p, format)
	case "supervision":
		return l.supervisionFile(c, p, format)
	}
	if document && !known {
		return l.documentFile(c, p, c.Param("file"))
	}
	var b bytes.Buffer
	if err := report.Write(&b, format, p.Release, p.Lang); err != nil {
		return err
	}
	return l.attach(c, p, p.Poll.ID+"."+format, site.MediaTypes[format], b.Bytes())
}

// problemsXLSX sends the problem list, filtered as its page is.
func (l *leader) problemsXLSX(c echo.Context) error {
	p, err := l.results(c)
	if err != nil {
		return err
	}
	chosen := *p.Release
	chosen.Findings = problemFilterOf(c).choose(&p)
	var b bytes.Buffer
	if err := report.ProblemsXLSX(&b, &chosen, p.Lang); err != nil {
		return err
	}
	return l.attach(c, p, p.Poll.ID+"-problems.xlsx", site.MediaTypes["xlsx"], b.Bytes())
}

// attach sends a file to save.
func (l *leader) attach(c echo.Context, p resultsPage, name, mediaType string, body []byte) error {
	l.attachment(c, p, name)
	return c.Blob(http.StatusOK, mediaType, body)
}

// attachment says that a file follows, to save under a name.
func (l *leader) attachment(c echo.Context, p resultsPage, name string) {
	h := c.Response().Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", p.cacheControl())
	h.Set("Content-Language", p.Lang)
	h.Add("Vary", "Accept-Language, Cookie")
}
