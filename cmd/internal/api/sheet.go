package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// OfSheet names a sheet in a path.
type OfSheet struct {
	OfProgramme
	Project string `path:"project" doc:"Id of the project within the programme" example:"survey"`
	Region  string `path:"region" doc:"GB/T 2260 code" example:"440100"`
	Period  string `path:"period" example:"2021-03"`
}

// Sheet is the entry sheet of an assignment and period.
type Sheet struct {
	Assignment  string              `json:"assignment"`
	Period      string              `json:"period"`
	State       string              `json:"state" enum:"draft,submitted,approved,returned"`
	Reopened    bool                `json:"reopened"`
	DueBy       *string             `json:"due_by"`
	ClosesAfter *string             `json:"closes_after"`
	Closed      bool                `json:"closed"`
	CanEnter    OrNull[ProblemItem] `json:"can_enter" doc:"Why nothing may be entered now; null: it may"`
	Submitted   int64               `json:"submitted" doc:"Seq of the last submission; a decision names it"`
	Reason      string              `json:"reason,omitempty" doc:"Why it was last returned or reopened"`
	Rows        []SheetRow          `json:"rows"`
	Alarms      []ProblemItem       `json:"alarms"`
	Seq         int64               `json:"seq" doc:"Of the newest link that it was made from"`
}

// SheetRow is one line of a sheet.
type SheetRow struct {
	Indicator     string              `json:"indicator" doc:"Id, or of the assignment's money"`
	Part          string              `json:"part,omitempty"`
	Name          string              `json:"name"`
	Unit          string              `json:"unit"`
	Kind          string              `json:"kind"`
	Targets       []Target            `json:"targets"`
	Reportable    bool                `json:"reportable"`
	Why           OrNull[ProblemItem] `json:"why" doc:"Why nothing is reported for the period; null: it may be"`
	Wanted        bool                `json:"wanted" doc:"Left empty, something is missing"`
	Last          OrNull[Observation] `json:"last" doc:"The newest figure of an earlier period"`
	ToDate        OrNull[Decimal]     `json:"to_date" doc:"What has been reported so far, where figures are added up"`
	Entry         OrNull[Observation] `json:"entry" doc:"The figure in the cell; null: not reported"`
	Approved      OrNull[Observation] `json:"approved" doc:"The approved figure while entry is a correction that waits"`
	Reason        OrNull[Declaration] `json:"reason"`
	NotApplicable OrNull[Declaration] `json:"not_applicable"`
	Deviation     OrNull[Declaration] `json:"accepted_deviation"`
	Demands       []ProblemItem       `json:"demands" doc:"Reasons to be given before it is submitted"`
	Alarms        []ProblemItem       `json:"alarms" doc:"What looks odd"`
	Evidence      []Evidence          `json:"evidence"`
	Remark        string              `json:"remark,omitempty" doc:"The reviewer's, when the sheet was last returned"`
}

// SheetItem is a sheet in a list.
type SheetItem struct {
	Assignment string  `json:"assignment"`
	Period     string  `json:"period"`
	State      string  `json:"state" enum:"draft,submitted,approved,returned"`
	DueBy      *string `json:"due_by"`
	Overdue    int     `json:"overdue" doc:"Days since it was due and not submitted; 0 when it is not overdue"`
	Submitted  int64   `json:"submitted"`
	Reason     string  `json:"reason,omitempty"`
	Filled     int     `json:"filled" doc:"Wanted cells that hold a figure"`
	Wanted     int     `json:"wanted"`
	Counts     bool    `json:"counts" doc:"Everything entered on it counts officially, though nobody submitted it: it was entered before there were accounts"`
}

// Decision is what a reviewer says of a sheet.
type Decision struct {
	Submitted int64         `json:"submitted,omitempty" doc:"Seq of the submission that was looked at: one submitted again since is not decided on"`
	Reason    string        `json:"reason,omitempty" maxLength:"4000"`
	Remarks   []SheetRemark `json:"remarks,omitempty" maxItems:"500"`
}

