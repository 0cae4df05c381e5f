package store

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"yardstick/indicators"
)

// Backup copies the database to a new file while it is in use, all of one state,
// with the evidence beside it, and verifies the copy: the file's own check, every
// chain, what is derived, every file of evidence.
// The file appears under its name only when it is whole and on disk. Problems:
// backup-exists (the file is there already), backup-unsound (with what is wrong
// in Verification).
func (s *Store) Backup(ctx context.Context, file string) (v *Verification, err error) {
	if _, err := os.Lstat(file); err == nil {
		return nil, &indicators.Problem{Code: "backup-exists", Args: indicators.Args{"file": file}}
	}
	part := file + ".part"
	defer removeDatabase(part)
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return nil, s.explain(err)
	}
	err = s.dialect.copy(ctx, conn, part)
	conn.Close()
	if err == nil { // a file is kept before what names it is entered: none is lacking now
		err = copyEvidence(s.name, part)
	}
	if err != nil {
		return nil, s.dialect.explain(err, part)
	}
	if v, err = verifyCopy(ctx, part, false); err != nil || !v.Sound() {
		return v, errors.Join(err, unsound(v, file))
	}
	return v, place(part, file)
}

// Restored is what Restore did.
type Restored struct {
	*Verification        // of what is now the database
	Kept          string // the file that the database before is kept in; empty when there was none
}

// Restore makes a backup the database of a name. It copies the backup beside it,
// brings the copy up to date and verifies it; only then it moves the database
// there is aside, under the name kept, and the copy into its place. Nothing else
// may have the database open. Problems: restore-in-use, restore-kept-exists,
// backup-unsound, and those of Open for the backup.
func Restore(ctx context.Context, backup, name, kept string) (Restored, error) {
	return sqlite{}.restore(ctx, backup, name, kept)
}

func (d sqlite) restore(ctx context.Context, backup, name, kept string) (out Restored, err error) {
	part := name + ".part"
	defer removeDatabase(part)
	if err := errors.Join(d.copyFile(ctx, backup, part), copyEvidence(backup, part)); err != nil {
		return out, d.explain(err, backup)
	}
	if out.Verification, err = verifyCopy(ctx, part, true); err != nil || !out.Sound() {
		return out, errors.Join(err, unsound(out.Verification, backup))
	}
	if out.Kept, err = d.aside(ctx, name, kept); err != nil {
		return out, d.explain(err, name)
	}
	return out, place(part, name)
}

// OpenCopy opens a copy of a database, brought up to date, in a folder, for looking
// at one of an older schema without changing it. Evidence is read where it stands,
// and problems name the database, not the copy. Problems: those of [Open].
func OpenCopy(ctx context.Context, name, folder string, o Options) (*Store, error) {
	d, file := sqlite{}, filepath.Join(folder, filepath.Base(name))
	if err := d.copyFile(ctx, name, file); err != nil {
		return nil, d.explain(err, name)
	}
	s, err := Open(ctx, file, o)
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil { // only what brings it up to date is written
		return nil, err
	}
	o.ReadOnly = true
	if s, err = Open(ctx, file, o); err == nil {
		s.name = name
	}
	return s, err
}

// aside moves a database out of the way; a name without one needs no moving.
func (d sqlite) aside(ctx context.Context, name, kept string) (string, error) {
	if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if _, err := os.Lstat(kept); err == nil {
		return "", &indicators.Problem{Code: "restore-kept-exists", Args: indicators.Args{"file": kept}}
	}
	if err := d.release(ctx, name); err != nil {
		return "", err
	}
	for _, suffix := range append([]string{"", evidenceSuffix}, companions...) {
		if err := os.Rename(name+suffix, kept+suffix); err != nil && !(suffix != "" && errors.Is(err, os.ErrNotExist)) {
			return "", err
		}
	}
	return kept, nil
}

// companions are the files that may stand beside a database.
var companions = []string{"-wal", "-shm", "-journal"}

// copyEvidence copies the files kept beside a database to where they stand beside
// another. A file under its digest never changes and never goes.
func copyEvidence(from, to string) error {
	folders, err := os.ReadDir(from + evidenceSuffix)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, folder := range folders {
		if err == nil && folder.IsDir() { // what else is there is only arriving
			err = copyFiles(filepath.Join(from+evidenceSuffix, folder.Name()), filepath.Join(to+evidenceSuffix, folder.Name()))
		}
	}
	return err
}

func copyFiles(from, to string) error {
	files, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o750); err != nil {
		return err
	}
	for _, file := range files {
		if err := copyOne(filepath.Join(from, file.Name()), filepath.Join(to, file.Name())); err != nil {
			return err
		}
	}
	return syncFile(to)
}

func copyOne(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o440)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

func removeDatabase(file string) {
	_ = os.RemoveAll(file + evidenceSuffix)
	for _, suffix := range append([]string{""}, companions...) {
		_ = os.Remove(file + suffix) // most are not there
	}
}

// verifyCopy verifies a database that nobody else uses, and when write is set
// brings it up to date first.
func verifyCopy(ctx context.Context, file string, write bool) (*Verification, error) {
	s, err := Open(ctx, file, Options{ReadOnly: !write})
	if err != nil {
		return nil, err
	}
	v, err := s.Verify(ctx)
	return v, errors.Join(err, s.Close())
}

func unsound(v *Verification, file string) error {
	if v == nil || v.Sound() {
		return nil
	}
	return &indicators.Problem{Code: "backup-unsound", Args: indicators.Args{"file": file}}
}

// place gives a finished file its name and sees to it that both are on disk.
func place(part, file string) error {
	for _, suffix := range companions {
		_ = os.Remove(part + suffix) // empty after a clean close; the name would not fit
	}
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part+evidenceSuffix, file+evidenceSuffix); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return err
	}
	return syncFile(filepath.Dir(file))
}

func syncFile(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// Optimize orders the file by key and gathers statistics: after large imports
// rows lie scattered, and a cold read of them is slow. It returns the sizes of
// the file in bytes before and after. It needs free space of the file's size.
func (s *Store) Optimize(ctx context.Context) (before, after int64, err error) {
	if s.writer == nil {
		return 0, 0, readOnly(s.name)
	}
	if before, err = sizeOf(s.name); err != nil {
		return 0, 0, err
	}
	if err := s.dialect.optimize(ctx, s.name); err != nil {
		return 0, 0, s.explain(err)
	}
	after, err = sizeOf(s.name)
	return before, after, err
}

func sizeOf(file string) (int64, error) {
	info, err := os.Stat(file)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
