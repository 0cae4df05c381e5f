package notation

import (
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"

	"yardstick/indicators"
)

// The word lists are data: zh.tsv and en.tsv for targets, names.tsv for what an
// indicator's name tells. Units come from the table of package indicators.
var (
	//go:embed zh.tsv
	chineseWords string
	//go:embed en.tsv
	englishWords string
	//go:embed names.tsv
	nameWords string

	words = newLexicon(chineseWords, englishWords)
	names = newLexicon(nameWords)
	// scales holds the rungs of every grade, lowest first.
	scales = loadScales(chineseWords, englishWords)
)

// role is what a word can do in a sentence; a word may have several.
type role uint8

// entry is one word of the lists with all its roles.
type entry struct {
	runes []rune
	roles [6]role
	args  [6]string
	unit  string // as printed, when the word is a unit
}

// has reports whether the word can play the role.
func (e *entry) has(r role) bool {
	for _, own := range e.roles {
		if own == r {
			return true
		}
	}
	return false
}

// arg returns the argument of a role, empty when the word lacks it.
func (e *entry) arg(r role) string {
	for i, own := range e.roles {
		if own == r {
			return e.args[i]
		}
	}
	return ""
}

func (e *entry) add(r role, arg string) {
	for i := range e.roles {
		if e.roles[i] == 0 {
			e.roles[i], e.args[i] = r, arg
			return
		}
		if e.roles[i] == r {
			return
		}
	}
	panic("notation: too many roles for " + string(e.runes))
}

// lexicon finds the longest word at a place. Words are listed by first rune,
// longest first; their number and length bound the work at each place.
type lexicon struct {
	byFirst map[rune][]*entry
	ascii   [128][]*entry
}

func newLexicon(tables ...string) *lexicon {
	all := map[string]*entry{}
	find := func(word string) *entry {
		folded := foldWord(word)
		e := all[folded]
		if e == nil {
			e = &entry{runes: []rune(folded)}
			all[folded] = e
		}
		return e
	}
	for _, table := range tables {
		eachLine(table, func(word, kind, arg string) {
			e := find(word)
			r, known := roleByName[kind]
			switch {
			case !known:
				panic("notation: no role " + kind + " for " + word)
			case r == roleScale:
				for _, rung := range strings.Split(word, "‹") {
					find(rung).add(roleGrade, "")
				}
				delete(all, foldWord(word))
			case r == roleUnit:
				e.unit = word
				e.add(roleUnit, "")
			default:
				e.add(r, arg)
			}
		})
	}
	if len(tables) > 1 {
		for _, unit := range indicators.Units() {
			e := find(unit)
			e.unit = indicators.PrintedUnit(unit)
			e.add(roleUnit, "")
		}
	}
	lex := &lexicon{byFirst: map[rune][]*entry{}}
	for _, e := range all {
		lex.byFirst[e.runes[0]] = append(lex.byFirst[e.runes[0]], e)
	}
	for first, list := range lex.byFirst {
		slices.SortFunc(list, func(a, b *entry) int {
			if len(a.runes) != len(b.runes) {
				return len(b.runes) - len(a.runes)
			}
			return slices.Compare(a.runes, b.runes)
		})
		if first < 128 {
			lex.ascii[first] = list
		}
	}
	return lex
}

// longest returns the longest word at a place of the text and where it ends. A
// space in a listed word stands for any white space; Latin letters must end at a
// word's end.
func (lex *lexicon) longest(t *text, at int) (*entry, int) {
	first := t.runes[at]
	list := []*entry(nil)
	if first < 128 {
		list = lex.ascii[first]
	} else {
		list = lex.byFirst[first]
	}
	for _, e := range list {
		if end, ok := t.match(e.runes, at); ok {
			return e, end
		}
	}
	return nil, at
}

func eachLine(table string, do func(word, kind, arg string)) {
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) < 2 {
			panic("notation: " + line)
		}
		arg := ""
		if len(fields) > 2 {
			arg = fields[2]
		}
		do(fields[0], fields[1], arg)
	}
}

func loadScales(tables ...string) []indicators.Scale {
	var out []indicators.Scale
	for _, table := range tables {
		eachLine(table, func(word, kind, _ string) {
			if kind == "scale" {
				out = append(out, strings.Split(word, "‹"))
			}
		})
	}
	return out
}

// scaleOf returns the first scale on which the word is more than the lowest rung,
// else the first that holds it, and its rung; -1 when none does.
func scaleOf(word string) (found indicators.Scale, rung int) {
	rung = -1
	for _, scale := range scales {
		at := scale.Rung(word)
		if at > 0 {
			return scale, at
		}
		if at == 0 && rung < 0 {
			found, rung = scale, 0
		}
	}
	return found, rung
}

