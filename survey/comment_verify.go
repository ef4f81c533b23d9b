package survey

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
)

// A textSum is a sum over texts, whatever their order: equal for equal texts
// with equal multiplicities, and for others by a chance of nothing, since
// nobody knows the key before.
type textSum struct {
	count int
	words [4]uint64
}

func (s *textSum) add(key []byte, text string) {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	sum := h.Sum(nil)
	s.count++
	for i := range s.words {
		s.words[i] += binary.BigEndian.Uint64(sum[8*i:])
	}
}

// verifyComments checks that the comments in review are those of the box, each
// as often as it is there, on its question and in its unit's list; and that all
// that was ever released is one of them, unchanged but for what is blacked out.
// It holds a sum a list in memory, no text.
func (s *Service) verifyComments(ctx context.Context, p *livePoll, v *Verification) error {
	plan, err := s.definitions.CommentPlan(ctx, p.ID)
	if isNotFound(err) {
		if len(p.form.openQuestions()) > 0 {
			v.Problems = append(v.Problems, FieldError{Field: "comments", Key: "verify_no_comments"})
		}
		return nil
	}
	if err != nil {
		return err
	}
	d, err := s.newCommentDraw(ctx, p.Poll)
	if err != nil {
		return err
	}
	if err := d.count(ctx); err != nil {
		return err
	}
	if !slices.Equal(plan.Lists, d.plan.Lists) || !slices.Equal(plan.Groups, d.plan.Groups) || plan.Least != d.plan.Least {
		v.Problems = append(v.Problems, FieldError{Field: "comments", Key: "verify_comment_plan"})
	}
	stored, boxed, err := s.sumComments(ctx, d)
	if err != nil {
		return err
	}
	all := maps.Clone(boxed)
	maps.Copy(all, stored)
	for _, l := range slices.SortedFunc(maps.Keys(all), compareLists) {
		if stored[l] != boxed[l] {
			v.Problems = append(v.Problems, FieldError{
				Field: l.field(), Key: "verify_comments", Args: Args("stored", stored[l].count, "boxed", boxed[l].count),
			})
		}
	}
	return s.definitions.EachReleased(ctx, p.ID, func(number int, released, source Comment) error {
		v.Figures++
		if released.List != source.List || !IsRedaction(source.Body, released.Shown) {
			l := released.List
			v.Problems = append(v.Problems, FieldError{
				Field: l.field(), Key: "verify_released_comment", Args: Args("release", number),
			})
		}
		return nil
	})
}

// sumComments adds up the texts in review and those in the box, by list.
func (s *Service) sumComments(ctx context.Context, d *commentDraw) (stored, boxed map[CommentList]textSum, err error) {
	key := make([]byte, sha256.Size)
	rand.Read(key) // never fails
	stored, boxed = make(map[CommentList]textSum), make(map[CommentList]textSum)
	add := func(to map[CommentList]textSum, l CommentList, text string) {
		sum := to[l]
		sum.add(key, text)
		to[l] = sum
	}
	err = s.definitions.EachComment(ctx, d.poll, func(c Comment) error {
		add(stored, c.List, c.Body)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	err = d.each(ctx, -1, everyRecord, func(i int, from commentOrigin, text string) {
		if l, ok := d.planner.listOf(d.lists, d.questions[i].ID, from); ok {
			add(boxed, l, text)
		}
	})
	return stored, boxed, err
}

// field is how a list is named where something is wrong with it.
func (l CommentList) field() string {
	field := "comments[" + l.Item + "][" + l.Unit + "]"
	if l.Group != "" {
		field += "[" + l.Group + "]"
	}
	return field
}

func compareLists(a, b CommentList) int {
	return cmp.Or(strings.Compare(a.Item, b.Item), strings.Compare(a.Unit, b.Unit), strings.Compare(a.Group, b.Group))
}

var commentVerifyMessages = map[string]message{
	"verify_no_comments":      {"问卷有文字题，但没有抽取意见；请启动服务器完成。", "The questionnaire has open questions, but no comments were drawn; start the server to finish."},
	"verify_comment_plan":     {"意见的分组与票箱中的不符。", "The lists of comments are not those that follow from the box."},
	"verify_comments":         {"待审的意见（{stored} 条）与票箱中的（{boxed} 条）不符。", "The comments in review ({stored}) are not those of the box ({boxed})."},
	"verify_released_comment": {"第 {release} 版公布的一条意见不是票箱中的原文（涂黑除外）。", "A comment of release {release} is not the text in the box, apart from what is blacked out."},
}

func init() { maps.Copy(messages, commentVerifyMessages) }
