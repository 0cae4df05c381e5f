package rules_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yardstick/indicators"
	"yardstick/rules"
)

func source(text string) *indicators.Expression {
	return &indicators.Expression{Source: text, At: indicators.Place{File: "crafts.yaml", Line: 31, Column: 11}}
}

// byRule says what a hand-written rule makes of facts: a verdict, missing, or a
// problem's code.
func byRule(rule string, r indicators.Reading, f rules.Facts) string {
	i := &indicators.Indicator{Name: "产值", Rule: source(rule)}
	t := &indicators.Target{Indicator: i, Reading: r}
	out, problem := rules.NewJudge(tiers).Target(t, f)
	switch {
	case problem != nil:
		return problem.Code
	case out.Missing:
		return "missing"
	}
	return string(out.Verdict)
}

func TestHandWrittenRules(t *testing.T) {
	number := threshold(">=", 90*one)
	scale := indicators.Scale{"差", "中", "良", "优"}
	graded := indicators.Reading{Kind: indicators.Grade, Scale: scale, Rung: 2}
	due := indicators.Reading{Kind: indicators.Deadline, Op: indicators.AtMost}
	day, _ := indicators.ParseDate("2021-12-15")
	due.Value = day.Value() + 5*one
	facts := known(92_500_000)
	before := rules.Plain(91 * one)
	facts.Previous, facts.YearAgo = &before, pointer(80*one)
	facts.Elapsed = rules.Quantity{Num: one, Factor: 1, Den: 2}
	facts.Periods = []rules.PeriodFact{{Known: true, Due: true, Actual: rules.Plain(90 * one)}, {Known: true, Due: true, Actual: rules.Plain(95 * one)}}
	gap := facts
	gap.Periods = append(gap.Periods[:1:1], rules.PeriodFact{Due: true})

	r := indicators.Reading{Kind: indicators.Compound, Logic: "all", Parts: []indicators.Reading{threshold(">=", 4*one), graded}}
	r.Parts[1].Grade = "良"
	joined := rules.Facts{Known: true, Parts: []rules.Facts{known(4 * one), known(indicators.RungValue(3))}}

	for name, test := range map[string]struct {
		rule    string
		reading indicators.Reading
		facts   rules.Facts
		want    string
	}{
		"a comparison":                         {"actual >= 90", number, facts, "met"},
		"numbers are exact":                    {"actual * 0.1 == 9.25 and 0.1 + 0.2 == 0.3", number, facts, "met"},
		"a whole number beyond 2^53":           {"9007199254740993 == 9007199254740992.0", number, facts, "not_met"},
		"no integer overflows":                 {"9223372036854775807 * 9223372036854775807 > 0", number, facts, "met"},
		"target is the reading's":              {"actual >= target * 1.02", number, facts, "met"},
		"previous and year_ago":                {"actual > previous and actual - year_ago >= 12.5", number, facts, "met"},
		"periods":                              {"min(periods) >= 90 and mean(periods) == 92.5 and sum(periods) == 185 and max(periods) < 96 and len(periods) == 2", number, facts, "met"},
		"a gap in the periods is missing":      {"min(periods) >= 90", number, gap, "missing"},
		"elapsed":                              {"actual >= target * elapsed", number, facts, "met"},
		"unary minus":                          {"-actual <= -90 and abs(-3) == 3", number, facts, "met"},
		"a choice":                             {"elapsed < 1 ? actual >= 80 : actual >= 95", number, facts, "met"},
		"not and or":                           {"not (actual < 90) or false", number, facts, "met"},
		"two comparisons in a row":             {"90 <= actual <= 95", number, facts, "met"},
		"a missing operand makes it missing":   {"actual >= 90 or baseline > 3", number, facts, "missing"},
		"so does a missing actual":             {"actual >= 90", number, rules.Facts{}, "missing"},
		"a reported change is no figure":       {"actual >= 90", number, known(indicators.ChangeValue(3 * one)), "wrong-actual.level"},
		"a division by zero is a problem":      {"1 / (actual - actual) > 0", number, facts, "rule-division-by-zero"},
		"a grade by its rank":                  {`rank(actual) >= rank("良")`, graded, known(indicators.RungValue(2)), "met"},
		"a word that is not on the scale":      {`rank(actual) >= rank("很好")`, graded, known(0), "rule-no-rung"},
		"a grade is not a number":              {"actual >= 2", graded, known(0), "rule-type"},
		"a rung that is not there":             {`rank(actual) >= 1`, graded, known(9 * one), "wrong-actual.grade"},
		"a date":                               {`actual <= date("2021-12-31") and target - actual == 5`, due, known(day.Value()), "met"},
		"a day that does not exist":            {`actual <= date("2021-02-30")`, due, known(0), "rule-date"},
		"a compound has no single actual":      {"actual >= 1", indicators.Reading{Kind: indicators.Compound}, facts, "rule-unknown-name"},
		"a compound has one for each part":     {r.Expr() + " and actual_1 < 9", r, joined, "met"},
		"a part without a figure is missing":   {r.Expr(), r, rules.Facts{Known: true, Parts: joined.Parts[:1]}, "missing"},
		"an unknown name":                      {"aktual >= 90", number, facts, "rule-unknown-name"},
		"a wrong type":                         {`actual >= "90"`, number, facts, "rule-type"},
		"a number is not a rule":               {"actual + 1", number, facts, "rule-result"},
		"a text is not a rule":                 {`"met"`, number, facts, "rule-result"},
		"a range is not offered":               {"actual in 80..90", number, facts, "rule-not-offered"},
		"what let names is not known":          {"let x = actual; x > 1", number, facts, "rule-unknown-name"},
		"several sentences are not offered":    {"actual > 1; actual > 2", number, facts, "rule-not-offered"},
		"the environment is not offered":       {"$env.actual == 1", number, facts, "rule-unknown-name"},
		"predicates are not offered":           {"all(periods, # > 3)", number, facts, "rule-not-offered"},
		"the clock is not offered":             {"now() > now()", number, facts, "rule-unknown-name"},
		"powers are not offered":               {"actual ** 9999 > 1", number, facts, "rule-not-offered"},
		"remainders are not offered":           {"actual % 2 == 1", number, facts, "rule-not-offered"},
		"exponents are not offered":            {"actual > 1e3", number, facts, "rule-number"},
		"hexadecimal is not offered":           {"actual > 0x10", number, facts, "rule-number"},
		"underscores group digits":             {"actual < 1_000", number, facts, "met"},
		"a list is not a number":               {"periods > 3", number, facts, "rule-type"},
		"a method of a value is not offered":   {"actual.rat > 3", number, facts, "rule-not-offered"},
		"a function by itself is not a value":  {"rank == rank", number, facts, "rule-type"},
		"formula functions are not for rules":  {`indicator("a/b") > 3`, number, facts, "rule-unknown-name"},
		"our own operators cannot be called":   {"negative(actual) > 3", number, facts, "rule-unknown-name"},
		"half a rule":                          {"actual >=", number, facts, "rule-syntax"},
		"an empty rule":                        {" ", number, facts, "rule-empty"},
		"a rule of ten thousand bytes":         {strings.Repeat("1+", 5000) + "1 > 0", number, facts, "rule-too-long"},
		"a rule of 300 parts":                  {strings.Repeat("1+", 150) + "1 > 0", number, facts, "rule-too-long"},
		"a thousand brackets":                  {strings.Repeat("(", 1000) + "1" + strings.Repeat(")", 1000) + " > 0", number, facts, "rule-too-deep"},
		"four thousand times not":              {strings.Repeat("!", 4000) + "true", number, facts, "rule-too-long"},
		"a number of a hundred digits":         {"actual < 1" + strings.Repeat("0", 100) + ".5", number, facts, "rule-number"},
		"a whole number that expr cannot hold": {"actual < 99999999999999999999", number, facts, "rule-syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := byRule(test.rule, test.reading, test.facts); got != test.want {
				t.Errorf("%s: %s, want %s", test.rule, got, test.want)
			}
		})
	}
}

