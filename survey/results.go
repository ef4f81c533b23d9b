package survey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"minping/scoring"
)

// Release returns a poll's release, or ErrNotFound before it is closed. It is
// shared: callers must not change it.
func (s *Service) Release(ctx context.Context, poll string) (*Release, error) {
	if r, ok := s.releases.Load(poll); ok {
		return r.(*Release), nil
	}
	r, err := s.storedRelease(ctx, poll)
	if err != nil {
		return nil, err
	}
	if err := s.unbroken(ctx, r); err != nil {
		return nil, err
	}
	kept, _ := s.releases.LoadOrStore(poll, r)
	return kept.(*Release), nil
}

// storedRelease reads a release as it was stored.
func (s *Service) storedRelease(ctx context.Context, poll string) (*Release, error) {
	document, err := s.definitions.Release(ctx, poll)
	if err != nil {
		return nil, fmt.Errorf("release of poll %s: %w", poll, err)
	}
	r := new(Release)
	if err := json.Unmarshal(document, r); err != nil {
		return nil, fmt.Errorf("release of poll %s: %w", poll, err)
	}
	return r, nil
}

// makeRelease counts a closed poll and keeps its release, if there is none yet.
func (s *Service) makeRelease(ctx context.Context, p Poll) error {
	if _, err := s.definitions.Release(ctx, p.ID); !isNotFound(err) {
		return err
	}
	past, err := s.past(ctx, p)
	if err != nil {
		return err
	}
	release, err := s.recount(ctx, p, past)
	if err != nil {
		return err
	}
	document, err := json.Marshal(release)
	if err != nil {
		return err
	}
	if err := s.definitions.PutRelease(ctx, p.ID, document, p.event(PollReleased, s.now())); err != nil || s.Witness == nil {
		return err
	}
	return s.Witness.Forget(ctx, p.ID)
}

// ReleaseHash is the hash by which the release of a poll is known again: SHA-256
// of the document as it is stored, in hex. It stands on the record of the count,
// and minping verify prints it.
func (s *Service) ReleaseHash(ctx context.Context, poll string) (string, error) {
	document, err := s.definitions.Release(ctx, poll)
	if err != nil {
		return "", fmt.Errorf("poll %s: %w", poll, err)
	}
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:]), nil
}

// recount computes the release of a closed poll from its stored ballots, after
// the earlier rounds in past. It stores nothing.
func (s *Service) recount(ctx context.Context, p Poll, past []*Release) (*Release, error) {
	in, form, err := s.inputs(ctx, p)
	if err != nil {
		return nil, err
	}
	in.Past = past
	release := Compute(in)
	return release, s.judge(ctx, form, in, release)
}

