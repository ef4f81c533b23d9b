package casework

import (
	"strings"
	"unicode/utf8"

	"minping/survey"
)

// A Point is where a service is given, and reviewed.
type Point struct {
	ID       string    `json:"id"` // stands in its link, so it is short
	Unit     string    `json:"unit"`
	Kind     PointKind `json:"kind"`
	Name     string    `json:"name"`           // 3号窗口, 不动产登记, 政务服务网
	Hint     string    `json:"hint,omitempty"` // what people read below the name
	Shut     bool      `json:"shut,omitempty"` // takes no reviews any more
	Revision int64     `json:"revision"`
}

// A PointKind says what reviews at a point are about.
type PointKind string

// The kinds of points.
const (
	Window PointKind = "window" // 窗口、大厅
	Item   PointKind = "item"   // 事项
	Person PointKind = "person" // 工作人员
	Site   PointKind = "site"   // 网站、应用、自助终端
)

// PointKinds are all of them.
var PointKinds = []PointKind{Window, Item, Person, Site}

// Aspects are what a review may be about beside its grade; they are fixed for
// online and offline services, and nothing may be added to them.
func (k PointKind) Aspects() []string {
	if k == Site {
		return onlineAspects
	}
	return offlineAspects
}

var (
	onlineAspects  = []string{"efficiency", "guide", "ease", "platform"} // 办事效率, 指南精确度, 便捷度, 平台操作性
	offlineAspects = []string{"speed", "skill", "attitude"}              // 服务效率, 服务水平, 服务态度
)

// Aspects are all of them.
var Aspects = append(append([]string{}, onlineAspects...), offlineAspects...)

// Channel is the way by which people come to a point of the kind.
func (k PointKind) Channel() Channel {
	if k == Site {
		return Online
	}
	return Hall
}

func (p Point) clean() Point {
	p.Name, p.Hint = plain(p.Name), plain(p.Hint)
	return p
}

// check says what is wrong with a point.
func (p Point) check() (errs survey.FieldErrors) {
	if p.Unit == "" {
		errs = append(errs, missing("unit"))
	}
	if p.Name == "" {
		errs = append(errs, missing("name"))
	}
	if p.Kind.Words() == nil {
		errs = append(errs, survey.FieldError{Field: "kind", Key: "case_kind", Args: survey.Args("value", survey.Clip(string(p.Kind)))})
	}
	errs = append(errs, long("name", p.Name, mostName)...)
	return append(errs, long("hint", p.Hint, mostTitle)...)
}

// The longest texts, in characters.
const (
	mostName  = 60
	mostTitle = 200
	// MostWords is how long what people write may be.
	MostWords = 2000
)

// plain is a text of one line.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

func missing(field string) survey.FieldError {
	return survey.FieldError{Field: field, Key: "missing"}
}

func long(field, text string, most int) survey.FieldErrors {
	if n := utf8.RuneCountInString(text); n > most {
		return survey.FieldErrors{{Field: field, Key: "too_long", Args: survey.Args("max", most, "count", n)}}
	}
	return nil
}
