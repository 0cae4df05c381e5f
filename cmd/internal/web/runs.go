package web

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/cmd/internal/deliver"
	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/runs"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports/render"
)

// runWords say what a visitor sees of the schedules and runs of a programme.
type runWords struct {
	sight    runs.Sight
	language indicators.Language
	now      time.Time
	base     string // /p/gd-2021
}

func (s *Server) runWords(r *http.Request) (*runWords, error) {
	p, err := s.programme(r)
	if err != nil {
		return nil, err
	}
	v := gate.Of(r.Context())
	return &runWords{sight: runs.Sight{Store: s.store, Programme: p, Actor: v.Actor}, language: v.Language, now: s.now(), base: "/p/" + url.PathEscape(p.ID)}, nil
}

func (v *runWords) say(code string, pairs ...string) string {
	args := indicators.Args{}
	for k := 0; k+1 < len(pairs); k += 2 {
		args[pairs[k]] = pairs[k+1]
	}
	return v.language.Say("runs."+code, args)
}

func (v *runWords) clock(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return clock(at, v.sight.Programme.Location())
}

// times says in which time zone the times of a page are.
func (v *runWords) times() string {
	return v.say("times", "zone", v.sight.Programme.Location().String())
}

func (v *runWords) runAddress(key int64) string { return v.base + "/runs/" + itoa64(key) }

// runsView is the list of runs.
type runsView struct {
	Base, Times     string
	Schedules       []scopeChoice
	States          []scopeChoice
	Months          []scopeChoice
	Runs            []runLine
	Newer, Older    string // addresses of the pages before and after
	Filtered, Plans bool   // a filter is set; there are schedules
}

// runLine is a run in a list.
type runLine struct {
	Key                      int64
	Address, Schedule        string
	Due, Period, Late, Cause string
	State, Said              string
	Files, Done, Failed      int
}

// runsOnPage are listed at once.
const runsOnPage = 50

func (s *Server) runsPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.runWords(r)
	if err != nil {
		return err
	}
	plans, err := v.sight.Schedules(r.Context())
	if err != nil {
		return err
	}
	filter := store.RunFilter{Schedule: r.FormValue("schedule"), State: store.RunState(r.FormValue("state"))}
	filter.Period, _ = indicators.ParsePeriod(r.FormValue("month")) // what is no month filters nothing
	number, _ := strconv.Atoi(r.FormValue("page"))
	number = max(number, 1)
	found, more, err := v.sight.Runs(r.Context(), filter, (number-1)*runsOnPage, runsOnPage)
	if err != nil {
		return err
	}
	view := runsView{Base: v.base, Times: v.times(), Filtered: filter != store.RunFilter{}, Plans: len(plans) > 0}
	for _, run := range found {
		view.Runs = append(view.Runs, v.line(run))
	}
	v.choices(&view, plans, filter)
	if number > 1 {
		view.Newer = v.listAddress(filter, number-1)
	}
	if more {
		view.Older = v.listAddress(filter, number+1)
	}
	p := s.frame(r, v.say("runs"))
	p.View, p.Styles = view, []string{"runs.css"}
	return s.show(w, http.StatusOK, "runs.html", p)
}

func (v *runWords) line(run store.Run) runLine {
	out := runLine{Key: run.Key, Address: v.runAddress(run.Key), Schedule: run.Schedule, Due: v.clock(run.Due), Period: run.Period.String(),
		Cause: v.language.Say("schedule.cause."+string(run.Cause), nil), State: string(run.State),
		Said: v.language.Say("schedule.state."+string(run.State), nil), Files: run.Files, Done: run.Done, Failed: run.Failed}
	if late := runs.Lateness(run); late > runs.Punctual {
		out.Late = schedule.Lateness(v.language, late)
	}
	return out
}

// choices fills the lists of the filter.
func (v *runWords) choices(view *runsView, plans []store.Schedule, f store.RunFilter) {
	for _, plan := range plans {
		view.Schedules = append(view.Schedules, scopeChoice{plan.Name, plan.Name, plan.Name == f.Schedule})
	}
	for _, state := range []store.RunState{store.RunWorking, store.RunHeld, store.RunDone, store.RunFailed, store.RunSkipped, store.RunCancelled} {
		view.States = append(view.States, scopeChoice{string(state), v.language.Say("schedule.state."+string(state), nil), state == f.State})
	}
	year := v.sight.Programme.FiscalYear()
	for month := indicators.MonthOf(year.To); month >= indicators.MonthOf(year.From); month-- {
		view.Months = append(view.Months, scopeChoice{month.String(), month.String(), month == f.Period})
	}
}

