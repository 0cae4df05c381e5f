package chart

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"yardstick/indicators"
	"yardstick/reports"
)

// narrow is a measure of type in which every character is half its size wide.
func narrow(text string, size float64, _ bool) float64 {
	return float64(len([]rune(text))) * size * pointMM * 0.5
}

func labels(d Drawing) map[string]Item {
	out := map[string]Item{}
	for _, item := range d.Items {
		if item.Kind == Label {
			out[item.Text] = item
		}
	}
	return out
}

// wide is the width of the widest area of an ink; -1 when there is none.
func wide(d Drawing, ink Ink) float64 {
	widest := -1.0
	for _, item := range d.Items {
		if item.Kind == Area && item.Ink == ink {
			low, high := math.Inf(1), math.Inf(-1)
			for _, p := range item.Points {
				low, high = min(low, p.X), max(high, p.X)
			}
			widest = max(widest, high-low)
		}
	}
	return widest
}

func TestABulletsBarIsItsShareOfTheTrack(t *testing.T) {
	box := Box{X: 10, Y: 20, Width: 130, Height: 3}
	for name, test := range map[string]struct {
		bullet reports.Bullet
		ink    Ink
		want   float64
	}{
		"a met target is dark":           {reports.Bullet{Known: true, Bar: 7692, Shape: reports.ShapeMet}, Text, 99.996},
		"a missed one has its own ink":   {reports.Bullet{Known: true, Bar: 5000, Shape: reports.ShapeNotMet}, Failed, 65},
		"a reported zero is a thin mark": {reports.Bullet{Known: true, Bar: 0, Shape: reports.ShapeNotMet}, Failed, 0.5},
		"a missing one has no bar":       {reports.Bullet{Bar: 0, Word: "未报", Shape: reports.ShapeMissing}, Text, -1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := wide(Bullet(&test.bullet, box, narrow), test.ink); math.Abs(got-test.want) > 1e-6 {
				t.Errorf("bar is %v mm wide, want %v", got, test.want)
			}
		})
	}
}

func TestAMissingFigureIsHatchedAndSaysSo(t *testing.T) {
	for shape, hatched := range map[reports.Shape]bool{reports.ShapeMissing: true, reports.ShapeNotApplicable: false, reports.ShapeNotYetDue: false} {
		d := Bullet(&reports.Bullet{Word: "未报", Shape: shape}, Box{Width: 34, Height: 3.3}, narrow)
		if _, ok := labels(d)["未报"]; !ok {
			t.Errorf("%s: the word is not there", shape)
		}
		hatches := 0
		for _, item := range d.Items {
			if item.Ink == Hatch {
				hatches++
			}
		}
		if hatched != (hatches >= 10) {
			t.Errorf("%s: %d lines of hatching", shape, hatches)
		}
	}
}

func TestAGapBreaksTheSparkAndIsNeverAPointAtZero(t *testing.T) {
	s := &reports.Spark{Points: []reports.SparkPoint{{X: 0, Y: 5000, Known: true}, {X: 2500, Y: 6000, Known: true}, {X: 5000, Due: true}, {X: 7500, Y: 7000, Known: true}, {X: 10000, Y: 8000, Known: true}}}
	lines := 0
	for _, item := range Spark(s, Box{Width: 100, Height: 10}).Items {
		if item.Kind == Stroke && item.Ink == Accent {
			lines++
			for _, p := range item.Points {
				if p.X == 50 {
					t.Error("the line goes through the gap")
				}
			}
		}
	}
	if lines != 2 {
		t.Errorf("%d lines, want one either side of the gap", lines)
	}
}

func TestTrendGapsAreFramedAndZerosStandOnTheLine(t *testing.T) {
	ten := 10 * indicators.One
	trend := &reports.Trend{TargetOf: &ten, Target: 9000, Total: "3", Points: []reports.TrendPoint{
		{Label: "1", Known: true, Bar: 0}, {Label: "2", Due: true}, {Label: "3", Known: true, Bar: 3000}, {Label: "4"}}}
	bars, frames := 0, 0
	for _, item := range Trend(trend, Box{Width: 80, Height: 40}, false, narrow).Items {
		switch {
		case item.Kind == Area && item.Ink == Accent:
			bars++
		case item.Kind == Stroke && item.Dashed:
			frames++
		}
	}
	if bars != 2 || frames != 1 {
		t.Errorf("%d bars and %d dashed frames, want 2 and 1", bars, frames)
	}
}

