package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/runs"
	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// SchedulePlan is what a schedule says. What is left out is as usual.
type SchedulePlan struct {
	Cron     string        `json:"cron" minLength:"1" maxLength:"200" doc:"Minute, hour, day of month, month, day of week; L as the day is the month's last; or @monthly and the like" example:"0 8 5 * *"`
	Zone     string        `json:"time_zone,omitempty" doc:"IANA name; the programme's when left out"`
	Scopes   []string      `json:"scopes,omitempty" maxItems:"1000" doc:"all, programme, projects, cities, ids of projects, codes or names of cities; all when left out"`
	Formats  []string      `json:"formats,omitempty" maxItems:"20" doc:"pdf when left out"`
	Language string        `json:"language,omitempty" enum:"zh,en"`
	Period   string        `json:"period,omitempty" doc:"What a run reports through: previous or this month, or a month such as 2021-10"`
	Folder   string        `json:"folder,omitempty" doc:"Pattern of the files' names"`
	CatchUp  string        `json:"catch_up,omitempty" enum:"all,latest,none" doc:"Which missed runs are made afterwards"`
	Retries  *int          `json:"retries,omitempty" minimum:"0" maximum:"20" doc:"How often a file that failed is tried again"`
	HoldDays int           `json:"hold_days,omitempty" minimum:"0" maximum:"60" doc:"For how many days a run waits for the approval of its period's sheets"`
	Mail     *ScheduleMail `json:"mail,omitempty" doc:"Shown to those who may set schedules"`
	Webhook  string        `json:"webhook,omitempty" maxLength:"2000" doc:"An address that is told of each run; shown to those who may set schedules"`
}

// ScheduleMail says who gets a run's scorecards by mail.
type ScheduleMail struct {
	To      []string            `json:"to,omitempty" maxItems:"1000" doc:"They get all of them"`
	ByScope map[string][]string `json:"by_scope,omitempty" doc:"Further recipients, by id of a project or code of a city"`
}

// Schedule is a schedule as it stands.
type Schedule struct {
	Name string `json:"name"`
	SchedulePlan
	Says     string        `json:"says" doc:"When, in words"`
	Defined  bool          `json:"defined" doc:"It stands in the definitions and is changed there"`
	Paused   bool          `json:"paused"`
	Since    *time.Time    `json:"since,omitempty" doc:"From when its times count"`
	By       string        `json:"by,omitempty"`
	Next     []time.Time   `json:"next" doc:"The next five times"`
	Warnings []ProblemItem `json:"warnings" doc:"What its expression does that its writer may not expect"`
	Files    int           `json:"files" doc:"How many files a run makes"`
}

// Run is one execution of a schedule.
type Run struct {
	Run      int64      `json:"run" doc:"Number"`
	Schedule string     `json:"schedule"`
	Due      *time.Time `json:"due"`
	AsOf     *time.Time `json:"as_of" doc:"The instant of knowledge of what it makes"`
	Period   string     `json:"period" doc:"Through which it reports"`
	Cause    string     `json:"cause" enum:"due,backfill,hand"`
	State    string     `json:"state" enum:"held,working,done,failed,skipped,cancelled" doc:"Of what the visitor may read"`
	Fault    *Fault     `json:"fault,omitempty" doc:"Why it failed or was skipped"`
	MadeAt   *time.Time `json:"made_at" doc:"When it was recorded"`
	EndedAt  *time.Time `json:"ended_at,omitempty"`
	Late     int64      `json:"late_seconds" doc:"How long after it was due, or released, it ended"`
	Files    int        `json:"files" doc:"That it makes, of what the visitor may read"`
	Done     int        `json:"done"`
	Failed   int        `json:"failed"`
}

// Fault is why something failed.
type Fault struct {
	Code string            `json:"code,omitempty" doc:"None for the words of an error"`
	Args map[string]string `json:"args,omitempty"`
	Says string            `json:"says"`
}

// RunDocument is a run with its files.
type RunDocument struct {
	Run
	Items      []RunFile     `json:"items"`
	Deliveries []RunDelivery `json:"deliveries,omitempty" doc:"Shown to those who may set schedules"`
}

