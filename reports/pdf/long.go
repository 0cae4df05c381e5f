package pdf

import (
	"slices"
	"strings"

	"yardstick/reports"
	"yardstick/reports/chart"
)

// tallestText is the most that one text may add to a row, mm: a row is not torn, and
// must fit on a page.
const tallestText = 70.0

// fitting is a row without texts that no page could hold in their columns. Those stand
// whole above the row, over the full width, and abridged in it.
func (s *sheet) fitting(row *reports.Row) (*reports.Row, []*block) {
	var whole []*block
	fit := func(text string, width float64, st Style) string {
		lines := s.wrapped(text, width, st)
		if float64(len(lines))*leading(st.Size) <= tallestText {
			return text
		}
		whole = append(whole, s.paragraph(text, in(small, chart.Muted), measure, nameX)...)
		return strings.Join(s.abridged(lines, st), "")
	}
	out := *row
	out.Lines = slices.Clone(row.Lines)
	out.Name = fit(row.Name, nameW, in(medium, chart.Text))
	out.RollUp = fit(row.RollUp, nameW, in(small, chart.Muted))
	for i := range out.Lines {
		line := &out.Lines[i]
		line.Shown = fit(line.Shown, targetW, in(7.5, chart.Text))
		line.Actual.Text = fit(line.Actual.Text, actualW, heavy(small, chart.Text))
		line.Actual.Note = fit(line.Actual.Note, nameW, in(small, chart.Muted))
		line.Problem = fit(line.Problem, nameW, in(small, chart.Muted))
	}
	return &out, whole
}
