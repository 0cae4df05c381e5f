package load

import (
	"slices"

	"yardstick/indicators"
)

// Words of schedules that definitions may write in Chinese.
var (
	scopeWords  = map[string]string{"全部": "all", "专项": "programme", "各项目": "projects", "各市": "cities"}
	periodWords = map[string]string{"上月": indicators.PreviousMonth, "本月": indicators.ThisMonth}
)

// schedules reads what is made by itself. What the texts may be is checked where
// schedules are worked; here a name may stand once.
func (r *reader) schedules(n *node) (out []indicators.Schedule) {
	for _, n := range r.list(n) {
		f := r.fields(n, scheduleObject)
		s := r.schedule(f)
		s.At, s.Places = n.place(), f.places()
		if slices.ContainsFunc(out, func(other indicators.Schedule) bool { return other.Name == s.Name }) {
			r.report(f.key("name").problem("schedule-twice", indicators.Args{"name": s.Name}))
			continue
		}
		if s.Name != "" && s.Cron != "" {
			out = append(out, s)
		}
	}
	return out
}

func (r *reader) schedule(f fields) indicators.Schedule {
	s := indicators.Schedule{
		Name: r.plain(f.get("name")), Cron: r.plain(f.get("cron")), Zone: r.plain(f.get("zone")),
		Scopes: inWords(r.plains(f.get("scopes")), scopeWords), Formats: r.plains(f.get("formats")),
		Language: indicators.Language(r.choice(f.get("language"), languages)),
		Period:   inWord(r.plain(f.get("period")), periodWords), Folder: r.plain(f.get("folder")),
		CatchUp: indicators.CatchUp(r.choice(f.get("catch_up"), catchUps)),
		Retries: r.whole(f.get("retries"), indicators.DefaultRetries, 0, 99), HoldDays: r.whole(f.get("hold_days"), 0, 0, 366),
	}
	if n := f.get("mail"); n != nil {
		s.Mail = r.mail(n)
	}
	if url := r.plain(f.get("webhook")); url != "" {
		s.Webhook = &indicators.ScheduleWebhook{URL: url}
	}
	return s.Filled()
}

func (r *reader) mail(n *node) *indicators.ScheduleMail {
	f := r.fields(n, mailObject)
	mail := &indicators.ScheduleMail{To: r.plains(f.get("to"))}
	for _, n := range r.list(f.get("by_scope")) {
		recipient := r.fields(n, recipientObject)
		if mail.ByScope == nil {
			mail.ByScope = map[string][]string{}
		}
		scope := r.plain(recipient.get("scope"))
		mail.ByScope[scope] = append(mail.ByScope[scope], r.plains(recipient.get("to"))...)
	}
	return mail
}

// plains reads a text or a list of them.
func (r *reader) plains(n *node) (out []string) {
	for _, item := range r.list(n) {
		if text := r.plain(item); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func inWord(text string, words map[string]string) string {
	if word, known := words[text]; known {
		return word
	}
	return text
}

func inWords(texts []string, words map[string]string) []string {
	for n := range texts {
		texts[n] = inWord(texts[n], words)
	}
	return texts
}
