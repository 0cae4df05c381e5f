package notation

import (
	"strings"
	"time"

	"yardstick/indicators"
)

// Actual is one reported figure, exact, in the unit of the reading it is for.
// What the Value means follows the reading's kind; see [indicators.Value].
type Actual struct {
	Value indicators.Value
	Unit  string
	Text  string                // as entered
	Notes []*indicators.Problem // remarks that do not refuse it: looks-like-a-fraction, rounded-conversion
}

// ReadActual reads a reported figure for a reading. year is the year of a date
// without one. A compound has no figure of its own: read each part. A bound
// (≥300米), a wrong type or unit, and what is no value are refused.
func ReadActual(text string, r indicators.Reading, year int) (Actual, *indicators.Problem) {
	return ReadActualIn(text, r, year, Tiers{Met: 80 * indicators.One, Partly: 60 * indicators.One})
}

// ReadActualIn is ReadActual under a scoring method whose tiers begin elsewhere:
// a percentage that an assessor gives must lie in the tier that the words name.
func ReadActualIn(text string, r indicators.Reading, year int, tiers Tiers) (Actual, *indicators.Problem) {
	p := &parser{in: &Input{Text: text, Year: year}, t: newText(text), cal: calendar{year: year}, tiers: tiers}
	p.t.dates = r.Kind == indicators.Deadline
	p.t.figures = !p.t.dates
	p.tokens = p.t.tokens(p.cal, nil)
	lo, hi := p.trim(0, len(p.tokens))
	p.end = hi
	out := Actual{Unit: r.Unit, Text: text}
	var problem *indicators.Problem
	switch {
	case r.Kind == indicators.Compound:
		problem = p.expected(r)
	case lo == hi || p.notValue(lo, hi, r):
		problem = p.problemAt("not-a-value", 0, len(p.t.runes))
	case r.Kind == indicators.Truth:
		out.Value, problem = p.truth(lo, hi, r)
	case r.Kind == indicators.Deadline:
		out.Value, problem = p.day(lo, hi, r)
	case r.Kind == indicators.Grade:
		out.Value, problem = p.rung(lo, hi, r)
	case r.Kind == indicators.Narrative:
		out.Value, problem = p.tier(lo, hi, r)
	case r.Kind == indicators.Change:
		problem = p.changeFor(&out, lo, hi, r)
	default:
		problem = p.figureFor(&out, lo, hi, r)
	}
	if problem != nil {
		return Actual{}, problem
	}
	return out, nil
}

// expected is the refusal of the wrong type; it names what is expected.
func (p *parser) expected(r indicators.Reading) *indicators.Problem {
	out := p.problemAt("wrong-type", 0, len(p.t.runes))
	out.Args["kind"] = string(r.Kind)
	return out
}

// notValue reports 无, N/A, / and their like; for yes/no, 无 is false.
func (p *parser) notValue(lo, hi int, r indicators.Reading) bool {
	k := p.tokens[lo]
	if hi == lo+1 && (k.has(roleNo) || k.has(roleNothing)) {
		return r.Kind != indicators.Truth && p.char(k) != '否' && p.char(k) != 'n' || k.has(roleNothing) && r.Kind != indicators.Truth
	}
	return p.noTarget(lo, hi) != nil && p.options(lo, hi) == nil
}

func (p *parser) truth(lo, hi int, r indicators.Reading) (indicators.Value, *indicators.Problem) {
	if t, ok := p.ticked(lo, hi); ok {
		return t.Value, nil
	}
	if problem := p.options(lo, hi); problem != nil {
		problem.Code = "not-a-value"
		return 0, problem
	}
	k := p.tokens[lo]
	word := p.t.published(k.from, p.tokens[hi-1].to)
	switch {
	case hi == lo+1 && k.has(roleYes) && !k.has(roleNo), word == "达到", word == "达标":
		return indicators.YesNo(true), nil
	case hi == lo+1 && k.has(roleNo), word == "未完成", word == "未达成", word == "未达到", word == "未实现", word == "没有完成":
		return indicators.YesNo(false), nil
	}
	return 0, p.expected(r)
}

