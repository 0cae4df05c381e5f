package store

import (
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
)

// lineID is a line by its readable name.
type lineID struct{ indicator, part string }

// linesOf lists every line of a programme in the order in which an evaluation
// wants its figures: assignment by assignment, its indicators and then its money,
// each part by part.
func linesOf(p *indicators.Programme) []lineID {
	var out []lineID
	for assignment := range p.Assignments() {
		for _, indicator := range assignment.Indicators {
			for _, part := range indicator.PartKeys() {
				out = append(out, lineID{indicator.ID, part})
			}
		}
		for _, part := range indicators.MoneyParts() {
			out = append(out, lineID{assignment.MoneyID(), part})
		}
	}
	return out
}

const linesOfProgramme = `SELECT key, indicator, part FROM line WHERE programme = ? ORDER BY key`

// lineKeys returns the keys of a programme's lines, and the names by key.
func (r *reading) lineKeys(programme int64) (map[lineID]int64, error) {
	keys := map[lineID]int64{}
	var key int64
	var id lineID
	err := r.each(linesOfProgramme, []any{programme}, []any{&key, &id.indicator, &id.part}, func() error {
		keys[id] = key
		return nil
	})
	return keys, err
}

const greatestLine = `SELECT coalesce(max(key), 0) FROM line`

const addLine = `INSERT INTO line (key, programme, indicator, part) VALUES (?, ?, ?, ?)`

// addLines gives each line that is new a key, in published order, so that
// reading in the order of keys is reading in published order.
func (w *writing) addLines(programme int64, p *indicators.Programme) error {
	known, err := w.lineKeys(programme)
	if err != nil {
		return err
	}
	var last int64
	if _, err := w.one(greatestLine, nil, &last); err != nil {
		return err
	}
	for _, line := range linesOf(p) {
		if _, ok := known[line]; ok {
			continue
		}
		last++
		if err := w.exec(addLine, last, programme, line.indicator, line.part); err != nil {
			return err
		}
	}
	return nil
}

// run is a stretch of published order whose keys only rise, so that one range
// scan reads it in order.
type run struct{ from, to int64 }

// runsOf cuts lines in published order into runs. Keys come in published order
// when a programme is first loaded; a later version that moves or inserts
// indicators makes a few more runs.
func runsOf(lines []lineID, keys map[lineID]int64) (runs []run, names map[int64]lineID) {
	names = make(map[int64]lineID, len(lines))
	for _, line := range lines {
		key, ok := keys[line]
		if !ok {
			continue
		}
		names[key] = line
		if n := len(runs); n > 0 && runs[n-1].to < key {
			runs[n-1].to = key
		} else {
			runs = append(runs, run{key, key})
		}
	}
	return runs, names
}

// reportedLines are the lines of a programme with at least one figure.
const reportedLines = `
SELECT indicator, part FROM line
WHERE programme = ? AND EXISTS (SELECT 1 FROM latest WHERE latest.line = line.key)
ORDER BY key`

// checkFigures refuses a version under which figures already reported would mean
// something else: they are kept in the unit that the indicator had.
func (w *writing) checkFigures(programme int64, version Version, after *indicators.Programme) error {
	before, err := w.parse(version)
	if err != nil {
		return err
	}
	var problems []*indicators.Problem
	var id lineID
	err = w.each(reportedLines, []any{programme}, []any{&id.indicator, &id.part}, func() error {
		was, gone := engine.FindLine(before, id.indicator, id.part)
		is, lost := engine.FindLine(after, id.indicator, id.part)
		if gone != nil || was.Indicator == nil || after.Indicator(id.indicator) == nil {
			return nil // money never changes; figures of what is taken out stay in the history
		}
		if lost != nil || measure(was) != measure(is) {
			problems = append(problems, &indicators.Problem{At: placeOf(is), Code: "definition-figures-change",
				Args: indicators.Args{"indicator": id.indicator, "was": measure(was), "is": measure(is)}})
		}
		return nil
	})
	if err == nil {
		err, _ = engine.Refused(problems)
	}
	return err
}

func placeOf(l engine.Line) indicators.Place {
	if l.Indicator == nil {
		return indicators.Place{}
	}
	return l.Indicator.At
}

// measure is what a stored figure of the line means: the unit of a number, else
// the kind of value, with a grade's rungs.
func measure(l engine.Line) string {
	r := l.Reading
	switch r.Kind {
	case indicators.Truth, indicators.Deadline, indicators.Narrative, indicators.Compound:
		return string(r.Kind)
	case indicators.Grade:
		return string(r.Kind) + " " + strings.Join(r.Scale, "‹")
	}
	return r.Unit
}

func join(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	return strings.Join(names, ", ")
}
