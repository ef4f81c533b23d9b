package outbound

import "net/netip"

// special are the networks that are not the Internet's, or through which one
// gets to such: the registries of special-purpose addresses of IANA (RFC 6890,
// RFC 8190), without those that are reachable globally.
var special = prefixes(
	"0.0.0.0/8",        // this network
	"10.0.0.0/8",       // private
	"100.64.0.0/10",    // between a carrier and its customers, and the metadata of some clouds
	"127.0.0.0/8",      // loopback
	"168.63.129.16/32", // what a virtual machine of Azure asks of its host
	"169.254.0.0/16",   // link-local, and the metadata of most clouds
	"172.16.0.0/12",    // private
	"192.0.0.0/24",     // of protocols
	"192.0.2.0/24",     // documentation
	"192.88.99.0/24",   // relays of 6to4
	"192.168.0.0/16",   // private
	"198.18.0.0/15",    // benchmarks
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"224.0.0.0/4",      // multicast
	"240.0.0.0/4",      // reserved, and broadcast
	"2001::/23",        // of protocols: Teredo, benchmarks, ORCHID
	"2001:db8::/32",    // documentation
	"2002::/16",        // 6to4: IPv4 addresses in another form
	"3fff::/20",        // documentation
)

// internet is what of IPv6 is given out. Outside are loopback, link-local,
// unique local, multicast, and IPv4 in other forms: mapped, compatible, and
// translated (64:ff9b::/96, 64:ff9b:1::/48).
var internet = netip.MustParsePrefix("2000::/3")

func prefixes(list ...string) []netip.Prefix {
	nets := make([]netip.Prefix, len(list))
	for i, s := range list {
		nets[i] = netip.MustParsePrefix(s)
	}
	return nets
}

// public reports whether the whole Internet reaches an address. An IPv4 address
// mapped to IPv6 is the IPv4 address, since that is where a connection to it goes.
func public(a netip.Addr) bool {
	zone := a.Zone()
	a = a.Unmap()
	if !a.IsValid() || zone != "" || a.Is6() && !internet.Contains(a) {
		return false
	}
	return !within(special, a)
}

func within(nets []netip.Prefix, a netip.Addr) bool {
	for _, n := range nets {
		if n.Contains(a) {
			return true
		}
	}
	return false
}
