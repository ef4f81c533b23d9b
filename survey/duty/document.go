package duty

import (
	"cmp"
	"context"
	"strconv"

	"minping/survey"
	"minping/survey/document"
)

// Document is what came of a review as a paper 述职评议结果汇总表: a row for each
// report, notes on how figures were made, and places to sign.
func (r Room) Document(ctx context.Context, v Review, lang string) (*document.Document, error) {
	heads, rows, err := r.Table(ctx, v, lang)
	if err != nil {
		return nil, err
	}
	say := func(zh, en string) string { return survey.Text{"zh": zh, "en": en}.In(lang) }
	title := say("述职评议结果汇总表", "Results of duty reports")
	table := document.Table{Head: [][]document.Cell{nil}}
	for i, h := range heads {
		c := document.Column{Share: 6, Align: document.End}
		switch i {
		case 2:
			c = document.Column{Share: 14}
		case 4:
			c.Share = 11
		}
		table.Columns = append(table.Columns, c)
		table.Head[0] = append(table.Head[0], document.Cell{Text: h})
	}
	for _, row := range rows {
		var cells []document.Cell
		for _, text := range row {
			if text == "" {
				text = "—"
			}
			cells = append(cells, document.Cell{Text: text})
		}
		table.Rows = append(table.Rows, cells)
	}
	full := Number(survey.Num(v.Full()), -1)
	d := &document.Document{Title: v.Title + say("：", ": ") + title, Lang: lang, Wide: true, Blocks: []document.Block{
		document.Heading{Text: v.Title},
		document.Paragraph{Runs: []document.Run{{Text: title}}, Align: document.Centre},
		document.Paragraph{Flush: true, Runs: []document.Run{{Text: say("单位（盖章）：________________　　　　日期：", "Organisation: ________________     Date: ") + cmp.Or(string(v.Published), "________________")}}},
		table,
		document.Note(say("得分是评委各项评分合计的平均，满分 "+full+" 折合 100 分", "Scores are the mean of the judges’ sums, of "+full+" as 100") + cutWords(v.Cut, lang) +
			say("；区间为 95% 置信区间。各项目是全体评委的平均分。", "; intervals are 95 % confidence intervals. Items are means of all judges.")),
		document.Note(say("“可能名次”由同一评委对两两对象的评分差检验得出（95%，全部对象一并校正），相互重叠的不能断定先后。综合等次由会议决定。",
			"Possible ranks follow from what the same judges gave each pair (95 %, all pairs together): where they overlap the order cannot be told. Overall grades are decided by people.")),
		document.Signatures{Who: []string{say("汇总人", "Compiled by"), say("监票人", "Witness"), say("主持人", "In the chair")}},
	}}
	return d, nil
}

func cutWords(cut int, lang string) string {
	if cut == 0 {
		return ""
	}
	n := strconv.Itoa(cut)
	return survey.Text{"zh": "，去掉最高、最低各 " + n + " 个", "en": ", without the " + n + " highest and lowest"}.In(lang)
}
