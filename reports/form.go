package reports

import (
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
)

// FormKind says which of the official forms.
type FormKind string

// The forms of the finance offices.
const (
	SelfEvaluationForm FormKind = "self-evaluation" // 项目支出绩效自评表
	MonitoringForm     FormKind = "monitoring"      // 绩效目标执行监控表
)

// Form is an official form filled in for one assignment, in one language. What nobody
// has reported is left empty for a pen, never guessed: [Form.Check] lists it.
type Form struct {
	Kind       FormKind
	Language   indicators.Language
	Assignment string // id
	Region     string // code
	Title      string // 项目支出绩效自评表
	Sheet      string // of a workbook: the title, or what of it fits into 31 characters
	Subtitle   string // （2021年度）
	Stamps     []string
	Project    string // 项目名称, its region in brackets where it runs in several
	Department string // 主管部门; may be empty
	Undertaker string // 实施单位; may be empty
	Months     string // of the monitoring form: 1–10月; empty on the other
	Money      []FormMoney
	Goal       string // 预期目标, as published
	Achieved   string // 实际完成情况, put together from the verdicts
	Rows       []FormRow
	Weight     Score // of all printed lines, money included
	Total      Score // the sum of the points printed; Value nil when no line has any
	Light      Light // of the monitoring form: the worst of its lines
	Notes      []string
	Sign       string // who fills it in, telephone, date: for a pen
	Foot       Foot
	open       []*indicators.Problem
}

// FormMoney is a line of the money block: the whole, or one source of it.
type FormMoney struct {
	Source   string // fiscal, carryover, other; empty for the whole
	Name     string // 年度资金总额, 其中：当年财政拨款
	Initial  Figure // 年初预算数, in 万元
	Budget   Figure // 全年预算数(A)
	Spent    Figure // 全年执行数(B), or 1–n 月执行数
	Rate     Figure // B/A in percent; of the monitoring form executed ÷ 年初预算数
	Forecast Figure // 全年预计执行数
	Weight   Score  // only of the whole, on the self-evaluation
	Points   Score
	Light    Light
}

// FormRow is one indicator.
type FormRow struct {
	ID       string
	Level1   string // 一级指标; the method's block where the document has none
	Level2   string
	Name     string // 三级指标, as published
	Target   string // 年度指标值(A), as published
	Actual   Actual // 实际完成值(B), or 1–n 月执行情况
	Forecast Figure // 全年预计完成情况; empty while it is open and nobody has reported it
	Weight   Score
	Points   Score      // Value nil when the line is not in the sum
	Remark   string     // 偏差原因分析及改进措施, or 说明
	Likely   Likelihood // 完成目标可能性
	Light    Light
	Note     string // 备注
}

// Likelihood says whether a target will be reached by the year's end. It is filled in
// only where that is decided.
type Likelihood string

// The columns of the monitoring form.
const (
	LikelyOpen Likelihood = ""           // nobody has said
	Certain    Likelihood = "certain"    // 确定能
	Possible   Likelihood = "possible"   // 有可能
	Impossible Likelihood = "impossible" // 完全不可能
)

// SelfEvaluation fills in 项目支出绩效自评表 for an assignment, by its id with or
// without the programme's. A project in many regions has one form an assignment: see
// [FormAssignments]. The error is a problem with the code form-assignment-unknown.
func SelfEvaluation(e *engine.Evaluation, assignment string, l indicators.Language) (*Form, error) {
	b, err := newFormBuilder(e, assignment, l, SelfEvaluationForm)
	if err != nil {
		return nil, err
	}
	f := b.form
	f.Subtitle = b.word("year", "year", itoa(e.Programme.Year))
	if e.Through < indicators.MonthOf(e.Programme.FiscalYear().To) {
		f.Subtitle = b.word("year.so-far", "year", itoa(e.Programme.Year), "month", b.month(e.Through))
	}
	f.Money = b.moneyBlock()
	b.rows()
	b.total()
	b.finish()
	return f, nil
}

// Monitoring fills in 绩效目标执行监控表 for an assignment, by its id with or without
// the programme's. The error is a problem: form-assignment-unknown, or form-before-year
// when no month of the fiscal year is evaluated.
func Monitoring(e *engine.Evaluation, assignment string, l indicators.Language) (*Form, error) {
	b, err := newFormBuilder(e, assignment, l, MonitoringForm)
	if err != nil {
		return nil, err
	}
	first := indicators.MonthOf(e.Programme.FiscalYear().From)
	if e.Through < first {
		return nil, &indicators.Problem{Code: "form-before-year", Args: indicators.Args{"through": e.Through.String(), "first": first.String()}}
	}
	f := b.form
	f.Months = b.months(first, min(e.Through, first+11))
	f.Subtitle = b.word("months.of", "year", itoa(e.Programme.Year), "months", f.Months)
	f.Money = b.moneyBlock()
	b.rows()
	f.Light = b.light(b.result.Light)
	b.finish()
	return f, nil
}

// Check lists what the form demands and nobody has reported: first what concerns the
// whole, then the money, then indicator by indicator. The place is the form's name. A
// warning leaves a cell empty; a note says what was supplied instead.
func (f *Form) Check() []*indicators.Problem { return f.open }

// Name is the file name of the form, without extension:
// self-evaluation-survey-440100.
func (f *Form) Name() string {
	parts := strings.Split(f.Assignment, "/")
	return string(f.Kind) + "-" + strings.Join(parts[max(0, len(parts)-2):], "-")
}

// FormAssignments lists the ids of the assignments that a scope holds, in published
// order: one form each.
func FormAssignments(e *engine.Evaluation, scope Scope) []string {
	b := &builder{e: e, scope: scope}
	var out []string
	for _, a := range e.Assignments {
		if b.covers(a) {
			out = append(out, a.Assignment.ID)
		}
	}
	return out
}
