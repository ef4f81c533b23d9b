package survey

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"minping/scoring"
)

// A BoxState is how far a ballot box is, and what of it explains itself.
type BoxState struct {
	State    string // open, fenced, sealed
	Codeless int    // spent markers that are the hash of no code
}

// verifyBox checks that markers, ballots, codes and quotas of a box agree.
func (s *Service) verifyBox(ctx context.Context, p *livePoll, v *Verification) error {
	state, err := s.box.BoxState(ctx, p.ID)
	if isNotFound(err) {
		v.Problems = append(v.Problems, FieldError{Field: "box", Key: "verify_no_box"})
		return nil
	}
	if err != nil {
		return err
	}
	if state.State != "sealed" {
		v.Problems = append(v.Problems, FieldError{Field: "box", Key: "verify_unsealed", Args: Args("state", state.State)})
	}
	if p.Access == ByCode && state.Codeless > 0 {
		v.Problems = append(v.Problems, FieldError{Field: "box", Key: "verify_codeless", Args: Args("count", state.Codeless)})
	}
	if v.Submissions, err = s.box.Submissions(ctx, p.ID); err != nil {
		return err
	}
	c := newBoxCount(p)
	stream := s.box.StreamScored
	if len(p.Quotas) > 0 {
		stream = s.box.Stream
	}
	if err := stream(ctx, p.ID, 0, 1, c.add); err != nil {
		return err
	}
	v.Ballots = c.ballots
	v.Problems = append(v.Problems, c.explained(v.Submissions)...)
	if p.Access == ByCode {
		batches, err := s.box.CodeBatches(ctx, p.ID)
		if err != nil {
			return err
		}
		v.Problems = append(v.Problems, c.entitled(batches)...)
	}
	paper, err := s.definitions.ClosedPaper(ctx, p.ID)
	if err != nil {
		return err
	}
	v.Problems = append(v.Problems, c.papered(paper)...)
	taken, err := s.box.Taken(ctx, p.ID)
	if err != nil {
		return err
	}
	v.Problems = append(v.Problems, c.seated(taken)...)
	return nil
}

// A boxCount counts what a box's ballots are about.
type boxCount struct {
	poll    *livePoll
	options []column // of the scored answers
	scored  []int16
	ballots int
	cells   map[boxCell]int
	seats   map[string]int
}

type boxCell struct{ unit, group string }

func sortedCells(cells map[boxCell]int) []boxCell {
	return slices.SortedFunc(maps.Keys(cells), func(a, b boxCell) int {
		return cmp.Or(strings.Compare(a.unit, b.unit), strings.Compare(a.group, b.group))
	})
}

func newBoxCount(p *livePoll) *boxCount {
	return &boxCount{
		poll: p, options: p.form.columns(), scored: make([]int16, p.form.codec.columns),
		cells: make(map[boxCell]int), seats: make(map[string]int),
	}
}

func (c *boxCount) add(r *Record) error {
	b := Ballot{Unit: string(r.Unit), Group: string(r.Group)}
	c.ballots++
	c.cells[boxCell{b.Unit, b.Group}]++
	if len(c.poll.Quotas) == 0 {
		return nil
	}
	var err error
	if b.Answers, err = c.answers(r); err != nil {
		return err
	}
	for id, n := range c.poll.seats([]Ballot{b}) {
		c.seats[id] += n
	}
	return nil
}

// answers returns a stored ballot's answers.
func (c *boxCount) answers(r *Record) (Answers, error) {
	a := make(Answers)
	if len(r.Rest) > 0 {
		if err := json.Unmarshal(r.Rest, &a); err != nil {
			return nil, brokenRest(r.Rest)
		}
	}
	if err := c.poll.form.codec.decode(r.Scored, c.scored); err != nil {
		return nil, err
	}
	for i, o := range c.scored {
		if col := c.options[i]; o != scoring.Blank && o != scoring.Invalid && int(o) < len(col.options) {
			a[col.id] = []string{col.options[o].Code}
		}
	}
	return a, nil
}

// explained says which ballots so many submissions cannot have brought: each
// brings one about a unit at most, and one at least.
func (c *boxCount) explained(submissions int) (errs FieldErrors) {
	units := make(map[string]int)
	for _, cell := range sortedCells(c.cells) {
		units[cell.unit] += c.cells[cell]
		if !c.poll.units[cell.unit] {
			errs = append(errs, FieldError{Field: "ballots", Key: "unknown_unit", Args: Args("unit", cell.unit)})
		}
		errs = append(errs, c.poll.checkGroup("ballots", cell.group)...)
	}
	for _, unit := range slices.Sorted(maps.Keys(units)) {
		if units[unit] > submissions {
			errs = append(errs, FieldError{
				Field: "ballots[" + unit + "]", Key: "verify_too_many",
				Args: Args("ballots", units[unit], "submissions", submissions),
			})
		}
	}
	if submissions > c.ballots {
		errs = append(errs, FieldError{
			Field: "ballots", Key: "verify_too_few", Args: Args("ballots", c.ballots, "submissions", submissions),
		})
	}
	return errs
}

