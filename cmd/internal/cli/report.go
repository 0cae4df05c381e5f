package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

func (s *session) reportCommand() *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:   "report (--city CITY | --project PROJECT | --indicator INDICATOR | --programme | --all)",
		Short: "Write scorecards as files (PDF, web page, workbook, JSON, CSV), or the official forms",
		Long: `Writes scorecards, each under its name in the folder of --out. With --form it
writes an official form for each assignment of the scope instead, as PDF and
workbook: self-evaluation (项目支出绩效自评表) or monitoring (绩效目标执行监控表);
--check lists what the form demands and nobody has reported, and writes nothing.`,
		Example: `  yardstick report --city 广州 --through 2021-10
  yardstick report --all --format pdf,html --out scorecards --lang en
  yardstick report --combined --through 2021-10
  yardstick report --indicator survey/collected --through 2021-10
  yardstick report --form self-evaluation --project crafts --through 2021-12
  yardstick report --form monitoring --city 广州 --through 2021-06 --check
  yardstick report --project crafts --as-of 2021-10-31 --db demo/yardstick.db`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if flags.form != "" {
				return s.reportForms(cmd, flags)
			}
			if flags.check {
				return usage("check-form", nil)
			}
			return s.report(cmd, flags)
		},
	}
	flags.scopeFlags.add(cmd, "every scorecard: the programme, each project, each city")
	flags.timeFlags.add(cmd)
	cmd.Flags().BoolVar(&flags.programme, "programme", false, "the programme as a whole")
	cmd.Flags().StringVar(&flags.indicator, "indicator", "", "an indicator over all its regions: its name or id (survey/collected); --project tells those of one name apart")
	cmd.MarkFlagsMutuallyExclusive("programme", "city", "project", "all")
	cmd.MarkFlagsMutuallyExclusive("programme", "city", "indicator", "all")
	cmd.Flags().BoolVar(&flags.combined, "combined", false, "every scorecard in one PDF, combined.pdf, with contents and bookmarks")
	cmd.Flags().BoolVar(&flags.zip, "zip", false, "the files in one archive, scorecards.zip; without a scope every scorecard")
	for _, one := range []string{"programme", "city", "project", "indicator"} {
		cmd.MarkFlagsMutuallyExclusive("combined", one)
	}
	cmd.MarkFlagsOneRequired("programme", "city", "project", "indicator", "all", "combined", "zip")
	cmd.Flags().StringSliceVar(&flags.formats, "format", []string{"pdf"}, "formats: "+strings.Join(render.Formats, ", "))
	cmd.Flags().StringVar(&flags.form, "form", "", "an official form instead of scorecards: self-evaluation or monitoring")
	cmd.Flags().BoolVar(&flags.check, "check", false, "with --form: list what is not reported yet, write nothing")
	cmd.Flags().StringVar(&flags.out, "out", ".", "the folder to write to")
	cmd.Flags().BoolVar(&flags.force, "force", false, "overwrite files that are there")
	return cmd
}

type reportFlags struct {
	scopeFlags
	timeFlags
	programme bool
	indicator string
	form      string
	check     bool
	formats   []string
	out       string
	force     bool
	combined  bool
	zip       bool
}

func (s *session) report(cmd *cobra.Command, flags reportFlags) error {
	for _, format := range flags.formats {
		if !render.Known(format) {
			return usage("format", indicators.Args{"format": format, "formats": strings.Join(render.Formats, ", ")})
		}
	}
	found, err := s.evaluate(cmd.Context(), flags.timeFlags)
	if err != nil {
		return err
	}
	scopes := reports.Scopes(found.now)
	if !flags.every() {
		scope, err := flags.scope(found.now.Programme)
		if err != nil {
			return err
		}
		if scope.Kind != reports.IndicatorScope && !slices.Contains(scopes, scope) {
			return usage("scope-empty", indicators.Args{"name": flags.city + flags.project})
		}
		scopes = []reports.Scope{scope}
	}
	jobs := printJobs(scopes, flags.formats, flags.out)
	var lacks lacking
	for i := range jobs {
		jobs[i].lacking = &lacks
	}
	defer s.talkOfLacking(&lacks)
	if flags.combined || flags.zip {
		return s.bundle(cmd.Context(), found, jobs, flags)
	}
	if !flags.force {
		if err := refuseOverwriting(jobs); err != nil {
			return err
		}
	}
	if err := makeFolder(flags.out); err != nil {
		return err
	}
	bar := s.progress(len(jobs), s.say("progress-scorecards", nil))
	paths, err := printCards(cmd.Context(), found.now, found.before, s.lang(), jobs, bar.step)
	bar.finish()
	for _, path := range paths {
		fmt.Fprintln(s.out, path)
	}
	return err
}

// every says that all scorecards are meant: by --all, or by a bundle of nothing in particular.
func (f *reportFlags) every() bool {
	return f.all || (f.combined || f.zip) && !f.programme && f.city+f.project+f.indicator == ""
}

// scope resolves the flags to what the scorecard is about.
func (f *reportFlags) scope(p *indicators.Programme) (reports.Scope, error) {
	if f.indicator != "" {
		return indicatorScope(p, f.indicator, f.project)
	}
	return f.scopeFlags.scope(p)
}

func printJobs(scopes []reports.Scope, formats []string, folder string) []printJob {
	jobs := make([]printJob, len(scopes))
	for i, scope := range scopes {
		jobs[i] = printJob{scope: scope, formats: formats, folder: folder}
	}
	return jobs
}

// refuseOverwriting names the files that a report would replace.
func refuseOverwriting(jobs []printJob) error {
	var there []string
	for _, job := range jobs {
		for _, format := range job.formats {
			path := filepath.Join(job.folder, job.scope.Name()+"."+format)
			if _, err := os.Lstat(path); err == nil {
				there = append(there, path)
			}
		}
	}
	switch len(there) {
	case 0:
		return nil
	case 1:
		return &failure{exit: CouldNotRun, code: "overwrite-one", args: indicators.Args{"path": there[0]}}
	}
	return &failure{exit: CouldNotRun, code: "overwrite-many", args: indicators.Args{"path": there[0], "more": itoa(len(there) - 1)}}
}
