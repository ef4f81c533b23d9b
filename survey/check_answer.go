package survey

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Longest texts where the questionnaire sets no limit, in characters.
const (
	ShortTextLimit = 200
	LongTextLimit  = 2000
)

// given drops empty strings: what a form sends for a question left open.
func given(answer []string) []string {
	if !slices.ContainsFunc(answer, blank) {
		return answer
	}
	var out []string
	for _, s := range answer {
		if !blank(s) {
			out = append(out, s)
		}
	}
	return out
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// valid returns the answer as it is kept, and whether it may be.
func (c *checking) valid(s *step, id string, answer []string) ([]string, bool) {
	before := len(c.errs)
	switch s.item.Type {
	case Multiple, Ranking:
		c.options(s, id, answer)
		return answer, len(c.errs) == before
	}
	if len(answer) > 1 {
		c.wrong(id, "one_answer")
		return nil, false
	}
	x := answer[0]
	switch s.item.Type {
	case Choice, Rating, Matrix:
		c.option(s, id, x)
	case Number:
		x = strings.TrimSpace(x)
		c.number(s.item, id, x)
	case Date:
		x = strings.TrimSpace(x)
		if _, err := time.Parse(time.DateOnly, x); err != nil {
			c.wrong(id, "not_a_date")
		}
	default:
		x = strings.TrimSpace(strings.ReplaceAll(x, "\r\n", "\n"))
		c.text(s.item, id, x)
	}
	if x != answer[0] {
		answer = []string{x}
	}
	return answer, len(c.errs) == before
}

func (c *checking) option(s *step, id, chosen string) {
	switch {
	case optionOf(s.options, chosen) != nil:
	case chosen == InvalidMark && c.paper: // a void mark
	case chosen == InvalidMark:
		c.wrong(id, "invalid_mark")
	default:
		c.wrong(id, "unknown_option", "option", Clip(chosen), "options", optionCodes(s.options))
	}
}

func (c *checking) options(s *step, id string, chosen []string) {
	for i, x := range chosen {
		c.option(s, id, x)
		if slices.Contains(chosen[:i], x) {
			c.wrong(id, "repeated_option", "option", Clip(x))
			return
		}
		if o := optionOf(s.options, x); o != nil && o.Exclusive && len(chosen) > 1 {
			c.wrong(id, "exclusive_option", "option", o.Label)
		}
	}
	n := float64(len(chosen))
	if slices.Contains(chosen, InvalidMark) && n > 1 {
		c.wrong(id, "invalid_mark")
	}
	if least := s.item.Min; least != nil && n < *least && !c.paper && !exclusive(s.options, chosen) {
		c.wrong(id, "too_few", "min", *least, "count", n)
	}
	if most := s.item.Max; most != nil && n > *most {
		c.wrong(id, "too_many", "max", *most, "count", n)
	}
}

// exclusive reports whether the answer is "none of these" or the like, which
// may stand alone where more are asked for.
func exclusive(options []Option, chosen []string) bool {
	o := optionOf(options, chosen[0])
	return len(chosen) == 1 && o != nil && o.Exclusive
}

func (c *checking) number(it *Item, id, x string) {
	f, ok := plainNumber(x)
	if !ok {
		c.wrong(id, "not_a_number")
		return
	}
	if _, decimals, _ := strings.Cut(x, "."); len(decimals) > it.Decimals {
		if it.Decimals == 0 {
			c.wrong(id, "whole_number")
		} else {
			c.wrong(id, "decimals", "decimals", it.Decimals)
		}
	}
	if it.Min != nil && f < *it.Min {
		c.wrong(id, "too_small", "min", *it.Min)
	}
	if it.Max != nil && f > *it.Max {
		c.wrong(id, "too_large", "max", *it.Max)
	}
}

// plainNumber reads digits with at most a sign and a decimal point: no
// exponent, no infinity, no more than 30 characters.
func plainNumber(s string) (float64, bool) {
	digits := strings.TrimPrefix(s, "-")
	if len(s) > 30 || strings.Trim(digits, "0123456789.") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

func (c *checking) text(it *Item, id, x string) {
	limit := LongTextLimit
	if it.Type == ShortText {
		limit = ShortTextLimit
		if strings.ContainsRune(x, '\n') {
			c.wrong(id, "one_line")
			return
		}
	}
	if it.Max != nil {
		limit = int(*it.Max)
	}
	if n := utf8.RuneCountInString(x); n > limit {
		c.wrong(id, "too_long", "max", limit, "count", n)
		return
	}
	if Unprintable(x) {
		c.wrong(id, "bad_characters")
	}
}

// unprintable are control characters other than line breaks and tabs, and the
// marks that turn the writing direction of what follows.
func unprintable(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

func optionOf(options []Option, chosen string) *Option {
	for i := range options {
		if options[i].Code == chosen {
			return &options[i]
		}
	}
	return nil
}

func optionCodes(options []Option) []string {
	out := make([]string, len(options))
	for i, o := range options {
		out[i] = o.Code
	}
	return out
}

// Unprintable reports whether a text holds what must not be stored or shown.
func Unprintable(s string) bool { return !utf8.ValidString(s) || strings.ContainsFunc(s, unprintable) }

// Clip shortens what messages quote from outside, to one line of 40
// characters.
func Clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if unprintable(r) || r == '\n' || r == '\t' || r == utf8.RuneError {
			return '·'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
