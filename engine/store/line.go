package store

import (
	"database/sql"
	"errors"
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
)

const linesOfProgramme = `SELECT key, indicator, part FROM line WHERE programme = ? ORDER BY key`

// lineKeys returns the keys of a programme's lines, and the names by key.
func (r *reading) lineKeys(programme int64) (map[engine.LineID]int64, error) {
	keys := map[engine.LineID]int64{}
	var key int64
	var id engine.LineID
	err := r.each(linesOfProgramme, []any{programme}, []any{&key, &id.Indicator, &id.Part}, func() error {
		keys[id] = key
		return nil
	})
	return keys, err
}

const keyOfLine = `SELECT key FROM line WHERE indicator = ? AND part = ?`

// fewLines is up to how many lines are looked up one by one.
const fewLines = 300

// keysOf returns the keys of some lines of a programme.
func (r *reading) keysOf(programme int64, lines []engine.LineID) (map[engine.LineID]int64, error) {
	if len(lines) > fewLines {
		return r.lineKeys(programme)
	}
	find, err := r.tx.PrepareContext(r.ctx, r.store.dialect.bind(keyOfLine))
	if err != nil {
		return nil, err
	}
	defer find.Close()
	keys := make(map[engine.LineID]int64, len(lines))
	for _, line := range lines {
		var key int64
		switch err := find.QueryRowContext(r.ctx, line.Indicator, line.Part).Scan(&key); {
		case err == nil:
			keys[line] = key
		case !errors.Is(err, sql.ErrNoRows):
			return nil, err
		}
	}
	return keys, nil
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
	for _, line := range engine.Lines(p) {
		if _, ok := known[line]; ok {
			continue
		}
		last++
		if err := w.exec(addLine, last, programme, line.Indicator, line.Part); err != nil {
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
// indicators makes a few more runs, whose ranges may then overlap: each line is
// told which run it belongs to.
func runsOf(lines []engine.LineID, keys map[engine.LineID]int64) (runs []run, names map[int64]inRun) {
	names = make(map[int64]inRun, len(lines))
	for _, line := range lines {
		key, ok := keys[line]
		if !ok {
			continue
		}
		if n := len(runs); n > 0 && runs[n-1].to < key {
			runs[n-1].to = key
		} else {
			runs = append(runs, run{key, key})
		}
		names[key] = inRun{line, len(runs) - 1}
	}
	return runs, names
}

// inRun is a line with the run it belongs to.
type inRun struct {
	engine.LineID
	run int
}

// reportedLines are the lines of a programme with at least one figure.
const reportedLines = `
SELECT indicator, part FROM line
WHERE programme = ? AND EXISTS (SELECT 1 FROM observation WHERE observation.line = line.key)
ORDER BY key`

// checkFigures refuses a version under which figures already reported would mean
// something else: they are kept in the unit that the indicator had.
func (w *writing) checkFigures(programme int64, versions []Version, after *indicators.Programme) error {
	var earlier []*indicators.Programme // the newest first
	for _, version := range slices.Backward(versions) {
		p, err := w.parse(version)
		if err != nil {
			return err
		}
		earlier = append(earlier, p)
	}
	var problems []*indicators.Problem
	var id engine.LineID
	err := w.each(reportedLines, []any{programme}, []any{&id.Indicator, &id.Part}, func() error {
		is, lost := engine.FindLine(after, id.Indicator, id.Part)
		if lost != nil && after.Indicator(id.Indicator) == nil {
			return nil // figures of what is taken out stay in the history
		}
		line, was := lastMeant(earlier, id)
		now := measure(after, is)
		if moved(line, is) {
			was, now = line.Reading.Label+" "+was, is.Reading.Label+" "+now
		}
		if lost != nil || was != now {
			problems = append(problems, &indicators.Problem{At: placeOf(is), Code: "definition-figures-change",
				Args: indicators.Args{"indicator": id.Indicator, "was": was, "is": now}})
		}
		return nil
	})
	if err == nil {
		_, err = engine.Refused(problems)
	}
	return err
}

// lastMeant is a line and what its figures meant in the last version that had it:
// one that was taken out and comes back finds its old figures again.
func lastMeant(earlier []*indicators.Programme, id engine.LineID) (line engine.Line, measured string) {
	for _, p := range earlier {
		if line, gone := engine.FindLine(p, id.Indicator, id.Part); gone == nil {
			return line, measure(p, line)
		}
	}
	return engine.Line{}, ""
}

// moved reports whether a part of a compound stands at another place now: figures are
// kept by place, so they would be read as another part's. A part that is only worded
// anew keeps its own.
func moved(was, is engine.Line) bool {
	if was.Reading.Label == "" || was.Reading.Label == is.Reading.Label || is.Indicator == nil {
		return false
	}
	for _, target := range is.Indicator.Targets {
		for _, part := range target.Reading.Parts {
			if part.Label == was.Reading.Label {
				return true
			}
		}
	}
	return false
}

func placeOf(l engine.Line) indicators.Place {
	if l.Indicator == nil {
		return indicators.Place{}
	}
	return l.Indicator.At
}

// measure is what a stored figure of the line means: the unit of a number, else
// the kind of value, with a grade's rungs; and whether it is a total so far.
func measure(p *indicators.Programme, l engine.Line) string {
	r := l.Reading
	totals := p.Cumulative && strings.HasPrefix(l.Part, indicators.MoneySpent)
	if l.Indicator != nil {
		totals = l.Indicator.Cumulative && l.Indicator.Aggregation == indicators.Sum
	}
	switch r.Kind {
	case indicators.Truth, indicators.Deadline, indicators.Narrative, indicators.Compound:
		return string(r.Kind)
	case indicators.Grade:
		return string(r.Kind) + " " + strings.Join(r.Scale, "‹")
	case indicators.Change:
		return strings.TrimSpace(string(r.Kind) + " " + r.Unit + " " + r.Level)
	}
	if totals {
		return strings.TrimSpace(r.Unit + " (cumulative)")
	}
	return r.Unit
}

func join(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	return strings.Join(names, ", ")
}
