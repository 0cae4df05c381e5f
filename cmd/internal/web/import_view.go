package web

import (
	"slices"
	"strconv"
	"strings"

	"yardstick/engine"
	"yardstick/engine/intake"
	"yardstick/rules"
)

// importView is the import page: a file to choose, what is wrong with one, or what
// one would change.
type importView struct {
	Title, Address string
	Reason         string // as typed
	Problems       []ProblemLine
	File           string
	Held           string // the token of the preview; empty when there is none
	Count          string
	Remarks        []ProblemLine
	Sheets         []importSheet
	Flips          []flipView
	NothingNew     bool
}

// importSheet is the cells of one sheet that the file would fill or change.
type importSheet struct {
	Name, Address string
	Cells         []importCell
	More          string
}

// importCell is one figure of the file beside the one that stands.
type importCell struct{ Place, Name, Was, Is, Note, Class, Word string }

// flipView is a target that would stand differently.
type flipView struct {
	Name, Target  string
	Before, After badge
}

// cellsShown is how many cells of one sheet a preview shows.
const cellsShown = 200

// importMaker words a preview.
type importMaker struct {
	page    page
	preview *intake.Preview
}

func (m *importMaker) fill(view *importView) {
	fresh, changed, same := m.preview.Count()
	view.Count = m.page.Say("entry.import.count", "new", strconv.Itoa(fresh), "changed", strconv.Itoa(changed), "same", strconv.Itoa(same))
	view.NothingNew = fresh+changed == 0
	for _, remark := range m.preview.Remarks {
		view.Remarks = append(view.Remarks, problemLine(remark, m.page.Language))
	}
	view.Sheets = m.sheets()
	view.Flips = m.flips()
}

// sheets are the cells that would be written, by sheet.
func (m *importMaker) sheets() (out []importSheet) {
	index := map[string]int{}
	left := []int{}
	for n := range m.preview.Cells {
		cell := &m.preview.Cells[n]
		if cell.Change == intake.Same {
			continue
		}
		address := sheetAddress(cell.Line.Assignment, cell.Entry.Period)
		k, known := index[address]
		if !known {
			k = len(out)
			index[address] = k
			l := m.page.Language
			name := regionName(m.preview.Programme, cell.Line.Assignment.Region, l) + " · " + monthName(cell.Entry.Period, l) + " · " + cell.Line.Assignment.Project.Title
			out, left = append(out, importSheet{Name: name, Address: address}), append(left, 0)
		}
		if len(out[k].Cells) < cellsShown {
			out[k].Cells = append(out[k].Cells, m.cell(cell))
		} else {
			left[k]++
			out[k].More = m.page.Say("entry.import.more", "n", strconv.Itoa(left[k]))
		}
	}
	return out
}

func (m *importMaker) cell(c *intake.Cell) importCell {
	out := importCell{
		Place: c.Entry.At.String(), Name: c.Line.Name(m.page.Language), Is: rules.Word(&c.Line.Reading, c.Value, m.page.Language),
		Note: c.Observation.Note, Class: "good", Word: m.page.Say("entry.import.new"),
	}
	if c.Line.Part != "" && c.Line.Indicator != nil {
		out.Name += m.page.Say("entry.part-of") + c.Line.Part
	}
	if unit := unitOf(c.Line); unit != "" {
		out.Is += " " + unit
	}
	if c.Change == intake.Changed {
		out.Was, out.Class, out.Word = rules.Word(&c.Line.Reading, c.Was, m.page.Language), "warn", m.page.Say("entry.import.changed")
	}
	return out
}

// flips are the verdicts that would change, of what the visitor may read.
func (m *importMaker) flips() (out []flipView) {
	for i, t := range m.preview.Programme.Targets() {
		k := slices.IndexFunc(m.preview.Flips, func(f engine.Flip) bool { return f.Target == t.ID() })
		if k < 0 || !m.page.Visitor.Actor.May(engine.Read, engine.ScopeOf(i.Assignment)) {
			continue
		}
		flip := m.preview.Flips[k]
		out = append(out, flipView{
			Name: regionName(m.preview.Programme, i.Assignment.Region, m.page.Language) + " · " + i.Name, Target: strings.TrimSpace(t.Text),
			Before: m.side(flip.Before), After: m.side(flip.After),
		})
	}
	return out
}

func (m *importMaker) side(f engine.FlipSide) badge {
	if f.State == "" {
		return badge{"—", "none"}
	}
	return standingBadge(m.page, &engine.TargetResult{State: f.State, Verdict: f.Verdict})
}
