package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

const (
	collected = "gd-2021/survey/440100/collected"
	surveyID  = "gd-2021/survey/440100"
)

// check holds an answer to a status and to what its page says.
func check(t *testing.T, got answer, status int, says ...string) {
	t.Helper()
	if got.Status != status {
		t.Errorf("status %d, want %d\n%.1500s", got.Status, status, got.Body)
		return
	}
	for _, text := range says {
		if !strings.Contains(got.Body, text) {
			t.Errorf("the page does not say %q\n%.3000s", text, got.Body)
		}
	}
}

// submitted hands Guangzhou's survey of March in, with a figure.
func (s *site) submitted(t testing.TB) engine.Submission {
	t.Helper()
	s.enter(t, "guangzhou", collected, "", "2021-03", "30")
	done, err := s.store.Submit(context.Background(), s.actor("guangzhou"), s.p.ID, surveyID, march)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// approved hands it in and approves it.
func (s *site) approved(t testing.TB) {
	t.Helper()
	sent := s.submitted(t)
	if _, err := s.store.Approve(context.Background(), s.actor("reviewer"), s.p.ID, surveyID, march, sent.Submitted); err != nil {
		t.Fatal(err)
	}
}

var march = indicators.NewPeriod(2021, time.March)

// entered is the seq of the figure that stands in a cell, as a form has it.
func (s *site) entered(t testing.TB) string {
	t.Helper()
	history, err := s.store.History(context.Background(), collected)
	if err != nil || len(history) == 0 {
		t.Fatal(history, err)
	}
	return indicators.Value(history[len(history)-1].Seq * int64(indicators.One)).String()
}

func TestASheetIsShownToThoseWhoMayReadIt(t *testing.T) {
	s := newSite(t)
	for name, want := range map[string]struct {
		who, path string
		status    int
		says      []string
	}{
		"its officer fills it in":           {"guangzhou", survey, 200, []string{`name="v.collected"`, "9960", "不少于 9,960 家次", "还有 2 天", "提交审核"}},
		"another officer does not see it":   {"shenzhen", survey, 403, []string{"may-not-read"}},
		"a reviewer reads it":               {"reviewer", survey, 200, []string{"企业数据采集量", "未报"}},
		"a reader reads it":                 {"reader", survey, 200, []string{"企业数据采集量"}},
		"the administrator does not":        {"admin", survey, 403, []string{"may-not-read"}},
		"there is no such project":          {"guangzhou", "/p/gd-2021/sheet/nothing/440100/2021-03", 404, []string{"assignment-unknown"}},
		"there is no such programme":        {"reader", "/p/gd-2020/sheet/survey/440100/2021-03", 404, []string{"programme-unknown"}},
		"a month is spelt 2021-03":          {"guangzhou", "/p/gd-2021/sheet/survey/440100/march", 404, []string{"page-unknown"}},
		"nothing is reported in that month": {"guangzhou", "/p/gd-2021/sheet/survey/440100/2023-03", 422, []string{"period-outside"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.get(t, s.client(t, want.who), want.path)
			check(t, got, want.status, want.says...)
			if want.status == 200 && want.who != "guangzhou" && strings.Contains(got.Body, `name="v.`) {
				t.Error("there is a field to type into")
			}
		})
	}
}

func TestAMonthIsEnteredWithoutScripts(t *testing.T) {
	s := newSite(t)
	c := s.client(t, "guangzhou")
	got := s.post(t, c, survey+"/cells", "v.collected", "１,２００家次", "n.collected", "含高新区", "s.collected", "0", "v.reports", "", "v.on-time", "是", "s.on-time", "0")
	if got.Status != http.StatusSeeOther || got.Header.Get("Location") != survey {
		t.Fatalf("saving: %d %s", got.Status, got.Header.Get("Location"))
	}
	check(t, s.get(t, c, survey), 200, "已保存 2 项", "１,２００家次", "含高新区", "12:00 已保存 · 林晓", `<option value="是" selected>`)
	check(t, s.post(t, c, survey+"/cells", "v.collected", "１,２００家次", "n.collected", "含高新区", "s.collected", s.seenOf(t, "collected")), 303)
	check(t, s.get(t, c, survey), 200, "已保存 0 项")
	check(t, s.post(t, c, survey+"/cells", "v.collected", "", "n.collected", "", "s.collected", s.seenOf(t, "collected")), 303)
	if got := s.standing(t, survey); len(got) != 1 {
		t.Errorf("after a cell was emptied: %v", got)
	}
	check(t, s.post(t, c, survey+"/submit"), 303)
	check(t, s.get(t, c, survey), 200, "已提交", "周敏")
}

// seenOf is the seq that the page has for the cell of a key.
func (s *site) seenOf(t testing.TB, key string) string {
	t.Helper()
	page := s.get(t, s.client(t, "guangzhou"), survey).Body
	_, after, _ := strings.Cut(page, `name="s.`+key+`" value="`)
	seq, _, _ := strings.Cut(after, `"`)
	return seq
}

func TestCellsAreRefusedWithWhatWasTyped(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*testing.T, *site)
		form   []string
		status int
		says   []string
	}{
		"what is no figure":           {nil, []string{"v.collected", "很多", "s.collected", "0"}, 422, []string{"很多", "data-refused"}},
		"a yes or no that is neither": {nil, []string{"v.on-time", "大概", "s.on-time", "0"}, 422, []string{"大概"}},
		"a note without a figure":     {nil, []string{"v.collected", "", "n.collected", "只有备注", "s.collected", "0"}, 422, []string{"只有备注", "没有数"}},
		"a cell that somebody has filled": {func(t *testing.T, s *site) { s.enter(t, "guangzhou", collected, "", "2021-03", "30") },
			[]string{"v.collected", "41", "s.collected", "0"}, 409, []string{"保留对方填的：30", "填入我的：41", "林晓"}},
		"a correction without a reason": {func(t *testing.T, s *site) { s.approved(t) },
			[]string{"v.collected", "41", "s.collected", "SEEN"}, 422, []string{`value="41"`, "理由"}},
		"an approved figure taken back": {func(t *testing.T, s *site) { s.approved(t) },
			[]string{"v.collected", "", "s.collected", "SEEN"}, 422, []string{"不能撤回"}},
		"a sheet that was handed in": {func(t *testing.T, s *site) { s.submitted(t) },
			[]string{"v.collected", "41", "s.collected", "SEEN"}, 409, []string{"sheet-submitted"}},
		"a month that has closed": {func(_ *testing.T, s *site) { s.set(2021, time.April, 4, 9) },
			[]string{"v.collected", "41", "s.collected", "0"}, 409, []string{"sheet-closed"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			if c.before != nil {
				c.before(t, s)
			}
			form := append([]string{}, c.form...)
			for n := range form {
				if form[n] == "SEEN" {
					form[n] = s.entered(t)
				}
			}
			before := s.standing(t, survey)
			check(t, s.post(t, s.client(t, "guangzhou"), survey+"/cells", form...), c.status, c.says...)
			if after := s.standing(t, survey); len(after) != len(before) || after["collected"] != before["collected"] {
				t.Errorf("it was written: %v, before %v", after, before)
			}
		})
	}
}

