package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/html"
	"yardstick/rules"
)

// explainView is how the verdicts of one indicator came about.
type explainView struct {
	Dates    datesView
	Crumbs   []navLink
	Name     string // as published
	Region   string
	Category string       // as published: 产出指标/数量指标
	Head     reports.Head // what the figures are: official, through a month, as of an instant
	Targets  []explainedTarget
	Figures  template.HTML // the row of the scorecard, and its trend
	Over     string        // the address of the indicator over all its regions
	Entries  []entryLine
	Unit     string
	Parts    bool // the indicator is entered in parts
	Evidence []evidenceLine
}

// explainedTarget is the way of one target from its text to its points.
type explainedTarget struct {
	Title string // 年度指标, or 项目周期指标
	Text  string // as published
	Mark  reports.Mark
	Actual,
	Points string
	Steps   []rules.Line
	Remarks []rules.Line // what was declared or could not be done
}

// entryLine is one figure as it was entered.
type entryLine struct {
	Period, Part, Text string
	Entered, Approved  string // who and when; Approved is empty while it waits
	Standing           string // 计入, 已更正, 待审核, 未报
	Counts, Waits      bool
	Missing            bool // nothing was entered for the period, and it is due
	Note               string
	Sheet              string // the address of its sheet
}

// evidenceLine is a file or a link that backs a figure.
type evidenceLine struct {
	Name, Address, Kind, Size, Digest, Period, Attached string
	Link                                                bool
}

func (s *Server) explainPage(w http.ResponseWriter, r *http.Request) error {
	a, err := s.ask(r)
	if err != nil {
		return err
	}
	result := a.result(r)
	if result == nil {
		return errNoScorecard
	}
	card, err := a.alone(result)
	if err != nil {
		return err
	}
	view := explainView{
		Dates: a.bar(r.URL.EscapedPath()), Crumbs: a.explainCrumbs(result.Indicator), Name: result.Indicator.Name,
		Region: a.regionName(result.Indicator.Assignment.Region), Category: result.Indicator.Category(), Head: card.Head,
		Over: a.links().To(reports.IndicatorScopeOf(result.Indicator)), Unit: result.Indicator.Unit,
		Entries: a.entries(result), Evidence: a.evidence(card),
	}
	view.Parts = slices.ContainsFunc(view.Entries, func(e entryLine) bool { return e.Part != "" })
	for k, target := range result.Targets {
		view.Targets = append(view.Targets, a.explained(result, target, card.Sections[0].Rows[0].Lines[k]))
	}
	if view.Figures, err = html.Live(card, html.Figures, nil); err != nil {
		return err
	}
	p := s.frame(r, view.Name)
	p.View = view
	liveCard(&p)
	return s.show(w, http.StatusOK, "explain.html", p)
}

// result is the indicator that a path names.
func (a *asked) result(r *http.Request) *engine.IndicatorResult {
	id := strings.Join([]string{a.Now.Programme.ID, r.PathValue("project"), r.PathValue("region"), r.PathValue("indicator")}, "/")
	for _, assignment := range a.Now.Assignments {
		for _, one := range assignment.Indicators {
			if one.Indicator.ID == id {
				return one
			}
		}
	}
	return nil
}

// alone is the scorecard of an indicator in its region alone: what it says of the
// figures stands on the page, its fingerprint does not.
func (a *asked) alone(result *engine.IndicatorResult) (*reports.Scorecard, error) {
	only := *a.Now
	only.Assignments = nil
	for _, one := range a.Now.Assignments {
		if one.Assignment == result.Indicator.Assignment {
			only.Assignments = append(only.Assignments, one)
		}
	}
	card, err := reports.Build(&only, reports.IndicatorScopeOf(result.Indicator), a.visitor.Language, nil)
	if err == nil { // the notes stand on the page itself
		card.Sections[0].Rows[0].NoteText = ""
	}
	return card, err
}

// explainCrumbs lead up from an indicator of a region, by what the visitor may read.
func (a *asked) explainCrumbs(i *indicators.Indicator) []navLink {
	out := append(a.crumbs(reports.Scope{}), a.projectCrumb(i.Assignment.Project))
	if i.Assignment.Region != a.Now.Programme.Regions.Root().Code {
		out = append(out, navLink{Label: a.regionName(i.Assignment.Region), Address: a.links().To(reports.Scope{Kind: reports.CityScope, ID: i.Assignment.Region})})
	}
	return out
}

