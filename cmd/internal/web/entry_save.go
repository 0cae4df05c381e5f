package web

import (
	"net/http"
	"strconv"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Each cell of the form has its fields, named by a letter and the key of its row:
// v the figure, n the note, w why an approved figure is corrected, s the Seq of the
// figure that the visitor saw, t the script's own key for one edit, k whose figure
// to keep, f a figure put in place of the typed one.

// typed is what was typed into cells and could not be taken, by the keys of rows.
type typed map[string]typedCell

type typedCell struct {
	Text, Note, Why string
	Seen            int64
	Token           string
	Problem         *indicators.Problem
}

// saveCells takes what was typed into the cells that are sent. Each cell that can be
// taken is; the others come back with what was typed and why not.
func (s *Server) saveCells(w http.ResponseWriter, r *http.Request) error {
	sheet, err := s.sheetOf(r)
	if err != nil {
		return err
	}
	if sheet.CanEnter != nil {
		return sheet.CanEnter
	}
	if err := r.ParseForm(); err != nil {
		return orForm(err)
	}
	save := saving{server: s, r: r, sheet: sheet, as: gate.Of(r.Context()).Actor, kept: typed{}, touched: map[string]bool{}}
	if err := save.all(); err != nil {
		return err
	}
	status := http.StatusOK
	for _, cell := range save.kept {
		status = gate.Status(cell.Problem)
	}
	if status == http.StatusOK && !isFragment(r) {
		told := gate.Of(r.Context()).Language.Say("entry.saved-cells", indicators.Args{"n": strconv.Itoa(save.taken)})
		return s.redirect(w, r, sheetAddress(sheet.Assignment, sheet.Period), told)
	}
	if sheet, err = s.sheetOf(r); err != nil {
		return err
	}
	if isFragment(r) {
		return s.showRows(w, r, status, sheet, save.kept, save.touched)
	}
	return s.showSheet(w, r, status, sheet, save.kept)
}

// saving is one request's cells on their way to the store.
type saving struct {
	server  *Server
	r       *http.Request
	sheet   *engine.Sheet
	as      engine.Actor
	taken   int
	kept    typed
	touched map[string]bool // indicators whose rows changed
	keys    []string        // of entries, one each
	entries []engine.Entry
}

func (c *saving) all() error {
	for n := range c.sheet.Rows {
		row := &c.sheet.Rows[n]
		cell, sent := c.read(row)
		if !sent {
			continue
		}
		c.touched[row.Line.ID().Indicator] = true
		if err := c.cell(row, cell); err != nil {
			return err
		}
	}
	return c.enter()
}

// read reads a row's fields; sent is false when the form has none.
func (c *saving) read(row *engine.SheetRow) (typedCell, bool) {
	key := rowKey(&row.Line)
	form := c.r.PostForm
	if !form.Has("v."+key) || !row.Reportable {
		return typedCell{}, false
	}
	cell := typedCell{
		Text: strings.TrimSpace(form.Get("v." + key)), Note: strings.TrimSpace(form.Get("n." + key)),
		Why: strings.TrimSpace(form.Get("w." + key)), Token: form.Get("t." + key),
	}
	cell.Seen, _ = strconv.ParseInt(form.Get("s."+key), 10, 64)
	if instead := form.Get("f." + key); instead != "" {
		cell.Text = instead
	}
	if keep, seen, _ := strings.Cut(form.Get("k."+key), ":"); keep == "mine" {
		cell.Seen, _ = strconv.ParseInt(seen, 10, 64)
	} else if keep == "theirs" {
		c.touched[row.Line.ID().Indicator] = true
		return cell, false
	}
	return cell, true
}

// cell decides what is to be done with one cell: nothing, to clear it, or to enter
// a figure.
func (c *saving) cell(row *engine.SheetRow, cell typedCell) error {
	before := seenIn(row, cell.Seen)
	text, note := "", ""
	if before != nil {
		text, note = fieldText(&row.Line, before), before.Note
	}
	id := row.Line.ID()
	switch {
	case cell.Text == text && cell.Note == note:
		return nil
	case cell.Text == "" && before == nil:
		return c.refuse(row, cell, &indicators.Problem{Code: "entry-note-alone"})
	case cell.Text == "":
		err := c.server.store.Withdraw(c.r.Context(), c.as, c.sheet.Programme.ID, id.Indicator, id.Part, c.sheet.Period, cell.Seen)
		if err == nil {
			c.taken++
		}
		return c.refuse(row, cell, err)
	case cell.Text == text && cell.Note == "":
		return c.refuse(row, cell, &indicators.Problem{Code: "entry-note-emptied"})
	}
	entry := engine.Entry{Indicator: id.Indicator, Part: id.Part, Period: c.sheet.Period, Text: cell.Text, Note: cell.Note, Seen: cell.Seen, Token: cell.Token}
	if before != nil && !before.Waits {
		entry.Supersede = cell.Why
	}
	if entry.Supersede != "" && entry.Note == note {
		entry.Note = "" // the note of the figure before is not this one's
	}
	c.keys = append(c.keys, rowKey(&row.Line))
	c.entries = append(c.entries, entry)
	c.kept[rowKey(&row.Line)] = cell
	return nil
}

// refuse keeps what was typed with why it was not taken; other errors are ours.
func (c *saving) refuse(row *engine.SheetRow, cell typedCell, err error) error {
	problems := problemsOf(err)
	if len(problems) == 0 {
		return err
	}
	cell.Problem = problems[0]
	c.kept[rowKey(&row.Line)] = cell
	return nil
}

// enter enters the figures together; when one is refused each by itself, so that
// one does not keep the others from being saved.
func (c *saving) enter() error {
	if len(c.entries) == 0 {
		return nil
	}
	options := store.RecordOptions{As: &c.as}
	_, err := c.server.store.Record(c.r.Context(), c.sheet.Programme.ID, c.entries, options)
	if err == nil {
		for _, key := range c.keys {
			delete(c.kept, key)
		}
		c.taken += len(c.entries)
		return nil
	}
	for n := range c.entries {
		if len(c.entries) > 1 {
			_, err = c.server.store.Record(c.r.Context(), c.sheet.Programme.ID, c.entries[n:n+1], options)
		}
		if err == nil {
			delete(c.kept, c.keys[n])
			c.taken++
			continue
		}
		problems := problemsOf(err)
		if len(problems) == 0 {
			return err
		}
		cell := c.kept[c.keys[n]]
		cell.Problem = problems[0]
		c.kept[c.keys[n]] = cell
	}
	return nil
}

// seenIn is the figure of a cell that the visitor saw; nil for an empty one.
func seenIn(row *engine.SheetRow, seen int64) *engine.Observation {
	for n := range row.History {
		if row.History[n].Seq == seen {
			return &row.History[n]
		}
	}
	return nil
}

// isConflict reports a refusal because somebody else has been at the cell.
func isConflict(p *indicators.Problem) bool {
	return p.Code == "entry-changed-since" || p.Code == "entry-second" || p.Code == "entry-withdrawn-since"
}
