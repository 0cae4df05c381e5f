package pdf

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Informed is a writer that is told, before the document is written to it, which
// characters the fonts lack: they are drawn as their codes in boxes. It is told only
// when there are any.
type Informed interface {
	io.Writer
	Lacks(characters []rune)
}

// Output writes the document. It may be called once. See [Informed].
func (c *Canvas) Output(w io.Writer) error {
	if c.done {
		return errors.New("write PDF: it was written before")
	}
	c.done = true
	c.start()
	c.placeLinks()
	c.file.SetPage(c.PageCount()) // gofpdf writes the pages up to the current one
	var plain bytes.Buffer
	if err := c.file.Output(&plain); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	out, err := c.finish(plain.Bytes())
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	if informed, ok := w.(Informed); ok && len(c.missing) > 0 {
		informed.Lacks(c.Missing())
	}
	_, err = w.Write(out)
	return err
}

// finish turns gofpdf's plain output into the document: pages compressed, fonts
// put in, what the document says of itself added, small objects packed together.
func (c *Canvas) finish(plain []byte) ([]byte, error) {
	objects, err := takeApart(plain)
	if err != nil {
		return nil, err
	}
	catalog, info := len(objects), len(objects)-1 // numbers: gofpdf writes them last
	b := newBuilder(len(plain), catalog)
	for i, body := range objects[:info-1] {
		number := i + 1
		if data, ok := stream(body); ok {
			b.stream(number, "", data)
			continue
		}
		if number == 2 { // the resources that all pages share
			if body, err = withFonts(body, b.fonts(c.fonts)); err != nil {
				return nil, err
			}
		}
		b.object(number, body)
	}
	b.object(info, c.meta.info())
	b.object(catalog, c.catalog(objects[catalog-1], b))
	return b.end(catalog, info, c.meta.identity()), nil
}

// takeApart returns the bodies of gofpdf's objects, the one with number 1 first,
// found by its table of offsets.
func takeApart(plain []byte) ([][]byte, error) {
	strange := errors.New("gofpdf's output is not in the form that was expected")
	_, tail, ok := cutLast(plain, "startxref\n")
	if !ok {
		return nil, strange
	}
	digits, _, _ := bytes.Cut(tail, []byte("\n"))
	start, err := strconv.Atoi(string(digits))
	if err != nil || start < 0 || start >= len(plain) {
		return nil, strange
	}
	rows := bytes.Split(plain[start:], []byte("\n"))[3:] // after xref, the count and entry 0
	var offsets []int
	for _, row := range rows {
		if len(row) < 18 || row[17] != 'n' {
			break
		}
		at, err := strconv.Atoi(string(row[:10]))
		if err != nil || at >= start {
			return nil, strange
		}
		offsets = append(offsets, at)
	}
	if len(offsets) < 4 {
		return nil, strange
	}
	return bodies(plain[:start], offsets), nil
}

// bodies cuts the objects out: each reaches to the next in the file.
func bodies(plain []byte, offsets []int) [][]byte {
	order := make([]int, len(offsets))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(offsets[a], offsets[b]) })
	out := make([][]byte, len(offsets))
	for i, number := range order {
		end := len(plain)
		if i+1 < len(order) {
			end = offsets[order[i+1]]
		}
		_, body, _ := bytes.Cut(plain[offsets[number]:end], []byte(" obj\n"))
		out[number] = bytes.TrimSuffix(body, []byte("\nendobj\n"))
	}
	return out
}

// stream returns the data of an object that is a stream.
func stream(body []byte) ([]byte, bool) {
	rest, ok := bytes.CutPrefix(body, []byte("<</Length "))
	if !ok {
		return nil, false
	}
	digits, rest, ok := bytes.Cut(rest, []byte(">>\nstream\n"))
	length, err := strconv.Atoi(string(digits))
	if !ok || err != nil || length > len(rest) {
		return nil, false
	}
	return rest[:length], true
}

// withFonts puts the fonts into the resources of the pages.
func withFonts(resources []byte, fonts string) ([]byte, error) {
	const none = "/Font <<\n>>"
	if !bytes.Contains(resources, []byte(none)) {
		return nil, errors.New("gofpdf's resources hold no empty list of fonts")
	}
	return bytes.Replace(resources, []byte(none), []byte("/Font <<"+fonts+">>"), 1), nil
}

// catalog is the root of the document: gofpdf's, with language, metadata and
// attachments.
func (c *Canvas) catalog(plain []byte, b *builder) []byte {
	head, _, _ := bytes.Cut(plain, []byte("/Names <<"))
	out := bytes.TrimSpace(head)
	out = append(out[:len(out):len(out)], "/Metadata "+b.reference(b.plainStream("/Type /Metadata /Subtype /XML", c.meta.xmp()))...)
	if c.meta.Lang != "" {
		out = append(append(out, "/Lang "...), textString(c.meta.Lang)...)
	}
	if c.meta.Title != "" {
		out = append(out, "/ViewerPreferences <</DisplayDocTitle true>>"...)
	}
	if len(c.attachments) > 0 {
		out = append(out, b.attach(c.attachments, c.meta)...)
	}
	return append(out, ">>"...)
}

func cutLast(s []byte, sep string) (before, after []byte, found bool) {
	i := bytes.LastIndex(s, []byte(sep))
	if i < 0 {
		return s, nil, false
	}
	return s[:i], s[i+len(sep):], true
}
