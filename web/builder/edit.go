package builder

import (
	"fmt"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"minping/survey/form"
	"minping/web/site"
)

// Fields of the builder's forms are named by the path of what they hold: t:PATH
// a text, followed by |LANG; v:PATH any other value; b:PATH says that there is a
// box v:PATH to tick, l:PATH that there are boxes m:PATH of which a list is made.

// Edited returns a file with what was typed into a form, and then one act done:
// add, copy, remove, up and down of an entry, even and norm of weights. Also where
// the page after it begins.
func Edited(src []byte, part string, posted url.Values, verb, arg string) ([]byte, place, error) {
	next := place{open: strings.TrimSpace(posted.Get("at"))}
	if part == "yaml" {
		text := posted.Get("yaml")
		if !strings.Contains(string(src), "\r\n") { // forms send these
			text = strings.ReplaceAll(text, "\r\n", "\n")
		}
		return []byte(text), next, nil
	}
	tree, err := form.ReadTree(src)
	if err != nil {
		return nil, next, err
	}
	src, err = form.Apply(src, posts(tree, part, posted)...)
	if err != nil {
		return nil, next, err
	}
	if tree, err = form.ReadTree(src); err != nil {
		return nil, next, err
	}
	edits, next := act(tree, part, verb, arg, posted, next)
	if verb == "add" && arg == "pages" && part == "pages" && tree.Len("pages") == 0 {
		edits, next = firstPages(src, tree), place{open: "pages[0]"}
	}
	if src, err = form.Apply(src, edits...); err == nil && slices.Contains([]string{"evaluation", "votes", "items", "supervision"}, part) {
		src, err = pruned(src)
	}
	return src, next, err
}

// A place is where a page of a draft begins: which entry is open, and the id of
// what has the focus, "" for the open entry.
type place struct{ open, focus string }

// lineID is the id of an entry's line in its list.
func lineID(path string) string { return "at-" + path }

// sumID is the id of the sum of the weights in a list.
func sumID(list string) string {
	if node, ok := strings.CutSuffix(list, ".children"); ok {
		return "sum-" + node
	}
	return "sum-top"
}

// query is the end of the address that leads there.
func (p place) query() string {
	to, focus := "", p.focus
	if p.open != "" {
		to = "?at=" + url.QueryEscape(p.open)
		if focus == "" {
			focus = "open"
		}
	}
	if focus != "" {
		to += "#" + focus
	}
	return to
}

// posts lists what differs between a form and the file.
func posts(tree *form.Tree, part string, posted url.Values) (edits []form.Edit) {
	names := make([]string, 0, len(posted))
	for name := range posted {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		kind, path, _ := strings.Cut(name, ":")
		path, lang, _ := strings.Cut(path, "|")
		t := form.TypeAt(path)
		if t == nil || partOf(path) != part {
			continue
		}
		switch value := strings.TrimSpace(posted.Get(name)); kind {
		case "t":
			if was := strings.TrimSpace(tree.Text(path, lang)); was != strings.ReplaceAll(value, "\r\n", "\n") {
				edits = append(edits, form.SetText(path, lang, value))
			}
		case "b":
			if on := posted.Has("v:" + path); on != (tree.Get(path) == "true") {
				if on {
					edits = append(edits, form.Set(path, form.Bare("true")))
				} else {
					edits = append(edits, form.Remove(path))
				}
			}
		case "l":
			edits = append(edits, ratersEdit(tree, path, posted)...)
		case "v":
			if !posted.Has("b:" + path) {
				edits = append(edits, valueEdit(tree, path, t, value)...)
			}
		}
	}
	return edits
}

// valueEdit writes one value that is no text.
func valueEdit(tree *form.Tree, path string, t reflect.Type, value string) []form.Edit {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	isList := t.Kind() == reflect.Slice
	old := tree.Get(path)
	if isList {
		old = strings.Join(tree.List(path), " ")
	}
	last := path[strings.LastIndexByte(path, '.')+1:]
	switch {
	case value == old:
		return nil
	case value == "" && !tree.Has(path):
		return nil
	case value == "" && (last == "id" || last == "code"):
		return []form.Edit{form.Set(path, form.Str(""))} // an entry without its name would be gone
	case value == "":
		return []form.Edit{form.Remove(path)}
	case isList:
		var all []form.Value
		for word := range strings.FieldsSeq(value) {
			if _, err := strconv.Atoi(word); err == nil && t.Elem().Kind() == reflect.Int {
				all = append(all, form.Bare(word))
				continue
			}
			all = append(all, form.Str(word))
		}
		return []form.Edit{form.Set(path, form.Seq(all...))}
	case t.Kind() == reflect.Float64 || t.Kind() == reflect.Int:
		if x, err := strconv.ParseFloat(value, 64); err == nil && !math.IsInf(x, 0) && !math.IsNaN(x) {
			return []form.Edit{form.Set(path, form.Bare(site.Number(x)))}
		}
	}
	edits := []form.Edit{form.Set(path, form.Str(value))}
	if last == "id" && strings.HasPrefix(path, "items[") {
		edits = append(edits, renamed(tree, old, value)...)
	}
	return edits
}

