package load

import "sync"

// shape says what may stand under a key.
type shape int

const (
	textShape       shape = iota // any text, kept as typed
	idShape                      // lower-case letters, digits and hyphens
	wholeShape                   // a whole number
	amountShape                  // a decimal number, 万元 and 元 understood where money is meant
	truthShape                   // 是 or 否
	dateShape                    // 2021-10-31, 2021年10月底前
	choiceShape                  // one of the key's choices
	textsShape                   // a text or a list of texts
	objectShape                  // a mapping of the key's object
	listShape                    // a list of the key's object; one may stand without the list
	categoryShape                // categories, each with its indicators
	targetShape                  // a text, or a mapping of the key's object
	regionShape                  // regions by name, each with the key's object
	tableShape                   // a header row and a row a region
	regionListShape              // a region, or a list of regions
)

// key is one key of a definition: what it is called in English and Chinese,
// what may stand under it, and what it means.
type key struct {
	name     string   // English, and the name used in this package
	zh       string   // as our own definitions write it
	also     []string // further spellings
	shape    shape
	of       *object
	choices  []choice
	required bool
	docZH    string
	docEN    string
}

// choice is a word of ours with the words that definitions may use for it.
type choice struct {
	value string
	words []string
}

// object is a mapping with known keys.
type object struct {
	name string
	keys []key

	once   sync.Once
	byWord map[string]*key // by every spelling, folded
}

// definition describes a whole file: this table is what the reader accepts and
// what the JSON Schema says.
var definition = &object{name: "definition", keys: []key{
	{name: "programme", zh: "专项", also: []string{"政策任务", "专项资金", "program"}, shape: objectShape, of: programmeObject,
		docZH: "政策任务的总说明；一套定义里只写一次", docEN: "the programme as a whole; stands once among all files"},
	{name: "projects", zh: "项目", also: []string{"project"}, shape: listShape, of: projectObject,
		docZH: "一个项目，或项目的列表", docEN: "a project, or a list of projects"},
}}

var programmeObject = &object{name: "programme", keys: []key{
	{name: "id", zh: "编号", shape: idShape, required: true, docZH: "简短而固定的编号，如 gd-2021", docEN: "a short id that never changes, such as gd-2021"},
	{name: "title", zh: "名称", also: []string{"标题"}, required: true, docZH: "公布的名称", docEN: "the title as published"},
	{name: "title_en", zh: "英文名称", docZH: "给英文读者的译名", docEN: "a translation for readers of English"},
	{name: "year", zh: "年度", also: []string{"预算年度"}, shape: wholeShape, required: true, docZH: "预算年度；没有写年份的日期属于这一年", docEN: "the fiscal year; a date without a year belongs to it"},
	{name: "fiscal_start", zh: "财年首月", shape: wholeShape, docZH: "财年从几月开始，默认1", docEN: "first month of the fiscal year, 1 unless stated"},
	{name: "zone", zh: "时区", also: []string{"time_zone", "timezone"}, docZH: "默认 Asia/Shanghai", docEN: "IANA name, Asia/Shanghai unless stated"},
	{name: "method", zh: "评分方法", docZH: "评分方法及版本，默认 mof-2020@1", docEN: "scoring method and version, mof-2020@1 unless stated"},
	{name: "total", zh: "资金总额", shape: amountShape, docZH: "公布的合计（万元），用来核对", docEN: "the published total in 万元, to check the sums against"},
	{name: "source", zh: "来源", shape: objectShape, of: sourceObject, docZH: "这些定义出自哪份文件", docEN: "the document the definitions were taken from"},
	{name: "note", zh: "说明", docZH: "印在每张记分卡上的话", docEN: "printed on every scorecard"},
	{name: "illustrative", zh: "示例数据", shape: truthShape, docZH: "实际完成值是虚构的，每页都注明", docEN: "the actuals are made up, and every page says so"},
	{name: "frequency", zh: "填报频率", shape: choiceShape, choices: frequencies, docZH: "默认每月", docEN: "how often figures are reported, month unless stated"},
	{name: "due_day", zh: "填报截止日", shape: wholeShape, docZH: "下月几日前填报，默认3", docEN: "day of the next month by which figures are due, 3 unless stated"},
	{name: "grace_days", zh: "宽限天数", shape: wholeShape, docZH: "默认0", docEN: "0 unless stated"},
	{name: "reporting", zh: "填报方式", shape: choiceShape, choices: reportings, docZH: "当期数，或累计数", docEN: "figures of each period, or totals so far"},
	{name: "regions", zh: "地区", shape: regionListShape, of: regionObject, docZH: "省的名称，或参加地区的列表", docEN: "the province, or the list of regions that take part"},
	{name: "order", zh: "项目顺序", shape: textsShape, docZH: "项目编号，按公布的顺序", docEN: "ids of projects in published order"},
	{name: "reconcile", zh: "核对", shape: listShape, of: reconcileObject, docZH: "省的数与各市之和应当一致之处", docEN: "where the province's figure should agree with a sum"},
	{name: "schedules", zh: "计划", also: []string{"schedule"}, shape: listShape, of: scheduleObject, docZH: "按时自动制作的记分卡", docEN: "scorecards that are made by themselves, and when"},
}}

