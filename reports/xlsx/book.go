// Package xlsx writes scorecards and forms as workbooks.
//
//	model ─► book (sheets of numbers and texts, styles) ─► excelize ─► zip, always the same bytes
//
// Figures are real numbers with a format that shows them as they are printed
// elsewhere; a text never becomes a formula. Nothing is computed here.
package xlsx

import (
	"archive/zip"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"

	"yardstick/indicators"
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
		Title: legal(title), Subject: legal(subject), Creator: "yardstick", LastModifiedBy: "yardstick",
		Keywords: legal(foot.Method + ", " + foot.Definition), Identifier: foot.Fingerprint, Description: foot.Fingerprint,
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

// write writes the workbook. Parts come in a fixed order without times, compressed by
// a library of a fixed version: the standard one changes its bytes between versions.
func (b *book) write(w io.Writer) error {
	if b.err != nil {
		return b.err
	}
	b.file.SetActiveSheet(0)
	b.file.SetZipWriter(func(out io.Writer) excelize.ZipWriter {
		zw := zip.NewWriter(out)
		zw.RegisterCompressor(zip.Deflate, func(part io.Writer) (io.WriteCloser, error) { return flate.NewWriter(part, 6) })
		return zw
	})
	return b.file.Write(w)
}

// begin adds a sheet and makes it the current one.
func (b *book) begin(name string) {
	name = sheetName(name)
	if b.sheet == "" {
		b.note(b.file.SetSheetName(b.file.GetSheetName(0), name))
	} else if _, err := b.file.NewSheet(name); err != nil {
		b.note(err)
	}
	b.sheet = name
	off := false
	b.note(b.file.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &off}))
}

// sheetName is a name that a workbook takes: no sign that it forbids, not blank, 31
// UTF-16 units at most.
func sheetName(name string) string {
	units, short := 0, strings.Builder{}
	for _, r := range legal(name) {
		if strings.ContainsRune(`[]:*?/\'`, r) || r < ' ' {
			r = ' '
		}
		if units += utf16.RuneLen(r); units > 31 {
			break
		}
		short.WriteRune(r)
	}
	if strings.TrimSpace(short.String()) == "" {
		return "-"
	}
	return short.String()
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
	text = legal(text)
	if l.align == "" {
		l.align = "left"
	}
	if risky(text) && l.format == "" {
		l.format = "@" // so that it stays a text when somebody edits it
	}
	b.look(column, row, l)
	if text != "" {
		b.note(b.file.SetCellStr(b.sheet, cellName(column, row), escaped(text)))
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
		format += `"` + strings.ReplaceAll(legal(suffix), `"`, `”`) + `"`
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

// risky reports whether a spreadsheet would calculate the text if it were typed.
func risky(text string) bool {
	trimmed := strings.TrimLeft(text, " \u00A0\u3000")
	return trimmed != "" && strings.ContainsAny(trimmed[:1], "=+-@\t\r\n") || strings.HasPrefix(trimmed, "＝") ||
		strings.HasPrefix(trimmed, "＋") || strings.HasPrefix(trimmed, "－") || strings.HasPrefix(trimmed, "＠")
}

// mostCharacters is what a cell holds, in UTF-16 units.
const mostCharacters = 32767

// legal is a text that a workbook can hold: what XML forbids becomes U+FFFD, and what
// is too long for a cell ends in an ellipsis.
func legal(text string) string {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, forbidden) {
		text = strings.Map(func(r rune) rune {
			if forbidden(r) {
				return utf8.RuneError
			}
			return r
		}, strings.ToValidUTF8(text, "\uFFFD"))
	}
	if len(text) <= mostCharacters {
		return text
	}
	units := 0
	for i, r := range text {
		if units += utf16.RuneLen(r); units >= mostCharacters {
			return text[:i] + "…"
		}
	}
	return text
}

// code is how a workbook writes a character by its number.
var code = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// escaped keeps a text that holds such a code (_x003D_) from being read as the
// character: excelize writes it as it is.
func escaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if code.MatchString(text[i:]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
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
	text = strings.ReplaceAll(legal(text), "&", "&&")
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
