package survey

import (
	"context"
	"maps"
)

// A FullError refuses a submission whole because quotas have no room for it;
// it is ErrFull. Ballots says which ballots, by what.
type FullError struct{ Ballots FieldErrors }

func (e FullError) Error() string { return ErrFull.Error() + ": " + e.Ballots.Error() }

// Is makes every FullError an ErrFull.
func (e FullError) Is(target error) bool { return target == ErrFull }

// full says which of the ballots found no room. Seats are never given back, so
// what had no room has none now.
func (s *Service) full(ctx context.Context, p *livePoll, ballots []Ballot) error {
	taken, err := s.box.Taken(ctx, p.ID)
	if err != nil {
		return err
	}
	p.room.Store(nil) // whoever comes next is told
	asked := p.seats(ballots)
	var refused FullError
	for i := range ballots {
		for j := range p.Quotas {
			q, id := &p.Quotas[j], quotaID(j)
			if q.holds(&ballots[i]) && taken[id]+asked[id] > q.Target {
				refused.Ballots = append(refused.Ballots, q.refusal(indexed("ballots", i)))
				break
			}
		}
	}
	return refused
}

// refusal is why a full quota refuses the ballot at field: for its group, its
// unit, or what the respondent said of himself (Args hold the quota).
func (q *Quota) refusal(field string) FieldError {
	args := Args("unit", q.Unit, "group", q.Group, "where", q.Where, "target", q.Target)
	switch {
	case len(q.Where) > 0:
		return FieldError{Field: field + ".answers", Key: "quota_full_profile", Args: args}
	case q.Unit == "" && q.Group == "":
		return FieldError{Field: field, Key: "quota_full", Args: args}
	case q.Unit == "":
		return FieldError{Field: field + ".group", Key: "quota_full_group", Args: args}
	case q.Group == "":
		return FieldError{Field: field + ".unit", Key: "quota_full_unit", Args: args}
	default:
		return FieldError{Field: field + ".unit", Key: "quota_full_unit_group", Args: args}
	}
}

var fullMessages = map[string]message{
	"quota_full":            {"本测评的 {target} 张选票已满额，不再接收。", "The poll has the {target} ballots that it takes; no more are needed."},
	"quota_full_unit":       {"对“{unit}”的 {target} 张选票已满额；可以改评其他对象，或去掉这一张后重新提交。", "The {target} ballots about “{unit}” are in; rate another unit, or leave this ballot out and send the others."},
	"quota_full_group":      {"“{group}”的 {target} 张选票已满额，不再接收。", "The {target} ballots of group “{group}” are in; no more are needed."},
	"quota_full_unit_group": {"“{group}”对“{unit}”的 {target} 张选票已满额；可以改评其他对象，或去掉这一张后重新提交。", "The {target} ballots of group “{group}” about “{unit}” are in; rate another unit, or leave this ballot out and send the others."},
	"quota_full_profile":    {"基本情况与此相同的受访者已有 {target} 人填答，名额已满，不再接收。", "The {target} ballots of respondents of this profile are in; no more are needed."},
}

func init() { maps.Copy(messages, fullMessages) }