// SheetRemark is what a reviewer says of one row.
type SheetRemark struct {
	Indicator string `json:"indicator"`
	Part      string `json:"part,omitempty"`
	Text      string `json:"text" minLength:"1" maxLength:"4000"`
}

// tagged is a sheet with its entity tag.
type tagged struct {
	ETag string `header:"ETag"`
	Body Sheet
}

func (a *API) sheets() {
	const path = "/programmes/{programme}/sheets/{project}/{region}/{period}"
	add(a, operation{ID: "list-sheets", Method: http.MethodGet, Path: "/programmes/{programme}/sheets", Need: gate.Somewhere(engine.Read), Tag: "sheets", Summary: "Entry sheets and how far each has come"},
		func(ctx context.Context, in *struct {
			OfProgramme
			From    string `query:"from" example:"2021-01" doc:"First period"`
			To      string `query:"to" example:"2021-12" doc:"Last period"`
			Project string `query:"project" doc:"Id within the programme"`
			Region  string `query:"region"`
			State   string `query:"state" enum:"draft,submitted,approved,returned"`
			Overdue bool   `query:"overdue"`
		}) (*body[[]SheetItem], error) {
			f := store.SheetFilter{Region: in.Region, Overdue: in.Overdue, Scopes: gate.Of(ctx).Actor.Scopes(engine.Read)}
			if in.Project != "" {
				f.Project = in.Programme + "/" + in.Project
			}
			if in.State != "" {
				f.States = []engine.SubmissionState{engine.SubmissionState(in.State)}
			}
			for text, period := range map[string]*indicators.Period{in.From: &f.From, in.To: &f.To} {
				if text == "" {
					continue
				}
				var err error
				if *period, err = parsePeriod(text); err != nil {
					return nil, err
				}
			}
			return a.listSheets(ctx, in.Programme, f)
		})
	add(a, operation{ID: "get-sheet", Method: http.MethodGet, Path: path, Need: gate.To(engine.Read), Tag: "sheets", Summary: "An entry sheet: every line, what stands in its cell, and what is asked for"},
		func(ctx context.Context, in *struct {
			OfSheet
			IfNoneMatch []string `header:"If-None-Match"`
		}) (*tagged, error) {
			sheet, err := a.sheet(ctx, in.OfSheet)
			if err == nil && matches(in.IfNoneMatch, sheet.ETag) {
				return nil, notModified{sheet.ETag}
			}
			return sheet, err
		})
	type step = func(ctx context.Context, as engine.Actor, p, assignment string, period indicators.Period, d Decision) (engine.Submission, error)
	decide := func(id, path string, need gate.Need, summary string, do step) {
		add(a, operation{ID: id, Method: http.MethodPost, Path: path, Need: need, Tag: "sheets", Summary: summary},
			func(ctx context.Context, in *struct {
				OfSheet
				IfMatch []string `header:"If-Match" doc:"The tag of the sheet that was looked at"`
				Body    *Decision
			}) (*tagged, error) {
				return a.decide(ctx, in.OfSheet, in.IfMatch, in.Body, do)
			})
	}
	decide("submit-sheet", path+"/submit", gate.To(engine.Submit), "Hand a sheet in for approval", func(ctx context.Context, as engine.Actor, p, assignment string, period indicators.Period, _ Decision) (engine.Submission, error) {
		return a.store.Submit(ctx, as, p, assignment, period)
	})
	decide("approve-sheet", path+"/approve", gate.To(engine.Review), "Approve a submitted sheet: its figures count officially", func(ctx context.Context, as engine.Actor, p, assignment string, period indicators.Period, d Decision) (engine.Submission, error) {
		return a.store.Approve(ctx, as, p, assignment, period, d.Submitted)
	})
	decide("return-sheet", path+"/return", gate.To(engine.Review), "Hand a submitted sheet back with a reason and remarks on its rows", func(ctx context.Context, as engine.Actor, p, assignment string, period indicators.Period, d Decision) (engine.Submission, error) {
		remarks := make([]store.Remark, len(d.Remarks))
		for k, r := range d.Remarks {
			remarks[k] = store.Remark{Indicator: r.Indicator, Part: r.Part, Text: r.Text}
		}
		return a.store.Return(ctx, as, p, assignment, period, d.Submitted, d.Reason, remarks...)
	})
	decide("reopen-sheet", path+"/reopen", gate.To(engine.Review), "Let a sheet be filled in after its period has closed", func(ctx context.Context, as engine.Actor, p, assignment string, period indicators.Period, d Decision) (engine.Submission, error) {
		return a.store.Reopen(ctx, as, p, assignment, period, d.Reason)
	})
	add(a, operation{ID: "withdraw-figure", Method: http.MethodPost, Path: path + "/withdraw", Need: gate.To(engine.Enter), Tag: "sheets", Summary: "Clear a cell whose figure nobody has approved yet"},
		func(ctx context.Context, in *struct {
			OfSheet
			Body struct {
				Indicator string `json:"indicator"`
				Part      string `json:"part,omitempty"`
				Seen      int64  `json:"seen,omitempty" doc:"Seq of the figure that stood in the cell"`
			}
		}) (*tagged, error) {
			p, assignment, period, err := a.named(ctx, in.OfSheet)
			if err != nil {
				return nil, err
			}
			if !ofAssignment(p, assignment, in.Body.Indicator) {
				return nil, &indicators.Problem{Code: "entry-indicator-unknown", Args: indicators.Args{"indicator": in.Body.Indicator, "programme": assignment}}
			}
			if err := a.store.Withdraw(ctx, gate.Of(ctx).Actor, p.ID, in.Body.Indicator, in.Body.Part, period, in.Body.Seen); err != nil {
				return nil, err
			}
			return a.sheet(ctx, in.OfSheet)
		})
}

