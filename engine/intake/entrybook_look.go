package intake

import (
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"

	"yardstick/engine"
	"yardstick/indicators"
)

// look is how a cell looks, and whether it may be filled in.
type look struct {
	format string // number format; empty is general
	align  string
	size   float64
	bold   bool
	wrap   bool
	ruled  bool
	muted  bool
	filled bool // the ground of a heading
	open   bool // unlocked, and coloured so that it is seen
}

const (
	fontName  = "Microsoft YaHei"
	inkText   = "171E2C"
	inkMuted  = "586374"
	fillHead  = "E6EAF0"
	fillOpen  = "FFF8DC"
	lineGrey  = "CDD3DB"
	textSize  = 10.0
	titleSize = 14.0
)

func headLook(cell headCell) look {
	switch {
	case cell.row == titleRow:
		return look{size: titleSize, bold: true}
	case cell.row == headRow:
		return look{bold: true, wrap: true, ruled: true, filled: true, align: "center"}
	case cell.row == howRow:
		return look{muted: true, wrap: true}
	case cell.row == sayRow:
		return look{bold: true, wrap: true}
	case cell.column == nameAt || cell.column == lastAt:
		return look{bold: true}
	}
	return look{muted: true}
}

func (b *bookWriter) look(column, row int, l look) {
	cell := cellName(column, row)
	b.try(b.file.SetCellStyle(b.sheet, cell, cell, b.style(l)))
}

func (b *bookWriter) style(l look) int {
	if id, known := b.styles[l]; known {
		return id
	}
	if l.size == 0 {
		l.size = textSize
	}
	s := &excelize.Style{
		Font:       &excelize.Font{Family: fontName, Size: l.size, Bold: l.bold, Color: inkText},
		Alignment:  &excelize.Alignment{Horizontal: l.align, Vertical: "center", WrapText: l.wrap},
		Protection: &excelize.Protection{Locked: !l.open},
	}
	if l.muted {
		s.Font.Color = inkMuted
	}
	switch {
	case l.open:
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fillOpen}}
	case l.filled:
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fillHead}}
	}
	if l.ruled {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: lineGrey, Style: 1})
		}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	id, err := b.file.NewStyle(s)
	b.try(err)
	b.styles[l] = id
	return id
}

// widths of the columns, in characters; the last two are hidden.
var widths = [...]float64{categoryAt: 18, nameAt: 30, partAt: 12, targetAt: 22, readingAt: 26, unitAt: 9,
	lastAt: 13, toDateAt: 13, presentAt: 13, figureAt: 15, noteAt: 24, reasonAt: 24, idAt: 12, keyAt: 12}

// height makes a row high enough for the cell with most lines.
func (b *bookWriter) height(row int, fixed [presentAt + 1]shown, why string) {
	most := linesOf(why, widths[noteAt])
	for column := categoryAt; column <= presentAt; column++ {
		most = max(most, linesOf(fixed[column].text, widths[column]))
	}
	b.try(b.file.SetRowHeight(b.sheet, row, min(409, float64(most)*textSize*1.45+6)))
}

var plainWidth = runewidth.Condition{}

// linesOf is how many lines a text takes in a column: a Han character is as wide
// as two others.
func linesOf(s string, width float64) int {
	n := 0
	for _, line := range strings.Split(s, "\n") {
		n += max(1, (plainWidth.StringWidth(line)+int(width)-3)/(int(width)-2))
	}
	return n
}

// layout sets widths, merged heads, frozen panes and the paper.
func (b *bookWriter) layout(lastRow int) {
	for column := categoryAt; column <= keyAt; column++ {
		name, err := excelize.ColumnNumberToName(column)
		b.try(err)
		b.try(b.file.SetColWidth(b.sheet, name, name, widths[column]))
	}
	b.try(b.file.SetColVisible(b.sheet, "M:N", false))
	for _, area := range [][2]string{{"A1", "L1"}, {"B2", "E2"}, {"G2", "L2"}, {"B3", "E3"}, {"G3", "L3"}, {"A4", "L4"}, {"A5", "L5"}} {
		b.try(b.file.MergeCell(b.sheet, area[0], area[1]))
	}
	for row, height := range map[int]float64{titleRow: 26, projectRow: 20, periodRow: 20, howRow: 36, sayRow: 20, headRow: 34} {
		b.try(b.file.SetRowHeight(b.sheet, row, height))
	}
	b.try(b.file.SetPanes(b.sheet, &excelize.Panes{Freeze: true, XSplit: nameAt, YSplit: headRow,
		TopLeftCell: cellName(nameAt+1, firstRow), ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: cellName(figureAt, firstRow), ActiveCell: cellName(figureAt, firstRow), Pane: "bottomRight"}}}))
	off, a4, landscape, one, any, fit := false, 9, "landscape", 1, 0, true
	b.try(b.file.SetSheetView(b.sheet, 0, &excelize.ViewOptions{ShowGridLines: &off}))
	b.try(b.file.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.try(b.file.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &any}))
	quoted := "'" + strings.ReplaceAll(b.sheet, "'", "''") + "'!"
	end, err := excelize.CoordinatesToCellName(reasonAt, lastRow, true)
	b.try(err)
	b.try(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: quoted + "$A$1:" + end, Scope: b.sheet}))
	b.try(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: quoted + "$6:$6", Scope: b.sheet}))
	b.try(b.file.SetHeaderFooter(b.sheet, &excelize.HeaderFooterOptions{OddFooter: "&R&7&P / &N"}))
}

// hintOf says what may be typed into a cell, and lists the words where there are
// few. It refuses nothing: what is typed is read as everywhere else.
func hintOf(line *engine.Line, s *engine.Sheet, l indicators.Language, cell string) *excelize.DataValidation {
	v := excelize.NewDataValidation(true)
	v.SetSqref(cell)
	r := &line.Reading
	code, words := "number", []string(nil)
	switch {
	case r.Kind == indicators.Truth:
		code, words = "yes-no", []string{l.Say("explain.yes", nil), l.Say("explain.no", nil)}
	case r.Kind == indicators.Grade:
		code, words = "grade", r.Scale
	case r.Kind == indicators.Narrative:
		code, words = "tier", strings.Split(l.Say("entrybook.tiers", nil), "|")
	case r.Kind == indicators.Deadline:
		code = "date"
	case r.Kind == indicators.Change:
		code = "change"
	case r.Unit == "%":
		code = "percent"
	case r.Unit == "":
		code = "count"
	}
	hint := l.Say("entrybook.hint."+code, indicators.Args{"unit": r.Unit})
	v.SetInput(cut(line.Name(l), 30), cut(hint, 250))
	if list := strings.Join(words, ","); len(words) > 0 && strings.Count(list, ",") == len(words)-1 && v.SetDropList(words) == nil {
		v.SetError(excelize.DataValidationErrorStyleWarning, cut(line.Name(l), 30), cut(hint, 220))
	}
	return v
}

// cut shortens a text to what a spreadsheet takes, in UTF-16 units at most as many
// as n characters of the basic plane.
func cut(s string, n int) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return -1
		}
		return r
	}, s))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:n-1]) + "…"
}