// explained words a target. line is the same target as the scorecard has it.
func (a *asked) explained(i *engine.IndicatorResult, t *engine.TargetResult, line reports.Line) explainedTarget {
	l := a.visitor.Language
	out := explainedTarget{
		Title: l.Say("live.horizon."+string(t.Target.Horizon), nil), Text: t.Target.Text, Mark: line.Mark, Actual: line.Actual.Text,
		Steps: standing.Derivation(a.Now, i, t, l),
	}
	if line.Weight.Value != nil {
		out.Points = line.PointsText
	}
	remark := func(code, text string) {
		if text != "" {
			out.Remarks = append(out.Remarks, rules.Line{Label: l.Say("live.remark."+code, nil), Text: text})
		}
	}
	remark("gap", line.Actual.Note)
	declared := "not-applicable"
	if t.Deviation != nil {
		declared = "accepted"
	}
	remark(declared, line.Declared)
	remark("until", line.Until)
	remark("reason", line.Reason)
	remark("remedy", line.Remedy)
	remark("problem", line.Problem)
	for _, p := range i.Remarks {
		remark("odd", p.Message(l))
	}
	return out
}

// entries lists what was entered for an indicator, those that count and those that
// were corrected: the newest period first, and of a period the newest entry.
func (a *asked) entries(result *engine.IndicatorResult) []entryLine {
	all := slices.Concat(result.Entries, result.Superseded)
	slices.SortStableFunc(all, func(x, y engine.Observation) int {
		return cmp.Or(cmp.Compare(y.Period, x.Period), cmp.Compare(x.Part, y.Part), cmp.Compare(y.Seq, x.Seq))
	})
	by := map[int64]engine.Observation{}
	for _, o := range all {
		if o.Supersedes != 0 {
			by[o.Supersedes] = o
		}
	}
	out := make([]entryLine, 0, len(all))
	for _, o := range all {
		next, replaced := by[o.Seq]
		out = append(out, a.entry(result.Indicator, o, next, replaced))
	}
	return a.withGaps(out, result)
}

// withGaps adds the periods that should have been reported and were not.
func (a *asked) withGaps(lines []entryLine, result *engine.IndicatorResult) []entryLine {
	series := result.Series
	for _, t := range result.Targets {
		for _, part := range t.Parts {
			series = slices.Concat(series, part.Series)
		}
	}
	for _, f := range series {
		period := f.Period.String()
		if f.Known || !f.Due || f.Period > a.Now.Through || slices.ContainsFunc(lines, func(l entryLine) bool { return l.Period == period }) {
			continue
		}
		lines = append(lines, entryLine{Period: period, Standing: a.visitor.Language.Say("card.mark.missing", nil), Counts: true, Missing: true,
			Sheet: sheetAddress(result.Indicator.Assignment, f.Period)})
	}
	slices.SortStableFunc(lines, func(x, y entryLine) int { return strings.Compare(y.Period, x.Period) })
	return lines
}

func (a *asked) entry(i *indicators.Indicator, o, next engine.Observation, replaced bool) entryLine {
	l, zone := a.visitor.Language, a.Now.Programme.Location()
	line := entryLine{Period: o.Period.String(), Text: o.Text, Entered: o.EnteredBy + " " + clock(o.EnteredAt, zone), Note: o.Note, Counts: !replaced, Waits: o.Waits,
		Sheet: sheetAddress(i.Assignment, o.Period)}
	if o.Part != "" {
		line.Part = partName(i, o.Part, l)
	}
	switch {
	case !o.Waits && o.ApprovedBy == "":
		line.Approved = l.Say("live.entry.at-once", nil)
	case o.ApprovedBy != "":
		line.Approved = o.ApprovedBy + " " + clock(o.ApprovedAt, zone)
	}
	switch {
	case replaced:
		line.Standing = l.Say("live.entry.replaced", indicators.Args{"at": clock(next.EnteredAt, zone)})
	case o.Waits:
		line.Standing = l.Say("live.entry.waits", nil)
	default:
		line.Standing = l.Say("live.entry.counts", nil)
	}
	return line
}

// partName is what a part of an indicator is called: the words of the text, or its
// numerator and denominator.
func partName(i *indicators.Indicator, part string, l indicators.Language) string {
	n, err := strconv.Atoi(part)
	if err != nil {
		return l.Say("live.part."+part, nil)
	}
	for _, t := range i.Targets {
		if n >= 1 && n <= len(t.Reading.Parts) && t.Reading.Parts[n-1].Label != "" {
			return t.Reading.Parts[n-1].Label
		}
	}
	return part
}

// evidence lists what backs the figures that count.
func (a *asked) evidence(card *reports.Scorecard) []evidenceLine {
	if card.Evidence == nil {
		return nil
	}
	var out []evidenceLine
	for _, row := range card.Evidence.Rows {
		one := evidenceLine{Name: row.File, Kind: row.Kind, Size: row.SizeText, Digest: row.SHA256, Period: row.Period.String(),
			Attached: row.AttachedBy + " " + row.AttachedAt, Address: row.URL, Link: row.URL != ""}
		if i := a.Now.Programme.Indicator(row.Indicator); !one.Link && i != nil {
			one.Address = sheetAddress(i.Assignment, row.Period) + "/evidence/" + url.PathEscape(strconv.FormatInt(row.Seq, 10))
		}
		out = append(out, one)
	}
	return out
}
