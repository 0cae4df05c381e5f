package main

import (
	"bufio"
	"bytes"
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
	"yardstick/indicators/library"
)

// officers are how many people save at once.
const officers = 50

// reopenAll opens the sheets of March 2021 again, so that they can be filled in
// whenever the test runs.
func reopenAll(t testing.TB, st *store.Store, p *indicators.Programme) {
	t.Helper()
	reviewer := engine.Actor{Name: "reviewer", Grants: []engine.Grant{{Role: engine.Reviewer}}}
	if err := st.AddAccount(context.Background(), nil, store.Account{Name: reviewer.Name, Grants: reviewer.Grants}); err != nil {
		t.Fatal(err)
	}
	for a := range p.Assignments() {
		if _, err := st.Reopen(context.Background(), reviewer, p.ID, a.ID, indicators.NewPeriod(2021, time.March), "补报"); err != nil {
			t.Fatal(err)
		}
	}
}

// entryCell is the cell that one officer fills in, again and again.
type entryCell struct {
	token, indicator, project, region string
}

// office makes a database with an officer for each of many cells, and their tokens.
func office(t testing.TB, file string) []entryCell {
	t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, file, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if _, err := st.LoadProgramme(ctx, library.Sources(), store.LocalOperator); err != nil {
		t.Fatal(err)
	}
	p, err := st.Programme(ctx, "gd-2021", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	reopenAll(t, st, p)
	var cells []entryCell
	for assignment := range p.Assignments() {
		for _, indicator := range assignment.Indicators {
			if !counts(p, indicator) || len(cells) == officers {
				continue
			}
			who := fmt.Sprintf("officer%02d", len(cells))
			grants := []engine.Grant{{Role: engine.Officer, Scope: engine.ScopeOf(assignment)}}
			if err := st.AddAccount(ctx, nil, store.Account{Name: who, Grants: grants}); err != nil {
				t.Fatal(err)
			}
			_, secret, err := st.MakeToken(ctx, engine.Actor{Name: who, Grants: grants}, store.Token{Title: "load", Grants: grants, Expires: time.Now().AddDate(1, 0, 0)})
			if err != nil {
				t.Fatal(err)
			}
			cells = append(cells, entryCell{secret, indicator.ID, assignment.Project.LocalID(), assignment.Region})
		}
	}
	if len(cells) < officers {
		t.Fatalf("%d cells for %d officers", len(cells), officers)
	}
	return cells
}

// counts reports whether a plain number is entered for an indicator in March 2021.
func counts(p *indicators.Programme, i *indicators.Indicator) bool {
	line, problem := engine.FindLine(p, i.ID, "")
	return problem == nil && line.Reading.Kind == indicators.Threshold && (line.Window.From == 0 || indicators.MonthOf(line.Window.From) <= indicators.NewPeriod(2021, time.March))
}

// server is a yardstick of its own, over a database.
type server struct {
	*exec.Cmd
	address string
	talk    *bytes.Buffer
}

func start(t testing.TB, file string) *server {
	t.Helper()
	s := &server{Cmd: exec.Command("yardstick", "serve", "--db", file, "--listen", "127.0.0.1:0"), talk: &bytes.Buffer{}}
	s.Env = append(os.Environ(), "LC_ALL=C")
	s.Stderr = s.talk
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Process.Kill() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, found := strings.Cut(lines.Text(), "yardstick is at "); found {
			s.address = address
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return s
		}
	}
	_ = s.Wait()
	t.Fatalf("the server did not start: %s", s.talk)
	return nil
}

// stopped waits for the server to end, and is its exit code.
func (s *server) stopped() int {
	_ = s.Wait()
	return s.ProcessState.ExitCode()
}

var oneEach = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * officers}, Timeout: 30 * time.Second}

// save enters a figure by the API. The seq of the figure is 0 when there was no answer.
func save(address string, c entryCell, text, key string, seen int64) (seq int64, status int, err error) {
	body, err := json.Marshal(map[string]any{"entries": []any{map[string]any{"indicator": c.indicator, "period": "2021-03", "text": text, "seen": seen}}})
	if err != nil {
		return 0, 0, err
	}
	r, err := http.NewRequest(http.MethodPost, address+"/api/v1/programmes/gd-2021/observations", bytes.NewReader(body))
	if err != nil {
		return 0, 0, err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", key)
	answer, err := oneEach.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	text2, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, 0, err
	}
	var recorded struct{ Observations []struct{ Seq int64 } }
	if err := json.Unmarshal(text2, &recorded); err != nil || len(recorded.Observations) != 1 {
		return 0, answer.StatusCode, fmt.Errorf("%s", text2)
	}
	return recorded.Observations[0].Seq, answer.StatusCode, nil
}

