package ruletest

import (
	"strings"

	"yardstick/indicators"
	"yardstick/indicators/load"
)

// Read reads a test file into cases, against the programme that it tests. It
// returns every problem with its place; a case with a problem is left out.
func Read(source load.Source, p *indicators.Programme) ([]Case, []*indicators.Problem) {
	tree, problems := load.ParseTree(source)
	if tree == nil {
		return nil, problems
	}
	r := &reader{programme: p, problems: problems}
	var cases []Case
	for _, item := range r.items(r.keys(tree, "file")["cases"].Value) {
		before := len(r.problems)
		c := r.test(item)
		if len(r.problems) == before {
			cases = append(cases, c)
		}
	}
	return cases, r.problems
}

type reader struct {
	programme *indicators.Programme
	problems  []*indicators.Problem
}

// keyWords are the keys of each mapping: Chinese, English, and the name they go by here.
var keyWords = map[string]map[string]string{
	"file": {"用例": "cases", "cases": "cases"},
	"case": {"名称": "name", "name": "name", "指标": "indicator", "indicator": "indicator", "实际": "actuals", "actuals": "actuals",
		"截至": "through", "through": "through", "时点": "as_of", "as_of": "as_of", "声明": "declarations", "declarations": "declarations",
		"预期": "expect", "expect": "expect"},
	"expect": {"结论": "verdict", "verdict": "verdict", "状态": "state", "state": "state", "得分": "points", "points": "points",
		"分值": "weight", "weight": "weight", "实际": "actual", "actual": "actual", "灯": "light", "light": "light"},
	"declaration": {"指标": "indicator", "indicator": "indicator", "类型": "kind", "kind": "kind", "理由": "reason", "reason": "reason",
		"起": "from", "from": "from", "有效至": "until", "until": "until"},
}

// values are the words for states, verdicts, lights and kinds of declaration.
var values = map[string]map[string]string{
	"verdict": {"达成": "met", "met": "met", "部分达成": "partly_met", "partly_met": "partly_met", "未达成": "not_met", "not_met": "not_met", "无": "none", "none": "none"},
	"state": {"已报": "reported", "reported": "reported", "进行中": "in_progress", "in_progress": "in_progress", "未报": "missing", "missing": "missing",
		"未到期": "not_yet_due", "not_yet_due": "not_yet_due", "不适用": "not_applicable", "not_applicable": "not_applicable",
		"认可偏差": "accepted_deviation", "accepted_deviation": "accepted_deviation"},
	"light": {"红": "red", "red": "red", "黄": "yellow", "yellow": "yellow", "绿": "green", "green": "green", "蓝": "blue", "blue": "blue", "无": "", "none": ""},
	"kind": {"不适用": "not_applicable", "not_applicable": "not_applicable", "认可偏差": "accepted_deviation", "accepted_deviation": "accepted_deviation",
		"原因": "reason", "reason": "reason"},
}

func (r *reader) refuse(t *load.Tree, code string, args indicators.Args) {
	r.problems = append(r.problems, t.Problem(code, args))
}

// keys reads a mapping whose keys are known, by the names they go by here.
func (r *reader) keys(t *load.Tree, of string) map[string]load.TreeEntry {
	entries, ok := t.Entries()
	if !ok {
		r.refuse(t, "ruletest-not-keys", nil)
	}
	out := map[string]load.TreeEntry{}
	for _, e := range entries {
		text, _ := e.Key.Text()
		name := keyWords[of][text]
		switch _, twice := out[name]; {
		case name == "":
			r.refuse(e.Key, "ruletest-unknown-key", indicators.Args{"key": text, "near": near(text, keyWords[of])})
		case twice:
			r.refuse(e.Key, "ruletest-key-twice", indicators.Args{"key": text})
		}
		out[name] = e
	}
	return out
}

func near(text string, words map[string]string) string {
	var candidates []string
	for word := range words {
		candidates = append(candidates, word)
	}
	return listed(candidates)
}

func (r *reader) items(t *load.Tree) []*load.Tree {
	if t == nil || t.IsEmpty() {
		return nil
	}
	items, ok := t.Items()
	if !ok {
		r.refuse(t, "ruletest-not-a-list", nil)
	}
	return items
}

// text reads a scalar; empty when it is absent.
func (r *reader) text(t *load.Tree) string {
	if t == nil || t.IsEmpty() {
		return ""
	}
	text, ok := t.Text()
	if !ok {
		r.refuse(t, "ruletest-not-a-text", nil)
	}
	return strings.TrimSpace(text)
}

