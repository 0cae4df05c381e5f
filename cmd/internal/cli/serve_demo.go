package cli

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"time"

	"yardstick/cmd/internal/demo"
	"yardstick/cmd/internal/web"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators/library"
	"yardstick/indicators/load"
)

// demoClock is the demonstration's: set while it is made, then running.
type demoClock struct {
	at    atomic.Pointer[time.Time]
	began atomic.Pointer[time.Time] // nil while it stands
}

func (c *demoClock) set(at time.Time) { c.at.Store(&at) }

// run lets the clock go on from where it stands.
func (c *demoClock) run(now time.Time) { c.began.Store(&now) }

func (c *demoClock) now() time.Time {
	at := *c.at.Load()
	if began := c.began.Load(); began != nil {
		return at.Add(time.Since(*began))
	}
	return at
}

// serveDemo serves made-up results from a database that is gone afterwards.
func (s *session) serveDemo(ctx context.Context, flags serveFlags) error {
	folder, remove, err := scratch()
	if err != nil {
		return err
	}
	defer remove()
	clock := &demoClock{}
	clock.set(time.Date(2020, time.November, 1, 9, 0, 0, 0, library.Programme().Location()))
	file := filepath.Join(folder, "yardstick.db")
	st, err := store.Open(ctx, file, store.Options{Create: true, Now: clock.now, Log: s.logger()})
	if err != nil {
		return &failure{exit: CouldNotRun, code: "database", cause: err}
	}
	defer st.Close()
	if err := s.makeOffice(ctx, st, clock, file); err != nil {
		return refusedBy(err)
	}
	accounts := []web.DemoAccount{
		{Name: demo.Officer, Password: demo.Password, Role: "web.demo-officer"},
		{Name: demo.Reviewer, Password: demo.Password, Role: "web.demo-reviewer"},
		{Name: demo.Manager, Password: demo.Password, Role: "web.demo-manager"},
	}
	return s.serve(ctx, served{store: st, file: file, now: clock.now, demo: accounts}, flags, func(string) { s.talk(s.say("serve-demo", nil)) })
}

// makeOffice makes the served demonstration: everything but the last month as the
// demonstration of the command line has it, the last month still at work.
func (s *session) makeOffice(ctx context.Context, st *store.Store, clock *demoClock, file string) error {
	if _, err := st.LoadProgramme(ctx, demo.Sources(), store.LocalOperator); err != nil {
		return err
	}
	p, err := s.programme(ctx, st)
	if err != nil {
		return err
	}
	runs, err := startDemoRuns(ctx, st, clock, file)
	if err != nil {
		return err
	}
	months := demo.Months(p)
	for _, month := range months[:len(months)-1] {
		clock.set(month.At)
		if err := demo.Enter(ctx, st, p.ID, month); err != nil {
			return runs.stop(err)
		}
		if err := runs.after(ctx, p, month.Month); err != nil {
			return runs.stop(err)
		}
	}
	if err := runs.stop(nil); err != nil {
		return err
	}
	if err := demo.Office(ctx, st, p, clock.set); err != nil {
		return err
	}
	clock.run(time.Now())
	return nil
}

// embeddedSources are the definitions of the first programme.
func embeddedSources() []load.Source { return library.Sources() }

// administratorAccount is the first account of a new database.
func administratorAccount() store.Account {
	return store.Account{Name: administrator, Grants: []engine.Grant{{Role: engine.Administrator}}}
}
