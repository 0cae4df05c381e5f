// Package json writes a scorecard for machines.
//
// The form is stable: fields keep their names and order, new ones are added and none
// is taken away. At the top stand scope, through, as_of, method, fingerprint, score,
// grade, coverage, then what they were made from. A figure is a JSON number in the unit
// beside it (points and scores with two decimals, coverage in percent), true or false,
// a date as "2021-12-31" or the word of a grade; what is not there is null, and never 0.
package json

import (
	stdjson "encoding/json"
	"io"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/rules"
)

// Scorecard writes the card as indented JSON that ends in a new line. Equal cards give
// equal bytes.
func Scorecard(w io.Writer, card *reports.Scorecard) error {
	out := stdjson.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(documentOf(card))
}

// document is the machine form of a scorecard.
type document struct {
	Scope       scope                  `json:"scope"`
	Through     string                 `json:"through"` // 2021-10
	AsOf        string                 `json:"as_of"`   // RFC 3339 in the programme's zone
	Method      string                 `json:"method"`
	Fingerprint string                 `json:"fingerprint"` // 64 hex digits
	Score       *indicators.Hundredths `json:"score"`       // out of 100
	Grade       *string                `json:"grade"`       // in the card's language: 优
	GradeID     *string                `json:"grade_id"`    // excellent
	Coverage    *indicators.Value      `json:"coverage"`    // percent of the weight evaluated
	Language    indicators.Language    `json:"language"`
	Title       string                 `json:"title"`
	Programme   string                 `json:"programme"`
	Definition  string                 `json:"definition"` // gd-2021 v1
	// Illustrative says that the actuals are made up, Provisional that figures count
	// which nobody has approved yet.
	Illustrative bool           `json:"illustrative"`
	Provisional  bool           `json:"provisional"`
	Stamps       []string       `json:"stamps"` // what every page says of it, in words
	Summary      []string       `json:"summary"`
	Counts       map[string]int `json:"counts"`      // annual targets by how they stand
	TermCounts   map[string]int `json:"term_counts"` // whole-term targets
	Indicators   []indicator    `json:"indicators"`
	Assignments  []assignment   `json:"assignments"`
	Money        []money        `json:"money"` // in 万元
	Projects     []standing     `json:"projects,omitempty"`
	Regions      []standing     `json:"regions,omitempty"`
	Ranking      []ranked       `json:"ranking,omitempty"` // of regions, best first
	Reconciled   []reconciled   `json:"reconciliation,omitempty"`
	Explanations []explanation  `json:"explanations"`
	Assumptions  []assumption   `json:"assumptions"`
	RollUp       []indicator    `json:"roll_up,omitempty"` // the regions of an indicator as one
	Origin       reports.Origin `json:"origin"`            // to make the file again and compare
	Chain        *chain         `json:"chain"`             // of the audit chain at as_of; null when there is none
	Alarms       []alarm        `json:"alarms"`            // what looks implausible
	Evidence     []evidence     `json:"evidence"`          // what backs the figures that count
}

type scope struct {
	Kind reports.ScopeKind `json:"kind"`
	ID   string            `json:"id"`
	Name string            `json:"name"`
}

type indicator struct {
	ID         string                        `json:"id"`
	Name       string                        `json:"name"`
	Category   string                        `json:"category"`
	Unit       string                        `json:"unit"`
	State      engine.State                  `json:"state"` // of the annual target, else of the whole-term one
	Region     string                        `json:"region"`
	Project    string                        `json:"project"`
	Assignment string                        `json:"assignment"`
	Targets    map[indicators.Horizon]target `json:"targets"`
	Periods    []period                      `json:"periods"`
}

type target struct {
	Horizon    indicators.Horizon     `json:"horizon"`
	Text       string                 `json:"text"` // as published
	Expr       string                 `json:"expr"`
	Actual     stdjson.RawMessage     `json:"actual"`
	Verdict    *rules.Verdict         `json:"verdict"`
	Points     *indicators.Hundredths `json:"points"` // null: not in the score
	Weight     *indicators.Hundredths `json:"weight"` // null: a whole-term target carries none
	State      engine.State           `json:"state"`
	Partial    stdjson.RawMessage     `json:"partial"`    // the figure so far, where gaps keep it from counting
	Completion *indicators.Value      `json:"completion"` // actual in percent of the target
	Due        *string                `json:"due"`        // null: no end is known
	DueSource  indicators.DueSource   `json:"due_source"`
	Says       string                 `json:"says"` // the reading in words
	Assumed    []string               `json:"assumed"`
	Derivation string                 `json:"derivation,omitempty"`
	Light      string                 `json:"light,omitempty"`
	Over       bool                   `json:"over,omitempty"`
	Early      bool                   `json:"decided_early,omitempty"`
	Declared   string                 `json:"declared,omitempty"` // why it does not apply, or was accepted
	Until      string                 `json:"until,omitempty"`    // expiry of an accepted deviation
	Reason     string                 `json:"reason,omitempty"`
	Remedy     string                 `json:"remedy,omitempty"`
	Problem    string                 `json:"problem,omitempty"`
	Parts      []part                 `json:"parts,omitempty"`
}

