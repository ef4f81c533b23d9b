package survey

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestParseOrigin(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"https://www.example.gov.cn", "https://www.example.gov.cn"},
		{" HTTPS://WWW.Example.gov.cn/ ", "https://www.example.gov.cn"},
		{"https://www.example.gov.cn:443", "https://www.example.gov.cn"},
		{"http://www.example.gov.cn:80", "http://www.example.gov.cn"},
		{"http://www.example.gov.cn:443", "http://www.example.gov.cn:443"},
		{"https://www.example.gov.cn:08443", "https://www.example.gov.cn:8443"},
		{"http://10.1.2.3:8080", "http://10.1.2.3:8080"},
		{"https://示例.政务.cn", "https://xn--fsq092h.xn--zfr164b.cn"},
		{"", ""},
		{"www.example.gov.cn", ""},
		{"https://", ""},
		{"https://www.example.gov.cn/survey", ""},
		{"https://www.example.gov.cn?x=1", ""},
		{"https://www.example.gov.cn?", ""},
		{"https://www.example.gov.cn#a", ""},
		{"https://user@www.example.gov.cn", ""},
		{"https://www.example.gov.cn:", ""},
		{"https://www.example.gov.cn:0", ""},
		{"https://www.example.gov.cn:65536", ""},
		{"https://*.example.gov.cn", ""},
		{"*", ""},
		{"https://[::1]:8080", ""},
		{"https://a.cn; script-src *", ""},
		{"https://a.cn 'unsafe-inline'", ""},
		{"https://a.cn,https://b.cn", ""},
		{"https://a.cn\r\nX: y", ""},
		{"javascript://a.cn", ""},
		{"'self'", ""},
	} {
		if got, ok := ParseOrigin(tt.in); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q: %q, %t, want %q", tt.in, got, ok, tt.want)
		}
	}
}

func TestCheckEmbed(t *testing.T) {
	got, errs := checkEmbed([]string{"https://b.cn/", "https://a.cn", "HTTPS://B.cn:443"})
	if len(errs) > 0 || !slices.Equal(got, []string{"https://b.cn", "https://a.cn"}) {
		t.Errorf("%v, %v", got, errs)
	}
	if got, errs = checkEmbed([]string{}); got != nil || errs != nil {
		t.Errorf("no site is %#v, %v", got, errs)
	}
	_, errs = checkEmbed([]string{"https://a.cn", "b.cn", "https://c.cn/x"})
	if len(errs) != 2 || errs[0].Field != "embed[1]" || errs[1].Field != "embed[2]" || errs[0].Key != "embed_origin" {
		t.Errorf("mistakes %v", errs)
	}
	if _, errs = checkEmbed(make([]string, embedMost+1)); len(errs) != 1 || errs[0].Key != "embed_count" {
		t.Errorf("too many: %v", errs)
	}
}

// Whatever passes as an origin can stand in a header as it is, is written the
// one way, and is what it was read from.
func FuzzParseOrigin(f *testing.F) {
	for _, s := range []string{"https://www.example.gov.cn", "http://10.0.0.1:8080/", "https://示例.cn:443", "https://a.cn;x", "https://[::1]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		origin, ok := ParseOrigin(s)
		if !ok {
			if origin != "" {
				t.Errorf("%q is refused and %q", s, origin)
			}
			return
		}
		if strings.Trim(origin, "abcdefghijklmnopqrstuvwxyz0123456789.-:/") != "" || strings.Count(origin, "/") != 2 {
			t.Errorf("%q became %q", s, origin)
		}
		if again, ok := ParseOrigin(origin); !ok || again != origin {
			t.Errorf("%q became %q, and that %q", s, origin, again)
		}
		if u, err := url.Parse(origin); err != nil || u.Host == "" {
			t.Errorf("%q became %q: %v", s, origin, err)
		}
	})
}
