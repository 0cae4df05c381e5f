package demo

import (
	"strconv"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// collecting is how a year's collecting spreads over November to October, in
// thousandths: slow around the Spring Festival, fast before the close.
var collecting = []int{86, 80, 74, 46, 88, 92, 90, 86, 85, 86, 92, 95}

// spendingCurve is how spending spreads over January to October, in thousandths.
var spendingCurve = []int{20, 30, 90, 100, 110, 120, 110, 120, 140, 160}

// spentShare is what an assignment has spent by the end of October, in thousandths
// of its funds.
func spentShare(a *indicators.Assignment) int {
	if share, ok := map[string]int{"monitoring": 790, "council": 826, "crafts": 872, "summit": 1000, "administration": 748, "clusters": 860}[a.Project.LocalID()]; ok {
		return share
	}
	return 880 + collected[a.Region].total%97 // the cities differ a little
}

// collected tells, by city, the year's total of 企业数据采集量 and the reports
// written, made up around the published workloads: most cities reach them.
var collected = map[string]struct{ total, reports int }{
	"440100": {9120, 3}, "440300": {11803, 5}, "440400": {3612, 3}, "440500": {3402, 3}, "440600": {8404, 3}, "440200": {1080, 3}, "441600": {1265, 2},
	"441400": {1360, 3}, "441300": {6720, 4}, "441500": {871, 3}, "441900": {10102, 3}, "442000": {5840, 3}, "440700": {4019, 3}, "441700": {933, 3},
	"440800": {2610, 3}, "440900": {2320, 3}, "441200": {2503, 3}, "441800": {2040, 3}, "445100": {1300, 3}, "445200": {3320, 3}, "445300": {968, 3},
}

// events tells how many of something happened in which months of 2021; a month
// that is not named had none, and says so with a reported zero.
var events = map[string]map[time.Month]string{
	"monitoring/trained":         {3: "182", 4: "196"},
	"council/meetings":           {4: "1", 8: "1"},
	"council/forums":             {9: "1"},
	"council/briefings":          {1: "1", 2: "1", 3: "2", 4: "1", 5: "1", 6: "2", 7: "1", 8: "1", 9: "2", 10: "1"},
	"council/research":           {7: "1", 10: "1"},
	"council/publications":       {9: "1"},
	"crafts/exhibitions":         {1: "1", 2: "0", 3: "1", 4: "2", 5: "2", 6: "1", 7: "1", 8: "1", 9: "2", 10: "1"},
	"crafts/area":                {1: "620", 3: "900", 4: "1850", 5: "2100", 6: "760", 7: "810", 8: "940", 9: "2150", 10: "1150"},
	"crafts/served":              {1: "8", 3: "15", 4: "16", 5: "22", 6: "14", 7: "17", 8: "12", 9: "24", 10: "18"},
	"crafts/artists":             {4: "3", 7: "2", 9: "3"},
	"crafts/output":              {1: "0.6", 2: "0.42", 3: "0.95", 4: "1.02", 5: "1.1", 6: "1.14", 7: "0.98", 8: "1.05", 9: "1.31", 10: "1.26"},
	"crafts/income":              {1: "310", 2: "188.5", 3: "402", 4: "431", 5: "470.6", 6: "455", 7: "398", 8: "421", 9: "512.4", 10: "531.5"},
	"summit/attendance":          {6: "3286"},
	"summit/forums":              {6: "8"},
	"summit/media":               {6: "14", 7: "3"},
	"administration/audits":      {4: "1", 6: "1", 8: "1", 10: "1"},
	"administration/evaluations": {6: "4", 8: "6"},
	"clusters/platforms":         {},
	"clusters/platforms@440100":  {6: "1", 9: "1"},
}

// standings tells what was reported in some months and stands until the next.
var standings = map[string]map[time.Month]string{
	"survey/on-time":                     {10: "是"},
	"survey/on-time@440700":              {10: "否"},
	"survey/analysis":                    {3: "是", 6: "是", 9: "是"},
	"monitoring/survey-span":             {10: "12个月"},
	"monitoring/analysis":                {3: "是", 6: "是", 9: "是"},
	"council/mechanism":                  {6: "部分达成", 9: "达成预期指标"},
	"crafts/completion":                  {3: "100", 6: "100", 9: "100"},
	"crafts/satisfaction":                {3: "91.8", 6: "92.4", 9: "93.5"},
	"summit/completion":                  {6: "100%"},
	"summit/satisfaction":                {6: "94.6%"},
	"administration/acceptance":          {6: "91.2%", 9: "92.3%"},
	"administration/audits-on-time":      {6: "是", 10: "是"},
	"administration/evaluations-on-time": {8: "是"},
	"administration/efficiency":          {9: "是"},
	"administration/satisfaction":        {6: "95%", 9: "96.1%"},
	"clusters/funds-in-place":            {3: "60%", 6: "100%"},
	"clusters/compliance":                {6: "合规", 9: "合规"},
	"clusters/progress":                  {3: "22%", 6: "48%", 9: "76%"},
	"clusters/progress@441900":           {3: "25%", 6: "55%", 9: "81%"},
	"clusters/economy":                   {6: "一般", 9: "良好"},
	"clusters/industry":                  {6: "提高", 9: "提高"},
	"clusters/services":                  {9: "较明显"},
	"clusters/satisfaction":              {9: "93.4%"},
}

// story tells what an indicator reports by month, before its incidents.
func story(i *indicators.Indicator, local string) map[indicators.Period]string {
	plan := map[indicators.Period]string{}
	region := i.Assignment.Region
	switch local {
	case "survey/collected":
		for m := First; m <= Last; m++ {
			plan[m] = strconv.Itoa(along(collected[region].total, collecting, int(m-First)))
		}
		return plan
	case "survey/reports":
		for m := First; m <= Last; m++ {
			plan[m] = strconv.Itoa(written(collected[region].reports, int(m-First)))
		}
		return plan
	case "monitoring/approved": // what passes the province's check: a little less than was collected
		for m := First; m <= Last; m++ {
			plan[m] = strconv.Itoa(along(84530, collecting, int(m-First)))
		}
		return plan
	}
	if told, zeros := lookUp(events, local, region); zeros {
		for m := month(2021, time.January); m <= Last; m++ {
			plan[m] = "0"
		}
		put(plan, told)
	}
	if told, ok := lookUp(standings, local, region); ok {
		put(plan, told)
	}
	return plan
}

func lookUp(table map[string]map[time.Month]string, local, region string) (map[time.Month]string, bool) {
	if told, ok := table[local+"@"+region]; ok {
		return told, true
	}
	told, ok := table[local]
	return told, ok
}

func put(plan map[indicators.Period]string, told map[time.Month]string) {
	for m, text := range told {
		plan[month(2021, m)] = text
	}
}

// written spreads a year's reports: every third month from March's end, then the
// months before it.
func written(total, k int) int {
	for n, at := range []int{4, 7, 10, 2, 5} { // March, June, September, January, April
		if k == at && n < total {
			return 1
		}
	}
	return 0
}

type where struct {
	region, indicator string // indicator empty: everything of that city and month
	month             indicators.Period
}

type incident struct {
	kind       string
	text, note string
	entered    indicators.Period
}

const (
	neverReported = "never"
	reportedLate  = "late"
	reportedAs    = "as"
	mistyped      = "mistyped" // text is what was entered first
)

// incidents are what goes wrong in every year.
var incidents = map[where]incident{
	{"445300", "survey/collected", month(2021, 2)}: {kind: reportedAs, text: "0", note: "春节期间未开展采集"},
	{"445100", "", month(2021, 10)}:                {kind: neverReported},
	{"440700", "", month(2021, 6)}:                 {kind: reportedLate, entered: month(2021, 7), note: "六月数据迟报一个月：系统升级"},
	{"440500", "survey/collected", month(2021, 3)}: {kind: mistyped, text: "2990", entered: month(2021, 4), note: "三月多录一位数字，按采集系统导出更正"},
}

// declarations are what is declared in a month: why a target does not apply, why
// one was missed, and which deviation was accepted.
func declarations(p *indicators.Programme, m indicators.Period) []engine.Declaration {
	const collectedID = "/collected"
	reason := func(region, why, remedy string) engine.Declaration {
		return engine.Declaration{Kind: engine.DeviationReason, Indicator: p.ID + "/survey/" + region + collectedID, Horizon: indicators.Annual, Period: m, Reason: why, Remedy: remedy}
	}
	switch m {
	case month(2021, time.September):
		return []engine.Declaration{
			{Kind: engine.DeclaredNotApplicable, Indicator: p.ID + "/monitoring/440000/satisfaction", Horizon: indicators.Annual, Period: m,
				Reason: "平台二期2022年底建成，2021年尚无使用单位可调查"},
			{Kind: engine.DeviationReason, Indicator: p.ID + "/summit/440000/media", Horizon: indicators.Annual, Period: m,
				Reason: "目标按往届线下报道家数设定，本届网络媒体报道较多", Remedy: "下一年度按实际渠道重设目标"},
		}
	case Last:
		return []engine.Declaration{
			reason("440100", "2月采集窗口顺延，部分企业停产搬迁", "未完成部分并入下一年度首季采集"),
			{Kind: engine.AcceptedDeviation, Indicator: p.ID + "/survey/440100" + collectedID, Horizon: indicators.Annual, Period: m,
				Reason: "采集窗口顺延经省厅同意", Until: indicators.MonthEnd(2022, time.March)},
			reason("440800", "三季度台风期间采集点停工", "四季度安排补采"),
			reason("440700", "系统升级期间数据未能按时导入", "已补录，复核口径"),
			reason("441600", "规上企业名录调整，应采企业减少", "按新名录核定任务量"),
		}
	}
	return nil
}
