package survey

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// Layout is how much of a questionnaire respondents see at once.
type Layout string

// The layouts. Whatever the layout, the same is asked, checked and stored.
const (
	InPages  Layout = ""     // the pages that the questionnaire says
	OneByOne Layout = "one"  // one item at a time
	AsList   Layout = "list" // everything on one page
)

// embedMost is how many sites may frame a poll: their names travel with every
// page of answering.
const embedMost = 20

// ParseOrigin reads the address of a site, of which nothing but scheme, host
// and port may be there, and writes it as browsers do: https://www.example.cn.
// Names in other scripts become ASCII (RFC 5891), the usual port is left out.
// Wildcards are none: each site is named. It returns false for anything else.
func ParseOrigin(s string) (string, bool) {
	u, err := url.Parse(strings.TrimSuffix(strings.TrimSpace(s), "/"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil ||
		u.Path != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", false
	}
	host, port := u.Hostname(), u.Port()
	if ip := net.ParseIP(host); ip == nil {
		if host, err = idna.Lookup.ToASCII(host); err != nil || strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" {
			return "", false
		}
		if again, err := idna.Lookup.ToASCII(host); err != nil || again != host {
			return "", false // the name was no text
		}
	} else if host = ip.String(); strings.Contains(host, ":") {
		return "", false // no browser takes an IPv6 address as a source
	}
	if host == "" || strings.HasSuffix(u.Host, ":") {
		return "", false
	}
	if n, err := strconv.ParseUint(port, 10, 16); port != "" && (err != nil || n == 0) {
		return "", false
	} else if port != "" {
		port = strconv.FormatUint(n, 10)
	}
	if port == "" || u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		return u.Scheme + "://" + host, true
	}
	return u.Scheme + "://" + host + ":" + port, true
}

// checkEmbed returns the sites that may frame a poll as they are stored: in
// the browsers' spelling, each once, nil for none.
func checkEmbed(sites []string) (origins []string, errs FieldErrors) {
	if len(sites) > embedMost {
		return sites, FieldErrors{{Field: "embed", Key: "embed_count", Args: Args("max", embedMost)}}
	}
	seen := make(map[string]bool, len(sites))
	for i, s := range sites {
		origin, ok := ParseOrigin(s)
		if !ok {
			errs = append(errs, FieldError{Field: indexed("embed", i), Key: "embed_origin", Args: Args("origin", s)})
			continue
		}
		if !seen[origin] {
			origins = append(origins, origin)
		}
		seen[origin] = true
	}
	if len(errs) > 0 {
		return sites, errs
	}
	return origins, nil
}
