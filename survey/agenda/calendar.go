package agenda

import (
	"strings"
	"time"
	"unicode/utf8"

	"minping/survey"
)

// Calendar writes what is due as an iCalendar object (RFC 5545): an all-day event
// each. name titles it; unit names units; base is where the server is.
func Calendar(dues []Due, name, lang, base string, unit func(id string) string, now time.Time) string {
	var b strings.Builder
	line := func(name, value string) { fold(&b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Minping//Calendar//EN")
	line("CALSCALE", "GREGORIAN")
	line("METHOD", "PUBLISH")
	line("X-WR-CALNAME", escape(name))
	for _, x := range dues {
		line("BEGIN", "VEVENT")
		line("UID", escape(string(x.Kind)+"-"+x.ID+"@minping"))
		line("DTSTAMP", now.UTC().Format("20060102T150405Z"))
		fold(&b, "DTSTART;VALUE=DATE:"+compact(x.Day))
		fold(&b, "DTEND;VALUE=DATE:"+compact(x.Day.Add(1)))
		line("SUMMARY", escape(x.title(lang, unit)))
		line("URL", base+x.Path)
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return b.String()
}

// title is what is due, by whom.
func (x Due) title(lang string, unit func(id string) string) string {
	parts := []string{x.What.In(lang)}
	if x.Unit != "" {
		parts = append(parts, unit(x.Unit))
	}
	if x.Person != "" {
		parts = append(parts, x.Person)
	}
	return strings.Join(parts, " · ")
}

func compact(d survey.Day) string { return strings.ReplaceAll(string(d), "-", "") }

// escape writes a text value (RFC 5545, 3.3.11). Other control characters have no
// place in one.
func escape(s string) string {
	s = strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\r\n", "\\n", "\n", "\\n", "\r", "\\n").Replace(strings.ToValidUTF8(s, "�"))
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// widest is the most octets of a line without its end (RFC 5545, 3.1).
const widest = 75

// fold writes a line, continued where it is too long, never within a character.
func fold(b *strings.Builder, line string) {
	room := widest
	for len(line) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], widest-1
	}
	b.WriteString(line + "\r\n")
}
