package pdf

import (
	"strings"

	"yardstick/reports"
	"yardstick/reports/chart"
)

// goal is what the project is to achieve, as published; a city has several, and
// its own page is about the others.
func (s *sheet) goal() []*block {
	if s.card.Scope.Kind != reports.ProjectScope || len(s.card.Sections) == 0 || s.card.Sections[0].Goal == "" {
		return nil
	}
	for _, section := range s.card.Sections {
		if section.Goal != s.card.Sections[0].Goal {
			return nil
		}
	}
	var out []*block
	for _, text := range strings.Split(s.card.Sections[0].Goal, "\n") {
		out = append(out, s.paragraph(strings.TrimSpace(text), in(plain, chart.Text), measure, 2.8)...)
	}
	return append([]*block{s.heading(s.card.Labels.Goal, "")}, out...)
}

// explanations lists what needs explaining, each with its arithmetic.
func (s *sheet) explanations() []*block {
	e := &s.card.Explain
	if len(e.Items) == 0 && len(e.Alarms) == 0 {
		return nil
	}
	l := &s.card.Labels
	out := []*block{s.heading(l.Explain, l.ExplainNote)}
	for i := range e.Alarms {
		out = append(out, s.alarm(&e.Alarms[i]))
	}
	if len(e.Items) > fewItems {
		return append(out, s.explanationTable(e.Items)...)
	}
	for i := range e.Items {
		out = append(out, s.explanation(&e.Items[i])...)
	}
	return out
}

// fewItems are explained one under another with room around them; more stand in a
// table, a row each.
const fewItems = 8

// explanationTable sets what, why and how it was counted side by side.
func (s *sheet) explanationTable(items []reports.Explanation) []*block {
	const whatW, gap = 62.0, 4.0
	what, why, sum := in(plain, chart.Text), in(7.5, chart.Muted), in(7.5, chart.Text).right()
	sums := 0.0
	for i := range items {
		sums = max(sums, min(s.Width(items[i].Arithmetic, sum), 48))
	}
	whyX := nameX + whatW + gap
	whyW := measure - whyX - sums - gap
	var out []*block
	for i := range items {
		item := &items[i]
		names := s.balanced(joined(" ", item.NoteText, item.Title), whatW, what)
		words := s.wrapped(item.Said, whyW, why)
		counted := s.wrapped(item.Arithmetic, sums, sum)
		height := max(float64(len(names))*leading(plain), float64(len(words))*leading(7.5), float64(len(counted))*leading(7.5))
		if height > tallest {
			out = append(out, s.explanation(item)...)
			continue
		}
		out = append(out, &block{height: height + 1.8, flex: 1, draw: func(at chart.Box) {
			s.paint(chart.Mark(item.Mark.Shape, chart.Point{X: at.X + markX, Y: at.Middle()}, 1.6))
			s.centred(at.X+nameX, at.Middle(), names, what)
			s.centred(at.X+whyX, at.Middle(), words, why)
			s.centred(at.X+measure, at.Middle(), counted, sum)
			s.rule(at.Bottom(), 0.12, chart.Rule)
		}})
	}
	return unorphaned(out)
}

// tallest is the most that stands side by side, mm; what is higher stands in turn, so
// that it can go on over the foot of a page.
const tallest = 55.0

// explanation is a title with the arithmetic at its right, and the words beneath.
// Arithmetic too long for the title's line goes beneath it.
func (s *sheet) explanation(item *reports.Explanation) []*block {
	st, sum, beneath := heavy(medium, chart.Text), in(plain, chart.Text).right(), in(7.5, chart.Muted)
	wide := measure - nameX
	room, beside := wide, s.Width(item.Arithmetic, sum) < wide*0.5
	if beside && item.Arithmetic != "" {
		room -= s.Width(item.Arithmetic, sum) + 5
	}
	title := s.wrapped(joined(" ", item.NoteText, item.Title), room, st)
	words := s.paragraph(item.Said, beneath, measure, nameX)
	var sums []string
	if !beside {
		sums = s.wrapped(item.Arithmetic, wide, sum)
	}
	height := float64(len(title))*leading(medium) + float64(len(sums))*leading(plain)
	first := &block{gap: 1.6, height: height, keep: len(words) > 0, draw: func(at chart.Box) {
		s.paint(chart.Mark(item.Mark.Shape, chart.Point{X: at.X + markX, Y: at.Y + leading(medium)/2}, 1.6))
		y := s.lines(at.X+nameX, at.Y, title, st)
		if beside {
			s.text(at.X+measure, at.Y+leading(medium)*0.76, item.Arithmetic, sum)
		}
		s.lines(at.X+measure, y, sums, sum)
	}}
	if n := len(words); n > 0 {
		words[n-1].flex = 1
	}
	return append([]*block{first}, words...)
}

func (s *sheet) alarm(alarm *reports.Alarm) *block {
	st, beneath := heavy(medium, chart.Text), in(7.5, chart.Muted)
	title := s.wrapped(joined(" · ", alarm.Light.Word, alarm.Title), measure-nameX, st)
	words := s.wrapped(alarm.Text, measure-nameX, beneath)
	height := float64(len(title))*leading(medium) + float64(len(words))*leading(7.5)
	return &block{gap: 0.8, height: height + 0.8, flex: 0.8, draw: func(at chart.Box) {
		s.paint(chart.Light(alarm.Light.Light, chart.Point{X: at.X + markX, Y: at.Y + leading(medium)/2}, 1.5))
		s.lines(at.X+nameX, s.lines(at.X+nameX, at.Y, title, st), words, beneath)
	}}
}

