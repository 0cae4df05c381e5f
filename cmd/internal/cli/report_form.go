package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

// forms make the official forms by the name that --form takes.
var forms = map[string]func(*engine.Evaluation, string, indicators.Language) (*reports.Form, error){
	"self-evaluation": reports.SelfEvaluation,
	"monitoring":      reports.Monitoring,
}

// reportForms writes the official form of each assignment in the scope.
func (s *session) reportForms(cmd *cobra.Command, flags reportFlags) error {
	formats := flags.formats
	if !cmd.Flags().Changed("format") {
		formats = render.FormFormats
	}
	for _, format := range formats {
		if !slices.Contains(render.FormFormats, format) {
			return usage("format", indicators.Args{"format": format, "formats": join(render.FormFormats)})
		}
	}
	if forms[flags.form] == nil {
		return usage("form", indicators.Args{"form": flags.form})
	}
	if flags.indicator != "" {
		return usage("form-scope", nil)
	}
	made, err := s.makeForms(cmd.Context(), flags)
	if err != nil {
		return err
	}
	if flags.check {
		return s.checkForms(made)
	}
	return s.writeForms(made, formats, flags)
}

func (s *session) makeForms(ctx context.Context, flags reportFlags) ([]*reports.Form, error) {
	found, err := s.evaluate(ctx, flags.timeFlags)
	if err != nil {
		return nil, err
	}
	scope, err := flags.scope(found.now.Programme)
	if err != nil {
		return nil, err
	}
	assignments := reports.FormAssignments(found.now, scope)
	if len(assignments) == 0 {
		return nil, usage("scope-empty", indicators.Args{"name": flags.city + flags.project})
	}
	var made []*reports.Form
	for _, assignment := range assignments {
		form, err := forms[flags.form](found.now, assignment, s.lang())
		if err != nil {
			return nil, err
		}
		made = append(made, form)
	}
	return made, nil
}

// checkForms lists what the forms demand and nobody has reported.
func (s *session) checkForms(made []*reports.Form) error {
	open := false
	for _, form := range made {
		for _, problem := range form.Check() {
			fmt.Fprintln(s.out, s.say("severity."+string(problem.Severity), nil)+problem.Line(s.lang()))
			open = open || problem.Severity == "" || problem.Severity == indicators.Error || problem.Severity == indicators.Warning
		}
	}
	if open {
		return errProblems
	}
	return nil
}

func (s *session) writeForms(made []*reports.Form, formats []string, flags reportFlags) error {
	type file struct {
		path   string
		form   *reports.Form
		format string
	}
	var files []file
	for _, form := range made {
		for _, format := range formats {
			path := filepath.Join(flags.out, form.Name()+"."+format)
			if _, err := os.Lstat(path); err == nil && !flags.force {
				return &failure{exit: CouldNotRun, code: "overwrite-one", args: indicators.Args{"path": path}}
			}
			files = append(files, file{path, form, format})
		}
	}
	if err := makeFolder(flags.out); err != nil {
		return err
	}
	var lacks lacking
	defer s.talkOfLacking(&lacks)
	for _, f := range files {
		b := printed{lacking: &lacks}
		if err := render.Form(&b, f.format, f.form); err != nil {
			return err
		}
		if err := writeWhole(f.path, b.Bytes()); err != nil {
			return err
		}
		fmt.Fprintln(s.out, f.path)
	}
	return nil
}
