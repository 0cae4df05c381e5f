package indicators

// Assignment is a project in a region (任务): what a scorecard's tables are made of.
type Assignment struct {
	ID         string // gd-2021/survey/440100
	Project    *Project
	Region     string // GB/T 2260 code
	Goal       string // its own 总体目标 where published; else the project's counts
	Lines      []FundingLine
	Workload   Workload
	Window     Window // 完成时限; the fiscal year when the document states none
	WindowText string // 2020年11月至2021年10月, as published
	Nature     string // 约束性任务 / 指导性任务, as published; empty when not stated
	Task       string // 工作任务名称, as published
	Require    string // 任务要求/目标, as published
	Means      string // 实施方式, as published
	Standard   string // 实施标准, as published
	Indicators []*Indicator
	At         Place
}

// FundingLine is one amount for one undertaker (承担单位).
type FundingLine struct {
	Undertaker string
	Title      string
	Amount     Value  // in 万元
	Text       string // as published
	Remark     string
	At         Place
}

// Workload is a quantity or a text: 国家招投标合同里规定的当年任务量.
type Workload struct {
	Text   string // as published
	Amount Value  // when Counted
	Unit   string
	// Counted is false for a workload stated in words, or not stated.
	Counted bool
}

// Funds is the sum of the funding lines, in 万元: the 年初预算数 until another is reported.
func (a *Assignment) Funds() Value {
	var sum Value
	for _, line := range a.Lines {
		sum += line.Amount
	}
	return sum
}

// MoneyID is the key under which the assignment's budget and spending are reported.
func (a *Assignment) MoneyID() string { return a.ID + "/" + MoneyLocal }

// MoneyLocal is the last part of the id of the built-in money line.
const MoneyLocal = "money"
