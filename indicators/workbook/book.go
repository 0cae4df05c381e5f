package workbook

import (
	"io"
	"slices"
	"sort"

	"yardstick/indicators"
)

// What a workbook may hold. A definition has some hundred cells a sheet, an entry
// sheet a few thousand; who has more imports CSV.
const (
	MaxBytes   = 16 << 20 // of the file
	MaxRows    = 20_000   // the number of the last row
	MaxColumns = 1_000    // the number of the last column
	MaxCells   = 100_000  // of all sheets together
)

// Book is an opened workbook. It holds no file and is safe to read from anywhere.
type Book struct {
	Name   string // as problems print it
	Sheets []*Sheet
}

// Sheet is one worksheet, with the cells that have something in them.
type Sheet struct {
	Name    string
	Hidden  bool
	Rows    int // the last row with something in it, from 1; 0 for an empty sheet
	Columns int // the last column
	file    string
	rows    []row
	hidden  map[int]bool          // rows
	merged  map[position]position // every cell of a merged area → its first
	areas   map[position]position // first cell → last
}

// Kind is what a cell holds.
type Kind int

// The kinds of cell.
const (
	Empty Kind = iota
	Text
	Number
	Date   // a day, an instant or a time of day
	Truth  // TRUE or FALSE
	Broken // something that must not be read: see the cell's Problem
)

// Cell is what stands in a cell.
type Cell struct {
	Kind Kind
	// Text is what a person sees, but exact: 0.925 shown as 93% is "92.5%",
	// 350 in the format 0"人次" is "350人次", a date is 2021-10-31, or as much of
	// it as is shown (2021年10月). TRUE and FALSE stand for themselves.
	Text string
	// Exact is a number as it is stored, without its format: 0.925.
	Exact string
	// Problem says why the cell must not be read, at its place; Text is empty then.
	Problem *indicators.Problem
	// Cached is what a formula showed when the file was saved. Anything may stand
	// there: never read it as a figure or a target.
	Cached string
	At     indicators.Place
}

type position struct{ row, column int }

type row struct {
	number int
	cells  []stored
}

type stored struct {
	column int
	cell   Cell
}

// Open reads a workbook of size bytes. The problem says why it is refused, in
// which part or cell, and what to do; the Book is nil then.
func Open(name string, r io.ReaderAt, size int64) (*Book, *indicators.Problem) {
	o := &opening{name: name, tokens: maxTokens, cells: MaxCells, text: maxText, merged: maxMerged}
	if problem := o.archive(r, size); problem != nil {
		return nil, problem
	}
	return o.book()
}

// Sheet returns the sheet of that name, nil when there is none.
func (b *Book) Sheet(name string) *Sheet {
	if i := slices.IndexFunc(b.Sheets, func(s *Sheet) bool { return s.Name == name }); i >= 0 {
		return b.Sheets[i]
	}
	return nil
}

// Cell returns a cell; rows and columns count from 1. Every cell of a merged area
// is its first one, with that one's place.
func (s *Sheet) Cell(row, column int) Cell {
	at := position{row, column}
	if first, merged := s.merged[at]; merged {
		at = first
	}
	i := sort.Search(len(s.rows), func(i int) bool { return s.rows[i].number >= at.row })
	if i < len(s.rows) && s.rows[i].number == at.row {
		cells := s.rows[i].cells
		if k := sort.Search(len(cells), func(k int) bool { return cells[k].column >= at.column }); k < len(cells) && cells[k].column == at.column {
			return cells[k].cell
		}
	}
	return Cell{At: s.Place(at.row, at.column)}
}

// HiddenRow reports a row that a person does not see.
func (s *Sheet) HiddenRow(row int) bool { return s.hidden[row] }

// Place is where a cell stands.
func (s *Sheet) Place(row, column int) indicators.Place {
	return indicators.Place{File: s.file, Sheet: s.Name, Line: row, Column: column}
}

// Area returns the first and last row and column of the merged area that a cell
// belongs to: the cell itself where none is.
func (s *Sheet) Area(row, column int) (top, left, bottom, right int) {
	first, merged := s.merged[position{row, column}]
	if !merged {
		return row, column, row, column
	}
	last := s.areas[first]
	return first.row, first.column, last.row, last.column
}
