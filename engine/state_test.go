package engine_test

import (
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

func TestStates(t *testing.T) {
	year := every(t, "2021-01", "2021-12", "10")
	half := every(t, "2021-01", "2021-06", "10")
	rate := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 90 * indicators.One, Unit: "%"}
	yes := indicators.Reading{Kind: indicators.Truth, Value: indicators.YesNo(true)}
	monthly := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 3 * indicators.One, Per: indicators.Monthly}
	quarterly := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 3 * indicators.One, Per: indicators.Quarterly}
	fifth := indicators.Reading{Kind: indicators.Deadline, Op: indicators.AtMost, Value: (month(t, "2021-01").First() + 4).Value(), Per: indicators.Monthly}
	monthEnd := fifth
	monthEnd.Value = month(t, "2021-01").Last().Value()
	weekly := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: indicators.One, Per: indicators.Weekly}
	twice := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtMost, Value: 2 * indicators.One, Per: indicators.Weekly}
	exactly, between := threshold(indicators.Exactly, 60), indicators.Reading{
		Kind: indicators.Range, Op: indicators.Between, Value: 50 * indicators.One, High: 70 * indicators.One}
	open := between
	open.Open, open.High = "both", 60*indicators.One
	low := open
	low.Value, low.High = 10*indicators.One, 70*indicators.One
	growth := indicators.Reading{Kind: indicators.Change, Op: indicators.AtLeast, Value: 20 * indicators.One, Unit: "%", Basis: "previous_year", Direction: "up"}
	hundred := 100 * indicators.One

	tests := map[string]struct {
		given
		state   engine.State
		verdict rules.Verdict
		early   bool
		actual  string // "" when nothing is known
		gaps    int
	}{
		"a sum with every period reported has a verdict when due":           {given{reading: atLeast(120), figures: year}, engine.Reported, rules.Met, false, "120", 0},
		"a sum below its floor is not met when due":                         {given{reading: atLeast(121), figures: year}, engine.Reported, rules.NotMet, false, "120", 0},
		"zeros that were reported are not missing":                          {given{reading: atLeast(1), figures: every(t, "2021-01", "2021-12", "0")}, engine.Reported, rules.NotMet, false, "0", 0},
		"nothing reported is missing when due":                              {given{reading: atLeast(1)}, engine.Missing, rules.None, false, "", 12},
		"nothing reported is not yet due before the end":                    {given{reading: atLeast(1), through: "2021-11"}, engine.NotYetDue, rules.None, false, "", 11},
		"a ceiling of zero is not met by silence":                           {given{reading: atMost(0)}, engine.Missing, rules.None, false, "", 12},
		"a sum below its floor is in progress before the end":               {given{reading: atLeast(120), figures: half, through: "2021-06"}, engine.InProgress, rules.None, false, "60", 0},
		"a floor reached before the end is met":                             {given{reading: atLeast(60), figures: half, through: "2021-06"}, engine.Reported, rules.Met, true, "60", 0},
		"a floor to exceed that is just reached is still open":              {given{reading: threshold(indicators.MoreThan, 60), figures: half, through: "2021-06"}, engine.InProgress, rules.None, false, "60", 0},
		"a ceiling on a sum that is kept so far is open":                    {given{reading: atMost(60), figures: half, through: "2021-06"}, engine.InProgress, rules.None, false, "60", 0},
		"a ceiling on a sum broken before the end is not met":               {given{reading: atMost(59), figures: half, through: "2021-06"}, engine.Reported, rules.NotMet, true, "60", 0},
		"an exact sum that was passed is not met before the end":            {given{reading: exactly, figures: half.with(figures{"2021-06": "11"}), through: "2021-06"}, engine.Reported, rules.NotMet, true, "61", 0},
		"an exact sum that was hit may still be passed":                     {given{reading: exactly, figures: half, through: "2021-06"}, engine.InProgress, rules.None, false, "60", 0},
		"a sum within its range may still leave it":                         {given{reading: between, figures: half, through: "2021-06"}, engine.InProgress, rules.None, false, "60", 0},
		"a sum above its range is not met before the end":                   {given{reading: between, figures: half.with(figures{"2021-01": "21"}), through: "2021-06"}, engine.Reported, rules.NotMet, true, "71", 0},
		"a sum at the open end of its range is not met before the end":      {given{reading: open, figures: half, through: "2021-06"}, engine.Reported, rules.NotMet, true, "60", 0},
		"a minimum at the open end of its range will not rise":              {given{reading: low, aggregation: indicators.Min, figures: half, through: "2021-06"}, engine.Reported, rules.NotMet, true, "10", 0},
		"a due sum with a gap is missing, its part shown":                   {given{reading: atLeast(120), figures: year.with(figures{"2021-03": ""})}, engine.Missing, rules.None, false, "110", 1},
		"a due sum with a gap whose floor is reached is met":                {given{reading: atLeast(110), figures: year.with(figures{"2021-03": ""})}, engine.Reported, rules.Met, false, "110", 1},
		"a due sum with a gap whose ceiling is broken is not met":           {given{reading: atMost(109), figures: year.with(figures{"2021-03": ""})}, engine.Reported, rules.NotMet, false, "110", 1},
		"a due sum with a gap whose ceiling holds is missing":               {given{reading: atMost(120), figures: year.with(figures{"2021-03": ""})}, engine.Missing, rules.None, false, "110", 1},
		"a due mean with a gap is missing":                                  {given{reading: atLeast(5), aggregation: indicators.Mean, figures: year.with(figures{"2021-03": ""})}, engine.Missing, rules.None, false, "10", 1},
		"a mean above its floor is open before the end":                     {given{reading: atLeast(5), aggregation: indicators.Mean, figures: half, through: "2021-06"}, engine.InProgress, rules.None, false, "10", 0},
		"a due maximum with a gap is missing below its floor":               {given{reading: atLeast(11), aggregation: indicators.Max, figures: year.with(figures{"2021-03": ""})}, engine.Missing, rules.None, false, "10", 1},
		"a maximum that reached its floor is met before the end":            {given{reading: atLeast(10), aggregation: indicators.Max, figures: half, through: "2021-06"}, engine.Reported, rules.Met, true, "10", 0},
		"a minimum above its floor is open before the end":                  {given{reading: atLeast(5), aggregation: indicators.Min, figures: half, through: "2021-06"}, engine.InProgress, rules.None, false, "10", 0},
		"a minimum that fell below its floor is not met before the end":     {given{reading: atLeast(11), aggregation: indicators.Min, figures: half, through: "2021-06"}, engine.Reported, rules.NotMet, true, "10", 0},
		"the latest figure counts when due, whatever months are not filled": {given{reading: rate, aggregation: indicators.Latest, figures: figures{"2021-03": "80", "2021-09": "92.4"}}, engine.Reported, rules.Met, false, "92.4", 0},
		"a latest rate above its floor may still fall":                      {given{reading: rate, aggregation: indicators.Latest, figures: figures{"2021-03": "95"}, through: "2021-06"}, engine.InProgress, rules.None, false, "95", 0},
		"a yes before the end is in progress":                               {given{reading: yes, aggregation: indicators.Latest, figures: figures{"2021-03": "1"}, through: "2021-06"}, engine.InProgress, rules.None, false, "1", 0},
		"a no when due is not met":                                          {given{reading: yes, aggregation: indicators.Latest, figures: figures{"2021-12": "0"}}, engine.Reported, rules.NotMet, false, "0", 0},
		"a total so far counts without the months before it":                {given{reading: atLeast(100), cumulative: true, figures: figures{"2021-12": "100"}}, engine.Reported, rules.Met, false, "100", 0},
		"a total so far that reached its floor is met before the end":       {given{reading: atLeast(50), cumulative: true, figures: figures{"2021-05": "50"}, through: "2021-06"}, engine.Reported, rules.Met, true, "50", 0},
		"figures outside the window do not count":                           {given{reading: atLeast(60), from: "2021-01", to: "2021-06", figures: year}, engine.Reported, rules.Met, false, "60", 0},
		"a window that ends later is not yet due":                           {given{reading: atLeast(60), from: "2021-01", to: "2022-12"}, engine.NotYetDue, rules.None, false, "", 12},
		"a target without an end is never judged, floor reached or not":     {given{reading: atLeast(10), from: "2021-01", noDue: true, figures: year}, engine.InProgress, rules.None, false, "120", 0},
		"a target without an end and without figures is not yet due":        {given{reading: atLeast(10), from: "2021-01", noDue: true}, engine.NotYetDue, rules.None, false, "", 12},
		"a change without its basis is missing when due":                    {given{reading: growth, figures: year}, engine.Missing, rules.None, false, "120", 0},
		"a change is measured against last year":                            {given{reading: growth, figures: year, yearAgo: &hundred}, engine.Reported, rules.Met, false, "120", 0},
		"a rate of change reported in one month is that of the year so far": {given{reading: growth, figures: figures{"2021-03": "+10", "2021-11": "+20"}}, engine.Reported, rules.Met, false, indicators.ChangeValue(20 * indicators.One).String(), 0},
		"a rate of change is open before the end":                           {given{reading: growth, figures: figures{"2021-03": "+20"}, through: "2021-06"}, engine.InProgress, rules.None, false, indicators.ChangeValue(20 * indicators.One).String(), 0},
		"a change is open before the end":                                   {given{reading: growth, figures: year, yearAgo: &hundred, through: "2021-11"}, engine.InProgress, rules.None, false, "110", 0},
		"a frequency is met when every month reaches it":                    {given{reading: monthly, figures: every(t, "2021-01", "2021-12", "3")}, engine.Reported, rules.Met, false, "36", 0},
		"a month not reported is a month in which a frequency is not met":   {given{reading: monthly, figures: every(t, "2021-01", "2021-12", "3").with(figures{"2021-05": ""})}, engine.Reported, rules.NotMet, false, "33", 1},
		"a frequency of quarters adds up the months of each":                {given{reading: quarterly, figures: every(t, "2021-01", "2021-12", "1")}, engine.Reported, rules.Met, false, "12", 0},
		"a frequency of quarters sees the quarter without enough":           {given{reading: quarterly, figures: every(t, "2021-01", "2021-12", "1").with(figures{"2021-01": "9", "2021-05": "0"})}, engine.Reported, rules.NotMet, false, "19", 0},
		"a quarter's figure must reach three times what a month is asked":   {given{reading: monthly, frequency: indicators.Quarterly, figures: figures{"2021-03": "9", "2021-06": "9", "2021-09": "8", "2021-12": "9"}}, engine.Reported, rules.NotMet, false, "35", 0},
		"three times what a month is asked makes a quarter":                 {given{reading: monthly, frequency: indicators.Quarterly, figures: figures{"2021-03": "9", "2021-06": "9", "2021-09": "9", "2021-12": "9"}}, engine.Reported, rules.Met, false, "36", 0},
		"once a month is not once a week":                                   {given{reading: weekly, figures: every(t, "2021-01", "2021-12", "1")}, engine.Reported, rules.NotMet, false, "12", 0},
		"a month holds four whole weeks":                                    {given{reading: weekly, figures: every(t, "2021-01", "2021-12", "4")}, engine.Reported, rules.Met, false, "48", 0},
		"a rate asked of every week is no sum":                              {given{reading: weekly, aggregation: indicators.Latest, figures: every(t, "2021-01", "2021-12", "1")}, engine.Reported, rules.Met, false, "1", 0},
		"at most twice a week allows ten in a month that begins five":       {given{reading: twice, figures: every(t, "2021-01", "2021-12", "8").with(figures{"2021-01": "10"})}, engine.Reported, rules.Met, false, "98", 0},
		"by the fifth of each month is held against its own month":          {given{reading: fifth, aggregation: indicators.Latest, figures: dates(t, 4)}, engine.Reported, rules.Met, false, "18965", 0},
		"a day late in each month is not met":                               {given{reading: fifth, aggregation: indicators.Latest, figures: dates(t, 6)}, engine.Reported, rules.NotMet, false, "18967", 0},
		"by the end of each month holds in February too":                    {given{reading: monthEnd, aggregation: indicators.Latest, figures: dates(t, 28)}, engine.Reported, rules.Met, false, "18989", 0},
		"a frequency is open before the end":                                {given{reading: monthly, figures: half, through: "2021-06"}, engine.InProgress, rules.None, false, "60", 0},
		"a frequency without any figure is missing when due":                {given{reading: monthly}, engine.Missing, rules.None, false, "", 12},
		"quarterly reporting asks for four figures":                         {given{reading: atLeast(40), frequency: indicators.Quarterly, figures: figures{"2021-03": "10", "2021-06": "10", "2021-09": "10", "2021-12": "10"}}, engine.Reported, rules.Met, false, "40", 0},
		"a quarter that is not over is not a gap":                           {given{reading: atLeast(40), frequency: indicators.Quarterly, figures: figures{"2021-03": "10"}, through: "2021-05"}, engine.InProgress, rules.None, false, "10", 0},
		"a quarter that is over and not reported is a gap":                  {given{reading: atLeast(40), frequency: indicators.Quarterly, figures: figures{"2021-06": "10"}}, engine.Missing, rules.None, false, "10", 3},
		"a hand-written rule decides when due":                              {given{reading: atLeast(1000), rule: "actual >= 120", figures: year}, engine.Reported, rules.Met, false, "120", 0},
		"a hand-written rule is never decided early":                        {given{reading: atLeast(1), rule: "actual >= 1", figures: half, through: "2021-06"}, engine.InProgress, rules.None, false, "60", 0},
		"a sum beyond 64 bits has no verdict":                               {given{reading: atLeast(1), figures: every(t, "2021-01", "2021-12", "1000000000000")}, engine.Missing, rules.None, false, "", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := test.target(t)
			if got.State != test.state || got.Verdict != test.verdict || got.Early != test.early {
				t.Errorf("state %s, verdict %q, early %v; want %s, %q, %v (%v)", got.State, got.Verdict, got.Early, test.state, test.verdict, test.early, got.Problem)
			}
			actual := ""
			if got.Known {
				actual = got.Actual.String()
			}
			if actual != test.actual || len(got.Gap) != test.gaps {
				t.Errorf("actual %q, gaps %v; want %q, %d", actual, got.Gap, test.actual, test.gaps)
			}
			if evaluated := test.state == engine.Reported || test.state == engine.Missing; got.Evaluated != evaluated {
				t.Errorf("evaluated %v, want %v", got.Evaluated, evaluated)
			}
			if got.State == engine.Missing && got.Points != 0 {
				t.Errorf("%s points for what is missing", got.Points)
			}
		})
	}
}

// dates are the same day of every month of 2021.
func dates(tb testing.TB, day int) figures {
	out := figures{}
	for m := month(tb, "2021-01"); m <= month(tb, "2021-12"); m++ {
		out[m.String()] = (m.First() + indicators.Date(day-1)).Value().String()
	}
	return out
}
