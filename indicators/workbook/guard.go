package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"strconv"
	"strings"

	"yardstick/indicators"
)

// The guard's limits. A million tokens of XML take about half a second.
const (
	maxParts     = 2_000
	maxPart      = 24 << 20 // bytes of one part, unpacked
	maxUnpacked  = 64 << 20 // bytes of all parts
	maxRatio     = 300      // unpacked : packed, of a part larger than ratioFrom
	ratioFrom    = 1 << 20
	maxDirectory = 1 << 20
	maxTokens    = 1_500_000
	maxDepth     = 64
	maxText      = 32 << 20 // bytes of all cells' texts, each counted where it stands
	maxMerged    = 200_000  // cells in merged areas
)

// opening is a workbook being opened: what is left of each limit, and its parts.
type opening struct {
	name    string
	parts   map[string]*zip.File // by name in lower case, with forward slashes
	tokens  int
	cells   int
	text    int
	merged  int
	strings []string
	styles  []format
	from    epoch
}

func (o *opening) refuse(code string, args indicators.Args) *indicators.Problem {
	return &indicators.Problem{At: indicators.Place{File: o.name}, Severity: indicators.Error, Code: code, Args: args}
}

// archive checks the file as an archive, without unpacking anything.
func (o *opening) archive(r io.ReaderAt, size int64) *indicators.Problem {
	if size > MaxBytes {
		return o.refuse("workbook-file-too-large", indicators.Args{"size": mega(uint64(size)), "limit": mega(MaxBytes)})
	}
	if problem := o.signature(r, size); problem != nil {
		return problem
	}
	if !ordinaryEnd(r, size) {
		return o.refuse("workbook-broken", indicators.Args{"part": "ZIP"})
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return o.refuse("workbook-broken", indicators.Args{"part": "ZIP"})
	}
	return o.entries(archive.File)
}

// signature tells a workbook from the other files that are taken for one.
func (o *opening) signature(r io.ReaderAt, size int64) *indicators.Problem {
	head := make([]byte, min(size, 512))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return o.refuse("workbook-broken", indicators.Args{"part": "ZIP"})
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		if holds(r, size, utf16Text("EncryptedPackage")) {
			return o.refuse("workbook-encrypted", nil)
		}
		return o.refuse("workbook-old", nil)
	}
	return o.refuse("workbook-not-xlsx", indicators.Args{"found": sniffed(head)})
}

// sniffed names a kind of file by how it begins.
func sniffed(head []byte) string {
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF"))))
	switch {
	case len(text) == 0:
		return "0 B"
	case bytes.HasPrefix(text, []byte("%pdf")):
		return "PDF"
	case bytes.HasPrefix(text, []byte("<html")), bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<table")):
		return "HTML"
	case bytes.HasPrefix(text, []byte("<?xml")):
		return "XML"
	case bytes.IndexByte(head, 0) < 0:
		return "CSV, TXT"
	}
	return "BIN"
}

func utf16Text(text string) []byte {
	var out []byte
	for _, r := range text {
		out = binary.LittleEndian.AppendUint16(out, uint16(r))
	}
	return out
}

// holds looks for some bytes in a file of limited size, a piece at a time.
func holds(r io.ReaderAt, size int64, wanted []byte) bool {
	piece := make([]byte, 64<<10)
	for at := int64(0); at < size; at += int64(len(piece) - len(wanted)) {
		n, _ := r.ReadAt(piece, at)
		if bytes.Contains(piece[:n], wanted) {
			return true
		}
	}
	return false
}

// ordinaryEnd reports that the archive ends with its directory, of a size that may
// be read into memory, and nothing after it: two readers cannot then find two
// different directories.
func ordinaryEnd(r io.ReaderAt, size int64) bool {
	end := make([]byte, 22)
	if size < 22 {
		return false
	}
	if _, err := r.ReadAt(end, size-22); err != nil && err != io.EOF {
		return false
	}
	length, offset := binary.LittleEndian.Uint32(end[12:]), binary.LittleEndian.Uint32(end[16:])
	return bytes.HasPrefix(end, []byte("PK\x05\x06")) && binary.LittleEndian.Uint16(end[10:]) <= maxParts &&
		length <= maxDirectory && int64(offset)+int64(length) == size-22
}

