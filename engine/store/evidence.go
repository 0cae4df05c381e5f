package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"yardstick/engine"
	"yardstick/indicators"
)

// MaxEvidence is how large a file of evidence may be, in bytes.
const MaxEvidence = 50 << 20

// Attach keeps a file as evidence of a figure, by its Seq. Its bytes go to a folder
// beside the database, under their SHA-256; its type is told from them, not from
// its name. by is nil for the local operator of a database without accounts.
// Problems: may-not-enter, account-wanted, observation-unknown, sheet-submitted,
// sheet-closed, evidence-too-large, evidence-empty, evidence-type.
func (s *Store) Attach(ctx context.Context, by *engine.Actor, programme string, observation int64, name string, file io.Reader) (engine.Evidence, error) {
	e := engine.Evidence{Observation: observation, Name: cleanName(name)}
	err := s.snapshot(ctx, func(r *reading) error {
		_, err := r.backed(by, programme, observation)
		return err
	})
	if err != nil {
		return e, err
	}
	if err := s.keepFile(&e, file); err != nil {
		return e, err
	}
	return e, s.attach(ctx, by, programme, &e)
}

// AttachLink keeps a link as evidence of a figure. Problems: those of
// [Store.Attach] that do not speak of the file, evidence-link.
func (s *Store) AttachLink(ctx context.Context, by *engine.Actor, programme string, observation int64, title, link string) (engine.Evidence, error) {
	e := engine.Evidence{Observation: observation, Name: cleanName(title), URL: strings.TrimSpace(link)}
	if u, err := url.Parse(e.URL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return e, &indicators.Problem{Code: "evidence-link", Args: indicators.Args{"link": link}}
	}
	if problem := engine.CheckText(e.URL); problem != nil {
		return e, problem
	}
	return e, s.attach(ctx, by, programme, &e)
}

// Detach says that evidence no longer backs its figure, and why. It is kept.
// Problems: may-not-enter, account-wanted, sheet-submitted, sheet-closed,
// evidence-unknown, evidence-reason-wanted.
func (s *Store) Detach(ctx context.Context, by *engine.Actor, programme string, evidence int64, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return &indicators.Problem{Code: "evidence-reason-wanted"}
	}
	if problem := engine.CheckText(reason); problem != nil {
		return problem
	}
	return s.save(ctx, func(w *writing) error {
		c, _, err := w.chainInForce(programme)
		if err != nil {
			return err
		}
		e, found, err := w.oneEvidence(c.programme, evidence)
		if err != nil {
			return err
		}
		if !found || e.Detached != "" {
			return &indicators.Problem{Code: "evidence-unknown", Args: indicators.Args{"seq": strconv.FormatInt(evidence, 10)}}
		}
		o, err := w.backed(by, programme, e.Observation)
		if err != nil {
			return err
		}
		step := engine.Step{Kind: engine.StepDetached, Assignment: assignmentOf(o.Indicator), Period: o.Period, About: evidence,
			Indicator: o.Indicator, Part: o.Part, Body: reason}
		if err := c.step(&step, nil, authorOf(by).String()); err != nil {
			return err
		}
		return c.close()
	})
}

func (s *Store) attach(ctx context.Context, by *engine.Actor, programme string, e *engine.Evidence) error {
	return s.save(ctx, func(w *writing) error {
		c, _, err := w.chainInForce(programme)
		if err != nil {
			return err
		}
		o, err := w.backed(by, programme, e.Observation)
		if err != nil {
			return err
		}
		e.Indicator, e.Part, e.Period = o.Indicator, o.Part, o.Period
		step := engine.Step{Kind: engine.StepAttached, Assignment: assignmentOf(o.Indicator), Period: o.Period, About: o.Seq,
			Indicator: o.Indicator, Part: o.Part, Body: e.Name}
		if err := c.step(&step, e, authorOf(by).String()); err != nil {
			return err
		}
		return c.close()
	})
}

