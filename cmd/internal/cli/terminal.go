package cli

import (
	"io"
	"os"
	"strings"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"

	"yardstick/indicators"
)

// isTerminal reports whether a stream is a terminal; colours, progress and
// questions are for terminals only.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// colour paints the first line of a problem on a terminal; NO_COLOR turns it off.
func (s *session) colour(severity indicators.Severity, text string) string {
	if !isTerminal(s.err) || os.Getenv("NO_COLOR") != "" {
		return text
	}
	code := "31"
	switch severity {
	case indicators.Warning:
		code = "33"
	case indicators.Note:
		code = "36"
	}
	first, rest, more := strings.Cut(text, "\n")
	first = "\x1b[" + code + "m" + first + "\x1b[0m"
	if more {
		first += "\n" + rest
	}
	return first
}

// cells measures a text in terminal cells, the same under every locale.
var cells = runewidth.Condition{}

// column is one column of a printed table.
type column struct {
	head  string
	right bool
}

// printTable writes aligned columns; a Han character is two cells wide.
func printTable(out io.Writer, columns []column, rows [][]string) error {
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = cells.StringWidth(c.head)
		for _, row := range rows {
			widths[i] = max(widths[i], cells.StringWidth(row[i]))
		}
	}
	var b strings.Builder
	line := func(texts func(i int) string) {
		var row strings.Builder
		for i, c := range columns {
			text := texts(i)
			pad := strings.Repeat(" ", widths[i]-cells.StringWidth(text))
			if c.right {
				text = pad + text
			} else {
				text += pad
			}
			if i > 0 {
				row.WriteString("  ")
			}
			row.WriteString(text)
		}
		b.WriteString(strings.TrimRight(row.String(), " ") + "\n")
	}
	line(func(i int) string { return columns[i].head })
	for _, row := range rows {
		line(func(i int) string { return row[i] })
	}
	_, err := io.WriteString(out, b.String())
	return err
}
