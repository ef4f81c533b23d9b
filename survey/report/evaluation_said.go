package report

import (
	"minping/survey"
	"minping/survey/document"
)

// Said is what was written about one unit in answer to one question: a released
// list, in an order of its own, which names nobody and no group.
type Said struct {
	Question string // id
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
		s := Said{Question: l.Item}
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
	for _, s := range f.said {
		title := s.Question
		for _, q := range f.r.Open {
			if q.ID == s.Question {
				title = q.Text.In(f.lang)
			}
		}
		blocks = append(blocks, document.Heading{Level: 2, Text: title})
		for _, text := range s.Texts {
			blocks = append(blocks, document.Text("· "+text))
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	return append([]document.Block{
		document.Break{},
		document.Heading{Level: 1, Text: f.say("评语", "Comments")},
		document.Note(f.say("评语经审阅后发布，顺序随机，不分主体，与得分无关；涉及个人身份的部分已遮去。", "Comments were reviewed, stand in a random order, by no group and beside no score; what would tell of a person is blacked out.")),
	}, blocks...)
}
