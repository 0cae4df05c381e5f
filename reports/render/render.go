// Package render writes a scorecard in any of the formats there are. It is the one
// list of them: the command line, the pages, the API and the schedules offer the same.
package render

import (
	"fmt"
	"io"
	"slices"

	"yardstick/reports"
	"yardstick/reports/csv"
	"yardstick/reports/html"
	"yardstick/reports/json"
	"yardstick/reports/pdf"
	"yardstick/reports/xlsx"
)

// Formats lists the formats of a scorecard in the order in which they are offered.
// Each is also the extension of its files.
var Formats = []string{"pdf", "html", "xlsx", "json", "csv"}

// FormFormats lists those of an official form.
var FormFormats = []string{"pdf", "xlsx"}

var scorecards = map[string]func(io.Writer, *reports.Scorecard) error{
	"pdf":  pdf.Scorecard,
	"html": html.Scorecard,
	"xlsx": xlsx.Scorecard,
	"json": json.Scorecard,
	"csv":  csv.Scorecard,
}

var forms = map[string]func(io.Writer, *reports.Form) error{
	"pdf":  pdf.Form,
	"xlsx": xlsx.Form,
}

var types = map[string]string{
	"pdf":  "application/pdf",
	"html": "text/html; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"json": "application/json",
	"csv":  "text/csv; charset=utf-8",
}

// Known reports whether there is such a format.
func Known(format string) bool { return slices.Contains(Formats, format) }

// ContentType is the media type of a format's files; empty for an unknown one.
func ContentType(format string) string { return types[format] }

// Scorecard writes a scorecard in a format, which must be one of Formats.
func Scorecard(w io.Writer, format string, card *reports.Scorecard) error {
	write, ok := scorecards[format]
	if !ok {
		return fmt.Errorf("no format %q of a scorecard", format)
	}
	return write(w, card)
}

// Form writes an official form in a format, which must be one of FormFormats.
func Form(w io.Writer, format string, form *reports.Form) error {
	write, ok := forms[format]
	if !ok {
		return fmt.Errorf("no format %q of a form", format)
	}
	return write(w, form)
}