func TestOneBadCellDoesNotKeepTheOthersFromBeingSaved(t *testing.T) {
	s := newSite(t)
	check(t, s.post(t, s.client(t, "guangzhou"), survey+"/cells", "v.collected", "很多", "v.reports", "2", "v.on-time", "是"), 422, "很多")
	if got := s.standing(t, survey); len(got) != 2 || got["reports"] != "2" {
		t.Errorf("saved: %v", got)
	}
}

func TestACorrectionStandsBesideWhatWasApproved(t *testing.T) {
	s := newSite(t)
	s.approved(t)
	c := s.client(t, "guangzhou")
	check(t, s.post(t, c, survey+"/cells", "v.collected", "41", "w.collected", "漏报一区", "s.collected", s.entered(t)), 303)
	check(t, s.get(t, c, survey), 200, "已通过的数：30", `value="41"`, "漏报一区", "更正中")
}

func TestADecisionOnAConflictIsTaken(t *testing.T) {
	for choose, want := range map[string]string{"theirs": "30", "mine:SEEN": "41"} {
		s := newSite(t)
		s.enter(t, "guangzhou", collected, "", "2021-03", "30")
		check(t, s.post(t, s.client(t, "guangzhou"), survey+"/cells", "v.collected", "41", "s.collected", "0",
			"k.collected", strings.Replace(choose, "SEEN", s.entered(t), 1)), 303)
		if got := s.standing(t, survey)["collected"]; got != want {
			t.Errorf("%s: the cell holds %q, want %q", choose, got, want)
		}
	}
}

