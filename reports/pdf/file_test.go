package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"yardstick/reports/requiretest"
)

// document is a finished document taken apart again, by its own table.
type document struct {
	objects map[int]string // bodies; of a stream, its data, inflated
}

// readBack reads what Output wrote, without any code of the writer's, and fails the
// test when a place in the table is not that of its object.
func readBack(t testing.TB, data []byte) document {
	t.Helper()
	if !bytes.HasPrefix(data, []byte("%PDF-1.7\n")) || !bytes.HasSuffix(data, []byte("\n%%EOF\n")) {
		t.Fatal("the file does not begin and end like a PDF")
	}
	at := bytes.LastIndex(data, []byte("startxref\n"))
	start := atoi(t, strings.Fields(string(data[at:]))[1])
	f := document{map[int]string{}}
	table := f.stream(t, data, start)
	for i := 0; i*7 < len(table); i++ {
		row := []byte(table[i*7 : i*7+7])
		if place := int(be.Uint32(row[1:])); row[0] == 1 {
			if head := fmt.Sprintf("%d 0 obj\n", i); !bytes.HasPrefix(data[place:], []byte(head)) {
				t.Fatalf("object %d is not at %d", i, place)
			}
			f.objects[i] = f.stream(t, data, place)
		}
	}
	for i := 0; i*7 < len(table); i++ {
		if row := []byte(table[i*7 : i*7+7]); row[0] == 2 {
			f.objects[i] = packedObject(t, f.objects[int(be.Uint32(row[1:]))], i, int(be.Uint16(row[5:])))
		}
	}
	return f
}

var streamHead = regexp.MustCompile(`^\d+ 0 obj\n<<(.*?)/Length (\d+)>>\nstream\n`)

func (f document) stream(t testing.TB, data []byte, at int) string {
	t.Helper()
	m := streamHead.FindSubmatch(data[at:])
	if m == nil {
		t.Fatalf("no stream at %d", at)
	}
	body := data[at+len(m[0]):][:atoi(t, string(m[2]))]
	if !bytes.HasPrefix(data[at+len(m[0])+len(body):], []byte("\nendstream\nendobj\n")) {
		t.Fatalf("the stream at %d does not end where it says", at)
	}
	if !bytes.Contains(m[1], []byte("FlateDecode")) {
		return string(body)
	}
	r, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// packedObject finds the position-th object of a pack and holds its number.
func packedObject(t testing.TB, pack string, want, position int) string {
	t.Helper()
	var index []int
	for _, field := range strings.Fields(pack) {
		if strings.HasPrefix(field, "<<") || strings.HasPrefix(field, "[") {
			pack = pack[strings.Index(pack, "<<"):]
			break
		}
		index = append(index, atoi(t, field))
	}
	if index[2*position] != want {
		t.Fatalf("object %d stands in the pack where %d should", index[2*position], want)
	}
	end := len(pack)
	if 2*position+3 < len(index) {
		end = index[2*position+3]
	}
	return pack[index[2*position+1]:end]
}

func atoi(t testing.TB, digits string) int {
	t.Helper()
	n, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// shown returns the texts that a page shows, in order, read back through the
// maps by which a reader copies.
func (f document) shown(t testing.TB, page int) string {
	t.Helper()
	maps := map[string]map[uint16]string{}
	for _, font := range regexp.MustCompile(`/([RB]) (\d+) 0 R`).FindAllStringSubmatch(f.objects[2], -1) {
		unicode := regexp.MustCompile(`/ToUnicode (\d+) 0 R`).FindStringSubmatch(f.objects[atoi(t, font[2])])
		maps[font[1]] = readMap(t, f.objects[atoi(t, unicode[1])])
	}
	content, current, out := f.objects[2+2*page], "", ""
	for at := 0; at < len(content); at++ {
		switch {
		case strings.HasPrefix(content[at:], " Tf "):
			current = content[strings.LastIndexByte(content[:at], '/')+1:][:1]
		case content[at] == '(':
			raw, length := unescape(t, content[at:])
			for i := 0; i+1 < len(raw); i += 2 {
				out += maps[current][be.Uint16(raw[i:])]
			}
			at += length - 1
		}
	}
	return out
}

func readMap(t testing.TB, cmap string) map[uint16]string {
	t.Helper()
	out := map[uint16]string{}
	for _, m := range regexp.MustCompile(`(?m)^<(....)> <([0-9A-F]+)>$`).FindAllStringSubmatch(cmap, -1) {
		n, err := strconv.ParseUint(m[1], 16, 16)
		if err != nil {
			t.Fatal(err)
		}
		var units []uint16
		for i := 0; i < len(m[2]); i += 4 {
			u, err := strconv.ParseUint(m[2][i:i+4], 16, 16)
			if err != nil {
				t.Fatal(err)
			}
			units = append(units, uint16(u))
		}
		if _, twice := out[uint16(n)]; twice {
			t.Fatalf("number %d is mapped twice", n)
		}
		out[uint16(n)] = string(utf16.Decode(units))
	}
	return out
}

// unescape reads a PDF string in parentheses and says how long it was.
func unescape(t testing.TB, s string) (raw []byte, length int) {
	t.Helper()
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case ')':
			return raw, i + 1
		case '\\':
			i++
			raw = append(raw, map[byte]byte{'r': '\r', '(': '(', ')': ')', '\\': '\\'}[s[i]])
		case '(', '\r':
			t.Fatalf("%q stands in a string without a backslash", s[i])
		default:
			raw = append(raw, s[i])
		}
	}
	t.Fatal("a string does not end")
	return nil, 0
}

