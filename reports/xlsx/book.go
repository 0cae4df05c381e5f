// Package xlsx writes scorecards and forms as workbooks.
//
//	model ─► book (sheets of numbers and texts, styles) ─► excelize ─► zip, always the same bytes
//
// Figures are real numbers with a format that shows them as they are printed
// elsewhere; a text never becomes a formula. Nothing is computed here.
package xlsx

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"

	"yardstick/indicators"
	"yardstick/indicators/workbook"
	"yardstick/reports"
)

// book is a workbook being written. The first error is kept and ends the writing.
type book struct {
	file   *excelize.File
	styles map[look]int
	sheet  string // the current one
	err    error
}

// look is how a cell looks.
type look struct {
	format        string // number format; empty is general
	align         string // horizontal: left, center, right; empty by the kind of content
	ink           string // colour of the text; empty is black
	size          float64
	bold          bool
	wrap          bool
	ruled         bool // a line on every side
	filled        bool // the ground of a heading
	top           bool // at the top of its row; else in the middle
	underlined    bool // a line beneath
	stronglyRuled bool // a heavier line beneath
}

// Colours, as in print.
const (
	inkText   = "171E2C"
	inkMuted  = "586374"
	inkFailed = "A61E1C"
	inkHead   = "103C69"
	fillPanel = "F3F5F8"
	lineGrey  = "CDD3DB"
	barColour = "9FB6CF"
)

const fontName = "Microsoft YaHei"

func newBook(title, subject string, l indicators.Language, foot *reports.Foot) *book {
	b := &book{file: excelize.NewFile(), styles: map[look]int{}}
	b.note(b.file.SetDefaultFont(fontName))
	created := ""
	if t, err := time.Parse(time.RFC3339Nano, foot.AsOf); err == nil {
		created = t.UTC().Format(time.RFC3339)
	}
	b.note(b.file.SetDocProps(&excelize.DocProperties{
		Title: workbook.Legal(title), Subject: workbook.Legal(subject), Creator: "yardstick", LastModifiedBy: "yardstick",
		Keywords: workbook.Legal(foot.Method + ", " + foot.Definition), Identifier: foot.Fingerprint, Description: foot.Fingerprint,
		Language: map[indicators.Language]string{indicators.Chinese: "zh-CN", indicators.English: "en"}[l],
		Created:  created, Modified: created,
	}))
	b.note(b.file.SetAppProps(&excelize.AppProperties{Application: "yardstick"}))
	return b
}

func (b *book) note(err error) {
	if b.err == nil && err != nil {
		b.err = err
	}
}

// write writes the workbook, the same bytes for the same content.
func (b *book) write(w io.Writer) error {
	if b.err != nil {
		return b.err
	}
	b.file.SetActiveSheet(0)
	return workbook.Write(b.file, w)
}

// begin adds a sheet and makes it the current one.
func (b *book) begin(name string) {
	name = workbook.SheetName(name)
	if b.sheet == "" {
		b.note(b.file.SetSheetName(b.file.GetSheetName(0), name))
	} else if _, err := b.file.NewSheet(name); err != nil {
		b.note(err)
	}
	b.sheet = name
	off := false
	b.note(b.file.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &off}))
}

func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "A1" // only for a number below 1
	}
	return name
}

// text puts a text into a cell; it stays a text whatever it begins with. Columns and
// rows count from 1.
func (b *book) text(column, row int, text string, l look) {
	text = workbook.Legal(text)
	if l.align == "" {
		l.align = "left"
	}
	if workbook.Risky(text) && l.format == "" {
		l.format = "@" // so that it stays a text when somebody edits it
	}
	b.look(column, row, l)
	if text != "" {
		b.note(b.file.SetCellStr(b.sheet, cellName(column, row), workbook.Safe(text)))
	}
}

// number puts a figure into a cell, shown as printed is. One that a spreadsheet cannot
// hold exactly, with more than 15 digits, is put as text.
func (b *book) number(column, row int, v indicators.Value, printed string, l look) {
	exact := v.String()
	digits := strings.Trim(strings.NewReplacer(".", "", "-", "").Replace(exact), "0")
	f, err := strconv.ParseFloat(exact, 64)
	if len(digits) > 15 || err != nil {
		b.text(column, row, printed, l)
		return
	}
	l.format = numberFormat(printed)
	if l.align == "" {
		l.align = "right"
	}
	b.look(column, row, l)
	b.note(b.file.SetCellFloat(b.sheet, cellName(column, row), f, -1, 64))
}

// count puts a whole number into a cell.
func (b *book) count(column, row int, n int64, l look) {
	l.format = "0"
	b.look(column, row, l)
	b.note(b.file.SetCellInt(b.sheet, cellName(column, row), n))
}

// numberFormat is the format that shows a figure as it is printed: as many decimals,
// thousands separated where they are, what stands behind it.
func numberFormat(printed string) string {
	digits := strings.TrimLeft(printed, "+-−")
	end := strings.IndexFunc(digits, func(r rune) bool { return r != ',' && r != '.' && (r < '0' || r > '9') })
	suffix := ""
	if end >= 0 {
		digits, suffix = digits[:end], digits[end:]
	}
	format := "#,##0"
	if _, fraction, point := strings.Cut(digits, "."); point {
		format += "." + strings.Repeat("0", len(fraction))
	}
	if strings.HasPrefix(printed, "+") {
		format = "+" + format + ";-" + format + ";" + format
		return format
	}
	if suffix != "" {
		format += `"` + strings.ReplaceAll(workbook.Legal(suffix), `"`, `”`) + `"`
	}
	return format
}

