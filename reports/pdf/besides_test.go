package pdf

import (
	"slices"
	"testing"

	"yardstick/reports/chart"
)

func TestRemarksSideBySideBreakBetweenThem(t *testing.T) {
	s := &sheet{Canvas: NewCanvas(Meta{})}
	st := in(small, chart.Muted)
	width := s.Width("权重覆盖率 20.43% · 较上期（2021年9月）", st)
	for name, c := range map[string]struct {
		texts, want []string
	}{
		"what fits is one line":             {[]string{"权重覆盖率 20.43%", "截至 2021-09"}, []string{"权重覆盖率 20.43% · 截至 2021-09"}},
		"what does not begins the next":     {[]string{"权重覆盖率 20.43%", "较上期（2021年9月） -0.16", "x"}, []string{"权重覆盖率 20.43%", "较上期（2021年9月） -0.16 · x"}},
		"what is not there leaves no trace": {[]string{"", "权重覆盖率 20.43%", "", ""}, []string{"权重覆盖率 20.43%"}},
		"nothing is no line":                {[]string{"", ""}, nil},
		"what is longer than a line goes on": {[]string{"达成", "权重覆盖率 20.43% 权重覆盖率 20.43% 权重覆盖率", "截至 2021-09"},
			[]string{"达成", "权重覆盖率 20.43% 权重覆盖率 20.43% 权重", "覆盖率 · 截至 2021-09"}},
	} {
		if got := s.besides(dot, c.texts, width, st); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
