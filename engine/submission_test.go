package engine_test

import (
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

func TestASheetIsWhatItsStepsComeTo(t *testing.T) {
	const S, A, R, O = engine.StepSubmitted, engine.StepApproved, engine.StepReturned, engine.StepReopened
	tests := map[string]struct {
		steps     []engine.StepKind // at seq 10, 20, …
		lastEntry int64
		state     engine.SubmissionState
		approved  int64
		reopened  bool
	}{
		"nothing happened":                  {nil, 0, engine.Draft, 0, false},
		"only entered":                      {nil, 5, engine.Draft, 0, false},
		"submitted":                         {[]engine.StepKind{S}, 5, engine.Submitted, 0, false},
		"approved":                          {[]engine.StepKind{S, A}, 5, engine.Approved, 10, false},
		"returned":                          {[]engine.StepKind{S, R}, 5, engine.Returned, 0, true},
		"submitted again":                   {[]engine.StepKind{S, R, S}, 25, engine.Submitted, 0, false},
		"approved at the second go":         {[]engine.StepKind{S, R, S, A}, 25, engine.Approved, 30, false},
		"corrected after approval":          {[]engine.StepKind{S, A}, 25, engine.Draft, 10, false},
		"reopened, nothing entered yet":     {[]engine.StepKind{S, A, O}, 5, engine.Approved, 10, true},
		"reopened and corrected":            {[]engine.StepKind{S, A, O}, 35, engine.Draft, 10, true},
		"a returned correction stays apart": {[]engine.StepKind{S, A, S, R}, 25, engine.Returned, 10, true},
	}
	period := indicators.NewPeriod(2021, time.January)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			steps := []engine.Step{{Seq: 1, Kind: A, Assignment: "another", Period: period, About: 1}}
			var submitted int64
			for n, kind := range test.steps {
				step := engine.Step{Seq: int64(10 * (n + 1)), Kind: kind, Assignment: "a", Period: period}
				if kind == S {
					submitted = step.Seq
				} else {
					step.About = submitted
				}
				steps = append(steps, step)
			}
			s := engine.NewSubmission("a", period, steps, test.lastEntry)
			if s.State != test.state || s.Approved != test.approved || s.Reopened != test.reopened || s.Submitted != submitted {
				t.Errorf("the sheet is %+v", s)
			}
		})
	}
}

func TestAPeriodClosesAfterItsDueDayAndGrace(t *testing.T) {
	tests := map[string]struct {
		dueDay, grace int
		period        indicators.Period
		due, closes   string
	}{
		"the 3rd of the next month":       {3, 0, indicators.NewPeriod(2021, time.January), "2021-02-03", "2021-02-03"},
		"with grace":                      {3, 5, indicators.NewPeriod(2021, time.January), "2021-02-03", "2021-02-08"},
		"over the year's end":             {10, 0, indicators.NewPeriod(2021, time.December), "2022-01-10", "2022-01-10"},
		"a month without a 31st":          {31, 0, indicators.NewPeriod(2021, time.January), "2021-02-28", "2021-02-28"},
		"a leap year":                     {31, 0, indicators.NewPeriod(2020, time.January), "2020-02-29", "2020-02-29"},
		"grace that reaches a month more": {31, 2, indicators.NewPeriod(2021, time.January), "2021-02-28", "2021-03-02"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := &indicators.Programme{DueDay: test.dueDay, GraceDays: test.grace}
			if got := engine.DueBy(p, test.period).String(); got != test.due {
				t.Errorf("due by %s, want %s", got, test.due)
			}
			last := engine.ClosesAfter(p, test.period)
			s := engine.NewSubmission("a", test.period, nil, 0)
			if last.String() != test.closes || s.Closed(p, last) || !s.Closed(p, last+1) {
				t.Errorf("closes after %s, want %s", last, test.closes)
			}
		})
	}
}