// ofAssignment reports whether an indicator, or money, is the assignment's.
func ofAssignment(p *indicators.Programme, assignment, indicator string) bool {
	i := p.Indicator(indicator)
	return i != nil && i.Assignment.ID == assignment || i == nil && strings.HasPrefix(indicator, assignment+"/")
}

// named are the programme, the assignment's id and the period of a path.
func (a *API) named(ctx context.Context, in OfSheet) (*indicators.Programme, string, indicators.Period, error) {
	p, err := a.programme(ctx, in.Programme)
	if err != nil {
		return nil, "", 0, err
	}
	period, err := parsePeriod(in.Period)
	return p, p.ID + "/" + in.Project + "/" + in.Region, period, err
}

func (a *API) sheet(ctx context.Context, in OfSheet) (*tagged, error) {
	p, assignment, period, err := a.named(ctx, in)
	if err != nil {
		return nil, err
	}
	sheet, err := a.store.Sheet(ctx, p.ID, assignment, period)
	if err != nil {
		return nil, err
	}
	v := gate.Of(ctx)
	return &tagged{ETag: `"` + strconv.FormatInt(sheet.Seq, 10) + "-" + sheet.Today.String() + "-" + string(v.Language) + `"`, Body: sheetOf(sheet, v.Language)}, nil
}

// decide takes a step on a sheet, if it is still as it was looked at.
func (a *API) decide(ctx context.Context, in OfSheet, ifMatch []string, d *Decision, do func(context.Context, engine.Actor, string, string, indicators.Period, Decision) (engine.Submission, error)) (*tagged, error) {
	p, assignment, period, err := a.named(ctx, in)
	if err != nil {
		return nil, err
	}
	if len(ifMatch) > 0 {
		now, err := a.sheet(ctx, in)
		if err != nil {
			return nil, err
		}
		if !matches(ifMatch, now.ETag) {
			return nil, &indicators.Problem{Code: "precondition-failed"}
		}
	}
	if d == nil {
		d = &Decision{}
	}
	if _, err := do(ctx, gate.Of(ctx).Actor, p.ID, assignment, period, *d); err != nil {
		return nil, err
	}
	return a.sheet(ctx, in)
}

