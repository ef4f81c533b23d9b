package survey

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"minping/scoring"
)

// A Vote says that the answers to an item are counted as votes 票决、民主推荐,
// and what they decide. Of a choice the candidates are the poll's units, each
// voted on by itself; of a multiple choice or ranking they are its options, and
// who is written in.
type Vote struct {
	Item string `yaml:"item" json:"item"`
	// Approve and Against are the codes of a choice that mean yes and no; all
	// others (abstain, postpone) are neither.
	Approve []string `yaml:"approve,omitempty" json:"approve,omitempty"`
	Against []string `yaml:"against,omitempty" json:"against,omitempty"`
	// Quorum is the share of those expected who must have voted, Majority the
	// share of the base that those in favour must exceed: "2/3". "": no quorum; a half.
	Quorum   string   `yaml:"quorum,omitempty" json:"quorum,omitempty"`
	Majority string   `yaml:"majority,omitempty" json:"majority,omitempty"`
	Base     VoteBase `yaml:"base,omitempty" json:"base,omitempty"` // BaseExpected if absent
	// Places are how many candidates are chosen: [3] for three seats, [8, 19, 37]
	// for first, second and third prizes; none: nobody is chosen by number.
	Places []int `yaml:"places,omitempty" json:"places,omitempty"`
	// WriteIn is the text item in which further names may stand, one a line; they
	// count towards the item's max.
	WriteIn string `yaml:"write_in,omitempty" json:"write_in,omitempty"`
}

// VoteBase is what a majority is a majority of.
type VoteBase string

// The bases.
const (
	BaseExpected VoteBase = "expected" // all who are entitled to vote 应到
	BaseCast     VoteBase = "cast"     // all who voted, void and abstaining ballots among them
	BaseDecided  VoteBase = "decided"  // those who said yes or no
)

// ParseFraction reads a share as rules state it: "2/3". ok is false for what is
// none, or is not above 0 and at most 1.
func ParseFraction(s string) (f scoring.Fraction, ok bool) {
	of, parts, found := strings.Cut(s, "/")
	x, errX := strconv.Atoi(strings.TrimSpace(of))
	y, errY := strconv.Atoi(strings.TrimSpace(parts))
	if !found || errX != nil || errY != nil || x < 1 || y < x || y > 1000 {
		return scoring.Fraction{}, false
	}
	return scoring.Fraction{Of: x, Parts: y}, true
}

// rule returns the vote's rule of majority.
func (v *Vote) rule() scoring.MajorityRule {
	r := scoring.MajorityRule{Majority: scoring.Fraction{Of: 1, Parts: 2}}
	if f, ok := ParseFraction(v.Quorum); ok {
		r.Quorum = f
	}
	if f, ok := ParseFraction(v.Majority); ok {
		r.Majority = f
	}
	switch v.Base {
	case BaseCast:
		r.Base = scoring.OfCast
	case BaseDecided:
		r.Base = scoring.OfDecided
	}
	return r
}

// WrittenNames are the names that somebody wrote in, each once: one a line, or
// between commas. Spaces within Chinese names are left out.
func WrittenNames(text string) []string {
	var names []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r,，、;；", r) }) {
		if name := candidateName(part); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// candidateName writes a name in one way: without spaces around it, nor between
// Chinese characters, and with one between words.
func candidateName(s string) string {
	var b strings.Builder
	last, gap := rune(0), false
	for _, r := range strings.TrimFunc(norm.NFKC.String(s), unicode.IsSpace) {
		if unicode.IsSpace(r) {
			gap = true
			continue
		}
		if unicode.IsControl(r) {
			continue
		}
		if gap && (!unicode.Is(unicode.Han, last) || !unicode.Is(unicode.Han, r)) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, gap = r, false
	}
	return b.String()
}

// writeIns are the text items of votes.
func (q *Questionnaire) writeIns() (ids []string) {
	for _, v := range q.Votes {
		if v.WriteIn != "" {
			ids = append(ids, v.WriteIn)
		}
	}
	return ids
}

// VoteAnswers are the ids of the items that a vote rests on: those voted on, and
// the texts in which further names stand.
func (q *Questionnaire) VoteAnswers() (voted, written []string) {
	for _, v := range q.Votes {
		voted = append(voted, v.Item)
	}
	return voted, q.writeIns()
}

// names are the candidates that a ballot names: listed ones by their codes,
// written ones by name; somebody listed who is written in counts as listed.
func (v *Vote) names(options []Option, a Answers) (listed, written []string) {
	listed = slices.Clone(a[v.Item])
	if v.WriteIn == "" || len(a[v.WriteIn]) == 0 {
		return listed, nil
	}
	for _, name := range WrittenNames(a[v.WriteIn][0]) {
		i := slices.IndexFunc(options, func(o Option) bool {
			for _, label := range o.Label {
				if candidateName(label) == name {
					return true
				}
			}
			return false
		})
		switch {
		case i < 0:
			written = append(written, name)
		case !slices.Contains(listed, options[i].Code):
			listed = append(listed, options[i].Code)
		}
	}
	return listed, written
}

// overNamed says of votes with more names, listed and written, than there may be.
func (q *Questionnaire) overNamed(a Answers) (errs FieldErrors) {
	for i := range q.Votes {
		v := &q.Votes[i]
		it := q.item(v.Item)
		if v.WriteIn == "" || it == nil || it.Max == nil {
			continue
		}
		listed, written := v.names(q.ItemOptions(it), a)
		if n := len(listed) + len(written); len(written) > 0 && float64(n) > *it.Max {
			errs = append(errs, FieldError{Field: v.WriteIn, Key: "too_many", Args: Args("max", *it.Max, "count", n)})
		}
	}
	return errs
}
