package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
)

// printJob is one scorecard to be written in some formats.
type printJob struct {
	scope   reports.Scope
	formats []string
	folder  string
	lacking *lacking // nil: nobody asks
}

// printCards renders scorecards on all cores and writes each file whole or not at
// all. done is told after each scorecard; it returns the paths in the jobs' order.
func printCards(ctx context.Context, e, previous *engine.Evaluation, l indicators.Language, jobs []printJob, done func()) ([]string, error) {
	written := make([][]string, len(jobs))
	failures := make([]error, len(jobs))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				written[i], failures[i] = printCard(e, previous, l, jobs[i])
				done()
			}
		})
	}
	for i := range jobs {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	var paths []string
	for _, files := range written {
		paths = append(paths, files...)
	}
	return paths, errors.Join(append(failures, ctx.Err())...)
}

func printCard(e, previous *engine.Evaluation, l indicators.Language, job printJob) ([]string, error) {
	files, err := evaluated{e, previous}.cards(l, job.lacking).Files(job.scope, job.formats)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, file := range files {
		path := filepath.Join(job.folder, file.Name)
		if err := writeWhole(path, file.Content); err != nil {
			return paths, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// writeWhole writes a file under its final name only when all of it is on the
// disk: first beside it, then renamed. What was there before stays until then.
func writeWhole(path string, content []byte) error {
	return writeStream(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// writeStream is writeWhole for what is made as it is written.
func writeStream(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fileFailure(path, err)
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
			err = fileFailure(path, err)
		}
	}()
	if err := write(file); err != nil {
		return err
	}
	if err := file.Chmod(0o644); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// makeFolder makes a folder and those above it.
func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return fileFailure(path, err)
	}
	return nil
}

// fileFailure words what a file system refuses: a full disk, a folder that may
// not be written to, one that is not there.
func fileFailure(path string, err error) error {
	code := "file-failed"
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		code = "disk-full"
	case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.EROFS):
		code = "file-forbidden"
	case errors.Is(err, os.ErrNotExist):
		code = "folder-missing"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, os.ErrExist):
		code = "not-a-folder"
	}
	f := &failure{exit: CouldNotRun, code: code, args: indicators.Args{"path": path}}
	if code == "file-failed" {
		f.cause = err
	}
	return f
}
