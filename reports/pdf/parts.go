package pdf

import (
	"yardstick/reports"
	"yardstick/reports/chart"
)

const (
	partsWide = measure - partsX - 5
	partName  = 22.0 // room for the name of a block, beside its bar
	partRow   = 4.0
	partBar   = 1.9
)

// composition is how the third column of the panel is laid out: short names
// stand beside their bars, longer ones above them.
type composition struct {
	*reports.Composition
	above bool
	texts float64 // width of the widest text at the right
}

func (s *sheet) composition(a *reports.Answer) composition {
	c := composition{Composition: &a.Parts}
	for _, group := range c.Groups {
		for _, bar := range group.Bars {
			c.above = c.above || s.Width(bar.Name, in(small, chart.Muted)) > partName
			c.texts = max(c.texts, s.Width(bar.Text, in(small, chart.Text)))
		}
	}
	return c
}

func (s *sheet) partsHeight(a *reports.Answer) float64 {
	c, height := s.composition(a), 4.5
	for _, group := range c.Groups {
		if group.Title != "" {
			height += s.groupHeight(&group)
		}
		for _, bar := range group.Bars {
			height += s.partHeight(c, &bar)
		}
	}
	return height
}

// groupTitle wraps beside the group's total.
func (s *sheet) groupTitle(group *reports.PartGroup) []string {
	st := heavy(7.5, chart.Text)
	return s.wrapped(group.Title, partsWide-s.Width(group.Total, st)-2, st)
}

func (s *sheet) groupHeight(group *reports.PartGroup) float64 {
	return float64(len(s.groupTitle(group)))*leading(7.5) + 1.1
}

func (s *sheet) partNames(c composition, bar *reports.Bar) []string {
	return s.balanced(bar.Name, partsWide-c.texts-2, in(small, chart.Muted))
}

func (s *sheet) partHeight(c composition, bar *reports.Bar) float64 {
	if c.above {
		return float64(len(s.partNames(c, bar)))*leading(small) + 2.9
	}
	return partRow
}

// parts draws what the score is made of.
func (s *sheet) parts(a *reports.Answer, x, top float64) {
	s.lines(x, top-0.6, []string{a.Parts.Title}, in(plain, chart.Muted))
	c, y := s.composition(a), top+4.5
	for _, group := range c.Groups {
		if group.Title != "" {
			s.lines(x, y+0.7, s.groupTitle(&group), heavy(7.5, chart.Text))
			s.text(x+partsWide, y+3.2, group.Total, heavy(7.5, chart.Text).right())
			y += s.groupHeight(&group)
		}
		for _, bar := range group.Bars {
			s.part(c, &bar, x, y)
			y += s.partHeight(c, &bar)
		}
	}
}

func (s *sheet) part(c composition, bar *reports.Bar, x, y float64) {
	value := in(small, chart.Text).right()
	if c.above {
		end := s.lines(x, y, s.partNames(c, bar), in(small, chart.Muted))
		s.text(x+partsWide, end-leading(small)*0.24, bar.Text, value)
		s.paint(chart.Bar(bar.Length, bar.Known, chart.Box{X: x, Y: end + 0.4, Width: partsWide, Height: 1.3}, chart.Accent))
		return
	}
	middle := y + partRow/2
	s.text(x, middle+0.9, bar.Name, in(small, chart.Muted))
	at := chart.Box{X: x + partName + 1, Y: middle - partBar/2, Width: partsWide - partName - 3 - c.texts, Height: partBar}
	s.paint(chart.Bar(bar.Length, bar.Known, at, chart.Accent))
	s.text(x+partsWide, middle+0.9, bar.Text, value)
}

// partsTable is what the score is made of where the names are too long for a column
// of the panel.
func (s *sheet) partsTable(a *reports.Answer) []*block {
	var rows [][]cell
	for _, group := range a.Parts.Groups {
		if group.Title != "" {
			rows = append(rows, []cell{{text: group.Title, style: heavy(7.5, chart.Text)}, {text: group.Total, style: heavy(7.5, chart.Text)}})
		}
		for _, bar := range group.Bars {
			rows = append(rows, []cell{{text: bar.Name, style: in(7.5, chart.Muted)}, {text: bar.Text, style: in(7.5, chart.Text)}})
		}
	}
	return s.grid([]column{{head: a.Parts.Title, wrap: 1}, {align: Right}}, rows, 0.35, 0.6)
}
