package intake

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

func TestRecipients(t *testing.T) {
	got, err := UploadedRecipients(strings.NewReader("姓名;邮箱;测评主体;语言;备注\n王小明; wang@example.org ;cadres;ZH;x\n;b@example.org;;;\n"), "list.csv", []string{"cadres"})
	if err != nil {
		t.Fatal(err)
	}
	want := []survey.Recipient{{Address: "wang@example.org", Name: "王小明", Group: "cadres", Lang: "zh"}, {Address: "b@example.org"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Each mistake of a list is told with its row and column, and nothing is taken.
func TestRecipientProblems(t *testing.T) {
	for _, tt := range []struct{ in, zh, en string }{
		{"name\nx\n", "l.csv 第 1 行：缺少邮箱列", "l.csv, row 1: there is no column \"address\""},
		{"address,name\nwang,x\n", "l.csv 第 2 行第 1 列（address）：“wang”不是电子邮件地址", "l.csv, row 2, column 1 (address): “wang” is no mail address"},
		{"name,address\nx,a@x.org\ny,A@X.org\n", "l.csv 第 3 行第 2 列（address）：地址“A@X.org”在第 2 行已经有过", "row 3, column 2 (address): The address “A@X.org” was there before, in row 2"},
		{"address,group\na@x.org,cadre\n", "第 2 行第 2 列（group）：没有测评主体“cadre”", "There is no group “cadre”"},
		{"address,lang\na@x.org,fr\n", "没有语言“fr”", "There is no language “fr”"},
		{"address,name\n\"a@x.org\",\"x\ny\"\n", "请写在一行内", "in one line"},
		{"address\n", "只有列名，没有数据", "no data"},
	} {
		list, err := UploadedRecipients(strings.NewReader(tt.in), "l.csv", []string{"cadres"})
		p, ok := errors.AsType[*Problems](err)
		if !ok || list != nil {
			t.Errorf("%q: %v, %v", tt.in, list, err)
			continue
		}
		if zh, en := p.In("zh"), p.In("en"); !strings.Contains(zh, tt.zh) || !strings.Contains(en, tt.en) {
			t.Errorf("%q:\n%s\n%s", tt.in, zh, en)
		}
	}
}
