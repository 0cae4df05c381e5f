package store

import (
	"bytes"
	"context"
	"time"

	"yardstick/indicators"
)

// Answer is what a program was answered to a request with a key of its own.
type Answer struct {
	Status int
	Type   string // media type
	Body   []byte
}

// answerLasts is how long an answer is kept.
const answerLasts = 24 * time.Hour

// Begin takes a key for a request, whose SHA-256 is given, and returns the answer when
// the same request has been answered before; nil when it is to be done, also when it
// was begun before and its server died. That it is not under way elsewhere is for the
// caller to know. Problem: idempotency-key-reused (for another request).
func (s *Store) Begin(ctx context.Context, account, key string, request []byte) (known *Answer, err error) {
	err = s.save(ctx, func(w *writing) error {
		if err := w.exec(`DELETE FROM answer WHERE at < ?`, w.at.Add(-answerLasts).UnixNano()); err != nil {
			return err
		}
		var before []byte
		var answer Answer
		found, err := w.one(`SELECT request, status, type, body FROM answer WHERE account = ? AND key = ?`,
			[]any{account, key}, &before, &answer.Status, &answer.Type, &answer.Body)
		switch {
		case err != nil:
			return err
		case found && !bytes.Equal(before, request):
			return &indicators.Problem{Code: "idempotency-key-reused", Args: indicators.Args{"key": key}}
		case found && answer.Status != 0:
			known = &answer
			return nil
		}
		return w.exec(beginAnswer, account, key, request, w.at.UnixNano())
	})
	return known, err
}

const beginAnswer = `
INSERT INTO answer (account, key, request, status, type, body, at) VALUES (?, ?, ?, 0, '', x'', ?)
ON CONFLICT (account, key) DO UPDATE SET at = excluded.at`

// Answered keeps what a request was answered with. A fault of the server is not kept:
// the request may be sent again.
func (s *Store) Answered(ctx context.Context, account, key string, a Answer) error {
	return s.save(ctx, func(w *writing) error {
		if a.Status >= 500 {
			return w.exec(`DELETE FROM answer WHERE account = ? AND key = ?`, account, key)
		}
		return w.exec(`UPDATE answer SET status = ?, type = ?, body = ? WHERE account = ? AND key = ?`, a.Status, a.Type, append([]byte{}, a.Body...), account, key)
	})
}