var scheduleObject = &object{name: "schedule", keys: []key{
	{name: "name", zh: "名称", required: true, docZH: "计划的名称，如 月报", docEN: "what the schedule is called"},
	{name: "cron", zh: "时间", required: true, docZH: "cron 表达式：分 时 日 月 星期，日写 L 为月末；如 0 8 5 * *", docEN: "cron expression: minute, hour, day of month (L is the last), month, day of week"},
	{name: "zone", zh: "时区", docZH: "默认为专项的时区", docEN: "IANA name, the programme's unless stated"},
	{name: "scopes", zh: "范围", shape: textsShape, docZH: "全部、专项、各项目、各市，或项目编号、城市；默认全部", docEN: "all, programme, projects, cities, ids of projects, codes or names of cities; all unless stated"},
	{name: "formats", zh: "格式", shape: textsShape, docZH: "pdf、html、xlsx、json、csv；默认 pdf", docEN: "pdf, html, xlsx, json, csv; pdf unless stated"},
	{name: "language", zh: "语言", shape: choiceShape, choices: languages, docZH: "默认中文", docEN: "Chinese unless stated"},
	{name: "period", zh: "截至", docZH: "上月、本月，或固定的月份；默认上月", docEN: "previous or this month, or one month; previous unless stated"},
	{name: "folder", zh: "文件", docZH: "文件名的样式，默认 {programme}/{period}/{scope}", docEN: "pattern of the files' names, {programme}/{period}/{scope} unless stated"},
	{name: "mail", zh: "邮件", shape: objectShape, of: mailObject, docZH: "寄给谁", docEN: "who gets them by mail"},
	{name: "webhook", zh: "通知网址", docZH: "每次运行后通知的网址", docEN: "the address that is told of each run"},
	{name: "catch_up", zh: "补做", shape: choiceShape, choices: catchUps, docZH: "停机期间漏掉的：全部、最近一次、不补；默认全部，有邮件时最近一次", docEN: "which missed runs are made afterwards: all, latest, none; all unless there is mail, then latest"},
	{name: "retries", zh: "重试次数", shape: wholeShape, docZH: "默认5", docEN: "how often a file that failed is tried again, 5 unless stated"},
	{name: "hold_days", zh: "等候审核天数", shape: wholeShape, docZH: "等填报单全部审核，最多等几天；默认不等", docEN: "days to wait at most for the approval of every sheet; none unless stated"},
}}

var mailObject = &object{name: "mail", keys: []key{
	{name: "to", zh: "收件人", shape: textsShape, docZH: "收到全部记分卡的地址", docEN: "addresses that get every scorecard"},
	{name: "by_scope", zh: "各范围", shape: listShape, of: recipientObject, docZH: "只收到一个项目或城市的地址", docEN: "addresses that get one project's or city's"},
}}

var recipientObject = &object{name: "recipient", keys: []key{
	{name: "scope", zh: "范围", required: true, docZH: "项目编号或城市", docEN: "id of a project, code or name of a city"},
	{name: "to", zh: "收件人", shape: textsShape, required: true, docZH: "地址", docEN: "addresses"},
}}

var sourceObject = &object{name: "source", keys: []key{
	{name: "title", zh: "标题", also: []string{"名称"}, docZH: "文件标题", docEN: "title of the document"},
	{name: "file", zh: "文件", docZH: "文件名", docEN: "name of the file"},
	{name: "url", zh: "网址", docZH: "公布的网址", docEN: "where it was published"},
}}

var reconcileObject = &object{name: "reconciliation", keys: []key{
	{name: "indicator", zh: "指标", shape: textShape, required: true, docZH: "省的指标，如 monitoring/440000/approved", docEN: "the parent's indicator, such as monitoring/440000/approved"},
	{name: "with", zh: "合计项", required: true, docZH: "相加的指标，如 survey/*/collected", docEN: "the indicators that are added up, such as survey/*/collected"},
}}

var regionObject = &object{name: "region", keys: []key{
	{name: "code", zh: "代码", shape: textShape, required: true, docZH: "地区代码", docEN: "code of the region"},
	{name: "name", zh: "名称", required: true, docZH: "地区名称", docEN: "name of the region"},
	{name: "name_en", zh: "英文名称", docZH: "英文名称", docEN: "name in English"},
	{name: "parent", zh: "上级", docZH: "上级地区的代码", docEN: "code of the region above it"},
}}

