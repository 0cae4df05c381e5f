package web_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"yardstick/engine"
	"yardstick/engine/store"
)

// marchOf is the sheet of a city's survey for March.
func marchOf(region string) string { return "/p/gd-2021/sheet/survey/" + region + "/2021-03" }

// handIn fills in what is wanted of a city's survey for March, and submits it. It
// returns the submission as forms name it.
func (s *site) handIn(t *testing.T, region, collected string, as engine.Actor) string {
	t.Helper()
	ctx := context.Background()
	id := "gd-2021/survey/" + region
	sheet, err := s.store.Sheet(ctx, s.p.ID, id, march)
	s.must(t, err)
	var entries []engine.Entry
	for n := range sheet.Rows {
		row := &sheet.Rows[n]
		if line := row.Line.ID(); row.Wanted && row.Entry == nil {
			text := "1"
			if strings.HasSuffix(line.Indicator, "/collected") {
				text = collected
			}
			entries = append(entries, engine.Entry{Indicator: line.Indicator, Part: line.Part, Period: march, Text: text})
		}
	}
	_, err = s.store.Record(ctx, s.p.ID, entries, store.RecordOptions{As: &as})
	s.must(t, err)
	done, err := s.store.Submit(ctx, as, s.p.ID, id, march)
	s.must(t, err)
	return strconv.FormatInt(done.Submitted, 10)
}

// state is how far a city's survey for March has come.
func (s *site) state(t *testing.T, region string) engine.SubmissionState {
	t.Helper()
	sheet, err := s.store.Submission(context.Background(), s.p.ID, "gd-2021/survey/"+region, march)
	s.must(t, err)
	return sheet.State
}

func TestASheetIsReturnedCorrectedAndApproved(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	seen := s.handIn(t, "440100", "905", s.actor("guangzhou"))
	reviewer, at := s.client(t, "reviewer"), marchOf("440100")
	if queue := s.get(t, reviewer, "/p/gd-2021/review"); !strings.Contains(queue.Body, at) || !strings.Contains(queue.Body, "林晓（guangzhou）") || !strings.Contains(queue.Body, "905 家次") {
		t.Error("the queue does not show what was submitted, and by whom")
	}
	if page := s.get(t, reviewer, at); !strings.Contains(page.Body, at+"/approve") || !strings.Contains(page.Body, `name="seen" value="`+seen+`"`) {
		t.Error("the sheet offers no decision")
	}
	if page := s.get(t, s.client(t, "guangzhou"), at); strings.Contains(page.Body, at+"/approve") {
		t.Error("the sheet offers its officer a decision")
	}
	row := "gd-2021/survey/440100/collected|"
	refused := s.post(t, reviewer, at+"/return", "seen", seen, "reason", "  ", "remark:"+row, "请核对")
	if refused.Status != http.StatusUnprocessableEntity || !strings.Contains(refused.Body, "sheet-reason-wanted") || !strings.Contains(refused.Body, `value="请核对"`) {
		t.Errorf("returned without a reason: %d, or what was typed is lost", refused.Status)
	}
	if got := s.post(t, reviewer, at+"/return", "seen", seen, "reason", "与附件不一致", "remark:"+row, "请核对"); got.Status != http.StatusSeeOther {
		t.Fatalf("returning: %d %s", got.Status, firstProblem(got.Body))
	}
	if page := s.get(t, s.client(t, "guangzhou"), at); !strings.Contains(page.Body, "与附件不一致") || !strings.Contains(page.Body, "请核对") {
		t.Error("the officer does not see why it was returned")
	}
	as := s.actor("guangzhou")
	_, err := s.store.Record(ctx, s.p.ID, []engine.Entry{{Indicator: "gd-2021/survey/440100/collected", Period: march, Text: "906", Supersede: "核对附件"}}, store.RecordOptions{As: &as})
	s.must(t, err)
	again, err := s.store.Submit(ctx, as, s.p.ID, "gd-2021/survey/440100", march)
	s.must(t, err)
	if got := s.post(t, reviewer, at+"/approve", "seen", seen); got.Status != http.StatusConflict || !strings.Contains(got.Body, "sheet-changed-since") {
		t.Errorf("approving what was submitted before: %d", got.Status)
	}
	if got := s.post(t, reviewer, at+"/approve"); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "sheet-not-seen") {
		t.Errorf("approving without saying what: %d", got.Status)
	}
	if got := s.post(t, reviewer, at+"/approve", "seen", strconv.FormatInt(again.Submitted, 10)); got.Status != http.StatusSeeOther {
		t.Fatalf("approving: %d %s", got.Status, firstProblem(got.Body))
	}
	if state := s.state(t, "440100"); state != engine.Approved {
		t.Errorf("the sheet is %s", state)
	}
	if got := s.post(t, reviewer, at+"/approve", "seen", strconv.FormatInt(again.Submitted, 10)); got.Status != http.StatusConflict {
		t.Errorf("approving twice: %d", got.Status)
	}
}

