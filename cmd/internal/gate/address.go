package gate

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// address is where a request came from: the peer, or, when the peer is one of our
// proxies, the last address before them that the proxies name.
func (g *Gate) address(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr // a unix socket, or a test
	}
	from := peer.Addr().Unmap()
	if !g.isProxy(from) {
		return from.String()
	}
	named := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
	if strings.TrimSpace(named) == "" {
		return from.String() // the proxy itself asks
	}
	for _, hop := range slices.Backward(strings.Split(named, ",")) {
		if from, err = parseHop(strings.TrimSpace(hop)); err != nil {
			return unknownAddress // not the proxy's own: it speaks for somebody
		}
		if !g.isProxy(from) {
			break
		}
	}
	return from.String()
}

// unknownAddress is that of a request for which a proxy names none that can be read.
const unknownAddress = "unknown"

// parseHop reads an address as proxies write it: some add the port.
func parseHop(text string) (netip.Addr, error) {
	if with, err := netip.ParseAddrPort(text); err == nil {
		return with.Addr().Unmap(), nil
	}
	a, err := netip.ParseAddr(text)
	return a.Unmap(), err
}

func (g *Gate) isProxy(a netip.Addr) bool {
	return slices.ContainsFunc(g.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}
