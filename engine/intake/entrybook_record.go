package intake

import (
	"strconv"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/workbook"
)

// bookRecord is what an entry workbook says about itself on its hidden sheet.
type bookRecord struct {
	programme, definitions string
	language               indicators.Language
	sheets                 map[sheetKey]*sheetRecord
}

// sheetKey is what a worksheet is for.
type sheetKey struct {
	assignment string
	period     indicators.Period
}

// sheetRecord is a worksheet as it was exported.
type sheetRecord struct {
	head []headCell
	rows map[engine.LineID]*rowRecord
}

// rowRecord is a row as it was exported.
type rowRecord struct {
	seen  int64  // Seq of the figure that stood in the cell; 0 for none
	why   string // why nothing may be reported; empty where it may
	fixed [presentAt + 1]string
}

// marked reports whether a workbook is one of ours, whole or not.
func marked(book *workbook.Book) bool {
	if record := book.Sheet(recordSheet); record != nil && record.Cell(1, 1).Text == bookMark {
		return true
	}
	for _, sheet := range book.Sheets {
		if sheet.Cell(titleRow, idAt).Text == bookMark {
			return true
		}
	}
	return false
}

// readRecord reads the hidden sheet; false when it is not there, or not as we
// wrote it.
func readRecord(book *workbook.Book) (*bookRecord, bool) {
	s := book.Sheet(recordSheet)
	if s == nil {
		return nil, false
	}
	record := &bookRecord{sheets: map[sheetKey]*sheetRecord{}}
	var at *sheetRecord
	for row := 1; row <= s.Rows; row++ {
		value := func(column int) string { return s.Cell(row, column).Text }
		ok := true
		switch value(1) {
		case bookMark:
			ok = value(2) == bookLayout
		case "programme":
			record.programme = value(2)
		case "definitions":
			record.definitions = value(2)
		case "language":
			language, err := indicators.ParseLanguage(value(2))
			record.language, ok = language, err == nil
		case "sheet":
			period, err := indicators.ParsePeriod(value(3))
			at, ok = &sheetRecord{rows: map[engine.LineID]*rowRecord{}}, err == nil
			record.sheets[sheetKey{value(2), period}] = at
		case "head":
			ok = at != nil && at.addHead(value)
		case "row":
			ok = at != nil && at.addRow(value)
		default:
			ok = false
		}
		if !ok {
			return nil, false
		}
	}
	return record, record.programme != "" && record.language != "" && len(record.sheets) > 0
}

func (s *sheetRecord) addHead(value func(int) string) bool {
	row, err := strconv.Atoi(value(2))
	column, err2 := strconv.Atoi(value(3))
	s.head = append(s.head, headCell{row, column, value(4)})
	return err == nil && err2 == nil && row >= titleRow && row <= headRow && column >= categoryAt && column <= reasonAt
}

func (s *sheetRecord) addRow(value func(int) string) bool {
	seen, err := strconv.ParseInt(value(4), 10, 64)
	row := &rowRecord{seen: seen, why: value(5)}
	for column := categoryAt; column <= presentAt; column++ {
		row.fixed[column] = value(5 + column)
	}
	s.rows[engine.LineID{Indicator: value(2), Part: value(3)}] = row
	return err == nil
}

// sameText compares a fixed cell with what was written into it; spreadsheets
// write line ends in their own ways.
func sameText(a, b string) bool {
	clean := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r", "")) }
	return clean(a) == clean(b)
}
