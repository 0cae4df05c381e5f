package xlsx

import "yardstick/reports"

// evidenceColumns are the columns of the sheet with the evidence, and how wide they are.
var evidenceColumns = []struct {
	code  string
	width float64
}{
	{"seq", 8}, {"evidence.figure", 12}, {"region", 9}, {"name", 34}, {"part", 9}, {"period", 10}, {"evidence.file", 34}, {"evidence.type", 9},
	{"evidence.bytes", 13}, {"evidence.at", 17}, {"evidence.by", 14}, {"evidence.url", 30}, {"evidence.digest", 68}, {"id", 36},
}

// printedEvidence is as many of them as are legible on A4: to who attached it.
const printedEvidence = 11

// evidence is the sheet with every file and link that backs a figure; a card without
// any has no such sheet.
func (s *cardBook) evidence() {
	list := s.card.Evidence
	if list == nil {
		return
	}
	var widths []float64
	var heads []string
	for _, column := range evidenceColumns {
		widths, heads = append(widths, column.width), append(heads, s.word(column.code))
	}
	s.open(list.Title, widths...)
	head := s.row
	s.heads(heads...)
	s.freeze(5, s.row)
	for i := range list.Rows {
		s.evidenceRow(&list.Rows[i])
	}
	end := max(s.row-1, head)
	s.note(s.file.AutoFilter(s.sheet, cellName(1, head)+":"+cellName(len(heads), end), nil))
	s.print(paper{landscape: true, head: 1, last: head, columns: printedEvidence, rows: end, footer: s.footer()})
}

func (s *cardBook) evidenceRow(row *reports.EvidenceRow) {
	l := look{underlined: true, wrap: true}
	s.count(1, s.row, row.Seq, l)
	s.count(2, s.row, row.Observation, l)
	if row.URL == "" {
		s.count(9, s.row, row.Size, l)
	} else {
		s.look(9, s.row, l)
	}
	most := 1
	for _, cell := range []struct {
		column int
		text   string
	}{{3, row.RegionName}, {4, row.Name}, {5, s.part(row.Part)}, {6, row.Period.String()}, {7, row.File}, {8, row.Kind},
		{10, row.AttachedAt}, {11, row.AttachedBy}, {12, row.URL}, {13, row.SHA256}, {14, row.Indicator}} {
		s.text(cell.column, s.row, cell.text, l)
		most = max(most, lines(cell.text, evidenceColumns[cell.column-1].width, 10))
	}
	s.height(s.row, most, 10)
	s.row++
}

// evidenceNote says on the sheet of the method how much evidence there is.
func (s *cardBook) evidenceNote() string {
	if s.card.Evidence == nil {
		return s.word("evidence.none")
	}
	return s.card.Evidence.Note
}
