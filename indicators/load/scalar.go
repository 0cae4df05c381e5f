package load

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"yardstick/indicators"
	"yardstick/indicators/notation"
)

// text returns a scalar as typed; ok is false, with a problem, for anything else.
func (r *reader) text(n *node) (text string, ok bool) {
	if n == nil || n.kind == empty {
		return "", false
	}
	if n.kind != scalar {
		r.report(n.problem("not-a-text", nil))
		return "", false
	}
	return n.text, true
}

// plain returns a text without the white space around it, empty when absent.
func (r *reader) plain(n *node) string {
	text, _ := r.text(n)
	return strings.TrimSpace(text)
}

// list returns the items of a list; one value stands for a list of one.
func (r *reader) list(n *node) []*node {
	switch {
	case n == nil || n.kind == empty:
		return nil
	case n.kind == sequence:
		return n.items
	}
	return []*node{n}
}

// id returns a declared id.
func (r *reader) id(n *node) string {
	id := r.plain(n)
	if id == "" {
		return ""
	}
	if !validID(id) {
		r.report(n.problem("id-bad", indicators.Args{"id": id}))
		return ""
	}
	return id
}

const maxID = 64

// validID reports whether an id can stand in paths and on a command line:
// letters, digits, hyphen, underscore and point, at most 64 characters.
func validID(id string) bool {
	if len([]rune(id)) > maxID || id == indicators.MoneyLocal {
		return false
	}
	for i, c := range id {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && (i == 0 || !strings.ContainsRune("-_.", c)) {
			return false
		}
	}
	return id != ""
}

// whole reads a whole number within bounds; fallback when absent or wrong.
func (r *reader) whole(n *node, fallback, low, high int) int {
	text := r.plain(n)
	if text == "" {
		return fallback
	}
	v, err := strconv.Atoi(text)
	if err != nil || v < low || v > high {
		r.report(n.problem("whole-number-bad", indicators.Args{"text": text, "low": strconv.Itoa(low), "high": strconv.Itoa(high)}))
		return fallback
	}
	return v
}

// choice reads one of the words a key allows.
func (r *reader) choice(n *node, choices []choice) string {
	text := r.plain(n)
	if text == "" {
		return ""
	}
	var words []string
	for _, c := range choices {
		for _, word := range append([]string{c.value}, c.words...) {
			if foldKey(word) == foldKey(text) {
				return c.value
			}
		}
		words = append(words, c.value+" "+c.words[0])
	}
	r.report(n.problem("choice-bad", indicators.Args{"text": text, "words": strings.Join(words, "; ")}))
	return ""
}

// moneyUnits are the units an amount may carry, in 元.
var moneyUnits = []struct {
	unit string
	yuan int64
}{{"亿元", 100_000_000}, {"万元", 10_000}, {"元", 1}}

// amount reads a sum of money in 万元, exactly: 1,316.4, 500万元, 1.2亿元.
func (r *reader) amount(n *node) (v indicators.Value, ok bool) {
	text := r.plain(n)
	if text == "" {
		return 0, false
	}
	number, yuan := text, int64(10_000)
	for _, m := range moneyUnits {
		if head, found := strings.CutSuffix(number, m.unit); found {
			number, yuan = strings.TrimSpace(head), m.yuan
			break
		}
	}
	v, err := indicators.ParseValue(strings.ReplaceAll(strings.ReplaceAll(number, ",", ""), "，", ""))
	exact, fits := indicators.MulDiv(int64(v), yuan, 10_000, indicators.Floor)
	up, _ := indicators.MulDiv(int64(v), yuan, 10_000, indicators.Ceiling)
	if err != nil || !fits || exact != up || v < 0 {
		r.report(n.problem("amount-bad", indicators.Args{"text": text}))
		return 0, false
	}
	return indicators.Value(exact), true
}

// value reads a plain number.
func (r *reader) value(n *node) *indicators.Value {
	text := r.plain(n)
	if text == "" {
		return nil
	}
	v, err := indicators.ParseValue(strings.TrimSuffix(strings.ReplaceAll(text, ",", ""), "%"))
	if err != nil {
		r.report(n.problem("number-bad", indicators.Args{"text": text}))
		return nil
	}
	return &v
}

// weight reads points with at most two decimals, above 0 and up to 100.
func (r *reader) weight(n *node) *indicators.Hundredths {
	text := r.plain(n)
	if text == "" {
		return nil
	}
	v, err := indicators.ParseValue(strings.TrimSuffix(text, "分"))
	if err != nil || v%(indicators.One/100) != 0 || v < 0 || v > 100*indicators.One {
		r.report(n.problem("weight-bad", indicators.Args{"text": text}))
		return nil
	}
	h := indicators.Hundredths(v / (indicators.One / 100))
	return &h
}

// span reads a window (2020年11月至2021年10月), or a day as the end of one that
// starts with the fiscal year. Zero, with a problem, when it is neither.
func (r *reader) span(n *node) indicators.Window {
	text := r.plain(n)
	if text == "" {
		return indicators.Window{}
	}
	if day, err := indicators.ParseDate(text); err == nil {
		return indicators.Window{From: r.p.FiscalYear().From, To: day}
	}
	reading, problem := notation.Read(r.input(text))
	switch {
	case problem == nil && !reading.Window.IsZero():
		return reading.Window
	case problem == nil && isDay(reading):
		return indicators.Window{From: r.p.FiscalYear().From, To: indicators.DateOf(reading.Value)}
	}
	r.report(n.problem("window-bad", indicators.Args{"text": text}))
	return indicators.Window{}
}

// day reads the end of a day: 2021-10-31, 2021年10月底前.
func (r *reader) day(n *node) indicators.Date {
	text := r.plain(n)
	if text == "" {
		return 0
	}
	if day, err := indicators.ParseDate(text); err == nil {
		return day
	}
	if reading, problem := notation.Read(r.input(text)); problem == nil && isDay(reading) {
		return indicators.DateOf(reading.Value)
	}
	r.report(n.problem("date-bad", indicators.Args{"text": text}))
	return 0
}

func (r *reader) input(text string) notation.Input {
	return notation.Input{Text: text, Category: "产出/时效指标", Year: r.p.Year, FiscalStart: r.fiscalStart()}
}

func (r *reader) fiscalStart() time.Month { return max(r.p.FiscalStart, time.January) }

// isDay reports a deadline that names one day by which something is to be done.
func isDay(reading indicators.Reading) bool {
	return reading.Kind == indicators.Deadline && reading.Per == "" &&
		(reading.Op == indicators.AtMost || reading.Op == indicators.LessThan || reading.Op == indicators.Exactly)
}
