package api

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// The limits of the document that plain submissions stay within, in bytes
// where the document counts characters.
const (
	mostBallots   = 1000
	mostAnswers   = 2000
	mostChosen    = 500
	longestName   = 64 // of units and groups, codes, proofs and devices
	longestAnswer = 20000
	longestNumber = 15
	randomText    = 44 // 32 bytes in base64
)

// parsePlain reads a submission that is plainly as the document says: known
// names, each once, no escapes in texts, no exponents. ok is false for all
// else, be it wrong or only unusual; the general way knows which. What is plain
// is read as the general way reads it: FuzzPlain holds both together.
func parsePlain(text string) (in SubmissionInput, ok bool) {
	p := plainReader{text: text}
	p.submission(&in)
	p.space()
	return in, !p.failed && p.at == len(text) && utf8.ValidString(text)
}

// A plainReader reads JSON from the front. Its texts are parts of the one it
// reads. Where that is not plain it fails, once for all, and is at its end.
type plainReader struct {
	text   string
	at     int
	failed bool
}

func (p *plainReader) fail() {
	p.failed, p.at = true, len(p.text)
}

// must fails unless what was read keeps to the document.
func (p *plainReader) must(kept bool) {
	if !kept {
		p.fail()
	}
}

func (p *plainReader) submission(in *SubmissionInput) {
	p.object(func(name string) {
		switch {
		case name == "key" && in.Key == nil:
			in.Key = p.random()
		case name == "salt" && in.Salt == nil:
			in.Salt = p.random()
		case name == "code" && in.Code == "":
			in.Code = p.name()
		case name == "proof" && in.Proof == "":
			in.Proof = p.name()
		case name == "device" && in.Device == "":
			in.Device = p.name()
		case name == "ballots" && in.Ballots == nil:
			p.list(mostBallots, func() { in.Ballots = append(in.Ballots, p.ballot()) })
		default:
			p.fail()
		}
	})
	p.must(in.Salt != nil && in.Ballots != nil)
}

func (p *plainReader) ballot() (b BallotInput) {
	p.object(func(name string) {
		switch {
		case name == "unit" && b.Unit == "":
			b.Unit = p.name()
		case name == "group" && b.Group == "":
			b.Group = p.name()
		case name == "answers" && b.Answers == nil:
			b.Answers = p.answers()
		default:
			p.fail()
		}
	})
	p.must(b.Unit != "" && b.Answers != nil)
	return b
}

// answers reads an object of answers. All of its lists share one array.
func (p *plainReader) answers() Answers {
	end := max(0, strings.IndexByte(p.text[p.at:], '}'))
	n := min(strings.Count(p.text[p.at:p.at+end], ":"), mostAnswers) // about
	answers, texts := make(Answers, n), make([]string, 0, n)
	p.object(func(item string) {
		from := len(texts)
		if p.next() == '[' {
			p.list(mostChosen, func() { texts = append(texts, p.answer()) })
		} else {
			texts = append(texts, p.answer())
		}
		p.must(answers[item] == nil && len(answers) < mostAnswers)
		answers[item] = texts[from:len(texts):len(texts)]
	})
	return answers
}

// answer reads a text or a number.
func (p *plainReader) answer() string {
	if p.next() != '"' {
		return p.number()
	}
	s := p.string()
	p.must(len(s) <= longestAnswer)
	return s
}

// name reads a short text that is not empty.
func (p *plainReader) name() string {
	s := p.string()
	p.must(s != "" && len(s) <= longestName)
	return strings.Clone(s) // it may be kept longer than the submission
}

// random reads 32 bytes.
func (p *plainReader) random() []byte {
	s := p.string()
	b, err := base64.StdEncoding.DecodeString(s)
	p.must(err == nil && len(s) == randomText && len(b) == 32)
	return b
}

func (p *plainReader) object(member func(name string)) {
	p.expect('{')
	if p.take('}') {
		return
	}
	for more := true; more; more = p.take(',') {
		name := p.string()
		p.expect(':')
		member(name)
	}
	p.expect('}')
}

// list reads a list of 1 to most elements.
func (p *plainReader) list(most int, element func()) {
	p.expect('[')
	n := 0
	for more := true; more; more = p.take(',') {
		element()
		n++
	}
	p.expect(']')
	p.must(n <= most)
}

func (p *plainReader) string() string {
	p.expect('"')
	for i := p.at; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '"':
			s := p.text[p.at:i]
			p.at = i + 1
			return s
		case c == '\\' || c < ' ':
			p.fail()
			return ""
		}
	}
	p.fail()
	return ""
}

// number reads a number without exponent.
func (p *plainReader) number() string {
	from := p.at
	if p.at < len(p.text) && p.text[p.at] == '-' {
		p.at++
	}
	whole := p.digits()
	p.must(len(whole) == 1 || len(whole) > 1 && whole[0] != '0')
	if p.at < len(p.text) && p.text[p.at] == '.' {
		p.at++
		p.must(p.digits() != "")
	}
	s := p.text[from:p.at]
	p.must(len(s) <= longestNumber)
	return s
}

func (p *plainReader) digits() string {
	from := p.at
	for p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		p.at++
	}
	return p.text[from:p.at]
}

func (p *plainReader) expect(c byte) { p.must(p.take(c)) }

// take goes past c if it comes next.
func (p *plainReader) take(c byte) bool {
	if p.next() != c {
		return false
	}
	p.at++
	return true
}

// next returns what comes next, 0 at the end.
func (p *plainReader) next() byte {
	p.space()
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *plainReader) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}
