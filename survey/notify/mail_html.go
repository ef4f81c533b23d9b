package notify

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"
)

//go:embed mail.html
var mailSource string

// mailPage is the HTML of every mail. Readers of mail know no style sheets, so
// that its styles stand at the elements.
var mailPage = template.Must(template.New("mail").Parse(mailSource))

// A piece of a line is text, or the link of the note.
type piece struct {
	Text string
	Link bool
}

// html writes the note as a page. Text is escaped; the one link in it is the
// note's own.
func (m Mail) html() ([]byte, error) {
	var b bytes.Buffer
	err := mailPage.Execute(&b, struct {
		Lang, Subject, Link, House string
		Paragraphs                 [][][]piece
	}{m.Lang, oneLine(m.Subject), m.Link, defaults["house"].In(m.Lang), m.paragraphs()})
	return b.Bytes(), err
}

// paragraphs returns the text as paragraphs of lines of pieces.
func (n Note) paragraphs() [][][]piece {
	var all [][][]piece
	text := strings.ReplaceAll(n.Text, "\r\n", "\n")
	for _, p := range strings.Split(text, "\n\n") {
		if strings.TrimSpace(p) == "" {
			continue
		}
		var lines [][]piece
		for _, line := range strings.Split(strings.Trim(p, "\n"), "\n") {
			lines = append(lines, n.pieces(line))
		}
		all = append(all, lines)
	}
	return all
}

func (n Note) pieces(line string) []piece {
	var all []piece
	if n.Link != "" {
		for {
			before, after, found := strings.Cut(line, n.Link)
			if !found {
				break
			}
			all = append(all, piece{Text: before}, piece{Text: n.Link, Link: true})
			line = after
		}
	}
	return append(all, piece{Text: line})
}
