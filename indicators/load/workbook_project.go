package load

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"yardstick/indicators"
)

// projectKeys stand on each form of a project and belong to the project itself.
var projectKeys = []string{"id", "title", "title_en", "department", "policy", "content", "total", "term_window"}

// formProjects makes projects of the forms: those of one project in several regions
// are one, whatever files they came in.
func (r *reader) formProjects() []*node {
	var order []string
	groups := map[string][]*form{}
	for _, f := range r.forms {
		name := formKey(f)
		if f.region == nil { // a form of the province is a project of its own
			name += "\n" + f.top.place().String()
		}
		if groups[name] == nil {
			order = append(order, name)
		}
		groups[name] = append(groups[name], f)
	}
	var projects []*node
	for _, name := range order {
		projects = append(projects, r.formProject(groups[name]))
	}
	return projects
}

// formKey is what the forms of one project have in common.
func formKey(f *form) string {
	for _, key := range []string{"id", "title"} {
		if n := f.values[key].value; n != nil {
			return key + " " + strings.TrimSpace(n.text)
		}
	}
	return f.top.place().String()
}

func (r *reader) formProject(forms []*form) *node {
	first := forms[0]
	project := &node{kind: mapping, file: first.top.file, line: first.top.line, column: first.top.column}
	for _, key := range projectKeys {
		if e := r.common(forms, key); e.value != nil {
			project.entries = append(project.entries, e)
		}
	}
	if first.values["id"].value == nil && first.values["title"].value != nil {
		project.entries = append(project.entries, r.assumedID(first))
	}
	if first.region == nil {
		project.entries = append(project.entries, first.own(r, "")...)
		return project
	}
	goal := commonGoal(forms)
	if goal.value != nil {
		project.entries = append(project.entries, goal)
	}
	regions := &node{kind: mapping, file: project.file, line: project.line, column: project.column}
	for _, f := range forms {
		body := &node{kind: mapping, file: f.top.file, line: f.top.line, column: f.top.column}
		body.entries = f.own(r, cellText(goal.value))
		regions.entries = append(regions.entries, entry{f.region, body})
	}
	project.entries = append(project.entries, entry{first.node("assignments"), regions})
	return project
}

// common is a key of the project, from the first form that has it; forms that say
// otherwise are a problem.
func (r *reader) common(forms []*form, key string) entry {
	var found entry
	for _, f := range forms {
		e := f.values[key]
		switch {
		case e.value == nil:
		case found.value == nil:
			found = e
		case strings.TrimSpace(e.value.text) != strings.TrimSpace(found.value.text):
			r.report(e.value.problem("workbook-forms-differ", indicators.Args{"first": found.value.place().String(), "text": found.value.text}))
		}
	}
	return found
}

// commonGoal is the goal of the project in all its regions: the one named so, or
// the one that all forms have.
func commonGoal(forms []*form) entry {
	for _, f := range forms {
		if e := f.values["project_goal"]; e.value != nil {
			return entry{f.node("goal"), e.value}
		}
	}
	goal := forms[0].values["goal"]
	for _, f := range forms {
		if cellText(f.values["goal"].value) != cellText(goal.value) {
			return entry{}
		}
	}
	return goal
}

// node is a key without a place of its own on the form.
func (f *form) node(name string) *node {
	return &node{kind: scalar, text: name, file: f.top.file, line: f.top.line, column: f.top.column}
}

// assumedID makes an id of the title: the official form has no room for one.
func (r *reader) assumedID(f *form) entry {
	title := f.values["title"].value
	id := derivedID(&indicators.Indicator{Name: strings.TrimSpace(title.text)})
	r.remark(title, indicators.Note, "workbook-assumed-id", indicators.Args{"id": id})
	return entry{f.node("id"), &node{kind: scalar, text: id, file: title.file, line: title.line, column: title.column}}
}

