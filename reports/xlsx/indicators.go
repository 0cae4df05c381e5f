package xlsx

import (
	"strings"

	"yardstick/indicators"
	"yardstick/reports"
)

// targetColumn is one column of the sheet with every target.
type targetColumn struct {
	code  string
	width float64
	wrap  bool
	put   func(s *cardBook, at int, t target, l look)
}

// target is a target with its indicator and assignment.
type target struct {
	section *reports.Section
	row     *reports.Row
	line    *reports.Line
}

// put returns what writes a text of a target into a cell.
func put(text func(target) string) func(*cardBook, int, target, look) {
	return func(s *cardBook, at int, t target, l look) { s.text(at, s.row, text(t), l) }
}

// targetColumns are the columns, of which the first are printed: what stands behind
// them is for the screen.
var targetColumns = []targetColumn{
	{"region", 9, true, put(func(t target) string { return t.row.RegionName })},
	{"assignment", 18, true, put(func(t target) string { return joined(" ", t.section.Number, t.section.Title) })},
	{"category", 14, true, put(func(t target) string { return t.row.Category })},
	{"name", 36, true, put(func(t target) string { return t.row.Published })},
	{"horizon", 9, true, nil}, // its words are the card's: see horizon
	{"target", 16, true, put(func(t target) string { return t.line.Text })},
	{"actual", 14, true, func(s *cardBook, at int, t target, l look) { s.actual(at, &t.line.Actual, l) }},
	{"unit", 8, true, put(func(t target) string { return t.row.Unit })},
	{"completion", 12, false, func(s *cardBook, at int, t target, l look) {
		s.figure(at, s.row, t.line.Completion.Value, t.line.Completion.Text, l)
	}},
	{"stands", 11, true, put(func(t target) string { return t.line.Mark.Word })},
	{"points", 9, false, func(s *cardBook, at int, t target, l look) { s.score(at, s.row, t.line.Points, l) }},
	{"weight", 9, false, func(s *cardBook, at int, t target, l look) { s.score(at, s.row, t.line.Weight, l) }},
	{"light", 12, true, put(func(t target) string { return lightShapes[t.line.LightOf] + t.line.Light.Word })},
	{"due", 13, true, put(func(t target) string { return t.line.DueText })},
	{"note", 20, true, put(func(t target) string { return joined("\n", t.line.Actual.Note, t.line.Problem) })},
	{"reason", 28, true, put(func(t target) string { return joined("\n", t.line.Declared, t.line.Reason) })},
	{"remedy", 22, true, put(func(t target) string { return t.line.Remedy })},
	{"derivation", 30, true, put(func(t target) string { return t.line.Derivation })},
	{"reading", 22, true, put(func(t target) string { return t.line.Says })},
	{"id", 34, false, put(func(t target) string { return t.row.ID })},
}

// printedColumns are as many as are legible on A4: to the due date.
const printedColumns = 14

// indicators is the sheet with every target, a row each.
func (s *cardBook) indicators() {
	var widths []float64
	var heads []string
	for _, column := range targetColumns {
		widths, heads = append(widths, column.width), append(heads, s.word(column.code))
	}
	s.open(s.card.Labels.Indicators, widths...)
	head := s.row
	s.heads(heads...)
	s.freeze(5, s.row)
	first := s.row
	for i := range s.card.Sections {
		section := &s.card.Sections[i]
		for k := range section.Rows {
			row := &section.Rows[k]
			for n := range row.Lines {
				s.target(target{section, row, &row.Lines[n]})
			}
		}
	}
	s.bars(9, first, s.row-1, "130")
	end := max(s.row-1, head)
	s.note(s.file.AutoFilter(s.sheet, cellName(1, head)+":"+cellName(len(targetColumns), end), nil))
	s.print(paper{landscape: true, head: 1, last: head, columns: printedColumns, rows: end, footer: s.footer()})
}

func (s *cardBook) target(t target) {
	most := 1
	for k, column := range targetColumns {
		l := look{underlined: true, wrap: column.wrap}
		if column.put == nil {
			s.text(k+1, s.row, s.horizon(t.line.Horizon), l)
			continue
		}
		column.put(s, k+1, t, l)
		if column.wrap {
			shown, err := s.file.GetCellValue(s.sheet, cellName(k+1, s.row))
			s.book.note(err)
			most = max(most, lines(shown, column.width, 10))
		}
	}
	s.height(s.row, most, 10)
	s.row++
}

func (s *cardBook) horizon(h indicators.Horizon) string {
	if h == indicators.Term {
		return s.card.Labels.Term
	}
	return s.card.Labels.Annual
}

