package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far a long work has come, on a terminal only.
type progress struct{ bar *progressbar.ProgressBar }

func (s *session) progress(steps int, what string) progress {
	if !isTerminal(s.err) {
		return progress{}
	}
	return progress{progressbar.NewOptions(steps,
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetWriter(s.err),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(60*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)}
}

func (p progress) step() {
	if p.bar != nil {
		_ = p.bar.Add(1) // a terminal that went away is no reason to stop
	}
}

func (p progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