// own are the keys of the assignment: attributes, goal, funds, indicators.
func (f *form) own(r *reader, goal string) []entry {
	var out []entry
	for _, key := range assignmentKeys {
		if e := f.values[key.name]; e.value != nil && key.name != "goal" {
			out = append(out, e)
		}
	}
	if e := f.goal(); e.value != nil && e.value.text != goal {
		out = append(out, e)
	}
	if funds := f.funds(r); len(funds) > 0 {
		list := &node{kind: sequence, items: funds, file: f.top.file, line: funds[0].line, column: funds[0].column}
		out = append(out, entry{f.node("funds"), list})
	}
	if len(f.indicators) > 0 {
		list := &node{kind: sequence, items: f.indicators, file: f.top.file, line: f.indicators[0].line, column: f.indicators[0].column}
		out = append(out, entry{f.node("indicators"), list})
	}
	return out
}

// goal joins the goal of the term and that of the year where the form has both.
func (f *form) goal() entry {
	year, term := f.values["goal"], f.values["term_goal"]
	switch {
	case term.value == nil:
		return year
	case year.value == nil:
		return entry{f.node("goal"), term.value}
	}
	both := *year.value
	both.text = "实施期目标：" + term.value.text + "\n年度目标：" + year.value.text
	return entry{f.node("goal"), &both}
}

// sources of money on the form, with what a line of them is called.
var moneySources = []struct{ name, title string }{{"fiscal", "财政拨款"}, {"carried", "上年结转资金"}, {"other", "其他资金"}}

// funds are the amounts: line by line where the form has 资金明细, else by source,
// else the total. A total that they do not add up to is remarked.
func (f *form) funds(r *reader) []*node {
	lines := f.details
	total := f.values["amount"]
	if len(lines) == 0 {
		for _, source := range moneySources {
			if n := f.values[source.name].value; n != nil && strings.Trim(n.text, "0. ") != "" {
				lines = append(lines, f.line(n, source.title))
			}
		}
		switch {
		case len(lines) == 0 && total.value != nil:
			return []*node{f.line(total.value, "")}
		case len(lines) == 1: // all of it from one source
			lines = []*node{f.line(lines[0].entries[0].value, "")}
		}
	}
	if total.value != nil {
		var sum indicators.Value
		for _, line := range lines {
			amount, _ := r.amount(line.amount())
			sum += amount
		}
		r.checkTotal(f.yuan(total.value), sum)
	}
	return lines
}

// line is one amount of the undertaker that the form names.
func (f *form) line(amount *node, title string) *node {
	line := &node{kind: mapping, file: amount.file, line: amount.line, column: amount.column}
	line.entries = append(line.entries, entry{f.node("amount"), f.yuan(amount)})
	if e := f.values["undertaker"]; e.value != nil {
		line.entries = append(line.entries, e)
	}
	if title != "" {
		line.entries = append(line.entries, entry{f.node("title"), &node{kind: scalar, text: title, file: amount.file, line: amount.line, column: amount.column}})
	}
	return line
}

// yuan adds the unit that the form's own label states.
func (f *form) yuan(n *node) *node {
	if !f.inYuan || strings.HasSuffix(strings.TrimSpace(n.text), "元") {
		return n
	}
	with := *n
	with.text = strings.TrimSpace(n.text) + "元"
	return &with
}

// amount is what stands under 金额 in a line.
func (n *node) amount() *node {
	for _, e := range n.entries {
		if key := fundsObject.find(e.key.text); key != nil && key.name == "amount" {
			return e.value
		}
	}
	return nil
}

// readDetails reads 资金明细: a heading, a header, a line for each amount.
func (f *form) readDetails(t *sheet, row int) {
	for c := 1; c <= t.Columns; c++ {
		t.take(row, c)
	}
	header := map[int]*node{}
	for c := 1; c <= t.Columns; c++ {
		if n, ok := t.cell(row+1, c); ok && n.kind == scalar {
			header[c] = n
			t.take(row+1, c)
		}
	}
	regions := slices.ContainsFunc(slices.Collect(maps.Values(header)), func(n *node) bool { return formLabels[foldLabel(n.text)] == "region" })
	for row += 2; row <= t.Rows; row++ {
		line := &node{kind: mapping, file: t.file, line: row, column: 1}
		region := &node{file: t.file, line: row, column: 1}
		for c := 1; c <= t.Columns; c++ {
			n, ok := t.cell(row, c)
			if name := header[c]; ok && n.kind == scalar && name != nil && n.line == row {
				t.take(row, c)
				if formLabels[foldLabel(name.text)] == "region" {
					region = n
					continue
				}
				line.entries = append(line.entries, entry{name, f.yuanOf(name, n)})
			}
		}
		if len(line.entries) > 0 {
			f.details = append(f.details, line)
			if regions {
				f.places = append(f.places, region)
			}
		}
	}
}

