package intake

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// clerkBook is a roster as clerks keep it: a title across the table, headings
// in two rows, the team merged over its people, a serial date, a sum below.
func clerkBook(t testing.TB) []byte {
	t.Helper()
	book := excelize.NewFile()
	const sheet = "Sheet1"
	for cell, value := range map[string]any{
		"A1": "青岚市民政局干部花名册（共 3 人）",
		"A2": "序号", "B2": "部门", "C2": "姓  名", "D2": "性别", "E2": "出生年月\n（年.月）", "F2": "现任职务", "H2": "是否新提拔",
		"F3": "职务", "G3": "任职时间",
		"A4": 1, "B4": "局领导班子", "C4": "王 伟", "D4": "男", "E4": 1975.03, "F4": "局长", "G4": "2019年5月", "H4": "否",
		"A5": 2, "C5": "李晓燕", "D5": "女", "E5": 27463, "F5": "副局长", "G5": "2021-11", "H5": "是",
		"A7": 3, "B7": "办公室", "C7": "赵建国", "D7": "男", "E7": 1980.1, "F7": "主任", "G7": "202001",
		"A8": "合计 3 人，男 2 人，女 1 人", "A9": "填表人：钱", "C9": "审核人：孙",
	} {
		if err := book.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range [][2]string{{"A1", "H1"}, {"A2", "A3"}, {"B2", "B3"}, {"C2", "C3"}, {"D2", "D3"}, {"E2", "E3"}, {"F2", "G2"}, {"H2", "H3"}, {"B4", "B5"}, {"A8", "H8"}} {
		if err := book.MergeCell(sheet, m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Days since 1904 would be taken for others, four years off.
func TestDatesFrom1904(t *testing.T) {
	book, err := excelize.OpenReader(bytes.NewReader(clerkBook(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, from1904 := range []bool{true, false} {
		if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := book.Write(&b); err != nil {
			t.Fatal(err)
		}
		_, err := UploadedPeople(&b, "x.xlsx")
		if wrong, refused := errors.AsType[*Problems](err); refused != from1904 || refused && !strings.Contains(wrong.In("zh"), "1904") {
			t.Errorf("from 1904: %v; %v", from1904, err)
		}
	}
}

func TestPeopleAsClerksHaveThem(t *testing.T) {
	sheet, err := UploadedPeople(bytes.NewReader(clerkBook(t)), "x.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	want := []survey.RosterField{"", "team", "name", "gender", "born", "post", "since", "promoted"}
	if got := sheet.Guess(); !slices.Equal(got, want) {
		t.Fatalf("columns %q of %q", got, sheet.Header)
	}
	table, err := sheet.Table("x.xlsx", sheet.Guess())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]survey.RosterRow{
		{Person: survey.Person{Name: "王伟", Gender: "male", Born: "1975-03", Post: "局长", Since: "2019-05"}, Division: "局领导班子", Line: 4},
		{Person: survey.Person{Name: "李晓燕", Gender: "female", Born: "1975-03", Post: "副局长", Since: "2021-11", Promoted: true}, Division: "局领导班子", Line: 5},
		{Person: survey.Person{Name: "赵建国", Gender: "male", Born: "1980-10", Post: "主任", Since: "2020-01"}, Division: "办公室", Line: 7},
	}, table.Rows); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if want := []string{"青岚市民政局干部花名册（共 3 人）", "合计 3 人，男 2 人，女 1 人", "填表人：钱 审核人：孙"}; !slices.Equal(table.Remarks, want) {
		t.Errorf("remarks %q", table.Remarks)
	}
	if len(table.Doubts) != 1 || table.Doubts[0].Field != "rows[2].born" || table.Doubts[0].Key != "roster_month_read" {
		t.Errorf("doubts %v", table.Doubts)
	}
	again, err := UploadedPeople(strings.NewReader(sheet.CSV()), "x.csv")
	if err != nil {
		t.Fatal(err)
	}
	if same, err := again.Table("x.csv", again.Guess()); err != nil || cmp.Diff(table, same) != "" {
		t.Errorf("sent again: %v %s", err, cmp.Diff(table, same))
	}
}

func TestPeopleColumns(t *testing.T) {
	for heading, want := range map[string]survey.RosterField{
		"姓　名": "name", "Full Name": "name", "出生年月（年.月）": "born", "部门内排序号": "order", "单位名称*": "office", "岗位层级": "rank",
		"原任职务": "former", "是否新提拔": "promoted", "任现职时间": "since", "直接上级": "superior", "备注": "", "序号": "", "E-mail": "mail",
	} {
		if got := fieldOf(heading); got != want {
			t.Errorf("%s: %q, want %q", heading, got, want)
		}
	}
}

func TestMonths(t *testing.T) {
	for _, tt := range []struct{ column, in, want, key string }{
		{"", "1975.03", "1975-03", ""},
		{"", "1975.3", "1975-03", ""},
		{"", "1975-03", "1975-03", ""},
		{"", "1975/3/8", "1975-03", ""},
		{"", "1975年3月", "1975-03", ""},
		{"", "1975年03月12日", "1975-03", ""},
		{"", "１９７５．０３", "1975-03", ""},
		{"", "1975-03-12 00:00:00", "1975-03", ""},
		{"", "197503", "1975-03", ""},
		{"", "19750312", "1975-03", ""},
		{"", "27463", "1975-03", ""},
		{"", "1975.0300000000002", "1975-03", ""},
		{"", "", "", ""},
		{"1980.03", "1975.1", "1975-10", "roster_month_read"},
		{"1980.10", "1975.1", "1975-01", ""},
		{"1980.3", "1975.1", "", "roster_which_month"},
		{"", "1975.13", "", "roster_month"},
		{"", "1975", "", "roster_month"},
		{"", "春天", "", "roster_month"},
		{"", "3975-03", "", "roster_month"},
	} {
		got, wrong, doubt := newMonthColumn([]string{tt.column, tt.in}).read(tt.in)
		key := ""
		if wrong != nil {
			key = wrong.Key
		}
		if doubt != nil {
			key = doubt.Key
		}
		if got != tt.want || key != tt.key {
			t.Errorf("%q beside %q: %q %s, want %q %s", tt.in, tt.column, got, key, tt.want, tt.key)
		}
	}
}

func TestPeopleMistakes(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", "文件是空的"},
		{"甲,乙\n1,2\n", "姓名"},
		{"姓名,性别\n", "只有列名"},
		{"表\n姓名,性别,出生年月\n王伟,公,1975.03\n", "第 3 行第 2 列（性别）：“公”不是性别"},
		{"姓名,出生年月\n王伟,春\n", "第 2 行第 2 列（出生年月）：“春”不是年月"},
		{"姓名,部门内排序号\n王伟,一\n", "第 2 行第 2 列（部门内排序号）：请填写整数"},
		{string(zipMark) + "none", "x"},
	} {
		sheet, err := UploadedPeople(strings.NewReader(tt.in), "x")
		if err == nil {
			_, err = sheet.Table("x", sheet.Guess())
		}
		problems, ok := errors.AsType[*Problems](err)
		if !ok || !strings.Contains(problems.In("zh"), tt.want) {
			t.Errorf("%q: %v, want %s", tt.in, err, tt.want)
		}
	}
}

// FuzzPeople: whatever is sent, what is read of it reads the same when it is
// sent again, as the page of the import does.
func FuzzPeople(f *testing.F) {
	f.Add(clerkBook(f))
	f.Add([]byte("花名册,,\n姓名,出生年月,部门\n王伟,1975.03,办公室\n合计 1 人,,\n"))
	f.Add([]byte("部门,现任职务,\n,职务,任职时间\n局,长,2019.1\n"))
	f.Add([]byte("姓名;性别\n\"王\n伟\";男\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<16 {
			t.Skip()
		}
		sheet, err := UploadedPeople(bytes.NewReader(in), "x")
		if err != nil {
			return
		}
		if len(sheet.Guess()) != len(sheet.Header) {
			t.Fatalf("%d columns, %d headings", len(sheet.Guess()), len(sheet.Header))
		}
		table, err := sheet.Table("x", sheet.Guess())
		again, wrong := UploadedPeople(strings.NewReader(sheet.CSV()), "x")
		if wrong != nil {
			t.Fatalf("sent again: %v", wrong)
		}
		same, wrong := again.Table("x", again.Guess())
		if (err == nil) != (wrong == nil) || err == nil && cmp.Diff(table, same) != "" {
			t.Fatalf("%q sent again: %v, %v\n%s", sheet.CSV(), err, wrong, cmp.Diff(table, same))
		}
		for _, row := range table.Rows {
			if row.Line <= sheet.Top {
				t.Fatalf("a person in row %d, above the header in %d", row.Line, sheet.Top)
			}
		}
	})
}
