package reports

import "yardstick/indicators"

// Bullet is a bar of the actual against a tick at the target, on a track of its
// own scale. A floor's track ends at 130 % of the target, with pale bands ending
// at 60 % and 80 %; a ceiling has no bands, and what lies beyond its tick is too much.
type Bullet struct {
	Bar      Share   // length of the actual
	Known    bool    // false: an empty hatched track with Word in it, never a bar of length 0
	Beyond   bool    // the actual leaves the track: an arrow at its end
	Ticks    []Share // the target; both ends of a range
	Bands    []Share // where pale bands end, from the left; may be empty
	Ceiling  bool
	Word     string // 未报，不以 0 展示; of an unknown one
	Shape    Shape  // of the verdict: chooses the bar's colour
	Thin     bool   // the second line of a row (whole term)
	Scale    string // what the end of the track is: 130%
	Describe string // for those who cannot see it: 实际 9,120，目标 9960，完成 91.57%
}

// Chip is a rung of a scale, or yes and no.
type Chip struct {
	Word   string
	Chosen bool // the actual
	Target bool // the target's rung
	Shape  Shape
}

// Spark is the trend of the figures by period. Known points are joined, also over
// periods that asked for no figure; a gap that should have been reported breaks the
// line and is marked ×.
type Spark struct {
	Points   []SparkPoint
	Describe string
}

// SparkPoint is one period.
type SparkPoint struct {
	Period indicators.Period
	X, Y   Share // Y from the bottom; of a gap 0 and not to be drawn as a value
	Known  bool
	Due    bool // of a gap: it should have been reported
	Text   string
}

// Trend is one indicator's figures by month, with its target.
type Trend struct {
	ID        string // of the indicator
	Title     string // 企业数据采集量（家次）
	Subtitle  string // 任务1 · 逐月与累计，对照时间进度
	Unit      string
	Mark      Mark
	Summed    bool // bars by month add up to the actual; else each stands for itself
	Ceiling   bool
	Points    []TrendPoint
	Target    Share // height of the target line
	TargetOf  *indicators.Value
	TargetTop string // 目标 9,960
	Axis      []AxisTick
	Top       indicators.Value // where the axis ends
	Total     string           // the actual, printed at the last bar
	Note      string           // 深色 当月，浅色 累计 9,120，虚线 时间进度
	Heads     TrendHeads
}

// TrendHeads name the columns of a trend's table.
type TrendHeads struct {
	Period, Value, Running, Pace string
}

// TrendPoint is one month of a trend.
type TrendPoint struct {
	Period  indicators.Period
	Label   string // 11
	Value   Figure // 未报 for a gap that was due, empty for one that was not
	Running Figure // the sum so far; Value nil when nothing was reported so far or the trend is not summed
	Pace    Figure // target × months gone ÷ months; Value nil when it is not prorated
	Known   bool
	Due     bool
	// Heights against the axis.
	Bar, Sum, PaceAt Share
}

// AxisTick is a mark of an axis.
type AxisTick struct {
	At   Share
	Text string
}

// Ranking is a dot plot of the regions, best first; those without a figure stand
// last, without a dot. Ties keep the published order.
type Ranking struct {
	Title  string // 全省21市：企业数据采集量完成率
	Note   string // 实心 达到目标，空心 低于目标；并列按公布顺序
	Items  []RankItem
	Tick   Share  // where the target is; 0 and Target empty when there is none
	Target string // 目标
	Axis   []AxisTick
	// Low and High are where the axis begins and ends.
	Low, High indicators.Value
	Heads     RankHeads
}

// RankHeads name the columns of a ranking's table.
type RankHeads struct {
	Place, Name, Value string
}

// RankItem is one region.
type RankItem struct {
	Region  string // code
	Place   int    // from 1; the same for equal figures; 0 when not ranked
	Number  string
	Name    string
	Value   Figure // 91.6%, or 未报
	At      Share
	Known   bool
	Reached bool // at or above the target: a filled dot
	Subject bool // the scorecard's own region: emphasised
	Mark    Mark
}

// TileMap is a map of the regions as equal tiles.
type TileMap struct {
	Title         string
	Rows, Columns int
	Tiles         []Tile
	Legend        []TileLevel
}

// Tile is one region on a [TileMap].
type Tile struct {
	Region      string
	Row, Column int // from 0
	Name        string
	Value       Figure
	Level       Level
	Subject     bool
}

// TileLevel explains a level of a tile map or heat map.
type TileLevel struct {
	Level Level
	Text  string // ≥80
}

// Level orders the shades of tiles and cells.
type Level string

// The levels. The last four are not values and are never shaded like one.
const (
	LevelReached Level = "reached" // palest: nothing to do
	LevelNear    Level = "near"    // 80 % or more
	LevelFar     Level = "far"     // 60 % or more
	LevelLow     Level = "low"     // below; darkest
	LevelMissing Level = "missing" // hatched, with the word
	LevelOpen    Level = "open"    // in progress or not yet due
	LevelExempt  Level = "exempt"  // not applicable
	LevelNone    Level = "none"    // the region has no such indicator: left blank
)

// HeatMap is regions by indicators.
type HeatMap struct {
	Title   string
	Note    string
	Columns []HeatColumn
	Rows    []HeatRow
	Legend  []TileLevel
}

// HeatColumn is one indicator.
type HeatColumn struct {
	ID    string // local: survey/collected
	Name  string // as published
	Short string // shortened at a natural place, for narrow columns
	Group string // the project, printed above columns that share it
}

// HeatRow is one region.
type HeatRow struct {
	Region  string
	Name    string
	Cells   []HeatCell // as many as columns
	Subject bool
}

// HeatCell is one indicator of one region.
type HeatCell struct {
	Level Level
	Text  string // 91.6, 是, 未报
	Mark  Mark
	Value Figure // the completion in percent, where that means something
}
