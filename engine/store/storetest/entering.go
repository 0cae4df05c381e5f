package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

func (f *fixture) withdraw(as engine.Actor, local string, seen int64) error {
	return f.Withdraw(f.ctx, as, "", Guangzhou(local), "", Month(time.January), seen)
}

func (f *fixture) sheet(t *testing.T) *engine.Sheet {
	t.Helper()
	s, err := f.Sheet(f.ctx, "", sheetOfGuangzhou, Month(time.January))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// links is how many links the programme's chain has.
func (f *fixture) links(t *testing.T) int64 {
	t.Helper()
	cut, err := f.Cut(f.ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return cut.Head.Count
}

func withdrawals(t *testing.T, f *fixture) {
	staffed(t, f)
	first := f.mustEnter(t, li, entry("visits", time.January, "5"))
	typo := f.mustEnter(t, li, seen(entry("visits", time.January, "55"), first))
	f.mustEnter(t, li, entry("reports", time.January, "1"))
	refused(t, f.withdraw(zhou, "visits", 0), "may-not-enter")
	refused(t, f.withdraw(li, "satisfaction", 0), "entry-withdraw-nothing")
	refused(t, f.withdraw(li, "visits", first.Seq), "entry-changed-since")
	before := f.links(t)
	for range 2 { // the answer to the first was lost
		if err := f.withdraw(li, "visits", typo.Seq); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, f.links(t), before+1)
	equal(t, f.provisional(t), []string{"440100/reports 2021-01 = 1"})
	row := f.sheet(t).Row(Guangzhou("visits"), "")
	if row.Entry != nil || len(row.History) != 2 || row.History[0].Withdrawn.By != "li" || row.History[1].Withdrawn == nil {
		t.Errorf("the cleared cell is %+v", row)
	}
	_, err := f.enter(chen, seen(entry("visits", time.January, "6"), typo))
	refused(t, err, "entry-withdrawn-since")
	f.submit(t, li)
	refused(t, f.withdraw(li, "reports", 0), "sheet-submitted")
	f.mustApprove(t)
	equal(t, f.values(t, time.Time{}), []string{"440100/reports 2021-01 = 1"})
	refused(t, f.withdraw(li, "reports", 0), "entry-withdraw-approved")
	f.mustEnter(t, li, entry("visits", time.January, "7"))
	f.clock.Set(At(time.February, 4))
	refused(t, f.withdraw(li, "visits", 0), "sheet-closed")
}

// withdrawnBeside withdraws one month of a line on which another waits.
func withdrawnBeside(t *testing.T, f *fixture) {
	staffed(t, f)
	f.mustEnter(t, li, entry("visits", time.January, "5"))
	f.clock.Set(At(time.February, 2))
	f.mustEnter(t, li, entry("visits", time.February, "7"))
	if err := f.withdraw(li, "visits", 0); err != nil {
		t.Fatal(err)
	}
	sound := func() {
		t.Helper()
		v, err := f.Verify(f.ctx)
		if err != nil || !v.Sound() {
			t.Errorf("%v %v", err, v.Problems)
		}
	}
	sound()
	if err := f.Rebuild(f.ctx); err != nil {
		t.Fatal(err)
	}
	sound()
}

func withdrawnCorrections(t *testing.T, f *fixture) {
	staffed(t, f)
	f.mustEnter(t, li, entry("visits", time.January, "5"))
	f.submit(t, li)
	f.mustApprove(t)
	f.clock.Set(At(time.February, 3))
	corrected := entry("visits", time.January, "50")
	corrected.Supersede = "漏报"
	f.mustEnter(t, li, corrected)
	equal(t, f.sheet(t).Submission.State, engine.Draft)
	during, err := f.Cut(f.ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	f.clock.Set(At(time.February, 3).Add(time.Hour))
	if err := f.withdraw(li, "visits", 0); err != nil {
		t.Fatal(err)
	}
	for _, values := range [][]string{f.values(t, time.Time{}), f.provisional(t)} {
		equal(t, values, []string{"440100/visits 2021-01 = 5"})
	}
	equal(t, f.sheet(t).Submission.State, engine.Approved)
	_, err = f.Submit(f.ctx, li, "", sheetOfGuangzhou, Month(time.January))
	refused(t, err, "sheet-nothing-new")
	if e, err := f.Evaluate(f.ctx, "", store.EvaluateOptions{Through: Month(time.January), AsOf: At(time.February, 3), Provisional: true}); err != nil ||
		e.Assignments[0].Indicators[0].Targets[0].Actual != 50*indicators.One {
		t.Errorf("while it waited, %+v %v", during, err)
	}
	again := entry("visits", time.January, "6")
	again.Supersede = "更正"
	if o := f.mustEnter(t, li, again); o.Supersedes == 0 {
		t.Errorf("%+v supersedes nothing", o)
	}
	f.submit(t, li)
	f.mustApprove(t)
	equal(t, f.values(t, time.Time{}), []string{"440100/visits 2021-01 = 6"})
}

func sentAgain(t *testing.T, f *fixture) {
	staffed(t, f)
	one, two := entry("visits", time.January, "5"), entry("reports", time.January, "1")
	one.Token, two.Token = "a", "b"
	first, err := f.enter(li, one, two)
	if err != nil {
		t.Fatal(err)
	}
	before := f.links(t)
	same := func(when string) {
		t.Helper()
		again, err := f.enter(li, one, two)
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		equal(t, again.Observations, first.Observations)
	}
	same("at once")
	if err := f.withdraw(li, "visits", 0); err != nil {
		t.Fatal(err)
	}
	same("after it was withdrawn")
	equal(t, f.provisional(t), []string{"440100/reports 2021-01 = 1"})
	f.submit(t, li)
	same("after the sheet was submitted")
	f.mustApprove(t)
	same("after it was approved")
	f.clock.Set(At(time.March, 1))
	same("after the period closed")
	equal(t, f.links(t), before+3)
	other := one
	other.Text = "6"
	_, err = f.enter(li, other)
	refused(t, err, "entry-token-used")
	_, err = f.enter(chen, one)
	refused(t, err, "entry-token-used")
	elsewhere := entry("satisfaction", time.January, "91")
	elsewhere.Token = "c"
	twice := elsewhere
	twice.Indicator, twice.Text = Guangzhou("on-time"), "是"
	_, err = f.enter(li, elsewhere, twice)
	refused(t, err, "entry-token-used")
}

func sameAgain(t *testing.T, f *fixture) {
	staffed(t, f)
	first := f.mustEnter(t, li, entry("visits", time.January, "5"))
	before := f.links(t)
	for range 3 { // a page that saves while somebody types
		if again := f.mustEnter(t, li, seen(entry("visits", time.January, " 5 "), first)); again.Seq != first.Seq {
			t.Errorf("it was entered again: %+v", again)
		}
	}
	equal(t, f.links(t), before)
	noted := seen(entry("visits", time.January, "5"), first)
	noted.Note = "含补报"
	if again := f.mustEnter(t, li, noted); again.Seq == first.Seq {
		t.Error("a new remark was not kept")
	}
}

func changedMeanwhile(t *testing.T, f *fixture) {
	staffed(t, f)
	first := f.mustEnter(t, li, entry("visits", time.January, "5"))
	f.clock.Set(At(time.February, 2).Add(9 * time.Minute))
	f.mustEnter(t, chen, seen(entry("visits", time.January, "6家次"), first))
	_, err := f.enter(li, seen(entry("visits", time.January, "7"), first))
	refused(t, err, "entry-changed-since")
	refusal := new(engine.Refusal)
	if !errors.As(err, &refusal) {
		t.Fatal(err)
	}
	problem := refusal.Problems[0]
	equal(t, problem.Args["was"]+" "+problem.Args["by"]+" "+problem.Args["at"]+" "+problem.Args["is"], "6家次 chen 2021-02-02T12:09:00+08:00 7")
}

func reasonsWanted(t *testing.T, f *fixture) {
	staffed(t, f)
	f.mustEnter(t, li, entry("reports", time.January, "3")) // 至少2篇: reached, and far above
	f.mustEnter(t, li, entry("visits", time.January, "5"))  // in progress
	_, err := f.Submit(f.ctx, li, "", sheetOfGuangzhou, Month(time.January))
	refused(t, err, "sheet-reasons-wanted-over")
	equal(t, f.sheet(t).Submission.State, engine.Draft)
	reason := engine.Declaration{Kind: engine.DeviationReason, Indicator: Guangzhou("reports"), Period: Month(time.January), Reason: "目标偏低"}
	if _, err := f.DeclareAs(f.ctx, li, "", []engine.Declaration{reason}); err != nil {
		t.Fatal(err)
	}
	equal(t, f.sheet(t).Row(Guangzhou("reports"), "").Reason.Reason, "目标偏低")
	equal(t, f.submit(t, li).State, engine.Submitted)
}

func sheetOfNow(t *testing.T, f *fixture) {
	staffed(t, f)
	f.clock.Set(At(time.March, 2))
	_, err := f.Sheet(f.ctx, "none", sheetOfGuangzhou, Month(time.January))
	refused(t, err, "programme-unknown")
	_, err = f.Sheet(f.ctx, "", "t-2021/survey/449900", Month(time.January))
	refused(t, err, "assignment-unknown")
	_, err = f.Sheet(f.ctx, "", sheetOfGuangzhou, Month(time.January)-1)
	refused(t, err, "period-outside")
	equal(t, f.sheet(t).CanEnter.Code, "sheet-closed")
	if _, err := f.Reopen(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), "补报"); err != nil {
		t.Fatal(err)
	}
	o := f.mustEnter(t, li, entry("visits", time.January, "0"))
	if _, err := f.AttachLink(f.ctx, &li, "", o.Seq, "公告", "https://www.gd.gov.cn/1"); err != nil {
		t.Fatal(err)
	}
	waiting := engine.Declaration{Kind: engine.DeclaredNotApplicable, Indicator: Guangzhou("reports"), Period: Month(time.January), Reason: "取消"}
	if _, err := f.DeclareAs(f.ctx, li, "", []engine.Declaration{waiting}); err != nil {
		t.Fatal(err)
	}
	submitted := f.submit(t, li)
	if _, err := f.Return(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), submitted.Submitted, "请核对", store.Remark{Indicator: Guangzhou("visits"), Text: "为零？"}); err != nil {
		t.Fatal(err)
	}
	s := f.sheet(t)
	visits, reports := s.Row(Guangzhou("visits"), ""), s.Row(Guangzhou("reports"), "")
	if visits.Entry == nil || visits.Entry.Value != 0 || !visits.Entry.Waits || len(visits.Evidence) != 1 || visits.Remark != "为零？" || s.CanEnter != nil {
		t.Errorf("the row is %+v, %v", visits, s.CanEnter)
	}
	if reports.NotApplicable == nil || !reports.NotApplicable.Waits || reports.Wanted {
		t.Errorf("the row declared not applicable is %+v", reports)
	}
	if len(s.Rows) != 4+len(indicators.MoneyParts()) || !s.Rows[4].Line.IsMoney() || s.Result.Assignment != s.Assignment {
		t.Errorf("%d rows", len(s.Rows))
	}
}

func sheetsListed(t *testing.T, f *fixture) {
	staffed(t, f)
	f.mustEnter(t, li, entry("visits", time.January, "5"), entry("reports", time.January, "1"))
	f.submit(t, li)
	f.clock.Set(At(time.February, 5))
	list := func(filter store.SheetFilter) (out []string) {
		t.Helper()
		sheets, err := f.Sheets(f.ctx, "", filter)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sheets {
			full, err := f.Sheet(f.ctx, "", s.Assignment.ID, s.Period)
			if err != nil {
				t.Fatal(err)
			}
			if filled, wanted := full.Filled(); filled != s.Filled || wanted != s.Wanted || full.Submission.State != s.Submission.State || full.Closed != s.Closed {
				t.Errorf("%s %s: the list says %d of %d, the sheet %d of %d", s.Assignment.ID, s.Period, s.Filled, s.Wanted, filled, wanted)
			}
			state := string(s.Submission.State)
			if s.Untouched() {
				state = "untouched"
			}
			out = append(out, s.Assignment.Region+" "+s.Period.String()+" "+state+" "+s.SubmittedBy+s.Reason)
		}
		return out
	}
	equal(t, list(store.SheetFilter{}), []string{"440100 2021-01 submitted li", "440100 2021-02 untouched ", "440300 2021-01 untouched ", "440300 2021-02 untouched "})
	equal(t, list(store.SheetFilter{Scopes: li.Scopes(engine.Enter), From: Month(time.February)}), []string{"440100 2021-02 untouched "})
	equal(t, list(store.SheetFilter{States: []engine.SubmissionState{engine.Submitted}}), []string{"440100 2021-01 submitted li"})
	equal(t, list(store.SheetFilter{Scopes: li.Scopes(engine.Review)}), []string(nil)) // nowhere is not everywhere
	equal(t, list(store.SheetFilter{Overdue: true}), []string{"440300 2021-01 untouched "})
	equal(t, list(store.SheetFilter{Region: "440300", To: Month(time.January)}), []string{"440300 2021-01 untouched "})
	if _, err := f.Return(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), 0, "请核对"); err != nil {
		t.Fatal(err)
	}
	equal(t, list(store.SheetFilter{Overdue: true}), []string{"440100 2021-01 returned li请核对", "440300 2021-01 untouched "})
	sheets, err := f.Sheets(f.ctx, "", store.SheetFilter{Overdue: true})
	if err != nil || sheets[0].Overdue != 2 || sheets[0].Waits != 2 || sheets[0].Entered != 2 || !slices.Equal(sheets[0].Assignment.Lines, f.sheet(t).Assignment.Lines) {
		t.Errorf("%+v %v", sheets, err)
	}
}