func foldWord(word string) string {
	if utf8.RuneCountInString(word) == 1 {
		r, _ := utf8.DecodeRuneInString(word)
		return string(fold(r))
	}
	var b strings.Builder
	for _, r := range word {
		b.WriteRune(fold(r))
	}
	return b.String()
}

// The roles of the word lists, in the order of their names below.
const (
	_ role = iota
	rolePre
	roleSign
	rolePost
	roleBoth
	roleWithin
	roleMid
	roleBetween
	roleNeg
	roleFill
	roleOf
	roleArticle
	roleStretch
	roleAbout
	roleAboutPre
	roleAboutWord
	rolePer
	rolePerBase
	roleEvery
	roleBasis
	roleThan
	roleThanEnd
	roleVerb
	roleSoft
	roleTo
	roleBy
	roleFrom
	roleTimes
	roleHalf
	roleZeroGrowth
	roleHold
	roleAnd
	roleAmong
	roleJoint
	roleOr
	roleWith
	roleComma
	roleStop
	roleRange
	roleBetweenAnd
	rolePlusMinus
	rolePer100
	rolePer1000
	roleOver
	roleTenths
	roleHalfShare
	roleMoreHalf
	roleHalfUnit
	roleShare
	roleNum
	roleMult
	roleDozen
	roleCount
	roleYes
	roleNo
	roleNothing
	roleZero
	roleEvent
	roleEventTail
	roleNone
	roleNoneWhole
	roleNoneStart
	roleScale
	roleGrade
	roleText
	roleQuality
	roleClass
	roleOrdinal
	roleFront
	roleEach
	roleDone
	roleAfter
	roleBefore
	roleDateOp
	roleDateBy
	roleDateBefore
	roleDateAfter
	roleDatePost
	roleAt
	roleMonth
	roleEndOf
	roleYearEnd
	roleFiscalEnd
	roleIncl
	roleExcl
	roleUnit
	roleGradeUnit
	roleStopWord
	roleLess
	roleDoing
	roleShareName
	roleGrowth
	roleDateName
	roleTimeName
	roleQuestion
	roleFree
	roleTail
	roleMore
	roleLastYear
	roleGradeTail
	roleGuess
	roleAway
	roleLength
)

var roleByName = map[string]role{
	"pre": rolePre, "sign": roleSign, "post": rolePost, "both": roleBoth, "within": roleWithin, "mid": roleMid,
	"between": roleBetween, "neg": roleNeg, "fill": roleFill, "of": roleOf, "article": roleArticle,
	"stretch": roleStretch, "about": roleAbout, "about.pre": roleAboutPre, "about.word": roleAboutWord,
	"per": rolePer, "perbase": rolePerBase, "every": roleEvery, "basis": roleBasis, "than": roleThan,
	"thanend": roleThanEnd, "verb": roleVerb, "soft": roleSoft, "to": roleTo, "by": roleBy, "from": roleFrom,
	"times": roleTimes, "half": roleHalf, "zerogrowth": roleZeroGrowth, "hold": roleHold, "and": roleAnd,
	"among": roleAmong, "joint": roleJoint, "or": roleOr, "with": roleWith, "comma": roleComma, "stop": roleStop,
	"range": roleRange, "betweenand": roleBetweenAnd, "plusminus": rolePlusMinus, "per100": rolePer100,
	"per1000": rolePer1000, "over": roleOver, "tenths": roleTenths, "halfshare": roleHalfShare,
	"morehalf": roleMoreHalf, "halfunit": roleHalfUnit, "share": roleShare, "num": roleNum, "mult": roleMult,
	"dozen": roleDozen, "count": roleCount, "yes": roleYes, "no": roleNo, "nothing": roleNothing, "zero": roleZero,
	"event": roleEvent, "eventtail": roleEventTail, "none": roleNone, "none.whole": roleNoneWhole,
	"none.start": roleNoneStart, "scale": roleScale, "text": roleText, "quality": roleQuality, "class": roleClass,
	"ordinal": roleOrdinal, "front": roleFront, "each": roleEach, "done": roleDone, "after": roleAfter,
	"before": roleBefore, "dateop": roleDateOp, "dateby": roleDateBy, "datebefore": roleDateBefore,
	"dateafter": roleDateAfter, "datepost": roleDatePost, "at": roleAt, "month": roleMonth, "endof": roleEndOf,
	"yearend": roleYearEnd, "fiscalend": roleFiscalEnd, "incl": roleIncl, "excl": roleExcl, "unit": roleUnit,
	"grade.unit": roleGradeUnit, "stopword": roleStopWord, "less": roleLess, "doing": roleDoing,
	"share.name": roleShareName, "growth": roleGrowth, "date.name": roleDateName, "time.name": roleTimeName,
	"question": roleQuestion, "free": roleFree, "tail": roleTail, "more": roleMore,
	"lastyear": roleLastYear, "gradetail": roleGradeTail, "guess": roleGuess, "away": roleAway, "length.name": roleLength,
}
