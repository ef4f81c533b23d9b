package survey

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// MergedOpinions returns the opinions on one question of a poll as those who
// merge see them, with the statements that are in none.
func (s *Service) MergedOpinions(ctx context.Context, poll, item string) (OpinionList, error) {
	d, number, err := s.opinionDesk(ctx, poll, item)
	if err != nil {
		return OpinionList{}, err
	}
	return d.whole(item, number), nil
}

func (d *opinionDesk) whole(item string, number int) OpinionList {
	all := func(Statement) bool { return true }
	return OpinionList{Item: item, Release: number, Shown: d.book.Shown, Revision: d.book.Revision, Opinions: d.list(all), Unmerged: d.unmerged()}
}

// EditOpinions takes edits of a question's opinions, all of them or none, and
// returns what has become of it. revision is that of the list that they were
// made on; ErrStale if another came between.
func (s *Service) EditOpinions(ctx context.Context, poll, item string, revision int64, edits []OpinionEdit) (OpinionList, error) {
	d, number, err := s.opinionDesk(ctx, poll, item)
	if err != nil {
		return OpinionList{}, err
	}
	if d.book.Revision != revision {
		return OpinionList{}, fmt.Errorf("opinions of poll %s: %w", poll, ErrStale)
	}
	if err := d.apply(edits); err != nil {
		return OpinionList{}, err
	}
	if err := s.definitions.PutOpinionBook(ctx, poll, item, *d.book); err != nil {
		return OpinionList{}, fmt.Errorf("opinions of poll %s: %w", poll, err)
	}
	d.book.Revision++
	return d.whole(item, number), nil
}

// opinionDesk reads a question's opinions and the statements of the last
// release of comments. A question that is none, or a poll without comments, is
// ErrNotFound.
func (s *Service) opinionDesk(ctx context.Context, poll, item string) (*opinionDesk, int, error) {
	r, err := s.Release(ctx, poll)
	if err != nil {
		return nil, 0, err
	}
	if !slices.ContainsFunc(r.Open, func(q OpenQuestion) bool { return q.ID == item }) {
		return nil, 0, fmt.Errorf("open question %q of poll %s: %w", item, poll, ErrNotFound)
	}
	d := &opinionDesk{book: &OpinionBook{}, reader: s.Reader, known: map[string]Statement{}, findings: map[string]bool{}}
	for _, f := range r.Findings {
		d.findings[f.ID] = true
	}
	book, err := s.definitions.OpinionBook(ctx, poll, item)
	if err != nil && !isNotFound(err) {
		return nil, 0, err
	}
	d.book = &book
	released, err := s.definitions.CommentRelease(ctx, poll)
	if isNotFound(err) {
		return d, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	err = s.definitions.EachOfLastRelease(ctx, poll, item, func(source string, c Comment) {
		for n, text := range d.part(c.Shown) {
			st := Statement{ID: source + "-" + strconv.Itoa(n), Unit: c.List.Unit, Text: text}
			d.statements = append(d.statements, st)
			d.known[st.ID] = st
		}
	})
	return d, released.Number, err
}

// part parts a comment, at least into itself.
func (d *opinionDesk) part(comment string) []string {
	if d.reader != nil {
		if parts := d.reader.Statements(comment); len(parts) > 0 {
			return parts
		}
	}
	return []string{comment}
}

// An OpinionStore keeps opinions beside comments. What is not there is
// ErrNotFound.
type OpinionStore interface {
	OpinionBook(ctx context.Context, poll, item string) (OpinionBook, error)
	// PutOpinionBook keeps a book if what is kept has its revision (0: nothing),
	// else ErrStale. The revision rises by one.
	PutOpinionBook(ctx context.Context, poll, item string, book OpinionBook) error
	// EachOfLastRelease passes the comments on a question in the last release, in
	// its order, with the ids of what they were made of.
	EachOfLastRelease(ctx context.Context, poll, item string, each func(source string, released Comment)) error
}
