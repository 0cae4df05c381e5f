package reports_test

import (
	"slices"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/rules"
)

func points(h indicators.Hundredths) *indicators.Hundredths { return &h }

func TestADifferenceNamesWhatChanged(t *testing.T) {
	met := reports.SideTarget{ID: "p/a/x", Name: "产量", Horizon: indicators.Annual, Text: "≥90", Expr: "actual >= 90", Actual: "95", Partial: "null",
		State: engine.Reported, Verdict: rules.Met, Points: points(1000), Weight: points(1000)}
	change := func(f func(*reports.SideTarget)) *reports.SideTarget {
		one := met
		f(&one)
		return &one
	}
	for name, c := range map[string]struct {
		before, after *reports.SideTarget
		what          []reports.ChangeKind
		actual, words string
		points        string
	}{
		"nothing": {&met, change(func(*reports.SideTarget) {}), nil, "", "", ""},
		"a lower figure": {&met, change(func(s *reports.SideTarget) { s.Actual, s.Verdict, s.Points = "85.5", rules.NotMet, points(950) }),
			[]reports.ChangeKind{reports.ActualChanged, reports.PointsChanged, reports.VerdictChanged}, "95 → 85.5", "达成 → 未达成", "10.00 / 10.00 → 9.50 / 10.00"},
		"a reported zero is not a missing figure": {change(func(s *reports.SideTarget) {
			s.Actual, s.State, s.Verdict, s.Points = "null", engine.Missing, "", points(0)
		}),
			change(func(s *reports.SideTarget) { s.Actual, s.Verdict, s.Points = "0", rules.NotMet, points(0) }),
			[]reports.ChangeKind{reports.ActualChanged, reports.VerdictChanged}, "未报 → 0", "未报 → 未达成", "0.00 / 10.00"},
		"another target": {&met, change(func(s *reports.SideTarget) { s.Text, s.Expr = "≥95", "actual >= 95" }), []reports.ChangeKind{reports.TargetChanged}, "95", "达成", "10.00 / 10.00"},
		"a new target":   {nil, &met, []reports.ChangeKind{reports.TargetAdded}, "— → 95", "— → 达成", "— → 10.00 / 10.00"},
		"a target gone":  {&met, nil, []reports.ChangeKind{reports.TargetRemoved}, "95 → —", "达成 → —", "10.00 / 10.00 → —"},
		"a partial figure": {change(func(s *reports.SideTarget) {
			s.Actual, s.Partial, s.State, s.Verdict, s.Points = "null", "8360", engine.Missing, "", points(0)
		}), &met,
			[]reports.ChangeKind{reports.ActualChanged, reports.PointsChanged, reports.VerdictChanged}, "8,360（部分） → 95", "未报 → 达成", "0.00 / 10.00 → 10.00 / 10.00"},
		"a figure beyond the floats": {change(func(s *reports.SideTarget) { s.Actual = "9007199254.740992" }), change(func(s *reports.SideTarget) { s.Actual = "9007199254.740993" }),
			[]reports.ChangeKind{reports.ActualChanged}, "9,007,199,254.740992 → 9,007,199,254.740993", "达成", "10.00 / 10.00"},
	} {
		t.Run(name, func(t *testing.T) {
			side := func(target *reports.SideTarget) (s reports.Side) {
				if target != nil {
					s.Targets = append(s.Targets, *target)
				}
				return s
			}
			d := reports.Compare(side(c.before), side(c.after), indicators.Chinese)
			if c.what == nil {
				if len(d.Targets) != 0 || d.Alike != 1 {
					t.Errorf("%+v", d.Targets)
				}
				return
			}
			if len(d.Targets) != 1 {
				t.Fatalf("%d targets differ", len(d.Targets))
			}
			got := d.Targets[0]
			if !slices.Equal(got.What, c.what) || got.ActualText != c.actual || got.VerdictText != c.words || got.PointsText != c.points {
				t.Errorf("%v %q %q %q, want %v %q %q %q", got.What, got.ActualText, got.VerdictText, got.PointsText, c.what, c.actual, c.words, c.points)
			}
		})
	}
}
