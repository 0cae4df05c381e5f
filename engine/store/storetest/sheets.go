package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// The people of the test programme: two officers of the first city, one of the
// second, two reviewers.
var (
	li   = actor("li", "officer:region=440100")
	chen = actor("chen", "officer:region=440100")
	zhou = actor("zhou", "officer:region=440300")
	wang = actor("wang", "reviewer:*")
	zhao = actor("zhao", "officer:*", "reviewer:*")
)

const sheetOfGuangzhou = "t-2021/survey/440100"

func actor(name string, grants ...string) engine.Actor {
	out := engine.Actor{Name: name}
	for _, text := range grants {
		grant, problem := engine.ParseGrant(text)
		if problem != nil {
			panic(problem)
		}
		out.Grants = append(out.Grants, grant)
	}
	return out
}

// Hire gives the people accounts.
func Hire(t testing.TB, s *store.Store, people ...engine.Actor) {
	t.Helper()
	for _, one := range people {
		if err := s.AddAccount(t.Context(), nil, store.Account{Name: one.Name, Title: strings.ToUpper(one.Name), Grants: one.Grants}); err != nil {
			t.Fatal(err)
		}
	}
}

// staffed is a fixture with accounts, in the first days of February.
func staffed(t *testing.T, f *fixture) *fixture {
	Hire(t, f.Store, li, chen, zhou, wang, zhao)
	f.clock.Set(At(time.February, 2))
	return f
}

func (f *fixture) enter(as engine.Actor, entries ...engine.Entry) (store.Recorded, error) {
	return f.Record(f.ctx, "", entries, store.RecordOptions{As: &as})
}

func (f *fixture) mustEnter(t *testing.T, as engine.Actor, entries ...engine.Entry) engine.Observation {
	t.Helper()
	out, err := f.enter(as, entries...)
	if err != nil {
		t.Fatal(err)
	}
	return out.Observations[0]
}

