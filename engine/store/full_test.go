package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// A disk that is full is had through SQLite's own limit of pages: the same error
// from the same place as a file system's.
func TestAFullDiskLeavesNothingHalfWrittenAndTheStoreUsable(t *testing.T) {
	ctx := context.Background()
	now := func() time.Time { return time.Date(2021, 6, 1, 0, 0, 0, 0, time.UTC) }
	file := filepath.Join(t.TempDir(), "full.db")
	sources := []load.Source{{Name: "f.yaml", Text: []byte("专项: {编号: f-2021, 名称: 试验, 年度: 2021, 地区: 广东省}\n项目:\n  编号: p\n  名称: 项目\n  资金: [{承担单位: 厅, 金额: 1}]\n  绩效指标:\n    产出/数量指标:\n      数量: {目标: 100, 编号: n}\n")}}
	s, err := Open(ctx, file, Options{Create: true, Now: now, maxPages: 90})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.LoadProgramme(ctx, sources, "manager"); err != nil {
		t.Fatal(err)
	}
	enter := func(n int, note string) error {
		e := engine.Entry{Indicator: "f-2021/p/440000/n", Period: indicators.NewPeriod(2021, 1), Text: fmt.Sprint(n), Note: note}
		if n > 0 {
			e.Supersede = "更正"
		}
		_, err := s.Record(ctx, "", []engine.Entry{e}, RecordOptions{})
		return err
	}
	if err := enter(0, ""); err != nil {
		t.Fatal(err)
	}
	before, err := s.Cut(ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var many []engine.Entry // near a megabyte together
	for month := range 5 {
		for _, part := range indicators.MoneyParts() {
			many = append(many, engine.Entry{Indicator: "f-2021/p/440000/money", Part: part, Period: indicators.NewPeriod(2021, time.Month(month+1)), Text: "1",
				Note: strings.Repeat("长", engine.LongestText)})
		}
	}
	_, err = s.Record(ctx, "", many, RecordOptions{})
	var problem *indicators.Problem
	if !errors.As(err, &problem) || problem.Code != "database-disk-full" {
		t.Fatalf("got %v, want database-disk-full", err)
	}
	after, err := s.Cut(ctx, "", time.Time{})
	if err != nil || after != before {
		t.Fatalf("the chain moved from %v to %v (%v)", before, after, err)
	}
	if err := enter(2, "small"); err != nil {
		t.Errorf("a small entry afterwards: %v", err)
	}
	v, err := s.Verify(ctx)
	if err != nil || !v.Sound() {
		t.Errorf("afterwards: %v %v", err, v)
	}
}
