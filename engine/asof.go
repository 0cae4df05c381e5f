package engine

import (
	"cmp"
	"iter"
	"slices"

	"yardstick/indicators"
)

// AsOf returns the entries that count as of a cut: of each indicator, part and
// period the one with the highest seq not after it. The order in which they are
// given does not matter; they come back by indicator, part and period.
func AsOf(observations []Observation, seq int64) []Observation {
	var out []Observation
	for _, o := range observations {
		if o.Seq <= seq {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b Observation) int {
		return cmp.Or(cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Part, b.Part), inKeyOrder(a, b))
	})
	return slices.CompactFunc(out, sameKey)
}

// inKeyOrder orders entries of one line: by period, the newest first.
func inKeyOrder(a, b Observation) int {
	return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(b.Seq, a.Seq))
}

func sameKey(a, b Observation) bool {
	return a.Indicator == b.Indicator && a.Part == b.Part && a.Period == b.Period
}

// InOrder yields observations held in memory in the order that [Evaluate] wants:
// see [Inputs]. Those of lines that the programme does not have are left out. The
// observations must not be changed while they are yielded.
func InOrder(p *indicators.Programme, observations []Observation) iter.Seq2[Observation, error] {
	return inOrder(p, observations, nil)
}

// inOrder yields those of the needed assignments only; nil is all.
func inOrder(p *indicators.Programme, observations []Observation, needed map[string]bool) iter.Seq2[Observation, error] {
	rank := map[[2]string]int{}
	for a := range p.Assignments() {
		if needed != nil && !needed[a.ID] {
			continue
		}
		for _, i := range a.Indicators {
			for _, part := range i.PartKeys() {
				rank[[2]string{i.ID, part}] = len(rank)
			}
		}
		for _, part := range indicators.MoneyParts() {
			rank[[2]string{a.MoneyID(), part}] = len(rank)
		}
	}
	type placed struct {
		rank   int
		period indicators.Period
		seq    int64
		at     int // in observations
	}
	order := make([]placed, 0, len(observations))
	for at := range observations {
		o := &observations[at]
		if rank, known := rank[[2]string{o.Indicator, o.Part}]; known {
			order = append(order, placed{rank, o.Period, o.Seq, at})
		}
	}
	slices.SortFunc(order, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.period, b.period), cmp.Compare(b.seq, a.seq))
	})
	return func(yield func(Observation, error) bool) {
		for _, one := range order {
			if !yield(observations[one.at], nil) {
				return
			}
		}
	}
}
