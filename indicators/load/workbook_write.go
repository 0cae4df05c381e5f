package load

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"yardstick/indicators"
	"yardstick/indicators/workbook"
)

// WriteWorkbook writes definitions as a workbook in the official layout
// (项目支出绩效目标申报表), a form for each project and region, which [Read] reads
// back as an equal programme. What the layout has no place for stands right of the
// printed area and below the table. With a project (its id or title) only its forms
// are written, without the sheet of the programme. The same sources give the same
// bytes. Problems: those of Read, project-unknown; nothing is written then.
func WriteWorkbook(w io.Writer, project string, sources ...Source) error {
	r := newReader()
	r.texts = newTexts()
	p, problems := r.read(sources)
	for _, problem := range problems {
		if problem.Severity == indicators.Error || problem.Severity == "" {
			return problem
		}
	}
	if p == nil {
		return fileProblem("", "programme-missing", nil)
	}
	b := &formBook{file: excelize.NewFile(), styles: map[cellStyle]int{}, texts: r.texts, programme: p, names: map[string]bool{}}
	defer b.file.Close()
	projects := p.Projects
	if project == "" {
		b.programmeSheet(r.head)
	} else if projects = named(p, project); len(projects) == 0 {
		return &indicators.Problem{Code: "project-unknown", Args: indicators.Args{"project": project}}
	}
	for _, one := range projects {
		for _, a := range one.Assignments {
			b.form(a)
		}
	}
	if b.err != nil {
		return b.err
	}
	b.file.SetActiveSheet(0)
	return workbook.Write(b.file, w)
}

func named(p *indicators.Programme, name string) []*indicators.Project {
	for _, project := range p.Projects {
		if slices.Contains([]string{project.ID, project.LocalID(), project.Title}, strings.TrimSpace(name)) {
			return []*indicators.Project{project}
		}
	}
	return nil
}

// formBook is a workbook of forms being written. The first error ends the writing.
type formBook struct {
	file      *excelize.File
	programme *indicators.Programme
	texts     *texts
	styles    map[cellStyle]int
	names     map[string]bool // of sheets
	sheet     string
	row       int // the next to be written
	err       error
}

// cellStyle is how a cell of a form looks.
type cellStyle struct {
	size                            float64
	bold, centred, ruled, dim, text bool
}

func (b *formBook) note(err error) {
	b.err = cmp.Or(b.err, err)
}

// begin starts a sheet under a name that no other has.
func (b *formBook) begin(name string, widths ...float64) {
	short := workbook.SheetName(name)
	for n := 2; b.names[strings.ToLower(short)]; n++ {
		end := " " + strconv.Itoa(n)
		runes := []rune(workbook.SheetName(name))
		short = string(runes[:min(len(runes), 31-len(end))]) + end
	}
	if b.names[strings.ToLower(short)] = true; len(b.names) == 1 {
		b.note(b.file.SetSheetName(b.file.GetSheetName(0), short))
	} else {
		_, err := b.file.NewSheet(short)
		b.note(err)
	}
	b.sheet, b.row = short, 1
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.note(err)
		b.note(b.file.SetColWidth(short, name, name, width))
	}
}

func (b *formBook) name(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	b.note(err)
	return name
}

// put writes a text into the cells from one column to another, merged, over a
// number of rows. It stays a text whatever it begins with.
func (b *formBook) put(row, from, to, rows int, text string, style cellStyle) {
	first, last := b.name(from, row), b.name(to, row+rows-1)
	if workbook.Legal(text) != text {
		b.note(&indicators.Problem{At: indicators.Place{Sheet: b.sheet, Line: row, Column: from}, Severity: indicators.Error,
			Code: "workbook-text-unwritable", Args: indicators.Args{"text": string([]rune(text)[:min(utf8.RuneCountInString(text), 40)])}})
		return
	}
	style.text = true
	b.note(b.file.SetCellStyle(b.sheet, first, last, b.style(style)))
	if from != to || rows > 1 {
		b.note(b.file.MergeCell(b.sheet, first, last))
	}
	if text != "" {
		b.note(b.file.SetCellStr(b.sheet, first, workbook.Safe(text)))
	}
}

func (b *formBook) style(s cellStyle) int {
	if id, known := b.styles[s]; known {
		return id
	}
	format := "@" // typed again, a text stays the text it is
	ink := "000000"
	if s.dim {
		ink = "586374"
	}
	style := &excelize.Style{Font: &excelize.Font{Family: "SimSun", Size: cmp.Or(s.size, 10), Bold: s.bold, Color: ink}, CustomNumFmt: &format,
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}
	if s.centred {
		style.Alignment.Horizontal = "center"
	}
	if s.ruled {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	id, err := b.file.NewStyle(style)
	b.note(err)
	b.styles[s] = id
	return id
}

// height gives a row room for a text in a width of so many characters.
func (b *formBook) height(row int, text string, width float64) {
	lines := 0
	for _, line := range strings.Split(text, "\n") {
		cells := 0
		for _, r := range line {
			cells += 1 + min(utf8.RuneLen(r)-1, 1)
		}
		lines += 1 + int(float64(cells)/(width*0.95))
	}
	was, err := b.file.GetRowHeight(b.sheet, row)
	b.note(err)
	b.note(b.file.SetRowHeight(b.sheet, row, min(409, max(was, float64(lines)*14+6, 20))))
}

// programmeSheet writes what stands under 专项: a key a row, its values side by side.
func (b *formBook) programmeSheet(head fields) {
	b.begin("专项", 18, 60, 40, 20, 20)
	b.put(1, 1, 2, 1, "专项", cellStyle{size: 14, bold: true})
	b.row = 2
	for i := range programmeObject.keys {
		key := &programmeObject.keys[i]
		value := head.get(key.name)
		if value == nil {
			continue
		}
		b.put(b.row, 1, 1, 1, key.zh, cellStyle{bold: true, ruled: true})
		items := []*node{value}
		if value.kind == sequence {
			items = value.items
		}
		for c, item := range items {
			b.put(b.row, c+2, c+2, 1, cellText(item), cellStyle{ruled: true})
			b.height(b.row, cellText(item), 40)
		}
		b.row++
	}
	b.print(b.row-1, 2)
}

// print sets A4 with all columns on a page's width.
func (b *formBook) print(rows, columns int) {
	a4, one, any, fit, portrait := 9, 1, 0, true, "portrait"
	b.note(b.file.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.note(b.file.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &portrait, FitToWidth: &one, FitToHeight: &any}))
	side, centre := 0.5, true
	b.note(b.file.SetPageMargins(b.sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side, Bottom: &side, Horizontally: &centre}))
	end, err := excelize.CoordinatesToCellName(columns, max(rows, 1), true)
	b.note(err)
	b.note(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: b.sheet,
		RefersTo: fmt.Sprintf("'%s'!$A$1:%s", strings.ReplaceAll(b.sheet, "'", "''"), end)}))
}
