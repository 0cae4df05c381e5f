package intake

import (
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/workbook"
)

// bookReader reads an entry workbook that was filled in.
type bookReader struct {
	faults
	book   *workbook.Book
	p      *indicators.Programme
	record *bookRecord
	lines  *engine.LineIndex
	rows   map[rowKey]indicators.Place // where each was found first
	out    figures
	// Of the worksheet being read.
	at     *workbook.Sheet
	key    sheetKey
	sheet  *sheetRecord
	period indicators.Place
}

// rowKey is one cell to fill in of the whole workbook.
type rowKey struct {
	line   engine.LineID
	period indicators.Period
}

// readEntryBook takes the figures of every worksheet that is ours. Codes:
// entrybook-incomplete, entrybook-other-programme, entrybook-unmarked, and those
// of the cells.
func readEntryBook(book *workbook.Book, p *indicators.Programme) figures {
	r := &bookReader{faults: faults{file: book.Name}, book: book, p: p, lines: engine.NewLineIndex(p), rows: map[rowKey]indicators.Place{}}
	r.out.exported = true
	record, ok := readRecord(book)
	switch {
	case !ok:
		r.refuse(indicators.Place{File: book.Name}, "entrybook-incomplete", indicators.Args{"sheet": recordSheet})
	case record.programme != p.ID:
		r.refuse(indicators.Place{File: book.Name}, "entrybook-other-programme", indicators.Args{"is": record.programme, "want": p.ID})
	default:
		r.record = record
		for _, sheet := range book.Sheets {
			if sheet.Name != recordSheet {
				r.worksheet(sheet)
			}
		}
	}
	r.out.problems = r.all()
	return r.out
}

func (r *bookReader) worksheet(ws *workbook.Sheet) {
	if r.at = ws; ws.Cell(titleRow, idAt).Text != bookMark {
		r.unmarked()
		return
	}
	period, err := indicators.ParsePeriod(ws.Cell(periodRow, idAt).Text)
	r.key = sheetKey{ws.Cell(projectRow, idAt).Text, period}
	if r.sheet = r.record.sheets[r.key]; err != nil || r.sheet == nil {
		r.refuse(ws.Place(titleRow, idAt), "entrybook-incomplete", indicators.Args{"sheet": recordSheet})
		return
	}
	r.period = ws.Place(periodRow, nameAt)
	shifted := false
	for _, cell := range r.sheet.head {
		if !r.unchanged(cell.row, cell.column, cell.text) && cell.row == headRow {
			shifted = true
		}
	}
	if shifted {
		return // the columns are not where they were: every row would be refused for the same
	}
	for row := firstRow; row <= ws.Rows; row++ {
		r.row(row)
	}
}

// unmarked leaves a sheet of somebody's own out, and says so. One of ours that
// has lost its mark is refused: its figures would be lost in silence.
func (r *bookReader) unmarked() {
	if r.at.Rows == 0 {
		return
	}
	for row := 1; row <= r.at.Rows; row++ {
		for column := 1; column <= min(r.at.Columns, 2*keyAt); column++ {
			if s := r.at.Cell(row, column).Text; s == bookMark || strings.HasPrefix(s, r.p.ID+"/") {
				r.refuse(r.at.Place(row, column), "entrybook-unmarked", nil)
				return
			}
		}
	}
	r.warn(r.at.Place(1, 1), "entrybook-sheet-left-out", indicators.Args{"sheet": r.at.Name})
}

// unchanged holds a fixed cell against what was written into it.
func (r *bookReader) unchanged(row, column int, was string) bool {
	cell := r.at.Cell(row, column)
	place := r.at.Place(row, column)
	switch {
	case cell.Problem != nil:
		r.add(cell.Problem)
		return false
	case sameText(cell.Text, was):
		return true
	case was == "":
		r.refuse(place, "entrybook-fixed-filled", indicators.Args{"is": cell.Text})
	case cell.Text == "":
		r.refuse(place, "entrybook-fixed-emptied", indicators.Args{"was": was})
	default:
		r.refuse(place, "entrybook-fixed-changed", indicators.Args{"is": cell.Text, "was": was})
	}
	return false
}

