package workbook

import (
	"encoding/xml"
	"io"
	"path"
	"strings"

	"yardstick/indicators"
)

// handler is told of the elements of a part. Within are the names of the elements
// around, the outermost first, without their prefixes.
type handler struct {
	start func(name string, attributes []xml.Attr, within []string) *indicators.Problem
	text  func(text []byte, within []string)
	end   func(name string, within []string) *indicators.Problem
}

// scan walks a part: UTF-8, without a document type, no deeper and no longer than
// the limits, and no more bytes than the directory said.
func (o *opening) scan(part string, h handler) *indicators.Problem {
	file := o.parts[strings.ToLower(part)]
	if file == nil {
		return o.refuse("workbook-broken", indicators.Args{"part": shown(part)})
	}
	broken := o.refuse("workbook-broken", indicators.Args{"part": shown(part)})
	content, err := file.Open()
	if err != nil {
		return broken
	}
	defer content.Close()
	decoder := xml.NewDecoder(io.LimitReader(content, int64(file.UncompressedSize64)))
	var within []string
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return broken
		}
		if o.tokens--; o.tokens < 0 {
			return o.refuse("workbook-too-many", indicators.Args{"part": shown(part)})
		}
		switch token := token.(type) {
		case xml.Directive:
			return o.refuse("workbook-entities", indicators.Args{"part": shown(part)})
		case xml.StartElement:
			if len(within) == maxDepth {
				return broken
			}
			if problem := h.start(token.Name.Local, token.Attr, within); problem != nil {
				return problem
			}
			within = append(within, token.Name.Local)
		case xml.CharData:
			if h.text != nil {
				h.text(token, within)
			}
		case xml.EndElement:
			within = within[:len(within)-1]
			if h.end != nil {
				if problem := h.end(token.Name.Local, within); problem != nil {
					return problem
				}
			}
		}
	}
}

// attribute returns an attribute by its local name, empty when it is not there.
func attribute(attributes []xml.Attr, name string) string {
	for _, a := range attributes {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relation is one line of a part's .rels: what it points to, by the last word of
// its type (worksheet, styles, sharedStrings).
type relation struct{ id, kind, target string }

// relations reads the .rels of a part, the archive's own for no part; none where
// it has none.
func (o *opening) relations(part string) ([]relation, *indicators.Problem) {
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	if o.parts[strings.ToLower(name)] == nil {
		return nil, nil
	}
	var found []relation
	problem := o.scan(name, handler{start: func(element string, a []xml.Attr, _ []string) *indicators.Problem {
		if element != "Relationship" {
			return nil
		}
		target := strings.ReplaceAll(attribute(a, "Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(part), target)
		}
		found = append(found, relation{attribute(a, "Id"), path.Base(attribute(a, "Type")), strings.TrimPrefix(path.Clean(target), "/")})
		return nil
	}})
	return found, problem
}

// links refuses what any part fetches from elsewhere. A hyperlink is followed by a
// person or not at all, so it may stay.
func (o *opening) links() *indicators.Problem {
	for name := range o.parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		problem := o.scan(name, handler{start: func(element string, a []xml.Attr, _ []string) *indicators.Problem {
			if !strings.EqualFold(attribute(a, "TargetMode"), "External") || path.Base(attribute(a, "Type")) == "hyperlink" {
				return nil
			}
			return o.refuse("workbook-external", indicators.Args{"part": shown(attribute(a, "Target"))})
		}})
		if problem != nil {
			return problem
		}
	}
	return nil
}

// contentTypes refuses a workbook that says it carries macros. That parts of an
// extension would be macros says nothing where there is none: libraries declare it.
func (o *opening) contentTypes() *indicators.Problem {
	const name = "[Content_Types].xml"
	return o.scan(name, handler{start: func(element string, a []xml.Attr, _ []string) *indicators.Problem {
		part := attribute(a, "PartName")
		if element == "Default" {
			if part = o.partOf(attribute(a, "Extension")); part == "" {
				return nil
			}
		}
		if kind := strings.ToLower(attribute(a, "ContentType")); strings.Contains(kind, "macro") || strings.Contains(kind, "vba") {
			return o.refuse("workbook-macros", indicators.Args{"part": shown(part)})
		}
		return nil
	}})
}

// partOf is the first part with an extension, empty when there is none.
func (o *opening) partOf(extension string) (found string) {
	for name := range o.parts {
		if strings.HasSuffix(name, "."+strings.ToLower(extension)) && (found == "" || name < found) {
			found = name
		}
	}
	return found
}
