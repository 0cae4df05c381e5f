package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/cmd/internal/standing"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

func (s *session) loadCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "load FILE…",
		Short: "Put definitions into force: a new programme, or its next version",
		Long: `Reads definition files as one programme. A new one makes the database when there
is none. For one that is already there it shows what differs and which verdicts
would change, and asks before the new version is put into force. Earlier
scorecards do not change: a version is in force from when it was loaded.`,
		Example: `  yardstick load gd-2021/
  yardstick load --yes --db results.db programme.yaml crafts.yaml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error { return s.load(cmd.Context(), files, yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func (s *session) load(ctx context.Context, files []string, yes bool) error {
	programme, sources, problems := readDefinitions(files)
	if programme == nil || hasErrors(problems) {
		return refusal(problems)
	}
	st, err := store.Open(ctx, s.database, store.Options{Create: true, Now: s.now, Backups: s.backupsFolder()})
	if err != nil {
		return &failure{exit: CouldNotRun, code: "database", cause: err}
	}
	defer st.Close()
	clashes, err := schedule.CheckDefined(ctx, st, programme)
	if err != nil {
		return err
	}
	if len(clashes) > 0 {
		return refusal(clashes)
	}
	s.printProblems(standing.ScheduleWarnings(programme, s.now()))
	if known, err := s.previewLoad(ctx, st, programme); err != nil || !known {
		return err
	}
	if err := s.confirm(yes, "load-confirm"); err != nil {
		return err
	}
	version, err := s.putIntoForce(ctx, st, sources)
	if err != nil {
		return refusedBy(err)
	}
	fmt.Fprintln(s.out, s.say("loaded", indicators.Args{"id": programme.ID, "version": itoa(version), "path": s.database}))
	return nil
}

// putIntoForce loads as the account of --as, else as the local operator.
func (s *session) putIntoForce(ctx context.Context, st *store.Store, sources []load.Source) (int, error) {
	as, err := s.actor(ctx, st)
	if err != nil {
		return 0, err
	}
	if as != nil {
		return st.LoadProgrammeAs(ctx, *as, sources)
	}
	return st.LoadProgramme(ctx, sources, store.LocalOperator)
}

// previewLoad prints what a new version changes. It returns false when there is
// nothing to load: the same definitions are in force.
func (s *session) previewLoad(ctx context.Context, st *store.Store, next *indicators.Programme) (bool, error) {
	ids, err := st.Programmes(ctx)
	if err != nil {
		return false, err
	}
	isNew := true
	for _, id := range ids {
		isNew = isNew && id != next.ID
	}
	if isNew {
		count := 0
		for range next.Targets() {
			count++
		}
		fmt.Fprintln(s.out, s.say("load-new", indicators.Args{"title": next.Title, "projects": itoa(len(next.Projects)), "targets": itoa(count)}))
		return true, nil
	}
	current, err := st.Programme(ctx, next.ID, time.Time{})
	if err != nil {
		return false, err
	}
	changes := load.Difference(current, next)
	if len(changes) == 0 {
		fmt.Fprintln(s.out, s.say("load-same", indicators.Args{"id": next.ID, "version": itoa(current.Version)}))
		return false, nil
	}
	for _, change := range changes {
		fmt.Fprintln(s.out, change.Say(s.lang()))
	}
	flips, err := standing.Flips(ctx, st, current, next, s.now())
	s.printFlips(flips)
	return true, err
}

// confirm asks on a terminal; without one it refuses unless told --yes.
func (s *session) confirm(yes bool, question string) error {
	if yes {
		return nil
	}
	if !isTerminal(s.in) {
		return &failure{exit: Problems, code: "needs-yes"}
	}
	fmt.Fprint(s.err, s.say(question, nil)+" ")
	answer, err := bufio.NewReader(s.in).ReadString('\n')
	if err != nil && answer == "" && !errors.Is(err, os.ErrClosed) {
		fmt.Fprintln(s.err)
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes", "是", "好":
		return nil
	}
	return &failure{exit: Problems, code: "not-confirmed"}
}
