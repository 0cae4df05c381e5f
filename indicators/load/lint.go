package load

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"yardstick/indicators"
)

// Lint remarks on a programme that loads: what was assumed (Note), and what is
// likely a mistake (Warning): duplicates, weights that do not add up, windows
// outside their project's, cities whose targets add up to something else than the
// province's, goals that say something else than the targets. It reports no errors: those are [Read]'s.
// Whether weights fill the blocks of the scoring method is checked with the method.
func Lint(p *indicators.Programme) []*indicators.Problem {
	l := &linter{p: p, said: map[reportKey]bool{}}
	for _, project := range p.Projects {
		l.project(project)
		for _, a := range project.Assignments {
			l.assignment(a)
		}
	}
	l.cityGoals()
	for _, reconciliation := range p.Reconcile {
		l.citySum(reconciliation)
	}
	return l.problems
}

type linter struct {
	p        *indicators.Programme
	problems []*indicators.Problem
	said     map[reportKey]bool
}

// remark keeps a remark once for each place: regions share their indicators.
func (l *linter) remark(at indicators.Place, width int, severity indicators.Severity, code string, args indicators.Args) {
	if l.said[reportKey{at, code}] {
		return
	}
	l.said[reportKey{at, code}] = true
	l.problems = append(l.problems, &indicators.Problem{At: at, Severity: severity, Code: code, Args: args, Width: width})
}

func (l *linter) target(t *indicators.Target, severity indicators.Severity, code string, args indicators.Args) {
	args["indicator"], args["text"] = t.Indicator.Name, strings.TrimSpace(t.Text)
	l.remark(t.At, utf8.RuneCountInString(t.Text), severity, code, args)
}

func (l *linter) project(project *indicators.Project) {
	for _, other := range l.p.Projects {
		if other == project {
			break
		}
		if other.Title == project.Title && project.Title != "" {
			l.remark(project.At, 1, indicators.Warning, "lint-title-twice", indicators.Args{"title": project.Title, "first": other.At.String()})
		}
	}
	if project.Window.IsZero() && hasTerm(project) {
		l.remark(project.At, 1, indicators.Note, "lint-term-not-stated", indicators.Args{"project": project.Title})
	}
}

func hasTerm(project *indicators.Project) bool {
	for _, a := range project.Assignments {
		for _, i := range a.Indicators {
			if i.Target(indicators.Term) != nil {
				return true
			}
		}
	}
	return false
}

func (l *linter) assignment(a *indicators.Assignment) {
	if a.Funds() == 0 {
		l.remark(a.At, 1, indicators.Warning, "lint-no-funds", indicators.Args{"assignment": a.ID})
	}
	if within := a.Project.Window; !within.IsZero() && outside(a.Window, within) {
		l.remark(a.At, 1, indicators.Warning, "lint-window-outside", indicators.Args{"window": printWindow(a.Window), "within": printWindow(within)})
	}
	l.twice(a)
	l.weights(a)
	l.workload(a)
	if len(a.Project.Assignments) == 1 || a.Goal != "" {
		l.goal(a)
	}
	for _, i := range a.Indicators {
		if i.LocalID() == derivedID(i) {
			l.remark(i.At, utf8.RuneCountInString(i.Name), indicators.Note, "lint-id-derived", indicators.Args{"indicator": i.Name, "id": i.LocalID()})
		}
		for _, t := range i.Targets {
			l.assumed(t)
			l.window(t)
		}
	}
}

// twice finds indicators of one name in one assignment, and funding lines that
// are alike in everything.
func (l *linter) twice(a *indicators.Assignment) {
	seen := map[string]*indicators.Indicator{}
	for _, i := range a.Indicators {
		if first := seen[i.Name]; first != nil {
			l.remark(i.At, utf8.RuneCountInString(i.Name), indicators.Warning, "lint-indicator-twice",
				indicators.Args{"indicator": i.Name, "first": first.At.String()})
			continue
		}
		seen[i.Name] = i
	}
	for k, line := range a.Lines {
		for _, first := range a.Lines[:k] {
			if first.Title == line.Title && first.Undertaker == line.Undertaker && first.Amount == line.Amount {
				l.remark(line.At, 1, indicators.Warning, "lint-funds-twice", indicators.Args{"title": line.Title, "first": first.At.String()})
			}
		}
	}
}

