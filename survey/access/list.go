package access

import (
	"context"
	"fmt"
	"strings"
	"time"

	"minping/survey"
)

// MaxList is how many rows a list of accounts may have.
const MaxList = 2000

// listNames are the columns of a list of accounts, by their names in lower case.
var listNames = map[string]string{
	"name": "name", "account": "name", "姓名": "name", "账号": "name", "账户": "name",
	"role": "role", "角色": "role",
	"unit": "unit", "单位": "unit", "单位编码": "unit", "单位编号": "unit",
	"poll": "poll", "测评": "poll", "测评编号": "poll",
	"ends": "ends", "last day": "ends", "截止": "ends", "截止日期": "ends", "最后一天": "ends",
}

// ListColumns are the columns of a list, as a template names them.
var ListColumns = survey.Text{"zh": "姓名,角色,单位,测评,截止", "en": "name,role,unit,poll,ends"}

// ReadList reads a table of accounts to be made, and says what is wrong with its
// cells. A row gives its account one role, in a unit, in a poll, up to a last
// day, which is whole in the zone; rows of one name are one account.
func (s *Service) ReadList(ctx context.Context, header []string, rows [][]string, zone *time.Location) ([]Invitee, []survey.CellError, error) {
	l := accountList{columns: make([]string, len(header)), at: map[string]int{}}
	if l.header(header, rows); len(l.wrong) == 0 && len(rows) > MaxList {
		l.add(MaxList, "", "list_long", "max", MaxList)
	}
	if len(l.wrong) > 0 {
		return nil, l.wrong, nil
	}
	l.read(rows, zone)
	errs, err := s.inviteeErrors(ctx, l.invitees)
	for _, e := range errs {
		row := l.rows[e.invitee]
		if e.grant >= 0 {
			row = l.grants[e.invitee][e.grant]
		}
		l.wrong = append(l.wrong, survey.CellError{Row: row, Column: l.column(e.Field), FieldError: e.FieldError})
	}
	return l.invitees, l.wrong, err
}

// An accountList is the reading of one table.
type accountList struct {
	columns  []string       // what each is: "name", "role", …; "": empty
	at       map[string]int // where each is
	invitees []Invitee
	rows     []int   // of each invitee: his first
	grants   [][]int // of each invitee: the row of each grant
	wrong    []survey.CellError
}

// column returns where a column is, -1 if nowhere.
func (l *accountList) column(name string) int {
	if i, ok := l.at[name]; ok {
		return i
	}
	return -1
}

func (l *accountList) add(row int, column, key string, args ...any) {
	l.wrong = append(l.wrong, survey.CellError{Row: row, Column: l.column(column), FieldError: survey.FieldError{Field: column, Key: key, Args: survey.Args(args...)}})
}

// header finds out what the columns are. One that is not known is refused: a
// misspelt unit would widen a role to all of them.
func (l *accountList) header(header []string, rows [][]string) {
	for i, h := range header {
		name := listNames[strings.ToLower(h)]
		_, twice := l.at[name]
		switch {
		case h == "" && blankColumn(rows, i):
		case name == "" || twice:
			l.wrong = append(l.wrong, survey.CellError{Row: -1, Column: i, FieldError: survey.FieldError{Key: "list_column", Args: survey.Args("columns", ListColumns)}})
		default:
			l.columns[i], l.at[name] = name, i
		}
	}
	if l.column("name") < 0 {
		l.add(-1, "", "list_name", "columns", ListColumns)
	} else if l.column("role") < 0 && len(l.at) > 1 {
		l.add(-1, "", "list_role", "columns", ListColumns)
	}
}

func blankColumn(rows [][]string, i int) bool {
	for _, cells := range rows {
		if strings.TrimSpace(cells[i]) != "" {
			return false
		}
	}
	return true
}

// read makes accounts of the rows.
func (l *accountList) read(rows [][]string, zone *time.Location) {
	known, seen := map[string]int{}, map[string]bool{} // invitees; rows alike
	for row, cells := range rows {
		of := map[string]string{}
		for i, cell := range cells {
			of[l.columns[i]] = strings.TrimSpace(cell)
		}
		g := Grant{Role: roleNamed(of["role"]), Unit: of["unit"], Poll: of["poll"]}
		if day := of["ends"]; day != "" {
			ends, ok := dayAfter(day, zone)
			if !ok {
				l.add(row, "ends", "list_day", "day", survey.Clip(day))
			}
			g.Ends = ends
		}
		name := fold(of["name"])
		same := fmt.Sprintf("%q %q %q %q", name, g.Role, g.Unit, g.Poll)
		if seen[same] && name != "" {
			l.add(row, "name", "list_twice", "name", survey.Clip(of["name"]))
			continue
		}
		seen[same] = true
		i, ok := known[name]
		if !ok || name == "" {
			i = len(l.invitees)
			known[name] = i
			l.invitees, l.rows, l.grants = append(l.invitees, Invitee{Name: of["name"]}), append(l.rows, row), append(l.grants, nil)
		}
		if of["role"] == "" && of["unit"]+of["poll"]+of["ends"] == "" {
			continue // an account that may do nothing yet
		}
		l.invitees[i].Grants, l.grants[i] = append(l.invitees[i].Grants, g), append(l.grants[i], row)
	}
}
