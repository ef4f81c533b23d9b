package report

import (
	"minping/survey"
	"minping/survey/document"
)

// Said is what was written about one unit in answer to one question: a released
// list, in an order of its own, which names nobody.
type Said struct {
	Question string // id
	Apart    bool   // groups are told apart
	Group    string // id of the group whose list it is; "": of groups together
	Texts    []string
}

// Voices returns the released comments about a unit, none where there are too few.
type Voices func(unit string) ([]Said, error)

// Hear reads the lists about a unit itself that an index has.
func Hear(index *survey.CommentIndex, unit string, texts func(survey.CommentList) ([]string, error)) (said []Said, err error) {
	for _, l := range index.Lists {
		if l.Unit != unit || l.Comments == 0 {
			continue
		}
		s := Said{Question: l.Item, Apart: len(index.Groups) > 0, Group: l.Group}
		if s.Texts, err = texts(l.CommentList); err != nil {
			return nil, err
		}
		said = append(said, s)
	}
	return said, nil
}

// hear adds what was said to a report.
func (f *feedback) hear(voices Voices) (err error) {
	if f != nil && voices != nil {
		f.said, err = voices(f.unit.Unit)
	}
	return err
}

// comments are on a page of their own, so that they stand beside no score.
func (f *feedback) comments() (blocks []document.Block) {
	apart := false
	for i, s := range f.said {
		title := s.Question
		for _, q := range f.r.Open {
			if q.ID == s.Question {
				title = q.Text.In(f.lang)
			}
		}
		if i == 0 || f.said[i-1].Question != s.Question {
			blocks = append(blocks, document.Heading{Level: 2, Text: title})
		}
		if s.Apart {
			apart = true
			blocks = append(blocks, document.Heading{Level: 3, Text: f.voice(f.r, s.Group)})
		}
		for _, text := range s.Texts {
			blocks = append(blocks, document.Text("· "+text))
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	note := f.say("评语经审阅后发布，顺序随机，不分主体，与得分无关；涉及个人身份的部分已遮去。", "Comments were reviewed, stand in a random order, by no group and beside no score; what would tell of a person is blacked out.")
	if apart {
		note = f.say("评语经审阅后发布，顺序随机，与得分无关；够条数的主体单列，其余合并；涉及个人身份的部分已遮去。",
			"Comments were reviewed, stand in a random order and beside no score; a group of whom enough wrote is listed by itself, the others together; what would tell of a person is blacked out.")
	}
	return append([]document.Block{
		document.Break{}, document.Heading{Level: 1, Text: f.say("评语", "Comments")}, document.Note(note),
	}, blocks...)
}

// voice names the group of a list of comments, where groups are told apart.
func (w words) voice(r *survey.Release, group string) string {
	for _, g := range r.Groups {
		if g.ID == group {
			return g.Title.In(w.lang)
		}
	}
	return w.say("合并列出", "Groups together")
}
