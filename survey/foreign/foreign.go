// Package foreign marks what a finished page says in another language than its
// own, for those who hear it.
package foreign

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Mark says with lang what an English page says in Chinese, and a Chinese
// page in English (WCAG 3.1.2): titles, names and comments are as somebody wrote
// them, many in one language only. The finished page alone has them all; there
// the script tells one language from the other.
//
// An element whose whole text is foreign gets the attribute. What is foreign
// within a text gets an element, and the text another one around: it stays one
// item where the parent is a flexible box.
func Mark(lang string, page []byte) []byte {
	m := marker{page: page, other: "zh", next: nextChinese}
	if lang == "zh" {
		m.other, m.next = "en", nextEnglish
	}
	var before tag  // the tag that the text follows
	var foreign tag // the element around that has another lang already, if any,
	depth := 0      // and how many elements of its name are open
	for at := 0; ; {
		start := bytes.IndexByte(page[at:], '<')
		if start < 0 {
			break
		}
		after := readTag(page, at+start)
		if depth == 0 {
			m.text(before, at, after)
		}
		switch {
		case depth > 0 && after.is(foreign):
			depth += after.step()
		case depth == 0 && after.opens() && after.lang != nil && !bytes.HasPrefix(after.lang, []byte(lang)):
			foreign, depth = after, 1
		case depth == 0:
			m.field(after)
		}
		before, at = after, after.end
		switch name := string(after.name); {
		case name == "svg":
			m.drawn = !after.ends
		case (name == "script" || name == "style") && !after.ends:
			at += max(0, bytes.Index(page[at:], []byte("</")))
		}
	}
	if m.out == nil {
		return page
	}
	return append(m.out, page[m.done:]...)
}

// A marker writes a page with its foreign texts marked.
type marker struct {
	page  []byte
	other string // the language that is foreign here
	next  func(text []byte) (from, to int)
	drawn bool // within a drawing

	out  []byte // page[:done], marked; nil: nothing was marked yet
	done int
}

// put writes the page up to a place, and then a mark.
func (m *marker) put(at int, mark ...string) {
	if m.out == nil {
		m.out = make([]byte, 0, len(m.page)+len(m.page)/16+256)
	}
	m.out = append(m.out, m.page[m.done:at]...)
	m.done = at
	for _, s := range mark {
		m.out = append(m.out, s...)
	}
}

// attribute puts lang into a tag.
func (m *marker) attribute(t tag) {
	end := t.end - 1
	if m.page[end-1] == '/' {
		end--
	}
	m.put(end, ` lang="`, m.other, `"`)
}

// text marks the text between two tags.
func (m *marker) text(before tag, at int, after tag) {
	text := m.page[at:after.start]
	from, to := m.next(text)
	if from == to {
		return
	}
	whole := !hasWords(text[:from]) && !hasWords(text[to:])
	plain := before.opens() && plainText[string(before.name)]
	switch alone := before.opens() && before.lang == nil && (plain || after.ends && after.is(before)); {
	case m.other == "en" && codeText[string(before.name)]:
		return
	case alone && whole, alone && plain && m.other == "zh": // a Chinese voice reads English too, no other way round
		m.attribute(before)
		return
	case plain:
		return
	}
	name := "bdi"
	if m.drawn {
		name = "tspan"
	}
	if whole {
		m.put(at, "<", name, ` lang="`, m.other, `">`)
		m.put(after.start, "</", name, ">")
		return
	}
	m.put(at, "<", name, ">")
	for from < to {
		m.put(at+from, "<", name, ` lang="`, m.other, `">`)
		m.put(at+to, "</", name, ">")
		at += to
		from, to = m.next(m.page[at:after.start])
	}
	m.put(after.start, "</", name, ">")
}

// field marks a field whose value or example is foreign.
func (m *marker) field(t tag) {
	if string(t.name) != "input" || t.lang != nil || bytes.Contains(t.text, []byte(`type="hidden"`)) {
		return
	}
	for _, name := range []string{` value="`, ` placeholder="`} {
		_, value, _ := bytes.Cut(t.text, []byte(name))
		value, _, _ = bytes.Cut(value, []byte(`"`))
		if from, to := m.next(value); from < to {
			m.attribute(t)
			return
		}
	}
}

