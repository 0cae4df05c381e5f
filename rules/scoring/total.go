package scoring

import (
	"math/big"

	"yardstick/indicators"
)

// ScoreOf is the score num ÷ den in hundredths, rounded half up, but never up to
// where a grade begins or to the full 100: a score of 89.996 is short of 90, so it
// prints as 89.99 and has the grade below. It is 0 of nothing.
func (m *Method) ScoreOf(num, den *big.Int) indicators.Hundredths {
	marks := []indicators.Hundredths{100_00}
	for _, grade := range m.Grades {
		marks = append(marks, grade.From)
	}
	return shortOf(marks, num, den)
}

// CoverageOf is the coverage num ÷ den in hundredths of a percent, rounded in the
// same way: 59.998 % neither has a grade nor prints as 60.00 %.
func (m *Method) CoverageOf(num, den *big.Int) indicators.Hundredths {
	return shortOf([]indicators.Hundredths{100_00, m.MinimumCoverage}, num, den)
}

// shortOf is num ÷ den, neither below 0, rounded half up except to a mark that it
// does not reach.
func shortOf(marks []indicators.Hundredths, num, den *big.Int) indicators.Hundredths {
	if den.Sign() == 0 {
		return 0
	}
	exact := new(big.Rat).SetFrac(num, den)
	rounded := halfUp(exact)
	for _, mark := range marks {
		if rounded == mark && exact.Cmp(new(big.Rat).SetInt64(int64(mark))) < 0 {
			return mark - 1
		}
	}
	return rounded
}