var projectObject = &object{name: "project", keys: append([]key{
	{name: "id", zh: "编号", shape: idShape, required: true, docZH: "简短而固定的编号，如 survey", docEN: "a short id that never changes, such as survey"},
	{name: "title", zh: "名称", also: []string{"项目名称"}, required: true, docZH: "公布的项目名称", docEN: "the title as published"},
	{name: "title_en", zh: "英文名称", docZH: "给英文读者的译名", docEN: "a translation for readers of English"},
	{name: "department", zh: "主管部门", docZH: "主管部门", docEN: "the department in charge"},
	{name: "policy", zh: "政策依据", docZH: "政策依据", docEN: "the policies it rests on"},
	{name: "content", zh: "支出内容", docZH: "支出内容", docEN: "what the money is for"},
	{name: "total", zh: "资金需求", also: []string{"资金合计"}, shape: amountShape, docZH: "公布的资金需求（万元），用来核对", docEN: "the published amount in 万元, to check the sum against"},
	{name: "term_window", zh: "项目起止", docZH: "整个项目周期，如 2021年1月至2023年12月", docEN: "the whole period of the project"},
	{name: "task", zh: "任务", shape: objectShape, of: taskObject, docZH: "各地区相同的任务内容", docEN: "what is the same in all its regions"},
	{name: "assignments", zh: "各地", also: []string{"各市"}, shape: regionShape, of: assignmentObject, docZH: "地区，各有自己的任务和指标", docEN: "regions, each with its own attributes and indicators"},
	{name: "table", zh: "分配表", also: []string{"表"}, shape: tableShape, docZH: "表头一行，以下每个地区一行", docEN: "a header row, then a row for each region"},
}, assignmentKeys...)}

// assignmentKeys may stand at a project of the province itself, under 任务 for
// all regions, or at one region.
var assignmentKeys = []key{
	{name: "goal", zh: "总体绩效目标", also: []string{"总体目标"}, docZH: "照原文", docEN: "the overall goal as published"},
	{name: "funds", zh: "资金", also: []string{"资金安排"}, shape: listShape, of: fundsObject, docZH: "每笔资金一项", docEN: "one entry for each amount"},
	{name: "purpose", zh: "资金投入方向", docZH: "资金投入方向", docEN: "what the region's amount is called"},
	{name: "task_title", zh: "工作任务名称", docZH: "工作任务名称", docEN: "title of the task"},
	{name: "require", zh: "任务要求", docZH: "任务要求/目标", docEN: "what the task requires"},
	{name: "nature", zh: "任务性质", docZH: "约束性任务或指导性任务", docEN: "binding or guiding, as published"},
	{name: "means", zh: "实施方式", docZH: "实施方式", docEN: "how it is carried out"},
	{name: "standard", zh: "实施标准", docZH: "实施标准", docEN: "by which standard"},
	{name: "workload", zh: "工作量", docZH: "数量，或照原文的文字", docEN: "a quantity, or the text as published"},
	{name: "workload_unit", zh: "工作量单位", docZH: "工作量的单位", docEN: "unit of the workload"},
	{name: "window", zh: "完成时限", docZH: "如 2020年11月至2021年10月", docEN: "the span within which it is done"},
	{name: "indicators", zh: "绩效指标", also: []string{"指标"}, shape: categoryShape, of: indicatorObject, docZH: "类别，其下是指标", docEN: "categories, each with its indicators"},
}

var taskObject = &object{name: "task", keys: withoutIndicators(assignmentKeys)}

var assignmentObject = &object{name: "assignment", keys: assignmentKeys}

func withoutIndicators(keys []key) []key {
	return keys[: len(keys)-1 : len(keys)-1]
}

var fundsObject = &object{name: "funds", keys: []key{
	{name: "undertaker", zh: "承担单位", docZH: "承担单位", docEN: "who does the work"},
	{name: "title", zh: "名称", also: []string{"项目名称", "支持内容"}, docZH: "这笔资金的名称", docEN: "what the amount is called"},
	{name: "amount", zh: "金额", also: []string{"金额（万元）"}, shape: amountShape, required: true, docZH: "万元", docEN: "in 万元"},
	{name: "remark", zh: "备注", docZH: "备注", docEN: "remark"},
}}

