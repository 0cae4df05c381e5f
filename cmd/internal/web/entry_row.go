package web

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// rowView is one line of a sheet.
type rowView struct {
	Key, ID   string // of its fields, and of the row on the page
	indicator string
	First     bool // of its indicator: the others are its parts
	Category  string
	Name      string // as published
	Part      string // what of the indicator; empty for most
	Short     string // name and part, for lists and for those who cannot see the table
	Lang      string // of the name, where that is published
	Unit      string
	Targets   []targetView
	Derived   bool
	Last      string
	LastMonth string
	ToDate    string
	Wanted    bool
	Editable  bool
	Why       string // why no figure may be reported
	Field     fieldView
	Text      string // the figure that stands; empty is 未报
	Note      string
	Seen      int64
	Saved     string // 已保存 14:03 林晓
	Corrects  bool   // an approved figure stands: another asks for a reason
	WhyTyped  string
	Approved  string // the approved figure while a correction waits
	Previews  []previewView
	Demands   []demandView
	Declared  []declaredView
	MayExcuse bool // not applicable may be declared
	Alarms    []alarmView
	Problem   *ProblemLine
	Conflict  *conflictView
	Remark    string
	History   []historyView
	Evidence  []evidenceView
	More      string // what its details hold
}

// demandView is a reason that the method asks for.
type demandView struct{ Message, Horizon string }

// declaredView is what was declared about an indicator.
type declaredView struct {
	Kind, Word, Reason, Remedy, Horizon, By string
	Waits                                   bool
}

// alarmView is what looks odd. Instead is the figure that may have been meant.
type alarmView struct{ Message, Instead, Keep string }

// conflictView is a figure that somebody else has entered meanwhile.
type conflictView struct {
	Theirs, Mine, By string
	Seq              int64 // of theirs; 0 when they cleared the cell
}

// historyView is one figure that was ever entered in a cell.
type historyView struct{ Text, When, By, Note, State string }

// rowKey names a row's fields: collected, rate.numerator, money.spent:fiscal.
func rowKey(l *engine.Line) string {
	local := indicators.MoneyLocal
	if l.Indicator != nil {
		local = l.Indicator.LocalID()
	}
	if l.Part == "" {
		return local
	}
	return local + "." + l.Part
}

// rowID is a row's name on the page.
func rowID(key string) string { return "row-" + strings.NewReplacer(":", "_", ".", "_").Replace(key) }

// tables are the rows of the indicators, and of the money.
func (m *sheetMaker) tables(editable bool) []sheetTable {
	out := []sheetTable{
		{ID: "indicators", Title: m.say("entry.indicators")},
		{ID: "money", Title: m.say("entry.money"), Note: m.say("entry.money-note")},
		{ID: "money-sources", Title: m.say("entry.money-sources"), Folded: true},
	}
	for n := range m.sheet.Rows {
		row := &m.sheet.Rows[n]
		first := n == 0 || m.sheet.Rows[n-1].Line.ID().Indicator != row.Line.ID().Indicator
		table := &out[0]
		if row.Line.IsMoney() {
			table, first = &out[1], true
			if strings.Contains(row.Line.Part, ":") {
				table = &out[2]
				table.Open = table.Open || row.Entry != nil || row.Last != nil
			}
		}
		table.Rows = append(table.Rows, m.row(row, first, editable))
	}
	return slices.DeleteFunc(out, func(t sheetTable) bool { return len(t.Rows) == 0 })
}

func (m *sheetMaker) row(row *engine.SheetRow, first, editable bool) rowView {
	l, line, key := m.page.Language, &row.Line, rowKey(&row.Line)
	v := rowView{
		Key: key, ID: rowID(key), indicator: line.ID().Indicator, First: first, Name: line.Name(l), Part: m.part(line), Unit: unitOf(line),
		Derived: line.Indicator != nil && line.Indicator.Derived(), Wanted: row.Wanted, Editable: editable && row.Reportable, Remark: row.Remark,
	}
	v.Short, v.More, v.Lang = v.Name, m.say("entry.more"), "zh-CN"
	if row.Line.IsMoney() {
		v.More, v.Lang = m.say("entry.more-money"), m.page.Lang()
	}
	if v.Part != "" {
		v.Short += m.say("entry.part-of") + v.Part
	}
	if line.Indicator != nil {
		v.Category = line.Indicator.Category()
	}
	if first {
		v.Targets, v.Previews = m.targets(row)
	}
	if row.Why != nil {
		v.Why = row.Why.Message(l)
	}
	if row.Last != nil {
		v.Last, v.LastMonth = m.figure(line, row.Last), row.Last.Period.String()
	}
	if row.ToDateKnown {
		v.ToDate = row.ToDate.Grouped()
	}
	m.cell(&v, row)
	m.said(&v, row)
	v.Evidence = m.evidence(row)
	v.History = m.history(row)
	return v
}

// cell fills in what stands in the cell, or was typed into it.
func (m *sheetMaker) cell(v *rowView, row *engine.SheetRow) {
	line := &row.Line
	typedText := ""
	if e := row.Entry; e != nil {
		v.Text, v.Note, v.Seen, v.Corrects = m.figure(line, e), e.Note, e.Seq, !e.Waits
		v.Saved = m.say("entry.saved-by", "at", m.hour(e.EnteredAt), "who", m.people.name(e.EnteredBy))
		typedText = fieldText(line, e)
	}
	if row.Approved != nil {
		v.Approved = m.figure(line, row.Approved)
	}
	if kept, ok := m.kept[v.Key]; ok && kept.Problem != nil {
		typedText, v.Note, v.WhyTyped = kept.Text, kept.Note, kept.Why
		problem := problemLine(kept.Problem, m.page.Language)
		v.Problem = &problem
		if isConflict(kept.Problem) {
			v.Seen = kept.Seen
			v.Conflict = m.conflict(row, kept)
		}
	}
	v.Field = m.field(line, typedText)
	v.Field.Label = v.Short
}

