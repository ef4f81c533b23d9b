package awards

import (
	"strings"
	"testing"

	"minping/survey"
)

// Whatever a table says, reading it neither panics nor lets a mark through that
// is beyond full marks.
func FuzzMarkTable(f *testing.F) {
	f.Add("评委,编号,创新性,实效性,回避", "甲,a,1,2,")
	f.Add("Judge,Candidate,创新性,实效性", "甲,a,41,\n甲,a,x,1")
	f.Fuzz(func(t *testing.T, header, rows string) {
		a := Award{State: Running, Candidates: []Candidate{{ID: "a", Unit: "a"}, {ID: "b", Unit: "b"}}, Rounds: []Round{
			{Title: "复评", Way: ByMarks, Full: 100, Items: []Item{{"创新性", 40}, {"实效性", 60}}, Judges: []Judge{{Name: "甲", Recused: []string{"b"}}}},
		}, Prizes: []Prize{{"一等奖", 1}}}
		table := markTable{award: &a, round: &a.Rounds[0], at: map[[2]string]int{}}
		if table.columns(strings.Split(header, ",")); len(table.wrong) > 0 {
			return
		}
		for i, l := range strings.Split(rows, "\n") {
			table.row(i, strings.Split(l, ","))
		}
		for _, m := range table.moves {
			after, err := a.Apply(*m, Basis{}, Moment{})
			if err != nil {
				continue
			}
			for _, s := range after.Rounds[0].Sheets {
				for id, mark := range s.Marks {
					if !(mark >= 0 && mark <= 100) || id == "b" {
						t.Errorf("%s has %g", id, mark)
					}
				}
			}
		}
	})
}

// What is read is written as it is read.
func TestJudgesAndItemsAsText(t *testing.T) {
	items, errs := ReadItems("创新性 40；实效性：40分、推广性20")
	if len(errs) > 0 || WriteItems(items) != "创新性 40；实效性 40；推广性 20" {
		t.Errorf("%+v, %v", items, errs)
	}
	if _, errs = ReadItems("创新性"); len(errs) != 1 {
		t.Error("an item without marks")
	}
	units := []survey.Unit{{ID: "a", Name: survey.Text{"zh": "甲县"}}, {ID: "b", Name: survey.Text{"zh": "乙县"}}}
	judges, errs := ReadJudges(" 王 ｜ 甲县\n\n李|b\n赵", units)
	if len(errs) > 0 || WriteJudges(judges) != "王 | a\n李 | b\n赵\n" {
		t.Errorf("%+v, %v", judges, errs)
	}
	if _, errs = ReadJudges("王 | 丙县\n| 甲县\n王 |", units); len(errs) != 3 {
		t.Errorf("judges that cannot be read: %v", errs)
	}
}
