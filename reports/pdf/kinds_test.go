package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
	"yardstick/reports/requiretest"
)

// kinds are one file of every kind that the program prints.
func kinds(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	e := cardtest.Evaluation(t)
	for _, name := range []string{"programme", "project-survey", "project-crafts", "city-440100"} {
		out[name] = written(t, cards(t, cardtest.Through, indicators.English)[name])
	}
	out["indicator"] = written(t, card(t, e, reports.IndicatorScopes(e)[0], indicators.Chinese, nil))
	all, err := reports.Combine(e, indicators.Chinese, nil)
	if err != nil {
		t.Fatal(err)
	}
	var book bytes.Buffer
	if err := Combined(&book, all); err != nil {
		t.Fatal(err)
	}
	out["combined"] = book.Bytes()
	for name, form := range map[string]func() (*reports.Form, error){
		"self-evaluation": func() (*reports.Form, error) { return reports.SelfEvaluation(e, "crafts/440000", indicators.Chinese) },
		"monitoring":      func() (*reports.Form, error) { return reports.Monitoring(e, "survey/440100", indicators.Chinese) },
	} {
		f, err := form()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := Form(&b, f); err != nil {
			t.Fatal(err)
		}
		out[name] = b.Bytes()
	}
	for name, text := range map[string]string{"characters without glyph": "目标🌉שלום", "syntax of PDF": hostile["syntax of PDF"]} {
		e := cardtest.Generated(t, cardtest.Shape{Regions: 2, Indicators: 3, Text: text})
		out[name] = written(t, card(t, e, reports.Scopes(e)[1], indicators.Chinese, nil))
	}
	large := cardtest.Generated(t, cardtest.Shape{Indicators: 500})
	out["500 indicators"] = written(t, card(t, large, reports.Scopes(large)[1], indicators.Chinese, nil))
	return out
}

func TestReadersAcceptEveryKindOfFile(t *testing.T) {
	qpdf, pdffonts := requiretest.Tool(t, "qpdf"), requiretest.Tool(t, "pdffonts")
	for name, file := range kinds(t) {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file.pdf")
			if err := os.WriteFile(path, file, 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(qpdf, "--check", path).CombinedOutput(); err != nil {
				t.Errorf("qpdf: %v\n%s", err, out)
			}
			out, err := exec.Command(pdffonts, path).Output()
			if err != nil {
				t.Fatal(err)
			}
			fonts := strings.Split(strings.TrimSpace(string(out)), "\n")[2:]
			for _, font := range fonts {
				if !strings.Contains(font, "+NotoSansSC-") || !strings.Contains(font, "yes yes yes") {
					t.Errorf("not embedded, cut or readable: %s", font)
				}
			}
			if len(fonts) == 0 || len(fonts) > 2 {
				t.Errorf("%d fonts", len(fonts))
			}
		})
	}
}

// Files made side by side are those made one after the other; go test -race watches.
func TestABatchOnManyGoroutinesGivesTheSameFiles(t *testing.T) {
	e := cardtest.Evaluation(t)
	scopes := reports.Scopes(e)
	alone := make([][]byte, len(scopes))
	for i, scope := range scopes {
		alone[i] = written(t, card(t, e, scope, indicators.Chinese, nil))
	}
	var wait sync.WaitGroup
	for worker := range 4 {
		wait.Go(func() {
			for k := range scopes {
				i := (k + 7*worker) % len(scopes)
				built, err := reports.Build(e, scopes[i], indicators.Chinese, nil)
				if err != nil {
					t.Error(err)
					return
				}
				var b bytes.Buffer
				if err := Scorecard(&b, built); err != nil || !bytes.Equal(b.Bytes(), alone[i]) {
					t.Errorf("%s differs when others are made beside it: %v", scopes[i].Name(), err)
				}
			}
		})
	}
	wait.Wait()
}

func TestMemoryDoesNotGrowWithTheBatch(t *testing.T) {
	e := cardtest.Evaluation(t)
	scopes := reports.Scopes(e)
	alive := func(files int) uint64 {
		for n := range files {
			written(t, card(t, e, scopes[n%len(scopes)], indicators.Chinese, nil))
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what a pool lets go of, it lets go of at the second
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	early, late := alive(len(scopes)), alive(6*len(scopes))
	if late > early+1<<20 {
		t.Errorf("%d bytes are alive after %d files, %d after %d", early, len(scopes), late, 7*len(scopes))
	}
}
