package store

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"yardstick/indicators"
)

// Run is one execution of a schedule for the instant at which it was due.
type Run struct {
	Key       int64
	Programme string // id
	Schedule  string // name
	Due       time.Time
	// AsOf is the instant of knowledge of what it makes: Due, or for a run that was
	// held the instant of its release.
	AsOf    time.Time
	Period  indicators.Period // through which it reports
	Cause   RunCause
	Plan    indicators.Schedule // as it stood when the run was made
	State   RunState
	Fault   RunFault // why it failed or was skipped
	MadeAt  time.Time
	EndedAt time.Time // zero while it is held or under way
	// How many files it makes, how many of them are done, and how many failed.
	Files, Done, Failed int
}

// Late is how long after it was due the run was made; of one by command it is 0.
func (r Run) Late() time.Duration {
	if r.Cause != RunDue {
		return 0
	}
	return max(r.MadeAt.Sub(r.Due), 0)
}

// RunCause says why a run was made.
type RunCause string

// The causes.
const (
	RunDue      RunCause = "due"
	RunBackfill RunCause = "backfill" // for an instant of the past, by command
	RunByHand   RunCause = "hand"     // now, by command
)

// RunState says how far a run has come.
type RunState string

// The states of a run.
const (
	RunHeld      RunState = "held" // waits until its period's sheets are approved
	RunWorking   RunState = "working"
	RunDone      RunState = "done"
	RunFailed    RunState = "failed"  // ended, and a file or a delivery failed
	RunSkipped   RunState = "skipped" // was due while nothing ran, and the policy leaves it out
	RunCancelled RunState = "cancelled"
)

// RunFile is one file of a run.
type RunFile struct {
	Run         int64
	Scope       string // programme, project-survey, city-440100
	Format      string
	Path        string // under the folder of the schedules' files, with slashes
	State       FileState
	Attempts    int
	Fault       RunFault // of the last attempt
	Size        int64    // bytes
	SHA256      string
	Fingerprint string // of the evaluation
	Took        time.Duration
	EndedAt     time.Time
}

// FileState says how far a file has come.
type FileState string

// The states of a file.
const (
	FileWaiting    FileState = "waiting"
	FileDone       FileState = "done"
	FileFailed     FileState = "failed"
	FileSuperseded FileState = "superseded" // a newer run has made the file of that name
	FileCancelled  FileState = "cancelled"
)

// RunDelivery is one way that a run's files go besides their folder.
type RunDelivery struct {
	Run      int64
	Kind     string // mail, webhook, …
	Target   string // an address; empty where the kind says all
	State    FileState
	Attempts int
	Fault    RunFault
	EndedAt  time.Time
}

// RunFault is why something failed: a problem with a code, or the words of an
// error. The zero RunFault is none.
type RunFault struct {
	Code string          `json:"code,omitempty"`
	Args indicators.Args `json:"args,omitempty"`
	Text string          `json:"text,omitempty"`
}

// FaultOf keeps an error.
func FaultOf(err error) RunFault {
	var problem *indicators.Problem
	if errors.As(err, &problem) {
		return RunFault{Code: problem.Code, Args: problem.Args}
	}
	if err == nil {
		return RunFault{}
	}
	return RunFault{Text: err.Error()}
}

// Say is the fault as a sentence; empty for none.
func (f RunFault) Say(l indicators.Language) string {
	if f.Code == "" {
		return f.Text
	}
	return (&indicators.Problem{Code: f.Code, Args: f.Args}).Line(l)
}

func (f RunFault) text() string {
	if f.Code == "" && f.Text == "" {
		return ""
	}
	text, _ := json.Marshal(f) // strings only
	return string(text)
}

// RunFilter narrows what Runs returns; the zero filter is all of a programme.
type RunFilter struct {
	Schedule string
	Key      int64
	Period   indicators.Period // that they report through
	State    RunState
	From, To time.Time // instants at which runs were due, both included; zero is open
	Open     bool      // only those that are held or under way
	Limit    int       // the newest so many; 0 is all
	Skip     int       // of the newest, with a Limit
}

const runColumns = `r.key, p.id, r.schedule, r.due, r.as_of, r.period, r.cause, r.plan, r.state, r.fault, r.made_at, r.ended_at,
  (SELECT count(*) FROM run_file f WHERE f.run = r.key),
  (SELECT count(*) FROM run_file f WHERE f.run = r.key AND f.state IN ('done', 'superseded')),
  (SELECT count(*) FROM run_file f WHERE f.run = r.key AND f.state = 'failed')`

// Runs returns the runs of a programme, of all when it is empty, the newest due
// first.
func (s *Store) Runs(ctx context.Context, programme string, f RunFilter) (out []Run, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		where, args := f.where(programme)
		query := `SELECT ` + runColumns + ` FROM run r JOIN programme p ON p.key = r.programme` + where + ` ORDER BY r.due DESC, r.key DESC`
		if f.Limit > 0 {
			query += ` LIMIT ? OFFSET ?`
			args = append(args, f.Limit, f.Skip)
		}
		var row runRow
		return r.each(query, args, row.columns(), func() error {
			one, err := row.run()
			out = append(out, one)
			return err
		})
	})
	return out, err
}

