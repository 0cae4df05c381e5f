package engine_test

import (
	"slices"
	"strings"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
)

// sheet is the entry sheet of the one assignment, for the month evaluated through
// and on its last day.
func (g given) sheet(tb testing.TB) *engine.Sheet {
	tb.Helper()
	e := g.evaluate(tb)
	observations := []engine.Observation{}
	for o := range engine.InOrder(e.Programme, g.observations(tb)) {
		observations = append(observations, o)
	}
	return engine.NewSheet(engine.SheetInputs{
		Evaluation: e, Assignment: e.Assignments[0].Assignment, Today: e.Through.Last(), Observations: observations, Declarations: g.declared,
		Submission: engine.NewSubmission(assignmentID, e.Through, nil, 0),
	})
}

// summary is the same sheet from the list of sheets.
func (g given) summary(tb testing.TB) engine.SheetSummary {
	tb.Helper()
	p, through := g.programme(tb), month(tb, g.through)
	in := engine.SheetsInputs{Programme: p, Today: through.Last(), From: through, To: through, Declarations: g.declared,
		Wants: func(*indicators.Assignment) bool { return true }, Figures: map[engine.LineID][]engine.SheetFigure{}}
	for o := range engine.InOrder(p, g.observations(tb)) {
		id := engine.LineID{Indicator: o.Indicator, Part: o.Part}
		in.Figures[id] = append(in.Figures[id], engine.SheetFigure{Period: o.Period, Value: o.Value, Text: o.Text})
	}
	sheets := engine.SheetSummaries(in)
	if len(sheets) != 1 {
		tb.Fatalf("%d sheets for one month of one assignment", len(sheets))
	}
	return sheets[0]
}

func TestCellsThatAreWanted(t *testing.T) {
	rate := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 90 * indicators.One, Unit: "%"}
	declared := []engine.Declaration{{Seq: 9, Kind: engine.DeclaredNotApplicable, Indicator: indicatorID, Period: month(t, "2021-01"), Reason: "x"}}
	for name, test := range map[string]struct {
		given          given
		filled, wanted int
	}{
		"every month of what is added up":                     {given{reading: atLeast(9), through: "2021-03"}, 0, 1},
		"a reported zero fills its cell":                      {given{reading: atLeast(9), through: "2021-03", figures: figures{"2021-03": "0"}}, 1, 1},
		"not a rate in the middle of its year":                {given{reading: rate, aggregation: indicators.Latest, through: "2021-03"}, 0, 0},
		"a rate at the end, when none was reported":           {given{reading: rate, aggregation: indicators.Latest, through: "2021-12"}, 0, 2},
		"not a rate at the end, when one was reported before": {given{reading: rate, aggregation: indicators.Latest, through: "2021-12", figures: figures{"2021-06": "91"}}, 0, 1},
		"a rate stays filled where it was reported last":      {given{reading: rate, aggregation: indicators.Latest, through: "2021-12", figures: figures{"2021-12": "91"}}, 1, 2},
		"a total so far at the end only":                      {given{reading: atLeast(9), cumulative: true, through: "2021-03"}, 0, 0},
		"not what was declared not applicable":                {given{reading: atLeast(9), through: "2021-03", declared: declared}, 0, 0},
		"not a month within a quarter":                        {given{reading: atLeast(9), frequency: indicators.Quarterly, from: "2021-01", to: "2021-11", through: "2021-03"}, 0, 1},
		"the last, shorter period of a window":                {given{reading: atLeast(9), frequency: indicators.Quarterly, from: "2021-01", to: "2021-11", through: "2021-11"}, 0, 1},
		"spending at the year's end":                          {given{reading: atLeast(9), from: "2021-01", to: "2021-06", through: "2021-12"}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			filled, wanted := test.given.sheet(t).Filled()
			if filled != test.filled || wanted != test.wanted {
				t.Errorf("%d of %d are filled, want %d of %d", filled, wanted, test.filled, test.wanted)
			}
			if s := test.given.summary(t); s.Filled != test.filled || s.Wanted != test.wanted {
				t.Errorf("in the list %d of %d are filled, want %d of %d", s.Filled, s.Wanted, test.filled, test.wanted)
			}
		})
	}
}

