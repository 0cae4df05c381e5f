// Package cardtest evaluates the first programme on made-up results, for tests of what
// is made from an evaluation. The results hold one of everything a card may show: a
// month missing, a zero, a miss with and without a reason, a target far exceeded, an
// accepted deviation, a target that does not apply, targets not yet due.
package cardtest

import (
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/rules/scoring"
)

// Through is the period evaluated, the last of the survey's year.
var Through = indicators.NewPeriod(2021, time.October)

// Evaluation evaluates the first programme through October 2021.
func Evaluation(t testing.TB) *engine.Evaluation {
	t.Helper()
	return EvaluationThrough(t, Through)
}

// EvaluationThrough evaluates the first programme through a period, as of its end.
func EvaluationThrough(t testing.TB, through indicators.Period) *engine.Evaluation {
	t.Helper()
	return evaluate(t, through, nil)
}

func evaluate(t testing.TB, through indicators.Period, evidence []engine.Evidence) *engine.Evaluation {
	t.Helper()
	p := library.Programme()
	p.Illustrative = true
	method, err := scoring.Lookup(p.Method)
	if err != nil {
		t.Fatal(err)
	}
	story := &story{p: p, through: through}
	e, err := engine.Evaluate(p, engine.Inputs{
		Through: through, AsOf: through.Last().EndIn(p.Location()), Method: method,
		Head:         engine.Head{Count: 1, Hash: "5d41402abc4b2a76b9719d911017c592ae3f8e1f5d41402abc4b2a76b9719d91"},
		Observations: story.observations, Declarations: story.declarations(), Evidence: evidence,
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// story makes the results up, the same in every run.
type story struct {
	p       *indicators.Programme
	through indicators.Period
	seq     int64
}

// reached is how far indicators get, in percent of their targets, in turn.
var reached = []int64{100, 103, 92, 100, 146, 100, 87, 101, 100, 112, 69, 100, 98}

func (s *story) observations(yield func(engine.Observation, error) bool) {
	n := 0
	for assignment := range s.p.Assignments() {
		for _, indicator := range assignment.Indicators {
			n++
			for _, part := range indicator.PartKeys() {
				for _, o := range s.figures(indicator, part, n) {
					if !yield(o, nil) {
						return
					}
				}
			}
		}
		for _, o := range s.spent(assignment, n) {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func (s *story) figures(i *indicators.Indicator, part string, n int) []engine.Observation {
	target := i.Targets[0]
	months := s.months(target)
	if len(months) == 0 || n%29 == 7 {
		return nil
	}
	var out []engine.Observation
	for k, month := range months {
		if n%17 == 5 && k == 3 { // a month that was never reported
			continue
		}
		if value, ok := amount(i, target, part, n, k, len(s.window(target))); ok {
			out = append(out, s.observation(i.ID, part, month, value))
		}
	}
	return out
}

func (s *story) window(t *indicators.Target) []indicators.Period {
	from, to := indicators.MonthOf(t.Window.From), s.through
	if t.Window.From == 0 {
		from = indicators.MonthOf(s.p.FiscalYear().From)
	}
	if t.Window.To != 0 {
		to = indicators.MonthOf(t.Window.To)
	}
	var out []indicators.Period
	for month := from; month <= to; month++ {
		out = append(out, month)
	}
	return out
}

func (s *story) months(t *indicators.Target) []indicators.Period {
	all := s.window(t)
	for k, month := range all {
		if month > s.through {
			return all[:k]
		}
	}
	return all
}

// amount is the k-th month's figure of an indicator.
func amount(i *indicators.Indicator, t *indicators.Target, part string, n, k, months int) (indicators.Value, bool) {
	r := &t.Reading
	percent := reached[n%len(reached)]
	switch r.Kind {
	case indicators.Truth:
		return indicators.YesNo(n%23 != 3), k == months-1 || k%4 == 3
	case indicators.Grade:
		if n%3 == 1 {
			return indicators.TierValue(70 * indicators.One), k%4 == 3
		}
		return indicators.RungValue(r.Rung), k%4 == 3
	case indicators.Narrative:
		return indicators.TierValue(90 * indicators.One), k%4 == 3
	case indicators.Duration:
		return r.Value + indicators.Value(n%2)*indicators.One, k == months-1 || k == 8
	case indicators.Deadline:
		return r.Value - indicators.One, k == 9
	}
	switch {
	case part == indicators.Numerator:
		return indicators.Value(37+k) * indicators.One, true
	case part == indicators.Denominator:
		return indicators.Value(40+k) * indicators.One, true
	case i.Aggregation == indicators.Sum:
		return spread(r.Value, percent, n, k, months), true
	case r.Unit == "%":
		percent = min(percent, 100)
	}
	v, _ := indicators.MulDiv(int64(r.Value), percent, 100, indicators.Floor)
	return indicators.Value(v), k%3 == 2
}

// spread shares a year's total over its months, in whole units, the rest in the last;
// the second month is a zero that was reported.
func spread(target indicators.Value, percent int64, n, k, months int) indicators.Value {
	total := int64(target/indicators.One) * percent / 100
	share := func(k int) int64 {
		if k == 1 && n%5 == 0 {
			return 0
		}
		return total / int64(months) * int64(90+(k*7+n*3)%21) / 100
	}
	if k < months-1 {
		return indicators.Value(share(k)) * indicators.One
	}
	rest := total
	for before := range months - 1 {
		rest -= share(before)
	}
	return indicators.Value(rest) * indicators.One
}

func (s *story) spent(a *indicators.Assignment, n int) []engine.Observation {
	if n%13 == 4 {
		return nil
	}
	var out []engine.Observation
	for month := indicators.NewPeriod(2021, time.January); month <= s.through; month++ {
		v, _ := indicators.MulDiv(int64(a.Funds()), int64(80+n%15), 1000, indicators.Floor)
		out = append(out, s.observation(a.MoneyID(), indicators.MoneySpent, month, indicators.Value(v)/100*100))
	}
	return out
}

func (s *story) observation(id, part string, month indicators.Period, v indicators.Value) engine.Observation {
	s.seq++
	return engine.Observation{Seq: s.seq, Indicator: id, Part: part, Period: month, Value: v, Text: v.String(),
		EnteredAt: month.Last().EndIn(s.p.Location()), EnteredBy: "local"}
}

func (s *story) declarations() []engine.Declaration {
	at := time.Date(2021, 10, 30, 9, 0, 0, 0, time.UTC)
	return []engine.Declaration{
		{Seq: 1, Kind: engine.DeclaredNotApplicable, Indicator: "gd-2021/survey/445300/reports", Period: Through - 9, Reason: "研究报告由省统一编制", EnteredAt: at, EnteredBy: "local"},
		{Seq: 2, Kind: engine.AcceptedDeviation, Indicator: "gd-2021/survey/441900/collected", Period: Through, Reason: "2021年2月采集窗口顺延，省厅认可", Until: indicators.MonthEnd(2022, time.March), EnteredAt: at, EnteredBy: "local"},
		{Seq: 3, Kind: engine.DeviationReason, Indicator: "gd-2021/survey/441300/collected", Period: Through, Reason: "部分企业停产，样本减少", Remedy: "补充名录，12月底前补采", EnteredAt: at, EnteredBy: "local"},
	}
}
