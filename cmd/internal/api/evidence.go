package api

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Evidence is a file or link that backs a figure.
type Evidence struct {
	Seq         int64      `json:"seq"`
	Observation int64      `json:"observation" doc:"Seq of the figure that it backs"`
	Indicator   string     `json:"indicator"`
	Period      string     `json:"period"`
	Name        string     `json:"name"`
	URL         string     `json:"url,omitempty"`
	Type        string     `json:"type,omitempty"`
	Size        int64      `json:"size,omitempty" doc:"In bytes"`
	SHA256      string     `json:"sha256,omitempty"`
	AttachedAt  *time.Time `json:"attached_at"`
	AttachedBy  string     `json:"attached_by"`
	Detached    string     `json:"detached,omitempty" doc:"Why it no longer backs the figure"`
}

// file is an answer that is not JSON.
type file struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	ETag               string `header:"ETag"`
	Body               []byte
}

func (a *API) evidence() {
	const path = "/programmes/{programme}/evidence"
	add(a, operation{ID: "list-evidence", Method: http.MethodGet, Path: "/programmes/{programme}/sheets/{project}/{region}/{period}/evidence", Need: gate.To(engine.Read), Tag: "evidence", Summary: "What backs the figures of a sheet, the detached too"},
		func(ctx context.Context, in *OfSheet) (*body[[]Evidence], error) {
			p, assignment, period, err := a.named(ctx, *in)
			if err != nil {
				return nil, err
			}
			list, err := a.store.Evidence(ctx, p.ID, assignment, period)
			out := []Evidence{}
			for _, e := range list {
				out = append(out, evidenceOf(e, p))
			}
			return answer(out), err
		})
	add(a, operation{ID: "attach-evidence", Method: http.MethodPost, Path: path, Need: gate.Somewhere(engine.Enter), Tag: "evidence", Status: http.StatusCreated, Body: store.MaxEvidence + plainBody, Summary: "Attach a file, which is the body, to a figure"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Observation int64  `query:"observation" required:"true" doc:"Seq of the figure"`
			Name        string `query:"name" required:"true" maxLength:"200" doc:"Of the file"`
			RawBody     []byte `contentType:"application/octet-stream"`
		}) (*body[Evidence], error) {
			p, err := a.programme(ctx, in.Programme)
			if err != nil {
				return nil, err
			}
			by := gate.Of(ctx).Actor
			e, err := a.store.Attach(ctx, &by, p.ID, in.Observation, in.Name, bytes.NewReader(in.RawBody))
			return answer(evidenceOf(e, p)), err
		})
	add(a, operation{ID: "attach-link", Method: http.MethodPost, Path: path + "/links", Need: gate.Somewhere(engine.Enter), Tag: "evidence", Status: http.StatusCreated, Summary: "Attach a link to a figure"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Body struct {
				Observation int64  `json:"observation"`
				Title       string `json:"title" maxLength:"200"`
				URL         string `json:"url" maxLength:"2000"`
			}
		}) (*body[Evidence], error) {
			p, err := a.programme(ctx, in.Programme)
			if err != nil {
				return nil, err
			}
			by := gate.Of(ctx).Actor
			e, err := a.store.AttachLink(ctx, &by, p.ID, in.Body.Observation, in.Body.Title, in.Body.URL)
			return answer(evidenceOf(e, p)), err
		})
	add(a, operation{ID: "detach-evidence", Method: http.MethodPost, Path: path + "/{seq}/detach", Need: gate.Somewhere(engine.Enter), Tag: "evidence", Status: http.StatusNoContent, Summary: "Say that evidence no longer backs its figure, and why"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Seq  int64 `path:"seq"`
			Body struct {
				Reason string `json:"reason" minLength:"1" maxLength:"4000"`
			}
		}) (*struct{}, error) {
			by := gate.Of(ctx).Actor
			return nil, a.store.Detach(ctx, &by, in.Programme, in.Seq, in.Body.Reason)
		})
	add(a, operation{ID: "get-evidence", Method: http.MethodGet, Path: path + "/{seq}", Need: gate.Somewhere(engine.Read), Tag: "evidence", Summary: "A file, as a download"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Seq int64 `path:"seq"`
		}) (*huma.StreamResponse, error) {
			return a.evidenceFile(ctx, in.Programme, in.Seq)
		})
}

func (a *API) evidenceFile(ctx context.Context, programme string, seq int64) (*huma.StreamResponse, error) {
	p, err := a.programme(ctx, programme)
	if err != nil {
		return nil, err
	}
	e, content, err := a.store.OpenEvidence(ctx, p.ID, seq)
	if e.Indicator != "" { // what is wrong with a file is told to who may read it
		line, problem := engine.FindLine(p, e.Indicator, e.Part)
		if problem == nil {
			problem = gate.Of(ctx).Actor.Permit(engine.Read, engine.ScopeOf(line.Assignment))
		}
		if problem != nil {
			_ = content.Close() // nil where it was not opened: that is refused, and no matter
			return nil, problem
		}
	}
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer content.Close()
		c.SetHeader("Content-Type", e.Type)
		c.SetHeader("Content-Security-Policy", "sandbox; default-src 'none'")
		c.SetHeader("Content-Disposition", attachment(e.Name))
		c.SetHeader("ETag", `"`+e.SHA256+`"`)
		_, _ = io.Copy(c.BodyWriter(), content) // whoever asked has gone
	}}, nil
}

// attachment is a Content-Disposition that makes a browser save the file.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

func evidenceOf(e engine.Evidence, p *indicators.Programme) Evidence {
	return Evidence{Seq: e.Seq, Observation: e.Observation, Indicator: e.Indicator, Period: e.Period.String(), Name: e.Name, URL: e.URL, Type: e.Type, Size: e.Size, SHA256: e.SHA256,
		AttachedAt: instant(e.AttachedAt, p.Location()), AttachedBy: e.AttachedBy, Detached: e.Detached}
}
