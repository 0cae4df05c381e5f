package reports

import (
	"encoding/hex"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// formBuilder fills in one form; it builds on the scorecard's words and figures.
type formBuilder struct {
	*builder
	result *engine.AssignmentResult
	form   *Form
}

func newFormBuilder(e *engine.Evaluation, assignment string, l indicators.Language, kind FormKind) (*formBuilder, error) {
	result, problem := findAssignment(e, assignment)
	if problem != nil {
		return nil, problem
	}
	def := result.Assignment
	b := &formBuilder{result: result, builder: &builder{
		e: e, l: l, scope: Scope{Kind: ProjectScope, ID: def.Project.ID}, project: def.Project,
		standing: &result.Standing, assignments: []*engine.AssignmentResult{result},
	}}
	b.form = &Form{
		Kind: kind, Language: l, Assignment: def.ID, Region: def.Region, Title: b.word("title." + string(kind)), Sheet: b.word("sheet." + string(kind)),
		Stamps: b.head().Stamps, Department: def.Project.Department, Undertaker: undertakerOf(def), Sign: b.word("sign"),
	}
	b.form.Project, _ = b.title(def.Project.Title, def.Project.TitleEN)
	if len(def.Project.Assignments) > 1 {
		b.form.Project += b.say("bracket", "text", b.regionName(def.Region))
	}
	b.goal()
	return b, nil
}

func findAssignment(e *engine.Evaluation, id string) (*engine.AssignmentResult, *indicators.Problem) {
	var ids []string
	for _, a := range e.Assignments {
		own := a.Assignment.ID
		if own == id || strings.TrimPrefix(own, e.Programme.ID+"/") == id {
			return a, nil
		}
		ids = append(ids, own)
	}
	problem := &indicators.Problem{Code: "form-assignment-unknown", Args: indicators.Args{"assignment": id, "programme": e.Programme.ID}}
	if near := indicators.Suggest(id, ids); near != "" {
		problem.Code, problem.Args["near"] = "form-assignment-misspelt", near
	}
	return nil, problem
}

// word is a sentence of the forms.
func (b *formBuilder) word(code string, pairs ...string) string {
	args := make(indicators.Args, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	return b.l.Say("form."+code, args)
}

// missing notes what the form demands and nobody has reported.
func (b *formBuilder) missing(severity indicators.Severity, code string, pairs ...string) {
	args := make(indicators.Args, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	b.form.open = append(b.form.open, &indicators.Problem{At: indicators.Place{File: b.form.Name()}, Severity: severity, Code: code, Args: args})
}

// goal fills in what was aimed at and, from the verdicts, what was reached.
func (b *formBuilder) goal() {
	f, def := b.form, b.result.Assignment
	f.Goal = strings.TrimSpace(def.Goal)
	if f.Goal == "" {
		f.Goal = strings.TrimSpace(def.Project.Goal)
	}
	for _, field := range []struct{ text, code string }{
		{f.Department, "form-department"}, {f.Undertaker, "form-undertaker"}, {f.Goal, "form-goal"},
	} {
		if strings.TrimSpace(field.text) == "" {
			b.missing(indicators.Warning, field.code)
		}
	}
	if f.Kind == MonitoringForm {
		return
	}
	f.Achieved = b.word("achieved", "month", b.month(b.e.Through), "text", b.sentences()[0])
	b.missing(indicators.Note, "form-achieved")
}

// months names the months of a fiscal year so far: 1–10月, 4月至次年2月.
func (b *formBuilder) months(first, last indicators.Period) string {
	from, to := itoa(int(first.Month())), itoa(int(last.Month()))
	if b.l == indicators.English {
		from, to = first.Month().String()[:3], last.Month().String()[:3]
	}
	switch {
	case first == last:
		return b.word("month", "month", from)
	case first.Year() != last.Year():
		return b.word("months.next-year", "from", from, "to", to)
	}
	return b.word("months", "from", from, "to", to)
}

// finish adds what stands beneath the table.
func (b *formBuilder) finish() {
	f := b.form
	if b.e.Programme.Note != "" {
		f.Notes = append(f.Notes, strings.TrimSpace(b.e.Programme.Note))
	}
	switch {
	case f.Kind != SelfEvaluationForm || b.result.Evaluated == b.result.Weight:
	case b.result.Evaluated == 0:
		f.Notes = append(f.Notes, b.word("note.unscored"))
	default:
		f.Notes = append(f.Notes, b.word("note.scaled", "points", f.Total.Text, "evaluated", b.result.Evaluated.String(),
			"score", b.score(&b.result.Standing).Text, "coverage", plainPercent(b.result.Coverage)))
	}
	for _, alarm := range b.result.Alarms {
		if f.Kind == SelfEvaluationForm {
			f.Notes = append(f.Notes, b.word("note.alarm", "light", b.light(alarm.Light).Word, "text", b.l.Say(alarm.Code, alarm.Args)))
		}
	}
	f.Foot = b.foot(b.formFingerprint())
	f.Foot.Origin.Document, f.Foot.Origin.Scope.ID = FormDocument(f.Kind), f.Assignment
}

// formFingerprint is SHA-256 over everything that the form is made from; see
// [builder.fingerprint] for the encoding.
func (b *formBuilder) formFingerprint() (hex64 string, inputs []Input) {
	c := newCanonical(true)
	c.text("yardstick form 1", string(b.form.Kind), b.form.Assignment, b.e.Through.String())
	c.text(b.e.AsOf.UTC().Format(time.RFC3339Nano))
	c.flag(b.e.Provisional)
	c.into(InputMethod, "")
	c.text(b.e.Method.Name())
	c.json(b.e.Method)
	c.into(InputProgramme, "")
	c.programme(b.e.Programme)
	c.assignment(b.result)
	return hex.EncodeToString(c.hash.Sum(nil)), c.inputs()
}