// assumptions lists the conventions by which targets were read, and where.
func (s *sheet) assumptions(width float64) []*block {
	if len(s.card.Assumed.Items) == 0 {
		return nil
	}
	out := []*block{s.heading(s.card.Labels.Assumed, "")}
	separator := "、"
	if s.card.Language == "en" {
		separator = "; "
	}
	for _, item := range s.card.Assumed.Items {
		text := s.paragraph(item.Text, in(plain, chart.Text), width, 2.8)
		text[0].gap = 0.6
		text[len(text)-1].keep = len(item.Uses) > 0
		out = append(out, text...)
		if len(item.Uses) > 0 {
			out = append(out, s.paragraph(strings.Join(item.Uses, separator), in(small, chart.Muted), width, 2.8)...)
		}
	}
	return out
}

// reconciliation holds the parent's figures against the sum of its children's.
func (s *sheet) reconciliation() []*block {
	r := s.card.Reconcile
	if r == nil || len(r.Rows) == 0 {
		return nil
	}
	columns := []column{{head: r.Heads.Name, wrap: 1}, {}, {head: r.Heads.Parent, align: Right},
		{head: r.Heads.Children, align: Right}, {head: r.Heads.Difference, align: Right}, {wrap: 0.6}}
	var rows [][]cell
	st, quiet := in(plain, chart.Text), in(7.5, chart.Muted)
	for _, row := range r.Rows {
		rows = append(rows, []cell{{text: row.Name, style: st}, {text: row.What, style: quiet}, {text: row.Parent.Text, style: st},
			{text: row.Children.Text, style: st}, {text: row.Difference.Text, style: heavy(plain, chart.Text)}, {text: row.Note, style: quiet}})
	}
	return append([]*block{s.heading(s.card.Labels.Reconcile, "")}, s.grid(columns, rows, 0.7, 0.6)...)
}

// funding is the money as the document hands it out.
func (s *sheet) funding() []*block {
	f := s.card.Funding
	if f == nil || len(f.Rows) == 0 {
		return nil
	}
	heads := append(append([]string{}, f.Heads...), "", "", "")
	columns := []column{{head: heads[0], wrap: 1}, {head: heads[1], wrap: 1.3}, {head: heads[2], align: Right}}
	remarks := false
	for _, row := range f.Rows {
		remarks = remarks || row.Remark != ""
	}
	if remarks {
		columns = append(columns, column{wrap: 0.9})
	}
	var rows [][]cell
	st := in(7.5, chart.Text)
	for _, row := range f.Rows {
		rows = append(rows, []cell{{text: row.Undertaker, style: st}, {text: row.Title, style: st}, {text: row.Amount.Text, style: st}, {text: row.Remark, style: in(small, chart.Muted)}}[:len(columns)])
	}
	rows = append(rows, []cell{{text: f.Label, style: heavy(7.5, chart.Text)}, {}, {text: f.Total.Text, style: heavy(7.5, chart.Text)}, {}}[:len(columns)])
	out := append([]*block{s.heading(s.card.Labels.Funding, "")}, s.grid(columns, rows, 0.55, 0.6)...)
	for _, b := range out { // elsewhere the money says as much
		if s.card.Scope.Kind != reports.ProgrammeScope {
			b.optional = 1
		}
	}
	return out
}

// basis says by which method the points were given.
func (s *sheet) basis(width float64) []*block {
	if len(s.card.Basis.Paragraphs) == 0 {
		return nil
	}
	out := []*block{s.heading(s.card.Labels.Basis, "")}
	for _, text := range s.card.Basis.Paragraphs {
		lines := s.paragraph(text, in(7.5, chart.Muted), width, 2.8)
		lines[0].gap = 0.6
		out = append(out, lines...)
	}
	return out
}

// sideBySide sets two short parts beside each other, and longer ones in turn.
func (s *sheet) sideBySide(one, other func(width float64) []*block) []*block {
	const gap = 8.0
	half := (measure - gap) / 2
	first, second := one(half), other(half)
	a, b := heightOf(first, 0), heightOf(second, 0)
	if len(first) == 0 || len(second) == 0 || max(a, b) > tallest {
		return append(one(measure), other(measure)...)
	}
	top := first[0].gap
	return []*block{{gap: top, height: max(a, b) - top, draw: func(at chart.Box) {
		stack(first, chart.Box{X: at.X, Y: at.Y, Width: half})
		stack(second, chart.Box{X: at.X + half + gap, Y: at.Y, Width: half})
	}}}
}

// stack draws blocks one under another, without the gap above the first.
func stack(blocks []*block, at chart.Box) {
	for i, b := range blocks {
		if i > 0 {
			at.Y += b.gap
		}
		at.Height = b.height
		b.draw(at)
		at.Y += b.height
	}
}

// paragraph is running text, indented: blocks of some lines each, so that a long
// one goes on over the foot of a page.
func (s *sheet) paragraph(text string, st Style, width, indent float64) []*block {
	const most = 8
	var out []*block
	lines := s.Wrap(text, width-indent, st)
	for from := 0; from < len(lines); from += most {
		some := lines[from:min(from+most, len(lines))]
		out = append(out, &block{height: float64(len(some)) * leading(st.Size), draw: func(at chart.Box) {
			s.lines(at.X+indent, at.Y, some, st)
		}})
	}
	return out
}
