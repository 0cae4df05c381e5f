package reports

import (
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// rows fills in the indicators that have a target for the year, in the form's order.
func (b *formBuilder) rows() {
	type ranked struct {
		*engine.IndicatorResult
		rank int
	}
	var all []ranked
	for _, r := range b.result.Indicators {
		if annual(r) != nil {
			all = append(all, ranked{r, b.rank(r.Indicator)})
		}
	}
	slices.SortStableFunc(all, func(x, y ranked) int { return x.rank - y.rank })
	for _, r := range all {
		b.form.Rows = append(b.form.Rows, b.formRow(r.IndicatorResult, annual(r.IndicatorResult)))
	}
}

func annual(r *engine.IndicatorResult) *engine.TargetResult {
	for _, t := range r.Targets {
		if t.Target.Horizon == indicators.Annual {
			return t
		}
	}
	return nil
}

// formOrder is the order in which the forms print 二级指标. A block's rest stands at
// its end; what is in no known block is placed by its words alone.
var formOrder = []struct {
	block string
	words []string // of a category, in lower case; none takes the rest of the block
}{
	{"output", []string{"数量", "quantity"}},
	{"output", []string{"质量", "quality"}},
	{"output", []string{"时效", "timeliness"}},
	{"output", []string{"成本", "cost"}},
	{"output", []string{"过程", "process"}},
	{"output", nil},
	{"benefit", []string{"经济", "economic"}},
	{"benefit", []string{"社会", "social"}},
	{"benefit", []string{"生态", "环境", "ecolog", "environment"}},
	{"benefit", []string{"可持续", "sustainab"}},
	{"benefit", nil},
	{"satisfaction", nil},
}

func (b *formBuilder) rank(i *indicators.Indicator) int {
	block, _ := b.e.Method.BlockOf(i)
	if len(b.e.Method.Blocks) == 1 { // a method that does not tell blocks apart
		block = ""
	}
	for _, level := range []string{strings.ToLower(i.Level2), strings.ToLower(i.Level1)} {
		for rank, place := range formOrder {
			if (block == "" || block == place.block) && slices.ContainsFunc(place.words, func(w string) bool { return strings.Contains(level, w) }) {
				return rank
			}
		}
	}
	rest := slices.IndexFunc(formOrder, func(place struct {
		block string
		words []string
	}) bool {
		return place.block == block && place.words == nil
	})
	if rest < 0 {
		return len(formOrder)
	}
	return rest
}

func (b *formBuilder) formRow(r *engine.IndicatorResult, t *engine.TargetResult) FormRow {
	i := r.Indicator
	row := FormRow{
		ID: i.ID, Level1: i.Level1, Level2: i.Level2, Name: strings.TrimSpace(i.Name), Target: strings.TrimSpace(t.Target.Text),
		Actual: b.actual(i, t), Light: b.light(t.Light), Weight: scoreOf(t.Weight), Points: Score{Text: "—"}, Remark: b.remark(r, t),
	}
	if block, _ := b.e.Method.BlockOf(i); row.Level1 == "" && indicators.Known("form.block."+block) {
		row.Level1 = b.word("block." + block)
	}
	if t.Evaluated {
		row.Points = scoreOf(t.Points)
	}
	if from := t.Target.Window.From; from != 0 && from < b.e.Programme.FiscalYear().From {
		row.Note = b.word("since", "month", b.month(indicators.MonthOf(from)))
	}
	b.checkRow(&row, t)
	if b.form.Kind == MonitoringForm {
		b.outlook(&row, t)
	}
	return row
}

// remark is the reason and the remedy that were given, or what was declared.
func (b *formBuilder) remark(r *engine.IndicatorResult, t *engine.TargetResult) string {
	text := b.reason(b.line(r, t), t)
	if text == b.say("reason.none") {
		return ""
	}
	return text
}

// checkRow notes what the line demands and lacks: its figure, a reason, a remedy.
func (b *formBuilder) checkRow(row *FormRow, t *engine.TargetResult) {
	b.undecided(t.Problem)
	args := []string{"name", row.Name, "id", row.ID}
	switch {
	case t.State == engine.Missing && len(t.Gap) > 0 && t.Known:
		b.missing(indicators.Warning, "form-gaps", append(args, "gaps", b.gaps(t.Gap))...)
	case t.State == engine.Missing:
		b.missing(indicators.Warning, "form-actual", args...)
	}
	switch {
	case t.State == engine.Missing: // first the figure
	case t.NotApplicable != nil || t.Deviation != nil || !b.asksReason(t):
	case strings.TrimSpace(t.Reason) == "":
		b.missing(indicators.Warning, "form-reason", append(args, "why", b.why(t))...)
	case strings.TrimSpace(t.Remedy) == "" && !t.Over:
		b.missing(indicators.Warning, "form-remedy", args...)
	}
}

// undecided lists why a figure could not be added up or judged.
func (b *formBuilder) undecided(problem *indicators.Problem) {
	if problem == nil {
		return
	}
	placed := *problem
	placed.At = indicators.Place{File: b.form.Name()}
	b.form.open = append(b.form.open, &placed)
}

// asksReason reports whether the form wants a deviation explained: what the method asks
// for, and on the monitoring form also what falls behind.
func (b *formBuilder) asksReason(t *engine.TargetResult) bool {
	if t.AsksReason || t.Over || t.Verdict == rules.NotMet || t.Verdict == rules.PartlyMet {
		return true
	}
	return b.form.Kind == MonitoringForm && (t.Light == scoring.Red || t.Light == scoring.Yellow)
}

// why says why a reason is asked for.
func (b *formBuilder) why(t *engine.TargetResult) string {
	switch {
	case t.Over:
		return b.word("why.over")
	case t.Verdict == rules.NotMet || t.Verdict == rules.PartlyMet:
		return b.mark(shapeOf(t)).Word
	case t.AsksReason:
		return b.word("why.points")
	}
	return b.light(t.Light).Word
}

// outlook fills in what the year will bring where nothing can change it any more, and
// notes what somebody has to say.
func (b *formBuilder) outlook(row *FormRow, t *engine.TargetResult) {
	if t.State == engine.NotApplicable {
		return
	}
	over := t.Target.Due != 0 && t.Target.Due <= b.e.Through.Last()
	expected := over && row.Actual.Known
	if expected {
		row.Forecast = Figure{Text: row.Actual.Text}
	}
	switch {
	case !over && !t.Early:
	case t.Verdict == rules.Met:
		row.Likely = Certain
	case t.Verdict == rules.NotMet || t.Verdict == rules.PartlyMet:
		row.Likely = Impossible
	}
	args := []string{"name", row.Name, "id", row.ID}
	switch {
	case !expected && row.Likely == LikelyOpen:
		b.missing(indicators.Warning, "form-outlook", args...)
	case !expected:
		b.missing(indicators.Warning, "form-forecast", args...)
	case row.Likely == LikelyOpen:
		b.missing(indicators.Warning, "form-likelihood", args...)
	}
	if strings.TrimSpace(t.Reason) != "" {
		b.missing(indicators.Warning, "form-reason-kind", args...)
	}
}

// total adds up the lines as they are printed.
func (b *formBuilder) total() {
	f := b.form
	var points, weight indicators.Hundredths
	scored := false
	add := func(w, p Score) {
		if w.Value != nil {
			weight += *w.Value
		}
		if p.Value != nil {
			points += *p.Value
			scored = true
		}
	}
	for _, line := range f.Money {
		add(line.Weight, line.Points)
	}
	for _, row := range f.Rows {
		add(row.Weight, row.Points)
	}
	f.Weight, f.Total = scoreOf(weight), Score{Text: "—"}
	if scored {
		f.Total = scoreOf(points)
	}
}
