package load_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/indicators/load"
)

// written writes sources as a workbook, as a source to be read.
func written(t testing.TB, project string, sources ...load.Source) load.Source {
	t.Helper()
	var out bytes.Buffer
	if err := load.WriteWorkbook(&out, project, sources...); err != nil {
		t.Fatal(err)
	}
	return load.Source{Name: "plan.xlsx", Text: out.Bytes()}
}

// equal compares programmes in all but the places where their texts stand.
func equal(t testing.TB, want, got *indicators.Programme) {
	t.Helper()
	for _, change := range load.Difference(want, got) {
		t.Error(change.Say(indicators.English))
	}
	places := cmpopts.IgnoreTypes(indicators.Place{})
	back := cmp.FilterPath(func(p cmp.Path) bool { // to their owners, which are compared from above
		name := p.Last().String()
		return name == ".Project" || name == ".Assignment" || name == ".Indicator" && p.Index(-2).Type().Name() == "Target"
	}, cmp.Ignore())
	if diff := cmp.Diff(want, got, places, back, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("from the workbook (+):\n%s", diff)
	}
}

func TestTheFirstProgrammeOutAndInAgain(t *testing.T) {
	want := library.Programme()
	source := written(t, "", library.Sources()...)
	got, problems := load.Read(source)
	for _, problem := range problems {
		t.Error(problem)
	}
	equal(t, want, got)
	if again := written(t, "", source); !bytes.Equal(again.Text, source.Text) {
		t.Error("the workbook written from the workbook differs")
	}
}

// everything uses each key that a definition may have, and texts that spreadsheets
// would take for something else.
const everything = `专项:
  编号: all-2021
  名称: 什么都有的专项
  英文名称: "=1+1"
  年度: 2021
  财年首月: 4
  时区: Asia/Urumqi
  评分方法: mof-2020@1
  资金总额: 60.5
  说明: |-
    第一行
    第二行
  示例数据: 是
  填报频率: 每季度
  填报截止日: 10
  宽限天数: 5
  填报方式: 累计
  来源: {标题: "甲=乙，一号文", 文件: a.txt, 网址: "https://example.org/?a=1&b=2"}
  地区:
    - 广东省
    - {代码: "449900", 名称: 某开发区, 英文名称: Zone, 上级: "440000"}
  项目顺序: [cities, own]
  核对:
    - {指标: own/440000/total, 合计项: cities/*/count}
    - 指标: all-2021/own/440000/total
      合计项: cities/*/count
项目:
  - 编号: own
    名称: 省本级项目
    英文名称: Own
    主管部门: 省厅
    政策依据: 《办法》
    支出内容: 会议
    资金需求: 10.5
    项目起止: 2021年1月至2023年12月
    总体绩效目标: |-
      实施期目标：三年建成
      年度目标：开工
    资金: [{承担单位: 省厅, 金额: 10.5万元}]
    任务性质: 约束性任务
    工作量: 3
    工作量单位: 场
    绩效指标:
      产出/数量指标:
        总数: {编号: total, 目标: 5万平方米, 项目周期: {指标值: 12万平方米, 截止: 2023-06-30}, 分值: 12.5, 汇总方式: 最新, 填报方式: 当期}
        同期增长: {目标: 增长10%, 上年值: 200, 基期值: 150, 单位: "%"}
        只有三年的目标: {项目周期: 3个}
      其他指标:
        没有一级的: {目标: "约90%", 允许偏差: 5%, 指标方向: 正向}
        改过名的: {目标: ≤3天, 曾用名: [从前的名字, 再从前的], 指标方向: 反向}
      效益/经济效益:
        平台与报告:
          目标: 建成平台并形成报告
          分项: [{名称: 平台, 指标值: 2个}, {名称: 报告, 指标值: ≥3份, 单位: 份}]
          分项关系: 任一
        手写规则: {目标: "≥5", 评价规则: "actual >= 5"}
        算出来的: {计算公式: "total * 2", 单位: 平方米}
        有期间的: {目标: {指标值: 100次, 期间: 2021年5月至2021年9月}}
        推定期间的: {目标: 100次, 推定期间: 2021年5月至2021年9月}
        像公式的: {目标: "是", 编号: "0001"}
  - 编号: cities
    名称: 各市项目
    总体绩效目标: 各市共同的目标
    资金需求: 50
    任务: {任务要求: 按时, 完成时限: 2021年4月至2021年12月, 资金投入方向: 数据}
    绩效指标:
      产出/数量指标:
        数量（家）: {编号: count}
        东莞没有的: {编号: some, 目标: ≥1个}
    各地:
      某开发区:
        总体绩效目标: 开发区自己的目标
        绩效指标: {满意度/满意度指标: {满意度: ≥90%}}
      东莞: {工作量: 照合同}
    分配表:
      表头: [承担单位, 金额, count, some, 备注, 工作量]
      东莞: [东莞局, 20, 20, 不设, "-备注", 20家]
      某开发区: [开发区局, "30 ", "=30", 2个, "@", 30]
`

func TestEverythingOutAndInAgain(t *testing.T) {
	source := load.Source{Name: "all.yaml", Text: []byte(everything)}
	want, problems := load.Read(source)
	for _, problem := range problems {
		t.Error(problem)
	}
	book := written(t, "", source)
	got, problems := load.Read(book)
	for _, problem := range problems {
		t.Error(problem)
	}
	equal(t, want, got)
}
