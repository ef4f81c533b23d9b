package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// rosterHeads are the headings of a roster's columns, and how wide they are.
var rosterHeads = []struct {
	field  survey.RosterField
	zh, en string
	width  float64
}{
	{survey.FieldOffice, "单位", "Organisation", 24},
	{survey.FieldTeam, "部门", "Team", 20},
	{survey.FieldOrder, "部门内排序号", "Order", 8},
	{survey.FieldName, "姓名", "Name", 12},
	{survey.FieldGender, "性别", "Gender", 8},
	{survey.FieldBorn, "出生年月", "Born", 10},
	{survey.FieldPost, "现任职务", "Post", 26},
	{survey.FieldSince, "任职时间", "Since", 10},
	{survey.FieldFormer, "原任职务", "Former post", 26},
	{survey.FieldRank, "岗位层级", "Rank group", 12},
	{survey.FieldTier, "测评类别", "Kind", 10},
	{survey.FieldSuperior, "直接上级", "Superior", 12},
	{survey.FieldPromoted, "是否新提拔", "Promoted", 10},
	{survey.FieldMail, "邮箱", "E-mail", 24},
	{survey.FieldPhone, "电话", "Phone", 16},
	{survey.FieldID, "人员编号", "Person ID", 12},
}

// A Roster is people to be written, with the units that they belong to.
type Roster struct {
	People []survey.Person
	Units  []survey.Unit
}

// XLSX writes the roster as a table that is imported again as it is; texts are
// written as texts, also where they look like formulas.
func (r Roster) XLSX(w io.Writer, lang string) (err error) {
	f := excelize.NewFile()
	defer f.Close()
	sheet := words{lang}.say("花名册", "Roster")
	keep := func(e error) {
		if err == nil && e != nil {
			err = fmt.Errorf("xlsx: %w", e)
		}
	}
	keep(f.SetDefaultFont(words{lang}.say("微软雅黑", "Calibri")))
	keep(f.SetSheetName("Sheet1", sheet))
	bold, e := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	keep(e)
	for i, h := range rosterHeads {
		column, e := excelize.ColumnNumberToName(i + 1)
		keep(e)
		keep(f.SetCellStr(sheet, column+"1", words{lang}.say(h.zh, h.en)))
		keep(f.SetColWidth(sheet, column, column, h.width))
	}
	last, e := excelize.CoordinatesToCellName(len(rosterHeads), 1)
	keep(e)
	keep(f.SetCellStyle(sheet, "A1", last, bold))
	for i, row := range r.rows(lang) {
		for j, text := range row {
			at, e := excelize.CoordinatesToCellName(j+1, i+2)
			keep(e)
			if text != "" {
				keep(f.SetCellStr(sheet, at, text))
			}
		}
	}
	keep(f.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 4, YSplit: 1, TopLeftCell: "E2", ActivePane: "bottomRight"}))
	keep(f.AutoFilter(sheet, "A1:"+last, nil))
	if err != nil {
		return err
	}
	return f.Write(w)
}

// rows writes each person as a row of texts.
func (r Roster) rows(lang string) [][]string {
	units := make(map[string]survey.Unit, len(r.Units))
	for _, u := range r.Units {
		units[u.ID] = u
	}
	names, called := map[string]string{}, map[string]int{}
	for _, p := range r.People {
		names[p.ID] = p.Name
		called[p.Name]++
	}
	rows := make([][]string, len(r.People))
	for i, p := range r.People {
		for _, h := range rosterHeads {
			rows[i] = append(rows[i], rosterCell(p, h.field, lang, func(id string) (survey.Unit, bool) { u, ok := units[id]; return u, ok }, func(id string) string {
				if called[names[id]] == 1 {
					return names[id]
				}
				return id
			}))
		}
	}
	return rows
}

// rosterCell writes one thing of a person, as an import reads it.
func rosterCell(p survey.Person, field survey.RosterField, lang string, unit func(string) (survey.Unit, bool), person func(string) string) string {
	office, team := survey.Home(p, unit)
	say := words{lang}.say
	switch field {
	case survey.FieldOffice:
		return office.In("zh")
	case survey.FieldTeam:
		return team.In("zh")
	case survey.FieldOrder:
		if p.Order > 0 {
			return strconv.Itoa(p.Order)
		}
	case survey.FieldName:
		return p.Name
	case survey.FieldGender:
		return map[survey.Gender]string{survey.Male: say("男", "male"), survey.Female: say("女", "female")}[p.Gender]
	case survey.FieldBorn:
		return strings.Replace(p.Born, "-", ".", 1)
	case survey.FieldPost:
		return p.Post
	case survey.FieldSince:
		return strings.Replace(p.Since, "-", ".", 1)
	case survey.FieldFormer:
		return p.Former
	case survey.FieldRank:
		return p.Rank
	case survey.FieldTier:
		switch p.Tier {
		case survey.TierHead:
			return say("正职", p.Tier)
		case survey.TierDeputy:
			return say("副职", p.Tier)
		case survey.TierPerson:
			return say("个人", p.Tier)
		case "":
			return say("不测评", "none")
		}
		return p.Tier
	case survey.FieldSuperior:
		return person(p.Superior)
	case survey.FieldPromoted:
		if p.Promoted {
			return say("是", "yes")
		}
		return say("否", "no")
	case survey.FieldMail:
		return p.Mail
	case survey.FieldPhone:
		return p.Phone
	case survey.FieldID:
		return p.ID
	}
	return ""
}
