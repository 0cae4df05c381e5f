package scoring_test

import (
	"testing"

	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

func TestPace(t *testing.T) {
	floor, ceiling := threshold(">=", 120*one), threshold("<=", 5*one)
	graded := indicators.Reading{Kind: indicators.Grade, Scale: indicators.Scale{"差", "中", "良", "优"}, Rung: 2}
	span := indicators.Reading{Kind: indicators.Range, Op: indicators.Between, Value: 120 * one, High: 140 * one}
	any := indicators.Reading{Kind: indicators.Compound, Logic: "any", Parts: []indicators.Reading{floor, ceiling}}
	all := any
	all.Logic = "all"
	both := rules.Facts{Known: true, Parts: []rules.Facts{known(10 * one), known(one)}}
	half := scoring.PaceInput{Aggregation: indicators.Sum, Level2: "数量指标", MonthsGone: 6, Months: 12, SomeDue: true}
	quality := half
	quality.Level2 = "质量指标"
	latest := half
	latest.Aggregation = indicators.Latest
	early := half
	early.SomeDue = false

	for name, test := range map[string]struct {
		reading indicators.Reading
		facts   rules.Facts
		in      scoring.PaceInput
		want    scoring.Light
	}{
		"just below 60 % of its pace":            {floor, known(36*one - 1), half, scoring.Red},
		"exactly 60 %":                           {floor, known(36 * one), half, scoring.Yellow},
		"just below 80 %":                        {floor, known(48*one - 1), half, scoring.Yellow},
		"exactly 80 %":                           {floor, known(48 * one), half, scoring.Green},
		"just below 120 %":                       {floor, known(72*one - 1), half, scoring.Green},
		"exactly 120 %":                          {floor, known(72 * one), half, scoring.Blue},
		"a reported zero when something was due": {floor, known(0), half, scoring.Red},
		"a reported zero when nothing was":       {floor, known(0), early, scoring.NoLight},
		"nothing reported":                       {floor, rules.Facts{}, half, scoring.NoLight},
		"a ceiling kept":                         {ceiling, known(5 * one), half, scoring.Green},
		"a ceiling broken":                       {ceiling, known(6 * one), half, scoring.Red},
		"a quality row is not prorated":          {floor, known(100 * one), quality, scoring.Red},
		"a stock is not prorated":                {floor, known(120 * one), latest, scoring.Green},
		"a grade reached":                        {graded, known(2 * one), half, scoring.Green},
		"a grade partly reached":                 {graded, known(one), half, scoring.Yellow},
		"a grade not reached":                    {graded, known(0), half, scoring.Red},
		"a range on its way":                     {span, known(60 * one), half, scoring.Green},
		"a range overshot":                       {span, known(150 * one), half, scoring.Red},
		"all: the worst part":                    {all, both, half, scoring.Red},
		"any: the best part":                     {any, both, half, scoring.Green},
	} {
		t.Run(name, func(t *testing.T) {
			m := method(t, "mof-2020")
			out, problem := rules.NewJudge(m.Judging()).Judge(&test.reading, test.facts)
			if problem != nil {
				t.Fatal(problem)
			}
			if got := m.Pace(&test.reading, test.facts, out, test.in); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestMoneyPace(t *testing.T) {
	m := method(t, "mof-2020")
	for name, test := range map[string]struct {
		spent, budget indicators.Value
		gone          int
		want          scoring.Light
	}{
		"just below 60 % of the time gone": {30*one - 1, 100 * one, 6, scoring.Red},
		"exactly 60 %":                     {30 * one, 100 * one, 6, scoring.Yellow},
		"exactly 80 %":                     {40 * one, 100 * one, 6, scoring.Green},
		"far ahead is green":               {100 * one, 100 * one, 6, scoring.Green},
		"no budget":                        {0, 0, 6, scoring.NoLight},
		"no time gone":                     {0, 100 * one, 0, scoring.NoLight},
	} {
		t.Run(name, func(t *testing.T) {
			if got := m.MoneyPace(test.spent, test.budget, test.gone, 12); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestWorstLight(t *testing.T) {
	order := []scoring.Light{scoring.Red, scoring.Yellow, scoring.Green, scoring.Blue, scoring.NoLight}
	for i, worse := range order {
		for _, better := range order[i:] {
			if scoring.Worst(worse, better) != worse || scoring.Worst(better, worse) != worse {
				t.Errorf("the worst of %q and %q is not %q", worse, better, worse)
			}
		}
	}
}
