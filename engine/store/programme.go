package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/load"
	"yardstick/rules"
)

// LoadProgramme takes definitions as the next version, verbatim, and returns its
// number. Definitions equal to the ones in force are not taken again: their
// version is returned. Definitions with an error, and a change that would turn
// figures already reported into something else (another unit or kind under the
// same id), are an *engine.Refusal.
func (s *Store) LoadProgramme(ctx context.Context, sources []load.Source, by string) (version int, err error) {
	return s.load(ctx, author{name: by}, sources)
}

// LoadProgrammeAs is LoadProgramme for an account. Problem, besides: may-not-define.
func (s *Store) LoadProgrammeAs(ctx context.Context, as engine.Actor, sources []load.Source) (version int, err error) {
	return s.load(ctx, author{name: as.Name, as: &as}, sources)
}

func (s *Store) load(ctx context.Context, by author, sources []load.Source) (version int, err error) {
	p, problems := load.Read(sources...)
	if p != nil {
		problems = append(problems, rules.Check(p)...) // a hand-written rule that cannot run
	}
	if _, err := engine.Refused(problems); err != nil {
		return 0, err
	}
	if p == nil {
		return 0, errors.New("the definitions hold no programme")
	}
	var seq int64
	err = s.save(ctx, func(w *writing) error {
		if err := w.admit(by, engine.Define, engine.Scope{}); err != nil {
			return err
		}
		version, seq, err = w.loadProgramme(p, sources, by.String())
		return err
	})
	if err == nil {
		p.Version = version
		s.parsed.LoadOrStore(seq, p)
	}
	return version, err
}

func (w *writing) loadProgramme(p *indicators.Programme, sources []load.Source, by string) (version int, seq int64, err error) {
	key, found, err := w.programmeKey(p.ID)
	if err != nil {
		return 0, 0, err
	}
	if !found {
		if key, err = w.addProgramme(p.ID); err != nil {
			return 0, 0, err
		}
	}
	versions, err := w.versions(key)
	if err != nil {
		return 0, 0, err
	}
	if n := len(versions); n > 0 {
		before, err := w.sources(versions[n-1].Seq)
		if err != nil {
			return 0, 0, err
		}
		if slices.EqualFunc(before, sources, sameSource) {
			return versions[n-1].Number, versions[n-1].Seq, nil
		}
		if err := w.checkFigures(key, versions, p); err != nil {
			return 0, 0, err
		}
	}
	if err := w.addLines(key, p); err != nil {
		return 0, 0, err
	}
	seq, err = w.addDefinition(key, p.ID, len(versions)+1, sources, by)
	return len(versions) + 1, seq, err
}

func sameSource(a, b load.Source) bool { return a.Name == b.Name && string(a.Text) == string(b.Text) }

const addProgramme = `INSERT INTO programme (key, id) SELECT coalesce(max(key), 0) + 1, ? FROM programme`

func (w *writing) addProgramme(id string) (int64, error) {
	if err := w.exec(addProgramme, id); err != nil {
		return 0, err
	}
	key, _, err := w.programmeKey(id)
	return key, err
}

const addDefinition = `
INSERT INTO definition (seq, programme, version, entered_at, entered_by, link, hash) VALUES (?, ?, ?, ?, ?, ?, ?)`

const addDefinitionFile = `
INSERT INTO definition_file (definition, position, name, body) VALUES (?, ?, ?, ?)`

func (w *writing) addDefinition(key int64, id string, version int, sources []load.Source, by string) (int64, error) {
	c, err := w.chainOf(key, id)
	if err != nil {
		return 0, err
	}
	seq, number := c.next("definition")
	c.row.definition(version, w.at.UnixNano(), by, sources)
	if err := w.exec(addDefinition, seq, key, version, w.at.UnixNano(), by, number, c.seal()); err != nil {
		return 0, err
	}
	for i, source := range sources {
		if err := w.exec(addDefinitionFile, seq, i, source.Name, append([]byte{}, source.Text...)); err != nil {
			return 0, err
		}
	}
	return seq, c.close()
}

// definition is the canonical row of a version; a file enters by its SHA-256.
func (c *canonical) definition(version int, at int64, by string, sources []load.Source) {
	c.int(int64(version))
	c.int(at)
	c.string(by)
	c.int(int64(len(sources)))
	for _, source := range sources {
		sum := sha256.Sum256(source.Text)
		c.string(source.Name)
		c.string(hex.EncodeToString(sum[:]))
	}
}

// Version is one version of a programme's definitions.
type Version struct {
	Number    int
	Seq       int64
	EnteredAt time.Time
	EnteredBy string
	InForce   time.Time // zero for version 1: from the programme's first day
}

const versionsOf = `SELECT seq, version, entered_at, entered_by FROM definition WHERE programme = ? ORDER BY version`

