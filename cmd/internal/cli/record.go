package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

type recordFlags struct {
	scopeFlags
	period, part, note, supersede    string
	notApplicable, accept, reason    string
	remedy, until, horizon, withdraw string
	clear                            bool
}

func (s *session) recordCommand() *cobra.Command {
	var flags recordFlags
	cmd := &cobra.Command{
		Use:   "record INDICATOR [VALUE] --period MONTH",
		Short: "Enter one figure, a correction, or a declaration about a target",
		Long: `Enters what was achieved in one month, as it would be written: 9,960家次, 1.2万,
92.5%, 是, 2021年12月15日, 良好, 部分达成 70%. Nothing is ever overwritten: a second
figure for the same month needs --supersede with the reason, and the first stays.

A figure typed by mistake can be taken back with --clear as long as nobody has
approved it; what was approved before counts again.

Without accounts in the database, a figure enters as approved by the local operator.

Money is entered under the assignment: survey/440100/money --part spent (initial,
adjusted, spent; by source spent:fiscal, spent:carryover, spent:other), in 万元.`,
		Example: `  yardstick record survey/440100/collected 830 --period 2020-11
  yardstick record "企业数据采集量（家次）" 299 --city 汕头 --period 2021-03 --supersede "多录一位数字"
  yardstick record survey/440100/collected --period 2021-03 --clear --as li
  yardstick record survey/440100/money 12.5 --part spent --period 2021-03
  yardstick record monitoring/440000/satisfaction --period 2021-09 --not-applicable "平台2022年建成"
  yardstick record survey/440100/collected --period 2021-10 --reason "采集窗口顺延" --remedy "下一年度补采"
  yardstick record survey/440100/collected --period 2021-10 --accept-deviation "省厅同意" --until 2022-03-31`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return s.record(cmd, args, flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.period, "period", "", "the month: 2021-03")
	f.StringVar(&flags.part, "part", "", "the part of a compound (1, 2…), a ratio (numerator, denominator) or of the money (spent…)")
	f.StringVar(&flags.note, "note", "", "a remark to keep beside the figure")
	f.StringVar(&flags.supersede, "supersede", "", "correct the figure entered before; says why")
	f.StringVar(&flags.notApplicable, "not-applicable", "", "declare the target not applicable; says why")
	f.StringVar(&flags.accept, "accept-deviation", "", "accept that the target is not met; says why")
	f.StringVar(&flags.until, "until", "", "the last day of an accepted deviation: 2022-03-31")
	f.StringVar(&flags.reason, "reason", "", "why the target was missed or far exceeded (偏差原因分析)")
	f.StringVar(&flags.remedy, "remedy", "", "what is done about it (改进措施)")
	f.StringVar(&flags.horizon, "horizon", "", "of a declaration: annual or term (default: both)")
	f.StringVar(&flags.withdraw, "withdraw", "", "take a declaration back: not_applicable, accepted_deviation or reason")
	f.BoolVar(&flags.clear, "clear", false, "take back the figure that waits for approval")
	flags.scopeFlags.add(cmd, "")
	_ = f.MarkHidden("all")
	_ = cmd.MarkFlagRequired("period")
	cmd.MarkFlagsMutuallyExclusive("not-applicable", "accept-deviation", "reason", "withdraw", "supersede", "clear")
	return cmd
}

func (s *session) record(cmd *cobra.Command, args []string, flags recordFlags) error {
	ctx := cmd.Context()
	period, err := indicators.ParsePeriod(flags.period)
	if err != nil {
		return usage("period", indicators.Args{"text": flags.period})
	}
	declaration, err := flags.declaration(period)
	if err != nil {
		return err
	}
	if (declaration == nil && !flags.clear) != (len(args) == 2) {
		return usage("record-what", nil)
	}
	st, err := s.open(ctx, true)
	if err != nil {
		return err
	}
	defer st.Close()
	p, err := s.programme(ctx, st)
	if err != nil {
		return err
	}
	id, err := lineID(p, args[0], flags.scopeFlags)
	if err != nil {
		return err
	}
	if flags.clear {
		return s.clear(ctx, st, p, id, flags.part, period)
	}
	as, err := s.actor(ctx, st)
	if err != nil {
		return err
	}
	if declaration != nil {
		declaration.Indicator = id
		if err := declare(ctx, st, as, p.ID, *declaration); err != nil {
			return refusedBy(err)
		}
		said := "declared"
		if declaration.Withdrawn {
			said = "withdrawn"
		}
		fmt.Fprintln(s.out, s.say(said, indicators.Args{"indicator": id, "what": s.lang().Say("declared."+string(declaration.Kind), nil)}))
		return nil
	}
	entry := engine.Entry{Indicator: id, Part: flags.part, Period: period, Text: args[1], Note: flags.note, Supersede: flags.supersede}
	recorded, err := st.Record(ctx, p.ID, []engine.Entry{entry}, store.RecordOptions{As: as})
	if err != nil {
		return refusedBy(err)
	}
	s.printProblems(recorded.Remarks)
	s.printRecorded(p, recorded.Observations[0])
	s.sayWho(as)
	return nil
}

// clear takes back the figure that waits in a cell.
func (s *session) clear(ctx context.Context, st *store.Store, p *indicators.Programme, id, part string, period indicators.Period) error {
	as, err := s.mustActor(ctx, st)
	if err != nil {
		return err
	}
	if err := st.Withdraw(ctx, as, p.ID, id, part, period, 0); err != nil {
		return refusedBy(err)
	}
	name := strings.TrimSpace(id + " " + part)
	fmt.Fprintln(s.out, s.say("cleared", indicators.Args{"indicator": name, "period": period.String()}))
	return nil
}

func declare(ctx context.Context, st *store.Store, as *engine.Actor, programme string, d engine.Declaration) (err error) {
	if as == nil {
		_, err = st.Declare(ctx, programme, []engine.Declaration{d}, store.LocalOperator)
	} else {
		_, err = st.DeclareAs(ctx, *as, programme, []engine.Declaration{d})
	}
	return err
}

// printRecorded says what was entered, in the unit it is kept in.
func (s *session) printRecorded(p *indicators.Programme, o engine.Observation) {
	line, _ := engine.FindLine(p, o.Indicator, o.Part)
	value := s.wordActual(&line.Reading, o.Value)
	unit := line.Reading.Unit
	if line.Reading.Kind == indicators.Change {
		unit = line.Reading.Level // of a change reported as such the unit stands in its words
		if _, change := o.Value.Change(); change {
			unit = ""
		}
	}
	if unit != "" {
		value += " " + unit
	}
	name := o.Indicator
	if o.Part != "" {
		name += " " + o.Part
	}
	code := "recorded"
	if o.Supersedes != 0 {
		code = "corrected"
	}
	fmt.Fprintln(s.out, s.say(code, indicators.Args{"indicator": name, "period": o.Period.String(), "value": value}))
}

// lineID is the id under which a figure is entered: an indicator's, or that of an
// assignment's money.
func lineID(p *indicators.Programme, name string, flags scopeFlags) (string, error) {
	for assignment := range p.Assignments() {
		if id := assignment.MoneyID(); name == id || p.ID+"/"+name == id {
			return id, nil
		}
	}
	indicator, err := findIndicator(p, name, flags)
	if err != nil {
		return "", err
	}
	return indicator.ID, nil
}

// declaration is what the flags declare, nil when they declare nothing.
func (f *recordFlags) declaration(period indicators.Period) (*engine.Declaration, error) {
	d := engine.Declaration{Period: period, Horizon: indicators.Horizon(f.horizon), Remedy: f.remedy}
	switch {
	case f.notApplicable != "":
		d.Kind, d.Reason = engine.DeclaredNotApplicable, f.notApplicable
	case f.accept != "":
		d.Kind, d.Reason = engine.AcceptedDeviation, f.accept
	case f.reason != "":
		d.Kind, d.Reason = engine.DeviationReason, f.reason
	case f.withdraw != "":
		d.Kind, d.Withdrawn = engine.DeclarationKind(f.withdraw), true
	default:
		return nil, nil
	}
	if f.until != "" {
		until, err := indicators.ParseDate(f.until)
		if err != nil {
			return nil, usage("until", indicators.Args{"text": f.until})
		}
		d.Until = until
	}
	return &d, nil
}

// refusedBy turns what the engine or the store refuses into problems to print.
func refusedBy(err error) error {
	var refused *engine.Refusal
	if errors.As(err, &refused) {
		return refusal(refused.Problems)
	}
	return err
}
