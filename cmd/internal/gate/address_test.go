package gate

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestWhereARequestCameFrom(t *testing.T) {
	g := &Gate{proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}}
	for name, test := range map[string]struct {
		peer  string
		named []string
		want  string
	}{
		"without a proxy":                          {"203.0.113.7:9", nil, "203.0.113.7"},
		"a peer that is no proxy names others":     {"203.0.113.7:9", []string{"127.0.0.1"}, "203.0.113.7"},
		"a proxy names the client":                 {"127.0.0.1:9", []string{"203.0.113.7"}, "203.0.113.7"},
		"the client had named somebody before":     {"127.0.0.1:9", []string{"127.0.0.1, 198.51.100.1, 203.0.113.7"}, "203.0.113.7"},
		"in a header of its own":                   {"127.0.0.1:9", []string{"198.51.100.1", "203.0.113.7"}, "203.0.113.7"},
		"two proxies":                              {"127.0.0.1:9", []string{"203.0.113.7, 10.1.2.3"}, "203.0.113.7"},
		"with its port":                            {"127.0.0.1:9", []string{"203.0.113.7:40000"}, "203.0.113.7"},
		"of IPv6 with its port":                    {"127.0.0.1:9", []string{"[2001:db8::1]:40000"}, "2001:db8::1"},
		"IPv4 written as IPv6":                     {"[::ffff:127.0.0.1]:9", []string{"::ffff:203.0.113.7"}, "203.0.113.7"},
		"a proxy asks for itself":                  {"127.0.0.1:9", nil, "127.0.0.1"},
		"what cannot be read is not the proxy's":   {"127.0.0.1:9", []string{"elsewhere"}, "unknown"},
		"nor what a proxy before it could not":     {"127.0.0.1:9", []string{"198.51.100.1, elsewhere, 10.1.2.3"}, "unknown"},
		"an empty place in the list is not either": {"127.0.0.1:9", []string{"198.51.100.1,"}, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &http.Request{RemoteAddr: test.peer, Header: http.Header{}}
			for _, named := range test.named {
				r.Header.Add("X-Forwarded-For", named)
			}
			if got := g.address(r); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