// act is what a button does, and where the page after it begins.
func act(tree *form.Tree, part, verb, arg string, posted url.Values, next place) ([]form.Edit, place) {
	list, i := listOf(arg)
	if partOf(arg) != part {
		return nil, next
	}
	switch verb {
	case "add":
		edits, at := added(tree, arg, posted)
		if edits == nil {
			return nil, next
		}
		if list, ok := draftLists[part]; ok && list.path == arg {
			return edits, place{open: at}
		}
		next.focus = lineID(at)
		return edits, next
	case "up", "down":
		to := i - 1
		if verb == "down" {
			to = i + 1
		}
		if i < 0 || to < 0 || to >= tree.Len(list) {
			return nil, next
		}
		there := fmt.Sprintf("%s[%d]", list, to)
		switch next.open {
		case arg:
			next.open = there
		case there:
			next.open = arg
		}
		next.focus = lineID(there)
		return []form.Edit{form.Move(list, i, to)}, next
	case "copy":
		if i < 0 {
			return nil, next
		}
		at := fmt.Sprintf("%s[%d]", list, i+1)
		edits := []form.Edit{form.Copy(list, i)}
		for _, key := range []string{"id", "code"} {
			if id := tree.Get(arg + "." + key); id != "" {
				fresh := unused(tree, list, key, id)
				edits = append(edits, form.Set(at+"."+key, form.Str(fresh)))
				if list == "items" {
					edits = append(edits, paged(tree, fresh, id)...)
				}
			}
		}
		return edits, place{open: at}
	case "remove":
		if !tree.Has(arg) {
			return nil, next
		}
		edits := []form.Edit{form.Remove(arg)}
		if list == "pages" && tree.Len(list) == 1 { // from now on by themselves
			edits = []form.Edit{form.Remove(list)}
		}
		if list == "items" {
			edits = append(edits, retired(tree, tree.Get(arg+".id"))...)
		}
		if next.open == arg { // the one after it, or else before
			next = place{}
			if last := tree.Len(list) - 1; i >= 0 && last > 0 {
				next.open = fmt.Sprintf("%s[%d]", list, min(i, last-1))
			}
		}
		return edits, next
	case "even", "norm":
		next.focus = sumID(arg)
		return weights(tree, arg, verb == "even"), next
	}
	return nil, next
}

// listOf takes "items[3]" apart; -1 where the path is no entry.
func listOf(path string) (string, int) {
	at := strings.LastIndexByte(path, '[')
	if at < 0 || !strings.HasSuffix(path, "]") {
		return path, -1
	}
	i, err := strconv.Atoi(path[at+1 : len(path)-1])
	if err != nil {
		return path, -1
	}
	return path[:at], i
}

// weights spreads weights evenly among siblings, or scales them to a sum of 1.
func weights(tree *form.Tree, list string, even bool) (edits []form.Edit) {
	n := tree.Len(list)
	sum := weightSum(tree, list)
	for i := range n {
		w := 1 / float64(n)
		if !even {
			x, _ := strconv.ParseFloat(tree.Get(fmt.Sprintf("%s[%d].weight", list, i)), 64)
			if sum <= 0 {
				return nil
			}
			w = x / sum
		}
		w = math.Round(w*1e4) / 1e4
		edits = append(edits, form.Set(fmt.Sprintf("%s[%d].weight", list, i), form.Bare(site.Number(w))))
	}
	return edits
}

func weightSum(tree *form.Tree, list string) (sum float64) {
	for i := range tree.Len(list) {
		x, _ := strconv.ParseFloat(tree.Get(fmt.Sprintf("%s[%d].weight", list, i)), 64)
		sum += x
	}
	return sum
}

// unused is an id that no entry of a list has: the base, or with a number.
func unused(tree *form.Tree, list, key, base string) string {
	taken := map[string]bool{}
	for i := range tree.Len(list) {
		taken[tree.Get(fmt.Sprintf("%s[%d].%s", list, i, key))] = true
	}
	stem := strings.TrimRight(base, "0123456789")
	for n := 1; ; n++ {
		if id := stem + strconv.Itoa(n); !taken[id] {
			return id
		}
	}
}
