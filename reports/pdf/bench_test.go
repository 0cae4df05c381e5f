package pdf

import (
	_ "embed"
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

//go:embed testdata/names.txt
var noticeTexts string

// madeCard is the content of a card of two pages: 34 wrapped rows, a bullet beside
// each, and two bar charts of 21 bars. No two numbers give the same. We and the
// peers draw it alike.
type madeCard struct {
	Title  string      `json:"title"`
	Rows   []madeRow   `json:"rows"`
	Charts []madeChart `json:"charts"`
}

type madeRow struct {
	Name   string  `json:"name"`
	About  string  `json:"about"`
	Target string  `json:"target"`
	Actual string  `json:"actual"`
	Done   float64 `json:"done"` // of the target
	Points string  `json:"points"`
}

type madeChart struct {
	Title string    `json:"title"`
	Bars  []madeBar `json:"bars"`
}

type madeBar struct {
	Name  string  `json:"name"`
	Share float64 `json:"share"` // percent
	Text  string  `json:"text"`
}

func made(n int) madeCard {
	card := madeCard{Title: fmt.Sprintf("地区 %d 绩效记分卡", n)}
	for i, name := range strings.Split(strings.TrimSpace(noticeTexts), "\n") {
		done := float64((n*31+i*17)%120) / 100
		card.Rows = append(card.Rows, madeRow{fmt.Sprintf("%s（第%d号）", name, n*34+i), "产出/数量　达成", fmt.Sprintf("≥%d家次", n*7+i*13),
			fmt.Sprintf("%d,%03d", n%90+1, i*29), done, fmt.Sprintf("%.2f / 16.67", 16.67*min(done, 1))})
	}
	for range 2 {
		chart := madeChart{Title: "各地级以上市完成情况"}
		for i, city := range strings.Fields("广州 深圳 珠海 汕头 佛山 韶关 河源 梅州 惠州 汕尾 东莞 中山 江门 阳江 湛江 茂名 肇庆 清远 潮州 揭阳 云浮") {
			v := float64((n*13+i*37)%100) + 1
			chart.Bars = append(chart.Bars, madeBar{city, v, fmt.Sprintf("%.1f%%", v)})
		}
		card.Charts = append(card.Charts, chart)
	}
	return card
}

func benchCard(n int) *Canvas {
	return drawMade(made(n))
}

func drawMade(card madeCard) *Canvas {
	c := NewCanvas(sampleMeta)
	ink, pale, blue := Color{23, 28, 45}, Color{230, 235, 240}, Color{16, 62, 104}
	head, body := Style{Size: 18, Bold: true, Color: ink}, Style{Size: 8, Color: ink}
	small := Style{Size: 7, Color: Color{110, 118, 130}}
	number := Style{Size: 9, Bold: true, Color: ink, Align: Right}
	c.AddPage()
	c.Bookmark("记分卡", 0, 0)
	c.Text(15, 25, card.Title, head)
	y := 35.0
	for _, row := range card.Rows {
		lines := c.Wrap(row.Name, 76, body)
		if y+3.6*float64(len(lines))+4 > 285 {
			c.AddPage()
			y = 25
		}
		for j, line := range lines {
			c.Text(15, y+3.6*float64(j), line, body)
		}
		c.Text(15, y+3.6*float64(len(lines)), row.About, small)
		c.Text(95, y, row.Target, body)
		c.Text(125, y, row.Actual, number)
		c.FillRect(130, y-3, 40, 4, pale)
		c.FillRect(130, y-2, 33*row.Done, 2, blue)
		c.Line(163, y-3.5, 163, y+1.5, Pen{Width: 0.5, Color: ink})
		c.Text(195, y, row.Points, number)
		y += 3.6*float64(len(lines)) + 0.5
		c.Line(15, y-0.2, 195, y-0.2, Pen{Width: 0.1, Color: pale})
		y += 3.2
	}
	for k, chart := range card.Charts {
		left := 15 + 95*float64(k)
		c.Text(left, 171, chart.Title, Style{Size: 12, Bold: true, Color: blue})
		for i, bar := range chart.Bars {
			at := 175 + 5*float64(i)
			c.Text(left, at+3, bar.Name, body)
			c.FillRect(left+9, at, bar.Share*0.7, 3.6, blue)
			c.Text(left+10+bar.Share*0.7, at+3, bar.Text, small)
		}
	}
	for i := range c.PageCount() {
		c.SetPage(i + 1)
		c.Text(195, 288, fmt.Sprintf("%d / %d", i+1, c.PageCount()), Style{Size: 8, Color: ink, Align: Right})
	}
	return c
}

// BenchmarkDrawn draws and writes 500 different cards of two pages with 34 rows, on
// one core and on two: an operation is the whole batch.
func BenchmarkDrawn(b *testing.B) {
	fonts()
	batches(b, 500, func(n int) (size, pages int) {
		var out counter
		c := benchCard(n)
		if err := c.Output(&out); err != nil {
			b.Error(err)
		}
		return int(out), c.PageCount()
	})
}

// BenchmarkDemonstration lays out, draws and writes the 29 scorecards of the first
// programme.
func BenchmarkDemonstration(b *testing.B) {
	fonts()
	e, before := cardtest.Evaluation(b), cardtest.EvaluationThrough(b, cardtest.Through-1)
	scopes := reports.Scopes(e)
	batches(b, len(scopes), func(n int) (size, pages int) { return built(b, card(b, e, scopes[n], indicators.Chinese, before)) })
}

// BenchmarkGenerated does so with 500 cities of 24 generated programmes, 34 indicators each.
func BenchmarkGenerated(b *testing.B) {
	fonts()
	var all []func() *reports.Scorecard
	for seed := 0; len(all) < 500; seed++ {
		e := cardtest.Generated(b, cardtest.Shape{Seed: seed, Regions: 21, Indicators: 34})
		for _, scope := range reports.Scopes(e)[2:] {
			all = append(all, func() *reports.Scorecard { return card(b, e, scope, indicators.Chinese, nil) })
		}
	}
	batches(b, 500, func(n int) (size, pages int) { return built(b, all[n]()) })
}

func built(b *testing.B, card *reports.Scorecard) (size, pages int) {
	var out counter
	c := draw(card, nil)
	if err := c.Output(&out); err != nil {
		b.Error(err)
	}
	return int(out), c.PageCount()
}

// batches makes files 0 to count-1 on one core and on all, and reports what one
// file took, and the most memory that was alive during the batch, and during its first
// tenth, above what was before.
func batches(b *testing.B, count int, file func(n int) (size, pages int)) {
	one := 0.0
	for _, cores := range []int{1, 2} {
		b.Run(fmt.Sprintf("cores=%d", cores), func(b *testing.B) {
			if runtime.NumCPU() < cores {
				b.Skip("the machine has only one core")
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
			file(0)
			runtime.GC()
			b.ReportAllocs()
			start, used := held(), processorTime(b)
			var early, peak uint64
			size, pages := 0, 0
			for b.Loop() {
				var mutex sync.Mutex
				next := 0
				var wait sync.WaitGroup
				for range cores {
					wait.Go(func() {
						for {
							mutex.Lock()
							n := next
							next++
							mutex.Unlock()
							if n >= count {
								return
							}
							s, p := file(n)
							mutex.Lock()
							size, pages, peak = size+s, pages+p, max(peak, held())
							if n < count/10 {
								early = peak
							}
							mutex.Unlock()
						}
					})
				}
				wait.Wait()
			}
			files := float64(count * b.N)
			ms := b.Elapsed().Seconds() * 1000 / files
			b.ReportMetric(ms, "ms/file")
			b.ReportMetric((processorTime(b)-used).Seconds()*1000/files, "cpu-ms/file")
			b.ReportMetric(1000/ms, "files/s")
			b.ReportMetric(float64(pages)/files, "pages/file")
			b.ReportMetric(float64(size)/files/1000, "KB/file")
			b.ReportMetric(float64(early-min(start, early))/1e6, "MB-alive-first-tenth")
			b.ReportMetric(float64(peak-min(start, peak))/1e6, "MB-alive")
			if cores == 1 {
				one = ms
			} else if one > 0 {
				b.ReportMetric(one/ms, "×one-core")
			}
		})
	}
}

// held is how many bytes of objects the last collection found alive.
func held() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// counter is a writer that only counts.
type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }
