package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/cmd/internal/deliver"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports/assets"
)

// diagnosis is what one check found.
type diagnosis struct {
	Check string `json:"check"`
	State string `json:"state"` // ok, warning, failed
	Says  string `json:"says"`
}

func (s *session) doctorCommand() *cobra.Command {
	var url string
	var asJSON, quick bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check everything that running yardstick depends on",
		Long: `Checks the database and its chains, the evidence, the room on the disk, the fonts,
the clock and the time zones, the mail server that the environment names, and the
schedules that are overdue. With --url it
asks a running server whether it can work, and looks at nothing else.`,
		Example: `  yardstick doctor --db results.db
  yardstick doctor --quick --json
  yardstick doctor --url http://127.0.0.1:8420`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d := doctor{s: s, ctx: cmd.Context(), quick: quick}
			if url != "" {
				d.server(url)
			} else {
				d.everything()
			}
			return d.tell(asJSON)
		},
	}
	cmd.Flags().StringVar(&url, "url", "", "ask the server at this address")
	cmd.Flags().BoolVar(&quick, "quick", false, "do not walk the chains and the files of evidence")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// doctor gathers what the checks find.
type doctor struct {
	s     *session
	ctx   context.Context
	quick bool
	found []diagnosis
}

func (d *doctor) add(check, state, code string, args indicators.Args) {
	d.found = append(d.found, diagnosis{check, state, d.s.say("doctor."+code, args)})
}

func (d *doctor) failed(check string, err error) {
	d.found = append(d.found, diagnosis{check, "failed", d.s.cause(err)})
}

func (d *doctor) everything() {
	d.fonts()
	d.mail()
	st, err := d.s.open(d.ctx, false)
	if err != nil {
		d.found = append(d.found, diagnosis{"database", "failed", d.s.cause(err)})
		return
	}
	defer st.Close()
	d.database(st)
	d.room()
	for _, check := range []func(*store.Store, *indicators.Programme){d.clock, d.schedules} {
		d.each(st, check)
	}
}

// each does a check for every programme.
func (d *doctor) each(st *store.Store, check func(*store.Store, *indicators.Programme)) {
	ids, err := st.Programmes(d.ctx)
	if err != nil {
		d.failed("database", err)
		return
	}
	for _, id := range ids {
		p, err := st.Programme(d.ctx, id, time.Time{})
		if err != nil {
			d.failed("database", err)
			continue
		}
		check(st, p)
	}
}

func (d *doctor) fonts() {
	if len(assets.Regular.Common()) == 0 || len(assets.Bold.Common()) == 0 {
		d.add("fonts", "failed", "fonts-none", nil)
		return
	}
	d.add("fonts", "ok", "fonts", nil)
}

// reachWithin is how long the mail server may take to let us in.
const reachWithin = 15 * time.Second

// mail looks whether the mail server that the environment names lets us in: with the
// TLS and the login that letters are sent with.
func (d *doctor) mail() {
	settings, err := deliver.ReadSettings(os.Getenv)
	if err != nil {
		d.failed("mail", err)
		return
	}
	if settings.SMTP.Host == "" {
		d.add("mail", "ok", "mail-none", nil)
		return
	}
	ctx, cancel := context.WithTimeout(d.ctx, reachWithin)
	defer cancel()
	if err := settings.SMTP.Reach(ctx); err != nil {
		d.failed("mail", err)
		return
	}
	code := "mail"
	if settings.SMTP.User != "" {
		code = "mail-login"
	}
	d.add("mail", "ok", code, indicators.Args{"server": settings.SMTP.Address(), "user": settings.SMTP.User})
}

func (d *doctor) database(st *store.Store) {
	if d.quick {
		d.add("database", "ok", "database-opened", indicators.Args{"path": d.s.database})
		return
	}
	v, err := st.Verify(d.ctx)
	if err != nil {
		d.failed("database", err)
		return
	}
	for _, problem := range v.Problems {
		d.failed("database", problem)
	}
	if v.Sound() {
		links := int64(0)
		for _, chain := range v.Chains {
			links += chain.Head.Count
		}
		d.add("database", "ok", "database-sound", indicators.Args{"path": d.s.database, "links": fmt.Sprint(links)})
	}
}

// leastRoom is the free space below which a disk is soon full, in bytes.
const leastRoom = 1 << 30

