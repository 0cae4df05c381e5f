package library

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// notice is the published text, taken apart into what our definitions hold. It is
// read from the text alone, so that it can be held against them.
type notice struct {
	funds       []fundsRow // 附件1, without the cities' line
	citiesFunds string     // 附件1, 序号1
	total       string
	remark      string
	cityFunds   []cityFunds // 附件2
	cityTotals  [2]string
	tasks       []taskRow // 附件3
	projects    []projectTable
	surveyNames []string // 附件5: the four indicators
	surveyPath  []string
	surveyGoal  string
	survey      []surveyRow
	clusters    []projectTable
}

type fundsRow struct{ undertaker, amount, title string }
type cityFunds struct{ undertaker, survey, clusters string }
type taskRow struct{ city, purpose, task, require, nature, means, standard, workload, window string }
type surveyRow struct {
	city    string
	targets []string
}
type projectTable struct {
	title, need, goal, content, policy string
	rows                               []indicatorRow
}
type indicatorRow struct{ level1, level2, name, annual, term string }

// readNotice reads testdata/notice-2021.txt.
func readNotice(t *testing.T) notice {
	t.Helper()
	text, err := os.ReadFile("testdata/notice-2021.txt")
	if err != nil {
		t.Fatal(err)
	}
	annexes := regexp.MustCompile(`(?m)^附件(\d)$`).Split(string(text), -1)
	if len(annexes) != 6 {
		t.Fatalf("the notice has %d annexes, want 5", len(annexes)-1)
	}
	var n notice
	n.readFunds(tableRows(annexes[1]))
	n.readCityFunds(tableRows(annexes[2]))
	n.readTasks(t, tableRows(annexes[3]))
	n.projects = readProjects(tableRows(annexes[4]))
	n.readCities(tableRows(annexes[5]))
	return n
}

// tableRows splits the text of tables into rows of cells. A cell starts with a
// tab; lines after it belong to it, single blank lines between them too; a blank
// line before a cell starts a row; two blank lines end a table, and what follows
// without a tab is a heading.
func tableRows(text string) [][]string {
	var rows [][]string
	blanks := 2
	for _, line := range strings.Split(text, "\n") {
		cell, isCell := strings.CutPrefix(line, "\t")
		switch {
		case line == "":
			blanks++
			continue
		case isCell && (blanks > 0 || len(rows) == 0):
			rows = append(rows, []string{cell})
		case isCell:
			rows[len(rows)-1] = append(rows[len(rows)-1], cell)
		case blanks < 2 && len(rows) > 0:
			last := rows[len(rows)-1]
			last[len(last)-1] += "\n" + line
		default:
			continue // a heading, on one line or more
		}
		blanks = 0
	}
	return rows
}

// joined undoes the line breaks that narrow columns force.
func joined(cell string) string { return strings.ReplaceAll(cell, "\n", "") }

func (n *notice) readFunds(rows [][]string) {
	undertaker := ""
	for _, row := range rows[1:] {
		switch {
		case row[0] == "合计":
			n.total = row[2]
		case row[0] == "备注":
			n.remark = row[1]
		case row[0] == "1":
			n.citiesFunds = row[2]
		default:
			if row[1] != "" {
				undertaker = joined(row[1])
			}
			n.funds = append(n.funds, fundsRow{undertaker, row[len(row)-2], row[len(row)-1]})
		}
	}
}

func (n *notice) readCityFunds(rows [][]string) {
	n.cityTotals = [2]string{rows[1][1], rows[1][2]}
	for _, row := range rows[2:] {
		n.cityFunds = append(n.cityFunds, cityFunds{row[1], row[2], row[3]})
	}
}

// readTasks reads both task lists. One cell is followed by a blank line, so the
// rows are told apart by their ten columns.
func (n *notice) readTasks(t *testing.T, rows [][]string) {
	var cells []string
	for _, row := range rows {
		cells = append(cells, row...)
	}
	const columns = 10
	if len(cells)%columns != 0 {
		t.Fatalf("%d cells in the task lists", len(cells))
	}
	for ; len(cells) > 0; cells = cells[columns:] {
		if joined(cells[0]) == "序号" {
			continue
		}
		n.tasks = append(n.tasks, taskRow{cells[1], cells[2], cells[3], cells[4], joined(cells[5]), joined(cells[6]), cells[7], cells[8], cells[9]})
	}
}

// readProjects reads the tables of 附件4, which come in three shapes.
func readProjects(rows [][]string) []projectTable {
	var tables []projectTable
	level1, level2 := "", ""
	for _, row := range rows {
		head := joined(row[0])
		if head == "项目名称" {
			tables = append(tables, projectTable{title: row[1]})
			level1, level2 = "", ""
			continue
		}
		table := &tables[len(tables)-1]
		switch {
		case strings.HasPrefix(head, "资金需求"):
			table.need, _, _ = strings.Cut(row[1], "\n")
		case head == "支出内容":
			table.content = row[1]
		case head == "政策依据":
			table.policy = row[1]
		case strings.HasPrefix(head, "总体绩效目标"):
			table.goal = trimLines(row[1])
		case head == "绩效指标" || head == "二级指标":
		case len(row) == 5:
			level1, level2 = carry(level1, row[1]), carry(level2, row[2])
			table.rows = append(table.rows, indicatorRow{level1, level2, row[3], row[4], ""})
		case len(row) == 4:
			level2 = carry(level2, row[0])
			table.rows = append(table.rows, indicatorRow{"", level2, row[1], row[2], row[3]})
		}
	}
	return tables
}

// carry repeats the cell above in a column whose equal cells were merged.
func carry(above, cell string) string {
	if cell = joined(cell); cell != "" {
		return cell
	}
	return above
}

func trimLines(cell string) string {
	lines := strings.Split(strings.TrimSpace(cell), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}

// readCities reads 附件5: the table of 21 cities, then one table for each of two.
func (n *notice) readCities(rows [][]string) {
	level1, level2 := "", ""
	for _, row := range rows {
		switch last := len(row) - 1; {
		case strings.HasSuffix(row[0], "市绩效目标表"):
			n.clusters = append(n.clusters, projectTable{title: row[0]})
			level1, level2 = "", ""
		case row[0] == "总体目标":
			n.clusters[len(n.clusters)-1].goal = row[1]
		case row[0] == "绩效目标" || row[0] == "承担单位" || last >= 2 && row[2] == "二级指标":
			if row[0] != "绩效目标" {
				n.surveyPath = append(n.surveyPath, row[3:]...)
			}
		case last >= 2 && row[2] == "三级指标":
			n.surveyNames = row[3:]
		case last >= 3 && row[2] == "指标值":
			if row[1] != "" {
				n.surveyGoal = row[1]
			}
			n.survey = append(n.survey, surveyRow{row[0], row[3:]})
		case len(row) == 5 && len(n.clusters) > 0:
			level1, level2 = carry(level1, row[1]), carry(level2, row[2])
			table := &n.clusters[len(n.clusters)-1]
			table.rows = append(table.rows, indicatorRow{level1, level2, row[3], row[4], ""})
		}
	}
}