// weights checks the declared weights of annual indicators: all or none, and
// together 100, or 90 with budget execution beside them.
func (l *linter) weights(a *indicators.Assignment) {
	var sum indicators.Hundredths
	var without *indicators.Indicator
	declared := 0
	for _, i := range a.Indicators {
		switch {
		case i.Target(indicators.Annual) == nil:
		case i.Weight == nil:
			without = i
		default:
			declared++
			sum += *i.Weight
		}
	}
	const all, withExecution = 100_00, 90_00
	switch {
	case declared == 0:
	case without == nil && sum != all && sum != withExecution || sum > all:
		l.remark(a.At, 1, indicators.Warning, "lint-weights", indicators.Args{"assignment": a.ID, "sum": sum.String()})
	case without != nil:
		l.remark(without.At, utf8.RuneCountInString(without.Name), indicators.Warning, "lint-weight-missing",
			indicators.Args{"indicator": without.Name, "declared": strconv.Itoa(declared)})
	}
}

// workload compares the task's quantity with the targets in its unit: one of them
// should be that quantity.
func (l *linter) workload(a *indicators.Assignment) {
	var differs *indicators.Target
	for _, i := range a.Indicators {
		t := i.Target(indicators.Annual)
		if !a.Workload.Counted || a.Workload.Unit == "" || t == nil || t.Reading.Kind != indicators.Threshold || t.Reading.Unit != a.Workload.Unit {
			continue
		}
		if t.Reading.Value == a.Workload.Amount {
			return
		}
		differs = t
	}
	if differs != nil {
		l.target(differs, indicators.Warning, "lint-workload-differs", indicators.Args{"workload": a.Workload.Amount.Grouped(), "unit": a.Workload.Unit})
	}
}

// assumed lists what a reading and a due date took from convention.
func (l *linter) assumed(t *indicators.Target) {
	for _, code := range assumptions(t.Reading) {
		l.target(t, indicators.Note, "lint-assumed-"+code, indicators.Args{"rule": t.Reading.Expr()})
	}
	if t.DueSource == indicators.DueAssumed {
		l.target(t, indicators.Note, "lint-due-assumed", indicators.Args{"due": t.Due.String()})
	}
}

// assumptions are the codes of a reading and of its parts, each once.
func assumptions(reading indicators.Reading) []string {
	codes := slices.Clone(reading.Assumed)
	for _, part := range reading.Parts {
		for _, code := range assumptions(part) {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

// window finds targets whose days lie outside their project's, or that are judged
// only after the fiscal year.
func (l *linter) window(t *indicators.Target) {
	if t.Due == 0 {
		return
	}
	if within := t.Indicator.Assignment.Project.Window; !within.IsZero() && outside(t.Window, within) {
		l.target(t, indicators.Warning, "lint-window-outside", indicators.Args{"window": printWindow(t.Window), "within": printWindow(within)})
		return
	}
	if year := l.p.FiscalYear(); t.Horizon == indicators.Annual && t.Due > year.To {
		l.target(t, indicators.Note, "lint-due-after-year", indicators.Args{"due": t.Due.String(), "year_end": year.To.String()})
	}
}

func outside(w, within indicators.Window) bool { return w.From < within.From || w.To > within.To }

// citySum compares the province's own target with the sum of the cities'.
func (l *linter) citySum(r indicators.Reconciliation) {
	parent := l.p.Indicator(r.Indicator)
	if parent == nil || parent.Target(indicators.Annual) == nil {
		return
	}
	target := parent.Target(indicators.Annual)
	var sum indicators.Value
	cities := 0
	for i := range l.p.Indicators() {
		t := i.Target(indicators.Annual)
		if ok, _ := path.Match(l.p.ID+"/"+r.With, i.ID); !ok || t == nil || t.Reading.Kind != indicators.Threshold {
			continue
		}
		added, err := indicators.Add(sum, t.Reading.Value)
		if err != nil {
			return
		}
		sum = added
		cities++
	}
	if target.Reading.Kind == indicators.Threshold && cities > 0 && sum != target.Reading.Value {
		l.target(target, indicators.Note, "lint-city-sum", indicators.Args{"value": target.Reading.Value.Grouped(), "sum": sum.Grouped(),
			"difference": (sum - target.Reading.Value).Grouped(), "unit": target.Reading.Unit, "cities": strconv.Itoa(cities)})
	}
}

// Quote gives each problem the line of its source that it stands in, so that it
// prints with a caret. Problems that have one keep it.
func Quote(problems []*indicators.Problem, sources ...Source) {
	lines := map[string][]string{}
	for _, source := range sources {
		if text, problem := decode(source); problem == nil {
			lines[source.Name] = strings.Split(text, "\n")
		}
	}
	for _, problem := range problems {
		if n := problem.At.Line; problem.Source == "" && n >= 1 && n <= len(lines[problem.At.File]) {
			problem.Source = lines[problem.At.File][n-1]
			rest := utf8.RuneCountInString(problem.Source) - problem.At.Column + 1
			problem.Width = max(1, min(problem.Width, rest))
		}
	}
}