// backed is the figure that evidence is for, if its author may enter it and its sheet
// may be filled in: what a reviewer decides on, or has decided on for good, rests on
// the evidence that they saw.
func (r *reading) backed(by *engine.Actor, programme string, observation int64) (engine.Observation, error) {
	unknown := &indicators.Problem{Code: "observation-unknown", Args: indicators.Args{"seq": strconv.FormatInt(observation, 10)}}
	key, err := r.mustProgramme(programme)
	if err != nil {
		return engine.Observation{}, err
	}
	last, err := r.linkAt(key, time.Time{})
	if err != nil {
		return engine.Observation{}, err
	}
	p, _, err := r.inForce(key, last.seq)
	if err != nil {
		return engine.Observation{}, err
	}
	o, found, err := r.bySeq(observation)
	if err != nil {
		return o, err
	}
	a := assignment(p, assignmentOf(o.Indicator))
	if !found || a == nil {
		return o, unknown
	}
	if err := r.admit(authorOf(by), engine.Enter, engine.ScopeOf(a)); err != nil || by == nil {
		return o, err
	}
	return o, r.admitSheet(key, p, sheet{a.ID, o.Period}, r.store.now())
}

func authorOf(by *engine.Actor) author {
	if by == nil {
		return author{}
	}
	return author{name: by.Name, as: by}
}

// keepFile writes a file under its digest, whole or not at all. The same bytes are
// kept once.
func (s *Store) keepFile(e *engine.Evidence, file io.Reader) error {
	folder := s.evidenceFolder()
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	part, err := os.CreateTemp(folder, "part-*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	defer part.Close()
	hash := sha256.New()
	if e.Size, err = io.Copy(io.MultiWriter(part, hash), io.LimitReader(file, MaxEvidence+1)); err != nil {
		return err
	}
	head := make([]byte, 512)
	n, err := part.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return err
	}
	e.SHA256, e.Type = hex.EncodeToString(hash.Sum(nil)), sniff(head[:n], e.Name)
	if problem := checkFileKept(e); problem != nil {
		return problem
	}
	if err := errors.Join(part.Sync(), part.Chmod(0o440), part.Close()); err != nil {
		return err
	}
	path := s.evidencePath(e.SHA256)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func checkFileKept(e *engine.Evidence) *indicators.Problem {
	args := indicators.Args{"name": e.Name, "most": strconv.Itoa(MaxEvidence >> 20), "type": e.Type}
	switch {
	case e.Size == 0:
		return &indicators.Problem{Code: "evidence-empty", Args: args}
	case e.Size > MaxEvidence:
		return &indicators.Problem{Code: "evidence-too-large", Args: args}
	case !strings.HasPrefix(e.Type, "image/") && !evidenceTypes[e.Type]:
		return &indicators.Problem{Code: "evidence-type", Args: args}
	}
	return nil
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func (s *Store) evidenceFolder() string { return s.name + evidenceSuffix }

// evidenceSuffix names the folder beside a database.
const evidenceSuffix = ".evidence"

func (s *Store) evidencePath(digest string) string {
	return filepath.Join(s.evidenceFolder(), digest[:2], digest)
}

// evidenceTypes are kept besides pictures: what offices keep their papers in.
var evidenceTypes = map[string]bool{
	"application/pdf": true, "text/plain": true, "application/zip": true, officeFile: true,
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   true,
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         true,
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": true,
}

// officeFile is a file of an office program from before 2007: its kind cannot be
// told from its first bytes.
const officeFile = "application/x-ole-storage"

// sniff tells a file's type from its first bytes. The name only says which of the
// office formats, all of them zip files, a zip file is.
func sniff(head []byte, name string) string {
	if strings.HasPrefix(string(head), "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
		return officeFile
	}
	kind, _, _ := strings.Cut(http.DetectContentType(head), ";")
	if kind != "application/zip" {
		return kind
	}
	const office = "application/vnd.openxmlformats-officedocument."
	switch strings.ToLower(filepath.Ext(name)) {
	case ".docx":
		return office + "wordprocessingml.document"
	case ".xlsx":
		return office + "spreadsheetml.sheet"
	case ".pptx":
		return office + "presentationml.presentation"
	}
	return kind
}

// cleanName keeps of a name what can stand on a page and in a download: no
// folders, nothing invisible, at most 200 characters.
func cleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[len(runes)-200:])
	}
	return strings.TrimSpace(name)
}

const evidenceColumns = `
SELECT s.seq, e.observation, s.indicator, s.part, s.period, e.name, e.url, e.type, e.size, e.sha256, s.entered_at, s.entered_by, coalesce(d.body, '')
FROM evidence e JOIN step s ON s.seq = e.step
LEFT JOIN step d ON d.about = s.seq AND d.kind = 'detached'
WHERE s.programme = ?`

