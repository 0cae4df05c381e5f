package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

// works is a site whose schedules are worked, and its year up to May: January came on
// time, February late, March without Shenzhen, April not at all.
type works struct {
	*site
	broken atomic.Bool // Shenzhen's scorecard cannot be made
	ended  chan store.Run
	daemon *schedule.Daemon
}

const monthly = "月报"

func newWorks(t *testing.T) *works {
	t.Helper()
	t.Parallel() // it waits for jobs more than it works
	s := &works{site: newSite(t), ended: make(chan store.Run, 20)}
	s.set(2021, time.January, 10, 9)
	manager := s.actor("manager")
	plan := indicators.Schedule{Name: monthly, Cron: "0 8 5 * *", Scopes: []string{"programme", "440100", "440300"}, Formats: []string{"json", "csv"}, Language: indicators.Chinese,
		Mail: &indicators.ScheduleMail{To: []string{"office@example.org", "bureau@example.org"}}, CatchUp: indicators.CatchUpAll}
	s.must(t, s.store.SetSchedule(context.Background(), &manager, s.p.ID, plan.Filled(), false))
	var err error
	s.daemon, err = schedule.Start(context.Background(), s.store, schedule.Options{Render: s.render, Folder: s.files, Now: s.clock, Workers: 2,
		Deliver: map[string]schedule.Deliverer{schedule.ByMail: post{s}}, Ended: func(run store.Run) { s.ended <- run }})
	s.must(t, err)
	t.Cleanup(func() { s.must(t, s.daemon.Stop(context.Background())) })
	s.due(t, time.February, 5, store.RunDone)
	s.due(t, time.March, 8, store.RunDone)
	s.broken.Store(true)
	s.due(t, time.April, 5, store.RunFailed)
	s.broken.Store(false)
	s.set(2021, time.May, 20, 12)
	return s
}

// due lets the daemon see a day at nine, and waits for the run that was due.
func (s *works) due(t *testing.T, month time.Month, day int, want store.RunState) {
	t.Helper()
	s.set(2021, month, day, 8)
	s.daemon.RecordDue(context.Background())
	s.daemon.RecordDue(context.Background()) // a clock that leaps is believed at the second look
	s.await(t, want)
}

func (s *works) await(t *testing.T, want store.RunState) store.Run {
	t.Helper()
	select {
	case run := <-s.ended:
		if run.State != want {
			t.Fatalf("run %d is %s, want %s", run.Key, run.State, want)
		}
		return run
	case <-time.After(30 * time.Second):
		t.Fatal("no run has ended")
	}
	return store.Run{}
}

// post takes files to a post office that loses what is for the bureau while Shenzhen's
// scorecard cannot be made.
type post struct{ *works }

func (post) Targets(run store.Run) []string { return run.Plan.Mail.To }
func (post) Attempts() int                  { return 1 }

func (p post) Deliver(_ context.Context, d schedule.Delivery) error {
	if p.broken.Load() && strings.HasPrefix(d.Target, "bureau") {
		return errors.New("550 no such mailbox")
	}
	return nil
}

// render makes a scorecard as the program does, from an evaluation of its own.
func (s *works) render(ctx context.Context, o schedule.Order, to io.Writer) (string, error) {
	if s.broken.Load() && o.Scope == "city-440300" {
		return "", errors.New("open /srv/secret: no such file")
	}
	pair, err := standing.Evaluate(ctx, s.store, o.Run.Programme, store.EvaluateOptions{Through: o.Run.Period, AsOf: o.Run.AsOf})
	if err != nil {
		return "", err
	}
	for _, scope := range reports.Scopes(pair.Now) {
		if scope.Name() == o.Scope {
			card, err := reports.Build(pair.Now, scope, o.Run.Plan.Language, pair.Before)
			if err != nil {
				return "", err
			}
			return card.Foot.Fingerprint, render.Scorecard(to, o.Format, card)
		}
	}
	return "", errors.New("no scope " + o.Scope)
}

const runsOf = "/p/gd-2021/runs"

