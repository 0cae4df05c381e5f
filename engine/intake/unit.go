package intake

import (
	"strings"

	"golang.org/x/text/width"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/notation"
)

// unitOf is the unit that a heading names in brackets: 万元 of 完成值（万元）, 万 of
// 完成值（万）. Brackets that hold anything else name none.
func unitOf(heading string) string {
	if unit := notation.UnitOfName(heading); unit != "" {
		return unit
	}
	heading = width.Narrow.String(strings.TrimSpace(heading))
	inside, closed := strings.CutSuffix(heading[strings.LastIndexByte(heading, '(')+1:], ")")
	if inside = strings.TrimPrefix(strings.TrimSpace(inside), "单位:"); closed && multiplier(inside) {
		return inside
	}
	return ""
}

// multiplier reports 万 and its like on their own.
func multiplier(unit string) bool {
	return unit != "" && strings.Trim(unit, "十百千万亿萬億") == ""
}

// inUnit gives a bare figure the unit that its row or its heading names, where that
// is not the line's own: 0.85 under 完成值（万家次） is 8,500 家次, and under （%) a
// figure of 家次 is refused when it is read. A figure with a sign or a unit of its
// own keeps it. What a unit column holds and is no unit is said and left.
func (f *file) inUnit(row record, entry *engine.Entry) {
	named, i := f.unit, -1
	if at, there := f.at[unitColumn]; there && f.cells[unitColumn] != "" {
		named, i = f.cells[unitColumn], at
	}
	if named == "" || !bare(entry.Text) {
		return
	}
	line, problem := f.index.Find(entry.Indicator, entry.Part)
	if problem != nil || !line.Reading.Numeric() {
		return // refused when entries are checked, or no figure of a unit
	}
	unit := named
	if !multiplier(unit) {
		unit = notation.UnitOfName("x(" + named + ")")
	}
	switch own := line.Reading.Unit; {
	case named == own || indicators.PrintedUnit(unit) == indicators.PrintedUnit(own) && unit != "":
	case unit != "":
		entry.Text += unit
	case i >= 0 && !f.said[named]:
		f.said[named] = true
		f.warn(row.places[i], "import-unit-unknown", indicators.Args{"unit": named, "own": own})
	}
}

// bare reports a figure of digits alone.
func bare(text string) bool {
	text = strings.TrimSpace(width.Narrow.String(text))
	return text != "" && strings.Trim(text, "0123456789.,+- ") == ""
}
