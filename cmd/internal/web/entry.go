package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/indicators"
)

// sheetOf is the entry sheet that a request's path names, as it stands now.
func (s *Server) sheetOf(r *http.Request) (*engine.Sheet, error) {
	period, err := indicators.ParsePeriod(r.PathValue("period"))
	if err != nil {
		return nil, errUnknownPage
	}
	programme := r.PathValue("programme")
	id := programme + "/" + r.PathValue("project") + "/" + r.PathValue("region")
	return s.store.Sheet(r.Context(), programme, id, period)
}

func (s *Server) sheetPage(w http.ResponseWriter, r *http.Request) error {
	sheet, err := s.sheetOf(r)
	if err != nil {
		return err
	}
	return s.showSheet(w, r, http.StatusOK, sheet, typed{})
}

// showSheet shows a sheet, with what was typed and could not be taken.
func (s *Server) showSheet(w http.ResponseWriter, r *http.Request, status int, sheet *engine.Sheet, kept typed) error {
	p, view, err := s.sheetFrame(r, sheet, kept)
	if err != nil {
		return err
	}
	p.View = view
	return s.show(w, status, "sheet.html", p)
}

// showRows answers a script with the rows of some indicators and what the whole
// sheet now lacks.
func (s *Server) showRows(w http.ResponseWriter, r *http.Request, status int, sheet *engine.Sheet, kept typed, touched map[string]bool) error {
	p, view, err := s.sheetFrame(r, sheet, kept)
	if err != nil {
		return err
	}
	for n := range view.Tables {
		table := &view.Tables[n]
		var rows []rowView
		for _, row := range table.Rows {
			if touched[row.indicator] || row.Derived {
				rows = append(rows, row)
			}
		}
		table.Rows = rows
	}
	p.View = view
	return s.fragment(w, status, "sheet.html", "sheet-rows", p)
}

func (s *Server) sheetFrame(r *http.Request, sheet *engine.Sheet, kept typed) (page, sheetView, error) {
	p := s.frame(r, "")
	if r.Method != http.MethodGet {
		p.Address = sheetAddress(sheet.Assignment, sheet.Period)
	}
	people, err := s.people(r.Context())
	if err != nil {
		return p, sheetView{}, err
	}
	maker := sheetMaker{sheet: sheet, page: p, people: people, kept: kept, now: s.now()}
	view := maker.view()
	view.Decide = s.decideView(r, sheet)
	p.Title = view.Title
	p.Wide = true
	p.Styles = []string{"entry.css", "review.css"}
	if view.Editable {
		p.Scripts = []string{"entry.js", "entry-paste.js"}
	}
	return p, view, nil
}

// people are what accounts' owners are called, by the accounts' names.
func (s *Server) people(ctx context.Context) (people, error) {
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return people{}, err
	}
	out := people{titles: map[string]string{}, accounts: accounts}
	for _, account := range accounts {
		if account.Title != "" {
			out.titles[account.Name] = account.Title
		}
	}
	return out, nil
}

// done answers something that was done on a sheet: a script with the rows it
// touched, a form with the sheet.
func (s *Server) done(w http.ResponseWriter, r *http.Request, told string, touched ...string) error {
	sheet, err := s.sheetOf(r)
	if err != nil {
		return err
	}
	if isFragment(r) {
		names := map[string]bool{}
		for _, name := range touched {
			names[name] = true
		}
		return s.showRows(w, r, http.StatusOK, sheet, typed{}, names)
	}
	address := sheetAddress(sheet.Assignment, sheet.Period)
	if key := r.PostFormValue("key"); key != "" {
		address += "#" + rowID(key)
	}
	return s.redirect(w, r, address, told)
}

// rowOf is the row that a form's key names.
func rowOf(r *http.Request, sheet *engine.Sheet) (*engine.SheetRow, error) {
	key := r.PostFormValue("key")
	for n := range sheet.Rows {
		if rowKey(&sheet.Rows[n].Line) == key {
			return &sheet.Rows[n], nil
		}
	}
	return nil, &indicators.Problem{Code: "entry-row-unknown", Args: indicators.Args{"row": key}}
}

// withdraw clears a cell.
func (s *Server) withdraw(w http.ResponseWriter, r *http.Request) error {
	sheet, err := s.sheetOf(r)
	if err != nil {
		return err
	}
	row, err := rowOf(r, sheet)
	if err != nil {
		return err
	}
	id := row.Line.ID()
	seen, _ := strconv.ParseInt(r.PostFormValue("seen"), 10, 64)
	v := gate.Of(r.Context())
	if err := s.store.Withdraw(r.Context(), v.Actor, sheet.Programme.ID, id.Indicator, id.Part, sheet.Period, seen); err != nil {
		return err
	}
	return s.done(w, r, v.Language.Say("entry.withdrawn", nil), id.Indicator)
}

// declare gives a reason, or says that an indicator does not apply.
func (s *Server) declare(w http.ResponseWriter, r *http.Request) error {
	sheet, err := s.sheetOf(r)
	if err != nil {
		return err
	}
	row, err := rowOf(r, sheet)
	if err != nil {
		return err
	}
	if sheet.CanEnter != nil {
		return sheet.CanEnter
	}
	d := engine.Declaration{
		Kind: engine.DeclarationKind(r.PostFormValue("kind")), Indicator: row.Line.ID().Indicator, Horizon: indicators.Horizon(r.PostFormValue("horizon")),
		Period: sheet.Period, Reason: strings.TrimSpace(r.PostFormValue("reason")), Remedy: strings.TrimSpace(r.PostFormValue("remedy")),
		Withdrawn: r.PostFormValue("back") != "",
	}
	v := gate.Of(r.Context())
	if _, err := s.store.DeclareAs(r.Context(), v.Actor, sheet.Programme.ID, []engine.Declaration{d}); err != nil {
		return err
	}
	return s.done(w, r, v.Language.Say("entry.declared", nil), d.Indicator)
}

// submit hands the sheet in.
func (s *Server) submit(w http.ResponseWriter, r *http.Request) error {
	sheet, err := s.sheetOf(r)
	if err != nil {
		return err
	}
	v := gate.Of(r.Context())
	if _, err := s.store.Submit(r.Context(), v.Actor, sheet.Programme.ID, sheet.Assignment.ID, sheet.Period); err != nil {
		return err
	}
	return s.redirect(w, r, sheetAddress(sheet.Assignment, sheet.Period), v.Language.Say("entry.handed-in", nil))
}
