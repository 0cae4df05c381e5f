// Package csv writes a scorecard as a table for spreadsheets and scripts: a row for
// each target.
//
// The file is UTF-8 with a byte order mark, separated by commas, its lines ended by
// CR LF (RFC 4180). The first line holds the machine names of the columns, the same in
// every language; the second their names in the card's language. Columns keep their
// names and their order; new ones come at the end, and none is taken away:
//
//	indicator, horizon      id of the indicator; annual or term
//	project, assignment     ids
//	region, region_name     code and name
//	category, name, unit    as published
//	target                  the text as published
//	expr, reading           the rule, and what the text was read as, in words
//	state, verdict          machine words; verdict is empty without one
//	stands                  how it stands, in words
//	actual                  a number in the unit, true or false, 2021-12-31, or a grade; empty when nothing counts
//	actual_text             as printed: 9,120, 未报
//	partial                 the figure so far, where gaps keep it from counting
//	completion              actual in percent of the target
//	points, weight          two decimals; points is empty when the target is not in the score
//	light                   red, yellow, green, blue
//	due                     2021-12-31; empty when no end is known
//	reason, remedy          what was given to explain it
//	declared, until         why it does not apply or was accepted, and until when
//	over, decided_early     true or false
//	score, grade, coverage  of the assignment
//	through, as_of, method, definition, fingerprint, provisional, illustrative
//	evidence                how many files and links back the indicator's figures
//
// A text that a spreadsheet would take for a formula (it begins with = + - @, their
// full-width forms, a tab or a line end, with or without spaces before) has an
// apostrophe put before it. Figures are never touched.
package csv

import (
	stdcsv "encoding/csv"
	stdjson "encoding/json"
	"io"
	"path"
	"strconv"
	"strings"

	"yardstick/indicators"
	"yardstick/reports"
)

