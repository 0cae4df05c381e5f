package schedule

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// sparing passes on what the engine of jobs warns of, each message once a minute: on
// a full disk it says the same four times a second.
type sparing struct {
	slog.Handler
	mu   sync.Mutex
	said map[string]time.Time
}

// Enabled reports whether a level is passed on.
func (s *sparing) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && s.Handler.Enabled(ctx, level)
}

// Handle passes a record on, unless its message was within the minute before.
func (s *sparing) Handle(ctx context.Context, r slog.Record) error {
	s.mu.Lock()
	again := r.Time.Sub(s.said[r.Message]) < time.Minute
	if !again {
		s.said[r.Message] = r.Time
	}
	s.mu.Unlock()
	if again {
		return nil
	}
	return s.Handler.Handle(ctx, r)
}
