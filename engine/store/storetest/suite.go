package storetest

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

func readBack(t *testing.T, f *fixture) {
	f.clock.Set(At(time.February, 3))
	e := entry("visits", time.January, "12.5")
	e.Note, e.Token = "初步统计", "k1"
	written := f.record(t, e).Observations[0]
	history, err := f.History(f.ctx, e.Indicator)
	if err != nil || len(history) != 1 {
		t.Fatal(history, err)
	}
	equal(t, history[0], engine.Observation{Seq: written.Seq, Indicator: e.Indicator, Period: e.Period, Value: 12_500_000, Text: "12.5",
		EnteredAt: At(time.February, 3).UTC(), EnteredBy: "officer", Note: "初步统计", Token: "k1"})
	equal(t, history[0], written)
}

func allOrNothing(t *testing.T, f *fixture) {
	_, err := f.Record(f.ctx, "t-2021", []engine.Entry{
		entry("visits", time.January, "5"),
		entry("visit", time.January, "5"),
		entry("visits", time.February, "5"),
		entry("visits", time.January, "6"),
	}, store.RecordOptions{})
	refused(t, err, "entry-indicator-misspelt", "entry-period-future", "entry-twice")
	equal(t, f.values(t, time.Time{}), []string(nil))
	if cut, _ := f.Cut(f.ctx, "", time.Time{}); cut.Head.Count != 1 {
		t.Errorf("the chain has %d links, want only the definition's", cut.Head.Count)
	}
}

func corrections(t *testing.T, f *fixture) {
	first := f.record(t, entry("visits", time.January, "5")).Observations[0]
	_, err := f.Record(f.ctx, "", []engine.Entry{entry("visits", time.January, "6")}, store.RecordOptions{})
	refused(t, err, "entry-second")
	correction := entry("visits", time.January, "6")
	correction.Supersede, correction.Note = "漏报一家", "已核"
	second := f.record(t, correction).Observations[0]
	if second.Supersedes != first.Seq || second.Note != "漏报一家；已核" {
		t.Errorf("the correction is %+v", second)
	}
	equal(t, f.values(t, time.Time{}), []string{"440100/visits 2021-01 = 6"})
	empty := entry("reports", time.January, "1")
	empty.Supersede = "打错"
	_, err = f.Record(f.ctx, "", []engine.Entry{empty}, store.RecordOptions{})
	refused(t, err, "entry-nothing-to-supersede")
}

func tokens(t *testing.T, f *fixture) {
	e := entry("visits", time.January, "5")
	e.Token = "once"
	first, again := f.record(t, e), f.record(t, e)
	equal(t, again.Observations, first.Observations)
	equal(t, again.Head, first.Head)
	other := entry("visits", time.January, "6")
	other.Token = "once"
	_, err := f.Record(f.ctx, "", []engine.Entry{other}, store.RecordOptions{})
	refused(t, err, "entry-token-used")
}

func asOf(t *testing.T, f *fixture) {
	before, err := f.Cut(f.ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	f.clock.Set(At(time.January, 31))
	f.record(t, entry("visits", time.January, "5"), entry("satisfaction", time.January, "91"))
	f.clock.Set(At(time.February, 28))
	f.record(t, entry("visits", time.February, "7"))
	corrected := entry("visits", time.January, "6")
	corrected.Supersede = "更正"
	f.clock.Set(At(time.February, 28).Add(time.Minute))
	f.record(t, corrected)

	equal(t, f.values(t, At(time.January, 30)), []string(nil))
	january := []string{"440100/visits 2021-01 = 5", "440100/satisfaction 2021-01 = 91"}
	equal(t, f.values(t, At(time.January, 31)), january)
	equal(t, f.values(t, At(time.February, 27)), january)
	equal(t, f.values(t, At(time.February, 28).Add(time.Second)),
		[]string{"440100/visits 2021-01 = 5", "440100/visits 2021-02 = 7", "440100/satisfaction 2021-01 = 91"})
	equal(t, f.values(t, time.Time{}),
		[]string{"440100/visits 2021-01 = 6", "440100/visits 2021-02 = 7", "440100/satisfaction 2021-01 = 91"})
	cut, err := f.Cut(f.ctx, "", At(time.January, 30))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, cut, before)
}

func clockSetBack(t *testing.T, f *fixture) {
	f.clock.Set(At(time.March, 10))
	f.record(t, entry("visits", time.January, "5"))
	early, err := f.Cut(f.ctx, "", At(time.March, 7))
	if err != nil {
		t.Fatal(err)
	}
	f.clock.Set(At(time.March, 5))
	f.record(t, entry("visits", time.February, "7"))
	again, err := f.Cut(f.ctx, "", At(time.March, 7))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, again, early)
	equal(t, f.values(t, At(time.March, 10)), []string{"440100/visits 2021-01 = 5", "440100/visits 2021-02 = 7"})
}

