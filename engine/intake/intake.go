package intake

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Change says what a line of the file does to its cell.
type Change string

// The changes. A figure equal to the one that counts already is left alone.
const (
	New     Change = "new"
	Same    Change = "same"
	Changed Change = "changed"
)

// Cell is one figure of the file beside the one that counts now.
type Cell struct {
	Entry       engine.Entry
	Change      Change
	Line        *engine.Line
	Value       indicators.Value   // as read
	Was         indicators.Value   // of same and changed
	WasText     string             // as it was entered
	Observation engine.Observation // as it would be entered
}

// Preview is what a file would do. Nothing has been written.
type Preview struct {
	File      string
	Programme *indicators.Programme
	Cells     []Cell                // in the order of the file
	Flips     []engine.Flip         // targets that would stand differently, in published order
	Through   indicators.Period     // the last period of the evaluations that Flips compares
	Remarks   []*indicators.Problem // how the file was understood, and what looks odd
	Cut       store.Cut             // what the preview was made from
}

// Options say how a file is taken.
type Options struct {
	Programme string // id; empty is the only one
	// Reason supersedes figures whose own line gives no reason; without either a
	// changed figure is refused.
	Reason string
	// Through is the last period of the evaluations whose verdicts are compared; 0
	// is the last period that has a figure once the file is taken.
	Through indicators.Period
	// Provisional compares with what waits for approval too, as it is for figures
	// that an account enters.
	Provisional bool
	Now         func() time.Time // time.Now when nil; it should be the store's clock
}

// Look reads a CSV file and shows what it would change. The error is an
// *engine.Refusal with every problem of the file when it cannot be taken.
func Look(ctx context.Context, s *store.Store, name string, r io.Reader, o Options) (*Preview, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	p, err := s.Programme(ctx, o.Programme, time.Time{})
	if err != nil {
		return nil, err
	}
	entries, problems := ReadCSV(name, r, p)
	observations, found := engine.CheckEntries(p, entries, engine.Today(p, o.Now()))
	remarks, err := engine.Refused(inOrder(append(found, problems...)))
	if err != nil {
		return nil, err
	}
	preview := &Preview{File: name, Programme: p, Remarks: remarks, Through: o.Through}
	if preview.Cut, err = s.Cut(ctx, p.ID, time.Time{}); err != nil {
		return nil, err
	}
	var before []engine.Observation
	for observation, err := range s.Observations(ctx, p.ID, preview.Cut, store.ObservationFilter{Provisional: o.Provisional}) {
		if err != nil {
			return nil, err
		}
		before = append(before, observation)
	}
	if err := preview.compare(entries, observations, before, o.Reason); err != nil {
		return nil, err
	}
	declarations, err := s.Declarations(ctx, p.ID, preview.Cut)
	if err != nil {
		return nil, err
	}
	if err := preview.compareVerdicts(before, declarations, o.Now()); err != nil {
		return nil, err
	}
	return preview, nil
}

// inOrder sorts problems by the line they are in, remarks on the whole file first.
func inOrder(problems []*indicators.Problem) []*indicators.Problem {
	slices.SortStableFunc(problems, func(a, b *indicators.Problem) int {
		if a.At.Line != b.At.Line {
			return a.At.Line - b.At.Line
		}
		return a.At.Column - b.At.Column
	})
	return problems
}

// row is a line that the file has figures for, and what counts there now.
type row struct {
	line    *engine.Line
	current map[indicators.Period]*engine.Observation
}

// rowsOf finds the lines of the figures, and the entries that count there now:
// the first of each period among those before.
func (p *Preview) rowsOf(observations, before []engine.Observation) map[engine.LineID]*row {
	lines := engine.NewLineIndex(p.Programme)
	rows := map[engine.LineID]*row{}
	for _, o := range observations {
		id := engine.LineID{Indicator: o.Indicator, Part: o.Part}
		if rows[id] == nil {
			line, _ := lines.Find(o.Indicator, o.Part) // a figure that has been read has its line
			rows[id] = &row{line: line, current: map[indicators.Period]*engine.Observation{}}
		}
	}
	for i := range before {
		o := &before[i]
		at := rows[engine.LineID{Indicator: o.Indicator, Part: o.Part}]
		if at == nil {
			continue
		}
		if _, newer := at.current[o.Period]; !newer {
			at.current[o.Period] = o
		}
	}
	return rows
}

// compare puts each figure beside the one that counts now.
func (p *Preview) compare(entries []engine.Entry, observations, before []engine.Observation, reason string) error {
	rows := p.rowsOf(observations, before)
	p.Cells = make([]Cell, len(observations))
	reason = strings.TrimSpace(reason)
	var problems []*indicators.Problem
	for i := range observations {
		o, cell := &observations[i], &p.Cells[i]
		at := rows[engine.LineID{Indicator: o.Indicator, Part: o.Part}]
		*cell = Cell{Entry: entries[i], Change: New, Line: at.line, Value: o.Value, Observation: *o}
		if was, exists := at.current[o.Period]; exists {
			problems = append(problems, cell.correct(was, reason)...)
		} else {
			cell.Entry.Supersede = ""
		}
		cell.Observation.Note = cell.Entry.Remark()
	}
	_, err := engine.Refused(problems)
	return err
}

// correct holds a cell against the figure that counts now. A changed one needs a
// reason, its own or the file's.
func (c *Cell) correct(was *engine.Observation, reason string) []*indicators.Problem {
	c.Was, c.WasText = was.Value, was.Text
	if c.Change = Changed; was.Value == c.Value {
		c.Change = Same
	}
	if c.Entry.Supersede == "" {
		c.Entry.Supersede = reason
	}
	if c.Change == Changed && c.Entry.Supersede == "" {
		return []*indicators.Problem{c.Entry.Problem("import-reason-wanted", indicators.Args{
			"indicator": c.Entry.Indicator, "period": c.Entry.Period.String(), "was": was.Text, "is": c.Observation.Text})}
	}
	return nil
}

// Count returns how many figures are new, changed and the same.
func (p *Preview) Count() (fresh, changed, same int) {
	for _, cell := range p.Cells {
		switch cell.Change {
		case New:
			fresh++
		case Changed:
			changed++
		default:
			same++
		}
	}
	return fresh, changed, same
}

// Apply writes what the preview showed, all of it or nothing. When the programme
// has changed since the preview was made it refuses with changed-since. The
// options say who enters.
func (p *Preview) Apply(ctx context.Context, s *store.Store, o store.RecordOptions) (store.Recorded, error) {
	entries := make([]engine.Entry, 0, len(p.Cells))
	checked := make([]engine.Observation, 0, len(p.Cells))
	for i := range p.Cells {
		if cell := &p.Cells[i]; cell.Change != Same {
			entries, checked = append(entries, cell.Entry), append(checked, cell.Observation)
		}
	}
	o.After, o.Checked = &p.Cut, checked
	return s.Record(ctx, p.Programme.ID, entries, o)
}
