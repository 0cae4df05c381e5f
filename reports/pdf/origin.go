package pdf

import (
	"bytes"
	"encoding/xml"
	"errors"

	"yardstick/reports"
)

// OriginElement is the element of the metadata that holds [reports.Origin].
const OriginElement = "yardstick:Origin"

// Origin reads what a file says of itself, from its metadata, which stand in it
// uncompressed. The error says that there is nothing of the kind: the file is not ours,
// or another program rewrote it.
func Origin(file []byte) (reports.Origin, error) {
	begin, end := []byte("<"+OriginElement+">"), []byte("</"+OriginElement+">")
	_, rest, found := bytes.Cut(file, begin)
	text, _, closed := bytes.Cut(rest, end)
	if !found || !closed {
		return reports.Origin{}, errors.New("the file's metadata hold no origin")
	}
	var plain string
	if err := xml.Unmarshal(append(append([]byte("<o>"), text...), "</o>"...), &plain); err != nil {
		return reports.Origin{}, err
	}
	return reports.ParseOrigin(plain)
}
