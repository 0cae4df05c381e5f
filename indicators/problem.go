package indicators

import (
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"
)

// Place is where a text stands: a file with line and column, or a workbook's
// sheet with row and column, printed as spreadsheets name the cell: plan.xlsx!产出!C12.
// Columns count characters from 1; those of a sheet, its columns.
type Place struct {
	File   string `json:"file,omitempty"`
	Sheet  string `json:"sheet,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

func (p Place) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Sheet != "" {
		b.WriteString("!" + p.Sheet)
		if p.Line > 0 {
			b.WriteString("!" + letters(p.Column) + strconv.Itoa(p.Line))
		}
		return b.String()
	}
	if p.Line > 0 {
		b.WriteString(":" + strconv.Itoa(p.Line))
		if p.Column > 0 {
			b.WriteString(":" + strconv.Itoa(p.Column))
		}
	}
	return b.String()
}

// letters names a column as spreadsheets do: 1 is A, 28 is AB; empty below 1.
func letters(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// Severity ranks problems: an error refuses, a warning is said, a note informs.
type Severity string

// The severities, worst first.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Problem is one refusal or remark: a code and its arguments. The words are
// chosen when it is printed, in the reader's language.
type Problem struct {
	At       Place
	Severity Severity // empty means Error
	Code     string   // stable: "approximate", "two-readings", …
	Args     Args     // what the sentence of the code names
	Source   string   // the line the place is in, for the caret; may be empty
	Column   int      // in the target text itself, characters from 1; 0 when none
	Width    int      // characters marked from Column; 0 means 1
}

// Args are the named arguments of a sentence.
type Args map[string]string

// Error says the problem in English with its place and code, so that a Problem
// is an error.
func (p *Problem) Error() string { return p.Line(English) }

// Message is the sentence alone, and Hint what to do about it.
func (p *Problem) Message(l Language) string { return l.Say(p.Code, p.Args) }

// Hint says what to write or do instead; empty when the message says it all.
func (p *Problem) Hint(l Language) string {
	if !Known(p.Code + ".hint") {
		return ""
	}
	return l.Say(p.Code+".hint", p.Args)
}

// Line is the problem on one line: place, message, hint, code.
func (p *Problem) Line(l Language) string {
	var b strings.Builder
	if at := p.At.String(); at != "" {
		b.WriteString(at + ": ")
	}
	b.WriteString(p.Message(l))
	if hint := p.Hint(l); hint != "" {
		b.WriteString(l.Say("problem.join", nil) + hint)
	}
	b.WriteString(" [" + p.Code + "]")
	return b.String()
}

// Text is the problem as a terminal shows it: the line, and the source with a
// caret under the place where one is known.
func (p *Problem) Text(l Language) string {
	text := p.Line(l)
	column := p.At.Column
	if p.At.Line == 0 || p.At.Sheet != "" {
		column = p.Column
	}
	if p.Source == "" || column == 0 {
		return text
	}
	return text + "\n    " + strings.ReplaceAll(p.Source, "\t", " ") + "\n    " + caret(p.Source, column, p.Width)
}

// caret marks width characters from column, counting terminal cells: a Han
// character is two wherever the program runs.
func caret(source string, column, width int) string {
	cells := runewidth.Condition{}
	before, marked := 0, 0
	for i, r := range []rune(source) {
		w := max(cells.RuneWidth(r), 0)
		switch {
		case i < column-1:
			before += w
		case i < column-1+max(width, 1):
			marked += w
		}
	}
	return strings.Repeat(" ", before) + strings.Repeat("^", max(marked, 1))
}
