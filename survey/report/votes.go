package report

import (
	"fmt"
	"slices"
	"strconv"

	"minping/survey"
)

// csvVote are the columns that a table has more where there was a vote; its rows
// have the level "vote", the item as node and a candidate: one row for the
// votes in favour, one for each option of a choice, one for each group that is
// told. A vote of which too few took part has one row without a candidate.
var csvVote = []string{
	"candidate", "candidate_name", "written", "option", "votes", "expected", "cast", "vote_void", "vote_abstained",
	"verdict", "vote_rank", "class", "tied",
}

// csvVotes are the rows of a vote.
func csvVotes(r *survey.Release, v *survey.VoteResult, before int, lang string) (rows [][]string) {
	row := func(unit, group string, cells ...string) {
		line := make([]string, before)
		line[0], line[1], line[4] = survey.PlainCell(unit), survey.PlainCell(unitName(r, unit, lang)), survey.PlainCell(group)
		line[5], line[6], line[7] = survey.PlainCell(v.Item), survey.PlainCell(v.Text.In(lang)), "vote"
		line[8] = strconv.FormatBool(v.Few)
		rows = append(rows, append(line, cells...))
	}
	sheets := func(s survey.VoteSheets) []string {
		return []string{strconv.Itoa(s.Expected), strconv.Itoa(s.Cast), strconv.Itoa(s.Invalid), strconv.Itoa(s.Abstained)}
	}
	if v.Few {
		row(v.Unit, "")
	}
	for i := range v.Candidates {
		c := &v.Candidates[i]
		s, unit := v.VoteSheets, v.Unit
		if c.Sheets != nil {
			s, unit = *c.Sheets, c.ID
		}
		who := []string{survey.PlainCell(c.ID), survey.PlainCell(c.Name.In(lang)), strconv.FormatBool(c.Written)}
		line := func(group, option string, votes int, more ...string) {
			row(unit, group, append(append(slices.Clone(who), survey.PlainCell(option), strconv.Itoa(votes)), more...)...)
		}
		line("", "", c.Votes, append(sheets(s), c.Verdict, strconv.Itoa(c.Rank), strconv.Itoa(c.Class), strconv.FormatBool(c.Tied))...)
		for _, o := range v.Options {
			line("", o.Code, c.Options[o.Code])
		}
		for _, g := range r.Groups {
			if n, told := c.Groups[g.ID]; told {
				line(g.ID, "", n)
			}
		}
	}
	return rows
}

