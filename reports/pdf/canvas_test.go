package pdf

import (
	"bytes"
	"testing"
	"time"
)

var sampleMeta = Meta{
	Title: "广州市绩效记分卡", Author: "广东省工业和信息化厅", Subject: "2021年10月", Keywords: "示例数据", Lang: "zh-CN",
	Fingerprint: "3414a7663ed7", Created: time.Date(2021, 10, 31, 23, 59, 59, 0, time.FixedZone("", 8*3600)),
}

func output(t testing.TB, c *Canvas) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sampler draws one of everything.
func sampler() *Canvas {
	c := NewCanvas(sampleMeta)
	ink, red := Color{23, 28, 45}, Color{178, 34, 34}
	body := Style{Size: 9, Color: ink}
	c.AddPage()
	c.Bookmark("第一页 (一)", 0, 10)
	c.Text(20, 30, "广州市 \\ (87.5%) ≥8.5万家次 ① 〔〕 ± ‰ ÷ × → 𠮷䶮", Style{Size: 20, Bold: true, Color: ink})
	c.Text(190, 40, "靠右 1,316.40", Style{Size: 12, Color: red, Align: Right})
	c.Text(105, 40, "居中", Style{Size: 12, Color: red, Align: Center})
	c.Text(20, 50, "表情 😀 控制 \x07 希伯来 שלום 坏字节 \xff 行\t尾", body)
	y := 60.0
	for _, line := range c.Wrap("《2020年11月—2021年10月广东省企业情况综合报告》、《分行业研究报告（石化、纺织）》等共计不少于8.5万家次，其中“专精特新”企业占比≥90%；state-of-the-art infrastructure remains 92.5 % 完成。", 60, body) {
		c.Line(20, y+1, 80, y+1, Pen{Width: 0.1, Color: Color{200, 200, 200}})
		c.Text(20, y, line, body)
		y += 5
	}
	c.FillRect(100, 60, 40, 6, Color{230, 235, 240})
	c.StrokeRect(100, 70, 40, 6, Pen{Width: 0.3, Color: ink, Dash: [2]float64{1, 0.6}})
	c.Clip(100, 80, 40, 6, func() {
		for x := 90.0; x < 150; x += 2 {
			c.Line(x, 90, x+10, 80, Pen{Width: 0.2, Color: red})
		}
	})
	c.FillCircle(105, 95, 3, Color{0, 110, 90})
	c.StrokeCircle(115, 95, 3, Pen{Width: 0.5, Color: ink})
	c.FillWedge(125, 95, 3, 0, 180, Color{180, 110, 0})
	c.FillPolygon([]Point{{132, 98}, {138, 98}, {135, 92}}, red)
	c.Polyline([]Point{{100, 110}, {110, 105}, {120, 108}, {130, 101}}, Pen{Width: 0.5, Color: ink, Round: true})
	c.FillRoundRect(100, 115, 40, 8, 2, Color{230, 235, 240})
	c.StrokeRoundRect(100, 125, 40, 8, 2, Pen{Width: 0.3, Color: ink})
	c.Link(20, 25, 60, 8, 2, 0)
	c.LinkURI(100, 115, 40, 8, "https://example.org/证据?a=(1)")
	c.AddPage()
	c.Bookmark("第二页", 1, 10)
	c.Text(20, 30, "第二页", body)
	c.Attach("数据.json", "application/json", []byte(`{"score":86.67}`))
	for n := range c.PageCount() {
		c.SetPage(n + 1)
		c.Text(190, 285, string(rune('1'+n))+" / 2", Style{Size: 8, Color: ink, Align: Right})
	}
	return c
}