func TestTheSameEditSentTwiceIsEnteredOnce(t *testing.T) {
	s := newSite(t)
	c := s.client(t, "guangzhou")
	for range 2 {
		check(t, s.post(t, c, survey+"/cells", "v.collected", "41", "s.collected", "0", "t.collected", "edit-1"), 303)
	}
	if history, err := s.store.History(context.Background(), collected); err != nil || len(history) != 1 {
		t.Errorf("entered: %v, %v", history, err)
	}
}

func TestWhatAScriptSendsComesBackAsRows(t *testing.T) {
	s := newSite(t)
	c := s.client(t, "guangzhou")
	r, _ := http.NewRequest(http.MethodPost, s.URL+survey+"/cells", strings.NewReader("v.collected=41&s.collected=0"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("HX-Request", "true")
	got := s.do(t, c, r)
	check(t, got, 200, `id="row-collected"`, `id="lacks"`, "已保存")
	if strings.Contains(got.Body, "<html") || strings.Contains(got.Body, `id="row-reports"`) {
		t.Error("more came back than the row")
	}
}

func TestDeclarationsAndHandingInAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*testing.T, *site)
		path   string
		form   []string
		status int
		says   string
	}{
		"not applicable without a reason": {nil, "/declare", []string{"key", "collected", "kind", "not_applicable"}, 422, "declaration-reason"},
		"an unknown row":                  {nil, "/declare", []string{"key", "collectted", "kind", "reason", "reason", "x"}, 404, "entry-row-unknown"},
		"an unknown kind":                 {nil, "/declare", []string{"key", "collected", "kind", "forgiven", "reason", "x"}, 422, "declaration-kind"},
		"of money":                        {nil, "/declare", []string{"key", "money.spent", "kind", "reason", "reason", "x"}, 422, "declaration-of-money"},
		"on a sheet handed in": {func(t *testing.T, s *site) { s.submitted(t) }, "/declare",
			[]string{"key", "collected", "kind", "reason", "reason", "x"}, 409, "sheet-submitted"},
		"nothing to withdraw": {nil, "/withdraw", []string{"key", "collected"}, 422, "entry-withdraw-nothing"},
		"withdrawing what waits for a decision": {func(t *testing.T, s *site) { s.submitted(t) }, "/withdraw",
			[]string{"key", "collected"}, 409, "sheet-submitted"},
		"handing in twice":             {func(t *testing.T, s *site) { s.submitted(t) }, "/submit", nil, 409, "sheet-submitted"},
		"handing in what was approved": {func(t *testing.T, s *site) { s.approved(t) }, "/submit", nil, 409, "sheet-nothing-new"},
		"handing in after it closed":   {func(_ *testing.T, s *site) { s.set(2021, time.April, 4, 9) }, "/submit", nil, 409, "sheet-closed"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			if c.before != nil {
				c.before(t, s)
			}
			check(t, s.post(t, s.client(t, "guangzhou"), survey+c.path, c.form...), c.status, c.says)
		})
	}
}

func TestNotApplicableWaitsForAReviewer(t *testing.T) {
	s := newSite(t)
	c := s.client(t, "guangzhou")
	check(t, s.post(t, c, survey+"/declare", "key", "analysis", "kind", "not_applicable", "reason", "本市未安排"), 303)
	check(t, s.get(t, c, survey), 200, "不适用", "本市未安排", "待审核")
}

