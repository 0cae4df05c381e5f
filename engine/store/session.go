package store

import (
	"context"
	"time"

	"yardstick/engine"
)

// Sessions keeps what browsers are logged in, as the session manager of the pages
// wants it (scs: Find, Commit, Delete, and the same with a context). Of a
// session's token only its SHA-256 is kept.
type Sessions struct{ store *Store }

// Sessions is the store's sessions.
func (s *Store) Sessions() Sessions { return Sessions{s} }

// FindCtx returns what a session holds; found is false when there is none, or it
// has expired.
func (k Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = k.store.snapshot(ctx, func(r *reading) error {
		found, err = r.one(`SELECT data FROM session WHERE token = ? AND expires_at > ?`,
			[]any{digest(token), k.store.now().UnixNano()}, &data)
		return err
	})
	return data, found, err
}

// CommitCtx keeps what a session holds until it expires.
func (k Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return k.store.save(ctx, func(w *writing) error {
		return w.exec(keepSession, digest(token), append([]byte{}, data...), expires.UnixNano())
	})
}

const keepSession = `
INSERT INTO session (token, data, expires_at, account) VALUES (?, ?, ?, '')
ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`

// Keep replaces what a session holds, as long as nobody has ended it: a request that
// was under way then does not bring it back.
func (k Sessions) Keep(ctx context.Context, token string, data []byte, expires time.Time) error {
	return k.store.save(ctx, func(w *writing) error {
		return w.exec(`UPDATE session SET data = ?, expires_at = ? WHERE token = ?`, append([]byte{}, data...), expires.UnixNano(), digest(token))
	})
}

// DeleteCtx ends a session.
func (k Sessions) DeleteCtx(ctx context.Context, token string) error {
	return k.store.save(ctx, func(w *writing) error { return w.exec(`DELETE FROM session WHERE token = ?`, digest(token)) })
}

// Find is FindCtx without a context.
func (k Sessions) Find(token string) ([]byte, bool, error) {
	return k.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (k Sessions) Commit(token string, data []byte, expires time.Time) error {
	return k.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx without a context.
func (k Sessions) Delete(token string) error { return k.DeleteCtx(context.Background(), token) }

// Bind says whose session it is, once somebody has logged in on it, so that it
// ends with the account's others. It must have been committed before.
func (k Sessions) Bind(ctx context.Context, token, account string) error {
	return k.store.save(ctx, func(w *writing) error {
		return w.exec(`UPDATE session SET account = ? WHERE token = ?`, account, digest(token))
	})
}

// Sweep forgets the sessions and invitations that have expired.
func (k Sessions) Sweep(ctx context.Context) error {
	return k.store.save(ctx, func(w *writing) error {
		now := w.at.UnixNano()
		if err := w.exec(`DELETE FROM session WHERE expires_at <= ?`, now); err != nil {
			return err
		}
		return w.exec(`DELETE FROM invitation WHERE expires_at <= ?`, now)
	})
}

// End ends every session of an account. by is the administrator, or the account
// itself; nil whoever has the database. Problem: may-not-administer.
func (k Sessions) End(ctx context.Context, by *engine.Actor, account string) error {
	end := func(w *writing, by string) error {
		if err := w.exec(`DELETE FROM session WHERE account = ?`, account); err != nil {
			return err
		}
		return w.event(event{kind: sessionsEnded, account: account, by: by})
	}
	if by != nil && by.Name == account {
		return k.store.save(ctx, func(w *writing) error { return end(w, account) })
	}
	return k.store.administer(ctx, by, end)
}
