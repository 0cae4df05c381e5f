package workbook

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"yardstick/indicators"
)

// sheet reads one worksheet.
func (o *opening) sheet(s *Sheet, part string) *indicators.Problem {
	s.merged, s.areas, s.hidden = map[position]position{}, map[position]position{}, map[int]bool{}
	r := &sheetReader{o: o, s: s, part: part}
	return o.scan(part, handler{start: r.start, text: r.text, end: r.end})
}

// sheetReader is a worksheet being read, with the cell under way.
type sheetReader struct {
	o       *opening
	s       *Sheet
	part    string
	at      position
	kind    string // of the cell, as the file says: s, str, inlineStr, b, e, d, n
	style   int
	value   strings.Builder // <v>, or the text itself
	formula strings.Builder
	hasF    bool
}

func (r *sheetReader) start(name string, a []xml.Attr, within []string) *indicators.Problem {
	switch inside := strings.Join(within[min(len(within), 1):], "/"); {
	case inside == "" && name == "dimension":
		_, last, ok := areaOf(attribute(a, "ref"))
		if ok {
			return r.within(last)
		}
	case inside == "sheetData" && name == "row":
		return r.startRow(a)
	case inside == "sheetData/row" && name == "c":
		return r.startCell(a)
	case inside == "sheetData/row/c" && name == "f":
		r.hasF = true
	case inside == "mergeCells" && name == "mergeCell":
		return r.merge(attribute(a, "ref"))
	}
	return nil
}

// startRow takes the row's number; rows come in order, or two readers would see
// two tables.
func (r *sheetReader) startRow(a []xml.Attr) *indicators.Problem {
	number := r.at.row + 1
	if text := attribute(a, "r"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < number {
			return r.broken()
		}
		number = n
	}
	r.at = position{number, 0}
	r.s.rows = append(r.s.rows, row{number: number})
	if hidden := attribute(a, "hidden"); hidden == "1" || hidden == "true" {
		r.s.hidden[number] = true
	}
	return r.within(r.at)
}

func (r *sheetReader) startCell(a []xml.Attr) *indicators.Problem {
	at := position{r.at.row, r.at.column + 1}
	if ref := attribute(a, "r"); ref != "" {
		named, ok := cellOf(ref)
		if !ok || named.row != at.row || named.column < at.column {
			return r.broken()
		}
		at = named
	}
	r.at, r.kind, r.hasF, r.style = at, attribute(a, "t"), false, 0
	r.value.Reset()
	r.formula.Reset()
	if text := attribute(a, "s"); text != "" {
		style, err := strconv.Atoi(text)
		if err != nil || style < 0 {
			return r.broken()
		}
		r.style = style
	}
	if r.o.cells--; r.o.cells < 0 {
		return r.o.refuse("workbook-too-many-cells", indicators.Args{"sheet": r.s.Name, "limit": strconv.Itoa(MaxCells)})
	}
	return r.within(at)
}

// within refuses cells beyond the last row and column that we read.
func (r *sheetReader) within(at position) *indicators.Problem {
	if at.row <= MaxRows && at.column <= MaxColumns {
		return nil
	}
	problem := r.o.refuse("workbook-sheet-too-large", indicators.Args{"rows": strconv.Itoa(MaxRows), "columns": strconv.Itoa(MaxColumns)})
	problem.At = r.s.Place(at.row, max(at.column, 1))
	return problem
}

func (r *sheetReader) broken() *indicators.Problem {
	problem := r.o.refuse("workbook-broken", indicators.Args{"part": shown(r.part)})
	if r.at.row > 0 {
		problem.At = r.s.Place(r.at.row, max(r.at.column, 1))
	}
	return problem
}

func (r *sheetReader) text(text []byte, within []string) {
	if len(within) < 5 || within[3] != "c" {
		return
	}
	switch {
	case within[4] == "v" && r.kind != "inlineStr", within[4] == "is" && isText(within):
		r.value.Write(text)
	case within[4] == "f":
		r.formula.Write(text)
	}
}

func (r *sheetReader) end(name string, within []string) *indicators.Problem {
	if name != "c" || len(within) != 3 || within[2] != "row" {
		return nil
	}
	cell, ok := r.cell()
	if !ok {
		return r.broken()
	}
	if cell.Kind == Empty {
		return nil
	}
	if r.o.text -= len(cell.Text) + len(cell.Cached); r.o.text < 0 {
		return r.o.refuse("workbook-too-much-text", indicators.Args{"limit": mega(maxText)})
	}
	last := &r.s.rows[len(r.s.rows)-1]
	last.cells = append(last.cells, stored{r.at.column, cell})
	r.s.Rows, r.s.Columns = r.at.row, max(r.s.Columns, r.at.column)
	return nil
}

