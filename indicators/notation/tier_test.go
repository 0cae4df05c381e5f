package notation_test

import (
	"testing"

	"yardstick/indicators"
	"yardstick/indicators/notation"
)

func TestAnAssessedPercentageLiesInTheTierOfTheMethod(t *testing.T) {
	usual := notation.Tiers{Met: 80 * indicators.One, Partly: 60 * indicators.One}
	wide := notation.Tiers{Met: 80 * indicators.One, Partly: 50 * indicators.One}
	tests := map[string]struct {
		text  string
		tiers notation.Tiers
		taken bool
	}{
		"the lower end belongs to the tier":             {"部分达成 60%", usual, true},
		"below it is the next tier's":                   {"部分达成 59.99%", usual, false},
		"the upper end does not":                        {"部分达成 80%", usual, false},
		"all of it does":                                {"达成 100%", usual, true},
		"more than all is none":                         {"达成 101%", usual, false},
		"a method may begin the middle tier lower":      {"部分达成 50%", wide, true},
		"then not achieved ends there":                  {"未达成 50%", wide, false},
		"and a percentage below it is still not enough": {"部分达成 49.99%", wide, false},
		"without a percentage every method takes it":    {"未达成", wide, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, problem := notation.ReadActualIn(test.text, indicators.Reading{Kind: indicators.Narrative}, 2021, test.tiers)
			if (problem == nil) != test.taken || problem != nil && problem.Code != "outside-tier" {
				t.Errorf("%v", problem)
			}
		})
	}
}
