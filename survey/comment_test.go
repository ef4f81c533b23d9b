package survey

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"minping/scoring"
)

func TestRedact(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"请联系13800138000，谢谢", "请联系▇▇，谢谢"},
		{"电话 138 0013 8000 或 138-0013-8000", "电话 ▇▇ 或 ▇▇"},
		{"+86 13800138000", "▇▇"},
		{"１３８００１３８０００可以找到我", "▇▇可以找到我"},
		{"座机0571-87654321转 8", "座机▇▇转 8"},
		{"打12345热线没人接", "打12345热线没人接"},
		{"身份证 33010619900307231X。", "身份证 ▇▇。"},
		{"身份证330106 19900307 2315", "身份证▇▇"},
		{"卡号 6222 0202 0000 1234 567", "卡号 ▇▇"},
		{"写信到zhang.san_1@mail.example.com.cn吧", "写信到▇▇吧"},
		{"ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "▇▇"},
		{"公车浙A·12345违停，还有京AD12345和粤B123警", "公车▇▇违停，还有▇▇和粤B123警"},
		{"车牌 苏E 88888", "车牌 ▇▇"},
		{"幺三八零零幺三八零零零打给我", "▇▇打给我"},
		{"我的微信号：zhangsan_88，QQ 123456", "我的微信号：▇▇，QQ ▇▇"},
		{"群里发过 wechat abc12345", "群里发过 wechat ▇▇"},
		{"2026年3月15日办理，收费1200元，等了45分钟", "2026年3月15日办理，收费1200元，等了45分钟"},
		{"2026-03-15 去的，三楼 302 室", "2026-03-15 去的，三楼 302 室"},
		{"案号1234567，流水99887766554433", "案号▇▇，流水▇▇"},
		{"一二三四楼都没有座位", "一二三四楼都没有座位"},
		{"", ""},
	} {
		got := Redact(tt.text)
		if got != tt.want {
			t.Errorf("%s becomes %s, want %s", tt.text, got, tt.want)
		}
		if !IsRedaction(tt.text, got) {
			t.Errorf("%s is no redaction of %s", got, tt.text)
		}
	}
}

func TestIsRedaction(t *testing.T) {
	for _, tt := range []struct {
		body, shown string
		want        bool
	}{
		{"处长王某态度差", "处长王某态度差", true},
		{"处长王某态度差", "处长▇▇态度差", true},
		{"处长王某态度差", "▇▇态度▇▇", true},
		{"处长王某态度差", "▇▇", true},
		{"处长王某态度差", "处长▇▇态度好", false},
		{"处长王某态度差", "态度▇▇", false},
		{"处长王某态度差", "▇▇态度", false},
		{"处长王某态度差", "差▇▇态度", false},
		{"处长王某态度差", "态度差", false},
		{"ab", "ab▇▇b", false},
		{"abcab", "ab▇▇ab", true},
		{"", "▇▇▇▇▇▇▇▇", false},
	} {
		if got := IsRedaction(tt.body, tt.shown); got != tt.want {
			t.Errorf("%q of %q: %t", tt.shown, tt.body, got)
		}
	}
}

// Whatever is written, a proposal is a redaction, also of itself.
func TestRedactIsARedaction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{
			"1", "3", "8", "一", "幺", "-", " ", "@", "a.cn", "京A", "ＱＱ", "x", "好", "\n", "▇▇", "\u00e9",
		})).Draw(t, "parts"), "")
		once := Redact(text)
		if !IsRedaction(text, once) && !strings.Contains(text, Blackout) {
			t.Errorf("%q becomes %q", text, once)
		}
	})
}

