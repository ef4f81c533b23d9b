package survey

import (
	"context"
	"fmt"
	"maps"
	"strings"
)

// A CommentVerdict is what a reviewer decides about a comment. Shown is its
// text with parts blacked out (see Blackout), or as it was; "" takes the
// proposal of Redact.
type CommentVerdict struct {
	ID    string       `json:"id"`
	State CommentState `json:"state"`
	Shown string       `json:"shown"`
}

// ReviewedComments lists a closed poll's comments for the reviewer: all of
// them, published or not. Nobody else may see them.
func (s *Service) ReviewedComments(ctx context.Context, poll string, q CommentQuery) ([]Comment, error) {
	if err := s.drawn(ctx, poll); err != nil {
		return nil, err
	}
	comments, err := s.definitions.Comments(ctx, poll, q)
	for i := range comments {
		if c := &comments[i]; c.State == CommentWaiting {
			c.Shown = Redact(c.Body)
		}
	}
	return comments, err
}

// CommentCounts tells the reviewer how many comments of each list are in each state.
func (s *Service) CommentCounts(ctx context.Context, poll string) ([]CommentCount, error) {
	if err := s.drawn(ctx, poll); err != nil {
		return nil, err
	}
	return s.definitions.CommentCounts(ctx, poll)
}

// drawn returns ErrNotFound for a poll without comments to review.
func (s *Service) drawn(ctx context.Context, poll string) error {
	if _, err := s.definitions.CommentPlan(ctx, poll); err != nil {
		return fmt.Errorf("comments of poll %s: %w", poll, err)
	}
	return nil
}

// ReviewComments notes verdicts on comments of a poll: all of them, or none
// where one is wrong. Readers see nothing of it before the next ReleaseComments.
func (s *Service) ReviewComments(ctx context.Context, poll string, verdicts []CommentVerdict) error {
	judged := make([]Comment, len(verdicts))
	var errs FieldErrors
	for i, v := range verdicts {
		c, err := s.definitions.Comment(ctx, poll, v.ID)
		if err != nil {
			return fmt.Errorf("comment of poll %s: %w", poll, err)
		}
		c.State, c.Shown = v.State, strings.TrimSpace(strings.ReplaceAll(v.Shown, "\r\n", "\n"))
		if c.Shown == "" {
			c.Shown = Redact(c.Body)
		}
		if !IsRedaction(c.Body, c.Shown) {
			errs = append(errs, FieldError{Field: indexed("verdicts", i) + ".shown", Key: "comment_rewritten", Args: Args("mark", Blackout)})
		}
		switch c.State {
		case CommentWaiting, CommentPublished, CommentWithheld:
		default:
			errs = append(errs, FieldError{Field: indexed("verdicts", i) + ".state", Key: "comment_state"})
		}
		judged[i] = c
	}
	if len(errs) > 0 {
		return errs
	}
	return s.definitions.JudgeComments(ctx, poll, judged)
}

// ReleaseComments freezes the published comments of a poll as its next release
// of comments and returns its number. FieldErrors say why it cannot be: above
// all because a list would differ from an earlier release by so few comments
// that one could tell which they are.
func (s *Service) ReleaseComments(ctx context.Context, poll string) (int, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return 0, err
	}
	plan, err := s.definitions.CommentPlan(ctx, poll)
	if err != nil {
		return 0, fmt.Errorf("comments of poll %s: %w", poll, err)
	}
	k := p.form.MinGroup()
	number, late, err := s.definitions.ReleaseComments(ctx, poll, k, plan.known(), s.now())
	if err != nil || number > 0 {
		return number, err
	}
	var errs FieldErrors
	for _, l := range late {
		errs = append(errs, FieldError{Field: "comments", Key: "comments_late", Args: Args("item", l.Item, "unit", l.Unit, "k", k)})
	}
	if errs == nil {
		errs = FieldErrors{{Field: "comments", Key: "comments_same", Args: Args("k", k)}}
	}
	return 0, errs
}

var commentMessages = map[string]message{
	"comment_state":     {"只能是 waiting（待审）、published（公布）或 withheld（不公布）。", "It must be waiting, published or withheld."},
	"comment_rewritten": {"只能把原文的一部分换成 {mark}，不能改动其余文字。", "Parts of the text may become {mark}; nothing else may change."},
	"comments_late": {
		"“{unit}”在“{item}”题下的意见与已公布的一版只差不到 {k} 条，看得出是哪几条；请再多审几条，或者把这一组全部不公布。",
		"The comments on “{item}” about “{unit}” would differ from those released before by fewer than {k}, so that one could tell which; review more of them, or withhold the whole list.",
	},
	"comments_same": {"没有可以新公布的意见：每组至少要有 {k} 条准予公布，并且与上一版不同。", "There is nothing new to release: a list needs {k} comments to publish at least, and something must differ from the last release."},
}

func init() { maps.Copy(messages, commentMessages) }
