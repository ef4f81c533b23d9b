package survey

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Quota is how many ballots of one kind a poll takes: about a unit, of a
// group, by respondents with certain profile answers, or any combination.
// Simultaneous submissions can never exceed it; a submission that would is
// refused whole.
type Quota struct {
	Unit   string            `json:"unit,omitempty"`  // "": any
	Group  string            `json:"group,omitempty"` // "": any
	Where  map[string]string `json:"where,omitempty"` // option code by profile item; all must be met
	Target int               `json:"target"`
}

// A QuotaProgress is how far a quota is filled.
type QuotaProgress struct {
	Quota
	Taken int  `json:"taken"` // in steps of k while the poll is open, unless it is full
	Full  bool `json:"full"`
}

// maxQuotas is the most quotas of a poll.
const maxQuotas = 10_000

// holds reports whether a ballot counts towards the quota.
func (q *Quota) holds(b *Ballot) bool {
	if q.Unit != "" && q.Unit != b.Unit || q.Group != "" && q.Group != b.Group {
		return false
	}
	for item, code := range q.Where {
		if !slices.Contains(b.Answers[item], code) {
			return false
		}
	}
	return true
}

// quotaID is a quota's name in the ballot box: its place in the poll's rules,
// which are frozen.
func quotaID(i int) string { return strconv.Itoa(i) }

// seats returns how many seats of which quotas the ballots take.
func (p *livePoll) seats(ballots []Ballot) map[string]int {
	var seats map[string]int
	for i := range p.Quotas {
		for j := range ballots {
			if p.Quotas[i].holds(&ballots[j]) {
				if seats == nil {
					seats = map[string]int{}
				}
				seats[quotaID(i)]++
			}
		}
	}
	return seats
}

// targets returns the quotas as the ballot box keeps them.
func (p *Poll) targets() map[string]int {
	targets := make(map[string]int, len(p.Quotas))
	for i, q := range p.Quotas {
		targets[quotaID(i)] = q.Target
	}
	return targets
}

// Quotas returns how far a poll's quotas are filled, in its order. Which are
// full is told exactly, so that nobody starts in vain.
func (s *Service) Quotas(ctx context.Context, poll string) ([]QuotaProgress, error) {
	p, err := s.poll(ctx, poll)
	if err != nil || len(p.Quotas) == 0 {
		return nil, err
	}
	taken, err := s.box.Taken(ctx, poll)
	if err != nil {
		return nil, err
	}
	progress := make([]QuotaProgress, len(p.Quotas))
	for i, q := range p.Quotas {
		n := taken[quotaID(i)]
		progress[i] = QuotaProgress{Quota: q, Taken: n, Full: n >= q.Target}
		if p.stateAt(s.now()) == Open && n < q.Target {
			progress[i].Taken -= n % p.form.MinGroup()
		}
	}
	return progress, nil
}

// checkQuotas checks a draft's quotas. A target below k would tell, once it is
// full, how few have answered.
func checkQuotas(quotas []Quota, q *Questionnaire, units []string) (errs FieldErrors) {
	if len(quotas) > maxQuotas {
		return FieldErrors{{Field: "quotas", Key: "too_many_quotas", Args: Args("max", maxQuotas)}}
	}
	groups := make([]string, len(q.Groups))
	for i, g := range q.Groups {
		groups[i] = g.ID
	}
	seen := map[string]bool{}
	for i, quota := range quotas {
		wrong := func(field, key string, args ...any) {
			errs = append(errs, FieldError{Field: indexed("quotas", i) + field, Key: key, Args: Args(args...)})
		}
		if quota.Unit != "" && !slices.Contains(units, quota.Unit) {
			wrong(".unit", "unknown_unit", "unit", quota.Unit)
		}
		if quota.Group != "" && !slices.Contains(groups, quota.Group) {
			wrong(".group", "unknown_group", "group", quota.Group, "groups", groups)
		}
		for _, item := range slices.Sorted(maps.Keys(quota.Where)) {
			if codes, ok := profileCodes(q, item); !ok {
				wrong(".where", "quota_item", "item", item)
			} else if !slices.Contains(codes, quota.Where[item]) {
				wrong(".where."+item, "quota_option", "code", quota.Where[item], "codes", codes)
			}
		}
		if k := q.MinGroup(); quota.Target < k {
			wrong(".target", "quota_target", "min", k)
		}
		if key := quota.key(); seen[key] {
			wrong("", "duplicate_quota")
		} else {
			seen[key] = true
		}
	}
	return errs
}

// key tells quotas of the same respondents.
func (q *Quota) key() string {
	parts := []string{q.Unit, q.Group}
	for _, item := range slices.Sorted(maps.Keys(q.Where)) {
		parts = append(parts, item, q.Where[item])
	}
	return strings.Join(parts, "\x1f")
}

// profileCodes returns the option codes of a choice that is asked for the
// profile; ok is false for any other item.
func profileCodes(q *Questionnaire, id string) (codes []string, ok bool) {
	i := slices.IndexFunc(q.Items, func(it Item) bool { return it.ID == id })
	if i < 0 || !q.Items[i].Profile || q.Items[i].Type != Choice && q.Items[i].Type != Multiple {
		return nil, false
	}
	for _, o := range q.ItemOptions(&q.Items[i]) {
		codes = append(codes, o.Code)
	}
	return codes, true
}

var quotaMessages = map[string]message{
	"too_many_quotas": {"配额最多 {max} 个。", "There can be at most {max} quotas."},
	"quota_item":      {"“{item}”不是问卷中的基本情况选择题，不能作配额条件。", "“{item}” is no choice about the respondent (profile), so no quota can depend on it."},
	"quota_option":    {"没有选项“{code}”；可用：{codes}。", "There is no option “{code}”; there are {codes}."},
	"quota_target":    {"配额至少为 {min}：配额满员时会公开人数，人数过少会暴露个人。", "A quota is at least {min}: when it is full its number is known, and a small one would give people away."},
	"duplicate_quota": {"与前面的配额条件相同；请合并。", "An earlier quota asks for the same; make one of them."},
}

func init() { maps.Copy(messages, quotaMessages) }
