package reports

import (
	"path"

	"yardstick/indicators"
)

// Explanations lists what needs explaining: targets missed with their reasons and
// remedies, missing figures, targets far exceeded, and alarms.
type Explanations struct {
	Items  []Explanation
	Alarms []Alarm
}

// Explanation is one target that needs explaining.
type Explanation struct {
	Note       int
	NoteText   string
	ID         string // of the indicator
	Horizon    indicators.Horizon
	Mark       Mark
	Title      string // the indicator's name, and its region where there are many
	Text       string // 目标“9960”，实际 9,120。
	Reason     string // with the remedy; says so when none was given
	Said       string // Text and Reason, one after the other
	Arithmetic string // 15.26 = 16.67 × 9,120 ÷ 9960
}

// Alarm is a doubt about a whole self-evaluation, or about the figures of an indicator.
type Alarm struct {
	ID    string // of the assignment or the indicator
	Code  string // alarm-outputs, cumulative-decrease
	Light Light
	Title string // the assignment's or the indicator's name
	Text  string
}

// Assumptions lists what was taken from convention and not from the document.
type Assumptions struct {
	Items []Assumption
}

// Assumption is one convention with the targets it was used for.
type Assumption struct {
	Code string // bare-at-least, due-assumed
	Text string // the convention in a sentence
	Uses []string
}

// Reconciliation holds a parent's figures against the sum of its children's.
type Reconciliation struct {
	Heads ReconcileHeads
	Rows  []ReconcileRow
}

// ReconcileHeads are the columns of a reconciliation.
type ReconcileHeads struct {
	Name, Parent, Children, Difference string
}

// ReconcileRow is one comparison, for targets or for actuals.
type ReconcileRow struct {
	Indicator  string // id
	Name       string
	Of         string // target or actual
	What       string // 目标 or 实际
	Parent     Figure
	Children   Figure
	Difference Figure // children − parent, with its sign
	Note       string // 21 市中 20 市已报
}

// Scope is what a scorecard is about.
type Scope struct {
	Kind ScopeKind `json:"kind"`
	// ID is the id of the programme or project, the code of the city, or of an indicator
	// its project's id and its own local one: gd-2021/survey/collected.
	ID string `json:"id"`
}

// ScopeKind says what sort of scope.
type ScopeKind string

// The kinds of scorecard.
const (
	ProgrammeScope ScopeKind = "programme"
	ProjectScope   ScopeKind = "project"
	CityScope      ScopeKind = "city"
	IndicatorScope ScopeKind = "indicator"
)

// Name is the file name of the scope's scorecard, without extension:
// programme, project-survey, city-440100, indicator-survey-collected.
func (s Scope) Name() string {
	switch s.Kind {
	case ProjectScope:
		return "project-" + (&indicators.Project{ID: s.ID}).LocalID()
	case CityScope:
		return "city-" + s.ID
	case IndicatorScope:
		project, local := path.Split(s.ID)
		return "indicator-" + path.Base(project) + "-" + local
	}
	return string(s.Kind)
}
