package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *session) scheduleRunCommand() *cobra.Command {
	var out string
	var dry bool
	cmd := &cobra.Command{
		Use: "run NAME", Short: "Make what a schedule makes, now",
		Long: `Records a run of the schedule for this moment and makes its files, without the service.
Where the service works the database it is the one that makes them, and this waits.
A run that is interrupted is taken up again by the next, or by the service.`,
		Example: `  yardstick schedule run 月报
  yardstick schedule run 月报 --dry-run`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onSchedules(cmd.Context(), true, func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				plan, err := st.Schedule(ctx, p.ID, args[0])
				if err != nil {
					return err
				}
				if dry {
					return s.printOrders(p, plan, []store.Run{{Due: s.now(), Period: schedule.PeriodOf(p, plan.Schedule, s.now())}})
				}
				return s.work(ctx, st, s.folderOr(out), func(jobs *store.Jobs, as *engine.Actor) ([]store.Run, error) {
					run, err := schedule.Now(ctx, st, jobs, as, plan, s.now())
					return []store.Run{run}, err
				})
			})
		},
	}
	s.runFlags(cmd, &out, &dry)
	return cmd
}

func (s *session) runFlags(cmd *cobra.Command, out *string, dry *bool) {
	cmd.Flags().StringVar(out, "out", "", "the folder that the files go under (default: scorecards, beside the database)")
	cmd.Flags().BoolVar(dry, "dry-run", false, "print what would be made, make nothing")
}

func (s *session) folderOr(out string) string {
	if out == "" {
		return s.scorecardsFolder()
	}
	return out
}

func (s *session) scheduleBackfillCommand() *cobra.Command {
	var out, from, to string
	var dry bool
	cmd := &cobra.Command{
		Use: "backfill NAME --from MONTH", Short: "Make the runs of the past that were not made",
		Long: `Makes the runs for every time between two days or months at which the schedule would
have been due, each as of that instant. Those that were made are left as they are.`,
		Example: `  yardstick schedule backfill 月报 --from 2021-02 --to 2021-12
  yardstick schedule backfill 月报 --from 2021-02 --dry-run`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onSchedules(cmd.Context(), true, func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				plan, err := st.Schedule(ctx, p.ID, args[0])
				if err != nil {
					return err
				}
				runs, err := s.pastRuns(ctx, st, p, plan, from, to)
				if err != nil {
					return err
				}
				if dry {
					return s.printOrders(p, plan, runs)
				}
				return s.work(ctx, st, s.folderOr(out), func(jobs *store.Jobs, as *engine.Actor) ([]store.Run, error) {
					recorded, err := schedule.RecordPast(ctx, st, jobs, as, runs)
					if before := len(runs) - len(recorded); err == nil && before > 0 {
						s.talk(s.sayOf("backfill-made", indicators.Args{"count": itoa(before)}))
					}
					return recorded, err
				})
			})
		},
	}
	s.runFlags(cmd, &out, &dry)
	cmd.Flags().StringVar(&from, "from", "", "the first day or month: 2021-02-05, 2021-02")
	cmd.Flags().StringVar(&to, "to", "", "the last one (default: now)")
	_ = cmd.MarkFlagRequired("from")
	return cmd
}

// pastRuns are the runs between two days or months as people write them.
func (s *session) pastRuns(ctx context.Context, st *store.Store, p *indicators.Programme, plan store.Schedule, from, to string) ([]store.Run, error) {
	first, _, err := dayOrMonth("from", from)
	if err != nil {
		return nil, err
	}
	until := s.now()
	if to != "" {
		_, last, err := dayOrMonth("to", to)
		if err != nil {
			return nil, err
		}
		until = last.EndIn(p.Location())
	}
	begin := (first - 1).EndIn(p.Location()).Add(time.Nanosecond)
	runs, more, err := schedule.Backfill(ctx, st, plan, begin, until, s.now())
	if more {
		s.talk(s.sayOf("backfill-more", indicators.Args{"count": itoa(len(runs))}))
	}
	if err == nil && len(runs) == 0 {
		s.talk(s.sayOf("backfill-none", indicators.Args{"name": plan.Name}))
	}
	return runs, err
}

