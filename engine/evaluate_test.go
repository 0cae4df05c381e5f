package engine_test

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/rules"
)

// firstYear makes up figures for the first programme: every indicator reports
// each month from 2020-11 to 2021-12 what reaches its target exactly, in entries
// made on the last day of the month.
func firstYear(p *indicators.Programme) []engine.Observation {
	var out []engine.Observation
	for m := indicators.NewPeriod(2020, time.November); m <= indicators.NewPeriod(2021, time.December); m++ {
		for i := range p.Indicators() {
			t := i.Targets[0]
			plan := engine.PlanOf(p, t, 0)
			if !plan.Holds(m, m) || len(t.Reading.Parts) > 0 {
				continue
			}
			out = append(out, engine.Observation{Seq: int64(len(out) + 1), Indicator: i.ID, Period: m, Value: madeUp(t, &plan), EnteredAt: m.Last().Time()})
		}
		for a := range p.Assignments() {
			if m.Year() == 2021 {
				out = append(out, engine.Observation{Seq: int64(len(out) + 1), Indicator: a.MoneyID(), Part: indicators.MoneySpent, Period: m, Value: a.Funds() / 12})
			}
		}
	}
	return out
}

func madeUp(t *indicators.Target, plan *engine.Plan) indicators.Value {
	switch t.Reading.Kind {
	case indicators.Narrative:
		return indicators.TierValue(90 * indicators.One)
	case indicators.Grade:
		return indicators.RungValue(t.Reading.Rung)
	}
	if t.Indicator.Aggregation == indicators.Sum {
		_, months := plan.Months(24300)
		return t.Reading.Value/indicators.Value(months) + 1
	}
	return t.Reading.Value
}

func through(tb testing.TB, p *indicators.Programme, at string, observations []engine.Observation) *engine.Evaluation {
	tb.Helper()
	return inScope(tb, p, at, observations, engine.Scope{})
}

func inScope(tb testing.TB, p *indicators.Programme, at string, observations []engine.Observation, s engine.Scope) *engine.Evaluation {
	tb.Helper()
	e, err := engine.Evaluate(p, engine.Inputs{
		Through: month(tb, at), Method: lookup(tb, p.Method), Observations: engine.InOrder(p, observations), Scope: s})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func find(tb testing.TB, e *engine.Evaluation, id string) *engine.TargetResult {
	tb.Helper()
	for _, a := range e.Assignments {
		for _, i := range a.Indicators {
			if i.Indicator.ID == id {
				return i.Targets[0]
			}
		}
	}
	tb.Fatalf("no result for %s", id)
	return nil
}

func TestTheSurveysYearEndsInOctober(t *testing.T) {
	p := library.Shared()
	observations := firstYear(p)
	const id = "gd-2021/survey/440100/collected"
	tests := map[string]struct {
		through string
		state   engine.State
		months  int
	}{
		"before its first month nothing is there":         {"2020-10", engine.NotYetDue, 0},
		"in its first month it is in progress":            {"2020-11", engine.InProgress, 1},
		"in its last month but one it is in progress":     {"2021-09", engine.InProgress, 11},
		"at the end of October it is due":                 {"2021-10", engine.Reported, 12},
		"what is reported for December is not part of it": {"2021-12", engine.Reported, 12},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			e := through(t, p, test.through, observations)
			got := find(t, e, id)
			if got.State != test.state || got.Known && got.Actual != indicators.Value(test.months)*(9960*indicators.One/12+1) {
				t.Errorf("%s %s", got.State, got.Actual)
			}
			for _, a := range e.Assignments {
				if a.Assignment.ID == "gd-2021/survey/440100" && len(a.Indicators[0].Series) != 12 {
					t.Errorf("%d months in the series", len(a.Indicators[0].Series))
				}
			}
		})
	}
}

