package reports

import (
	"strings"

	"yardstick/indicators"
	"yardstick/rules"
)

// basis says by which method the points were given: its own numbers, in sentences.
func (b *builder) basis() Basis {
	m := b.e.Method
	out := Basis{Paragraphs: []string{
		b.say("basis.method", "method", m.Name(), "title", m.Title.In(b.l), "blocks", b.blockWeights()),
		b.say("basis.points", "partly", m.Judging().Partly.String(), "met", m.Judging().Met.String(), "over", overPercent(m.Over.Ratio)),
		b.say("basis.states", "coverage", valueOf(m.MinimumCoverage).String(), "grades", b.gradeList()),
	}}
	if len(b.assignments) > 1 && !b.ofIndicator() {
		out.Paragraphs = append(out.Paragraphs, b.say("basis.roll-up"))
	}
	return out
}

// blockWeights lists how the method shares 100 points: 预算执行 10、产出 50….
func (b *builder) blockWeights() string {
	parts := []string{b.say("basis.block", "name", b.blockName("execution"), "weight", valueOf(b.e.Method.Share).String())}
	for _, block := range b.e.Method.Blocks {
		parts = append(parts, b.say("basis.block", "name", b.blockName(block.ID), "weight", valueOf(block.Weight).String()))
	}
	return strings.Join(parts, b.say("comma"))
}

func (b *builder) gradeList() string {
	var parts []string
	for _, grade := range b.e.Method.Grades {
		parts = append(parts, grade.Name.In(b.l)+" ≥ "+valueOf(grade.From).String())
	}
	return strings.Join(parts, b.say("comma"))
}

// blockName is a block in words; a method of one's own may have blocks that only it names.
func (b *builder) blockName(id string) string {
	if !indicators.Known("card.block." + id) {
		return id
	}
	return b.say("block." + id)
}

// overPercent is a ratio as a percentage: 1.3 is 130.
func overPercent(ratio indicators.Value) string {
	n, _ := indicators.MulDiv(int64(ratio), 100, 1, indicators.HalfUp)
	return indicators.Value(n).String()
}

// tierOf names the tier of an assessed percentage by the method's bands.
func (b *builder) tierOf(percent indicators.Value) string {
	tiers := b.e.Method.Judging()
	switch {
	case percent >= tiers.Met:
		return string(rules.Met)
	case percent >= tiers.Partly:
		return string(rules.PartlyMet)
	}
	return string(rules.NotMet)
}
