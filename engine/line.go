package engine

import (
	"strconv"
	"strings"

	"yardstick/indicators"
)

// Line is one thing that figures are reported for: an indicator, one part of it,
// or one figure of an assignment's money.
type Line struct {
	Assignment *indicators.Assignment
	Indicator  *indicators.Indicator // nil for money
	Part       string
	Reading    indicators.Reading // what an actual is read by
	Window     indicators.Window  // the days whose figures may be reported; To is 0 when open
}

// LineID is a line by the names under which figures are kept.
type LineID struct{ Indicator, Part string }

// Lines lists every line of a programme in the order in which an evaluation
// takes their figures: assignment by assignment, its indicators and then its
// money, each part by part.
func Lines(p *indicators.Programme) []LineID {
	var out []LineID
	for assignment := range p.Assignments() {
		out = append(out, LinesOf(assignment)...)
	}
	return out
}

// LinesOf lists the lines of an assignment in the same order.
func LinesOf(a *indicators.Assignment) []LineID {
	var out []LineID
	for _, indicator := range a.Indicators {
		for _, part := range indicator.PartKeys() {
			out = append(out, LineID{indicator.ID, part})
		}
	}
	for _, part := range indicators.MoneyParts() {
		out = append(out, LineID{a.MoneyID(), part})
	}
	return out
}

// FindLine returns the line of an indicator id, or of an assignment's money id,
// and a part. The problem names what there is instead.
func FindLine(p *indicators.Programme, id, part string) (Line, *indicators.Problem) {
	if assignment := assignmentOfMoney(p, id); assignment != nil {
		return moneyLine(p, assignment, part)
	}
	indicator := p.Indicator(id)
	if indicator == nil {
		return Line{}, unknownIndicator(p, id)
	}
	return lineOf(indicator, part)
}

// LineIndex finds the lines of a programme, each once: for many look-ups. It indexes
// the programme when many have been asked for.
type LineIndex struct {
	p          *indicators.Programme
	indicators map[string]*indicators.Indicator // nil until then
	found      map[LineID]*foundLine
}

// foundLine is a line, or why there is none.
type foundLine struct {
	line    Line
	problem *indicators.Problem
}

// NewLineIndex indexes a programme. It is for one goroutine.
func NewLineIndex(p *indicators.Programme) *LineIndex {
	return &LineIndex{p: p, found: map[LineID]*foundLine{}}
}

// fewLookUps is up to how many lines are found without an index of all: a save on a
// page has one.
const fewLookUps = 16

func (x *LineIndex) index() {
	x.indicators = map[string]*indicators.Indicator{}
	for indicator := range x.p.Indicators() {
		x.indicators[indicator.ID] = indicator
	}
}

// Find is FindLine. The line is the same one each time, the problem a copy whose
// place may be set.
func (x *LineIndex) Find(id, part string) (*Line, *indicators.Problem) {
	known, ok := x.found[LineID{id, part}]
	if !ok {
		known = &foundLine{}
		if x.indicators == nil && len(x.found) >= fewLookUps {
			x.index()
		}
		if indicator := x.indicators[id]; indicator != nil {
			known.line, known.problem = lineOf(indicator, part)
		} else {
			known.line, known.problem = FindLine(x.p, id, part)
		}
		x.found[LineID{id, part}] = known
	}
	if known.problem != nil {
		problem := *known.problem
		return nil, &problem
	}
	return &known.line, nil
}

func lineOf(indicator *indicators.Indicator, part string) (Line, *indicators.Problem) {
	if indicator.Derived() {
		return Line{}, &indicators.Problem{Code: "entry-derived", Args: indicators.Args{"indicator": indicator.ID, "name": indicator.Name}}
	}
	line := Line{Assignment: indicator.Assignment, Indicator: indicator, Part: part, Window: reportable(indicator)}
	if problem := checkPart(part, indicator.PartKeys(), indicator.ID); problem != nil {
		return Line{}, problem
	}
	line.Reading = readingOf(indicator, part)
	return line, nil
}

// Name is what people call the line: the indicator's name, or the money figure.
func (l *Line) Name(language indicators.Language) string {
	if l.Indicator != nil {
		return l.Indicator.Name
	}
	figure, source, split := strings.Cut(l.Part, ":")
	name := language.Say("line.money."+figure, nil)
	if split {
		name += language.Say("line.money.of", indicators.Args{"source": language.Say("line.money."+source, nil)})
	}
	return name
}

func assignmentOfMoney(p *indicators.Programme, id string) *indicators.Assignment {
	if !strings.HasSuffix(id, "/"+indicators.MoneyLocal) {
		return nil
	}
	for assignment := range p.Assignments() {
		if assignment.MoneyID() == id {
			return assignment
		}
	}
	return nil
}

