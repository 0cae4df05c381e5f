package engine

import (
	"strconv"
	"strings"
	"time"

	"yardstick/indicators"
	"yardstick/indicators/notation"
)

// Entry is one figure as a person hands it in: still text.
type Entry struct {
	Indicator string // id of the indicator, or an assignment's money id
	Part      string // "" for most; see [indicators.Indicator.PartKeys] and [indicators.MoneyParts]
	Period    indicators.Period
	Text      string // the figure as typed: 9,960家次, 1.2万, 92.5%, 是
	Note      string // a remark
	// Supersede says why an earlier figure is corrected. Without it a second
	// figure for the same indicator, part and period is refused.
	Supersede string
	Token     string           // the client's own key; empty when it has none
	At        indicators.Place // where the figure stands; of a file, for its problems
	Source    string           // the line it stands in, for the caret
}

// Refusal is why a whole batch was not taken: nothing of it was written.
type Refusal struct {
	Problems []*indicators.Problem // errors first found first; never empty
}

// Error says every problem in English, one a line.
func (r *Refusal) Error() string {
	lines := make([]string, len(r.Problems))
	for i, problem := range r.Problems {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the problems to errors.Is and errors.As.
func (r *Refusal) Unwrap() []error {
	out := make([]error, len(r.Problems))
	for i, problem := range r.Problems {
		out[i] = problem
	}
	return out
}

// Refused splits problems: a refusal when one of them is an error, else nil, and
// the remarks.
func Refused(problems []*indicators.Problem) (error, []*indicators.Problem) {
	var errs, remarks []*indicators.Problem
	for _, problem := range problems {
		if problem.Severity == indicators.Error || problem.Severity == "" {
			errs = append(errs, problem)
		} else {
			remarks = append(remarks, problem)
		}
	}
	if len(errs) > 0 {
		return &Refusal{Problems: errs}, remarks
	}
	return nil, remarks
}

// Check reads the entry against the definitions: it becomes an observation, or
// problems say why not. Remarks that do not refuse it come as notes. today is the
// day in the programme's time zone at which it is entered: a period that has not
// begun is refused.
func (e Entry) Check(p *indicators.Programme, today indicators.Date) (Observation, []*indicators.Problem) {
	return (&checker{p: p, today: today, lines: map[[2]string]found{}}).entry(e)
}

// checker checks many entries against one programme; it finds each line once.
type checker struct {
	p     *indicators.Programme
	today indicators.Date
	lines map[[2]string]found
}

type found struct {
	line    Line
	problem *indicators.Problem
}

func (c *checker) line(id, part string) (Line, *indicators.Problem) {
	at := [2]string{id, part}
	known, ok := c.lines[at]
	if !ok {
		known.line, known.problem = FindLine(c.p, id, part)
		c.lines[at] = known
	}
	if known.problem == nil {
		return known.line, nil
	}
	problem := *known.problem // its place is set for each entry
	return known.line, &problem
}

func (c *checker) entry(e Entry) (Observation, []*indicators.Problem) {
	line, problem := c.line(e.Indicator, e.Part)
	if problem == nil {
		problem = line.checkPeriod(c.p, e.Period, c.today)
	}
	if problem != nil {
		return Observation{}, []*indicators.Problem{e.place(problem)}
	}
	actual, problem := notation.ReadActual(e.Text, line.Reading, e.Period.Year())
	if problem != nil {
		return Observation{}, []*indicators.Problem{e.place(problem)}
	}
	for _, note := range actual.Notes {
		e.place(note)
	}
	return Observation{
		Indicator: e.Indicator, Part: e.Part, Period: e.Period,
		Value: actual.Value, Text: strings.TrimSpace(e.Text), Note: e.remark(), Token: e.Token,
	}, actual.Notes
}

// remark is what is kept beside the figure: of a correction, why, and the note.
func (e Entry) remark() string {
	why, note := strings.TrimSpace(e.Supersede), strings.TrimSpace(e.Note)
	if why == "" || note == "" || why == note {
		return why + strings.TrimPrefix(note, why)
	}
	return why + "；" + note
}

// place gives a problem the entry's place, unless it already has one.
func (e Entry) place(problem *indicators.Problem) *indicators.Problem {
	if problem.At == (indicators.Place{}) && e.At != (indicators.Place{}) {
		problem.At = e.At
		if problem.Column > 0 && e.At.Column > 0 {
			problem.At.Column += problem.Column - 1
		}
		problem.Source = e.Source
	}
	return problem
}

// Line is one thing that figures are reported for: an indicator, one part of it,
// or one figure of an assignment's money.
type Line struct {
	Assignment *indicators.Assignment
	Indicator  *indicators.Indicator // nil for money
	Part       string
	Reading    indicators.Reading // what an actual is read by
	Window     indicators.Window  // the days whose figures may be reported; To is 0 when open
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
func (l Line) Name(language indicators.Language) string {
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
	window := p.FiscalYear()
	if !a.Window.IsZero() {
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
// and one that is not the last month of a coarser reporting period.
func (l Line) checkPeriod(p *indicators.Programme, period indicators.Period, today indicators.Date) *indicators.Problem {
	args := indicators.Args{"period": period.String(), "from": indicators.MonthOf(l.Window.From).String()}
	switch {
	case l.Window.From != 0 && period < indicators.MonthOf(l.Window.From):
		return &indicators.Problem{Code: "entry-period-early", Args: args}
	case l.Window.To != 0 && period > indicators.MonthOf(l.Window.To):
		args["to"] = indicators.MonthOf(l.Window.To).String()
		return &indicators.Problem{Code: "entry-period-late", Args: args}
	case period.First() > today:
		args["today"] = today.String()
		return &indicators.Problem{Code: "entry-period-future", Args: args}
	}
	if end := periodEnd(p, period); end != period {
		args["end"] = end.String()
		return &indicators.Problem{Code: "entry-period-not-an-end", Args: args}
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

// Problem is a problem of the entry, at its place.
func (e Entry) Problem(code string, args indicators.Args) *indicators.Problem {
	return e.place(&indicators.Problem{Code: code, Args: args})
}

// Today is the day in the programme's time zone at an instant.
func Today(p *indicators.Programme, now time.Time) indicators.Date {
	local := now.In(p.Location())
	day, _ := indicators.NewDate(local.Year(), local.Month(), local.Day())
	return day
}

// key is what one figure counts for.
type key struct {
	indicator, part string
	period          indicators.Period
}

// CheckEntries checks a batch: each entry, and that no two are for the same
// indicator, part and period. When no problem is an error there is an observation
// for each entry, in order.
func CheckEntries(p *indicators.Programme, entries []Entry, today indicators.Date) ([]Observation, []*indicators.Problem) {
	var problems []*indicators.Problem
	observations := make([]Observation, 0, len(entries))
	seen := make(map[key]int, len(entries))
	check := checker{p: p, today: today, lines: map[[2]string]found{}}
	for i, entry := range entries {
		at := key{entry.Indicator, entry.Part, entry.Period}
		if first, twice := seen[at]; twice {
			problems = append(problems, entry.Problem("entry-twice", indicators.Args{
				"indicator": entry.Indicator, "period": entry.Period.String(), "first": firstPlace(entries, first)}))
			continue
		}
		seen[at] = i
		observation, found := check.entry(entry)
		problems = append(problems, found...)
		observations = append(observations, observation)
	}
	return observations, problems
}

// firstPlace says where the first of two stands: its line in a file, else its
// number in the batch.
func firstPlace(entries []Entry, first int) string {
	if at := entries[first].At; at.Line > 0 {
		return strconv.Itoa(at.Line)
	}
	return strconv.Itoa(first + 1)
}
