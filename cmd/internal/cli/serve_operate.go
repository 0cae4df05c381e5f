package cli

import (
	"context"
	"math"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/operate"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// registerOperate hangs what an operator's tools ask for onto a mux. The numbers are
// for the addresses given alone; without any, for this machine.
func registerOperate(mux *http.ServeMux, entrance *gate.Gate, refuse gate.Refuse, m *operate.Metrics, from []netip.Prefix, checks ...operate.Check) {
	anybody := func(pattern string, handler http.Handler) {
		mux.Handle(pattern, entrance.Guard(gate.Anybody, refuse, handler))
	}
	anybody("GET /healthz", http.HandlerFunc(operate.Healthz))
	anybody("GET /readyz", operate.Readyz(checks...))
	numbers := m.Handler()
	anybody("GET /metrics", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isFrom(from, gate.Of(r.Context()).Address) {
			refuse(w, r, http.StatusForbidden, &indicators.Problem{Code: "may-not-metrics", Args: indicators.Args{"address": gate.Of(r.Context()).Address}})
			return
		}
		numbers.ServeHTTP(w, r)
	}))
}

func isFrom(from []netip.Prefix, address string) bool {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	return len(from) == 0 && a.IsLoopback() || slices.ContainsFunc(from, func(p netip.Prefix) bool { return p.Contains(a) })
}

// canRead is the check that the database answers.
func canRead(st *store.Store) operate.Check {
	return operate.Check{Name: "database", Run: func(ctx context.Context) error {
		_, err := st.Programmes(ctx)
		return err
	}}
}

// gauges are the numbers of a database that are asked for when they are read.
func gauges(m *operate.Metrics, st *store.Store, file string) {
	m.Gauge("yardstick_database_bytes", "Size of the database, its write-ahead log included.", func() float64 {
		size := int64(0)
		for _, name := range []string{file, file + "-wal"} {
			if info, err := os.Stat(name); err == nil {
				size += info.Size()
			}
		}
		return float64(size)
	})
	m.Gauge("yardstick_disk_free_bytes", "Room on the database's disk for others than the superuser.", func() float64 {
		free, err := schedule.Free(filepath.Dir(file))
		if err != nil {
			return math.NaN()
		}
		return float64(free)
	})
	m.Counter("yardstick_entries_total", "Figures that were entered through this server.", func() float64 { return float64(st.Entered()) })
	m.Counter("yardstick_links_total", "Links of all programmes' chains: figures, declarations, steps, definitions.", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		ids, err := st.Programmes(ctx)
		if err != nil {
			return 0
		}
		links := int64(0)
		for _, id := range ids {
			if cut, err := st.Cut(ctx, id, time.Time{}); err == nil {
				links += cut.Head.Count
			}
		}
		return float64(links)
	})
}
