package duty

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"minping/survey"
)

var (
	unitColumn  = survey.Text{"zh": "述职对象", "en": "Reports on duty"}
	judgeColumn = survey.Text{"zh": "评委", "en": "Judge"}
	gradeColumn = survey.Text{"zh": "综合评价", "en": "Grade"}
)

// Table writes what came of a review: a row for each report, the highest score
// first; while it runs, as the sheets stand to those who hold it.
func (r Room) Table(ctx context.Context, v Review, lang string) (heads []string, rows [][]string, err error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, nil, err
	}
	say := func(zh, en string) string { return survey.Text{"zh": zh, "en": en}.In(lang) }
	heads = []string{say("名次", "Rank"), say("可能名次", "Possible ranks"), unitColumn.In(lang), say("得分", "Score"), say("95% 区间", "95% interval"), say("评委数", "Judges")}
	for _, it := range v.Items {
		heads = append(heads, it.Title+say("（", " (")+Number(survey.Num(it.Full), -1)+say("）", ")"))
	}
	for _, g := range Grades {
		heads = append(heads, g.Words().In(lang))
	}
	heads = append(heads, say("综合等次", "Overall grade"))
	results := v.Results
	if v.State == Running {
		results = v.Score()
	}
	named := reach.Named()
	for _, x := range results {
		row := []string{"", "", name(named, x.Unit, lang), Number(x.Score, 2), "", strconv.Itoa(x.N)}
		if x.Rank > 0 {
			row[0], row[1] = strconv.Itoa(x.Rank), x.Ranks()
		}
		if x.Low.OK() {
			row[4] = Number(x.Low, 2) + "–" + Number(x.High, 2)
		}
		for _, m := range x.Items {
			row = append(row, Number(m, 2))
		}
		for _, g := range Grades {
			row = append(row, strconv.Itoa(x.Grades[g]))
		}
		rows = append(rows, append(row, x.Overall.Words().In(lang)))
	}
	return heads, rows, nil
}

// Ranks are the possible ranks: "2", or "1–4".
func (x *Result) Ranks() string {
	if x.FirstRank == x.LastRank {
		return strconv.Itoa(x.FirstRank)
	}
	return strconv.Itoa(x.FirstRank) + "–" + strconv.Itoa(x.LastRank)
}

// SheetTable writes the sheets of a review as Import reads them: a row for each
// judge and report; without a sheet a row for each report, to be filled in. Only
// for those who hold the review.
func (r Room) SheetTable(ctx context.Context, v Review, lang string) (heads []string, rows [][]string, err error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, nil, err
	}
	if !holds(reach, v.Home, holding...) {
		return nil, nil, survey.ErrForbidden
	}
	heads = []string{judgeColumn.In(lang), unitColumn.In(lang)}
	for _, it := range v.Items {
		heads = append(heads, it.Title)
	}
	heads = append(heads, gradeColumn.In(lang))
	named := reach.Named()
	sheets := v.Sheets
	if len(sheets) == 0 {
		sheets = []Sheet{{}}
	}
	for _, s := range sheets {
		for _, unit := range v.Units {
			row := []string{s.Judge, name(named, unit, lang)}
			m, given := s.Given[unit]
			for i := range v.Items {
				if given {
					row = append(row, Number(survey.Num(m.Items[i]), -1))
				} else {
					row = append(row, "")
				}
			}
			rows = append(rows, append(row, m.Grade.Words().In(lang)))
		}
	}
	return heads, rows, nil
}

// Imported is what a table of sheets brings.
type Imported struct {
	Judges []string `json:"judges"`
	Marks  int      `json:"marks"` // reports marked, of all judges
	Review Review   `json:"review"`
}

// Import enters a table of sheets, all or nothing, in place of those of the same
// judges; check: it only says what that would bring. Columns are known by their
// headings: 评委, 述职对象, each item by its title, and 综合评价. Rows without a mark
// are passed over. Cells that are wrong are returned, and nothing is kept.
func (r Room) Import(ctx context.Context, id string, revision int64, header []string, rows [][]string, check bool) (Imported, []survey.CellError, error) {
	v, reach, err := r.whole(ctx, id)
	switch {
	case err != nil:
		return Imported{}, nil, err
	case !holds(reach, v.Home, survey.ManageOrders):
		return Imported{}, nil, survey.ErrForbidden
	case v.Revision != revision:
		return Imported{}, nil, survey.ErrStale
	}
	handed, err := r.handed(ctx, id)
	if err != nil {
		return Imported{}, nil, err
	}
	var units []survey.Unit
	for _, unit := range v.Units {
		units = append(units, reach.Named()[unit])
	}
	in := readSheets(&v, units, header, rows)
	if len(in.wrong) > 0 {
		return Imported{}, in.wrong, nil
	}
	now, done := r.moment(ctx), Imported{Judges: slices.Sorted(maps.Keys(in.sheets))}
	for _, judge := range done.Judges {
		done.Marks += len(in.sheets[judge])
		after, err := v.Apply(Move{Do: Score, Judge: judge, Given: in.sheets[judge]}, handed, now)
		if err != nil {
			return Imported{}, in.located(judge, err), onlyOther(err)
		}
		v = after
	}
	done.Review = v
	if check || len(done.Judges) == 0 {
		return done, nil, nil
	}
	act := survey.Act{Kind: survey.ActDutyMoved, Object: v.ID, Unit: v.Home, Detail: map[string]string{"do": string(Score), "from": string(v.State), "to": string(v.State)}}
	if err := r.desk.store.PutDutyReview(ctx, v, act); err != nil {
		return Imported{}, nil, err
	}
	done.Review.Revision++
	return done, nil, nil
}

// name is a unit's in a language, or its id.
func name(named map[string]survey.Unit, unit, lang string) string {
	if text := named[unit].Name.In(lang); text != "" {
		return text
	}
	return unit
}

// Number writes a number with so many decimals, -1: as many as it has; empty: none.
func Number(v survey.Num, decimals int) string {
	if !v.OK() {
		return ""
	}
	return strconv.FormatFloat(float64(v), 'f', decimals, 64)
}
