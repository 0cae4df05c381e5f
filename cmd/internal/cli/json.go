package cli

import "encoding/json"

// writeJSON prints a value, indented, ending in a line feed.
func (s *session) writeJSON(v any) error {
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// writeLine prints a value as one line.
func (s *session) writeLine(v any) error {
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
