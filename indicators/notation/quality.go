package notation

import (
	"strings"

	"yardstick/indicators"
)

// noTarget refuses texts that say that there is no target, or that none was chosen.
func (p *parser) noTarget(lo, hi int) *indicators.Problem {
	whole := func(code string) *indicators.Problem { return p.problem(code, p.tokens[lo], p.tokens[hi-1]) }
	first := p.tokens[lo]
	if first.has(roleNoneStart) || hi == lo+1 && first.has(roleNoneWhole) {
		return whole("no-target")
	}
	blank := true
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		if k.has(roleNoneStart) && k.entry.arg(roleNoneStart) == "back" && i > lo && p.tokens[i-1].has(roleComma) {
			return p.problem("no-target", k, k) // 3次，根据实际调整
		}
		if k.has(roleNone) || k.has(roleNoneStart) && i > lo && p.tokens[i-1].kind == opening && i == lo+1 {
			return p.problem("no-target", k, k)
		}
		r := p.char(k)
		blank = blank && (k.kind == mark || k.has(roleNoneWhole) || k.kind == opening || k.kind == closing || k.has(roleRange)) && strings.ContainsRune("-/\\—*…_.~()（）'\"", r)
	}
	if blank {
		return whole("no-target")
	}
	return p.options(lo, hi)
}

// options refuses 是/否 with no choice made; a single tick chooses.
func (p *parser) options(lo, hi int) *indicators.Problem {
	if hi-lo > 12 || hi-lo < 3 {
		return nil
	}
	choices, ticks, or := 0, 0, false
	var grades []string
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		r := p.char(k)
		if k.has(roleGrade) {
			grades = append(grades, string(k.entry.runes))
		}
		switch {
		case r == '√' || r == '✓' || r == '✔' || r == '☑' || r == '■':
			ticks++
		case k.has(roleYes) || k.has(roleNo) || k.has(roleGrade):
			choices++
			or = or || k.has(roleGrade) && i > lo && p.tokens[i-1].has(roleOr)
		case k.kind == opening || k.kind == closing || strings.ContainsRune("/□☐、|\\,", r) || k.has(roleOr) || k.has(roleJoint):
		default:
			return nil
		}
	}
	if or && choices == 2 && ticks == 0 && hi-lo == 3 {
		return p.twoReadings(p.tokens[lo].from, p.tokens[hi-1].to, p.t.published(p.tokens[lo].from, p.tokens[lo].to), p.t.published(p.tokens[hi-1].from, p.tokens[hi-1].to))
	}
	if choices == len(grades) && !or && !oneScale(grades) {
		return nil // 真实、准确、完整: qualities, all of them wanted
	}
	if choices >= 2 && ticks == 0 {
		return p.problem("no-target", p.tokens[lo], p.tokens[hi-1])
	}
	return nil
}

// oneScale reports whether two of the words stand on one scale: 优、良.
func oneScale(grades []string) bool {
	for _, scale := range scales {
		held := 0
		for _, word := range grades {
			if scale.Rung(word) >= 0 {
				held++
			}
		}
		if held >= 2 {
			return true
		}
	}
	return false
}

// inWords reads a text without a number: yes or no, a grade, no incidents, a
// change without an amount, or a sentence that states a quality.
func (p *parser) inWords(lo, hi int) (indicators.Reading, *indicators.Problem) {
	if r, ok := p.ticked(lo, hi); ok {
		return r, nil
	}
	if k := p.tokens[lo]; hi == lo+1 {
		if r, ok, problem := p.oneWord(k); ok || problem != nil {
			return r, problem
		}
	}
	if r, ok, problem := p.grade(lo, hi); ok || problem != nil {
		return r, problem
	}
	if r, ok := p.noEvent(lo, hi); ok {
		return r, nil
	}
	if r, ok, problem := p.changeInWords(lo, hi); ok || problem != nil {
		return r, problem
	}
	if r, ok, problem := p.oftenInWords(lo, hi); ok || problem != nil {
		return r, problem
	}
	return p.narrative(lo, hi)
}

// ticked reads √是 □否.
func (p *parser) ticked(lo, hi int) (indicators.Reading, bool) {
	if hi-lo > 12 || hi-lo < 3 {
		return indicators.Reading{}, false
	}
	chosen, choices, ticks := -1, 0, 0
	var words []int
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		r := p.char(k)
		switch {
		case r == '√' || r == '✓' || r == '✔' || r == '☑' || r == '■':
			ticks++
			if i+1 < hi && (p.tokens[i+1].has(roleYes) || p.tokens[i+1].has(roleNo)) && p.t.gapAt(p.tokens[i+1].from) == 0 && len(words) == 0 {
				chosen = i + 1
			} else if len(words) > 0 && chosen < 0 {
				chosen = words[len(words)-1]
				if i+1 < hi && (p.tokens[i+1].has(roleYes) || p.tokens[i+1].has(roleNo)) && p.t.gapAt(k.from) > 0 {
					chosen = i + 1
				}
			}
		case k.has(roleYes) || k.has(roleNo):
			choices++
			words = append(words, i)
		case k.kind == opening || k.kind == closing || strings.ContainsRune("/□☐、|\\,", r):
		default:
			return indicators.Reading{}, false
		}
	}
	if ticks != 1 || choices != 2 || chosen < 0 {
		return indicators.Reading{}, false
	}
	return indicators.Reading{Kind: indicators.Truth, Value: indicators.YesNo(p.tokens[chosen].has(roleYes))}, true
}

