package api

import (
	"bytes"
	"context"
	"net/http"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

// AsFile is how a scorecard is wanted.
type AsFile struct {
	Format      string   `query:"format" enum:"pdf,html,xlsx,json,csv" default:"json"`
	Language    string   `query:"language" enum:"zh,en" doc:"By default that of Accept-Language"`
	IfNoneMatch []string `header:"If-None-Match"`
}

func (a *API) scorecards() {
	op := func(id, path, summary string) operation {
		return operation{ID: id, Method: http.MethodGet, Path: "/programmes/{programme}" + path, Need: gate.To(engine.Read), Tag: "scorecards", Summary: summary, Files: true}
	}
	add(a, op("get-programme-scorecard", "/scorecard", "The scorecard of a programme"), func(ctx context.Context, in *struct {
		OfProgramme
		AtDates
		AsFile
	}) (*file, error) {
		return a.scorecard(ctx, in.Programme, reports.Scope{Kind: reports.ProgrammeScope, ID: in.Programme}, in.dates(), in.AsFile)
	})
	add(a, op("get-project-scorecard", "/projects/{project}/scorecard", "The scorecard of a project"), func(ctx context.Context, in *struct {
		OfProgramme
		AtDates
		AsFile
		Project string `path:"project" example:"survey"`
	}) (*file, error) {
		return a.scorecard(ctx, in.Programme, reports.Scope{Kind: reports.ProjectScope, ID: in.Programme + "/" + in.Project}, in.dates(), in.AsFile)
	})
	add(a, op("get-city-scorecard", "/cities/{region}/scorecard", "The scorecard of a city"), func(ctx context.Context, in *struct {
		OfProgramme
		AtDates
		AsFile
		Region string `path:"region" example:"440100"`
	}) (*file, error) {
		return a.scorecard(ctx, in.Programme, reports.Scope{Kind: reports.CityScope, ID: in.Region}, in.dates(), in.AsFile)
	})
	add(a, op("get-indicator-scorecard", "/projects/{project}/indicators/{indicator}/scorecard", "The scorecard of an indicator over all its regions"), func(ctx context.Context, in *struct {
		OfProgramme
		AtDates
		AsFile
		Project   string `path:"project" example:"survey"`
		Indicator string `path:"indicator" example:"collected"`
	}) (*file, error) {
		return a.scorecard(ctx, in.Programme, reports.Scope{Kind: reports.IndicatorScope, ID: in.Programme + "/" + in.Project + "/" + in.Indicator}, in.dates(), in.AsFile)
	})
}

func (a *API) scorecard(ctx context.Context, programme string, scope reports.Scope, d standing.Dates, as AsFile) (*file, error) {
	options, err := a.options(ctx, programme, d)
	if err != nil {
		return nil, err
	}
	found, err := standing.Evaluate(ctx, a.store, programme, options)
	if err != nil {
		return nil, err
	}
	if !hasScope(found.Now, scope) {
		return nil, &indicators.Problem{Code: "scope-unknown", Args: indicators.Args{"scope": scope.ID, "programme": programme}}
	}
	l := gate.Of(ctx).Language
	if as.Language != "" {
		l = indicators.Language(as.Language)
	}
	card, err := reports.Build(found.Now, scope, l, found.Before)
	if err != nil {
		return nil, err
	}
	tag := `"` + card.Foot.Fingerprint + "-" + card.Foot.ChainHead + "-" + reports.Version + "-" + as.Format + "-" + string(l) + `"`
	if matches(as.IfNoneMatch, tag) {
		return nil, notModified{tag}
	}
	var b bytes.Buffer
	if err := render.Scorecard(&b, as.Format, card); err != nil {
		return nil, err
	}
	return &file{ContentType: render.ContentType(as.Format), ContentDisposition: attachment(scope.Name() + "." + as.Format), ETag: tag, Body: b.Bytes()}, nil
}

// hasScope reports whether an evaluation gives a scorecard for a scope.
func hasScope(e *engine.Evaluation, scope reports.Scope) bool {
	for _, one := range append(reports.Scopes(e), reports.IndicatorScopes(e)...) {
		if one == scope {
			return true
		}
	}
	return false
}
