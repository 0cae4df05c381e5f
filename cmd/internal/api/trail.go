package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Change is one link of the trail in words.
type Change struct {
	Seq       int64             `json:"seq"`
	At        *time.Time        `json:"at"`
	By        string            `json:"by"`
	Code      string            `json:"code"`
	Args      map[string]string `json:"args"`
	Indicator string            `json:"indicator,omitempty"`
	Says      string            `json:"says"`
}

func (a *API) trail() {
	add(a, operation{ID: "list-changes", Method: http.MethodGet, Path: "/programmes/{programme}/changes", Need: gate.To(engine.Read), Tag: "trail", Summary: "Everything that was done to a programme, the newest first"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Paging
			Indicator string    `query:"indicator" doc:"Id"`
			Since     time.Time `query:"since"`
		}) (*page[Change], error) {
			return a.changes(ctx, in.Programme, in.Paging, store.ChangeFilter{Indicator: in.Indicator, Since: in.Since})
		})
	add(a, operation{ID: "get-head", Method: http.MethodGet, Path: "/programmes/{programme}/head", Need: gate.Somewhere(engine.Read), Tag: "trail", Summary: "The head of the audit chain: keep it elsewhere, and verify --head finds whether history still holds it"},
		func(ctx context.Context, in *OfProgramme) (*body[Head], error) {
			cut, err := a.store.Cut(ctx, in.Programme, time.Time{})
			return answer(Head(cut.Head)), err
		})
}

func (a *API) changes(ctx context.Context, programme string, p Paging, f store.ChangeFilter) (*page[Change], error) {
	before, err := p.from()
	if err != nil {
		return nil, err
	}
	definitions, err := a.programme(ctx, programme)
	if err != nil {
		return nil, err
	}
	if f.Indicator != "" && definitions.Indicator(f.Indicator) == nil {
		return nil, &indicators.Problem{Code: "entry-indicator-unknown", Args: indicators.Args{"indicator": f.Indicator, "programme": definitions.ID}}
	}
	f.Before, f.Limit = before, p.Limit
	changes, err := a.store.Changes(ctx, definitions.ID, f)
	if err != nil {
		return nil, err
	}
	l := gate.Of(ctx).Language
	var items []Change
	for k := len(changes) - 1; k >= 0; k-- {
		c := changes[k]
		items = append(items, Change{Seq: c.Seq, At: instant(c.At, definitions.Location()), By: c.By, Code: c.Code, Args: c.Args, Indicator: c.Indicator, Says: c.Say(l)})
	}
	next := int64(0)
	if len(items) == p.Limit {
		next = items[len(items)-1].Seq
	}
	query := url.Values{"limit": {strconv.Itoa(p.Limit)}}
	if f.Indicator != "" {
		query.Set("indicator", f.Indicator)
	}
	if !f.Since.IsZero() {
		query.Set("since", f.Since.UTC().Format(time.RFC3339Nano))
	}
	return partOf(items, next, query, "/programmes/"+definitions.ID+"/changes"), nil
}