type part struct {
	Label  string             `json:"label"`
	Says   string             `json:"says"`
	Actual stdjson.RawMessage `json:"actual"`
	Stands reports.Shape      `json:"stands"`
}

type period struct {
	Period indicators.Period  `json:"period"`
	Value  stdjson.RawMessage `json:"value"`
	Due    bool               `json:"due"`
}

type assignment struct {
	ID         string                 `json:"id"`
	Project    string                 `json:"project"`
	Region     string                 `json:"region"`
	Title      string                 `json:"title"`
	Undertaker string                 `json:"undertaker"`
	Score      *indicators.Hundredths `json:"score"`
	Grade      *string                `json:"grade"`
	GradeID    *string                `json:"grade_id"`
	Coverage   *indicators.Value      `json:"coverage"`
	Blocks     []block                `json:"blocks"`
	Counts     map[string]int         `json:"counts"`
}

type block struct {
	ID        string                `json:"id"`
	Points    indicators.Hundredths `json:"points"`
	Evaluated indicators.Hundredths `json:"evaluated"` // weight behind the points
	Weight    indicators.Hundredths `json:"weight"`
}

type money struct {
	ID      string                 `json:"id"`
	Name    string                 `json:"name"`
	Total   bool                   `json:"total,omitempty"`
	State   engine.State           `json:"state"`
	Initial *indicators.Value      `json:"initial"`
	Budget  *indicators.Value      `json:"budget"`
	Spent   *indicators.Value      `json:"spent"`
	Rate    *indicators.Value      `json:"rate"` // percent
	Points  *indicators.Hundredths `json:"points"`
	Weight  *indicators.Hundredths `json:"weight"`
	Sources []source               `json:"sources,omitempty"`
}

type source struct {
	Source  string            `json:"source"`
	Initial *indicators.Value `json:"initial"`
	Budget  *indicators.Value `json:"budget"`
	Spent   *indicators.Value `json:"spent"`
}

type standing struct {
	ID       string                 `json:"id"`
	Name     string                 `json:"name"`
	Funds    *indicators.Value      `json:"funds"`
	Score    *indicators.Hundredths `json:"score"`
	Grade    *string                `json:"grade"`
	GradeID  *string                `json:"grade_id"`
	Coverage *indicators.Value      `json:"coverage"`
	Counts   map[string]int         `json:"counts"`
}

type ranked struct {
	Place  int               `json:"place"` // 0: nothing to rank by
	Region string            `json:"region"`
	Name   string            `json:"name"`
	Value  *indicators.Value `json:"value"` // the score, or the percent of the target
}

type reconciled struct {
	Indicator  string            `json:"indicator"`
	Of         string            `json:"of"` // target or actual
	Parent     *indicators.Value `json:"parent"`
	Children   *indicators.Value `json:"children"`
	Difference *indicators.Value `json:"difference"` // children − parent
	Note       string            `json:"note"`
}

type explanation struct {
	Indicator  string             `json:"indicator"`
	Horizon    indicators.Horizon `json:"horizon"`
	Stands     reports.Shape      `json:"stands"`
	Text       string             `json:"text"`
	Reason     string             `json:"reason"`
	Arithmetic string             `json:"arithmetic,omitempty"`
}

type assumption struct {
	Code string   `json:"code"`
	Text string   `json:"text"`
	Uses []string `json:"uses"`
}

type chain struct {
	Head  string `json:"head"`
	Count int64  `json:"count"`
}

// alarm is a doubt about a whole assignment, or about the figures of an indicator.
type alarm struct {
	Of    string `json:"of"` // id of the assignment or the indicator
	Code  string `json:"code"`
	Light string `json:"light"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// evidence is a file or a link attached to one figure.
type evidence struct {
	Seq         int64             `json:"seq"`
	Observation int64             `json:"observation"` // seq of the figure
	Indicator   string            `json:"indicator"`   // id; of money that of the assignment's money line
	Region      string            `json:"region"`
	Part        string            `json:"part,omitempty"`
	Period      indicators.Period `json:"period"`
	Name        string            `json:"name"` // of the file; of a link its title
	URL         *string           `json:"url"`  // null: a file
	Type        *string           `json:"type"` // media type of the file's content; null: a link
	Size        *int64            `json:"size"` // in bytes
	SHA256      *string           `json:"sha256"`
	AttachedAt  string            `json:"attached_at"` // RFC 3339 in the programme's zone
	AttachedBy  string            `json:"attached_by"`
}