// RunFile is one file of a run.
type RunFile struct {
	Scope       string     `json:"scope" example:"city-440100"`
	Format      string     `json:"format"`
	Path        string     `json:"path" doc:"Under the folder of schedules' files"`
	State       string     `json:"state" enum:"waiting,done,failed,superseded,cancelled"`
	Attempts    int        `json:"attempts"`
	Fault       *Fault     `json:"fault,omitempty"`
	Size        int64      `json:"size" doc:"Bytes"`
	SHA256      string     `json:"sha256,omitempty"`
	Fingerprint string     `json:"fingerprint,omitempty" doc:"Of the evaluation"`
	Took        int64      `json:"took_ms"`
	EndedAt     *time.Time `json:"ended_at,omitempty"`
}

// RunDelivery is one way that a run's files go besides their folder.
type RunDelivery struct {
	Kind     string     `json:"kind" example:"mail"`
	Target   string     `json:"target,omitempty"`
	State    string     `json:"state" enum:"waiting,done,failed,cancelled"`
	Attempts int        `json:"attempts"`
	Fault    *Fault     `json:"fault,omitempty"`
	EndedAt  *time.Time `json:"ended_at,omitempty"`
}

// OfSchedule names a schedule in a path.
type OfSchedule struct {
	OfProgramme
	Schedule string `path:"schedule" doc:"Name of the schedule" example:"月报"`
}

// OfRun names a run in a path.
type OfRun struct {
	OfProgramme
	Run int64 `path:"run" doc:"Number of the run"`
}

// RunQuery narrows a list of runs.
type RunQuery struct {
	Schedule string `query:"schedule"`
	State    string `query:"state" enum:"held,working,done,failed,skipped,cancelled"`
	Period   string `query:"period" example:"2021-03"`
}

func (a *API) schedules() {
	const list, one = "/programmes/{programme}/schedules", "/programmes/{programme}/schedules/{schedule}"
	add(a, operation{ID: "list-schedules", Method: http.MethodGet, Path: list, Need: gate.Somewhere(engine.Read), Tag: "schedules", Summary: "What is made by itself, of what the visitor may read"},
		func(ctx context.Context, in *OfProgramme) (*page[Schedule], error) {
			return a.listSchedules(ctx, in.Programme)
		})
	add(a, operation{ID: "set-schedule", Method: http.MethodPut, Path: one, Need: gate.To(engine.Schedule), Tag: "schedules", Summary: "Set a schedule, a new one or in place of the one of that name"},
		func(ctx context.Context, in *struct {
			OfSchedule
			Check bool `query:"check" doc:"Say when it would be due, and set nothing"`
			Body  SchedulePlan
		}) (*body[Schedule], error) {
			return a.setSchedule(ctx, in.Programme, planOf(in.Schedule, in.Body), in.Check)
		})
	for _, paused := range []bool{true, false} {
		op := operation{ID: "pause-schedule", Path: one + "/pause", Summary: "Let a schedule rest until it is resumed"}
		if !paused {
			op = operation{ID: "resume-schedule", Path: one + "/resume", Summary: "Let a schedule go on; what was due meanwhile is not made up for"}
		}
		op.Method, op.Need, op.Tag, op.Status = http.MethodPost, gate.To(engine.Schedule), "schedules", http.StatusNoContent
		add(a, op, func(ctx context.Context, in *OfSchedule) (*struct{}, error) {
			s, err := a.sight(ctx, in.Programme)
			if err != nil {
				return nil, err
			}
			return nil, s.Pause(ctx, in.Schedule, paused)
		})
	}
	add(a, operation{ID: "run-schedule-now", Method: http.MethodPost, Path: one + "/run", Need: gate.To(engine.Schedule), Tag: "schedules", Status: http.StatusCreated, Summary: "Record a run for this instant; whoever works the schedules makes its files"},
		func(ctx context.Context, in *OfSchedule) (*body[RunDocument], error) {
			s, err := a.sight(ctx, in.Programme)
			if err != nil {
				return nil, err
			}
			run, err := s.Now(ctx, in.Schedule, a.now())
			if err != nil {
				return nil, err
			}
			return a.run(ctx, s, run.Key)
		})
}