func TestNobodyDecidesOnTheirOwnSheet(t *testing.T) {
	s := newSite(t)
	both := []engine.Grant{{Role: engine.Officer}, {Role: engine.Reviewer}}
	s.must(t, s.store.AddAccount(context.Background(), nil, store.Account{Name: "both", Grants: both}))
	seen := s.handIn(t, "440300", "905", engine.Actor{Name: "both", Grants: both})
	client, at := s.client(t, "both"), marchOf("440300")
	if page := s.get(t, client, at); strings.Contains(page.Body, at+"/approve") || !strings.Contains(page.Body, "不能自行审核") {
		t.Error("the sheet offers a decision to who submitted it")
	}
	for _, path := range []string{"/approve", "/return"} {
		if got := s.post(t, client, at+path, "seen", seen, "reason", "x"); got.Status != http.StatusForbidden || !strings.Contains(got.Body, "sheet-own") {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
	value := "gd-2021/survey/440300|2021-03|" + seen
	if queue := s.get(t, client, "/p/gd-2021/review"); strings.Contains(queue.Body, value) {
		t.Error("the queue lets it be ticked")
	}
	if got := s.post(t, client, "/p/gd-2021/review", "sheet", value); !strings.Contains(got.Body, "不能自行审核") || s.state(t, "440300") != engine.Submitted {
		t.Error("it was approved among others")
	}
}

func TestCleanSheetsAreApprovedTogether(t *testing.T) {
	s := newSite(t)
	officer := engine.Actor{Name: "guangzhou", Grants: []engine.Grant{{Role: engine.Officer}}}
	s.must(t, s.store.Grant(context.Background(), nil, "guangzhou", officer.Grants))
	var values []string
	for _, region := range []string{"440100", "440300", "440400"} {
		values = append(values, "sheet", "gd-2021/survey/"+region+"|2021-03|"+s.handIn(t, region, "905", officer))
	}
	lacking, err := s.store.Submit(context.Background(), officer, s.p.ID, "gd-2021/survey/440500", march)
	s.must(t, err)
	values = append(values, "sheet", "gd-2021/survey/440500|2021-03|"+strconv.FormatInt(lacking.Submitted, 10))
	values[3] = "gd-2021/survey/440300|2021-03|1" // not the last submission
	reviewer := s.client(t, "reviewer")
	got := s.post(t, reviewer, "/p/gd-2021/review", values...)
	if got.Status != http.StatusOK {
		t.Fatalf("%d %s", got.Status, firstProblem(got.Body))
	}
	for region, want := range map[string]engine.SubmissionState{"440100": engine.Approved, "440300": engine.Submitted, "440400": engine.Approved, "440500": engine.Submitted} {
		if state := s.state(t, region); state != want {
			t.Errorf("%s is %s, want %s", region, state, want)
		}
	}
	for _, want := range []string{"已通过 2 份，未处理 2 份", "其后又已重新提交", "不能批量通过"} {
		if !strings.Contains(got.Body, want) {
			t.Errorf("the answer does not say %q", want)
		}
	}
	if got := s.post(t, reviewer, "/p/gd-2021/review"); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "review-nothing-ticked") {
		t.Errorf("nothing ticked: %d", got.Status)
	}
}

func TestAReviewerOfOneProjectSeesThatOne(t *testing.T) {
	s := newSite(t)
	grants := []engine.Grant{{Role: engine.Reviewer, Scope: engine.Scope{Project: "gd-2021/clusters"}}}
	s.must(t, s.store.AddAccount(context.Background(), nil, store.Account{Name: "clusters", Grants: grants}))
	seen := s.handIn(t, "440100", "905", s.actor("guangzhou"))
	client := s.client(t, "clusters")
	if queue := s.get(t, client, "/p/gd-2021/review?state=all"); strings.Contains(queue.Body, "/sheet/survey/") || !strings.Contains(queue.Body, "/sheet/clusters/") {
		t.Error("the queue shows another project, or not their own")
	}
	got := s.post(t, client, "/p/gd-2021/review", "sheet", "gd-2021/survey/440100|2021-03|"+seen)
	if !strings.Contains(got.Body, "无权审核") || s.state(t, "440100") != engine.Submitted {
		t.Error("a sheet beyond their scope was approved")
	}
}

func TestADeclarationIsDecidedOn(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	declare := func(indicator string) string {
		_, err := s.store.DeclareAs(ctx, s.actor("guangzhou"), s.p.ID, []engine.Declaration{{Kind: engine.DeclaredNotApplicable, Indicator: indicator, Period: march, Reason: "本市无此任务"}})
		s.must(t, err)
		waiting, err := s.store.Waiting(ctx, s.p.ID)
		s.must(t, err)
		return strconv.FormatInt(waiting[len(waiting)-1].Seq, 10)
	}
	reviewer := s.client(t, "reviewer")
	one := declare("gd-2021/survey/440100/reports")
	if queue := s.get(t, reviewer, "/p/gd-2021/review"); !strings.Contains(queue.Body, "本市无此任务") || !strings.Contains(queue.Body, "/declaration/"+one) {
		t.Error("the queue does not show it")
	}
	if got := s.post(t, reviewer, "/p/gd-2021/declaration/"+one, "do", "refuse"); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "declaration-reason") {
		t.Errorf("refused without a reason: %d", got.Status)
	}
	if got := s.post(t, s.client(t, "guangzhou"), "/p/gd-2021/declaration/"+one, "do", "accept"); got.Status != http.StatusForbidden {
		t.Errorf("accepted by an officer: %d", got.Status)
	}
	if got := s.post(t, reviewer, "/p/gd-2021/declaration/"+one, "do", "accept"); got.Status != http.StatusSeeOther {
		t.Fatalf("accepting: %d %s", got.Status, firstProblem(got.Body))
	}
	if got := s.post(t, reviewer, "/p/gd-2021/declaration/"+one, "do", "accept"); got.Status != http.StatusConflict {
		t.Errorf("accepting twice: %d", got.Status)
	}
	two := declare("gd-2021/survey/440100/on-time")
	if got := s.post(t, reviewer, "/p/gd-2021/declaration/"+two, "do", "refuse", "reason", "按时完成适用于各市"); got.Status != http.StatusSeeOther {
		t.Fatalf("refusing: %d %s", got.Status, firstProblem(got.Body))
	}
	if waiting, err := s.store.Waiting(ctx, s.p.ID); err != nil || len(waiting) != 0 {
		t.Errorf("%d still wait: %v", len(waiting), err)
	}
}

