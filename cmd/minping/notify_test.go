package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minping/survey/notify"
)

func TestMailFlags(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(secret, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := smtpFlags{SMTPAddr: "mail.example.org:587", SMTPFrom: "民评 <minping@example.org>", SMTPUser: "minping", SMTPPasswordFile: secret, SMTPTLS: "starttls"}
	m, err := good.mailer()
	if err != nil || m.From.Name != "民评" || m.From.Address != "minping@example.org" || m.Password != "s3cret" || m.Security != notify.StartTLS {
		t.Errorf("%+v, %v", m, err)
	}
	if m, err := (smtpFlags{}).mailer(); m != nil || err != nil {
		t.Errorf("without flags: %+v, %v", m, err)
	}
	for name, tt := range map[string]struct {
		change func(*smtpFlags)
		want   error
	}{
		"no sender":        {func(f *smtpFlags) { f.SMTPFrom = "" }, notify.ErrMailFrom},
		"a broken sender":  {func(f *smtpFlags) { f.SMTPFrom = "minping" }, notify.ErrMailFrom},
		"no port":          {func(f *smtpFlags) { f.SMTPAddr = "mail.example.org" }, notify.ErrMailAddr},
		"no password":      {func(f *smtpFlags) { f.SMTPPasswordFile = "" }, notify.ErrMailUser},
		"a lost password":  {func(f *smtpFlags) { f.SMTPPasswordFile = secret + "x" }, os.ErrNotExist},
		"open, over a net": {func(f *smtpFlags) { f.SMTPTLS, f.SMTPUser = "none", "" }, notify.ErrMailSecurity},
	} {
		f := good
		tt.change(&f)
		if _, err := f.mailer(); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// The commands work on an empty folder, and say what is wrong.
func TestNotifyCommands(t *testing.T) {
	flags := notifyFlags{storageFlags: storageFlags{Data: t.TempDir()}}
	if err := (notifyTestCmd{notifyFlags: flags, To: "值班群"}).Run(); err == nil || !strings.Contains(err.Error(), "no channel") {
		t.Errorf("an unknown channel: %v", err)
	}
	if err := (notifyTestCmd{notifyFlags: flags, To: "wang@example.org"}).Run(); err == nil {
		t.Error("a test without a mail server succeeds")
	}
	if err := (notifySendCmd{flags}).Run(); err != nil {
		t.Error(err)
	}
	if err := (notifyLogCmd{notifyFlags: flags, State: "failed", Limit: 10, JSON: true}).Run(); err != nil {
		t.Error(err)
	}
}