func (f RunFilter) where(programme string) (where string, args []any) {
	var parts []string
	add := func(part string, arg any) { parts, args = append(parts, part), append(args, arg) }
	if programme != "" {
		add("p.id = ?", programme)
	}
	if f.Schedule != "" {
		add("r.schedule = ?", f.Schedule)
	}
	if f.Key != 0 {
		add("r.key = ?", f.Key)
	}
	if f.Period != 0 {
		add("r.period = ?", int64(f.Period))
	}
	if f.State != "" {
		add("r.state = ?", string(f.State))
	}
	if !f.From.IsZero() {
		add("r.due >= ?", f.From.UnixNano())
	}
	if !f.To.IsZero() {
		add("r.due <= ?", f.To.UnixNano())
	}
	if f.Open {
		parts = append(parts, "r.state IN ('held', 'working')")
	}
	if len(parts) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(parts, " AND "), args
}

// RunByKey returns one run. Problem: run-unknown.
func (s *Store) RunByKey(ctx context.Context, key int64) (Run, error) {
	found, err := s.Runs(ctx, "", RunFilter{Key: max(key, 1)})
	if err == nil && len(found) == 0 {
		err = &indicators.Problem{Code: "run-unknown", Args: indicators.Args{"run": strconv.FormatInt(key, 10)}}
	}
	if err != nil {
		return Run{}, err
	}
	return found[0], nil
}

// runRow is a run as it is kept.
type runRow struct {
	Run
	due, asOf, madeAt, endedAt int64
	plan, fault                string
}

func (r *runRow) columns() []any {
	return []any{&r.Key, &r.Programme, &r.Schedule, &r.due, &r.asOf, &r.Period, &r.Cause, &r.plan, &r.State, &r.fault, &r.madeAt, &r.endedAt,
		&r.Files, &r.Done, &r.Failed}
}

func (r *runRow) run() (Run, error) {
	out := r.Run
	out.Due, out.AsOf = time.Unix(0, r.due).UTC(), time.Unix(0, r.asOf).UTC()
	out.MadeAt, out.EndedAt = time.Unix(0, r.madeAt).UTC(), instantOrNone(r.endedAt)
	out.Fault = readFault(r.fault)
	return out, json.Unmarshal([]byte(r.plan), &out.Plan)
}

func instantOrNone(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return time.Unix(0, at).UTC()
}

// readFault reads what text wrote; what it cannot read it keeps as words.
func readFault(text string) (f RunFault) {
	if text != "" && json.Unmarshal([]byte(text), &f) != nil {
		return RunFault{Text: text}
	}
	return f
}

const filesOfRun = `SELECT run, scope, format, path, state, attempts, fault, size, sha256, fingerprint, took, ended_at
FROM run_file WHERE run = ? ORDER BY scope, format`

// RunFiles returns the files of a run by scope and format.
func (s *Store) RunFiles(ctx context.Context, run int64) (out []RunFile, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		var f RunFile
		var fault string
		var endedAt int64
		columns := []any{&f.Run, &f.Scope, &f.Format, &f.Path, &f.State, &f.Attempts, &fault, &f.Size, &f.SHA256, &f.Fingerprint, &f.Took, &endedAt}
		return r.each(filesOfRun, []any{run}, columns, func() error {
			f.Fault, f.EndedAt = readFault(fault), instantOrNone(endedAt)
			out = append(out, f)
			return nil
		})
	})
	return out, err
}

const deliveriesOfRun = `SELECT run, kind, target, state, attempts, fault, ended_at FROM run_delivery WHERE run = ? ORDER BY kind, target`

// RunDeliveries returns where the files of a run went, by kind and target.
func (s *Store) RunDeliveries(ctx context.Context, run int64) (out []RunDelivery, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		var d RunDelivery
		var fault string
		var endedAt int64
		return r.each(deliveriesOfRun, []any{run}, []any{&d.Run, &d.Kind, &d.Target, &d.State, &d.Attempts, &fault, &endedAt}, func() error {
			d.Fault, d.EndedAt = readFault(fault), instantOrNone(endedAt)
			out = append(out, d)
			return nil
		})
	})
	return out, err
}

// lastDue is the newest instant that a run of a schedule was made for, of those
// that have come and were made by a clock that has not been set back since.
const lastDue = `
SELECT coalesce(max(r.due), 0) FROM run r JOIN programme p ON p.key = r.programme
WHERE p.id = ? AND r.schedule = ? AND r.cause = 'due' AND r.due <= ? AND r.made_at <= ?`

// LastDue is the newest instant up to now for which a run of a schedule has been
// recorded; zero for none. What a clock that ran ahead recorded is passed over.
func (s *Store) LastDue(ctx context.Context, programme, schedule string, now time.Time) (at time.Time, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		var due int64
		_, err := r.one(lastDue, []any{programme, schedule, now.UnixNano(), now.UnixNano()}, &due)
		at = instantOrNone(due)
		return err
	})
	return at, err
}

// FileWaits reports whether a file of a run is still to be made.
func (s *Store) FileWaits(ctx context.Context, f RunFile) (waits bool, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		var one int64
		waits, err = r.one(`SELECT 1 FROM run_file WHERE run = ? AND scope = ? AND format = ? AND state = 'waiting'`, []any{f.Run, f.Scope, f.Format}, &one)
		return err
	})
	return waits, err
}
