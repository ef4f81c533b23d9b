package site

import "strings"

// A cssRule is a rule of a style sheet.
type cssRule struct {
	within    string   // "@media …" or "@supports …" around it, or ""
	selectors []string // one of which it applies by
	body      string   // what is between the braces
}

// parseCSS reads a style sheet of ours: rules, and rules in one level of @media
// or @supports; no comments, no braces in strings.
func parseCSS(css string) (rules []cssRule) {
	within := ""
	for css = strings.TrimSpace(css); css != ""; css = strings.TrimSpace(css) {
		if rest, ok := strings.CutPrefix(css, "}"); ok {
			within, css = "", rest
			continue
		}
		head, rest, _ := strings.Cut(css, "{")
		if head = strings.TrimSpace(head); strings.HasPrefix(head, "@") {
			within, css = head, rest
			continue
		}
		body, rest, _ := strings.Cut(rest, "}")
		rules = append(rules, cssRule{within, splitSelectors(head), shorten(body)})
		css = rest
	}
	return rules
}

// splitSelectors splits a list at the commas that stand outside of brackets.
func splitSelectors(list string) (selectors []string) {
	depth, from := 0, 0
	for i, r := range list {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				selectors = append(selectors, strings.TrimSpace(list[from:i]))
				from = i + 1
			}
		}
	}
	return append(selectors, strings.TrimSpace(list[from:]))
}

// shorten drops the spaces and the semicolon that a body can do without.
func shorten(body string) string {
	body = strings.ReplaceAll(strings.Join(strings.Fields(body), " "), "; ", ";")
	return strings.TrimSuffix(body, ";")
}

// cssNames returns what must be on a page for a selector to match anything:
// elements "a", classes ".b", attributes "[c", types of fields "[type=d", the
// language of the page ":root:lang(en". What else stands in brackets after a
// colon is left out, since that may be :not.
func cssNames(selector string) (names []string) {
	const language = ":root:lang("
	rest, ok := strings.CutPrefix(selector, language)
	if ok {
		lang, after, _ := strings.Cut(rest, ")")
		names, rest = append(names, language+lang), after
	}
	for rest != "" {
		kind := rest[0]
		switch kind {
		case '(':
			depth := 0
			rest = rest[1+strings.IndexFunc(rest, func(r rune) bool {
				depth += strings.Count("(", string(r)) - strings.Count(")", string(r))
				return depth == 0
			}):]
			continue
		case '.', '[', ':':
			rest = strings.TrimLeft(rest, ".[:")
		}
		name, after := word(rest)
		switch {
		case kind == '[':
			test, past, _ := strings.Cut(rest, "]")
			if !strings.HasPrefix(test, "type=") {
				test = name
			}
			names, after = append(names, "["+test), past
		case kind == '.':
			names = append(names, "."+name)
		case name == "": // a combinator, or *
			after = rest[1:]
		case kind != ':':
			names = append(names, name)
		}
		rest = after
	}
	return names
}

// writeCSS writes rules by those of their selectors that are wanted, as short as
// it can without changing their order.
func writeCSS(rules []cssRule, wanted func(selector string) bool) string {
	var b strings.Builder
	within := ""
	for _, r := range rules {
		var selectors []string
		for _, s := range r.selectors {
			if wanted(s) {
				selectors = append(selectors, s)
			}
		}
		if len(selectors) == 0 {
			continue
		}
		if r.within != within {
			if within != "" {
				b.WriteByte('}')
			}
			if within = r.within; within != "" {
				b.WriteString(within + "{")
			}
		}
		b.WriteString(strings.Join(selectors, ",") + "{" + r.body + "}")
	}
	if within != "" {
		b.WriteByte('}')
	}
	return b.String()
}
