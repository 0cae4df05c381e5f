package pdf

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
	"yardstick/reports/requiretest"
)

// One card of each kind, one with evidence, a combined document's contents and both
// forms look as they did, on their first two pages: at 40 dots an inch in grey, at most
// one pixel in fifty may differ by a quarter of the way from black to white. UPDATE=1
// redraws the pictures, to be looked at before they are kept.
func TestThePagesLookAsTheyDid(t *testing.T) {
	tool := requiretest.Tool(t, "pdftoppm")
	for name, file := range pictured(t) {
		t.Run(name, func(t *testing.T) {
			for _, page := range []string{"1", "2"} {
				show := exec.Command(tool, "-r", "40", "-gray", "-png", "-singlefile", "-f", page, "-l", page, "-")
				show.Stdin = bytes.NewReader(file)
				picture, err := show.Output()
				if err != nil || len(picture) == 0 {
					break // it has one page only
				}
				checkPicture(t, filepath.Join("testdata", "scorecard", name+"-"+page+".png"), picture)
			}
		})
	}
}

// pictured are the files whose looks are kept.
func pictured(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, g := range golden {
		out[g.name+"."+string(g.language)] = written(t, cards(t, cardtest.Through, g.language)[g.name])
	}
	e := cardtest.Backed(t)
	for _, scope := range append(reports.Scopes(e), reports.IndicatorScopes(e)...) {
		switch scope.Name() {
		case "project-crafts":
			out["backed."+scope.Name()+".zh"] = written(t, card(t, e, scope, indicators.Chinese, nil))
		case "city-441900":
			out["backed."+scope.Name()+".en"] = written(t, card(t, e, scope, indicators.English, nil))
		case "indicator-survey-collected":
			out[scope.Name()+".zh"] = written(t, card(t, e, scope, indicators.Chinese, nil))
		}
	}
	files := kinds(t)
	for _, name := range []string{"combined", "self-evaluation", "monitoring"} {
		out[name+".zh"] = files[name]
	}
	return out
}

func checkPicture(t *testing.T, file string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (UPDATE=1 go test draws it)", err)
	}
	if share := different(decoded(t, want), decoded(t, got)); share > 0.02 {
		t.Errorf("%.1f%% of the page differs from %s", 100*share, file)
	}
}

func decoded(t *testing.T, file []byte) image.Image {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// different is the share of pixels that differ by more than a quarter.
func different(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	count, box := 0, a.Bounds()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			was, _, _, _ := a.At(x, y).RGBA()
			is, _, _, _ := b.At(x, y).RGBA()
			if max(was, is)-min(was, is) > 0x4000 {
				count++
			}
		}
	}
	return float64(count) / float64(box.Dx()*box.Dy())
}
