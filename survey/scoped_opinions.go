package survey

import "context"

// Opinions returns the opinions on one question that are shown to readers, with
// the statements from units that whoever asks may read; one without any such
// statement is not there. Statements have no ids.
func (v Scoped) Opinions(ctx context.Context, poll, item string) (OpinionList, error) {
	_, scope, err := v.readable(ctx, poll)
	if err != nil {
		return OpinionList{}, err
	}
	d, err := v.s.directory(ctx)
	if err != nil {
		return OpinionList{}, err
	}
	desk, number, err := v.s.opinionDesk(ctx, poll, item)
	if err != nil {
		return OpinionList{}, err
	}
	l := OpinionList{Item: item, Release: number, Shown: desk.book.Shown, Opinions: []Opinion{}, Unmerged: []Statement{}}
	if !l.Shown {
		return l, nil
	}
	l.Opinions = desk.list(func(s Statement) bool { return scope.whole() || scope.holds(d, s.Unit, poll) })
	for i := range l.Opinions {
		o := &l.Opinions[i]
		for j := range o.Statements {
			o.Statements[j].ID = ""
		}
	}
	if !scope.whole() {
		v.keepFindings(ctx, poll, scope, l.Opinions)
	}
	return l, nil
}

// keepFindings leaves the findings that a part of the release has too.
func (v Scoped) keepFindings(ctx context.Context, poll string, scope Scope, opinions []Opinion) {
	part, err := v.release(ctx, poll, scope)
	in := map[string]bool{}
	if err == nil {
		for _, f := range part.Findings {
			in[f.ID] = true
		}
	}
	for i := range opinions {
		kept := []string{}
		for _, f := range opinions[i].Findings {
			if in[f] {
				kept = append(kept, f)
			}
		}
		opinions[i].Findings = kept
	}
}

// MergedOpinions is Service.MergedOpinions, for whoever reviews the whole poll.
func (v Scoped) MergedOpinions(ctx context.Context, poll, item string) (OpinionList, error) {
	if err := v.whole(ctx, poll, Moderate); err != nil {
		return OpinionList{}, err
	}
	return v.s.MergedOpinions(ctx, poll, item)
}

// EditOpinions is Service.EditOpinions, for whoever reviews the whole poll.
func (v Scoped) EditOpinions(ctx context.Context, poll, item string, revision int64, edits []OpinionEdit) (OpinionList, error) {
	if err := v.whole(ctx, poll, Moderate); err != nil {
		return OpinionList{}, err
	}
	return v.s.EditOpinions(ctx, poll, item, revision, edits)
}

// mostRead is how many comments are read together.
const mostRead = 5000

// CommentsRead are released comments to be read together.
type CommentsRead struct {
	Release  int      // its number; 0: none yet
	Least    int      // comments that a term must be in, to tell of many and not of one
	Comments []string // 5,000 at most
	More     bool     // there are others
}

// CommentsToRead returns the released comments on a question and of a unit's
// list ("": all), of units that whoever asks may read.
func (v Scoped) CommentsToRead(ctx context.Context, poll, item, unit string) (CommentsRead, error) {
	index, err := v.CommentIndex(ctx, poll)
	if err != nil || index.Release == 0 {
		return CommentsRead{}, err
	}
	read := CommentsRead{Release: index.Release, Least: leastMinComments}
	comments, err := v.ReleasedComments(ctx, poll, CommentQuery{Item: item, Unit: unit, Limit: mostRead + 1})
	if err != nil {
		return CommentsRead{}, err
	}
	if read.More = len(comments) > mostRead; read.More {
		comments = comments[:mostRead]
	}
	for _, c := range comments {
		read.Comments = append(read.Comments, c.Shown)
	}
	return read, nil
}
