package rules_test

import (
	"strings"
	"testing"

	"yardstick/indicators"
	"yardstick/indicators/goldentest"
	"yardstick/rules"
)

// accounts are targets of every kind with what was reported for them.
func accounts(t *testing.T) []rules.Account {
	months := func(values ...indicators.Value) (out []rules.PeriodFact) {
		for k, v := range values {
			out = append(out, rules.PeriodFact{Period: indicators.NewPeriod(2020, 11) + indicators.Period(k), Known: true, Due: true, Actual: rules.Plain(v * one)})
		}
		return out
	}
	day, _ := indicators.ParseDate("2021-12-31")
	account := func(title, text string, r indicators.Reading, f rules.Facts, a indicators.Aggregation, figures []rules.PeriodFact) rules.Account {
		return rules.Account{Title: title, Target: &indicators.Target{Text: text, Reading: r}, Facts: f, Aggregation: a, Figures: figures}
	}
	collected := threshold(">=", 9960*one)
	collected.Unit, collected.Assumed = "家次", []string{indicators.BareAtLeast}
	rate := threshold(">=", 95*one)
	rate.Unit = "%"
	last := day.Value()
	scale := indicators.Scale{"差", "一般", "良好", "优"}
	monthly := threshold(">=", 3*one)
	monthly.Per, monthly.Unit = indicators.Monthly, "次"
	rise := indicators.Reading{Kind: indicators.Change, Op: ">=", Value: 4 * one, Unit: "%", Direction: "up", Basis: "previous_year"}
	risen := known(52 * one)
	risen.Basis = pointer(51 * one)
	frequent := known(3 * one)
	frequent.Periods = months(3, 2, 3)
	ruled := account("利润率", "≥5%", rate, known(94*one), indicators.Latest, months(94))
	ruled.Target.Indicator = &indicators.Indicator{Rule: source("actual >= 90")}

	out := []rules.Account{
		account("企业数据采集量（家次） · 广州 · 2021", "9960", collected, known(9120*one), indicators.Sum, months(830, 700, 720, 750, 760, 770, 780, 740, 730, 790, 790, 760)),
		account("企业数据采集量（家次） · 深圳 · 2021", "9960", collected, rules.Facts{}, indicators.Sum, nil),
		account("合格率", "≥95%", rate, rules.Facts{Known: true, Actual: rules.Quantity{Num: 452 * one, Factor: 100 * int64(one), Den: 477 * int64(one)}}, indicators.Ratio, nil),
		account("优良率", "≥95%", rate, rules.Facts{Known: true, Actual: rules.Quantity{Num: 949_999_999 * one, Factor: 100 * int64(one), Den: 1_000_000_000 * int64(one)}}, indicators.Ratio, nil),
		account("满意度", "≥95%", rate, known(96*one), indicators.Latest, months(90, 96)),
		account("每月例会", "每月3次", monthly, frequent, indicators.Sum, nil),
		account("场次", "10-20场", indicators.Reading{Kind: indicators.Range, Op: "between", Value: 10 * one, High: 20 * one, Open: "hi", Unit: "场"}, known(12*one), indicators.Sum, months(5, 7)),
		account("等级保护测评", "是", indicators.Reading{Kind: indicators.Truth, Value: one}, known(one), indicators.Latest, months(1)),
		account("报告质量", "良好", indicators.Reading{Kind: indicators.Grade, Scale: scale, Rung: 2, Grade: "良好"}, known(one), indicators.Latest, months(1)),
		account("完成时间", "12月底前", indicators.Reading{Kind: indicators.Deadline, Op: "<=", Value: last, Assumed: []string{indicators.YearOfProgramme}}, known(last+one), indicators.Latest, nil),
		account("增加值", "较上年增长4%以上", rise, risen, indicators.Latest, months(52)),
		account("执行情况", "按规定执行", indicators.Reading{Kind: indicators.Narrative}, known(indicators.TierValue(70*one)), indicators.Latest, nil),
		account("活动", "4场，每场80人", indicators.Reading{Kind: indicators.Compound, Logic: "all", Parts: []indicators.Reading{
			{Kind: indicators.Threshold, Op: ">=", Value: 4 * one, Unit: "场", Label: "场"}, {Kind: indicators.Threshold, Op: ">=", Value: 80 * one, Unit: "人", Label: "每场"}}},
			rules.Facts{Known: true, Parts: []rules.Facts{known(4 * one), known(75 * one)}}, indicators.Sum, nil),
		ruled,
		account("获奖", "金奖1个或银奖2个", indicators.Reading{Kind: indicators.Compound, Logic: "any", Parts: []indicators.Reading{
			{Kind: indicators.Threshold, Op: ">=", Value: one, Unit: "个", Label: "金奖"}, {Kind: indicators.Threshold, Op: ">=", Value: 2 * one, Unit: "个", Label: "银奖"}}},
			rules.Facts{Parts: []rules.Facts{known(0), {}}}, indicators.Sum, nil),
	}
	judge := rules.NewJudge(tiers)
	for k := range out {
		outcome, problem := judge.Target(out[k].Target, out[k].Facts)
		if problem != nil {
			t.Fatal(problem)
		}
		out[k].Outcome = outcome
	}
	out[0].Points, out[0].Method = "15.26 = 16.67 × 9120 ÷ 9960", "mof-2020@1"
	out[1].Standing = "未报"
	out[len(out)-1].Standing = "进行中"
	return out
}

func TestExplanations(t *testing.T) {
	for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
		var b strings.Builder
		for _, a := range accounts(t) {
			b.WriteString(rules.Aligned(a.Title, a.Target.Text, rules.Explain(a, l), l) + "\n")
		}
		goldentest.Check(t, "explain."+string(l)+".txt", []byte(b.String()))
	}
}
