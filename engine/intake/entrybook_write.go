package intake

import (
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/workbook"
)

// WriteWorkbook writes entry sheets as a workbook to fill in: a worksheet an
// assignment and period, all of one programme. What is fixed is locked, without a
// password; the figure of the period, a note and a reason are free. An empty figure
// leaves what stands as it is. [Look] reads it back. The same sheets give the same
// bytes. The error is that of the writer, or that there is no sheet.
func WriteWorkbook(w io.Writer, sheets []*engine.Sheet, l indicators.Language) error {
	if len(sheets) == 0 {
		return &indicators.Problem{Code: "entrybook-no-sheets"}
	}
	b := newBook(l)
	defer b.file.Close()
	p := sheets[0].Programme
	b.record(bookMark, bookLayout)
	b.record("programme", p.ID)
	b.record("definitions", strconv.Itoa(p.Version))
	b.record("language", string(l))
	taken := map[string]bool{}
	for n, s := range sheets {
		b.begin(n, sheetTitle(s, l, taken))
		b.head(s)
		for i := range s.Rows {
			b.row(s, &s.Rows[i], firstRow+i)
		}
		b.finish(s)
	}
	return b.write(w)
}

// bookWriter is an entry workbook being written. The first error is kept and ends
// the writing.
type bookWriter struct {
	file     *excelize.File
	language indicators.Language
	styles   map[look]int
	sheet    string
	recorded int // rows of the record
	err      error
}

func newBook(l indicators.Language) *bookWriter {
	b := &bookWriter{file: excelize.NewFile(), language: l, styles: map[look]int{}}
	b.try(b.file.SetDefaultFont(fontName))
	b.try(b.file.SetDocProps(&excelize.DocProperties{Creator: "yardstick", LastModifiedBy: "yardstick", Title: b.say("doc", nil)}))
	b.try(b.file.SetAppProps(&excelize.AppProperties{Application: "yardstick"}))
	b.try(b.file.SetSheetName(b.file.GetSheetName(0), recordSheet))
	return b
}

func (b *bookWriter) try(err error) {
	if b.err == nil && err != nil {
		b.err = err
	}
}

func (b *bookWriter) say(code string, args indicators.Args) string {
	return b.language.Say("entrybook."+code, args)
}

// record adds a row to the hidden sheet.
func (b *bookWriter) record(texts ...string) {
	b.recorded++
	for i, s := range texts {
		b.try(b.file.SetCellStr(recordSheet, cellName(i+1, b.recorded), workbook.Safe(s)))
	}
}

func (b *bookWriter) begin(n int, name string) {
	_, err := b.file.NewSheet(name)
	b.try(err)
	b.try(b.file.MoveSheet(name, recordSheet)) // the record stands last
	b.sheet = name
}

// head writes what stands above the rows, and what the worksheet is about.
func (b *bookWriter) head(s *engine.Sheet) {
	b.record("sheet", s.Assignment.ID, s.Period.String(), strconv.FormatInt(s.Seq, 10))
	b.text(idAt, titleRow, bookMark, look{})
	b.text(keyAt, titleRow, bookLayout, look{})
	b.text(idAt, projectRow, s.Assignment.ID, look{})
	b.text(idAt, periodRow, s.Period.String(), look{})
	for _, cell := range headOf(s, b.language) {
		b.text(cell.column, cell.row, cell.text, headLook(cell))
		b.record("head", strconv.Itoa(cell.row), strconv.Itoa(cell.column), cell.text)
	}
}

// row writes a line's row. The cells of one for which nothing may be reported are
// locked too, and say why.
func (b *bookWriter) row(s *engine.Sheet, row *engine.SheetRow, at int) {
	fixed := fixedOf(s.Programme, row, s.Period, b.language)
	id, seen, why := row.Line.ID(), "0", ""
	if row.Entry != nil {
		seen = strconv.FormatInt(row.Entry.Seq, 10)
	}
	for column := categoryAt; column <= presentAt; column++ {
		b.shown(column, at, fixed[column], look{ruled: true, wrap: true, muted: column == categoryAt || column == readingAt})
	}
	if row.Why != nil {
		why = workbook.Legal(row.Why.Message(b.language))
		b.text(figureAt, at, closedMark, look{ruled: true, muted: true, align: "center"})
		b.text(noteAt, at, why, look{ruled: true, muted: true, wrap: true})
		b.text(reasonAt, at, "", look{ruled: true, muted: true})
	} else {
		b.fields(&row.Line, s, at)
	}
	b.text(idAt, at, id.Indicator, look{})
	b.text(keyAt, at, id.Part, look{})
	record := []string{"row", id.Indicator, id.Part, seen, why}
	for _, cell := range fixed[categoryAt:] {
		record = append(record, cell.text)
	}
	b.record(record...)
	b.height(at, fixed, why)
}

// closedMark stands in the figure's cell where none may be reported.
const closedMark = "—"

// fields are the cells to fill in. A word or a day stays the text that is typed; a
// number may be typed as one, or as 1.2万.
func (b *bookWriter) fields(line *engine.Line, s *engine.Sheet, at int) {
	figure := look{ruled: true, open: true, align: "right", format: "@"}
	if line.Reading.Numeric() {
		figure.format = ""
	}
	b.text(figureAt, at, "", figure)
	b.text(noteAt, at, "", look{ruled: true, open: true, wrap: true, format: "@"})
	b.text(reasonAt, at, "", look{ruled: true, open: true, wrap: true, format: "@"})
	b.try(b.file.AddDataValidation(b.sheet, hintOf(line, s, b.language, cellName(figureAt, at))))
}

// finish locks the sheet and sets it up for screen and paper.
func (b *bookWriter) finish(s *engine.Sheet) {
	b.layout(firstRow + len(s.Rows) - 1)
	b.try(b.file.ProtectSheet(b.sheet, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true}))
}

func (b *bookWriter) write(w io.Writer) error {
	b.try(b.file.ProtectSheet(recordSheet, &excelize.SheetProtectionOptions{SelectLockedCells: true}))
	b.file.SetActiveSheet(0) // the active one cannot be hidden
	b.try(b.file.SetSheetVisible(recordSheet, false))
	if b.err != nil {
		return b.err
	}
	return workbook.Write(b.file, w)
}

// shown puts what is shown into a fixed cell. A number with more digits than a
// spreadsheet holds is put as text.
func (b *bookWriter) shown(column, row int, s shown, l look) {
	digits := strings.Trim(strings.NewReplacer(".", "", "-", "").Replace(s.text), "0")
	f, err := strconv.ParseFloat(s.text, 64)
	if !s.number || err != nil || len(digits) > 15 {
		if s.number {
			l.align = "right"
		}
		b.text(column, row, s.text, l)
		return
	}
	l.align, l.format = "right", "#,##0"
	if _, fraction, point := strings.Cut(s.text, "."); point {
		l.format += "." + strings.Repeat("0", len(fraction))
	}
	b.look(column, row, l)
	b.try(b.file.SetCellFloat(b.sheet, cellName(column, row), f, -1, 64))
}

// text puts a text into a cell; it stays a text whatever it begins with.
func (b *bookWriter) text(column, row int, s string, l look) {
	if workbook.Risky(s) {
		l.format = "@"
	}
	b.look(column, row, l)
	if s != "" {
		b.try(b.file.SetCellStr(b.sheet, cellName(column, row), workbook.Safe(s)))
	}
}

func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "A1" // only for a number below 1
	}
	return name
}
