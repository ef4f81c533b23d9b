package survey

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// drawnAtOnce bounds the texts of a question that are in memory at once while
// comments are drawn, in bytes; what is more takes more passes over the box.
const drawnAtOnce = 32 << 20

// addedAtOnce is how many comments one transaction keeps.
const addedAtOnce = 512

// drawComments takes the comments out of the box of a closed poll, each question
// by itself and in a random order of its own, so that neither ids nor the order
// in which they are stored join two comments, or a comment and a ballot. It
// keeps only what has a list. A poll whose comments are drawn stays as it is.
func (s *Service) drawComments(ctx context.Context, p Poll) error {
	if _, err := s.definitions.CommentPlan(ctx, p.ID); !isNotFound(err) {
		return err
	}
	d, err := s.newCommentDraw(ctx, p)
	if err != nil || len(d.questions) == 0 {
		return err
	}
	if err := d.count(ctx); err != nil {
		return err
	}
	draw := rand.Text()
	for i := range d.questions {
		if err := d.draw(ctx, i, func(c []Comment) error { return s.definitions.AddComments(ctx, p.ID, draw, c) }); err != nil {
			return err
		}
	}
	return s.definitions.SettleDraw(ctx, p.ID, draw, d.plan)
}

// A commentDraw takes comments out of a box.
type commentDraw struct {
	box       BallotBox
	poll      string
	questions []OpenQuestion
	ids       []string // of the questions
	keys      [][]byte // as they stand in Record.Rest
	planner   *commentPlanner
	own       []map[commentOrigin]int // by question: comments of each origin
	bytes     []int                   // by question: all texts together
	plan      CommentPlan
	lists     map[CommentList]int
	atOnce    int
}

func (s *Service) newCommentDraw(ctx context.Context, p Poll) (*commentDraw, error) {
	form, err := s.form(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	if err != nil {
		return nil, err
	}
	d := &commentDraw{box: s.box, poll: p.ID, questions: form.openQuestions(), atOnce: drawnAtOnce}
	if len(d.questions) == 0 {
		return d, nil
	}
	for _, q := range d.questions {
		d.ids, d.keys = append(d.ids, q.ID), append(d.keys, append(appendString(nil, q.ID), ':'))
		d.own = append(d.own, make(map[commentOrigin]int))
	}
	d.bytes = make([]int, len(d.ids))
	release, err := s.Release(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	units, err := s.definitions.Roster(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	d.plan.Least, d.plan.Groups = form.MinComments(), form.CommentGroups()
	d.planner = newCommentPlanner(release, units, d.plan.Least, d.plan.Groups)
	return d, nil
}

// each passes the comments of a question, or of all (-1), with the unit that
// the ballot is about, and its group where groups are told apart: one at a time,
// in no order.
func (d *commentDraw) each(ctx context.Context, question int, wanted func(*Record) bool, use func(question int, from commentOrigin, text string)) error {
	parts := runtime.GOMAXPROCS(0)
	var using sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	for part := range parts {
		texts := newRestReader(d.ids)
		g.Go(func() error {
			return d.box.Stream(ctx, d.poll, part, parts, func(r *Record) error {
				if !d.answered(r) || !wanted(r) {
					return nil
				}
				if err := texts.read(r.Rest); err != nil {
					return err
				}
				for i, said := range texts.said {
					if text := strings.TrimSpace(string(said)); text != "" && (question < 0 || question == i) {
						using.Lock()
						use(i, d.origin(r), text)
						using.Unlock()
					}
				}
				return nil
			})
		})
	}
	return g.Wait()
}

// origin is what the plan may tell of where a comment came from. A group is not
// even looked at where none is told apart.
func (d *commentDraw) origin(r *Record) commentOrigin {
	if len(d.plan.Groups) == 0 {
		return commentOrigin{unit: string(r.Unit)}
	}
	return commentOrigin{string(r.Unit), string(r.Group)}
}

// answered reports whether a ballot may hold an answer to an open question.
func (d *commentDraw) answered(r *Record) bool {
	return slices.ContainsFunc(d.keys, func(key []byte) bool { return bytes.Contains(r.Rest, key) })
}

func everyRecord(*Record) bool { return true }

// count counts the comments about each unit and plans the lists.
func (d *commentDraw) count(ctx context.Context) error {
	err := d.each(ctx, -1, everyRecord, func(i int, from commentOrigin, text string) {
		d.own[i][from]++
		d.bytes[i] += len(text)
	})
	for i, q := range d.questions {
		d.plan.Lists = append(d.plan.Lists, d.planner.plan(q.ID, d.own[i])...)
	}
	d.lists = d.plan.lists()
	return err
}

// draw hands over the comments of a question in random order. They are taken in
// as many random parts as it takes for each to fit into memory.
func (d *commentDraw) draw(ctx context.Context, question int, add func([]Comment) error) error {
	if !slices.ContainsFunc(d.plan.Lists, func(l PlannedList) bool { return l.Item == d.ids[question] }) {
		return nil // too few about any unit
	}
	parts := uint64(1 + d.bytes[question]/d.atOnce)
	seed := maphash.MakeSeed()
	for part := range parts {
		var drawn []Comment
		wanted := func(r *Record) bool { return parts == 1 || partOf(seed, r)%parts == part }
		err := d.each(ctx, question, wanted, func(i int, from commentOrigin, text string) {
			if list, ok := d.planner.listOf(d.lists, d.questions[i].ID, from); ok {
				drawn = append(drawn, Comment{ID: rand.Text(), List: list, Body: text, Shown: text, State: CommentWaiting})
			}
		})
		if err != nil {
			return fmt.Errorf("comments on %s: %w", d.questions[question].ID, err)
		}
		Shuffle(drawn)
		for len(drawn) > 0 {
			n := min(len(drawn), addedAtOnce)
			if err := add(drawn[:n]); err != nil {
				return err
			}
			drawn = drawn[n:]
		}
	}
	return nil
}

// partOf tells by chance, and always alike, which part a ballot belongs to.
func partOf(seed maphash.Seed, r *Record) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	h.Write(r.Unit)
	h.Write(r.Scored)
	h.Write(r.Rest)
	return h.Sum64()
}

// Shuffle puts a list into a random order that nobody can foretell.
func Shuffle[T any](list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := below(uint64(i) + 1)
		list[i], list[j] = list[j], list[i]
	}
}

// below returns a random number less than n, all alike.
func below(n uint64) uint64 {
	var b [8]byte
	for {
		rand.Read(b[:]) // never fails
		x := binary.BigEndian.Uint64(b[:])
		if r := x % n; x-r <= -n { // else x is of the last, broken block
			return r
		}
	}
}
