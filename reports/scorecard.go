package reports

import (
	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// Scorecard is an evaluation laid out for a reader, in one language. Texts are
// ready to be placed; lengths and positions are in ten-thousandths of the space
// they are drawn in, from the left or from the bottom ([Share]). A nil or empty
// part is not printed at all.
type Scorecard struct {
	Language indicators.Language
	Scope    Scope
	Head     Head
	Answer   Answer
	Money    Money
	// Sections are the indicator tables, one an assignment, in published order. When
	// Compact is set (a project in many regions, the programme) they are too many for
	// paper: RollUp and Standings stand for them there, and the machine form and the
	// page still hold every row.
	Sections  []Section
	Compact   bool
	RollUp    *Section        // the regions' figures added up, a row an indicator
	Standings []StandingTable // of a programme its projects and its cities; of a project its regions
	Trends    []Trend         // figures by month; the first is the one to draw large
	Ranking   *Ranking        // nil when there is nobody to compare with
	Tiles     *TileMap
	Heat      *HeatMap
	Radar     *Radar // nil when too little is evaluated for one
	Explain   Explanations
	Assumed   Assumptions
	Reconcile *Reconciliation
	Funding   *Funding
	Evidence  *Evidence // nil when no figure of the card has any
	// Observations are the entries behind the figures, those that count and those superseded.
	Observations []Observation
	Basis        Basis
	Legend       []Mark // every mark that a reader may meet, in the fixed order
	Labels       Labels
	Foot         Foot
}

// Share is a length or a position in ten-thousandths of the space drawn in: 0–10000.
type Share int

// Whole is the full length.
const Whole Share = 10000

// Figure is a number twice: exact in its unit, and as people read it. Value is nil
// when there is no figure; Text then says why (未报), or is empty.
type Figure struct {
	Value *indicators.Value
	Text  string
}

// Score is a number of points in hundredths, and as people read it.
type Score struct {
	Value *indicators.Hundredths
	Text  string
}

// Head is what stands at the top: once large, and small on every page.
type Head struct {
	Programme string // running head, left: the programme's title
	Running   string // running head, right: 绩效记分卡 · 截至2021年10月
	Title     string // 广州市, 工艺美术资金, or the programme's title
	Original  string // in English: the title as published; else empty
	Subtitle  []string
	// Standing is official or provisional, and StandingText the words for it. Stamps
	// stand on every page: made-up actuals, provisional figures. They may be empty.
	Provisional  bool
	Illustrative bool
	StandingText string
	Stamps       []string
	Period       string // 评价期 2020年11月至2021年10月 … 截至2021年10月
	AsOf         string // 评价时点 2021-10-31 23:59（Asia/Shanghai）
	Note         string // the programme's own note to every reader; may be empty
}

// Answer is what a reader came for, first.
type Answer struct {
	Title     string // 综合得分（满分100）
	Scored    bool
	Score     Score // text "—" when nothing is evaluated yet
	Grade     string
	GradeWord string // 优; empty below the method's minimum coverage or unscored
	GradeNote string // why there is no grade; empty when there is one
	Coverage  Figure // percent: 覆盖率 100%
	CoverText string // 权重覆盖率 100%
	Change    string // 较上期 +1.20; empty without a period before
	Light     Light  // of its slowest row; the words say so
	Bands     []Band // of the scale 0–100, from the left
	Marker    Share  // the score's place on it
	CountsOf  string // 指标结论
	Counts    []Count
	CountNote string // 共 12 项，一个图形代表一项
	// CountTotal stands for CountNote where there are too many for a shape each.
	CountTotal string // 共 142 项
	TermsOf    string // 项目周期指标; empty without whole-term targets
	Terms      []Count
	Sentences  []string // what matters, one or two sentences
	Parts      Composition
}

// Band is a stretch of the scale of grades.
type Band struct {
	From, To  Share
	Grade     string
	Word      string // 优
	FromLabel string // 90: printed at From
}

// Count is how many targets stand in one way. Those that are none are left out,
// except met.
type Count struct {
	Mark   Mark
	Number int
	Text   string // "8"
}

// Composition shows what the score is made of: the blocks of each assignment, the
// projects of a programme, or how many regions have which grade.
type Composition struct {
	Title  string // 得分构成
	Groups []PartGroup
}

// PartGroup is the bars under one heading.
type PartGroup struct {
	Title string // 任务1; empty when there is only one group
	Total string // 98.20 分; may be empty
	Bars  []Bar
}

// Bar is a named length with its text at the end.
type Bar struct {
	Name   string // 产出
	Length Share
	Text   string // 48.59 / 50
	Known  bool   // false: nothing evaluated; the bar is drawn empty and Text says why
}

// Shape says how a mark is drawn; with its word it tells states apart without colour.
type Shape string

// The shapes, in the order in which they are counted.
const (
	ShapeMet           Shape = "met"            // filled circle, check mark
	ShapePartlyMet     Shape = "partly_met"     // circle, half filled
	ShapeNotMet        Shape = "not_met"        // filled triangle, exclamation mark
	ShapeMissing       Shape = "missing"        // dashed circle, question mark
	ShapeInProgress    Shape = "in_progress"    // open circle, filled triangle to the right
	ShapeNotYetDue     Shape = "not_yet_due"    // circle, clock hands
	ShapeNotApplicable Shape = "not_applicable" // circle, horizontal bar
	ShapeAccepted      Shape = "accepted"       // diamond, check mark
	ShapeNone          Shape = ""               // nothing is drawn
)

// Mark is a shape with its word.
type Mark struct {
	Shape Shape
	Word  string // 达成
}

// Light is a pace light with its word; drawn as a shape too: red ▼, yellow ◆,
// green ●, blue ▲.
type Light struct {
	Light scoring.Light
	Word  string // 进度正常
}

// Labels are the words of headings and columns.
type Labels struct {
	Money, MoneyNote               string // 资金 · 万元；下达与截至评价时点的支出
	Indicators, IndicatorsNote     string // 指标 · 目标按公布原文；黑线为目标
	Name, Target, Actual, Progress string // columns of the indicator table
	TargetTick, Trend, Points      string
	Annual, Term                   string // 当年度, 项目周期
	TermShort                      string // 周期, before a whole-term target
	RollUp                         string // 各地合计
	Goal                           string // 总体绩效目标
	Process                        string // 过程与位置
	Explain, ExplainNote           string // 需要说明的指标 · 结论、依据与算式
	ExplainNone                    string // 没有需要说明的指标。
	Reading                        string // 读法与算式: how a target was read and scored
	Completion                     string // 各项完成率, 目标为 100%
	Assumed                        string // 读取目标时的约定
	Reconcile                      string // 对账
	Funding                        string // 资金安排
	Basis                          string // 评分依据
	LegendBullet                   string // 条 实际，竖线 目标；底色 60% / 80% / 130%
	LegendGap                      string // 该期未报
	MissingBar                     string // 未报，不以 0 展示
	NotAvailable                   string // —
	Beside                         string // between short remarks side by side: spaces, where words hold spaces a sign
	TableOf                        string // 数据表: the table beneath a chart
}

// Foot is what every page ends with.
type Foot struct {
	Fingerprint string   // 64 hex digits
	Origin      Origin   // the same for programs, written into the file's metadata
	Short       string   // the first 12
	Lines       []string // printed left, under one another; the page number stands right
	Method      string   // mof-2020@1
	Definition  string   // gd-2021 v1
	Through     string   // 2021-10
	AsOf        string   // 2021-10-31T23:59:59.999999999+08:00
	ChainHead   string   // hash of the audit chain's last link, empty when there is none
	ChainCount  int64
}

// Basis says by which method the points were given.
type Basis struct {
	Paragraphs []string
}
