package assets

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestFilesAreAsPinned(t *testing.T) {
	sums, err := os.ReadFile("SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	pinned := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(sums)), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		pinned[name] = sum
	}
	for _, folder := range []string{"fonts", "echarts", "htmx"} {
		entries, err := fs.ReadDir(Licences(), folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			name := folder + "/" + entry.Name()
			sum := sha256.Sum256(read(name))
			if hex.EncodeToString(sum[:]) != pinned[name] {
				t.Errorf("%s is not the file that SHA256SUMS pins", name)
			}
			delete(pinned, name)
		}
	}
	for name := range pinned {
		t.Errorf("%s is pinned but not there", name)
	}
}

// absent is the one character of GBK that Noto Sans SC lacks.
const absent = "≒"

func TestFontsDrawAllOfGBKAndTheSignsOfTables(t *testing.T) {
	wanted := []rune("≥≤≧≦≠≈±×÷‰%①⑳〔〕【】→←↑↓▲▼●○◆◇■□★☆㎡℃№·—…“”‘’￥€Éüñ")
	wanted = append(wanted, []rune("䶮㙍堃喆镕祎頔𬭚")...) // in people's names
	decode := simplifiedchinese.GBK.NewDecoder()
	for high := 0x81; high <= 0xFE; high++ {
		for low := 0x40; low <= 0xFE; low++ {
			s, err := decode.Bytes([]byte{byte(high), byte(low)})
			if r := []rune(string(s)); err == nil && len(r) == 1 && r[0] != 0xFFFD && !strings.ContainsRune(absent, r[0]) {
				wanted = append(wanted, r[0])
			}
		}
	}
	for name, weight := range map[string]Font{"regular": Regular, "bold": Bold} {
		t.Run(name, func(t *testing.T) {
			font, err := sfnt.Parse(slices.Concat(weight.Common(), weight.Rest()))
			if err != nil {
				t.Fatal(err)
			}
			if font.UnitsPerEm() != 500 {
				t.Errorf("%d units an em, want 500", font.UnitsPerEm())
			}
			var space sfnt.Buffer
			for _, r := range wanted {
				glyph, err := font.GlyphIndex(&space, r)
				if err != nil || glyph == 0 {
					t.Errorf("no glyph for %c (%U): %v", r, r, err)
					continue
				}
				outline, err := font.LoadGlyph(&space, glyph, 500<<6, nil)
				if err != nil {
					t.Errorf("%c (%U): %v", r, r, err)
				}
				if len(outline) == 0 && r != 0x3000 {
					t.Errorf("%c (%U) is drawn as nothing", r, r)
				}
			}
		})
	}
}

func TestChartLibraryIsThere(t *testing.T) {
	if !bytes.Contains(ECharts(), []byte(`"5.6.0"`)) {
		t.Error("not the version that is expected")
	}
}

func TestLicencesAreThere(t *testing.T) {
	for name, words := range map[string]string{
		"fonts/OFL.txt": "SIL Open Font License", "echarts/LICENSE": "Apache License", "echarts/NOTICE": "Apache ECharts", "echarts/LICENSE-d3": "Bostock", "htmx/LICENSE": "Zero-Clause BSD",
	} {
		text, err := fs.ReadFile(Licences(), name)
		if err != nil {
			t.Error(err)
		}
		if !strings.Contains(string(text), words) {
			t.Errorf("%s does not hold %q", name, words)
		}
	}
}
