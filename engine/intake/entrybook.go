package intake

import (
	"strconv"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/workbook"
	"yardstick/rules"
)

// The entry workbook: a worksheet an assignment and period, a row a line. What is
// fixed is locked in it, and written once more on a hidden sheet, so that reading
// it back finds what was changed all the same. See [WriteWorkbook].
const (
	bookMark    = "yardstick-entry" // on each worksheet and on the record, with the layout's number
	bookLayout  = "1"
	recordSheet = "yardstick"
)

// The columns of a worksheet, from 1. Those up to the present figure are fixed;
// the last two are hidden.
const (
	categoryAt = iota + 1
	nameAt
	partAt
	targetAt
	readingAt
	unitAt
	lastAt
	toDateAt
	presentAt
	figureAt
	noteAt
	reasonAt
	idAt
	keyAt
)

// The rows of a worksheet, from 1.
const (
	titleRow = iota + 1
	projectRow
	periodRow
	howRow
	sayRow
	headRow
	firstRow
)

var columnCodes = [...]string{
	categoryAt: "category", nameAt: "name", partAt: "part", targetAt: "target", readingAt: "reading", unitAt: "unit",
	lastAt: "last", toDateAt: "to-date", presentAt: "present", figureAt: "figure", noteAt: "note", reasonAt: "reason",
}

// shown is what stands in a fixed cell: a text, or a number written exactly.
type shown struct {
	text   string
	number bool
}

func text(s string) shown { return shown{text: workbook.Legal(s)} }

// headCell is a fixed cell above the rows.
type headCell struct {
	row, column int
	text        string
}

// headOf are the fixed cells above the rows of a sheet.
func headOf(s *engine.Sheet, l indicators.Language) []headCell {
	say := func(code string, args indicators.Args) string { return l.Say("entrybook."+code, args) }
	region, _ := s.Programme.Regions.ByCode(s.Assignment.Region)
	state := l.Say("access.state."+string(s.Submission.State), nil)
	cells := []headCell{
		{titleRow, categoryAt, say("title", indicators.Args{"programme": titleOf(l, s.Programme.Title, s.Programme.TitleEN)})},
		{projectRow, categoryAt, say("project", nil)}, {projectRow, nameAt, titleOf(l, s.Assignment.Project.Title, s.Assignment.Project.TitleEN)},
		{projectRow, unitAt, say("region", nil)}, {projectRow, lastAt, region.In(l)},
		{periodRow, categoryAt, say("period", nil)}, {periodRow, nameAt, s.Period.String()},
		{periodRow, unitAt, say("due", nil)}, {periodRow, lastAt, say("due-by", indicators.Args{"day": s.DueBy.String(), "closes": s.ClosesAfter.String(), "state": state})},
		{howRow, categoryAt, say("how", nil)},
	}
	if s.CanEnter != nil {
		cells = append(cells, headCell{sayRow, categoryAt, say("shut", indicators.Args{"why": s.CanEnter.Message(l)})})
	} else if reason := s.Submission.LastReason(); reason != "" && s.Submission.State == engine.Returned {
		cells = append(cells, headCell{sayRow, categoryAt, say("returned", indicators.Args{"reason": reason})})
	}
	for column := categoryAt; column <= reasonAt; column++ {
		cells = append(cells, headCell{headRow, column, say("col."+columnCodes[column], nil)})
	}
	for i := range cells {
		cells[i].text = workbook.Legal(cells[i].text)
	}
	return cells
}

// titleOf is a published title, or its translation where there is one.
func titleOf(l indicators.Language, title, english string) string {
	if l == indicators.English && english != "" {
		return english
	}
	return title
}

// fixedOf are the fixed cells of a row, by column.
func fixedOf(p *indicators.Programme, row *engine.SheetRow, period indicators.Period, l indicators.Language) (cells [presentAt + 1]shown) {
	for column, s := range definedOf(&row.Line, l) {
		cells[column] = text(s)
	}
	if row.Last != nil {
		cells[lastAt] = figureOf(&row.Line, row.Last.Value, l)
		if row.Last.Period != period-indicators.Period(p.Frequency.Months()) {
			cells[lastAt] = text(l.Say("entrybook.last-of", indicators.Args{"figure": cells[lastAt].text, "period": row.Last.Period.String()}))
		}
	}
	if row.ToDateKnown {
		cells[toDateAt] = shown{row.ToDate.String(), true}
	}
	if row.Entry != nil {
		cells[presentAt] = figureOf(&row.Line, row.Entry.Value, l)
	}
	return cells
}

// definedOf are the cells of a row that follow from the definitions alone.
func definedOf(line *engine.Line, l indicators.Language) (cells [unitAt + 1]string) {
	cells[nameAt], cells[unitAt] = line.Name(l), line.Reading.Unit
	if line.IsMoney() {
		cells[categoryAt] = l.Say("entrybook.money", nil)
		return cells
	}
	cells[categoryAt], cells[partAt] = line.Indicator.Category(), partName(line, l)
	var targets, readings []string
	for _, target := range line.Indicator.Targets {
		published, reading := strings.TrimSpace(target.Text), target.Reading.Says(l)
		if len(line.Indicator.Targets) > 1 {
			args := indicators.Args{"horizon": l.Say("load.horizon."+string(target.Horizon), nil)}
			published = l.Say("entrybook.of-horizon", with(args, "what", published))
			reading = l.Say("entrybook.of-horizon", with(args, "what", reading))
		}
		targets, readings = append(targets, published), append(readings, reading)
	}
	cells[targetAt], cells[readingAt] = strings.Join(targets, "\n"), strings.Join(readings, "\n")
	if line.Part != "" && !ratioPart(line) {
		cells[readingAt] = line.Reading.Says(l)
	}
	return cells
}

func with(args indicators.Args, name, value string) indicators.Args {
	args[name] = value
	return args
}

func ratioPart(line *engine.Line) bool {
	return line.Part == indicators.Numerator || line.Part == indicators.Denominator
}

// partName is what a part is called: by the target's own words where it has some.
func partName(line *engine.Line, l indicators.Language) string {
	switch {
	case ratioPart(line):
		return l.Say("entrybook.part."+line.Part, nil)
	case line.Part != "" && line.Reading.Label != "":
		return line.Reading.Label
	}
	return line.Part
}

// figureOf shows a reported figure: as a number where it is one that a
// spreadsheet can hold.
func figureOf(line *engine.Line, v indicators.Value, l indicators.Language) shown {
	if _, change := v.Change(); change || !line.Reading.Numeric() {
		return text(rules.Word(&line.Reading, v, l))
	}
	return shown{v.String(), true}
}

// sheetTitle names a worksheet by project and city, within what a workbook takes.
func sheetTitle(s *engine.Sheet, l indicators.Language, taken map[string]bool) string {
	region, _ := s.Programme.Regions.ByCode(s.Assignment.Region)
	city := region.Short()
	if l == indicators.English && region.NameEN != "" {
		city = region.NameEN
	}
	title := []rune(titleOf(l, s.Assignment.Project.Title, s.Assignment.Project.TitleEN))
	for n := 1; ; n++ {
		end := "_" + city
		if n > 1 {
			end += " " + strconv.Itoa(n)
		}
		name := workbook.SheetName(string(title[:min(len(title), max(31-len([]rune(end)), 1))]) + end)
		if folded := strings.ToLower(name); !taken[folded] && folded != recordSheet {
			taken[folded] = true
			return name
		}
	}
}
