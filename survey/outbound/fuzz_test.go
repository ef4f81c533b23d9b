package outbound

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// FuzzCheck holds the check of entered addresses against how programs of C read
// a host (trust test 75).
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		"http://127.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
		"https://example.org:8443/x?y=z", "http://a@b/", "http://[fe80::1%25eth0]/", "http://１２７.0.0.1/", "http://[64:ff9b::7f00:1]/", "http://1.2.3.4./",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if New().Check(raw) != nil {
			return
		}
		u, err := url.Parse(raw)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || strings.ContainsAny(u.Host, "\r\n\t \x00") {
			t.Fatalf("%q was taken", raw)
		}
		host := strings.TrimSuffix(u.Hostname(), ".")
		if a, err := netip.ParseAddr(host); err == nil {
			if !public(a) || a.Is4In6() {
				t.Errorf("%q is not public", raw)
			}
		} else if a, ok := inetAton(host); ok {
			t.Errorf("%q is %s to some", raw, a)
		}
	})
}

// inetAton reads a host as inet_aton does: one to four numbers, decimal, octal
// or hexadecimal, of which the last fills what is left.
func inetAton(host string) (netip.Addr, bool) {
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var v uint64
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 0, 32)
		if err != nil || strings.ContainsAny(p, "_oObB") && !strings.HasPrefix(strings.ToLower(p), "0x") {
			return netip.Addr{}, false
		}
		bits := 8
		if i == len(parts)-1 {
			bits = 8 * (5 - len(parts))
		}
		if n >= 1<<bits {
			return netip.Addr{}, false
		}
		v = v<<bits | n
	}
	return netip.AddrFrom4([4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}), true
}

// FuzzPublic holds the judgement of addresses against what Go itself says of
// them, and an IPv4 address against the same one mapped.
func FuzzPublic(f *testing.F) {
	for _, seed := range []string{"127.0.0.1", "8.8.8.8", "::1", "2002:7f00:1::", "fe80::1", "2606:4700::1111", "::ffff:10.0.0.1"} {
		a := netip.MustParseAddr(seed).As16()
		f.Add(a[:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, ok := netip.AddrFromSlice(b)
		if !ok || !public(a) {
			return
		}
		p := a.Unmap()
		if p.IsLoopback() || p.IsPrivate() || p.IsLinkLocalUnicast() || p.IsMulticast() || p.IsUnspecified() || !p.IsGlobalUnicast() {
			t.Errorf("%s is public", a)
		}
		if p.Is4() && !public(netip.AddrFrom16(p.As16())) {
			t.Errorf("%s is public, and not where it is mapped", a)
		}
		if public(a.WithZone("eth0")) && a.Is6() {
			t.Errorf("%s with a zone is public", a)
		}
	})
}
