package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/indicators"
)

// evidenceView is a file or a link on a sheet.
type evidenceView struct {
	Seq            int64
	Name, Address  string
	Link           bool
	Kind, Size     string
	Digest, SHA256 string
	Attached       string
	Of             string // the figure that it was attached to, when another stands now
	Detached       string // why it backs nothing any more
}

// evidence is what was attached to the figures of a cell.
func (m *sheetMaker) evidence(row *engine.SheetRow) (out []evidenceView) {
	base := sheetAddress(m.sheet.Assignment, m.sheet.Period) + "/evidence/"
	for _, e := range row.Evidence {
		v := evidenceView{Seq: e.Seq, Name: e.Name, Address: base + itoa64(e.Seq), Detached: e.Detached,
			Attached: m.say("entry.by-at", "who", m.people.name(e.AttachedBy), "at", clock(e.AttachedAt, m.sheet.Programme.Location()))}
		if e.URL != "" {
			v.Link, v.Address, v.Kind = true, e.URL, m.say("card.evidence.link")
			if v.Name == "" {
				v.Name = e.URL
			}
		} else {
			v.Kind, v.Size, v.SHA256, v.Digest = m.kind(e.Type), sizeText(e.Size), e.SHA256, e.SHA256[:min(12, len(e.SHA256))]
		}
		if row.Entry == nil || e.Observation != row.Entry.Seq {
			if o := seenIn(row, e.Observation); o != nil {
				v.Of = m.say("entry.evidence-of", "is", m.figure(&row.Line, o))
			}
		}
		out = append(out, v)
	}
	return out
}

// kind is a type of file as people call it.
func (m *sheetMaker) kind(mimeType string) string {
	known := map[string]string{"application/pdf": "PDF", "application/zip": "ZIP", "application/x-ole-storage": "Office", "text/plain": m.say("card.evidence.text")}
	switch {
	case known[mimeType] != "":
		return known[mimeType]
	case strings.HasPrefix(mimeType, "image/"):
		return m.say("card.evidence.picture")
	case strings.HasSuffix(mimeType, "spreadsheetml.sheet"):
		return "Excel"
	case strings.HasSuffix(mimeType, "wordprocessingml.document"):
		return "Word"
	case strings.HasSuffix(mimeType, "presentationml.presentation"):
		return "PowerPoint"
	}
	return mimeType
}

// sizeText is a size as people read it, rounded up.
func sizeText(bytes int64) string {
	const kilo, mega = 1 << 10, 1 << 20
	if bytes < mega {
		return itoa64((bytes+kilo-1)/kilo) + " KB"
	}
	tenths := (bytes*10 + mega - 1) / mega
	return itoa64(tenths/10) + "." + itoa64(tenths%10) + " MB"
}

// attach keeps the files, or the link, that a form sends as evidence of a row's
// figure. The form's plain fields stand before its files.
func (s *Server) attach(w http.ResponseWriter, r *http.Request) error {
	sheet, err := s.sheetOf(r)
	if err != nil {
		return err
	}
	if sheet.CanEnter != nil {
		return sheet.CanEnter
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return &indicators.Problem{Code: "entry-form"}
	}
	a := attaching{server: s, r: r, sheet: sheet, fields: url.Values{}}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return orForm(err)
		}
		if err := a.part(part); err != nil {
			return a.after(err)
		}
	}
	if err := a.link(); err != nil {
		return a.after(err)
	}
	if a.kept == 0 {
		return &indicators.Problem{Code: "entry-evidence-none"}
	}
	r.PostForm = a.fields
	v := gate.Of(r.Context())
	return s.done(w, r, v.Language.Say("entry.attached", indicators.Args{"n": strconv.Itoa(a.kept)}), a.row.Line.ID().Indicator)
}

// orForm is a form that cannot be read, unless it is too large.
func orForm(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return &indicators.Problem{Code: "entry-form"}
}

// attaching is one form of evidence.
type attaching struct {
	server *Server
	r      *http.Request
	sheet  *engine.Sheet
	fields url.Values
	row    *engine.SheetRow
	kept   int
}