func TestSpendingBySourceStandsForTheWhole(t *testing.T) {
	g := given{reading: atLeast(9), from: "2021-01", to: "2021-06", through: "2021-12"}
	e := g.evaluate(t)
	id := engine.LineID{Indicator: assignmentID + "/money", Part: "spent:fiscal"}
	spent := engine.Observation{Seq: 1, Indicator: id.Indicator, Part: id.Part, Period: month(t, "2021-05"), Value: indicators.One}
	s := engine.NewSheet(engine.SheetInputs{Evaluation: e, Assignment: e.Assignments[0].Assignment, Today: e.Through.Last(), Observations: []engine.Observation{spent}})
	if _, wanted := s.Filled(); wanted != 0 {
		t.Errorf("%d cells are wanted", wanted)
	}
	list := engine.SheetSummaries(engine.SheetsInputs{Programme: e.Programme, Today: e.Through.Last(), From: e.Through, To: e.Through,
		Wants:   func(*indicators.Assignment) bool { return true },
		Figures: map[engine.LineID][]engine.SheetFigure{id: {{Period: spent.Period, Value: spent.Value}}}})
	if len(list) != 1 || list[0].Wanted != 0 {
		t.Errorf("the list is %+v", list)
	}
}

func TestWhatLooksOdd(t *testing.T) {
	rate := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 90 * indicators.One, Unit: "%"}
	for name, test := range map[string]struct {
		given given
		codes []string
	}{
		"exactly ten times the median of two": {given{figures: figures{"2021-01": "80", "2021-02": "90", "2021-03": "850"}}, []string{"sheet-tenfold"}},
		"just below ten times":                {given{figures: figures{"2021-01": "80", "2021-02": "90", "2021-03": "849.999999"}}, nil},
		"one odd month does not shift it":     {given{figures: figures{"2021-01": "80", "2021-02": "9000", "2021-03": "90", "2021-04": "900"}, through: "2021-04"}, []string{"sheet-tenfold"}},
		"a tenth, and not a zero":             {given{figures: figures{"2021-01": "80", "2021-02": "100", "2021-03": "9"}}, []string{"sheet-tenth"}},
		"a zero is a zero":                    {given{figures: figures{"2021-01": "80", "2021-02": "100", "2021-03": "0"}}, nil},
		"one earlier figure is not a usual":   {given{figures: figures{"2021-02": "80", "2021-03": "8000"}}, nil},
		"after zeros nothing is usual":        {given{figures: figures{"2021-01": "0", "2021-02": "0", "2021-03": "8000"}}, nil},
		"the largest numbers do not overflow": {given{figures: figures{"2021-01": "999999999999", "2021-02": "999999999999", "2021-03": "1000000000000"}}, nil},
		"a total that fell":                   {given{cumulative: true, figures: figures{"2021-02": "9", "2021-03": "8"}}, []string{"cumulative-decrease"}},
		"a total may grow":                    {given{cumulative: true, figures: figures{"2021-01": "1", "2021-02": "2", "2021-03": "80"}}, nil},
		"a percentage typed as a fraction":    {given{reading: rate, aggregation: indicators.Latest, figures: figures{"2021-03": "0.92"}}, []string{"sheet-fraction"}},
		"last month's oddity is not this one's": {given{figures: figures{"2021-01": "80", "2021-02": "90", "2021-03": "850", "2021-04": "90"}, through: "2021-04"},
			nil},
	} {
		t.Run(name, func(t *testing.T) {
			g := test.given
			if g.reading.Kind == "" {
				g.reading = atLeast(1_000_000_000)
			}
			if g.through == "" {
				g.through = "2021-03"
			}
			var codes []string
			for _, alarm := range g.sheet(t).Row(indicatorID, "").Alarms {
				codes = append(codes, alarm.Code)
				if strings.Contains(alarm.Message(indicators.English), "{") || alarm.Severity != indicators.Warning {
					t.Errorf("it says %s %q", alarm.Severity, alarm.Message(indicators.English))
				}
			}
			if !slices.Equal(codes, test.codes) {
				t.Errorf("the alarms are %v, want %v", codes, test.codes)
			}
			if s := g.summary(t); s.Alarms != len(test.codes) {
				t.Errorf("the list counts %d alarms, want %d", s.Alarms, len(test.codes))
			}
		})
	}
}

