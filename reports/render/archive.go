package render

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"runtime"

	"github.com/klauspost/compress/flate"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/pdf"
)

// CombinedName is the name of the file that holds every scorecard of a programme.
const CombinedName = "combined.pdf"

// Cards are the scorecards of an evaluation, in one language.
type Cards struct {
	Now, Before *engine.Evaluation // Before is one period earlier; it may be nil
	Language    indicators.Language
	// Lacks is told which characters the fonts of a file lack, from any goroutine;
	// it may be nil.
	Lacks func(characters []rune)
}

// File is a file that is made and not yet written.
type File struct {
	Name    string
	Content []byte
}

// noted is a file being made; package pdf tells it which characters fonts lack.
type noted struct {
	io.Writer
	lacks func([]rune)
}

func (n noted) Lacks(characters []rune) { n.lacks(characters) }

func (c Cards) noted(w io.Writer) io.Writer {
	if c.Lacks == nil {
		return w
	}
	return noted{w, c.Lacks}
}

// Files are the scorecard of a scope in some formats, under the scope's name.
func (c Cards) Files(scope reports.Scope, formats []string) ([]File, error) {
	card, err := reports.Build(c.Now, scope, c.Language, c.Before)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, format := range formats {
		var b bytes.Buffer
		if err := Scorecard(c.noted(&b), format, card); err != nil {
			return nil, err
		}
		files = append(files, File{scope.Name() + "." + format, b.Bytes()})
	}
	return files, nil
}

// Combined writes every scorecard of the programme as one PDF with contents.
func (c Cards) Combined(w io.Writer) error {
	all, err := reports.Combine(c.Now, c.Language, c.Before)
	if err != nil {
		return err
	}
	return pdf.Combined(c.noted(w), all)
}

// Archive writes scorecards into a ZIP file, with the PDF of all before them when
// combined is set: in order, dated by the as-of instant, and compressed by a library of
// a fixed version, so that the same files give the same archive. Files are drawn on all
// cores and kept only until they are written. done is told after each scorecard.
func (c Cards) Archive(ctx context.Context, w io.Writer, scopes []reports.Scope, formats []string, combined bool, done func()) error {
	out := zip.NewWriter(w)
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 5) })
	if combined {
		var b bytes.Buffer
		if err := c.Combined(&b); err != nil {
			return err
		}
		if err := c.add(out, File{CombinedName, b.Bytes()}); err != nil {
			return err
		}
	}
	err := inOrder(ctx, len(scopes), func(i int) ([]File, error) { return c.Files(scopes[i], formats) }, func(files []File) error {
		for _, file := range files {
			if err := c.add(out, file); err != nil {
				return err
			}
		}
		done()
		return nil
	})
	return errors.Join(err, out.Close())
}

func (c Cards) add(out *zip.Writer, file File) error {
	header := &zip.FileHeader{Name: file.Name, Method: zip.Deflate, Modified: c.Now.AsOf.UTC()}
	if path.Ext(file.Name) == ".pdf" { // compressed already
		header.Method = zip.Store
	}
	w, err := out.CreateHeader(header)
	if err == nil {
		_, err = w.Write(file.Content)
	}
	return err
}

// inOrder makes n things on all cores and hands them over one after the other; a few
// are made ahead, never all.
func inOrder[T any](ctx context.Context, n int, produce func(i int) (T, error), use func(T) error) error {
	type made struct {
		thing T
		err   error
	}
	ahead := 2 * runtime.GOMAXPROCS(0)
	results := make([]chan made, n)
	start := func(i int) {
		if i < n {
			results[i] = make(chan made, 1)
			go func() {
				thing, err := produce(i)
				results[i] <- made{thing, err}
			}()
		}
	}
	for i := range ahead {
		start(i)
	}
	for i := range n {
		one := <-results[i]
		if err := errors.Join(one.err, ctx.Err()); err != nil {
			return err
		}
		if err := use(one.thing); err != nil {
			return err
		}
		results[i] = nil
		start(i + ahead)
	}
	return nil
}
