package form

import (
	"regexp"
	"strconv"
)

// Blank is the file that a questionnaire begins with from nothing, in a
// language and perhaps further ones, Chinese if none is named. It lacks texts
// and items, which Parse says.
func Blank(id string, languages ...string) []byte {
	if id == "" {
		id = "questionnaire"
	}
	if len(languages) == 0 {
		languages = []string{"zh"}
	}
	var list []Value
	for _, lang := range languages {
		list = append(list, Str(lang))
	}
	return []byte("id: " + scalarText(id, false) + "\nversion: \"1\"\nlanguages: " + inlineList(list) + "\nitems: []\n")
}

var lastNumber = regexp.MustCompile(`[0-9]+$`)

// NextVersion proposes a version after the one given that is not taken: its last
// number rises, or it gets one.
func NextVersion(version string, taken func(string) bool) string {
	for {
		digits := lastNumber.FindString(version)
		n, err := strconv.Atoi(digits)
		switch {
		case digits == "" || err != nil:
			version += ".2"
		default:
			version = version[:len(version)-len(digits)] + strconv.Itoa(n+1)
		}
		if !taken(version) {
			return version
		}
	}
}

func inlineList(list []Value) string {
	all := Seq(list...)
	return all.n.inline(false)
}
