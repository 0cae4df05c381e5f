package load

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"yardstick/indicators"
	"yardstick/indicators/notation"
)

// indicators reads the indicators of an assignment: the shared ones of the
// project, then the region's own; a row of a table supplies or replaces targets.
func (r *reader) indicators(a *indicators.Assignment, layers []fields, row *tableRow) {
	ids := map[string]*node{}
	for _, layer := range layers {
		r.categories(layer.get("indicators"), func(category string, name *node, body *node) {
			i, at := r.indicator(a, category, name, body, row)
			if i == nil {
				return
			}
			if first := ids[i.ID]; first != nil {
				r.report(at.problem("id-twice", indicators.Args{"id": i.LocalID(), "first": first.place().String()}))
				return
			}
			ids[i.ID] = at
			a.Indicators = append(a.Indicators, i)
		})
	}
	r.unusedColumns(a, row)
}

// categories walks 绩效指标 in its two forms: categories with indicators by name
// beneath them, or a list of indicators that each state their category.
func (r *reader) categories(n *node, each func(category string, name, body *node)) {
	switch {
	case n == nil || n.kind == empty:
	case n.kind == sequence:
		r.listed("", n, each)
	case n.kind != mapping:
		r.report(n.problem("not-a-mapping", indicators.Args{"object": "indicators"}))
	default:
		r.noKeyTwice(n)
		for _, category := range n.entries {
			switch body := category.value; body.kind {
			case mapping:
				r.noKeyTwice(body)
				for _, e := range body.entries {
					if nested(e) {
						r.report(e.key.problem("category-nested", indicators.Args{"key": e.key.text}))
						continue
					}
					each(strings.TrimSpace(category.key.text), e.key, e.value)
				}
			case sequence:
				r.listed(strings.TrimSpace(category.key.text), body, each)
			case empty:
				r.report(category.key.problem("category-empty", indicators.Args{"category": category.key.text}))
			default:
				if isCategory(category.key.text) {
					r.report(body.problem("yaml-colon-missing", nil))
					continue
				}
				r.report(category.key.problem("category-missing", indicators.Args{"indicator": category.key.text}))
			}
		}
	}
}

func isCategory(name string) bool {
	return strings.Contains(name, "/") || strings.HasSuffix(strings.TrimSpace(name), "指标")
}

// nested reports a category written inside one: it has no key of an indicator.
func nested(e entry) bool {
	if e.value.kind != mapping || !isCategory(e.key.text) {
		return false
	}
	return !slices.ContainsFunc(e.value.entries, func(in entry) bool { return indicatorObject.find(in.key.text) != nil })
}

func (r *reader) listed(category string, n *node, each func(category string, name, body *node)) {
	for _, item := range n.items {
		if item.kind != mapping {
			r.report(item.problem("not-a-mapping", indicators.Args{"object": indicatorObject.name}))
			continue
		}
		each(category, item, item)
	}
}

// noKeyTwice reports a key that stands twice, where keys are names.
func (r *reader) noKeyTwice(n *node) {
	seen := map[string]*node{}
	for _, e := range n.entries {
		name := strings.TrimSpace(e.key.text)
		if first := seen[name]; first != nil {
			r.report(e.key.problem("key-twice", indicators.Args{"key": name, "first": first.place().String()}))
		}
		seen[name] = e.key
	}
}

// indicator reads one indicator; at is the node that its id or name stands at.
// It is nil for one that the region does not have.
func (r *reader) indicator(a *indicators.Assignment, category string, name, body *node, row *tableRow) (i *indicators.Indicator, at *node) {
	f := fields{node: name, values: map[string]entry{}}
	if body.kind == mapping {
		f = r.fields(body, r.indicatorForm(category == "" && name == body))
	}
	i = &indicators.Indicator{Assignment: a, At: name.place()}
	if name != body {
		i.Name = strings.TrimSpace(name.text)
	}
	if n := f.get("name"); n != nil {
		i.Name, name = r.plain(n), n
	}
	if n := f.get("category"); n != nil && category == "" {
		category = r.plain(n)
	}
	if i.Name == "" {
		r.report(name.problem("key-missing", indicators.Args{"key": "名称", "english": "name"}))
		return nil, name
	}
	i.Level1, i.Level2 = levels(category)
	for _, n := range r.list(f.get("renamed_from")) {
		i.RenamedFrom = append(i.RenamedFrom, r.plain(n))
	}
	local, at := r.id(f.get("id")), f.get("id")
	if local == "" {
		local, at = derivedID(i), name
	}
	i.ID = a.ID + "/" + local
	r.attributes(i, f)
	annual := f.get("annual")
	if body.kind == scalar || body.kind == sequence {
		annual = body
	}
	if !r.targets(i, f, annual, row, local) {
		return nil, name
	}
	r.settle(i, f)
	return i, at
}

// indicatorForm is the description of an indicator; in a list it states its
// category too.
func (r *reader) indicatorForm(listed bool) *object {
	if listed {
		return listedIndicator
	}
	return indicatorObject
}