// key is the run of a period.
func (s *works) key(t *testing.T, month time.Month) string {
	t.Helper()
	found, err := s.store.Runs(context.Background(), s.p.ID, store.RunFilter{Period: indicators.NewPeriod(2021, month)})
	s.must(t, err)
	if len(found) == 0 {
		t.Fatal("no run through", month)
	}
	return strconv.FormatInt(found[0].Key, 10)
}

// cells are the states of the year's months on a page of schedules.
func cells(body string) string {
	var out []string
	for _, part := range strings.Split(body, `<td class="is-`)[1:] {
		out = append(out, part[:strings.Index(part, `"`)])
	}
	return strings.Join(out, " ")
}

func TestTheYearSaysHowEachMonthCame(t *testing.T) {
	s := newWorks(t)
	page := s.get(t, s.client(t, "manager"), "/p/gd-2021/schedules")
	want := "done late failed missing" + strings.Repeat(" ahead", 8)
	if got := cells(page.Body); got != want {
		t.Errorf("the year: %s\nwant      %s", got, want)
	}
	for _, text := range []string{"每月5日 08:00", "2021-06-05 08:00 周六", "3天0小时", "office@example.org", "<code>0 8 5 * *</code>", "现在运行",
		"时间均为 Asia/Shanghai 时间", `name="folder" value="{programme}/{schedule}/{period}/{scope}"`} { // the usual pattern is taken
		if !strings.Contains(page.Body, text) {
			t.Errorf("the page of schedules lacks %q", text)
		}
	}
	s.post(t, s.client(t, "manager"), "/p/gd-2021/schedules/"+monthly+"/pause")
	if got := cells(s.get(t, s.client(t, "reader"), "/p/gd-2021/schedules").Body); got != "done late failed"+strings.Repeat(" paused", 9) {
		t.Errorf("paused: %s", got)
	}
	s.post(t, s.client(t, "manager"), "/p/gd-2021/schedules/"+monthly+"/resume")
	if got := cells(s.get(t, s.client(t, "reader"), "/p/gd-2021/schedules").Body); got != "done late failed none"+strings.Repeat(" ahead", 8) {
		t.Errorf("resumed, so that what was due before is not made up for: %s", got)
	}
}

func TestARunShowsItsFilesAndGivesThemBack(t *testing.T) {
	s := newWorks(t)
	manager := s.client(t, "manager")
	key, _ := strconv.ParseInt(s.key(t, time.January), 10, 64)
	files, err := s.store.RunFiles(context.Background(), key)
	s.must(t, err)
	page := s.get(t, manager, runsOf+"/"+s.key(t, time.January)).Body
	for _, text := range []string{"时间均为 Asia/Shanghai 时间", "用时 不到 0.01 秒"} {
		if !strings.Contains(page, text) {
			t.Errorf("the run lacks %q", text)
		}
	}
	for _, f := range files {
		for _, text := range []string{f.SHA256, f.Fingerprint, `/files/` + f.Scope + `/` + f.Format + `"`} {
			if !strings.Contains(page, text) {
				t.Errorf("the run lacks %q of %s.%s", text, f.Scope, f.Format)
			}
		}
		got := s.get(t, manager, runsOf+"/"+s.key(t, time.January)+"/files/"+f.Scope+"/"+f.Format)
		kept, err := os.ReadFile(filepath.Join(s.files, filepath.FromSlash(f.Path)))
		s.must(t, err)
		if got.Status != http.StatusOK || got.Body != string(kept) || got.Header.Get("ETag") != `"`+f.SHA256+`"` || !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s.%s: %d, %d bytes of %d, %v", f.Scope, f.Format, got.Status, len(got.Body), len(kept), got.Header)
		}
	}
	s.must(t, os.WriteFile(filepath.Join(s.files, filepath.FromSlash(files[0].Path)), []byte("{}"), 0o600))
	if got := s.get(t, manager, runsOf+"/"+s.key(t, time.January)+"/files/"+files[0].Scope+"/"+files[0].Format); got.Status != http.StatusConflict || strings.Contains(got.Body, "{}") {
		t.Errorf("what took a file's place is given for it: %d %s", got.Status, firstProblem(got.Body))
	}
	outside := filepath.Join(t.TempDir(), "secret")
	s.must(t, os.WriteFile(outside, []byte("secret"), 0o600))
	path := filepath.Join(s.files, filepath.FromSlash(files[1].Path))
	s.must(t, errors.Join(os.Remove(path), os.Symlink(outside, path)))
	if got := s.get(t, manager, runsOf+"/"+s.key(t, time.January)+"/files/"+files[1].Scope+"/"+files[1].Format); got.Status < 400 || strings.Contains(got.Body, "secret") {
		t.Errorf("a link leads out of the folder: %d", got.Status)
	}
	s.must(t, os.Remove(path))
	if got := s.get(t, manager, runsOf+"/"+s.key(t, time.January)+"/files/"+files[1].Scope+"/"+files[1].Format); got.Status != http.StatusNotFound {
		t.Errorf("a file that is gone: %d", got.Status)
	}
}

