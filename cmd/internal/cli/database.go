package cli

import (
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

func itoa(n int) string { return strconv.Itoa(n) }

// embedded is the first programme, which is in the program itself.
func embedded() *indicators.Programme { return library.Programme() }

// open opens the database for reading, or also for writing. One that is not
// there is an error that says how to make one.
func (s *session) open(ctx context.Context, write bool) (*store.Store, error) {
	if _, err := os.Stat(s.database); errors.Is(err, os.ErrNotExist) {
		return nil, &failure{exit: CouldNotRun, code: "database-missing", args: indicators.Args{"path": s.database}}
	}
	st, err := store.Open(ctx, s.database, store.Options{ReadOnly: !write, Now: s.now, Backups: s.backupsFolder()})
	if err != nil {
		return nil, &failure{exit: CouldNotRun, code: "database", cause: err}
	}
	return st, nil
}

// programme is the one programme of a database, as defined now.
func (s *session) programme(ctx context.Context, st *store.Store) (*indicators.Programme, error) {
	id, err := s.programmeID(ctx, st)
	if err != nil {
		return nil, err
	}
	return st.Programme(ctx, id, time.Time{})
}

func (s *session) programmeID(ctx context.Context, st *store.Store) (string, error) {
	ids, err := st.Programmes(ctx)
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		if id == s.programmeName || s.programmeName == "" && len(ids) == 1 {
			return id, nil
		}
	}
	switch {
	case len(ids) == 0:
		return "", &failure{exit: CouldNotRun, code: "database-empty", args: indicators.Args{"path": s.database}}
	case s.programmeName == "":
		return "", usage("programme-which", indicators.Args{"ids": join(ids)})
	}
	return "", unknown("programme", s.programmeName, ids)
}

// evaluated is a programme as it stands through a month, and as it stood through
// the month before, which a scorecard compares with.
type evaluated struct {
	now, before *engine.Evaluation
}

// evaluate evaluates the database's programme at the two dates of the flags.
func (s *session) evaluate(ctx context.Context, flags timeFlags) (evaluated, error) {
	st, err := s.open(ctx, false)
	if err != nil {
		return evaluated{}, err
	}
	defer st.Close()
	id, err := s.programmeID(ctx, st)
	if err != nil {
		return evaluated{}, err
	}
	pair, err := flags.dates().Evaluate(ctx, st, id, s.now())
	return evaluated{now: pair.Now, before: pair.Before}, err
}

// evaluateTwice evaluates through a month and, where there is one in the
// programme, through the month before, both as of the same instant.
func evaluateTwice(ctx context.Context, st *store.Store, id string, options store.EvaluateOptions) (evaluated, error) {
	pair, err := standing.Evaluate(ctx, st, id, options)
	return evaluated{now: pair.Now, before: pair.Before}, err
}

// judge judges a single actual by the default method's bands.
func (s *session) judge() *rules.Judge {
	method, err := scoring.Lookup(embedded().Method)
	if err != nil {
		panic(err) // an embedded programme names an embedded method; a test holds it
	}
	return rules.NewJudge(method.Judging())
}
