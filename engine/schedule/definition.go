package schedule

import (
	"context"
	"net/mail"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"yardstick/engine/store"
	"yardstick/indicators"
)

// How far the numbers of a schedule may go.
const (
	mostRetries  = 20
	mostHoldDays = 60
)

// words are those that a folder's pattern may have.
var words = []string{"{programme}", "{schedule}", "{period}", "{year}", "{month}", "{due}", "{scope}"}

// Check says everything that is wrong with a schedule of a programme; formats are
// those that files can be made in. Codes: those of Parse, and schedule-name,
// schedule-scope, schedule-empty, schedule-format, schedule-language, schedule-period,
// schedule-folder, schedule-catch-up, schedule-retries, schedule-hold,
// schedule-mail, schedule-mail-scope, schedule-webhook.
func Check(p *indicators.Programme, plan indicators.Schedule, formats []string) (out []*indicators.Problem) {
	wrong := func(key, code string, args ...string) {
		found := problem(code, args...)
		found.At = plan.Place(key)
		out = append(out, found)
	}
	if !planName.MatchString(plan.Name) {
		wrong("name", "schedule-name", "name", plan.Name)
	}
	if _, err := CalendarOf(p, plan); err != nil {
		found := *err.(*indicators.Problem)
		found.At = plan.Place("cron")
		if found.Code == "cron-zone" && found.Args["zone"] == plan.Zone {
			found.At = plan.Place("zone")
		}
		out = append(out, &found)
	}
	checkScopes(p, plan, wrong)
	for _, format := range plan.Formats {
		if !slices.Contains(formats, format) {
			wrong("formats", "schedule-format", "format", format, "known", strings.Join(formats, ", "))
		}
	}
	if plan.Language != indicators.Chinese && plan.Language != indicators.English {
		wrong("language", "schedule-language", "language", string(plan.Language))
	}
	if plan.Period != indicators.PreviousMonth && plan.Period != indicators.ThisMonth {
		if _, err := indicators.ParsePeriod(plan.Period); err != nil {
			wrong("period", "schedule-period", "period", plan.Period)
		}
	}
	if !folderFits(plan.Folder) {
		wrong("folder", "schedule-folder", "folder", plan.Folder, "scope-word", "{scope}", "known", strings.Join(words, " "))
	}
	if !slices.Contains([]indicators.CatchUp{indicators.CatchUpAll, indicators.CatchUpLatest, indicators.CatchUpNone}, plan.CatchUp) {
		wrong("catch_up", "schedule-catch-up", "text", string(plan.CatchUp))
	}
	if plan.Retries < 0 || plan.Retries > mostRetries {
		wrong("retries", "schedule-retries", "count", strconv.Itoa(plan.Retries), "most", strconv.Itoa(mostRetries))
	}
	if plan.HoldDays < 0 || plan.HoldDays > mostHoldDays {
		wrong("hold_days", "schedule-hold", "days", strconv.Itoa(plan.HoldDays), "most", strconv.Itoa(mostHoldDays))
	}
	checkDelivery(p, plan, wrong)
	return out
}

// CheckAmong refuses a schedule of a programme whose files would have the names of
// another's, of the same programme or another of the database: one would overwrite
// the other in silence. Code: schedule-same-files.
func CheckAmong(programme string, plan indicators.Schedule, others []store.Schedule) []*indicators.Problem {
	for _, other := range others {
		elsewhere := other.Programme != programme
		if !elsewhere && other.Name == plan.Name || filesOf(programme, plan) != filesOf(other.Programme, other.Schedule) {
			continue
		}
		if slices.ContainsFunc(plan.Formats, func(format string) bool { return slices.Contains(other.Formats, format) }) {
			name, word := other.Name, "{schedule}"
			if elsewhere {
				name, word = other.Programme+"/"+other.Name, "{programme}"
			}
			p := problem("schedule-same-files", "name", plan.Name, "other", name, "folder", plan.Folder, "word", word)
			p.At = plan.Place("folder")
			return []*indicators.Problem{p}
		}
	}
	return nil
}

// filesOf is a pattern as far as it is known before a run.
func filesOf(programme string, plan indicators.Schedule) string {
	return strings.NewReplacer("{programme}", programme, "{schedule}", plan.Name, "{period}", "{year}-{month}").Replace(plan.Folder)
}

// CheckDefined refuses the schedules of definitions that would write the files of
// those that a database holds besides. Code: schedule-same-files.
func CheckDefined(ctx context.Context, st *store.Store, p *indicators.Programme) (problems []*indicators.Problem, err error) {
	if len(p.Schedules) == 0 {
		return nil, nil
	}
	all, err := Everywhere(ctx, st)
	others := slices.DeleteFunc(all, func(other store.Schedule) bool { return other.Programme == p.ID && other.Defined })
	for _, plan := range p.Schedules {
		problems = append(problems, CheckAmong(p.ID, plan, others)...)
	}
	return problems, err
}

// Everywhere lists the schedules of every programme of a database.
func Everywhere(ctx context.Context, st *store.Store) (all []store.Schedule, err error) {
	ids, err := st.Programmes(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		plans, err := st.Schedules(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, plans...)
	}
	return all, nil
}

var planName = regexp.MustCompile(`^[\p{L}\p{N}]([\p{L}\p{N}._-]{0,62}[\p{L}\p{N}])?$`)