// oneWord reads a text of a single word.
func (p *parser) oneWord(k token) (indicators.Reading, bool, *indicators.Problem) {
	truth := func(yes bool) (indicators.Reading, bool, *indicators.Problem) {
		return indicators.Reading{Kind: indicators.Truth, Value: indicators.YesNo(yes)}, true, nil
	}
	malformed := func(code string) (indicators.Reading, bool, *indicators.Problem) {
		return indicators.Reading{}, false, p.problem(code, k, k)
	}
	word := string(p.t.runes[k.from:k.to])
	switch {
	case k.kind == mark:
		return malformed("malformed")
	case k.kind == plain:
		if isLetter(p.char(k)) || k.to-k.from < 2 {
			return malformed("malformed")
		}
		return indicators.Reading{}, false, nil
	case k.has(roleNo) && word == "无", k.has(roleNothing):
		n := p.nature()
		if n.question || n.less && !n.doing || p.namesEvent() {
			return truth(false)
		}
		return malformed("no-target")
	case k.has(roleGrade):
		return p.gradeWord(k)
	case word == "达到":
		return truth(true)
	case k.has(roleYes):
		return truth(true)
	case k.has(roleNo):
		return truth(false)
	case k.has(roleAboutWord), k.has(roleAbout), k.has(roleAboutPre):
		return malformed("approximate")
	case k.has(roleUnit), k.has(rolePre), k.has(rolePost), k.has(roleSign), k.has(roleTo), k.has(roleFrom), k.has(roleRange),
		k.has(roleEvery), k.has(roleBoth), k.has(roleWithin), k.has(roleNeg), k.has(roleThan), k.has(roleAnd), k.has(roleOr):
		return malformed("malformed")
	}
	return indicators.Reading{}, false, nil
}

// namesEvent reports whether the indicator's name ends in an event of which none
// is to happen: 质量问题.
func (p *parser) namesEvent() bool {
	t := newText(withoutUnit(p.in.Name))
	for n := 2; n <= 4 && n <= len(t.runes); n++ {
		if e, end := words.longest(t, len(t.runes)-n); e != nil && end == len(t.runes) && e.has(roleEvent) {
			return true
		}
	}
	return false
}

func (p *parser) gradeWord(k token) (indicators.Reading, bool, *indicators.Problem) {
	word := string(k.entry.runes)
	scale, rung := scaleOf(word)
	if rung < 0 {
		return indicators.Reading{}, false, nil
	}
	if rung == 0 {
		return indicators.Reading{}, false, p.problem("lowest-grade", k, k)
	}
	return indicators.Reading{Kind: indicators.Grade, Grade: word, Scale: scale, Rung: rung}, true, nil
}

// grade reads 良好及以上, 达到优秀等次, at least good.
func (p *parser) grade(lo, hi int) (indicators.Reading, bool, *indicators.Problem) {
	at, open := -1, false
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		switch {
		case k.has(roleGrade) || k.kind == quoted && p.quotedGrade(&p.tokens[i]):
			if at >= 0 {
				return indicators.Reading{}, false, nil
			}
			at = i
		case k.kind != word:
			return indicators.Reading{}, false, nil
		case at < 0 && (k.has(rolePre) || k.has(roleSign) || k.has(roleBoth)):
			if op := k.entry.arg(rolePre) + k.entry.arg(roleSign) + k.entry.arg(roleBoth); op != ">=" {
				open = true
			}
		case at < 0 && (k.has(roleFill) || k.has(roleTo)):
		case at >= 0 && (k.has(roleGradeTail) || k.has(roleGradeUnit)):
		case at >= 0 && (k.has(rolePost) || k.has(roleBoth)):
			if k.entry.arg(rolePost)+k.entry.arg(roleBoth) != ">=" {
				open = true
			}
		default:
			return indicators.Reading{}, false, nil
		}
	}
	if at < 0 {
		return indicators.Reading{}, false, nil
	}
	if open {
		return indicators.Reading{}, false, p.problem("two-readings", p.tokens[lo], p.tokens[hi-1])
	}
	r, ok, problem := p.gradeWord(p.tokens[at])
	return r, ok, problem
}

// quotedGrade reads a grade between quotes (“良”以上) as the grade itself.
func (p *parser) quotedGrade(k *token) bool {
	e, end := p.t.word(k.from + 1)
	if e == nil || end != k.to-1 || !e.has(roleGrade) {
		return false
	}
	k.kind, k.entry = word, e
	return true
}

