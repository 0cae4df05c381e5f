package ruletest

import (
	"strings"

	"yardstick/indicators"
	"yardstick/indicators/load"
)

// line is what a name in a test stands for: an indicator's id or a money id, a
// part and a horizon, both mostly empty.
type line struct {
	id, part  string
	indicator *indicators.Indicator // nil for money
	horizon   indicators.Horizon
}

// lines resolves a name: 项目/地区/指标, or 项目/指标 where the project has one
// task, with #part and @horizon at its end. Each part is an id or the published
// name; a region may be * for all. 资金 (money) is the built-in money line.
func (r *reader) lines(name *load.Tree) (out []line) {
	text := r.text(name)
	path, part, _ := strings.Cut(text, "#")
	path, horizon, stated := strings.Cut(path, "@")
	l := line{part: partNames.or(part), horizon: indicators.Horizon(horizonNames.or(horizon))}
	if stated && l.horizon != indicators.Annual && l.horizon != indicators.Term {
		r.refuse(name, "ruletest-horizon", indicators.Args{"text": horizon})
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(path, r.programme.ID+"/"), "/")
	if len(parts) < 2 || len(parts) > 3 {
		r.refuse(name, "ruletest-name", indicators.Args{"name": text})
		return nil
	}
	project := r.project(parts[0])
	if project == nil {
		r.unknown(name, "ruletest-unknown-project", parts[0], projectNames(r.programme))
		return nil
	}
	assignments := r.assignments(name, project, parts)
	var candidates []string
	for _, a := range assignments {
		if found, ok := lineIn(a, parts[len(parts)-1], l); ok {
			out = append(out, found)
		}
		for _, i := range a.Indicators {
			candidates = append(candidates, i.LocalID(), i.Name)
		}
	}
	if len(out) == 0 && len(assignments) > 0 {
		r.unknown(name, "ruletest-unknown-indicator", parts[len(parts)-1], candidates)
	}
	return out
}

// names are words in Chinese for what code calls otherwise.
type names map[string]string

func (n names) or(word string) string {
	if known, ok := n[word]; ok {
		return known
	}
	return word
}

var (
	partNames = names{"分子": indicators.Numerator, "分母": indicators.Denominator,
		"年初预算数": indicators.MoneyInitial, "全年预算数": indicators.MoneyAdjusted, "执行数": indicators.MoneySpent}
	horizonNames = names{"当年度": string(indicators.Annual), "项目周期": string(indicators.Term)}
)

func lineIn(a *indicators.Assignment, name string, l line) (line, bool) {
	if name == indicators.MoneyLocal || name == "资金" {
		l.id = a.MoneyID()
		return l, true
	}
	for _, i := range a.Indicators {
		if name == i.LocalID() || name == i.Name {
			l.id, l.indicator = i.ID, i
			return l, true
		}
	}
	return l, false
}

func (r *reader) project(name string) *indicators.Project {
	for _, project := range r.programme.Projects {
		if name == project.LocalID() || name == project.Title {
			return project
		}
	}
	return nil
}

func projectNames(p *indicators.Programme) (out []string) {
	for _, project := range p.Projects {
		out = append(out, project.LocalID(), project.Title)
	}
	return out
}

// assignments are those that the region of a name stands for.
func (r *reader) assignments(name *load.Tree, project *indicators.Project, parts []string) []*indicators.Assignment {
	if len(parts) == 2 {
		if len(project.Assignments) != 1 {
			r.refuse(name, "ruletest-which-region", indicators.Args{"project": project.LocalID()})
			return nil
		}
		return project.Assignments
	}
	if parts[1] == "*" {
		return project.Assignments
	}
	region, ok := r.programme.Regions.Find(parts[1])
	for _, a := range project.Assignments {
		if ok && a.Region == region.Code {
			return []*indicators.Assignment{a}
		}
	}
	var candidates []string
	for _, known := range r.programme.Regions {
		candidates = append(candidates, known.Names()...)
	}
	r.unknown(name, "ruletest-unknown-region", parts[1], candidates)
	return nil
}

// targets are those that a name stands for: annual unless it says otherwise.
func (r *reader) targets(name *load.Tree) (out []*indicators.Target) {
	lines := r.lines(name)
	for _, l := range lines {
		if l.indicator == nil || l.part != "" {
			r.refuse(name, "ruletest-no-target", nil)
			return nil
		}
		if l.horizon == "" {
			l.horizon = indicators.Annual
		}
		if target := l.indicator.Target(l.horizon); target != nil {
			out = append(out, target)
		}
	}
	if len(out) == 0 && len(lines) > 0 {
		r.refuse(name, "ruletest-no-target", nil)
	}
	return out
}

func (r *reader) unknown(t *load.Tree, code, name string, candidates []string) {
	args := indicators.Args{"name": name}
	if close := indicators.Suggest(name, candidates); close != "" {
		code, args["near"] = code+".near", close
	}
	r.refuse(t, code, args)
}
