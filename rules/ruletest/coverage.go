package ruletest

import (
	"fmt"
	"strconv"
	"strings"

	"yardstick/indicators"
	"yardstick/rules"
)

// Coverage says which targets the passing cases have driven to met and to not met.
type Coverage struct {
	targets []*indicators.Target
	met     map[*indicators.Target]bool
	notMet  map[*indicators.Target]bool
}

func newCoverage(p *indicators.Programme) *Coverage {
	c := &Coverage{met: map[*indicators.Target]bool{}, notMet: map[*indicators.Target]bool{}}
	for _, target := range p.Targets() {
		c.targets = append(c.targets, target)
	}
	return c
}

// saw notes a verdict that a case expected and found.
func (c *Coverage) saw(e Expectation, r Result) {
	for _, field := range e.Fields {
		if field.Name != "verdict" {
			continue
		}
		switch r.Verdict {
		case rules.Met:
			c.met[e.Target] = true
		case rules.NotMet:
			c.notMet[e.Target] = true
		}
	}
}

// Gap is a target that no case has driven to both verdicts.
type Gap struct {
	Target             *indicators.Target
	LacksMet, LacksNot bool
	NoEnd              bool // it has no due date, so that a floor short of it is never decided
}

// Both counts the targets driven to met and to not met, of all.
func (c *Coverage) Both() (covered, all int) { return len(c.targets) - len(c.Gaps()), len(c.targets) }

// Gaps lists the targets that are not covered, in published order.
func (c *Coverage) Gaps() (gaps []Gap) {
	for _, target := range c.targets {
		gap := Gap{Target: target, LacksMet: !c.met[target], LacksNot: !c.notMet[target], NoEnd: target.Due == 0}
		if gap.LacksMet || gap.LacksNot {
			gaps = append(gaps, gap)
		}
	}
	return gaps
}

// write prints the counts, and the gaps in groups of what they lack.
func (c *Coverage) write(b *strings.Builder, l indicators.Language) {
	covered, all := c.Both()
	b.WriteString(l.Say("ruletest.coverage", indicators.Args{"covered": strconv.Itoa(covered), "all": strconv.Itoa(all)}) + "\n")
	for _, lacks := range []string{"both", "met", "not-met", "no-end"} {
		var ids []string
		for _, gap := range c.Gaps() {
			if gap.lacks() == lacks {
				ids = append(ids, gap.Target.ID())
			}
		}
		if len(ids) == 0 {
			continue
		}
		b.WriteString("  " + l.Say("ruletest.lacks."+lacks, indicators.Args{"n": strconv.Itoa(len(ids))}) + "\n")
		for _, id := range ids {
			fmt.Fprintf(b, "    %s\n", id)
		}
	}
}

func (g Gap) lacks() string {
	switch {
	case g.NoEnd:
		return "no-end"
	case g.LacksMet && g.LacksNot:
		return "both"
	case g.LacksMet:
		return "met"
	}
	return "not-met"
}
