package load

import (
	"strconv"
	"strings"

	"yardstick/indicators"
)

// The columns of the official form.
const (
	formLevel1 = iota + 2
	formLevel2
	formName
	formTerm
	formAnnual
	formExtra // the first right of the printed area
)

var (
	formLabel = cellStyle{centred: true, ruled: true}
	formValue = cellStyle{ruled: true}
	formMore  = cellStyle{ruled: true, dim: true}
)

// form writes one assignment.
func (b *formBook) form(a *indicators.Assignment) {
	project := a.Project
	name := project.LocalID()
	region, _ := b.programme.Regions.ByCode(a.Region)
	if !project.Provincial {
		name += " " + region.Short()
	}
	b.begin(name, 8, 14, 18, 38, 18, 22)
	b.put(1, 1, formAnnual, 1, "项目支出绩效目标申报表", cellStyle{size: 16, bold: true, centred: true})
	b.put(2, 1, formAnnual, 1, "（"+strconv.Itoa(b.programme.Year)+"年度）", cellStyle{centred: true})
	b.row = 3
	b.head(a)
	b.goal(a)
	b.table(a)
	printed := b.row - 1
	b.more(a, region)
	b.details(a)
	b.print(printed, formAnnual)
}

func (b *formBook) head(a *indicators.Assignment) {
	b.put(b.row, 1, 2, 1, "项目名称", formLabel)
	b.put(b.row, 3, formAnnual, 1, a.Project.Title, formValue)
	b.height(b.row, a.Project.Title, 90)
	b.row++
	undertaker := ""
	if len(a.Lines) > 0 {
		undertaker = a.Lines[0].Undertaker
	}
	for _, line := range a.Lines {
		if line.Undertaker != undertaker {
			undertaker = ""
		}
	}
	b.put(b.row, 1, 2, 1, "主管部门", formLabel)
	b.put(b.row, 3, 4, 1, a.Project.Department, formValue)
	b.put(b.row, 5, 5, 1, "实施单位", formLabel)
	b.put(b.row, formAnnual, formAnnual, 1, undertaker, formValue)
	b.height(b.row, undertaker, 22)
	b.row++
	total := ""
	switch {
	case len(a.Lines) == 1:
		total = a.Lines[0].Text
	case len(a.Lines) > 1:
		total = a.Funds().String()
	}
	b.put(b.row, 1, 2, 3, "项目资金\n（万元）", formLabel)
	for i, money := range []struct{ label, text string }{{"年度资金总额", total}, {"其中：财政拨款", ""}, {"其他资金", ""}} {
		b.put(b.row+i, 3, 3, 1, money.label, formLabel)
		b.put(b.row+i, 4, formAnnual, 1, money.text, formValue)
	}
	b.row += 3
}

func (b *formBook) goal(a *indicators.Assignment) {
	goal := a.Goal
	if goal == "" {
		goal = a.Project.Goal
	}
	term := ""
	if head, rest, both := strings.Cut(goal, "\n年度目标："); both && strings.HasPrefix(head, "实施期目标：") {
		term, goal = strings.TrimPrefix(head, "实施期目标："), rest
	}
	b.put(b.row, 1, 1, 2, "总体目标", formLabel)
	b.put(b.row, 2, 4, 1, "实施期目标", formLabel)
	b.put(b.row, 5, formAnnual, 1, "年度目标", formLabel)
	b.put(b.row+1, 2, 4, 1, term, formValue)
	b.put(b.row+1, 5, formAnnual, 1, goal, formValue)
	b.height(b.row+1, term, 70)
	b.height(b.row+1, goal, 40)
	b.row += 2
}

// table writes the indicators, one a row, equal categories merged.
func (b *formBook) table(a *indicators.Assignment) {
	top := b.row
	extras := b.extras(a)
	for i, word := range []string{"一级指标", "二级指标", "三级指标", "实施期指标值", "年度指标值"} {
		b.put(b.row, formLevel1+i, formLevel1+i, 1, word, formLabel)
	}
	for i, extra := range extras {
		b.put(b.row, formExtra+i, formExtra+i, 1, extra.word, formMore)
	}
	b.row++
	for _, i := range a.Indicators {
		texts := b.texts.indicators[i]
		annual, _ := b.texts.target(texts.annual)
		term, _ := b.texts.target(texts.term)
		b.put(b.row, formName, formName, 1, i.Name, formValue)
		b.put(b.row, formTerm, formTerm, 1, term, formValue)
		b.put(b.row, formAnnual, formAnnual, 1, annual, formValue)
		b.height(b.row, i.Name, 38)
		b.height(b.row, annual, 22)
		b.height(b.row, term, 18)
		for k, extra := range extras {
			b.put(b.row, formExtra+k, formExtra+k, 1, b.extra(i, extra), formMore)
		}
		b.row++
	}
	b.levels(a, top+1)
	b.put(top, 1, 1, b.row-top, "绩效指标", formLabel)
}

