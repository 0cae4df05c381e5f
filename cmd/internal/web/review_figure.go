package web

import (
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// figuresView is what a reviewer compares on a sheet.
type figuresView struct {
	Rows     []figureLine
	Alarms   []string // of the sheet as a whole
	Evidence int
	Before   string // the newest earlier period that a row has a figure of
}

// figureLine is one cell beside what stood there before.
type figureLine struct {
	Key, Name  string // Key names the row in a form: indicator|part
	Target     string // as published
	Now        string // 未报 when empty
	Before     string // the newest figure of an earlier period
	Month      string // of Before, where it is not the view's
	Difference string // Now − Before, of numbers
	Approved   string // the approved figure that Now would replace
	Note       string
	Reason     string // given for a deviation
	Verdict    string
	Alarms     []string
	Evidence   int
	Missing    bool // wanted and empty
}

// figuresOf are the cells of a sheet that hold a figure or lack one; with onlyNew, of
// those with a figure only the ones that nobody has approved yet.
func figuresOf(sheet *engine.Sheet, words *changeWords, onlyNew bool) *figuresView {
	l := words.visitor.Language
	view := &figuresView{}
	before := indicators.Period(0)
	for n := range sheet.Rows {
		if last := sheet.Rows[n].Last; last != nil {
			before = max(before, last.Period)
		}
	}
	if before != 0 {
		view.Before = before.String()
	}
	for _, alarm := range sheet.Alarms {
		view.Alarms = append(view.Alarms, alarm.Message(l))
	}
	for n := range sheet.Rows {
		row := &sheet.Rows[n]
		evidence := attached(row)
		view.Evidence += evidence
		missing := row.Wanted && row.Entry == nil
		if row.Entry == nil && !missing || onlyNew && row.Entry != nil && !row.Entry.Waits {
			continue
		}
		line := figureOf(row, l)
		line.Evidence, line.Missing = evidence, missing
		if row.Last != nil && row.Last.Period != before {
			line.Month = row.Last.Period.String()
		}
		view.Rows = append(view.Rows, line)
	}
	return view
}

func figureOf(row *engine.SheetRow, l indicators.Language) figureLine {
	id := row.Line.ID()
	line := figureLine{Key: id.Indicator + "|" + id.Part, Name: lineName(&row.Line, l)}
	if len(row.Targets) > 0 {
		line.Target = row.Targets[0].Target.Text
		line.Verdict = markWords(row.Targets[0].State, row.Targets[0].Verdict, l)
	}
	if row.Last != nil {
		line.Before = figureWords(&row.Line, row.Last.Value, l)
	}
	if row.Entry != nil {
		line.Now, line.Note = figureWords(&row.Line, row.Entry.Value, l), row.Entry.Note
		if row.Last != nil {
			line.Difference = difference(&row.Line, row.Entry.Value, row.Last.Value)
		}
	}
	if row.Approved != nil {
		line.Approved = figureWords(&row.Line, row.Approved.Value, l)
	}
	if row.Reason != nil {
		line.Reason = strings.TrimSpace(row.Reason.Reason + " " + row.Reason.Remedy)
	}
	for _, alarm := range row.Alarms {
		line.Alarms = append(line.Alarms, alarm.Message(l))
	}
	return line
}

// lineName is what a row is called, with the part of its indicator.
func lineName(line *engine.Line, l indicators.Language) string {
	name := line.Name(l)
	if line.Indicator != nil && line.Part != "" {
		part := line.Part
		if line.Reading.Label != "" {
			part = line.Reading.Label
		}
		name += " · " + part
	}
	return name
}

// figureWords is a figure with its unit, numbers in groups of three.
func figureWords(line *engine.Line, v indicators.Value, l indicators.Language) string {
	if _, change := v.Change(); change || !line.Reading.Numeric() {
		return rules.Word(&line.Reading, v, l)
	}
	text := v.Grouped()
	switch unit := line.Reading.Unit; unit {
	case "":
		return text
	case "%":
		return text + unit
	default:
		return text + " " + indicators.PrintedUnit(unit)
	}
}

// difference is how much more or less a number is than another; empty for what is no number.
func difference(line *engine.Line, now, before indicators.Value) string {
	_, change := now.Change()
	_, changed := before.Change()
	if !line.Reading.Numeric() || change || changed {
		return ""
	}
	switch d := now - before; { // both are within 10¹², so this stays within 64 bits
	case d > 0:
		return "+" + d.Grouped()
	case d < 0:
		return "−" + (-d).Grouped()
	}
	return "0"
}

// attached counts the evidence that still backs a row's figures.
func attached(row *engine.SheetRow) (n int) {
	for _, e := range row.Evidence {
		if e.Detached == "" {
			n++
		}
	}
	return n
}

// markWords is a verdict in words, or the state of a target without one.
func markWords(state engine.State, verdict rules.Verdict, l indicators.Language) string {
	mark := string(state)
	switch {
	case state == "":
		return "—"
	case state == engine.Reported && verdict != rules.None:
		mark = string(verdict)
	case state == engine.DeviationAccepted:
		mark = "accepted"
	}
	return l.Say("card.mark."+mark, nil)
}
