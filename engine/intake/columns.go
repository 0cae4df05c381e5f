package intake

import (
	"strings"

	"golang.org/x/text/width"

	"yardstick/indicators"
)

// column is what a column of the file holds.
type column string

// The columns. Of indicator, project and region as many are needed as name one
// indicator; period and value always.
const (
	indicatorColumn column = "indicator"
	regionColumn    column = "region"
	projectColumn   column = "project"
	partColumn      column = "part"
	periodColumn    column = "period"
	valueColumn     column = "value"
	unitColumn      column = "unit"
	noteColumn      column = "note"
	reasonColumn    column = "reason"
	sourceColumn    column = "source"
)

// headings are what people call the columns, in the form that plain gives.
var headings = map[column][]string{
	indicatorColumn: {"指标", "指标编号", "指标id", "编号", "指标名称", "三级指标", "indicator", "indicatorid", "indicatorname", "id", "name"},
	regionColumn:    {"地区", "地市", "城市", "市", "地区名称", "地区代码", "行政区划", "region", "city", "regioncode"},
	projectColumn:   {"项目", "项目名称", "项目编号", "project", "projectid"},
	partColumn:      {"分项", "部分", "part"},
	periodColumn:    {"填报期", "期间", "月份", "填报月份", "年月", "时间", "period", "month"},
	valueColumn:     {"实际完成值", "完成值", "实际值", "实际", "数值", "值", "完成情况", "value", "actual", "actualvalue"},
	unitColumn:      {"单位", "计量单位", "unit", "units"},
	noteColumn:      {"备注", "说明", "note", "notes", "remark", "remarks", "comment"},
	reasonColumn:    {"更正理由", "更正原因", "理由", "原因", "reason", "correctionreason"},
	sourceColumn:    {"来源", "数据来源", "佐证", "佐证材料", "source", "evidence"},
}

var columnOf = func() map[string]column {
	out := map[string]column{}
	for name, words := range headings {
		for _, word := range words {
			out[word] = name
		}
	}
	return out
}()

// plain folds a heading or a name for comparison: half-width, lower case,
// without white space and underscores.
func plain(s string) string {
	s = strings.ToLower(width.Narrow.String(s))
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '_' || r == '-' || r == '\u3000' || r == '\u00a0' || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}

// heading names the column of a heading, with its unit or remark in brackets
// left out: 完成值（家次） is 完成值.
func heading(s string) (column, bool) {
	s = plain(s)
	if name, ok := columnOf[s]; ok {
		return name, true
	}
	if i := strings.IndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		name, ok := columnOf[s[:i]]
		return name, ok
	}
	return "", false
}

// separators are tried in this order; the one that finds most columns wins.
var separators = []rune{',', ';', '\t'}

// separatorOf finds what the first line is separated by.
func separatorOf(first string) rune {
	best, most := separators[0], 0
	for _, separator := range separators {
		known := 0
		for _, field := range strings.Split(first, string(separator)) {
			if _, ok := heading(strings.Trim(strings.TrimSpace(field), `"`)); ok {
				known++
			}
		}
		if known > most {
			best, most = separator, known
		}
	}
	return best
}

// readHeader maps the columns of the file. A heading that is not known is said
// and its column left out; one that stands twice, or a column that is wanted and
// not there, refuses the file.
func (f *file) readHeader(row record) {
	f.columns = make([]column, len(row.fields))
	seen := map[column]bool{}
	var ignored []string
	for i, text := range row.fields {
		name, ok := heading(text)
		switch {
		case !ok:
			if strings.TrimSpace(text) != "" {
				ignored = append(ignored, strings.TrimSpace(text))
			}
		case seen[name]:
			f.problem(row, i, "import-column-twice", indicators.Args{"column": strings.TrimSpace(text)})
		default:
			seen[name], f.columns[i] = true, name
			if name == valueColumn {
				f.unit = unitOf(text)
			}
		}
	}
	for _, wanted := range []column{indicatorColumn, periodColumn, valueColumn} {
		if !seen[wanted] {
			f.problem(row, -1, "import-column-wanted", indicators.Args{"column": headings[wanted][0], "english": string(wanted), "found": strings.Join(row.fields, " | ")})
		}
	}
	if len(ignored) > 0 && len(f.problems) == 0 {
		f.remark(row, "import-columns-ignored", indicators.Args{"columns": strings.Join(ignored, ", ")})
	}
}