// Above both words is the chart's name: the actual was printed over it.
func TestTheWordsOfATrendKeepOffEachOtherAndTheNameAbove(t *testing.T) {
	hundred := 100 * indicators.One
	for name, c := range map[string]struct {
		months, last  int
		target, total string
	}{
		"in the first month":        {12, 0, "target 100%", "100%"},
		"in June":                   {12, 5, "target 100%", "100%"},
		"in the last month":         {12, 11, "target 100%", "100%"},
		"words that fill the chart": {12, 6, "target 8.5万家次", "84,530家次"},
	} {
		trend := &reports.Trend{TargetOf: &hundred, Target: reports.Whole, TargetTop: c.target, Total: c.total, Points: make([]reports.TrendPoint, c.months)}
		trend.Points[c.last].Known, trend.Points[c.last].Bar = true, reports.Whole
		box := Box{Y: 10, Width: 40, Height: 26}
		ends := map[string][2]float64{}
		for _, item := range Trend(trend, box, true, narrow).Items {
			if item.Kind != Label || item.Text != c.target && item.Text != c.total {
				continue
			}
			x, width := item.Points[0].X, narrow(item.Text, trendSize, true)
			from := map[Align]float64{Left: x, Center: x - width/2, Right: x - width}[item.Align]
			ends[item.Text] = [2]float64{from, from + width}
			if item.Points[0].Y < box.Y+2.5 || from < box.X-0.01 || from+width > box.Right()+0.01 {
				t.Errorf("%s: %q leaves its chart: %v to %v at %v", name, item.Text, from, from+width, item.Points[0].Y)
			}
		}
		if a, b := ends[c.target], ends[c.total]; a[0] < b[1]+1 && b[0] < a[1]+1 {
			t.Errorf("%s: %v and %v meet", name, a, b)
		}
	}
}

func TestARegionWithoutAFigureHasNoDot(t *testing.T) {
	r := &reports.Ranking{Target: "目标", Tick: 5000, Items: []reports.RankItem{
		{Number: "1", Name: "广州", Known: true, At: 6000, Reached: true, Value: reports.Figure{Text: "102%"}},
		{Number: "2", Name: "深圳", Known: true, At: 4000, Value: reports.Figure{Text: "95%"}},
		{Name: "潮州", Value: reports.Figure{Text: "未报"}}}}
	discs, rings := 0, 0
	d := Ranking(r, Box{Width: 80, Height: 30}, narrow)
	for _, item := range d.Items {
		switch item.Kind {
		case Disc:
			discs++
		case Ring:
			rings++
		}
	}
	if discs != 2 || rings != 1 { // a filled dot; paper and a ring
		t.Errorf("%d discs, %d rings", discs, rings)
	}
	word, ok := labels(d)["未报"]
	if !ok {
		t.Fatal("the region without a figure does not say so")
	}
	if ground := d.Items[len(d.Items)-2]; ground.Kind != Area || ground.Ink != Paper || ground.Points[0].X > word.Points[0].X-narrow("未报", rankSize, false) {
		t.Errorf("the axis' lines run through the word: %+v", ground)
	}
}

func TestAWordTooLongForItsCellBecomesItsShape(t *testing.T) {
	row := &reports.HeatRow{Cells: []reports.HeatCell{{Level: reports.LevelMissing, Text: "Not reported", Mark: reports.Mark{Shape: reports.ShapeMissing}},
		{Level: reports.LevelReached, Text: "100"}, {Level: reports.LevelNone, Text: ""}}}
	got := labels(HeatRow(row, Box{Width: 24, Height: 4.6}, narrow))
	if _, ok := got["Not reported"]; ok || len(got) != 1 {
		t.Errorf("labels %v", got)
	}
}

func TestEveryShapeIsDrawnDifferently(t *testing.T) {
	seen := map[string]reports.Shape{}
	for _, shape := range []reports.Shape{reports.ShapeMet, reports.ShapePartlyMet, reports.ShapeNotMet, reports.ShapeMissing, reports.ShapeInProgress, reports.ShapeNotYetDue, reports.ShapeNotApplicable, reports.ShapeAccepted} {
		outline := ""
		for _, item := range Mark(shape, Point{}, 1).Items {
			outline += string(rune('a'+item.Kind)) + string(rune('0'+len(item.Points)))
		}
		if other, twice := seen[outline]; twice || outline == "" {
			t.Errorf("%s looks like %s without colour (%s)", shape, other, outline)
		}
		seen[outline] = shape
	}
}

// Property: whatever the shares, nothing is drawn outside its box by more than the
// marks that reach over its edge.
func TestDrawingsStayInTheirBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.Map(rapid.IntRange(0, 10000), func(n int) reports.Share { return reports.Share(n) })
		word := rapid.StringMatching(`[a-z ]{0,14}`)
		box := Box{X: 30, Y: 40, Width: 60, Height: 4}
		chips := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) reports.Chip {
			return reports.Chip{Word: word.Draw(t, "word"), Chosen: rapid.Bool().Draw(t, "chosen"), Target: rapid.Bool().Draw(t, "target")}
		}), 1, 6).Draw(t, "chips")
		bullet := reports.Bullet{Known: rapid.Bool().Draw(t, "known"), Bar: share.Draw(t, "bar"), Ticks: []reports.Share{share.Draw(t, "tick")}, Bands: []reports.Share{4615, 6154}, Word: word.Draw(t, "word"), Beyond: rapid.Bool().Draw(t, "beyond")}
		for _, d := range []Drawing{Chips(chips, box, narrow), Bullet(&bullet, box, narrow), Bar(bullet.Bar, bullet.Known, box, Accent), Money(bullet.Bar, bullet.Bar/2, bullet.Known, box)} {
			for _, item := range d.Items {
				for _, p := range item.Points {
					if p.X < box.X-0.01 || p.X > box.Right()+0.01 || p.Y < box.Y-1 || p.Y > box.Bottom()+1 {
						t.Fatalf("%v is at %v, outside %v", item.Kind, p, box)
					}
				}
			}
		}
	})
}