// figure puts a figure where there is one, else the words that stand for it.
func (b *book) figure(column, row int, v *indicators.Value, printed string, l look) {
	if v != nil {
		b.number(column, row, *v, printed, l)
		return
	}
	l.align = "right"
	l.ink = inkMuted
	b.text(column, row, printed, l)
}

func (b *book) score(column, row int, s reports.Score, l look) {
	if s.Value == nil {
		b.figure(column, row, nil, s.Text, l)
		return
	}
	v := indicators.Value(*s.Value) * (indicators.One / 100)
	b.number(column, row, v, s.Value.String(), l)
}

func (b *book) look(column, row int, l look) {
	cell := cellName(column, row)
	b.note(b.file.SetCellStyle(b.sheet, cell, cell, b.style(l)))
}

func (b *book) style(l look) int {
	if id, known := b.styles[l]; known {
		return id
	}
	size, ink := l.size, l.ink
	if size == 0 {
		size = 10
	}
	if ink == "" {
		ink = inkText
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: fontName, Size: size, Bold: l.bold, Color: ink},
		Alignment: &excelize.Alignment{Horizontal: l.align, Vertical: "center", WrapText: l.wrap},
	}
	if l.align == "left" {
		s.Alignment.Indent = 1 // so that it does not touch the figure before it
	}
	if l.top {
		s.Alignment.Vertical = "top"
	}
	if l.filled {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fillPanel}}
	}
	switch {
	case l.ruled:
		for _, side := range []string{"left", "top", "right", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: inkText, Style: 1})
		}
	case l.stronglyRuled:
		s.Border = []excelize.Border{{Type: "bottom", Color: inkText, Style: 2}}
	case l.underlined:
		s.Border = []excelize.Border{{Type: "bottom", Color: lineGrey, Style: 1}}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	id, err := b.file.NewStyle(s)
	b.note(err)
	b.styles[l] = id
	return id
}

// cells is how many cells of a terminal's width a text takes: a Han character two.
func cells(text string) int { return plainWidth.StringWidth(text) }

var plainWidth = runewidth.Condition{}

// lines is how many lines a text of a size in points takes in a column of a width in
// characters: a character of width is seven pixels.
func lines(text string, width, size float64) int {
	room := max(1, int((width*7-15)/(size*96/72/2)))
	n := 0
	for _, paragraph := range strings.Split(text, "\n") {
		n += max(1, (cells(paragraph)+room-1)/room)
	}
	return n
}

// mostHeight is the most that a row of a sheet may be high, in points.
const mostHeight = 409.0

// height sets a row's height to hold so many lines of a size in points.
func (b *book) height(row, lines int, size float64) {
	b.note(b.file.SetRowHeight(b.sheet, row, min(mostHeight, float64(max(lines, 1))*size*1.45+5)))
}

// widths sets the widths of the columns from the first, in characters.
func (b *book) widths(widths ...float64) {
	for k, width := range widths {
		name, err := excelize.ColumnNumberToName(k + 1)
		b.note(err)
		b.note(b.file.SetColWidth(b.sheet, name, name, min(width, 255)))
	}
}

// paper is how a sheet is printed.
type paper struct {
	landscape  bool
	head, last int // rows repeated on every page; 0 for none
	columns    int // of the print area
	rows       int
	footer     string
}

// print sets A4, all columns on one page's width, and the rows that every page repeats.
func (b *book) print(p paper) {
	a4, one, any, fit := 9, 1, 0, true
	orientation := "portrait"
	if p.landscape {
		orientation = "landscape"
	}
	b.note(b.file.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.note(b.file.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &any}))
	side, foot, centre := 0.47, 0.6, true
	b.note(b.file.SetPageMargins(b.sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side, Bottom: &foot, Horizontally: &centre}))
	b.note(b.file.SetHeaderFooter(b.sheet, &excelize.HeaderFooterOptions{OddFooter: footer(p.footer)}))
	quoted := "'" + strings.ReplaceAll(b.sheet, "'", "''") + "'!"
	if p.columns > 0 {
		end, err := excelize.CoordinatesToCellName(p.columns, max(p.rows, 1), true)
		b.note(err)
		b.note(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: quoted + "$A$1:" + end, Scope: b.sheet}))
	}
	if p.last > 0 {
		rows := "$" + strconv.Itoa(p.head) + ":$" + strconv.Itoa(p.last)
		b.note(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: quoted + rows, Scope: b.sheet}))
	}
}

// footer is a page's foot: a text at the left, the page's number at the right. Excel
// takes at most 255 characters.
func footer(text string) string {
	text = strings.ReplaceAll(workbook.Legal(text), "&", "&&")
	runes := []rune(text)
	return "&L&7" + " " + strings.TrimSpace(string(runes[:min(len(runes), 200)])) + "&R&7 &P / &N"
}

// freeze keeps the rows above row and the columns before column in sight.
func (b *book) freeze(column, row int) {
	b.note(b.file.SetPanes(b.sheet, &excelize.Panes{
		Freeze: true, XSplit: column - 1, YSplit: row - 1, TopLeftCell: cellName(column, row), ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: cellName(column, row), ActiveCell: cellName(column, row), Pane: "bottomRight"}},
	}))
}

// bars draws bars behind the numbers of a column, from 0 to top.
func (b *book) bars(column, first, last int, top string) {
	if last < first {
		return
	}
	b.note(b.file.SetConditionalFormat(b.sheet, cellName(column, first)+":"+cellName(column, last), []excelize.ConditionalFormatOptions{{
		Type: "data_bar", Criteria: "=", MinType: "num", MaxType: "num", MinValue: "0", MaxValue: top, BarColor: "#" + barColour, BarSolid: true,
	}}))
}
