package analysis

import "minping/survey"

// A Problem is what is wrong with data or options: it says where, and what
// would be right.
type Problem struct{ text survey.Text }

// problem words a problem, with arguments as in survey.Fill.
func problem(zh, en string, pairs ...any) error { return &Problem{say(zh, en, pairs...)} }

// Error says it in English.
func (p *Problem) Error() string { return p.In("en") }

// In says it in the language.
func (p *Problem) In(lang string) string { return p.text.In(lang) }

// At names the file that a problem is in.
func (p *Problem) At(file string) error {
	return problem("{file}：{text}", "{file}: {text}", "file", file, "text", p.text)
}

// about names the column that an error of package scoring is about.
func about(column string, err error) error {
	if worded, ok := reason(err).(*Problem); ok { //nolint:errorlint // reason returns it unwrapped
		return problem("“{column}”列：{text}", "column “{column}”: {text}", "column", column, "text", worded.text)
	}
	return err
}
