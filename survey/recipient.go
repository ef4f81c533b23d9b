package survey

import (
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Recipient is somebody who is told of a poll by mail. He stands beside no
// ballot and no code: nobody can say from here whether he took part.
type Recipient struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	Group   string `json:"group,omitempty"` // a group of the questionnaire, or ""
	Lang    string `json:"lang,omitempty"`  // "zh", "en"; "": as the poll's texts go by default
}

// The most characters of a recipient's name and address.
const (
	maxRecipientName = 100
	maxAddress       = 254 // RFC 5321
)

// Clean returns the recipient without space around its parts.
func (r Recipient) Clean() Recipient {
	r.Address, r.Name = strings.TrimSpace(r.Address), strings.TrimSpace(r.Name)
	r.Group, r.Lang = strings.TrimSpace(r.Group), strings.ToLower(strings.TrimSpace(r.Lang))
	return r
}

// Check says what is wrong with the recipient of a poll with these groups.
func (r Recipient) Check(groups []string) (errs FieldErrors) {
	if e := CheckAddress(r.Address); e != nil {
		errs = append(errs, *e)
	}
	switch n := utf8.RuneCountInString(r.Name); {
	case n > maxRecipientName:
		errs = append(errs, FieldError{Field: "name", Key: "too_long", Args: Args("max", maxRecipientName, "count", n)})
	case strings.ContainsFunc(r.Name, unicode.IsControl):
		errs = append(errs, FieldError{Field: "name", Key: "one_line"})
	}
	if r.Lang != "" && r.Lang != "zh" && r.Lang != "en" {
		errs = append(errs, FieldError{Field: "lang", Key: "unknown_lang", Args: Args("lang", r.Lang)})
	}
	if r.Group != "" && !slices.Contains(groups, r.Group) {
		key := "unknown_group"
		if len(groups) == 0 {
			key = "no_groups"
		}
		errs = append(errs, FieldError{Field: "group", Key: key, Args: Args("group", r.Group, "groups", groups)})
	}
	return errs
}

// CheckAddress returns what is wrong with a mail address, nil if nothing is. It
// is a bare address in ASCII, as every mail server takes it.
func CheckAddress(address string) *FieldError {
	if address == "" {
		return &FieldError{Field: "address", Key: "missing"}
	}
	wrong := &FieldError{Field: "address", Key: "mail_address", Args: Args("address", address)}
	if len(address) > maxAddress || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return wrong
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || parsed.Name != "" || !strings.Contains(address[strings.LastIndex(address, "@"):], ".") && !strings.HasSuffix(address, "@localhost") {
		return wrong
	}
	return nil
}

// MaskAddress writes a mail address so that whoever knows it recognises it, and
// nobody else can write to it: w***@example.org.
func MaskAddress(address string) string {
	at := strings.LastIndex(address, "@")
	if at <= 0 {
		return "***"
	}
	first, _ := utf8.DecodeRuneInString(address)
	return string(first) + "***" + address[at:]
}