var indicatorObject = &object{name: "indicator", keys: append([]key{
	{name: "id", zh: "编号", shape: idShape, docZH: "简短而固定的编号；改名时不变", docEN: "a short id; it stays when the name changes"},
	{name: "name", zh: "名称", also: []string{"三级指标"}, docZH: "三级指标名称；写在键上时不必重复", docEN: "the name, where it is not the key"},
	{name: "annual", zh: "当年度", also: []string{"目标", "指标值", "目标值", "当年度指标值", "年度指标值", "target", "targets"}, shape: targetShape, of: targetObject, docZH: "当年度指标值，照原文", docEN: "the year's target as published"},
	{name: "term", zh: "项目周期", also: []string{"项目周期指标值"}, shape: targetShape, of: targetObject, docZH: "项目周期指标值，照原文", docEN: "the whole term's target as published"},
	{name: "unit", zh: "单位", also: []string{"计量单位"}, docZH: "指标名称和指标值里都没有单位时写", docEN: "where neither name nor target holds it"},
	{name: "aggregation", zh: "汇总方式", shape: choiceShape, choices: aggregations, docZH: "各期数字怎样成为全年的数", docEN: "how the figures of periods become one"},
	{name: "reporting", zh: "填报方式", shape: choiceShape, choices: reportings, docZH: "当期数，或累计数", docEN: "figures of each period, or totals so far"},
	{name: "weight", zh: "分值", also: []string{"权重"}, docZH: "分值，最多两位小数", docEN: "points, with at most two decimals"},
	{name: "direction", zh: "指标方向", shape: choiceShape, choices: directions, docZH: "正向、反向或等于", docEN: "at least, at most or exactly"},
	{name: "tolerance", zh: "允许偏差", docZH: "如 5%，用于“约90%”这样的指标值", docEN: "such as 5%, for an approximate target"},
	{name: "baseline", zh: "基期值", docZH: "比较的基数", docEN: "the figure a change is measured against"},
	{name: "year_ago", zh: "上年值", docZH: "上年的数", docEN: "last year's figure"},
	{name: "rule", zh: "评价规则", docZH: "自己写的规则，如 actual >= target", docEN: "a rule written by hand"},
	{name: "value", zh: "计算公式", docZH: "由其他指标算出的指标", docEN: "formula of a derived indicator"},
	{name: "renamed_from", zh: "曾用名", shape: textsShape, docZH: "以前的名称", docEN: "names it had before"},
}, dueKeys...)}

var targetObject = &object{name: "target", keys: append([]key{
	{name: "text", zh: "指标值", also: []string{"目标", "目标值", "target"}, required: true, docZH: "照原文", docEN: "the target as published"},
}, dueKeys...)}

// dueKeys say by when a target is to be reached, and of which conditions it is
// made where its text alone does not say.
var dueKeys = []key{
	{name: "due", zh: "截止", also: []string{"截止日期"}, shape: dateShape, docZH: "截止日期", docEN: "the day at whose end it is judged"},
	{name: "window", zh: "期间", docZH: "计入哪段时间的数，如 2020年11月至2021年10月", docEN: "the days whose figures count"},
	{name: "assumed_window", zh: "推定期间", docZH: "文件没有写、由编制人推定的期间；lint 会列出", docEN: "a window that the document does not state; lint lists it"},
	{name: "parts", zh: "分项", shape: listShape, of: partObject, docZH: "由几个条件组成时，各写一项", docEN: "conditions that make up the target"},
	{name: "logic", zh: "分项关系", shape: choiceShape, choices: logics, docZH: "全部达到，或任一达到", docEN: "all, or any of the parts"},
}

var partObject = &object{name: "part", keys: []key{
	{name: "label", zh: "名称", docZH: "这个条件叫什么", docEN: "what the condition is called"},
	{name: "text", zh: "指标值", also: []string{"目标", "target"}, required: true, docZH: "照原文", docEN: "the condition as published"},
	{name: "unit", zh: "单位", docZH: "单位", docEN: "unit"},
}}

var (
	frequencies = []choice{{"month", []string{"每月", "月", "monthly"}}, {"quarter", []string{"每季度", "季", "季度", "quarterly"}},
		{"half-year", []string{"每半年", "半年", "half-yearly"}}, {"year", []string{"每年", "年", "yearly"}}}
	reportings   = []choice{{"by-period", []string{"当期", "当期数"}}, {"cumulative", []string{"累计", "累计数"}}}
	aggregations = []choice{{"sum", []string{"合计", "累加"}}, {"latest", []string{"最新", "期末"}}, {"ratio", []string{"比率", "分子分母"}},
		{"mean", []string{"平均"}}, {"max", []string{"最大"}}, {"min", []string{"最小"}}}
	directions = []choice{{"at_least", []string{"正向", "正向指标", "at least"}}, {"at_most", []string{"反向", "反向指标", "at most"}}, {"exactly", []string{"等于"}}}
	logics     = []choice{{"all", []string{"全部"}}, {"any", []string{"任一"}}}
	languages  = []choice{{"zh", []string{"中文", "汉语"}}, {"en", []string{"英文", "英语"}}}
	catchUps   = []choice{{"all", []string{"全部"}}, {"latest", []string{"最近", "最近一次"}}, {"none", []string{"不补"}}}
	truths     = []choice{{"yes", []string{"是", "true"}}, {"no", []string{"否", "false"}}}
)
