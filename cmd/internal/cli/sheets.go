package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// sheetsFlags narrow the list of sheets.
type sheetsFlags struct {
	scopeFlags
	period, state string
	overdue       bool
}

func (s *session) sheetsCommand() *cobra.Command {
	var flags sheetsFlags
	cmd := &cobra.Command{
		Use:   "sheets [ASSIGNMENT --period MONTH]",
		Short: "List the entry sheets, how far each has come, and what one still wants",
		Long: `Lists the entry sheets whose month has begun: how many of the cells that are wanted hold
a figure, when it is due, who submitted it and what looks odd. With an assignment and
a month, prints that sheet row by row: what was reported last, what stands in the
cell, and what the method wants to know before it is submitted.`,
		Example: `  yardstick sheets --city 广州
  yardstick sheets --overdue
  yardstick sheets --period 2021-03 --state submitted
  yardstick sheets survey/广州 --period 2021-03`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.reading(cmd.Context(), func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				var period indicators.Period
				if flags.period != "" || len(args) == 1 {
					var err error
					if period, err = indicators.ParsePeriod(flags.period); err != nil {
						return usage("period", indicators.Args{"text": flags.period})
					}
				}
				if len(args) == 1 {
					return s.printSheet(ctx, st, p, args[0], period)
				}
				return s.listSheets(ctx, st, p, flags, period)
			})
		},
	}
	cmd.Flags().StringVar(&flags.period, "period", "", "the month: 2021-03")
	cmd.Flags().StringVar(&flags.state, "state", "", "only those that are draft, submitted, approved or returned")
	cmd.Flags().BoolVar(&flags.overdue, "overdue", false, "only those that are overdue")
	flags.scopeFlags.add(cmd, "")
	_ = cmd.Flags().MarkHidden("all")
	return cmd
}

func (s *session) listSheets(ctx context.Context, st *store.Store, p *indicators.Programme, flags sheetsFlags, period indicators.Period) error {
	filter := store.SheetFilter{From: period, To: period, Overdue: flags.overdue}
	switch state := engine.SubmissionState(flags.state); state {
	case "":
	case engine.Draft, engine.Submitted, engine.Approved, engine.Returned:
		filter.States = []engine.SubmissionState{state}
	default:
		return usage("sheet-state", indicators.Args{"text": flags.state})
	}
	if flags.city != "" {
		region, err := findCity(p, flags.city)
		if err != nil {
			return err
		}
		filter.Region = region.Code
	}
	if flags.project != "" {
		project, err := findProject(p, flags.project)
		if err != nil {
			return err
		}
		filter.Project = project.ID
	}
	sheets, err := st.Sheets(ctx, p.ID, filter)
	if err != nil {
		return err
	}
	rows := make([][]string, len(sheets))
	for n, one := range sheets {
		rows[n] = s.sheetLine(&one)
	}
	return printTable(s.out, []column{{head: s.say("col.sheet", nil)}, {head: s.say("col.period", nil)}, {head: s.say("col.state", nil)}, {head: s.say("col.filled", nil), right: true},
		{head: s.say("col.due", nil)}, {head: s.say("col.overdue", nil), right: true}, {head: s.say("col.by", nil)}, {head: s.say("col.alarms", nil), right: true}, {}}, rows)
}

func (s *session) sheetLine(one *engine.SheetSummary) []string {
	state := s.sheetState(one.Submission)
	switch {
	case one.Untouched():
		state = s.say("sheet-untouched", nil)
	case one.Counts():
		state = s.say("sheet-counts", nil)
	}
	overdue, alarms := "", ""
	if one.Overdue > 0 {
		overdue = s.say("days", indicators.Args{"days": itoa(one.Overdue)})
	}
	if one.Alarms > 0 {
		alarms = itoa(one.Alarms)
	}
	return []string{one.Assignment.ID, one.Period.String(), state, itoa(one.Filled) + "/" + itoa(one.Wanted), one.DueBy.String(), overdue, one.SubmittedBy, alarms, one.Reason}
}

// printSheet prints one sheet; rows of money that nobody has filled in are left out.
func (s *session) printSheet(ctx context.Context, st *store.Store, p *indicators.Programme, name string, period indicators.Period) error {
	a, err := findAssignment(p, name)
	if err != nil {
		return err
	}
	sheet, err := st.Sheet(ctx, p.ID, a.ID, period)
	if err != nil {
		return refusedBy(err)
	}
	fmt.Fprintln(s.out, s.say("sheet", indicators.Args{"assignment": a.ID, "period": period.String(), "state": s.sheetState(sheet.Submission)}))
	var rows [][]string
	for n := range sheet.Rows {
		row := &sheet.Rows[n]
		if row.Line.IsMoney() && row.Entry == nil && row.Last == nil && !row.Wanted {
			continue
		}
		rows = append(rows, s.sheetRow(row))
	}
	err = printTable(s.out, []column{{head: s.say("col.indicator", nil)}, {head: s.say("col.target", nil)}, {head: s.say("col.last", nil), right: true},
		{head: s.say("col.to-date", nil), right: true}, {head: s.say("col.entry", nil), right: true}, {}}, rows)
	s.printProblems(append(sheet.Alarms, sheet.Demands()...))
	for n := range sheet.Rows {
		s.printProblems(sheet.Rows[n].Alarms)
	}
	if sheet.CanEnter != nil {
		s.talk(sheet.CanEnter.Line(s.lang()))
	}
	return err
}

func (s *session) sheetRow(row *engine.SheetRow) []string {
	target, last, toDate, entry, note := "", "", "", "", ""
	if len(row.Targets) > 0 {
		target = row.Targets[0].Target.Text
	}
	if row.Last != nil {
		last = row.Last.Text
	}
	if row.ToDateKnown {
		toDate = row.ToDate.Grouped()
	}
	switch {
	case row.Entry != nil:
		entry = row.Entry.Text
	case row.Wanted:
		entry = s.say("cell-wanted", nil)
	case !row.Reportable:
		entry = s.say("cell-closed", nil)
	}
	switch {
	case row.Remark != "":
		note = row.Remark
	case row.Approved != nil:
		note = s.say("cell-was", indicators.Args{"was": row.Approved.Text})
	case row.NotApplicable != nil:
		note = s.lang().Say("declared."+string(row.NotApplicable.Kind), nil)
	}
	return []string{row.Line.Name(s.lang()) + partText(row.Line), target, last, toDate, entry, note}
}

// partText tells the parts of an indicator apart; a money line says its own in its name.
func partText(l engine.Line) string {
	if l.Part == "" || l.IsMoney() {
		return ""
	}
	return " [" + l.Part + "]"
}