// day reads a date: 2021年12月15日, 12月15日. A month is its last day.
func (p *parser) day(lo, hi int, r indicators.Reading) (indicators.Value, *indicators.Problem) {
	k := p.tokens[lo]
	if k.kind == figure && hi == lo+1 {
		v, code := k.number.value(true)
		n := int64(v / indicators.One)
		if code == "" && n >= 36526 && n <= 73050 && v%indicators.One == 0 {
			out := p.problem("date-serial", k, k)
			out.Args["date"] = indicators.Date(n - 25569).String()
			return 0, out
		}
	}
	if k.has(rolePre) || k.has(roleSign) || k.has(roleDateOp) || k.has(roleDateBefore) || k.has(roleDateAfter) {
		return 0, p.problem("actual-is-a-bound", k, p.tokens[hi-1])
	}
	if k.has(roleAt) && hi > lo+1 && p.tokens[lo+1].kind == date {
		lo++ // 于2021年11月30日完成
		k = p.tokens[lo]
	}
	if month, ok := p.monthAlone(lo, hi); ok {
		return month, nil
	}
	if k.kind != date {
		return 0, p.expected(r)
	}
	if hi > lo+1 {
		next := p.tokens[lo+1]
		switch {
		case next.has(roleBefore), next.has(rolePost), next.has(roleAfter):
			return 0, p.problem("actual-is-a-bound", k, next)
		case !next.has(roleDone) && !next.has(roleYes) || next.has(roleNo) || hi > lo+2:
			return 0, p.problem("malformed", next, p.tokens[hi-1])
		}
	}
	s := k.span
	if s.bad {
		return 0, p.problem("bad-date", k, k)
	}
	if s.unclear || s.window || s.precision != 'd' && s.precision != 'm' {
		return 0, p.problem("bad-date", k, k)
	}
	return s.to.Value(), nil
}

// monthAlone reads 11月 as its last day, of the year that is asked for.
func (p *parser) monthAlone(lo, hi int) (indicators.Value, bool) {
	if k := p.tokens[lo]; hi != lo+2 || k.kind != figure || p.tokens[hi-1].entry == nil || p.tokens[hi-1].entry.unit != "月" || k.number.bad != "" || k.number.decimals > 0 || k.number.digits < 1 || k.number.digits > 12 || k.number.mult > 1 {
		return 0, false
	}
	return indicators.MonthEnd(p.cal.year, time.Month(p.tokens[lo].number.digits)).Value(), true
}

// rung reads a word of the target's scale, or an assessed tier.
func (p *parser) rung(lo, hi int, r indicators.Reading) (indicators.Value, *indicators.Problem) {
	word := string(p.t.runes[p.tokens[lo].from:p.tokens[hi-1].to])
	if rung := r.Scale.Rung(word); rung >= 0 {
		return indicators.RungValue(rung), nil
	}
	for _, similar := range [][2]string{{"优", "优秀"}, {"良", "良好"}} {
		for k := range 2 {
			if word == similar[k] {
				if rung := r.Scale.Rung(similar[1-k]); rung >= 0 {
					return indicators.RungValue(rung), nil
				}
			}
		}
	}
	v, problem := p.tier(lo, hi, r)
	if problem != nil && problem.Code == "wrong-type" {
		problem.Args["scale"] = strings.Join(r.Scale, "‹")
	}
	return v, problem
}

// Tiers are the percentages from which an assessed tier is met and partly met.
type Tiers struct{ Met, Partly indicators.Value }

// band is a tier of 财预〔2020〕10号 in the words that forms use. The percentage
// without one is 100, 70 or 30; from and below say where a stated one must lie.
type band struct {
	words       []string
	usual       indicators.Value
	from, below tierEnd
}

// tierEnd is an end of a tier: the method says at how many percent it stands.
type tierEnd int

const (
	atNothing tierEnd = iota
	atPartly
	atMet
	atAll // 100 is included
)

func (t Tiers) at(end tierEnd) indicators.Value {
	return [...]indicators.Value{0, t.Partly, t.Met, 100 * indicators.One}[end]
}

func (t Tiers) holds(b *band, percent indicators.Value) bool {
	below := percent < t.at(b.below) || b.below == atAll && percent == t.at(atAll)
	return percent >= t.at(b.from) && below
}