func (m *sheetMaker) conflict(row *engine.SheetRow, kept typedCell) *conflictView {
	out := &conflictView{Mine: kept.Text, Theirs: m.say("card.mark.missing"), By: m.people.name(kept.Problem.Args["by"])}
	if row.Entry != nil {
		out.Seq, out.Theirs = row.Entry.Seq, row.Entry.Text
		out.By = m.say("entry.saved-by", "at", m.hour(row.Entry.EnteredAt), "who", m.people.name(row.Entry.EnteredBy))
	}
	return out
}

// said fills in what is demanded, declared and doubted.
func (m *sheetMaker) said(v *rowView, row *engine.SheetRow) {
	l := m.page.Language
	for _, demand := range row.Demands {
		v.Demands = append(v.Demands, demandView{Message: m.demand(demand), Horizon: demand.Args["horizon"]})
	}
	for _, d := range []*engine.Declaration{row.NotApplicable, row.Deviation, row.Reason} {
		if d == nil {
			continue
		}
		v.Declared = append(v.Declared, declaredView{
			Kind: string(d.Kind), Word: m.say("entry.declared." + string(d.Kind)), Reason: d.Reason, Remedy: d.Remedy, Horizon: string(d.Horizon),
			By: m.say("entry.by-at", "who", m.people.name(d.EnteredBy), "at", d.Period.String()), Waits: d.Waits})
	}
	v.MayExcuse = v.Editable && v.First && !row.Line.IsMoney() && row.NotApplicable == nil
	for _, alarm := range row.Alarms {
		a := alarmView{Message: alarm.Message(l) + m.hint(alarm)}
		if percent := alarm.Args["percent"]; alarm.Code == "sheet-fraction" && v.Editable && percent != "" {
			a.Instead = percent + "%"
			a.Keep = m.say("entry.keep", "is", row.Entry.Text)
		}
		v.Alarms = append(v.Alarms, a)
	}
}

// demand says on a row, whose name stands there already, which reason is asked for.
func (m *sheetMaker) demand(p *indicators.Problem) string {
	code := "entry.demand"
	if strings.HasSuffix(p.Code, "-over") {
		code = "entry.demand-over"
	}
	args := maps.Clone(p.Args)
	args["target"] = strings.TrimSpace(args["target"]) // a published text may end in a space
	return m.page.Language.Say(code, args)
}

// history is what was ever entered in the cell, the newest first.
func (m *sheetMaker) history(row *engine.SheetRow) (out []historyView) {
	zone := m.sheet.Programme.Location()
	for n := range row.History {
		o := &row.History[n]
		v := historyView{Text: m.figure(&row.Line, o), When: clock(o.EnteredAt, zone), By: m.people.name(o.EnteredBy), Note: o.Note}
		switch {
		case o.Withdrawn != nil:
			v.State = m.say("entry.figure.withdrawn", "who", m.people.name(o.Withdrawn.By), "at", clock(o.Withdrawn.At, zone))
		case row.Entry != nil && o.Seq == row.Entry.Seq && o.Waits:
			v.State = m.say("entry.figure.waits")
		case o.Waits:
			v.State = m.say("entry.figure.replaced")
		case o.ApprovedBy != "":
			v.State = m.say("entry.figure.approved", "who", m.people.name(o.ApprovedBy), "at", clock(o.ApprovedAt, zone))
		default:
			v.State = m.say("entry.figure.counts")
		}
		out = append(out, v)
	}
	return out
}

// part says what of an indicator a row is.
func (m *sheetMaker) part(l *engine.Line) string {
	switch {
	case l.Indicator == nil || l.Part == "":
		return ""
	case l.Part == indicators.Numerator, l.Part == indicators.Denominator:
		return m.say("entry.part." + l.Part)
	case l.Reading.Label != "":
		return l.Reading.Label
	}
	return l.Part + m.say("entry.part-of") + l.Reading.Says(m.page.Language)
}

// figure is a figure as people read it, without its unit.
func (m *sheetMaker) figure(l *engine.Line, o *engine.Observation) string {
	if _, change := o.Value.Change(); !change && l.Reading.Numeric() {
		return o.Value.Grouped()
	}
	return rules.Word(&l.Reading, o.Value, m.page.Language)
}

// hour is an instant of today as its hour, of another day with the day.
func (m *sheetMaker) hour(at time.Time) string {
	zone := m.sheet.Programme.Location()
	local, now := at.In(zone), m.now.In(zone)
	if local.YearDay() == now.YearDay() && local.Year() == now.Year() {
		return local.Format("15:04")
	}
	return clock(at, zone)
}

// unitOf is the unit of a row's figures; empty where they are not numbers.
func unitOf(l *engine.Line) string {
	if !l.Reading.Numeric() || l.Reading.Kind == indicators.Deadline {
		return ""
	}
	if l.Reading.Unit == "" && l.Indicator != nil && l.Part == "" {
		return l.Indicator.Unit
	}
	return l.Reading.Unit
}

// twoDecimals prints a figure with at most two decimals, rounded half up.
func twoDecimals(v indicators.Value) string {
	hundredths, _ := indicators.MulDiv(int64(v), 100, int64(indicators.One), indicators.HalfUp)
	return (indicators.Value(hundredths) * (indicators.One / 100)).Grouped()
}

func itoa64(n int64) string { return strconv.FormatInt(n, 10) }
