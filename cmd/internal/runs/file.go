package runs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// File returns one file of a run and what is in it, from the folder that the files
// of schedules lie under and from nowhere else. What is returned has the digest that
// was recorded. Problems: run-unknown, run-file-unknown, may-not-read,
// run-file-unmade, run-file-gone, run-file-since.
func (s Sight) File(ctx context.Context, folder string, key int64, scope, format string) (store.RunFile, []byte, error) {
	if _, err := s.Run(ctx, key); err != nil {
		return store.RunFile{}, nil, err
	}
	files, err := s.Store.RunFiles(ctx, key)
	if err != nil {
		return store.RunFile{}, nil, err
	}
	for _, f := range files {
		if f.Scope != scope || f.Format != format {
			continue
		}
		if problem := s.Actor.Permit(engine.Read, s.scopeOf(scope)); problem != nil {
			return store.RunFile{}, nil, problem
		}
		content, err := contentOf(folder, f)
		return f, content, err
	}
	return store.RunFile{}, nil, fileProblem("run-file-unknown", scope+"."+format)
}

func fileProblem(code, file string) *indicators.Problem {
	return &indicators.Problem{Code: code, Args: indicators.Args{"file": file}}
}

func contentOf(folder string, f store.RunFile) ([]byte, error) {
	name := f.Scope + "." + f.Format
	switch {
	case f.State == store.FileSuperseded:
		return nil, fileProblem("run-file-since", name)
	case f.State != store.FileDone:
		return nil, fileProblem("run-file-unmade", name)
	case folder == "":
		return nil, fileProblem("run-file-gone", name)
	}
	content, err := readWithin(folder, filepath.FromSlash(f.Path), f.Size)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fileProblem("run-file-gone", name)
	}
	if err != nil {
		return nil, err
	}
	if digest := sha256.Sum256(content); hex.EncodeToString(digest[:]) != f.SHA256 {
		return nil, fileProblem("run-file-since", name) // a newer run has made the file of that name, or somebody has
	}
	return content, nil
}

// readWithin reads a file of a folder, one byte more than it should have at most. No
// path and no link leads out of the folder.
func readWithin(folder, path string, size int64) ([]byte, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	file, err := root.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, size+1))
}