func TestJunesEvaluationMadeAgainInDecemberIsTheSame(t *testing.T) {
	p := library.Shared()
	all := firstYear(p)
	june := month(t, "2021-06").Last().Time()
	var known []engine.Observation
	for _, o := range all {
		if !o.EnteredAt.After(june) {
			known = append(known, o)
		}
	}
	cut := known[len(known)-1].Seq
	corrected := engine.Observation{Seq: int64(len(all) + 1), Indicator: "gd-2021/survey/440100/collected", Period: month(t, "2021-03"), Value: 1}
	all = append(all, corrected)
	then := through(t, p, "2021-06", known)
	now := through(t, p, "2021-06", engine.AsOf(all, cut))
	if diff := cmp.Diff(summary(then), summary(now)); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(summary(then), summary(through(t, p, "2021-06", all))) {
		t.Error("the correction made in July changes nothing either")
	}
}

// summary is everything of an evaluation but the pointers into the definitions.
func summary(e *engine.Evaluation) any {
	var out []any
	for _, a := range e.Assignments {
		out = append(out, a.Standing, a.Money, a.Blocks, a.Alarms)
		for _, i := range a.Indicators {
			out = append(out, i.Series, i.Entries, i.Superseded)
			for _, t := range i.Targets {
				out = append(out, t.State, t.Verdict, t.Actual, t.Points, t.Weight, t.Light, t.Derivation, t.Gap, t.LastPeriod)
			}
		}
	}
	for _, s := range slices.Concat(e.Regions, e.Projects, []*engine.Standing{e.Total}) {
		out = append(out, *s)
	}
	return append(out, len(e.Reconciled))
}

func TestPrintedPointsAddUp(t *testing.T) {
	p := library.Shared()
	for _, at := range []string{"2021-03", "2021-10", "2021-12", "2022-12", "2023-12"} {
		for _, a := range through(t, p, at, firstYear(p)).Assignments {
			points, evaluated, weight := a.Money.Points, indicators.Hundredths(0), indicators.Hundredths(0)
			for _, i := range a.Indicators {
				for _, target := range i.Targets {
					points += target.Points
				}
			}
			var blocks indicators.Hundredths
			for _, b := range a.Blocks {
				blocks += b.Points
				evaluated += b.Evaluated
				weight += b.Weight
			}
			if points != a.Points || blocks != a.Points || evaluated != a.Evaluated || weight != a.Weight || weight != 10000 {
				t.Errorf("%s %s: %s, %s and %s points; %s of %s and %s of %s", at, a.ID, points, blocks, a.Points, evaluated, weight, a.Evaluated, a.Weight)
			}
			if want, _ := indicators.MulDiv(int64(a.Points), 10000, int64(a.Evaluated), indicators.HalfUp); a.Scored && int64(a.Score) != want {
				t.Errorf("%s %s: score %s of %s ÷ %s", at, a.ID, a.Score, a.Points, a.Evaluated)
			}
			if c := a.Counts; c.Met+c.PartlyMet+c.NotMet+c.InProgress+c.Missing+c.NotYetDue+c.NotApplicable+c.AcceptedDeviation != c.Targets {
				t.Errorf("%s %s: %+v", at, a.ID, c)
			}
		}
	}
}

func TestTermTargetsHaveNoPartInTheScore(t *testing.T) {
	p := library.Shared()
	e := through(t, p, "2021-12", firstYear(p))
	seen := 0
	for _, a := range e.Assignments {
		for _, i := range a.Indicators {
			for _, target := range i.Targets {
				if target.Target.Horizon != indicators.Term {
					continue
				}
				seen++
				if target.Weight != 0 || target.Points != 0 || target.Evaluated || target.Verdict != rules.None || target.State != engine.InProgress || !target.Known {
					t.Errorf("%s: %s %q %s", target.Target.ID(), target.State, target.Verdict, target.Points)
				}
			}
		}
	}
	if seen != 8 || e.Total.Terms.InProgress != 8 || e.Total.Counts.Targets != 134 {
		t.Errorf("%d term targets, %+v", seen, e.Total.Counts)
	}
}

