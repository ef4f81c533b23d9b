package survey

import (
	"strings"
	"testing"
)

func TestRecipientChecks(t *testing.T) {
	groups := []string{"cadres", "public"}
	good := Recipient{Address: "wang@example.org", Name: "王小明", Group: "cadres", Lang: "zh"}
	if errs := good.Check(groups); len(errs) > 0 {
		t.Error(errs)
	}
	for _, tt := range []struct {
		change     func(*Recipient)
		field, key string
	}{
		{func(r *Recipient) { r.Address = "" }, "address", "missing"},
		{func(r *Recipient) { r.Address = "wang" }, "address", "mail_address"},
		{func(r *Recipient) { r.Address = "wang@host" }, "address", "mail_address"},
		{func(r *Recipient) { r.Address = "王 <wang@example.org>" }, "address", "mail_address"},
		{func(r *Recipient) { r.Address = "<wang@example.org>" }, "address", "mail_address"},
		{func(r *Recipient) { r.Address = "a@example.org,b@example.org" }, "address", "mail_address"},
		{func(r *Recipient) { r.Address = "a@example.org\r\nBcc: b@example.org" }, "address", "mail_address"},
		{func(r *Recipient) { r.Address = "王@example.org" }, "address", "mail_address"},
		{func(r *Recipient) { r.Address = strings.Repeat("a", 250) + "@example.org" }, "address", "mail_address"},
		{func(r *Recipient) { r.Name = "a\r\nb" }, "name", "one_line"},
		{func(r *Recipient) { r.Name = strings.Repeat("长", 101) }, "name", "too_long"},
		{func(r *Recipient) { r.Group = "cadre" }, "group", "unknown_group"},
		{func(r *Recipient) { r.Lang = "fr" }, "lang", "unknown_lang"},
	} {
		bad := good
		tt.change(&bad)
		errs := bad.Check(groups)
		if len(errs) != 1 || errs[0].Field != tt.field || errs[0].Key != tt.key {
			t.Errorf("%q: %v", bad.Address, errs)
		}
	}
	if errs := good.Check(nil); len(errs) != 1 || errs[0].Key != "no_groups" {
		t.Errorf("without groups: %v", errs)
	}
}

func TestMaskAddress(t *testing.T) {
	for in, want := range map[string]string{
		"wang@example.org": "w***@example.org", "w@x.org": "w***@x.org", "": "***", "@x.org": "***", "王@x.org": "王***@x.org",
	} {
		if got := MaskAddress(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

// No mode that is built knows who took part.
func TestNobodyKnowsWhoTookPart(t *testing.T) {
	for _, a := range []Access{OpenLink, ByCode} {
		if a.KnowsWhoTookPart() {
			t.Errorf("%s", a)
		}
	}
}
