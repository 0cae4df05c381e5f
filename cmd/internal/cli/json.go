package cli

import "encoding/json"

// writeJSON prints a value, indented, ending in a line feed.
func (s *session) writeJSON(v any) error {
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
