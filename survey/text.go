package survey

// A Text is one text in several languages, by language tag ("zh", "en").
type Text map[string]string

// In returns the text in the language, else in Chinese, else in any language.
func (t Text) In(lang string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	if s, ok := t["zh"]; ok {
		return s
	}
	for _, s := range t {
		return s
	}
	return ""
}
