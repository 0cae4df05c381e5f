package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/html"
	"yardstick/reports/json"
	"yardstick/reports/pdf"
	"yardstick/reports/render"
)

func (s *session) verifyReportCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify-report FILE…",
		Short: "Prove that a printed scorecard is genuine: make it again and compare",
		Long: `Reads from a PDF, page or JSON file of yardstick's what it was made from, makes it
again from the database as of the same dates, and says one of:

  identical         the same, byte for byte
  other version     the same inputs; another version of yardstick drew the file
  altered           the same inputs; the file was changed after it was written
  inputs changed    the database holds something else for those dates; which is listed
  not ours          there is nothing to make it again from

Exit codes: 0 all identical, 1 some differ, 3 some are not ours or could not be checked.`,
		Example: `  yardstick verify-report city-440100.pdf --db demo/yardstick.db
  yardstick verify-report --json scorecards/*.json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return s.verifyReports(cmd.Context(), args, asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print what was found as JSON, a line a file")
	return cmd
}

// finding says how a file compares with what the database gives today.
type finding struct {
	File    string              `json:"file"`
	Result  result              `json:"result"`
	Why     string              `json:"why,omitempty"`     // of not ours
	Changed []reports.Input     `json:"changed,omitempty"` // inputs that are no longer the same; without digests
	Targets []reports.Changed   `json:"targets,omitempty"` // of a JSON file: what is different
	Chain   chainState          `json:"chain,omitempty"`   // the audit chain at the file's as-of instant
	Origin  *reports.Origin     `json:"origin,omitempty"`  // what the file says of itself
	Now     string              `json:"fingerprint_now,omitempty"`
	against *reports.Difference // of a JSON file
}

type result string

const (
	identical     result = "identical"
	otherVersion  result = "other_version"
	altered       result = "altered"
	inputsChanged result = "inputs_changed"
	notOurs       result = "not_ours"
)

func (s *session) verifyReports(ctx context.Context, files []string, asJSON bool) error {
	st, err := s.open(ctx, false)
	if err != nil {
		return err
	}
	defer st.Close()
	exit := Done
	for _, file := range files {
		found, err := s.verifyReport(ctx, st, file)
		if err != nil {
			return err
		}
		switch found.Result {
		case identical:
		case notOurs:
			exit = CouldNotRun
		default:
			exit = max(exit, Problems)
		}
		if asJSON {
			err = s.writeLine(found)
		} else {
			s.printFinding(found)
		}
		if err != nil {
			return err
		}
	}
	switch exit {
	case Problems:
		return errProblems
	case CouldNotRun:
		return &failure{exit: CouldNotRun, code: "verify.some-not-ours"}
	}
	return nil
}

// largestReport is the size in bytes of a file beyond which it is none of ours.
const largestReport = 1 << 30

func (s *session) verifyReport(ctx context.Context, st *store.Store, file string) (finding, error) {
	found := finding{File: file, Result: notOurs}
	info, err := os.Stat(file)
	if err == nil && (info.IsDir() || info.Size() > largestReport) {
		found.Why = s.say("verify.no-origin", nil)
		return found, nil
	}
	var content []byte
	if err == nil {
		content, err = os.ReadFile(file)
	}
	if err != nil {
		return found, &failure{exit: CouldNotRun, code: "file-unreadable", args: indicators.Args{"path": file}}
	}
	origin, format, err := originOf(content)
	if err != nil {
		found.Why = s.say("verify.no-origin", nil)
		return found, nil
	}
	found.Origin = &origin
	again, now, err := regenerate(ctx, st, origin, format)
	if err != nil {
		if ctx.Err() != nil {
			return found, err
		}
		found.Why = s.cause(err)
		return found, nil
	}
	found.Now = now.Fingerprint
	found.Result, found.Changed = compareOrigins(origin, now, bytes.Equal(content, again))
	found.Chain = chainOf(origin, now, found.Changed)
	if format == "json" && found.Result != identical {
		found.against = s.differenceOfFiles(content, again)
		if found.against != nil {
			found.Targets = found.against.Targets
		}
	}
	return found, nil
}

// originOf reads what a file says of itself, and tells its format.
func originOf(content []byte) (reports.Origin, string, error) {
	read, format := html.Origin, "html"
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		read, format = pdf.Origin, "pdf"
	case bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")):
		read, format = json.Origin, "json"
	}
	origin, err := read(content)
	return origin, format, err
}

// compareOrigins says how a file stands to the one made again.
func compareOrigins(was, now reports.Origin, same bool) (result, []reports.Input) {
	changed := reports.Differing(was.Inputs, now.Inputs)
	switch {
	case same:
		return identical, nil
	case was.Fingerprint != now.Fingerprint && len(changed) > 0:
		return inputsChanged, changed
	case was.Fingerprint == now.Fingerprint && was.Version != now.Version:
		return otherVersion, nil
	}
	return altered, nil
}

// chainState says how the audit chain stands to the one that a file names.
type chainState string

const (
	sameChain  chainState = "same"
	otherChain chainState = "other"
	// underminedChain has the same head, and yet what it seals is not the same.
	underminedChain chainState = "undermined"
)

func chainOf(was, now reports.Origin, changed []reports.Input) chainState {
	if was.ChainHead != now.ChainHead || was.ChainCount != now.ChainCount {
		return otherChain
	}
	for _, input := range changed {
		switch input.Kind {
		case reports.InputFigures, reports.InputMoney, reports.InputDeclarations:
			if was.Version == now.Version { // another version may read the same entries otherwise
				return underminedChain
			}
		}
	}
	return sameChain
}

// regenerate makes a file again from what the database held at its dates. An error
// says why the database cannot have given it.
func regenerate(ctx context.Context, st *store.Store, origin reports.Origin, format string) ([]byte, reports.Origin, error) {
	through, err := indicators.ParsePeriod(origin.Through)
	if err != nil {
		return nil, reports.Origin{}, err
	}
	asOf, err := time.Parse(time.RFC3339Nano, origin.AsOf)
	if err != nil {
		return nil, reports.Origin{}, err
	}
	language, err := indicators.ParseLanguage(string(origin.Language))
	if err != nil {
		return nil, reports.Origin{}, err
	}
	options := store.EvaluateOptions{Through: through, AsOf: asOf, Method: origin.Method, Provisional: origin.Provisional}
	found, err := evaluateTwice(ctx, st, origin.Programme, options)
	if err != nil {
		return nil, reports.Origin{}, err
	}
	var out bytes.Buffer
	now, err := found.draw(&out, origin, language, format)
	return out.Bytes(), now, err
}

// draw writes the document that an origin speaks of.
func (e evaluated) draw(out *bytes.Buffer, origin reports.Origin, l indicators.Language, format string) (reports.Origin, error) {
	kind, isForm := strings.CutPrefix(string(origin.Document), "form-")
	switch {
	case isForm && format == "pdf":
		fill := reports.SelfEvaluation
		if reports.FormKind(kind) == reports.MonitoringForm {
			fill = reports.Monitoring
		}
		form, err := fill(e.now, origin.Scope.ID, l)
		if err != nil {
			return reports.Origin{}, err
		}
		return form.Foot.Origin, pdf.Form(out, form)
	case origin.Document == reports.CombinedDocument && format == "pdf":
		all, err := reports.Combine(e.now, l, e.before)
		if err != nil {
			return reports.Origin{}, err
		}
		return all.Foot.Origin, pdf.Combined(out, all)
	case origin.Document == reports.ScorecardDocument:
		card, err := reports.Build(e.now, origin.Scope, l, e.before)
		if err != nil {
			return reports.Origin{}, err
		}
		return card.Foot.Origin, render.Scorecard(out, format, card)
	}
	return reports.Origin{}, errors.New(string(origin.Document))
}

// printFinding says what was found of a file, and what the file says of itself.
func (s *session) printFinding(f finding) {
	fmt.Fprintln(s.out, s.say("verify."+string(f.Result), indicators.Args{"file": f.File, "why": f.Why}))
	if f.Origin == nil {
		return
	}
	o := f.Origin
	fmt.Fprintln(s.out, s.say("verify.says", indicators.Args{"document": string(o.Document), "scope": string(o.Scope.Kind) + " " + o.Scope.ID, "through": o.Through, "as_of": o.AsOf}))
	fmt.Fprintln(s.out, s.say("verify.by", indicators.Args{"method": o.Method, "definition": o.Definition, "language": string(o.Language), "version": o.Version}))
	fmt.Fprintln(s.out, s.say("verify.fingerprint", indicators.Args{"hex": o.Fingerprint}))
	if f.Result != inputsChanged {
		return
	}
	fmt.Fprintln(s.out, s.say("verify.now", indicators.Args{"hex": f.Now}))
	fmt.Fprintln(s.out, s.say("verify.chain-"+string(f.Chain), nil))
	for _, input := range f.Changed {
		fmt.Fprintln(s.out, "  - "+s.inputWords(input))
	}
	if f.against != nil && len(f.against.Targets) > 0 {
		s.printChanged(f.against)
	}
}

// inputWords names an input for people.
func (s *session) inputWords(i reports.Input) string {
	return strings.TrimSpace(s.say("verify.input."+string(i.Kind), indicators.Args{"of": i.Of}))
}