func TestAClosedMonthIsReopenedWithAReason(t *testing.T) {
	s := newSite(t)
	s.set(2021, 4, 20, 9)
	reviewer, at := s.client(t, "reviewer"), marchOf("440100")
	if queue := s.get(t, reviewer, "/p/gd-2021/review?state=overdue&month=2021-03&region=440100"); !strings.Contains(queue.Body, at) {
		t.Error("the overdue sheet is not in the queue")
	}
	if page := s.get(t, reviewer, at); !strings.Contains(page.Body, at+"/reopen") {
		t.Error("the sheet cannot be reopened")
	}
	if got := s.post(t, reviewer, at+"/reopen", "reason", ""); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "sheet-reason-wanted") {
		t.Errorf("without a reason: %d", got.Status)
	}
	if got := s.post(t, reviewer, at+"/reopen", "reason", "系统故障"); got.Status != http.StatusSeeOther {
		t.Fatalf("reopening: %d %s", got.Status, firstProblem(got.Body))
	}
	s.enter(t, "guangzhou", "gd-2021/survey/440100/collected", "", "2021-03", "905")
	if got := s.post(t, reviewer, at+"/reopen", "reason", "再开"); got.Status != http.StatusConflict {
		t.Errorf("reopening an open one: %d", got.Status)
	}
}
