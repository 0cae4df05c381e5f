package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// plain are the parts of a small workbook with one sheet, 目标.
func plain() map[string]string {
	return map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":                rels(`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>`),
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="目标" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": rels(`<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://x/styles" Target="styles.xml"/>`),
		"xl/worksheets/sheet1.xml":   sheet(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`),
		"xl/sharedStrings.xml":       `<sst><si><t>指标值</t></si></sst>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0&quot;人次&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
	}
}

func rels(lines string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + lines + `</Relationships>`
}

func sheet(rows string) string { return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>` }

// packed makes an archive of parts, in the order of their names.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(part, parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// with is the small workbook with some parts put in or replaced.
func with(t testing.TB, replaced ...string) []byte {
	parts := plain()
	for i := 0; i < len(replaced); i += 2 {
		parts[replaced[i]] = replaced[i+1]
	}
	return packed(t, parts)
}

// zeros is an archive with one part that unpacks to so many megabytes: one of them
// packed, and repeated.
func zeros(t testing.TB, name string, megabytes int) []byte {
	var block bytes.Buffer
	packer, err := flate.NewWriter(&block, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = packer.Write(make([]byte, 1<<20))
	_ = packer.Flush()
	part := bytes.Repeat(block.Bytes(), megabytes)
	block.Reset()
	_ = packer.Close()
	part = append(part, block.Bytes()...)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for other, text := range plain() {
		if other == name {
			continue
		}
		f, _ := w.Create(other)
		_, _ = io.WriteString(f, text)
	}
	f, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: uint64(megabytes) << 20, CompressedSize64: uint64(len(part))})
	if err == nil {
		_, err = f.Write(part)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// understated writes other sizes for the largest part into the directory and its
// own header than it unpacks to.
func understated(file []byte) []byte {
	file = bytes.Clone(file)
	name := []byte("xl/worksheets/sheet1.xml")
	for at := 0; ; {
		i := bytes.Index(file[at:], []byte("PK\x01\x02"))
		if i < 0 {
			return file
		}
		at += i
		if bytes.HasPrefix(file[at+46:], name) {
			copy(file[at+24:], []byte{0, 0, 1, 0}) // 64 kB
		}
		at += 4
	}
}

func manyColumns(rows, columns int) string {
	var b strings.Builder
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&b, `<row r="%d">`, r)
		for c := 1; c <= columns; c++ {
			name, _ := excelize.CoordinatesToCellName(c, r)
			fmt.Fprintf(&b, `<c r="%s"><v>1</v></c>`, name)
		}
		b.WriteString("</row>")
	}
	return sheet(b.String())
}