// No sum or difference of lists of comments tells of fewer people than a list
// must hold, whatever the tree of units, and every comment is in one list at
// most (trust test 41, of comments).
func TestListsOfCommentsTellNothingSmall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "units")
		release := &Release{Method: Method{RollUp: rapid.Bool().Draw(t, "roll up")}}
		var units []Unit
		own := map[commentOrigin]int{}
		for i := range n {
			u := Unit{ID: fmt.Sprint(i)}
			if i > 0 && rapid.Bool().Draw(t, "below another") {
				u.Parent = fmt.Sprint(rapid.IntRange(0, i-1).Draw(t, "parent"))
			}
			own[commentOrigin{unit: u.ID}] = rapid.IntRange(0, 14).Draw(t, "comments")
			units = append(units, u)
			release.Units = append(release.Units, UnitResult{Unit: u.ID, Suppressed: rapid.IntRange(0, 5).Draw(t, "hidden") == 0})
		}
		const least = 10
		p := newCommentPlanner(release, units, least, nil)
		plan := CommentPlan{Least: least, Lists: p.plan("q", own)}
		lists := plan.lists()
		atoms := make([]int, n)
		held := map[string][]int{}
		for i, u := range units {
			atoms[i] = own[commentOrigin{unit: u.ID}]
			if l, ok := p.listOf(lists, "q", commentOrigin{unit: u.ID}); ok {
				held[l.Unit] = append(held[l.Unit], i)
			} else if atoms[i] >= least && !release.Units[i].Suppressed {
				t.Errorf("unit %s has %d comments and no list", u.ID, atoms[i])
			}
		}
		var totals [][]int
		for _, l := range plan.Lists {
			sum := 0
			for _, atom := range held[l.Unit] {
				sum += atoms[atom]
			}
			if sum != l.Comments || sum < least || release.Unit(l.Unit).Suppressed {
				t.Errorf("list %v holds %d", l, sum)
			}
			totals = append(totals, held[l.Unit])
		}
		if len(totals) != len(held) {
			t.Errorf("%d lists, comments in %d", len(totals), len(held))
		}
		if small := scoring.Derivable(atoms, totals, least); len(small) > 0 {
			t.Errorf("derivable: %v of %v", small, totals)
		}
	})
}

// A recordBox streams records.
type recordBox struct {
	BallotBox
	records []Record
	passes  atomic.Int32 // over the first part
}

func (b *recordBox) Stream(_ context.Context, _ string, part, parts int, each func(*Record) error) error {
	if part == 0 {
		b.passes.Add(1)
	}
	for i := part; i < len(b.records); i += parts {
		if err := each(&b.records[i]); err != nil {
			return err
		}
	}
	return nil
}

// Texts that do not fit into memory at once are drawn in several passes, each
// comment once, none with a trace of where its ballot lay.
func TestCommentsAreDrawnInParts(t *testing.T) {
	const n, size = 2000, 40
	box := &recordBox{}
	want := map[string]int{}
	for i := range n {
		text := fmt.Sprintf("%0*d", size, i%(n/2)) // each text twice
		want[text]++
		box.records = append(box.records, Record{Unit: []byte("u"), Scored: []byte{byte(i), byte(i >> 8)}, Rest: appendAnswers(nil, Answers{"why": {text}})})
	}
	d := &commentDraw{
		box: box, questions: []OpenQuestion{{ID: "why"}}, ids: []string{"why"}, keys: [][]byte{[]byte(`"why":`)},
		planner: newCommentPlanner(&Release{Units: []UnitResult{{Unit: "u"}}}, []Unit{{ID: "u"}}, 10, nil),
		own:     []map[commentOrigin]int{{}}, bytes: make([]int, 1), atOnce: n * size / 8,
	}
	if err := d.count(t.Context()); err != nil || d.plan.Lists[0].Comments != n || d.bytes[0] != n*size {
		t.Fatalf("counted %v, %d bytes, %v", d.plan, d.bytes, err)
	}
	box.passes.Store(0)
	got, ids, largest := map[string]int{}, map[string]bool{}, 0
	err := d.draw(t.Context(), 0, func(c []Comment) error {
		largest = max(largest, len(c))
		for _, c := range c {
			got[c.Body]++
			ids[c.ID] = true
		}
		return nil
	})
	if err != nil || len(ids) != n || box.passes.Load() != 9 || largest > addedAtOnce {
		t.Errorf("%d ids, %d passes, %d at once, %v", len(ids), box.passes.Load(), largest, err)
	}
	for text, times := range want {
		if got[text] != times {
			t.Errorf("%s is drawn %d times, want %d", text, got[text], times)
		}
	}
}

// A shuffle reaches every order alike.
func TestShuffle(t *testing.T) {
	seen := map[string]int{}
	const rounds = 12000
	for range rounds {
		list := []byte("abcd")
		Shuffle(list)
		seen[string(list)]++
	}
	square := 0.0
	for _, n := range seen {
		square += float64(n-rounds/24) * float64(n-rounds/24) / (rounds / 24)
	}
	if len(seen) != 24 || square > 70 { // χ², 23 degrees of freedom: one run in 10⁶
		t.Errorf("%d orders, χ² %.1f", len(seen), square)
	}
	if slices.Contains([]uint64{below(1), below(1)}, 1) {
		t.Error("1 is not below 1")
	}
}
