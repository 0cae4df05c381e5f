package web

import (
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
)

func TestAFigureIsWordedByItsKind(t *testing.T) {
	visits := indicators.Reading{Kind: indicators.Threshold, Op: ">=", Unit: "家次"}
	rate := indicators.Reading{Kind: indicators.Threshold, Op: ">=", Unit: "%"}
	truth := indicators.Reading{Kind: indicators.Truth}
	grade := indicators.Reading{Kind: indicators.Grade, Scale: indicators.Scale{"较差", "一般", "较好"}}
	for name, one := range map[string]struct {
		reading indicators.Reading
		value   indicators.Value
		want    string
	}{
		"a number, with its unit":                      {visits, 905 * indicators.One, "905 家次"},
		"a number that an assessed tier is written as": {visits, 1086 * indicators.One, "1,086 家次"},
		"a zero":           {visits, 0, "0 家次"},
		"a rate":           {rate, 92_500_000, "92.5%"},
		"yes":              {truth, indicators.YesNo(true), "是"},
		"a rung":           {grade, indicators.RungValue(2), "较好"},
		"an assessed tier": {grade, indicators.TierValue(80 * indicators.One), "评定为 80%"},
	} {
		line := engine.Line{Indicator: &indicators.Indicator{}, Reading: one.reading}
		if got := figureWords(&line, one.value, indicators.Chinese); got != one.want {
			t.Errorf("%s: %q, want %q", name, got, one.want)
		}
	}
}

func TestADifferenceIsOfNumbersAlone(t *testing.T) {
	visits := engine.Line{Reading: indicators.Reading{Kind: indicators.Threshold, Unit: "家次"}}
	truth := engine.Line{Reading: indicators.Reading{Kind: indicators.Truth}}
	for _, one := range []struct {
		line        *engine.Line
		now, before indicators.Value
		want        string
	}{
		{&visits, 1200 * indicators.One, 0, "+1,200"}, {&visits, 5 * indicators.One, 7 * indicators.One, "−2"}, {&visits, 5, 5, "0"},
		{&truth, indicators.YesNo(true), indicators.YesNo(false), ""},
		{&visits, indicators.ChangeValue(5), 7, ""},
	} {
		if got := difference(one.line, one.now, one.before); got != one.want {
			t.Errorf("%v − %v: %q, want %q", one.now, one.before, got, one.want)
		}
	}
}
