package form

import (
	"fmt"
	"slices"
	"strconv"

	"minping/survey"
)

// Nominate writes nominees into a questionnaire as the candidates of an item,
// under the next version that is not taken. Options that are no candidates, such
// as abstaining, stay; what it is not about stays byte by byte. It is a
// survey.Nominator.
func Nominate(src []byte, n survey.Nominees, taken func(version string) bool) ([]byte, error) {
	tree, err := ReadTree(src)
	if err != nil {
		return nil, err
	}
	item := tree.itemPath(n.Item)
	options := item + ".options"
	if item == "" || tree.Len(options) == 0 {
		return nil, survey.FieldErrors{{Field: "item", Key: "next_options", Args: survey.Args("item", n.Item)}}
	}
	edits := []Edit{Set("version", Str(NextVersion(n.Version, taken)))}
	var codes []string
	var dropped []int
	at := 0 // behind the last candidate
	for i := range tree.Len(options) {
		option := fmt.Sprintf("%s[%d]", options, i)
		code := tree.Get(option + ".code")
		codes = append(codes, code)
		if tree.Has(option+".kind") || tree.Get(option+".exclusive") == "true" {
			continue
		}
		at = i + 1
		if !slices.Contains(n.Keep, code) {
			dropped = append(dropped, i)
		}
	}
	for i, name := range n.Add {
		code := freshCode(codes)
		codes = append(codes, code)
		edits = append(edits, Insert(options, at+i, Map(Pair{"code", Str(code)}, Pair{"label", tree.name(name)})))
	}
	for _, i := range slices.Backward(dropped) {
		edits = append(edits, Remove(fmt.Sprintf("%s[%d]", options, i)))
	}
	candidates := len(n.Keep) + len(n.Add)
	if most, err := strconv.Atoi(tree.Get(item + ".max")); err == nil && most > candidates && !tree.writesIn(n.Item) {
		edits = append(edits, Set(item+".max", Bare(strconv.Itoa(candidates))))
	}
	return Apply(src, edits...)
}

// itemPath is where an item stands, "" if nowhere.
func (t *Tree) itemPath(id string) string {
	for i := range t.Len("items") {
		if path := fmt.Sprintf("items[%d]", i); t.Get(path+".id") == id {
			return path
		}
	}
	return ""
}

// writesIn reports whether further names may be written in a vote on an item.
func (t *Tree) writesIn(item string) bool {
	for i := range t.Len("votes") {
		if path := fmt.Sprintf("votes[%d]", i); t.Get(path+".item") == item && t.Has(path+".write_in") {
			return true
		}
	}
	return false
}

// name is a label that is the same in each language.
func (t *Tree) name(name string) Value {
	languages := t.Languages()
	if len(languages) == 1 {
		return Str(name)
	}
	var pairs []Pair
	for _, lang := range languages {
		pairs = append(pairs, Pair{lang, Str(name)})
	}
	return Map(pairs...)
}

// freshCode is a code that no option has: w1, w2, …
func freshCode(taken []string) string {
	for i := 1; ; i++ {
		if code := "w" + strconv.Itoa(i); !slices.Contains(taken, code) {
			return code
		}
	}
}
