package notify

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode"
)

// A Mail is one message to one person.
type Mail struct {
	ID       string // the part of the Message-ID before the @
	From, To mail.Address
	Date     time.Time
	Note
}

// A Note is what a message says, whatever way it goes.
type Note struct {
	Kind    Kind
	Poll    string // id; "": of none
	Lang    string
	Subject string
	Text    string // paragraphs are parted by an empty line
	Link    string // where to go on; "": nowhere
}

// Bytes returns the message as RFC 5322 has it: plain text, and the same as
// HTML. No header can be broken out of: control characters become spaces, and
// all that is not ASCII is encoded (RFC 2047). Auto-Submitted (RFC 3834) keeps
// out-of-office replies away.
func (m Mail) Bytes() ([]byte, error) {
	page, err := m.html()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	sum := sha256.Sum256([]byte(m.ID))
	if err := parts.SetBoundary("part-" + hex.EncodeToString(sum[:12])); err != nil {
		return nil, err
	}
	for _, h := range [][2]string{
		{"Date", m.Date.Format(time.RFC1123Z)},
		{"From", header(m.From)},
		{"To", header(m.To)},
		{"Subject", encoded(m.Subject)},
		{"Message-ID", "<" + oneLine(m.ID) + "@" + domainOf(m.From.Address) + ">"},
		{"Auto-Submitted", "auto-generated"},
		{"Content-Language", oneLine(m.Lang)},
		{"MIME-Version", "1.0"},
		{"Content-Type", "multipart/alternative; boundary=" + parts.Boundary()},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	b.WriteString("\r\n")
	for _, part := range []struct{ kind, text string }{{"text/plain", m.Text}, {"text/html", string(page)}} {
		w, err := parts.CreatePart(textproto.MIMEHeader{
			"Content-Type": {part.kind + "; charset=utf-8"}, "Content-Transfer-Encoding": {"base64"},
		})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(inLines([]byte(part.text))); err != nil {
			return nil, err
		}
	}
	if err := parts.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// header writes an address with its name.
func header(a mail.Address) string {
	a.Name = oneLine(a.Name)
	return folded(a.String())
}

// encoded writes text of a header.
func encoded(s string) string { return folded(mime.BEncoding.Encode("utf-8", oneLine(s))) }

// folded puts each encoded word on a line of its own, so that no line grows
// beyond what mail may have.
func folded(s string) string { return strings.ReplaceAll(s, "?= =?", "?=\r\n =?") }

// oneLine makes every control character a space.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s))
}

// lineLength is the most characters of a line of base64 in mail (RFC 2045).
const lineLength = 76

// inLines writes base64 in lines; line feeds of the text become those of mail.
func inLines(text []byte) []byte {
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	all := base64.StdEncoding.EncodeToString(text)
	var b bytes.Buffer
	for len(all) > lineLength {
		b.WriteString(all[:lineLength] + "\r\n")
		all = all[lineLength:]
	}
	b.WriteString(all + "\r\n")
	return b.Bytes()
}

func domainOf(address string) string {
	return address[strings.LastIndex(address, "@")+1:]
}
