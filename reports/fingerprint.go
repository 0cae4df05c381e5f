package reports

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// fingerprint is SHA-256 over everything that the scorecard is made from: scope, the
// two dates, what counts (official or provisional), method, the scope's definitions
// with the programme's own attributes, its observations and money that count, its
// declarations (not applicable, accepted deviations, reasons), and what the card shows
// of others: the regions it is compared with, the reconciliation, the score before;
// and, where there is any, the evidence that backs the observations.
// So scorecards with equal fingerprints say the same, figure for figure.
//
// Not hashed are the language, the version of yardstick, and the audit chain's head:
// they are printed beside it and say in which words, by which program and in which
// database the same content is kept.
//
// The encoding is a sequence of fields, each preceded by its length as eight bytes,
// most significant first; a list is preceded by a field that holds its count. Numbers
// are decimal, instants RFC 3339 in UTC with nanoseconds, absent values the empty
// field. The first field names the encoding.
//
// Beside the whole, each input has a digest of its own, so that it can be said which
// of them is no longer the same.
func (b *builder) fingerprint() (hex64 string, inputs []Input) {
	c := newCanonical(!b.many())
	c.text("yardstick scorecard 1")
	c.text(string(b.scope.Kind), b.scope.ID, b.e.Through.String())
	c.text(b.e.AsOf.UTC().Format(time.RFC3339Nano))
	c.flag(b.e.Provisional)
	c.into(InputMethod, "")
	c.text(b.e.Method.Name())
	c.json(b.e.Method)
	c.into(InputProgramme, "")
	c.programme(b.e.Programme)
	c.count(len(b.assignments))
	for _, a := range b.assignments {
		c.assignment(a)
	}
	c.into(InputComparison, "")
	b.others(c)
	for _, a := range b.assignments {
		c.backing(a)
	}
	return hex.EncodeToString(c.hash.Sum(nil)), c.inputs()
}

// Input is one of the things that a scorecard is made from, with the first 16 hex
// digits of SHA-256 over it.
type Input struct {
	Kind InputKind
	// Of is the assignment or, on a scorecard of few, the indicator, without the
	// programme's id: survey/440100/collected. Empty for what is the whole card's.
	Of     string
	Digest string
}

// InputKind says what sort of input.
type InputKind string

// The kinds of input.
const (
	InputMethod       InputKind = "method"
	InputProgramme    InputKind = "programme"    // its attributes and its regions
	InputDefinitions  InputKind = "definitions"  // an assignment's attributes, indicators and targets
	InputMoney        InputKind = "money"        // budget and spending
	InputFigures      InputKind = "figures"      // the observations that count
	InputDeclarations InputKind = "declarations" // not applicable, accepted deviations, reasons
	InputComparison   InputKind = "comparison"   // what is shown of others, and the score before
	InputEvidence     InputKind = "evidence"     // the files and links that back the figures
)

// others hashes what the card shows beyond its own scope.
func (b *builder) others(c *canonical) {
	_, _, measures := b.measures()
	if lead := b.lead(); lead != nil {
		measures = append(measures, b.completions(lead)...)
	}
	c.count(len(measures))
	for _, m := range measures {
		c.text(m.region, string(m.mark.Shape))
		c.optional(m.value)
	}
	rows := b.reconciliation()
	if rows == nil {
		rows = &Reconciliation{}
	}
	c.count(len(rows.Rows))
	for _, row := range rows.Rows {
		c.text(row.Indicator)
		c.optional(row.Parent.Value)
		c.optional(row.Children.Value)
	}
	if b.previous != nil {
		if before := standingOf(b.previous, b.scope); before != nil && before.Scored {
			c.text(b.previous.Through.String(), before.Score.String())
			return
		}
	}
	c.text("", "")
}

