package rules

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"yardstick/indicators"
)

// Account is all that the explanation of one target is told from: what was
// published, what was reported, what judging found and what it earned.
type Account struct {
	Title       string // 企业数据采集量（家次） · 广州 · 2021
	Target      *indicators.Target
	Facts       Facts
	Outcome     Outcome
	Aggregation indicators.Aggregation
	// Figures are the periods behind the actual, oldest first. Of a compound they
	// are those of the parts, in order; Facts.Parts has what they came to.
	Figures []PeriodFact
	// Standing, in words, takes the verdict's place while there is none: 未报.
	Standing string
	// Points is the derivation in words, and Method the method's name; both are
	// empty for a target that is not scored.
	Points, Method string
}

// Line is one step of an explanation: its label, what it says, and a remark that
// stands aside.
type Line struct {
	Label, Text, Aside string
}

// Explain tells how a target came from its text to its points, a step a line:
// reads, actual, verdict, points. A target of several parts has an actual and a
// verdict for each.
func Explain(a Account, l indicators.Language) []Line {
	r := &a.Target.Reading
	lines := []Line{{Label: l.Say("explain.reads", nil), Text: readsAs(r, l), Aside: assumed(r, l)}}
	if a.Target.Indicator != nil && a.Target.Indicator.Rule != nil {
		lines = append(lines, Line{Label: l.Say("explain.rule", nil), Text: a.Target.Indicator.Rule.Source})
	}
	if r.Kind == indicators.Compound {
		for i := range r.Parts {
			lines = append(lines, partLines(&r.Parts[i], i, a, l)...)
		}
	} else {
		lines = append(lines, Line{Label: l.Say("explain.actual", nil), Text: actual(a, l)})
	}
	lines = append(lines, Line{Label: l.Say("explain.verdict", nil), Text: concluded(a, l)})
	if a.Points != "" {
		lines = append(lines, Line{Label: l.Say("explain.points", nil), Text: a.Points,
			Aside: l.Say("explain.method", indicators.Args{"method": a.Method})})
	}
	return lines
}

// Aligned sets an explanation as a terminal shows it: title and target on the
// first line, then the steps, labels and remarks in columns. Columns count cells:
// a Han character is two.
func Aligned(title, target string, lines []Line, l indicators.Language) string {
	label, text := 0, 0
	for _, line := range lines {
		label = max(label, cells(line.Label))
		if line.Aside != "" {
			text = max(text, cells(line.Text))
		}
	}
	var b strings.Builder
	b.WriteString(title + "    " + l.Say("explain.target", indicators.Args{"text": target}) + "\n")
	for _, line := range lines {
		row := "  " + pad(line.Label, label) + "  " + line.Text
		if line.Aside != "" {
			row = "  " + pad(line.Label, label) + "  " + pad(line.Text, text) + "    " + line.Aside
		}
		b.WriteString(row + "\n")
	}
	return b.String()
}

func cells(s string) int { return (&runewidth.Condition{}).StringWidth(s) }

func pad(s string, width int) string { return s + strings.Repeat(" ", max(width-cells(s), 0)) }

// signs are how comparisons are printed, and what is true when they fail.
var signs = map[indicators.Op]struct{ holds, fails string }{
	indicators.AtLeast:  {"≥", "<"},
	indicators.MoreThan: {">", "≤"},
	indicators.AtMost:   {"≤", ">"},
	indicators.LessThan: {"<", "≥"},
	indicators.Exactly:  {"=", "≠"},
}

// readsAs prints the rule: actual ≥ 9960 家次.
func readsAs(r *indicators.Reading, l indicators.Language) string {
	var text string
	switch r.Kind {
	case indicators.Narrative:
		return l.Say("explain.narrative", nil)
	case indicators.Truth:
		text = "actual = " + Word(r, r.Value, l)
	case indicators.Grade:
		text = "actual ≥ " + r.Grade
	case indicators.Deadline:
		text = "actual " + signs[r.Op].holds + " " + Word(r, r.Value, l)
	default:
		text = strings.NewReplacer(">=", "≥", "<=", "≤", "==", "=", " * ", " × ", " / ", " ÷ ", " - ", " − ").Replace(r.Expr())
		if r.Unit != "" && r.Kind != indicators.Compound {
			text += " " + r.Unit
		}
	}
	for i := len(r.Parts) - 1; i >= 0; i-- { // actual_12 before actual_1
		if label := r.Parts[i].Label; label != "" {
			text = strings.ReplaceAll(text, partName(i), label)
		}
	}
	for _, name := range []string{"actual", "previous_year", "baseline"} {
		text = strings.ReplaceAll(text, name, l.Say("explain.name."+name, nil))
	}
	for _, join := range []string{"and", "or"} {
		text = strings.ReplaceAll(text, " "+join+" ", " "+l.Say("explain.name."+join, nil)+" ")
	}
	if r.Per != "" {
		text += l.Say("explain.per."+string(r.Per), nil)
	}
	return text
}