func moneyLine(p *indicators.Programme, a *indicators.Assignment, part string) (Line, *indicators.Problem) {
	if problem := checkPart(part, indicators.MoneyParts(), a.MoneyID()); problem != nil {
		return Line{}, problem
	}
	window := p.FiscalYear() // spending outside it counts nowhere, so none is taken
	if !a.Window.IsZero() && !strings.HasPrefix(part, indicators.MoneySpent) {
		window = union(window, a.Window)
	}
	reading := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Unit: "万元"}
	return Line{Assignment: a, Part: part, Reading: reading, Window: window}, nil
}

func checkPart(part string, parts []string, id string) *indicators.Problem {
	for _, known := range parts {
		if part == known {
			return nil
		}
	}
	args := indicators.Args{"indicator": id, "part": part, "parts": strings.Join(parts, ", ")}
	switch {
	case part == "":
		return &indicators.Problem{Code: "entry-part-wanted", Args: args}
	case len(parts) == 1 && parts[0] == "":
		return &indicators.Problem{Code: "entry-part-none", Args: args}
	}
	return &indicators.Problem{Code: "entry-part-unknown", Args: args}
}

func unknownIndicator(p *indicators.Programme, id string) *indicators.Problem {
	var ids []string
	for indicator := range p.Indicators() {
		ids = append(ids, indicator.ID)
	}
	for assignment := range p.Assignments() {
		ids = append(ids, assignment.MoneyID())
	}
	problem := &indicators.Problem{Code: "entry-indicator-unknown", Args: indicators.Args{"indicator": id, "programme": p.ID}}
	if near := indicators.Suggest(id, ids); near != "" {
		problem.Code = "entry-indicator-misspelt"
		problem.Args["near"] = near
	}
	return problem
}

// readingOf is what an actual of an indicator's part is read by: the reading of
// its first target, or of that part of it. The parts of a ratio are plain counts.
func readingOf(i *indicators.Indicator, part string) indicators.Reading {
	count := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast}
	if part == indicators.Numerator || part == indicators.Denominator {
		return count
	}
	for _, target := range i.Targets {
		if part == "" {
			return target.Reading
		}
		for k, reading := range target.Reading.Parts {
			if part == partKey(k) {
				return reading
			}
		}
	}
	count.Unit = i.Unit
	return count
}

// partKey is the key of a compound's part: "1" for the first.
func partKey(k int) string { return strconv.Itoa(k + 1) }

// reportable is the days on which figures for any of the indicator's targets count.
func reportable(i *indicators.Indicator) indicators.Window {
	var window indicators.Window
	for n, target := range i.Targets {
		w := target.Window
		if w.IsZero() {
			w = i.Assignment.Window
		}
		if n == 0 {
			window = w
			continue
		}
		window = union(window, w)
	}
	return window
}

// union is the span of both windows; an open end stays open.
func union(a, b indicators.Window) indicators.Window {
	out := indicators.Window{From: min(a.From, b.From), To: max(a.To, b.To)}
	if a.To == 0 || b.To == 0 {
		out.To = 0
	}
	return out
}

// checkPeriod refuses a period outside the line's window, one that has not begun,
// and one that is neither the last month of a coarser reporting period nor of the
// window: the last reporting period of a window may be shorter.
func (l *Line) checkPeriod(p *indicators.Programme, period indicators.Period, today indicators.Date) *indicators.Problem {
	from, to := indicators.MonthOf(l.Window.From), indicators.MonthOf(l.Window.To)
	problem := func(code, name, what string) *indicators.Problem {
		return &indicators.Problem{Code: code, Args: indicators.Args{"period": period.String(), "from": from.String(), name: what}}
	}
	switch {
	case l.Window.From != 0 && period < from:
		return problem("entry-period-early", "from", from.String())
	case l.Window.To != 0 && period > to:
		return problem("entry-period-late", "to", to.String())
	case period.First() > today:
		return problem("entry-period-future", "today", today.String())
	}
	if end := periodEnd(p, period); end != period && (l.Window.To == 0 || period != to) {
		return problem("entry-period-not-an-end", "end", end.String())
	}
	return nil
}

// periodEnd is the month under which a coarser reporting period is reported: its
// last, counted from the first month of the fiscal year.
func periodEnd(p *indicators.Programme, period indicators.Period) indicators.Period {
	months := indicators.Period(p.Frequency.Months())
	start := indicators.NewPeriod(p.Year-100, max(p.FiscalStart, 1))
	return start + (period-start)/months*months + months - 1
}
