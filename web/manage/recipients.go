package manage

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/intake"
	"minping/web/site"
)

// putRecipients checks or imports a list of recipients, or drops what there is.
func (s *Pages) putRecipients(c echo.Context) error {
	if err := s.accounts.NeedNotify(); err != nil {
		return err
	}
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, site.MaxListForm)
	ctx, poll := r.Context(), c.Param("poll")
	var err error
	switch asked := c.FormValue(site.FieldGo); asked {
	case "remove":
		err = s.Notify.RemoveRecipient(ctx, poll, c.FormValue("address"))
		if errors.Is(err, survey.ErrNotFound) { // somebody was faster
			err = nil
		}
	case "forget":
		err = s.Notify.RemoveRecipients(ctx, poll)
	case "check", "import":
		return s.importRecipients(c, asked == "import")
	default:
		return site.ErrForm
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, messagesURL(poll)+"#recipients")
}

// importRecipients reads the list in the form; what is only checked is shown
// again to be corrected or imported.
func (s *Pages) importRecipients(c echo.Context, keep bool) error {
	ctx, poll := c.Request().Context(), c.Param("poll")
	form := listForm{Text: c.FormValue("list"), Anew: c.FormValue("anew") != ""}
	groups, err := s.Notify.Groups(ctx, poll)
	if err != nil {
		return err
	}
	list, text, err := s.listOf(c, form.Text, groups)
	if text != "" {
		form.Text = text
	}
	if err == nil && keep {
		err = s.Notify.AddRecipients(ctx, poll, list, form.Anew)
	}
	if err != nil {
		return s.refusal(c, err, func(p *messagesPage) { p.List = form })
	}
	if !keep {
		return s.showMessages(c, http.StatusOK, func(p *messagesPage) {
			p.List, p.Checked, p.Sample = form, len(list), list[:min(len(list), 5)]
		})
	}
	return c.Redirect(http.StatusSeeOther, messagesURL(poll)+"#recipients")
}

// listOf reads the uploaded file, or else the text of the form, and returns the
// list with its text as CSV.
func (s *Pages) listOf(c echo.Context, text string, groups []string) ([]survey.Recipient, string, error) {
	file, err := c.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && file.Size == 0 {
		list, err := intake.UploadedRecipients(strings.NewReader(text), site.Translate(site.Negotiate(c), "messages.list"), groups)
		return list, "", err
	}
	if err != nil {
		return nil, "", site.ErrForm
	}
	in, err := file.Open()
	if err != nil {
		return nil, "", err
	}
	defer in.Close()
	whole, err := io.ReadAll(io.LimitReader(in, intake.MaxUpload+1))
	if err != nil {
		return nil, "", err
	}
	list, err := intake.UploadedRecipients(bytes.NewReader(whole), file.Filename, groups)
	return list, asCSV(list), err
}

// asCSV writes recipients as the form's text.
func asCSV(list []survey.Recipient) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"address", "name", "group", "lang"}) // a Builder takes all
	for _, r := range list {
		_ = w.Write([]string{r.Address, r.Name, r.Group, r.Lang})
	}
	w.Flush()
	return b.String()
}
