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
	Now     func() time.Time // time.Now when nil; it should be the store's clock
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
	err, remarks := engine.Refused(inOrder(append(found, problems...)))
	if err != nil {
		return nil, err
	}
	preview := &Preview{File: name, Programme: p, Remarks: remarks, Through: o.Through}
	if preview.Cut, err = s.Cut(ctx, p.ID, time.Time{}); err != nil {
		return nil, err
	}
	var before []engine.Observation
	for observation, err := range s.Observations(ctx, p.ID, preview.Cut, store.ObservationFilter{}) {
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

// present is the entry that counts now, by line and period.
func present(before []engine.Observation) map[engine.LineID]map[indicators.Period]*engine.Observation {
	current := map[engine.LineID]map[indicators.Period]*engine.Observation{}
	for i := range before {
		o := &before[i]
		id := engine.LineID{Indicator: o.Indicator, Part: o.Part}
		if current[id] == nil {
			current[id] = map[indicators.Period]*engine.Observation{}
		}
		if _, newer := current[id][o.Period]; !newer {
			current[id][o.Period] = o
		}
	}
	return current
}

// compare puts each figure beside the one that counts now.
func (p *Preview) compare(entries []engine.Entry, observations, before []engine.Observation, reason string) error {
	current := present(before)
	lines := map[engine.LineID]*engine.Line{}
	p.Cells = make([]Cell, 0, len(observations))
	var problems []*indicators.Problem
	for i, o := range observations {
		id := engine.LineID{Indicator: o.Indicator, Part: o.Part}
		if lines[id] == nil {
			line, _ := engine.FindLine(p.Programme, o.Indicator, o.Part)
			lines[id] = &line
		}
		cell := Cell{Entry: entries[i], Change: New, Line: lines[id], Value: o.Value, Observation: o}
		if was, exists := current[id][o.Period]; exists {
			cell.Was, cell.WasText = was.Value, was.Text
			if cell.Change = Changed; was.Value == o.Value {
				cell.Change = Same
			}
			if cell.Entry.Supersede == "" {
				cell.Entry.Supersede = strings.TrimSpace(reason)
			}
			if cell.Change == Changed && cell.Entry.Supersede == "" {
				problems = append(problems, entries[i].Problem("import-reason-wanted", indicators.Args{
					"indicator": o.Indicator, "period": o.Period.String(), "was": was.Text, "is": o.Text}))
			}
		} else {
			cell.Entry.Supersede = ""
		}
		p.Cells = append(p.Cells, cell)
	}
	err, _ := engine.Refused(problems)
	return err
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
// has changed since the preview was made it refuses with changed-since.
func (p *Preview) Apply(ctx context.Context, s *store.Store, by string) (store.Recorded, error) {
	entries := make([]engine.Entry, 0, len(p.Cells))
	for _, cell := range p.Cells {
		if cell.Change != Same {
			entries = append(entries, cell.Entry)
		}
	}
	return s.Record(ctx, p.Programme.ID, entries, store.RecordOptions{By: by, After: &p.Cut})
}