func (r *reading) evidence(query string, args ...any) (out []engine.Evidence, err error) {
	var e engine.Evidence
	var at int64
	columns := []any{&e.Seq, &e.Observation, &e.Indicator, &e.Part, &e.Period, &e.Name, &e.URL, &e.Type, &e.Size, &e.SHA256, &at, &e.AttachedBy, &e.Detached}
	err = r.each(query, args, columns, func() error {
		e.AttachedAt = time.Unix(0, at).UTC()
		out = append(out, e)
		return nil
	})
	return out, err
}

// attachedUpTo is what was attached up to a cut and not detached by then.
const attachedUpTo = `
SELECT s.seq, e.observation, s.indicator, s.part, s.period, e.name, e.url, e.type, e.size, e.sha256, s.entered_at, s.entered_by, ''
FROM evidence e JOIN step s ON s.seq = e.step
WHERE s.programme = ? AND s.seq <= ?
  AND NOT EXISTS (SELECT 1 FROM step d WHERE d.about = s.seq AND d.kind = 'detached' AND d.seq <= ?)
ORDER BY s.seq`

func (r *reading) evidenceAsOf(programme, cut int64, zone *time.Location) ([]engine.Evidence, error) {
	out, err := r.evidence(attachedUpTo, programme, cut, cut)
	for n := range out {
		out[n].AttachedAt = out[n].AttachedAt.In(zone)
	}
	return out, err
}

func (r *reading) oneEvidence(programme, seq int64) (engine.Evidence, bool, error) {
	found, err := r.evidence(evidenceColumns+` AND s.seq = ?`, programme, seq)
	if err != nil || len(found) == 0 {
		return engine.Evidence{}, false, err
	}
	return found[0], true, nil
}

const evidenceOfSheet = evidenceColumns + ` AND s.assignment = ? AND s.period = ? ORDER BY s.seq`

// Evidence lists what was attached to the figures of an assignment in a period,
// the detached too, in the order in which it came.
func (s *Store) Evidence(ctx context.Context, programme, assignment string, period indicators.Period) (out []engine.Evidence, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err == nil {
			out, err = r.evidence(evidenceOfSheet, key, assignment, int64(period))
		}
		return err
	})
	return out, err
}

// OpenEvidence opens a file of evidence, by its Seq, for reading. Whether the
// reader may see it is for the caller to ask. Problems: evidence-unknown (also for
// a link), evidence-missing.
func (s *Store) OpenEvidence(ctx context.Context, programme string, seq int64) (e engine.Evidence, file *os.File, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err != nil {
			return err
		}
		found := false
		if e, found, err = r.oneEvidence(key, seq); err == nil && (!found || !isDigest(e.SHA256)) {
			err = &indicators.Problem{Code: "evidence-unknown", Args: indicators.Args{"seq": strconv.FormatInt(seq, 10)}}
		}
		return err
	})
	if err != nil {
		return e, nil, err
	}
	if file, err = os.Open(s.evidencePath(e.SHA256)); errors.Is(err, fs.ErrNotExist) {
		// Who reads it is not told where this machine keeps its files.
		err = &indicators.Problem{Code: "evidence-missing", Args: indicators.Args{"name": e.Name, "file": e.SHA256}}
	}
	return e, file, err
}

func (s *Store) evidenceProblem(code, name, digest string) *indicators.Problem {
	return &indicators.Problem{Code: code, Args: indicators.Args{"name": name, "file": s.evidencePath(digest)}}
}

// isDigest keeps a row that somebody has changed from naming another file.
func isDigest(text string) bool {
	sum, err := hex.DecodeString(text)
	return err == nil && len(sum) == sha256.Size
}

const everyFile = `SELECT max(name), sha256, max(size) FROM evidence WHERE sha256 <> '' GROUP BY sha256 ORDER BY sha256`

// verifyEvidence compares every file with its digest.
func (r *reading) verifyEvidence(v *Verification) error {
	var name, digest string
	var size int64
	return r.each(everyFile, nil, []any{&name, &digest, &size}, func() error {
		if !isDigest(digest) {
			return nil // the chain has said so
		}
		file, err := os.Open(r.store.evidencePath(digest))
		if errors.Is(err, fs.ErrNotExist) {
			v.add(r.store.evidenceProblem("evidence-missing", name, digest))
			return nil
		}
		if err != nil {
			return err
		}
		defer file.Close()
		hash := sha256.New()
		if _, err := io.Copy(hash, file); err != nil {
			return err
		}
		if hex.EncodeToString(hash.Sum(nil)) != digest {
			v.add(r.store.evidenceProblem("evidence-changed", name, digest))
		}
		return nil
	})
}
