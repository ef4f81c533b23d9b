package builder

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/form"
)

// added is what the button "add" writes into a list, the id made up and the
// rest as most have it.
func added(tree *form.Tree, list string, posted url.Values) ([]form.Edit, string) {
	str := func(key, value string) form.Pair { return form.Pair{Key: key, Value: form.Str(value)} }
	n := tree.Len(list)
	at := fmt.Sprintf("%s[%d]", list, n)
	insert := func(pairs ...form.Pair) []form.Edit { return []form.Edit{form.Insert(list, n, form.Map(pairs...))} }
	entry := list[strings.LastIndexByte(list, '.')+1:]
	switch {
	case list == "items":
		kind, name := posted.Get("kind"), unused(tree, list, "id", "q")
		id := str("id", name)
		onPage := func(edits []form.Edit) []form.Edit { return append(edits, paged(tree, name, "")...) }
		if scale, ok := strings.CutPrefix(kind, "scale:"); ok {
			return onPage(insert(id, str("scale", scale), pair("required", form.Bare("true")))), at
		}
		if !slices.Contains(itemKinds, kind) {
			kind = string(survey.ShortText)
		}
		pairs := []form.Pair{id, str("type", kind)}
		if kind == string(survey.Rating) {
			pairs = append(pairs, pair("from", form.Bare("1")), pair("to", form.Bare("10")))
		}
		if kind == string(survey.Calculated) { // it is shown to nobody
			return insert(pairs...), at
		}
		return onPage(insert(pairs...)), at
	case list == "pages":
		free := unpaged(tree)
		var items []form.Value
		for _, item := range free[:min(1, len(free))] {
			items = append(items, form.Str(item))
		}
		return insert(str("id", unused(tree, list, "id", "p")), pair("items", form.Seq(items...))), at
	case strings.HasPrefix(list, "pages[") && entry == "items":
		if free := unpaged(tree); len(free) > 0 {
			return []form.Edit{form.Insert(list, n, form.Str(free[0]))}, at
		}
		return nil, ""
	case list == "validity.most":
		return insert(str("option", ""), pair("count", form.Bare("1"))), at
	case list == "scales":
		name := "scale1"
		for i := 2; tree.Has("scales." + name); i++ {
			name = "scale" + strconv.Itoa(i)
		}
		return []form.Edit{form.Set("scales."+name, satisfaction(tree.Languages()))}, "scales." + name
	case list == "groups":
		return insert(str("id", unused(tree, list, "id", "g")), pair("weight", form.Bare("1"))), at
	case list == "votes":
		return []form.Edit{form.Insert(list, n, newVote(tree))}, at
	case list == typesPath:
		return insert(str("tier", unused(tree, list, "tier", "team"))), at
	case list == thresholdsPath:
		return insert(str("id", unused(tree, list, "id", "t")), pair("options", form.Seq()), pair("above", form.Bare("0.5"))), at
	case list == "flags":
		return insert(str("id", unused(tree, list, "id", "rule")), pair("below", form.Bare("60"))), at
	case list == "supervision":
		return insert(str("id", unused(tree, list, "id", "call")), pair("last", form.Bare("3")), str("step", string(survey.StepSupervision))), at
	case list == "suggestions":
		return insert(str("id", unused(tree, list, "id", "s")), str("node", "overall")), at
	case list == "index" || entry == "children":
		item := posted.Get("leaf:" + list)
		if item != "" {
			return insert(str("item", item), pair("weight", form.Bare("1"))), at
		}
		return insert(str("id", unusedNode(tree)), pair("weight", form.Bare("1")), pair("children", form.Seq())), at
	case entry == "options" || strings.HasPrefix(list, "scales."):
		return insert(str("code", unused(tree, list, "code", ""))), at
	case entry == "rows":
		return insert(str("id", unused(tree, list, "id", "r"))), at
	case entry == "checks":
		return insert(str("that", "")), at
	}
	return nil, ""
}

// unusedNode is an id that no node of the index has.
func unusedNode(tree *form.Tree) string {
	taken := map[string]bool{}
	var walk func(list string)
	walk = func(list string) {
		for i := range tree.Len(list) {
			at := fmt.Sprintf("%s[%d]", list, i)
			taken[tree.Get(at+".id")] = true
			walk(at + ".children")
		}
	}
	walk("index")
	for i := 1; ; i++ {
		if id := "area" + strconv.Itoa(i); !taken[id] {
			return id
		}
	}
}

// satisfaction is the scale that a new one begins as: five steps and don't know.
func satisfaction(languages []string) form.Value {
	steps := []struct {
		code, zh, en string
		score        string
	}{
		{"5", "很满意", "Very satisfied", "100"},
		{"4", "满意", "Satisfied", "80"},
		{"3", "基本满意", "Fairly satisfied", "60"},
		{"2", "不太满意", "Rather dissatisfied", "30"},
		{"1", "不满意", "Dissatisfied", "0"},
		{"9", "不了解", "Don’t know", ""},
	}
	var options []form.Value
	for _, x := range steps {
		var label []form.Pair
		for _, lang := range languages {
			switch lang {
			case "zh":
				label = append(label, form.Pair{Key: lang, Value: form.Str(x.zh)})
			case "en":
				label = append(label, form.Pair{Key: lang, Value: form.Str(x.en)})
			}
		}
		pairs := []form.Pair{pair("code", form.Str(x.code))}
		if len(label) > 0 {
			pairs = append(pairs, pair("label", form.Map(label...)))
		}
		if x.score != "" {
			pairs = append(pairs, pair("score", form.Bare(x.score)))
		} else {
			pairs = append(pairs, pair("kind", form.Str("dont_know")))
		}
		options = append(options, form.Map(pairs...))
	}
	return form.Seq(options...)
}

func pair(key string, value form.Value) form.Pair { return form.Pair{Key: key, Value: value} }
