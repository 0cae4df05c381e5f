package reports

import (
	"cmp"
	"slices"
	"strconv"

	"yardstick/engine"
	"yardstick/indicators"
)

// Observation is one figure as it was entered: one that counts, or one that a later
// entry superseded.
type Observation struct {
	Seq        int64
	Indicator  string // id; of money the id of the assignment's money line
	Region     string // code
	RegionName string
	Name       string // of the indicator as published, or 执行数
	Part       string // "", "1"…, numerator, denominator, spent
	Period     indicators.Period
	// Value is the figure in Unit; nil for what is no number (是, a date, a grade).
	Value  *indicators.Value
	Text   string // as it was entered
	Unit   string
	Counts bool
	// SupersededBy is the Seq of the entry that replaced it; 0 while it counts.
	SupersededBy int64
	Supersedes   int64
	EnteredAt    string // in the programme's zone, to the minute; empty for money
	EnteredBy    string
	Note         string // a remark; of a correction, why
}

// observations lists what the scorecard's figures were made from: by indicator in
// published order, then by part and period, an entry after those that it superseded.
func (b *builder) observations() []Observation {
	var out []Observation
	for _, a := range b.assignments {
		for _, r := range a.Indicators {
			out = append(out, b.entries(r)...)
		}
		out = append(out, b.spending(a)...)
	}
	return out
}

func (b *builder) entries(r *engine.IndicatorResult) []Observation {
	out := make([]Observation, 0, len(r.Entries)+len(r.Superseded))
	by := make(map[int64]int64, len(r.Superseded))
	add := func(o engine.Observation, counts bool) {
		if o.Supersedes != 0 {
			by[o.Supersedes] = o.Seq
		}
		out = append(out, b.entered(r.Indicator, o, counts))
	}
	for _, o := range r.Superseded {
		add(o, false)
	}
	for _, o := range r.Entries {
		add(o, true)
	}
	for k := range out {
		out[k].SupersededBy = by[out[k].Seq]
	}
	slices.SortStableFunc(out, func(x, y Observation) int {
		return cmp.Or(cmp.Compare(x.Part, y.Part), cmp.Compare(x.Period, y.Period), cmp.Compare(x.Seq, y.Seq))
	})
	return out
}

func (b *builder) entered(i *indicators.Indicator, o engine.Observation, counts bool) Observation {
	out := Observation{
		Seq: o.Seq, Indicator: o.Indicator, Region: i.Assignment.Region, RegionName: b.regionName(i.Assignment.Region),
		Name: i.Name, Part: o.Part, Period: o.Period, Text: o.Text, Unit: i.Unit, Counts: counts,
		Supersedes: o.Supersedes, EnteredBy: o.EnteredBy, Note: o.Note,
	}
	if !o.EnteredAt.IsZero() {
		out.EnteredAt = o.EnteredAt.In(b.e.Programme.Location()).Format("2006-01-02 15:04")
	}
	if reading := partReading(i, o.Part); reading == nil || isNumber(reading.Kind) {
		out.Value = &o.Value
		if reading != nil && reading.Unit != "" {
			out.Unit = reading.Unit
		}
	}
	return out
}

// spending lists an assignment's money by period.
func (b *builder) spending(a *engine.AssignmentResult) []Observation {
	var out []Observation
	for _, f := range past(a.Money.Series, b.e.Through) {
		if !f.Known {
			continue
		}
		out = append(out, Observation{
			Seq: f.Seq, Indicator: a.Assignment.MoneyID(), Region: a.Assignment.Region, RegionName: b.regionName(a.Assignment.Region),
			Name: b.say("money.spent.head"), Part: indicators.MoneySpent, Period: f.Period, Value: &f.Value, Text: f.Text,
			Unit: b.say("unit.money"), Counts: true,
		})
	}
	return out
}

// partReading is what an entry of a part was read by; nil for the parts of a ratio,
// which are plain counts.
func partReading(i *indicators.Indicator, part string) *indicators.Reading {
	for _, target := range i.Targets {
		if part == "" {
			return &target.Reading
		}
		if k, err := strconv.Atoi(part); err == nil && k >= 1 && k <= len(target.Reading.Parts) {
			return &target.Reading.Parts[k-1]
		}
	}
	return nil
}

// isNumber reports whether figures of the kind are numbers in a unit.
func isNumber(kind indicators.Kind) bool {
	switch kind {
	case indicators.Truth, indicators.Grade, indicators.Deadline, indicators.Narrative:
		return false
	}
	return true
}
