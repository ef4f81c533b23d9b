package middleware

import (
	"net/netip"

	"github.com/labstack/echo/v4"
)

// Network returns the network that a request comes from, as coarse as an
// attacker can spread out in at will: an IPv4 /24 or an IPv6 /56. The address
// is that of the connection, or what a configured proxy says.
func Network(c echo.Context) string {
	addr, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return "unknown"
	}
	addr = addr.Unmap()
	bits := 56
	if addr.Is4() {
		bits = 24
	}
	p, _ := addr.Prefix(bits) // never fails: bits fit
	return p.String()
}
