package notify

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"
)

func address(name, at string) mail.Address { return mail.Address{Name: name, Address: at} }

// at is the moment of these tests.
var at = time.Date(2026, 11, 22, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))

// invitation is a mail with Chinese names.
var invitation = Mail{
	ID: "msg_1", From: address("民评办公室", "minping@example.org"), To: address("王小明", "wang@example.org"), Date: at,
	Note: Note{
		Kind: Invitation, Lang: "zh", Link: "https://survey.example.org/p/spring",
		Subject: "请参加“2026年度民生满意度测评：教育、医疗、交通、环境与政务服务”",
		Text:    "王小明：\n您好！\n\n请打开：\nhttps://survey.example.org/p/spring\n\n谢谢 <b>您</b> & 祝好",
	},
}

// read returns the headers and the parts of a message, by type.
func read(t *testing.T, raw string) (mail.Header, map[string]string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	must(t, err)
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	must(t, err)
	if kind != "multipart/alternative" {
		t.Fatalf("it is %s", kind)
	}
	parts := map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return m.Header, parts
		}
		must(t, err)
		text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		must(t, err)
		kind, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		must(t, err)
		if params["charset"] != "utf-8" {
			t.Errorf("%s is %v", kind, params)
		}
		parts[kind] = string(text)
	}
}

func TestMailIsReadAsWritten(t *testing.T) {
	raw, err := invitation.Bytes()
	must(t, err)
	for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
		if len(line) > 200 || bytes.ContainsAny(line, "\r\n") || bytes.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
			t.Errorf("no line of mail: %q", line)
		}
	}
	header, parts := read(t, string(raw))
	words := new(mime.WordDecoder)
	subject, err := words.DecodeHeader(header.Get("Subject"))
	if must(t, err); subject != invitation.Subject {
		t.Errorf("subject %q", subject)
	}
	to, err := header.AddressList("To")
	if must(t, err); len(to) != 1 || *to[0] != invitation.To {
		t.Errorf("to %v", to)
	}
	from, err := header.AddressList("From")
	if must(t, err); len(from) != 1 || *from[0] != invitation.From {
		t.Errorf("from %v", from)
	}
	date, err := header.Date()
	if must(t, err); !date.Equal(at) {
		t.Errorf("date %v", date)
	}
	for name, want := range map[string]string{
		"Auto-Submitted": "auto-generated", "Message-Id": "<msg_1@example.org>", "Content-Language": "zh", "Mime-Version": "1.0",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := strings.ReplaceAll(parts["text/plain"], "\r\n", "\n"); got != invitation.Text {
		t.Errorf("text %q", got)
	}
	for _, want := range []string{
		`<html lang="zh">`, `<a href="https://survey.example.org/p/spring"`, "王小明：<br>您好！", "&lt;b&gt;您&lt;/b&gt; &amp; 祝好", "民评自动发出",
	} {
		if !strings.Contains(strings.ReplaceAll(parts["text/html"], "\r\n", "\n"), want) {
			t.Errorf("the page lacks %q:\n%s", want, parts["text/html"])
		}
	}
}

// Trust test 51: whatever stands in a name, an id, a language or a subject, a
// mail has the headers that it should have, each once, and one recipient.
func TestMailHeadersCannotBeBrokenOutOf(t *testing.T) {
	plain, err := invitation.Bytes()
	must(t, err)
	usual, _ := read(t, string(plain))
	for _, hostile := range []string{
		"x\r\nBcc: victim@example.net", "x\nBcc: victim@example.net", "x\rBcc: victim@example.net",
		"x\r\n\r\n<script>", "x\u2028Bcc: victim@example.net", "x\u0085Bcc: a@example.net", "x\x00y", "\"x\" <victim@example.net>, y",
		"=?utf-8?q?x?=\r\n Bcc: victim@example.net", "x\r\n.\r\nMAIL FROM:<a@example.net>", "\r\n", "%0d%0aBcc: victim@example.net",
	} {
		m := invitation
		m.To.Name, m.From.Name, m.Subject, m.ID, m.Lang, m.Text = hostile, hostile, hostile, hostile, hostile, hostile
		raw, err := m.Bytes()
		must(t, err)
		header, parts := read(t, string(raw))
		for name, values := range header {
			if len(values) != 1 || usual.Get(name) == "" {
				t.Errorf("%q made the header %s: %q", hostile, name, values)
			}
		}
		if len(header) != len(usual) || len(parts) != 2 {
			t.Errorf("%q: headers %v, %d parts", hostile, header, len(parts))
		}
		for _, name := range []string{"From", "To"} {
			list, err := header.AddressList(name)
			if err != nil || len(list) != 1 {
				t.Errorf("%q: %s is %q: %v", hostile, name, header.Get(name), err)
			}
		}
		if strings.Contains(parts["text/html"], "<script>") {
			t.Errorf("%q is a script of the page", hostile)
		}
	}
}

// No recipient can be more than one, nor end the command that names him.
func TestHostileRecipientsAreNotSent(t *testing.T) {
	office := (&postOffice{}).open(t)
	for _, to := range []string{"a@example.org>\r\nRCPT TO:<b@example.org", "a@example.org\nDATA", "a@example.org\r\n"} {
		m := invitation
		m.To = address("", to)
		if err := office.mailer(StartTLS).Send(t.Context(), m); err == nil {
			t.Errorf("%q was sent", to)
		}
	}
	if got := office.letters(); len(got) > 0 {
		t.Errorf("came: %+v", got)
	}
}

