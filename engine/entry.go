package engine

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"yardstick/indicators"
	"yardstick/indicators/notation"
	"yardstick/rules/scoring"
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
	// Seen is the Seq of the figure that stood in the cell when this one was typed:
	// it may be replaced, as long as nobody has entered another since. 0: none.
	Seen     int64
	Token    string           // the client's own key; empty when it has none
	At       indicators.Place // where the figure stands; of a file, for its problems
	PeriodAt indicators.Place // where the period stands, where that is known
	Source   string           // the line they stand in, for the caret
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

// Refused splits problems into the remarks and, when one of them is an error, a
// refusal of all that are.
func Refused(problems []*indicators.Problem) (remarks []*indicators.Problem, err error) {
	var errs []*indicators.Problem
	for _, problem := range problems {
		if problem.Severity == indicators.Error || problem.Severity == "" {
			errs = append(errs, problem)
		} else {
			remarks = append(remarks, problem)
		}
	}
	if len(errs) > 0 {
		return remarks, &Refusal{Problems: errs}
	}
	return remarks, nil
}

// Check reads the entry against the definitions: it becomes an observation, or
// problems say why not. Remarks that do not refuse it come as notes. today is the
// day in the programme's time zone at which it is entered: a period that has not
// begun is refused.
func (e Entry) Check(p *indicators.Programme, today indicators.Date) (Observation, []*indicators.Problem) {
	line, problem := FindLine(p, e.Indicator, e.Part)
	if problem != nil {
		return Observation{}, []*indicators.Problem{e.place(problem)}
	}
	return e.read(p, &line, today)
}

// read reads the entry for its line.
func (e *Entry) read(p *indicators.Programme, line *Line, today indicators.Date) (Observation, []*indicators.Problem) {
	if problem := line.checkPeriod(p, e.Period, today); problem != nil {
		if e.PeriodAt.Line > 0 {
			problem.At, problem.Source = e.PeriodAt, e.Source
		}
		return Observation{}, []*indicators.Problem{e.place(problem)}
	}
	if problem := CheckText(e.Text, e.Note, e.Supersede); problem != nil {
		return Observation{}, []*indicators.Problem{e.place(problem)}
	}
	actual, problem := notation.ReadActualIn(e.Text, line.Reading, e.Period.Year(), tiersOf(p))
	if problem != nil {
		return Observation{}, []*indicators.Problem{e.place(problem)}
	}
	for _, note := range actual.Notes {
		e.place(note)
	}
	return Observation{
		Indicator: e.Indicator, Part: e.Part, Period: e.Period,
		Value: actual.Value, Text: strings.TrimSpace(e.Text), Note: e.Remark(), Token: e.Token,
	}, actual.Notes
}

// tiersOf are the tiers of the programme's method. Lint refuses a method that is
// not known; until then the usual tiers hold.
func tiersOf(p *indicators.Programme) notation.Tiers {
	method, err := scoring.Lookup(p.Method)
	if err != nil {
		method, _ = scoring.Lookup("mof-2020")
	}
	return notation.Tiers(method.Judging())
}

// Remark is what is kept beside the figure: of a correction, why, and the note.
func (e *Entry) Remark() string {
	why, note := strings.TrimSpace(e.Supersede), strings.TrimSpace(e.Note)
	if why == "" || note == "" || why == note {
		return why + strings.TrimPrefix(note, why)
	}
	return why + "；" + note
}

// place gives a problem the entry's place, unless it already has one.
func (e *Entry) place(problem *indicators.Problem) *indicators.Problem {
	if problem.At == (indicators.Place{}) && e.At != (indicators.Place{}) {
		problem.At = e.At
		if problem.Column > 0 && e.At.Column > 0 && e.At.Sheet == "" { // a worksheet's column is the cell's
			problem.At.Column += problem.Column - 1
		}
		problem.Source = e.Source
	}
	return problem
}

// Problem is a problem of the entry, at its place.
func (e *Entry) Problem(code string, args indicators.Args) *indicators.Problem {
	return e.place(&indicators.Problem{Code: code, Args: args})
}

// Today is the day in the programme's time zone at an instant.
func Today(p *indicators.Programme, now time.Time) indicators.Date {
	local := now.In(p.Location())
	day, _ := indicators.NewDate(local.Year(), local.Month(), local.Day())
	return day
}

// CheckEntries checks a batch: each entry, and that no two are for the same
// indicator, part and period. When no problem is an error there is an observation
// for each entry, in order.
func CheckEntries(p *indicators.Programme, entries []Entry, today indicators.Date) ([]Observation, []*indicators.Problem) {
	found := make([]*Line, len(entries)) // nil where there is a problem already
	problems := make([][]*indicators.Problem, len(entries))
	lines := NewLineIndex(p)
	seen := map[*Line]map[indicators.Period]int{} // number in the batch
	for i := range entries {
		entry := &entries[i]
		line, problem := lines.Find(entry.Indicator, entry.Part)
		if problem != nil {
			problems[i] = []*indicators.Problem{entry.place(problem)}
			continue
		}
		if seen[line] == nil {
			seen[line] = map[indicators.Period]int{}
		}
		if first, twice := seen[line][entry.Period]; twice {
			problems[i] = []*indicators.Problem{entry.twice(entries[first], first)}
			continue
		}
		seen[line][entry.Period], found[i] = i, line
	}
	observations := make([]Observation, len(entries))
	inParts(len(entries), func(i int) {
		if found[i] != nil {
			observations[i], problems[i] = entries[i].read(p, found[i], today)
		}
	})
	return observations, slices.Concat(problems...)
}

// inParts calls f for each number below n, a stretch of them on each core when
// there are many.
func inParts(n int, f func(int)) {
	parts := min(runtime.GOMAXPROCS(0), n/1000+1)
	var group sync.WaitGroup
	for part := range parts {
		group.Go(func() {
			for i := part * n / parts; i < (part+1)*n/parts; i++ {
				f(i)
			}
		})
	}
	group.Wait()
}

// twice is the problem of a second entry for what an earlier one is for already.
func (e *Entry) twice(first Entry, number int) *indicators.Problem {
	args := indicators.Args{"indicator": e.Indicator, "period": e.Period.String(), "first": strconv.Itoa(number + 1)}
	if first.At.Line == 0 {
		return e.Problem("entry-twice", args)
	}
	args["first"] = strconv.Itoa(first.At.Line)
	return e.Problem("entry-line-twice", args)
}