func (a *API) runs() {
	const list, one = "/programmes/{programme}/runs", "/programmes/{programme}/runs/{run}"
	add(a, operation{ID: "list-runs", Method: http.MethodGet, Path: list, Need: gate.Somewhere(engine.Read), Tag: "schedules", Summary: "The runs of schedules, the newest due first"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Paging
			RunQuery
		}) (*page[Run], error) {
			return a.listRuns(ctx, in.Programme, in.Paging, in.RunQuery)
		})
	add(a, operation{ID: "get-run", Method: http.MethodGet, Path: one, Need: gate.Somewhere(engine.Read), Tag: "schedules", Summary: "A run with its files and what failed"},
		func(ctx context.Context, in *OfRun) (*body[RunDocument], error) {
			return a.onRun(ctx, in, func(runs.Sight) error { return nil })
		})
	add(a, operation{ID: "retry-run", Method: http.MethodPost, Path: one + "/retry", Need: gate.To(engine.Schedule), Tag: "schedules", Summary: "Make again what failed of a run"},
		func(ctx context.Context, in *OfRun) (*body[RunDocument], error) {
			return a.onRun(ctx, in, func(s runs.Sight) error { return s.Retry(ctx, in.Run) })
		})
	add(a, operation{ID: "cancel-run", Method: http.MethodPost, Path: one + "/cancel", Need: gate.To(engine.Schedule), Tag: "schedules", Summary: "End a run that is held or under way; what was made stays"},
		func(ctx context.Context, in *OfRun) (*body[RunDocument], error) {
			return a.onRun(ctx, in, func(s runs.Sight) error { return s.Cancel(ctx, in.Run, a.now()) })
		})
}

// sight is what the visitor sees of a programme's schedules and runs.
func (a *API) sight(ctx context.Context, programme string) (runs.Sight, error) {
	p, err := a.programme(ctx, programme)
	return runs.Sight{Store: a.store, Programme: p, Actor: gate.Of(ctx).Actor}, err
}

func (a *API) listSchedules(ctx context.Context, programme string) (*page[Schedule], error) {
	s, err := a.sight(ctx, programme)
	if err != nil {
		return nil, err
	}
	plans, err := s.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	var items []Schedule
	for _, plan := range plans {
		items = append(items, a.scheduleOf(ctx, s, plan))
	}
	return partOf(items, 0, nil, ""), nil
}

func (a *API) setSchedule(ctx context.Context, programme string, plan indicators.Schedule, checkOnly bool) (*body[Schedule], error) {
	s, err := a.sight(ctx, programme)
	if err != nil {
		return nil, err
	}
	if checkOnly {
		if err := s.Check(ctx, plan); err != nil {
			return nil, err
		}
		return answer(a.scheduleOf(ctx, s, store.Schedule{Schedule: plan})), nil
	}
	if err := s.Set(ctx, plan, true); err != nil {
		return nil, err
	}
	set, err := a.store.Schedule(ctx, s.Programme.ID, plan.Name)
	if err != nil {
		return nil, err
	}
	return answer(a.scheduleOf(ctx, s, set)), nil
}

// planOf is a schedule as the engine has it, with what is usual filled in.
func planOf(name string, in SchedulePlan) indicators.Schedule {
	out := indicators.Schedule{Name: name, Cron: in.Cron, Zone: in.Zone, Scopes: in.Scopes, Formats: in.Formats, Language: indicators.Language(in.Language),
		Period: in.Period, Folder: in.Folder, CatchUp: indicators.CatchUp(in.CatchUp), Retries: indicators.DefaultRetries, HoldDays: in.HoldDays}
	if in.Retries != nil {
		out.Retries = *in.Retries
	}
	if in.Mail != nil {
		out.Mail = &indicators.ScheduleMail{To: in.Mail.To, ByScope: in.Mail.ByScope}
	}
	if in.Webhook != "" {
		out.Webhook = &indicators.ScheduleWebhook{URL: in.Webhook}
	}
	return out.Filled()
}

// comingTimes is how many of a schedule's next times are told.
const comingTimes = 5

func (a *API) scheduleOf(ctx context.Context, s runs.Sight, plan store.Schedule) Schedule {
	l := gate.Of(ctx).Language
	out := Schedule{Name: plan.Name, Defined: plan.Defined, Paused: plan.Paused, Since: instant(plan.Since, s.Programme.Location()), By: plan.By,
		Next: []time.Time{}, Warnings: []ProblemItem{}, Files: len(schedule.Scopes(s.Programme, plan.Schedule)) * len(plan.Formats)}
	out.SchedulePlan = SchedulePlan{Cron: plan.Cron, Zone: plan.Zone, Scopes: plan.Scopes, Formats: plan.Formats, Language: string(plan.Language), Period: plan.Period,
		Folder: plan.Folder, CatchUp: string(plan.CatchUp), Retries: &plan.Retries, HoldDays: plan.HoldDays}
	if plan.Mail != nil {
		out.Mail = &ScheduleMail{To: plan.Mail.To, ByScope: plan.Mail.ByScope}
	}
	if plan.Webhook != nil {
		out.Webhook = plan.Webhook.URL
	}
	c, err := schedule.CalendarOf(s.Programme, plan.Schedule)
	if err != nil { // it was set before the programme's zone was changed to one that is none
		for _, problem := range problemsOf(err) {
			out.Warnings = append(out.Warnings, itemOf(problem, l))
		}
		return out
	}
	out.Says = c.Says(l)
	for at := c.Next(a.now()); !at.IsZero() && len(out.Next) < comingTimes; at = c.Next(at) {
		out.Next = append(out.Next, at)
	}
	for _, warning := range c.Warnings(a.now()) {
		out.Warnings = append(out.Warnings, itemOf(warning, l))
	}
	return out
}

