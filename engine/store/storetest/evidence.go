package storetest

import (
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// evidenceAsOf attaches to a figure, to spending, to a figure that is then corrected,
// and detaches again: each instant keeps what it knew.
func evidenceAsOf(t *testing.T, f *fixture) {
	money := entry("visits", time.January, "3")
	money.Indicator, money.Part = sheetOfGuangzhou+"/"+indicators.MoneyLocal, indicators.MoneySpent
	f.clock.Set(At(time.February, 1))
	entered := f.record(t, entry("visits", time.January, "5"), entry("reports", time.January, "1"), money).Observations
	link := func(day int, o engine.Observation, title string) engine.Evidence {
		t.Helper()
		f.clock.Set(At(time.February, day))
		e, err := f.AttachLink(f.ctx, nil, "", o.Seq, title, "https://www.gd.gov.cn/"+title)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	list := link(2, entered[0], "list")
	link(3, entered[2], "voucher")
	link(4, entered[1], "draft")
	f.clock.Set(At(time.February, 5))
	correction := entry("reports", time.January, "2")
	correction.Supersede = "漏报一份"
	f.record(t, correction)
	f.clock.Set(At(time.February, 6))
	if err := f.Detach(f.ctx, nil, "", list.Seq, "传错文件"); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[int][]string{
		1: nil,
		2: {"visits list"},
		3: {"visits list", "money voucher"},
		4: {"visits list", "reports draft", "money voucher"},
		5: {"visits list", "money voucher"}, // the figure that the draft backed counts no more
		6: {"money voucher"},
	} {
		equal(t, f.backed(t, At(time.February, day)), want)
	}
}

// backed is what backs the figures of the first city as of an instant.
func (f *fixture) backed(t *testing.T, asOf time.Time) (out []string) {
	t.Helper()
	e, err := f.Evaluate(f.ctx, "", store.EvaluateOptions{Through: Month(time.January), AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	add := func(name string, list []engine.Evidence) {
		for _, one := range list {
			if one.AttachedAt.After(asOf) || one.AttachedAt.Location().String() != "Asia/Shanghai" {
				t.Errorf("%s was attached at %s, as of %s", one.Name, one.AttachedAt, asOf)
			}
			out = append(out, name+" "+one.Name)
		}
	}
	for _, a := range e.Assignments {
		if a.Assignment.ID != sheetOfGuangzhou {
			continue
		}
		for _, r := range a.Indicators {
			add(r.Indicator.LocalID(), r.Evidence)
		}
		add("money", a.Money.Evidence)
	}
	return out
}