func TestMailGoesEncrypted(t *testing.T) {
	for _, tt := range []struct {
		name     string
		office   *postOffice
		security Security
	}{
		{"STARTTLS", &postOffice{}, StartTLS},
		{"TLS", &postOffice{immediate: true}, FullTLS},
		{"PLAIN", &postOffice{ways: "LOGIN PLAIN", user: "minping", password: "s3cret"}, StartTLS},
		{"LOGIN", &postOffice{ways: "LOGIN", user: "minping", password: "s3cret"}, StartTLS},
		{"PLAIN by TLS", &postOffice{immediate: true, ways: "PLAIN", user: "minping", password: "s3cret"}, FullTLS},
	} {
		t.Run(tt.name, func(t *testing.T) {
			office := tt.office.open(t)
			must(t, office.mailer(tt.security).Send(t.Context(), invitation))
			got := office.letters()
			if len(got) != 1 || !got[0].encrypted || got[0].signedIn != (tt.office.user != "") {
				t.Fatalf("came: %+v", got)
			}
			if !strings.HasPrefix(got[0].from, "MAIL FROM:<minping@example.org>") || !slices.Equal(got[0].to, []string{"RCPT TO:<wang@example.org>"}) {
				t.Errorf("from %q to %q", got[0].from, got[0].to)
			}
			want, err := Mail{ID: invitation.ID, From: invitation.From, To: invitation.To, Date: at, Note: invitation.Note}.Bytes()
			if must(t, err); got[0].data != string(want) {
				t.Errorf("came:\n%s", got[0].data)
			}
		})
	}
}

func TestMailWithoutTLSStaysHere(t *testing.T) {
	office := (&postOffice{noTLS: true}).open(t)
	err := office.mailer(StartTLS).Send(t.Context(), invitation)
	if _, permanent := errors.AsType[PermanentError](err); !permanent || len(office.letters()) > 0 {
		t.Errorf("a server without STARTTLS: %v, %d came", err, len(office.letters()))
	}
	if slices.Contains(office.said, "MAIL") {
		t.Errorf("it was told %q", office.said)
	}
	must(t, office.mailer(Plain).Send(t.Context(), invitation)) // on loopback
	if got := office.letters(); len(got) != 1 || got[0].encrypted {
		t.Errorf("came: %+v", got)
	}
}

func TestMailTrustsNoStranger(t *testing.T) {
	office := (&postOffice{}).open(t)
	m := office.mailer(StartTLS)
	m.TLS.RootCAs = x509.NewCertPool()
	err := m.Send(t.Context(), invitation)
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) || len(office.letters()) > 0 {
		t.Errorf("%v", err)
	}
}

// What a server says decides whether to try again.
func TestMailFaults(t *testing.T) {
	office := (&postOffice{refuse: []string{"450 4.2.1 later", "550 5.1.1 no such user"}}).open(t)
	m := office.mailer(StartTLS)
	for _, permanent := range []bool{false, true} {
		err := m.Send(t.Context(), invitation)
		if _, is := errors.AsType[PermanentError](err); err == nil || is != permanent {
			t.Errorf("%v, permanent %v", err, is)
		}
	}
	wrong := (&postOffice{ways: "PLAIN", user: "minping", password: "s3cret"}).open(t).mailer(StartTLS)
	wrong.Password = "guess"
	err := wrong.Send(t.Context(), invitation)
	if _, permanent := errors.AsType[PermanentError](err); !permanent || strings.Contains(err.Error(), "guess") {
		t.Errorf("wrong password: %v", err)
	}
	_ = office.listener.Close()
	err = m.Send(t.Context(), invitation)
	if _, permanent := errors.AsType[PermanentError](err); err == nil || permanent {
		t.Errorf("nobody listens: %v", err)
	}
}

func TestMailSettings(t *testing.T) {
	good := Mailer{Addr: "mail.example.org:587", From: address("", "a@example.org"), Security: StartTLS}
	for _, tt := range []struct {
		name   string
		change func(*Mailer)
		want   error
	}{
		{"good", func(*Mailer) {}, nil},
		{"no port", func(m *Mailer) { m.Addr = "mail.example.org" }, ErrMailAddr},
		{"no host", func(m *Mailer) { m.Addr = ":25" }, ErrMailAddr},
		{"no sender", func(m *Mailer) { m.From.Address = "" }, ErrMailFrom},
		{"in the open", func(m *Mailer) { m.Security = Plain }, ErrMailSecurity},
		{"in the open, here", func(m *Mailer) { m.Security, m.Addr = Plain, "[::1]:25" }, nil},
		{"unknown security", func(m *Mailer) { m.Security = "ssl" }, ErrMailSecurity},
		{"no password", func(m *Mailer) { m.User = "a" }, ErrMailUser},
		{"a password in the open", func(m *Mailer) { m.User, m.Password, m.Security, m.Addr = "a", "b", Plain, "localhost:25" }, ErrMailUser},
	} {
		m := good
		tt.change(&m)
		if got := m.Check(); !errors.Is(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