// room looks whether the disk holds the database once more, as a backup or an
// upgrade wants.
func (d *doctor) room() {
	free, err := schedule.Free(filepath.Dir(d.s.database))
	if err != nil {
		d.failed("disk", err)
		return
	}
	size := int64(0)
	if info, err := os.Stat(d.s.database); err == nil {
		size = info.Size()
	}
	args := indicators.Args{"free": megabytes(free), "size": megabytes(size)}
	switch {
	case free < size:
		d.add("disk", "failed", "disk-short", args)
	case free < max(leastRoom, 2*size):
		d.add("disk", "warning", "disk-low", args)
	default:
		d.add("disk", "ok", "disk", args)
	}
}

// clock compares the clock with the last entry: one set back would stamp entries
// earlier than those before them.
func (d *doctor) clock(st *store.Store, p *indicators.Programme) {
	if _, err := time.LoadLocation(p.Zone); err != nil {
		d.add("clock", "failed", "zone-unknown", indicators.Args{"zone": p.Zone, "programme": p.ID})
		return
	}
	now := d.s.now()
	present, err := st.Cut(d.ctx, p.ID, now)
	if err != nil {
		d.failed("clock", err)
		return
	}
	all, err := st.Cut(d.ctx, p.ID, time.Time{})
	if err != nil {
		d.failed("clock", err)
		return
	}
	args := indicators.Args{"programme": p.ID, "now": now.In(p.Location()).Format("2006-01-02 15:04 -07:00"), "zone": p.Zone}
	if present.Seq < all.Seq {
		d.add("clock", "failed", "clock-back", args)
		return
	}
	d.add("clock", "ok", "clock", args)
}

// schedules looks for runs that are overdue and runs that failed last.
func (d *doctor) schedules(st *store.Store, p *indicators.Programme) {
	plans, err := st.Schedules(d.ctx, p.ID)
	if err != nil {
		d.failed("schedules", err)
		return
	}
	for _, plan := range plans {
		args := indicators.Args{"schedule": plan.Name, "programme": p.ID}
		if plan.Paused {
			d.add("schedules", "ok", "schedule-paused", args)
			continue
		}
		due, err := schedule.Overdue(d.ctx, st, plan, d.s.now())
		switch {
		case err != nil:
			d.failed("schedules", err)
		case len(due) > 0:
			args["due"] = due[0].Due.In(p.Location()).Format("2006-01-02 15:04")
			d.add("schedules", "failed", "schedule-overdue", args)
		default:
			d.lastRun(st, p, args)
		}
	}
}

func (d *doctor) lastRun(st *store.Store, p *indicators.Programme, args indicators.Args) {
	runs, err := st.Runs(d.ctx, p.ID, store.RunFilter{Schedule: args["schedule"], Limit: 1})
	switch {
	case err != nil:
		d.failed("schedules", err)
	case len(runs) > 0 && runs[0].State == store.RunFailed:
		args["why"] = runs[0].Fault.Say(d.s.lang())
		d.add("schedules", "failed", "schedule-failed", args)
	default:
		d.add("schedules", "ok", "schedule", args)
	}
}

// server asks a running server.
func (d *doctor) server(url string) {
	client := &http.Client{Timeout: 10 * time.Second}
	answer, err := client.Get(strings.TrimSuffix(url, "/") + "/readyz")
	if err != nil {
		d.failed("server", err)
		return
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if answer.StatusCode != http.StatusOK {
		d.add("server", "failed", "server-not-ready", indicators.Args{"url": url, "answer": strings.TrimSpace(string(text))})
		return
	}
	d.add("server", "ok", "server", indicators.Args{"url": url})
}

// tell prints what was found; anything that failed ends the command with 1.
func (d *doctor) tell(asJSON bool) error {
	bad := false
	for _, f := range d.found {
		bad = bad || f.State == "failed"
	}
	if asJSON {
		out := json.NewEncoder(d.s.out)
		out.SetIndent("", "  ")
		if err := out.Encode(d.found); err != nil {
			return err
		}
	} else {
		var rows [][]string
		for _, f := range d.found {
			rows = append(rows, []string{d.s.say("doctor.state."+f.State, nil), d.s.say("doctor.check."+f.Check, nil), f.Says})
		}
		if err := printTable(d.s.out, []column{{head: d.s.say("doctor.col.state", nil)}, {head: d.s.say("doctor.col.check", nil)}, {head: d.s.say("doctor.col.says", nil)}}, rows); err != nil {
			return err
		}
	}
	if bad {
		return errProblems
	}
	return nil
}