func TestARuleIsRefusedAtItsPlace(t *testing.T) {
	for name, test := range map[string]struct{ rule, want string }{
		"in its first line": {"actual >= taget", "" +
			"crafts.yaml:31:21: there is no taget here; known names: actual, baseline, elapsed, periods, previous, target, year_ago [rule-unknown-name]\n" +
			"              actual >= taget\n" +
			"                        ^^^^^"},
		"after Chinese text": {`rank("良") > 1`, "" +
			"crafts.yaml:31:16: 良 is not a word of the target's scale [rule-no-rung]\n" +
			"              rank(\"良\") > 1\n" +
			"                   ^^^^"},
		"in its second line": {"actual >= 90 and\n  actual < \"95\"", "" +
			"crafts.yaml:32:10: < does not go between number and text [rule-type]\n" +
			"      actual < \"95\"\n" +
			"             ^"},
		"by the parser": {"actual >= 90 )", "" +
			"crafts.yaml:31:24: the rule cannot be read: unexpected token Bracket(\")\") [rule-syntax]\n" +
			"              actual >= 90 )\n" +
			"                           ^"},
	} {
		t.Run(name, func(t *testing.T) {
			r := threshold(">=", 90*one)
			_, problem := rules.CompileRule(source(test.rule), &r)
			if problem == nil {
				t.Fatal("not refused")
			}
			if got := problem.Text(indicators.English); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// The rule that a person is shown, compiled as if it were hand-written, gives
// the verdicts of the shared program.
func TestTheRuleShownGivesTheSameVerdicts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := quantities().Draw(t, "q")
		target, ok := near(t, q)
		if !ok {
			t.Skip()
		}
		kind := rapid.SampledFrom([]indicators.Kind{indicators.Threshold, indicators.Range, indicators.Change, indicators.Duration}).Draw(t, "kind")
		r := indicators.Reading{Kind: kind, Value: target,
			Op: rapid.SampledFrom([]indicators.Op{">=", ">", "<=", "<", "=="}).Draw(t, "op")}
		f := rules.Facts{Known: true, Actual: q}
		switch kind {
		case indicators.Range:
			r.Op, r.High = indicators.Between, target+2
			r.Open = rapid.SampledFrom([]string{"", "lo", "hi", "both"}).Draw(t, "open")
		case indicators.Change:
			f.Basis = pointer(indicators.Value(rapid.Int64Range(1, 1_000_000_000).Draw(t, "basis")))
			r.Basis = rapid.SampledFrom([]string{"previous_year", "baseline", "2019"}).Draw(t, "basis name")
			r.Direction = rapid.SampledFrom([]string{"up", "down"}).Draw(t, "direction")
			r.Unit = rapid.SampledFrom([]string{"%", "家"}).Draw(t, "unit")
			r.NoAmount = rapid.Bool().Draw(t, "no amount")
		}
		want := verdict(r, f)
		if want == "out-of-range" {
			t.Skip()
		}
		if got := byRule(r.Expr(), r, f); got != want {
			t.Fatalf("%s: %s, the program says %s", r.Expr(), got, want)
		}
	})
}

func TestTheRuleShownOfWordsAndDays(t *testing.T) {
	scale := indicators.Scale{"差", "中", "良", "优"}
	day, _ := indicators.ParseDate("2021-12-31")
	var readings []indicators.Reading
	for rung := 1; rung < len(scale); rung++ {
		readings = append(readings, indicators.Reading{Kind: indicators.Grade, Scale: scale, Rung: rung, Grade: scale[rung]})
	}
	readings = append(readings,
		indicators.Reading{Kind: indicators.Truth, Value: indicators.YesNo(true)},
		indicators.Reading{Kind: indicators.Truth},
		indicators.Reading{Kind: indicators.Deadline, Op: "<=", Value: day.Value()},
		indicators.Reading{Kind: indicators.Deadline, Op: ">=", Value: day.Value()},
		indicators.Reading{Kind: indicators.Narrative})
	actuals := map[indicators.Kind][]indicators.Value{
		indicators.Grade:     {0, one, 2 * one, 3 * one},
		indicators.Truth:     {0, one},
		indicators.Deadline:  {day.Value() - one, day.Value(), day.Value() + one},
		indicators.Narrative: {indicators.TierValue(0), indicators.TierValue(70 * one), indicators.TierValue(100 * one)},
	}
	for _, r := range readings {
		for _, actual := range actuals[r.Kind] {
			want := verdict(r, known(actual)) == "met"
			if got := byRule(r.Expr(), r, known(actual)) == "met"; got != want {
				t.Errorf("%s of %s: met %t, the program says %t", r.Expr(), actual, got, want)
			}
		}
	}
}

func FuzzRule(f *testing.F) {
	for _, seed := range []string{"actual >= 90", `rank("良") > 1`, "min(periods) / elapsed == 3", "-actual < 3 ? true : not false",
		"all(periods, # > 1)", "((((", "1..9", "let x = 1; x", `date("2021-12-31") - date('2020-01-01') > 3`, "a?.b", "$env", "1e999 > 0x1p-9"} {
		f.Add(seed)
	}
	facts := known(3 * one)
	facts.Elapsed = rules.Plain(one / 2)
	facts.Periods = []rules.PeriodFact{{Known: true, Due: true, Actual: rules.Plain(0)}, {Known: true, Due: true, Actual: rules.Plain(one)}}
	r := threshold(">=", 90*one)
	f.Fuzz(func(t *testing.T, text string) {
		i := &indicators.Indicator{Rule: source(text)}
		out, problem := rules.NewJudge(tiers).Target(&indicators.Target{Indicator: i, Reading: r}, facts)
		if problem != nil && problem.Code == "rule-failed" {
			t.Fatalf("%q passed the fences and failed: %s", text, problem.Text(indicators.English))
		}
		if problem == nil && out.Missing == (out.Verdict != rules.None) {
			t.Fatalf("%q: neither a verdict nor a state", text)
		}
	})
}

func TestARuleInACellIsRefusedAtTheCell(t *testing.T) {
	r := threshold(">=", 90*one)
	rule := source("actual >= 90 and\n  actual < \"95\"")
	rule.At = indicators.Place{File: "plan.xlsx", Sheet: "survey", Line: 12, Column: 8}
	_, problem := rules.CompileRule(rule, &r)
	want := "plan.xlsx!survey!H12: < does not go between number and text [rule-type]\n      actual < \"95\"\n             ^"
	if got := problem.Text(indicators.English); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