func (r *reading) versions(programme int64) (out []Version, err error) {
	var v Version
	var at int64
	err = r.each(versionsOf, []any{programme}, []any{&v.Seq, &v.Number, &at, &v.EnteredBy}, func() error {
		v.EnteredAt = time.Unix(0, at).UTC()
		if v.InForce = v.EnteredAt; v.Number == 1 {
			v.InForce = time.Time{}
		}
		out = append(out, v)
		return nil
	})
	return out, err
}

// Versions lists the versions of a programme, oldest first.
func (s *Store) Versions(ctx context.Context, programme string) (out []Version, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err == nil {
			out, err = r.versions(key)
		}
		return err
	})
	return out, err
}

const sourcesOf = `SELECT name, body FROM definition_file WHERE definition = ? ORDER BY position`

func (r *reading) sources(definition int64) (out []load.Source, err error) {
	var name string
	var body []byte
	err = r.each(sourcesOf, []any{definition}, []any{&name, &body}, func() error {
		out = append(out, load.Source{Name: name, Text: slices.Clone(body)})
		return nil
	})
	return out, err
}

// Sources returns the files of a version, verbatim.
func (s *Store) Sources(ctx context.Context, programme string, version int) (out []load.Source, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err != nil {
			return err
		}
		versions, err := r.versions(key)
		if err != nil {
			return err
		}
		for _, v := range versions {
			if v.Number == version {
				out, err = r.sources(v.Seq)
				return err
			}
		}
		return &indicators.Problem{Code: "version-unknown", Args: indicators.Args{
			"programme": programme, "version": strconv.Itoa(version), "latest": strconv.Itoa(len(versions))}}
	})
	return out, err
}

const programmeIDs = `SELECT id FROM programme ORDER BY key`

// Programmes lists the ids of the programmes, in the order they were loaded.
func (s *Store) Programmes(ctx context.Context) (ids []string, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		ids, err = r.programmes()
		return err
	})
	return ids, err
}

func (r *reading) programmes() (ids []string, err error) {
	var id string
	err = r.each(programmeIDs, nil, []any{&id}, func() error {
		ids = append(ids, id)
		return nil
	})
	return ids, err
}

// Programme returns the definitions in force at an instant, the newest for the
// zero instant. An empty id means the only programme there is. What is returned
// is shared: it must not be changed. Problems: programme-unknown, programme-none,
// programme-several.
func (s *Store) Programme(ctx context.Context, id string, asOf time.Time) (p *indicators.Programme, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(id)
		if err != nil {
			return err
		}
		cut, err := r.cut(key, asOf)
		if err == nil {
			p, _, err = r.inForce(key, cut.Seq)
		}
		return err
	})
	return p, err
}

// inForce returns the version with the greatest seq up to the cut, version 1
// before any: it is in force from the programme's first day.
func (r *reading) inForce(programme, cut int64) (*indicators.Programme, Version, error) {
	versions, err := r.versions(programme)
	if err != nil {
		return nil, Version{}, err
	}
	if len(versions) == 0 {
		return nil, Version{}, &indicators.Problem{Code: "programme-none", Args: indicators.Args{"file": r.store.name}}
	}
	version := versions[0]
	for _, v := range versions[1:] {
		if v.Seq <= cut {
			version = v
		}
	}
	p, err := r.parse(version)
	return p, version, err
}

// parse reads a version once in the life of the store.
func (r *reading) parse(version Version) (*indicators.Programme, error) {
	if known, ok := r.store.parsed.Load(version.Seq); ok {
		return known.(*indicators.Programme), nil
	}
	sources, err := r.sources(version.Seq)
	if err != nil {
		return nil, err
	}
	p, problems := load.Read(sources...)
	if _, err := engine.Refused(problems); err != nil {
		return nil, err
	}
	p.Version = version.Number
	known, _ := r.store.parsed.LoadOrStore(version.Seq, p)
	return known.(*indicators.Programme), nil
}

const programmeKey = `SELECT key FROM programme WHERE id = ?`

func (r *reading) programmeKey(id string) (key int64, found bool, err error) {
	found, err = r.one(programmeKey, []any{id}, &key)
	return key, found, err
}

// mustProgramme finds a programme, the only one for an empty id.
func (r *reading) mustProgramme(id string) (int64, error) {
	if id != "" {
		if key, found, err := r.programmeKey(id); found || err != nil {
			return key, err
		}
	}
	ids, err := r.programmes()
	if err != nil {
		return 0, err
	}
	args := indicators.Args{"file": r.store.name, "programme": id, "programmes": join(ids)}
	switch {
	case len(ids) == 0:
		return 0, &indicators.Problem{Code: "programme-none", Args: args}
	case id != "":
		return 0, &indicators.Problem{Code: "programme-unknown", Args: args}
	case len(ids) > 1:
		return 0, &indicators.Problem{Code: "programme-several", Args: args}
	}
	key, _, err := r.programmeKey(ids[0])
	return key, err
}