var listedIndicator = &object{name: "listed-indicator", keys: append([]key{
	{name: "category", zh: "类别", also: []string{"指标类别"}, required: true, docZH: "一级/二级，如 产出/数量指标", docEN: "such as 产出/数量指标 or output/quantity"},
}, indicatorObject.keys...)}

func (r *reader) attributes(i *indicators.Indicator, f fields) {
	i.Unit = r.plain(f.get("unit"))
	i.Weight = r.weight(f.get("weight"))
	i.Direction = r.choice(f.get("direction"), directions)
	i.Tolerance = r.plain(f.get("tolerance"))
	i.Baseline = r.value(f.get("baseline"))
	i.YearAgo = r.value(f.get("year_ago"))
	i.Cumulative = r.p.Cumulative
	if reporting := r.choice(f.get("reporting"), reportings); reporting != "" {
		i.Cumulative = reporting == "cumulative"
	}
	i.Rule = r.expression(f.get("rule"))
	i.Formula = r.expression(f.get("value"))
}

func (r *reader) expression(n *node) *indicators.Expression {
	if text := r.plain(n); text != "" {
		return &indicators.Expression{Source: text, At: n.textPlace()}
	}
	return nil
}

// targets reads the annual and the whole-term target; false when the region's
// row says that it does not have the indicator.
func (r *reader) targets(i *indicators.Indicator, f fields, annual *node, row *tableRow, local string) bool {
	term := f.get("term")
	if cell := row.target(i.Name, local, false); cell != nil {
		annual = cell
	}
	if cell := row.target(i.Name, local, true); cell != nil {
		term = cell
	}
	if isNotSet(annual) && (term == nil || isNotSet(term)) {
		return false
	}
	r.texts.indicator(i, f, annual, term)
	if annual == nil && term == nil {
		if i.Formula == nil {
			r.report(f.node.problem("target-missing", indicators.Args{"indicator": i.Name}))
		}
		return true
	}
	r.target(i, indicators.Annual, annual, f)
	r.target(i, indicators.Term, term, f)
	return true
}

// settle fills in the unit and the aggregation, which follow from the targets.
func (r *reader) settle(i *indicators.Indicator, f fields) {
	for _, target := range i.Targets {
		if target.Reading.Unit != "" {
			if i.Unit = target.Reading.Unit; target.Reading.Level != "" {
				i.Unit = target.Reading.Level
			}
			break
		}
	}
	if i.Unit == "" {
		i.Unit = notation.UnitOfName(i.Name)
	}
	if i.Aggregation = indicators.Aggregation(r.choice(f.get("aggregation"), aggregations)); i.Aggregation != "" {
		i.AggregationStated = true
		r.checkAggregation(i, f.get("aggregation"))
		return
	}
	i.Aggregation = aggregationOf(i)
}

// levels splits 产出/数量指标; a single level is the second, and implies the first.
func levels(category string) (level1, level2 string) {
	category = strings.ReplaceAll(category, "／", "/")
	if head, tail, ok := strings.Cut(category, "/"); ok {
		return strings.TrimSpace(head), strings.TrimSpace(tail)
	}
	for _, known := range impliedLevels {
		if strings.Contains(category, known.part) {
			return known.level1, category
		}
	}
	return "", category
}

// impliedLevels follow the standard forms: which 一级 a 二级 belongs to.
var impliedLevels = []struct{ part, level1 string }{
	{"满意度", "满意度"}, {"数量", "产出"}, {"质量", "产出"}, {"时效", "产出"}, {"成本", "产出"}, {"过程管理", "产出"},
	{"产出", "产出"}, {"效益", "效益"}, {"影响", "效益"},
	{"quantity", "output"}, {"quality", "output"}, {"timeliness", "output"}, {"cost", "output"}, {"output", "output"},
	{"benefit", "benefit"}, {"impact", "benefit"}, {"satisfaction", "satisfaction"},
}

// derivedID makes an id of the oldest name the indicator is known to have had,
// without its unit: the letters and digits, shortened with a hash when long.
func derivedID(i *indicators.Indicator) string {
	name := i.Name
	if len(i.RenamedFrom) > 0 && i.RenamedFrom[0] != "" {
		name = i.RenamedFrom[0]
	}
	if unit := notation.UnitOfName(name); unit != "" {
		name = name[:strings.LastIndexAny(name, "（(")]
	}
	var b strings.Builder
	hyphen := false
	for _, c := range strings.ToLower(name) {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			hyphen = b.Len() > 0
			continue
		}
		if hyphen {
			b.WriteByte('-')
			hyphen = false
		}
		b.WriteRune(c)
	}
	slug := []rune(b.String())
	const whole, head = 32, 24
	if len(slug) > whole || !validID(string(slug)) {
		h := fnv.New32a()
		h.Write([]byte(name))
		shortened := strings.TrimRight(string(slug[:min(len(slug), head)]), "-")
		return strings.TrimLeft(shortened+"-"+strconv.FormatUint(uint64(h.Sum32()), 36), "-")
	}
	return string(slug)
}
