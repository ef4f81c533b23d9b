package intake

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"minping/survey"
)

// peopleNames are the usual headings of rosters, as plainHeading writes them.
var peopleNames = map[string]survey.RosterField{}

func init() {
	for field, names := range map[survey.RosterField]string{
		survey.FieldID:       "人员编号 人员编码 人员代码 编号 工号 员工编号 id personid",
		survey.FieldOrder:    "部门内排序号 部门内排序 排序号 排序 单位内排序 班子内排序 order place sortorder",
		survey.FieldName:     "姓名 名字 人员姓名 name fullname name_zh",
		survey.FieldGender:   "性别 gender sex",
		survey.FieldBorn:     "出生年月 出生日期 出生时间 出生年月日 生日 出生 born birth birthdate dateofbirth birthday",
		survey.FieldPost:     "现任职务 职务 现任职务名称 现任职务职务 现任职务名称职务 岗位 职务名称 现职务 现职 单位及职务 工作单位及职务 post position jobtitle",
		survey.FieldSince:    "任职时间 任现职时间 任现职务时间 现任职务时间 现任职务任职时间 任职年月 任职日期 since inpostsince appointed appointedon",
		survey.FieldFormer:   "原任职务 原职务 前任职务 原任职务职务 原任职务名称 former formerpost previouspost",
		survey.FieldRank:     "岗位层级 层级 职务层级 职务级别 职级 级别 人员类别 类别 rank rankgroup grade level",
		survey.FieldTier:     "测评类别 测评对象类别 测评类型 kind evaluatedas tier",
		survey.FieldTeam:     "部门名称 部门 处室 科室 所在部门 所属部门 内设机构 班子 领导班子 班子名称 team department division",
		survey.FieldOffice:   "单位 单位名称 所在单位 所属单位 工作单位 机构 机构名称 组织 organisation organization office company",
		survey.FieldSuperior: "直接上级 上级 上级领导 直接领导 分管领导 主管领导 superior manager supervisor reportsto",
		survey.FieldPromoted: "是否新提拔 新提拔 是否新提任 新提任 promoted newlypromoted",
		survey.FieldMail:     "邮箱 电子邮箱 电子邮件 邮箱地址 email e-mail mail",
		survey.FieldPhone:    "电话 手机 手机号 手机号码 联系电话 电话号码 phone mobile telephone",
	} {
		for name := range strings.FieldsSeq(names) {
			peopleNames[name] = field
		}
	}
}

var brackets = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]|【[^】]*】`)

// plainHeading writes a heading without space, width, case and marks.
func plainHeading(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(s)), ""))
	return strings.Trim(s, "*:.、·-/")
}

// fieldOf says what a column with a heading holds; "": it is not known.
func fieldOf(heading string) survey.RosterField {
	plain := plainHeading(heading)
	if f, ok := peopleNames[plain]; ok {
		return f
	}
	return peopleNames[plainHeading(brackets.ReplaceAllString(plain, ""))]
}

// A heading may stand in two rows: 现任职务 above 职务 and 任职时间.
type heading struct{ upper, lower string }

// field says what the column holds.
func (h heading) field() survey.RosterField {
	if h.lower == "" || h.upper == h.lower {
		return fieldOf(h.upper)
	}
	if f := fieldOf(h.upper + h.lower); f != "" {
		return f
	}
	upper, lower := fieldOf(h.upper), fieldOf(h.lower)
	if upper == survey.FieldFormer && lower != survey.FieldPost { // 原任职务 above 任职时间
		return ""
	}
	if upper == survey.FieldFormer || lower == "" {
		return upper
	}
	return lower
}

func (h heading) String() string {
	switch {
	case h.lower == "" || h.upper == h.lower:
		return strings.Join(strings.Fields(h.upper), "")
	case h.upper == "":
		return strings.Join(strings.Fields(h.lower), "")
	}
	return strings.Join(strings.Fields(h.upper), "") + "·" + strings.Join(strings.Fields(h.lower), "")
}