// levels writes the categories. One without its first or second level stands in the
// column 类别 instead, for an empty cell below a filled one means the same as that.
func (b *formBook) levels(a *indicators.Assignment, top int) {
	for from := 0; from < len(a.Indicators); {
		first, to := a.Indicators[from], from
		for to < len(a.Indicators) && a.Indicators[to].Level1 == first.Level1 {
			to++
		}
		b.put(top+from, formLevel1, formLevel1, to-from, first.Level1, formLabel)
		for from < to {
			first, next := a.Indicators[from], from
			for next < to && a.Indicators[next].Level2 == first.Level2 {
				next++
			}
			b.put(top+from, formLevel2, formLevel2, next-from, first.Level2, formLabel)
			from = next
		}
	}
}

// extra is a column of what the layout has no place for.
type extra struct {
	word, key string
	term      bool
}

// extras are the columns that some indicator of the form needs; its id always.
func (b *formBook) extras(a *indicators.Assignment) []extra {
	var out []extra
	for _, key := range listedIndicator.keys {
		for _, term := range []bool{false, true} {
			e := extra{key.zh, key.name, term}
			if term {
				e.word += "@项目周期"
			}
			needed := key.name == "id" && !term
			for _, i := range a.Indicators {
				needed = needed || b.extra(i, e) != ""
			}
			if needed {
				out = append(out, e)
			}
		}
	}
	return out
}

// extra is the text of an indicator in such a column.
func (b *formBook) extra(i *indicators.Indicator, e extra) string {
	texts := b.texts.indicators[i]
	switch _, own := b.texts.target(texts.term); {
	case e.key == "name", e.key == "annual", e.key == "term":
		return ""
	case e.term:
		return cellText(own[e.key])
	case e.key == "id":
		return i.LocalID()
	case e.key == "category":
		if i.Level1 != "" && i.Level2 != "" {
			return ""
		}
		return i.Category()
	}
	if _, own := b.texts.target(texts.annual); own[e.key] != nil {
		return cellText(own[e.key])
	}
	return cellText(texts.fields.get(e.key))
}

// more writes the keys that the official layout has no row for.
func (b *formBook) more(a *indicators.Assignment, region indicators.Region) {
	b.row++
	b.put(b.row, 1, formAnnual, 1, "补充信息", cellStyle{bold: true})
	b.row++
	add := func(word, text string) {
		if text == "" {
			return
		}
		b.put(b.row, 1, 2, 1, word, formMore)
		b.put(b.row, 3, formAnnual, 1, text, formMore)
		b.height(b.row, text, 90)
		b.row++
	}
	add("项目编号", a.Project.LocalID())
	if !a.Project.Provincial {
		add("地区", region.Name)
		if a.Goal != "" {
			add("项目总体目标", a.Project.Goal)
		}
	}
	project, of := b.texts.projects[a.Project], b.texts.assignments[a]
	for _, key := range projectObject.keys {
		switch key.name {
		case "id", "title", "department", "task", "assignments", "table":
		case "title_en", "policy", "content", "total", "term_window":
			add(key.zh, cellText(project.get(key.name)))
		}
	}
	for _, key := range assignmentKeys {
		switch key.name {
		case "goal", "funds", "purpose", "indicators":
		default:
			add(key.zh, cellText(of(key.name)))
		}
	}
}

// details writes the amounts line by line, where the official rows do not say it all.
func (b *formBook) details(a *indicators.Assignment) {
	if len(a.Lines) == 0 || len(a.Lines) == 1 && a.Lines[0].Title == "" && a.Lines[0].Remark == "" {
		return
	}
	b.row++
	b.put(b.row, 1, formAnnual, 1, "资金明细", cellStyle{bold: true})
	b.row++
	for i, word := range []string{"承担单位", "名称", "金额（万元）", "备注"} {
		b.put(b.row, formLevel2+i, formLevel2+i, 1, word, formMore)
	}
	b.row++
	for _, line := range a.Lines {
		for i, text := range []string{line.Undertaker, line.Title, line.Text, line.Remark} {
			b.put(b.row, formLevel2+i, formLevel2+i, 1, text, formMore)
			b.height(b.row, text, 18)
		}
		b.row++
	}
}
