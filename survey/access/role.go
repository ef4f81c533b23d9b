package access

import (
	"slices"

	"minping/survey"
)

// A Role is what a grant makes of an account.
type Role string

// The roles.
const (
	Operator  Role = "operator"  // 运维员: accounts, the system, the log
	Organiser Role = "organiser" // 组织者: all that polls need
	Moderator Role = "moderator" // 意见审核员: reads and releases what was written
	Leader    Role = "leader"    // 领导: reads published results
	Assessor  Role = "assessor"  // 测评人: rates others; no right of its own
	Auditor   Role = "auditor"   // 审计员: reads all figures and the log
	Client    Role = "client"    // 接口用户: a program that reads figures
)

// Roles lists the roles in the order in which they are offered.
var Roles = []Role{Operator, Organiser, Moderator, Leader, Assessor, Auditor, Client}

// rightsOf says which rights a role brings.
var rightsOf = map[Role][]survey.Right{
	Operator: {survey.ManageAccounts, survey.ManageSystem, survey.ReadAudit},
	Organiser: {
		survey.ReadResults, survey.ReadUnpublished, survey.ReadTurnout, survey.Moderate, survey.ManagePolls,
		survey.EnterPaper, survey.ManageUnits, survey.ReadQuestionnaires, survey.ManageQuestionnaires,
	},
	Moderator: {survey.Moderate},
	Leader:    {survey.ReadResults},
	Assessor:  {},
	Auditor:   {survey.ReadResults, survey.ReadUnpublished, survey.ReadTurnout, survey.ReadQuestionnaires, survey.ReadAudit},
	Client:    {survey.ReadResults, survey.ReadTurnout},
}

// roleNames lists the roles as they are written.
func roleNames() []string {
	names := make([]string, len(Roles))
	for i, r := range Roles {
		names[i] = string(r)
	}
	return names
}

// Known reports whether there is such a role.
func (r Role) Known() bool { return slices.Contains(Roles, r) }

// Narrows reports whether grants of the role may be bounded to units or a poll.
func (r Role) Narrows() bool { return r != Operator }
