package scoring_test

import (
	"math/big"
	"os"
	"strings"
	"testing"

	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

const one = indicators.One

func method(t testing.TB, name string) *scoring.Method {
	t.Helper()
	m, err := scoring.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// changed is mof-2020@1 with a piece of its file replaced.
func changed(t testing.TB, old, new string) *scoring.Method {
	t.Helper()
	text, err := os.ReadFile("methods/mof-2020@1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("the method's file does not hold %q", old)
	}
	m, problems := scoring.Parse([]byte(strings.Replace(string(text), old, new, 1)), "own.yaml")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return m
}

func known(v indicators.Value) rules.Facts { return rules.Facts{Known: true, Actual: rules.Plain(v)} }

func threshold(op indicators.Op, v indicators.Value) indicators.Reading {
	return indicators.Reading{Kind: indicators.Threshold, Op: op, Value: v}
}

// fataler is what testing.T and rapid.T have in common here.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// score judges and scores by a method.
func score(t fataler, m *scoring.Method, r indicators.Reading, f rules.Facts, weight indicators.Hundredths) scoring.Score {
	t.Helper()
	out, problem := rules.NewJudge(m.Judging()).Judge(&r, f)
	if problem != nil {
		t.Fatal(problem)
	}
	return m.Points(&r, f, out, weight)
}

func TestMethodsLoad(t *testing.T) {
	if got := strings.Join(scoring.Names(), " "); got != "mof-2020-hubei@1 mof-2020@1 share-met@1" {
		t.Error(got)
	}
	if got := method(t, "mof-2020").Name(); got != "mof-2020@1" {
		t.Error(got)
	}
	if _, err := scoring.Lookup("mof-1999"); err == nil || !strings.Contains(err.Error(), "[unknown-method]") {
		t.Error(err)
	}
}

func TestAMethodThatIsNotOneIsRefused(t *testing.T) {
	text, err := os.ReadFile("methods/mof-2020@1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ old, new, want string }{
		"weights that do not add up":     {"weight: 50", "weight: 49.99", "own.yaml: execution and the blocks must add up to 100 [method-weights]"},
		"an unknown field":               {"at_most: inverse", "at_mots: inverse", `own.yaml:29:1: the scoring method cannot be read: unknown field "at_mots" [method-unreadable]`},
		"an unknown formula":             {"at_most: inverse", "at_most: cubic", "own.yaml: at_most must be inverse or linear [method-at-most]"},
		"grades out of order":            {"id: good, from: 80", "id: good, from: 95", "[method-grades]"},
		"a default outside its band":     {"default: 70", "default: 80", "[method-tiers]"},
		"a weight with three decimals":   {"weight: 50", "weight: 50.001", "[method-unreadable]"},
		"a block that passes to nothing": {"passes_to: benefit", "passes_to: gifts", "[method-passes-to]"},
		"bands out of order":             {"red: 60, yellow: 80, green: 120", "red: 60, yellow: 50, green: 120", "[method-pace]"},
		"no version":                     {"version: 1\n", "", "[method-id]"},
		"nobody takes the rest":          {"otherwise: true", "otherwise: false", "[method-otherwise]"},
		"a ratio of one":                 {"ratio: 1.3", "ratio: 1", "[method-over]"},
		"not YAML":                       {"id: mof-2020", "id: [mof-2020", "[method-unreadable]"},
	} {
		t.Run(name, func(t *testing.T) {
			m, problems := scoring.Parse([]byte(strings.Replace(string(text), test.old, test.new, 1)), "own.yaml")
			if m != nil || len(problems) == 0 {
				t.Fatal("was accepted")
			}
			if got := problems[0].Error(); !strings.Contains(got, test.want) {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

func TestPoints(t *testing.T) {
	const w = 16_67
	ceiling := threshold("<=", 5*one)
	span := indicators.Reading{Kind: indicators.Range, Op: indicators.Between, Value: 10 * one, High: 20 * one}
	lasts := indicators.Reading{Kind: indicators.Duration, Op: indicators.AtMost, Value: 12 * one}
	yes := indicators.Reading{Kind: indicators.Truth, Value: one}
	graded := indicators.Reading{Kind: indicators.Grade, Scale: indicators.Scale{"差", "中", "良", "优"}, Rung: 2}
	story := indicators.Reading{Kind: indicators.Narrative}
	rise := indicators.Reading{Kind: indicators.Change, Op: indicators.AtLeast, Value: 8 * one, Unit: "%", Direction: "up"}
	from := func(basis indicators.Value, f rules.Facts) rules.Facts { f.Basis = &basis; return f }
	ratio := rules.Facts{Known: true, Actual: rules.Quantity{Num: 2 * one, Factor: 100 * int64(one), Den: 3 * int64(one)}}
	mean := rules.Facts{Known: true, Actual: rules.Quantity{Num: 20 * one, Factor: 1, Den: 3}}
	monthly := threshold(">=", 3*one)
	monthly.Per = indicators.Monthly
	periods := rules.Facts{Known: true, Actual: rules.Plain(6 * one), Periods: []rules.PeriodFact{
		{Known: true, Due: true, Actual: rules.Plain(3 * one)}, {Known: true, Due: true, Actual: rules.Plain(2 * one)}, {Due: true}}}
	joined := func(logic string) indicators.Reading {
		return indicators.Reading{Kind: indicators.Compound, Logic: logic, Parts: []indicators.Reading{threshold(">=", 4*one), threshold(">=", 80*one)}}
	}
	parts := func(a, b indicators.Value) rules.Facts {
		return rules.Facts{Known: true, Parts: []rules.Facts{known(a), known(b)}}
	}

	for name, test := range map[string]struct {
		reading indicators.Reading
		facts   rules.Facts
		want    string // the derivation in English
	}{
		"as in the manual":                      {threshold(">=", 9960*one), known(9120 * one), "15.26 = 16.67 × 9120 ÷ 9960"},
		"B = A":                                 {threshold(">=", 5*one), known(5 * one), "16.67: met, the full weight"},
		"B = 2 A":                               {threshold(">=", 5*one), known(10 * one), "16.67: met, the full weight"},
		"half rounds up":                        {threshold(">=", 2*one), known(one), "8.34 = 16.67 × 1 ÷ 2"},
		"94.9 % of 95 %":                        {threshold(">=", 95*one), known(94_900_000), "16.65 = 16.67 × 94.9 ÷ 95"},
		"a reported zero":                       {threshold(">=", 5*one), known(0), "0.00 = 16.67 × 0 ÷ 5"},
		"a negative actual counts as 0":         {threshold(">=", 5*one), known(-one), "0.00: a figure below zero counts as 0"},
		"nothing reported":                      {threshold(">=", 5*one), rules.Facts{}, "0.00: not reported"},
		"more than, reached exactly":            {threshold(">", 5*one), known(5 * one), "16.67 = 16.67 × 5 ÷ 5"},
		"at least 0":                            {threshold(">=", 0), known(0), "16.67: met, the full weight"},
		"at least 0, below it":                  {threshold(">=", 0), known(-one), "0.00: not met, and a target of zero or below has no share to count"},
		"at least a negative target, below it":  {threshold(">=", -5*one), known(-6 * one), "0.00: not met, and a target of zero or below has no share to count"},
		"exactly, less":                         {threshold("==", 100*one), known(80 * one), "13.34 = 16.67 × 80 ÷ 100"},
		"exactly, more":                         {threshold("==", 100*one), known(120 * one), "16.67: 16.67 × 120 ÷ 100 is more than the weight, which is the most it earns"},
		"exactly 0, below it":                   {threshold("==", 0), known(-one), "16.67: met, the full weight"},
		"exactly 0, above it":                   {threshold("==", 0), known(one), "0.00: not met, and a target of zero or below has no share to count"},
		"at most":                               {ceiling, known(6 * one), "13.89 = 16.67 × 5 ÷ 6"},
		"at most, kept":                         {ceiling, known(0), "16.67: met, the full weight"},
		"at most 0":                             {threshold("<=", 0), known(one), "0.00: not met, and a target of zero or below has no share to count"},
		"less than, reached exactly":            {threshold("<", 5*one), known(5 * one), "16.67 = 16.67 × 5 ÷ 5"},
		"below a range":                         {span, known(8 * one), "13.34 = 16.67 × 8 ÷ 10"},
		"above a range":                         {span, known(25 * one), "13.34 = 16.67 × 20 ÷ 25"},
		"a duration exceeded":                   {lasts, known(15 * one), "13.34 = 16.67 × 12 ÷ 15"},
		"no for yes":                            {yes, known(0), "0.00: not met, and there is no part of it to count"},
		"a change that falls short":             {rise, from(100*one, known(106*one)), "12.50 = 16.67 × 6 ÷ 8"},
		"a change the other way":                {rise, from(100*one, known(90*one)), "0.00: a figure below zero counts as 0"},
		"a change without its basis":            {rise, known(106 * one), "0.00: not reported"},
		"the target's rung":                     {graded, known(2 * one), "16.67: met, the full weight"},
		"one rung below":                        {graded, known(one), "11.67 = 16.67 × 70%"},
		"the lowest rung":                       {graded, known(0), "5.00 = 16.67 × 30%"},
		"a tier with its percentage":            {story, known(indicators.TierValue(85 * one)), "14.17 = 16.67 × 85%"},
		"a ratio of sums":                       {threshold(">=", 95*one), ratio, "11.70 = 16.67 × (2 ÷ 3 × 100) ÷ 95"},
		"a mean":                                {threshold(">=", 8*one), mean, "13.89 = 16.67 × (20 ÷ 3) ÷ 8"},
		"a mean above a ceiling":                {ceiling, mean, "12.50 = 16.67 × 5 ÷ (20 ÷ 3)"},
		"a frequency":                           {monthly, periods, "5.56 = 16.67 × 1 ÷ 3 (periods met ÷ periods due)"},
		"all of several":                        {joined("all"), parts(3*one, 90*one), "14.59 = (12.50 + 16.67) ÷ 2, the mean of the parts"},
		"all of several, met":                   {joined("all"), parts(4*one, 80*one), "16.67: met, the full weight"},
		"any of several":                        {joined("any"), parts(one, 60*one), "12.50: the best of 4.17, 12.50"},
		"all of several, one missing, one not":  {joined("all"), rules.Facts{Known: true, Parts: []rules.Facts{known(3 * one), {}}}, "6.25 = (12.50 + 0.00) ÷ 2, the mean of the parts"},
		"all of several, one missing, rest met": {joined("all"), rules.Facts{Known: true, Parts: []rules.Facts{known(4 * one), {}}}, "0.00: not reported"},
	} {
		t.Run(name, func(t *testing.T) {
			s := score(t, method(t, "mof-2020"), test.reading, test.facts, w)
			if got := s.Derivation.Say(indicators.English); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
			if !strings.HasPrefix(test.want, s.Points.String()) {
				t.Errorf("points %s", s.Points)
			}
		})
	}
}

func TestMethodsDiffer(t *testing.T) {
	const w = 10_00
	ceiling, floor := threshold("<=", 5*one), threshold(">=", 5*one)
	story := indicators.Reading{Kind: indicators.Narrative}
	straight := changed(t, "at_most: inverse", "at_most: linear")
	strict := changed(t, "do: flag", "do: deduct")
	for name, test := range map[string]struct {
		method  *scoring.Method
		reading indicators.Reading
		actual  indicators.Value
		want    string
	}{
		"inverse":                        {method(t, "mof-2020"), ceiling, 6 * one, "8.33 = 10.00 × 5 ÷ 6"},
		"linear":                         {straight, ceiling, 6 * one, "8.00 = 10.00 × (1 − (6 − 5) ÷ 5)"},
		"linear, twice as much":          {straight, ceiling, 10 * one, "0.00: 10.00 × (1 − (10 − 5) ÷ 5) is not above 0"},
		"linear, never below 0":          {straight, ceiling, 99 * one, "0.00: 10.00 × (1 − (99 − 5) ÷ 5) is not above 0"},
		"deduct at exactly 1.3 A":        {strict, floor, 6_500_000, "10.00 = 10.00 × 1.3 × 5 ÷ 6.5, for a target far exceeded"},
		"deduct at 2 A":                  {strict, floor, 10 * one, "6.50 = 10.00 × 1.3 × 5 ÷ 10, for a target far exceeded"},
		"deduct nothing below 1.3 A":     {strict, floor, 6_499_999, "10.00: met, the full weight"},
		"share-met gives all":            {method(t, "share-met"), floor, 5 * one, "10.00: met, the full weight"},
		"share-met gives nothing":        {method(t, "share-met"), floor, 5*one - 1, "0.00: not met, and there is no part of it to count"},
		"Hubei's middle tier from 50 %":  {method(t, "mof-2020-hubei"), story, indicators.TierValue(50 * one), "5.00 = 10.00 × 50%"},
		"and the same percentage anyway": {method(t, "mof-2020"), story, indicators.TierValue(50 * one), "5.00 = 10.00 × 50%"},
	} {
		t.Run(name, func(t *testing.T) {
			s := score(t, test.method, test.reading, known(test.actual), w)
			if got := s.Derivation.Say(indicators.English); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
	hubei := rules.NewJudge(method(t, "mof-2020-hubei").Judging())
	if out, _ := hubei.Judge(&story, known(indicators.TierValue(50*one))); out.Verdict != rules.PartlyMet {
		t.Errorf("Hubei: 50 %% is %s", out.Verdict)
	}
}

func TestReasonsAreAskedForAtTheExactRatio(t *testing.T) {
	target := threshold(">=", 100*one)
	for name, test := range map[string]struct {
		actual     indicators.Value
		over, asks bool
	}{
		"B = A":                        {100 * one, false, false},
		"B = 1.2 A":                    {120 * one, false, false},
		"a millionth below 1.3 A":      {130*one - 1, false, false},
		"B = 1.3 A":                    {130 * one, true, true},
		"B = 2 A":                      {200 * one, true, true},
		"not met":                      {99 * one, false, true},
		"not met, and rounded to full": {100*one - 1, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := score(t, method(t, "mof-2020"), target, known(test.actual), 10_00)
			if s.Over != test.over || s.AsksReason != test.asks {
				t.Errorf("over %t, asks %t", s.Over, s.AsksReason)
			}
		})
	}
	ceiling := threshold("<=", 5*one)
	if s := score(t, method(t, "mof-2020"), ceiling, known(one), 10_00); s.Over {
		t.Error("a ceiling kept by far is not a target set too low")
	}
	if m := changed(t, "ratio: 1.3", "ratio: 1.2"); !score(t, m, target, known(120*one), 10_00).Over {
		t.Error("a method's own ratio does not count")
	}
}

func TestBudgetExecution(t *testing.T) {
	m := method(t, "mof-2020")
	for name, test := range map[string]struct {
		spent, budget indicators.Value
		want          string
	}{
		"all spent":                     {300 * one, 300 * one, "10.00"},
		"more than the budget":          {301 * one, 300 * one, "10.00"},
		"two thirds":                    {200 * one, 300 * one, "6.67"},
		"nothing":                       {0, 300 * one, "0.00"},
		"money back":                    {-one, 300 * one, "0.00"},
		"no budget: not applicable":     {0, 0, "-"},
		"spent without any budget":      {one, 0, "-"},
		"the largest figures there are": {indicators.MaxValue - 1, indicators.MaxValue, "10.00"},
	} {
		t.Run(name, func(t *testing.T) {
			points, ok := m.Execution(test.spent, test.budget, 10_00)
			got := points.String()
			if !ok {
				got = "-"
			}
			if got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

func TestGradesAtTheirCuts(t *testing.T) {
	m := method(t, "mof-2020")
	for name, test := range map[string]struct {
		score, coverage indicators.Hundredths
		want            string
	}{
		"exactly 90":                 {90_00, 100_00, "excellent"},
		"a hundredth below 90":       {89_99, 100_00, "good"},
		"exactly 80":                 {80_00, 100_00, "good"},
		"a hundredth below 80":       {79_99, 100_00, "fair"},
		"exactly 60":                 {60_00, 100_00, "fair"},
		"a hundredth below 60":       {59_99, 100_00, "poor"},
		"nothing":                    {0, 100_00, "poor"},
		"a coverage of exactly 60 %": {95_00, 60_00, "excellent"},
		"below it there is no grade": {95_00, 59_99, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := m.GradeOf(test.score, test.coverage); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestTotals(t *testing.T) {
	m := method(t, "mof-2020")
	for name, test := range map[string]struct {
		num, den        int64 // in hundredths
		score, coverage indicators.Hundredths
	}{
		"a half rounds up":                             {85_005, 10, 85_01, 85_01},
		"exactly 90":                                   {90_00, 1, 90_00, 90_00},
		"89.9955: 60.00 of 66.67 points":               {60_00 * 100_00, 66_67, 89_99, 90_00},
		"79.995 is short of 80":                        {79_995, 10, 79_99, 80_00},
		"59.998: 58.00 of 96.67 points":                {58_00 * 100_00, 96_67, 59_99, 59_99},
		"99.996 is not the whole":                      {99_996, 10, 99_99, 99_99},
		"the whole":                                    {100_00, 1, 100_00, 100_00},
		"next to nothing is rounded to where 差 begins": {4, 10, 0, 0},
		"nothing of nothing":                           {0, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			score, coverage := m.ScoreOf(big.NewInt(test.num), big.NewInt(test.den)), m.CoverageOf(big.NewInt(test.num), big.NewInt(test.den))
			if score != test.score || coverage != test.coverage {
				t.Errorf("score %s, coverage %s; want %s, %s", score, coverage, test.score, test.coverage)
			}
		})
	}
}

func TestAlarms(t *testing.T) {
	m := method(t, "mof-2020")
	for name, test := range map[string]struct {
		points, weight, execution indicators.Hundredths
		spent, budget             indicators.Value
		want                      string
	}{
		"in step":                              {90_00, 90_00, 10_00, 100 * one, 100 * one, ""},
		"exactly 5 % ahead":                    {90_00, 90_00, 9_50, 95 * one, 100 * one, ""},
		"more than 5 % ahead":                  {90_00, 90_00, 9_49, 94_900_000, 100 * one, "red: indicator points run 5.10% ahead of spending (limit 5%)"},
		"exactly 20 % unspent":                 {72_00, 90_00, 8_00, 80 * one, 100 * one, ""},
		"more than 20 % unspent":               {70_00, 90_00, 7_90, 79 * one, 100 * one, "yellow: 21.00% of the money is unspent (limit 20%)"},
		"what is not applicable has no weight": {80_00, 80_00, 9_00, 90 * one, 100 * one, "red: indicator points run 10.00% ahead of spending (limit 5%)"},
		"no budget":                            {90_00, 90_00, 0, 0, 0, ""},
		"no points yet":                        {0, 90_00, 10_00, 100 * one, 100 * one, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, a := range m.Alarms(test.points, test.weight, test.execution, test.spent, test.budget) {
				got = append(got, string(a.Light)+": "+indicators.English.Say(a.Code, a.Args))
			}
			if strings.Join(got, "; ") != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func BenchmarkPoints(b *testing.B) {
	m := method(b, "mof-2020")
	judge := rules.NewJudge(m.Judging())
	r, f := threshold(">=", 9960*one), known(9120*one)
	out, _ := judge.Judge(&r, f)
	b.ReportAllocs()
	for b.Loop() {
		if m.Points(&r, f, out, 16_67).Points != 15_26 {
			b.Fatal("wrong points")
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range scoring.Names() {
		text, err := os.ReadFile("methods/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, problems := scoring.Parse([]byte(text), "x.yaml")
		if (m == nil) == (len(problems) == 0) {
			t.Fatalf("neither a method nor a problem: %v", problems)
		}
	})
}
