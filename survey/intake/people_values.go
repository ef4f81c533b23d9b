package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"minping/survey"
)

// A monthColumn reads months as clerks write them, all of a column by one rule.
type monthColumn struct {
	padded bool // some month has a leading zero: 1975.03
	tens   bool // some month is 10 in full: 1975.10
}

var (
	dotted     = regexp.MustCompile(`^(\d{4})\.(\d{1,2})$`)
	written    = regexp.MustCompile(`^(\d{4})[.\-/年](\d{1,2})(?:月|月份|[.\-/月]\d{1,2}(?:日|号)?(?:T?\d\d:[\d:.]+Z?)?)?$`)
	joined     = regexp.MustCompile(`^(\d{4})(\d{2})(?:\d{2})?$`)
	serial     = regexp.MustCompile(`^[1-6]\d{4}(?:\.\d+)?$`)
	long       = regexp.MustCompile(`^(19|20)\d\d\.\d{3,}$`)
	plainSpace = strings.NewReplacer(" ", "", "\t", "", "—", "-", "–", "-", "－", "-")
)

// newMonthColumn looks at all values of a column.
func newMonthColumn(values []string) (c monthColumn) {
	for _, v := range values {
		if m := dotted.FindStringSubmatch(plainMonth(v)); m != nil {
			c.padded = c.padded || strings.HasPrefix(m[2], "0")
			c.tens = c.tens || m[2] == "10"
		}
	}
	return c
}

// plainMonth writes a month without width, space, and the noise of a number
// that was computed: 1975.0300000000002.
func plainMonth(s string) string {
	s = plainSpace.Replace(strings.TrimSpace(norm.NFKC.String(s)))
	if long.MatchString(s) {
		if x, err := strconv.ParseFloat(s, 64); err == nil {
			return strconv.FormatFloat(x, 'f', 2, 64)
		}
	}
	return s
}

// read returns a month as YYYY-MM. wrong says why not; doubt that it may be
// another one.
func (c monthColumn) read(value string) (month string, wrong, doubt *survey.FieldError) {
	s := plainMonth(value)
	if s == "" {
		return "", nil, nil
	}
	if m := dotted.FindStringSubmatch(s); m != nil && m[2] == "1" {
		switch {
		case c.padded && !c.tens:
			read := m[1] + ".10"
			return m[1] + "-10", nil, &survey.FieldError{Key: "roster_month_read", Args: survey.Args("value", s, "read", read), Soft: true}
		case c.tens && !c.padded:
			return m[1] + "-01", nil, nil
		}
		return "", &survey.FieldError{Key: "roster_which_month", Args: survey.Args("value", s, "january", m[1]+".01", "october", m[1]+".10")}, nil
	}
	var year, of string
	if m := written.FindStringSubmatch(s); m != nil {
		year, of = m[1], m[2]
	} else if serial.MatchString(s) {
		if x, err := strconv.ParseFloat(s, 64); err == nil {
			if at, err := excelize.ExcelDateToTime(x, false); err == nil {
				return at.Format("2006-01"), nil, nil
			}
		}
	} else if m := joined.FindStringSubmatch(s); m != nil {
		year, of = m[1], m[2]
	}
	n, err := strconv.Atoi(of)
	if err != nil || n < 1 || n > 12 || year < "1900" || year > "2099" {
		return "", &survey.FieldError{Key: "roster_month", Args: survey.Args("value", shown(s))}, nil
	}
	return fmt.Sprintf("%s-%02d", year, n), nil, nil
}

var genders = map[string]survey.Gender{
	"": "", "男": survey.Male, "男性": survey.Male, "m": survey.Male, "male": survey.Male, "女": survey.Female, "女性": survey.Female, "f": survey.Female, "female": survey.Female,
}

var kinds = map[string]string{
	"正职": survey.TierHead, "副职": survey.TierDeputy, "个人": survey.TierPerson, "一般": survey.TierPerson, "一般干部": survey.TierPerson, "普通": survey.TierPerson,
	"head": survey.TierHead, "deputy": survey.TierDeputy, "person": survey.TierPerson,
	"": "", "-": "", "无": "", "否": "", "不测评": "", "只参评": "", "仅参评": "", "只评他人": "", "none": "", "no": "",
}

var answers = map[string]bool{
	"是": true, "√": true, "✓": true, "y": true, "yes": true, "true": true, "1": true, "新提拔": true,
	"": false, "否": false, "×": false, "n": false, "no": false, "false": false, "0": false, "-": false, "无": false,
}

// value reads a cell into the row. wrong says why it cannot be read.
func (c peopleColumns) value(row *survey.RosterRow, field survey.RosterField, cell string) (wrong, doubt *survey.FieldError) {
	cell = survey.FromPlainCell(strings.TrimSpace(cell))
	plain := strings.ToLower(strings.TrimSpace(norm.NFKC.String(cell)))
	var known bool
	switch field {
	case survey.FieldOffice:
		row.Office = cell
	case survey.FieldTeam:
		row.Division = cell
	case survey.FieldName:
		row.Name = cell
	case survey.FieldGender:
		if row.Gender, known = genders[plain]; !known {
			return &survey.FieldError{Key: "roster_gender", Args: survey.Args("value", shown(cell))}, nil
		}
	case survey.FieldBorn:
		row.Born, wrong, doubt = c.born.read(cell)
	case survey.FieldSince:
		row.Since, wrong, doubt = c.since.read(cell)
	case survey.FieldPost:
		row.Post = cell
	case survey.FieldFormer:
		row.Former = cell
	case survey.FieldRank:
		row.Rank = cell
	case survey.FieldTier:
		if row.Tier, known = kinds[plain]; !known {
			row.Tier = cell
		}
	case survey.FieldSuperior:
		row.Above = plainID(cell)
	case survey.FieldPromoted:
		if row.Promoted, known = answers[plain]; !known {
			return &survey.FieldError{Key: "roster_promoted", Args: survey.Args("value", shown(cell))}, nil
		}
	case survey.FieldOrder:
		if cell != "" {
			n, err := strconv.Atoi(plainID(cell))
			if err != nil {
				return &survey.FieldError{Key: "whole_number"}, nil
			}
			row.Order = n
		}
	case survey.FieldMail:
		row.Mail = plainID(cell)
	case survey.FieldPhone:
		row.Phone = plainID(cell)
	case survey.FieldID:
		row.ID = plainID(cell)
	}
	return wrong, doubt
}

// plainID writes an id or a number as people mean it.
func plainID(s string) string { return plain(s) }