func (f *fixture) submit(t *testing.T, as engine.Actor) engine.Submission {
	t.Helper()
	s, err := f.Submit(f.ctx, as, "", sheetOfGuangzhou, Month(time.January))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (f *fixture) approve(as engine.Actor) (engine.Submission, error) {
	return f.Approve(f.ctx, as, "", sheetOfGuangzhou, Month(time.January), 0)
}

func (f *fixture) mustApprove(t *testing.T) {
	t.Helper()
	if _, err := f.approve(wang); err != nil {
		t.Fatal(err)
	}
}

// provisional is what counts now with what waits: as values, of the newest.
func (f *fixture) provisional(t *testing.T) []string {
	t.Helper()
	cut, err := f.Cut(f.ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var last engine.Observation
	for o, err := range f.Observations(f.ctx, "", cut, store.ObservationFilter{Provisional: true}) {
		if err != nil {
			t.Fatal(err)
		}
		if o.Indicator != last.Indicator || o.Part != last.Part || o.Period != last.Period {
			out = append(out, o.Indicator[len("t-2021/survey/"):]+" "+o.Period.String()+" = "+o.Value.String())
		}
		last = o
	}
	return out
}

func seen(e engine.Entry, o engine.Observation) engine.Entry {
	e.Seen = o.Seq
	return e
}

func entriesWait(t *testing.T, f *fixture) {
	staffed(t, f)
	f.mustEnter(t, li, entry("visits", time.January, "5"))
	equal(t, f.values(t, time.Time{}), []string(nil))
	equal(t, f.provisional(t), []string{"440100/visits 2021-01 = 5"})
	submitted := f.submit(t, li)
	equal(t, submitted.State, engine.Submitted)
	equal(t, f.values(t, time.Time{}), []string(nil))
	f.clock.Set(At(time.February, 9))
	f.mustApprove(t)
	equal(t, f.values(t, time.Time{}), []string{"440100/visits 2021-01 = 5"})
	equal(t, f.values(t, At(time.February, 8)), []string(nil))
	for provisional, want := range map[bool]engine.State{false: engine.NotYetDue, true: engine.InProgress} {
		e, err := f.Evaluate(f.ctx, "", store.EvaluateOptions{Through: Month(time.January), AsOf: At(time.February, 8), Provisional: provisional})
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Assignments[0].Indicators[0].Targets[0].State; got != want {
			t.Errorf("provisional %v: visits are %s, want %s", provisional, got, want)
		}
	}
	cut, err := f.Cut(f.ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for o, err := range f.Observations(f.ctx, "", cut, store.ObservationFilter{}) {
		if err != nil || o.EnteredBy != "li" || o.ApprovedBy != "wang" || !o.ApprovedAt.Equal(At(time.February, 9)) || o.Waits {
			t.Errorf("%+v %v", o, err)
		}
	}
	scans := ""
	if err := f.Scan(f.ctx, "", cut, 1, func(int) func(store.Figure) error {
		return func(figure store.Figure) error {
			scans += figure.Period.String() + "=" + figure.Value.String()
			return nil
		}
	}); err != nil {
		t.Fatal(err)
	}
	equal(t, scans, "2021-01=5")
}

func correctionsWait(t *testing.T, f *fixture) {
	staffed(t, f)
	first := f.mustEnter(t, li, entry("visits", time.January, "5"))
	second := f.mustEnter(t, li, seen(entry("visits", time.January, "6"), first)) // a draft needs no reason
	f.submit(t, li)
	f.mustApprove(t)
	_, err := f.enter(li, seen(entry("visits", time.January, "7"), second))
	refused(t, err, "entry-reason-wanted")
	corrected := seen(entry("visits", time.January, "7"), second)
	corrected.Supersede = "漏报一家"
	f.mustEnter(t, li, corrected)
	equal(t, f.values(t, time.Time{}), []string{"440100/visits 2021-01 = 6"})
	equal(t, f.provisional(t), []string{"440100/visits 2021-01 = 7"})
	equal(t, f.submit(t, li).State, engine.Submitted)
	f.mustApprove(t)
	equal(t, f.values(t, time.Time{}), []string{"440100/visits 2021-01 = 7"})
	_, err = f.Submit(f.ctx, li, "", sheetOfGuangzhou, Month(time.January))
	refused(t, err, "sheet-nothing-new")
}

func returnedSheets(t *testing.T, f *fixture) {
	staffed(t, f)
	o := f.mustEnter(t, li, entry("visits", time.January, "5"))
	submitted := f.submit(t, li)
	_, err := f.enter(li, seen(entry("visits", time.January, "6"), o))
	refused(t, err, "sheet-submitted")
	_, err = f.Return(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), submitted.Submitted, " ")
	refused(t, err, "sheet-reason-wanted")
	_, err = f.Return(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), 0, "请核对", store.Remark{Indicator: "t-2021/survey/440300/visits", Text: "x"})
	refused(t, err, "entry-indicator-unknown")
	f.clock.Set(At(time.February, 10)) // the period has closed
	returned, err := f.Return(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), submitted.Submitted, "请核对",
		store.Remark{Indicator: Guangzhou("visits"), Text: "与上月相差十倍"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, returned.State, engine.Returned)
	equal(t, returned.LastReason(), "请核对")
	remarks, err := f.Remarks(f.ctx, "", returned)
	if err != nil || len(remarks) != 1 || remarks[0].Body != "与上月相差十倍" || remarks[0].Indicator != Guangzhou("visits") {
		t.Errorf("the remarks are %+v, %v", remarks, err)
	}
	f.mustEnter(t, li, seen(entry("visits", time.January, "50"), o))
	again := f.submit(t, li)
	_, err = f.Approve(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), submitted.Submitted)
	refused(t, err, "sheet-changed-since")
	if _, err := f.Approve(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), again.Submitted); err != nil {
		t.Fatal(err)
	}
	equal(t, f.values(t, time.Time{}), []string{"440100/visits 2021-01 = 50"})
	all, err := f.Submissions(f.ctx, "", Month(time.January), Month(time.March))
	if err != nil || len(all) != 1 || all[0].State != engine.Approved || len(all[0].Steps) != 4 {
		t.Errorf("the sheets are %+v, %v", all, err)
	}
}

