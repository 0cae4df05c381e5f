package schedule_test

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
)

// smallDisk names the folder that the test mounts a small disk on, in a process that
// has its own view of what is mounted.
const smallDisk = "YARDSTICK_TEST_SMALL_DISK"

// onSmallDisk runs the test that calls it once more, in a process for which a folder
// is a disk of so many megabytes, and reports whether this is that process.
func onSmallDisk(t *testing.T, megabytes string) (folder string, inside bool) {
	t.Helper()
	if folder := os.Getenv(smallDisk); folder != "" {
		if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size="+megabytes+"m"); err != nil {
			t.Fatal(err)
		}
		return folder, true
	}
	child := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), smallDisk+"="+t.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}, GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}}
	var said strings.Builder
	child.Stdout, child.Stderr = &said, &said
	if err := child.Start(); err != nil {
		t.Skipf("this machine lets no test mount a disk of its own: %v", err)
	}
	if err := child.Wait(); err != nil || !strings.Contains(said.String(), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, &said)
	}
	return "", false
}

// onDisk is a bench whose database and files lie on one disk, as they do unless
// somebody says otherwise, with a run of 36 files due; of the disk so many megabytes
// are free.
func onDisk(t *testing.T, disk string, megabytes uint64) (b *bench, ballast string) {
	t.Helper()
	b = &bench{clock: &storetest.Clock{}, folder: filepath.Join(disk, "scorecards"), file: filepath.Join(disk, "y.db")}
	b.clock.Set(on(1, 10, 9))
	b.Store = b.open(t)
	if _, err := b.LoadProgramme(ctx, storetest.Definitions("100"), ""); err != nil {
		t.Fatal(err)
	}
	plan := monthly
	plan.Formats, plan.Retries = strings.Fields("a b c d e f g h i"), 20
	b.set(t, plan)
	b.clock.Set(on(2, 5, 8))
	ballast = filepath.Join(disk, "ballast")
	fill(t, ballast, disk, megabytes<<20)
	return b, ballast
}

// fill takes all room of a disk but so many bytes.
func fill(t *testing.T, ballast, disk string, but uint64) {
	t.Helper()
	var free syscall.Statfs_t
	if err := syscall.Statfs(disk, &free); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(ballast, make([]byte, free.Bavail*uint64(free.Bsize)-but), 0o600); err != nil {
		t.Fatal(err)
	}
}

// done holds the run to have been made whole, and everything to be in order.
func (b *bench) done(t *testing.T) {
	t.Helper()
	b.want(t, "02-05 08:00 2021-01 done 36/36")
	if made := b.whole(t); made != 36 {
		t.Errorf("%d files", made)
	}
	if v, err := b.Verify(ctx); err != nil || !v.Sound() {
		t.Error(err, v.Problems)
	}
}

func TestABatchLeavesRoomForWhatPeopleEnter(t *testing.T) {
	t.Parallel()
	disk, inside := onSmallDisk(t, "100")
	if !inside {
		return
	}
	b, ballast := onDisk(t, disk, 65) // a megabyte more than is left to the database
	_, ended := b.start(t, schedule.Options{})
	run := next(t, ended)
	if run.State != store.RunFailed || run.Done == 0 || run.Failed == 0 || run.Done+run.Failed != run.Files {
		t.Errorf("the run ended as %+v", run)
	}
	if made := b.whole(t); made != run.Done {
		t.Errorf("%d files are there, %d were recorded", made, run.Done)
	}
	files, err := b.RunFiles(ctx, run.Key)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if says := f.Fault.Say(indicators.English); f.State == store.FileFailed && !strings.Contains(says, "is full: ") {
			t.Errorf("%s.%s says %q", f.Scope, f.Format, says)
		}
	}
	for n := range 100 {
		entry := engine.Entry{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.February), Text: strconv.Itoa(n)}
		if n > 0 {
			entry.Supersede = "更正"
		}
		if _, err := b.Record(ctx, "", []engine.Entry{entry}, store.RecordOptions{}); err != nil {
			t.Errorf("figure %d could not be entered meanwhile: %v", n, err)
		}
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	jobs, err := b.Jobs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer jobs.Close()
	if err := schedule.Retry(ctx, b.Store, jobs, nil, run); err != nil {
		t.Fatal(err)
	}
	next(t, ended)
	b.done(t)
}

// Somebody else fills the disk to its last byte while a file is being written: neither
// the file nor its failure can be recorded. Once there is room the daemon goes on by
// itself.
func TestABatchGoesOnWhenAFullDiskHasRoomAgain(t *testing.T) {
	t.Parallel()
	disk, inside := onSmallDisk(t, "100")
	if !inside {
		return
	}
	b, ballast := onDisk(t, disk, 70)
	var begun atomic.Int32
	last := filepath.Join(disk, "last")
	full := make(chan struct{})
	_, ended := b.start(t, schedule.Options{Workers: 2, BackOff: func(int) time.Duration { return time.Second }, Render: func(ctx context.Context, o schedule.Order, to io.Writer) (string, error) {
		if begun.Add(1) == 5 {
			if err := os.WriteFile(last, make([]byte, 100<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("the disk did not run full: %v", err)
			}
			close(full)
		}
		return render(ctx, o, to)
	}})
	<-full
	time.Sleep(3 * time.Second) // it stays full for a while
	if err := walkFiles(b.folder, func(name string, content []byte) {
		if strings.HasSuffix(name, ".part") && len(content) > 0 {
			return // being written
		}
		if first, _, _ := strings.Cut(string(content), "\n"); string(content) != strings.Repeat(first+"\n", 2000) {
			t.Errorf("%s is not whole", name)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(last), os.Remove(ballast)); err != nil {
		t.Fatal(err)
	}
	next(t, ended)
	b.done(t)
}
