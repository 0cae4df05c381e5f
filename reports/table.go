package reports

import (
	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// Section is the indicator table of one assignment, or a roll-up over regions.
type Section struct {
	ID         string // the assignment's, or the project's of a roll-up
	Project    string // id
	Region     string // code
	RegionName string // 广州
	Number     string // 任务1; empty when the scorecard has only one
	Title      string // the project's title; in a project's scorecard the region
	Original   string // in English: the title as published; else empty
	Note       string // 约束性任务 · 2020年11月至2021年10月
	Goal       string // 总体绩效目标, as published
	Workload   string // 工作量 9960 家次; may be empty
	Undertaker string
	Score      Score
	Grade      string
	GradeWord  string
	Coverage   Figure
	Blocks     []Block
	Counts     []Count
	Rows       []Row
}

// Block is one block of the method with its points.
type Block struct {
	ID                        string // execution, output, benefit, satisfaction
	Name                      string
	Points, Evaluated, Weight indicators.Hundredths
	Bar                       Bar
}

// Row is one indicator.
type Row struct {
	ID         string
	Region     string // code
	RegionName string // 广州
	Name       string // as published; on an indicator's scorecard the region
	// Published is the indicator's name as published, whatever the row is called.
	Published string
	Category  string // as published: 产出/数量指标
	Short     string // 产出/数量
	Unit      string
	State     engine.State // of the annual target, else of the whole-term one
	Mark      Mark
	Lines     []Line   // a target each, annual first
	Series    []Period // figures by period, through the period evaluated
	Spark     *Spark   // the same drawn; nil when there are fewer than two or they are no numbers
	Note      int      // number of its explanation; 0 when there is none
	NoteText  string   // "①" or "[1]"
	RollUp    string   // of a roll-up: how the regions became one figure; else empty
	Evidence  int      // how many files and links back its figures, each figure's counted
}

// Period is one period's figure.
type Period struct {
	Period indicators.Period
	JSON   string // as in [Actual]; null for a gap
	Text   string // as printed; 未报 for a gap that should have been reported
	Known  bool
	Due    bool
}

// Line is one target of a row.
type Line struct {
	Horizon    indicators.Horizon
	Text       string // the target as published
	Shown      string // with what a reader needs before it: 周期 ≥30
	Expr       string // actual >= 9960
	Says       string // what the text was read as, in words
	State      engine.State
	Verdict    rules.Verdict
	Mark       Mark
	Early      bool // decided before its due date
	Actual     Actual
	Bullet     *Bullet // of a number against a number; nil otherwise
	Chips      []Chip  // of yes/no, grades and tiers: the rungs, low to high
	Completion Figure  // actual as a percentage of the target; Value nil where that means nothing
	Points     Score   // Value nil when the target is not in the score
	Weight     Score   // Value nil for a whole-term target
	PointsText string  // 15.26 / 16.67, or — / 16.67
	Derivation string  // 15.26 = 16.67 × 9120 ÷ 9960; empty when nothing was scored
	Formula    string  // the derivation's code
	Evaluated  bool
	Light      Light
	LightOf    scoring.Light
	Over       bool
	Due        string // 2021-10-31; empty when no end is known
	DueSource  indicators.DueSource
	DueText    string // 2021-10-31 到期（按财年末评价）, or 未注明
	Assumed    []string
	Reason     string
	Remedy     string
	Declared   string // reason of 不适用 or of an accepted deviation
	Until      string // of an accepted deviation: its expiry
	Problem    string // why no verdict could be reached
	Parts      []Part // of a compound
}

// Actual is what was achieved, as machines and as people read it.
type Actual struct {
	// JSON is a number in the unit, true or false, a date "2021-12-15", the word of
	// a grade, or null: ready to be written.
	JSON string
	// Partial is the same for a figure that does not decide: some periods are not reported.
	Partial string
	Text    string // 9,120, 是, 良好, 未报, 未到期; never 0 for what was not reported
	Note    string // beneath it: 已报 8,360，缺 2021-03; 截至 2021-09; may be empty
	Known   bool   // Text is a figure, not the word of a state
	Unit    string
}

// Part is one line of a compound target.
type Part struct {
	Label  string
	Text   string // the condition in words
	Actual Actual
	Mark   Mark
}

// Money is budget and spending.
type Money struct {
	Unit string // 万元
	Rows []MoneyRow
}

// MoneyRow is the money of an assignment or a project, or their total.
type MoneyRow struct {
	ID         string
	Number     string // 任务1; may be empty
	Name       string
	Total      bool
	State      engine.State
	Initial    Figure // 年初预算数
	Budget     Figure // 全年预算数
	Spent      Figure // 执行数 through the period; 未报 when none was reported
	Rate       Figure // percent
	BudgetText string // 下达 150
	SpentText  string // 支出 144.2
	Points     Score
	Weight     Score
	PointsText string
	Barred     bool  // false of a sum of rows above it: it would need a scale of its own
	BudgetBar  Share // both against the largest budget of the table
	SpentBar   Share
	Light      Light
	Sources    []MoneySource
}

// MoneySource is one source of the money (财政拨款, 上年结转, 其他).
type MoneySource struct {
	Source                 string // fiscal, carryover, other
	Name                   string
	Initial, Budget, Spent Figure
}

// StandingTable compares projects or regions.
type StandingTable struct {
	ID    string // projects or regions
	Title string
	Note  string
	Heads StandingHeads
	Rows  []StandingRow
}

// StandingHeads are the columns of a [StandingTable].
type StandingHeads struct {
	Name, Funds, Spent, Score, Coverage, Counts string
}

// StandingRow is one project or region.
type StandingRow struct {
	ID        string
	File      string // name of its own scorecard without extension; empty when it has none
	Name      string
	Original  string // in English: as published
	Funds     Figure
	Rate      Figure // of spending, percent
	Score     Score  // "—" when nothing is evaluated
	Grade     string
	GradeWord string
	Coverage  Figure
	Bar       Share // score ÷ 100
	Counts    []Count
	Light     Light
}

// Funding is the money as the document hands it out, a line each.
type Funding struct {
	Heads []string // 承担单位, 支持内容, 金额（万元）
	Rows  []FundingRow
	Total Figure
	Label string // 合计
}

// FundingRow is one amount for one undertaker.
type FundingRow struct {
	Undertaker, Title string
	Amount            Figure
	Remark            string
}
