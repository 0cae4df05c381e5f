package gate

import (
	"context"
	"time"

	"yardstick/engine/store"
)

// kept is where sessions are kept. One that a request found when it began and that was
// ended meanwhile stays ended, though the request has something to keep in it.
type kept struct{ store.Sessions }

// foundKey is under what a request holds the token of the session that it found.
type foundKey struct{}

// FindCtx is store.Sessions.FindCtx, and notes what was found.
func (k kept) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, found, err := k.Sessions.FindCtx(ctx, token)
	if note, ok := ctx.Value(foundKey{}).(*string); ok && found {
		*note = token
	}
	return data, found, err
}

// CommitCtx keeps a new session, or what one holds that is still there.
func (k kept) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	if note, ok := ctx.Value(foundKey{}).(*string); ok && *note == token {
		return k.Keep(ctx, token, data, expires)
	}
	return k.Sessions.CommitCtx(ctx, token, data, expires)
}
