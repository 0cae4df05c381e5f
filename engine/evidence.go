package engine

import (
	"cmp"
	"slices"
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
	Part        string // as of the figure
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

// backing is evidence by the Seq of the figure that it backs, in the order in which
// it was attached.
type backing map[int64][]Evidence

func backingOf(evidence []Evidence) backing {
	if len(evidence) == 0 {
		return nil
	}
	out := backing{}
	for _, e := range evidence {
		out[e.Observation] = append(out[e.Observation], e)
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b Evidence) int { return cmp.Compare(a.Seq, b.Seq) })
	}
	return out
}

// of lists what backs the entries, in their order.
func (b backing) of(entries []Observation) (out []Evidence) {
	if len(b) == 0 {
		return nil
	}
	for _, o := range entries {
		out = append(out, b[o.Seq]...)
	}
	return out
}
