package intake

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/workbook"
)

// file is a table while it is read, from a text or a worksheet.
type file struct {
	faults
	lines   []string // of a text, for carets
	columns []column
	find    *finder
	index   *engine.LineIndex            // of a worksheet: its cells are read by their line
	periods map[string]indicators.Period // by their texts
	unit    string                       // of the figures, as their heading names it
	said    map[string]bool              // texts of a unit column that are no units
	// Of the row being read, and used again for the next one.
	cells  map[column]string
	at     map[column]int // fields
	places []indicators.Place
	empty  int // lines without a value
}

// record is one row with the places of its fields.
type record struct {
	fields []string
	places []indicators.Place
	cells  []workbook.Cell // of a worksheet
}

func newFile(name string, p *indicators.Programme) *file {
	return &file{faults: faults{file: name}, find: newFinder(p), index: engine.NewLineIndex(p), periods: map[string]indicators.Period{}, said: map[string]bool{},
		cells: map[column]string{}, at: map[column]int{}}
}

// finish says what was left out, and returns all problems.
func (f *file) finish() []*indicators.Problem {
	if f.empty > 0 {
		f.note(indicators.Place{File: f.file}, "import-lines-empty", indicators.Args{"lines": strconv.Itoa(f.empty)})
	}
	return f.all()
}

func blank(fields []string) bool {
	for _, field := range fields {
		if strings.TrimSpace(field) != "" {
			return false
		}
	}
	return true
}

// problem refuses the file for a field of a row; field -1 is the row as a whole.
func (f *file) problem(row record, field int, code string, args indicators.Args) {
	problem := &indicators.Problem{At: row.places[max(field, 0)], Code: code, Args: args}
	switch {
	case row.cells != nil: // the place names the cell
	case field < 0:
		problem.At.Column = 1
	default:
		problem.Width = utf8.RuneCountInString(row.fields[field])
	}
	if row.cells == nil {
		problem.Source = f.source(problem.At.Line)
	}
	f.add(problem)
}

func (f *file) remark(row record, code string, args indicators.Args) {
	at := row.places[0]
	if at.Sheet == "" {
		at.Column = 0
	}
	f.note(at, code, args)
}

// entry reads a row. It is false when the row has a problem, or no value: an
// empty field is not reported, never 0.
func (f *file) entry(row record) (engine.Entry, bool) {
	cells, at := f.cells, f.at
	clear(cells)
	clear(at)
	for i, name := range f.columns {
		if name != "" && i < len(row.fields) {
			cells[name], at[name] = strings.TrimSpace(row.fields[i]), i
		}
	}
	for i := len(f.columns); i < len(row.fields); i++ {
		if strings.TrimSpace(row.fields[i]) != "" {
			f.problem(row, i, "import-field-surplus", indicators.Args{"columns": strconv.Itoa(len(f.columns)), "field": strings.TrimSpace(row.fields[i])})
			return engine.Entry{}, false
		}
	}
	if f.broken(row) {
		return engine.Entry{}, false
	}
	if cells[valueColumn] == "" {
		f.empty++
		return engine.Entry{}, false
	}
	line, wrong := f.find.line(cells)
	if wrong != nil {
		place := -1
		if i, ok := at[wrong.column]; ok {
			place = i
		}
		f.problem(row, place, wrong.code, wrong.args)
	}
	period, ok := f.period(cells[periodColumn])
	if !ok {
		place, there := at[periodColumn]
		if !there {
			place = -1
		}
		f.problem(row, place, "import-period", indicators.Args{"period": cells[periodColumn]})
	}
	if wrong != nil || !ok {
		return engine.Entry{}, false
	}
	entry := engine.Entry{Indicator: line.Indicator, Part: line.Part, Period: period, Text: cells[valueColumn],
		Note: noteOf(cells), Supersede: cells[reasonColumn], At: row.places[at[valueColumn]], PeriodAt: row.places[at[periodColumn]]}
	if row.cells == nil {
		entry.Source = f.source(entry.At.Line)
		f.inUnit(row, &entry)
		return entry, true
	}
	ok = f.typed(&entry, row.cells[at[valueColumn]])
	f.inUnit(row, &entry)
	return entry, ok
}

// period reads each text once: a file has few.
func (f *file) period(text string) (indicators.Period, bool) {
	period, known := f.periods[text]
	if known {
		return period, true
	}
	period, ok := parsePeriod(text)
	if ok {
		f.periods[text] = period
	}
	return period, ok
}

// noteOf joins a note with where the figure comes from.
func noteOf(cells map[column]string) string {
	note, source := cells[noteColumn], cells[sourceColumn]
	if note != "" && source != "" {
		return note + "；" + source
	}
	return note + source
}