// row reads a row: nothing of it may have changed but what is to be filled in.
func (r *bookReader) row(at int) {
	id := engine.LineID{Indicator: r.at.Cell(at, idAt).Text, Part: r.at.Cell(at, keyAt).Text}
	row := r.sheet.rows[id]
	switch {
	case id.Indicator == "" && !r.filled(at):
		return // somebody's own remark below the table
	case row == nil:
		r.refuse(r.at.Place(at, figureAt), "entrybook-row-unknown", indicators.Args{"id": strings.TrimSpace(id.Indicator + " " + id.Part)})
		return
	}
	key := rowKey{id, r.key.period}
	if first, twice := r.rows[key]; twice {
		r.refuse(r.at.Place(at, figureAt), "entrybook-row-twice", indicators.Args{"first": first.String(), "name": row.fixed[nameAt]})
		return
	}
	r.rows[key] = r.at.Place(at, figureAt)
	for column := categoryAt; column <= presentAt; column++ {
		r.unchanged(at, column, row.fixed[column])
	}
	r.figure(at, key, row)
}

// filled reports whether something stands in the cells to fill in.
func (r *bookReader) filled(row int) bool {
	for column := figureAt; column <= reasonAt; column++ {
		if cell := r.at.Cell(row, column); cell.Kind != workbook.Empty {
			return true
		}
	}
	return false
}

// figure takes what was filled in.
func (r *bookReader) figure(at int, key rowKey, row *rowRecord) {
	cells := [3]workbook.Cell{r.at.Cell(at, figureAt), r.at.Cell(at, noteAt), r.at.Cell(at, reasonAt)}
	for i, cell := range cells {
		switch place := r.at.Place(at, figureAt+i); {
		case cell.Problem != nil:
			r.add(cell.Problem)
			return
		case cell.Kind != workbook.Empty && cell.At != place:
			r.refuse(place, "import-merged", indicators.Args{"first": cell.At.String()})
			return
		}
	}
	entry := engine.Entry{Indicator: key.line.Indicator, Part: key.line.Part, Period: key.period, Seen: row.seen, At: cells[0].At,
		PeriodAt: r.period, Text: strings.TrimSpace(cells[0].Text), Note: strings.TrimSpace(cells[1].Text), Supersede: strings.TrimSpace(cells[2].Text)}
	if row.why != "" && sameText(entry.Note, row.why) {
		entry.Note = ""
	}
	if entry.Text == "" || row.why != "" && entry.Text == closedMark {
		r.leave(entry)
		return
	}
	r.take(entry, cells[0], row)
}

// leave leaves a cell as it is; a note or a reason alone is not kept, and says so.
func (r *bookReader) leave(entry engine.Entry) {
	if entry.Note != "" || entry.Supersede != "" {
		r.warn(entry.At, "entrybook-note-alone", indicators.Args{"text": strings.TrimSpace(entry.Note + " " + entry.Supersede)})
	}
	entry.Text = ""
	r.out.empty = append(r.out.empty, entry)
}

// take takes a figure whose line is still what the sheet showed.
func (r *bookReader) take(entry engine.Entry, cell workbook.Cell, row *rowRecord) {
	line, problem := r.lines.Find(entry.Indicator, entry.Part)
	if problem != nil {
		problem.At = entry.At
		r.add(problem)
		return
	}
	for column, now := range definedOf(line, r.record.language) {
		if now = workbook.Legal(now); !sameText(now, row.fixed[column]) {
			place := entry.At
			place.Column = column
			r.refuse(place, "entrybook-definition-changed", indicators.Args{"was": row.fixed[column], "is": now,
				"heading": r.record.language.Say("entrybook.col."+columnCodes[column], nil), "version": r.record.definitions})
			return
		}
	}
	if entry.Text, problem = figureText(cell, line); problem != nil {
		r.add(problem)
		return
	}
	entry.Source = entry.Text
	if r.at.HiddenRow(entry.At.Line) {
		r.warn(entry.At, "import-row-hidden", nil)
	}
	r.out.entries = append(r.out.entries, entry)
}
