package survey

import (
	"math"
	"strconv"
	"strings"
)

// A value is what a term yields; the zero value is nil.
type value struct {
	kind   valueKind
	truth  bool
	number float64
	text   string
	list   []value
}

type valueKind uint8

const (
	nilValue valueKind = iota
	truthValue
	numberValue
	textValue
	listValue
)

func truthOf(b bool) value { return value{kind: truthValue, truth: b} }

// numberOf is nil where there is no finite number.
func numberOf(f float64) value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return value{}
	}
	return value{kind: numberValue, number: f}
}

func (v value) isTrue() bool { return v.kind == truthValue && v.truth }

// asNumber reads numbers and texts that are one.
func (v value) asNumber() (float64, bool) {
	switch v.kind {
	case numberValue:
		return v.number, true
	case textValue:
		return parseNumber(v.text)
	default:
		return 0, false
	}
}

// parseNumber reads a plain decimal number.
func parseNumber(s string) (float64, bool) {
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// String is the value as an answer holds it; "" for nil.
func (v value) String() string {
	switch v.kind {
	case truthValue:
		return strconv.FormatBool(v.truth)
	case numberValue:
		return strconv.FormatFloat(v.number, 'f', -1, 64)
	default:
		return v.text
	}
}

// equal compares numbers with texts as numbers, everything else by kind.
func equal(x, y value) bool {
	if x.kind == y.kind {
		return x.truth == y.truth && x.number == y.number && x.text == y.text
	}
	f, ok := x.asNumber()
	g, ok2 := y.asNumber()
	return ok && ok2 && f == g
}

// compare orders numbers by size, texts (dates) by character; with nil only ==
// and != can hold.
func compare(op operator, x, y value) bool {
	switch op {
	case opEqual:
		return equal(x, y)
	case opUnequal:
		return !equal(x, y)
	}
	f, ok := x.asNumber()
	g, ok2 := y.asNumber()
	c := 0
	switch {
	case ok && ok2 && f < g:
		c = -1
	case ok && ok2 && f > g:
		c = 1
	case ok && ok2:
	case x.kind == textValue && y.kind == textValue:
		c = strings.Compare(x.text, y.text)
	default:
		return false
	}
	switch op {
	case opLess:
		return c < 0
	case opAtMost:
		return c <= 0
	case opMore:
		return c > 0
	default:
		return c >= 0
	}
}

func (v value) json() any {
	switch v.kind {
	case truthValue:
		return v.truth
	case numberValue:
		return v.number
	case textValue:
		return v.text
	default:
		return nil
	}
}
