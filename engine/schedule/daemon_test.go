package schedule_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
)

var ctx = context.Background()

var guangzhou = time.FixedZone("CST", 8*3600)

func on(month time.Month, day, hour int) time.Time {
	return time.Date(2021, month, day, hour, 0, 0, 0, guangzhou)
}

// bench is a database with a programme, its clock, and where files go.
type bench struct {
	*store.Store
	clock  *storetest.Clock
	folder string
	file   string
}

func newBench(t testing.TB, now time.Time) *bench {
	t.Helper()
	b := &bench{clock: &storetest.Clock{}, folder: t.TempDir(), file: filepath.Join(t.TempDir(), "y.db")}
	b.clock.Set(now)
	b.Store = b.open(t)
	if _, err := b.LoadProgramme(ctx, storetest.Definitions("100"), ""); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, b.file, store.Options{Now: b.clock.Now, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func (b *bench) set(t testing.TB, plan indicators.Schedule) store.Schedule {
	t.Helper()
	if err := b.SetSchedule(ctx, nil, "", plan.Filled(), false); err != nil {
		t.Fatal(err)
	}
	s, err := b.Schedule(ctx, "", plan.Name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// write is what a file holds in these tests: it depends on the order alone.
func write(o schedule.Order) string {
	line := fmt.Sprintf("%s %s %s through %s\n", o.Run.Schedule, o.Scope, o.Format, o.Run.Period)
	return strings.Repeat(line, 2000)
}

func render(_ context.Context, o schedule.Order, to io.Writer) (string, error) {
	_, err := io.WriteString(to, write(o))
	return "fingerprint of " + o.Run.Period.String(), err
}

// start starts a daemon that tells of each run that ends.
func (b *bench) start(t testing.TB, o schedule.Options) (*schedule.Daemon, <-chan store.Run) {
	t.Helper()
	ended := make(chan store.Run, 1000)
	o.Folder, o.Now, o.Ended = b.folder, b.clock.Now, func(r store.Run) { ended <- r }
	if o.Render == nil {
		o.Render = render
	}
	if o.BackOff == nil {
		o.BackOff = func(int) time.Duration { return time.Millisecond }
	}
	d, err := schedule.Start(ctx, b.Store, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return d, ended
}

// runs lists what was recorded, oldest first: 2021-02-05 08:00 2021-01 done 8/8.
func (b *bench) runs(t testing.TB) (out []string) {
	t.Helper()
	all, err := b.Runs(ctx, "", store.RunFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range slices.Backward(all) {
		out = append(out, fmt.Sprintf("%s %s %s %d/%d", r.Due.In(guangzhou).Format("01-02 15:04"), r.Period, r.State, r.Done, r.Files))
	}
	return out
}

func (b *bench) want(t testing.TB, lines ...string) {
	t.Helper()
	if got := b.runs(t); !slices.Equal(got, lines) {
		t.Errorf("runs are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(lines, "\n"))
	}
}

// whole holds every file of every run to what was recorded of it, and the folder to
// those files.
func (b *bench) whole(t testing.TB) (files int) {
	t.Helper()
	recorded := map[string]store.RunFile{}
	all, err := b.Runs(ctx, "", store.RunFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range all {
		of, err := b.RunFiles(ctx, run.Key)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range of {
			if f.State == store.FileDone {
				recorded[f.Path] = f
			}
		}
	}
	err = walkFiles(b.folder, func(name string, content []byte) {
		sum := sha256.Sum256(content)
		f, known := recorded[name]
		if !known || f.SHA256 != hex.EncodeToString(sum[:]) || f.Size != int64(len(content)) || f.Size == 0 {
			t.Errorf("%s: recorded as %+v", name, f)
		}
		files++
	})
	if err != nil || files != len(recorded) {
		t.Errorf("%d files, %d recorded: %v", files, len(recorded), err)
	}
	return files
}

func walkFiles(folder string, f func(name string, content []byte)) error {
	return filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		content, err := os.ReadFile(path)
		f(filepath.ToSlash(name), content)
		return err
	})
}

func next(t testing.TB, ended <-chan store.Run) store.Run {
	t.Helper()
	select {
	case r := <-ended:
		return r
	case <-time.After(30 * time.Second):
		t.Fatal("no run has ended")
		return store.Run{}
	}
}

var monthly = indicators.Schedule{Name: "月报", Cron: "0 8 5 * *", Formats: []string{"pdf", "json"}}

func TestARunMakesItsFilesOnce(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	b.set(t, monthly)
	d, ended := b.start(t, schedule.Options{Idle: true})
	d.RecordDue(ctx)
	b.want(t)
	b.clock.Set(on(2, 5, 8))
	d.RecordDue(ctx) // the clock has leapt: it is looked at twice
	b.want(t)
	d.RecordDue(ctx)
	d.RecordDue(ctx)
	run := next(t, ended)
	b.want(t, "02-05 08:00 2021-01 done 8/8")
	if !run.AsOf.Equal(on(2, 5, 8)) || run.Late() != 0 || b.whole(t) != 8 {
		t.Errorf("as of %v, %v late", run.AsOf, run.Late())
	}
	content, err := os.ReadFile(filepath.Join(b.folder, "t-2021", "2021-01", "city-440100.json"))
	if err != nil || !strings.HasPrefix(string(content), "月报 city-440100 json through 2021-01\n") {
		t.Errorf("%v: %.60s", err, content)
	}
	files, err := b.RunFiles(ctx, run.Key)
	if err != nil || files[0].Fingerprint != "fingerprint of 2021-01" || files[0].Attempts != 1 {
		t.Errorf("%v %+v", err, files[0])
	}
}

func TestWhatWasMissedIsMadeUpAsThePolicySays(t *testing.T) {
	for policy, want := range map[indicators.CatchUp][]string{
		indicators.CatchUpAll:    {"02-05 08:00 2021-01 done 8/8", "03-05 08:00 2021-02 done 8/8"},
		indicators.CatchUpLatest: {"02-05 08:00 2021-01 skipped 0/0", "03-05 08:00 2021-02 done 8/8"},
		indicators.CatchUpNone:   {"02-05 08:00 2021-01 skipped 0/0", "03-05 08:00 2021-02 skipped 0/0"},
	} {
		t.Run(string(policy), func(t *testing.T) {
			b := newBench(t, on(1, 10, 9))
			plan := monthly
			plan.CatchUp = policy
			b.set(t, plan)
			b.clock.Set(on(3, 7, 10)) // nothing ran for two months
			_, ended := b.start(t, schedule.Options{})
			for _, line := range want {
				if strings.Contains(line, "done") {
					if run := next(t, ended); run.Late() < 50*time.Hour {
						t.Errorf("%v late", run.Late())
					}
				}
			}
			waitFor(t, func() bool { return len(b.runs(t)) == len(want) })
			b.want(t, want...)
		})
	}
}

func waitFor(t testing.TB, done func() bool) {
	t.Helper()
	for range 3000 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("waited in vain")
}

func TestAClockSetBackAndForthRunsNothingTwice(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	plan := monthly
	plan.CatchUp = indicators.CatchUpLatest
	s := b.set(t, plan)
	jobs, err := b.Jobs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer jobs.Close()
	look := func(now time.Time) {
		b.clock.Set(now)
		due, err := schedule.Due(ctx, b.Store, s, now)
		if err != nil {
			t.Fatal(err)
		}
		for n := range due {
			if _, err := schedule.Record(ctx, b.Store, jobs, &due[n]); err != nil {
				t.Fatal(err)
			}
		}
	}
	look(on(2, 5, 8))
	look(on(1, 20, 8)) // back
	look(on(2, 5, 9))
	b.want(t, "02-05 08:00 2021-01 working 0/8")
	look(on(4, 6, 8)) // months ahead, by mistake
	b.want(t, "02-05 08:00 2021-01 working 0/8", "03-05 08:00 2021-02 skipped 0/0", "04-05 08:00 2021-03 working 0/8")
	look(on(3, 5, 8)) // set right: what was skipped then is due now
	b.want(t, "02-05 08:00 2021-01 working 0/8", "03-05 08:00 2021-02 working 0/8", "04-05 08:00 2021-03 working 0/8")
}

func TestAPoisonedScopeFailsAlone(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	plan := monthly
	plan.Retries = 2
	b.set(t, plan)
	b.clock.Set(on(2, 5, 8))
	var attempts atomic.Int32
	_, ended := b.start(t, schedule.Options{Render: func(ctx context.Context, o schedule.Order, to io.Writer) (string, error) {
		if o.Scope == "city-440300" && o.Format == "pdf" {
			attempts.Add(1)
			panic("a definition that was made invalid")
		}
		return render(ctx, o, to)
	}})
	run := next(t, ended)
	b.want(t, "02-05 08:00 2021-01 failed 7/8")
	if attempts.Load() != 3 || b.whole(t) != 7 {
		t.Errorf("tried %d times", attempts.Load())
	}
	files, err := b.RunFiles(ctx, run.Key)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.State == store.FileFailed && !strings.Contains(f.Fault.Say(indicators.English), "while it made city-440300.pdf: a definition that was made invalid") {
			t.Errorf("%+v", f)
		}
	}
}

// One address or file that is tried for hours keeps nothing else from being made again.
func TestWhatFailedIsRetriedWhileTheRestGoesOn(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	plan := monthly
	plan.Retries = 1
	b.set(t, plan)
	b.clock.Set(on(2, 5, 8))
	var mended atomic.Bool
	hold := make(chan struct{})
	d, ended := b.start(t, schedule.Options{Workers: 2, Render: func(ctx context.Context, o schedule.Order, to io.Writer) (string, error) {
		switch {
		case o.Scope == "programme" && o.Format == "json":
			<-hold
		case o.Format == "json" && !mended.Load():
			return "", errors.New("no template")
		}
		return render(ctx, o, to)
	}})
	waitFor(t, func() bool { return slices.Equal(b.runs(t), []string{"02-05 08:00 2021-01 working 4/8"}) })
	run, err := b.RunByKey(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { run, err = b.RunByKey(ctx, 1); return err == nil && run.Failed == 3 })
	mended.Store(true)
	if err := schedule.Retry(ctx, b.Store, d.Jobs(), nil, run); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return slices.Equal(b.runs(t), []string{"02-05 08:00 2021-01 working 7/8"}) })
	close(hold)
	next(t, ended)
	b.want(t, "02-05 08:00 2021-01 done 8/8")
}

// A job whose end could not be recorded stands as running, and nobody does it.
func TestAJobThatNobodyDoesIsTakenUpAgain(t *testing.T) {
	schedule.ReclaimEvery(t, 50*time.Millisecond)
	b := newBench(t, on(1, 10, 9))
	plan := monthly
	plan.Retries = 2
	b.set(t, plan)
	b.clock.Set(on(2, 5, 8))
	var failed atomic.Bool
	d, ended := b.start(t, schedule.Options{BackOff: func(int) time.Duration { return time.Hour }, Render: func(ctx context.Context, o schedule.Order, to io.Writer) (string, error) {
		if !failed.Swap(true) {
			return "", errors.New("once")
		}
		return render(ctx, o, to)
	}})
	waitFor(t, func() bool {
		result, err := d.Jobs().DB().ExecContext(ctx, `UPDATE river_job SET state = 'running', scheduled_at = attempted_at WHERE state = 'retryable'`)
		if err != nil {
			return false
		}
		changed, err := result.RowsAffected()
		return err == nil && changed == 1
	})
	next(t, ended)
	b.want(t, "02-05 08:00 2021-01 done 8/8")
}

func TestARunIsOverdueWhenNothingHasRecordedItInTime(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	plan := b.set(t, monthly)
	overdue := func() int {
		t.Helper()
		runs, err := schedule.Overdue(ctx, b.Store, plan, b.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		return len(runs)
	}
	for minutes, want := range map[time.Duration]int{-1: 0, 0: 0, 4: 0, 6: 1, 60 * 24 * 31: 2} {
		b.clock.Set(on(2, 5, 8).Add(minutes * time.Minute))
		if got := overdue(); got != want {
			t.Errorf("%d minutes after it was due, %d are overdue, want %d", minutes, got, want)
		}
	}
	b.clock.Set(on(2, 5, 9))
	_, ended := b.start(t, schedule.Options{})
	next(t, ended)
	if got := overdue(); got != 0 {
		t.Errorf("%d are overdue once it was made", got)
	}
}

func TestWhatFailedIsRetriedByHand(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	b.set(t, monthly)
	b.clock.Set(on(2, 5, 8))
	var mended atomic.Bool
	d, ended := b.start(t, schedule.Options{Render: func(ctx context.Context, o schedule.Order, to io.Writer) (string, error) {
		if o.Format == "json" && !mended.Load() {
			return "", errors.New("no template")
		}
		return render(ctx, o, to)
	}})
	run := next(t, ended)
	b.want(t, "02-05 08:00 2021-01 failed 4/8")
	mended.Store(true)
	if err := schedule.Retry(ctx, b.Store, d.Jobs(), nil, run); err != nil {
		t.Fatal(err)
	}
	next(t, ended)
	b.want(t, "02-05 08:00 2021-01 done 8/8")
	if b.whole(t) != 8 {
		t.Error("not every file is there")
	}
}

func TestASecondDaemonDoesNotWorkTheSameDatabase(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	d, _ := b.start(t, schedule.Options{})
	_, err := schedule.Start(ctx, b.open(t), schedule.Options{Render: render})
	var problem *indicators.Problem
	if !errors.As(err, &problem) || problem.Code != "jobs-held" || problem.Args["process"] != fmt.Sprint(os.Getpid()) {
		t.Fatalf("%v", err)
	}
	if err := d.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	after, err := schedule.Start(ctx, b.Store, schedule.Options{Render: render})
	if err != nil {
		t.Fatal(err)
	}
	if err := after.Stop(ctx); err != nil {
		t.Error(err)
	}
}

func TestAStopFinishesWhatIsUnderWayAndHandsTheRestBack(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	b.set(t, monthly)
	b.clock.Set(on(2, 5, 8))
	under, goOn := make(chan struct{}, 8), make(chan struct{})
	d, _ := b.start(t, schedule.Options{Workers: 1, Render: func(ctx context.Context, o schedule.Order, to io.Writer) (string, error) {
		under <- struct{}{}
		<-goOn
		return render(ctx, o, to)
	}})
	<-under
	stopped := make(chan error)
	go func() { stopped <- d.Stop(ctx) }()
	time.AfterFunc(200*time.Millisecond, func() { close(goOn) })
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	if done := b.whole(t); done == 0 || done == 8 {
		t.Errorf("%d files were made when it stopped", done)
	}
	_, ended := b.start(t, schedule.Options{})
	next(t, ended)
	b.want(t, "02-05 08:00 2021-01 done 8/8")
	if b.whole(t) != 8 {
		t.Error("not every file is there")
	}
}

func TestAnOlderRunDoesNotOverwriteANewer(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	plan := monthly
	plan.Folder, plan.Formats = "latest/{scope}", []string{"pdf"}
	s := b.set(t, plan)
	b.clock.Set(on(3, 5, 8))
	d, ended := b.start(t, schedule.Options{Idle: true})
	for _, due := range []time.Time{on(3, 5, 8), on(2, 5, 8)} {
		runs, more, err := schedule.Backfill(ctx, b.Store, s, due, due, b.clock.Now())
		if err != nil || len(runs) != 1 || more {
			t.Fatal(runs, more, err)
		}
		if _, err := schedule.Record(ctx, b.Store, d.Jobs(), &runs[0]); err != nil {
			t.Fatal(err)
		}
		d.Wake()
		next(t, ended)
	}
	content, err := os.ReadFile(filepath.Join(b.folder, "latest", "programme.pdf"))
	if err != nil || !strings.Contains(string(content), "through 2021-02") {
		t.Errorf("%v: %.60s", err, content)
	}
	b.want(t, "02-05 08:00 2021-01 done 4/4", "03-05 08:00 2021-02 done 4/4")
}

func TestARunIsHeldUntilItsSheetsAreApproved(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	plan := monthly
	plan.HoldDays = 10
	b.set(t, plan)
	officer := engine.Actor{Name: "li", Grants: []engine.Grant{{Role: engine.Officer}}}
	reviewer := engine.Actor{Name: "wang", Grants: []engine.Grant{{Role: engine.Reviewer}}}
	storetest.Hire(t, b.Store, officer, reviewer)
	b.clock.Set(on(2, 2, 8))
	for _, city := range []string{"440100", "440300"} {
		assignment := "t-2021/survey/" + city
		e := engine.Entry{Indicator: assignment + "/visits", Period: storetest.Month(1), Text: "5"}
		if _, err := b.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{As: &officer}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Submit(ctx, officer, "t-2021", assignment, storetest.Month(1)); err != nil {
			t.Fatal(err)
		}
	}
	b.clock.Set(on(2, 5, 8))
	d, ended := b.start(t, schedule.Options{Idle: true})
	d.RecordDue(ctx)
	b.want(t, "02-05 08:00 2021-01 held 0/8")
	b.clock.Set(on(2, 6, 9))
	for _, city := range []string{"440100", "440300"} {
		if _, err := b.Approve(ctx, reviewer, "t-2021", "t-2021/survey/"+city, storetest.Month(1), 0); err != nil {
			t.Fatal(err)
		}
	}
	d.RecordDue(ctx)
	d.RecordDue(ctx)
	if run := next(t, ended); !run.AsOf.Equal(on(2, 6, 9)) {
		t.Errorf("as of %v", run.AsOf)
	}
	b.clock.Set(on(3, 16, 9)) // nobody submits February: the deadline passes
	d.RecordDue(ctx)
	d.RecordDue(ctx)
	if run := next(t, ended); !run.AsOf.Equal(on(3, 15, 8)) || run.Period != storetest.Month(2) {
		t.Errorf("%s as of %v", run.Period, run.AsOf)
	}
}

// post delivers by failing once and then remembering.
type post struct {
	fails atomic.Int32
	got   chan schedule.Delivery
}

func (p *post) Targets(store.Run) []string { return []string{"a@example.org", "b@example.org"} }
func (p *post) Attempts() int              { return 3 }
func (p *post) Deliver(_ context.Context, d schedule.Delivery) error {
	if p.fails.Add(-1) >= 0 {
		return errors.New("the server is away")
	}
	p.got <- d
	return nil
}

func TestWhatIsMadeIsDelivered(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	plan := monthly
	plan.Webhook = &indicators.ScheduleWebhook{URL: "https://example.org/hook?token=open-sesame"}
	b.set(t, plan)
	b.clock.Set(on(2, 5, 8))
	p := &post{got: make(chan schedule.Delivery, 10)}
	p.fails.Store(2)
	var log bytes.Buffer
	d, ended := b.start(t, schedule.Options{Deliver: map[string]schedule.Deliverer{schedule.ByMail: p}, Log: slog.New(slog.NewTextHandler(&log, nil))})
	run := next(t, ended)
	if err := d.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"a@example.org", "b@example.org"} {
		if !strings.Contains(log.String(), "msg=delivered run=1 way=mail target="+to) {
			t.Errorf("the log does not say that it was delivered to %s:\n%s", to, &log)
		}
	}
	if !strings.Contains(log.String(), "target=https://example.org ") || strings.Contains(log.String(), "open-sesame") {
		t.Errorf("the log does not name the webhook's server alone:\n%s", &log)
	}
	b.want(t, "02-05 08:00 2021-01 failed 8/8")
	if len(p.got) != 2 || len((<-p.got).Files) != 8 {
		t.Errorf("%d deliveries", len(p.got))
	}
	deliveries, err := b.RunDeliveries(ctx, run.Key)
	if err != nil || len(deliveries) != 3 || deliveries[2].State != store.FileFailed || deliveries[2].Fault.Code != "delivery-none" {
		t.Errorf("%v %+v", err, deliveries)
	}
}

func TestARunThatMakesNothingIsSeen(t *testing.T) {
	b := newBench(t, on(1, 10, 9))
	plan := monthly
	plan.Scopes = []string{"moved-away"} // as when a later version has left a project out
	b.set(t, plan)
	b.clock.Set(on(2, 5, 8))
	d, _ := b.start(t, schedule.Options{Idle: true})
	d.RecordDue(ctx)
	d.RecordDue(ctx)
	b.want(t, "02-05 08:00 2021-01 failed 0/0")
}
