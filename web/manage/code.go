package manage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/slips"
	"minping/web/site"
)

// A codesForm asks for a batch of codes. ID is the batch's, chosen when the page
// was made, so that the same form sent twice makes one.
type codesForm struct {
	ID, Label, Count      string
	Replaces              string // the batch that is replaced, or ""
	Groups, Units, Format []site.Choice

	Missing []survey.CodesWanted // kinds that the poll wants and that are not made yet
	Codes   int                  // in them
}

func newCodesForm(p *managePage, q *survey.Questionnaire, names func(string) string) codesForm {
	f := codesForm{ID: survey.NewBatchID(), Units: []site.Choice{{Title: p.T("manage.units.all")}}}
	for _, g := range q.Groups {
		f.Groups = append(f.Groups, site.Choice{Value: g.ID, Title: g.Title.In(p.Lang)})
	}
	for _, u := range p.Poll.Units {
		f.Units = append(f.Units, site.Choice{Value: u, Title: names(u)})
	}
	for _, format := range slips.Formats {
		f.Format = append(f.Format, site.Choice{Value: format, Title: p.T("manage.format." + format)})
	}
	return f
}

// take keeps what was sent.
func (f *codesForm) take(sent codesForm) {
	f.Label, f.Count = sent.Label, sent.Count
	mark := func(choices, sent []site.Choice) {
		for i := range choices {
			choices[i].Chosen = len(sent) > 0 && choices[i].Value == sent[0].Value
		}
	}
	mark(f.Groups, sent.Groups)
	mark(f.Units, sent.Units)
	mark(f.Format, sent.Format)
}

// sentCodes reads the form.
func sentCodes(c echo.Context) codesForm {
	one := func(name string) []site.Choice { return []site.Choice{{Value: c.FormValue(name)}} }
	return codesForm{
		Label: strings.TrimSpace(c.FormValue("label")), Count: c.FormValue("count"), ID: c.FormValue("id"), Replaces: c.Param("batch"),
		Groups: one(site.FieldGroup), Units: one(site.FieldUnit), Format: one("format"),
	}
}

// makeCodes makes a batch and hands it over as a file, this once: no address
// leads to the codes again.
func (s *Pages) makeCodes(c echo.Context) error {
	form := sentCodes(c)
	if form.ID == "" {
		return site.ErrForm
	}
	if c.FormValue(site.FieldGo) == "wanted" {
		return s.makeWanted(c, form)
	}
	wanted := survey.CodeBatch{ID: form.ID, Label: form.Label, Group: form.Groups[0].Value}
	if u := form.Units[0].Value; u != "" {
		wanted.Units = []string{u}
	}
	return s.handOut(c, form, "again", func(ctx context.Context, n int) (survey.CodeBatch, []string, error) {
		return s.Within(c).IssueCodes(ctx, c.Param("poll"), wanted, n)
	})
}

// replaceCodes voids a batch and hands over new codes in its place.
func (s *Pages) replaceCodes(c echo.Context) error {
	form := sentCodes(c)
	return s.handOut(c, form, "replaced", func(ctx context.Context, n int) (survey.CodeBatch, []string, error) {
		return s.Within(c).ReplaceCodes(ctx, c.Param("poll"), form.Replaces, n)
	})
}

// makeWanted makes all codes that the poll wants and that are not there yet, a
// batch a kind, and hands them over as one file. The ids of the batches follow
// from the form's, so that the same form sent twice makes none again.
func (s *Pages) makeWanted(c echo.Context, form codesForm) error {
	ctx, id, format, lang := c.Request().Context(), c.Param("poll"), form.Format[0].Value, site.Negotiate(c)
	poll, err := s.Within(c).ManagedPoll(ctx, id)
	if err != nil {
		return err
	}
	batches, err := s.Within(c).CodeBatches(ctx, id)
	if err != nil {
		return err
	}
	missing, n := poll.CodesMissing(batches), 0
	for _, w := range missing {
		n += w.Count
	}
	if !slices.Contains(slips.Formats, format) {
		return site.ErrForm
	}
	if len(missing) == 0 {
		return s.showManaged(c, http.StatusConflict, form, []string{site.Translate(lang, "manage.codes.twice.again")})
	}
	if wrong := slips.Limit(format, n); len(wrong) > 0 {
		return s.showManaged(c, http.StatusUnprocessableEntity, form, site.MessagesOf(lang, wrong))
	}
	file, err := s.wantedCodes(c, format, form.ID, missing)
	if errors.Is(err, survey.ErrConflict) {
		return s.showManaged(c, http.StatusConflict, form, []string{site.Translate(lang, "manage.codes.twice.again")})
	}
	if err != nil {
		return err
	}
	return handOver(c, id, format, file)
}