var bands = []band{
	{[]string{"达成年度指标", "达成预期指标", "达成预期目标", "达成年度目标", "达成目标", "达成指标", "达成", "全部达成", "完全达成", "已达成", "全部完成", "已完成", "完成", "达到预期", "达到预期目标", "达到预期指标", "全部或基本达成预期指标",
		"全部或基本达成", "按时完成", "按期完成", "achieved", "fully achieved", "met", "fully met", "completed", "yes"}, 100, atMet, atAll},
	// 基本达成 is of the first tier (全部或基本达成预期指标), but forms use it for the second too: the percentage tells.
	{[]string{"基本达成", "基本完成", "基本达成预期指标", "基本达成年度指标", "基本达到预期", "基本达成目标",
		"largely achieved", "substantially achieved", "mostly achieved"}, 100, atPartly, atAll},
	{[]string{"部分达成年度指标并具有一定效果", "部分达成预期指标并具有一定效果", "部分达成", "部分完成", "部分达成预期指标", "部分达成年度指标", "部分达到预期", "部分达成目标", "部分实现",
		"partly achieved", "partially achieved", "partly met", "partially met", "partial"}, 70, atPartly, atMet},
	{[]string{"未达成年度指标且效果较差", "未达成预期指标且效果较差", "未达成", "未完成", "未达成预期指标", "未达成年度指标", "未达成目标", "未达到预期", "未实现", "没有达成", "没有完成",
		"not achieved", "not met", "unmet", "missed"}, 30, atNothing, atPartly},
}

// tier reads 部分达成, 部分达成 70%, 基本达成（75%）: a tier, and the percentage
// that the assessor gives, which must lie in the tier's band.
func (p *parser) tier(lo, hi int, r indicators.Reading) (indicators.Value, *indicators.Problem) {
	cut := hi
	for i := lo; i < hi; i++ {
		if k := p.tokens[i]; k.kind == figure || k.kind == opening || k.has(roleComma) || k.kind == mark && p.char(k) == ':' {
			cut = i
			break
		}
	}
	if cut == lo {
		if k := p.tokens[lo]; k.kind == figure {
			return 0, p.expected(r)
		}
		return 0, p.expected(r)
	}
	chosen := bandOf(strings.ToLower(p.t.published(p.tokens[lo].from, p.tokens[cut-1].to)))
	if chosen == nil {
		return 0, p.expected(r)
	}
	if cut == hi {
		return indicators.TierValue(chosen.usual * indicators.One), nil
	}
	i := cut
	for i < hi && (p.tokens[i].kind == opening || p.tokens[i].has(roleComma) || p.tokens[i].kind == mark) {
		i++
	}
	q, next, ok, problem := p.quantity(i)
	if problem != nil {
		return 0, problem
	}
	for next < hi && p.tokens[next].kind == closing {
		next++
	}
	if !ok || next != hi || q.unit != "%" {
		return 0, p.problem("malformed", p.tokens[cut], p.tokens[hi-1])
	}
	if problem := p.settle(&q); problem != nil {
		return 0, problem
	}
	if !p.tiers.holds(chosen, q.value) {
		out := p.problem("outside-tier", p.tokens[i], p.tokens[next-1])
		out.Args["low"], out.Args["high"] = p.tiers.at(chosen.from).String(), p.tiers.at(chosen.below).String()
		out.Args["met"], out.Args["partly"] = p.tiers.Met.String(), p.tiers.Partly.String()
		return 0, out
	}
	return indicators.TierValue(q.value), nil
}

func bandOf(word string) *band {
	word = strings.TrimSpace(word)
	for i := range bands {
		for _, own := range bands[i].words {
			if own == word {
				return &bands[i]
			}
		}
	}
	return nil
}

// figureFor reads a number into the reading's unit.
func (p *parser) figureFor(out *Actual, lo, hi int, r indicators.Reading) *indicators.Problem {
	p.unitOutside = r.Unit
	if problem := p.roughly(lo, hi); problem != nil {
		return problem
	}
	if problem := p.boundIn(lo, hi, r); problem != nil {
		return problem
	}
	if lo < hi && p.tokens[lo].has(roleSign) {
		lo++ // =5
	}
	if p.isPlus(lo) {
		lo++
	}
	for lo < hi && p.tokens[lo].kind == word && !p.valueAt(lo) && (p.tokens[lo].has(roleYes) || p.tokens[lo].has(roleFill) || p.tokens[lo].has(roleDone)) {
		lo++ // 完成6篇
	}
	q, next, ok, problem := p.quantity(lo)
	switch {
	case problem != nil:
		return problem
	case !ok && lo == hi, !ok && p.tokens[lo].kind == date, !ok && p.inWordsOnly(lo, hi):
		return p.expected(r)
	case !ok:
		return p.problemAt("malformed", 0, len(p.t.runes))
	}
	if next+3 == hi && p.tokens[next].kind == opening && p.tokens[next].partner == hi-1 && p.tokens[next+1].has(roleUnit) {
		switch unit := foldUnit(p.t.published(p.tokens[next+1].from, p.tokens[next+1].to)); {
		case q.unit == "":
			q.unit, next = unit, hi
		case q.unit+"("+unit+")" == r.Unit:
			q.unit, next = r.Unit, hi // 50台（套）
		}
	}
	if next < hi {
		return p.problem("malformed", p.tokens[next], p.tokens[hi-1])
	}
	if q.per != "" && q.per != r.Per {
		return p.problemAt("unit-conflict", q.from, q.to)
	}
	return p.converted(out, q, r)
}

