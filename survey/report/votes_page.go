package report

import (
	"slices"

	"minping/survey"
	"minping/survey/chart"
)

// A voteView is a vote on the page of the report.
type voteView struct {
	Title, Finding, Sheets    string
	Verdicts, Places, Earlier bool // whether there are such
	Options, Groups           []string
	Rows                      []voteRow
}

type voteRow struct {
	Rank, Name, Votes, Share, Verdict, Place, Earlier string
	Options, Groups                                   []string
}

// scored reports whether a release scores anything at all; one of votes alone
// does not.
func scored(r *survey.Release) bool { return len(r.Items) > 0 }

// voteViews are the votes as the page shows them.
func (w words) voteViews(r *survey.Release) (views []voteView) {
	b := &book{words: w, r: r}
	for i := range r.Votes {
		views = append(views, b.voteView(&r.Votes[i]))
	}
	return views
}

func (b *book) voteView(v *survey.VoteResult) voteView {
	view := voteView{
		Title: b.voteTitle(v), Finding: b.voteFinding(v), Sheets: b.ballots(v), Places: len(v.Places) > 0,
		Verdicts: slices.ContainsFunc(v.Candidates, func(c survey.Candidate) bool { return c.Verdict != "" }),
		Earlier:  slices.ContainsFunc(v.Candidates, func(c survey.Candidate) bool { return len(c.Earlier) > 0 }),
	}
	for _, o := range v.Options {
		view.Options = append(view.Options, o.Label.In(b.lang))
	}
	groups := b.voteGroups(v)
	for _, g := range groups {
		view.Groups = append(view.Groups, b.say("赞成：", "For: ")+g.Title.In(b.lang))
	}
	for i := range v.Candidates {
		c := &v.Candidates[i]
		row := voteRow{
			Rank: b.thousands(c.Rank), Name: b.candidate(c), Votes: b.thousands(c.Votes), Share: chart.Percent(voteShare(v, c)),
			Verdict: b.verdict(c), Place: b.place(v, c),
		}
		for _, o := range v.Options {
			row.Options = append(row.Options, b.thousands(c.Options[o.Code]))
		}
		for _, g := range groups {
			row.Groups = append(row.Groups, b.thousands(c.Groups[g.ID]))
		}
		if len(c.Earlier) > 0 {
			row.Earlier = b.sayf("%d（收回 %d）", "%d of %d", c.Earlier[0].Votes, c.Earlier[0].Cast)
		}
		view.Rows = append(view.Rows, row)
	}
	return view
}

// voteGroups are the groups of which votes in favour are told.
func (b *book) voteGroups(v *survey.VoteResult) []survey.GroupInfo {
	return slices.DeleteFunc(slices.Clone(b.r.Groups), func(g survey.GroupInfo) bool {
		return !slices.ContainsFunc(v.Candidates, func(c survey.Candidate) bool { _, told := c.Groups[g.ID]; return told })
	})
}

// candidate names a candidate, and says of whom was written in that he was.
func (b *book) candidate(c *survey.Candidate) string {
	if c.Written {
		return c.Name.In(b.lang) + b.say("（另提）", " (written in)")
	}
	return c.Name.In(b.lang)
}

// voteFinding is what a vote came to, in a sentence.
func (b *book) voteFinding(v *survey.VoteResult) string {
	chosen, tied, carried, decided := 0, 0, 0, 0
	for i := range v.Candidates {
		switch c := &v.Candidates[i]; {
		case c.Tied:
			tied++
		case c.Class > 0:
			chosen++
		}
		if verdict := v.Candidates[i].Verdict; verdict != "" {
			decided++
			if verdict == "carried" {
				carried++
			}
		}
	}
	switch {
	case v.Few || len(v.Candidates) == 0:
		return b.say("参加的人太少，不公布票数", "Too few took part for the votes to be told")
	case decided == 1 && len(v.Candidates) == 1:
		return b.sayf("%s：%s，赞成 %d 票", "%s: %s, %d for", v.Candidates[0].Name.In(b.lang), b.verdict(&v.Candidates[0]), v.Candidates[0].Votes)
	case decided > 0:
		return b.sayf("%d 项中通过 %d 项", "Of %d, %d carried", decided, carried)
	case len(v.Places) > 0 && tied > 0:
		return b.sayf("%d 个入选，%d 个同票待定", "%d chosen, %d tied for the rest", chosen, tied)
	case len(v.Places) > 0:
		return b.sayf("%d 个入选", "%d chosen", chosen)
	}
	return b.sayf("得票最多的是%s，%d 票", "Most votes: %s, %d", b.candidate(&v.Candidates[0]), v.Candidates[0].Votes)
}