// inputs counts the stored ballots of a closed poll, and gathers what else its
// release is computed from but for earlier rounds.
func (s *Service) inputs(ctx context.Context, p Poll) (Inputs, *questionnaireForm, error) {
	form, err := s.form(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	if err != nil {
		return Inputs{}, nil, err
	}
	units, err := s.definitions.Roster(ctx, p.ID)
	if err != nil {
		return Inputs{}, nil, err
	}
	in := Inputs{Questionnaire: form.Questionnaire, Units: units, Sample: p.Sample, Poll: &p, MinGroup: form.MinGroup()}
	if in.Ballots, in.LeftOut, err = s.count(ctx, p, form, nil); err != nil {
		return Inputs{}, nil, err
	}
	if in.Issued, err = s.issued(ctx, p, form); err != nil {
		return Inputs{}, nil, err
	}
	if in.Paper, err = s.definitions.ClosedPaper(ctx, p.ID); err != nil {
		return Inputs{}, nil, err
	}
	in.LeftOut = append(in.LeftOut, leftOutPaper(in.Paper)...)
	if in.Votes, err = s.countVotes(ctx, p, form); err != nil || in.Votes == nil {
		return in, form, err
	}
	in.Expected, err = s.entitled(ctx, p)
	return in, form, err
}

// past returns the releases of the rounds before p, the latest first; a round
// that was not counted is passed over.
func (s *Service) past(ctx context.Context, p Poll) ([]*Release, error) {
	var past []*Release
	for id := p.Previous; id != ""; {
		before, err := s.definitions.Poll(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("previous poll %s: %w", id, err)
		}
		switch r, err := s.Release(ctx, id); {
		case err == nil:
			past = append(past, r)
		case !isNotFound(err):
			return nil, err
		}
		id = before.Previous
	}
	return past, nil
}

// count streams the ballots of a poll into a counter, in as many parts as there
// are processors, but for the sheets to skip. Ballots without the weight that the sample demands are left out.
func (s *Service) count(ctx context.Context, poll Poll, form *questionnaireForm, skip sheetSet) (*Counter, []LeftOut, error) {
	parts := make([]*pollCount, runtime.GOMAXPROCS(0))
	g, ctx := errgroup.WithContext(ctx)
	for i := range parts {
		parts[i] = newPollCount(form, poll)
		parts[i].skip = skip
		stream := s.box.StreamScored
		if parts[i].rest != nil {
			stream = s.box.Stream
		}
		g.Go(func() error { return stream(ctx, poll.ID, i, len(parts), parts[i].add) })
	}
	if err := g.Wait(); err != nil {
		return nil, nil, err
	}
	whole, unweighted := parts[0].counter, parts[0].unweighted
	for _, p := range parts[1:] {
		whole.Merge(p.counter)
		unweighted += p.unweighted
	}
	if unweighted > 0 {
		return whole, []LeftOut{{Reason: "bad_weight", Count: unweighted}}, nil
	}
	return whole, nil, nil
}

// countVotes streams the ballots of a poll once more where something is voted
// on; nil where nothing is.
func (s *Service) countVotes(ctx context.Context, poll Poll, form *questionnaireForm) (*VoteCounter, error) {
	votes := NewVoteCounter(form.Questionnaire)
	if votes == nil {
		return nil, nil
	}
	return votes, s.box.Stream(ctx, poll.ID, 0, 1, votes.read)
}

// entitled returns how many people may vote about each unit 应到: as the poll
// says, else as many as codes and sheets of paper were handed out.
func (s *Service) entitled(ctx context.Context, poll Poll) (map[string]int, error) {
	p, err := s.poll(ctx, poll.ID)
	if err != nil {
		return nil, err
	}
	known, err := s.eligible(ctx, p)
	if err != nil {
		return nil, err
	}
	batches, err := s.definitions.ClosedPaper(ctx, poll.ID)
	expected := make(map[string]int, len(poll.Units))
	for _, u := range poll.Units {
		n := known.units[u]
		for _, b := range batches {
			if b.State == PaperDone && b.Totals.Unit == u {
				n += b.Totals.Eligible
			}
		}
		if poll.Expected > 0 {
			n = poll.Expected
		}
		if n > 0 {
			expected[u] = n
		}
	}
	return expected, err
}

// A pollCount counts some of the ballots of a poll.
type pollCount struct {
	codec      *recordCodec
	counter    *Counter
	profiler   *Profiler   // nil: the sample needs no answers
	linked     bool        // the numbers of sheets are read, after what the profiler asks
	rest       *restReader // nil: all that is counted is scored
	ballot     scoring.Ballot
	names      map[string]string
	sheet      []byte
	skip       sheetSet
	unweighted int
}

func newPollCount(form *questionnaireForm, poll Poll) *pollCount {
	sample := poll.Sample
	c := &pollCount{
		codec: form.codec, counter: NewCounter(form.Questionnaire, sample), profiler: NewProfiler(form.Questionnaire, sample),
		ballot: scoring.Ballot{Weight: 1, Answers: make([]int16, form.codec.columns)}, names: make(map[string]string),
		sheet: make([]byte, form.codec.columns),
	}
	if poll.Access == OpenLink {
		c.counter.sheets = scoring.NewSheetCount(form.Instrument(), len(poll.Units))
	}
	var asks []string
	if c.profiler != nil {
		asks = slices.Clone(c.profiler.Asks())
	}
	if c.linked = form.Evaluation.Linked; c.linked {
		asks = append(asks, sheetKey)
	}
	if c.profiler != nil || c.linked {
		c.rest = newRestReader(asks)
	}
	return c
}

// add counts a stored ballot.
func (c *pollCount) add(r *Record) error {
	if c.profiler == nil && c.skip == nil && c.counter.planes != nil && !c.codec.wide {
		if err := c.codec.sheet(r.Scored, c.sheet); err != nil {
			return err
		}
		c.counter.addSheet(r.Unit, r.Group, c.sheet)
		return nil
	}
	b := &c.ballot
	b.Unit, b.Group = intern(c.names, r.Unit), intern(c.names, r.Group)
	if err := c.codec.decode(r.Scored, b.Answers); err != nil {
		return err
	}
	if c.skip.has(b) {
		return nil
	}
	if c.rest == nil {
		c.counter.Add(b)
		return nil
	}
	if err := c.rest.read(r.Rest); err != nil {
		return err
	}
	if c.profiler != nil && !c.profiler.Fill(b, c.rest.said) {
		c.unweighted++
		return nil
	}
	sheet := ""
	if c.linked {
		sheet = string(c.rest.said[len(c.rest.said)-1])
	}
	c.counter.AddFrom(sheet, b)
	return nil
}

// intern returns the bytes as a string, one string for all that are equal.
func intern(names map[string]string, b []byte) string {
	if s, ok := names[string(b)]; ok {
		return s
	}
	s := string(b)
	names[s] = s
	return s
}

// The thresholds of disclosure: what is taken where the questionnaire says
// nothing, and the least that it may say.
const (
	defaultMinGroup = 5
	leastMinGroup   = 3
)

// MinGroup returns k, the least number of ballots of a group that is shown.
func (q *Questionnaire) MinGroup() int {
	if q.Disclosure.MinGroup == 0 {
		return defaultMinGroup
	}
	return max(q.Disclosure.MinGroup, leastMinGroup)
}