// fieldBytes is how long a plain field of such a form may be.
const fieldBytes = 4096

func (a *attaching) part(part *multipart.Part) error {
	if part.FormName() != "file" {
		value, err := io.ReadAll(io.LimitReader(part, fieldBytes))
		a.fields.Set(part.FormName(), strings.TrimSpace(string(value)))
		if err != nil {
			return orForm(err)
		}
		return nil
	}
	if part.FileName() == "" {
		return nil // the picker was left empty
	}
	figure, err := a.figure()
	if err != nil {
		return err
	}
	v := gate.Of(a.r.Context())
	if _, err := a.server.store.Attach(a.r.Context(), &v.Actor, a.sheet.Programme.ID, figure, part.FileName(), part); err != nil {
		return err
	}
	a.kept++
	return nil
}

func (a *attaching) link() error {
	if a.fields.Get("link") == "" {
		return nil
	}
	figure, err := a.figure()
	if err != nil {
		return err
	}
	v := gate.Of(a.r.Context())
	if _, err := a.server.store.AttachLink(a.r.Context(), &v.Actor, a.sheet.Programme.ID, figure, a.fields.Get("title"), a.fields.Get("link")); err != nil {
		return err
	}
	a.kept++
	return nil
}

// after says with a refusal how many stand attached already: what came before a file
// that is refused is kept.
func (a *attaching) after(err error) error {
	problems := problemsOf(err)
	if a.kept == 0 || len(problems) == 0 {
		return err
	}
	kept := &indicators.Problem{Severity: indicators.Note, Code: "entry-evidence-kept", Args: indicators.Args{"n": strconv.Itoa(a.kept)}}
	return &engine.Refusal{Problems: append(slices.Clone(problems), kept)}
}

// figure is the Seq of what stands in the cell of the form's row: only that can be
// backed.
func (a *attaching) figure() (int64, error) {
	a.r.PostForm = a.fields
	a.r.Form = a.fields
	row, err := rowOf(a.r, a.sheet)
	if err != nil {
		return 0, err
	}
	if row.Entry == nil {
		return 0, &indicators.Problem{Code: "entry-evidence-early"}
	}
	a.row = row
	return row.Entry.Seq, nil
}

// evidenceOf is the evidence that a request's path names, with its row, when it is
// of the sheet in the path.
func (s *Server) evidenceOf(r *http.Request) (*engine.Sheet, *engine.SheetRow, engine.Evidence, error) {
	unknown := &indicators.Problem{Code: "evidence-unknown", Args: indicators.Args{"seq": r.PathValue("seq")}}
	sheet, err := s.sheetOf(r)
	if err != nil {
		return nil, nil, engine.Evidence{}, err
	}
	for n := range sheet.Rows {
		for _, e := range sheet.Rows[n].Evidence {
			if itoa64(e.Seq) == r.PathValue("seq") {
				return sheet, &sheet.Rows[n], e, nil
			}
		}
	}
	return nil, nil, engine.Evidence{}, unknown
}

func (s *Server) detach(w http.ResponseWriter, r *http.Request) error {
	sheet, row, e, err := s.evidenceOf(r)
	if err != nil {
		return err
	}
	if sheet.CanEnter != nil {
		return sheet.CanEnter
	}
	v := gate.Of(r.Context())
	if err := s.store.Detach(r.Context(), &v.Actor, sheet.Programme.ID, e.Seq, strings.TrimSpace(r.PostFormValue("reason"))); err != nil {
		return err
	}
	return s.done(w, r, v.Language.Say("entry.detached", nil), row.Line.ID().Indicator)
}

// evidenceFile sends a file as a download, never as a page.
func (s *Server) evidenceFile(w http.ResponseWriter, r *http.Request) error {
	sheet, _, e, err := s.evidenceOf(r)
	if err != nil {
		return err
	}
	kept, file, err := s.store.OpenEvidence(r.Context(), sheet.Programme.ID, e.Seq)
	if err != nil {
		return err
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": kept.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("ETag", `"`+kept.SHA256+`"`)
	h.Set("Cache-Control", "private, no-cache")
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}
