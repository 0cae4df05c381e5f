package deliver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"yardstick/cmd/internal/demo"
	"yardstick/cmd/internal/standing"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

var ctx = context.Background()

// due is the instant at which the schedules of these tests are due.
var due = time.Date(2021, time.November, 5, 8, 0, 0, 0, time.FixedZone("CST", 8*3600))

// office is a database with a year of made-up results, and a folder for what its
// schedules make.
type office struct {
	*store.Store
	p      *indicators.Programme
	clock  *storetest.Clock
	folder string
	poison string // a scope whose scorecard cannot be made
	again  bool   // the schedule is there already
}

// base is the database that every test begins with: made once, then copied.
var base = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "deliver")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	clock, name := &storetest.Clock{}, filepath.Join(folder, "base.db")
	clock.Set(due.AddDate(-1, 0, 0))
	st, err := store.Open(ctx, name, store.Options{Create: true, Now: clock.Now})
	if err != nil {
		return nil, err
	}
	_, err = st.LoadProgramme(ctx, demo.Sources(), store.LocalOperator)
	p, known := st.Programme(ctx, "", time.Time{})
	if err := errors.Join(err, known); err != nil {
		return nil, err
	}
	for _, month := range demo.Months(p) {
		clock.Set(month.At)
		err = errors.Join(err, demo.Enter(ctx, st, p.ID, month))
	}
	if err := errors.Join(err, st.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
})

func newOffice(t *testing.T) *office {
	t.Helper()
	made, err := base()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "office.db")
	if err := os.WriteFile(name, made, 0o600); err != nil {
		t.Fatal(err)
	}
	o := &office{clock: &storetest.Clock{}, folder: t.TempDir()}
	o.clock.Set(due.Add(-time.Hour))
	if o.Store, err = store.Open(ctx, name, store.Options{Now: o.clock.Now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	if o.p, err = o.Programme(ctx, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) evaluate(ctx context.Context, run store.Run) (standing.Pair, error) {
	return standing.Evaluate(ctx, o.Store, run.Programme, store.EvaluateOptions{Through: run.Period, AsOf: run.AsOf})
}

func (o *office) render(ctx context.Context, order schedule.Order, to io.Writer) (string, error) {
	if order.Scope == o.poison {
		return "", errors.New("its definition is damaged")
	}
	pair, err := o.evaluate(ctx, order.Run)
	if err != nil {
		return "", err
	}
	card, err := cardOf(pair, order.Scope, order.Run.Plan.Language)
	if err != nil {
		return "", err
	}
	return card.Foot.Fingerprint, render.Scorecard(to, order.Format, card)
}

func (o *office) options(s Settings) Options {
	return Options{Store: o.Store, Evaluate: o.evaluate, Settings: s, Now: o.clock.Now}
}

// run sets a schedule, lets it become due, and waits until its run has ended.
// waits is told of each back-off.
func (o *office) run(t *testing.T, plan indicators.Schedule, s Settings, waits func(attempt int)) store.Run {
	t.Helper()
	plan.Name, plan.Cron = "monthly", "0 8 5 * *"
	if err := o.SetSchedule(ctx, nil, "", plan.Filled(), o.again); err != nil {
		t.Fatal(err)
	}
	o.clock.Set(due)
	ways, err := New(o.options(s))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan store.Run, 1)
	d, err := schedule.Start(ctx, o.Store, schedule.Options{Render: o.render, Deliver: ways, Folder: o.folder, Workers: 2, Now: o.clock.Now,
		Ended: func(r store.Run) { ended <- r },
		BackOff: func(attempt int) time.Duration {
			if waits != nil {
				waits(attempt)
			}
			return time.Millisecond
		}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Stop(ctx); err != nil {
			t.Error(err)
		}
	}()
	select {
	case run := <-ended:
		return run
	case <-time.After(time.Minute):
		t.Fatal("the run has not ended within a minute")
	}
	return store.Run{}
}

// deliveries are those of a run, by kind and target.
func (o *office) deliveries(t *testing.T, run store.Run) map[string]store.RunDelivery {
	t.Helper()
	all, err := o.RunDeliveries(ctx, run.Key)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]store.RunDelivery{}
	for _, one := range all {
		out[one.Kind+" "+one.Target] = one
	}
	return out
}

// files are those of a run, by scope and format: city-440100.pdf.
func (o *office) files(t *testing.T, run store.Run) map[string]store.RunFile {
	t.Helper()
	all, err := o.RunFiles(ctx, run.Key)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]store.RunFile{}
	for _, one := range all {
		out[one.Scope+"."+one.Format] = one
	}
	return out
}

func (o *office) card(t *testing.T, run store.Run, scope string) *reports.Scorecard {
	t.Helper()
	pair, err := o.evaluate(ctx, run)
	if err != nil {
		t.Fatal(err)
	}
	card, err := cardOf(pair, scope, run.Plan.Language)
	if err != nil || card == nil {
		t.Fatal(err, card)
	}
	return card
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func codeOf(err error) string {
	var p *indicators.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}