func closedSheets(t *testing.T, f *fixture) {
	staffed(t, f)
	_, err := f.Reopen(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), "补报")
	refused(t, err, "sheet-open")
	f.clock.Set(At(time.February, 4)) // due by the 3rd
	_, err = f.enter(li, entry("visits", time.January, "5"))
	refused(t, err, "sheet-closed")
	_, err = f.Submit(f.ctx, li, "", sheetOfGuangzhou, Month(time.January))
	refused(t, err, "sheet-closed")
	_, err = f.Reopen(f.ctx, li, "", sheetOfGuangzhou, Month(time.January), "补报")
	refused(t, err, "may-not-review")
	if _, err := f.Reopen(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), "补报"); err != nil {
		t.Fatal(err)
	}
	f.mustEnter(t, li, entry("visits", time.January, "5"))
	f.submit(t, li)
	f.mustApprove(t)
	late := entry("visits", time.January, "6")
	late.Supersede = "更正"
	_, err = f.enter(li, late)
	refused(t, err, "sheet-closed")
}

func twoEditors(t *testing.T, f *fixture) {
	staffed(t, f)
	first := f.mustEnter(t, li, entry("visits", time.January, "5"))
	f.mustEnter(t, chen, seen(entry("visits", time.January, "6"), first))
	_, err := f.enter(li, seen(entry("visits", time.January, "7"), first))
	refused(t, err, "entry-changed-since")
	_, err = f.enter(li, entry("visits", time.January, "7"))
	refused(t, err, "entry-second")
	equal(t, f.provisional(t), []string{"440100/visits 2021-01 = 6"})
}

func whoMay(t *testing.T, f *fixture) {
	f.record(t, entry("visits", time.January, "1")) // before there were accounts
	staffed(t, f)
	_, err := f.Record(f.ctx, "", []engine.Entry{entry("reports", time.January, "1")}, store.RecordOptions{})
	refused(t, err, "account-wanted")
	_, err = f.enter(zhou, entry("reports", time.January, "1"))
	refused(t, err, "may-not-enter")
	_, err = f.enter(wang, entry("reports", time.January, "1"))
	refused(t, err, "may-not-enter")
	f.mustEnter(t, zhao, entry("reports", time.January, "1"))
	_, err = f.Submit(f.ctx, zhou, "", sheetOfGuangzhou, Month(time.January))
	refused(t, err, "may-not-submit")
	f.submit(t, zhao)
	_, err = f.approve(zhao)
	refused(t, err, "sheet-own")
	_, err = f.approve(li)
	refused(t, err, "may-not-review")
	f.mustApprove(t)
	equal(t, f.values(t, time.Time{}), []string{"440100/visits 2021-01 = 1", "440100/reports 2021-01 = 1"})
	_, err = f.LoadProgramme(f.ctx, Definitions("120"), "manager")
	refused(t, err, "account-wanted")
	_, err = f.Submit(f.ctx, li, "", sheetOfGuangzhou, Month(time.June))
	refused(t, err, "sheet-period")
	_, err = f.Submit(f.ctx, li, "", "t-2021/survey/449900", Month(time.January))
	refused(t, err, "assignment-unknown")
}

