package pdf

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

//go:embed testdata/names.txt
var noticeTexts string

// benchCard draws two pages with 34 wrapped rows, a bullet beside each, and two bar
// charts of 21 bars; no two numbers n give the same card.
func benchCard(n int) *Canvas {
	c := NewCanvas(sampleMeta)
	ink, pale, blue := Color{23, 28, 45}, Color{230, 235, 240}, Color{16, 62, 104}
	head, body := Style{Size: 18, Bold: true, Color: ink}, Style{Size: 8, Color: ink}
	small := Style{Size: 7, Color: Color{110, 118, 130}}
	number := Style{Size: 9, Bold: true, Color: ink, Align: Right}
	c.AddPage()
	c.Bookmark("记分卡", 0, 0)
	c.Text(15, 25, fmt.Sprintf("地区 %d 绩效记分卡", n), head)
	y := 35.0
	for i, name := range strings.Split(strings.TrimSpace(noticeTexts), "\n") {
		lines := c.Wrap(fmt.Sprintf("%s（第%d号）", name, n*34+i), 76, body)
		if y+3.6*float64(len(lines))+4 > 285 {
			c.AddPage()
			y = 25
		}
		for j, line := range lines {
			c.Text(15, y+3.6*float64(j), line, body)
		}
		done := float64((n*31+i*17)%120) / 100
		c.Text(15, y+3.6*float64(len(lines)), "产出/数量　达成", small)
		c.Text(95, y, "≥"+fmt.Sprint(n*7+i*13)+"家次", body)
		c.Text(125, y, fmt.Sprintf("%d,%03d", n%90+1, i*29), number)
		c.FillRect(130, y-3, 40, 4, pale)
		c.FillRect(130, y-2, 33*done, 2, blue)
		c.Line(163, y-3.5, 163, y+1.5, Pen{Width: 0.5, Color: ink})
		c.Text(195, y, fmt.Sprintf("%.2f / 16.67", 16.67*min(done, 1)), number)
		y += 3.6*float64(len(lines)) + 0.5
		c.Line(15, y-0.2, 195, y-0.2, Pen{Width: 0.1, Color: pale})
		y += 3.2
	}
	for chart := range 2 {
		left, top := 15+95*float64(chart), 175.0
		c.Text(left, top-4, "各地级以上市完成情况", Style{Size: 12, Bold: true, Color: blue})
		for i, city := range strings.Split("广州 深圳 珠海 汕头 佛山 韶关 河源 梅州 惠州 汕尾 东莞 中山 江门 阳江 湛江 茂名 肇庆 清远 潮州 揭阳 云浮", " ") {
			v, at := float64((n*13+i*37)%100)+1, top+5*float64(i)
			c.Text(left, at+3, city, body)
			c.FillRect(left+9, at, v*0.7, 3.6, blue)
			c.Text(left+10+v*0.7, at+3, fmt.Sprintf("%.1f%%", v), small)
		}
	}
	for i := range c.PageCount() {
		c.SetPage(i + 1)
		c.Text(195, 288, fmt.Sprintf("%d / %d", i+1, c.PageCount()), Style{Size: 8, Color: ink, Align: Right})
	}
	return c
}

// BenchmarkCard draws and writes cards of two pages, 500 different ones in turn.
func BenchmarkCard(b *testing.B) {
	b.ReportAllocs()
	fonts()
	var size counter
	b.ResetTimer()
	for i := range b.N {
		if err := benchCard(i % 500).Output(&size); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(size)/float64(b.N)/1000, "KB/file")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "files/s")
}

// BenchmarkCardAllCores is the same on as many cores as there are.
func BenchmarkCardAllCores(b *testing.B) {
	fonts()
	b.ResetTimer()
	b.RunParallel(func(loop *testing.PB) {
		for n := 0; loop.Next(); n++ {
			if err := benchCard(n % 500).Output(new(counter)); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "files/s")
}

// counter is a writer that only counts.
type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }
