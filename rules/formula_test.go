package rules_test

import (
	"math/big"
	"strings"
	"testing"

	"yardstick/indicators"
	"yardstick/rules"
)

// province is a programme of one project in the province and two cities, with
// formulas for the province's indicators by local id.
func province(formulas map[string]string) *indicators.Programme {
	p := &indicators.Programme{ID: "p", Regions: indicators.Regions{
		{Code: "440000", Name: "广东省"}, {Code: "440100", Name: "广州市", Parent: "440000"}, {Code: "441900", Name: "东莞市", Parent: "440000"}}}
	project := &indicators.Project{ID: "p/survey", Title: "企业情况综合"}
	p.Projects = []*indicators.Project{project}
	for _, region := range p.Regions {
		a := &indicators.Assignment{ID: "p/survey/" + region.Code, Project: project, Region: region.Code}
		project.Assignments = append(project.Assignments, a)
		for _, local := range []string{"collected", "trained", "word", "a", "b", "c"} {
			i := &indicators.Indicator{ID: a.ID + "/" + local, Assignment: a, Name: map[string]string{"collected": "企业数据采集量"}[local]}
			if i.Name == "" {
				i.Name = local
			}
			kind := indicators.Threshold
			if local == "word" {
				kind = indicators.Grade
			}
			i.Targets = []*indicators.Target{{Indicator: i, Horizon: indicators.Annual, Reading: indicators.Reading{Kind: kind, Op: ">="}}}
			if text, ok := formulas[local]; ok && region.Code == "440000" {
				i.Formula = source(text)
			}
			a.Indicators = append(a.Indicators, i)
		}
	}
	return p
}

// worth evaluates the formula of the indicator a where every operand is known:
// Guangzhou's figures are 5, Dongguan's 7, the province's 2.
func worth(t *testing.T, text string, facts rules.FormulaFacts) string {
	t.Helper()
	formulas, problems := rules.CompileFormulas(province(map[string]string{"a": text}))
	if len(problems) > 0 {
		return problems[0].Code
	}
	figures := map[string]rules.Quantity{"440000": rules.Plain(2 * one), "440100": rules.Plain(5 * one), "441900": rules.Plain(7 * one)}
	for _, operand := range formulas[0].Operands() {
		var list []*rules.Quantity
		for _, i := range operand.Indicators {
			q := figures[i.Assignment.Region]
			list = append(list, &q)
		}
		facts.Values = append(facts.Values, list)
	}
	q, missing, problem := formulas[0].Eval(facts)
	switch {
	case problem != nil:
		return problem.Code
	case missing:
		return "missing"
	}
	return new(big.Rat).Quo(q.Millionths(), big.NewRat(int64(one), 1)).RatString()
}

func TestFormulas(t *testing.T) {
	for name, test := range map[string]struct{ formula, want string }{
		"sum over regions":                   {`sum(regions("collected"))`, "12"},
		"by the published name":              {`sum(regions("企业数据采集量"))`, "12"},
		"by project and name":                {`mean(regions("企业情况综合/企业数据采集量"))`, "6"},
		"by project, any region and id":      {`max(regions("survey/*/collected"))`, "7"},
		"the number of regions":              {`len(regions("collected"))`, "2"},
		"an indicator of the same task":      {`indicator("trained") * 2`, "4"},
		"an indicator of a project":          {`indicator("survey/trained")`, "2"},
		"an indicator of a city":             {`indicator("survey/广州/trained")`, "5"},
		"two operands and two lists":         {`indicator("trained") + indicator("survey/东莞/b") + sum(regions("b")) - min(regions("c"))`, "16"},
		"the same operand twice":             {`indicator("trained") / indicator("trained")`, "1"},
		"fractions are exact":                {`indicator("trained") / 3`, "2/3"},
		"a division by zero":                 {`1 / (indicator("trained") - 2)`, "rule-division-by-zero"},
		"a result out of range":              {`indicator("trained") * 1000000000000`, "out-of-range"},
		"without a target it is missing":     {`target + 1`, "missing"},
		"a formula has no actual":            {`actual + 1`, "rule-unknown-name"},
		"a formula is a number":              {`indicator("trained") > 1`, "formula-result"},
		"a list is not a number":             {`regions("collected")`, "formula-result"},
		"a misspelt indicator":               {`indicator("trainde")`, "rule-unknown-indicator.near"},
		"an unknown indicator":               {`indicator("完全不同的名称")`, "rule-unknown-indicator"},
		"a misspelt project":                 {`indicator("surwey/trained")`, "rule-unknown-project.near"},
		"an unknown region":                  {`indicator("survey/北京/trained")`, "rule-no-assignment"},
		"too many parts":                     {`indicator("a/b/c/d")`, "rule-operand-form"},
		"regions of one region":              {`sum(regions("survey/广州/collected"))`, "rule-operand-form"},
		"a grade is not a number":            {`indicator("word")`, "rule-not-a-number"},
		"a name that is worked out":          {`indicator("tra" + "ined")`, "rule-type"},
		"a formula of itself":                {`indicator("a") + 1`, "formula-cycle"},
		"the places of operands are our own": {`figures[0]`, "rule-unknown-name"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := worth(t, test.formula, rules.FormulaFacts{}); got != test.want {
				t.Errorf("%s: %s, want %s", test.formula, got, test.want)
			}
		})
	}
}

