package notify

import (
	"context"
	"maps"
	"net/url"
	"time"

	"minping/survey"
)

// A CaseNote is what is told of a case, as it stands when it is told. It names
// nobody, and quotes nothing of what was said.
type CaseNote struct {
	Number string
	Kind   survey.Text // bad review, letter, visit, call
	Unit   survey.Text // what the unit that handles it is called
	Due    string      // the answer, or, until it is taken on, that: 2026-11-30; of what waits for others, that
	Waits  survey.Text // what it waits for that others than the unit do; nil: for nothing
	Level  int         // to which it was escalated, 1 to 3; 0: it is not late
}

// A CaseStore knows cases.
type CaseStore interface {
	// CaseNote returns what is told of the case that an event is about;
	// survey.ErrNotFound where it is gone.
	CaseNote(ctx context.Context, e survey.Event) (CaseNote, error)
}

// caseWording returns how an event of a case is worded in a language.
func (s *Service) caseWording(ctx context.Context, e survey.Event, k Kind) (told, error) {
	about, err := s.store.CaseNote(ctx, e)
	if err != nil {
		return told{}, err
	}
	link := s.URL + "/cases/" + url.PathEscape(e.Case)
	t := told{units: []string{e.Unit}, farthest: anyFar, note: func(lang string) Note {
		return DefaultText(k, lang).note(about.args(lang, link, s.Now().In(s.Zone)))
	}}
	if k == CaseOverdue && about.Level < len(caseLevels) {
		t.farthest = max(about.Level, 1) - 1
		if about.Waits != nil {
			t.farthest++ // who rechecks and calls back sits above the unit
		}
	}
	return t, nil
}

// caseLevels say who is told at each level of escalation.
var caseLevels = [...]survey.Text{
	{"zh": "第 1 级，告知承办单位", "en": "level 1: the unit is told"},
	{"zh": "第 2 级，报上级单位", "en": "level 2: the unit above it is told"},
	{"zh": "第 3 级，报各级上级单位", "en": "level 3: all units above it are told"},
}

// waitLevels say who is told of what waits for others than the unit.
var waitLevels = [...]survey.Text{
	{"zh": "第 1 级，告知上级单位", "en": "level 1: the unit above is told"},
	{"zh": "第 2 级，报各级上级单位", "en": "level 2: the units above are told"},
	{"zh": "第 3 级，报各级上级单位", "en": "level 3: all units above are told"},
}

// args are what the placeholders of texts about cases stand for.
func (n CaseNote) args(lang, link string, now time.Time) map[string]any {
	level, levels := "", caseLevels
	if n.Waits != nil {
		levels = waitLevels
	}
	if n.Level > 0 {
		level = levels[min(n.Level, len(levels))-1].In(lang)
	}
	return survey.Args(
		"number", oneLine(n.Number), "kind", n.Kind.In(lang), "unit", oneLine(n.Unit.In(lang)),
		"due", day(lang, n.Due), "late", late(n.Due, now), "level", level, "link", link, "waits", n.Waits.In(lang),
	)
}

func init() { maps.Copy(wordings, ofCases) }

// ofCases are the texts about cases.
var ofCases = map[Kind]wording{
	CaseOpened: {
		survey.Text{"zh": "{unit}：有一件{kind}待受理", "en": "{unit}: a {kind} to be taken on"},
		survey.Text{
			"zh": "{unit}有一件{kind}（{number}）待受理，期限 {due}。\n\n受理：{link}",
			"en": "A {kind} ({number}) waits for {unit}; take it on by {due}.\n\nTake it on: {link}",
		},
	},
	CaseDue: {
		survey.Text{"zh": "临期：{unit}的{kind} {number}", "en": "Due soon: {kind} {number}, {unit}"},
		survey.Text{
			"zh": "{unit}承办的{kind}（{number}）应于 {due} 前答复。\n\n办理：{link}",
			"en": "The {kind} {number}, with {unit}, is to be answered by {due}.\n\nSee it: {link}",
		},
	},
	CaseOverdue: {
		survey.Text{"zh": "逾期：{unit}的{kind} {number}[[待{waits}]][[（{level}）]]", "en": "Overdue: {kind} {number}, {unit}[[, waits for {waits}]][[ ({level})]]"},
		survey.Text{
			"zh": "{unit}承办的{kind}（{number}）[[等待{waits}，]]已过期限 {due}，逾期 {late} 天。[[\n督办升级：{level}。]]\n\n办理：{link}",
			"en": "The {kind} {number}, with {unit},[[ waits for {waits} and]] is past its deadline {due}. Days late: {late}.[[\nEscalated to {level}.]]\n\nSee it: {link}",
		},
	},
	CaseReminded: {
		survey.Text{"zh": "催办：{unit}的{kind} {number}", "en": "Reminder: {kind} {number}, {unit}"},
		survey.Text{
			"zh": "请{unit}抓紧办理{kind}（{number}），期限 {due}。\n\n办理：{link}",
			"en": "{unit} is asked to see to the {kind} {number}, due {due}.\n\nSee it: {link}",
		},
	},
	CaseAppealed: {
		survey.Text{"zh": "{unit}：{kind} {number} 待复核", "en": "{unit}: {kind} {number} is to be rechecked"},
		survey.Text{
			"zh": "{unit}对{kind}（{number}）的认定等待复核，须由未经办此件的人复核。\n\n复核：{link}",
			"en": "What {unit} found about the {kind} {number} waits for a recheck, by somebody who did not handle it.\n\nRecheck it: {link}",
		},
	},
	CaseReturned: {
		survey.Text{"zh": "{unit}：{kind} {number} 重新办理", "en": "{unit}: {kind} {number} is to be handled again"},
		survey.Text{
			"zh": "{kind}（{number}）由{unit}重新办理，应于 {due} 前答复。\n\n办理：{link}",
			"en": "{unit} is to handle the {kind} {number} again and answer by {due}.\n\nSee it: {link}",
		},
	},
	CaseAnswered: {
		survey.Text{"zh": "{unit}已答复{kind} {number}，待回访", "en": "{unit} answered {kind} {number}: call back next"},
		survey.Text{
			"zh": "{unit}已答复{kind}（{number}），留有联系方式的请回访。\n\n查看：{link}",
			"en": "{unit} answered the {kind} {number}; where a contact was left, please call back.\n\nSee it: {link}",
		},
	},
	CaseClosed: {
		survey.Text{"zh": "{unit}：{kind} {number} 已办结", "en": "{unit}: {kind} {number} is closed"},
		survey.Text{
			"zh": "{unit}承办的{kind}（{number}）已办结。\n\n查看：{link}",
			"en": "The {kind} {number}, handled by {unit}, is closed.\n\nSee it: {link}",
		},
	},
}
