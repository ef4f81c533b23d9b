package report

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// CommentFormats lists the formats in which comments are written.
var CommentFormats = []string{"xlsx", "csv", "json", "html"}

// Comments is a release of comments to write: by question and unit, no score
// beside them. Texts returns the comments of a list in an order of its own for
// each file; one list is in memory at once, but for XLSX and JSON, which are
// made in memory.
type Comments struct {
	Release *survey.Release // of the figures: what questions and units are called
	Index   *survey.CommentIndex
	Texts   func(list survey.CommentList) ([]string, error)
}

var commentPage = template.Must(template.ParseFS(templateFiles, "templates/comments.html"))

// Write writes the comments in a format of CommentFormats.
func (c *Comments) Write(w io.Writer, format, lang string) error {
	switch format {
	case "json":
		return c.json(w)
	case "csv":
		return c.csv(w, lang)
	case "xlsx":
		return c.xlsx(w, lang)
	case "html":
		return c.html(w, lang)
	}
	return fmt.Errorf("no format %q of comments: there are %s", format, strings.Join(CommentFormats, ", "))
}

// A commentSection is the comments of one list.
type commentSection struct {
	survey.CommentList
	Name  survey.Text `json:"name"` // of the unit
	Voice string      `json:"-"`    // whose list it is, where groups are told apart
	Texts []string    `json:"comments"`
}

// each passes the lists on a question, in the order of the units.
func (c *Comments) each(question, lang string, use func(commentSection) error) error {
	for _, l := range c.Index.Lists {
		if l.Item != question || l.Comments == 0 {
			continue
		}
		texts, err := c.Texts(l.CommentList)
		if err != nil {
			return err
		}
		s := commentSection{CommentList: l.CommentList, Texts: texts, Name: survey.Text{"zh": l.Unit}}
		if u := c.Release.Unit(l.Unit); u != nil {
			s.Name = u.Name
		}
		if c.apart() {
			s.Voice = words{lang}.voice(c.Release, l.Group)
		}
		if err := use(s); err != nil {
			return err
		}
	}
	return nil
}

// apart reports whether groups are told apart.
func (c *Comments) apart() bool { return len(c.Index.Groups) > 0 }

func (c *Comments) json(w io.Writer) error {
	type question struct {
		survey.OpenQuestion
		Units []commentSection `json:"units"`
	}
	out := struct {
		Poll      *survey.PollRef `json:"poll"`
		Number    int             `json:"release"`
		Least     int             `json:"least"`
		Questions []question      `json:"questions"`
	}{c.Release.Poll, c.Index.Release, c.Index.Least, []question{}}
	for _, q := range c.Release.Open {
		one := question{OpenQuestion: q, Units: []commentSection{}}
		err := c.each(q.ID, "", func(s commentSection) error {
			one.Units = append(one.Units, s)
			return nil
		})
		if err != nil {
			return err
		}
		out.Questions = append(out.Questions, one)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// csv writes a row a comment, with the group of its list where groups are told
// apart; texts that a spreadsheet would take for formulas
// start with an apostrophe.
func (c *Comments) csv(w io.Writer, lang string) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	heads := []string{"item", "question", "unit", "name", "comment"}
	if c.apart() {
		heads = slices.Insert(heads, 4, "group")
	}
	if err := out.Write(heads); err != nil {
		return err
	}
	for _, q := range c.Release.Open {
		err := c.each(q.ID, lang, func(s commentSection) error {
			for _, text := range s.Texts {
				row := []string{q.ID, q.Text.In(lang), s.Unit, s.Name.In(lang), text}
				if c.apart() {
					row = slices.Insert(row, 4, s.Voice)
				}
				for i := range row {
					row[i] = survey.PlainCell(row[i])
				}
				if err := out.Write(row); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

// xlsx writes a sheet a question; all cells are texts.
func (c *Comments) xlsx(w io.Writer, lang string) error {
	var failed error
	err := writeBook(w, c.Release, lang, func(b *book) {
		for i, q := range c.Release.Open {
			s := b.sheet(strconv.Itoa(i+1)+" "+q.Text.In(lang), b.title(q.Text.In(lang)), c.note(b.words))
			heads := []head{{b.say("测评对象", "Unit"), 24, false}, {b.say("意见", "Comment"), 100, false}}
			if c.apart() {
				heads = slices.Insert(heads, 1, head{b.say("测评主体", "Group"), 16, false})
			}
			s.heads(1, heads...)
			failed = c.each(q.ID, lang, func(l commentSection) error {
				for _, text := range l.Texts {
					row := []cell{{l.Name.In(lang), wrapLook}, {text, wrapLook}}
					if c.apart() {
						row = slices.Insert(row, 1, cell{l.Voice, wrapLook})
					}
					s.put(row...)
				}
				return b.err
			})
			if failed != nil {
				return
			}
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

// note says what comments these are, and which are not here.
func (c *Comments) note(w words) string {
	if c.apart() {
		return w.sayf(
			"意见第 %d 版。每题每个对象，满 %d 条的主体单列，不满的合并，合起来仍不满的不列；人人知道是谁填的主体列在自己名下。逐条审核，个人信息涂黑为 %s；顺序随机，与票、时间、得分和其他题的意见都不相连。",
			"Release %d of comments. On a question and unit, a group with %d comments is listed by itself, the others together, and none where these are fewer; groups whose people everybody knows stand under their own name. Each was reviewed, personal details became %s. The order is random and joins no comment to a ballot, a time, a score or another comment.",
			c.Index.Release, c.Index.Least, survey.Blackout,
		)
	}
	return w.sayf(
		"意见第 %d 版。每题每个单位满 %d 条才列出，逐条审核，个人信息涂黑为 %s；顺序随机，与票、时间、得分和其他题的意见都不相连。",
		"Release %d of comments. A question and unit is listed from %d comments on; each was reviewed, personal details became %s. The order is random and joins no comment to a ballot, a time, a score or another comment.",
		c.Index.Release, c.Index.Least, survey.Blackout,
	)
}

func (c *Comments) html(w io.Writer, lang string) error {
	type question struct {
		Text  string
		Lists []commentSection
	}
	v := struct {
		words
		Lang, Title, Note string
		Simulated         bool
		CSS               template.CSS
		Questions         []question
	}{words: words{lang}, Title: c.Release.Title.In(lang), Simulated: c.Release.Simulated, CSS: styles}
	v.Lang, v.Note = v.say("zh-CN", "en"), c.note(v.words)
	if p := c.Release.Poll; p != nil {
		v.Title = p.Title.In(lang)
	}
	for _, q := range c.Release.Open {
		one := question{Text: q.Text.In(lang)}
		err := c.each(q.ID, lang, func(s commentSection) error {
			s.Name = survey.Text{"zh": s.Name.In(lang)}
			one.Lists = append(one.Lists, s)
			return nil
		})
		if err != nil {
			return err
		}
		v.Questions = append(v.Questions, one)
	}
	return fill(w, commentPage, v, lang)
}
