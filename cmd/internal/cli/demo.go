package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"yardstick/cmd/internal/demo"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/reports"
)

func (s *session) demoCommand() *cobra.Command {
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Make a database with made-up results of the first programme, and all its scorecards",
		Long: `Loads the embedded programme (Guangdong 2021: 7 projects, 21 cities, 134
indicators), records made-up results month by month from 2020-11 to 2021-10, and
writes a scorecard for the programme, each project and each city, as PDF, web page
and JSON. Every page says that the results are made up.`,
		Example: `  yardstick demo
  yardstick demo --out /tmp/demo --lang en --force`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.demo(cmd.Context(), out, force) },
	}
	cmd.Flags().StringVar(&out, "out", "demo", "the folder to make")
	cmd.Flags().BoolVar(&force, "force", false, "replace a demonstration that is there")
	return cmd
}

// demoFormats are those in which the demonstration's scorecards are written.
var demoFormats = []string{"pdf", "html", "json"}

func (s *session) demo(ctx context.Context, out string, force bool) error {
	database, cards := filepath.Join(out, "yardstick.db"), filepath.Join(out, "scorecards")
	if err := clearDemo(out, database, cards, force); err != nil {
		return err
	}
	if err := makeFolder(cards); err != nil {
		return err
	}
	found, err := s.recordDemo(ctx, database)
	if err != nil {
		return err
	}
	jobs := printJobs(reports.Scopes(found.now), demoFormats, cards)
	bar := s.progress(len(jobs), s.say("progress-scorecards", nil))
	paths, err := printCards(ctx, found.now, found.before, s.lang(), jobs, bar.step)
	bar.finish()
	if err != nil {
		return err
	}
	return s.printDemo(found.now, out, len(jobs), len(paths))
}

// clearDemo makes room for a demonstration; what is there goes only when forced.
func clearDemo(out, database, cards string, force bool) error {
	entries, err := os.ReadDir(out)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fileFailure(out, err)
	}
	if len(entries) > 0 && !force {
		return &failure{exit: CouldNotRun, code: "demo-there", args: indicators.Args{"path": out}}
	}
	for _, path := range []string{database, database + "-wal", database + "-shm", cards} {
		if err := os.RemoveAll(path); err != nil {
			return fileFailure(path, err)
		}
	}
	return nil
}

// recordDemo makes the database month by month, its clock set to the last day of
// each, and evaluates it at the end of the last.
func (s *session) recordDemo(ctx context.Context, path string) (evaluated, error) {
	clock := time.Date(2020, time.November, 1, 9, 0, 0, 0, library.Programme().Location())
	st, err := store.Open(ctx, path, store.Options{Create: true, Now: func() time.Time { return clock }})
	if err != nil {
		return evaluated{}, &failure{exit: CouldNotRun, code: "database", cause: err}
	}
	defer st.Close()
	if _, err := st.LoadProgramme(ctx, demo.Sources(), store.LocalOperator); err != nil {
		return evaluated{}, refusedBy(err)
	}
	p, err := s.programme(ctx, st)
	if err != nil {
		return evaluated{}, err
	}
	months := demo.Months(p)
	bar := s.progress(len(months), s.say("progress-months", nil))
	for _, month := range months {
		clock = month.At
		if err := demo.Enter(ctx, st, p.ID, month); err != nil {
			return evaluated{}, refusedBy(err)
		}
		bar.step()
	}
	bar.finish()
	return evaluateTwice(ctx, st, p.ID, store.EvaluateOptions{Through: demo.Last, AsOf: demo.Last.Last().EndIn(p.Location())})
}

// printDemo ends the demonstration: the cities as a table, and what to open first.
func (s *session) printDemo(e *engine.Evaluation, out string, cards, files int) error {
	columns := []column{{head: s.say("col.city", nil)}, {s.say("col.score", nil), true}, {head: s.say("col.grade", nil)}, {s.say("col.coverage", nil), true},
		{s.say("col.met", nil), true}, {s.say("col.not-met", nil), true}, {s.say("col.missing", nil), true}}
	var rows [][]string
	root := e.Programme.Regions.Root().Code
	for _, city := range e.Regions {
		if city.ID == root {
			continue
		}
		c := city.Counts
		score := "—"
		if city.Scored {
			score = city.Score.String()
		}
		rows = append(rows, []string{s.nameOf(e, city.ID), score, s.gradeWord(e, city.Grade), city.Coverage.String() + "%",
			itoa(c.Met), itoa(c.NotMet + c.PartlyMet + c.AcceptedDeviation), itoa(c.Missing)})
	}
	if err := printTable(s.out, columns, rows); err != nil {
		return err
	}
	fmt.Fprintln(s.out)
	fmt.Fprintln(s.out, s.say("demo-made-up", nil))
	fmt.Fprintln(s.out, s.say("demo-written", indicators.Args{"cards": itoa(cards), "files": itoa(files), "folder": filepath.Join(out, "scorecards"), "database": filepath.Join(out, "yardstick.db")}))
	fmt.Fprintln(s.out, s.say("demo-first", indicators.Args{"path": filepath.Join(out, "scorecards", "programme.pdf")}))
	return nil
}
