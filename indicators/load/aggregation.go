package load

import (
	"slices"
	"strings"

	"yardstick/indicators"
)

// aggregationOf is the aggregation that follows from kind and unit where the
// definition states none: flows are added up, stocks and rates count as they
// last stood (domain.md, Aggregation over periods).
func aggregationOf(i *indicators.Indicator) indicators.Aggregation {
	for _, target := range i.Targets {
		switch target.Reading.Kind {
		case indicators.Threshold, indicators.Range:
			if isLevel(i) {
				return indicators.Latest
			}
		case indicators.Change:
			if i.Unit == "" || isLevel(i) {
				return indicators.Latest
			}
		case indicators.Compound:
			if !slices.ContainsFunc(target.Reading.Parts, isFlow) {
				return indicators.Latest
			}
		default:
			return indicators.Latest
		}
	}
	return indicators.Sum
}

// isFlow reports a part that counts something.
func isFlow(part indicators.Reading) bool {
	return (part.Kind == indicators.Threshold || part.Kind == indicators.Range) && !isLevelUnit(part.Unit)
}

// isLevel reports an indicator whose figures say how things stand, not how much
// was done: by its unit, or by a name that ends in a rate.
func isLevel(i *indicators.Indicator) bool {
	if isLevelUnit(i.Unit) {
		return true
	}
	name := strings.TrimSpace(i.Name)
	for _, end := range []string{"率", "满意度", "占比", "比例", "比重", "覆盖面", "密度", "浓度", "指数", "排名", "rate", "share", "ratio", "satisfaction"} {
		if strings.HasSuffix(strings.ToLower(name), end) {
			return true
		}
	}
	return false
}

// levelUnits are the units of rates, times, scores and areas. Area is a stock
// unless the definition says otherwise: 汇总方式: 合计.
var levelUnits = []string{"%", "‰", "百分点", "个百分点", "percentage points", "分", "points",
	"年", "月", "个月", "周", "天", "日", "工作日", "个工作日", "小时", "分钟", "秒", "days", "working days", "months", "years", "weeks", "hours", "minutes", "seconds",
	"平方米", "平方公里", "公顷", "亩", "万亩", "m2", "m²", "km2", "km²", "ha", "℃", "级", "倍", "名次", "dB", "分贝", "μg/m3", "mg/L"}

func isLevelUnit(unit string) bool {
	return slices.Contains(levelUnits, unit) || strings.Contains(unit, "/")
}
