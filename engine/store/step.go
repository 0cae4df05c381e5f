package store

import (
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

const addStep = `
INSERT INTO step (seq, programme, kind, assignment, period, about, indicator, part, body, entered_at, entered_by, link, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// step appends a step to the chain; of an attaching one, what it attached too. It
// sets the step's seq, instant and author.
func (c *chain) step(step *engine.Step, evidence *engine.Evidence, by string) error {
	at := c.w.at.UnixNano()
	var number int64
	step.Seq, number = c.next("step")
	step.At, step.By = time.Unix(0, at).UTC(), by
	c.row.step(step, at, evidence)
	if err := c.w.exec(addStep, step.Seq, c.programme, string(step.Kind), step.Assignment, int64(step.Period), step.About,
		step.Indicator, step.Part, step.Body, at, by, number, c.seal()); err != nil || evidence == nil {
		return err
	}
	evidence.Seq, evidence.AttachedAt, evidence.AttachedBy = step.Seq, step.At, by
	return c.w.exec(addEvidence, step.Seq, evidence.Observation, evidence.Name, evidence.URL, evidence.Type, evidence.Size, evidence.SHA256)
}

// step is the canonical row of a step; what it attached enters with it.
func (c *canonical) step(step *engine.Step, at int64, evidence *engine.Evidence) {
	c.string(string(step.Kind))
	c.string(step.Assignment)
	c.int(int64(step.Period))
	c.int(step.About)
	c.string(step.Indicator)
	c.string(step.Part)
	c.string(step.Body)
	c.int(at)
	c.string(step.By)
	if evidence != nil {
		c.int(evidence.Observation)
		c.string(evidence.Name)
		c.string(evidence.URL)
		c.string(evidence.Type)
		c.int(evidence.Size)
		c.string(evidence.SHA256)
	}
}

const addEvidence = `
INSERT INTO evidence (step, observation, name, url, type, size, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)`

// stepColumns are what a stepRow scans.
const stepColumns = `s.seq, s.kind, s.assignment, s.period, s.about, s.indicator, s.part, s.body, s.entered_at, s.entered_by`

type stepRow struct {
	engine.Step
	at int64
}

func (s *stepRow) columns() []any {
	return []any{&s.Seq, &s.Kind, &s.Assignment, &s.Period, &s.About, &s.Indicator, &s.Part, &s.Body, &s.at, &s.By}
}

func (s *stepRow) step() engine.Step {
	s.At = time.Unix(0, s.at).UTC()
	return s.Step
}

const stepsOfSheet = `SELECT ` + stepColumns + ` FROM step s WHERE s.programme = ? AND s.assignment = ? AND s.period = ? ORDER BY s.seq`

const sheetSteps = `SELECT ` + stepColumns + ` FROM step s
WHERE s.programme = ? AND s.seq <= ? AND s.kind IN ('submitted', 'approved', 'returned', 'reopened') ORDER BY s.seq`

func (r *reading) steps(query string, args ...any) (out []engine.Step, err error) {
	var one stepRow
	err = r.each(query, args, one.columns(), func() error {
		out = append(out, one.step())
		return nil
	})
	return out, err
}

// chainOfSteps yields every step with what it attached.
const chainOfSteps = `SELECT ` + stepColumns + `, s.link, s.hash,
  coalesce(e.observation, 0), coalesce(e.name, ''), coalesce(e.url, ''), coalesce(e.type, ''), coalesce(e.size, 0), coalesce(e.sha256, '')
FROM step s LEFT JOIN evidence e ON e.step = s.seq WHERE s.programme = ? ORDER BY s.seq`

// sheet is an assignment and a period.
type sheet struct {
	assignment string
	period     indicators.Period
}

// assignmentOf is the id of the assignment that an indicator or a money line
// belongs to.
func assignmentOf(indicator string) string {
	return indicator[:max(strings.LastIndexByte(indicator, '/'), 0)]
}

// assignment finds an assignment by its id; nil when there is none.
func assignment(p *indicators.Programme, id string) *indicators.Assignment {
	for a := range p.Assignments() {
		if a.ID == id {
			return a
		}
	}
	return nil
}
