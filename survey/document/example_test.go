package document_test

import (
	"minping/survey/canvas"
	"minping/survey/document"
)

// summary is a table as an evaluation ends with it: heads over several columns
// and rows, a cell over several rows, a picture, places to sign.
func summary() *document.Document {
	d := &document.Document{Title: "民主测评汇总表", Lang: "zh", Wide: true}
	cell := func(texts ...string) (row []document.Cell) {
		for _, s := range texts {
			row = append(row, document.Cell{Text: s})
		}
		return row
	}
	t := document.Table{
		Caption: "表 1　领导班子成员得票情况",
		Columns: []document.Column{{Share: 2}, {Share: 3}, {Align: document.End}, {Align: document.End}, {Align: document.End}, {Align: document.End}, {Align: document.End}, {Align: document.End}, {Align: document.End}},
		Head: [][]document.Cell{
			{{Text: "姓名", Down: 2}, {Text: "职务", Down: 2}, {Text: "优秀", Span: 2}, {Text: "称职", Span: 2}, {Text: "基本称职", Span: 2}, {Text: "得分", Down: 2}},
			cell("票数", "率 %", "票数", "率 %", "票数", "率 %"),
		},
	}
	for range 9 {
		t.Rows = append(t.Rows,
			append([]document.Cell{{Text: "欧阳晓明", Bold: true, Down: 2}}, cell("党组书记、主任，主持全面工作", "38", "84.4", "6", "13.3", "1", "2.2", "95.6")...),
			cell("（其中 A 票）", "5", "100.0", "0", "0.0", "0", "0.0", "100.0"))
	}
	drawing := &canvas.Drawing{Width: 600, Height: 80, Paper: "#ffffff", Lang: "zh", Title: "得分", Desc: "一条横条"}
	drawing.Rect(10, 20, 500, 30, canvas.Paint{Fill: "#0b5f57"})
	drawing.Text(10, 70, "95.6 分", canvas.Type{Size: 14, Color: "#16201e"})
	d.Blocks = []document.Block{
		document.Heading{Text: "某市发展和改革委员会领导班子成员民主测评汇总表"},
		document.Paragraph{Runs: []document.Run{{Text: "单位（盖章）："}, {Text: "某市发展和改革委员会", Bold: true}}},
		t,
		document.Note("应到 50 人，实到 47 人；发出 47 张，收回 46 张，有效 45 张，无效 1 张，弃权 0 张。"),
		document.Heading{Level: 1, Text: "得分"},
		document.Picture{Drawing: drawing, Share: .5},
		document.Signatures{Who: []string{"监票人", "计票人", "填表人"}},
	}
	return d
}

// notice is a letter in the official layout.
func notice() *document.Document {
	d := &document.Document{Title: "整改通知书", Lang: "zh", Layout: document.Official}
	body := "经对二〇二六年度组织工作满意度民意调查结果分析，你县“举报受理和查处”一项得分 58.2 分（95% 置信区间 54.9～61.5 分），列全省末位区间，且较上年下降超出误差。现将有关问题通知如下，请认真整改。"
	d.Blocks = []document.Block{
		document.Masthead{Name: "某省委组织部办公室文件", Number: "某组办〔2026〕12号"},
		document.Heading{Text: "关于做好二〇二六年度组织工作满意度民意调查反馈问题整改工作的通知"},
		document.Paragraph{Runs: []document.Run{{Text: "某县委组织部："}}, Flush: true},
		document.Text(body),
		document.Heading{Level: 1, Text: "一、存在的主要问题"},
		document.Heading{Level: 2, Text: "（一）举报受理不及时"},
		document.Text(body), document.Text(body), document.Text(body),
		document.Heading{Level: 1, Text: "二、整改要求"},
		document.Text("自收到本通知之日起 30 日内报送整改方案。"),
		document.Attachments{Titles: []string{"民意调查反馈问题清单", "整改情况报告表（由责任单位填写，经主要负责同志签字并加盖公章后报送）"}},
		document.Signed{Issuer: "某省委组织部办公室", Date: "2026年11月22日"},
		document.Annex{Label: "附件1"},
		document.Heading{Text: "民意调查反馈问题清单"},
		document.Table{
			Columns: []document.Column{{Share: 1, Align: document.Centre}, {Share: 5}, {Share: 2}},
			Head:    [][]document.Cell{{{Text: "序号"}, {Text: "问题"}, {Text: "完成时限"}}},
			Rows:    [][]document.Cell{{{Text: "1"}, {Text: body}, {Text: "2026-12-22"}}},
		},
		document.Imprint{Copies: "某市委组织部，某市信访局", Office: "某省委组织部办公室", Date: "2026年11月22日"},
	}
	return d
}
