package slips

import (
	"strings"
	"time"
)

// words is what slips of a batch say, in a language.
type words struct {
	Batch
	lang string
}

// Say chooses between the two languages.
func (v words) Say(zh, en string) string {
	if v.lang == "en" {
		return en
	}
	return zh
}

// Language is the language as BCP 47 has it.
func (v words) Language() string { return v.Say("zh-CN", "en") }

// Heading is the poll's title.
func (v words) Heading() string { return v.Title.In(v.lang) }

// Host is who asks.
func (v words) Host() string { return v.Poll.Organiser.In(v.lang) }

// For says as what, and about whom, the bearer answers.
func (v words) For() string {
	var said []string
	if as := v.As.In(v.lang); as != "" {
		said = append(said, as)
	}
	if units := v.unitNames(v.lang); units != "" {
		said = append(said, v.Say("评价"+units, "about "+units))
	}
	return strings.Join(said, v.Say("，", ", "))
}

// Cover is what the sheet that comes first says.
func (v words) Cover() string {
	return v.Say("各票种测评码张数", "Codes by category")
}

// Hint is how slips of several categories are handed out.
func (v words) Hint() string {
	return v.Say("同一票种的票条左边色带相同；分票种装袋，当场发给本票种的人，实发、剩余张数填在下表。哪个码发给了谁，不要记录。",
		"Slips of a category carry the same band. Pack them by category, hand them out in the hall, and note below how many were given and how many are left. Do not note who got which.")
}

// Window says from when and until when the poll can be answered, in parts
// that may stand on lines of their own.
func (v words) Window() []string {
	opens, closes := v.Poll.Opens, v.Poll.Closes
	switch {
	case opens.IsZero() && closes.IsZero():
		return nil
	case opens.IsZero():
		return []string{v.Say(v.clock(closes)+" 截止", "Until "+v.clock(closes))}
	case closes.IsZero():
		return []string{v.Say(v.clock(opens)+" 起", "From "+v.clock(opens))}
	}
	return []string{v.clock(opens), v.Say("至 ", "to ") + v.clock(closes)}
}

// clock writes a time, without spaces where a line may break.
func (v words) clock(t time.Time) string {
	layout := v.Say("2006年1月2日 15:04", "2 January 2006, 15:04")
	return strings.ReplaceAll(t.In(v.Zone).Format(layout), " ", "\u00a0")
}

// Kept is the promise in a word.
func (v words) Kept() string { return v.Say("保密", "Confidential") }

// Promise says what that means.
func (v words) Promise() string {
	return v.Say("：此码只证明您有资格填答；哪个码发给了谁，系统不留记录。限用一次，遗失不补。",
		": the code shows only that you may answer; who got which is not recorded. For one use; not replaced if lost.")
}

// How says how the code is used.
func (v words) How() string {
	return v.Say("扫码；或打开此网址，输入上面的测评码：", "Scan, or open this address and enter the code:")
}

// Short is the address, as people type it.
func (v words) Short() string {
	return short(v.address())
}
