package official

import (
	"regexp"
	"slices"
	"strings"

	"minping/survey"
)

// A text of a template is lines. {name} in a line stands for a field; what [[
// and ]] enclose is left out where a field in it is empty. On lines of their own,
// {each list} … {end} repeats what it encloses for every entry of a list, {if
// name} … {end} keeps it only where the field or list is not empty, and {table
// name} stands for a table. "{{" is a brace.

// A line is one line of a text, or a block of lines.
type line struct {
	no     int
	kind   lineKind
	name   string // of the list, field or table of a block
	pieces []piece
	inside []line
}

type lineKind uint8

const (
	words lineKind = iota
	each
	when
	table
)

// A piece of a line is a text or a field; those that are bound hang together
// and are left out where one of their fields is empty.
type piece struct {
	text  string
	field string
	bound int // 0: to none
}

var control = regexp.MustCompile(`^\{\s*(each|if|table|end)(?:\s+([^{}]*?))?\s*\}$`)

// parse reads a text. What is wrong with it names its lines.
func parse(field, text string) ([]line, survey.FieldErrors) {
	p := &parser{field: field, lines: strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")}
	all := p.block(nil)
	return all, p.errs
}

type parser struct {
	field string
	lines []string
	at    int
	errs  survey.FieldErrors
}

func (p *parser) wrong(no int, key string, args ...any) {
	p.errs = append(p.errs, survey.FieldError{Field: p.field, Key: key, Args: survey.Args(append([]any{"line", no}, args...)...)})
}

// block reads lines up to the end of the block that began on a line; nil: to
// the end of the text.
func (p *parser) block(begun *line) (all []line) {
	for p.at < len(p.lines) {
		raw := p.lines[p.at]
		p.at++
		no := p.at
		m := control.FindStringSubmatch(strings.TrimSpace(raw))
		if m == nil {
			all = append(all, line{no: no, pieces: p.pieces(no, raw)})
			continue
		}
		switch m[1] {
		case "end":
			if begun != nil {
				return all
			}
			p.wrong(no, "template_end")
		case "table":
			all = append(all, line{no: no, kind: table, name: m[2]})
		default:
			l := line{no: no, kind: map[string]lineKind{"each": each, "if": when}[m[1]], name: m[2]}
			l.inside = p.block(&l)
			all = append(all, l)
		}
	}
	if begun != nil {
		p.wrong(begun.no, "template_unended")
	}
	return all
}

var fieldName = regexp.MustCompile(`^[a-z][a-z_]*$`)

// pieces reads one line.
func (p *parser) pieces(no int, raw string) (all []piece) {
	bound, next := 0, 1
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			all = append(all, piece{text: text.String(), bound: bound})
			text.Reset()
		}
	}
	for rest := raw; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "{{"):
			text.WriteByte('{')
			rest = rest[2:]
		case rest[0] == '{':
			name, after, closed := strings.Cut(rest[1:], "}")
			name = strings.TrimSpace(name)
			switch {
			case !closed:
				p.wrong(no, "template_brace")
				return all
			case slices.Contains([]string{"each", "if", "table", "end"}, strings.SplitN(name, " ", 2)[0]):
				p.wrong(no, "template_alone", "name", survey.Clip(name))
			case !fieldName.MatchString(name):
				p.wrong(no, "template_name", "name", survey.Clip(name))
			default:
				flush()
				all = append(all, piece{field: name, bound: bound})
			}
			rest = after
		case bound == 0 && strings.HasPrefix(rest, "[["):
			flush()
			bound, next, rest = next, next+1, rest[2:]
		case bound > 0 && strings.HasPrefix(rest, "]]"):
			flush()
			bound, rest = 0, rest[2:]
		default:
			text.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	flush()
	if bound > 0 {
		p.wrong(no, "template_bound")
	}
	return all
}
