package api_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"yardstick/engine/schedule"
	"yardstick/engine/store"
)

// A schedule by the API: looked at, set, run, watched; whoever reads a city sees that
// city's part of the run.
func TestASchedulesYearByTheAPI(t *testing.T) {
	s := newSite(t)
	c := newClient(t, s)
	plan := map[string]any{"cron": "0 8 31 * *", "scopes": []string{"cities", "programme"}, "formats": []string{"csv"}, "retries": 0,
		"mail": map[string]any{"by_scope": map[string]any{"440100": []string{"li@example.org"}}}}
	set := args{"programme": "gd-2021", "schedule": "monthly", "body": plan}
	status, looked := c.call("manager", "set-schedule", args{"programme": "gd-2021", "schedule": "monthly", "check": "true", "body": plan})
	if status != http.StatusOK || len(looked["next"].([]any)) != 5 || looked["next"].([]any)[0] != "2021-05-31T08:00:00+08:00" || looked["files"] != 22.0 {
		t.Fatalf("%d %v", status, looked)
	}
	if warnings := looked["warnings"].([]any); len(warnings) != 1 || warnings[0].(map[string]any)["code"] != "cron-skips-months" {
		t.Errorf("warnings: %v", warnings)
	}
	if status, _ := c.call("manager", "pause-schedule", args{"programme": "gd-2021", "schedule": "monthly"}); status != http.StatusNotFound {
		t.Errorf("what was only looked at is there: %d", status)
	}
	if status, set := c.call("manager", "set-schedule", set); status != http.StatusOK || set["by"] != "manager" {
		t.Fatalf("%d %v", status, set)
	}
	plan["cron"] = "0 0 30 2 *"
	if status, refused := c.call("manager", "set-schedule", set); status != http.StatusUnprocessableEntity || refused["code"] != "cron-never" {
		t.Errorf("a date that never comes: %d %v", status, refused)
	}
	_, seen := c.call("guangzhou", "list-schedules", args{"programme": "gd-2021"})
	if items := seen["items"].([]any); len(items) != 1 || items[0].(map[string]any)["mail"] != nil {
		t.Errorf("an officer sees %v", items)
	}

	ended := make(chan store.Run, 1)
	daemon, err := schedule.Start(context.Background(), s.store, schedule.Options{Folder: t.TempDir(), Now: s.clock, Idle: true,
		Render: func(_ context.Context, o schedule.Order, to io.Writer) (string, error) {
			if o.Scope == "city-440300" {
				return "", io.ErrUnexpectedEOF
			}
			_, err := io.WriteString(to, o.Scope)
			return "of " + o.Scope, err
		},
		Ended: func(run store.Run) { ended <- run }})
	if err != nil {
		t.Fatal(err)
	}
	defer daemon.Stop(context.Background())
	status, run := c.call("manager", "run-schedule-now", args{"programme": "gd-2021", "schedule": "monthly"})
	if status != http.StatusCreated || len(run["items"].([]any)) != 22 || run["period"] != "2021-03" {
		t.Fatalf("%d %v", status, run)
	}
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("the run does not end")
	}
	for as, want := range map[string]struct {
		state  string
		files  float64
		failed float64
	}{"manager": {"failed", 22, 1}, "reader": {"failed", 22, 1}, "guangzhou": {"done", 1, 0}, "shenzhen": {"failed", 1, 1}} {
		_, got := c.call(as, "get-run", args{"programme": "gd-2021", "run": "1"})
		_, list := c.call(as, "list-runs", args{"programme": "gd-2021", "state": want.state})
		if got["state"] != want.state || got["files"] != want.files || got["failed"] != want.failed || len(list["items"].([]any)) != 1 {
			t.Errorf("%s sees %v, %v", as, got, list)
		}
		if _, told := got["deliveries"]; told != (as == "manager") {
			t.Errorf("%s is told of deliveries: %v", as, told)
		}
		if raw := string(s.send(t, as, "GET", "/api/v1/programmes/gd-2021/runs/1", nil).body); strings.Contains(raw, "unexpected EOF") != (as == "manager") {
			t.Errorf("%s: the words of an error: %s", as, raw)
		}
	}
	if status, refused := c.call("manager", "cancel-run", args{"programme": "gd-2021", "run": "1"}); status != http.StatusConflict || refused["code"] != "run-not-open" {
		t.Errorf("cancelling what has ended: %d %v", status, refused)
	}
	if status, again := c.call("manager", "retry-run", args{"programme": "gd-2021", "run": "1"}); status != http.StatusOK || again["state"] != "working" {
		t.Errorf("retrying: %d %v", status, again)
	}
	<-ended
	for _, id := range []string{"pause-schedule", "resume-schedule"} {
		if status, _ := c.call("manager", id, args{"programme": "gd-2021", "schedule": "monthly"}); status != http.StatusNoContent {
			t.Errorf("%s: %d", id, status)
		}
	}
}

// Definitions by the API are told what their schedules do, and are refused where those
// would write the files of one that was set.
func TestSchedulesOfDefinitionsByTheAPI(t *testing.T) {
	s := newSite(t)
	c := newClient(t, s)
	set := map[string]any{"cron": "0 8 5 * *", "folder": "monthly/{period}/{scope}"}
	if status, got := c.call("manager", "set-schedule", args{"programme": "gd-2021", "schedule": "monthly", "body": set}); status != http.StatusOK {
		t.Fatalf("%d %v", status, got)
	}
	load := func(folder string) (int, map[string]any) {
		text := "专项: {编号: o-2021, 名称: 试验, 年度: 2021, 地区: 广东省, 计划: [{名称: 月末, 时间: 0 8 31 * *, 文件: \"" + folder + "/{year}-{month}/{scope}\"}]}\n" +
			"项目: {编号: survey, 名称: 调查, 总体绩效目标: 调查, 各地: {广州: {资金: [{承担单位: 市局, 金额: 100}], 绩效指标: {产出/数量指标: {走访企业数量（家次）: {目标: 100, 编号: visits}}}}}}\n"
		return c.call("manager", "load-definitions", args{"preview": "true", "body": map[string]any{"sources": []any{map[string]string{"name": "o.yaml", "text": text}}}})
	}
	if status, refused := load("monthly"); status != http.StatusUnprocessableEntity || refused["code"] != "schedule-same-files" {
		t.Errorf("another programme's files: %d %v", status, refused)
	}
	status, looked := load("yearly")
	if status != http.StatusOK {
		t.Fatalf("%d %v", status, looked)
	}
	if problems := looked["problems"].([]any); len(problems) != 1 || problems[0].(map[string]any)["code"] != "cron-skips-months" || problems[0].(map[string]any)["at"] == nil {
		t.Errorf("what it is told: %v", problems)
	}
}