func TestWhatIsDrawnCanBeReadBack(t *testing.T) {
	var all strings.Builder // numbers far enough to hold the bytes ( ) \ CR LF in both places
	for r := rune(0x4E00); r < 0x4E00+11_000; r++ {
		all.WriteRune(r)
	}
	for name, text := range map[string]string{
		"Chinese and Latin":             "《分行业研究报告》≥90% — 8.5万家次 (a\\b)",
		"bytes that PDF strings escape": all.String(),
		"one outline, two characters":   "Ω\u2126 \u00a0⼀一",
		"beyond the basic plane":        "\U00020164䶮",
		"syntax of PDF":                 ") Tj ET endstream endobj << /Type /Catalog >> % (",
	} {
		t.Run(name, func(t *testing.T) {
			c := NewCanvas(sampleMeta)
			c.Text(10, 20, text, Style{Size: 9})
			if missing := c.Missing(); len(missing) > 0 {
				t.Fatalf("no glyph for %q", missing)
			}
			if diff := cmp.Diff(text, readBack(t, output(t, c)).shown(t, 1)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCharacterWithoutGlyphIsDrawnAsItsCode(t *testing.T) {
	c := NewCanvas(sampleMeta)
	st := Style{Size: 9}
	text := "好😀\x07\xffש\t行\u200b尾"
	c.Text(10, 20, text, st)
	if diff := cmp.Diff([]rune{7, 'ש', 0xFFFD, 0x1F600}, c.Missing()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("好U+1F600U+0007U+FFFDU+05E9 行尾", readBack(t, output(t, c)).shown(t, 1)); diff != "" {
		t.Error(diff)
	}
	if wide := NewCanvas(sampleMeta).Width("😀", st); wide < 9 || wide > 14 {
		t.Errorf("the box of a character takes %.2f mm", wide)
	}
}

func TestEarlierPagesCanBeDrawnOnAgain(t *testing.T) {
	c, body := NewCanvas(sampleMeta), Style{Size: 9}
	for _, text := range []string{"一", "二", "三"} {
		c.AddPage()
		c.Text(20, 20, text, body)
	}
	for n := range c.PageCount() {
		c.SetPage(n + 1)
		c.Text(20, 280, fmt.Sprintf("%d / %d", n+1, c.PageCount()), Style{Size: 8, Bold: true})
	}
	c.SetPage(1)
	c.SetPage(9)
	f := readBack(t, output(t, c))
	for n, want := range []string{"一1 / 3", "二2 / 3", "三3 / 3"} {
		if diff := cmp.Diff(want, f.shown(t, n+1)); diff != "" {
			t.Errorf("page %d: %s", n+1, diff)
		}
	}
}

func TestOutlineAndLinksLeadToPages(t *testing.T) {
	c := NewCanvas(sampleMeta)
	for n := range 3 {
		c.AddPage()
		c.Bookmark(fmt.Sprintf("第%d页 (\\r)", n+1), n*2, 10)
	}
	c.Attach("数据.json", "application/json", []byte("{}"))
	c.Link(10, 10, 20, 5, 1, 50)
	c.Link(10, 20, 20, 5, 7, 50)
	c.LinkURI(10, 30, 20, 5, "javascript:alert(1)")
	c.LinkURI(10, 40, 20, 5, "https://example.org/证据")
	f := readBack(t, output(t, c))
	var targets []string
	for n := 1; n <= len(f.objects); n++ {
		if !strings.HasPrefix(f.objects[n], "<<") { // a page's content, or the pack of all
			continue
		}
		for _, m := range regexp.MustCompile(`/Dest \[(\d+) 0 R`).FindAllStringSubmatch(f.objects[n], -1) {
			page := f.objects[atoi(t, m[1])]
			if !strings.HasPrefix(page, "<</Type /Page\n") {
				t.Errorf("object %d leads to %q", n, page)
			}
			targets = append(targets, m[1])
		}
	}
	if diff := cmp.Diff([]string{"3", "3", "5", "7"}, targets); diff != "" {
		t.Error(diff)
	}
	last := f.objects[7]
	if strings.Contains(last, "javascript") || !strings.Contains(last, "/URI (https://example.org/%E8%AF%81%E6%8D%AE)") {
		t.Errorf("the links of the last page:\n%s", last)
	}
}

func TestSameBytes(t *testing.T) {
	want := output(t, sampler())
	var cards [8][]byte
	for n := range cards {
		cards[n] = output(t, benchCard(n))
	}
	t.Run("in another zone", func(t *testing.T) {
		local := time.Local
		defer func() { time.Local = local }()
		time.Local = time.FixedZone("", -11*3600)
		if !bytes.Equal(output(t, sampler()), want) {
			t.Error("the bytes differ")
		}
	})
	t.Run("in a batch on many goroutines", func(t *testing.T) {
		var wait sync.WaitGroup
		for worker := range 8 {
			wait.Go(func() {
				for i := range cards {
					n := (i + worker) % len(cards)
					if !bytes.Equal(output(t, benchCard(n)), cards[n]) {
						t.Errorf("card %d differs", n)
					}
				}
			})
		}
		wait.Wait()
	})
}

func TestOutputIsWrittenOnce(t *testing.T) {
	c := NewCanvas(sampleMeta)
	output(t, c)
	if err := c.Output(io.Discard); err == nil {
		t.Error("a document was written twice")
	}
}

func TestFaultyNumbersDoNotReachTheFile(t *testing.T) {
	c := NewCanvas(Meta{})
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e300} {
		pen := Pen{Width: v, Dash: [2]float64{v, v}}
		c.Text(v, v, "数", Style{Size: v, Align: Right})
		c.FillRect(v, v, v, v, Color{})
		c.Line(v, v, v, v, pen)
		c.StrokeCircle(v, v, v, pen)
		c.FillWedge(v, v, v, v, v, Color{})
		c.StrokeRoundRect(v, v, v, v, v, pen)
		c.Polyline([]Point{{v, v}, {1, v}}, pen)
		c.Clip(v, v, v, v, func() {})
		c.Bookmark("书签", 9, v)
		c.Link(v, v, v, v, 99, v)
		c.Wrap("企业", v, Style{})
	}
	page := readBack(t, output(t, c)).objects[4]
	if regexp.MustCompile(`(?i)nan|inf|e\+`).MatchString(page) {
		t.Errorf("the page holds a number that is none:\n%s", page)
	}
}

func TestReadersAcceptTheFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "sampler.pdf")
	if err := os.WriteFile(name, output(t, sampler()), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(t *testing.T, tool string, args ...string) string {
		out, err := exec.Command(requiretest.Tool(t, tool), args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", tool, err, out)
		}
		return string(out)
	}
	holds := func(t *testing.T, got string, want ...string) {
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%q is missing in:\n%s", w, got)
			}
		}
	}
	t.Run("qpdf finds no fault", func(t *testing.T) { run(t, "qpdf", "--check", name) })
	t.Run("fonts are embedded and readable", func(t *testing.T) {
		fonts := run(t, "pdffonts", name)
		holds(t, fonts, "NotoSansSC-Regular            CID TrueType      Identity-H       yes yes yes", "NotoSansSC-Bold ")
	})
	t.Run("text is copied as it was", func(t *testing.T) {
		holds(t, run(t, "pdftotext", "-raw", name, "-"), "广州市 \\ (87.5%) ≥8.5万家次 ① 〔〕 ± ‰ ÷ × →", "表情 😀 控制 U+0007",
			"第二页", "1 / 2", "2 / 2")
	})
	t.Run("it says what it is", func(t *testing.T) {
		holds(t, run(t, "pdfinfo", name), "广州市绩效记分卡", "广东省工业和信息化厅", "示例数据", "Pages:           2", "Metadata Stream: yes")
	})
	t.Run("attachments are listed", func(t *testing.T) { holds(t, run(t, "pdfdetach", "-list", name), "数据.json") })
}

func FuzzText(f *testing.F) {
	f.Add("广州市 (87.5%)", "标题", 9.0)
	f.Add("😀\xff\x00\r\n\\)", "a\x00(\xff", -1.0)
	f.Add("שלום \u202e\u200d\U0010FFFF", "", 1e9)
	f.Fuzz(func(t *testing.T, text, title string, size float64) {
		c := NewCanvas(Meta{Title: title, Author: title, Lang: title, Keywords: text, Fingerprint: text})
		st := Style{Size: size, Bold: size > 9}
		for i, line := range c.Wrap(text, 80, st) {
			c.Text(100, 10+float64(i), line, Style{Size: size, Align: Align(i % 3)})
		}
		c.Text(10, 10, text, st)
		c.Bookmark(text, len(title), 5)
		c.LinkURI(1, 1, 1, 1, "https:"+text)
		c.Attach(text, title, []byte(text))
		missing := c.Missing()
		got := readBack(t, output(t, c)).shown(t, 1)
		if len(missing) == 0 && !strings.HasSuffix(got, drawn(text)) {
			t.Errorf("%q is drawn as %q", text, got)
		}
	})
}

// drawn is a text as a page shows it when the font has all its characters.
func drawn(text string) string {
	return strings.Map(visible, text)
}