func versions(t *testing.T, f *fixture) {
	same, err := f.LoadProgramme(f.ctx, Definitions("100"), "manager")
	if err != nil || same != 1 {
		t.Fatalf("the same definitions again became version %d (%v)", same, err)
	}
	f.clock.Set(At(time.June, 1))
	next, err := f.LoadProgramme(f.ctx, Definitions("120"), "manager")
	if err != nil || next != 2 {
		t.Fatalf("changed definitions became version %d (%v)", next, err)
	}
	for at, want := range map[time.Time]int{
		At(time.January, 1).AddDate(-1, 0, 0): 1, At(time.May, 31): 1, At(time.June, 1): 2, {}: 2,
	} {
		p, err := f.Programme(f.ctx, "t-2021", at)
		if err != nil {
			t.Fatal(err)
		}
		if p.Version != want {
			t.Errorf("as of %v version %d is in force, want %d", at, p.Version, want)
		}
	}
	sources, err := f.Sources(f.ctx, "t-2021", 1)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, sources, Definitions("100"))
	_, err = f.Programme(f.ctx, "t-2022", time.Time{})
	refused(t, err, "programme-unknown")
}

// unitChange turns each line of a definition into another under which the figures
// reported would mean something else.
func unitChange(t *testing.T, f *fixture) {
	f.record(t, entry("on-time", time.January, "是"), entry("visits", time.January, "30"))
	edited := func(old, new string) []load.Source {
		source := Definitions("100")[0]
		return []load.Source{{Name: source.Name, Text: []byte(strings.Replace(string(source.Text), old, new, 1))}}
	}
	visits := "          走访企业数量（家次）: {目标: 100, 编号: visits}\n"
	for name, sources := range map[string][]load.Source{
		"another kind":       edited("按期完成: {目标: 是", "按期完成: {目标: 95"),
		"another unit":       edited("走访企业数量（家次）: {目标: 100", "走访企业数量（万元）: {目标: 100"),
		"totals, not months": edited(visits, strings.Replace(visits, "编号", "填报方式: 累计, 编号", 1)),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.LoadProgramme(f.ctx, sources, "manager")
			refused(t, err, "definition-figures-change")
		})
	}
	quality := "          按期完成: {目标: 是, 编号: on-time}\n"
	parts := func(text string) []load.Source {
		return edited(quality, quality+"          质量: {目标: "+text+", 编号: quality}\n")
	}
	t.Run("parts in another order", func(t *testing.T) {
		if _, err := f.LoadProgramme(f.ctx, parts("合格率95%以上，返工率控制在2%以内"), "manager"); err != nil {
			t.Fatal(err)
		}
		first := entry("quality", time.January, "96%")
		first.Part = "1"
		f.record(t, first)
		_, err := f.LoadProgramme(f.ctx, parts("返工率控制在2%以内，合格率95%以上"), "manager")
		refused(t, err, "definition-figures-change")
		if _, err := f.LoadProgramme(f.ctx, parts("产品合格率95%以上，返工率控制在2%以内"), "manager"); err != nil {
			t.Errorf("a part worded anew keeps its figures: %v", err)
		}
	})
	t.Run("another unit after it had been taken out", func(t *testing.T) {
		if _, err := f.LoadProgramme(f.ctx, edited(visits, ""), "manager"); err != nil {
			t.Fatal(err)
		}
		_, err := f.LoadProgramme(f.ctx, edited("走访企业数量（家次）: {目标: 100", "走访企业数量（万元）: {目标: 100"), "manager")
		refused(t, err, "definition-figures-change")
		if _, err := f.LoadProgramme(f.ctx, Definitions("100"), "manager"); err != nil {
			t.Errorf("as it was it may come back: %v", err)
		}
	})
}

func declarations(t *testing.T, f *fixture) {
	f.clock.Set(At(time.March, 1))
	one := engine.Declaration{Kind: engine.DeclaredNotApplicable, Indicator: Guangzhou("reports"), Period: Month(time.January), Reason: "任务取消"}
	two := engine.Declaration{Kind: engine.AcceptedDeviation, Indicator: Guangzhou("visits"), Horizon: indicators.Annual, Period: Month(time.January),
		Reason: "疫情", Remedy: "补走访", Until: Month(time.December).Last()}
	if _, err := f.Declare(f.ctx, "", []engine.Declaration{one, two}, "reviewer"); err != nil {
		t.Fatal(err)
	}
	f.clock.Set(At(time.April, 1))
	back := one
	back.Withdrawn = true
	if _, err := f.Declare(f.ctx, "t-2021", []engine.Declaration{back}, "reviewer"); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time][]engine.Declaration{At(time.February, 1): nil, At(time.March, 2): {one, two}, {}: {one, two, back}} {
		cut, err := f.Cut(f.ctx, "", at)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Declarations(f.ctx, "", cut)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if got[i].EnteredBy != "reviewer" || got[i].Seq == 0 || got[i].EnteredAt.IsZero() {
				t.Errorf("declaration %d is not signed: %+v", i, got[i])
			}
			got[i].Seq, got[i].EnteredAt, got[i].EnteredBy = 0, time.Time{}, ""
		}
		equal(t, got, want)
	}
	bare, unknown := one, one
	bare.Reason, unknown.Indicator = " ", "t-2021/none"
	_, err := f.Declare(f.ctx, "", []engine.Declaration{bare, unknown}, "")
	refused(t, err, "declaration-reason", "entry-indicator-unknown")
}