// The first start makes the database with the embedded programme and prints one link,
// by which the administrator sets a password; the next start prints none.
func TestAFirstStartLetsTheAdministratorIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new.db")
	lines := startTalking(t, file)
	link := ""
	for link == "" {
		line, ok := <-lines
		if !ok {
			t.Fatal("no link was printed")
		}
		_, link, _ = strings.Cut(line, "once: ")
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	address, code, _ := strings.Cut(link, "/invitation?code=")
	page := get(t, browser, link)
	if !strings.Contains(page, `value="`+code+`"`) {
		t.Fatalf("the link shows %s", page)
	}
	const secret = "a good long password"
	answer, err := browser.PostForm(address+"/invitation", url.Values{"code": {code}, "password": {secret}, "again": {secret}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if page := get(t, browser, address+"/accounts"); !strings.Contains(page, "admin") {
		t.Errorf("the administrator sees %s", page)
	}
	if again, err := browser.Get(link); err != nil || again.StatusCode != http.StatusNotFound {
		t.Errorf("the link works twice: %v %v", again.StatusCode, err)
	}
}

// startTalking starts a server and hands over what it prints, line by line.
func startTalking(t *testing.T, file string) <-chan string {
	t.Helper()
	c := exec.Command("yardstick", "serve", "--db", file, "--listen", "127.0.0.1:0")
	c.Env = append(os.Environ(), "LC_ALL=C")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	lines := make(chan string, 10)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	return lines
}

func get(t *testing.T, c *http.Client, address string) string {
	t.Helper()
	answer, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v %s", address, answer.StatusCode, err, text)
	}
	return string(text)
}

// history is every figure of an indicator, oldest first.
func history(t testing.TB, st *store.Store, indicator string) []engine.Observation {
	t.Helper()
	all, err := st.History(context.Background(), indicator)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sound fails the test unless everything in the database holds.
func sound(t testing.TB, file string) *store.Store {
	t.Helper()
	st, err := store.Open(context.Background(), file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := st.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !v.Sound() {
		t.Fatalf("the database is not sound: %v", v.Problems)
	}
	return st
}

// What was confirmed is there after kill -9, and what was not confirmed can be sent
// again: it is there once.
func TestAKilledServerLosesNothingItConfirmed(t *testing.T) {
	rounds := 20
	if testing.Short() {
		rounds = 3
	}
	file := filepath.Join(t.TempDir(), "killed.db")
	cells := office(t, file)[:8]
	type state struct {
		sent int   // of the number that is being entered
		seen int64 // the last figure that was confirmed
		open bool  // the number was sent and not confirmed
	}
	states := make([]state, len(cells))
	for round := range rounds {
		s := start(t, file)
		var work sync.WaitGroup
		for k := range cells {
			work.Go(func() {
				for st := &states[k]; ; {
					if !st.open {
						st.sent, st.open = st.sent+1, true
					}
					seq, status, err := save(s.address, cells[k], fmt.Sprint(st.sent), fmt.Sprintf("cell %d number %d", k, st.sent), st.seen)
					if err != nil && status == 0 {
						return // killed
					}
					if err != nil {
						t.Errorf("round %d: cell %d number %d: %d %v", round, k, st.sent, status, err)
						return
					}
					st.seen, st.open = seq, false
				}
			})
		}
		time.Sleep(time.Duration(40+20*(round%7)) * time.Millisecond)
		if err := s.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		s.stopped()
		work.Wait()
	}
	st := sound(t, file)
	defer st.Close()
	for k, c := range cells {
		figures := history(t, st, c.indicator)
		for n, o := range figures {
			if o.Text != fmt.Sprint(n+1) {
				t.Fatalf("cell %d: figure %d is %s", k, n+1, o.Text)
			}
		}
		if confirmed := states[k].sent - 1; len(figures) < confirmed {
			t.Errorf("cell %d: %d numbers were confirmed, %d are there", k, confirmed, len(figures))
		}
	}
}

func TestAStoppedServerFinishesWhatIsUnderWay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stopped.db")
	cells := office(t, file)
	c, other := cells[0], cells[1]
	s := start(t, file)
	body := `{"entries": [{"indicator": "` + c.indicator + `", "period": "2021-03", "text": "7"}]}`
	reader, writer := io.Pipe()
	r, err := http.NewRequest(http.MethodPost, s.address+"/api/v1/programmes/gd-2021/observations", reader)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Expect", "100-continue") // so that the body is asked for once the request is being done
	patient := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}
	answered := make(chan int, 1)
	go func() {
		answer, err := patient.Do(r)
		if err != nil {
			answered <- 0
			return
		}
		answer.Body.Close()
		answered <- answer.StatusCode
	}()
	if _, err := io.WriteString(writer, body[:20]); err != nil { // the request has begun
		t.Fatal(err)
	}
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) { // until nobody new is let in
		if _, _, err := save(s.address, other, "8", "late", 0); err != nil {
			break
		}
	}
	if _, err := io.WriteString(writer, body[20:]); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	if status := <-answered; status != http.StatusCreated {
		t.Errorf("the request under way was answered %d", status)
	}
	if code := s.stopped(); code != 3 && code != 0 {
		t.Errorf("the server ended with %d: %s", code, s.talk)
	}
}