// backing hashes the evidence of an assignment, each piece whole. It comes last and
// only where there is some: a card without keeps the fingerprint that it had before
// there was evidence.
func (c *canonical) backing(r *engine.AssignmentResult) {
	add := func(id string, list []engine.Evidence) {
		if len(list) == 0 {
			return
		}
		of := withoutProgramme(r.Assignment.ID)
		if c.fine {
			of = withoutProgramme(id)
		}
		c.into(InputEvidence, of)
		c.text("evidence", id)
		c.count(len(list))
		for _, e := range list {
			c.text(e.Part, e.Period.String(), e.Name, e.URL, e.Type, strconv.FormatInt(e.Size, 10), e.SHA256)
			c.text(e.AttachedAt.UTC().Format(time.RFC3339Nano), e.AttachedBy)
		}
	}
	for _, i := range r.Indicators {
		add(i.Indicator.ID, i.Evidence)
	}
	add(r.Assignment.MoneyID(), r.Money.Evidence)
}

// canonical writes fields into the hash of the whole and into that of the input they
// belong to.
type canonical struct {
	hash   hash.Hash
	fine   bool    // figures have a digest for each indicator, not for each assignment
	names  []Input // without digests, in the order in which they are met
	byName map[Input]hash.Hash
	at     hash.Hash
	field  []byte
}

func newCanonical(fine bool) *canonical {
	return &canonical{hash: sha256.New(), fine: fine, byName: map[Input]hash.Hash{}}
}

// into says which input the next fields belong to.
func (c *canonical) into(kind InputKind, of string) {
	name := Input{Kind: kind, Of: of}
	if c.at = c.byName[name]; c.at == nil {
		c.at = sha256.New()
		c.names, c.byName[name] = append(c.names, name), c.at
	}
}

func (c *canonical) inputs() []Input {
	out := slices.Clone(c.names)
	for k, name := range c.names {
		out[k].Digest = hex.EncodeToString(c.byName[name].Sum(nil))[:16]
	}
	return out
}

func (c *canonical) text(fields ...string) {
	for _, field := range fields {
		c.field = append(binary.BigEndian.AppendUint64(c.field[:0], uint64(len(field))), field...)
		c.hash.Write(c.field)
		if c.at != nil {
			c.at.Write(c.field)
		}
	}
}

func (c *canonical) count(n int) { c.text(itoa(n)) }

func (c *canonical) flag(set bool) {
	if set {
		c.text("true")
		return
	}
	c.text("false")
}

func (c *canonical) values(list ...indicators.Value) {
	for _, v := range list {
		c.text(v.String())
	}
}

func (c *canonical) optional(v *indicators.Value) {
	if v == nil {
		c.text("")
		return
	}
	c.text(v.String())
}

// json writes data whose form is stable: structs in the order of their fields, maps
// in the order of their keys.
func (c *canonical) json(data any) {
	text, err := json.Marshal(data)
	if err != nil {
		panic("fingerprint: " + err.Error()) // our own types always marshal
	}
	c.text(string(text))
}

func (c *canonical) window(w indicators.Window) {
	if w.IsZero() {
		c.text("", "")
		return
	}
	c.text(w.From.String(), w.To.String())
}

func (c *canonical) programme(p *indicators.Programme) {
	c.text(p.ID, itoa(p.Version), p.Title, p.TitleEN, itoa(p.Year), itoa(int(p.FiscalStart)), p.Zone, p.Note)
	c.flag(p.Illustrative)
	c.flag(p.Cumulative)
	c.text(string(p.Frequency), itoa(p.DueDay), itoa(p.GraceDays))
	c.count(len(p.Regions))
	for _, region := range p.Regions {
		c.text(region.Code, region.Name, region.NameEN, region.Parent, itoa(region.Row), itoa(region.Column))
		c.flag(region.Tiled)
	}
}

