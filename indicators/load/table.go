package load

import (
	"strconv"
	"strings"

	"yardstick/indicators"
)

// table is 分配表: one header row, then one row for each region. A column holds
// an attribute (承担单位, 金额, 工作量, 完成时限, 备注) or the target of an
// indicator, named by its name or id; id@term for the whole term.
type table struct {
	header []*node
	rows   []tableRow
}

// tableRow is one region's cells by column.
type tableRow struct {
	region  indicators.Region
	name    *node
	cells   map[string]*node // attributes
	targets []tableCell
}

// tableCell is a target in a table. Used says that its column named an indicator.
type tableCell struct {
	column *node
	name   string // as the header has it, without the horizon
	term   bool
	cell   *node
	used   bool
}

// notSet are the cells that say: this region does not have the indicator.
var notSet = []string{"不设", "not set"}

var headerWords = []string{"表头", "header", "columns"}

// columnObject describes the attributes a column may hold.
var columnObject = &object{name: "column", keys: []key{
	{name: "undertaker", zh: "承担单位"},
	{name: "amount", zh: "金额", also: []string{"资金", "金额（万元）", "funds"}},
	{name: "workload", zh: "工作量", also: []string{"任务量"}},
	{name: "window", zh: "完成时限"},
	{name: "remark", zh: "备注"},
}}

func (r *reader) table(n *node) table {
	var t table
	if n == nil {
		return t
	}
	if n.kind != mapping {
		r.report(n.problem("not-a-mapping", indicators.Args{"object": "table"}))
		return t
	}
	seen := map[string]*node{}
	for _, e := range n.entries {
		if isHeader(e.key.text) {
			t.header = r.header(e)
			continue
		}
		region, ok := r.region(e.key)
		if !ok {
			continue
		}
		if first := seen[region.Code]; first != nil {
			r.report(e.key.problem("region-twice", indicators.Args{"region": region.Name, "first": first.place().String()}))
			continue
		}
		seen[region.Code] = e.key
		if len(t.header) > 0 {
			t.rows = append(t.rows, r.row(region, e, t.header))
		}
	}
	if len(t.header) == 0 {
		r.report(n.problem("table-header-missing", nil))
	}
	return t
}

func isHeader(word string) bool {
	for _, header := range headerWords {
		if foldKey(word) == header {
			return true
		}
	}
	return false
}

func (r *reader) header(e entry) []*node {
	columns := r.list(e.value)
	seen := map[string]bool{}
	for _, column := range columns {
		name := r.plain(column)
		if seen[name] {
			r.report(column.problem("column-twice", indicators.Args{"column": name}))
		}
		seen[name] = true
	}
	return columns
}

func (r *reader) row(region indicators.Region, e entry, header []*node) tableRow {
	row := tableRow{region: region, name: e.key, cells: map[string]*node{}}
	cells := r.list(e.value)
	if len(cells) != len(header) {
		r.report(e.key.problem("row-length", indicators.Args{"region": e.key.text,
			"cells": strconv.Itoa(len(cells)), "columns": strconv.Itoa(len(header))}))
	}
	for i, cell := range cells[:min(len(cells), len(header))] {
		name := strings.TrimSpace(header[i].text)
		if attribute := columnObject.find(name); attribute != nil {
			row.cells[attribute.name] = cell
			continue
		}
		local, term := cutTerm(name)
		row.targets = append(row.targets, tableCell{column: header[i], name: local, term: term, cell: cell})
	}
	return row
}

func cutTerm(name string) (local string, term bool) {
	for _, suffix := range []string{"@term", "@项目周期", "@annual", "@当年度"} {
		if head, ok := strings.CutSuffix(name, suffix); ok {
			return head, suffix == "@term" || suffix == "@项目周期"
		}
	}
	return name, false
}

// row returns a region's row, nil when the table has none.
func (t table) row(code string) *tableRow {
	for i := range t.rows {
		if t.rows[i].region.Code == code {
			return &t.rows[i]
		}
	}
	return nil
}

// cell returns an attribute of the row, or the fallback.
func (row *tableRow) cell(name string, fallback *node) *node {
	if row != nil {
		if cell := row.cells[name]; cell != nil && cell.kind != empty {
			return cell
		}
	}
	return fallback
}

// target takes the cell for an indicator out of the row.
func (row *tableRow) target(name, id string, term bool) *node {
	if row == nil {
		return nil
	}
	for i := range row.targets {
		if c := &row.targets[i]; c.term == term && (c.name == id || c.name == strings.TrimSpace(name)) {
			c.used = true
			return c.cell
		}
	}
	return nil
}

// unused reports the columns that name no indicator: a target must not be lost.
func (r *reader) unusedColumns(a *indicators.Assignment, row *tableRow) {
	if row == nil {
		return
	}
	var names []string
	for _, indicator := range a.Indicators {
		names = append(names, indicator.Name, indicator.LocalID())
	}
	taken := map[string]bool{}
	for _, c := range row.targets {
		taken[c.column.text] = taken[c.column.text] || c.used
	}
	for _, c := range row.targets {
		if taken[c.column.text] {
			continue
		}
		guess := indicators.Suggest(c.name, append(names, "承担单位", "金额", "工作量", "完成时限", "备注"))
		if guess == "" {
			r.report(c.column.problem("column-unknown", indicators.Args{"column": c.name}))
		} else {
			r.report(c.column.problem("column-misspelt", indicators.Args{"column": c.name, "guess": guess}))
		}
	}
}

func isNotSet(n *node) bool {
	for _, word := range notSet {
		if n != nil && n.kind == scalar && strings.TrimSpace(n.text) == word {
			return true
		}
	}
	return false
}
