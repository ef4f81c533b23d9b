package outbound

import (
	"net/netip"
	"net/url"
	"strings"
)

// maxURL is how long an address may be, in bytes.
const maxURL = 2048

// Check returns what is wrong with an address that was entered, as a *Failure;
// nil: it may be kept. It resolves no name: where a name leads is looked at
// whenever it is called.
func (c *Client) Check(raw string) error {
	if reason := c.wrong(raw); reason != "" {
		return &Failure{Reason: reason}
	}
	return nil
}

func (c *Client) wrong(raw string) (reason string) {
	u, err := url.Parse(raw)
	switch {
	case err != nil || len(raw) > maxURL || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Opaque != "" || u.Fragment != "":
		return "outbound_url"
	case u.User != nil:
		return "outbound_userinfo"
	case strings.HasSuffix(u.Host, ":"):
		return "outbound_url"
	}
	return c.wrongHost(u.Hostname())
}

func (c *Client) wrongHost(host string) (reason string) {
	if a, err := netip.ParseAddr(host); err == nil {
		if a.Is4In6() || a.Zone() != "" {
			return "outbound_host"
		}
		if c.checkAddr(a) != nil {
			return "outbound_address"
		}
		return ""
	}
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.Trim(l, hostLetters) != "" {
			return "outbound_host"
		}
	}
	if numeric(labels[len(labels)-1]) {
		return "outbound_host"
	}
	return ""
}

// hostLetters are what names of hosts are written with; other scripts have a
// form in them (xn--…).
const hostLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

// numeric reports whether some programs take a host that ends in this label for
// an IPv4 address: 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 to them. No
// top-level domain is a number.
func numeric(label string) bool {
	if rest, hex := strings.CutPrefix(strings.ToLower(label), "0x"); hex {
		return strings.Trim(rest, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// checkAddr returns errAddress unless an IP address may be called.
func (c *Client) checkAddr(a netip.Addr) error {
	if within(c.allow, a.Unmap()) || public(a) {
		return nil
	}
	return errAddress
}
