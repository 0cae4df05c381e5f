package intake

import (
	"cmp"
	"context"
	"errors"
	"io"
	"path"
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
	was         int64              // Seq of the figure that counts; 0 for none
}

// Preview is what a file would do. Nothing has been written. It may be kept while
// somebody looks at it: it holds no file and no database.
type Preview struct {
	File      string
	Programme *indicators.Programme
	Cells     []Cell                // in the order of the file
	Flips     []engine.Flip         // targets that would stand differently, in published order
	Through   indicators.Period     // the last period of the evaluations that Flips compares
	Remarks   []*indicators.Problem // how the file was understood, and what looks odd
	Cut       store.Cut             // what the preview was made from

	figures figures
	options Options
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
	// Limit is the size of the largest file that is taken, in bytes; MaxBytes when 0.
	// A workbook is held to [workbook.MaxBytes] as well.
	Limit int64
	Now   func() time.Time // time.Now when nil; it should be the store's clock
}

// Look reads a file and shows what it would change: CSV, an entry workbook that
// was filled in, or a workbook whose first sheet is a table with the columns of
// CSV. Which it is is seen from the content. The error is an *engine.Refusal with
// every problem of the file when it cannot be taken. The name is the one that
// problems print.
func Look(ctx context.Context, s *store.Store, name string, r io.Reader, o Options) (*Preview, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Limit == 0 {
		o.Limit = MaxBytes
	}
	p, err := s.Programme(ctx, o.Programme, time.Time{})
	if err != nil {
		return nil, err
	}
	raw, problem := readAll(name, r, o.Limit)
	if problem != nil {
		return nil, &engine.Refusal{Problems: []*indicators.Problem{problem}}
	}
	return propose(ctx, s, name, p, readFigures(name, raw, p), o)
}