func checkScopes(p *indicators.Programme, plan indicators.Schedule, wrong func(key, code string, args ...string)) {
	known := true
	for _, scope := range plan.Scopes {
		if _, ok := scopesNamed(p, scope); !ok {
			wrong("scopes", "schedule-scope", "scope", scope)
			known = false
		}
	}
	if known && len(Scopes(p, plan)) == 0 {
		wrong("scopes", "schedule-empty", "scopes", strings.Join(plan.Scopes, ", "))
	}
}

func checkDelivery(p *indicators.Programme, plan indicators.Schedule, wrong func(key, code string, args ...string)) {
	if plan.Mail != nil {
		addresses := slices.Clone(plan.Mail.To)
		for scope, to := range plan.Mail.ByScope {
			if _, ok := scopesNamed(p, scope); !ok {
				wrong("mail", "schedule-mail-scope", "scope", scope)
			}
			addresses = append(addresses, to...)
		}
		for _, address := range addresses {
			if _, err := mail.ParseAddress(address); err != nil {
				wrong("mail", "schedule-mail", "address", address)
			}
		}
	}
	if plan.Webhook != nil {
		if to, err := url.Parse(plan.Webhook.URL); err != nil || to.Host == "" || to.Scheme != "https" && to.Scheme != "http" {
			wrong("webhook", "schedule-webhook", "url", plan.Webhook.URL)
		}
	}
}

// CalendarOf is when a schedule of a programme is due. Problems: those of Parse.
func CalendarOf(p *indicators.Programme, plan indicators.Schedule) (*Calendar, error) {
	zone := plan.Zone
	if zone == "" {
		zone = p.Zone
	}
	return Parse(plan.Cron, zone)
}

// Scopes lists what a schedule makes scorecards of, by the names of their files:
// programme, project-survey, city-440100; each once, in published order.
func Scopes(p *indicators.Programme, plan indicators.Schedule) (out []string) {
	for _, scope := range plan.Scopes {
		names, _ := scopesNamed(p, scope)
		for _, name := range names {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// scopesNamed is what one word of a schedule means; ok is false for none.
func scopesNamed(p *indicators.Programme, word string) (names []string, ok bool) {
	switch word {
	case "all":
		return slices.Concat([]string{"programme"}, projectScopes(p), cityScopes(p)), true
	case "programme", p.ID:
		return []string{"programme"}, true
	case "projects":
		return projectScopes(p), true
	case "cities":
		return cityScopes(p), true
	}
	if project := p.Project(word); project != nil {
		return []string{"project-" + project.LocalID()}, true
	}
	if region, found := p.Regions.Find(word); found && slices.Contains(cityScopes(p), "city-"+region.Code) {
		return []string{"city-" + region.Code}, true
	}
	return nil, false
}

func projectScopes(p *indicators.Programme) (out []string) {
	for _, project := range p.Projects {
		out = append(out, "project-"+project.LocalID())
	}
	return out
}

// cityScopes are the regions below the root that have an assignment.
func cityScopes(p *indicators.Programme) (out []string) {
	takesPart := map[string]bool{}
	for a := range p.Assignments() {
		takesPart[a.Region] = true
	}
	for _, region := range p.Regions {
		if region.Code != p.Regions.Root().Code && takesPart[region.Code] {
			out = append(out, "city-"+region.Code)
		}
	}
	return out
}

// PeriodOf is what a run that is due at an instant reports through: the month
// before or of the instant in the programme's time zone, at most the last of its
// fiscal year; or the one that the schedule names.
func PeriodOf(p *indicators.Programme, plan indicators.Schedule, due time.Time) indicators.Period {
	if fixed, err := indicators.ParsePeriod(plan.Period); err == nil {
		return fixed
	}
	at := due.In(p.Location())
	period := indicators.NewPeriod(at.Year(), at.Month())
	if plan.Period != indicators.ThisMonth {
		period--
	}
	return min(period, indicators.MonthOf(p.FiscalYear().To))
}

var anyWord = regexp.MustCompile(`\{[^{}]*\}`)

// unfit are the characters that no name may have on some system that the files may be
// unpacked on.
const unfit = `{}\:*?"<>|`

// folderFits refuses a pattern that leaves its folder, has an unknown word, gives two
// scopes the same name, or gives a name that some system cannot have.
func folderFits(pattern string) bool {
	for _, word := range anyWord.FindAllString(pattern, -1) {
		if !slices.Contains(words, word) {
			return false
		}
	}
	rest := anyWord.ReplaceAllString(pattern, "x")
	for _, name := range strings.Split(rest, "/") {
		if strings.TrimSpace(name) != name || strings.HasSuffix(name, ".") {
			return false
		}
	}
	return strings.Contains(pattern, "{scope}") && !strings.ContainsAny(rest, unfit) && !strings.ContainsFunc(rest, unicode.IsControl) &&
		path.Clean(rest) == rest && !path.IsAbs(rest) && !strings.HasPrefix(rest, "../") && !strings.HasPrefix(rest, "~")
}

// pathOf is the name of a file under the folder of the schedules' files.
func pathOf(plan indicators.Schedule, programme string, period indicators.Period, due time.Time, scope, format string) string {
	return strings.NewReplacer("{programme}", programme, "{schedule}", plan.Name, "{period}", period.String(),
		"{year}", strconv.Itoa(period.Year()), "{month}", period.String()[5:], "{due}", due.Format("20060102T1504"), "{scope}", scope).Replace(plan.Folder) + "." + format
}
