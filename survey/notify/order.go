package notify

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"time"

	"minping/survey"
)

// An OrderNote is what is told of an order or of one of its tasks, as it stands
// when it is told.
type OrderNote struct {
	Number string      // of the order; "": it has none
	Title  string      // of the order
	Unit   survey.Text // what the unit that answers for it is called
	Tasks  int         // of the order
	Task   string      // its title; "": the whole order is told of
	Due    string      // of the task, or of the order: 2026-11-30
	Why    string      // as the step says that is told of
	Level  int         // to which the task was escalated, 1 to 3; 0: it is not late
}

// An OrderStore knows orders.
type OrderStore interface {
	// OrderNote returns what is told of the order that an event is about;
	// survey.ErrNotFound where it is gone.
	OrderNote(ctx context.Context, e survey.Event) (OrderNote, error)
}

// A UnitStore knows units.
type UnitStore interface {
	Units(ctx context.Context) ([]survey.Unit, error)
}

// orderWording returns how an event of an order is worded in a language.
func (s *Service) orderWording(ctx context.Context, e survey.Event, k Kind) (told, error) {
	about, err := s.store.OrderNote(ctx, e)
	if err != nil {
		return told{}, err
	}
	link := s.URL + "/orders/" + url.PathEscape(e.Order)
	if e.Task != "" {
		link = s.URL + "/orders/tasks/" + url.PathEscape(e.Task)
	}
	t := told{units: []string{e.Unit}, farthest: anyFar, note: func(lang string) Note {
		return DefaultText(k, lang).note(about.args(lang, link, s.Now().In(s.Zone)))
	}}
	if k == OrderOverdue && about.Level < len(escalatedTo) {
		t.farthest = max(about.Level, 1) - 1
	}
	return t, nil
}

// escalatedTo says who is told at each level of escalation.
var escalatedTo = [...]survey.Text{
	{"zh": "第 1 级，告知责任单位", "en": "level 1: the unit is told"},
	{"zh": "第 2 级，报上级单位", "en": "level 2: the unit above it is told"},
	{"zh": "第 3 级，报下发机关", "en": "level 3: whoever issued the order is told"},
}

// late is how many days a deadline has passed; 0: it has not, or is none.
func late(due string, now time.Time) int {
	d, err := time.Parse(time.DateOnly, due)
	if err != nil {
		return 0
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return max(0, int(today.Sub(d).Hours()/24))
}

// args are what the placeholders of texts about orders stand for.
func (n OrderNote) args(lang, link string, now time.Time) map[string]any {
	level := ""
	if n.Level > 0 {
		level = escalatedTo[min(n.Level, len(escalatedTo))-1].In(lang)
	}
	return survey.Args(
		"number", oneLine(cmp.Or(n.Number, n.Title)), "title", oneLine(n.Title), "unit", oneLine(n.Unit.In(lang)), "tasks", n.Tasks,
		"task", oneLine(n.Task), "due", day(lang, n.Due), "why", oneLine(n.Why), "link", link,
		"late", late(n.Due, now), "level", level,
	)
}

// day writes a day as texts have it; what is none stays as it is.
func day(lang, date string) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	if lang == "en" {
		return d.Format("2 January 2006")
	}
	return d.Format("2006年1月2日")
}

func init() { maps.Copy(wordings, ofOrders) }

// ofOrders are the texts about orders and their tasks.
var ofOrders = map[Kind]wording{
	OrderIssued: {
		survey.Text{"zh": "{unit}：收到{number}", "en": "{unit}: {number} was issued"},
		survey.Text{
			"zh": "{number}“{title}”已下发{unit}，共 {tasks} 项任务，完成时限 {due}。\n\n请认领并报整改方案：{link}",
			"en": "{number} “{title}” was issued to {unit}. Tasks: {tasks}; due {due}.\n\nPlease claim them and report a plan: {link}",
		},
	},
	OrderSubmitted: {
		survey.Text{"zh": "{unit}提交了“{task}”，等待核验", "en": "{unit} submitted “{task}”: to be checked"},
		survey.Text{
			"zh": "{unit}提交了{number}的任务“{task}”，等待督查人员核验。[[\n整改成效：{why}]]\n\n核验：{link}",
			"en": "{unit} submitted the task “{task}” of {number}; an inspector checks it next.[[\nWhat was reached: {why}]]\n\nCheck it: {link}",
		},
	},
	OrderReturned: {
		survey.Text{"zh": "{unit}：“{task}”退回重办", "en": "{unit}: “{task}” is to be done again"},
		survey.Text{
			"zh": "{number}的任务“{task}”退回{unit}重办。[[\n理由：{why}]]\n完成时限：{due}。\n\n办理：{link}",
			"en": "The task “{task}” of {number} went back to {unit}.[[\nReason: {why}]]\nDue {due}.\n\nSee it: {link}",
		},
	},
	OrderClosed: {
		survey.Text{"zh": "{unit}：“{task}”已销号", "en": "{unit}: “{task}” is closed"},
		survey.Text{
			"zh": "{unit}办理的{number}的任务“{task}”已销号。销号只说明材料办结，有没有用由下一轮测评说话。\n\n查看：{link}",
			"en": "The task “{task}” of {number}, done by {unit}, is closed. Closed means that the papers are done; whether it helped, the next round tells.\n\nSee it: {link}",
		},
	},
	OrderReminded: {
		survey.Text{"zh": "催办：{unit}“{task}”", "en": "Reminder: {unit}, “{task}”"},
		survey.Text{
			"zh": "请{unit}抓紧办理{number}的任务“{task}”，完成时限 {due}。[[\n{why}]]\n\n办理：{link}",
			"en": "{unit} is asked to see to the task “{task}” of {number}, due {due}.[[\n{why}]]\n\nSee it: {link}",
		},
	},
	OrderOverdue: {
		survey.Text{"zh": "逾期：{unit}“{task}”[[（{level}）]]", "en": "Overdue: {unit}, “{task}”[[ ({level})]]"},
		survey.Text{
			"zh": "{unit}办理的{number}的任务“{task}”已过完成时限 {due}，逾期 {late} 天。[[\n督办升级：{level}。]]\n\n办理：{link}",
			"en": "The task “{task}” of {number}, with {unit}, is past its deadline {due}. Days late: {late}.[[\nEscalated to {level}.]]\n\nSee it: {link}",
		},
	},
}
