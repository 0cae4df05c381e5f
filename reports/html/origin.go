package html

import (
	"bytes"
	"errors"
	"html"

	"yardstick/reports"
)

// Origin reads what a page says of itself, from its head.
func Origin(file []byte) (reports.Origin, error) {
	_, rest, found := bytes.Cut(file, []byte(`<meta name="yardstick-origin" content="`))
	text, _, closed := bytes.Cut(rest, []byte(`">`))
	if !found || !closed {
		return reports.Origin{}, errors.New("the page's head holds no origin")
	}
	return reports.ParseOrigin(html.UnescapeString(string(text)))
}
