package xlsx

import (
	"io"
	"strings"

	"yardstick/indicators"
	"yardstick/reports"
)

// Scorecard writes a scorecard as a workbook: a sheet with the answer, one with every
// target, one with the entries behind the figures, one with their evidence where there is
// any, and one with the method and all that proves where the figures come from. Equal cards give equal bytes.
func Scorecard(w io.Writer, card *reports.Scorecard) error {
	b := newBook(card.Head.Title+" · "+card.Head.Running, card.Head.Period, card.Language, &card.Foot)
	defer b.file.Close()
	s := &cardBook{book: b, card: card}
	s.summary()
	s.indicators()
	s.observations()
	s.evidence()
	s.method()
	return b.write(w)
}

// cardBook is a scorecard being placed on sheets.
type cardBook struct {
	*book
	card *reports.Scorecard
	row  int // the next row of the current sheet
}

// word is a word of the workbook's own.
func (s *cardBook) word(code string) string { return s.card.Language.Say("book."+code, nil) }

// open begins a sheet with the card's title and the stamps that no sheet may lack.
func (s *cardBook) open(name string, widths ...float64) {
	s.begin(name)
	s.widths(widths...)
	s.row = 1
	for _, stamp := range s.card.Head.Stamps {
		s.line(stamp, look{bold: true, ink: inkFailed})
	}
}

// line writes a text over the sheet's width without breaking it.
func (s *cardBook) line(text string, l look) {
	if text == "" {
		return
	}
	s.text(1, s.row, text, l)
	s.row++
}

func (s *cardBook) heading(title, note string) {
	s.row++
	s.text(1, s.row, title, look{bold: true, size: 12, ink: inkHead})
	if note != "" {
		s.text(2, s.row, note, look{ink: inkMuted, size: 9})
	}
	s.row++
}

// heads writes the heads of a table's columns.
func (s *cardBook) heads(titles ...string) {
	most := 1
	for k, title := range titles {
		s.text(k+1, s.row, title, look{bold: true, filled: true, wrap: true, align: "center", stronglyRuled: true})
		most = max(most, strings.Count(title, "\n")+1)
	}
	s.height(s.row, most+1, 10)
	s.row++
}

// footer is the foot of every printed page.
func (s *cardBook) footer() string { return strings.Join(s.card.Foot.Lines, "  ") }

// summary is the sheet with the answer.
func (s *cardBook) summary() {
	head, answer := &s.card.Head, &s.card.Answer
	s.open(s.word("summary"), summaryWidths...)
	s.height(s.row, 1, 18)
	s.line(head.Title, look{bold: true, size: 18})
	s.line(head.Original, look{ink: inkMuted})
	for _, text := range head.Subtitle {
		s.line(text, look{ink: inkMuted})
	}
	s.line(head.Programme, look{})
	s.line(head.Period, look{})
	s.line(head.AsOf, look{})
	s.line(head.StandingText, look{})
	s.line(head.Note, look{ink: inkMuted})
	s.row++
	s.answer(answer)
	s.rollUp()
	s.sections()
	s.money()
	for i := range s.card.Standings {
		s.standings(&s.card.Standings[i])
	}
	s.explanations()
	s.reconciliation()
	s.funding()
	s.print(paper{columns: len(summaryWidths), rows: s.row - 1, footer: s.footer()})
}

var summaryWidths = []float64{34, 16, 16, 14, 14, 14, 30}

func (s *cardBook) answer(a *reports.Answer) {
	strong := look{bold: true, size: 14, align: "left"}
	pair := func(label string, write func()) {
		s.text(1, s.row, label, look{ink: inkMuted})
		write()
		s.row++
	}
	pair(a.Title, func() {
		s.score(2, s.row, a.Score, strong)
		s.text(3, s.row, joined(" ", a.GradeWord, a.GradeNote), look{bold: true, size: 12})
		s.height(s.row, 1, 14)
	})
	if a.Coverage.Value != nil {
		pair(s.word("coverage"), func() { s.figure(2, s.row, a.Coverage.Value, a.Coverage.Text, look{align: "left"}) })
	} else {
		s.line(a.CoverText, look{ink: inkMuted})
	}
	if a.Light.Word != "" {
		pair(s.word("light"), func() { s.text(2, s.row, lightShapes[a.Light.Light]+a.Light.Word, look{}) })
	}
	s.line(a.Change, look{})
	for _, sentence := range a.Sentences {
		s.line(sentence, look{})
	}
	s.counts(a.CountsOf, a.CountTotal, a.Counts)
	if a.TermsOf != "" {
		s.counts(a.TermsOf, "", a.Terms)
	}
}