func chain(t *testing.T, f *fixture) {
	seen := map[string]bool{}
	for i := range 5 {
		e := entry("visits", time.January, strconv.Itoa(i))
		if i > 0 {
			e.Supersede = "更正"
		}
		head := f.record(t, e).Head
		if head.Count != int64(i)+2 || len(head.Hash) != 64 || seen[head.Hash] {
			t.Errorf("after entry %d the head is %+v", i, head)
		}
		seen[head.Hash] = true
	}
	v, err := f.Verify(f.ctx)
	if err != nil {
		t.Fatal(err)
	}
	cut, err := f.Cut(f.ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, v.Chains, []store.Chain{{Programme: "t-2021", Head: cut.Head}})
}

func changedSince(t *testing.T, f *fixture) {
	cut, err := f.Cut(f.ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	f.record(t, entry("visits", time.January, "5"))
	_, err = f.Record(f.ctx, "", []engine.Entry{entry("reports", time.January, "1")}, store.RecordOptions{After: &cut})
	refused(t, err, "changed-since")
	if cut, err = f.Cut(f.ctx, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	if _, err = f.Record(f.ctx, "", []engine.Entry{entry("reports", time.January, "1")}, store.RecordOptions{After: &cut}); err != nil {
		t.Error(err)
	}
}

func manyWriters(t *testing.T, f *fixture) {
	const writers, each = 16, 20
	f.record(t, entry("visits", time.January, "0"))
	var wg sync.WaitGroup
	errs := make(chan error, writers*each)
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				e := entry("visits", time.January, strconv.Itoa(i))
				e.Supersede, e.Token = "更正", strconv.Itoa(w)+"/"+strconv.Itoa(i)
				_, err := f.Record(f.ctx, "", []engine.Entry{e}, store.RecordOptions{})
				errs <- err
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	history, err := f.History(f.ctx, Guangzhou("visits"))
	if err != nil {
		t.Fatal(err)
	}
	if len(history) != writers*each+1 {
		t.Errorf("%d entries were kept of %d", len(history), writers*each+1)
	}
	for i, o := range history[1:] {
		if o.Supersedes != history[i].Seq {
			t.Fatalf("entry %d supersedes %d, not the one before, %d", o.Seq, o.Supersedes, history[i].Seq)
		}
	}
}

func reordered(t *testing.T, f *fixture) {
	f.record(t, entry("visits", time.January, "5"), entry("reports", time.January, "1"), entry("satisfaction", time.January, "91"))
	text := string(Definitions("100")[0].Text)
	moved := "          走访企业数量（家次）: {目标: 100, 编号: visits}\n"
	text = strings.Replace(text, moved, "", 1)
	text = strings.Replace(text, "        效益/满意度指标:\n", "        产出/时效指标:\n"+moved+"        效益/满意度指标:\n", 1)
	f.clock.Set(At(time.January, 2))
	if _, err := f.LoadProgramme(f.ctx, []load.Source{{Name: "t-2021.yaml", Text: []byte(text)}}, "manager"); err != nil {
		t.Fatal(err)
	}
	equal(t, f.values(t, time.Time{}), []string{"440100/reports 2021-01 = 1", "440100/visits 2021-01 = 5", "440100/satisfaction 2021-01 = 91"})
	equal(t, f.values(t, At(time.January, 1)), []string{"440100/visits 2021-01 = 5", "440100/reports 2021-01 = 1", "440100/satisfaction 2021-01 = 91"})
}

func refusals(t *testing.T, f *fixture) {
	f.clock.Set(At(time.March, 15))
	tests := map[string]struct {
		entry engine.Entry
		code  string
	}{
		"an unknown indicator":               {entry("nonesuch-indicator", time.March, "1"), "entry-indicator-unknown"},
		"a part where there is none":         {engine.Entry{Indicator: Guangzhou("visits"), Part: "1", Period: Month(time.March), Text: "1"}, "entry-part-none"},
		"money without its part":             {engine.Entry{Indicator: Guangzhou("money"), Period: Month(time.March), Text: "1"}, "entry-part-wanted"},
		"a money part that is none":          {engine.Entry{Indicator: Guangzhou("money"), Part: "lost", Period: Month(time.March), Text: "1"}, "entry-part-unknown"},
		"a month before the year":            {engine.Entry{Indicator: Guangzhou("visits"), Period: Month(time.January) - 1, Text: "1"}, "entry-period-early"},
		"a month after the year":             {engine.Entry{Indicator: Guangzhou("visits"), Period: Month(time.December) + 1, Text: "1"}, "entry-period-late"},
		"a month that has not begun":         {entry("visits", time.April, "1"), "entry-period-future"},
		"a programme that is not there":      {engine.Entry{Indicator: "x/y/z", Period: Month(time.March), Text: "1"}, "entry-indicator-unknown"},
		"the money of an unknown assignment": {engine.Entry{Indicator: "t-2021/survey/440900/money", Part: "spent", Period: Month(time.March), Text: "1"}, "entry-indicator-misspelt"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := f.Record(f.ctx, "", []engine.Entry{test.entry}, store.RecordOptions{})
			refused(t, err, test.code)
		})
	}
	_, err := f.LoadProgramme(f.ctx, []load.Source{{Name: "bad.yaml", Text: []byte("项目: [")}}, "manager")
	if refusal := new(engine.Refusal); !errors.As(err, &refusal) {
		t.Errorf("definitions with an error: %v, want a refusal", err)
	}
}

func evaluatedAgain(t *testing.T, f *fixture) {
	f.clock.Set(At(time.June, 30))
	f.record(t, entry("visits", time.January, "5"), entry("satisfaction", time.June, "91"))
	through := Month(time.June)
	june, err := f.Evaluate(f.ctx, "", store.EvaluateOptions{Through: through})
	if err != nil {
		t.Fatal(err)
	}
	f.clock.Set(At(time.December, 1))
	corrected := entry("visits", time.January, "6")
	corrected.Supersede = "更正"
	f.record(t, corrected, entry("visits", time.February, "6"))
	if _, err := f.LoadProgramme(f.ctx, Definitions("120"), "manager"); err != nil {
		t.Fatal(err)
	}
	again, err := f.Evaluate(f.ctx, "", store.EvaluateOptions{Through: through, AsOf: june.AsOf})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, summary(again), summary(june))
	now, err := f.Evaluate(f.ctx, "", store.EvaluateOptions{Through: through})
	if err != nil {
		t.Fatal(err)
	}
	if now.Programme.Version != 2 || now.Head.Count != june.Head.Count+3 || now.Assignments[0].Indicators[0].Targets[0].Actual != 12*indicators.One {
		t.Errorf("now: version %d, head %+v, visits %s", now.Programme.Version, now.Head, now.Assignments[0].Indicators[0].Targets[0].Actual)
	}
}

