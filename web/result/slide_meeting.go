package result

import (
	"slices"

	"minping/survey/document"
	"minping/survey/report"
)

// How much of a meeting's results a slide holds.
const (
	mostGraded = 10 // units of a table of grades
	mostVoted  = 8  // candidates of a vote
)

// gradeSlides are the grades of an evaluation by ticket, as on the one-page
// table for the meeting.
func (p *resultsPage) gradeSlides() (all []slide, err error) {
	if p.Release.Evaluation == nil {
		return nil, nil
	}
	for _, t := range p.Release.Evaluation.Tiers {
		d := report.MeetingTable(p.Release, t.Tier, p.Lang)
		if d == nil {
			continue
		}
		at := slices.IndexFunc(d.Blocks, func(b document.Block) bool { _, is := b.(document.Table); return is })
		table, _ := d.Blocks[at].(document.Table) // there is one in every such document
		rows, first := table.Rows, 1
		for part := range slices.Chunk(rows, mostGraded) {
			table.Rows = part
			s := slide{Ask: p.T("screen.ask.grades", "tier", p.tierTitle(t.Tier)), Head: p.T("screen.grades", "count", len(rows))}
			if len(part) < len(rows) {
				s.Ask = p.T("screen.part", "ask", s.Ask, "first", first, "last", first+len(part)-1, "of", len(rows))
			}
			figure, err := (&document.Document{Lang: d.Lang, Blocks: []document.Block{table}}).HTML(2)
			if err != nil {
				return nil, err
			}
			s.Figure = `<div class="document">` + figure + `</div>`
			s.note(p.T("screen.grades.note"))
			all = append(all, s)
			first += len(part)
		}
	}
	return all, nil
}

// voteSlides are the votes, a slide each or more.
func (p *resultsPage) voteSlides() (all []slide) {
	votes := &votesPage{resultsPage: *p}
	for i := range p.Release.Votes {
		section := votes.section(&p.Release.Votes[i])
		base := slide{Ask: section.Title, Head: votes.voteHeadline(&p.Release.Votes[i])}
		base.note(section.Sheets)
		base.note(section.Rule)
		if len(section.Rows) == 0 {
			all = append(all, base)
		}
		first := 1
		for rows := range slices.Chunk(section.Rows, mostVoted) {
			s := base
			if len(rows) < len(section.Rows) {
				s.Ask = p.T("screen.part", "ask", section.Title, "first", first, "last", first+len(rows)-1, "of", len(section.Rows))
			}
			list := slideList{Title: p.T("screen.votes"), Mark: "none"}
			for _, r := range rows {
				detail := r.Share
				for _, more := range []string{r.Verdict, r.Place, r.About} {
					if more != "" {
						detail += p.T("votes.comma") + more
					}
				}
				list.Units = append(list.Units, slideUnit{Name: r.Rank + " " + r.Name, Figure: r.Votes, Detail: detail, Way: r.Way})
			}
			s.Lists = []slideList{list}
			all = append(all, s)
			first += len(rows)
		}
	}
	return all
}