// Scorecard writes the card; equal cards give equal bytes. The error is the writer's.
func Scorecard(w io.Writer, card *reports.Scorecard) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := stdcsv.NewWriter(w)
	out.UseCRLF = true
	heads := [2][]string{}
	for _, column := range columns {
		heads[0] = append(heads[0], column.name)
		heads[1] = append(heads[1], card.Language.Say("csv."+strings.ReplaceAll(column.name, "_", "-"), nil))
	}
	for _, head := range heads {
		if err := out.Write(head); err != nil {
			return err
		}
	}
	for i := range card.Sections {
		for k := range card.Sections[i].Rows {
			row := &card.Sections[i].Rows[k]
			for n := range row.Lines {
				if err := out.Write(record(place{card, &card.Sections[i], row, &row.Lines[n]})); err != nil {
					return err
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}

// place is one target with all that it stands in.
type place struct {
	card    *reports.Scorecard
	section *reports.Section
	row     *reports.Row
	line    *reports.Line
}

// column is one column: its machine name, and what stands in it. A figure is written
// as it is, a text is made harmless.
type column struct {
	name   string
	text   func(place) string
	figure func(place) string
}

var columns = []column{
	{name: "indicator", text: func(p place) string { return p.row.ID }},
	{name: "horizon", text: func(p place) string { return string(p.line.Horizon) }},
	{name: "project", text: func(p place) string { return p.section.Project }},
	{name: "assignment", text: func(p place) string { return path.Dir(p.row.ID) }},
	{name: "region", text: func(p place) string { return p.row.Region }},
	{name: "region_name", text: func(p place) string { return p.row.RegionName }},
	{name: "category", text: func(p place) string { return p.row.Category }},
	{name: "name", text: func(p place) string { return p.row.Published }},
	{name: "unit", text: func(p place) string { return p.row.Unit }},
	{name: "target", text: func(p place) string { return p.line.Text }},
	{name: "expr", text: func(p place) string { return p.line.Expr }},
	{name: "reading", text: func(p place) string { return p.line.Says }},
	{name: "state", text: func(p place) string { return string(p.line.State) }},
	{name: "verdict", text: func(p place) string { return string(p.line.Verdict) }},
	{name: "stands", text: func(p place) string { return p.line.Mark.Word }},
	{name: "actual", text: func(p place) string { return word(p.line.Actual.JSON) }, figure: func(p place) string { return number(p.line.Actual.JSON) }},
	{name: "actual_text", text: func(p place) string { return p.line.Actual.Text }, figure: func(p place) string { return printed(&p.line.Actual) }},
	{name: "partial", text: func(p place) string { return word(p.line.Actual.Partial) }, figure: func(p place) string { return number(p.line.Actual.Partial) }},
	{name: "completion", figure: func(p place) string { return value(p.line.Completion.Value) }},
	{name: "points", figure: func(p place) string { return score(p.line.Points) }},
	{name: "weight", figure: func(p place) string { return score(p.line.Weight) }},
	{name: "light", text: func(p place) string { return string(p.line.LightOf) }},
	{name: "due", text: func(p place) string { return p.line.Due }},
	{name: "reason", text: func(p place) string { return p.line.Reason }},
	{name: "remedy", text: func(p place) string { return p.line.Remedy }},
	{name: "declared", text: func(p place) string { return p.line.Declared }},
	{name: "until", text: func(p place) string { return p.line.Until }},
	{name: "over", text: func(p place) string { return strconv.FormatBool(p.line.Over) }},
	{name: "decided_early", text: func(p place) string { return strconv.FormatBool(p.line.Early) }},
	{name: "score", figure: func(p place) string { return score(p.section.Score) }},
	{name: "grade", text: func(p place) string { return p.section.GradeWord }},
	{name: "coverage", figure: func(p place) string { return value(p.section.Coverage.Value) }},
	{name: "through", text: func(p place) string { return p.card.Foot.Through }},
	{name: "as_of", text: func(p place) string { return p.card.Foot.AsOf }},
	{name: "method", text: func(p place) string { return p.card.Foot.Method }},
	{name: "definition", text: func(p place) string { return p.card.Foot.Definition }},
	{name: "fingerprint", text: func(p place) string { return p.card.Foot.Fingerprint }},
	{name: "provisional", text: func(p place) string { return strconv.FormatBool(p.card.Head.Provisional) }},
	{name: "illustrative", text: func(p place) string { return strconv.FormatBool(p.card.Head.Illustrative) }},
	{name: "evidence", figure: func(p place) string { return strconv.Itoa(p.row.Evidence) }},
}

func record(p place) []string {
	out := make([]string, len(columns))
	for k, column := range columns {
		if column.figure != nil {
			out[k] = column.figure(p)
		}
		if out[k] == "" && column.text != nil {
			out[k] = harmless(column.text(p))
		}
	}
	return out
}

// number returns a machine value that is a number, empty for any other.
func number(machine string) string {
	if _, err := indicators.ParseValue(machine); err == nil {
		return machine
	}
	return ""
}

// printed returns the printed form of a number whose own sign is no formula's; with
// anything behind it but % it is a text.
func printed(a *reports.Actual) string {
	if a.Known && number(strings.ReplaceAll(strings.TrimSuffix(a.Text, "%"), ",", "")) != "" {
		return a.Text
	}
	return ""
}

// word returns a machine value as text: a JSON string without its quotes, nothing
// for null, any other as it is.
func word(machine string) string {
	var text string
	if machine == "null" {
		return ""
	}
	if stdjson.Unmarshal([]byte(machine), &text) == nil {
		return text
	}
	return machine
}

func value(v *indicators.Value) string {
	if v == nil {
		return ""
	}
	return v.String()
}

func score(s reports.Score) string {
	if s.Value == nil {
		return ""
	}
	return s.Value.String()
}

// harmless puts an apostrophe before a text that a spreadsheet would calculate.
func harmless(text string) string {
	trimmed := strings.TrimLeft(text, " \u00A0\u3000")
	if trimmed == "" || !strings.ContainsAny(trimmed[:1], "=+-@\t\r\n") && !strings.HasPrefix(trimmed, "＝") &&
		!strings.HasPrefix(trimmed, "＋") && !strings.HasPrefix(trimmed, "－") && !strings.HasPrefix(trimmed, "＠") {
		return text
	}
	return "'" + text
}
