package intake

import (
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// compareVerdicts evaluates the programme without and with the file, both in
// memory, and keeps the targets that differ.
func (p *Preview) compareVerdicts(before []engine.Observation, declarations []engine.Declaration, at time.Time) error {
	after := p.after(before, at)
	if p.Through == 0 {
		p.Through = lastPeriod(after)
	}
	method, err := scoring.Lookup(p.Programme.Method)
	if err != nil {
		return err
	}
	p.Flips, err = engine.Compare(p.Programme, engine.Inputs{Through: p.Through, AsOf: at, Method: method, Declarations: declarations}, before, after)
	return err
}

// after is the history as it would be: the file's figures come last.
func (p *Preview) after(before []engine.Observation, at time.Time) []engine.Observation {
	after := append(make([]engine.Observation, 0, len(before)+len(p.Cells)), before...)
	seq := p.Cut.Seq
	for i := range p.Cells {
		cell := &p.Cells[i]
		if cell.Change == Same {
			continue
		}
		seq++
		o := cell.Observation
		o.Seq, o.EnteredAt = seq, at
		after = append(after, o)
	}
	return after
}

func lastPeriod(observations []engine.Observation) (last indicators.Period) {
	for _, o := range observations {
		last = max(last, o.Period)
	}
	return last
}
