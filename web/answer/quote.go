package answer

import (
	"slices"
	"strings"

	"minping/survey"
	"minping/web/site"
)

// A piece is a part of a question: words, or the answer to an item of the same
// screen, which may still change. Where no script puts the answer in, the words
// speak of it.
type piece struct {
	Words string
	Item  string // "" where nothing is quoted
}

// count notes the number of a question, for those that quote it.
func (p *Paper) count(it survey.Item, n int) {
	if p.numbers == nil {
		p.numbers = make(map[string]int)
	}
	p.numbers[it.ID] = n
}

// quoteHere parts what quotes an answer of the same screen.
func (p *Paper) quoteHere(qu *Question, it survey.Item, lang string, onScreen []survey.Item) {
	qu.Asked, qu.Advised = p.pieces(it.Text, lang, onScreen), p.pieces(it.Hint, lang, onScreen)
	for i := range qu.Rows {
		row := slices.IndexFunc(it.Rows, func(r survey.Row) bool { return it.ID+"."+r.ID == qu.Rows[i].ID })
		qu.Rows[i].Asked = p.pieces(it.Rows[row].Text, lang, onScreen)
	}
}

// pieces parts a text, nil if it quotes nothing of the screen.
func (p *Paper) pieces(t survey.Text, lang string, onScreen []survey.Item) []piece {
	var out []piece
	here := false
	for _, part := range survey.Pieces(t.In(lang)) {
		id := ItemOf(part.Quote)
		switch {
		case part.Words != "":
			out = append(out, piece{Words: part.Words})
		case !slices.ContainsFunc(onScreen, func(it survey.Item) bool { return it.ID == id }):
			out = append(out, piece{Words: p.Q.Quote(survey.Text{lang: "{{" + part.Quote + "}}"}, lang, p.Answers)})
		default:
			here = true
			words := site.Translate(lang, "quote.above")
			if n := p.numbers[id]; n > 0 {
				words = site.Translate(lang, "quote.numbered", "no", n)
			}
			out = append(out, piece{Words: words, Item: strings.TrimSpace(part.Quote)})
		}
	}
	if !here {
		return nil
	}
	return out
}
