package deliver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Reminding sends reminders while it runs. It is for the one process that works the
// schedules of a database.
type Reminding struct {
	Options
	Language indicators.Language // of the letters
	Log      *slog.Logger        // nil is silence

	mutex sync.Mutex
	later map[string]wait // by the key of a letter that failed
}

// wait is how often a letter failed, and until when it is left alone.
type wait struct {
	failed int
	until  time.Time
}

// When reminders go out: not at night, and looked for each minute.
const (
	remindFrom  = 8 // o'clock in the programme's time zone
	remindEvery = time.Minute
)

// Run looks each minute until the context ends.
func (r *Reminding) Run(ctx context.Context) {
	tick := time.NewTicker(remindEvery)
	defer tick.Stop()
	for {
		r.Look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Look sends what is to be sent by now and was not yet. A letter that fails is logged
// and tried again later, with the back-off of deliveries, for as long as its day lasts.
func (r *Reminding) Look(ctx context.Context) {
	if r.Settings.SMTP.Host == "" {
		return
	}
	log := r.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	ids, err := r.Store.Programmes(ctx)
	if err != nil {
		log.Error("reminders cannot be read", "why", err)
		return
	}
	for _, id := range ids {
		if err := r.programme(ctx, id, log); err != nil && ctx.Err() == nil {
			log.Error("reminders failed", "programme", id, "why", err)
		}
	}
}

func (r *Reminding) programme(ctx context.Context, id string, log *slog.Logger) error {
	now := r.now()
	p, err := r.Store.Programme(ctx, id, time.Time{})
	if err != nil || now.In(p.Location()).Hour() < remindFrom {
		return err
	}
	plans, err := r.Store.Schedules(ctx, id)
	if err != nil {
		return err
	}
	to := r.Settings.Recipients.withSchedules(plans)
	if len(to) == 0 {
		return nil
	}
	// What closes now was due at most a month before, and that is the month after its
	// period; the grace may be longer.
	today := engine.Today(p, now)
	from := indicators.MonthOf(today) - 2 - indicators.Period(p.GraceDays/28)
	sent, err := r.sent(ctx, id, from)
	if err != nil {
		return err
	}
	sheets, err := r.Store.Sheets(ctx, id, store.SheetFilter{From: from})
	if err != nil {
		return err
	}
	for _, one := range Reminders(p, sheets, to, today) {
		if sent[reminderKey(id, one.Period, one.Kind, one.Address)] {
			continue
		}
		if err := r.send(ctx, p, one, now, log); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reminding) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

// sent are the keys of what was recorded.
func (r *Reminding) sent(ctx context.Context, id string, from indicators.Period) (map[string]bool, error) {
	all, err := r.Store.Reminders(ctx, id, from)
	out := map[string]bool{}
	for _, one := range all {
		out[reminderKey(id, one.Period, one.Kind, one.Address)] = true
	}
	return out, err
}

func reminderKey(programme string, period indicators.Period, kind, address string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{programme, period.String(), kind, strings.ToLower(address)}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// send sends one reminder and records it, when it was taken or refused for good. The
// error is of the database alone.
func (r *Reminding) send(ctx context.Context, p *indicators.Programme, one Reminder, now time.Time, log *slog.Logger) error {
	key := reminderKey(p.ID, one.Period, one.Kind, one.Address)
	if r.rests(key, now) {
		return nil
	}
	subject, text := one.write(p, r.Language)
	_, err := r.Settings.SMTP.send(ctx, message{to: one.Address, subject: subject, text: text, at: now, id: "reminder." + key})
	if err != nil {
		log.Warn("reminder failed", "programme", p.ID, "period", one.Period.String(), "kind", one.Kind, "address", one.Address, "why", err)
		if !schedule.IsFinal(err) {
			r.failed(key, now)
			return nil
		}
	}
	record := store.Reminder{Programme: p.ID, Period: one.Period, Kind: one.Kind, Address: one.Address, Fault: store.FaultOf(err)}
	return r.Store.Reminded(context.WithoutCancel(ctx), record)
}

// rests reports whether a letter that failed is left alone for now.
func (r *Reminding) rests(key string, now time.Time) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return now.Before(r.later[key].until)
}

func (r *Reminding) failed(key string, now time.Time) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.later == nil {
		r.later = map[string]wait{}
	}
	w := r.later[key]
	w.until = now.Add(min(30*time.Second<<min(w.failed, 10), time.Hour))
	w.failed++
	r.later[key] = w
}

// write sets a reminder as a letter of plain text.
func (one *Reminder) write(p *indicators.Programme, l indicators.Language) (subject, text string) {
	args := indicators.Args{"period": one.Period.String(), "date": one.Closes.String(), "programme": p.Title, "count": strconv.Itoa(len(one.Sheets))}
	lines := []string{l.Say("deliver.remind-"+one.Kind, args), ""}
	for n := range one.Sheets {
		lines = append(lines, "- "+sheetLine(p, &one.Sheets[n], one.Kind, l))
	}
	lines = append(lines, "", l.Say("deliver.foot", nil), "")
	return l.Say("deliver.remind-"+one.Kind+"-subject", args), strings.Join(lines, "\n")
}

// sheetLine says how one sheet stands.
func sheetLine(p *indicators.Programme, s *engine.SheetSummary, kind string, l indicators.Language) string {
	region, project := s.Assignment.Region, s.Assignment.Project.Title
	if found, ok := p.Regions.ByCode(region); ok {
		region = found.Name
		if l == indicators.English && found.NameEN != "" {
			region = found.NameEN
		}
	}
	if l == indicators.English && s.Assignment.Project.TitleEN != "" {
		project = s.Assignment.Project.TitleEN
	}
	args := indicators.Args{"region": region, "project": project, "filled": strconv.Itoa(s.Filled), "wanted": strconv.Itoa(s.Wanted),
		"missing": strconv.Itoa(s.Missing()), "reason": s.Reason, "declared": strconv.Itoa(s.Declared), "by": s.SubmittedBy}
	code := "sheet-open"
	switch {
	case kind == RemindReview && s.Submission.State == engine.Submitted:
		code = "sheet-waits"
	case kind == RemindReview:
		code = "sheet-declared"
	case s.Submission.State == engine.Returned:
		code = "sheet-returned"
	}
	return oneLine(l.Say("deliver."+code, args))
}