// noEvent reads 零投诉, 无重大安全事故, 未发生泄露事件, zero incidents, and the
// events that a number describes (无3人以上伤亡事故): at most 0.
func (p *parser) noEvent(lo, hi int) (indicators.Reading, bool) {
	first, last := p.tokens[lo], p.tokens[hi-1]
	if !first.has(roleZero) && !first.has(roleNo) || hi-lo < 2 || hi-lo > 12 || !last.has(roleEvent) && !last.has(roleEventTail) {
		return indicators.Reading{}, false
	}
	event := false
	for i := lo + 1; i < hi; i++ {
		k := p.tokens[i]
		counted := k.kind == figure && !p.tokens[min(i+2, hi-1)].has(rolePost) && !p.tokens[i+1].has(rolePost)
		if p.separates(k) || k.has(roleVerb) && len(k.entry.runes) > 1 || k.has(roleNeg) || k.has(rolePre) || counted || k.kind == date {
			return indicators.Reading{}, false
		}
		event = event || k.has(roleEvent)
	}
	if !event {
		return indicators.Reading{}, false
	}
	return indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtMost, Unit: p.unitOutside}, true
}

// oftenInWords reads monthly, 每月: at least once in each period.
func (p *parser) oftenInWords(lo, hi int) (indicators.Reading, bool, *indicators.Problem) {
	k := p.tokens[lo]
	if !k.has(rolePer) || hi-lo > 3 {
		return indicators.Reading{}, false, nil
	}
	if k.entry.arg(rolePer) == "?" {
		return indicators.Reading{}, false, p.problem("frequency", k, k)
	}
	unit := ""
	if hi > lo+1 {
		if !p.isNoun(p.tokens[lo+1]) {
			return indicators.Reading{}, false, nil
		}
		unit = p.t.published(p.tokens[lo+1].from, p.tokens[hi-1].to)
	}
	if unit == "" {
		unit = p.unitOutside
	}
	r := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: indicators.One, Unit: unit,
		Per: indicators.Frequency(k.entry.arg(rolePer))}
	note(&r, indicators.BareAtLeast)
	return r, true, nil
}

// narrative reads a sentence that states a quality, and refuses what is none: a
// sign or a unit without a number, placeholders, stray letters.
func (p *parser) narrative(lo, hi int) (indicators.Reading, *indicators.Problem) {
	han, latin, units := 0, 0, 0
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		r := p.char(k)
		switch {
		case k.has(roleSign), k.has(rolePlusMinus), k.kind == mark && r < 128 && !strings.ContainsRune(".:'\"!?-_", r),
			k.has(roleUnit) && !isHan(r) && !isLetter(r), (k.kind == opening || k.kind == closing) && k.partner < 0:
			return indicators.Reading{}, p.problem("malformed", k, k)
		case k.has(roleAboutWord) && i+2 >= hi && (i+1 == hi || p.tokens[i+1].has(roleUnit) || p.tokens[i+1].kind == plain) && isHan(r):
			return indicators.Reading{}, p.problem("approximate", k, k)
		case k.has(roleAboutWord) && hi-lo <= 3:
			return indicators.Reading{}, p.problem("approximate", k, k)
		case k.kind == quoted:
			han += 2
		case k.kind == word && isDigit(r):
			han += 2
		case isHan(r):
			if k.has(roleUnit) || isHanNumeral(r) && k.kind == plain {
				units++
			}
			for n := k.from; n < k.to; n++ {
				if !isHanNumeral(p.t.runes[n]) || k.kind == word {
					han++
				}
			}
		case isLetter(r):
			if k.has(roleUnit) {
				units++
			}
			latin++
			if k.has(roleBasis) && comparative(k) != "" {
				latin++ // higher than baseline
			}
		}
	}
	if last := p.tokens[hi-1]; hi == lo+2 && units > 0 && last.has(roleUnit) && p.tokens[lo].kind == plain && p.tokens[lo].to == p.tokens[lo].from+1 {
		units = 2 // one stray character and a unit
	}
	quality := hi == lo+1 && (p.tokens[lo].has(roleQuality) || p.tokens[lo].has(roleHold))
	if units == hi-lo || han < 2 && latin < 2 && !quality || han == 0 && p.gibberish(lo, hi) {
		return indicators.Reading{}, p.problem("malformed", p.tokens[lo], p.tokens[hi-1])
	}
	return indicators.Reading{Kind: indicators.Narrative}, nil
}

// gibberish reports letters without a vowel: xx, XXX.
func (p *parser) gibberish(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		if isLetter(p.char(k)) && strings.ContainsAny(string(p.t.runes[k.from:k.to]), "aeiouy") && k.to-k.from > 1 {
			return false
		}
	}
	return true
}

// clauseInWords reads a clause of a compound that has no number.
func (p *parser) clauseInWords(c *condition) (indicators.Reading, *indicators.Problem) {
	lo := c.first
	hi := lo
	for hi < len(p.tokens) && p.tokens[hi].to <= max(c.to, c.label[1]) {
		hi++
	}
	lo, hi = p.trim(lo, hi)
	if lo >= hi {
		return indicators.Reading{}, p.problemAt("malformed", c.from, c.to)
	}
	return p.inWords(lo, hi)
}
