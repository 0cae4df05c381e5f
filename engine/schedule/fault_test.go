package schedule_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"yardstick/engine/schedule"
	"yardstick/engine/store"
)

// The process that is to be killed works this database, and puts its files there.
const (
	childDatabase = "YARDSTICK_TEST_CHILD_DATABASE"
	childFolder   = "YARDSTICK_TEST_CHILD_FOLDER"
)

func TestMain(m *testing.M) {
	if file := os.Getenv(childDatabase); file != "" {
		if err := work(file, os.Getenv(childFolder)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// work works a database in June until it is told to stop, a few milliseconds a
// file, and prints each file that it begins.
func work(file, folder string) error {
	signalled, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	now := func() time.Time { return on(6, 6, 8) }
	st, err := store.Open(ctx, file, store.Options{Now: now})
	if err != nil {
		return err
	}
	defer st.Close()
	d, err := schedule.Start(ctx, st, schedule.Options{Folder: folder, Now: now, Workers: 2, Render: func(ctx context.Context, o schedule.Order, to io.Writer) (string, error) {
		fmt.Println(o.Run.Period, o.Scope, o.Format)
		text := write(o)
		half := len(text) / 2
		if _, err := io.WriteString(to, text[:half]); err != nil {
			return "", err
		}
		time.Sleep(3 * time.Millisecond)
		_, err := io.WriteString(to, text[half:])
		return "fingerprint", err
	}})
	if err != nil {
		return err
	}
	<-signalled.Done()
	return d.Stop(ctx)
}

// child runs the process until end ends it, a while after the first file it begins.
func (b *bench) child(t *testing.T, after time.Duration, end os.Signal) error {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDatabase+"="+b.file, childFolder+"="+b.folder)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Error("the process ended before it began a file")
	}
	time.AfterFunc(after, func() { child.Process.Signal(end) })
	for lines.Scan() {
	}
	return child.Wait()
}

// sixMonths is a database that has missed six runs of 4 scopes × 9 formats.
func sixMonths(t *testing.T) *bench {
	b := newBench(t, on(1, 1, 9))
	plan := monthly
	plan.Formats = strings.Fields("a b c d e f g h i")
	b.set(t, plan)
	b.clock.Set(on(6, 6, 8))
	return b
}

var sixDone = []string{"01-05 08:00 2020-12 done 36/36", "02-05 08:00 2021-01 done 36/36", "03-05 08:00 2021-02 done 36/36",
	"04-05 08:00 2021-03 done 36/36", "05-05 08:00 2021-04 done 36/36", "06-05 08:00 2021-05 done 36/36"}

func TestABatchThatIsKilledIsDoneOnceAndWhole(t *testing.T) {
	rounds := 20
	if testing.Short() {
		rounds = 4
	}
	b := sixMonths(t)
	for round := range rounds {
		if slices.Equal(b.runs(t), sixDone) {
			t.Logf("done after %d rounds", round)
			if round < 3 {
				t.Error("too few rounds to say anything")
			}
			break
		}
		b.child(t, time.Duration(10+7*(round%5))*time.Millisecond, syscall.SIGKILL)
		b.finals(t)
	}
	_, ended := b.start(t, schedule.Options{})
	waitFor(t, func() bool { return slices.Equal(b.runs(t), sixDone) || len(ended) == len(sixDone) })
	b.want(t, sixDone...)
	if made := b.whole(t); made != 6*36 {
		t.Errorf("%d files", made)
	}
	found, err := b.Verify(ctx)
	if err != nil || !found.Sound() {
		t.Error(err, found.Problems)
	}
}

// finals holds every file under a final name to be whole, recorded yet or not.
func (b *bench) finals(t *testing.T) {
	t.Helper()
	err := walkFiles(b.folder, func(name string, content []byte) {
		first, _, _ := strings.Cut(string(content), "\n")
		if !strings.HasSuffix(name, ".part") && string(content) != strings.Repeat(first+"\n", 2000) {
			t.Errorf("%s is not whole", name)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSIGTERMEndsABatchInOrder(t *testing.T) {
	b := sixMonths(t)
	if err := b.child(t, 20*time.Millisecond, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if made := b.whole(t); made == 0 || made == 6*36 {
		t.Errorf("%d files were made before it ended", made)
	}
	_, ended := b.start(t, schedule.Options{})
	waitFor(t, func() bool { return slices.Equal(b.runs(t), sixDone) || len(ended) == len(sixDone) })
	b.want(t, sixDone...)
	if made := b.whole(t); made != 6*36 {
		t.Errorf("%d files", made)
	}
}
