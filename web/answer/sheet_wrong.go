package answer

import (
	"strconv"
	"strings"

	"minping/survey"
	"minping/web/site"
)

// complain puts what is wrong beside its place, and lists it for the summary.
func (s *markSheet) complain(lang string, errs survey.FieldErrors) {
	for _, e := range errs {
		row, answer := s.find(e.Field)
		if row == nil {
			s.Wrong = append(s.Wrong, site.NavLink{Title: e.Message(lang), URL: "#sheet"})
			continue
		}
		link := site.NavLink{Title: row.Name}
		for i := range row.Cells {
			if c := &row.Cells[i]; c.ID == answer {
				c.Error = cellComplaint(lang, e)
				link = site.NavLink{Title: row.Name + " · " + c.Name, Count: c.Error, URL: "#" + c.Anchor}
			}
		}
		for i := range row.Beside {
			if b := &row.Beside[i]; b.Item == ItemOf(answer) {
				b.Error = b.complaint(lang, e)
				link = site.NavLink{Title: row.Name + " · " + b.Text, Count: b.Error, URL: "#q-" + b.ID}
			}
		}
		if link.URL == "" {
			link.Count, link.URL = e.Message(lang), "#r-"+strconv.Itoa(row.Number)
		}
		s.Wrong = append(s.Wrong, link)
	}
}

// cellComplaint says what is wrong in a cell.
func cellComplaint(lang string, e survey.FieldError) string {
	if e.Key == "required" {
		return site.Translate(lang, "sheet.wrong.missing")
	}
	return e.Message(lang)
}

// find returns the row and the answer that an error of Accept names.
func (s *markSheet) find(field string) (*sheetRow, string) {
	for _, p := range s.Parts {
		for _, r := range p.Rows {
			if rest, ok := strings.CutPrefix(field, survey.BallotField(r.Number-1)+".answers."); ok {
				return r, rest
			}
		}
	}
	return nil, ""
}
