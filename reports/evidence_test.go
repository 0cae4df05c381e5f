package reports_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func TestACardListsWhatBacksItsFigures(t *testing.T) {
	e := cardtest.Backed(t)
	card := build(t, e, "city-440100", indicators.Chinese)
	var got []string
	for _, file := range card.Evidence.Files {
		got = append(got, file.Kind+" "+file.SizeText+" "+file.Name+"："+file.Backs)
	}
	want := []string{
		"XLSX 84 KB 企业数据采集验收表-2021.xlsx：企业数据采集量（家次） 2020-11、2020-12；公共服务平台项目数 2021-01、2021-02",
		"ZIP 3.4 MB 服务对象回访记录-第三季度.zip：2020年11月-2021年10月期间完成企业数据采集工作 2021-10；财政资金使用合规性 2021-08",
		"PDF 212 KB 评审组意见（部分达成）.pdf：2020年11月-2021年10月期间完成企业数据采集工作 2021-10；财政资金使用合规性 2021-08",
		"图片 412 B 财政资金支付凭证.jpg：预算执行（2021年度地级以上市企业情况综合工作经费） 2021-01 至 2021-06；预算执行（2021年度地级以上市支持先进制造业集群培育项目经费） 2021-01 至 2021-06",
		"链接  公示通告：财政资金到位率 2021-09",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if card.Evidence.Note != "5 份材料，支撑 19 个实际完成值" || card.Evidence.Many {
		t.Errorf("%s (many: %v)", card.Evidence.Note, card.Evidence.Many)
	}
}

func TestEvidenceIsCountedWhereItIsTooMuchToList(t *testing.T) {
	card := build(t, cardtest.Backed(t), "city-441900", indicators.English)
	files, figures := 0, 0
	for _, group := range card.Evidence.Groups {
		files, figures = files+group.Files, figures+group.Figures
	}
	if n := len(card.Evidence.Rows); !card.Evidence.Many || n < 25 || files != n || figures != n {
		t.Errorf("%d files, %d figures in groups; %d rows, many: %v", files, figures, n, card.Evidence.Many)
	}
}

func TestACardWithoutEvidenceSaysNothingOfIt(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, scope := range reports.Scopes(e) {
		if card := build(t, e, scope.Name(), indicators.Chinese); card.Evidence != nil {
			t.Errorf("%s has evidence: %+v", scope.Name(), card.Evidence)
		}
	}
	plain, backed := build(t, e, "city-440500", indicators.Chinese), build(t, cardtest.Backed(t), "city-440500", indicators.Chinese)
	if plain.Foot.Fingerprint != backed.Foot.Fingerprint {
		t.Error("evidence of another city changes this one's fingerprint")
	}
}

func TestTheFingerprintCoversEvidence(t *testing.T) {
	evidence := func(e *engine.Evaluation) []engine.Evidence {
		for _, a := range e.Assignments {
			if a.Assignment.Region == "440100" {
				return a.Indicators[0].Evidence
			}
		}
		return nil
	}
	before := build(t, cardtest.Backed(t), "city-440100", indicators.Chinese).Foot
	for name, change := range map[string]func(e *engine.Evidence){
		"another file":     func(e *engine.Evidence) { e.SHA256 = cardtest.File("x", "", 0).SHA256 },
		"another name":     func(e *engine.Evidence) { e.Name += "x" },
		"another size":     func(e *engine.Evidence) { e.Size++ },
		"another author":   func(e *engine.Evidence) { e.AttachedBy = "王芳" },
		"another instant":  func(e *engine.Evidence) { e.AttachedAt = e.AttachedAt.Add(time.Nanosecond) },
		"another period":   func(e *engine.Evidence) { e.Period++ },
		"a link's address": func(e *engine.Evidence) { e.URL = "https://www.gd.gov.cn/2" },
	} {
		t.Run(name, func(t *testing.T) {
			e := cardtest.Backed(t)
			change(&evidence(e)[0])
			after := build(t, e, "city-440100", indicators.Chinese).Foot
			changed := reports.Differing(before.Origin.Inputs, after.Origin.Inputs)
			if before.Fingerprint == after.Fingerprint || len(changed) != 1 || changed[0] != (reports.Input{Kind: reports.InputEvidence, Of: "survey/440100/collected"}) {
				t.Errorf("it changes %v", changed)
			}
		})
	}
	if again := build(t, cardtest.Backed(t), "city-440100", indicators.English).Foot.Fingerprint; again != before.Fingerprint {
		t.Error("the same evidence in another language has another fingerprint")
	}
}
