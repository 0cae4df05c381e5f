package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports/render"
)

// scheduleForm is a schedule as it is being written.
type scheduleForm struct {
	Change            string // the name of the schedule that is changed; empty for a new one
	Name, Cron, Zone  string
	Scopes            []scopeChoice
	Further           string // ids of projects, codes and names of cities
	Formats           []scopeChoice
	Languages         []scopeChoice
	Periods           []scopeChoice
	Month             string // where one month is reported
	Folder            string
	CatchUps          []scopeChoice
	Retries, HoldDays string
	MailTo, MailScope string // an address a line; city=address
	Webhook           string
	Usual             []scopeChoice // expressions that are often wanted
	DefaultZone       string
	Preview           *schedulePreview
	Open              bool // there is something in it
}

// schedulePreview is what a schedule would do, before it is set.
type schedulePreview struct {
	Problems []ProblemLine // then it is not set, and nothing else is told
	When     string
	Next     []string
	Warnings []ProblemLine
	Makes    string
	Seen     string // tells this schedule from another: only what was looked at is set
	Changed  bool   // what was sent to be set is not what was looked at
}

// oneMonth is the choice of the form for a schedule that reports a month by name.
const oneMonth = "month"

// ownFolder is a pattern under which no other schedule has files.
const ownFolder = "{programme}/{schedule}/{period}/{scope}"

// blankForm is the form for a new schedule, with what is usual filled in: names of files
// that no other schedule has.
func blankForm(ctx context.Context, v *runWords) (*scheduleForm, error) {
	plan := indicators.Schedule{Retries: indicators.DefaultRetries, Language: v.language}.Filled()
	others, err := v.sight.Store.Schedules(ctx, v.sight.Programme.ID)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(others, func(other store.Schedule) bool { return other.Folder == plan.Folder }) {
		plan.Folder = ownFolder
	}
	form := formOf(v, plan)
	form.Change, form.Open = "", false
	for n := range form.CatchUps {
		form.CatchUps[n].Chosen = false
	}
	form.CatchUps = append([]scopeChoice{{"", v.say("catch-up.usual"), true}}, form.CatchUps...)
	return form, nil
}

// formOf is a schedule as the form shows it.
func formOf(v *runWords, plan indicators.Schedule) *scheduleForm {
	form := &scheduleForm{Change: plan.Name, Name: plan.Name, Cron: plan.Cron, Zone: plan.Zone, Folder: plan.Folder, Retries: strconv.Itoa(plan.Retries),
		HoldDays: strconv.Itoa(plan.HoldDays), DefaultZone: v.sight.Programme.Zone, Open: true}
	var further []string
	words := []string{"all", "programme", "projects", "cities"}
	for _, scope := range plan.Scopes {
		if !slices.Contains(words, scope) {
			further = append(further, scope)
		}
	}
	form.Further = strings.Join(further, ", ")
	form.Scopes = v.ticks("scope.", words, plan.Scopes...)
	for _, format := range render.Formats {
		form.Formats = append(form.Formats, scopeChoice{format, formatLabels[format], slices.Contains(plan.Formats, format)})
	}
	form.Languages = v.ticks("language.", []string{string(indicators.Chinese), string(indicators.English)}, string(plan.Language))
	period := plan.Period
	if period != indicators.PreviousMonth && period != indicators.ThisMonth {
		form.Month, period = period, oneMonth
	}
	form.Periods = v.ticks("through.", []string{indicators.PreviousMonth, indicators.ThisMonth, oneMonth}, period)
	form.CatchUps = v.ticks("catch-up.", []string{string(indicators.CatchUpAll), string(indicators.CatchUpLatest), string(indicators.CatchUpNone)}, string(plan.CatchUp))
	if plan.Mail != nil {
		form.MailTo = strings.Join(plan.Mail.To, "\n")
		var lines []string
		for _, line := range byScope(plan.Mail) {
			lines = append(lines, line.scope+"="+line.to)
		}
		form.MailScope = strings.Join(lines, "\n")
	}
	if plan.Webhook != nil {
		form.Webhook = plan.Webhook.URL
	}
	for _, expression := range []string{"0 8 5 * *", "0 18 L * *", "30 9 * * 1", "0 7 5 1,4,7,10 *"} {
		if c, err := schedule.Parse(expression, v.sight.Programme.Zone); err == nil {
			form.Usual = append(form.Usual, scopeChoice{Value: expression, Label: c.Says(v.language)})
		}
	}
	return form
}

// ticks are choices whose words are named by a prefix.
func (v *runWords) ticks(prefix string, values []string, chosen ...string) (out []scopeChoice) {
	for _, value := range values {
		out = append(out, scopeChoice{value, v.say(prefix + value), slices.Contains(chosen, value)})
	}
	return out
}

// scopeAddress is an address that gets one scope's scorecards.
type scopeAddress struct{ scope, to string }

func byScope(mail *indicators.ScheduleMail) (out []scopeAddress) {
	for _, scope := range slices.Sorted(maps.Keys(mail.ByScope)) {
		for _, to := range mail.ByScope[scope] {
			out = append(out, scopeAddress{scope, to})
		}
	}
	return out
}

