package html

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
	"yardstick/reports/pdf"
	"yardstick/reports/requiretest"
)

// looks are the ways in which a page is seen.
var looks = []struct {
	name, scope string
	language    indicators.Language
	width       int64
	dark        bool
}{
	{"programme.zh", "programme", indicators.Chinese, 1100, false},
	{"project-survey.en", "project-survey", indicators.English, 1100, false},
	{"project-crafts.zh.dark", "project-crafts", indicators.Chinese, 1100, true},
	{"city-440100.zh", "city-440100", indicators.Chinese, 1100, false},
	{"city-440100.zh.phone", "city-440100", indicators.Chinese, 390, false},
	{"city-445300.en.phone.dark", "city-445300", indicators.English, 390, true},
}

// Pages look as they did: at a quarter of their size in grey, at most one pixel in
// thirty may differ by a quarter of the way from black to white, and the height by one in fifty:
// browsers and their fonts differ. UPDATE=1 takes the pictures anew, to be looked at before they are
// kept.
func TestThePagesLookAsTheyDid(t *testing.T) {
	b := open(t)
	e := cardtest.Backed(t)
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			b.wear(t, look.dark)
			b.load(t, cardOf(t, e, look.scope, look.language), look.width)
			picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
			if err != nil {
				t.Fatal(err)
			}
			keepLook(t, look.name+".png", picture)
			checkLook(t, filepath.Join("testdata", look.name+".png"), quarter(t, picture))
		})
	}
}

// A page that is printed looks as it did, on its first two sheets.
func TestThePrintLooksAsItDid(t *testing.T) {
	tool, b := requiretest.Tool(t, "pdftoppm"), open(t)
	e := cardtest.Backed(t)
	for _, name := range []string{"project-crafts", "city-441900"} {
		t.Run(name, func(t *testing.T) {
			b.wear(t, true) // paper is white, whatever the screen was
			b.load(t, cardOf(t, e, name, indicators.Chinese), 1100)
			file, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
			if err != nil {
				t.Fatal(err)
			}
			keepLook(t, name+".print.pdf", file)
			for _, sheet := range []string{"1", "2"} {
				show := exec.Command(tool, "-r", "40", "-gray", "-png", "-singlefile", "-f", sheet, "-l", sheet, "-")
				show.Stdin = bytes.NewReader(file)
				picture, err := show.Output()
				if err != nil {
					t.Fatal(err)
				}
				checkLook(t, filepath.Join("testdata", name+".zh.print-"+sheet+".png"), grey(t, picture))
			}
		})
	}
}

// grey is a picture in grey.
func grey(t *testing.T, file []byte) *image.Gray {
	t.Helper()
	whole, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewGray(whole.Bounds())
	draw.Draw(out, out.Rect, whole, out.Rect.Min, draw.Src)
	return out
}

// wear asks for the light or the dark colours.
func (b *browser) wear(t *testing.T, dark bool) {
	scheme := &emulation.MediaFeature{Name: "prefers-color-scheme", Value: "light"}
	if dark {
		scheme.Value = "dark"
	}
	_, err := chromedp.Run(b.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{scheme}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// keepLook leaves the picture at full size in the folder that LOOK names, for a person.
func keepLook(t *testing.T, name string, picture []byte) {
	if folder := os.Getenv("LOOK"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name), picture, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// quarter is a picture in grey, 16 pixels made one.
func quarter(t *testing.T, file []byte) *image.Gray {
	t.Helper()
	whole, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	box := whole.Bounds()
	out := image.NewGray(image.Rect(0, 0, box.Dx()/4, box.Dy()/4))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			sum := 0
			for k := range 16 {
				sum += int(color.GrayModel.Convert(whole.At(4*x+k%4, 4*y+k/4)).(color.Gray).Y)
			}
			out.SetGray(x, y, color.Gray{Y: uint8(sum / 16)})
		}
	}
	return out
}

func checkLook(t *testing.T, file string, got *image.Gray) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (UPDATE=1 go test takes it)", err)
	}
	want, err := png.Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := want.Bounds().Dy(), got.Bounds().Dy(); 50*max(a-b, b-a) > a || want.Bounds().Dx() != got.Bounds().Dx() {
		t.Fatalf("the page is %v, it was %v", got.Bounds().Size(), want.Bounds().Size())
	}
	count, box := 0, want.Bounds().Intersect(got.Bounds())
	for y := range box.Dy() {
		for x := range box.Dx() {
			was, is := color.GrayModel.Convert(want.At(x, y)).(color.Gray).Y, got.GrayAt(x, y).Y
			if max(was, is)-min(was, is) > 64 {
				count++
			}
		}
	}
	if 30*count > box.Dx()*box.Dy() {
		t.Errorf("%d of %d pixels differ from %s", count, box.Dx()*box.Dy(), file)
	}
}

// BenchmarkChromium prints our pages of the demonstration's cities with Chromium, as one would without a
// PDF of our own, and says how many of our files one costs.
func BenchmarkChromium(b *testing.B) {
	w := open(b)
	e := cardtest.Evaluation(b)
	var cards []*reports.Scorecard
	for _, scope := range reports.Scopes(e)[8:14] {
		card, err := reports.Build(e, scope, indicators.Chinese, nil)
		if err != nil {
			b.Fatal(err)
		}
		cards = append(cards, card)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for b.Loop() {
		var theirs, ours time.Duration
		size := 0
		for _, card := range cards {
			w.load(b, card, 1100)
			start := time.Now()
			file, err := chromedp.Run(w.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground()))
			if err != nil {
				b.Fatal(err)
			}
			theirs += time.Since(start)
			size += len(file)
			var out bytes.Buffer
			if err := pdf.Scorecard(&out, card); err != nil { // once for the fonts
				b.Fatal(err)
			}
			start = time.Now()
			if err := pdf.Scorecard(&out, card); err != nil {
				b.Fatal(err)
			}
			ours += time.Since(start)
		}
		n := float64(len(cards))
		b.ReportMetric(theirs.Seconds()*1000/n, "ms/file")
		b.ReportMetric(ours.Seconds()*1000/n, "ms-ours")
		b.ReportMetric(float64(size)/n/1000, "KB/file")
		b.ReportMetric(float64(theirs)/float64(ours), "×ours")
	}
}
