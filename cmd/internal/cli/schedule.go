package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports/render"
)

func (s *session) scheduleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schedule",
		Short: "Make scorecards by themselves, when they are due",
		Long: `A schedule says when scorecards are made, of what, and where they go. Schedules stand
in a programme's definitions (计划) or are set here; every change stands in the
programme's chain. The service records each run when it is due, once, and makes up
for those that were missed while it did not run; "schedule run" makes one now.

Times are cron expressions: minute, hour, day of month, month, day of week, or
@monthly, @weekly, @daily; L as the day is the last of the month.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(s.scheduleListCommand(), s.scheduleAddCommand(), s.schedulePauseCommand(true), s.schedulePauseCommand(false),
		s.scheduleNextCommand(), s.scheduleRunCommand(), s.scheduleBackfillCommand(), s.scheduleHistoryCommand(),
		s.scheduleRetryCommand(), s.scheduleCancelCommand())
	return cmd
}

// sayOf returns a sentence of topic schedule in the session's language.
func (s *session) sayOf(code string, args indicators.Args) string {
	return s.lang().Say("schedule."+code, args)
}

// scorecardsFolder is where schedules put their files unless told otherwise: beside
// the database.
func (s *session) scorecardsFolder() string {
	return filepath.Join(filepath.Dir(s.database), "scorecards")
}

// onSchedules runs what a command does with the schedules of a programme.
func (s *session) onSchedules(ctx context.Context, write bool, do func(context.Context, *store.Store, *indicators.Programme) error) error {
	st, err := s.open(ctx, write)
	if err != nil {
		return err
	}
	defer st.Close()
	p, err := s.programme(ctx, st)
	if err != nil {
		return err
	}
	return refusedBy(do(ctx, st, p))
}

func (s *session) scheduleListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the schedules, when each is due next, and what became of its last run",
		Example: "  yardstick schedule list", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.onSchedules(cmd.Context(), false, s.listSchedules)
		},
	}
}

func (s *session) listSchedules(ctx context.Context, st *store.Store, p *indicators.Programme) error {
	plans, err := st.Schedules(ctx, p.ID)
	if err != nil || len(plans) == 0 {
		fmt.Fprintln(s.err, s.sayOf("list-none", nil))
		return err
	}
	var rows [][]string
	for _, plan := range plans {
		when, next := "—", "—"
		c, err := schedule.CalendarOf(p, plan.Schedule)
		if err != nil {
			when = asProblem(err).Message(s.lang())
		} else {
			when, next = c.Says(s.lang()), minute(c.Next(s.now()), c.Zone())
		}
		if plan.Paused {
			next = s.sayOf("paused", nil)
		}
		last := "—"
		runs, err := st.Runs(ctx, p.ID, store.RunFilter{Schedule: plan.Name, Limit: 1})
		if err != nil {
			return err
		}
		if len(runs) > 0 {
			last = runs[0].Period.String() + " " + s.sayOf("state."+string(runs[0].State), nil)
		}
		rows = append(rows, []string{plan.Name, when, next, strings.Join(plan.Scopes, ","), strings.Join(plan.Formats, ","), last})
	}
	var columns []column
	for _, head := range []string{"name", "when", "next", "scopes", "formats", "last"} {
		columns = append(columns, column{head: s.sayOf("head."+head, nil)})
	}
	return printTable(s.out, columns, rows)
}

// planFlags are a schedule as flags.
type planFlags struct {
	plan             indicators.Schedule
	catchUp          string
	mailTo, mailCity []string
	webhook          string
	replace          bool
	given            func(flag string) bool
}

func (s *session) scheduleAddCommand() *cobra.Command {
	var flags planFlags
	cmd := &cobra.Command{
		Use: "add NAME --cron EXPRESSION", Short: "Set a schedule, or change one with --replace",
		Long: `Sets a schedule and prints when it is due, with a warning where that may not be what