var (
	// plainText are elements that may hold no other elements.
	plainText = map[string]bool{"title": true, "option": true, "textarea": true, "desc": true}
	// codeText are elements whose words are of no human language.
	codeText = map[string]bool{"code": true, "kbd": true, "pre": true, "samp": true}
	// noContent are elements that have no end.
	noContent = map[string]bool{"input": true, "img": true, "br": true, "hr": true, "meta": true, "link": true, "wbr": true, "col": true, "source": true}
)

// A tag is a tag of a page as our templates write it.
type tag struct {
	start, end int // where it stands
	text       []byte
	name       []byte // without "/"; empty for the doctype
	ends       bool   // </…>
	lang       []byte // its attribute, nil for none
}

// opens reports whether content follows.
func (t tag) opens() bool {
	return len(t.name) > 0 && !t.ends && !noContent[string(t.name)] && !bytes.HasSuffix(t.text, []byte("/>"))
}

// is reports whether it is of an element of the same name.
func (t tag) is(other tag) bool { return string(t.name) == string(other.name) }

// step is how it changes the number of open elements.
func (t tag) step() int {
	switch {
	case t.ends:
		return -1
	case t.opens():
		return 1
	}
	return 0
}

// readTag reads the tag that starts at a place.
func readTag(page []byte, start int) tag {
	end, quote := start+1, byte(0)
	for ; end < len(page) && (quote != 0 || page[end] != '>'); end++ {
		switch c := page[end]; {
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		}
	}
	end = min(end+1, len(page))
	t := tag{start: start, end: end, text: page[start:end]}
	rest := t.text[1:]
	rest, t.ends = bytes.CutPrefix(rest, []byte("/"))
	t.name = rest[:len(rest)-len(bytes.TrimLeftFunc(rest, func(r rune) bool { return isLetter(r) || r >= '0' && r <= '9' || r == '-' }))]
	if _, value, ok := bytes.Cut(t.text, []byte(` lang="`)); ok {
		t.lang, _, _ = bytes.Cut(value, []byte(`"`))
	}
	return t
}

// nextChinese returns where the first Chinese passage of a text stands: Han
// characters with their punctuation, and what lies between two of them without
// being words. from and to are equal where there is none.
func nextChinese(text []byte) (from, to int) {
	han, letters, space, apart := false, false, false, false // what there is since to
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		switch {
		case !isHan(r) && !isWide(r):
			letters = letters || isLetter(r)
			space = space || r == ' '
			apart = apart || r == '\n' || r == '(' || r == ')' || r == ':'
		case han && (apart || letters && space):
			return from, to
		default:
			if to == 0 || !han && (apart || letters) {
				from = i
			}
			han = han || isHan(r)
			to, letters, space, apart = i+size, false, false, false
		}
		i += size
	}
	if !han {
		return 0, 0
	}
	return from, to
}

// nextEnglish returns where the first English passage of a text stands: three
// words or more, one of them in small letters, so that neither a name nor an
// abbreviation is one. from and to are equal where there is none.
func nextEnglish(text []byte) (from, to int) {
	const (
		least = len("one of us")
		wide  = 0xe3 // the first byte of Han characters and their punctuation
	)
	for ; from < len(text); from = to + 1 {
		to = from
		for to < len(text) && text[to] < wide {
			to++
		}
		if to-from < least {
			continue
		}
		words, small := 0, false
		for field := range bytes.FieldsSeq(text[from:to]) {
			field = bytes.Trim(field, `,;:.!?()`)
			if len(field) > 0 && !bytes.ContainsFunc(field, func(r rune) bool { return !isLetter(r) }) {
				words++
				small = small || len(field) > 1 && field[0] >= 'a'
			}
		}
		if words >= 3 && small {
			passage := text[from:to]
			from += bytes.IndexFunc(passage, isLetter)
			to -= len(passage) - len(bytes.TrimRightFunc(passage, func(r rune) bool { return !isLetter(r) && r != '.' && r != '!' && r != '?' }))
			return from, to
		}
	}
	return 0, 0
}

func isLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// isHan reports whether a rune is a Chinese character.
func isHan(r rune) bool { return r >= 0x3400 && unicode.Is(unicode.Han, r) }

// isWide reports whether a rune is a full-width sign, as between characters.
func isWide(r rune) bool { return r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef }

// hasWords reports whether a text has letters or characters.
func hasWords(text []byte) bool {
	return bytes.ContainsFunc(text, func(r rune) bool { return isLetter(r) || isHan(r) })
}