// wantedCodes makes a batch of each kind and writes them as one file; where that
// fails, those made are void.
func (s *Pages) wantedCodes(c echo.Context, format, from string, missing []survey.CodesWanted) (file []byte, err error) {
	ctx, poll := c.Request().Context(), c.Param("poll")
	var made []slips.Batch
	var ids []string
	defer func() {
		for _, id := range ids {
			if err != nil {
				err = errors.Join(err, s.Within(c).VoidCodes(context.WithoutCancel(ctx), poll, id))
			}
		}
	}()
	for _, w := range missing {
		issued, codes, err := s.Within(c).IssueCodes(ctx, poll, w.Batch(batchIDFrom(from, w)), w.Count)
		if err != nil {
			return nil, err
		}
		ids = append(ids, issued.ID)
		batch, err := slips.Gather(ctx, s.Within(c), poll, middleware.Address(c, s.URL), issued, codes)
		if err != nil {
			return nil, err
		}
		batch.Zone = s.Zone
		made = append(made, batch)
	}
	var b bytes.Buffer
	err = slips.Write(&b, format, site.Negotiate(c), made...)
	return b.Bytes(), err
}

// batchIDFrom is the id of the batch of a kind, by that of a form.
func batchIDFrom(form string, w survey.CodesWanted) string {
	sum := sha256.Sum256([]byte(form + "\x00" + w.Unit + "\x00" + w.Group))
	return hex.EncodeToString(sum[:len(survey.NewBatchID())/2])
}

// handOut makes the codes that a form asks for, or shows it again with what is
// wrong; again words that this was done before.
func (s *Pages) handOut(c echo.Context, form codesForm, again string, issue func(context.Context, int) (survey.CodeBatch, []string, error)) error {
	format, lang := form.Format[0].Value, site.Negotiate(c)
	if !slices.Contains(slips.Formats, format) {
		return site.ErrForm
	}
	n, err := strconv.Atoi(form.Count)
	if err != nil || n == 0 {
		n = -1 // refused as too few
	}
	wrong := slips.Limit(format, n)
	if len(wrong) == 0 {
		var file []byte
		file, err = s.codes(c, format, func(ctx context.Context) (survey.CodeBatch, []string, error) { return issue(ctx, n) })
		switch {
		case err == nil:
			return handOver(c, c.Param("poll"), format, file)
		case errors.Is(err, survey.ErrConflict):
			return s.showManaged(c, http.StatusConflict, form, []string{site.Translate(lang, "manage.codes.twice."+again)})
		case !errors.As(err, &wrong):
			return err
		}
	}
	return s.showManaged(c, http.StatusUnprocessableEntity, form, site.MessagesOf(lang, wrong))
}

// codes makes a batch and writes it in a format; one that could not be written
// is void.
func (s *Pages) codes(c echo.Context, format string, issue func(context.Context) (survey.CodeBatch, []string, error)) ([]byte, error) {
	ctx, poll := c.Request().Context(), c.Param("poll")
	issued, codes, err := issue(ctx)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	batch, err := slips.Gather(ctx, s.Within(c), poll, middleware.Address(c, s.URL), issued, codes)
	if err == nil {
		batch.Zone = s.Zone
		err = slips.Write(&b, format, site.Negotiate(c), batch)
	}
	if err != nil {
		err = errors.Join(err, s.Within(c).VoidCodes(context.WithoutCancel(ctx), poll, issued.ID))
	}
	return b.Bytes(), err
}

// handOver answers with a file to save.
func handOver(c echo.Context, poll, format string, file []byte) error {
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": poll + "-codes." + format}))
	return c.Blob(http.StatusCreated, mime.TypeByExtension("."+format), file)
}

// voidCodes voids a batch.
func (s *Pages) voidCodes(c echo.Context) error {
	if err := s.Within(c).VoidCodes(c.Request().Context(), c.Param("poll"), c.Param("batch")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, site.ManageURL(c.Param("poll"))+"#codes")
}
