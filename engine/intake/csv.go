package intake

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"yardstick/engine"
	"yardstick/indicators"
)

// maxProblems is how many problems of a file are listed; more help nobody.
const maxProblems = 200

// file is a table while it is read.
type file struct {
	name    string
	lines   []string // of the text, for carets
	columns []column
	find    *finder
	periods map[string]indicators.Period // by their texts
	// Of the row being read, and used again for the next one.
	cells    map[column]string
	at       map[column]int // fields
	places   []indicators.Place
	problems []*indicators.Problem
	remarks  []*indicators.Problem
	more     int // problems beyond maxProblems
	empty    int // lines without a value
}

// record is one row with the places of its fields.
type record struct {
	fields []string
	places []indicators.Place
}

// ReadCSV reads a table of figures: a heading line and one figure a line. It
// returns the entries, in the order of the file, with the problems of all lines;
// a problem that is an error means that the file must not be taken. Remarks say
// in which encoding and with which separator it was understood.
func ReadCSV(name string, r io.Reader, p *indicators.Programme) ([]engine.Entry, []*indicators.Problem) {
	text, encoding, problem := readText(name, r)
	if problem != nil {
		return nil, []*indicators.Problem{problem}
	}
	f := &file{name: name, lines: strings.Split(text, "\n"), find: newFinder(p), periods: map[string]indicators.Period{},
		cells: map[column]string{}, at: map[column]int{}}
	skip, separator := f.shape()
	f.remarks = append(f.remarks, &indicators.Problem{At: indicators.Place{File: name}, Severity: indicators.Note, Code: "import-understood",
		Args: indicators.Args{"encoding": encoding, "separator": separatorName(separator)}})
	entries := f.read(text[skip:], strings.Count(text[:skip], "\n"), separator)
	if f.empty > 0 {
		f.remarks = append(f.remarks, &indicators.Problem{At: indicators.Place{File: name}, Severity: indicators.Note, Code: "import-lines-empty",
			Args: indicators.Args{"lines": strconv.Itoa(f.empty)}})
	}
	if f.more > 0 {
		f.problems = append(f.problems, &indicators.Problem{At: indicators.Place{File: name}, Code: "import-more-problems",
			Args: indicators.Args{"more": strconv.Itoa(f.more)}})
	}
	return entries, append(f.problems, f.remarks...)
}

// shape finds the separator, and how many bytes to skip: Excel may write a line
// "sep=;" first.
func (f *file) shape() (skip int, separator rune) {
	first := f.lines[0]
	if rest, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(first)), "sep="); ok && utf8.RuneCountInString(rest) == 1 {
		separator, _ = utf8.DecodeRuneInString(rest)
		return min(len(first)+1, len(strings.Join(f.lines, "\n"))), separator
	}
	return 0, separatorOf(first)
}

func separatorName(separator rune) string {
	if separator == '\t' {
		return "Tab"
	}
	return string(separator)
}

func (f *file) read(text string, skipped int, separator rune) []engine.Entry {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord = separator, -1, true
	entries := make([]engine.Entry, 0, len(f.lines))
	for {
		fields, err := reader.Read()
		if err == io.EOF {
			return entries
		}
		if err != nil {
			f.broken(err, skipped)
			return entries
		}
		row := f.record(reader, fields, skipped)
		switch {
		case blank(fields):
		case f.columns == nil:
			if f.readHeader(row); len(f.problems) > 0 {
				return nil
			}
		default:
			if entry, ok := f.entry(row); ok {
				entries = append(entries, entry)
			}
		}
	}
}

// broken reports a file that is no table: a quotation mark that is not closed.
func (f *file) broken(err error, skipped int) {
	var fault *csv.ParseError
	if !errors.As(err, &fault) {
		f.problems = append(f.problems, &indicators.Problem{At: indicators.Place{File: f.name}, Code: "import-unreadable"})
		return
	}
	line := fault.Line + skipped
	at := indicators.Place{File: f.name, Line: line, Column: f.characters(line, fault.Column)}
	code := "import-quote"
	if errors.Is(fault.Err, csv.ErrQuote) && fault.StartLine != fault.Line {
		at.Line, at.Column, code = fault.StartLine+skipped, 1, "import-quote-open"
	}
	f.problems = append(f.problems, &indicators.Problem{At: at, Code: code, Source: f.source(at.Line)})
}

// record notes where each field stands, in characters.
func (f *file) record(reader *csv.Reader, fields []string, skipped int) record {
	f.places = slices.Grow(f.places[:0], len(fields))[:len(fields)]
	row := record{fields: fields, places: f.places}
	line, before, column := 0, 0, 0
	for i := range fields {
		n, bytes := reader.FieldPos(i)
		if n += skipped; n != line {
			line, before, column = n, 0, 0
		}
		text := f.source(line)
		if from, to := min(before, len(text)), min(bytes-1, len(text)); from <= to {
			column += utf8.RuneCountInString(text[from:to])
			before = to
		}
		row.places[i] = indicators.Place{File: f.name, Line: line, Column: column + 1}
		if before < len(text) && text[before] == '"' {
			row.places[i].Column++
		}
	}
	return row
}

// characters turns a byte column of a line into characters from 1.
func (f *file) characters(line, column int) int {
	text := f.source(line)
	return utf8.RuneCountInString(text[:min(max(column-1, 0), len(text))]) + 1
}

func (f *file) source(line int) string {
	if line < 1 || line > len(f.lines) {
		return ""
	}
	return strings.TrimSuffix(f.lines[line-1], "\r")
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
	if len(f.problems) >= maxProblems {
		f.more++
		return
	}
	problem := &indicators.Problem{Code: code, Args: args}
	problem.At = row.places[max(field, 0)]
	if field < 0 {
		problem.At.Column = 1
	} else {
		problem.Width = utf8.RuneCountInString(row.fields[field])
	}
	problem.Source = f.source(problem.At.Line)
	f.problems = append(f.problems, problem)
}

func (f *file) remark(row record, code string, args indicators.Args) {
	at := row.places[0]
	f.remarks = append(f.remarks, &indicators.Problem{At: indicators.Place{File: at.File, Line: at.Line}, Severity: indicators.Note, Code: code, Args: args})
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
	place := row.places[at[valueColumn]]
	return engine.Entry{Indicator: line.Indicator, Part: line.Part, Period: period, Text: cells[valueColumn],
		Note: noteOf(cells), Supersede: cells[reasonColumn], At: place, PeriodAt: row.places[at[periodColumn]], Source: f.source(place.Line)}, true
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