// listAddress is a page of the list under a filter.
func (v *runWords) listAddress(f store.RunFilter, page int) string {
	q := url.Values{}
	set := func(key, value string) {
		if value != "" {
			q.Set(key, value)
		}
	}
	set("schedule", f.Schedule)
	set("state", string(f.State))
	if f.Period != 0 {
		set("month", f.Period.String())
	}
	if page > 1 {
		set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return v.base + "/runs"
	}
	return v.base + "/runs?" + q.Encode()
}

// runView is one run: what it made, where that went, and what failed.
type runView struct {
	Base, Times string
	runLine
	AsOf, MadeAt, EndedAt, Took string
	Language, Fault             string
	Held                        string // for what it waits, and how long at most
	Items                       []runItem
	Deliveries                  []runDelivery
	Open, Manages               bool
	Partial                     bool         // the visitor may not read all that it makes
	Unworked                    *ProblemLine // why nothing becomes of it while it is open
	Watch                       string       // the address to look again at while it is open
}

// runItem is a file of a run.
type runItem struct {
	Scope, Format, State, Said   string
	Address                      string // of its download; empty while there is none
	Size, Took, Fault            string
	SHA256, Fingerprint, Reached string // Reached: when it ended
	Attempts                     int
}

// Short is as much of a digest as tells one from another by eye.
func (runItem) Short(digest string) string { return digest[:min(len(digest), 12)] }

// runDelivery is one way that a run's files go besides their folder.
type runDelivery struct {
	Kind, Target, State, Said, Fault, EndedAt string
	Attempts                                  int
}

func (s *Server) runPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.runWords(r)
	if err != nil {
		return err
	}
	key, err := runKey(r)
	if err != nil {
		return err
	}
	run, err := v.sight.Run(r.Context(), key)
	if err != nil {
		return err
	}
	view := v.run(run)
	if view.Open && s.unworked != nil {
		line := problemLine(s.unworked, v.language)
		view.Unworked = &line
	}
	p := s.frame(r, v.say("run-title", "schedule", run.Schedule, "period", run.Period.String()))
	p.View, p.Styles = view, []string{"runs.css"}
	if isFragment(r) {
		return s.fragment(w, http.StatusOK, "run.html", "run", p)
	}
	return s.show(w, http.StatusOK, "run.html", p)
}

func runKey(r *http.Request) (int64, error) {
	text := r.PathValue("run")
	key, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, &indicators.Problem{Code: "run-unknown", Args: indicators.Args{"run": text}}
	}
	return key, nil
}

