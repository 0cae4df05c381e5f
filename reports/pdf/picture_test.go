package pdf

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"yardstick/reports/cardtest"
	"yardstick/reports/requiretest"
)

// The first two pages of one card of each kind look as they did: at 40 dots an inch in
// grey, at most one pixel in fifty may differ by a quarter of the way from black to
// white. UPDATE=1 redraws the pictures, to be looked at before they are kept.
func TestThePagesLookAsTheyDid(t *testing.T) {
	tool := requiretest.Tool(t, "pdftoppm")
	for _, g := range golden {
		t.Run(g.name, func(t *testing.T) {
			file := saved(t, cards(t, cardtest.Through, g.language)[g.name])
			for _, page := range []string{"1", "2"} {
				picture, err := exec.Command(tool, "-r", "40", "-gray", "-png", "-singlefile", "-f", page, file).Output()
				if err != nil {
					t.Fatal(err)
				}
				checkPicture(t, filepath.Join("testdata", "scorecard", g.name+"."+string(g.language)+"-"+page+".png"), picture)
			}
		})
	}
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
