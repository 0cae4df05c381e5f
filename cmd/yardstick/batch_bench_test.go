package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// BenchmarkBatchOfTheDemonstration makes all 29 scorecards of the demonstration in four
// formats by a schedule, from the database to 116 files on disk, each recorded.
func BenchmarkBatchOfTheDemonstration(b *testing.B) {
	folder := b.TempDir()
	yardstick(b, folder, 0, "demo", "--out", "demo")
	const database = "demo/yardstick.db"
	yardstick(b, folder, 0, "schedule", "add", "batch", "--cron", "0 8 5 * *", "--format", "pdf,html,xlsx,json", "--db", database)
	onCores(b, 116, func(cores int) *os.ProcessState {
		return yardstick(b, folder, cores, "schedule", "run", "batch", "--db", database)
	})
}

// BenchmarkFiveThousandScorecards makes the scorecards of ten months of a generated
// programme, 500 regions by 10 projects with 20,000 indicators: 511 a month, from the
// database to PDF on disk, and for each month an index, one PDF of all and an archive.
func BenchmarkFiveThousandScorecards(b *testing.B) {
	folder := b.TempDir()
	large(b, filepath.Join(folder, "large.db"))
	done := 0
	onCores(b, largeScopes*largeMonths, func(cores int) *os.ProcessState {
		name := fmt.Sprintf("batch-%d", done)
		done++
		yardstick(b, folder, 0, "schedule", "add", name, "--cron", "0 8 5 * *", "--folder", name+"/{period}/{scope}", "--db", "large.db")
		return yardstick(b, folder, cores, "schedule", "backfill", name, "--from", "2021-02", "--to", "2021-11", "--db", "large.db")
	})
}

// BenchmarkEntryDuringABatch lets twenty officers save by the page, each with a pause of
// half a second, while the server makes a month's 511 scorecards, and reports how long
// they waited; beside it, how long they wait when nothing else is done.
func BenchmarkEntryDuringABatch(b *testing.B) {
	file := filepath.Join(b.TempDir(), "large.db")
	large(b, file)
	for b.Loop() {
		cells, manager := entering(b, file)
		s := start(b, file)
		for k := range cells {
			cells[k].login(b, s.address)
		}
		quiet := saveWhile(b, s.address, cells, timer(10*time.Second))
		began := time.Now()
		busy := saveWhile(b, s.address, cells, runEnds(b, s.address, manager))
		b.ReportMetric(float64(largeScopes)/time.Since(began).Seconds(), "files/s")
		for name, waits := range map[string][]time.Duration{"quiet": quiet, "batch": busy} {
			slices.Sort(waits)
			b.ReportMetric(float64(len(waits)), name+"-saves")
			b.ReportMetric(milliseconds(waits[len(waits)/2]), name+"-p50-ms")
			b.ReportMetric(milliseconds(waits[len(waits)*99/100]), name+"-p99-ms")
		}
		_ = s.Process.Signal(syscall.SIGTERM)
		if code := s.stopped(); code != 0 {
			b.Errorf("the server ended with %d: %s", code, s.talk)
		}
	}
}