func TestAFormulaWithoutAnOperandIsMissing(t *testing.T) {
	formulas, _ := rules.CompileFormulas(province(map[string]string{"a": `sum(regions("collected"))`}))
	five := rules.Plain(5 * one)
	for name, values := range map[string][][]*rules.Quantity{
		"one region without a figure": {{&five, nil}},
		"no values":                   nil,
		"fewer than asked for":        {{&five}},
	} {
		if _, missing, problem := formulas[0].Eval(rules.FormulaFacts{Values: values}); !missing || problem != nil {
			t.Errorf("%s: missing %t, problem %v", name, missing, problem)
		}
	}
}

// Formulas over formulas would square the length of a fraction at every step.
func TestAFractionThatGrowsWithoutEndIsStopped(t *testing.T) {
	small := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(3), big.NewInt(30_000), nil))
	long := rules.QuantityOf(small) // some 14,000 digits
	for formula, want := range map[string]string{
		`indicator("trained") + indicator("trained")`:                    "",
		`indicator("trained") * indicator("trained")`:                    "rule-fraction-too-long",
		`1 / indicator("trained") / (1 / indicator("trained"))`:          "",
		`indicator("trained") / (1 / indicator("trained"))`:              "rule-fraction-too-long",
		`indicator("trained") * indicator("trained") > 0 ? 1 : 2`:        "rule-fraction-too-long",
		`sum(regions("collected")) + indicator("trained") * 2 - 1 / 7.5`: "",
	} {
		formulas, problems := rules.CompileFormulas(province(map[string]string{"a": formula}))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var facts rules.FormulaFacts
		for _, operand := range formulas[0].Operands() {
			list := make([]*rules.Quantity, len(operand.Indicators))
			for k := range list {
				list[k] = &long
			}
			facts.Values = append(facts.Values, list)
		}
		got := ""
		if _, _, problem := formulas[0].Eval(facts); problem != nil {
			got = problem.Code
		}
		if got != want {
			t.Errorf("%s: %q, want %q", formula, got, want)
		}
	}
}

func TestFormulasComeAfterWhatTheyNeed(t *testing.T) {
	formulas, problems := rules.CompileFormulas(province(map[string]string{
		"a": `indicator("b") + indicator("c")`, "b": `indicator("c") * 2`, "c": `sum(regions("collected"))`}))
	var order []string
	for _, f := range formulas {
		order = append(order, f.Indicator.LocalID())
	}
	if got := strings.Join(order, " "); got != "c b a" || len(problems) > 0 {
		t.Errorf("order %s, problems %v", got, problems)
	}
}

func TestEachFormulaOfACycleIsNamed(t *testing.T) {
	p := province(map[string]string{"a": `indicator("b")`, "b": `indicator("c")`, "c": `indicator("b")`})
	formulas, problems := rules.CompileFormulas(p)
	if len(formulas) != 0 || len(problems) != 2 {
		t.Fatalf("%d formulas, problems %v", len(formulas), problems)
	}
	for _, problem := range problems {
		if got := problem.Message(indicators.English); got != "the formula needs itself: b → c → b" {
			t.Error(got)
		}
	}
}

func TestCheckFindsRulesAndFormulas(t *testing.T) {
	p := province(map[string]string{"a": `indicator("none of these")`})
	p.Projects[0].Assignments[1].Indicators[0].Rule = source("aktual > 3")
	problems := rules.Check(p)
	if len(problems) != 2 || problems[0].Code != "rule-unknown-indicator" || problems[1].Code != "rule-unknown-name" {
		t.Errorf("problems %v", problems)
	}
}
