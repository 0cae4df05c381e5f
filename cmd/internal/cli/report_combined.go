package cli

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/klauspost/compress/flate"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/pdf"
	"yardstick/reports/render"
)

// The names of what holds many scorecards.
const (
	combinedFile = "combined.pdf"
	zipFile      = "scorecards.zip"
)

// bundle writes the scorecards of the jobs as one PDF, one archive, or the PDF within
// the archive, and prints what it wrote. There is at least one job; all collect the
// characters that fonts lack in the same place.
func (s *session) bundle(ctx context.Context, found evaluated, jobs []printJob, flags reportFlags) error {
	name := combinedFile
	if flags.zip {
		name = zipFile
	}
	path := filepath.Join(flags.out, name)
	if _, err := os.Lstat(path); err == nil && !flags.force {
		return &failure{exit: CouldNotRun, code: "overwrite-one", args: indicators.Args{"path": path}}
	}
	if err := makeFolder(flags.out); err != nil {
		return err
	}
	err := writeStream(path, func(w io.Writer) error {
		if !flags.zip {
			return found.combined(streamed{w, jobs[0].lacking}, s.lang())
		}
		return s.archive(ctx, w, found, jobs, flags.combined)
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, path)
	return err
}

// combined writes every scorecard of the programme as one PDF.
func (e evaluated) combined(w io.Writer, l indicators.Language) error {
	all, err := reports.Combine(e.now, l, e.before)
	if err != nil {
		return err
	}
	return pdf.Combined(w, all)
}

// archive writes the jobs' files into a ZIP file: in order, dated by the as-of instant,
// and compressed by a library of a fixed version, so that the same files give the same
// archive. Files are drawn on all cores and kept only until they are written.
func (s *session) archive(ctx context.Context, w io.Writer, found evaluated, jobs []printJob, combined bool) error {
	out := zip.NewWriter(w)
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 5) })
	add := func(name string, content []byte) error {
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: found.now.AsOf.UTC()}
		if filepath.Ext(name) == ".pdf" { // compressed already
			header.Method = zip.Store
		}
		file, err := out.CreateHeader(header)
		if err == nil {
			_, err = file.Write(content)
		}
		return err
	}
	if combined {
		b := printed{lacking: jobs[0].lacking}
		if err := found.combined(&b, s.lang()); err != nil {
			return err
		}
		if err := add(combinedFile, b.Bytes()); err != nil {
			return err
		}
	}
	bar := s.progress(len(jobs), s.say("progress-scorecards", nil))
	defer bar.finish()
	err := inOrder(ctx, len(jobs), func(i int) ([]rendered, error) { return renderCard(found, s.lang(), jobs[i]) }, func(files []rendered) error {
		for _, file := range files {
			if err := add(file.name, file.content); err != nil {
				return err
			}
		}
		bar.step()
		return nil
	})
	return errors.Join(err, out.Close())
}

// rendered is a file that is not yet written.
type rendered struct {
	name    string
	content []byte
}

func renderCard(found evaluated, l indicators.Language, job printJob) ([]rendered, error) {
	card, err := reports.Build(found.now, job.scope, l, found.before)
	if err != nil {
		return nil, err
	}
	var files []rendered
	for _, format := range job.formats {
		b := printed{lacking: job.lacking}
		if err := render.Scorecard(&b, format, card); err != nil {
			return nil, err
		}
		files = append(files, rendered{job.scope.Name() + "." + format, b.Bytes()})
	}
	return files, nil
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
