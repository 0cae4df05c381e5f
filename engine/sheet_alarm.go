package engine

import (
	"slices"
	"strconv"
	"strings"

	"yardstick/indicators"
)

// What looks odd about a figure, told from the figures alone: a reviewer sees it,
// nobody is kept from submitting. The rules:
//
//   - ten times the usual, or a tenth of it: the usual is the median of the
//     earlier periods' figures, of an even number the mean of the middle two;
//     there must be at least two, and neither it nor the figure 0;
//   - a total so far that fell;
//   - a percentage between 0 and 1, typed without its sign, where 2 % or more are
//     wanted;
//   - of a whole sheet: three or more quantities that are added up were reported
//     in both periods, and all are what they were the period before.
const (
	usualOf  = 2  // earlier figures, at least
	farFrom  = 10 // times
	copiedOf = 3  // rows, at least
)

// alarms are what looks odd about the figure of a period, the last of figures.
func (l *Line) alarms(p *indicators.Programme, figures []figure, period indicators.Period) (out []*indicators.Problem) {
	n := len(figures) - 1
	if n < 0 || figures[n].period != period || !l.Reading.Numeric() {
		return nil
	}
	now, earlier := figures[n], figures[:n]
	if _, change := now.value.Change(); change {
		return nil
	}
	cumulative := l.cumulative(p)
	alarm := func(code string, args indicators.Args) {
		args["name"], args["period"], args["is"] = l.Name(indicators.Chinese), period.String(), now.value.Grouped()
		out = append(out, &indicators.Problem{Severity: indicators.Warning, Code: code, Args: args})
	}
	if usual, known := usualFigure(earlier); known && !cumulative && now.value > 0 {
		args := indicators.Args{"usual": usual.Grouped()}
		switch {
		case now.value/farFrom >= usual:
			alarm("sheet-tenfold", args)
		case usual/farFrom >= now.value:
			alarm("sheet-tenth", args)
		}
	}
	if cumulative && n > 0 && now.value < earlier[n-1].value {
		alarm("cumulative-decrease", indicators.Args{"before": earlier[n-1].period.String(), "was": earlier[n-1].value.Grouped()})
	}
	if l.fraction(now) {
		alarm("sheet-fraction", indicators.Args{"percent": (now.value * 100).String()})
	}
	return out
}

// fraction reports a percentage that was typed as a share of 1.
func (l *Line) fraction(f figure) bool {
	return f.value > 0 && f.value < indicators.One && l.Reading.Unit == "%" &&
		max(l.Reading.Value, l.Reading.High) >= 2*indicators.One && !strings.ContainsAny(f.text, "%％")
}

func (l *Line) cumulative(p *indicators.Programme) bool {
	targets := l.targets()
	if len(targets) == 0 {
		return false
	}
	plan := l.plan(p, targets[0])
	return plan.Cumulative && plan.Aggregation == indicators.Sum
}

// usualFigure is the median of earlier figures, rounded down to millionths.
func usualFigure(earlier []figure) (indicators.Value, bool) {
	var values []indicators.Value
	for _, f := range earlier {
		if _, change := f.value.Change(); !change {
			values = append(values, f.value)
		}
	}
	n := len(values)
	if n < usualOf {
		return 0, false
	}
	slices.Sort(values)
	usual := values[n/2]
	if n%2 == 0 {
		usual = values[n/2-1] + (values[n/2]-values[n/2-1])/2
	}
	return usual, usual > 0
}

// copied says that a sheet's quantities are all what they were the period before.
func (s *Sheet) copied() *indicators.Problem {
	var c copies
	for n := range s.Rows {
		row := &s.Rows[n]
		if row.Entry != nil && row.Last != nil {
			c.add(s.Programme, &row.Line, row.Entry.Period, row.Entry.Value, row.Last.Period, row.Last.Value)
		}
	}
	return c.alarm(s.Period)
}

// copies counts the quantities of a sheet that are what they were before.
type copies struct {
	same, differ int
	before       indicators.Period
}

func (c *copies) add(p *indicators.Programme, l *Line, period indicators.Period, is indicators.Value, before indicators.Period, was indicators.Value) {
	if before != periodEnd(p, period)-indicators.Period(p.Frequency.Months()) || l.Indicator == nil || !l.Reading.Counts() {
		return
	}
	if c.before = before; is == was && is != 0 {
		c.same++
	} else {
		c.differ++
	}
}

func (c *copies) alarm(period indicators.Period) *indicators.Problem {
	if c.same < copiedOf || c.differ > 0 {
		return nil
	}
	return &indicators.Problem{Severity: indicators.Warning, Code: "sheet-copied", Args: indicators.Args{
		"period": period.String(), "before": c.before.String(), "rows": strconv.Itoa(c.same)}}
}
