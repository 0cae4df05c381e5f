package load

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"yardstick/indicators"
	"yardstick/indicators/notation"
)

// cityGoals compares a goal shared by several regions with the first region's
// targets: the others have the same indicators.
func (l *linter) cityGoals() {
	for _, project := range l.p.Projects {
		if len(project.Assignments) > 1 && project.Goal != "" && project.Assignments[0].Goal == "" {
			l.goal(project.Assignments[0])
		}
	}
}

// goal remarks where the overall goal states a quantity that an indicator of the
// same name and unit states otherwise: 超3000人 against 3000. The target rules.
func (l *linter) goal(a *indicators.Assignment) {
	goal := a.Goal
	if goal == "" {
		goal = a.Project.Goal
	}
	for _, clause := range strings.FieldsFunc(goal, func(c rune) bool { return strings.ContainsRune("，；。：\n,;", c) }) {
		for _, quantity := range quantities(clause) {
			t := l.meant(a, clause, quantity)
			if t == nil {
				continue
			}
			l.target(t, indicators.Note, "lint-goal-differs", indicators.Args{"goal": quantity.phrase(t.Reading.Unit)})
		}
	}
}

// quantity is a number in running text with the words that bear on it.
type quantity struct {
	before string // a comparison word just before: 超
	number string // 3000, 2-3
	after  string // all that follows in the clause
}

// comparisons may stand before or after a number; longer ones first.
var (
	comparisonsBefore = []string{"不少于", "不低于", "不超过", "不高于", "至少", "超过", "大于", "高于", "达到", "低于", "少于", "超", "≥", "≤", "≧", "≦", ">", "<", "约"}
	comparisonsAfter  = []string{"以上", "及以上", "以下", "以内", "左右"}
)

// quantities finds the numbers of a clause, with their ranges.
func quantities(clause string) []quantity {
	var found []quantity
	for at := 0; at < len(clause); {
		if !isDigit(clause[at]) {
			at++
			continue
		}
		end := at
		for end < len(clause) && (isDigit(clause[end]) || (strings.IndexByte(".-~", clause[end]) >= 0 && end+1 < len(clause) && isDigit(clause[end+1]))) {
			end++
		}
		for _, scale := range []string{"万", "亿"} {
			if strings.HasPrefix(clause[end:], scale) {
				end += len(scale)
				break
			}
		}
		q := quantity{number: clause[at:end], after: clause[end:]}
		for _, word := range comparisonsBefore {
			if strings.HasSuffix(clause[:at], word) {
				q.before = word
				break
			}
		}
		found = append(found, q)
		at = end
	}
	return found
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// counters are the measure words that a target without a unit may be counted in.
var counters = []string{"个", "家", "项", "场", "次", "份", "篇", "名", "人"}

// unit returns the measure word after the number, when it is that of a target's
// unit: 人 and 人次 are the same people.
func (q quantity) unit(of string) string {
	units := []string{of, strings.TrimSuffix(of, "次")}
	if of == "" {
		units = counters
	}
	for _, unit := range units {
		if unit != "" && strings.HasPrefix(strings.TrimSpace(q.after), unit) {
			return unit
		}
	}
	return ""
}

// phrase is the quantity as a target would state it: 超3000人.
func (q quantity) phrase(targetUnit string) string {
	unit := q.unit(targetUnit)
	text := q.before + q.number + unit
	rest := strings.TrimPrefix(strings.TrimSpace(q.after), unit)
	for _, word := range comparisonsAfter {
		if strings.HasPrefix(rest, word) {
			return text + word
		}
	}
	return text
}

// meant returns the target that a quantity of the goal speaks of and contradicts:
// that of the indicator whose name shares most with the clause, in the same unit
// and of like size. Nil when there is none, or when they agree.
func (l *linter) meant(a *indicators.Assignment, clause string, q quantity) *indicators.Target {
	var best *indicators.Target
	var said indicators.Reading
	most := 1 // at least two pairs of characters in common
	for _, i := range a.Indicators {
		t := i.Target(indicators.Annual)
		if t == nil || (t.Reading.Kind != indicators.Threshold && t.Reading.Kind != indicators.Range) || q.unit(t.Reading.Unit) == "" {
			continue
		}
		shared := sharedPairs(clause, i.Name)
		if shared <= most {
			continue
		}
		reading, problem := notation.Read(notation.Input{Text: q.phrase(t.Reading.Unit), Category: i.Category(), Year: l.p.Year})
		if problem == nil && alike(reading, t.Reading) {
			best, said, most = t, reading, shared
		}
	}
	if best == nil || same(said, best.Reading) {
		return nil
	}
	return best
}

func same(a, b indicators.Reading) bool {
	return a.Kind == b.Kind && a.Op == b.Op && a.Value == b.Value && a.High == b.High
}

// alike reports numbers of like size: within half and double, or off by a power
// of ten, as by a slip of the point.
func alike(a, b indicators.Reading) bool {
	x, y := max(a.Value, a.High), max(b.Value, b.High)
	if x <= 0 || y <= 0 || (a.Kind != indicators.Threshold && a.Kind != indicators.Range) {
		return false
	}
	if x < y {
		x, y = y, x
	}
	return x/2 <= y || x/10 == y && x%10 == 0 || x/10_000 == y && x%10_000 == 0
}

// sharedPairs counts the different pairs of neighbouring letters in both texts.
func sharedPairs(a, b string) int {
	pairs := map[[2]rune]bool{}
	eachPair(a, func(pair [2]rune) { pairs[pair] = true })
	shared := 0
	eachPair(b, func(pair [2]rune) {
		if pairs[pair] {
			shared++
			delete(pairs, pair)
		}
	})
	return shared
}

func eachPair(text string, each func([2]rune)) {
	last := rune(utf8.RuneError)
	for _, c := range text {
		if unicode.IsLetter(c) && unicode.IsLetter(last) {
			each([2]rune{last, c})
		}
		last = c
	}
}
