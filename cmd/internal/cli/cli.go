// Package cli is the command line: a command a file, data on standard output,
// talk on standard error.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/cmd/internal/standing"
	"yardstick/indicators"
)

// Exit codes, the same for every command.
const (
	Done        = 0 // the command did what it was asked
	Problems    = 1 // it ran, and what it looked at has problems; or a question was answered no
	Usage       = 2 // the command line itself could not be understood
	CouldNotRun = 3 // it could not do its work: a file, the database, the disk
)

// session is one run of the program: its streams and the flags every command has.
type session struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
	language string // --lang
	database string // --db
	as       string // --as: the account that acts
	// programmeName is --programme-id: which one, where a database holds several.
	programmeName string
}

// Run runs one command line and returns its exit code.
func Run(ctx context.Context, args []string, in io.Reader, out, err io.Writer) int {
	s := &session{in: in, out: out, err: err, now: time.Now}
	root := s.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(err)
	return s.exit(root.ExecuteContext(ctx))
}

func (s *session) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "yardstick",
		Short:         "Read performance targets as published, judge them, print scorecards",
		Long:          rootHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&s.language, "lang", "", "language of messages and scorecards: zh or en (default: from LC_ALL, LC_MESSAGES or LANG, else en)")
	root.PersistentFlags().StringVar(&s.database, "db", defaultDatabase, "the database file")
	root.PersistentFlags().StringVar(&s.as, "as", "", "the account that acts, where the database has accounts; its password is asked for, or taken from YARDSTICK_PASSWORD")
	root.PersistentFlags().StringVar(&s.programmeName, "programme-id", "", "which programme, where a database holds several")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage("flag", indicators.Args{"why": err.Error()}) })
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return s.checkLanguage() }
	root.AddCommand(s.demoCommand(), s.explainCommand(), s.lintCommand(), s.testCommand(), s.loadCommand(), s.recordCommand(),
		s.importCommand(), s.exportCommand(), s.scoreCommand(), s.reportCommand(), s.serveCommand(), s.doctorCommand(), s.submitCommand(), s.approveCommand(), s.returnCommand(), s.reopenCommand(),
		s.waitingCommand(), s.ruleCommand(true), s.ruleCommand(false), s.sheetsCommand(), s.evidenceCommand(), s.userCommand(), s.auditCommand(),
		s.verifyCommand(), s.backupCommand(), s.restoreCommand(), s.optimizeCommand(), s.verifyReportCommand(), s.diffCommand(), s.scheduleCommand(), s.mailCommand(), s.schemaCommand(), s.versionCommand())
	return root
}

// unknownCommand refuses a misspelt command, with a suggestion where one is near.
func unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, command := range root.Commands() {
		names = append(names, command.Name())
	}
	return unknown("command", name, names)
}

const rootHelp = `yardstick reads performance targets exactly as they are published ("≥90%",
"至少2次", "8.5万家次", "90%以上", "是"), judges what was achieved against them as of
any date, and prints scorecards for every project and every city.

Exit codes: 0 done, 1 problems found, 2 usage, 3 could not run.`

const defaultDatabase = "yardstick.db"

// lang is the language to speak: --lang, else the environment's, else English.
func (s *session) lang() indicators.Language {
	for _, candidate := range []string{s.language, os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")} {
		if candidate == "" {
			continue
		}
		if l, err := indicators.ParseLanguage(strings.SplitN(candidate, ".", 2)[0]); err == nil {
			return l
		}
	}
	return indicators.English
}

func (s *session) checkLanguage() error {
	if s.language == "" {
		return nil
	}
	if _, err := indicators.ParseLanguage(s.language); err != nil {
		return usage("language", indicators.Args{"text": s.language})
	}
	return nil
}

// say returns a sentence of topic cli in the session's language.
func (s *session) say(code string, args indicators.Args) string {
	return s.lang().Say("cli."+code, args)
}

// talk writes a line to standard error, with the program's name before it.
func (s *session) talk(line string) { fmt.Fprintln(s.err, "yardstick: "+line) }

// failure is an error with its exit code. Its code names a sentence of topic cli.
type failure struct {
	exit  int
	code  string
	args  indicators.Args
	cause error
}

func (f *failure) Error() string {
	text := indicators.English.Say("cli."+f.code, f.args)
	if f.cause != nil {
		text += ": " + f.cause.Error()
	}
	return text
}

func (f *failure) Unwrap() error { return f.cause }

// usage says that the command line could not be understood.
func usage(code string, args indicators.Args) error {
	return &failure{exit: Usage, code: code, args: args}
}

// errProblems ends a command whose problems were printed already.
var errProblems = errors.New("problems found")

// exit says what went wrong and returns the code for it.
func (s *session) exit(err error) int {
	var known *failure
	var problem *indicators.Problem
	var refused refusal
	switch {
	case err == nil:
		return Done
	case errors.Is(err, errProblems):
		return Problems
	case errors.Is(err, context.Canceled):
		s.talk(s.say("interrupted", nil))
		return CouldNotRun
	case errors.As(err, &known):
		line := s.say(known.code, known.args)
		if known.cause != nil {
			line += ": " + s.cause(known.cause)
		}
		s.talk(line)
		if known.exit == Usage {
			fmt.Fprintln(s.err, s.say("see-help", nil))
		}
		return known.exit
	case errors.As(err, &refused):
		s.printProblems(refused)
		return Problems
	case errors.As(err, &problem):
		s.talk(problem.Text(s.lang()))
		if standing.Misread(problem) {
			fmt.Fprintln(s.err, s.say("see-help", nil))
			return Usage
		}
		return Problems
	}
	s.talk(err.Error())
	if isUsage(err) {
		fmt.Fprintln(s.err, s.say("see-help", nil))
		return Usage
	}
	return CouldNotRun
}

// cause words an error: a Problem in the reader's language, others as they are.
func (s *session) cause(err error) string {
	var problem *indicators.Problem
	if errors.As(err, &problem) {
		return problem.Line(s.lang())
	}
	return err.Error()
}

// isUsage recognises what cobra itself refuses.
func isUsage(err error) bool {
	text := err.Error()
	for _, head := range []string{"unknown command", "accepts ", "requires ", "required flag", "if any flags in the group", "at least one of the flags"} {
		if strings.HasPrefix(text, head) {
			return true
		}
	}
	return false
}

// refusal is a list of problems that ends a command.
type refusal []*indicators.Problem

func (r refusal) Error() string {
	lines := make([]string, len(r))
	for i, problem := range r {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// printProblems writes problems to standard error, with carets.
func (s *session) printProblems(problems []*indicators.Problem) {
	for _, problem := range problems {
		fmt.Fprintln(s.err, s.colour(problem.Severity, problem.Text(s.lang())))
	}
}
