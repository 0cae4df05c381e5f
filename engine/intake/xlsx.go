package intake

import (
	"bytes"
	"strconv"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/workbook"
)

// figures is what a file proposes.
type figures struct {
	entries  []engine.Entry
	problems []*indicators.Problem
	sheets   []string // of a workbook, in order: problems are sorted by them
	// exported says that the file is an entry workbook: each entry's Seen is the
	// figure that stood in the cell when it was exported, 0 for none; and empty are
	// the cells that nobody filled in, with the same.
	exported bool
	empty    []engine.Entry
}

// readFigures reads a file of any kind that is taken.
func readFigures(name string, raw []byte, p *indicators.Programme) figures {
	if !isWorkbook(name, raw) {
		entries, problems := readCSV(name, raw, p)
		return figures{entries: entries, problems: problems}
	}
	book, problem := workbook.Open(name, bytes.NewReader(raw), int64(len(raw)))
	if problem != nil {
		return figures{problems: []*indicators.Problem{problem}}
	}
	out := readBook(book, p)
	for _, sheet := range book.Sheets {
		out.sheets = append(out.sheets, sheet.Name)
	}
	return out
}

func readBook(book *workbook.Book, p *indicators.Programme) figures {
	if marked(book) {
		return readEntryBook(book, p)
	}
	f := newFile(book.Name, p)
	var sheets []*workbook.Sheet
	for _, sheet := range book.Sheets {
		if !sheet.Hidden && sheet.Rows > 0 {
			sheets = append(sheets, sheet)
		}
	}
	if len(sheets) == 0 {
		f.refuse(indicators.Place{File: book.Name}, "import-empty", nil)
		return figures{problems: f.finish()}
	}
	entries := f.worksheet(sheets[0])
	for _, other := range sheets[1:] {
		f.warn(other.Place(1, 1), "import-sheet-left-out", indicators.Args{"sheet": other.Name, "read": sheets[0].Name})
	}
	return figures{entries: entries, problems: f.finish()}
}

// maxColumns is the number of the last column that a table of figures may have.
const maxColumns = 100

// worksheet reads a table with the columns of a CSV file from a worksheet.
func (f *file) worksheet(ws *workbook.Sheet) []engine.Entry {
	if ws.Columns > maxColumns {
		f.refuse(ws.Place(1, maxColumns+1), "import-too-wide", indicators.Args{"limit": strconv.Itoa(maxColumns)})
		return nil
	}
	var entries []engine.Entry
	for number := 1; number <= ws.Rows; number++ {
		row := recordOf(ws, number)
		switch {
		case row.blank():
		case f.columns == nil:
			if f.header(row); len(f.problems) > 0 {
				return nil
			}
		default:
			if entry, ok := f.entry(row); ok {
				if ws.HiddenRow(number) {
					f.warn(entry.At, "import-row-hidden", nil)
				}
				entries = append(entries, entry)
			}
		}
	}
	return entries
}

// header reads the headings up to the last: a figure further to the right has
// none.
func (f *file) header(row record) {
	last := 0
	for i, cell := range row.cells {
		if cell.Problem != nil {
			f.add(cell.Problem)
		}
		if strings.TrimSpace(cell.Text) != "" {
			last = i + 1
		}
	}
	if row.fields = row.fields[:last]; len(f.problems) == 0 {
		f.readHeader(row)
	}
}

func recordOf(ws *workbook.Sheet, number int) record {
	var row record
	for column := 1; column <= ws.Columns; column++ {
		cell := ws.Cell(number, column)
		row.fields = append(row.fields, cell.Text)
		row.cells = append(row.cells, cell)
		row.places = append(row.places, ws.Place(number, column))
	}
	return row
}

// blank reports a row that nobody has put anything in; a formula is something.
func (r record) blank() bool {
	for _, cell := range r.cells {
		if cell.Problem != nil {
			return false
		}
	}
	return blank(r.fields)
}

// broken refuses a row of a worksheet one of whose cells must not be read: a
// formula, or a figure that several rows share.
func (f *file) broken(row record) bool {
	found := false
	for i := range min(len(row.cells), len(f.columns)) {
		cell := row.cells[i]
		switch {
		case f.columns[i] == "":
		case cell.Problem != nil:
			f.add(cell.Problem)
			found = true
		case f.columns[i] == valueColumn && cell.At != row.places[i]:
			f.refuse(row.places[i], "import-merged", indicators.Args{"first": cell.At.String()})
			found = true
		}
	}
	return found
}

// typed reads the figure of an entry by the kind of its cell.
func (f *file) typed(entry *engine.Entry, cell workbook.Cell) bool {
	line, problem := f.index.Find(entry.Indicator, entry.Part)
	if problem != nil {
		return true // it is refused with the others of its kind, when entries are checked
	}
	if entry.Text, problem = figureText(cell, line); problem != nil {
		f.add(problem)
		return false
	}
	entry.Source = entry.Text
	return true
}

// figureText is a cell as its line's figures are written: TRUE is 是 where yes or
// no is asked. A day where no day is asked is refused: spreadsheets make one of
// 3-5 and of 1/2.
func figureText(cell workbook.Cell, line *engine.Line) (string, *indicators.Problem) {
	if cell.Problem != nil {
		return "", cell.Problem
	}
	switch {
	case cell.Kind == workbook.Truth && line.Reading.Kind == indicators.Truth:
		return map[string]string{"TRUE": "是", "FALSE": "否"}[cell.Text], nil
	case cell.Kind == workbook.Date && line.Reading.Kind != indicators.Deadline:
		return "", &indicators.Problem{At: cell.At, Code: "import-is-a-date", Source: cell.Text,
			Args: indicators.Args{"date": cell.Text, "name": line.Name(indicators.Chinese)}}
	}
	return cell.Text, nil
}
