package notation

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
	"yardstick/indicators"
)

var someUnits = rapid.SampledFrom([]string{"", "家次", "%", "‰", "万元", "个", "平方米", "个工作日", "个月", "天", "USD", "exhibitions",
	"万亩", "例/10万人", "/10万", "元/户·月", "per 1,000 live births", "家（次）", "标段", "℃", "个百分点", "5号", "月", "日"})

func drawValue(t *rapid.T, name string) indicators.Value {
	digits := rapid.Int64Range(0, 1e9).Draw(t, name)
	return indicators.Value(digits) * indicators.Value(rapid.SampledFrom([]int64{1, 1e3, 1e5, 1e6}).Draw(t, name+" scale"))
}

// drawAmount draws a threshold, a range or a duration.
func drawAmount(t *rapid.T) indicators.Reading {
	r := indicators.Reading{Kind: indicators.Threshold, Value: drawValue(t, "value"), Unit: someUnits.Draw(t, "unit"),
		Op:  rapid.SampledFrom([]indicators.Op{indicators.AtLeast, indicators.MoreThan, indicators.AtMost, indicators.LessThan, indicators.Exactly}).Draw(t, "op"),
		Per: rapid.SampledFrom([]indicators.Frequency{"", "", "", indicators.Monthly, indicators.Quarterly, indicators.Yearly, indicators.Weekly, indicators.HalfYearly}).Draw(t, "per")}
	switch rapid.IntRange(0, 3).Draw(t, "shape") {
	case 0:
		r.Kind, r.Op, r.Per = indicators.Range, indicators.Between, ""
		r.High = r.Value + 1 + drawValue(t, "width")
		r.Open = rapid.SampledFrom([]string{"", "lo", "hi", "both"}).Draw(t, "open")
	case 1:
		if isTime(r.Unit) && r.Value > 0 && r.Unit != "月" && r.Unit != "日" {
			r.Kind, r.Op, r.Per = indicators.Duration, indicators.AtMost, ""
		}
	case 2:
		base := r.Value + indicators.One
		r.Per = ""
		if isFloor(r.Op) && r.Value > indicators.One {
			base = r.Value - indicators.One
		} else if !isCeiling(r.Op) {
			return r
		}
		if isTime(r.Unit) || strings.Contains(r.Unit, "per ") {
			return r
		}
		r.Baseline = &base
	}
	return r
}

func drawChange(t *rapid.T) indicators.Reading {
	r := indicators.Reading{Kind: indicators.Change, Op: rapid.SampledFrom([]indicators.Op{indicators.AtLeast, indicators.MoreThan, indicators.AtMost, indicators.LessThan}).Draw(t, "op"),
		Value: indicators.Value(rapid.Int64Range(1, 99_999_999).Draw(t, "size")), Unit: rapid.SampledFrom([]string{"%", "个百分点", "吨", "万元", "户"}).Draw(t, "unit"),
		Direction: rapid.SampledFrom([]string{"up", "down"}).Draw(t, "direction"), Basis: rapid.SampledFrom([]string{"previous_year", "baseline", "2019"}).Draw(t, "basis")}
	switch rapid.IntRange(0, 2).Draw(t, "shape") {
	case 0:
		r.Op, r.High = indicators.Between, r.Value+1
		r.Open = rapid.SampledFrom([]string{"", "lo", "hi", "both"}).Draw(t, "open")
	case 1:
		if r.Basis == "previous_year" {
			return indicators.Reading{Kind: indicators.Change, Direction: r.Direction, Basis: r.Basis, NoAmount: true}
		}
	}
	return r
}

func drawDeadline(t *rapid.T) indicators.Reading {
	day := indicators.Date(rapid.Int32Range(15000, 30000).Draw(t, "day"))
	r := indicators.Reading{Kind: indicators.Deadline, Value: day.Value(),
		Op: rapid.SampledFrom([]indicators.Op{indicators.AtLeast, indicators.MoreThan, indicators.AtMost, indicators.LessThan}).Draw(t, "op")}
	if r.Op == indicators.AtMost && rapid.Bool().Draw(t, "windowed") {
		r.Window = indicators.Window{From: day - indicators.Date(rapid.Int32Range(1, 1000).Draw(t, "days")), To: day}
	}
	return r
}

func drawReading(t *rapid.T) indicators.Reading {
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return drawChange(t)
	case 1:
		return drawDeadline(t)
	case 2:
		scale := rapid.SampledFrom(scales).Draw(t, "scale")
		rung := rapid.IntRange(1, len(scale)-1).Draw(t, "rung")
		scale, rung = scaleOf(scale[rung])
		if rung == 0 {
			return indicators.Reading{Kind: indicators.Narrative}
		}
		return indicators.Reading{Kind: indicators.Grade, Grade: scale[rung], Scale: scale, Rung: rung}
	}
	return drawAmount(t)
}

func TestAnyReadingPrintsInAFormThatReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawReading(t)
		if rapid.IntRange(0, 4).Draw(t, "compound") == 0 {
			r = indicators.Reading{Kind: indicators.Compound, Logic: rapid.SampledFrom([]string{"all", "any"}).Draw(t, "logic")}
			labels := []string{"合格率≥5", "返工率，2个", "a word", "3场"}
			for i := range rapid.IntRange(2, 4).Draw(t, "parts") {
				part := drawAmount(t)
				part.Label = labels[i]
				r.Parts = append(r.Parts, part)
			}
		}
		for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
			text := Canonical(r, l)
			back, problem := Read(Input{Text: text, Name: "指标", Category: "产出/数量指标", Year: 2021})
			if problem != nil {
				t.Fatalf("%q is refused: %v", text, problem)
			}
			if want, got := stated(r), stated(back); want != got {
				t.Fatalf("%q reads\n\t%s\nwant\t%s", text, got, want)
			}
		}
	})
}
