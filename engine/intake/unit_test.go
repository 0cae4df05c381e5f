package intake_test

import (
	"slices"
	"testing"

	"yardstick/engine/intake"
)

// TestAUnitBesideAFigureBelongsToIt: visits are counted in 家次, satisfaction in %,
// spending in 万元.
func TestAUnitBesideAFigureBelongsToIt(t *testing.T) {
	const names = "指标,地区,填报期,"
	visits, rate, spent := "走访企业数量,广州,2021-03,", "服务对象满意度,广州,2021-03,", "执行数,广州,2021-03,"
	tests := map[string]struct{ text, want string }{
		"the heading's ten thousands":       {"完成值（万家次）\n" + visits + "0.85\n", "440100/visits 2021-03 new 8500\n"},
		"ten thousands alone":               {"完成值（万）\n" + visits + "1.2\n", "440100/visits 2021-03 new 12000\n"},
		"the line's own unit":               {"完成值（家次）\n" + visits + "5\n", "440100/visits 2021-03 new 5\n"},
		"a remark that is no unit":          {"完成值（请填数字）\n" + visits + "5\n", "440100/visits 2021-03 new 5\n"},
		"the unit in words":                 {"完成值（单位：万家次）\n" + visits + "2\n", "440100/visits 2021-03 new 20000\n"},
		"a figure with a unit of its own":   {"完成值（万家次）\n" + visits + "85家次\n", "440100/visits 2021-03 new 85\n"},
		"a figure with its own multiplier":  {"完成值（家次）\n" + visits + "1.2万\n", "440100/visits 2021-03 new 12000\n"},
		"per cent in the heading":           {"完成值（%）\n" + rate + "92.5\n", "440100/satisfaction 2021-03 new 92.5\n"},
		"money in 元":                        {"完成值（元）\n" + spent + "125000\n", "440100/money#spent 2021-03 new 12.5\n"},
		"money in 亿元":                       {"完成值（亿元）\n" + spent + "0.005\n", "440100/money#spent 2021-03 new 50\n"},
		"a unit column, a row each":         {"值,单位\n" + visits + "0.5,万家次\n" + rate + "92.5,%\n" + spent + "125000,元\n", "440100/visits 2021-03 new 5000\n440100/satisfaction 2021-03 new 92.5\n440100/money#spent 2021-03 new 12.5\n"},
		"a row's unit before the heading's": {"值（万家次）,单位\n" + visits + "5,家次\n", "440100/visits 2021-03 new 5\n"},
		"an empty unit":                     {"值,计量单位\n" + visits + "5,\n", "440100/visits 2021-03 new 5\n"},
		"an organisation in 单位":             {"值,单位\n" + visits + "5,市工信局\n", "440100/visits 2021-03 new 5\n"},
		"full-width signs":                  {"值,单位\n" + rate + "９２.５,％\n", "440100/satisfaction 2021-03 new 92.5\n"},
		"a percent sign and per cent":       {"值,单位\n" + rate + "92.5%,%\n", "440100/satisfaction 2021-03 new 92.5\n"},
		"a share in per cent is left alone": {"值,单位\n" + rate + "0.925,%\n", "440100/satisfaction 2021-03 new 0.925\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			preview, err := look(open(t), names+test.text, intake.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := values(preview); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestAUnitOfAnotherKindIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"visits in per cent":       "指标,地区,填报期,完成值（%）\n走访企业数量,广州,2021-03,5\n",
		"satisfaction in money":    "指标,地区,填报期,值,单位\n服务对象满意度,广州,2021-03,92.5,万元\n",
		"satisfaction by the head": "指标,地区,填报期,值,单位\n服务对象满意度,广州,2021-03,92.5,人次\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := look(open(t), text, intake.Options{})
			wantCode(t, err, "unit-conflict")
		})
	}
}

func TestABookUnderAHeadingInTenThousandsIsReadSo(t *testing.T) {
	f := tableOf(t, []any{"指标", "地区", "填报期", "完成值（万家次）"}, []any{"走访企业数量", "广州", "2021-03", 0.85})
	preview, err := lookAt(open(t), f.bytes(), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := values(preview), "440100/visits 2021-03 new 8500\n"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

func TestAHiddenRowIsReadAndSaid(t *testing.T) {
	f := tableOf(t, []any{"指标", "地区", "填报期", "值"}, []any{"走访企业数量", "广州", "2021-03", 5}, []any{"走访企业数量", "深圳", "2021-03", 6})
	if err := f.file.SetRowVisible("Sheet1", 3, false); err != nil {
		t.Fatal(err)
	}
	preview, err := lookAt(open(t), f.bytes(), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := values(preview); got != two {
		t.Errorf("got %s", got)
	}
	var said []string
	for _, remark := range preview.Remarks {
		said = append(said, remark.At.String()+" "+remark.Code)
	}
	if want := "filled.xlsx!Sheet1!D3 import-row-hidden"; !slices.Equal(said, []string{want}) {
		t.Errorf("got %v, want %s", said, want)
	}
}