// entitled says which ballots the spent codes cannot have brought.
func (c *boxCount) entitled(batches []CodeBatch) (errs FieldErrors) {
	for _, cell := range sortedCells(c.cells) {
		spent := 0
		for _, b := range batches {
			if b.Group == cell.group && (len(b.Units) == 0 || slices.Contains(b.Units, cell.unit)) {
				spent += b.Spent
			}
		}
		if n := c.cells[cell]; n > spent {
			errs = append(errs, FieldError{
				Field: "ballots[" + cell.unit + "]", Key: "verify_codes",
				Args: Args("ballots", n, "group", cell.group, "spent", spent),
			})
		}
	}
	return errs
}

// papered says which numbers of sheets of paper do not add up, or are not
// matched by ballots.
func (c *boxCount) papered(batches []PaperBatch) (errs FieldErrors) {
	sheets := make(map[boxCell]int)
	for _, b := range batches {
		t := b.Totals
		reasons := 0
		for _, n := range t.Reasons {
			reasons += n
		}
		if b.State != PaperDone {
			continue
		}
		if t.Returned != t.Valid+t.Invalid || t.Abstained > t.Valid || reasons != t.Invalid {
			errs = append(errs, FieldError{Field: indexed("paper", b.Number), Key: "verify_paper_sum"})
		}
		units := []string{t.Unit}
		if t.Unit == "" {
			units = c.poll.rated(t.Group)
		}
		for _, u := range units {
			sheets[boxCell{u, t.Group}] += t.Valid - t.Abstained
		}
	}
	for _, cell := range sortedCells(sheets) {
		if n := sheets[cell]; n > c.cells[cell] {
			errs = append(errs, FieldError{
				Field: "ballots[" + cell.unit + "]", Key: "verify_paper",
				Args: Args("sheets", n, "group", cell.group, "ballots", c.cells[cell]),
			})
		}
	}
	return errs
}

// seated compares the seats taken of the quotas with the ballots.
func (c *boxCount) seated(taken map[string]int) (errs FieldErrors) {
	for i := range c.poll.Quotas {
		if id := quotaID(i); taken[id] != c.seats[id] {
			errs = append(errs, FieldError{
				Field: indexed("quotas", i), Key: "verify_quota", Args: Args("taken", taken[id], "counted", c.seats[id]),
			})
		}
	}
	return errs
}

// Strays lists the polls whose markers or ballots lie in no box.
func (s *Service) Strays(ctx context.Context) ([]string, error) { return s.box.Strays(ctx) }

var verifyMessages = map[string]message{
	"verify_no_release": {"测评已结束，但没有发布结果；请启动服务器完成计票。", "The poll has ended, but has no release; start the server to finish the counting."},
	"verify_unreadable": {"存储的发布结果无法读取。", "The stored release cannot be read."},
	"verify_no_box":     {"本测评没有票箱。", "There is no ballot box of this poll."},
	"verify_unsealed":   {"票箱尚未封存（{state}）；请启动服务器完成。", "The box is not sealed ({state}); start the server to finish."},
	"verify_codeless":   {"{count} 个已用标记不对应任何测评码。", "{count} spent markers belong to no code."},
	"verify_too_many":   {"有 {ballots} 张票，但只有 {submissions} 次提交；每次提交对一个测评对象最多一张。", "There are {ballots} ballots, but only {submissions} submissions, of which each brings one at most."},
	"verify_too_few":    {"有 {submissions} 次提交，但只有 {ballots} 张票；每次提交至少一张。", "There are {submissions} submissions, but only {ballots} ballots; each brought at least one."},
	"verify_codes":      {"有 {ballots} 张票[[（主体“{group}”）]]，但只有 {spent} 个有权的测评码已用。", "There are {ballots} ballots[[ of group “{group}”]], but only {spent} codes for them are spent."},
	"verify_paper":      {"有 {sheets} 张投入票箱的纸质票[[（主体“{group}”）]]，但票箱里只有 {ballots} 张票。", "{sheets} sheets of paper[[ of group “{group}”]] were put into the box, but it holds {ballots} ballots."},
	"verify_paper_sum":  {"这批纸质票的张数不平：收回应等于有效加无效。", "The numbers of this batch of paper do not add up: returned is valid and invalid."},
	"verify_quota":      {"记录已占 {taken} 个名额，实际票数为 {counted}。", "{taken} seats are taken by the record, {counted} by the ballots."},
}

func init() { maps.Copy(messages, verifyMessages) }
