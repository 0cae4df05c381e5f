package deliver

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// writeFile writes a file beside its final name and renames it when it is whole and
// on disk. Whatever goes wrong, nothing half-written has the name.
func writeFile(path string, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	out, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name()) // renamed by now, unless something failed
	buffered := bufio.NewWriterSize(&steady{to: out}, 64<<10)
	if err := errors.Join(write(buffered), buffered.Flush(), out.Chmod(0o644), out.Sync(), out.Close()); err != nil {
		return err
	}
	if err := os.Rename(out.Name(), path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// steady brings what is written to the disk a little at a time. A file system writes
// all that is pending of a file before it confirms anything else: whoever saves a
// figure while an archive of 50 MB is synced waits for seconds.
type steady struct {
	to      *os.File
	pending int
}

// steadyBytes are on the disk in a few hundredths of a second.
const steadyBytes = 1 << 20

// Write writes, and now and then waits for the disk.
func (s *steady) Write(b []byte) (written int, err error) {
	for part := range slices.Chunk(b, steadyBytes) {
		n, err := s.to.Write(part)
		written += n
		if s.pending += n; err == nil && s.pending >= steadyBytes {
			s.pending, err = 0, s.to.Sync()
		}
		if err != nil {
			return written, err
		}
	}
	return written, nil
}