// onCores makes a batch on one core and on two, and reports what the program itself
// took for it.
func onCores(b *testing.B, files int, batch func(cores int) *os.ProcessState) {
	for _, cores := range []int{1, 2} {
		b.Run(fmt.Sprintf("cores=%d", cores), func(b *testing.B) {
			for b.Loop() {
				began := time.Now()
				ended := batch(cores)
				took := time.Since(began)
				used := ended.SysUsage().(*syscall.Rusage)
				b.ReportMetric(float64(files)/took.Seconds(), "files/s")
				b.ReportMetric(milliseconds(ended.UserTime()+ended.SystemTime())/float64(files), "cpu-ms/file")
				b.ReportMetric(float64(used.Maxrss)/1024, "peak-MB")
			}
		})
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// yardstick runs the program in a folder, on so many cores (0 is all).
func yardstick(b *testing.B, folder string, cores int, args ...string) *os.ProcessState {
	b.Helper()
	c := exec.Command("yardstick", args...)
	c.Dir, c.Env = folder, append(os.Environ(), "LC_ALL=C")
	if cores > 0 {
		c.Env = append(c.Env, fmt.Sprint("GOMAXPROCS=", cores))
	}
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%s", args, err, out)
	}
	return c.ProcessState
}

// The generated programme: its regions times its projects are assignments of four
// indicators each; scorecards are of the programme, each project and each region.
const (
	largeRegions  = 500
	largeProjects = 10
	largeScopes   = 1 + largeProjects + largeRegions
	largeMonths   = 10
)

func largeRegion(n int) string { return fmt.Sprint(441000 + n) }

// largeTarget is how many are to be visited in a region by a project.
func largeTarget(region, project int) int { return 1200 + 12*((region*7+project*13)%400) }

func largeDefinitions() []load.Source {
	var y strings.Builder
	y.WriteString("专项:\n  编号: made-2021\n  名称: 产业链支撑资金\n  年度: 2021\n  地区:\n    - {代码: '440000', 名称: 广东省}\n")
	for n := range largeRegions {
		fmt.Fprintf(&y, "    - {代码: '%s', 名称: 第%d区, 上级: '440000'}\n", largeRegion(n), n+1)
	}
	y.WriteString("项目:\n")
	for p := range largeProjects {
		fmt.Fprintf(&y, `  - 编号: p%d
    名称: 第%d个项目
    任务: {资金投入方向: 工作经费, 工作任务名称: 企业数据采集, 工作量单位: 家次}
    绩效指标:
      产出/数量指标:
        企业数据采集量（家次）: {编号: collected}
        研究报告数（份）: {编号: reports}
      产出/时效指标:
        按期完成采集工作: {编号: on-time}
      效益/社会效益指标:
        为制造业高质量发展综合评价提供服务: {编号: analysis}
    分配表:
      表头: [承担单位, 金额, 工作量, collected, reports, on-time, analysis]
`, p, p+1)
		for n := range largeRegions {
			target := largeTarget(n, p)
			fmt.Fprintf(&y, "      '%s': [工业和信息化主管部门, %d, %d, %d, 3, 是, 是]\n", largeRegion(n), 50+(n+p)%90, target, target)
		}
	}
	return []load.Source{{Name: "made.yaml", Text: []byte(y.String())}}
}

// large makes a database of the generated programme with figures for each month.
func large(b *testing.B, file string) {
	b.Helper()
	ctx := context.Background()
	day := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	st, err := store.Open(ctx, file, store.Options{Create: true, Now: func() time.Time { return day }})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	if _, err := st.LoadProgramme(ctx, largeDefinitions(), store.LocalOperator); err != nil {
		b.Fatal(err)
	}
	for month := time.January; month <= largeMonths; month++ {
		day = time.Date(2021, month, 28, 0, 0, 0, 0, time.UTC)
		var entries []engine.Entry
		for p := range largeProjects {
			for n := range largeRegions {
				enter := func(local, text string) {
					entries = append(entries, engine.Entry{Indicator: fmt.Sprintf("made-2021/p%d/%s/%s", p, largeRegion(n), local), Period: indicators.NewPeriod(2021, month), Text: text})
				}
				if (n+p+int(month))%50 == 0 {
					continue // it has not reported
				}
				enter("collected", fmt.Sprint(largeTarget(n, p)/12+(n+int(month))%9-4))
				enter("reports", fmt.Sprint((n+p+int(month))%2))
			}
		}
		if _, err := st.Record(ctx, "", entries, store.RecordOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

// pageCell is a cell of the page that an officer has open.
type pageCell struct {
	code, sheet string // the invitation, and the page
	browser     *http.Client
	seen        string // the number of the figure that the page shows
}

// entering gives twenty officers a sheet each that is open, and returns with them a
// manager's token.
func entering(b *testing.B, file string) (cells []pageCell, manager string) {
	b.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, file, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	chief := engine.Actor{Name: "chief", Grants: []engine.Grant{{Role: engine.Reviewer}, {Role: engine.Manager}}}
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	must(st.AddAccount(ctx, nil, store.Account{Name: chief.Name, Grants: chief.Grants}))
	must(st.SetSchedule(ctx, &chief, "made-2021", indicators.Schedule{Name: "batch", Cron: "0 8 5 * *", Formats: []string{"pdf"}}.Filled(), false))
	_, manager, err = st.MakeToken(ctx, chief, store.Token{Title: "bench", Grants: chief.Grants, Expires: time.Now().AddDate(0, 1, 0)})
	must(err)
	for n := range 20 {
		who, region := fmt.Sprintf("officer%02d", n), largeRegion(n*17)
		must(st.AddAccount(ctx, nil, store.Account{Name: who, Grants: []engine.Grant{{Role: engine.Officer, Scope: engine.Scope{Region: region}}}}))
		_, err := st.Reopen(ctx, chief, "made-2021", "made-2021/p0/"+region, indicators.NewPeriod(2021, time.November), "补报")
		must(err)
		code, err := st.Invite(ctx, nil, who)
		must(err)
		cells = append(cells, pageCell{code: code, sheet: "/p/made-2021/sheet/p0/" + region + "/2021-11", seen: "0"})
	}
	return cells, manager
}

// login sets the officer's password and opens the sheet.
func (c *pageCell) login(b *testing.B, address string) {
	b.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	c.browser = &http.Client{Jar: jar, Timeout: time.Minute}
	const secret = "a good long password"
	for _, ask := range []func() (*http.Response, error){
		func() (*http.Response, error) {
			return c.browser.PostForm(address+"/invitation", url.Values{"code": {c.code}, "password": {secret}, "again": {secret}})
		},
		func() (*http.Response, error) { return c.browser.Get(address + c.sheet) },
	} {
		answer, err := ask()
		if err != nil || answer.StatusCode != http.StatusOK {
			b.Fatalf("%v %v", answer, err)
		}
		answer.Body.Close()
	}
}

// save saves a figure as the page's script does.
func (c *pageCell) save(address string) error {
	now := time.Now().UnixNano() // no figure is the one before
	form := url.Values{"v.collected": {fmt.Sprint(now / 1e6 % 1e6)}, "s.collected": {c.seen}, "t.collected": {fmt.Sprintf("%s %d", c.sheet, now)}}
	r, err := http.NewRequest(http.MethodPost, address+c.sheet+"/cells", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("HX-Request", "true")
	answer, err := c.browser.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	_, after, found := strings.Cut(string(text), `name="s.collected" value="`)
	if err != nil || answer.StatusCode != http.StatusOK || !found {
		return fmt.Errorf("%s %v: %s", answer.Status, err, text)
	}
	c.seen, _, _ = strings.Cut(after, `"`)
	return nil
}

// saveWhile lets every officer save until the time is over, and returns how long each
// save took. A save that is refused fails the benchmark.
func saveWhile(b *testing.B, address string, cells []pageCell, over <-chan struct{}) (waits []time.Duration) {
	b.Helper()
	var mutex sync.Mutex
	var work sync.WaitGroup
	for k := range cells {
		work.Go(func() {
			for {
				select {
				case <-over:
					return
				case <-time.After(500 * time.Millisecond):
				}
				began := time.Now()
				if err := cells[k].save(address); err != nil {
					b.Error(err)
					return
				}
				mutex.Lock()
				waits = append(waits, time.Since(began))
				mutex.Unlock()
			}
		})
	}
	work.Wait()
	return waits
}

func timer(d time.Duration) <-chan struct{} {
	over := make(chan struct{})
	time.AfterFunc(d, func() { close(over) })
	return over
}

// runEnds has the server run the schedule, and tells when the run has ended.
func runEnds(b *testing.B, address, token string) <-chan struct{} {
	b.Helper()
	ask := func(method, path string, into any) {
		r, err := http.NewRequest(method, address+"/api/v1/programmes/made-2021/"+path, nil)
		if err != nil {
			b.Error(err)
			return
		}
		r.Header.Set("Authorization", "Bearer "+token)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			b.Error(err)
			return
		}
		defer answer.Body.Close()
		if err := json.NewDecoder(answer.Body).Decode(into); err != nil || answer.StatusCode >= 300 {
			b.Errorf("%s: %v", answer.Status, err)
		}
	}
	type run struct {
		Run   int64
		State string
		Done  int
	}
	var began run
	ask(http.MethodPost, "schedules/batch/run", &began)
	over := make(chan struct{})
	go func() {
		defer close(over)
		for now := began; !b.Failed() && now.State != string(store.RunDone); time.Sleep(100 * time.Millisecond) {
			ask(http.MethodGet, fmt.Sprint("runs/", began.Run), &now)
			if now.State == string(store.RunFailed) {
				b.Errorf("the run failed: %+v", now)
			}
		}
	}()
	return over
}