func (a *API) listRuns(ctx context.Context, programme string, p Paging, q RunQuery) (*page[Run], error) {
	from, err := p.from()
	if err != nil {
		return nil, err
	}
	s, err := a.sight(ctx, programme)
	if err != nil {
		return nil, err
	}
	filter := store.RunFilter{Schedule: q.Schedule, State: store.RunState(q.State)}
	if q.Period != "" {
		if filter.Period, err = indicators.ParsePeriod(q.Period); err != nil {
			return nil, &indicators.Problem{Code: "dates-through", Args: indicators.Args{"text": q.Period}}
		}
	}
	found, more, err := s.Runs(ctx, filter, int(from), p.Limit)
	if err != nil {
		return nil, err
	}
	var items []Run
	for _, run := range found {
		items = append(items, runOf(run, s.Programme, gate.Of(ctx).Language))
	}
	next := int64(0)
	if more {
		next = from + int64(len(items))
	}
	query := url.Values{"limit": {strconv.Itoa(p.Limit)}}
	for name, value := range map[string]string{"schedule": q.Schedule, "state": q.State, "period": q.Period} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return partOf(items, next, query, "/programmes/"+s.Programme.ID+"/runs"), nil
}

// onRun does something with a run and answers how it stands then.
func (a *API) onRun(ctx context.Context, in *OfRun, do func(runs.Sight) error) (*body[RunDocument], error) {
	s, err := a.sight(ctx, in.Programme)
	if err == nil {
		err = do(s)
	}
	if err != nil {
		return nil, err
	}
	return a.run(ctx, s, in.Run)
}

func (a *API) run(ctx context.Context, s runs.Sight, key int64) (*body[RunDocument], error) {
	run, err := s.Run(ctx, key)
	if err != nil {
		return nil, err
	}
	l, zone := gate.Of(ctx).Language, s.Programme.Location()
	out := RunDocument{Run: runOf(run.Run, s.Programme, l), Items: []RunFile{}}
	for _, f := range run.Items {
		out.Items = append(out.Items, RunFile{Scope: f.Scope, Format: f.Format, Path: f.Path, State: string(f.State), Attempts: f.Attempts, Fault: faultOf(f.Fault, l),
			Size: f.Size, SHA256: f.SHA256, Fingerprint: f.Fingerprint, Took: f.Took.Milliseconds(), EndedAt: instant(f.EndedAt, zone)})
	}
	for _, d := range run.Deliveries {
		out.Deliveries = append(out.Deliveries, RunDelivery{Kind: d.Kind, Target: d.Target, State: string(d.State), Attempts: d.Attempts, Fault: faultOf(d.Fault, l), EndedAt: instant(d.EndedAt, zone)})
	}
	return answer(out), nil
}

func runOf(run store.Run, p *indicators.Programme, l indicators.Language) Run {
	zone := p.Location()
	return Run{Run: run.Key, Schedule: run.Schedule, Due: instant(run.Due, zone), AsOf: instant(run.AsOf, zone), Period: run.Period.String(), Cause: string(run.Cause),
		State: string(run.State), Fault: faultOf(run.Fault, l), MadeAt: instant(run.MadeAt, zone), EndedAt: instant(run.EndedAt, zone),
		Late: int64(runs.Lateness(run) / time.Second), Files: run.Files, Done: run.Done, Failed: run.Failed}
}

// faultOf is a fault in words; nil for none.
func faultOf(f store.RunFault, l indicators.Language) *Fault {
	if f.Code == "" && f.Text == "" {
		return nil
	}
	return &Fault{Code: f.Code, Args: f.Args, Says: f.Say(l)}
}