// propose compares what a file proposes with what stands now.
func propose(ctx context.Context, s *store.Store, name string, p *indicators.Programme, file figures, o Options) (*Preview, error) {
	observations, found := engine.CheckEntries(p, file.entries, engine.Today(p, o.Now()))
	remarks, err := engine.Refused(fewest(name, inOrder(append(found, file.problems...), file.sheets)))
	if err != nil {
		return nil, err
	}
	preview := &Preview{File: name, Programme: p, Remarks: remarks, Through: o.Through, figures: file, options: o}
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
	if err := preview.compare(file, observations, before, o.Reason); err != nil {
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

// inOrder sorts problems by the sheet and the line they are in, remarks on the
// whole file first.
func inOrder(problems []*indicators.Problem, sheets []string) []*indicators.Problem {
	slices.SortStableFunc(problems, func(a, b *indicators.Problem) int {
		return cmp.Or(slices.Index(sheets, a.At.Sheet)-slices.Index(sheets, b.At.Sheet), a.At.Line-b.At.Line, a.At.Column-b.At.Column)
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
func (p *Preview) compare(file figures, observations, before []engine.Observation, reason string) error {
	rows := p.rowsOf(observations, before)
	p.Cells = make([]Cell, len(observations))
	reason = strings.TrimSpace(reason)
	var problems []*indicators.Problem
	for i := range observations {
		o, cell := &observations[i], &p.Cells[i]
		at := rows[engine.LineID{Indicator: o.Indicator, Part: o.Part}]
		*cell = Cell{Entry: file.entries[i], Change: New, Line: at.line, Value: o.Value, Observation: *o}
		if was, exists := at.current[o.Period]; exists {
			problems = append(problems, cell.correct(was, reason, file.exported, p.Programme.Location())...)
		} else {
			problems = append(problems, cell.begin()...)
		}
		cell.Observation.Note = cell.Entry.Remark()
	}
	problems = append(problems, p.newerInEmpty(file.empty, before)...)
	remarks, err := engine.Refused(fewest(p.File, inOrder(problems, file.sheets)))
	p.Remarks = append(p.Remarks, remarks...)
	return err
}

// begin enters a figure where none stands. A reason given for it is kept as a
// remark; one that stood there when the workbook was exported has been taken back.
func (c *Cell) begin() []*indicators.Problem {
	c.Entry.Note, c.Entry.Supersede = c.Entry.Remark(), ""
	if c.Entry.Seen == 0 {
		return nil
	}
	c.Entry.Seen = 0
	problem := c.Entry.Problem("import-withdrawn-since", indicators.Args{"indicator": c.Entry.Indicator, "period": c.Entry.Period.String()})
	problem.Severity = indicators.Warning
	return []*indicators.Problem{problem}
}

// correct holds a cell against the figure that counts now. A changed one needs a
// reason, its own or the file's; not one that still waits and that the workbook
// showed when it was exported.
func (c *Cell) correct(was *engine.Observation, reason string, exported bool, zone *time.Location) []*indicators.Problem {
	c.Was, c.WasText, c.was = was.Value, was.Text, was.Seq
	if c.Change = Changed; was.Value == c.Value {
		c.Change = Same
	}
	seen := exported && c.Entry.Seen == was.Seq
	if c.Entry.Supersede == "" && !(seen && was.Waits) {
		c.Entry.Supersede = reason
	}
	c.Entry.Seen = 0
	if exported {
		c.Entry.Seen = was.Seq
	}
	switch {
	case c.Change == Same && c.Entry.Note != "" && !strings.Contains(was.Note, c.Entry.Note):
		problem := c.Entry.Problem("import-note-alone", indicators.Args{"indicator": c.Entry.Indicator, "period": c.Entry.Period.String(), "note": c.Entry.Note})
		problem.Severity = indicators.Warning
		return []*indicators.Problem{problem}
	case c.Change == Same, c.Entry.Supersede != "", seen && was.Waits:
		return nil
	}
	args := indicators.Args{"indicator": c.Entry.Indicator, "period": c.Entry.Period.String(), "was": was.Text, "is": c.Observation.Text}
	if exported && !seen {
		args["by"], args["at"] = was.EnteredBy, was.EnteredAt.In(zone).Format("2006-01-02 15:04")
		return []*indicators.Problem{c.Entry.Problem("import-changed-since", args)}
	}
	return []*indicators.Problem{c.Entry.Problem("import-reason-wanted", args)}
}

// newerInEmpty tells of figures entered since a workbook was exported in cells
// that were left empty in it: they stay as they are. It speaks of sheets alone on
// which something was filled in, so that who may not enter on a sheet, and is
// refused for it, learns nothing of its figures.
func (p *Preview) newerInEmpty(empty []engine.Entry, before []engine.Observation) (out []*indicators.Problem) {
	type place struct {
		line   engine.LineID
		period indicators.Period
	}
	filled := map[sheetKey]bool{}
	for i := range p.Cells {
		filled[sheetKey{p.Cells[i].Line.Assignment.ID, p.Cells[i].Entry.Period}] = true
	}
	left := make(map[place]*engine.Entry, len(empty))
	for i := range empty {
		e := &empty[i]
		if filled[sheetKey{path.Dir(e.Indicator), e.Period}] {
			left[place{engine.LineID{Indicator: e.Indicator, Part: e.Part}, e.Period}] = e
		}
	}
	for i := range before {
		o := &before[i]
		at := place{engine.LineID{Indicator: o.Indicator, Part: o.Part}, o.Period}
		entry := left[at]
		if delete(left, at); entry == nil || entry.Seen == o.Seq {
			continue
		}
		problem := entry.Problem("import-newer", indicators.Args{"indicator": o.Indicator, "period": o.Period.String(), "is": o.Text,
			"by": o.EnteredBy, "at": o.EnteredAt.In(p.Programme.Location()).Format("2006-01-02 15:04")})
		problem.Severity = indicators.Note
		out = append(out, problem)
	}
	return out
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

// Apply writes what the preview showed, all of it or nothing. What others have
// entered since does not matter as long as a preview made now shows the same:
// the same cells over the same figures, the same verdicts. When it does not,
// nothing is written: changed-since. The options say who enters.
func (p *Preview) Apply(ctx context.Context, s *store.Store, o store.RecordOptions) (store.Recorded, error) {
	const tries = 5 // a busy database moves on while a preview is made
	out, err := p.apply(ctx, s, o)
	for range tries {
		var problem *indicators.Problem
		if !errors.As(err, &problem) || problem.Code != "changed-since" {
			break
		}
		again, ok := p.renew(ctx, s)
		if !ok {
			break
		}
		out, err = again.apply(ctx, s, o)
	}
	return out, err
}

// renew makes the preview again; not ok when it does not show the same.
func (p *Preview) renew(ctx context.Context, s *store.Store) (*Preview, bool) {
	programme, err := s.Programme(ctx, p.Programme.ID, time.Time{})
	if err != nil || programme.Version != p.Programme.Version {
		return nil, false
	}
	again, err := propose(ctx, s, p.File, programme, p.figures, p.options)
	if err != nil || again.Through != p.Through || !slices.Equal(again.Flips, p.Flips) {
		return nil, false
	}
	return again, slices.EqualFunc(again.Cells, p.Cells, func(a, b Cell) bool {
		return a.Change == b.Change && a.was == b.was && a.Value == b.Value && a.Entry == b.Entry
	})
}

func (p *Preview) apply(ctx context.Context, s *store.Store, o store.RecordOptions) (store.Recorded, error) {
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