func (a *API) listSheets(ctx context.Context, programme string, f store.SheetFilter) (*body[[]SheetItem], error) {
	sheets, err := a.store.Sheets(ctx, programme, f)
	if err != nil {
		return nil, err
	}
	v, out := gate.Of(ctx), []SheetItem{}
	for _, s := range sheets {
		if !v.Actor.May(engine.Read, engine.ScopeOf(s.Assignment)) {
			continue // a token's limit
		}
		out = append(out, SheetItem{Assignment: s.Assignment.ID, Period: s.Period.String(), State: string(s.Submission.State), DueBy: date(s.DueBy), Overdue: s.Overdue,
			Submitted: s.Submission.Submitted, Reason: s.Submission.LastReason(), Filled: s.Filled, Wanted: s.Wanted, Counts: s.Counts()})
	}
	return answer(out), nil
}

func sheetOf(s *engine.Sheet, l indicators.Language) Sheet {
	out := Sheet{Assignment: s.Assignment.ID, Period: s.Period.String(), State: string(s.Submission.State), Reopened: s.Submission.Reopened,
		DueBy: date(s.DueBy), ClosesAfter: date(s.ClosesAfter), Closed: s.Closed, CanEnter: itemOrNone(s.CanEnter, l),
		Submitted: s.Submission.Submitted, Reason: s.Submission.LastReason(), Rows: []SheetRow{}, Alarms: itemsOf(s.Alarms, l), Seq: s.Seq}
	for n := range s.Rows {
		out.Rows = append(out.Rows, rowOf(s, &s.Rows[n], l))
	}
	return out
}

func rowOf(s *engine.Sheet, r *engine.SheetRow, l indicators.Language) SheetRow {
	p, id := s.Programme, r.Line.ID()
	figure := func(o *engine.Observation) OrNull[Observation] {
		if o == nil {
			return OrNull[Observation]{}
		}
		return OrNull[Observation]{pointer(observationOf(*o, &r.Line, p, l))}
	}
	out := SheetRow{Indicator: id.Indicator, Part: id.Part, Name: r.Line.Name(l), Unit: r.Line.Reading.Unit, Kind: string(r.Line.Reading.Kind), Targets: []Target{},
		Reportable: r.Reportable, Why: itemOrNone(r.Why, l), Wanted: r.Wanted, Last: figure(r.Last), Entry: figure(r.Entry), Approved: figure(r.Approved),
		Reason: declarationOrNone(r.Reason, p), NotApplicable: declarationOrNone(r.NotApplicable, p), Deviation: declarationOrNone(r.Deviation, p),
		Demands: itemsOf(r.Demands, l), Alarms: itemsOf(r.Alarms, l), Evidence: []Evidence{}, Remark: r.Remark}
	if r.ToDateKnown {
		out.ToDate.Value = &Decimal{r.ToDate}
	}
	for _, t := range r.Targets {
		out.Targets = append(out.Targets, targetOf(t.Target, l))
	}
	for _, e := range r.Evidence {
		out.Evidence = append(out.Evidence, evidenceOf(e, p))
	}
	return out
}

func itemOrNone(p *indicators.Problem, l indicators.Language) OrNull[ProblemItem] {
	if p == nil {
		return OrNull[ProblemItem]{}
	}
	return OrNull[ProblemItem]{pointer(itemOf(p, l))}
}

func itemsOf(problems []*indicators.Problem, l indicators.Language) []ProblemItem {
	out := []ProblemItem{}
	for _, p := range problems {
		out = append(out, itemOf(p, l))
	}
	return out
}

func parsePeriod(text string) (indicators.Period, error) {
	period, err := indicators.ParsePeriod(text)
	if err != nil {
		return 0, &indicators.Problem{Code: "dates-through", Args: indicators.Args{"text": text}}
	}
	return period, nil
}

// matches reports whether one of the tags of a condition is the tag, or any will do.
func matches(tags []string, tag string) bool {
	for _, list := range tags {
		for one := range strings.SplitSeq(list, ",") {
			one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
			if one == tag || one == "*" {
				return true
			}
		}
	}
	return false
}

// notModified says that the client has it already.
type notModified struct{ tag string }

func (notModified) Error() string  { return "not modified" }
func (notModified) GetStatus() int { return http.StatusNotModified }

// GetHeaders carries the tag.
func (n notModified) GetHeaders() http.Header { return http.Header{"Etag": {n.tag}} }