// dayOrMonth reads the text of a flag.
func dayOrMonth(flag, text string) (first, last indicators.Date, err error) {
	if day, err := indicators.ParseDate(text); err == nil {
		return day, day, nil
	}
	month, err := indicators.ParsePeriod(text)
	if err != nil {
		return 0, 0, usage("day-or-month", indicators.Args{"flag": flag, "text": text})
	}
	return month.First(), month.Last(), nil
}

// printOrders prints what runs would make.
func (s *session) printOrders(p *indicators.Programme, plan store.Schedule, runs []store.Run) error {
	scopes := schedule.Scopes(p, plan.Schedule)
	for _, run := range runs {
		fmt.Fprintln(s.out, s.sayOf("would", indicators.Args{"at": minute(run.Due, p.Location()), "period": run.Period.String(),
			"files": itoa(len(scopes) * len(plan.Formats))}))
	}
	return nil
}

// work records runs and sees them through: in this process, or where another works
// the database, by waiting for it.
func (s *session) work(ctx context.Context, st *store.Store, folder string, record func(*store.Jobs, *engine.Actor) ([]store.Run, error)) error {
	as, err := s.mayRun(ctx, st)
	if err != nil {
		return err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return err
	}
	cards := &scheduledCards{st: st}
	ways, err := cards.ways(s.now)
	if err != nil {
		return err
	}
	jobs, err := st.Jobs(ctx)
	if err != nil {
		return err
	}
	runs, err := record(jobs, as)
	if err = errors.Join(err, jobs.Close()); err != nil {
		return err
	}
	w := &worker{s: s, st: st, options: schedule.Options{Render: cards.render, Deliver: ways, Folder: folder, Now: s.now, Idle: true}}
	err = w.takeOver(ctx)
	if err == nil {
		err = s.await(ctx, st, runs, w.takeOver)
	}
	if w.daemon != nil {
		err = errors.Join(err, w.daemon.Stop(context.WithoutCancel(ctx)))
	}
	if err != nil {
		return err
	}
	return s.printMade(ctx, st, folder, runs)
}

// worker works the database in this process as soon as no other does: one that
// makes runs by command ends when its own are made.
type worker struct {
	s       *session
	st      *store.Store
	options schedule.Options
	daemon  *schedule.Daemon
	told    bool
}

func (w *worker) takeOver(ctx context.Context) (err error) {
	if w.daemon != nil {
		return nil
	}
	w.daemon, err = schedule.Start(ctx, w.st, w.options)
	if held := asProblem(err); held != nil && held.Code == "jobs-held" {
		if !w.told {
			w.s.talk(w.s.sayOf("waiting", held.Args))
		}
		w.told, err = true, nil
	}
	return err
}

// glance is how often a run is looked at while it is waited for.
const glance = 50 * time.Millisecond

// glances is after how many of them it is asked whether the other process still works.
const glances = 20

