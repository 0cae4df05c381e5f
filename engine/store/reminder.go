package store

import (
	"context"
	"time"

	"yardstick/indicators"
)

// Reminder is a letter about a period's sheets that somebody was sent.
type Reminder struct {
	Programme string // id
	Period    indicators.Period
	Kind      string // soon, last-day, review
	Address   string
	At        time.Time
	Fault     RunFault // why the address was refused for good; none when it was sent
}

const reminders = `
SELECT m.period, m.kind, m.address, m.at, m.fault FROM reminder m JOIN programme p ON p.key = m.programme
WHERE p.id = ? AND m.period >= ? ORDER BY m.period, m.kind, m.address`

// Reminders returns the reminders of a programme, of a period and those after it.
func (s *Store) Reminders(ctx context.Context, programme string, from indicators.Period) (out []Reminder, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		one := Reminder{Programme: programme}
		var at int64
		var fault string
		return r.each(reminders, []any{programme, int64(from)}, []any{&one.Period, &one.Kind, &one.Address, &at, &fault}, func() error {
			one.At, one.Fault = time.Unix(0, at).UTC(), readFault(fault)
			out = append(out, one)
			return nil
		})
	})
	return out, err
}

const addReminder = `
INSERT INTO reminder (programme, period, kind, address, at, fault)
SELECT key, ?, ?, ?, ?, ? FROM programme WHERE id = ?
ON CONFLICT (programme, period, kind, address) DO NOTHING`

// Reminded records a reminder; one that is recorded already stays as it is. At is the
// store's clock.
func (s *Store) Reminded(ctx context.Context, m Reminder) error {
	return s.save(ctx, func(w *writing) error {
		return w.exec(addReminder, int64(m.Period), m.Kind, m.Address, w.at.UnixNano(), m.Fault.text(), m.Programme)
	})
}
