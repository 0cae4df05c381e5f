package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"
	"unicode/utf8"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Observation is a reported figure.
type Observation struct {
	Seq        int64      `json:"seq"`
	Indicator  string     `json:"indicator"`
	Part       string     `json:"part,omitempty"`
	Period     string     `json:"period" example:"2021-03"`
	Value      Figure     `json:"value"`
	Unit       string     `json:"unit"`
	Text       string     `json:"text" doc:"As entered"`
	Note       string     `json:"note,omitempty"`
	EnteredAt  *time.Time `json:"entered_at"`
	EnteredBy  string     `json:"entered_by"`
	Supersedes int64      `json:"supersedes,omitempty" doc:"The seq of the figure that it corrects"`
	Waits      bool       `json:"waits" doc:"For approval: it counts provisionally only"`
	ApprovedAt *time.Time `json:"approved_at"`
	ApprovedBy string     `json:"approved_by,omitempty"`
	Withdrawn  bool       `json:"withdrawn,omitempty" doc:"Taken back before it was approved"`
}

// Entry is a figure to be entered.
type Entry struct {
	Indicator string `json:"indicator" doc:"Id of the indicator, or of an assignment's money" example:"gd-2021/survey/440100/collected"`
	Part      string `json:"part,omitempty"`
	Period    string `json:"period" example:"2021-03"`
	Text      string `json:"text" doc:"As people write it: 9,960家次, 1.2万, 92.5%, 是" example:"1.2万"`
	Note      string `json:"note,omitempty" maxLength:"4000"`
	Supersede string `json:"supersede,omitempty" doc:"Why an approved figure is corrected" maxLength:"4000"`
	Seen      int64  `json:"seen,omitempty" doc:"The seq of the figure that stood in the cell: it may be replaced while nobody has entered another"`
}

// Recorded is what a save wrote.
type Recorded struct {
	Observations []Observation `json:"observations"`
	Remarks      []ProblemItem `json:"remarks" doc:"What was accepted but looks odd"`
	Head         Head          `json:"head"`
}

// Head is the head of an audit chain.
type Head struct {
	Count int64  `json:"count"`
	Hash  string `json:"hash"`
}

// page is a part of a list, and where the next begins.
type page[T any] struct {
	Link string `header:"Link" doc:"rel=next: the rest of the list"`
	Body struct {
		Items []T    `json:"items"`
		Next  string `json:"next,omitempty" doc:"The cursor of the rest; none at the end"`
	}
}

// Paging are the parameters of a list.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"200"`
	Cursor string `query:"cursor" doc:"next of the part before"`
}

// from is the number that the cursor holds; 0 is the beginning.
func (p Paging) from() (int64, error) {
	if p.Cursor == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(p.Cursor, 10, 64)
	if err != nil || n < 0 {
		return 0, &indicators.Problem{Code: "cursor-unclear", Args: indicators.Args{"cursor": p.Cursor}}
	}
	return n, nil
}

// partOf makes a part of a list; next is 0 at its end.
func partOf[T any](items []T, next int64, query url.Values, path string) *page[T] {
	out := &page[T]{}
	out.Body.Items = append([]T{}, items...)
	if next != 0 {
		out.Body.Next = strconv.FormatInt(next, 10)
		query.Set("cursor", out.Body.Next)
		out.Link = "<" + Prefix + path + "?" + query.Encode() + `>; rel="next"`
	}
	return out
}

func (a *API) observations() {
	add(a, operation{ID: "list-observations", Method: http.MethodGet, Path: "/programmes/{programme}/observations", Need: gate.Somewhere(engine.Read), Tag: "observations", Summary: "Reported figures, by indicator, part and period, the newest of each first"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Paging
			Assignment string    `query:"assignment" doc:"Id"`
			Indicator  string    `query:"indicator" doc:"Id"`
			AsOf       time.Time `query:"as_of" doc:"What had been entered by this instant"`
			Include    string    `query:"include" enum:"submitted" doc:"submitted: what waits for approval too"`
		}) (*page[Observation], error) {
			return a.listObservations(ctx, in.Programme, in.Paging, store.ObservationFilter{Assignment: in.Assignment, Indicator: in.Indicator, Provisional: in.Include != ""}, in.AsOf)
		})
	add(a, operation{ID: "record-observations", Method: http.MethodPost, Path: "/programmes/{programme}/observations", Need: gate.Somewhere(engine.Enter), Tag: "observations", Status: http.StatusCreated, Body: 8 << 20, Summary: "Enter figures: all of them or, when one is refused, none"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Body struct {
				Entries []Entry `json:"entries" minItems:"1" maxItems:"20000"`
			}
		}) (*body[Recorded], error) {
			return a.record(ctx, in.Programme, in.Body.Entries)
		})
}

