package scoring

import (
	"math/big"

	"yardstick/indicators"
)

// Alarm is a plausibility alarm of a whole self-evaluation.
type Alarm struct {
	Light Light
	Code  string
	Args  indicators.Args
}

// Alarms checks an assignment's totals for plausibility: red when points run
// ahead of spending, (p − x) ÷ p above the method's limit with p = indicator
// points ÷ their weight, without what is not applicable, and x = execution points ÷
// theirs; yellow when too much of the money is unspent. Without a budget there is
// nothing to compare.
func (m *Method) Alarms(indicatorPoints, indicatorWeight, executionPoints indicators.Hundredths, spent, budget indicators.Value) []Alarm {
	var alarms []Alarm
	if budget <= 0 {
		return nil
	}
	if m.Share > 0 && indicatorPoints > 0 && indicatorWeight > 0 {
		p := big.NewRat(int64(indicatorPoints), int64(indicatorWeight))
		gap := big.NewRat(int64(executionPoints), int64(m.Share))
		gap.Sub(p, gap)
		if percent, above := exceeds(gap.Quo(gap, p), m.Limits.ExecutionGap); above {
			alarms = append(alarms, Alarm{Light: Red, Code: "alarm.execution-gap", Args: indicators.Args{
				"percent": percent, "limit": m.Limits.ExecutionGap.String()}})
		}
	}
	unspent := big.NewRat(int64(budget)-int64(spent), int64(budget))
	if percent, above := exceeds(unspent, m.Limits.Unspent); above {
		alarms = append(alarms, Alarm{Light: Yellow, Code: "alarm.unspent", Args: indicators.Args{
			"percent": percent, "limit": m.Limits.Unspent.String()}})
	}
	return alarms
}

// exceeds prints a share as a percentage with two decimals, and tells whether it
// is above the limit.
func exceeds(share *big.Rat, limit indicators.Value) (percent string, above bool) {
	share.Mul(share, new(big.Rat).SetInt64(100))
	above = share.Cmp(big.NewRat(int64(limit), int64(indicators.One))) > 0
	return share.FloatString(2), above
}
