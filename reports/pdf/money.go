package pdf

import (
	"yardstick/reports"
	"yardstick/reports/chart"
)

// money is a row an assignment: what may be spent, what was, the rate, the points.
func (s *sheet) money() []*block {
	m := &s.card.Money
	if len(m.Rows) == 0 {
		return nil
	}
	l := &s.card.Labels
	out := []*block{s.heading(l.Money, l.MoneyNote)}
	widths := s.moneyWidths(m)
	for i := range m.Rows {
		out = append(out, s.moneyRow(&m.Rows[i], widths))
	}
	return out
}

// moneyWidths are those of the four columns at the right: budget, spent, rate, points.
func (s *sheet) moneyWidths(m *reports.Money) [4]float64 {
	var widths [4]float64
	for i := range m.Rows {
		for k, text := range moneyTexts(&m.Rows[i]) {
			widths[k] = max(widths[k], s.Width(text, moneyStyle(k)))
		}
	}
	return widths
}

func moneyTexts(row *reports.MoneyRow) [4]string {
	return [4]string{row.BudgetText, row.SpentText, row.Rate.Text, row.PointsText}
}

func moneyStyle(column int) Style {
	if column == 2 {
		return heavy(medium, chart.Text).right()
	}
	return in(7.5, chart.Muted).right()
}

func (s *sheet) moneyRow(row *reports.MoneyRow, widths [4]float64) *block {
	st := in(plain, chart.Text)
	if row.Total {
		st = heavy(plain, chart.Text)
	}
	texts := 0.0
	for _, width := range widths {
		if width > 0 {
			texts += width + 3.5
		}
	}
	nameWide := min(62, (measure-texts)*0.6)
	name := s.wrapped(joined("  ", row.Number, row.Name), nameWide-2.8, st)
	bar := chart.Box{X: left + nameWide + 4, Width: measure - texts - nameWide - 7, Height: 2.8}
	return &block{height: max(4.6, float64(len(name))*leading(plain)+0.8), flex: 1, draw: func(at chart.Box) {
		s.centred(at.X+2.8, at.Middle(), name, st)
		bar.Y = at.Middle() - bar.Height/2
		if row.Barred {
			s.paint(chart.Money(row.BudgetBar, row.SpentBar, row.Spent.Value != nil, bar))
		}
		x := at.X + measure - texts
		for k, text := range moneyTexts(row) {
			if widths[k] > 0 {
				x += widths[k] + 3.5
				s.text(x, at.Middle()+1, text, moneyStyle(k))
			}
		}
	}}
}
