package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"github.com/pressly/goose/v3"

	"yardstick/engine/store/migrations"
	"yardstick/indicators"
)

// migrate brings an older or empty database up to date, each step in a
// transaction of its own, and refuses one that a newer yardstick has written. An
// older one is kept as it was in the folder of backups, where one is given.
func (s *Store) migrate(ctx context.Context, db *sql.DB, backups string) error {
	steps, err := s.steps()
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(s.dialect.kind(), db, nil,
		goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	current, latest, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > latest {
		return newer(s.name, current, latest)
	}
	if current > 0 && current < latest && backups != "" {
		if err := s.keepBefore(ctx, db, backups, current); err != nil {
			return err
		}
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return err
	}
	if len(done) > 0 {
		s.log.Info("database brought up to date", "file", s.name, "from", current, "to", latest)
	}
	return nil
}

// keepBefore copies a database of an older schema as it is, under a name that says
// of which. One that was kept before is left alone: the upgrade was broken off then.
func (s *Store) keepBefore(ctx context.Context, db *sql.DB, folder string, version int64) error {
	base := filepath.Base(s.name)
	extension := filepath.Ext(base)
	file := filepath.Join(folder, strings.TrimSuffix(base, extension)+"-before-upgrade-from-"+strconv.FormatInt(version, 10)+extension)
	if _, err := os.Lstat(file); err == nil {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	part := file + ".part"
	defer removeDatabase(part)
	if err := s.dialect.copy(ctx, conn, part); err != nil {
		return err
	}
	s.log.Info("database kept as it was", "file", file, "schema", version)
	return place(part, file)
}

// checkVersion is for a database that may not be written to.
func (s *Store) checkVersion(ctx context.Context, db *sql.DB) error {
	steps, err := s.steps()
	if err != nil {
		return err
	}
	var current int64
	if err := db.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&current); err != nil {
		return err
	}
	latest := steps[len(steps)-1].Version
	switch {
	case current > latest:
		return newer(s.name, current, latest)
	case current < latest:
		return &indicators.Problem{Code: "database-older", Args: versions(s.name, current, latest)}
	}
	return nil
}

func newer(name string, current, latest int64) error {
	return &indicators.Problem{Code: "database-newer", Args: versions(name, current, latest)}
}

func versions(name string, current, latest int64) indicators.Args {
	return indicators.Args{"file": name, "found": strconv.FormatInt(current, 10), "known": strconv.FormatInt(latest, 10)}
}

// steps reads the embedded files, filled in with the dialect's words.
func (s *Store) steps() ([]*goose.Migration, error) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return nil, err
	}
	var steps []*goose.Migration
	for _, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("migration %s: its name begins with no number", name)
		}
		text, err := s.fillIn(name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, goose.NewGoMigration(version, &goose.GoFunc{
			RunTx: func(ctx context.Context, tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, text)
				return err
			},
		}, nil))
	}
	return steps, nil
}

func (s *Store) fillIn(name string) (string, error) {
	text, err := migrations.Files.ReadFile(name)
	if err != nil {
		return "", err
	}
	step, err := template.New(name).Funcs(s.dialect.words()).Parse(string(text))
	if err != nil {
		return "", err
	}
	var filled strings.Builder
	err = step.Execute(&filled, nil)
	return filled.String(), err
}