func (c *canonical) assignment(r *engine.AssignmentResult) {
	of := withoutProgramme(r.Assignment.ID)
	c.into(InputDefinitions, of)
	c.definition(r.Assignment)
	c.into(InputMoney, of)
	c.money(&r.Money)
	c.into(InputDefinitions, of)
	c.count(len(r.Indicators))
	for _, i := range r.Indicators {
		c.indicator(i, of)
	}
}

// withoutProgramme is an id without the programme's.
func withoutProgramme(id string) string {
	_, rest, _ := strings.Cut(id, "/")
	return rest
}

func (c *canonical) definition(a *indicators.Assignment) {
	p := a.Project
	c.text(p.ID, p.Title, p.TitleEN, p.Goal, p.Department, p.Policy, p.Content)
	c.window(p.Window)
	c.text(a.ID, a.Region, a.Goal, a.Workload.Text, a.WindowText, a.Nature, a.Task, a.Require, a.Means, a.Standard)
	c.window(a.Window)
	c.count(len(a.Lines))
	for _, line := range a.Lines {
		c.text(line.Undertaker, line.Title, line.Amount.String(), line.Remark)
	}
}

func (c *canonical) money(m *engine.MoneyResult) {
	c.values(m.Initial, m.Adjusted, m.Spent)
	c.flag(m.SpentKnown)
	c.flag(m.AdjustedReported)
	c.count(len(m.Sources))
	for _, s := range m.Sources {
		c.text(s.Source)
		c.optional(s.Initial)
		c.optional(s.Adjusted)
		c.optional(s.Spent)
	}
	c.series(m.Series)
}

func (c *canonical) series(series []engine.PeriodFigure) {
	c.count(len(series))
	for _, p := range series {
		c.text(p.Period.String())
		c.flag(p.Known)
		c.values(p.Value)
	}
}

func (c *canonical) indicator(r *engine.IndicatorResult, assignment string) {
	i, of := r.Indicator, assignment
	if c.fine {
		of = withoutProgramme(i.ID)
	}
	c.into(InputDefinitions, assignment)
	c.text(i.ID, i.Name, i.Level1, i.Level2, i.Unit, string(i.Aggregation), i.Direction, i.Tolerance)
	c.flag(i.Cumulative)
	if i.Weight == nil {
		c.text("")
	} else {
		c.text(i.Weight.String())
	}
	c.optional(i.Baseline)
	c.optional(i.YearAgo)
	for _, expression := range []*indicators.Expression{i.Rule, i.Formula} {
		if expression == nil {
			c.text("")
		} else {
			c.text(expression.Source)
		}
	}
	c.into(InputFigures, of)
	c.count(len(r.Entries))
	for _, entry := range r.Entries {
		c.text(entry.Part, entry.Period.String(), entry.Value.String(), entry.Text, entry.Note, entry.EnteredBy)
		c.text(entry.EnteredAt.UTC().Format(time.RFC3339Nano))
		if c.text(entry.ApprovedBy); entry.ApprovedBy != "" { // empty for what counted from its entry on
			c.text(entry.ApprovedAt.UTC().Format(time.RFC3339Nano))
		}
	}
	c.into(InputDefinitions, assignment)
	c.count(len(r.Targets))
	for _, t := range r.Targets {
		c.into(InputDefinitions, assignment)
		c.target(t, assignment)
	}
}

func (c *canonical) target(t *engine.TargetResult, assignment string) {
	def := t.Target
	c.text(string(def.Horizon), def.Text, def.Due.String(), string(def.DueSource))
	c.window(def.Window)
	c.json(def.Reading)
	c.into(InputDeclarations, assignment)
	c.text(t.Reason, t.Remedy)
	for _, d := range []*engine.Declaration{t.NotApplicable, t.Deviation} {
		if d == nil {
			c.text("")
			continue
		}
		c.text(string(d.Kind), d.Reason, d.Remedy, d.Until.String(), d.EnteredBy, d.EnteredAt.UTC().Format(time.RFC3339Nano))
	}
}
