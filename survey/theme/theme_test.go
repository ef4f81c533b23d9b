package theme

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSimplify(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"辦事窗口排隊時間太長", "办事窗口排队时间太长"},
		{"乾淨", "干净"},
		{"乾坤", "乾坤"}, // a phrase keeps what the character alone would lose
		{"乾隆年間", "乾隆年间"},
		{"简体不变, English too", "简体不变, English too"},
		{"", ""},
	} {
		if got := Simplify(tt.in); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"窗口排队时间太长", "窗口 排队 太长"},
		{"希望加强年轻干部的基层锻炼", "年轻干部 基层 锻炼"},
		{"ＷＩＦＩ信号差", "wifi 信号 差"},
		{"The doctors were not explaining treatments", "doctor explain treatment"},
		{"running queues, stopped buses; address", "run queue stop buse address"},
		{"12 30 %", ""},
		{"", ""},
	} {
		if got := strings.Join(Words(tt.in), " "); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestStatements(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"一是停车难。二是排队久！", []string{"一是停车难", "二是排队久"}},
		{"1、停车难 2、排队久；3.态度差", []string{"停车难", "排队久", "态度差"}},
		{"（一）公开不够\n（二）会议多", []string{"公开不够", "会议多"}},
		{"Waited 2.5 hours. No parking!", []string{"Waited 2.5 hours", "No parking"}},
		{"一、二线干部待遇低", []string{"二线干部待遇低"}},
		{"。。。！", nil},
		{"无", []string{"无"}},
	} {
		if diff := cmp.Diff(tt.want, Statements(tt.in)); diff != "" {
			t.Errorf("%q: %s", tt.in, diff)
		}
	}
}

// TestTone checks signs and order, not values: the lexicon is no measure.
func TestTone(t *testing.T) {
	for _, tt := range []struct {
		in   string
		sign int
	}{
		{"服务态度很好", 1},
		{"服务態度很好，非常滿意", 1},
		{"态度不好", -1},
		{"不太热情", -1},
		{"没有问题", 1},
		{"缺乏耐心", -1},
		{"窗口排队太慢", -1},
		{"办事效率没有提高", -1},
		{"在县城办理", 0},
		{"The staff were friendly and helpful", 1},
		{"not helpful", -1},
		{"wasn't helpful", -1},
		{"", 0},
	} {
		got := Tone(tt.in)
		if got*float64(tt.sign) < 0 || (got == 0) != (tt.sign == 0) || got < -1 || got > 1 {
			t.Errorf("%q: %.2f, want sign %d", tt.in, got, tt.sign)
		}
	}
	if Tone("非常满意") <= Tone("满意") || Tone("有点慢") <= Tone("非常慢") {
		t.Error("degrees do nothing")
	}
}

func TestTerms(t *testing.T) {
	texts := []string{
		"办事窗口排队时间长", "窗口排队太久", "窗口排队，态度差", "医生没有耐心", "医生态度好", "排队！排队！", "排队", "new bus lane", "bus lane closed", "the bus lane",
	}
	got := map[string]int{}
	for _, x := range Terms(texts, 2) {
		got[x.Text] = x.Texts
		if len(x.In) != x.Texts || x.Tone < -1 || x.Tone > 1 {
			t.Errorf("%+v", x)
		}
	}
	want := map[string]int{"窗口排队": 3, "排队": 5, "医生": 2, "态度": 2, "bus lane": 3}
	for text, n := range want {
		if got[text] == 0 {
			t.Errorf("%s is not among %v", text, got)
		} else if got[text] > n {
			t.Errorf("%s is in %d texts, want %d", text, got[text], n)
		}
	}
	for _, gone := range []string{"lane", "窗口"} { // told by their phrases
		if got[gone] > 0 {
			t.Errorf("%s is listed beside its phrase", gone)
		}
	}
}

func FuzzTheme(f *testing.F) {
	for _, s := range []string{"窗口排队时间太长。態度不好！", "1. one 2. two", "\xff乾", "ﷺ①㈠"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v := Tone(s); !(v >= -1 && v <= 1) {
			t.Fatalf("tone %v", v)
		}
		if utf8.ValidString(s) && !utf8.ValidString(Simplify(s)) {
			t.Fatal("invalid UTF-8")
		}
		parts := Statements(s)
		Merge(parts, Likeness)
		for _, x := range Terms(parts, 1) {
			if x.Texts < 1 || x.Texts > len(parts) {
				t.Fatalf("%+v of %d statements", x, len(parts))
			}
		}
	})
}

func TestCut(t *testing.T) {
	for text, want := range map[string][]string{
		"岚屿市民意调查反馈报告":             {"岚屿市", "民意调查", "反馈", "报告"},
		"海岳市整改任务清单":               {"海岳市", "整改", "任务", "清单"},
		"关于2025年度满意度测评结果的通报":      {"关于", "2025", "年度", "满意度", "测评", "结果", "的", "通报"},
		"Rectification Notice: A": {"Rectification", " ", "Notice", ":", " ", "A"},
		"\xff":                    {"\xff"},
		"":                        nil,
	} {
		if diff := cmp.Diff(want, Cut(text)); diff != "" {
			t.Errorf("Cut(%q): %s", text, diff)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if text := rapid.String().Draw(t, "text"); strings.Join(Cut(text), "") != text {
			t.Errorf("Cut(%q) = %q", text, Cut(text))
		}
	})
}