// yuanOf gives amounts their unit where the header says 元.
func (f *form) yuanOf(header, n *node) *node {
	if strings.HasSuffix(labelFolds.Replace(header.text), "(元)") && !strings.HasSuffix(n.text, "元") {
		with := *n
		with.text = strings.TrimSpace(n.text) + "元"
		return &with
	}
	return n
}

// assumedProgramme is what a programme is taken to be when no source says it: its
// name from the file's, its year from the forms.
func (r *reader) assumedProgramme() *node {
	first := r.forms[0]
	base := strings.TrimSuffix(path.Base(first.top.file.name), path.Ext(first.top.file.name))
	id := derivedID(&indicators.Indicator{Name: base})
	programme := &node{kind: mapping, file: first.top.file, line: first.top.line, column: first.top.column}
	add := func(key, text string) {
		programme.entries = append(programme.entries, entry{first.node(key), first.node(text)})
	}
	add("id", id)
	add("title", base)
	year := 0
	for _, f := range r.forms {
		switch {
		case f.year == 0:
		case year == 0:
			year = f.year
		case f.year != year:
			r.report(f.top.problem("workbook-years-differ", indicators.Args{"year": strconv.Itoa(f.year), "first": strconv.Itoa(year)}))
		}
	}
	if year != 0 {
		add("year", strconv.Itoa(year))
	}
	if province := provinceOf(r.forms); province != "" {
		add("regions", province)
	}
	r.remark(first.top, indicators.Note, "workbook-assumed-programme", indicators.Args{"id": id, "title": base, "year": strconv.Itoa(year), "zone": defaultZone})
	return programme
}

// provinceOf is the province that all the forms' regions lie in; empty when they do
// not, or name none.
func provinceOf(forms []*form) string {
	found := ""
	for _, f := range forms {
		if f.region == nil {
			continue
		}
		region, known := knownRegions().Find(strings.TrimSpace(f.region.text))
		province, there := knownRegions().ByCode(region.Parent)
		if !known || !there || found != "" && found != province.Name {
			return ""
		}
		found = province.Name
	}
	return found
}

// programme reads the sheet of the programme: a key and its value a row; several
// values stand side by side.
func (t *sheet) programme() *node {
	programme := &node{kind: mapping, file: t.file, line: 1, column: 1}
	for row := 1; row <= t.Rows; row++ {
		name, ok := t.cell(row, 1)
		if !ok || name.kind == empty || name.line != row {
			continue
		}
		var values []*node
		for c := 2; c <= t.Columns; c++ {
			if n, ok := t.cell(row, c); ok && n.kind == scalar && n.column == c {
				values = append(values, n)
			}
		}
		key := programmeObject.find(name.text)
		switch {
		case len(values) == 0 && (key == nil || !key.required):
			if key == nil && name.text != t.Name && !isHeading(name.text) {
				t.r.remark(name, indicators.Note, "workbook-cell-not-read", nil)
			}
			continue
		case key != nil && (key.shape == objectShape || key.shape == listShape || key.shape == regionListShape || key.shape == textsShape):
			list := &node{kind: sequence, file: t.file, line: row, column: 2}
			for _, n := range values {
				if key.of != nil {
					n = t.nested(n)
				}
				list.items = append(list.items, n)
			}
			programme.entries = append(programme.entries, entry{name, list.single(key)})
		case len(values) > 1:
			t.r.report(values[1].problem("workbook-one-value", indicators.Args{"key": name.text}))
		case len(values) == 1:
			programme.entries = append(programme.entries, entry{name, values[0]})
		}
	}
	return programme
}

// single is the one mapping of a key that takes no list.
func (n *node) single(key *key) *node {
	if key.shape == objectShape && len(n.items) == 1 {
		return n.items[0]
	}
	return n
}
