package intake

import (
	"io"
	"slices"
	"strings"

	"minping/survey"
)

// recipientNames are the columns of a list of recipients, by their names in
// lower case.
var recipientNames = map[string]string{
	"address": "address", "email": "address", "e-mail": "address", "mail": "address",
	"邮箱": "address", "邮箱地址": "address", "电子邮件": "address", "电子邮箱": "address",
	"name": "name", "姓名": "name",
	"group": "group", "票种": "group", "主体": "group", "测评主体": "group",
	"lang": "lang", "language": "lang", "语言": "lang",
}

// keyMissingAddress is a list of recipients without addresses.
const keyMissingAddress key = "missing_address_column"

func init() {
	messages[keyMissingAddress] = survey.Text{
		"zh": "缺少邮箱列（address 或 邮箱）；可有的列：address、name、group、lang；现有各列：{want}",
		"en": "there is no column \"address\"; a list has the columns address, name, group, lang; the file has: {want}",
	}
}

// UploadedRecipients reads a list of recipients from whoever sends one: CSV or
// XLSX with the column address, and where wanted name, group and lang. What is
// wrong with the file is a *Problems.
func UploadedRecipients(in io.Reader, name string, groups []string) ([]survey.Recipient, error) {
	sheet, err := UploadedTable(in, name)
	if err != nil {
		return nil, err
	}
	problems := newProblems(name)
	problems.rows = sheet.Lines
	columns := make([]string, len(sheet.Header))
	for i, h := range sheet.Header {
		columns[i] = recipientNames[strings.ToLower(h)]
	}
	if !slices.Contains(columns, "address") {
		return nil, problems.fail(problem{row: 1, key: keyMissingAddress, want: strings.Join(sheet.Header, ", ")})
	}
	all, rows := make([]survey.Recipient, len(sheet.Rows)), map[string]int{}
	for i, cells := range sheet.Rows {
		r, no := recipient(columns, cells), sheet.Lines[i]
		for _, e := range r.Check(groups) {
			problems.add(problem{row: no, col: slices.Index(columns, e.Field) + 1, name: e.Field, field: &e})
		}
		folded := strings.ToLower(r.Address)
		if first, twice := rows[folded]; twice && folded != "" {
			twiceError := survey.FieldError{Key: "duplicate_address", Args: survey.Args("address", shown(r.Address), "row", first)}
			problems.add(problem{row: no, col: slices.Index(columns, "address") + 1, name: "address", field: &twiceError})
		} else {
			rows[folded] = no
		}
		all[i] = r
	}
	if problems.total > 0 {
		return nil, problems
	}
	return all, nil
}

func recipient(columns, cells []string) survey.Recipient {
	var r survey.Recipient
	for i, cell := range cells {
		switch columns[i] {
		case "address":
			r.Address = cell
		case "name":
			r.Name = cell
		case "group":
			r.Group = cell
		case "lang":
			r.Lang = cell
		}
	}
	return r.Clean()
}
