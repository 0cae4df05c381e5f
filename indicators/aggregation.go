package indicators

import (
	"slices"
	"strings"
)

// PartAggregation says how the figures of one part of a compound become one:
// each part by its own kind and unit, since 4场 are added up and ≥90% is not. What
// the definition states holds for the parts that it can hold for: a sum for those
// that count something, the others for all that are numbers.
func (i *Indicator) PartAggregation(part *Reading) Aggregation {
	switch {
	case !part.Numeric():
		return Latest
	case i.AggregationStated && i.Aggregation != Sum:
		return i.Aggregation
	case part.Counts() || i.AggregationStated && !IsLevel(part.Label, part.Unit):
		return Sum
	}
	return Latest
}

// Numeric reports a reading whose actuals are numbers: they may be added up or
// averaged, yes/no, grades, dates and assessed tiers may not.
func (r *Reading) Numeric() bool {
	return r.Kind == Threshold || r.Kind == Range || r.Kind == Duration || r.Kind == Change
}

// Counts reports a reading whose figures count what was done, so that those of
// the periods add up.
func (r *Reading) Counts() bool {
	return (r.Kind == Threshold || r.Kind == Range) && !IsLevel(r.Label, r.Unit)
}

// IsLevel reports what says how things stand, not how much was done: by its unit,
// or by a name of a rate, a price, an average or a stock. Area is a stock unless the definition says
// otherwise: 汇总方式: 合计.
func IsLevel(name, unit string) bool {
	if slices.Contains(levelUnits, unit) || strings.Contains(unit, "/") {
		return true
	}
	name = strings.ToLower(strings.TrimSpace(name))
	return slices.ContainsFunc(levelEndings, func(end string) bool { return strings.HasSuffix(name, end) }) ||
		slices.ContainsFunc(levelBeginnings, func(head string) bool { return strings.HasPrefix(name, head) })
}

var levelUnits = []string{"%", "‰", "百分点", "个百分点", "percentage points", "分", "points",
	"年", "月", "个月", "周", "天", "日", "工作日", "个工作日", "小时", "分钟", "秒", "days", "working days", "months", "years", "weeks", "hours", "minutes", "seconds",
	"平方米", "平方公里", "公顷", "亩", "万亩", "m2", "m²", "km2", "km²", "ha", "℃", "级", "倍", "名次", "dB", "分贝", "μg/m3", "mg/L"}

// levelEndings and levelBeginnings tell names of rates, prices, averages and stocks.
var (
	levelEndings = []string{"率", "满意度", "占比", "比例", "比重", "覆盖面", "密度", "浓度", "指数", "排名", "单价", "均价", "价格", "余额", "存量", "保有量",
		"rate", "share", "ratio", "satisfaction", "price", "balance", "per capita"}
	levelBeginnings = []string{"平均", "人均", "户均", "亩均", "次均", "场均", "年均", "月均", "年末", "期末", "average ", "mean "}
)