// await waits until every run has ended, shows how far they have come, and takes
// their work over when nobody else does it.
func (s *session) await(ctx context.Context, st *store.Store, runs []store.Run, takeOver func(context.Context) error) error {
	total := 0
	for n := range runs {
		now, err := st.RunByKey(ctx, runs[n].Key)
		if err != nil {
			return err
		}
		total += now.Files
	}
	bar, shown := s.progress(total, s.say("progress-scorecards", nil)), 0
	defer bar.finish()
	ticker := time.NewTicker(glance)
	defer ticker.Stop()
	told := map[string]bool{}
	for open, looks := len(runs), 1; open > 0; looks++ {
		if looks%glances == 0 {
			if err := takeOver(ctx); err != nil {
				return err
			}
		}
		open = 0
		ended := 0
		for n := range runs {
			now, err := st.RunByKey(ctx, runs[n].Key)
			if err != nil {
				return err
			}
			if ended += now.Done + now.Failed; now.EndedAt.IsZero() {
				open++
			}
			if now.EndedAt.IsZero() && now.Done+now.Failed == now.Files && looks%glances == 0 {
				if err := s.talkOfWaiting(ctx, st, now, told); err != nil {
					return err
				}
			}
			runs[n] = now
		}
		for ; shown < ended; shown++ {
			bar.step()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
	return nil
}

// talkOfWaiting says once of each delivery that failed and is tried again why it waits:
// nobody should sit before a command that seems to hang.
func (s *session) talkOfWaiting(ctx context.Context, st *store.Store, run store.Run, told map[string]bool) error {
	deliveries, err := st.RunDeliveries(ctx, run.Key)
	for _, d := range deliveries {
		what, why := strings.TrimSpace(s.sayOf("way."+d.Kind, nil)+" "+d.Target), d.Fault.Say(s.lang())
		if key := itoa(int(run.Key)) + what; d.State == store.FileWaiting && why != "" && !told[key] {
			told[key] = true
			s.talk(s.sayOf("tried-again", indicators.Args{"what": what, "why": why}))
		}
	}
	return err
}

// printMade prints the paths of the files that were made, and says what failed.
func (s *session) printMade(ctx context.Context, st *store.Store, folder string, runs []store.Run) error {
	failed := false
	for _, run := range runs {
		files, err := st.RunFiles(ctx, run.Key)
		if err != nil {
			return err
		}
		for _, file := range files {
			if file.State == store.FileDone {
				fmt.Fprintln(s.out, shortPath(filepath.Join(folder, filepath.FromSlash(file.Path))))
			}
		}
		if err := s.talkOfFaults(ctx, st, run); err != nil {
			return err
		}
		failed = failed || run.State == store.RunFailed
		fmt.Fprintln(s.err, s.sayOf("ended", indicators.Args{"run": strconv.FormatInt(run.Key, 10), "period": run.Period.String(),
			"state": s.sayOf("state."+string(run.State), nil), "done": itoa(run.Done), "files": itoa(run.Files)}))
	}
	if failed {
		return errProblems
	}
	return nil
}

// shortPath is a path from where the command was given, if it lies below.
func shortPath(path string) string {
	if here, err := os.Getwd(); err == nil {
		if near, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(near) {
			return filepath.ToSlash(near)
		}
	}
	return path
}

func (s *session) scheduleRetryCommand() *cobra.Command {
	return &cobra.Command{
		Use: "retry RUN", Short: "Make again what failed of a run",
		Example: "  yardstick schedule retry 12", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onRun(cmd, args[0], func(ctx context.Context, st *store.Store, run store.Run) error {
				return s.work(ctx, st, s.scorecardsFolder(), func(jobs *store.Jobs, as *engine.Actor) ([]store.Run, error) {
					return []store.Run{run}, schedule.Retry(ctx, st, jobs, as, run)
				})
			})
		},
	}
}

func (s *session) scheduleCancelCommand() *cobra.Command {
	return &cobra.Command{
		Use: "cancel RUN", Short: "End a run that waits or is under way; what was made stays",
		Example: "  yardstick schedule cancel 12", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onRun(cmd, args[0], func(ctx context.Context, st *store.Store, run store.Run) error {
				as, err := s.mayRun(ctx, st)
				if err != nil {
					return err
				}
				jobs, err := st.Jobs(ctx)
				if err != nil {
					return err
				}
				defer jobs.Close()
				if err := schedule.Cancel(ctx, st, jobs, as, run, s.now()); err != nil {
					return err
				}
				fmt.Fprintln(s.out, s.sayOf("cancelled", indicators.Args{"run": args[0]}))
				return nil
			})
		},
	}
}

// onRun finds the run that a command names by its number.
func (s *session) onRun(cmd *cobra.Command, number string, do func(context.Context, *store.Store, store.Run) error) error {
	return s.onSchedules(cmd.Context(), true, func(ctx context.Context, st *store.Store, _ *indicators.Programme) error {
		key, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return &indicators.Problem{Code: "run-unknown", Args: indicators.Args{"run": number}}
		}
		run, err := st.RunByKey(ctx, key)
		if err != nil {
			return err
		}
		return do(ctx, st, run)
	})
}