func TestWhatFailedIsToldAndMadeAgain(t *testing.T) {
	s := newWorks(t)
	manager := s.client(t, "manager")
	run := runsOf + "/" + s.key(t, time.March)
	page := s.get(t, manager, run).Body
	for _, text := range []string{"深圳", "open /srv/secret", "bureau@example.org", "550 no such mailbox", "6 个文件中完成 4 个"} {
		if !strings.Contains(page, text) {
			t.Errorf("the run lacks %q", text)
		}
	}
	if got := s.post(t, manager, run+"/cancel"); got.Status != http.StatusConflict {
		t.Errorf("cancelling what has ended: %d", got.Status)
	}
	if got := s.post(t, manager, run+"/retry"); got.Status != http.StatusSeeOther {
		t.Fatalf("retrying: %d %s", got.Status, firstProblem(got.Body))
	}
	s.await(t, store.RunDone)
	if got := s.post(t, manager, run+"/retry"); got.Status != http.StatusConflict {
		t.Errorf("retrying what is done: %d", got.Status)
	}
	if got := cells(s.get(t, manager, "/p/gd-2021/schedules").Body); !strings.HasPrefix(got, "done late late missing") {
		t.Errorf("the year: %s", got)
	}
}

func TestNarrowReadersSeeTheirPartOfARun(t *testing.T) {
	s := newWorks(t)
	for name, test := range map[string]struct {
		sees, hidden string
		year         string
	}{
		"guangzhou": {"440100", "深圳", "done late done"}, // what failed of another's is not told
		"shenzhen":  {"440300", "广州", "done late failed"},
	} {
		client := s.client(t, name)
		run := runsOf + "/" + s.key(t, time.March)
		page := s.get(t, client, run).Body
		list := s.get(t, client, runsOf).Body
		plans := s.get(t, client, "/p/gd-2021/schedules").Body
		for _, body := range []string{page, plans} {
			for _, hidden := range []string{"example.org", "/srv/secret", "/retry", "/cancel", "schedule-form", "do=put"} {
				if strings.Contains(body, hidden) {
					t.Errorf("%s is shown %q", name, hidden)
				}
			}
		}
		if strings.Contains(page, test.hidden) || strings.Contains(page, "/files/programme/") {
			t.Errorf("%s is shown others' files", name)
		}
		if got := cells(plans); !strings.HasPrefix(got, test.year) {
			t.Errorf("%s: the year: %s", name, got)
		}
		if !strings.Contains(list, "2/2") {
			t.Errorf("%s: the list counts others' files: %s", name, between(list, "<tbody>", "</tbody>"))
		}
		failed := strings.Count(s.get(t, client, runsOf+"?state=failed").Body, `<th scope="row">`)
		if want := strings.Count(test.year, "failed"); failed != want {
			t.Errorf("%s: %d runs failed, want %d", name, failed, want)
		}
		for scope, want := range map[string]int{"city-" + test.sees: http.StatusOK, "programme": http.StatusForbidden, "project-survey": http.StatusNotFound} {
			if got := s.get(t, client, runsOf+"/"+s.key(t, time.January)+"/files/"+scope+"/csv"); got.Status != want {
				t.Errorf("%s: %s: %d, want %d", name, scope, got.Status, want)
			}
		}
		for _, deed := range []string{run + "/retry", run + "/cancel", "/p/gd-2021/schedules/" + monthly + "/run", "/p/gd-2021/schedules/" + monthly + "/pause", "/p/gd-2021/schedules"} {
			if got := s.post(t, client, deed); got.Status != http.StatusForbidden {
				t.Errorf("%s: %s: %d", name, deed, got.Status)
			}
		}
	}
	s.must(t, s.store.AddAccount(context.Background(), nil, store.Account{Name: "zhuhai", Grants: []engine.Grant{{Role: engine.Officer, Scope: engine.Scope{Region: "440400"}}}}))
	zhuhai := s.client(t, "zhuhai")
	if got := s.get(t, zhuhai, runsOf+"/"+s.key(t, time.January)); got.Status != http.StatusNotFound {
		t.Errorf("a run of which nothing may be read: %d", got.Status)
	}
	for _, path := range []string{runsOf, "/p/gd-2021/schedules"} {
		if body := s.get(t, zhuhai, path).Body; strings.Contains(body, monthly) {
			t.Errorf("%s: a schedule of which nothing may be read is shown", path)
		}
	}
}

