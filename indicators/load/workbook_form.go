package load

import (
	"slices"
	"strconv"
	"strings"

	"yardstick/indicators"
)

// form is one sheet in the official layout, or one region's part of it.
type form struct {
	top        *node            // where it starts
	region     *node            // nil for a form of the province itself
	values     map[string]entry // by label: keys, and undertaker, amount, fiscal, …
	indicators []*node          // mappings, each with its region beside it
	regions    []*node          // of the indicators; nil where the sheet has no such column
	details    []*node          // of 资金明细
	places     []*node          // the regions of the details
	year       int              // 0 where the sheet states none
	inYuan     bool             // amounts are in 元
}

// form reads a sheet; nil for one that is no form, which is remarked.
func (t *sheet) form() *form {
	f := &form{top: t.node(1, 1, ""), values: map[string]entry{}}
	columns, header := t.header()
	if header == 0 {
		if f.lookAt(t, 1, t.Rows); f.values["title"].value != nil {
			t.r.report(f.values["title"].key.problem("workbook-table-missing", nil))
			t.r.incomplete, t.refused = true, true
			return nil
		}
		t.r.remark(f.top, indicators.Note, "workbook-sheet-skipped", indicators.Args{"sheet": t.Name})
		return nil
	}
	f.lookAt(t, 1, header-1)
	end := f.table(t, columns, header+1)
	details := t.section("资金明细", end)
	if details == 0 {
		f.lookAt(t, end, t.Rows)
	} else {
		f.lookAt(t, end, details-1)
		f.readDetails(t, details)
	}
	f.region = f.values["region"].value
	f.notRead(t, header)
	return f
}

// section is the first row from a row on that starts with a heading; 0 for none.
func (t *sheet) section(heading string, from int) int {
	for row := from; row <= t.Rows; row++ {
		for column := 1; column <= t.Columns; column++ {
			if c := t.Cell(row, column); c.Text != "" && c.At.Line == row {
				if foldLabel(c.Text) == heading {
					return row
				}
				break
			}
		}
	}
	return 0
}

// lookAt reads the labels of some rows, each with the value beside or below it.
func (f *form) lookAt(t *sheet, from, to int) {
	for row := from; row <= to; row++ {
		for column := 1; column <= t.Columns; column++ {
			top, left, _, _ := t.Area(row, column)
			c := t.Cell(row, column)
			if t.taken[[2]int{row, column}] || top != row || left != column || c.Text == "" {
				continue
			}
			if year := formYear.FindStringSubmatch(c.Text); year != nil && label(c.Text) == "" {
				f.year, _ = strconv.Atoi(year[1])
				t.take(row, column)
			}
			f.read(t, row, column, c.Text)
		}
	}
}

// read reads one label. A label given twice with different values is a problem.
func (f *form) read(t *sheet, row, column int, text string) {
	name := label(text)
	if name == "" {
		return
	}
	key := t.node(row, column, text)
	t.take(row, column)
	if name == "block" {
		f.inYuan = f.inYuan || strings.Contains(labelFolds.Replace(text), "(元)")
		return
	}
	if strings.HasSuffix(labelFolds.Replace(strings.TrimSpace(text)), "(元)") {
		f.inYuan = true
	}
	value := f.valueOf(t, row, column, name)
	if value == nil || value.kind == empty || name == "unused" {
		return
	}
	if first, twice := f.values[name]; twice && first.value.text != value.text {
		t.r.report(key.problem("key-twice", indicators.Args{"key": text, "first": first.key.place().String()}))
		return
	}
	f.values[name] = entry{key: t.keyNode(key, name), value: value}
}

// keyNode is the label's place under the name that descriptions know.
func (t *sheet) keyNode(label *node, name string) *node {
	return t.node(label.line, label.column, name)
}

// valueOf is the cell to the right of a label; for a goal with another label or
// nothing there, the cell below.
func (f *form) valueOf(t *sheet, row, column int, name string) *node {
	_, left, bottom, right := t.Area(row, column)
	c := t.Cell(row, right+1)
	if c.Text != "" && label(c.Text) != "" && !longText(name) {
		return nil
	}
	below := longText(name) && (c.Text == "" && c.Problem == nil || label(c.Text) != "")
	if below {
		c = t.Cell(bottom+1, left)
		if c.Text == "" || label(c.Text) != "" {
			return nil
		}
	}
	n, ok := t.cell(c.At.Line, c.At.Column)
	t.take(c.At.Line, c.At.Column)
	if !ok {
		return nil
	}
	return n
}

func longText(name string) bool { return name == "goal" || name == "term_goal" }

// notRead remarks on the cells that no label led to, and suggests the label that a
// misspelt one was meant to be: nothing on a form is passed over in silence.
func (f *form) notRead(t *sheet, header int) {
	for row := 1; row <= t.Rows; row++ {
		for column := 1; column <= t.Columns; column++ {
			top, left, _, _ := t.Area(row, column)
			c := t.Cell(row, column)
			if t.taken[[2]int{row, column}] || top != row || left != column || c.Text == "" && c.Problem == nil || isHeading(c.Text) {
				continue
			}
			n := t.node(row, column, c.Text)
			if guess := indicators.Suggest(foldLabel(c.Text), labelWords()); guess != "" && row < header {
				t.r.report(n.problem("key-misspelt", indicators.Args{"key": foldLabel(c.Text), "guess": guess}))
				continue
			}
			t.r.remark(n, indicators.Note, "workbook-cell-not-read", nil)
		}
	}
}

func isHeading(text string) bool {
	folded := foldLabel(text)
	return strings.Contains(folded, "申报表") || strings.Contains(folded, "绩效目标表") || strings.Contains(folded, "补充信息") ||
		strings.HasPrefix(folded, "附件") || strings.HasPrefix(folded, "附表") || folded == "续"
}

func labelWords() []string {
	var words []string
	for word, name := range formLabels {
		if name != "unused" && name != "block" {
			words = append(words, word)
		}
	}
	for _, key := range projectObject.keys {
		if !slices.Contains(notInForms, key.name) {
			words = append(words, key.zh)
		}
	}
	slices.Sort(words)
	return words
}

// byRegion splits a form whose rows name their regions.
func (f *form) byRegion(r *reader) []*form {
	if f.regions == nil {
		return []*form{f}
	}
	var forms []*form
	of := map[string]*form{}
	at := func(region *node) *form {
		if of[region.text] == nil {
			part := *f
			part.region, part.indicators, part.regions, part.details, part.places = region, nil, nil, nil, nil
			of[region.text] = &part
			forms = append(forms, &part)
		}
		return of[region.text]
	}
	for i, region := range f.regions {
		if region.kind == empty {
			r.report(f.indicators[i].problem("workbook-region-missing", nil))
			continue
		}
		part := at(region)
		part.indicators = append(part.indicators, f.indicators[i])
	}
	for i, detail := range f.details {
		if f.places == nil || f.places[i].kind == empty {
			r.report(detail.problem("workbook-region-missing", nil))
			continue
		}
		part := at(f.places[i])
		part.details = append(part.details, detail)
	}
	if amount := f.values["amount"]; amount.value != nil && len(f.details) == 0 {
		r.report(amount.value.problem("workbook-funds-by-region", nil))
	}
	return forms
}