func TestTheCitiesAreReconciledWithTheProvince(t *testing.T) {
	p := library.Shared()
	var observations []engine.Observation
	for _, o := range firstYear(p) {
		if !strings.HasPrefix(o.Indicator, "gd-2021/survey/445300/") {
			observations = append(observations, o)
		}
	}
	e := through(t, p, "2021-10", observations)
	if len(e.Reconciled) != 1 {
		t.Fatalf("%d pairs", len(e.Reconciled))
	}
	r := e.Reconciled[0]
	if r.Target.String() != "85000" || r.ChildTargets.String() != "85900" || r.TargetDifference.String() != "900" || r.Children != 21 || r.ChildrenKnown != 20 {
		t.Errorf("%+v", r)
	}
	if r.Actual == nil || r.ActualDifference == nil || *r.ActualDifference != r.ChildActuals-*r.Actual {
		t.Errorf("%+v", r)
	}
	if before := through(t, p, "2021-10", nil).Reconciled[0]; before.Actual != nil || before.ActualDifference != nil {
		t.Errorf("differences of what nobody reported: %+v", before)
	}
}

func TestANarrowerScopeSaysTheSame(t *testing.T) {
	p := library.Shared()
	observations := firstYear(p)
	whole := through(t, p, "2021-10", observations)
	city := inScope(t, p, "2021-10", observations, engine.Scope{Region: "440100"})
	if len(city.Assignments) != 2 || len(city.Regions) != 1 || city.Projects != nil || city.Total != nil || city.Reconciled != nil {
		t.Fatalf("%d assignments, %d regions", len(city.Assignments), len(city.Regions))
	}
	for _, s := range whole.Regions {
		if s.ID == "440100" {
			if diff := cmp.Diff(s, city.Regions[0]); diff != "" {
				t.Error(diff)
			}
		}
	}
	project := inScope(t, p, "2021-10", observations, engine.Scope{Project: "gd-2021/survey"})
	if len(project.Assignments) != 21 || len(project.Projects) != 1 || project.Regions != nil {
		t.Fatalf("%d assignments, %d projects", len(project.Assignments), len(project.Projects))
	}
	for _, s := range whole.Projects {
		if s.ID == "gd-2021/survey" {
			if diff := cmp.Diff(s, project.Projects[0]); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestObservationsThatCannotBeTakenAreErrors(t *testing.T) {
	g := given{reading: atLeast(1)}
	p := g.programme(t)
	one := engine.Observation{Seq: 2, Indicator: indicatorID, Period: month(t, "2021-02")}
	older := one
	older.Seq = 1
	elsewhere, unknown := one, one
	elsewhere.Indicator, unknown.Indicator = "p/other/440100/measured", assignmentID+"/other"
	broken := errors.New("disk gone")
	tests := map[string]struct {
		observations iter.Seq2[engine.Observation, error]
		want         string
	}{
		"an older entry of a period before a newer one": {list(older, one), "observation 2 of p/project/440100/measured in 2021-02 comes out of order"},
		"a later period before an earlier one":          {list(one, engine.Observation{Seq: 3, Indicator: indicatorID, Period: month(t, "2021-01")}), "observation 3 of p/project/440100/measured in 2021-01 comes out of order"},
		"an assignment that the programme lacks":        {list(elsewhere), "observation 2 is for p/other/440100/measured: the programme has no such assignment"},
		"an indicator that the programme lacks":         {list(unknown), "observation 2 is for p/project/440100/other: the programme has no such indicator"},
		"a read that fails":                             {func(yield func(engine.Observation, error) bool) { yield(engine.Observation{}, broken) }, "read observations: disk gone"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := engine.Evaluate(p, engine.Inputs{Through: one.Period, Method: lookup(t, p.Method), Observations: test.observations})
			if err == nil || err.Error() != test.want {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}

func list(observations ...engine.Observation) iter.Seq2[engine.Observation, error] {
	return func(yield func(engine.Observation, error) bool) {
		for _, o := range observations {
			if !yield(o, nil) {
				return
			}
		}
	}
}
