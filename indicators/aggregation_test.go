package indicators

import "testing"

func TestWhatSaysHowThingsStandIsNotAddedUp(t *testing.T) {
	tests := map[string]struct {
		name, unit string
		level      bool
	}{
		"a count adds up":                 {"培训人数", "人", false},
		"money adds up":                   {"销售收入", "万元", false},
		"a rate does not":                 {"合格率", "", true},
		"nor does a unit price":           {"设备单价", "元", true},
		"nor an average by its name":      {"平均参训人数", "人", true},
		"nor an average per head":         {"人均产值", "万元", true},
		"nor a balance at the year's end": {"年末贷款余额", "亿元", true},
		"a ratio to a base does not":      {"成本", "元/人", true},
		"an English average does not":     {"Average attendance", "people", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := IsLevel(test.name, test.unit); got != test.level {
				t.Errorf("%v, want %v", got, test.level)
			}
		})
	}
}
