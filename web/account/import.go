package account

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/intake"
	"minping/web/site"
)

// importRoutes are the pages on which operators invite many at once.
func (s *Pages) importRoutes() []site.Route {
	return []site.Route{
		site.Get("/admin/invitations/import", site.Manager, s.importForm),
		site.Get("/admin/invitations/import.csv", site.Manager, s.importTemplate),
		site.Post("/admin/invitations/import", site.Manager, s.importAccounts),
	}
}

// An importPage takes a list of accounts and shows what it would make.
type importPage struct {
	site.Page
	Accounts []importRow
	Grants   int
	File     string // name of the list
	List     string // its text, to be sent again; "": nothing to apply
	Max      int    // rows
	MiB      int
	Errors   []string
}

// An importRow is an account that would be made.
type importRow struct {
	Name   string
	Grants []importGrant
}

// An importGrant is what it could do.
type importGrant struct{ Role, Unit, Poll, Ends string }

func (s *Pages) importForm(c echo.Context) error { return s.showImport(c, http.StatusOK, importPage{}) }

func (s *Pages) showImport(c echo.Context, status int, page importPage) error {
	page.Page, page.Failed = s.adminPage(c, "import.title"), len(page.Errors) > 0
	page.Max, page.MiB = access.MaxList, intake.MaxUpload>>20
	return s.Render(c, status, "admin/import", page)
}

// importAccounts shows what a list would make, which changes nothing, or makes
// it, all or none, and hands over the links.
func (s *Pages) importAccounts(c echo.Context) error {
	name, in, err := site.SentList(c)
	if err != nil {
		return err
	}
	asked, lang := c.FormValue(site.FieldGo), site.Negotiate(c)
	if asked != "check" && asked != "import" {
		return site.ErrForm
	}
	sheet, err := intake.UploadedTable(in, name)
	var list []access.Invitee
	if err == nil {
		list, err = s.readAccounts(c, name, sheet)
	}
	var problems *intake.Problems
	switch {
	case errors.As(err, &problems):
		return s.showImport(c, http.StatusUnprocessableEntity, importPage{File: name, Errors: strings.Split(problems.In(lang), "\n")})
	case err != nil:
		return err
	case asked == "check":
		return s.showImport(c, http.StatusOK, s.preview(lang, name, sheet, list))
	}
	made, err := s.Access.Invite(c.Request().Context(), list)
	if errors.As(err, new(survey.FieldErrors)) || errors.Is(err, survey.ErrConflict) { // somebody was faster
		return s.showImport(c, http.StatusConflict, importPage{File: name, Errors: []string{site.Translate(lang, "import.conflict")}})
	}
	if err != nil {
		return err
	}
	return s.handOverLinks(c, made)
}

// readAccounts reads what a list asks for; mistakes are *intake.Problems.
func (s *Pages) readAccounts(c echo.Context, name string, sheet *intake.Sheet) ([]access.Invitee, error) {
	list, wrong, err := s.Access.ReadList(c.Request().Context(), sheet.Header, sheet.Rows, s.Zone)
	if err == nil && len(wrong) > 0 {
		err = sheet.Wrong(name, wrong)
	}
	return list, err
}

func (s *Pages) preview(lang, name string, sheet *intake.Sheet, list []access.Invitee) importPage {
	page := importPage{File: name, List: sheet.CSV(), Accounts: make([]importRow, len(list))}
	for i, who := range list {
		row := importRow{Name: who.Name}
		for _, g := range who.Grants {
			shown := importGrant{Role: site.Translate(lang, "invite.role."+string(g.Role)), Unit: g.Unit, Poll: g.Poll}
			if !g.Ends.IsZero() {
				shown.Ends = g.Ends.In(s.Zone).AddDate(0, 0, -1).Format(time.DateOnly)
			}
			row.Grants = append(row.Grants, shown)
		}
		page.Grants += len(row.Grants)
		page.Accounts[i] = row
	}
	return page
}

// handOverLinks answers with the links as a file, which nobody can ask for again.
func (s *Pages) handOverLinks(c echo.Context, made []access.Invited) error {
	var b bytes.Buffer
	err := access.WriteLinks(&b, made, func(i access.Invited) string { return s.InviteLink(c, i) }, s.Zone)
	if err != nil {
		return err
	}
	return site.AsFile(c, http.StatusCreated, "minping-links.csv", b.Bytes())
}

// importTemplate is a list to fill in: the columns and a row as an example.
func (s *Pages) importTemplate(c echo.Context) error {
	lang := site.Negotiate(c)
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets then read it as UTF-8
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	err := w.WriteAll([][]string{
		strings.Split(access.ListColumns.In(lang), ","),
		{site.Translate(lang, "import.example"), site.Translate(lang, "invite.role."+string(access.Leader)), "", "", fmt.Sprintf("%d-12-31", s.Access.Now().In(s.Zone).Year()+1)},
	})
	if err != nil {
		return err
	}
	return site.AsFile(c, http.StatusOK, "minping-accounts.csv", b.Bytes())
}