func (s *cardBook) counts(title, note string, counts []reports.Count) {
	s.heading(title, note)
	for _, count := range counts {
		s.text(1, s.row, count.Mark.Word, look{underlined: true})
		s.count(2, s.row, int64(count.Number), look{underlined: true})
		s.row++
	}
}

// sections lists the assignments with their scores and what these are made of.
func (s *cardBook) sections() {
	if len(s.card.Sections) == 0 || s.card.Scope.Kind == reports.IndicatorScope {
		return // of an indicator the rows are not assignments, and have no score
	}
	s.heading(s.word("assignments"), "")
	s.heads(s.word("assignment"), s.word("region"), s.word("score"), s.word("grade"), s.word("coverage"), s.word("block"), "")
	s.note(s.file.MergeCell(s.sheet, cellName(6, s.row-1), cellName(7, s.row-1)))
	first := s.row
	for i := range s.card.Sections {
		section := &s.card.Sections[i]
		l, title := look{underlined: true}, joined(" ", section.Number, section.Title)
		var blocks []string
		for _, block := range section.Blocks {
			blocks = append(blocks, block.Name+" "+block.Bar.Text)
		}
		made := strings.Join(blocks, "\n")
		s.text(1, s.row, title, look{underlined: true, wrap: true})
		s.text(2, s.row, section.RegionName, l)
		s.score(3, s.row, section.Score, l)
		s.text(4, s.row, section.GradeWord, look{underlined: true, align: "center"})
		s.figure(5, s.row, section.Coverage.Value, section.Coverage.Text, l)
		s.text(6, s.row, made, look{underlined: true, wrap: true, size: 9})
		s.look(7, s.row, l)
		s.note(s.file.MergeCell(s.sheet, cellName(6, s.row), cellName(7, s.row)))
		s.height(s.row, max(lines(title, summaryWidths[0], 10), len(blocks)), 10)
		s.row++
	}
	s.bars(3, first, s.row-1, "100")
}

// rollUp lists the figures of several regions as one.
func (s *cardBook) rollUp() {
	if s.card.RollUp == nil || len(s.card.RollUp.Rows) == 0 {
		return
	}
	s.heading(s.card.Labels.RollUp, "")
	s.heads(s.word("name"), s.word("target"), s.word("actual"), s.word("unit"), s.word("completion"), s.word("stands"), s.word("note"))
	first := s.row
	for i := range s.card.RollUp.Rows {
		row := &s.card.RollUp.Rows[i]
		for k := range row.Lines {
			line, l := &row.Lines[k], look{underlined: true, wrap: true}
			note := joined("\n", row.RollUp, line.Actual.Note)
			s.text(1, s.row, row.Published, l)
			s.text(2, s.row, line.Shown, l)
			s.actual(3, &line.Actual, l)
			s.text(4, s.row, row.Unit, l)
			s.figure(5, s.row, line.Completion.Value, line.Completion.Text, look{underlined: true})
			s.text(6, s.row, line.Mark.Word, l)
			s.text(7, s.row, note, l)
			s.height(s.row, max(lines(row.Published, summaryWidths[0], 10), lines(line.Shown, summaryWidths[1], 10), lines(note, summaryWidths[6], 10)), 10)
			s.row++
		}
	}
	s.bars(5, first, s.row-1, "130")
}

func (s *cardBook) money() {
	if len(s.card.Money.Rows) == 0 {
		return
	}
	s.heading(s.card.Labels.Money, s.card.Money.Unit)
	s.heads(s.word("name"), s.word("initial"), s.word("budget"), s.word("spent"), s.word("rate"), s.word("points"), s.word("weight"))
	first := s.row
	for i := range s.card.Money.Rows {
		row := &s.card.Money.Rows[i]
		l := look{underlined: true, bold: row.Total}
		s.text(1, s.row, joined(" ", row.Number, row.Name), look{underlined: true, bold: row.Total, wrap: true})
		s.height(s.row, lines(joined(" ", row.Number, row.Name), summaryWidths[0], 10), 10)
		for k, figure := range []reports.Figure{row.Initial, row.Budget, row.Spent, row.Rate} {
			s.figure(2+k, s.row, figure.Value, figure.Text, l)
		}
		s.score(6, s.row, row.Points, l)
		s.score(7, s.row, row.Weight, l)
		s.row++
		for _, source := range row.Sources {
			s.text(1, s.row, "　"+source.Name, look{underlined: true, ink: inkMuted})
			for k, figure := range []reports.Figure{source.Initial, source.Budget, source.Spent} {
				s.figure(2+k, s.row, figure.Value, figure.Text, look{underlined: true, ink: inkMuted})
			}
			s.row++
		}
	}
	s.bars(5, first, s.row-1, "100")
}

