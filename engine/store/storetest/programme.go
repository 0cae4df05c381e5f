// Package storetest is the one suite that every database has to pass, through
// the exported interface of package store alone. It is for tests only.
package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yardstick/indicators"
	"yardstick/indicators/load"
)

// Zone is the time zone of the test programmes.
var Zone = time.FixedZone("CST", 8*60*60)

// At is an instant in the test programmes' year: noon of a day.
func At(month time.Month, day int) time.Time { return time.Date(2021, month, day, 12, 0, 0, 0, Zone) }

// Month is a period of 2021.
func Month(month time.Month) indicators.Period { return indicators.NewPeriod(2021, month) }

// Definitions is a small programme: two cities with four indicators each, one of
// them a compound, with the target given for the first.
func Definitions(target string) []load.Source {
	var b strings.Builder
	b.WriteString(head)
	for _, city := range []string{"广州", "深圳"} {
		fmt.Fprintf(&b, cityText, city, target)
	}
	return []load.Source{{Name: "t-2021.yaml", Text: []byte(b.String())}}
}

const head = `专项:
  编号: t-2021
  名称: 试验任务
  年度: 2021
  地区: 广东省
项目:
  编号: survey
  名称: 调查
  总体绩效目标: 调查
  各地:
`

const cityText = `    %s:
      资金: [{承担单位: 市局, 金额: 100}]
      绩效指标:
        产出/数量指标:
          走访企业数量（家次）: {目标: %s, 编号: visits}
          报告数量: {目标: 至少2篇, 编号: reports}
        产出/质量指标:
          按期完成: {目标: 是, 编号: on-time}
        效益/满意度指标:
          服务对象满意度: {目标: ≥90%%, 编号: satisfaction}
`

// Wide is a programme of many indicators in each of two cities, for measuring.
func Wide(indicators int) []load.Source {
	var b strings.Builder
	b.WriteString(head)
	for _, city := range []string{"广州", "深圳"} {
		fmt.Fprintf(&b, "    %s:\n      资金: [{承担单位: 市局, 金额: 100}]\n      绩效指标:\n", city)
		for i := range indicators {
			if i%2500 == 0 { // a definition file may not be wider
				fmt.Fprintf(&b, "        产出/第%d类指标:\n", i/2500)
			}
			fmt.Fprintf(&b, "          采集第%d类: {目标: 1000家次, 编号: n%d}\n", i, i)
		}
	}
	return []load.Source{{Name: "wide.yaml", Text: []byte(b.String())}}
}

// Programme reads the test programme and fails the test when it cannot be read.
func Programme(t testing.TB, sources []load.Source) *indicators.Programme {
	t.Helper()
	p, problems := load.Read(sources...)
	for _, problem := range problems {
		if problem.Severity == indicators.Error || problem.Severity == "" {
			t.Fatal(problem.Text(indicators.English))
		}
	}
	return p
}
