package engine

import (
	"time"

	"yardstick/indicators"
)

// Observation is one reported figure (实际完成值). It is never changed: a
// correction is a new observation that supersedes the one before and says why.
type Observation struct {
	Seq        int64  // order of commit in the database; as-of is a cut in it
	Indicator  string // id of the indicator, or an assignment's money id
	Part       string // "", "1"…, numerator, denominator, or a money part
	Period     indicators.Period
	Value      indicators.Value // in the indicator's unit; see [indicators.Value] for other kinds
	Text       string           // as entered
	EnteredAt  time.Time
	EnteredBy  string
	Supersedes int64  // Seq of the entry it corrects; 0 when it is the first
	Note       string // a remark; of a correction, why
	Token      string // client's own key: an entry sent twice counts once
	// Waits says that it counts only provisionally: nobody has approved it yet.
	// ApprovedAt and ApprovedBy are zero for it, and for what counted from its entry
	// because there were no accounts.
	Waits      bool
	ApprovedAt time.Time
	ApprovedBy string
	// Withdrawn says who took it back before it was approved, and when: it counts
	// nowhere, and stays in the history. Nil while it stands.
	Withdrawn *Step
}

// Declaration is a statement about a target that is not a figure. Like an
// observation it is append-only: the last one of its kind, target and period counts.
type Declaration struct {
	Seq       int64
	Kind      DeclarationKind
	Indicator string
	Horizon   indicators.Horizon // empty: every horizon
	Period    indicators.Period  // from which it holds; of a reason the period it explains
	Reason    string
	Remedy    string          // 改进措施
	Until     indicators.Date // of an accepted deviation: its expiry; 0 is none
	Withdrawn bool            // takes the one before back
	EnteredAt time.Time
	EnteredBy string
	Waits     bool // for a reviewer to accept it: it counts only provisionally
}

// DeclarationKind says what is declared.
type DeclarationKind string

// The declarations of domain.md.
const (
	DeclaredNotApplicable DeclarationKind = "not_applicable"
	AcceptedDeviation     DeclarationKind = "accepted_deviation"
	DeviationReason       DeclarationKind = "reason" // 偏差原因分析及改进措施
)
