package access

import (
	"slices"
	"strings"

	"minping/survey"
)

// A Role is what a grant makes of an account.
type Role string

// The roles.
const (
	Operator  Role = "operator"  // 运维员: accounts, the system, the log
	Organiser Role = "organiser" // 组织者: all that polls need
	Chair     Role = "chair"     // 主持人: sees how many have taken part, and closes
	Moderator Role = "moderator" // 意见审核员: reads and releases what was written
	Leader    Role = "leader"    // 领导: reads published results
	Assessor  Role = "assessor"  // 测评人: rates others; no right of its own
	Answerer  Role = "answerer"  // 整改责任人: claims the tasks of a unit and answers for them
	Inspector Role = "inspector" // 督查员: checks what was put right, closes, looks back
	Auditor   Role = "auditor"   // 审计员: reads all figures and the log
	Client    Role = "client"    // 接口用户: a program that reads figures
)

// Roles lists the roles in the order in which they are offered.
var Roles = []Role{Operator, Organiser, Chair, Moderator, Leader, Assessor, Answerer, Inspector, Auditor, Client}

// rightsOf says which rights a role brings.
var rightsOf = map[Role][]survey.Right{
	Operator: {survey.ManageAccounts, survey.ManageSystem, survey.ReadAudit},
	Organiser: {
		survey.ReadResults, survey.ReadUnpublished, survey.ReadTurnout, survey.Moderate, survey.ManagePolls, survey.ClosePolls,
		survey.EnterPaper, survey.ManageUnits, survey.ReadQuestionnaires, survey.ManageQuestionnaires,
		survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders,
	},
	Chair:     {survey.ReadTurnout, survey.ClosePolls},
	Moderator: {survey.Moderate},
	Leader:    {survey.ReadResults, survey.ReadOrders},
	Assessor:  {},
	Answerer:  {survey.ReadOrders, survey.WorkOrders},
	Inspector: {survey.ReadOrders, survey.CheckOrders},
	Auditor:   {survey.ReadResults, survey.ReadUnpublished, survey.ReadTurnout, survey.ReadQuestionnaires, survey.ReadOrders, survey.ReadAudit},
	Client:    {survey.ReadResults, survey.ReadTurnout, survey.ReadOrders},
}

// chinese are the roles' names in lists that people write.
var chinese = map[Role]string{
	Operator: "运维员", Organiser: "组织者", Chair: "主持人", Moderator: "意见审核员", Leader: "领导", Assessor: "测评人",
	Answerer: "整改责任人", Inspector: "督查员", Auditor: "审计员", Client: "接口用户",
}

// roleNames lists the roles as they may be written.
func roleNames() survey.Text { return namesOf(Roles) }

func namesOf(roles []Role) survey.Text {
	zh, en := make([]string, len(roles)), make([]string, len(roles))
	for i, r := range roles {
		zh[i], en[i] = chinese[r]+"（"+string(r)+"）", string(r)
	}
	return survey.Text{"zh": strings.Join(zh, "、"), "en": strings.Join(en, ", ")}
}

// roleNamed returns the role of an id or a name in either language; what is none
// is returned as it is.
func roleNamed(name string) Role {
	word := strings.ToLower(strings.TrimSpace(name))
	for _, r := range Roles {
		if word == string(r) || word == chinese[r] {
			return r
		}
	}
	return Role(name)
}

// Known reports whether there is such a role.
func (r Role) Known() bool { return slices.Contains(Roles, r) }

// Narrows reports whether grants of the role may be bounded to units or a poll.
func (r Role) Narrows() bool { return r != Operator }
