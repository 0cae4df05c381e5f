package deliver

import (
	"context"
	"slices"
	"strings"
	"time"

	"yardstick/engine/schedule"
	"yardstick/engine/store"
)

// mailer sends each address its share of a run.
type mailer struct{ Options }

// Targets lists the addresses of a run. One whose scopes the run does not make is none
// of them.
func (m *mailer) Targets(run store.Run) (out []string) {
	if run.Plan.Mail == nil {
		return nil
	}
	found, err := m.shares(context.Background(), run)
	if err != nil {
		return slices.Clone(run.Plan.Mail.To) // each tries to read the programme again, and says why it cannot
	}
	for _, share := range found {
		out = append(out, share.address)
	}
	return out
}

// Attempts is how often an address is tried: for a day.
func (m *mailer) Attempts() int { return tries }

// Deliver sends one letter. Problems: mail-nobody, and those of newLetter and send.
func (m *mailer) Deliver(ctx context.Context, d schedule.Delivery) error {
	if m.Settings.SMTP.Host == "" {
		return schedule.Final(problem("smtp-unset", "name", EnvHost))
	}
	all, err := m.shares(ctx, d.Run)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(s share) bool { return strings.EqualFold(s.address, d.Target) })
	if at < 0 {
		return schedule.Final(problem("mail-nobody", "address", d.Target))
	}
	pair, err := m.Evaluate(ctx, d.Run)
	if err != nil {
		return err
	}
	letter, err := newLetter(d, pair, all[at], m.Settings.SMTP.Limit)
	if err != nil {
		return err
	}
	text, page, err := letter.write()
	if err != nil {
		return err
	}
	_, err = m.Settings.SMTP.send(ctx, message{to: all[at].address, subject: letter.Subject, id: "run." + keyOf(d.Run, all[at].address), at: m.Now(),
		text: text, page: page, picture: letter.Picture, attach: letter.attached})
	return err
}

func (m *mailer) shares(ctx context.Context, run store.Run) ([]share, error) {
	p, err := m.Store.Programme(ctx, run.Programme, run.AsOf)
	if err != nil {
		return nil, err
	}
	return shares(p, run, m.Settings.Recipients), nil
}

// TestLetter is a letter that says only that letters arrive. It returns what the server
// answered. Problems: those of send.
func TestLetter(ctx context.Context, s SMTP, to, subject, text string, now time.Time) (answer string, err error) {
	return s.send(ctx, message{to: to, subject: subject, text: text, at: now, id: "test." + now.UTC().Format("20060102T150405.000000000")})
}
