package api

import (
	"context"
	"net/http"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/indicators"
)

// Declaration is a statement about a target that is no figure.
type Declaration struct {
	Seq       int64      `json:"seq"`
	Kind      string     `json:"kind" enum:"not_applicable,accepted_deviation,reason"`
	Indicator string     `json:"indicator"`
	Horizon   string     `json:"horizon,omitempty" enum:"annual,term" doc:"None: every horizon"`
	Period    string     `json:"period" doc:"From which it holds; of a reason the period it explains"`
	Reason    string     `json:"reason"`
	Remedy    string     `json:"remedy,omitempty"`
	Until     *string    `json:"until" doc:"Of an accepted deviation: its expiry"`
	Waits     bool       `json:"waits" doc:"For a reviewer to accept it"`
	EnteredAt *time.Time `json:"entered_at"`
	EnteredBy string     `json:"entered_by"`
}

// Declared is a declaration to be made.
type Declared struct {
	Kind      string `json:"kind" enum:"not_applicable,accepted_deviation,reason"`
	Indicator string `json:"indicator"`
	Horizon   string `json:"horizon,omitempty" enum:"annual,term"`
	Period    string `json:"period" example:"2021-03"`
	Reason    string `json:"reason,omitempty" maxLength:"4000"`
	Remedy    string `json:"remedy,omitempty" maxLength:"4000"`
	Until     string `json:"until,omitempty" example:"2022-03-31"`
	Withdrawn bool   `json:"withdrawn,omitempty" doc:"Takes the one before back"`
}

func (a *API) declarations() {
	add(a, operation{ID: "declare", Method: http.MethodPost, Path: "/programmes/{programme}/declarations", Need: gate.Somewhere(engine.Read), Tag: "declarations", Status: http.StatusCreated, Summary: "Say that a target does not apply, why it was missed, or that a deviation is accepted: all or none"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Body struct {
				Declarations []Declared `json:"declarations" minItems:"1" maxItems:"1000"`
			}
		}) (*body[Head], error) {
			p, err := a.programme(ctx, in.Programme)
			if err != nil {
				return nil, err
			}
			declarations, err := declared(in.Body.Declarations)
			if err != nil {
				return nil, err
			}
			head, err := a.store.DeclareAs(ctx, gate.Of(ctx).Actor, p.ID, declarations)
			return answer(Head(head)), err
		})
	add(a, operation{ID: "list-waiting-declarations", Method: http.MethodGet, Path: "/programmes/{programme}/declarations/waiting", Need: gate.Somewhere(engine.Review), Tag: "declarations", Summary: "Declarations that wait for a reviewer"},
		func(ctx context.Context, in *OfProgramme) (*body[[]Declaration], error) {
			p, err := a.programme(ctx, in.Programme)
			if err != nil {
				return nil, err
			}
			waiting, err := a.store.Waiting(ctx, p.ID)
			v, out := gate.Of(ctx), []Declaration{}
			for _, d := range waiting {
				if i := p.Indicator(d.Indicator); i != nil && v.Actor.May(engine.Review, engine.ScopeOf(i.Assignment)) {
					out = append(out, *declarationOrNone(&d, p).Value)
				}
			}
			return answer(out), err
		})
	rule := func(id, what, summary string, accept bool) {
		add(a, operation{ID: id, Method: http.MethodPost, Path: "/programmes/{programme}/declarations/{seq}/" + what, Need: gate.Somewhere(engine.Review), Tag: "declarations", Summary: summary, Status: http.StatusNoContent},
			func(ctx context.Context, in *struct {
				OfProgramme
				Seq  int64 `path:"seq"`
				Body *struct {
					Reason string `json:"reason,omitempty" maxLength:"4000"`
				}
			}) (*struct{}, error) {
				reason := ""
				if in.Body != nil {
					reason = in.Body.Reason
				}
				return nil, a.store.Rule(ctx, gate.Of(ctx).Actor, in.Programme, in.Seq, accept, reason)
			})
	}
	rule("accept-declaration", "accept", "Accept a declaration that waits", true)
	rule("refuse-declaration", "refuse", "Refuse a declaration that waits, with a reason", false)
}

func declared(given []Declared) ([]engine.Declaration, error) {
	out := make([]engine.Declaration, len(given))
	for k, d := range given {
		period, err := parsePeriod(d.Period)
		if err != nil {
			return nil, err
		}
		out[k] = engine.Declaration{Kind: engine.DeclarationKind(d.Kind), Indicator: d.Indicator, Horizon: indicators.Horizon(d.Horizon), Period: period,
			Reason: d.Reason, Remedy: d.Remedy, Withdrawn: d.Withdrawn}
		if d.Until != "" {
			if out[k].Until, err = indicators.ParseDate(d.Until); err != nil {
				return nil, &indicators.Problem{Code: "date-unclear", Args: indicators.Args{"text": d.Until}}
			}
		}
	}
	return out, nil
}

func declarationOrNone(d *engine.Declaration, p *indicators.Programme) OrNull[Declaration] {
	if d == nil {
		return OrNull[Declaration]{}
	}
	return OrNull[Declaration]{&Declaration{Seq: d.Seq, Kind: string(d.Kind), Indicator: d.Indicator, Horizon: string(d.Horizon), Period: d.Period.String(), Reason: d.Reason, Remedy: d.Remedy,
		Until: date(d.Until), Waits: d.Waits, EnteredAt: instant(d.EnteredAt, p.Location()), EnteredBy: d.EnteredBy}}
}