func (s *cardBook) standings(table *reports.StandingTable) {
	s.heading(table.Title, table.Note)
	h := &table.Heads
	s.heads(h.Name, h.Funds, h.Spent, h.Score, s.word("grade"), h.Coverage, h.Counts)
	first := s.row
	for i := range table.Rows {
		row := &table.Rows[i]
		var counts []string
		for _, count := range row.Counts {
			counts = append(counts, count.Mark.Word+" "+count.Text)
		}
		l, name, stands := look{underlined: true}, joined(" ", row.Name, row.Original), strings.Join(counts, " · ")
		s.text(1, s.row, name, look{underlined: true, wrap: true})
		s.figure(2, s.row, row.Funds.Value, row.Funds.Text, l)
		s.figure(3, s.row, row.Rate.Value, row.Rate.Text, l)
		s.score(4, s.row, row.Score, l)
		s.text(5, s.row, row.GradeWord, look{underlined: true, align: "center"})
		s.figure(6, s.row, row.Coverage.Value, row.Coverage.Text, l)
		s.text(7, s.row, stands, look{underlined: true, wrap: true, size: 9})
		s.height(s.row, max(lines(name, summaryWidths[0], 10), lines(stands, summaryWidths[6], 9)), 10)
		s.row++
	}
	s.bars(4, first, s.row-1, "100")
}

// explanations are what needs explaining, a row each over the sheet's width.
func (s *cardBook) explanations() {
	s.heading(s.card.Labels.Explain, s.card.Labels.ExplainNote)
	if len(s.card.Explain.Items)+len(s.card.Explain.Alarms) == 0 {
		s.line(s.card.Labels.ExplainNone, look{})
		return
	}
	for _, alarm := range s.card.Explain.Alarms {
		s.wide(lightShapes[alarm.Light.Light]+joined(" · ", alarm.Light.Word, alarm.Title), alarm.Text)
	}
	for _, item := range s.card.Explain.Items {
		s.wide(joined(" ", item.NoteText, item.Mark.Word, item.Title), joined("\n", item.Said, item.Arithmetic))
	}
}

// wide writes a text in the first column and a long one over all others.
func (s *cardBook) wide(title, text string) {
	rest := 0.0
	for _, width := range summaryWidths[1:] {
		rest += width
	}
	s.text(1, s.row, title, look{wrap: true, top: true, underlined: true})
	for column := 2; column <= len(summaryWidths); column++ {
		s.look(column, s.row, look{wrap: true, top: true, underlined: true})
	}
	s.text(2, s.row, text, look{wrap: true, top: true, underlined: true})
	s.note(s.file.MergeCell(s.sheet, cellName(2, s.row), cellName(len(summaryWidths), s.row)))
	s.height(s.row, max(lines(title, summaryWidths[0], 10), lines(text, rest, 10)), 10)
	s.row++
}

func (s *cardBook) reconciliation() {
	if s.card.Reconcile == nil || len(s.card.Reconcile.Rows) == 0 {
		return
	}
	h := &s.card.Reconcile.Heads
	s.heading(s.card.Labels.Reconcile, "")
	s.heads(h.Name, s.word("of"), h.Parent, h.Children, h.Difference, s.word("note"))
	for _, row := range s.card.Reconcile.Rows {
		s.text(1, s.row, row.Name, look{underlined: true, wrap: true})
		s.text(2, s.row, row.What, look{underlined: true})
		for k, figure := range []reports.Figure{row.Parent, row.Children, row.Difference} {
			s.figure(3+k, s.row, figure.Value, figure.Text, look{underlined: true})
		}
		s.text(6, s.row, row.Note, look{underlined: true})
		s.row++
	}
}

func (s *cardBook) funding() {
	f := s.card.Funding
	if f == nil {
		return
	}
	s.heading(s.card.Labels.Funding, "")
	s.heads(append(append([]string{}, f.Heads...), s.word("note"))...)
	for _, row := range f.Rows {
		most := 1
		for k, text := range []string{row.Undertaker, row.Title} {
			s.text(k+1, s.row, text, look{underlined: true, wrap: true})
			most = max(most, lines(text, summaryWidths[k], 10))
		}
		s.figure(3, s.row, row.Amount.Value, row.Amount.Text, look{underlined: true})
		s.text(4, s.row, row.Remark, look{underlined: true})
		s.height(s.row, most, 10)
		s.row++
	}
	s.text(1, s.row, f.Label, look{bold: true})
	s.figure(3, s.row, f.Total.Value, f.Total.Text, look{bold: true})
	s.row++
}

// joined joins what is not empty.
func joined(between string, texts ...string) string {
	var some []string
	for _, text := range texts {
		if text != "" {
			some = append(some, text)
		}
	}
	return strings.Join(some, between)
}

// valueOf reads a machine value back that is a number.
func valueOf(machine string) *indicators.Value {
	if v, err := indicators.ParseValue(machine); err == nil {
		return &v
	}
	return nil
}