func (a *API) listObservations(ctx context.Context, programme string, p Paging, f store.ObservationFilter, asOf time.Time) (*page[Observation], error) {
	from, err := p.from()
	if err != nil {
		return nil, err
	}
	if err := a.over(asOf, asOf.Format(time.RFC3339)); err != nil {
		return nil, err
	}
	definitions, err := a.store.Programme(ctx, programme, asOf)
	if err != nil {
		return nil, err
	}
	if err := a.mayReadLines(ctx, definitions, f); err != nil {
		return nil, err
	}
	cut, err := a.store.Cut(ctx, definitions.ID, asOf)
	if err != nil {
		return nil, err
	}
	v, lines := gate.Of(ctx), engine.NewLineIndex(definitions)
	var items []Observation
	at, next := int64(0), int64(0)
	for o, err := range a.store.Observations(ctx, definitions.ID, cut, f) {
		if err != nil {
			return nil, err
		}
		line, problem := lines.Find(o.Indicator, o.Part)
		if problem != nil || !v.Actor.May(engine.Read, engine.ScopeOf(line.Assignment)) {
			continue
		}
		if at++; at <= from {
			continue
		}
		if len(items) == p.Limit {
			next = at - 1
			break
		}
		items = append(items, observationOf(o, line, definitions, v.Language))
	}
	query := url.Values{"limit": {strconv.Itoa(p.Limit)}}
	for name, value := range map[string]string{"assignment": f.Assignment, "indicator": f.Indicator} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if f.Provisional {
		query.Set("include", "submitted")
	}
	if asOf.IsZero() {
		asOf = a.now() // so that the rest is of the same state, but for what this very instant brings
	}
	query.Set("as_of", asOf.UTC().Format(time.RFC3339Nano))
	return partOf(items, next, query, "/programmes/"+definitions.ID+"/observations"), nil
}

// mayReadLines refuses a filter for what is not there, or what the visitor may not read.
func (a *API) mayReadLines(ctx context.Context, p *indicators.Programme, f store.ObservationFilter) error {
	var assignment *indicators.Assignment
	for one := range p.Assignments() {
		if one.ID == f.Assignment || one.MoneyID() == f.Indicator {
			assignment = one
		}
	}
	if i := p.Indicator(f.Indicator); i != nil {
		assignment = i.Assignment
	}
	switch {
	case assignment != nil:
		if problem := gate.Of(ctx).Actor.Permit(engine.Read, engine.ScopeOf(assignment)); problem != nil {
			return problem
		}
	case f.Assignment != "":
		return &indicators.Problem{Code: "assignment-unknown", Args: indicators.Args{"assignment": f.Assignment, "programme": p.ID}}
	case f.Indicator != "":
		return &indicators.Problem{Code: "entry-indicator-unknown", Args: indicators.Args{"indicator": f.Indicator, "programme": p.ID}}
	}
	return nil
}

func (a *API) record(ctx context.Context, programme string, given []Entry) (*body[Recorded], error) {
	p, err := a.programme(ctx, programme)
	if err != nil {
		return nil, err
	}
	v := gate.Of(ctx)
	var problems []*indicators.Problem
	entries := make([]engine.Entry, len(given))
	for k, e := range given {
		at := indicators.Place{File: "body.entries[" + strconv.Itoa(k) + "]"}
		period, err := indicators.ParsePeriod(e.Period)
		if err != nil {
			problems = append(problems, &indicators.Problem{Code: "dates-through", At: at, Args: indicators.Args{"text": e.Period}})
		}
		entries[k] = engine.Entry{Indicator: e.Indicator, Part: e.Part, Period: period, Text: e.Text, Note: e.Note, Supersede: e.Supersede, Seen: e.Seen, At: at}
		if key := keyOf(ctx); key != "" {
			entries[k].Token = v.Actor.Name + "/" + key + "/" + strconv.Itoa(k) // others may have the same key
		}
	}
	if len(problems) > 0 {
		return nil, &engine.Refusal{Problems: problems}
	}
	recorded, err := a.store.Record(ctx, p.ID, entries, store.RecordOptions{As: &v.Actor})
	if err != nil {
		return nil, err
	}
	out := Recorded{Observations: []Observation{}, Remarks: []ProblemItem{}, Head: Head(recorded.Head)}
	lines := engine.NewLineIndex(p)
	for _, o := range recorded.Observations {
		line, problem := lines.Find(o.Indicator, o.Part)
		if problem != nil {
			return nil, problem
		}
		out.Observations = append(out.Observations, observationOf(o, line, p, v.Language))
	}
	for _, remark := range recorded.Remarks {
		out.Remarks = append(out.Remarks, itemOf(remark, v.Language))
	}
	return answer(out), nil
}

func observationOf(o engine.Observation, line *engine.Line, p *indicators.Programme, l indicators.Language) Observation {
	return Observation{Seq: o.Seq, Indicator: o.Indicator, Part: o.Part, Period: o.Period.String(), Value: figureOf(&line.Reading, &o.Value, l), Unit: line.Reading.Unit,
		Text: o.Text, Note: o.Note, EnteredAt: instant(o.EnteredAt, p.Location()), EnteredBy: o.EnteredBy, Supersedes: o.Supersedes,
		Waits: o.Waits, ApprovedAt: instant(o.ApprovedAt, p.Location()), ApprovedBy: o.ApprovedBy, Withdrawn: o.Withdrawn != nil}
}

func isText(b []byte) bool { return utf8.Valid(b) }