// summary is what of an evaluation a reader could tell apart.
func summary(e *engine.Evaluation) []string {
	out := []string{e.AsOf.String(), e.Through.String(), strconv.Itoa(e.Programme.Version), e.Head.Hash, e.Total.Score.String(), e.Total.Coverage.String()}
	for _, assignment := range e.Assignments {
		for _, indicator := range assignment.Indicators {
			for _, target := range indicator.Targets {
				out = append(out, target.Target.ID()+" "+string(target.State)+" "+string(target.Verdict)+" "+target.Actual.String()+" "+target.Target.Text)
			}
			for _, o := range append(indicator.Entries, indicator.Superseded...) {
				out = append(out, o.Indicator+" "+o.Period.String()+" "+o.Text+" "+strconv.FormatInt(o.Seq, 10))
			}
		}
	}
	return out
}

func scanned(t *testing.T, f *fixture) {
	f.clock.Set(At(time.June, 1))
	f.record(t, entry("visits", time.January, "5"), entry("visits", time.February, "6"), entry("satisfaction", time.March, "91"),
		engine.Entry{Indicator: "t-2021/survey/440300/reports", Period: Month(time.April), Text: "2"})
	before, err := f.Cut(f.ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	corrected := entry("visits", time.January, "9")
	corrected.Supersede = "更正"
	f.record(t, corrected)
	after, err := f.Cut(f.ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for cut, want := range map[store.Cut]string{before: "2021-01=5 2021-02=6 2021-03=91 2021-04=2 ", after: "2021-01=9 2021-02=6 2021-03=91 2021-04=2 "} {
		for readers := range 4 {
			parts := make([]string, readers+1)
			err := f.Scan(f.ctx, "", cut, readers, func(reader int) func(store.Figure) error {
				return func(figure store.Figure) error {
					parts[reader] += figure.Period.String() + "=" + figure.Value.String() + " "
					return nil
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			equal(t, strings.Join(parts, ""), want)
		}
	}
}