// VoteLines are the votes in short, a line each: what was voted on, then each
// candidate with his votes, what was decided and which place he won.
func VoteLines(r *survey.Release, lang string) (lines []string) {
	b := &book{words: words{lang}, r: r}
	for i := range r.Votes {
		v := &r.Votes[i]
		lines = append(lines, b.voteTitle(v)+b.say("　", "  ")+b.ballots(v))
		for j := range v.Candidates {
			c := &v.Candidates[j]
			line := fmt.Sprintf("%4d  %s  %d", c.Rank, c.Name.In(lang), c.Votes)
			for _, more := range []string{b.verdict(c), b.place(v, c)} {
				if more != "" {
					line += "  " + more
				}
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// voteTitle is what was voted on.
func (b *book) voteTitle(v *survey.VoteResult) string {
	if v.Unit != "" && len(b.r.Units) > 1 {
		return unitName(b.r, v.Unit, b.lang) + b.say("：", ": ") + v.Text.In(b.lang)
	}
	return v.Text.In(b.lang)
}

// votes adds a sheet for each vote: who got how many votes, of how many, and
// what was decided.
func (b *book) votes() {
	for i := range b.r.Votes {
		b.vote(&b.r.Votes[i])
	}
}

func (b *book) vote(v *survey.VoteResult) {
	s := b.sheet(b.say("票数", "Votes"), b.title(b.voteTitle(v)), b.ballots(v))
	heads := []head{
		{b.say("名次", "Rank"), 7, true},
		{b.say("表决对象", "Candidate"), 30, false},
		{b.say("得票", "Votes"), 9, true},
		{b.say("得票率", "Share"), 9, true},
		{b.say("结果", "Result"), 16, false},
		{b.say("名额", "Place"), 18, false},
	}
	for _, o := range v.Options {
		heads = append(heads, head{o.Label.In(b.lang), 9, true})
	}
	groups := b.voteGroups(v)
	for _, g := range groups {
		heads = append(heads, head{b.say("赞成：", "For: ") + g.Title.In(b.lang), 14, true})
	}
	heads = append(heads, head{b.say("上一轮得票", "Votes before"), 12, true})
	s.heads(2, heads...)
	for i := range v.Candidates {
		c := &v.Candidates[i]
		cells := []cell{
			{c.Rank, atTop(countLook)},
			{b.candidate(c), wrapLook},
			{c.Votes, atTop(countLook)},
			{voteShare(v, c), atTop(shareLook)},
			{b.verdict(c), wrapLook},
			{b.place(v, c), wrapLook},
		}
		for _, o := range v.Options {
			cells = append(cells, cell{c.Options[o.Code], atTop(countLook)})
		}
		for _, g := range groups {
			cells = append(cells, cell{c.Groups[g.ID], atTop(countLook)})
		}
		if len(c.Earlier) > 0 {
			cells = append(cells, cell{c.Earlier[0].Votes, atTop(countLook)})
		}
		s.put(cells...)
	}
	s.put()
	s.put(cell{b.say("票数是实际数字，不是估计，没有误差。同票不由系统决定先后。", "Votes are counts, not estimates: they have no error. No tie is broken."), look{color: ink2}})
	if v.Few {
		s.put(cell{b.say("参加的人太少，不公布票数。", "Too few took part for the votes to be told."), look{color: ink2}})
	}
}

// ballots says how many voted, and the rule.
func (b *book) ballots(v *survey.VoteResult) string {
	text := fmt.Sprintf(b.say("收回 %d 张，有效 %d 张，无效 %d 张，弃权 %d 张。", "%d returned, %d valid, %d void, %d abstained."), v.Cast, v.Cast-v.Invalid, v.Invalid, v.Abstained)
	if v.Expected > 0 {
		text = fmt.Sprintf(b.say("应到 %d 人，", "%d expected; "), v.Expected) + text
	}
	if v.Quorum != "" {
		text += fmt.Sprintf(b.say("参加的须达应到的 %s。", " At least %s of those expected must take part."), v.Quorum)
	}
	if v.Majority != "" {
		base := map[survey.VoteBase]string{
			survey.BaseExpected: b.say("应到人数", "those expected"), survey.BaseCast: b.say("收回票数", "those returned"),
			survey.BaseDecided: b.say("赞成与反对之和", "those for and against"),
		}[v.Base]
		text += fmt.Sprintf(b.say("赞成超过%s的 %s 为通过。", " Carried with more than %[2]s of %[1]s."), base, v.Majority)
	}
	return text
}

// voteShare is a candidate's votes of what the rule counts from, 0–1.
func voteShare(v *survey.VoteResult, c *survey.Candidate) survey.Num {
	s := v.VoteSheets
	if c.Sheets != nil {
		s = *c.Sheets
	}
	if v.Base == survey.BaseExpected && s.Expected > 0 {
		return survey.Num(float64(c.Votes) / float64(s.Expected))
	}
	return survey.Num(float64(c.Votes) / float64(max(s.Cast, 1)))
}

func (b *book) verdict(c *survey.Candidate) string {
	switch {
	case c.TwiceLost():
		return b.say("两次未通过", "lost twice")
	case c.Verdict == "carried":
		return b.say("通过", "carried")
	case c.Verdict == "lost":
		return b.say("未通过", "lost")
	case c.Verdict == "inquorate":
		return b.say("人数不足，无效", "no quorum")
	}
	return ""
}

// place says which places a candidate won.
func (b *book) place(v *survey.VoteResult, c *survey.Candidate) string {
	name := func(class int) string {
		switch {
		case class == 0:
			return b.say("未入选", "none")
		case len(v.Places) == 1:
			return b.say("入选", "chosen")
		}
		return fmt.Sprintf(b.say("第 %d 档", "class %d"), class)
	}
	switch {
	case len(v.Places) == 0:
		return ""
	case c.Tied:
		return fmt.Sprintf(b.say("同票待定：%s或%s", "tied: %s or %s"), name(c.Upper), name(c.Class))
	}
	return name(c.Class)
}
