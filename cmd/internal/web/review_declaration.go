package web

import (
	"net/http"
	"strconv"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/indicators"
)

// declaredLine is a declaration that waits for a reviewer.
type declaredLine struct {
	Seq, Name, Kind, Period, Until string
	Reason, Remedy, By             string
	Sheet                          string // the address of the sheet of its period
	Own                            bool   // the visitor made it themselves
	Typed                          string // the reason as typed, when it was not decided on
}

// fillDeclared lists what is declared and waits, where the visitor may decide on it.
func (s *Server) fillDeclared(r *http.Request, view *reviewView, words *changeWords) error {
	waiting, err := s.store.Waiting(r.Context(), words.programme.ID)
	l := words.visitor.Language
	for _, d := range waiting {
		i := words.programme.Indicator(d.Indicator)
		if i == nil || !words.visitor.Actor.May(engine.Review, engine.ScopeOf(i.Assignment)) {
			continue
		}
		region, _ := words.names(i.Assignment)
		line := declaredLine{
			Seq: strconv.FormatInt(d.Seq, 10), Name: l.Say("people.indicator", indicators.Args{"region": region, "name": i.Name}), Kind: l.Say("review.kind-"+string(d.Kind), nil), Period: d.Period.String(), Reason: d.Reason, Remedy: d.Remedy,
			By:    l.Say("review.submitted-by", indicators.Args{"at": clock(d.EnteredAt, words.programme.Location()), "by": byWords(d.EnteredBy, words.titles, l)}),
			Sheet: sheetAddress(i.Assignment, d.Period), Own: d.EnteredBy == words.visitor.Actor.Name,
		}
		if d.Withdrawn {
			line.Kind = l.Say("review.kind-withdrawn", indicators.Args{"kind": line.Kind})
		}
		if d.Until != 0 {
			line.Until = d.Until.String()
		}
		if view.Problem != nil && r.PathValue("seq") == line.Seq {
			line.Typed = r.PostFormValue("reason")
		}
		view.Declared = append(view.Declared, line)
	}
	return err
}

// rule accepts or refuses a declaration.
func (s *Server) rule(w http.ResponseWriter, r *http.Request) error {
	v := gate.Of(r.Context())
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil {
		return errUnknownPage
	}
	does := r.PostFormValue("do")
	if does != "accept" && does != "refuse" {
		return errUnknownPage
	}
	err = s.store.Rule(r.Context(), v.Actor, r.PathValue("programme"), seq, does == "accept", r.PostFormValue("reason"))
	if problems := problemsOf(err); len(problems) > 0 {
		line := problemLine(problems[0], v.Language)
		return s.showReview(w, r, gate.Status(problems[0]), reviewView{Problem: &line})
	}
	if err != nil {
		return err
	}
	return s.redirect(w, r, "/p/"+r.PathValue("programme")+"/review", v.Language.Say("review."+does+"ed", nil))
}
