package html

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"yardstick/reports"
)

// Links say where the names on a live card lead. An empty address leads nowhere: the
// name then stands alone.
type Links interface {
	To(scope reports.Scope) string // the page of another scorecard
	Explained(id string) string    // how the verdicts of an indicator came about
}

// Part is what of a card is laid out into another page.
type Part string

// The parts.
const (
	Whole     Part = "live"
	Standings Part = "live-standings" // the tables that compare projects and regions
	Figures   Part = "live-figures"   // the rows of the indicators, and their trends
)

// Live lays a part of a card out for the middle of another page, which loads Style,
// the chart library and Boot, in this order. Equal cards and links give equal bytes.
func Live(card *reports.Scorecard, part Part, links Links) (template.HTML, error) {
	charts, err := chartsOf(card)
	if err != nil {
		return "", fmt.Errorf("charts of %s: %w", card.Scope.Name(), err)
	}
	if part == Figures {
		charts = chartSet{Trends: charts.Trends}
	}
	var b bytes.Buffer
	if err := page.ExecuteTemplate(&b, string(part), view{Scorecard: card, Charts: charts, Links: links}); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil
}

// Boot is the script that draws a page's charts: it wants the chart library before it.
func Boot() []byte { return []byte(boot) }

// Style is the style sheet of live cards. It says nothing of what stands around them.
func Style() []byte { return []byte(within(string(style), ".scorecard") + mustRead("page/live.css")) }

// within holds every rule of a style sheet to what lies in an element; what it says of
// the root, the body and the page's main part it says of the element itself. It reads
// our own sheet: rules and media queries, one in the other, no strings with braces.
func within(css, element string) string {
	css = withoutComments(css)
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(css, "{")
		if !found {
			return out.String()
		}
		head := strings.TrimSpace(before)
		var body string
		body, css = block(rest)
		switch {
		case strings.HasPrefix(head, "@media"):
			body = within(body, element)
		case !strings.HasPrefix(head, "@"):
			head = selectors(head, element)
		}
		out.WriteString(head + "{" + body + "}\n")
	}
}

// block splits what follows an opening brace at the brace that closes it.
func block(text string) (body, rest string) {
	depth := 1
	for k := range len(text) {
		switch text[k] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[:k], text[k+1:]
			}
		}
	}
	return text, ""
}

func withoutComments(text string) string {
	for {
		before, rest, found := strings.Cut(text, "/*")
		if !found {
			return text
		}
		_, after, _ := strings.Cut(rest, "*/")
		text = before + after
	}
}

func selectors(list, element string) string {
	var out []string
	for _, one := range strings.Split(list, ",") {
		one = strings.TrimSpace(one)
		switch {
		case one == ":root" || one == "html" || one == "body" || one == "main":
			out = append(out, element)
		case strings.HasPrefix(one, "html["): // by the page's language
			root, rest, _ := strings.Cut(one, " ")
			out = append(out, root+" "+element+" "+rest)
		default:
			out = append(out, element+" "+one)
		}
	}
	return strings.Join(out, ",")
}

// StandingTo is where a row of a comparison leads: to its page, or in a file to the
// file beside it.
func (v view) StandingTo(table reports.StandingTable, row reports.StandingRow) string {
	switch {
	case v.Links == nil && row.File != "":
		return row.File + ".html"
	case v.Links == nil || row.File == "":
		return ""
	case table.ID == "projects":
		return v.Links.To(reports.Scope{Kind: reports.ProjectScope, ID: row.ID})
	}
	return v.CityTo(row.ID)
}

// CityTo is the page of a city, by its code.
func (v view) CityTo(code string) string {
	if v.Links == nil || code == "" || v.Scope == (reports.Scope{Kind: reports.CityScope, ID: code}) {
		return ""
	}
	return v.Links.To(reports.Scope{Kind: reports.CityScope, ID: code})
}

// SectionTo is the page that a section of the indicator table is about.
func (v view) SectionTo(s reports.Section) string {
	switch {
	case v.Links == nil:
		return ""
	case v.Scope.Kind == reports.CityScope:
		return v.Links.To(reports.Scope{Kind: reports.ProjectScope, ID: s.Project})
	}
	return v.CityTo(s.Region)
}

// RowTo is the page of a row's name: that of the indicator over all its regions, on
// which a row is a region and leads to it.
func (v view) RowTo(row reports.Row) string {
	if v.Links == nil {
		return ""
	}
	if v.Scope.Kind == reports.IndicatorScope {
		return v.CityTo(row.Region)
	}
	return v.Links.To(overRegions(row.ID))
}

// Explained is the page that explains an indicator's verdicts.
func (v view) Explained(id string) string {
	if v.Links == nil {
		return ""
	}
	if strings.Count(id, "/") < 3 { // the sum over the regions: each has its own
		if scope := overRegions(id); scope != v.Scope {
			return v.Links.To(scope)
		}
		return ""
	}
	return v.Links.Explained(id)
}

// ColumnTo is the page of a column of the heat map: an indicator's; a period has none.
func (v view) ColumnTo(c reports.HeatColumn) string {
	if v.Links == nil || !strings.Contains(c.ID, "/") {
		return ""
	}
	return v.Links.To(overRegions(v.Foot.Origin.Programme + "/" + c.ID))
}

// overRegions is the scorecard of an indicator with that id, with or without a region.
func overRegions(id string) reports.Scope {
	parts := strings.Split(id, "/")
	if len(parts) == 4 { // programme, project, region, indicator
		id = strings.Join([]string{parts[0], parts[1], parts[3]}, "/")
	}
	return reports.Scope{Kind: reports.IndicatorScope, ID: id}
}
