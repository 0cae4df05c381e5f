package load

import (
	"cmp"
	"slices"
	"time"

	"yardstick/indicators"
)

// Read builds a programme from its definition files. It returns every problem it
// finds, ordered by file and place, and the programme as far as it could be
// built: nil when nothing could. A programme with a problem of severity Error
// must not be used. Read needs no clock and gives the same for the same sources,
// whatever their order, where 项目顺序 (order) names every project.
func Read(sources ...Source) (*indicators.Programme, []*indicators.Problem) {
	return newReader().read(sources)
}

func newReader() *reader {
	return &reader{reported: map[reportKey]bool{}, unquoted: map[indicators.Place]bool{}}
}

func (r *reader) read(sources []Source) (*indicators.Programme, []*indicators.Problem) {
	var programmes, projects []*node
	for _, source := range sources {
		if isWorkbookName(source.Name) {
			programmes = append(programmes, r.workbook(source)...)
			continue
		}
		tree, problems := parse(source)
		r.parsed(problems)
		if tree == nil {
			r.incomplete = true
			continue
		}
		top := r.fields(tree, definition)
		if n := top.get("programme"); n != nil {
			programmes = append(programmes, n)
		}
		projects = append(projects, r.list(top.get("projects"))...)
	}
	projects = append(projects, r.formProjects()...)
	if len(programmes) == 0 && len(r.forms) > 0 {
		programmes = append(programmes, r.assumedProgramme())
	}
	p := r.programme(sources, programmes)
	if p == nil && len(projects) == 0 {
		return nil, r.sorted(sources)
	}
	if p == nil {
		p = &indicators.Programme{FiscalStart: time.January, Zone: defaultZone, Regions: Regions()}
	}
	r.p = p
	r.projects(projects)
	r.reconcile()
	r.order()
	r.checkTotal(r.head.get("total"), fundsOf(p))
	return p, r.sorted(sources)
}

// reader is one reading under way: the programme so far and all its problems.
type reader struct {
	p          *indicators.Programme
	head       fields // of the programme
	problems   []*indicators.Problem
	reported   map[reportKey]bool
	unquoted   map[indicators.Place]bool // lines that say only that quotes are needed
	incomplete bool                      // something was left out, so that what refers to it may miss it
	texts      *texts                    // where all is as it was typed, for writing it again; nil when only read
	forms      []*form                   // of workbooks, in their order
	sheets     map[string]int            // the order of a workbook's sheets, by file and name
}

type reportKey struct {
	at   indicators.Place
	code string
}

// parsed keeps the problems of reading a file as YAML.
func (r *reader) parsed(problems []*indicators.Problem) {
	r.problems = append(r.problems, problems...)
	for _, problem := range problems {
		r.unquoted[lineOf(problem)] = true
	}
}

func lineOf(problem *indicators.Problem) indicators.Place {
	return indicators.Place{File: problem.At.File, Line: problem.At.Line}
}

// report keeps a problem, once for each place: an indicator shared by many
// regions is read for each of them.
func (r *reader) report(problem *indicators.Problem) {
	if problem == nil {
		return
	}
	at := reportKey{problem.At, problem.Code}
	if r.reported[at] || r.unquoted[lineOf(problem)] || r.full() {
		return
	}
	r.reported[at] = true
	r.problems = append(r.problems, problem)
}

// maxProblems is how many problems are listed; the rest show when these are mended.
const maxProblems = 1000

// full reports that enough problems are listed.
func (r *reader) full() bool { return len(r.problems) >= maxProblems }

// sorted orders problems by source, as given, and place.
func (r *reader) sorted(sources []Source) []*indicators.Problem {
	rank := map[string]int{}
	for i, source := range sources {
		rank[source.Name] = i
	}
	slices.SortStableFunc(r.problems, func(a, b *indicators.Problem) int {
		return cmp.Or(cmp.Compare(rank[a.At.File], rank[b.At.File]),
			cmp.Compare(r.sheets[a.At.File+"!"+a.At.Sheet], r.sheets[b.At.File+"!"+b.At.Sheet]),
			cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	return r.problems
}

// order puts the projects into the declared order; those it does not name follow.
func (r *reader) order() {
	rank := map[string]int{}
	for i, n := range r.list(r.head.get("order")) {
		id, ok := r.text(n)
		if !ok {
			continue
		}
		if r.p.Project(id) == nil && !r.incomplete {
			r.report(n.problem("project-unknown", indicators.Args{"project": id}))
		}
		rank[id] = i + 1
	}
	slices.SortStableFunc(r.p.Projects, func(a, b *indicators.Project) int {
		last := len(rank) + 1
		at := func(p *indicators.Project) int {
			if i := rank[p.LocalID()]; i > 0 {
				return i
			}
			return last
		}
		return cmp.Compare(at(a), at(b))
	})
}

func fundsOf(p *indicators.Programme) indicators.Value {
	var sum indicators.Value
	for _, project := range p.Projects {
		sum += project.Funds()
	}
	return sum
}
