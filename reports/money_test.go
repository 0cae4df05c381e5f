package reports_test

import (
	"testing"

	"yardstick/indicators"
	"yardstick/reports/cardtest"
)

// The workbook left the cell of the points empty where paper says 未到期.
func TestMoneyWithoutPointsSaysWhy(t *testing.T) {
	for _, row := range build(t, cardtest.Evaluation(t), "city-440100", indicators.Chinese).Money.Rows {
		if row.Points.Value != nil || row.Points.Text != "未到期" || row.PointsText != "未到期 / 10.00" {
			t.Errorf("%s: %v %q %q", row.Name, row.Points.Value, row.Points.Text, row.PointsText)
		}
	}
}

// The programme's 9,017 was drawn as long as a project's 2,180.4.
func TestMoneyIsDrawnOnOneScale(t *testing.T) {
	e := cardtest.Evaluation(t)
	for name, bars := range map[string]int{"programme": 7, "project-survey": 1, "project-crafts": 1, "city-440100": 2} {
		rows := build(t, e, name, indicators.Chinese).Money.Rows
		drawn := 0
		for k, row := range rows {
			if !row.Barred {
				if !row.Total || row.BudgetBar+row.SpentBar > 0 {
					t.Errorf("%s: %s has no bar, or half of one", name, row.Name)
				}
				continue
			}
			drawn++
			for _, other := range rows[:k] {
				if other.Barred && (*row.Budget.Value > *other.Budget.Value) != (row.BudgetBar > other.BudgetBar) {
					t.Errorf("%s: %s and %s are on two scales", name, row.Name, other.Name)
				}
			}
		}
		if drawn != bars {
			t.Errorf("%s: %d bars, want %d", name, drawn, bars)
		}
	}
}
