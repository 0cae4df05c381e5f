package web_test

import (
	"context"
	"strings"
	"testing"

	"yardstick/indicators/load"
)

// kinds has an indicator of each kind of target.
const kinds = `专项:
  编号: k-2021
  名称: 各类指标
  年度: 2021
  地区: 广东省
项目:
  编号: all
  名称: 各类
  总体绩效目标: 各类
  各地:
    广州:
      资金: [{承担单位: 市局, 金额: 100}]
      绩效指标:
        产出/数量指标:
          走访企业数量（家次）: {目标: 100家次, 编号: visits}
        产出/质量指标:
          合格率: {目标: ≥90%, 编号: rate, 汇总方式: 比率}
          验收等级: {目标: 良好, 编号: grade}
        产出/时效指标:
          完成时间: {目标: 2021年12月31日前完成, 编号: date}
          按期完成: {目标: 是, 编号: yes}
        效益/经济效益指标:
          产值增长: {目标: 比上年增长10%以上, 编号: growth}
          活动与满意度: {目标: "举办活动不少于4场，满意度达到90%以上", 编号: both}
`

func TestEachKindOfTargetHasItsField(t *testing.T) {
	s := newSite(t)
	if _, err := s.store.LoadProgrammeAs(context.Background(), s.actor("manager"), []load.Source{{Name: "k-2021.yaml", Text: []byte(kinds)}}); err != nil {
		t.Fatal(err)
	}
	c, sheet := s.client(t, "guangzhou"), "/p/k-2021/sheet/all/440100/2021-03"
	check(t, s.get(t, c, "/"), 200, "各类指标", sheet, survey)
	page := s.get(t, c, sheet)
	check(t, page, 200)
	for key, want := range map[string]struct{ field, typed string }{
		"visits":           {`<input form="cells" name="v.visits"`, "1.2万"},
		"rate.numerator":   {`分子`, "92"},
		"rate.denominator": {`分母`, "100"},
		"grade":            {`<option value="良好">`, "良好"},
		"date":             {`2021-12-15`, "2021-03-20"},
		"yes":              {`<option value="是">`, "否"},
		"growth":           {`增长7.2%`, "增长12%"},
		"both.1":           {`name="v.both.1"`, "2"},
		"both.2":           {`name="v.both.2"`, "92%"},
		"money.spent":      {`name="v.money.spent"`, "12.5"},
	} {
		if !strings.Contains(page.Body, want.field) {
			t.Errorf("%s: the page has no %s", key, want.field)
		}
		check(t, s.post(t, c, sheet+"/cells", "v."+key, want.typed, "s."+key, "0"), 303)
		shown := s.get(t, c, sheet).Body
		if !strings.Contains(shown, `value="`+want.typed+`" selected`) && !strings.Contains(shown, `name="v.`+key+`" class="figure" value="`+want.typed+`"`) {
			t.Errorf("%s: %q is not shown in its field", key, want.typed)
		}
	}
}
