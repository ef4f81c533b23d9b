package survey

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// A SupervisionReport is what the supervision rules of a poll say of its results, and
// which steps were taken.
type SupervisionReport struct {
	Poll    PollRef             `json:"poll"`
	Derived bool                `json:"derived"` // the questionnaire states no rules: they follow from its flag rules
	Rules   []Supervised        `json:"rules"`   // one for each tier that a rule is about
	Records []SupervisionRecord `json:"records"` // after this round and those before it, the last first
	Part    bool                `json:"part,omitempty"`
}

// supervisors are the rights by which somebody sees steps of supervision, and
// those by which he records them.
var (
	supervisors = []Right{ReadOrders, ManageOrders, WorkOrders, CheckOrders}
	recorders   = []Right{ManageOrders, CheckOrders}
)

// Supervision holds the rules of a poll against its results and those of the
// rounds before it (Poll.Previous), as whoever asks may read them; steps are
// those with units whose orders he sees. Who sees no orders is told ErrNotFound.
func (v Scoped) Supervision(ctx context.Context, poll string) (*SupervisionReport, error) {
	reach, err := v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(supervisors, reach.Anywhere) {
		return nil, fmt.Errorf("supervision of poll %s: %w", poll, ErrNotFound)
	}
	rounds, err := v.Rounds(ctx, poll)
	if err != nil {
		return nil, err
	}
	latest := rounds[len(rounds)-1]
	ref := latest.Release.Questionnaire
	q, err := v.s.Questionnaire(ctx, ref.ID, ref.Version)
	if err != nil {
		return nil, err
	}
	sees := func(unit, poll string) bool {
		return slices.ContainsFunc(supervisors, func(right Right) bool { return reach.Holds(right, unit, poll) })
	}
	out := &SupervisionReport{Poll: latest.Poll, Rules: []Supervised{}, Records: []SupervisionRecord{}, Part: latest.Release.Part}
	for _, round := range slices.Backward(rounds) {
		records, err := v.s.definitions.SupervisionOf(ctx, round.Poll.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range slices.Backward(records) {
			if sees(r.Unit, r.Poll) {
				out.Records = append(out.Records, r)
			}
		}
	}
	var rules []SupervisionRule
	rules, out.Derived = q.SupervisionRules()
	for _, rule := range rules {
		for _, tier := range latest.Release.Tiers {
			if rule.Tier != "" && rule.Tier != tier.ID {
				continue
			}
			one := rule
			one.Tier = tier.ID
			s := Supervise(rounds, one, out.Records)
			for i := range s.Units {
				if u := &s.Units[i]; !sees(u.Unit, poll) {
					u.Due = false
				}
			}
			out.Rules = append(out.Rules, s)
		}
	}
	return out, nil
}

// MayRecordSupervision reports whether whoever asks may record steps with a unit.
func (v Scoped) MayRecordSupervision(ctx context.Context, unit, poll string) (bool, error) {
	reach, err := v.Reach(ctx)
	return err == nil && slices.ContainsFunc(recorders, func(right Right) bool { return reach.Holds(right, unit, poll) }), err
}

// RecordSupervision keeps that a step was taken with a unit of a poll whose
// results whoever asks may read; who records none anywhere is told ErrNotFound.
// What is wrong with it is FieldErrors.
func (v Scoped) RecordSupervision(ctx context.Context, r SupervisionRecord) (SupervisionRecord, error) {
	errs := r.prepare(v.s.now().Local().Format(time.DateOnly))
	release, err := v.Release(ctx, r.Poll)
	if err != nil {
		return SupervisionRecord{}, err
	}
	may, err := v.MayRecordSupervision(ctx, r.Unit, r.Poll)
	if err != nil {
		return SupervisionRecord{}, err
	}
	if release.Unit(r.Unit) == nil || !may {
		reach, err := v.Reach(ctx)
		if err != nil {
			return SupervisionRecord{}, err
		}
		if !slices.ContainsFunc(recorders, reach.Anywhere) {
			return SupervisionRecord{}, fmt.Errorf("supervision of poll %s: %w", r.Poll, ErrNotFound)
		}
		errs = append(errs, FieldError{Field: "unit", Key: "supervision_unit", Args: Args("unit", Clip(r.Unit))})
	}
	if len(errs) > 0 {
		return SupervisionRecord{}, errs
	}
	r.Noted, r.Author = v.s.now().UTC().Truncate(time.Millisecond), ActorOf(ctx).Name
	return v.s.definitions.AddSupervision(ctx, r, Act{
		Kind: ActSupervised, Object: r.ID, Poll: r.Poll, Unit: r.Unit, Detail: map[string]string{"step": string(r.Step)},
	})
}

// Title names a step of supervision.
func (s SupervisionStep) Title() Text { return stepTitles[s] }

var stepTitles = map[SupervisionStep]Text{
	StepSupervision: {"zh": "督导", "en": "Supervision"},
	StepInspection:  {"zh": "专项检查", "en": "Inspection"},
	StepYellowCard:  {"zh": "黄牌", "en": "Yellow card"},
	StepTalk:        {"zh": "约谈", "en": "Talk"},
}