// roughly refuses what is no exact figure: 约5座, 350余人次, 几百人, 十来家.
func (p *parser) roughly(lo, hi int) *indicators.Problem {
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		if k.has(roleAboutPre) && p.valueAhead(i+1) || k.has(roleAboutWord) || k.has(roleAbout) && i > lo && p.tokens[i-1].kind != opening ||
			k.kind == figure && k.number.bad == "approximate" {
			return p.problem("approximate", p.tokens[lo], p.tokens[hi-1])
		}
	}
	return nil
}

// boundIn refuses a bound where a figure is wanted: a sign or a word of comparison
// beside a number. A leading = is none.
func (p *parser) boundIn(lo, hi int, r indicators.Reading) *indicators.Problem {
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		if k.has(roleSign) || k.has(rolePre) && p.valueAhead(i+1) || k.has(rolePost) && i > lo && k.entry.arg(rolePost) != "" || k.has(roleBoth) ||
			k.has(roleRange) && i > lo && p.valueAt(i+1) {
			if k.has(roleSign) && k.entry.arg(roleSign) == "==" && i == lo || i > lo && p.tokens[i-1].kind == figure &&
				(p.char(k) == '起' || k.has(roleUnit) && isTime(k.entry.unit) && isTime(r.Unit)) {
				continue // =5, 1起, 30 min
			}
			return p.problem("actual-is-a-bound", p.tokens[lo], p.tokens[hi-1])
		}
	}
	return nil
}

func (p *parser) inWordsOnly(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if k := p.tokens[i]; k.kind == figure || k.kind == mark || k.has(roleUnit) && hi == lo+1 {
			return false
		}
	}
	return lo < hi && (isHan(p.char(p.tokens[lo])) || p.tokens[lo].kind == word)
}

// converted brings the figure into the reading's unit and remarks on what looks odd.
func (p *parser) converted(out *Actual, q quantity, r indicators.Reading) *indicators.Problem {
	if problem := p.settle(&q); problem != nil {
		return problem
	}
	out.Value = q.value
	if q.unit != r.Unit && q.unit != "" {
		v, exact, err := q.inUnit(r.Unit)
		switch {
		case err == indicators.ErrRange:
			return p.problemAt("out-of-range", q.from, q.to)
		case err != nil:
			conflict := p.problemAt("unit-conflict", q.from, q.to)
			conflict.Args["unit"], conflict.Args["outside"] = q.unit, r.Unit
			return conflict
		}
		out.Value = v
		if !exact {
			rounded := p.problemAt("rounded-conversion", q.from, q.to)
			rounded.Severity = indicators.Note
			rounded.Args["value"] = v.String() + " " + r.Unit
			out.Notes = append(out.Notes, rounded)
		}
	}
	high := r.Value
	if r.Kind == indicators.Range {
		high = r.High
	}
	stated := strings.ContainsAny(p.t.published(q.from, q.to), "%％") || q.number.unit != ""
	if r.Unit == "%" && high >= 2*indicators.One && q.value > 0 && q.value < indicators.One && !stated {
		fraction := p.problemAt("looks-like-a-fraction", q.from, q.to)
		fraction.Severity = indicators.Note
		fraction.Args["percent"] = (q.value * 100).String()
		out.Notes = append(out.Notes, fraction)
	}
	return nil
}

// inUnit converts a figure; what counts the same things keeps its number (5个 for
// 5家), but no span of time does: 330 days are not 12 months, nor 4 days 4 working
// days. A target without a unit takes any that leaves the number alone.
func (q *quantity) inUnit(unit string) (v indicators.Value, exact bool, err error) {
	if unit == "" {
		if word := q.number.multWord; word != "" && strings.HasPrefix(q.unit, word) || q.unit == "m" {
			return 0, false, indicators.ErrUnit // 500万元, 2.5m
		}
		return q.value, true, nil
	}
	v, exact, err = indicators.ConvertUnit(q.value, q.unit, unit)
	if err == indicators.ErrUnit && sameKindOfUnit(q.unit, unit) && !isTime(q.unit) {
		return q.value, true, nil
	}
	return v, exact, err
}
