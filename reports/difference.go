package reports

import (
	"encoding/json"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// Side is a scorecard as far as two are compared: what a JSON scorecard says.
type Side struct {
	Origin  Origin
	Title   string
	Stamps  []string
	Whole   Member
	Members []Member // projects, regions or assignments, in published order
	Targets []SideTarget
}

// Member is one of those that a scorecard gives scores for.
type Member struct {
	Kind     string // scope, project, region, assignment
	ID, Name string
	Score    *indicators.Hundredths
	Grade    string // its word; empty when there is none
	Coverage *indicators.Value
	Place    int // in the ranking; 0 when not ranked
}

// SideTarget is one target on a side.
type SideTarget struct {
	ID      string // of the indicator
	Region  string // code
	Name    string
	Horizon indicators.Horizon
	Text    string // as published
	Expr    string
	Actual  string // JSON, null when there is none
	Partial string // JSON: the figure so far, where gaps keep it from counting
	State   engine.State
	Verdict rules.Verdict
	Points  *indicators.Hundredths
	Weight  *indicators.Hundredths
}

// Difference is what changed from one scorecard to another of the same scope, worded
// in one language.
type Difference struct {
	Language indicators.Language `json:"language"`
	Title    string              `json:"title"`
	Heading  string              `json:"-"`
	Stamps   []string            `json:"stamps"`
	Before   DifferenceSide      `json:"before"`
	After    DifferenceSide      `json:"after"`
	Sentence string              `json:"summary"`
	// Alike is how many targets stand on both sides just the same.
	Alike   int             `json:"alike"`
	Whole   Moved           `json:"whole"`
	Members []Moved         `json:"members"` // those whose score, grade, coverage or place changed
	Targets []Changed       `json:"targets"` // those that changed
	Heads   DifferenceHeads `json:"-"`
}

// DifferenceSide says which scorecard a side is.
type DifferenceSide struct {
	Through     string `json:"through"`
	AsOf        string `json:"as_of"`
	Method      string `json:"method"`
	Definition  string `json:"definition"`
	Fingerprint string `json:"fingerprint"`
	Text        string `json:"-"` // all of it in words
}

// DifferenceHeads name the columns of its tables.
type DifferenceHeads struct {
	Members, Targets, Name, Score, Change, Coverage, Place, Target, Actual, Verdict, Points string
}

// Moved is a score that changed.
type Moved struct {
	Kind         string                 `json:"kind"`
	ID           string                 `json:"id"`
	Name         string                 `json:"name"`
	Before       *MovedSide             `json:"before"` // null: not there
	After        *MovedSide             `json:"after"`
	Change       *indicators.Hundredths `json:"change"` // null where a side has no score
	ChangeText   string                 `json:"-"`
	ScoreText    string                 `json:"-"` // 98.10 良 → 97.95 优
	CoverageText string                 `json:"-"`
	PlaceText    string                 `json:"-"`
}

// MovedSide is how it stood.
type MovedSide struct {
	Score    *indicators.Hundredths `json:"score"`
	Grade    string                 `json:"grade"`
	Coverage *indicators.Value      `json:"coverage"`
	Place    int                    `json:"place,omitempty"`
}

// Changed is a target that changed.
type Changed struct {
	ID          string                 `json:"id"`
	Region      string                 `json:"region"`
	Name        string                 `json:"name"`
	Horizon     indicators.Horizon     `json:"horizon"`
	What        []ChangeKind           `json:"changed"`
	Before      *ChangedSide           `json:"before"` // null: no such target
	After       *ChangedSide           `json:"after"`
	Points      *indicators.Hundredths `json:"points_change"` // null where a side has no points
	TargetText  string                 `json:"-"`             // ≥90% → ≥95%, or the one text
	ActualText  string                 `json:"-"`
	VerdictText string                 `json:"-"`
	PointsText  string                 `json:"-"`
	Mark        Mark                   `json:"-"` // of the later side
}

// ChangeKind says what about a target changed.
type ChangeKind string

// The kinds of change.
const (
	TargetChanged  ChangeKind = "target"
	ActualChanged  ChangeKind = "actual"
	VerdictChanged ChangeKind = "verdict"
	PointsChanged  ChangeKind = "points"
	TargetAdded    ChangeKind = "added"
	TargetRemoved  ChangeKind = "removed"
)

// ChangedSide is how the target stood.
type ChangedSide struct {
	Text    string                 `json:"text"`
	Actual  json.RawMessage        `json:"actual"`
	Partial json.RawMessage        `json:"partial"`
	State   engine.State           `json:"state"`
	Verdict rules.Verdict          `json:"verdict,omitempty"`
	Points  *indicators.Hundredths `json:"points"`
	Weight  *indicators.Hundredths `json:"weight"`
}