// assumed lists what convention supplied, with its codes.
func assumed(r *indicators.Reading, l indicators.Language) string {
	var said []string
	for _, code := range r.Assumed {
		text := code
		if indicators.Known("explain.assumed." + code) {
			text = l.Say("explain.assumed."+code, nil) + " (" + code + ")"
		}
		said = append(said, text)
	}
	if len(said) == 0 {
		return ""
	}
	return l.Say("explain.assumed", indicators.Args{"what": strings.Join(said, l.Say("explain.and", nil))})
}

// partLines are the steps of one part of a compound. It has no verdict while the
// whole has none: a sum that is not there yet is not one that was missed.
func partLines(part *indicators.Reading, n int, a Account, l indicators.Language) []Line {
	name := part.Label
	if name == "" {
		name = strconv.Itoa(n + 1)
	}
	one := Account{Target: &indicators.Target{Reading: *part}, Aggregation: a.Aggregation}
	if n < len(a.Facts.Parts) {
		one.Facts = a.Facts.Parts[n]
	}
	if n < len(a.Outcome.Parts) {
		one.Outcome = a.Outcome.Parts[n]
	}
	text := actual(one, l)
	if a.Standing == "" {
		text += l.Say("explain.then", nil) + concluded(one, l)
	}
	return []Line{{Label: l.Say("explain.part", indicators.Args{"name": name}), Text: text}}
}

// actual tells which figures counted and what they came to.
func actual(a Account, l indicators.Language) string {
	if !a.Facts.Known {
		return l.Say("explain.no-actual", nil)
	}
	r, q := &a.Target.Reading, a.Facts.Actual
	total := printed(r, q, l)
	var known []PeriodFact
	for _, figure := range a.Figures {
		if figure.Known {
			known = append(known, figure)
		}
	}
	args := indicators.Args{"total": total, "n": strconv.Itoa(len(known))}
	switch {
	case a.Aggregation == indicators.Ratio && q.Wide == nil && q.Den > 1:
		args["numerator"], args["denominator"] = q.Num.String(), indicators.Value(q.Den).String()
		return l.Say("explain.ratio", args)
	case len(known) == 0 || r.Per != "":
		return total
	}
	args["period"] = known[len(known)-1].Period.String()
	args["figures"] = listed(r, known, l)
	if a.Aggregation == "" || !indicators.Known("explain.by."+string(a.Aggregation)) {
		return total
	}
	if len(known) == 1 {
		return l.Say("explain.by.one", args)
	}
	return l.Say("explain.by."+string(a.Aggregation), args)
}

// listed prints figures with their periods: all of up to three, else first and last.
func listed(r *indicators.Reading, figures []PeriodFact, l indicators.Language) string {
	one := func(f PeriodFact) string { return printed(r, f.Actual, l) + " (" + f.Period.String() + ")" }
	if len(figures) > 3 {
		return one(figures[0]) + " + … + " + one(figures[len(figures)-1])
	}
	texts := make([]string, len(figures))
	for i, figure := range figures {
		texts[i] = one(figure)
	}
	return strings.Join(texts, " + ")
}

// printed is a quantity in the reading's own words, rounded half up to six
// decimals, though never onto a bound of the reading, and then marked.
func printed(r *indicators.Reading, q Quantity, l indicators.Language) string {
	if q.IsPlain() {
		return Word(r, q.Num, l)
	}
	rounded, ok := q.RoundedBeside(r.Value, r.High)
	if !ok {
		return "≈ " + q.Millionths().FloatString(0)
	}
	if floor, ceiling, _ := q.bounds(); floor != ceiling {
		return "≈ " + rounded.String()
	}
	return rounded.String()
}