func TestRunsAreListedByWhatIsAskedFor(t *testing.T) {
	s := newWorks(t)
	reader := s.client(t, "reader")
	if !strings.Contains(s.get(t, reader, runsOf).Body, "时间均为 Asia/Shanghai 时间") {
		t.Error("nobody is told of which zone the times are")
	}
	for query, want := range map[string]int{"": 3, "?state=failed": 1, "?month=2021-02": 1, "?schedule=" + monthly: 3, "?schedule=none": 0, "?month=2021-12": 0, "?page=2": 0} {
		if got := strings.Count(s.get(t, reader, runsOf+query).Body, `<th scope="row">`); got != want {
			t.Errorf("%s: %d runs, want %d", query, got, want)
		}
	}
}

func TestAScheduleIsLookedAtBeforeItIsSet(t *testing.T) {
	s := newWorks(t)
	manager := s.client(t, "manager")
	const path = "/p/gd-2021/schedules"
	form := []string{"name", "周报", "cron", "0 8 31 * *", "scope", "cities", "further", "gd-2021/survey", "format", "csv", "language", "zh", "period", "previous",
		"folder", "{programme}/{schedule}/{period}/{scope}", "retries", "2", "hold", "0"}
	with := func(pairs ...string) []string { return append(append([]string{}, form...), pairs...) }
	seen := s.post(t, manager, path, with("do", "preview")...)
	for _, want := range []string{"2021-05-31 08:00 周一", "2021-12-31 08:00 周五", "每年跳过没有这一天的 5 个月", "每次 22 个文件"} {
		if !strings.Contains(seen.Body, want) {
			t.Errorf("%d: the preview lacks %q", seen.Status, want)
		}
	}
	if got := s.post(t, manager, path, with("do", "put")...); got.Status != http.StatusOK || !strings.Contains(got.Body, "请再看一遍") {
		t.Errorf("set without having been looked at: %d", got.Status)
	}
	digest := between(seen.Body, `name="seen" value="`, `"`)
	changed := with("do", "put", "seen", digest)
	changed[3] = "0 8 30 * *"
	if got := s.post(t, manager, path, changed...); got.Status != http.StatusOK || !strings.Contains(got.Body, "请再看一遍") {
		t.Errorf("set though it was changed: %d", got.Status)
	}
	if got := s.post(t, manager, path, with("do", "put", "seen", digest)...); got.Status != http.StatusSeeOther {
		t.Fatalf("set: %d %s", got.Status, firstProblem(got.Body))
	}
	plan, err := s.store.Schedule(context.Background(), s.p.ID, "周报")
	s.must(t, err)
	if plan.Cron != "0 8 31 * *" || strings.Join(plan.Scopes, " ") != "cities gd-2021/survey" || plan.Retries != 2 || plan.By != "manager" {
		t.Errorf("%+v", plan)
	}
	for name, test := range map[string]struct{ field, value, want string }{
		"a name that is taken":      {"name", "周报", "schedule-taken"},
		"a date that never comes":   {"cron", "0 0 30 2 *", "cron-never"},
		"another's files":           {"folder", "{programme}/{period}/{scope}", ""},
		"a city that is none":       {"further", "东京", "schedule-scope"},
		"a number that is none":     {"retries", "many", "schedule-retries-number"},
		"a line without an address": {"mail-scope", "440100", "schedule-mail-line"},
	} {
		pairs := with("do", "put", "seen", digest)
		pairs[1] = "另一个"
		for n := 0; n < len(pairs); n += 2 {
			if pairs[n] == test.field {
				pairs[n+1] = test.value
			}
		}
		if test.field == "mail-scope" {
			pairs = append(pairs, test.field, test.value)
		}
		if test.want == "" {
			pairs[9], test.want = "json", "schedule-same-files"
		}
		if got := s.post(t, manager, path, pairs...); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "<code>"+test.want+"</code>") {
			t.Errorf("%s: %d %s", name, got.Status, firstProblem(got.Body))
		}
	}
	if got := s.get(t, manager, path+"?change=周报"); !strings.Contains(got.Body, `name="change" value="周报"`) || !strings.Contains(got.Body, "gd-2021/survey") {
		t.Error("the form to change it does not hold what it is")
	}
}