func TestReasonsThatAreWanted(t *testing.T) {
	reason := []engine.Declaration{{Seq: 99, Kind: engine.DeviationReason, Indicator: indicatorID, Period: month(t, "2021-06"), Reason: "采集窗口顺延"}}
	accepted := []engine.Declaration{{Seq: 99, Kind: engine.AcceptedDeviation, Indicator: indicatorID, Period: month(t, "2021-06"), Reason: "x", Waits: true}}
	waits := []engine.Declaration{{Seq: 99, Kind: engine.DeclaredNotApplicable, Indicator: indicatorID, Period: month(t, "2021-06"), Reason: "x", Waits: true}}
	short := every(t, "2021-01", "2021-12", "7")
	for name, test := range map[string]struct {
		given given
		code  string
	}{
		"none in March, while it is in progress":        {given{reading: atLeast(100), through: "2021-03", figures: every(t, "2021-01", "2021-03", "1")}, ""},
		"none when the floor is just reached":           {given{reading: atLeast(84), figures: short}, ""},
		"points below the weight":                       {given{reading: atLeast(100), figures: short}, "sheet-reasons-wanted"},
		"given":                                         {given{reading: atLeast(100), figures: short, declared: reason}, ""},
		"none where a deviation was declared":           {given{reading: atLeast(100), figures: short, declared: accepted}, ""},
		"none where it waits to be not applicable":      {given{reading: atLeast(100), figures: short, declared: waits}, ""},
		"none where a month is missing":                 {given{reading: atLeast(100), figures: short.with(figures{"2021-05": ""})}, ""},
		"30 % above the target":                         {given{reading: atLeast(60), figures: short}, "sheet-reasons-wanted-over"},
		"30 % above before its time, which is decided":  {given{reading: atLeast(4), through: "2021-01", figures: figures{"2021-01": "7"}}, "sheet-reasons-wanted-over"},
		"a reason that was given later does not yet do": {given{reading: atLeast(4), through: "2021-01", figures: figures{"2021-01": "7"}, declared: reason}, "sheet-reasons-wanted-over"},
	} {
		t.Run(name, func(t *testing.T) {
			demands := test.given.sheet(t).Demands()
			code := ""
			if len(demands) > 0 {
				code = demands[0].Code
			}
			if code != test.code || len(demands) > 1 {
				t.Errorf("%v are wanted, want %q", demands, test.code)
			}
		})
	}
}

func TestSheetShowsWhatStandsAndWhatStood(t *testing.T) {
	g := given{reading: atLeast(100), through: "2021-03"}
	e := g.evaluate(t)
	march, february := e.Through, e.Through-1
	withdrawn := &engine.Step{Seq: 9, Kind: engine.StepWithdrawn, By: "li"}
	at := func(seq int64, period indicators.Period, units indicators.Value, waits bool, gone *engine.Step) engine.Observation {
		return engine.Observation{Seq: seq, Indicator: indicatorID, Period: period, Value: units * indicators.One, Waits: waits, Withdrawn: gone}
	}
	s := engine.NewSheet(engine.SheetInputs{
		Evaluation: e, Assignment: e.Assignments[0].Assignment, Today: march.Last(), Submission: engine.NewSubmission(assignmentID, march, nil, 0),
		Observations: []engine.Observation{at(2, february, 6, false, nil), at(1, february, 5, false, nil),
			at(8, march, 30, false, withdrawn), at(7, march, 20, true, nil), at(3, march, 10, false, nil), at(4, march+1, 99, false, nil)},
		Evidence: []engine.Evidence{{Seq: 11, Observation: 3}, {Seq: 12, Observation: 2}},
	})
	row := s.Row(indicatorID, "")
	if row.Entry.Seq != 7 || row.Approved.Seq != 3 || row.Last.Seq != 2 || len(row.History) != 3 || row.History[0].Withdrawn == nil {
		t.Errorf("the row is %+v", row)
	}
	if !row.ToDateKnown || row.ToDate != 26*indicators.One {
		t.Errorf("%s to date, want 26", row.ToDate)
	}
	if len(row.Evidence) != 1 || row.Evidence[0].Seq != 11 {
		t.Errorf("the evidence is %+v", row.Evidence)
	}
	if row.Why != nil || !row.Reportable || s.CanEnter != nil || s.Closed {
		t.Errorf("%v %v %v", row.Why, s.CanEnter, s.Closed)
	}
}

func TestSheetOfAMonthThatHasNotBegun(t *testing.T) {
	g := given{reading: atLeast(100), through: "2021-05"}
	e := g.evaluate(t)
	s := engine.NewSheet(engine.SheetInputs{Evaluation: e, Assignment: e.Assignments[0].Assignment, Today: month(t, "2021-04").Last(),
		Submission: engine.NewSubmission(assignmentID, e.Through, nil, 0)})
	if row := s.Row(indicatorID, ""); row.Reportable || row.Why.Code != "entry-period-future" || s.CanEnter == nil || row.Wanted {
		t.Errorf("%+v %v", row, s.CanEnter)
	}
}
