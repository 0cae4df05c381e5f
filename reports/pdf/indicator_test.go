package pdf

import (
	"testing"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func TestNoTextOfAnIndicatorsCardOverlaps(t *testing.T) {
	for _, through := range []indicators.Period{cardtest.Through, cardtest.Through - 8} {
		e := cardtest.EvaluationThrough(t, through)
		for _, l := range languages {
			for _, scope := range reports.IndicatorScopes(e) {
				t.Run(through.String()+" "+scope.Name()+" "+string(l), func(t *testing.T) { checkLayout(t, card(t, e, scope, l, nil)) })
			}
		}
	}
}