// entries checks the parts by what the directory says of them: [opening.open] holds
// them to it.
func (o *opening) entries(files []*zip.File) *indicators.Problem {
	o.parts = map[string]*zip.File{}
	var unpacked uint64
	for _, file := range files {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(file.Name, `\`, "/"), "/"))
		if strings.HasSuffix(name, "/") && file.UncompressedSize64 == 0 {
			continue
		}
		if problem := o.entry(name, file); problem != nil {
			return problem
		}
		if unpacked += file.UncompressedSize64; unpacked > maxUnpacked {
			return o.refuse("workbook-bomb", indicators.Args{"part": shown(file.Name), "size": mega(unpacked), "limit": mega(maxUnpacked)})
		}
		o.parts[name] = file
	}
	return o.kindOfFile()
}

func (o *opening) entry(name string, file *zip.File) *indicators.Problem {
	packed, unpacked := max(file.CompressedSize64, 1), file.UncompressedSize64
	part := indicators.Args{"part": shown(file.Name)}
	switch {
	case file.Flags&1 != 0:
		return o.refuse("workbook-encrypted", nil)
	case unpacked > maxPart, unpacked > ratioFrom && unpacked/packed > maxRatio:
		return o.refuse("workbook-bomb", indicators.Args{"part": shown(file.Name), "size": mega(unpacked), "limit": mega(maxPart)})
	case file.Method != zip.Store && file.Method != zip.Deflate, o.parts[name] != nil:
		return o.refuse("workbook-broken", part)
	}
	for _, d := range dangers {
		if ok, _ := path.Match(d.pattern, name); ok || strings.HasPrefix(name, d.pattern) {
			return o.refuse(d.code, part)
		}
	}
	if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") && isArchive(file) {
		return o.refuse("workbook-embedded", part)
	}
	return nil
}

// dangers are the parts that no workbook of figures needs. What they hold is run,
// fetched or opened by the next program that reads the file.
var dangers = []struct{ pattern, code string }{
	{"xl/externallinks/", "workbook-external"}, {"xl/connections.xml", "workbook-external"},
	{"xl/querytables/", "workbook-external"}, {"xl/embeddings/", "workbook-embedded"},
	{"xl/activex/", "workbook-macros"}, {"xl/macrosheets/", "workbook-macros"}, {"xl/dialogsheets/", "workbook-macros"},
	{"*/vbaproject*", "workbook-macros"}, {"*/jsaproject*", "workbook-macros"}, {"*/vbadata*", "workbook-macros"},
}

// isArchive reports an archive inside the archive, by its first bytes.
func isArchive(file *zip.File) bool {
	part, err := file.Open()
	if err != nil {
		return false
	}
	defer part.Close()
	head := make([]byte, 4)
	_, _ = io.ReadFull(part, head)
	return bytes.Equal(head, []byte("PK\x03\x04")) || bytes.Equal(head, []byte("\xD0\xCF\x11\xE0"))
}

// kindOfFile refuses archives that are something else than an .xlsx workbook.
func (o *opening) kindOfFile() *indicators.Problem {
	if o.parts["[content_types].xml"] == nil {
		found := "ZIP"
		if o.parts["content.xml"] != nil {
			found = "ODS"
		}
		return o.refuse("workbook-not-xlsx", indicators.Args{"found": found})
	}
	for part, found := range map[string]string{"xl/workbook.bin": "XLSB", "word/document.xml": "DOCX", "ppt/presentation.xml": "PPTX"} {
		if o.parts[part] != nil {
			return o.refuse("workbook-not-xlsx", indicators.Args{"found": found})
		}
	}
	return nil
}

// shown is a name out of the file, short enough to be printed.
func shown(name string) string {
	runes := []rune(strings.ToValidUTF8(name, "?"))
	if len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return string(runes)
}

// mega is a size in megabytes, rounded up.
func mega(bytes uint64) string { return strconv.FormatUint((bytes+1<<20-1)>>20, 10) + " MB" }
