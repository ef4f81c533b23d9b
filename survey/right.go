package survey

// A Right is one thing that an account may do.
type Right string

// The rights. Those marked "whole" hold only where they hold for everything.
const (
	ReadResults          Right = "read_results"          // releases and comments of polls that are published
	ReadUnpublished      Right = "read_unpublished"      // and of those that are only closed
	ReadTurnout          Right = "read_turnout"          // how many have taken part
	Moderate             Right = "moderate"              // all that was written, before it is released
	ManagePolls          Right = "manage_polls"          // from the draft to the archive, with codes and quotas
	ClosePolls           Right = "close_polls"           // end acceptance, as the chair of a meeting does
	EnterPaper           Right = "enter_paper"           // type sheets of paper
	ManageUnits          Right = "manage_units"          // the directory
	ReadQuestionnaires   Right = "read_questionnaires"   // the library
	ManageQuestionnaires Right = "manage_questionnaires" // whole: publish into the library
	ManageAccounts       Right = "manage_accounts"       // whole: accounts, their grants and tokens
	ManageSystem         Right = "manage_system"         // whole: how the server is connected to others
	ReadOrders           Right = "read_orders"           // orders that are issued, with their tasks
	ManageOrders         Right = "manage_orders"         // draft and issue them, grant more time, withdraw
	WorkOrders           Right = "work_orders"           // claim the tasks of a unit and answer for them
	CheckOrders          Right = "check_orders"          // check what was handed in, close, look back
	ReadAudit            Right = "read_audit"            // whole: the log of administrative acts
)

// Rights say where an account may do what. A right that is absent holds
// nowhere; nil is whoever has not signed in.
type Rights map[Right]Scope

// Add adds a right in an area.
func (r Rights) Add(right Right, a Area) { r[right] = append(r[right], a) }

// Whole reports whether a right holds for everything.
func (r Rights) Whole(right Right) bool { return r[right].whole() }

// Anywhere reports whether a right holds somewhere.
func (r Rights) Anywhere(right Right) bool { return len(r[right]) > 0 }