// test reads one case.
func (r *reader) test(t *load.Tree) Case {
	keys := r.keys(t, "case")
	c := Case{Name: r.text(keys["name"].Value), At: t.At()}
	if c.Name == "" {
		r.refuse(t, "ruletest-no-name", nil)
	}
	if through := keys["through"].Value; through != nil {
		c.Through = r.period(through)
	} else {
		r.refuse(t, "ruletest-no-through", nil)
	}
	if asOf := keys["as_of"].Value; asOf != nil {
		c.AsOf = r.date(asOf)
	}
	def := keys["indicator"].Value
	if actuals := keys["actuals"].Value; actuals != nil {
		c.Entries = r.actuals(actuals, def, c.Through)
	}
	for _, item := range r.items(keys["declarations"].Value) {
		c.Declarations = append(c.Declarations, r.declarations(item, def, c.Through)...)
	}
	if expect := keys["expect"].Value; expect != nil {
		c.Expect = r.expectations(expect, def)
	}
	if len(c.Expect) == 0 {
		r.refuse(t, "ruletest-no-expect", nil)
	}
	return c
}

// actuals reads figures by indicator; under a case's own indicator they may
// stand by period at once.
func (r *reader) actuals(t, def *load.Tree, through indicators.Period) (out []Entry) {
	entries, ok := t.Entries()
	if !ok {
		if def == nil {
			r.refuse(t, "ruletest-not-keys", nil)
			return nil
		}
		return r.figures(def, t, through)
	}
	if def != nil && len(entries) > 0 {
		if key, _ := entries[0].Key.Text(); len(periodsOf(key)) > 0 {
			return r.figures(def, t, through)
		}
	}
	for _, e := range entries {
		out = append(out, r.figures(e.Key, e.Value, through)...)
	}
	return out
}

// figures reads one indicator's figures: a single one for the case's last
// period, or by period and by span of periods.
func (r *reader) figures(name, t *load.Tree, through indicators.Period) (out []Entry) {
	lines := r.lines(name)
	add := func(value *load.Tree, periods ...indicators.Period) {
		text := r.text(value)
		if text == "" {
			r.refuse(value, "ruletest-no-figure", nil)
		}
		for _, line := range lines {
			for _, period := range periods {
				out = append(out, Entry{Indicator: line.id, Part: line.part, Period: period, Text: text, At: value.At()})
			}
		}
	}
	entries, byPeriod := t.Entries()
	if !byPeriod {
		add(t, through)
		return out
	}
	for _, e := range entries {
		key, _ := e.Key.Text()
		periods := periodsOf(key)
		if len(periods) == 0 {
			r.refuse(e.Key, "ruletest-period", indicators.Args{"text": key})
			continue
		}
		add(e.Value, periods...)
	}
	return out
}

// periodsOf reads 2021-03, or 2020-11..2021-10 and 2020-11至2021-10, both ends
// included; nil when it is neither.
func periodsOf(text string) (out []indicators.Period) {
	first, last, span := strings.Cut(strings.ReplaceAll(text, "至", ".."), "..")
	from, err := indicators.ParsePeriod(strings.TrimSpace(first))
	if err != nil {
		return nil
	}
	to := from
	if span {
		if to, err = indicators.ParsePeriod(strings.TrimSpace(last)); err != nil || to < from || to-from > maxSpan {
			return nil
		}
	}
	for period := from; period <= to; period++ {
		out = append(out, period)
	}
	return out
}

// maxSpan is the longest span of months: a slip of a digit is not a century of figures.
const maxSpan = 240

func (r *reader) period(t *load.Tree) indicators.Period {
	text := r.text(t)
	period, err := indicators.ParsePeriod(text)
	if err != nil {
		r.refuse(t, "ruletest-period", indicators.Args{"text": text})
	}
	return period
}

func (r *reader) date(t *load.Tree) indicators.Date {
	text := r.text(t)
	date, err := indicators.ParseDate(text)
	if err != nil {
		r.refuse(t, "ruletest-date", indicators.Args{"text": text})
	}
	return date
}

// declarations reads one statement, for each indicator that it names.
func (r *reader) declarations(t, def *load.Tree, through indicators.Period) (out []Declaration) {
	keys := r.keys(t, "declaration")
	name := keys["indicator"].Value
	if name == nil {
		name = def
	}
	if name == nil {
		r.refuse(t, "ruletest-no-indicator", nil)
		return nil
	}
	d := Declaration{Kind: r.word(keys["kind"].Value, "kind", t), Reason: r.text(keys["reason"].Value), Period: through, At: t.At()}
	if from := keys["from"].Value; from != nil {
		d.Period = r.period(from)
	}
	if until := keys["until"].Value; until != nil {
		d.Until = r.date(until)
	}
	for _, line := range r.lines(name) {
		one := d
		one.Indicator, one.Horizon = line.id, line.horizon
		out = append(out, one)
	}
	return out
}

// word reads a word of a closed list; absent is refused at where it is missing.
func (r *reader) word(t *load.Tree, list string, where *load.Tree) string {
	if t == nil {
		t = where
	}
	text, _ := t.Text()
	value, ok := values[list][strings.TrimSpace(text)]
	if !ok {
		r.refuse(t, "ruletest-word", indicators.Args{"text": text, "known": near(text, values[list])})
	}
	return value
}