func TestHostileWorkbooksAreRefusedWithLittleMemory(t *testing.T) {
	const one, text = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
	entities := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`
	for name, c := range map[string]struct {
		file []byte
		code string
	}{
		"a gigabyte of zeros":                        {zeros(t, one, 1024), "workbook-bomb"},
		"far more than a picture needs":              {zeros(t, "xl/media/image1.png", 1024), "workbook-bomb"},
		"more than the directory says":               {understated(zeros(t, one, 1024)), "workbook-broken"},
		"many parts of a size that is allowed":       {manyParts(t, 16, 20<<20), "workbook-bomb"},
		"more parts than any workbook":               {manyParts(t, 3000, 1), "workbook-broken"},
		"the last of a million rows":                 {with(t, one, sheet(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)), "workbook-sheet-too-large"},
		"the last of 16,384 columns":                 {with(t, one, sheet(`<row r="1"><c r="XFD1"><v>1</v></c></row>`)), "workbook-sheet-too-large"},
		"16,384 columns with something in each":      {with(t, one, manyColumns(3, 16384)), "workbook-sheet-too-large"},
		"as many cells as fill the sheet we read":    {with(t, one, manyColumns(200, 1000)), "workbook-too-many-cells"},
		"a million rows claimed":                     {with(t, one, `<worksheet><dimension ref="A1:XFD1048576"/><sheetData/></worksheet>`), "workbook-sheet-too-large"},
		"a merged area as large as a sheet":          {with(t, one, `<worksheet><sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`), "workbook-sheet-too-large"},
		"many merged areas":                          {with(t, one, `<worksheet><sheetData/><mergeCells>`+mergeMany()+`</mergeCells></worksheet>`), "workbook-too-many-cells"},
		"one long text in each cell":                 {with(t, text, `<sst><si><t>`+strings.Repeat("长", 10_000)+`</t></si></sst>`, one, repeated(5000)), "workbook-too-much-text"},
		"elements without end":                       {loose(t, text, `<sst>`+strings.Repeat("<a/>", maxTokens/2)+`</sst>`), "workbook-too-many"},
		"entities":                                   {with(t, text, entities), "workbook-entities"},
		"an entity that is not declared":             {with(t, text, `<sst><si><t>&b;</t></si></sst>`), "workbook-broken"},
		"elements deep in elements":                  {with(t, one, strings.Repeat("<a>", 10_000)+strings.Repeat("</a>", 10_000)), "workbook-broken"},
		"another encoding":                           {with(t, one, `<?xml version="1.0" encoding="UTF-7"?><worksheet/>`), "workbook-broken"},
		"a link to another workbook":                 {with(t, "xl/externalLinks/externalLink1.xml", `<externalLink/>`), "workbook-external"},
		"a picture fetched from a server":            {with(t, "xl/drawings/_rels/drawing1.xml.rels", rels(`<Relationship Id="a" Type="http://x/image" Target="http://198.51.100.1/x.png" TargetMode="External"/>`)), "workbook-external"},
		"a connection to a database":                 {with(t, "xl/connections.xml", `<connections/>`), "workbook-external"},
		"a macro":                                    {with(t, "xl/vbaProject.bin", "x"), "workbook-macros"},
		"a macro under another name":                 {with(t, "[Content_Types].xml", `<Types><Override PartName="/xl/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`), "workbook-macros"},
		"a macro by its extension":                   {with(t, "[Content_Types].xml", `<Types><Default Extension="BIN" ContentType="application/vnd.ms-office.vbaProject"/></Types>`, "xl/a.bin", "x"), "workbook-macros"},
		"an embedded object":                         {with(t, "xl/embeddings/oleObject1.bin", "x"), "workbook-embedded"},
		"a workbook in a workbook":                   {with(t, "xl/media/image1.png", string(packed(t, plain()))), "workbook-embedded"},
		"a part twice":                               {with(t, "XL/workbook.xml", `<workbook/>`), "workbook-broken"},
		"rows out of order":                          {with(t, one, sheet(`<row r="2"/><row r="1"/>`)), "workbook-broken"},
		"a cell twice":                               {with(t, one, sheet(`<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`)), "workbook-broken"},
		"a cell in another row":                      {with(t, one, sheet(`<row r="1"><c r="A2"><v>1</v></c></row>`)), "workbook-broken"},
		"a text that is not there":                   {with(t, one, sheet(`<row r="1"><c r="A1" t="s"><v>9</v></c></row>`)), "workbook-broken"},
		"something behind the archive":               {append(packed(t, plain()), "x"...), "workbook-broken"},
		"half a file":                                {packed(t, plain())[:600], "workbook-broken"},
		"a workbook of the old format":               {append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 4096)...), "workbook-old"},
		"a workbook with a password":                 {append(append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 70_000)...), utf16Text("EncryptedPackage")...), "workbook-encrypted"},
		"a web page called xlsx":                     {[]byte("<html><table>"), "workbook-not-xlsx"},
		"a table of commas called xlsx":              {[]byte("指标,指标值\n"), "workbook-not-xlsx"},
		"nothing":                                    {nil, "workbook-not-xlsx"},
		"an OpenDocument":                            {packed(t, map[string]string{"content.xml": "<x/>"}), "workbook-not-xlsx"},
		"a file larger than any workbook of figures": {make([]byte, MaxBytes+1), "workbook-file-too-large"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, problem := Open("plan.xlsx", bytes.NewReader(c.file), int64(len(c.file)))
			runtime.ReadMemStats(&after)
			if problem == nil || problem.Code != c.code {
				t.Fatalf("got %v, want %s", problem, c.code)
			}
			// All that was ever allocated, not what is held at once.
			if used := after.TotalAlloc - before.TotalAlloc; used > 200<<20 {
				t.Errorf("allocated %d MB before it refused", used>>20)
			} else {
				t.Logf("%s; %d kB", problem, used>>10)
			}
		})
	}
}

