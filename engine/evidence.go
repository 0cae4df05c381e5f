package engine

import (
	"time"

	"yardstick/indicators"
)

// Evidence is a file or a link that backs an observation (佐证材料). A file is kept
// under its digest; what was attached stays attached, unless it is detached with
// a reason, and then it is still kept.
type Evidence struct {
	Seq         int64 // of the step that attached it
	Observation int64 // Seq of the figure that it backs
	Indicator   string
	Period      indicators.Period
	Name        string // of the file, without a folder; of a link its title
	URL         string // of a link; empty for a file
	Type        string // of the file's content, as its bytes say: application/pdf
	Size        int64  // in bytes; 0 for a link
	SHA256      string // 64 hexadecimal digits; empty for a link
	AttachedAt  time.Time
	AttachedBy  string
	// Detached says why it no longer backs the figure; empty while it does.
	Detached string
}
