package survey

import (
	"fmt"
	"strings"
)

// Args builds message arguments from names and values in turn.
func Args(pairs ...any) map[string]any {
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return args
}

// Fill replaces {name} in a message by the arguments, in the language. What
// [[ ]] encloses is left out where an argument in it is empty.
func Fill(message, lang string, args map[string]any) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(message, "[[")
		b.WriteString(fill(before, lang, args, nil))
		if !found {
			return b.String()
		}
		part, after, _ := strings.Cut(rest, "]]")
		empty := false
		if s := fill(part, lang, args, &empty); !empty {
			b.WriteString(s)
		}
		message = after
	}
}

func fill(message, lang string, args map[string]any, empty *bool) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(message, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" { // no argument
			b.WriteString("{")
			message = rest
			continue
		}
		s := argument(args[name], lang)
		if s == "" && empty != nil {
			*empty = true
		}
		b.WriteString(s)
		message = after
	}
}

func argument(arg any, lang string) string {
	switch arg := arg.(type) {
	case nil:
		return ""
	case string:
		return arg
	case Text:
		return arg.In(lang)
	case labels:
		return arg.In(lang)
	case []string:
		return strings.Join(arg, separator(lang))
	case float64:
		return numberOf(arg).String()
	default:
		return fmt.Sprint(arg)
	}
}

// separator stands between the parts of an enumeration.
func separator(lang string) string {
	if isChinese(lang) {
		return "、"
	}
	return ", "
}

func isChinese(lang string) bool { return lang == "zh" || strings.HasPrefix(lang, "zh-") }

// Message is what is wrong and what would be right, in the language; any but
// Chinese is answered in English.
func (e FieldError) Message(lang string) string {
	m, ok := messages[e.Key]
	if !ok {
		return e.Key
	}
	if isChinese(lang) {
		return Fill(m.zh, lang, e.Args)
	}
	return Fill(m.en, "en", e.Args)
}

// Error lists the mistakes in English, one a line.
func (e FieldErrors) Error() string {
	lines := make([]string, len(e))
	for i, f := range e {
		lines[i] = f.Field + ": " + f.Message("en")
	}
	return strings.Join(lines, "\n")
}

// Hard reports whether there is a mistake among them, and not only doubts.
func (e FieldErrors) Hard() bool {
	for _, f := range e {
		if !f.Soft {
			return true
		}
	}
	return false
}