// manyParts is the small workbook with so many parts more, each said to unpack to
// some bytes.
func manyParts(t testing.TB, n int, unpacked uint64) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range plain() {
		f, _ := w.Create(name)
		_, _ = io.WriteString(f, text)
	}
	for i := range n {
		content := bytes.Repeat([]byte{1}, int(unpacked/200)+1)
		f, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("xl/media/image%d.png", i), Method: zip.Deflate,
			UncompressedSize64: unpacked, CompressedSize64: uint64(len(content))})
		if err == nil {
			_, err = f.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// loose is the small workbook with one part replaced, nothing packed.
func loose(t testing.TB, name, text string) []byte {
	parts := plain()
	parts[name] = text
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for part, text := range parts {
		f, err := w.CreateHeader(&zip.FileHeader{Name: part, Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func repeated(rows int) string {
	var b strings.Builder
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&b, `<row><c t="s"><v>0</v></c></row>`)
	}
	return sheet(b.String())
}

func mergeMany() string {
	var b strings.Builder
	for i := 1; i < 400; i++ {
		name, _ := excelize.ColumnNumberToName(i)
		fmt.Fprintf(&b, `<mergeCell ref="%s1:%s20000"/>`, name, name)
	}
	return b.String()
}

// Whatever a workbook holds, it is opened or refused, and each cell says one thing.
func FuzzOpen(f *testing.F) {
	f.Add(packed(f, plain()))
	f.Add(with(f, "xl/worksheets/sheet1.xml", sheet(`<row r="3"><c r="B3" s="2"><v>350</v></c><c r="D3"><f>1+1</f><v>2</v></c></row>`)))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, file []byte) {
		b, problem := Open("x.xlsx", bytes.NewReader(file), int64(len(file)))
		if (b == nil) == (problem == nil) {
			t.Fatalf("book %v and problem %v", b, problem)
		}
		if b != nil {
			checkCells(t, b)
		}
	})
}

// FuzzSheet tries the XML of a sheet, which the archive's checksums keep from a
// fuzzer of whole files.
func FuzzSheet(f *testing.F) {
	f.Add(sheet(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.92500000000000004</v></c></row>`), `0.0%`)
	f.Add(sheet(`<row r="2"><c t="inlineStr"><is><r><t>a</t></r></is></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>`), `yyyy"年"m"月"`)
	f.Add(`<worksheet><sheetData/><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, `[>=1]0!.0,;;"-"`)
	f.Fuzz(func(t *testing.T, text, code string) {
		var escaped bytes.Buffer
		for _, r := range code {
			fmt.Fprintf(&escaped, "&#%d;", r)
		}
		file := with(t, "xl/worksheets/sheet1.xml", text, "xl/styles.xml",
			`<styleSheet><numFmts><numFmt numFmtId="170" formatCode="`+escaped.String()+`"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>`)
		b, problem := Open("x.xlsx", bytes.NewReader(file), int64(len(file)))
		if (b == nil) == (problem == nil) {
			t.Fatalf("book %v and problem %v", b, problem)
		}
		if b != nil {
			checkCells(t, b)
		}
	})
}

func checkCells(t *testing.T, b *Book) {
	for _, s := range b.Sheets {
		for _, row := range s.rows {
			for _, stored := range row.cells {
				cell := s.Cell(row.number, stored.column)
				if (cell.Kind == Broken) != (cell.Problem != nil) || cell.Problem != nil && cell.Text != "" || cell.Kind == Empty {
					t.Fatalf("%s: %+v", s.Name, cell)
				}
			}
		}
	}
}
