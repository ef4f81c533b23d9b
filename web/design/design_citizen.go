package design

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// A designCitizenPage shows what respondents meet.
type designCitizenPage struct {
	site.Page
	Wrong     []answer.Question
	Questions []answer.Question
	Receipt   string
}

func (s *Pages) designCitizen(c echo.Context) error {
	page := designCitizenPage{Page: s.Page(c, "design.citizen")}
	page.Nav = designNav(page.Page)
	page.Simulated = true
	page.Questions = designQuestions(page.Page)
	page.Wrong = page.Questions[1:2]
	page.Receipt = "0B7E 11F0 9C5D 42A6 8E3B D714 60C9 25FA 7A1C E083 5D96 B24F 3E68 C7A1 90DB 4F52"
	return s.Render(c, http.StatusOK, "citizen/design", page)
}

// designQuestions has a question of every kind, one of them with a mistake, one
// in doubt.
func designQuestions(p site.Page) []answer.Question {
	var scale []answer.Option
	for _, x := range []struct{ code, key string }{{"5", "very"}, {"4", "quite"}, {"3", "fairly"}, {"2", "rather"}, {"1", "not"}} {
		scale = append(scale, answer.Option{Code: x.code, Label: p.T("design.scale." + x.key)})
	}
	apart := []answer.Option{{Code: "0", Label: p.T("design.scale.unknown")}}
	chosen := append([]answer.Option(nil), scale...)
	chosen[1].Chosen = true
	plain := []answer.Option{{Code: "a", Label: p.T("design.option.a"), Chosen: true}, {Code: "b", Label: p.T("design.option.b")}, {Code: "c", Label: p.T("design.option.c"), Full: true}}
	var points []answer.Option
	for _, code := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"} {
		points = append(points, answer.Option{Code: code, Label: code, Chosen: code == "8"})
	}
	ask := func(n int, kind survey.ItemType, key string) answer.Question {
		return answer.Question{ID: key, Number: n, Kind: string(kind), Text: p.T("design.ask." + key)}
	}
	choice, wrong, several := ask(1, survey.Choice, "choice"), ask(2, survey.Choice, "wrong"), ask(3, survey.Multiple, "several")
	choice.Options, choice.Apart, choice.InRow, choice.Hint = chosen, apart, true, p.T("design.hint")
	wrong.Options, wrong.Apart, wrong.InRow, wrong.Error = scale, apart, true, p.T("design.error")
	several.Options = plain
	matrix, rating, ranking := ask(4, survey.Matrix, "matrix"), ask(5, survey.Rating, "rating"), ask(6, survey.Ranking, "ranking")
	for _, row := range []string{"a", "b"} {
		matrix.Rows = append(matrix.Rows, answer.Question{ID: "matrix." + row, Kind: string(survey.Choice), Text: p.T("design.option." + row), Options: chosen, Apart: apart, InRow: true})
	}
	rating.Options, rating.From, rating.To = points, p.T("design.scale.not"), p.T("design.scale.very")
	ranking.Places = [][]answer.Option{plain, plain}
	number, date, text := ask(7, survey.Number, "number"), ask(8, survey.Date, "date"), ask(9, survey.ShortText, "text")
	number.Value, number.Measure, number.Doubt = "60", p.T("design.times"), p.T("design.doubt")
	text.Limit = "100"
	long, list, note := ask(10, survey.LongText, "long"), ask(11, "select", "select"), ask(0, survey.Information, "note")
	long.Limit, list.Options = "2000", plain
	return []answer.Question{choice, wrong, several, matrix, rating, ranking, number, date, text, long, list, note}
}