func declarationsWait(t *testing.T, f *fixture) {
	staffed(t, f)
	declare := func(as engine.Actor, kind engine.DeclarationKind, local string) {
		t.Helper()
		if _, err := f.DeclareAs(f.ctx, as, "", []engine.Declaration{{Kind: kind, Indicator: Guangzhou(local), Period: Month(time.January), Reason: "平台未建成"}}); err != nil {
			t.Fatal(err)
		}
	}
	counting := func() (out []string) {
		t.Helper()
		cut, err := f.Cut(f.ctx, "", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		declared, err := f.Declarations(f.ctx, "", cut)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range declared {
			out = append(out, string(d.Kind)+" "+d.Indicator[len(sheetOfGuangzhou)+1:])
		}
		return out
	}
	declare(li, engine.DeclaredNotApplicable, "visits")
	declare(li, engine.AcceptedDeviation, "reports")
	declare(li, engine.DeviationReason, "visits")
	declare(wang, engine.DeclaredNotApplicable, "satisfaction")
	equal(t, counting(), []string{"reason visits", "not_applicable satisfaction"})
	waiting, err := f.Waiting(f.ctx, "")
	if err != nil || len(waiting) != 2 {
		t.Fatal(waiting, err)
	}
	refused(t, f.Rule(f.ctx, li, "", waiting[0].Seq, true, ""), "may-not-review")
	refused(t, f.Rule(f.ctx, wang, "", waiting[1].Seq, false, ""), "declaration-reason")
	if err := errors.Join(f.Rule(f.ctx, wang, "", waiting[0].Seq, true, ""), f.Rule(f.ctx, wang, "", waiting[1].Seq, false, "证据不足")); err != nil {
		t.Fatal(err)
	}
	refused(t, f.Rule(f.ctx, wang, "", waiting[0].Seq, true, ""), "declaration-not-waiting")
	equal(t, counting(), []string{"reason visits", "not_applicable satisfaction", "not_applicable visits"})
	_, err = f.DeclareAs(f.ctx, zhou, "", []engine.Declaration{{Kind: engine.DeviationReason, Indicator: Guangzhou("visits"), Period: Month(time.January), Reason: "x"}})
	refused(t, err, "may-not-enter")
}

func saidInWords(t *testing.T, f *fixture) {
	staffed(t, f)
	first := f.mustEnter(t, li, entry("visits", time.January, "5"))
	f.mustEnter(t, li, seen(entry("visits", time.January, "6"), first))
	f.mustEnter(t, li, entry("reports", time.January, "1"))
	s := f.submit(t, li)
	if _, err := f.Return(f.ctx, wang, "", sheetOfGuangzhou, Month(time.January), s.Submitted, "请核对", store.Remark{Indicator: Guangzhou("visits"), Text: "偏高"}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.AttachLink(f.ctx, &li, "", first.Seq, "公告", "https://www.gd.gov.cn/1"); err != nil {
		t.Fatal(err)
	}
	changes, err := f.Changes(f.ctx, "", store.ChangeFilter{Indicator: Guangzhou("visits"), Since: At(time.February, 1)})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, change := range changes {
		said = append(said, strings.ReplaceAll(change.Say(indicators.English), sheetOfGuangzhou, "gz"))
	}
	equal(t, said, []string{
		"li entered gz/visits 2021-01 = 5",
		"li replaced gz/visits 2021-01 = 5 by 6",
		"li submitted the sheet of gz for 2021-01",
		"wang remarked on gz/visits 2021-01: 偏高",
		"wang returned the sheet of gz for 2021-01: 请核对",
		"li linked 公告 (https://www.gd.gov.cn/1) to gz/visits 2021-01",
	})
	newest, err := f.Changes(f.ctx, "", store.ChangeFilter{Limit: 2, Before: changes[5].Seq})
	if err != nil || len(newest) != 2 || newest[1].Seq != changes[4].Seq || newest[0].Seq != changes[3].Seq {
		t.Errorf("the two before the last are %v, %v", newest, err)
	}
	accounts, err := f.AccountChanges(f.ctx, store.ChangeFilter{})
	if err != nil || len(accounts) != 10 || accounts[1].Say(indicators.Chinese) != "local operator 授权 li：officer:region=440100" {
		t.Errorf("%v %v", accounts, err)
	}
}

func headsFound(t *testing.T, f *fixture) {
	printed := f.record(t, entry("visits", time.January, "5")).Head
	corrected := entry("visits", time.January, "6")
	corrected.Supersede = "更正"
	f.record(t, corrected)
	for _, digits := range []string{printed.Hash, printed.Hash[:12], strings.ToUpper(printed.Hash[:13])} {
		found, err := f.FindHead(f.ctx, digits)
		if err != nil || found.Head != printed || found.Programme != "t-2021" {
			t.Errorf("%s: %+v %v", digits, found, err)
		}
	}
	_, err := f.FindHead(f.ctx, "0123456789ab")
	refused(t, err, "head-not-found")
	for _, digits := range []string{"0123", "xxxxxxxxxxxx", printed.Hash + "00"} {
		_, err := f.FindHead(f.ctx, digits)
		refused(t, err, "head-unclear")
	}
	_, err = f.HoldsHead(f.ctx, engine.Head{Count: printed.Count + 1, Hash: printed.Hash})
	refused(t, err, "head-elsewhere")
}