// actual puts what was achieved: a number where it is one, else the word.
func (s *cardBook) actual(at int, a *reports.Actual, l look) {
	if v := valueOf(a.JSON); v != nil && a.Known {
		s.number(at, s.row, *v, a.Text, l)
		return
	}
	l.align = "right"
	if !a.Known {
		l.ink = inkMuted
	}
	s.text(at, s.row, a.Text, l)
}

// observations is the sheet with the entries behind the figures: those that count, and
// in grey those that were superseded.
func (s *cardBook) observations() {
	columns := []string{"seq", "region", "name", "part", "period", "value", "unit", "entered", "counts", "superseded-by", "entered-at", "entered-by", "note", "id"}
	widths := []float64{8, 9, 36, 9, 10, 14, 8, 14, 7, 10, 17, 18, 32, 36}
	heads := make([]string, len(columns))
	for k, code := range columns {
		heads[k] = s.word(code)
	}
	s.open(s.word("observations"), widths...)
	head := s.row
	s.heads(heads...)
	s.freeze(4, s.row)
	for i := range s.card.Observations {
		s.observation(&s.card.Observations[i], widths)
	}
	end := max(s.row-1, head)
	s.note(s.file.AutoFilter(s.sheet, cellName(1, head)+":"+cellName(len(columns), end), nil))
	s.print(paper{landscape: true, head: 1, last: head, columns: len(columns) - 1, rows: end, footer: s.footer()})
}

func (s *cardBook) observation(o *reports.Observation, widths []float64) {
	l := look{underlined: true, wrap: true}
	if !o.Counts {
		l.ink = inkMuted
	}
	s.count(1, s.row, o.Seq, l)
	counts := s.word("yes")
	if !o.Counts {
		counts = s.word("no")
	}
	if o.Value != nil {
		s.number(6, s.row, *o.Value, o.Value.Grouped(), l)
	} else {
		s.look(6, s.row, l)
	}
	if o.SupersededBy != 0 {
		s.count(10, s.row, o.SupersededBy, l)
	} else {
		s.look(10, s.row, l)
	}
	most := 1
	for _, cell := range []struct {
		column int
		text   string
	}{{2, o.RegionName}, {3, o.Name}, {4, s.part(o.Part)}, {5, o.Period.String()}, {7, o.Unit}, {8, o.Text}, {9, counts},
		{11, o.EnteredAt}, {12, o.EnteredBy}, {13, o.Note}, {14, o.Indicator}} {
		s.text(cell.column, s.row, cell.text, l)
		most = max(most, lines(cell.text, widths[cell.column-1], 10))
	}
	s.height(s.row, most, 10)
	s.row++
}

// part is what a part of an indicator or of money is called.
func (s *cardBook) part(part string) string {
	if code := "book.part." + part; indicators.Known(code) {
		return s.card.Language.Say(code, nil)
	}
	return part
}

// method is the sheet that says how the points were given, what was assumed, what each
// mark means, and what proves where the figures come from.
func (s *cardBook) method() {
	s.open(s.word("method"), 26, 110)
	s.line(s.card.Labels.Basis, look{bold: true, size: 14})
	for _, paragraph := range s.card.Basis.Paragraphs {
		s.pair("", paragraph)
	}
	if len(s.card.Assumed.Items) > 0 {
		s.heading(s.card.Labels.Assumed, "")
		for _, item := range s.card.Assumed.Items {
			s.pair(item.Text, strings.Join(item.Uses, "\n"))
		}
	}
	s.heading(s.word("marks"), "")
	for _, mark := range s.card.Legend {
		s.pair(mark.Word, s.card.Language.Say("book.mark."+string(mark.Shape), nil))
	}
	s.heading(s.word("provenance"), "")
	foot := &s.card.Foot
	for _, field := range []struct{ code, text string }{
		{"through", foot.Through}, {"as-of", foot.AsOf}, {"scoring", foot.Method}, {"definition", foot.Definition},
		{"fingerprint", foot.Fingerprint}, {"chain", foot.ChainHead}, {"scope", string(s.card.Scope.Kind) + " " + s.card.Scope.ID},
		{"standing", s.card.Head.StandingText}, {"evidence", s.evidenceNote()},
	} {
		if field.text != "" {
			s.pair(s.word(field.code), field.text)
		}
	}
	s.print(paper{columns: 2, rows: s.row - 1, footer: s.footer()})
}

// pair writes a name and a text that may take several lines.
func (s *cardBook) pair(name, text string) {
	s.text(1, s.row, name, look{wrap: true, top: true, ink: inkMuted})
	s.text(2, s.row, text, look{wrap: true, top: true})
	s.height(s.row, max(lines(name, 26, 10), lines(text, 110, 10)), 10)
	s.row++
}
