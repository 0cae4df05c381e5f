package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// builder writes a PDF 1.7 file: streams one after the other, all other objects
// packed into one compressed stream, and a compressed table of where each is.
type builder struct {
	out     []byte
	places  []location // by number; places[0] is unused
	packed  []byte     // bodies of the packed objects
	numbers []int      // of the packed objects, in order
	starts  []int      // of their bodies within packed
}

// location is where an object is: its offset in the file or, for a packed one, its
// position in the pack.
type location struct {
	kind byte // 0 free, 1 in the file, 2 packed
	at   int
}

// newBuilder starts a file that takes about size bytes, with the numbers up to
// last reserved.
func newBuilder(size, last int) *builder {
	b := &builder{out: make([]byte, 0, size+100_000), places: make([]location, last+1, last+16)}
	b.out = append(b.out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)
	return b
}

// object adds an object that is not a stream.
func (b *builder) object(number int, body []byte) {
	b.places[number] = location{2, len(b.numbers)}
	b.numbers = append(b.numbers, number)
	b.starts = append(b.starts, len(b.packed))
	b.packed = append(append(b.packed, body...), '\n')
}

// add adds an object that is not a stream and returns its new number.
func (b *builder) add(body string) int {
	number := b.reserve()
	b.object(number, []byte(body))
	return number
}

// stream adds data, compressed.
func (b *builder) stream(number int, entries string, data []byte) {
	b.raw(number, entries+"/Filter /FlateDecode", compress(data, tightly))
}

func (b *builder) addStream(entries string, data []byte) int {
	number := b.reserve()
	b.stream(number, entries, data)
	return number
}

// plainStream adds data as it is, for programs that look into files without
// reading PDF.
func (b *builder) plainStream(entries string, data []byte) int {
	number := b.reserve()
	b.raw(number, entries, data)
	return number
}

func (b *builder) raw(number int, entries string, data []byte) {
	b.places[number] = location{1, len(b.out)}
	b.out = fmt.Appendf(b.out, "%d 0 obj\n<<%s/Length %d>>\nstream\n", number, entries, len(data))
	b.out = append(append(b.out, data...), "\nendstream\nendobj\n"...)
}

func (b *builder) reserve() int {
	b.places = append(b.places, location{})
	return len(b.places) - 1
}

func (b *builder) reference(number int) string { return strconv.Itoa(number) + " 0 R" }

// end packs the objects, writes the table and returns the file.
func (b *builder) end(catalog, info int, identity [16]byte) []byte {
	var index []byte
	for i, number := range b.numbers {
		index = fmt.Appendf(index, "%d %d ", number, b.starts[i])
	}
	pack := b.addStream(fmt.Sprintf("/Type /ObjStm/N %d/First %d", len(b.numbers), len(index)), append(index, b.packed...))
	table := b.reserve()
	b.places[table] = location{1, len(b.out)}
	rows := make([]byte, 0, 7*len(b.places))
	for i, p := range b.places {
		switch {
		case i == 0 || p.kind == 0:
			rows = append(rows, 0, 0, 0, 0, 0, 0xFF, 0xFF)
		case p.kind == 1:
			rows = append(be.AppendUint32(append(rows, 1), uint32(p.at)), 0, 0)
		default:
			rows = be.AppendUint16(be.AppendUint32(append(rows, 2), uint32(pack)), uint16(p.at))
		}
	}
	start := len(b.out)
	b.raw(table, fmt.Sprintf("/Type /XRef/Size %d/W [1 4 2]/Root %s/Info %s/ID [<%x><%x>]/Filter /FlateDecode",
		len(b.places), b.reference(catalog), b.reference(info), identity, identity), compress(rows, tightly))
	return fmt.Appendf(b.out, "startxref\n%d\n%%%%EOF\n", start)
}

// fonts adds the subsets that are used and returns the entries that name them.
func (b *builder) fonts(subsets [2]*subset) string {
	var out string
	for i, s := range subsets {
		if s.used() {
			out += "/" + fontNames[i] + " " + b.reference(b.font(s))
		}
	}
	return out
}

// font adds one subset: a composite font whose codes are the glyph numbers.
func (b *builder) font(s *subset) int {
	f, name, file := s.font, s.name(), s.file()
	data, how := b.reserve(), tightly
	if len(file) > 16_000 {
		how = quickly
	}
	b.raw(data, fmt.Sprintf("/Length1 %d/Filter /FlateDecode", len(file)), compress(file, how))
	descriptor := b.add(fmt.Sprintf("<</Type /FontDescriptor/FontName /%s/Flags 4/FontBBox [%d %d %d %d]/ItalicAngle 0"+
		"/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %s>>",
		name, f.box[0], f.box[1], f.box[2], f.box[3], f.ascent, f.descent, f.capital, f.stem, b.reference(data)))
	described := b.add(fmt.Sprintf("<</Type /Font/Subtype /CIDFontType2/BaseFont /%s/CIDSystemInfo <</Registry (Adobe)/Ordering (Identity)/Supplement 0>>"+
		"/FontDescriptor %s/CIDToGIDMap /Identity/DW %d/W [%s]>>", name, b.reference(descriptor), usualWidth, s.widths()))
	return b.add(fmt.Sprintf("<</Type /Font/Subtype /Type0/BaseFont /%s/Encoding /Identity-H/DescendantFonts [%s]/ToUnicode %s>>",
		name, b.reference(described), b.reference(b.addStream("", s.toUnicode()))))
}

// attach adds files and returns the entries of the catalog that list them.
func (b *builder) attach(files []attachment, meta Meta) string {
	var names, associated string
	for i, file := range files {
		data := b.addStream(fmt.Sprintf("/Type /EmbeddedFile/Subtype /%s/Params <</Size %d/ModDate (%s)>>",
			nameOf(file.mime), len(file.data), pdfDate(meta.Created)), file.data)
		name := textString(file.name)
		ref := b.reference(b.add(fmt.Sprintf("<</Type /Filespec/F %s/UF %s/AFRelationship /Data/EF <</F %s/UF %s>>>>",
			name, name, b.reference(data), b.reference(data))))
		names += fmt.Sprintf("(%05d)%s", i, ref)
		associated += ref + " "
	}
	return "/Names <</EmbeddedFiles <</Names [" + names + "]>>>>/AF [" + associated + "]"
}

// nameOf writes a media type as a PDF name.
func nameOf(s string) string {
	var out []byte
	for i := range len(s) {
		if c := s[i]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' {
			out = append(out, c)
		} else {
			out = fmt.Appendf(out, "#%02X", c)
		}
	}
	return string(out)
}

// There are two ways to compress; each keeps its tables, some 1.1 MB, from one
// document to the next. Outlines are most of a file and hardly shrink: the quick way
// leaves 1 % more of them and takes a tenth less time. It is no good for less than 16 KB.
// Both cost a third more than the fastest levels and save one byte in twenty.
var (
	tightly = compressors(6)
	quickly = compressors(5)
)

func compressors(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, err := zlib.NewWriterLevel(nil, level)
		if err != nil {
			panic(err) // the level is a constant
		}
		return w
	}}
}

// compress deflates with a library of a fixed version: the standard one changes
// its bytes between versions of Go.
func compress(data []byte, how *sync.Pool) []byte {
	var out bytes.Buffer
	out.Grow(len(data)*3/4 + 64)
	w := how.Get().(*zlib.Writer)
	w.Reset(&out)
	w.Write(data) // a buffer does not fail
	w.Close()
	how.Put(w)
	return out.Bytes()
}
