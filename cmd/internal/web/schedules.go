package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// schedulesView is what is made by itself, and how it went through the year.
type schedulesView struct {
	Base      string
	Times     string        // of the calendar and of the runs
	Calendar  *calendarView // nil without schedules
	Schedules []scheduleCard
	Manages   bool
	Unworked  *ProblemLine  // why this server makes nothing by itself
	Form      *scheduleForm // for those who manage
}

// scheduleCard is one schedule.
type scheduleCard struct {
	Name, Address             string
	When, Cron                string
	Next                      []string
	Paused, Defined           bool
	Of, Formats, Through      string
	Language, CatchUp, Folder string
	Hold, Retries             string
	Mail                      []string
	Webhook                   string
	Since                     string
	Last                      *runLine
	Warnings                  []ProblemLine
	Problem                   *ProblemLine // why its expression can no longer be read
}

func (s *Server) schedulesPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.runWords(r)
	if err != nil {
		return err
	}
	form, err := blankForm(r.Context(), v)
	if err != nil {
		return err
	}
	if name := r.FormValue("change"); name != "" && v.sight.Manages() {
		plan, err := s.store.Schedule(r.Context(), v.sight.Programme.ID, name)
		if err != nil {
			return err
		}
		if plan.Defined {
			return &indicators.Problem{Code: "schedule-defined", Args: indicators.Args{"name": name}}
		}
		form = formOf(v, plan.Schedule)
	}
	return s.showSchedules(w, r, http.StatusOK, v, form)
}

func (s *Server) showSchedules(w http.ResponseWriter, r *http.Request, status int, v *runWords, form *scheduleForm) error {
	plans, err := v.sight.Schedules(r.Context())
	if err != nil {
		return err
	}
	view := schedulesView{Base: v.base, Times: v.times(), Manages: v.sight.Manages()}
	for _, plan := range plans {
		card, err := v.card(r, plan)
		if err != nil {
			return err
		}
		view.Schedules = append(view.Schedules, card)
	}
	if len(plans) > 0 {
		if view.Calendar, err = v.calendar(r.Context(), plans); err != nil {
			return err
		}
	}
	if view.Manages {
		view.Form = form
	}
	if s.unworked != nil {
		line := problemLine(s.unworked, v.language)
		view.Unworked = &line
	}
	p := s.frame(r, v.say("schedules"))
	p.View, p.Address, p.Styles = view, v.base+"/schedules", []string{"runs.css"}
	return s.show(w, status, "schedules.html", p)
}

// comingOnCard and comingInPreview are how many of the next times are told.
const (
	comingOnCard    = 3
	comingInPreview = 5
)

func (v *runWords) card(r *http.Request, plan store.Schedule) (scheduleCard, error) {
	p := plan.Schedule
	out := scheduleCard{Name: p.Name, Address: v.base + "/schedules/" + url.PathEscape(p.Name), Cron: p.Cron, Paused: plan.Paused, Defined: plan.Defined,
		Of: v.scopes(p), Formats: v.formats(p.Formats), Through: v.through(p), Language: v.say("language." + string(p.Language)),
		CatchUp: v.say("catch-up." + string(p.CatchUp)), Folder: p.Folder, Retries: strconv.Itoa(p.Retries), Mail: v.mail(p.Mail),
		Since: v.say("since", "at", v.clock(plan.Since), "by", plan.By)}
	if p.HoldDays > 0 {
		out.Hold = v.say("hold-for", "days", strconv.Itoa(p.HoldDays))
	}
	if p.Webhook != nil {
		out.Webhook = p.Webhook.URL
	}
	c, err := schedule.CalendarOf(v.sight.Programme, p)
	if err != nil {
		for _, problem := range problemsOf(err) {
			line := problemLine(problem, v.language)
			out.Problem = &line
		}
	} else {
		out.When, out.Next, out.Warnings = c.Says(v.language), v.coming(c, comingOnCard), v.warnings(c)
	}
	last, _, err := v.sight.Runs(r.Context(), store.RunFilter{Schedule: p.Name}, 0, 1)
	if len(last) > 0 {
		line := v.line(last[0])
		out.Last = &line
	}
	return out, err
}

