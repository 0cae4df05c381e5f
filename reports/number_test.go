package reports

import (
	"testing"

	"pgregory.net/rapid"

	"yardstick/indicators"
)

func value(t testing.TB, text string) indicators.Value {
	t.Helper()
	v, err := indicators.ParseValue(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return v
}

func TestPercentages(t *testing.T) {
	for name, c := range map[string]struct{ value, printed, whole string }{
		"a half is rounded up":               {"91.55", "91.6%", "92"},
		"a shortfall never reads as reached": {"99.999999", "99.9%", "99"},
		"just below a hundred":               {"99.96", "99.9%", "99"},
		"exactly reached":                    {"100", "100.0%", "100"},
		"beyond":                             {"146.04", "146.0%", "146"},
		"reported and nothing":               {"0", "0.0%", "0"},
		"thousands":                          {"1234.5", "1,234.5%", "1,235"},
		"far below zero":                     {"-12.34", "-12.3%", "-12"},
	} {
		t.Run(name, func(t *testing.T) {
			v := value(t, c.value)
			if got := percent(v); got != c.printed {
				t.Errorf("percent(%s) = %s, want %s", c.value, got, c.printed)
			}
			if got := wholePercent(v); got != c.whole {
				t.Errorf("wholePercent(%s) = %s, want %s", c.value, got, c.whole)
			}
		})
	}
}

// A tile that read 80 was shaded as what is below 80, beside a legend of "≥80".
func TestAWholePercentageHasTheShadeOfItsFigure(t *testing.T) {
	for v := indicators.Value(0); v < 150*indicators.One; v += indicators.One / 100 {
		text := wholePercent(v, near, far)
		if got, want := completionLevel(value(t, text)), completionLevel(v); got != want {
			t.Fatalf("%s is shaded %s and printed %s, which is %s", v, want, text, got)
		}
	}
}

func TestDecimals(t *testing.T) {
	for name, c := range map[string]struct {
		value  string
		places int
		round  indicators.Rounding
		want   string
	}{
		"zeros are filled":            {"3", 2, indicators.HalfUp, "3.00"},
		"floor for a floor":           {"89.999", 2, indicators.Floor, "89.99"},
		"ceiling for a ceiling":       {"12.001", 2, indicators.Ceiling, "12.01"},
		"thousands are separated":     {"1234567.5", 1, indicators.HalfUp, "1,234,567.5"},
		"no decimals, no point":       {"1234.5", 0, indicators.HalfUp, "1,235"},
		"less than one keeps its nil": {"0.05", 1, indicators.Floor, "0.0"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := decimals(value(t, c.value), c.places, c.round); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestSharesStayWithinTheirSpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := indicators.Value(rapid.Int64Range(-int64(indicators.MaxValue), int64(indicators.MaxValue)).Draw(t, "part"))
		whole := indicators.Value(rapid.Int64Range(0, int64(indicators.MaxValue)).Draw(t, "whole"))
		if s := share(part, whole); s < 0 || s > Whole {
			t.Fatalf("share(%s, %s) = %d", part, whole, s)
		}
		if whole > 0 && part >= whole && share(part, whole) != Whole {
			t.Fatalf("share(%s, %s) is not whole", part, whole)
		}
	})
}

func TestAnAxisEndsAtItsTopInFewSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := indicators.Value(rapid.Int64Range(1, 4*int64(indicators.MaxValue)).Draw(t, "top"))
		step := niceStep(top)
		if step <= 0 || (top+step-1)/step > 5 {
			t.Fatalf("niceStep(%s) = %s", top, step)
		}
	})
}
