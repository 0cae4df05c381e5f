package cardtest

import (
	"fmt"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/indicators/notation"
	"yardstick/rules/scoring"
)

// Shape says what a generated programme looks like and how it went: one project, in
// each region the same number of indicators.
type Shape struct {
	Seed       int    // shapes that differ in nothing else have other figures
	Regions    int    // cities that carry it out, up to 200; with 0 the province does
	Indicators int    // of each assignment
	Text       string // stands for every name, title, remark and reason; empty: the notice's
	Target     string // of every indicator, in 个; empty: the notice's in turn
	// Actual is the figure of an indicator's last month; nil makes the figures of all
	// months up.
	Actual func(region, indicator int) (v indicators.Value, reported bool)
	Spent  int64 // percent of the funds; 0 and no Actual: made up
	// NotApplicable declares every indicator not to apply.
	NotApplicable bool
	// Files are attached to each indicator's last figure, and a link.
	Files int
}

// Generated evaluates a generated programme through December 2021, when everything
// is due.
func Generated(t testing.TB, shape Shape) *engine.Evaluation {
	t.Helper()
	through := indicators.NewPeriod(2021, time.December)
	g := &generator{shape: shape, story: story{through: through}}
	g.p = g.programme(t)
	method, err := scoring.Lookup(g.p.Method)
	if err != nil {
		t.Fatal(err)
	}
	var entries []engine.Observation
	for o := range g.observations {
		entries = append(entries, o)
	}
	e, err := engine.Evaluate(g.p, engine.Inputs{
		Through: through, AsOf: through.Last().EndIn(g.p.Location()), Method: method,
		Observations: engine.InOrder(g.p, entries), Declarations: g.declarations(), Evidence: g.evidence(entries),
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

type generator struct {
	story
	shape Shape
}

// named is a text of the notice, or the one that stands for every text.
func (g *generator) named(text string) string {
	if g.shape.Text != "" {
		return g.shape.Text
	}
	return text
}

func (g *generator) programme(t testing.TB) *indicators.Programme {
	p := library.Programme()
	var notice []*indicators.Indicator // the provincial projects': no two alike
	for i := range p.Indicators() {
		if i.Assignment.Project.Provincial {
			notice = append(notice, i)
		}
	}
	regions, codes := g.regions(p.Regions)
	project := &indicators.Project{ID: "made-up/work", Title: g.named("产业链支撑工作"), Goal: g.named("按时按质完成当年度省下达的任务量。"),
		Window: p.FiscalYear(), Provincial: g.shape.Regions == 0}
	out := &indicators.Programme{ID: "made-up", Title: g.named("战略性产业集群产业链支撑资金"), Year: p.Year, FiscalStart: p.FiscalStart, Zone: p.Zone,
		Method: p.Method, Illustrative: true, Frequency: p.Frequency, DueDay: p.DueDay, Regions: regions, Projects: []*indicators.Project{project}, Version: 1}
	if g.shape.Text != "" {
		out.Note = g.shape.Text
	}
	for n, code := range codes {
		a := &indicators.Assignment{ID: project.ID + "/" + code, Project: project, Region: code, Window: p.FiscalYear(),
			Lines: []indicators.FundingLine{{Undertaker: g.named("工业和信息化主管部门"), Title: g.named("工作经费"), Amount: 100 * indicators.One, Text: "100"}}}
		for k := range g.shape.Indicators {
			a.Indicators = append(a.Indicators, g.indicator(t, a, notice[(n+k+g.shape.Seed)%len(notice)], k))
		}
		project.Assignments = append(project.Assignments, a)
	}
	return out
}

func (g *generator) regions(known indicators.Regions) (all indicators.Regions, codes []string) {
	root := known.Root()
	all = indicators.Regions{root}
	for _, r := range known {
		if r.Parent == root.Code && len(codes) < g.shape.Regions {
			all, codes = append(all, r), append(codes, r.Code)
		}
	}
	for n := len(codes); n < g.shape.Regions; n++ {
		r := indicators.Region{Code: fmt.Sprint(446000 + n), Name: fmt.Sprintf("第%d市", n+1), NameEN: fmt.Sprintf("City %d", n+1), Parent: root.Code}
		all, codes = append(all, r), append(codes, r.Code)
	}
	if g.shape.Text != "" {
		for i := range all {
			all[i].Name, all[i].NameEN = g.shape.Text, g.shape.Text
		}
	}
	if len(codes) == 0 {
		codes = []string{root.Code}
	}
	return all, codes
}

// indicator copies one of the notice under a name of its own.
func (g *generator) indicator(t testing.TB, a *indicators.Assignment, like *indicators.Indicator, k int) *indicators.Indicator {
	i := *like
	i.ID, i.Assignment, i.Weight, i.Rule, i.Formula = fmt.Sprintf("%s/i%03d", a.ID, k+1), a, nil, nil, nil
	i.Name = g.named(fmt.Sprintf("%s（第%d项）", like.Name, k+1))
	target := *like.Targets[0]
	target.Indicator, target.Horizon, target.Window, target.Due, target.DueSource = &i, indicators.Annual, a.Window, a.Window.To, indicators.DueTask
	if g.shape.Target != "" {
		i.Unit, i.Aggregation, i.Level1, i.Level2 = "个", indicators.Latest, "产出", "数量指标"
		reading, problem := notation.Read(notation.Input{Name: "数量", Text: g.shape.Target, Unit: i.Unit, Category: i.Category(), Year: 2021})
		if problem != nil {
			t.Fatal(problem)
		}
		target.Text, target.Reading = g.shape.Target, reading
	}
	i.Targets = []*indicators.Target{&target}
	return &i
}

func (g *generator) observations(yield func(engine.Observation, error) bool) {
	for n, a := range g.p.Projects[0].Assignments {
		for k, i := range a.Indicators {
			for _, part := range i.PartKeys() {
				for _, o := range g.entries(i, part, n, k) {
					if o.Note = ""; g.shape.Text != "" {
						o.Note = g.shape.Text
					}
					if !yield(o, nil) {
						return
					}
				}
			}
		}
		for _, o := range g.money(a, n) {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func (g *generator) entries(i *indicators.Indicator, part string, n, k int) []engine.Observation {
	if g.shape.Actual == nil {
		return g.figures(i, part, 17*g.shape.Seed+13*n+k)
	}
	v, reported := g.shape.Actual(n, k)
	if !reported {
		return nil
	}
	return []engine.Observation{g.observation(i.ID, part, g.through, v)}
}

func (g *generator) money(a *indicators.Assignment, n int) []engine.Observation {
	if g.shape.Actual == nil && g.shape.Spent == 0 {
		return g.spent(a, 7*g.shape.Seed+n)
	}
	spent := a.Funds() / 100 * indicators.Value(g.shape.Spent)
	return []engine.Observation{g.observation(a.MoneyID(), indicators.MoneySpent, g.through, spent)}
}

func (g *generator) declarations() (out []engine.Declaration) {
	if !g.shape.NotApplicable && g.shape.Text == "" {
		return nil
	}
	kind := engine.DeviationReason
	if g.shape.NotApplicable {
		kind = engine.DeclaredNotApplicable
	}
	for i := range g.p.Indicators() {
		out = append(out, engine.Declaration{Seq: int64(len(out) + 1), Kind: kind, Indicator: i.ID, Period: indicators.MonthOf(g.p.FiscalYear().From),
			Reason: g.named("由省统一开展"), Remedy: g.named(""), EnteredAt: g.p.FiscalYear().From.Time(), EnteredBy: "local"})
	}
	return out
}

// evidence backs each line's last entry.
func (g *generator) evidence(entries []engine.Observation) (out []engine.Evidence) {
	if g.shape.Files == 0 {
		return nil
	}
	attach := func(o engine.Observation, e engine.Evidence) {
		e.Seq, e.Observation, e.Indicator, e.Part, e.Period = int64(len(out)+1), o.Seq, o.Indicator, o.Part, o.Period
		e.AttachedAt, e.AttachedBy = g.p.FiscalYear().From.Time(), g.named("local")
		out = append(out, e)
	}
	for n, o := range entries {
		if n+1 < len(entries) && entries[n+1].Indicator == o.Indicator && entries[n+1].Part == o.Part {
			continue
		}
		for k := range g.shape.Files {
			file := File(fmt.Sprintf("%d-%d.pdf", o.Seq, k+1), "application/pdf", int64(k+1)*700)
			file.Name = g.named(file.Name)
			attach(o, file)
		}
		attach(o, engine.Evidence{Name: g.named("公示"), URL: "https://www.gd.gov.cn/" + g.shape.Text})
	}
	return out
}
