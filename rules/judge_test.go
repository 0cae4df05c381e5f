package rules_test

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yardstick/indicators"
	"yardstick/rules"
)

const one = indicators.One

var tiers = rules.Tiers{Met: 80 * one, Partly: 60 * one}

func pointer(v indicators.Value) *indicators.Value { return &v }

// known are the facts of one reported figure.
func known(v indicators.Value) rules.Facts { return rules.Facts{Known: true, Actual: rules.Plain(v)} }

func threshold(op indicators.Op, v indicators.Value) indicators.Reading {
	return indicators.Reading{Kind: indicators.Threshold, Op: op, Value: v}
}

// verdict says an outcome in a word: met, partly_met, not_met, missing or a code.
func verdict(r indicators.Reading, f rules.Facts) string {
	out, problem := rules.NewJudge(tiers).Judge(&r, f)
	switch {
	case problem != nil:
		return problem.Code
	case out.Missing:
		return "missing"
	}
	return string(out.Verdict)
}

func TestVerdictsOfEachKind(t *testing.T) {
	open := func(open string) indicators.Reading {
		return indicators.Reading{Kind: indicators.Range, Op: indicators.Between, Value: 4 * one, High: 6 * one, Open: open}
	}
	day := func(text string) indicators.Value {
		d, err := indicators.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d.Value()
	}
	yes := indicators.Reading{Kind: indicators.Truth, Value: indicators.YesNo(true)}
	no := indicators.Reading{Kind: indicators.Truth, Value: indicators.YesNo(false)}
	due := indicators.Reading{Kind: indicators.Deadline, Op: indicators.AtMost, Value: day("2021-12-31")}
	lasts := indicators.Reading{Kind: indicators.Duration, Op: indicators.AtMost, Value: 12 * one, Unit: "个月"}
	scale := indicators.Scale{"差", "一般", "良好", "优"}
	good := indicators.Reading{Kind: indicators.Grade, Scale: scale, Rung: 2, Grade: "良好"}
	poor := indicators.Reading{Kind: indicators.Grade, Scale: scale, Rung: 0, Grade: "差"}
	story := indicators.Reading{Kind: indicators.Narrative}

	for name, test := range map[string]struct {
		reading indicators.Reading
		facts   rules.Facts
		want    string
	}{
		"at least includes the number":            {threshold(">=", 9960*one), known(9960 * one), "met"},
		"at least misses by a millionth":          {threshold(">=", 9960*one), known(9960*one - 1), "not_met"},
		"more than excludes the number":           {threshold(">", 5*one), known(5 * one), "not_met"},
		"at most includes the number":             {threshold("<=", 5*one), known(5 * one), "met"},
		"less than excludes the number":           {threshold("<", 5*one), known(5 * one), "not_met"},
		"exactly":                                 {threshold("==", 100*one), known(100 * one), "met"},
		"exactly is not more":                     {threshold("==", 100*one), known(120 * one), "not_met"},
		"a reported zero is not missing":          {threshold(">=", one), known(0), "not_met"},
		"nothing reported is missing":             {threshold(">=", one), rules.Facts{}, "missing"},
		"beyond what a double holds":              {threshold(">=", 999_999_999_999*one+1), known(999_999_999_999 * one), "not_met"},
		"a range includes its low end":            {open(""), known(4 * one), "met"},
		"a range includes its high end":           {open(""), known(6 * one), "met"},
		"a range open at its low end":             {open("lo"), known(4 * one), "not_met"},
		"a range open at its high end":            {open("hi"), known(6 * one), "not_met"},
		"a range open at both ends":               {open("both"), known(5 * one), "met"},
		"below a range":                           {open(""), known(4*one - 1), "not_met"},
		"yes for yes":                             {yes, known(indicators.YesNo(true)), "met"},
		"no for yes":                              {yes, known(indicators.YesNo(false)), "not_met"},
		"no for no":                               {no, known(indicators.YesNo(false)), "met"},
		"on the last day":                         {due, known(day("2021-12-31")), "met"},
		"a day late":                              {due, known(day("2022-01-01")), "not_met"},
		"a duration kept":                         {lasts, known(12 * one), "met"},
		"a duration exceeded":                     {lasts, known(12*one + 1), "not_met"},
		"the target's rung":                       {good, known(indicators.RungValue(2)), "met"},
		"above the target's rung":                 {good, known(indicators.RungValue(3)), "met"},
		"one rung below":                          {good, known(indicators.RungValue(1)), "partly_met"},
		"the lowest rung is never met":            {good, known(indicators.RungValue(0)), "not_met"},
		"even where it is the target":             {poor, known(indicators.RungValue(0)), "not_met"},
		"a rung above a lowest target":            {poor, known(indicators.RungValue(1)), "met"},
		"a rung that is not there":                {good, known(indicators.RungValue(4)), "wrong-actual.grade"},
		"a grade assessed at 80 %":                {good, known(indicators.TierValue(80 * one)), "met"},
		"a grade assessed just below 80 %":        {good, known(indicators.TierValue(80*one - 1)), "partly_met"},
		"a narrative at 60 %":                     {story, known(indicators.TierValue(60 * one)), "partly_met"},
		"a narrative just below 60 %":             {story, known(indicators.TierValue(60*one - 1)), "not_met"},
		"a narrative without a tier":              {story, known(3 * one), "wrong-actual.tier"},
		"a ratio of exactly 58 %":                 {threshold(">=", 58*one), ratio(29, 50), "met"},
		"two thirds is less than 66.666667 %":     {threshold("<", 66_666_667), ratio(2, 3), "met"},
		"two thirds is more than 66.666666 %":     {threshold(">", 66_666_666), ratio(2, 3), "met"},
		"two thirds is not at least 66.666667 %":  {threshold(">=", 66_666_667), ratio(2, 3), "not_met"},
		"two thirds is not at most 66.666666 %":   {threshold("<=", 66_666_666), ratio(2, 3), "not_met"},
		"two thirds is no whole millionth":        {threshold("==", 66_666_667), ratio(2, 3), "not_met"},
		"a quantity beyond int64 is out of range": {threshold(">=", one), rules.Facts{Known: true, Actual: rules.Quantity{Num: 1 << 62, Factor: 8, Den: 1}}, "out-of-range"},
		"a comparison nobody reads is not a pass": {threshold("~", one), known(one), "no-such-comparison"},
		"a kind that nobody reads is not a pass":  {indicators.Reading{}, known(one), "no-such-kind"},
		"nothing reported of a narrative":         {story, rules.Facts{}, "missing"},
		"nothing reported of a grade":             {good, rules.Facts{}, "missing"},
		"a deadline without a day":                {due, rules.Facts{}, "missing"},
		"a quantity without a denominator is not": {threshold(">=", one), rules.Facts{Known: true}, "out-of-range"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := verdict(test.reading, test.facts); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// ratio are the facts of Σ numerator ÷ Σ denominator × 100.
func ratio(numerator, denominator indicators.Value) rules.Facts {
	return rules.Facts{Known: true, Actual: rules.Quantity{Num: numerator * one, Factor: 100 * int64(one), Den: int64(denominator * one)}}
}

func TestChanges(t *testing.T) {
	change := func(op indicators.Op, size indicators.Value, unit, direction string) indicators.Reading {
		return indicators.Reading{Kind: indicators.Change, Op: op, Value: size, Unit: unit, Direction: direction, Basis: "previous_year"}
	}
	any := indicators.Reading{Kind: indicators.Change, Direction: "up", Basis: "previous_year", NoAmount: true, Op: indicators.MoreThan}
	from := func(basis indicators.Value, f rules.Facts) rules.Facts { f.Basis = &basis; return f }
	for name, test := range map[string]struct {
		reading indicators.Reading
		facts   rules.Facts
		want    string
	}{
		"4 % more is 4 %":                          {change(">=", 4*one, "%", "up"), from(50*one, known(52*one)), "met"},
		"a millionth less is not":                  {change(">=", 4*one, "%", "up"), from(50*one, known(52*one-1)), "not_met"},
		"a fall is not a rise":                     {change(">=", 4*one, "%", "up"), from(50*one, known(40*one)), "not_met"},
		"6 % down":                                 {change(">=", 6*one, "%", "down"), from(100*one, known(94*one)), "met"},
		"percentage points are a difference":       {change(">=", 1_500_000, "个百分点", "up"), from(90*one, known(91_500_000)), "met"},
		"an absolute unit is a difference":         {change(">=", 3*one, "家", "up"), from(10*one, known(13*one)), "met"},
		"any rise will do without an amount":       {any, from(10*one, known(10*one+1)), "met"},
		"no rise will not":                         {any, from(10*one, known(10*one)), "not_met"},
		"without its basis it is missing":          {change(">=", 4*one, "%", "up"), known(52 * one), "missing"},
		"a third is not 33.333334 %":               {change(">=", 33_333_334, "%", "up"), from(3*one, known(4*one)), "not_met"},
		"a third is more than 33.333333 %":         {change(">", 33_333_333, "%", "up"), from(3*one, known(4*one)), "met"},
		"a percentage of zero has no meaning":      {change(">=", 4*one, "%", "up"), from(0, known(4*one)), "basis-not-positive"},
		"a ratio may change":                       {change(">=", one, "个百分点", "up"), from(57*one, ratio(29, 50)), "met"},
		"a change reported as such needs no basis": {change(">=", 6*one, "%", "up"), known(indicators.ChangeValue(7_200_000)), "met"},
		"a reported change short of it":            {change(">=", 6*one, "%", "up"), known(indicators.ChangeValue(5_999_999)), "not_met"},
		"a reported decline is not a rise":         {change(">=", 6*one, "%", "up"), known(indicators.ChangeValue(-7 * one)), "not_met"},
		"a reported decline is a fall":             {change(">=", 6*one, "%", "down"), known(indicators.ChangeValue(-7 * one)), "met"},
		"a ratio may change by percent":            {change(">=", 100*one, "%", "up"), from(33_333_333, ratio(2, 3)), "met"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := verdict(test.reading, test.facts); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

func TestCompounds(t *testing.T) {
	met, notMet, missing := known(5*one), known(one), rules.Facts{}
	partly := known(indicators.RungValue(1))
	graded := indicators.Reading{Kind: indicators.Grade, Scale: indicators.Scale{"差", "一般", "良好"}, Rung: 2}
	number := threshold(">=", 5*one)
	for name, test := range map[string]struct {
		logic string
		parts []rules.Facts
		want  string
	}{
		"all met":                        {"all", []rules.Facts{met, known(indicators.RungValue(2))}, "met"},
		"all, one not met":               {"all", []rules.Facts{notMet, known(indicators.RungValue(2))}, "partly_met"},
		"all, one partly":                {"all", []rules.Facts{met, partly}, "partly_met"},
		"all, none met":                  {"all", []rules.Facts{notMet, known(0)}, "not_met"},
		"all, one missing":               {"all", []rules.Facts{met, missing}, "missing"},
		"all, one missing, one not met":  {"all", []rules.Facts{notMet, missing}, "not_met"},
		"all, everything missing":        {"all", []rules.Facts{missing, missing}, "missing"},
		"all, facts for fewer parts":     {"all", []rules.Facts{met}, "missing"},
		"any, one met":                   {"any", []rules.Facts{met, known(0)}, "met"},
		"any, one met, one missing":      {"any", []rules.Facts{met, missing}, "met"},
		"any, one missing":               {"any", []rules.Facts{notMet, missing}, "missing"},
		"any, one partly":                {"any", []rules.Facts{notMet, partly}, "partly_met"},
		"any, none met":                  {"any", []rules.Facts{notMet, known(0)}, "not_met"},
		"all, one of the wrong sort":     {"all", []rules.Facts{met, known(9 * one)}, "wrong-actual.grade"},
		"any, all missing is not a pass": {"any", nil, "missing"},
	} {
		t.Run(name, func(t *testing.T) {
			r := indicators.Reading{Kind: indicators.Compound, Logic: test.logic, Parts: []indicators.Reading{number, graded}}
			if got := verdict(r, rules.Facts{Known: true, Parts: test.parts}); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

func TestFrequencyAsksEveryDuePeriod(t *testing.T) {
	r := threshold(">=", 3*one)
	r.Per = indicators.Monthly
	month := func(v indicators.Value, known, due bool) rules.PeriodFact {
		return rules.PeriodFact{Known: known, Due: due, Actual: rules.Plain(v)}
	}
	for name, test := range map[string]struct {
		periods  []rules.PeriodFact
		want     string
		met, due int
	}{
		"each reaches it":                 {[]rules.PeriodFact{month(3*one, true, true), month(4*one, true, true)}, "met", 2, 2},
		"more in one does not help":       {[]rules.PeriodFact{month(9*one, true, true), month(2*one, true, true)}, "not_met", 1, 2},
		"a due month without a figure":    {[]rules.PeriodFact{month(3*one, true, true), month(0, false, true)}, "not_met", 1, 2},
		"a month to come does not count":  {[]rules.PeriodFact{month(3*one, true, true), month(0, false, false)}, "met", 1, 1},
		"nothing reported":                {[]rules.PeriodFact{month(0, false, true)}, "missing", 0, 1},
		"nothing due":                     {[]rules.PeriodFact{month(3*one, true, false)}, "missing", 0, 0},
		"a reported zero is not missing":  {[]rules.PeriodFact{month(0, true, true)}, "not_met", 0, 1},
		"one figure alone is its month's": {nil, "met", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := known(3 * one)
			f.Periods = test.periods
			if got := verdict(r, f); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
			out, _ := rules.NewJudge(tiers).Judge(&r, f)
			if out.PeriodsMet != test.met || out.PeriodsDue != test.due {
				t.Errorf("%d of %d, want %d of %d", out.PeriodsMet, out.PeriodsDue, test.met, test.due)
			}
		})
	}
}

// quantities draws plain figures, ratios and means.
func quantities() *rapid.Generator[rules.Quantity] {
	limit := int64(indicators.MaxValue)
	return rapid.Custom(func(t *rapid.T) rules.Quantity {
		num := rapid.OneOf(rapid.Int64Range(-limit, limit), rapid.Int64Range(-2_000_000, 2_000_000)).Draw(t, "num")
		q := rules.Plain(indicators.Value(num))
		switch rapid.IntRange(0, 3).Draw(t, "form") {
		case 1:
			q.Factor, q.Den = 100*int64(one), rapid.Int64Range(1, limit).Draw(t, "den")
		case 2:
			q.Den = rapid.Int64Range(1, 1000).Draw(t, "n")
		case 3:
			q = rules.Quantity{Wide: big.NewRat(num, rapid.Int64Range(1, 1000).Draw(t, "n"))}
		}
		return q
	})
}

// near draws a target close to the quantity, so that boundaries are met.
func near(t *rapid.T, q rules.Quantity) (indicators.Value, bool) {
	v, ok := q.Rounded(indicators.Floor)
	return v + indicators.Value(rapid.Int64Range(-2, 2).Draw(t, "off")), ok
}

func TestEveryVerdictIsThatOfExactFractions(t *testing.T) {
	judge := rules.NewJudge(tiers)
	rapid.Check(t, func(t *rapid.T) {
		q := quantities().Draw(t, "q")
		target, ok := near(t, q)
		if !ok {
			t.Skip()
		}
		r := threshold(rapid.SampledFrom([]indicators.Op{">=", ">", "<=", "<", "=="}).Draw(t, "op"), target)
		if rapid.Bool().Draw(t, "range") {
			r = indicators.Reading{Kind: indicators.Range, Op: indicators.Between, Value: target,
				High: target + indicators.Value(rapid.Int64Range(0, 3).Draw(t, "width")),
				Open: rapid.SampledFrom([]string{"", "lo", "hi", "both"}).Draw(t, "open")}
		}
		out, problem := judge.Judge(&r, rules.Facts{Known: true, Actual: q})
		if problem != nil {
			t.Skip()
		}
		want := exact(r, q.Millionths())
		if (out.Verdict == rules.Met) != want {
			t.Fatalf("%s against %s: %s", q.Millionths(), r.Expr(), out.Verdict)
		}
	})
}

// exact is the comparison by fractions.
func exact(r indicators.Reading, x *big.Rat) bool {
	low := x.Cmp(new(big.Rat).SetInt64(int64(r.Value)))
	high := x.Cmp(new(big.Rat).SetInt64(int64(r.High)))
	switch r.Op {
	case ">=":
		return low >= 0
	case ">":
		return low > 0
	case "<=":
		return low <= 0
	case "<":
		return low < 0
	case "==":
		return low == 0
	}
	openLow, openHigh := strings.Contains("lo both", r.Open) && r.Open != "", strings.Contains("hi both", r.Open) && r.Open != ""
	return (low > 0 || low == 0 && !openLow) && (high < 0 || high == 0 && !openHigh)
}

func TestEveryChangeIsThatOfExactFractions(t *testing.T) {
	judge := rules.NewJudge(tiers)
	rapid.Check(t, func(t *rapid.T) {
		q := quantities().Draw(t, "q")
		basis := indicators.Value(rapid.Int64Range(1, int64(indicators.MaxValue)).Draw(t, "basis"))
		r := indicators.Reading{Kind: indicators.Change, Unit: rapid.SampledFrom([]string{"%", "个百分点"}).Draw(t, "unit"),
			Op:        rapid.SampledFrom([]indicators.Op{">=", ">", "<=", "<", "=="}).Draw(t, "op"),
			Direction: rapid.SampledFrom([]string{"up", "down"}).Draw(t, "direction")}
		size := new(big.Rat).Sub(q.Millionths(), new(big.Rat).SetInt64(int64(basis)))
		if r.Direction == "down" {
			size.Neg(size)
		}
		if r.Unit == "%" {
			size.Mul(size, big.NewRat(100*int64(one), int64(basis)))
		}
		target, ok := near(t, rules.Quantity{Wide: size})
		if !ok {
			t.Skip()
		}
		r.Value = target
		out, problem := judge.Judge(&r, rules.Facts{Known: true, Actual: q, Basis: &basis})
		if problem != nil {
			t.Skip()
		}
		if (out.Verdict == rules.Met) != exact(r, size) {
			t.Fatalf("%s against %s from %s: %s", q.Millionths(), r.Expr(), basis, out.Verdict)
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	judge := rules.NewJudge(tiers)
	r := threshold(">=", 9960*one)
	f := known(9120 * one)
	b.Run("program", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if out, _ := judge.Judge(&r, f); out.Verdict != rules.NotMet {
				b.Fatal(out)
			}
		}
	})
	b.Run("comparison in Go", func(b *testing.B) {
		for b.Loop() {
			if f.Actual.Num >= r.Value {
				b.Fatal("met")
			}
		}
	})
}