was meant. Scorecards are in the language of the session (--lang). With --replace what
no flag says stays as it was.`,
		Example: `  yardstick schedule add 月报 --cron "0 8 5 * *" --scope all --format pdf,xlsx
  yardstick schedule add cities --cron "30 9 L * *" --scope cities --period this --lang en
  yardstick schedule add 广州 --cron @weekly --scope 440100 --hold-until-approved 10`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			flags.plan.Name, flags.given = args[0], cmd.Flags().Changed
			return s.onSchedules(cmd.Context(), true, func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				return s.addSchedule(ctx, st, p, flags)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.plan.Cron, "cron", "", "when: five fields, @monthly, @weekly, @daily; L as the day is the month's last")
	f.StringVar(&flags.plan.Zone, "zone", "", "the time zone of the expression (default: the programme's)")
	f.StringSliceVar(&flags.plan.Scopes, "scope", []string{"all"}, "of what: all, programme, projects, cities, ids of projects, codes or names of cities")
	f.StringSliceVar(&flags.plan.Formats, "format", []string{"pdf"}, "formats: "+strings.Join(render.Formats, ", "))
	f.StringVar(&flags.plan.Period, "period", "previous", "what a run reports through: the previous month, this one, or a month such as 2021-10")
	f.StringVar(&flags.plan.Folder, "folder", "", "pattern of the files' names (default {programme}/{period}/{scope})")
	f.StringVar(&flags.catchUp, "catch-up", "", "which missed runs are made afterwards: all, latest, none (default all; latest with mail)")
	f.IntVar(&flags.plan.Retries, "retries", indicators.DefaultRetries, "how often a file that failed is tried again")
	f.IntVar(&flags.plan.HoldDays, "hold-until-approved", 0, "wait for the approval of every sheet, at most so many days")
	f.StringSliceVar(&flags.mailTo, "mail", nil, "addresses that get every scorecard")
	f.StringSliceVar(&flags.mailCity, "mail-scope", nil, "an address that gets one scope's, such as 440100=li@example.org")
	f.StringVar(&flags.webhook, "webhook", "", "an address that is told of each run")
	f.BoolVar(&flags.replace, "replace", false, "change the schedule of that name")
	_ = cmd.MarkFlagRequired("cron")
	return cmd
}

// read completes the schedule from its flags.
func (f *planFlags) read(l indicators.Language) (indicators.Schedule, error) {
	plan := f.plan
	plan.Language, plan.CatchUp = l, indicators.CatchUp(f.catchUp)
	if len(f.mailTo)+len(f.mailCity) > 0 {
		plan.Mail = &indicators.ScheduleMail{To: f.mailTo, ByScope: map[string][]string{}}
	}
	for _, text := range f.mailCity {
		scope, address, found := strings.Cut(text, "=")
		if !found {
			return plan, usage("flag", indicators.Args{"why": "--mail-scope " + text})
		}
		plan.Mail.ByScope[scope] = append(plan.Mail.ByScope[scope], address)
	}
	if f.webhook != "" {
		plan.Webhook = &indicators.ScheduleWebhook{URL: f.webhook}
	}
	return plan.Filled(), nil
}

// keep is a schedule that is changed: what no flag says stays as it was, so that another
// time does not cost it its recipients.
func (f *planFlags) keep(plan, old indicators.Schedule) indicators.Schedule {
	stays := func(flag string) bool { return !f.given(flag) }
	if stays("zone") {
		plan.Zone = old.Zone
	}
	if stays("scope") {
		plan.Scopes = old.Scopes
	}
	if stays("format") {
		plan.Formats = old.Formats
	}
	if stays("lang") {
		plan.Language = old.Language
	}
	if stays("period") {
		plan.Period = old.Period
	}
	if stays("folder") {
		plan.Folder = old.Folder
	}
	if stays("catch-up") {
		plan.CatchUp = old.CatchUp
	}
	if stays("retries") {
		plan.Retries = old.Retries
	}
	if stays("hold-until-approved") {
		plan.HoldDays = old.HoldDays
	}
	if stays("webhook") {
		plan.Webhook = old.Webhook
	}
	plan.Mail = f.keepMail(plan.Mail, old.Mail)
	return plan
}

// keepMail keeps the addresses of all, or those by scope, that no flag says.
func (f *planFlags) keepMail(mail, old *indicators.ScheduleMail) *indicators.ScheduleMail {
	said := func(flag string) *indicators.ScheduleMail {
		if f.given(flag) {
			return mail
		}
		return old
	}
	var out indicators.ScheduleMail
	if from := said("mail"); from != nil {
		out.To = from.To
	}
	if from := said("mail-scope"); from != nil {
		out.ByScope = from.ByScope
	}
	if len(out.To)+len(out.ByScope) == 0 {
		return nil
	}
	return &out
}

func (s *session) addSchedule(ctx context.Context, st *store.Store, p *indicators.Programme, flags planFlags) error {
	plan, err := flags.read(s.lang())
	if err != nil {
		return err
	}
	if flags.replace {
		if old, err := st.Schedule(ctx, p.ID, plan.Name); err == nil {
			plan = flags.keep(plan, old.Schedule)
		}
	}
	others, err := schedule.Everywhere(ctx, st)
	if err != nil {
		return err
	}
	if problems := append(schedule.Check(p, plan, render.Formats), schedule.CheckAmong(p.ID, plan, others)...); len(problems) > 0 {
		return refusal(problems)
	}
	as, err := s.actor(ctx, st)
	if err != nil {
		return err
	}
	if err := st.SetSchedule(ctx, as, p.ID, plan, flags.replace); err != nil {
		return err
	}
	c, err := schedule.CalendarOf(p, plan)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, s.sayOf("added", indicators.Args{"name": plan.Name, "when": c.Says(s.lang())}))
	return s.printComing(c, 3)
}

// printComing prints the times at which a schedule is due next, and what its
// expression does that its writer may not expect.
func (s *session) printComing(c *schedule.Calendar, count int) error {
	at := s.now()
	for range count {
		if at = c.Next(at); at.IsZero() {
			break
		}
		fmt.Fprintln(s.out, s.sayOf("next", indicators.Args{"at": minute(at, c.Zone()), "weekday": s.sayOf("weekday."+itoa(int(at.Weekday())), nil)}))
	}
	s.printProblems(c.Warnings(s.now()))
	return nil
}

func (s *session) schedulePauseCommand(pause bool) *cobra.Command {
	name, short := "resume", "Let a paused schedule go on; what was due meanwhile is not made up for"
	if pause {
		name, short = "pause", "Let a schedule rest until it is resumed"
	}
	return &cobra.Command{
		Use: name + " NAME", Short: short, Example: "  yardstick schedule " + name + " 月报", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onSchedules(cmd.Context(), true, func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				as, err := s.actor(ctx, st)
				if err != nil {
					return err
				}
				if err := st.SetPaused(ctx, as, p.ID, args[0], pause); err != nil {
					return err
				}
				fmt.Fprintln(s.out, s.sayOf(name+"-done", indicators.Args{"name": args[0]}))
				return nil
			})
		},
	}
}

func (s *session) scheduleNextCommand() *cobra.Command {
	var cron, zone string
	var count int
	cmd := &cobra.Command{
		Use: "next [NAME] [--cron EXPRESSION]", Short: "Print when a schedule, or an expression, is due next, in words",
		Example: `  yardstick schedule next 月报
  yardstick schedule next --cron "0 8 31 * *" --zone Asia/Shanghai`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cron != "" && len(args) == 0 {
				c, err := schedule.Parse(cron, zone)
				if err != nil {
					return err
				}
				fmt.Fprintln(s.out, c.Says(s.lang()))
				return s.printComing(c, count)
			}
			if len(args) != 1 || cron != "" {
				return usage("flag", indicators.Args{"why": "next NAME, or next --cron"})
			}
			return s.onSchedules(cmd.Context(), false, func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				plan, err := st.Schedule(ctx, p.ID, args[0])
				if err != nil {
					return err
				}
				c, err := schedule.CalendarOf(p, plan.Schedule)
				if err != nil {
					return err
				}
				fmt.Fprintln(s.out, c.Says(s.lang()))
				if plan.Paused {
					s.talk(s.sayOf("paused", nil))
				}
				return s.printComing(c, count)
			})
		},
	}
	cmd.Flags().StringVar(&cron, "cron", "", "an expression, in place of a schedule")
	cmd.Flags().StringVar(&zone, "zone", embedded().Zone, "the time zone of --cron")
	cmd.Flags().IntVarP(&count, "count", "n", 5, "how many times")
	return cmd
}

func (s *session) scheduleHistoryCommand() *cobra.Command {
	var run int64
	var limit int
	cmd := &cobra.Command{
		Use: "history [NAME]", Short: "List the runs, newest first, or the files of one",
		Example: `  yardstick schedule history 月报
  yardstick schedule history --run 12`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onSchedules(cmd.Context(), false, func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				if run != 0 {
					return s.printRun(ctx, st, run)
				}
				filter := store.RunFilter{Limit: limit}
				if len(args) == 1 {
					if _, err := st.Schedule(ctx, p.ID, args[0]); err != nil {
						return err
					}
					filter.Schedule = args[0]
				}
				return s.printRuns(ctx, st, p, filter)
			})
		},
	}
	cmd.Flags().Int64Var(&run, "run", 0, "the files of one run, by its number")
	cmd.Flags().IntVar(&limit, "limit", 50, "how many runs; 0 is all")
	return cmd
}

func (s *session) printRuns(ctx context.Context, st *store.Store, p *indicators.Programme, filter store.RunFilter) error {
	runs, err := st.Runs(ctx, p.ID, filter)
	if err != nil || len(runs) == 0 {
		fmt.Fprintln(s.err, s.sayOf("history-none", nil))
		return err
	}
	var rows [][]string
	for _, run := range runs {
		late := "—"
		if run.Late() >= time.Minute {
			late = schedule.Lateness(s.lang(), run.Late())
		}
		rows = append(rows, []string{strconv.FormatInt(run.Key, 10), run.Schedule, minute(run.Due, p.Location()), run.Period.String(),
			s.sayOf("state."+string(run.State), nil), itoa(run.Done) + "/" + itoa(run.Files), late, s.sayOf("cause."+string(run.Cause), nil)})
	}
	var columns []column
	for _, head := range []string{"run", "name", "due", "period", "state", "files", "late", "cause"} {
		columns = append(columns, column{head: s.sayOf("head."+head, indicators.Args{"zone": p.Location().String()})})
	}
	return printTable(s.out, columns, rows)
}

// printRun prints the files of a run with their digests, where they went, and what
// failed of it.
func (s *session) printRun(ctx context.Context, st *store.Store, key int64) error {
	run, err := st.RunByKey(ctx, key)
	if err != nil {
		return err
	}
	files, err := st.RunFiles(ctx, key)
	if err != nil {
		return err
	}
	if why := run.Fault.Say(s.lang()); why != "" {
		s.talk(why)
	}
	for _, file := range files {
		digest := file.SHA256
		if digest == "" {
			digest = "—"
		}
		fmt.Fprintln(s.out, s.sayOf("file", indicators.Args{"path": file.Path, "state": s.sayOf("file-state."+string(file.State), nil),
			"bytes": strconv.FormatInt(file.Size, 10), "sha256": digest}))
	}
	deliveries, err := st.RunDeliveries(ctx, key)
	if err != nil {
		return err
	}
	for _, d := range deliveries {
		fmt.Fprintln(s.out, s.sayOf("delivery", indicators.Args{"way": s.sayOf("way."+d.Kind, nil), "target": d.Target,
			"state": s.sayOf("file-state."+string(d.State), nil), "attempts": itoa(d.Attempts)}))
	}
	return s.talkOfFaults(ctx, st, run)
}

// talkOfFaults says of each file and delivery that failed why it did.
func (s *session) talkOfFaults(ctx context.Context, st *store.Store, run store.Run) error {
	files, err := st.RunFiles(ctx, run.Key)
	if err != nil {
		return err
	}
	for _, file := range files {
		if why := file.Fault.Say(s.lang()); why != "" && file.State != store.FileDone {
			s.talk(file.Scope + "." + file.Format + ": " + why)
		}
	}
	deliveries, err := st.RunDeliveries(ctx, run.Key)
	for _, d := range deliveries {
		if why := d.Fault.Say(s.lang()); why != "" && d.State != store.FileDone {
			s.talk(strings.TrimSpace(s.sayOf("way."+d.Kind, nil)+" "+d.Target) + ": " + why)
		}
	}
	return err
}

// mayRun returns who asks for runs, nil for the local operator, and refuses whoever may
// not.
func (s *session) mayRun(ctx context.Context, st *store.Store) (*engine.Actor, error) {
	as, err := s.actor(ctx, st)
	if err != nil {
		return nil, err
	}
	accounts, err := st.HasAccounts(ctx)
	switch {
	case err != nil:
		return nil, err
	case accounts && as == nil:
		return nil, &indicators.Problem{Code: "account-wanted", Args: indicators.Args{"who": store.LocalOperator}}
	case as != nil:
		if problem := as.Permit(engine.Schedule, engine.Scope{}); problem != nil {
			return nil, problem
		}
	}
	return as, nil
}
