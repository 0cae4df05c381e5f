package pdf

import (
	"slices"

	"yardstick/reports"
)

// indicatorOrders are those of an indicator's scorecard: all regions together and how
// the year went, then who reported what and when, then each region.
func (s *sheet) indicatorOrders() [][]*block {
	begin := slices.Concat(s.title(), s.answer())
	process, history, regions := s.process(), s.heat(), s.regions()
	for _, b := range process {
		b.optional = min(b.optional, 2) // the small trends come all or not at all: the history says as much
	}
	end := slices.Concat(s.explanations(), s.reconciliation(), s.evidence(), s.sideBySide(s.assumptions, s.basis))
	return [][]*block{
		slices.Concat(begin, process, history, regions, end),
		slices.Concat(begin, history, process, regions, end),
		slices.Concat(begin, regions, process, history, end),
	}
}

// regions is the table of the regions, under the row that joins them.
func (s *sheet) regions() []*block {
	sections := s.card.Sections
	if s.card.RollUp != nil {
		sections = append([]reports.Section{*s.card.RollUp}, sections...)
	}
	out := []*block{s.heading(s.card.Labels.Indicators, s.card.Labels.IndicatorsNote)}
	return append(out, s.sectionRows(sections, len(sections) > 1)...)
}