// Word prints a figure as its kind of target has it: a number, 是 or 否, a day, a
// word of the scale, an assessed tier.
func Word(r *indicators.Reading, v indicators.Value, l indicators.Language) string {
	percent, assessed := v.Tier()
	change, reported := v.Change()
	switch {
	case reported:
		return ChangeWord(r, change, l)
	case r.Kind == indicators.Truth && v != 0:
		return l.Say("explain.yes", nil)
	case r.Kind == indicators.Truth:
		return l.Say("explain.no", nil)
	case r.Kind == indicators.Deadline:
		return indicators.DateOf(v).String()
	case (r.Kind == indicators.Grade || r.Kind == indicators.Narrative) && assessed:
		return l.Say("explain.assessed", indicators.Args{"percent": percent.String()})
	case r.Kind == indicators.Grade && v >= 0 && int(v/indicators.One) < len(r.Scale):
		return r.Scale[v/indicators.One]
	}
	return v.String()
}

// concluded is the verdict with the comparison that it rests on, or the standing.
func concluded(a Account, l indicators.Language) string {
	if a.Standing != "" && (a.Outcome.Verdict == None || a.Outcome.Missing) {
		return a.Standing
	}
	if a.Outcome.Missing || a.Outcome.Verdict == None {
		return l.Say("explain.undecided", nil)
	}
	text := l.Say("explain.verdict."+string(a.Outcome.Verdict), nil)
	if because := because(a, l); because != "" {
		text += l.Say("explain.colon", nil) + because
	}
	return text
}

func because(a Account, l indicators.Language) string {
	r := &a.Target.Reading
	switch {
	case a.Outcome.ByRule:
		return l.Say("explain.by-rule", nil)
	case a.Outcome.PeriodsDue > 0:
		return l.Say("explain.periods", indicators.Args{
			"met": strconv.Itoa(a.Outcome.PeriodsMet), "due": strconv.Itoa(a.Outcome.PeriodsDue)})
	case r.Kind == indicators.Compound || r.Kind == indicators.Truth || r.Kind == indicators.Narrative:
		return ""
	case r.Kind == indicators.Grade:
		return l.Say("explain.rung", indicators.Args{"actual": Word(r, a.Facts.Actual.Num, l), "target": r.Grade})
	}
	size := a.Facts.Actual
	if r.Kind == indicators.Change {
		size, _, _ = ChangeSize(r, a.Facts)
	}
	text := compared(r, size, a.Outcome.Verdict == Met, l)
	if share := completion(r, size); share != "" {
		text += l.Say("explain.of-target", indicators.Args{"percent": share})
	}
	return text
}

// compared writes what is true of the two: 9120 < 9960.
func compared(r *indicators.Reading, q Quantity, met bool, l indicators.Language) string {
	figure := printed(r, q, l)
	if r.Kind == indicators.Change {
		figure = l.Say("explain.change", indicators.Args{"size": figure})
	}
	if r.NoAmount {
		return figure
	}
	if r.Kind == indicators.Range || r.Op == indicators.Between {
		low, high := r.Value.String(), r.High.String()
		switch floor, _, _ := q.bounds(); {
		case met:
			return low + sign(r.Open == "lo" || r.Open == "both") + figure + sign(r.Open == "hi" || r.Open == "both") + high
		case floor >= int64(r.High):
			return figure + " > " + high
		default:
			return figure + " < " + low
		}
	}
	mark := signs[r.Op].fails
	if met {
		mark = signs[r.Op].holds
	}
	return figure + " " + mark + " " + Word(r, r.Value, l)
}

func sign(open bool) string {
	if open {
		return " < "
	}
	return " ≤ "
}

// completion is the actual as a percentage of a floor, with at most two decimals; a
// shortfall never rounds to 100.
func completion(r *indicators.Reading, q Quantity) string {
	floor := r.Op == indicators.AtLeast || r.Op == indicators.MoreThan || r.Op == indicators.Exactly
	if r.Kind != indicators.Threshold || !floor || r.Value <= 0 {
		return ""
	}
	share := q.Millionths()
	share.Mul(share, big.NewRat(100*int64(indicators.One), int64(r.Value)))
	percent, ok := QuantityOf(share.Quo(share, big.NewRat(int64(indicators.One)/100, 1))).RoundedShort(100_00)
	if !ok {
		return ""
	}
	return (percent * (indicators.One / 100)).String()
}
