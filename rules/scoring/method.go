package scoring

import (
	"strconv"
	"strings"

	"yardstick/indicators"
	"yardstick/rules"
)

// Method says how verdicts become points. It is versioned data, see
// methods/*.yaml, where each field is explained; nothing of it is a constant in
// code. A Method is never changed after [Parse] and may be shared.
type Method struct {
	ID        string                `json:"id"` // mof-2020
	Version   int                   `json:"version"`
	Title     Wording               `json:"title"`
	Reference string                `json:"reference"` // the document it follows; may be empty
	Rule      string                `json:"points"`    // proportional or met-only
	Share     indicators.Hundredths `json:"execution"` // weight of budget execution
	Blocks    []BlockRule           `json:"blocks"`
	Ceiling   string                `json:"at_most"` // inverse or linear
	Over      OverRule              `json:"over"`
	Tiers     []Tier                `json:"tiers"`  // best first
	Grades    []Grade               `json:"grades"` // best first
	// MinimumCoverage is the percentage of weight below which there is no grade.
	MinimumCoverage indicators.Hundredths `json:"minimum_coverage"`
	Bands           Bands                 `json:"pace"`
	Limits          Limits                `json:"alarms"`
}

// Wording is a name in both languages.
type Wording struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In returns the name in a language.
func (w Wording) In(l indicators.Language) string {
	if l == indicators.English {
		return w.EN
	}
	return w.ZH
}

// The ways in which a [Method] gives points, treats ceilings and targets far exceeded.
const (
	proportional = "proportional"
	metOnly      = "met-only"
	inverse      = "inverse"
	linear       = "linear"
	flag         = "flag"
	deduct       = "deduct"
)

// BlockRule is a block of the method and how indicators come to it.
type BlockRule struct {
	ID       string                `json:"id"`
	Weight   indicators.Hundredths `json:"weight"`
	Words    []string              `json:"words"`
	Anywhere bool                  `json:"anywhere"`  // both levels count, before other blocks
	PassesTo string                `json:"passes_to"` // who takes its weight when it is missing; empty: all in proportion
	Default  bool                  `json:"otherwise"` // takes an indicator that no word places
}

// OverRule says when a target counts as far exceeded, and what follows.
type OverRule struct {
	Ratio indicators.Value `json:"ratio"` // actual ÷ target
	Do    string           `json:"do"`    // flag or deduct
}

// Tier is a tier of qualitative assessment. From and Default are percentages of
// the weight; From is included.
type Tier struct {
	Verdict rules.Verdict    `json:"verdict"`
	From    indicators.Value `json:"from"`
	Default indicators.Value `json:"default"`
}

// Grade is a grade of the total; From, out of 100, is included.
type Grade struct {
	ID   string                `json:"id"`
	From indicators.Hundredths `json:"from"`
	Name Wording               `json:"name"`
}

// Bands are the cuts of the pace lights, in percent of what the time gone asks for.
type Bands struct {
	Targets Cuts     `json:"targets"`
	Money   Cuts     `json:"money"`
	Whole   []string `json:"whole"` // words of categories that are never prorated
}

// Cuts are upper ends, not included: below Red is red, and so on. A zero Green
// means that there is no blue.
type Cuts struct {
	Red    indicators.Value `json:"red"`
	Yellow indicators.Value `json:"yellow"`
	Green  indicators.Value `json:"green"`
}

// Limits are where plausibility alarms go off, in percent.
type Limits struct {
	ExecutionGap indicators.Value `json:"execution_gap"`
	Unspent      indicators.Value `json:"unspent"`
}

// Name is the id with its version, as evaluations carry it: mof-2020@1.
func (m *Method) Name() string { return m.ID + "@" + strconv.Itoa(m.Version) }

// Judging returns the tier bands that a [rules.Judge] needs.
func (m *Method) Judging() rules.Tiers {
	var out rules.Tiers
	for _, tier := range m.Tiers {
		switch tier.Verdict {
		case rules.Met:
			out.Met = tier.From
		case rules.PartlyMet:
			out.Partly = tier.From
		}
	}
	return out
}

// TierOf returns the tier of a verdict, and the percentage at which the tier
// above it begins (above 100 for the best): a percentage that an assessor gives
// must lie in [From, below).
func (m *Method) TierOf(v rules.Verdict) (tier Tier, below indicators.Value) {
	below = 101 * indicators.One
	for _, tier := range m.Tiers {
		if tier.Verdict == v {
			return tier, below
		}
		below = tier.From
	}
	return Tier{}, 0
}

// BlockOf returns the id of the block of an indicator. placed is false when no
// word placed it and it fell to the block that takes the rest.
func (m *Method) BlockOf(i *indicators.Indicator) (block string, placed bool) {
	one, two := strings.ToLower(i.Level1), strings.ToLower(i.Level2)
	for _, b := range m.Blocks {
		if b.Anywhere && (b.holds(one) || b.holds(two)) {
			return b.ID, true
		}
	}
	for _, level := range [...]string{one, two} {
		for _, b := range m.Blocks {
			if b.holds(level) {
				return b.ID, true
			}
		}
	}
	for _, b := range m.Blocks {
		if b.Default {
			return b.ID, len(b.Words) == 0
		}
	}
	return "", false
}

func (b BlockRule) holds(level string) bool { return holdsAny(level, b.Words) }

// holdsAny reports whether a text in lower case holds one of the words.
func holdsAny(text string, words []string) bool {
	if text == "" {
		return false
	}
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// GradeOf returns the id of a total's grade, empty below the method's minimum
// coverage (both in hundredths).
func (m *Method) GradeOf(score, coverage indicators.Hundredths) string {
	if coverage < m.MinimumCoverage {
		return ""
	}
	for _, grade := range m.Grades {
		if score >= grade.From {
			return grade.ID
		}
	}
	return ""
}
