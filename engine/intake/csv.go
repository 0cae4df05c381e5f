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

// ReadCSV reads a table of figures: a heading line and one figure a line. It
// returns the entries, in the order of the file, with the problems of all lines;
// a problem that is an error means that the file must not be taken. Remarks say
// in which encoding and with which separator it was understood.
func ReadCSV(name string, r io.Reader, p *indicators.Programme) ([]engine.Entry, []*indicators.Problem) {
	raw, problem := readAll(name, r, MaxBytes)
	if problem != nil {
		return nil, []*indicators.Problem{problem}
	}
	return readCSV(name, raw, p)
}

func readCSV(name string, raw []byte, p *indicators.Programme) ([]engine.Entry, []*indicators.Problem) {
	text, encoding, problem := readText(name, raw)
	if problem != nil {
		return nil, []*indicators.Problem{problem}
	}
	f := newFile(name, p)
	f.lines = strings.Split(text, "\n")
	skip, separator := f.shape()
	f.note(indicators.Place{File: name}, "import-understood", indicators.Args{"encoding": encoding, "separator": separatorName(separator)})
	if f.tooWide(separator) {
		return nil, f.finish()
	}
	entries := f.read(text[skip:], strings.Count(text[:skip], "\n"), separator)
	return entries, f.finish()
}

// widestLine is how many fields a line of a text may have: what is more than a table of
// figures ever has is not taken apart.
const widestLine = 100 * maxColumns

func (f *file) tooWide(separator rune) bool {
	for n, line := range f.lines {
		if strings.Count(line, string(separator)) >= widestLine {
			f.refuse(indicators.Place{File: f.file, Line: n + 1}, "import-too-wide", indicators.Args{"limit": strconv.Itoa(widestLine)})
			return true
		}
	}
	return false
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
			f.noTable(err, skipped)
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

// noTable reports a file that is no table: a quotation mark that is not closed.
func (f *file) noTable(err error, skipped int) {
	var fault *csv.ParseError
	if !errors.As(err, &fault) {
		f.refuse(indicators.Place{File: f.file}, "import-unreadable", nil)
		return
	}
	line := fault.Line + skipped
	at := indicators.Place{File: f.file, Line: line, Column: f.characters(line, fault.Column)}
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
		row.places[i] = indicators.Place{File: f.file, Line: line, Column: column + 1}
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
