package html

import (
	"html/template"
	"io"

	"yardstick/indicators"
	"yardstick/reports"
)

// Difference writes what changed between two scorecards as a page that needs nothing
// else. Equal differences give equal bytes.
func Difference(w io.Writer, d *reports.Difference) error {
	return page.ExecuteTemplate(w, "difference.html", struct {
		*reports.Difference
		Lang   string
		Policy string
		Style  template.CSS
	}{d, map[indicators.Language]string{indicators.Chinese: "zh-CN", indicators.English: "en"}[d.Language], policy(), style})
}
