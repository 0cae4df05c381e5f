package workbook

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"yardstick/indicators"
)

// book reads the workbook's own part, and through it the sheets.
func (o *opening) book() (*Book, *indicators.Problem) {
	if problem := o.contentTypes(); problem != nil {
		return nil, problem
	}
	if problem := o.links(); problem != nil {
		return nil, problem
	}
	main, problem := o.main()
	if problem != nil {
		return nil, problem
	}
	listed, problem := o.listed(main)
	if problem != nil {
		return nil, problem
	}
	related, problem := o.relations(main)
	if problem != nil {
		return nil, problem
	}
	if problem := o.shared(related); problem != nil {
		return nil, problem
	}
	b := &Book{Name: o.name}
	for _, sheet := range listed {
		i := slices.IndexFunc(related, func(r relation) bool { return r.id == sheet.id })
		if i < 0 {
			return nil, o.refuse("workbook-broken", indicators.Args{"part": shown(sheet.name)})
		}
		if related[i].kind != "worksheet" { // a sheet that is a chart has no cells
			continue
		}
		s := &Sheet{Name: sheet.name, Hidden: sheet.hidden, file: o.name}
		if problem := o.sheet(s, related[i].target); problem != nil {
			return nil, problem
		}
		b.Sheets = append(b.Sheets, s)
	}
	return b, nil
}

// main finds the workbook's own part.
func (o *opening) main() (string, *indicators.Problem) {
	related, problem := o.relations("")
	if problem != nil {
		return "", problem
	}
	for _, r := range related {
		if r.kind == "officeDocument" {
			return r.target, nil
		}
	}
	return "", o.refuse("workbook-not-xlsx", indicators.Args{"found": "ZIP"})
}

type listedSheet struct {
	name, id string
	hidden   bool
}

// listed reads the names of the sheets, in their order.
func (o *opening) listed(main string) (sheets []listedSheet, problem *indicators.Problem) {
	problem = o.scan(main, handler{start: func(name string, a []xml.Attr, within []string) *indicators.Problem {
		switch {
		case name == "workbookPr":
			if v := attribute(a, "date1904"); v == "1" || v == "true" {
				o.from = epoch1904
			}
		case name == "sheet" && slices.Equal(within, []string{"workbook", "sheets"}):
			state := attribute(a, "state")
			sheet := listedSheet{name: attribute(a, "name"), id: attribute(a, "id"), hidden: state != "" && state != "visible"}
			if slices.ContainsFunc(sheets, func(s listedSheet) bool { return strings.EqualFold(s.name, sheet.name) }) {
				return o.refuse("workbook-broken", indicators.Args{"part": shown(sheet.name)})
			}
			sheets = append(sheets, sheet)
		}
		return nil
	}})
	return sheets, problem
}

// shared reads what the sheets share: their texts and their formats.
func (o *opening) shared(related []relation) *indicators.Problem {
	for _, r := range related {
		var problem *indicators.Problem
		switch r.kind {
		case "sharedStrings":
			problem = o.sharedStrings(r.target)
		case "styles":
			problem = o.formats(r.target)
		}
		if problem != nil {
			return problem
		}
	}
	return nil
}

func (o *opening) sharedStrings(part string) *indicators.Problem {
	var text strings.Builder
	return o.scan(part, handler{
		start: func(name string, _ []xml.Attr, _ []string) *indicators.Problem {
			if name == "si" {
				text.Reset()
			}
			return nil
		},
		text: func(chars []byte, within []string) {
			if isText(within) {
				text.Write(chars)
			}
		},
		end: func(name string, _ []string) *indicators.Problem {
			if name == "si" {
				o.strings = append(o.strings, unescaped(text.String()))
			}
			return nil
		},
	})
}

// isText reports characters of a text itself, not of the reading aid above it.
func isText(within []string) bool {
	return len(within) > 1 && within[len(within)-1] == "t" && !slices.Contains(within, "rPh")
}

var escape = regexp.MustCompile(`(_x[0-9A-Fa-f]{4}_)+`)

// unescaped puts characters in the place of their numbers (_x000A_), and a line
// feed for every way to end a line.
func unescaped(text string) string {
	if strings.Contains(text, "_x") {
		text = escape.ReplaceAllStringFunc(text, func(codes string) string {
			var units []uint16
			for i := 0; i < len(codes); i += 7 {
				unit, _ := strconv.ParseUint(codes[i+2:i+6], 16, 16)
				units = append(units, uint16(unit))
			}
			return string(utf16.Decode(units))
		})
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// formats reads the number format of each style.
func (o *opening) formats(part string) *indicators.Problem {
	custom := map[string]string{}
	return o.scan(part, handler{start: func(name string, a []xml.Attr, within []string) *indicators.Problem {
		switch {
		case name == "numFmt" && slices.Contains(within, "numFmts"):
			custom[attribute(a, "numFmtId")] = attribute(a, "formatCode")
		case name == "xf" && slices.Contains(within, "cellXfs"):
			id := attribute(a, "numFmtId")
			code, known := custom[id]
			if !known {
				code = builtin(id)
			}
			o.styles = append(o.styles, parseFormat(code))
		}
		return nil
	}})
}