// cell makes the cell of what was read; not ok when the file contradicts itself.
func (r *sheetReader) cell() (Cell, bool) {
	cell, ok := r.shown(r.value.String())
	cell.At = r.s.Place(r.at.row, r.at.column)
	switch {
	case !ok:
		return cell, false
	case r.hasF:
		formula := "=" + shown(strings.TrimSpace(r.formula.String()))
		return Cell{Kind: Broken, At: cell.At, Cached: cell.Text, Problem: cellProblem(cell.At, formula, "workbook-formula", indicators.Args{"formula": formula})}, true
	case cell.Kind == Text && len(utf16.Encode([]rune(cell.Text))) > mostCharacters:
		return Cell{Kind: Broken, At: cell.At, Problem: cellProblem(cell.At, "", "workbook-text-too-long", indicators.Args{"limit": strconv.Itoa(mostCharacters)})}, true
	case cell.Problem != nil:
		cell.Problem.At = cell.At
	}
	return cell, true
}

// shown reads the value by the kind that the file gives.
func (r *sheetReader) shown(value string) (Cell, bool) {
	switch r.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(r.o.strings) {
			return Cell{}, value == ""
		}
		return textCell(r.o.strings[i]), true
	case "str", "inlineStr":
		return textCell(unescaped(value)), true
	case "d":
		return Cell{Kind: Date, Text: strings.TrimSuffix(strings.Replace(strings.TrimSpace(value), "T", " ", 1), " 00:00:00")}, true
	case "e":
		return Cell{Kind: Broken, Problem: cellProblem(indicators.Place{}, value, "workbook-error-value", indicators.Args{"text": shown(value)})}, true
	case "b":
		switch strings.TrimSpace(value) {
		case "1", "true":
			return Cell{Kind: Truth, Text: "TRUE"}, true
		case "0", "false":
			return Cell{Kind: Truth, Text: "FALSE"}, true
		}
		return Cell{}, value == ""
	case "", "n":
		if value = strings.TrimSpace(value); value == "" {
			return Cell{}, true
		}
		exact, ok := exactDecimal(value)
		if !ok {
			return Cell{}, false
		}
		return r.o.format(r.style).cell(exact, r.o.from), true
	}
	return Cell{}, false
}

func textCell(text string) Cell {
	if text == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: text}
}

// format is the number format of a style; a style that is not there shows numbers
// as they are.
func (o *opening) format(style int) format {
	if style < len(o.styles) {
		return o.styles[style]
	}
	return parseFormat("General")
}

func cellProblem(at indicators.Place, source, code string, args indicators.Args) *indicators.Problem {
	return &indicators.Problem{At: at, Severity: indicators.Error, Code: code, Args: args, Source: source}
}

// merge notes a merged area.
func (r *sheetReader) merge(ref string) *indicators.Problem {
	first, last, ok := areaOf(ref)
	if !ok {
		return r.broken()
	}
	if problem := r.within(last); problem != nil {
		return problem
	}
	if r.o.merged -= (last.row - first.row + 1) * (last.column - first.column + 1); r.o.merged < 0 {
		return r.o.refuse("workbook-too-many-cells", indicators.Args{"sheet": r.s.Name, "limit": strconv.Itoa(MaxCells)})
	}
	for row := first.row; row <= last.row; row++ {
		for column := first.column; column <= last.column; column++ {
			if _, taken := r.s.merged[position{row, column}]; taken {
				return r.broken()
			}
			r.s.merged[position{row, column}] = first
		}
	}
	r.s.areas[first] = last
	return nil
}

// areaOf reads B2:D4, or B2 alone.
func areaOf(ref string) (first, last position, ok bool) {
	from, to, both := strings.Cut(ref, ":")
	first, ok = cellOf(from)
	if !both || !ok {
		return first, first, ok
	}
	last, ok = cellOf(to)
	return first, last, ok && first.row <= last.row && first.column <= last.column
}

// cellOf reads B7. Rows and columns count from 1.
func cellOf(ref string) (at position, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		at.column = at.column*26 + int(ref[i]-'A') + 1
	}
	digits := ref[i:]
	if i == 0 || i > 3 || digits == "" || len(digits) > 7 || slices.ContainsFunc([]byte(digits), func(c byte) bool { return c < '0' || c > '9' }) {
		return at, false
	}
	at.row, _ = strconv.Atoi(digits)
	return at, at.row > 0
}
