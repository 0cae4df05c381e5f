package html

import (
	"strings"
	"testing"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func TestAStyleSheetIsHeldToAnElement(t *testing.T) {
	for behaviour, c := range map[string]struct{ from, to string }{
		"a rule":                       {`a { color: red }`, ".card a{ color: red }\n"},
		"several selectors":            {`h1, h2 + .x { margin: 0 }`, ".card h1,.card h2 + .x{ margin: 0 }\n"},
		"the root and what is beneath": {`:root { --ink: #000 } body{margin:0} main{padding:1px}`, ".card{ --ink: #000 }\n.card{margin:0}\n.card{padding:1px}\n"},
		"the page's language":          {`html[lang=en] .tile { font-size: 9px }`, "html[lang=en] .card .tile{ font-size: 9px }\n"},
		"a media query":                {`@media print { :root { --x: 1 } .a { b: c } }`, "@media print{.card{ --x: 1 }\n.card .a{ b: c }\n}\n"},
		"a sheet of paper":             {`@page { size: A4 }`, "@page{ size: A4 }\n"},
		"a comment":                    {`/* a, b { */ .x { y: z }`, ".card .x{ y: z }\n"},
	} {
		if got := within(c.from, ".card"); got != c.to {
			t.Errorf("%s: %q, want %q", behaviour, got, c.to)
		}
	}
}

func TestNoRuleOfALiveCardReachesBeyondIt(t *testing.T) {
	for _, line := range strings.Split(string(Style()), "\n") {
		head, _, rule := strings.Cut(line, "{")
		if !rule || strings.HasPrefix(head, "@") {
			continue
		}
		for _, one := range strings.Split(head, ",") {
			if !strings.Contains(one, ".scorecard") {
				t.Errorf("the rule for %q is meant for cards alone", one)
			}
		}
	}
}

// toEverywhere leads every name somewhere.
type toEverywhere struct{}

func (toEverywhere) To(s reports.Scope) string  { return "/" + string(s.Kind) + "/" + s.ID }
func (toEverywhere) Explained(id string) string { return "/explain/" + id }

func TestNamesOnALiveCardLeadOn(t *testing.T) {
	e := cardtest.Evaluation(t)
	for scope, wants := range map[reports.Scope][]string{
		{Kind: reports.ProgrammeScope, ID: "gd-2021"}:                  {"/project/gd-2021/survey", "/city/440100", "/indicator/gd-2021/survey/collected", "/explain/gd-2021/survey/440100/collected"},
		{Kind: reports.ProjectScope, ID: "gd-2021/survey"}:             {"/city/440100", "/indicator/gd-2021/survey/collected", "/explain/gd-2021/survey/440100/collected"},
		{Kind: reports.CityScope, ID: "440100"}:                        {"/project/gd-2021/survey", "/city/440300", "/indicator/gd-2021/survey/collected", "/explain/gd-2021/survey/440100/collected"},
		{Kind: reports.IndicatorScope, ID: "gd-2021/survey/collected"}: {"/city/440100", "/explain/gd-2021/survey/440100/collected"},
	} {
		card, err := reports.Build(e, scope, indicators.Chinese, nil)
		if err != nil {
			t.Fatal(err)
		}
		name := scope.Name()
		got, err := Live(card, Whole, toEverywhere{})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(got), `<a href="`+want+`">`) {
				t.Errorf("%s leads nowhere to %s", name, want)
			}
		}
		if strings.Contains(string(got), `href="`+toEverywhere{}.To(card.Scope)+`"`) {
			t.Errorf("%s leads to itself", name)
		}
		if strings.Contains(string(got), "<style") || strings.Count(string(got), "<script") != strings.Count(string(got), `<script type="application/json"`) {
			t.Errorf("%s brings styles or scripts, which the page's policy refuses", name)
		}
	}
}
