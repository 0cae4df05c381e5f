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
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		named, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break // what stands before it may be anybody's
		}
		if from = named.Unmap(); !g.isProxy(from) {
			break
		}
	}
	return from.String()
}

func (g *Gate) isProxy(a netip.Addr) bool {
	return slices.ContainsFunc(g.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}