func (v *runWords) run(run runs.Run) runView {
	out := runView{Base: v.base, Times: v.times(), runLine: v.line(run.Run), AsOf: v.clock(run.AsOf), MadeAt: v.clock(run.MadeAt), EndedAt: v.clock(run.EndedAt),
		Language: v.say("language." + string(run.Plan.Language)), Fault: run.Fault.Say(v.language),
		Open: run.EndedAt.IsZero(), Manages: v.sight.Manages(), Partial: !v.sight.Reads("programme")}
	if run.State == store.RunHeld {
		out.Held = v.say("held", "period", run.Period.String(), "until", v.clock(schedule.Deadline(run.Run)))
	}
	if out.Open {
		out.Watch = out.Address
	} else {
		out.Took = v.duration(run.EndedAt.Sub(run.MadeAt))
	}
	order := schedule.Scopes(v.sight.Programme, run.Plan)
	slices.SortStableFunc(run.Items, func(a, b store.RunFile) int {
		if failed := boolOrder(b.State == store.FileFailed) - boolOrder(a.State == store.FileFailed); failed != 0 {
			return failed
		}
		return slices.Index(order, a.Scope) - slices.Index(order, b.Scope)
	})
	for _, file := range run.Items {
		out.Items = append(out.Items, v.item(file))
	}
	for _, d := range run.Deliveries {
		one := runDelivery{Kind: v.kind(d.Kind), Target: d.Target, State: string(d.State), Said: v.fileState(d.State), EndedAt: v.clock(d.EndedAt), Attempts: d.Attempts}
		if d.State != store.FileDone {
			one.Fault = d.Fault.Say(v.language)
		}
		out.Deliveries = append(out.Deliveries, one)
	}
	return out
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (v *runWords) item(f store.RunFile) runItem {
	out := runItem{Scope: v.scope(f.Scope), Format: formatLabels[f.Format], State: string(f.State), Said: v.fileState(f.State), Attempts: f.Attempts}
	if f.State != store.FileDone {
		out.Fault = f.Fault.Say(v.language)
	}
	if f.SHA256 != "" {
		out.Size, out.Took, out.SHA256, out.Fingerprint, out.Reached = size(f.Size), v.duration(f.Took), f.SHA256, f.Fingerprint, v.clock(f.EndedAt)
	}
	if f.State == store.FileDone {
		out.Address = v.runAddress(f.Run) + "/files/" + url.PathEscape(f.Scope) + "/" + url.PathEscape(f.Format)
	}
	return out
}

func (v *runWords) fileState(state store.FileState) string {
	return v.language.Say("schedule.file-state."+string(state), nil)
}

// kind names a way of delivery; one that has no words stands for itself.
func (v *runWords) kind(kind string) string {
	if kind == schedule.ByMail || kind == schedule.ByWebhook || kind == deliver.ByFolder {
		return v.say("kind." + kind)
	}
	return kind
}

// scope is whose scorecard a file is.
func (v *runWords) scope(name string) string {
	p := v.sight.Programme
	if project, ok := strings.CutPrefix(name, "project-"); ok {
		if found := p.Project(p.ID + "/" + project); found != nil {
			return titleOf(found, v.language)
		}
	}
	if code, ok := strings.CutPrefix(name, "city-"); ok {
		if region, found := p.Regions.ByCode(code); found {
			return region.In(v.language)
		}
	}
	if name == "programme" {
		return v.say("programme")
	}
	return name // it has left the programme since
}

// size is a number of bytes as people read it, rounded to a tenth.
func size(bytes int64) string {
	for _, unit := range []struct {
		name string
		of   int64
	}{{"MB", 1e6}, {"KB", 1e3}} {
		if bytes >= unit.of {
			tenths := (bytes*10 + unit.of/2) / unit.of
			return itoa64(tenths/10) + "." + itoa64(tenths%10) + " " + unit.name
		}
	}
	return itoa64(bytes) + " B"
}

// duration is a short time in seconds, a long one in its two largest units.
func (v *runWords) duration(d time.Duration) string {
	if d >= time.Minute {
		return schedule.Lateness(v.language, d)
	}
	hundredths := d.Milliseconds() / 10
	if hundredths == 0 {
		return v.say("no-time")
	}
	return v.say("seconds", "seconds", itoa64(hundredths/100)+"."+strconv.FormatInt(100+hundredths%100, 10)[1:])
}

// retryRun lets what failed of a run be made again.
func (s *Server) retryRun(w http.ResponseWriter, r *http.Request) error {
	return s.onRun(w, r, "retried", func(v *runWords, key int64) error { return v.sight.Retry(r.Context(), key) })
}

// cancelRun ends a run.
func (s *Server) cancelRun(w http.ResponseWriter, r *http.Request) error {
	return s.onRun(w, r, "cancelled", func(v *runWords, key int64) error { return v.sight.Cancel(r.Context(), key, v.now) })
}

func (s *Server) onRun(w http.ResponseWriter, r *http.Request, told string, do func(*runWords, int64) error) error {
	v, err := s.runWords(r)
	if err != nil {
		return err
	}
	key, err := runKey(r)
	if err != nil {
		return err
	}
	if err := do(v, key); err != nil {
		return err
	}
	s.log.Info("run "+told, "run", key, "by", v.sight.Actor.Name, "id", gate.RequestID(r.Context()))
	return s.redirect(w, r, v.runAddress(key), v.say(told, "run", itoa64(key)))
}

// runFile sends a file that a run has made, as a download.
func (s *Server) runFile(w http.ResponseWriter, r *http.Request) error {
	v, err := s.runWords(r)
	if err != nil {
		return err
	}
	key, err := runKey(r)
	if err != nil {
		return err
	}
	f, content, err := v.sight.File(r.Context(), s.files, key, r.PathValue("scope"), r.PathValue("format"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("ETag", `"`+f.SHA256+`"`)
	h.Set("Cache-Control", "private, no-cache")
	if has(r, `"`+f.SHA256+`"`) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", render.ContentType(f.Format))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Scope + "-run" + itoa64(f.Run) + "." + f.Format}))
	_, err = w.Write(content)
	return err
}