// Whoever watches a server sees runs, deliveries, entries and room in its numbers.
func TestWhatIsDoneStandsInTheNumbers(t *testing.T) {
	folder := t.TempDir()
	yardstick := func(args ...string) {
		t.Helper()
		c := exec.Command("yardstick", append(args, "--db", "y.db")...)
		c.Dir, c.Env = folder, append(os.Environ(), "LC_ALL=C")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	file := filepath.Join(folder, "y.db")
	cells := office(t, file)
	st, err := store.Open(context.Background(), file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	manager := engine.Actor{Name: "manager", Grants: []engine.Grant{{Role: engine.Manager}}}
	if err := st.AddAccount(context.Background(), nil, store.Account{Name: manager.Name, Grants: manager.Grants}); err != nil {
		t.Fatal(err)
	}
	plan := indicators.Schedule{Name: "月报", Cron: "0 8 5 * *", Formats: []string{"json"}, Scopes: []string{"programme", "440100"}}
	if err := st.SetSchedule(context.Background(), &manager, "gd-2021", plan.Filled(), false); err != nil {
		t.Fatal(err)
	}
	_, token, err := st.MakeToken(context.Background(), manager, store.Token{Title: "t", Grants: manager.Grants, Expires: time.Now().AddDate(0, 1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	st.Close()
	yardstick("doctor", "--quick")
	s := start(t, file)
	for n := range 3 {
		if _, status, err := save(s.address, cells[n], "1", fmt.Sprint("metrics ", n), 0); err != nil {
			t.Fatal(status, err)
		}
	}
	r, err := http.NewRequest(http.MethodPost, s.address+"/api/v1/programmes/gd-2021/schedules/"+url.PathEscape("月报")+"/run", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != http.StatusCreated {
		t.Fatalf("%v %v", answer, err)
	}
	answer.Body.Close()
	wanted := []string{
		`yardstick_runs_total{state="done"} 1`, `yardstick_jobs_total{state="done"} 2`, `yardstick_deliveries_total{result="done",way="folder"} 1`,
		`yardstick_run_lateness_seconds_count 1`, `yardstick_render_seconds_count{format="json"} 2`, `yardstick_evaluation_seconds_count `,
		`yardstick_entries_total 3`, `yardstick_runs_open 0`, `yardstick_runs_overdue 0`, `yardstick_jobs_waiting 0`, `yardstick_database_bytes `,
		`yardstick_disk_free_bytes `, `yardstick_requests_total{route="POST /api/v1/programmes/{programme}/observations",status="201"} 3`,
	}
	var numbers string
	for range 100 {
		numbers = get(t, http.DefaultClient, s.address+"/metrics")
		if strings.Contains(numbers, wanted[0]) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	for _, want := range wanted {
		if !strings.Contains(numbers, "\n"+want) {
			t.Errorf("the numbers lack %s", want)
		}
	}
	if t.Failed() {
		t.Log(numbers)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if said := get(t, http.DefaultClient, s.address+path); !strings.Contains(said, `"status":"ok"`) {
			t.Errorf("%s says %s", path, said)
		}
	}
}

// BenchmarkOfficersSaving lets fifty officers save at once for a minute, each with a
// pause of a tenth of a second, and reports how long they waited. Everything that was
// confirmed has to be there afterwards.
func BenchmarkOfficersSaving(b *testing.B) {
	lasts := time.Minute
	if testing.Short() {
		lasts = 5 * time.Second
	}
	for b.Loop() {
		file := filepath.Join(b.TempDir(), "load.db")
		cells := office(b, file)
		s := start(b, file)
		saved, waits, failed := load50(s.address, cells, lasts)
		slices.Sort(waits)
		b.ReportMetric(float64(len(waits))/lasts.Seconds(), "saves/s")
		b.ReportMetric(float64(waits[len(waits)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "p99-ms")
		b.ReportMetric(float64(waits[len(waits)-1].Microseconds())/1000, "max-ms")
		b.ReportMetric(float64(failed), "errors")
		_ = s.Process.Signal(syscall.SIGTERM)
		s.stopped()
		st := sound(b, file)
		kept := map[string]int{}
		for k := range cells {
			kept[cells[k].indicator] += saved[k]
		}
		for indicator, count := range kept {
			if figures := history(b, st, indicator); len(figures) < count {
				b.Errorf("%s: %d figures were confirmed, %d are there", indicator, count, len(figures))
			}
		}
		st.Close()
	}
}

// load50 lets each officer save for a while, with a pause as people make one; it
// returns what each had confirmed, every wait, and the number of errors.
func load50(address string, cells []entryCell, lasts time.Duration) (saved []int, waits []time.Duration, failed int) {
	saved = make([]int, len(cells))
	var mutex sync.Mutex
	var work sync.WaitGroup
	until := time.Now().Add(lasts)
	for k := range cells {
		work.Go(func() {
			seen := int64(0)
			for n := 1; time.Now().Before(until); n++ {
				began := time.Now()
				seq, _, err := save(address, cells[k], fmt.Sprint(n), fmt.Sprintf("load %d %d", k, n), seen)
				took := time.Since(began)
				mutex.Lock()
				waits = append(waits, took)
				if err != nil {
					failed++
				} else {
					saved[k]++
					seen = seq
				}
				mutex.Unlock()
				time.Sleep(100 * time.Millisecond)
			}
		})
	}
	work.Wait()
	return saved, waits, failed
}
