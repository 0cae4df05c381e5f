package indicators

// The parts of an assignment's built-in money line. Figures are in 万元.
// Budgets are stocks (the latest counts); spending is a flow by period.
const (
	MoneyInitial  = "initial"  // 年初预算数
	MoneyAdjusted = "adjusted" // 全年预算数
	MoneySpent    = "spent"    // 执行数 of the period
)

// FundSources are the sources by which a money figure may be split: a part is
// then spent:fiscal, adjusted:carryover…
var FundSources = []string{"fiscal", "carryover", "other"} // 财政拨款, 上年结转, 其他

// MoneyParts lists every part under which money may be reported: each figure
// whole, and by source.
func MoneyParts() []string {
	var parts []string
	for _, figure := range []string{MoneyInitial, MoneyAdjusted, MoneySpent} {
		parts = append(parts, figure)
		for _, source := range FundSources {
			parts = append(parts, figure+":"+source)
		}
	}
	return parts
}
