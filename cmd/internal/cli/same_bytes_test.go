package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

// circumstance is what must not be seen in a file.
type circumstance struct {
	zone    string
	locale  string
	workers int
	shuffle uint64 // seed of the order of rendering
}

var circumstances = map[string]circumstance{
	"one worker in UTC":                  {"UTC", "C", 1, 1},
	"eight workers, a zone a day ahead":  {"Pacific/Kiritimati", "zh_CN.GB18030", 8, 2},
	"a zone with odd minutes, in Arabic": {"America/St_Johns", "ar_EG.UTF-8", 2, 4},
}

func TestTheSameBytesComeOutEverywhere(t *testing.T) {
	first := circumstance{"Asia/Shanghai", "zh_CN.UTF-8", 2, 0}
	want := first.files(t, demoIn(t, first))
	if len(want) < 2*(29*2+1) {
		t.Fatalf("%d files, want those of 29 scorecards in two languages, and the bundles", len(want))
	}
	for name, c := range circumstances {
		t.Run(name, func(t *testing.T) {
			got := c.files(t, demoIn(t, c))
			for _, file := range slices.Sorted(maps.Keys(want)) {
				if got[file] != want[file] {
					t.Errorf("%s differs", file)
				}
			}
		})
	}
}

// apply puts the test into the circumstance until it ends.
func (c circumstance) apply(t *testing.T) {
	t.Helper()
	zone, err := time.LoadLocation(c.zone)
	if err != nil {
		t.Fatal(err)
	}
	local, workers := time.Local, runtime.GOMAXPROCS(c.workers)
	time.Local = zone
	t.Setenv("TZ", c.zone)
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, c.locale)
	}
	t.Cleanup(func() {
		time.Local = local
		runtime.GOMAXPROCS(workers)
	})
}

// demoIn makes the demonstration's database in a circumstance.
func demoIn(t *testing.T, c circumstance) (database string) {
	t.Helper()
	c.apply(t)
	s := &session{out: &bytes.Buffer{}, err: &bytes.Buffer{}, now: time.Now}
	database = filepath.Join(t.TempDir(), "yardstick.db")
	if _, err := s.recordDemo(context.Background(), database); err != nil {
		t.Fatal(err)
	}
	return database
}

// files renders everything in both languages, in a shuffled order, and returns the
// digest of each file.
func (c circumstance) files(t *testing.T, database string) map[string][32]byte {
	t.Helper()
	ctx, out := context.Background(), t.TempDir()
	for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
		s := &session{out: &bytes.Buffer{}, err: &bytes.Buffer{}, now: time.Now, database: database, language: string(l)}
		found, err := s.evaluate(ctx, timeFlags{through: "2021-10", asOf: "2021-10-31"})
		if err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(out, string(l))
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		jobs := printJobs(append(reports.Scopes(found.now), reports.IndicatorScopes(found.now)[:8]...), render.Formats, folder)
		for k := range jobs {
			if k%7 != 0 { // a page is a megabyte; one of each kind will do
				jobs[k].formats = []string{"pdf", "json"}
			}
		}
		shuffled := slices.Clone(jobs)
		order := rand.New(rand.NewPCG(c.shuffle, 0))
		order.Shuffle(len(jobs), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if _, err := printCards(ctx, found.now, found.before, l, shuffled, func() {}); err != nil {
			t.Fatal(err)
		}
		if err := s.bundle(ctx, found, jobs[:7], reportFlags{out: folder, combined: true, zip: true}); err != nil { // the combined file is in it
			t.Fatal(err)
		}
	}
	return digests(t, out)
}

func digests(t *testing.T, folder string) map[string][32]byte {
	t.Helper()
	out := map[string][32]byte{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(folder, path))
		out[path] = sha256.Sum256(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