// coming are the next times of a calendar, with their weekdays.
func (v *runWords) coming(c *schedule.Calendar, count int) (out []string) {
	at := v.now
	for range count {
		if at = c.Next(at); at.IsZero() {
			break
		}
		out = append(out, clock(at, c.Zone())+" "+v.language.Say("schedule.weekday."+strconv.Itoa(int(at.Weekday())), nil))
	}
	return out
}

func (v *runWords) warnings(c *schedule.Calendar) (out []ProblemLine) {
	for _, warning := range c.Warnings(v.now) {
		out = append(out, problemLine(warning, v.language))
	}
	return out
}

// scopes says what scorecards are made of: how many, and by which words.
func (v *runWords) scopes(plan indicators.Schedule) string {
	var words []string
	for _, scope := range plan.Scopes {
		words = append(words, v.scopeWord(scope))
	}
	return v.say("scopes", "words", strings.Join(words, v.language.Say("schedule.and", nil)), "count", strconv.Itoa(len(schedule.Scopes(v.sight.Programme, plan))))
}

func (v *runWords) scopeWord(word string) string {
	p := v.sight.Programme
	switch {
	case word == "all" || word == "programme" || word == "projects" || word == "cities":
		return v.say("scope." + word)
	case p.Project(word) != nil:
		return titleOf(p.Project(word), v.language)
	}
	if region, found := p.Regions.Find(word); found {
		return region.In(v.language)
	}
	return word
}

func (v *runWords) formats(formats []string) string {
	var labels []string
	for _, format := range formats {
		labels = append(labels, formatLabels[format])
	}
	return strings.Join(labels, v.language.Say("schedule.and", nil))
}

func (v *runWords) through(plan indicators.Schedule) string {
	if plan.Period == indicators.PreviousMonth || plan.Period == indicators.ThisMonth {
		return v.say("through." + plan.Period)
	}
	return plan.Period
}

// mail lists who gets what.
func (v *runWords) mail(mail *indicators.ScheduleMail) (out []string) {
	if mail == nil {
		return nil
	}
	for _, to := range mail.To {
		out = append(out, v.say("mail-all", "to", to))
	}
	for _, line := range byScope(mail) {
		out = append(out, v.say("mail-one", "to", line.to, "scope", v.scopeWord(line.scope)))
	}
	return out
}

// pauseSchedule lets a schedule rest.
func (s *Server) pauseSchedule(w http.ResponseWriter, r *http.Request) error {
	return s.setPaused(w, r, "pause-done", true)
}

// resumeSchedule lets a schedule go on.
func (s *Server) resumeSchedule(w http.ResponseWriter, r *http.Request) error {
	return s.setPaused(w, r, "resume-done", false)
}

func (s *Server) setPaused(w http.ResponseWriter, r *http.Request, told string, paused bool) error {
	v, err := s.runWords(r)
	if err != nil {
		return err
	}
	name := r.PathValue("schedule")
	if err := v.sight.Pause(r.Context(), name, paused); err != nil {
		return err
	}
	return s.redirect(w, r, v.base+"/schedules", v.language.Say("schedule."+told, indicators.Args{"name": name}))
}

// runSchedule makes what a schedule makes, now.
func (s *Server) runSchedule(w http.ResponseWriter, r *http.Request) error {
	v, err := s.runWords(r)
	if err != nil {
		return err
	}
	name := r.PathValue("schedule")
	run, err := v.sight.Now(r.Context(), name, v.now)
	if err != nil {
		return err
	}
	s.log.Info("run recorded", "run", run.Key, "schedule", name, "by", v.sight.Actor.Name, "id", gate.RequestID(r.Context()))
	return s.redirect(w, r, v.runAddress(run.Key), v.say("recorded", "run", itoa64(run.Key)))
}