// readPlan reads the schedule of a form. Problems: schedule-retries-number,
// schedule-hold-number, schedule-mail-line.
func readPlan(f url.Values) (indicators.Schedule, error) {
	text := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	plan := indicators.Schedule{Name: text("name"), Cron: text("cron"), Zone: text("zone"), Formats: f["format"], Language: indicators.Language(text("language")),
		Period: text("period"), Folder: text("folder"), CatchUp: indicators.CatchUp(text("catch-up"))}
	if text("change") != "" {
		plan.Name = text("change")
	}
	if plan.Period == oneMonth {
		plan.Period = cmp.Or(text("month"), oneMonth)
	}
	plan.Scopes = append(slices.Clone(f["scope"]), split(f.Get("further"))...)
	var problems []*indicators.Problem
	number := func(name, code string, usual int) int {
		n, err := strconv.Atoi(cmp.Or(text(name), strconv.Itoa(usual)))
		if err != nil {
			problems = append(problems, &indicators.Problem{Code: code, Args: indicators.Args{"text": text(name)}})
		}
		return n
	}
	plan.Retries = number("retries", "schedule-retries-number", indicators.DefaultRetries)
	plan.HoldDays = number("hold", "schedule-hold-number", 0)
	to := split(f.Get("mail-to"))
	scoped := map[string][]string{}
	for _, line := range split(f.Get("mail-scope")) {
		scope, address, found := strings.Cut(line, "=")
		if !found {
			problems = append(problems, &indicators.Problem{Code: "schedule-mail-line", Args: indicators.Args{"text": line}})
		}
		scope = strings.TrimSpace(scope)
		scoped[scope] = append(scoped[scope], strings.TrimSpace(address))
	}
	if len(to)+len(scoped) > 0 {
		plan.Mail = &indicators.ScheduleMail{To: to, ByScope: scoped}
	}
	if at := text("webhook"); at != "" {
		plan.Webhook = &indicators.ScheduleWebhook{URL: at}
	}
	if len(problems) > 0 {
		return plan.Filled(), &engine.Refusal{Problems: problems}
	}
	return plan.Filled(), nil
}

// split are the parts of a text between commas and lines.
func split(text string) (out []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，、;；\r\n", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// putSchedule shows what a schedule would do, or sets the one that was looked at.
func (s *Server) putSchedule(w http.ResponseWriter, r *http.Request) error {
	v, err := s.runWords(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	plan, problem := readPlan(r.PostForm)
	change := strings.TrimSpace(r.PostForm.Get("change"))
	if isFragment(r) && plan.Cron == "" {
		return s.showPreview(w, r, nil)
	}
	preview, status, err := s.preview(r, v, plan, change != "", problem)
	if err != nil {
		return err
	}
	if r.PostForm.Get("do") == "put" && len(preview.Problems) == 0 {
		if preview.Changed = r.PostForm.Get("seen") != preview.Seen; !preview.Changed {
			return s.setSchedule(w, r, v, plan, change != "")
		}
	}
	if isFragment(r) {
		return s.showPreview(w, r, preview)
	}
	form := formOf(v, plan)
	form.Change, form.Preview = change, preview
	form.Retries, form.HoldDays = cmp.Or(r.PostForm.Get("retries"), form.Retries), cmp.Or(r.PostForm.Get("hold"), form.HoldDays)
	form.MailTo, form.MailScope = r.PostForm.Get("mail-to"), r.PostForm.Get("mail-scope")
	return s.showSchedules(w, r, status, v, form)
}

func (s *Server) setSchedule(w http.ResponseWriter, r *http.Request, v *runWords, plan indicators.Schedule, replace bool) error {
	if err := v.sight.Set(r.Context(), plan, replace); err != nil {
		return err
	}
	c, err := schedule.CalendarOf(v.sight.Programme, plan)
	if err != nil {
		return err
	}
	return s.redirect(w, r, v.base+"/schedules", v.say("put", "name", plan.Name, "when", c.Says(v.language)))
}

// preview tells what a schedule would do; status is that of a page that shows it.
func (s *Server) preview(r *http.Request, v *runWords, plan indicators.Schedule, change bool, problem error) (*schedulePreview, int, error) {
	if problem == nil {
		problem = v.sight.Check(r.Context(), plan)
	}
	if problem == nil && !change {
		problem = s.taken(r, v, plan.Name)
	}
	if problem != nil {
		refused := problemsOf(problem)
		if len(refused) == 0 {
			return nil, 0, problem
		}
		out := &schedulePreview{}
		for _, one := range refused {
			out.Problems = append(out.Problems, problemLine(one, v.language))
		}
		return out, http.StatusUnprocessableEntity, nil
	}
	c, err := schedule.CalendarOf(v.sight.Programme, plan)
	if err != nil {
		return nil, 0, err
	}
	files := len(schedule.Scopes(v.sight.Programme, plan)) * len(plan.Formats)
	first := schedule.PeriodOf(v.sight.Programme, plan, c.Next(v.now))
	seen, err := digestOf(plan)
	return &schedulePreview{When: c.Says(v.language), Next: v.coming(c, comingInPreview), Warnings: v.warnings(c), Seen: seen,
		Makes: v.say("makes", "files", strconv.Itoa(files), "period", first.String())}, http.StatusOK, err
}

// taken refuses a new schedule with the name of another.
func (s *Server) taken(r *http.Request, v *runWords, name string) error {
	plans, err := s.store.Schedules(r.Context(), v.sight.Programme.ID)
	for _, plan := range plans {
		if plan.Name == name {
			return &indicators.Problem{Code: "schedule-taken", Args: indicators.Args{"name": name}}
		}
	}
	return err
}

func digestOf(plan indicators.Schedule) (string, error) {
	text, err := json.Marshal(plan)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8]), err
}

// showPreview shows the preview alone, in place of the one before.
func (s *Server) showPreview(w http.ResponseWriter, r *http.Request, preview *schedulePreview) error {
	p := s.frame(r, "")
	p.View = schedulesView{Form: &scheduleForm{Preview: preview}}
	return s.fragment(w, http.StatusOK, "schedules.html", "preview", p)
}
