package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"yardstick/indicators"
)

// keeping says which backups stay; the zero keeping is all of them.
type keeping struct{ newest, months int }

// backupEvery makes a backup, and another each time so long has passed, until it is
// stopped. One that fails is said, and the next is tried.
func (s *session) backupEvery(ctx context.Context, to string, every time.Duration, keep keeping) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := s.backup(ctx, to, keep); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			s.exit(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// prune removes the backups of the database that the policy does not keep.
func (s *session) prune(folder string, keep keeping) error {
	if keep == (keeping{}) {
		return nil
	}
	names, err := s.backupsIn(folder)
	if err != nil {
		return err
	}
	for _, name := range keep.drops(names) {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.Remove(path), os.RemoveAll(path+".evidence")); err != nil {
			return fileFailure(path, err)
		}
		fmt.Fprintln(s.out, s.say("backup-dropped", indicators.Args{"file": filepath.ToSlash(path)}))
	}
	return nil
}

// backupsIn lists the backups of the database in a folder, by their instants.
func (s *session) backupsIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fileFailure(folder, err)
	}
	base := filepath.Base(s.database)
	extension := filepath.Ext(base)
	ours := regexp.MustCompile("^" + regexp.QuoteMeta(strings.TrimSuffix(base, extension)) + `-\d{8}T\d{6}Z(-\d+)?` + regexp.QuoteMeta(extension) + "$")
	var names []string
	for _, entry := range entries {
		if entry.Type().IsRegular() && ours.MatchString(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

var backupInstant = regexp.MustCompile(`\d{8}T\d{6}Z`)

// drops are the backups that do not stay: all but the newest so many, and the last of
// each of the newest so many months. One at least always stays.
func (k keeping) drops(names []string) (out []string) {
	slices.SortFunc(names, func(a, b string) int {
		return strings.Compare(backupInstant.FindString(b), backupInstant.FindString(a))
	})
	months := map[string]bool{}
	for n, name := range names {
		month := backupInstant.FindString(name)[:6]
		lastOfMonth := !months[month] && len(months) < k.months
		months[month] = true
		if n >= max(k.newest, 1) && !lastOfMonth {
			out = append(out, name)
		}
	}
	return out
}