func TestARunByHandIsMadeOnceAndCanBeCancelled(t *testing.T) {
	s := newWorks(t)
	manager := s.client(t, "manager")
	deed := "/p/gd-2021/schedules/" + monthly + "/run"
	first := s.post(t, manager, deed)
	if again := s.post(t, manager, deed); first.Status != http.StatusSeeOther || again.Header.Get("Location") != first.Header.Get("Location") {
		t.Errorf("twice in one instant: %d %s, %s", first.Status, first.Header.Get("Location"), again.Header.Get("Location"))
	}
	s.await(t, store.RunDone)
	if got := cells(s.get(t, manager, "/p/gd-2021/schedules").Body); !strings.HasPrefix(got, "done late failed done") {
		t.Errorf("made by hand: %s", got)
	}
	s.must(t, s.daemon.Stop(context.Background()))
	s.wait(time.Hour)
	waits := s.post(t, manager, deed).Header.Get("Location")
	if body := s.get(t, manager, waits).Body; !strings.Contains(body, `hx-get="`+waits+`"`) || !strings.Contains(body, "/cancel") {
		t.Error("a run under way cannot be watched and cancelled")
	}
	if got := s.post(t, manager, waits+"/cancel"); got.Status != http.StatusSeeOther {
		t.Errorf("cancelling: %d", got.Status)
	}
	if body := s.get(t, manager, waits).Body; strings.Contains(body, "hx-get=") || !strings.Contains(body, "已取消") {
		t.Error("what was cancelled goes on")
	}
	if got := s.post(t, manager, "/p/gd-2021/schedules/none/run"); got.Status != http.StatusNotFound {
		t.Errorf("a schedule that is none: %d", got.Status)
	}
}

func TestARunThatIsHeldSaysForWhatAndUntilWhen(t *testing.T) {
	s := newWorks(t)
	manager := s.actor("manager")
	plan := indicators.Schedule{Name: "等审", Cron: "0 8 6 * *", Scopes: []string{"programme"}, Formats: []string{"csv"}, Folder: "{schedule}/{period}/{scope}", HoldDays: 10}
	s.must(t, s.store.SetSchedule(context.Background(), &manager, s.p.ID, plan.Filled(), false))
	s.set(2021, time.June, 6, 8)
	s.daemon.RecordDue(context.Background())
	s.daemon.RecordDue(context.Background())
	found, err := s.store.Runs(context.Background(), s.p.ID, store.RunFilter{Schedule: "等审"})
	s.must(t, err)
	if len(found) != 1 || found[0].State != store.RunHeld {
		t.Fatalf("recorded %+v", found)
	}
	page := s.get(t, s.client(t, "manager"), runsOf+"/"+strconv.FormatInt(found[0].Key, 10)).Body
	if !strings.Contains(page, "等 2021-05 的填报单全部审核通过，最迟到 2021-06-16 08:00") {
		t.Error("nobody is told for what it waits, or until when")
	}
}