func TestAReasonThatTheMethodDemandsIsGivenOnTheRow(t *testing.T) {
	s := newSite(t)
	s.set(2021, time.November, 1, 12)
	october := "/p/gd-2021/sheet/survey/440100/2021-10"
	c := s.client(t, "guangzhou")
	check(t, s.post(t, c, october+"/cells", "v.on-time", "否", "s.on-time", "0"), 303)
	check(t, s.get(t, c, october), 200, "请填写偏差原因和改进措施", `name="remedy"`, "须先填写原因")
	check(t, s.post(t, c, october+"/submit"), 422, "sheet-reasons-wanted")
	check(t, s.post(t, c, october+"/declare", "key", "on-time", "kind", "reason", "horizon", "annual", "reason", "疫情", "remedy", "补采"), 303)
	check(t, s.get(t, c, october), 200, "疫情", "补采")
	check(t, s.post(t, c, october+"/submit"), 303)
}

func TestAFractionIsAskedAbout(t *testing.T) {
	s := newSite(t)
	s.set(2021, time.December, 20, 12)
	c, sheet := s.client(t, "guangzhou"), "/p/gd-2021/sheet/clusters/440100/2021-12"
	page := s.get(t, c, sheet).Body
	key := ""
	for _, part := range strings.Split(page, `name="v.`)[1:] {
		name, rest, _ := strings.Cut(part, `"`)
		if field, _, _ := strings.Cut(rest, "</tr>"); strings.Contains(field, `<span class="unit" lang="zh-CN">%</span>`) {
			key = name
			break
		}
	}
	if key == "" {
		t.Fatal("no percentage on the sheet")
	}
	check(t, s.post(t, c, sheet+"/cells", "v."+key, "0.92", "s."+key, "0"), 303)
	check(t, s.get(t, c, sheet), 200, `name="f.`+key+`" value="92%"`, "保留 0.92")
}

func TestHomeSaysWhatIsToBeDone(t *testing.T) {
	s := newSite(t)
	sent := s.submitted(t)
	if _, err := s.store.Return(context.Background(), s.actor("reviewer"), s.p.ID, surveyID, march, sent.Submitted, "采集量请核对"); err != nil {
		t.Fatal(err)
	}
	check(t, s.get(t, s.client(t, "guangzhou"), "/"), 200, "退回修改", "采集量请核对", survey, clusters, "还有 2 天", "待填报")
	other := s.get(t, s.client(t, "shenzhen"), "/")
	check(t, other, 200, "/p/gd-2021/sheet/survey/440300/2021-03")
	if strings.Contains(other.Body, "440100") {
		t.Error("an officer of Shenzhen is shown Guangzhou's sheets")
	}
	s.enter(t, "guangzhou", "gd-2021/survey/440100/reports", "", "2021-03", "1")
	if _, err := s.store.Submit(context.Background(), s.actor("guangzhou"), s.p.ID, surveyID, march); err != nil {
		t.Fatal(err)
	}
	check(t, s.get(t, s.client(t, "reviewer"), "/"), 200, "待您审核：填报单 1 张", "/p/gd-2021/review")
	check(t, s.get(t, s.client(t, "reader"), "/"), 200, "/p/gd-2021")
	check(t, s.get(t, s.client(t, "admin"), "/"), 200, "/accounts")
}

func TestTheSheetComesAsAWorkbook(t *testing.T) {
	s := newSite(t)
	got := s.get(t, s.client(t, "guangzhou"), survey+"/workbook")
	check(t, got, 200, "PK")
	if !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("it is sent as %q", got.Header.Get("Content-Disposition"))
	}
}

func TestAFormThatIsTooLargeIsRefused(t *testing.T) {
	s := newSite(t)
	check(t, s.post(t, s.client(t, "guangzhou"), survey+"/cells", "v.collected", strings.Repeat("9", 2<<20)), 413, "sent-too-large")
}
