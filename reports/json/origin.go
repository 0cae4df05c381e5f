package json

import (
	stdjson "encoding/json"

	"yardstick/reports"
)

// Origin reads what a JSON scorecard says of itself.
func Origin(file []byte) (reports.Origin, error) {
	var d struct {
		Origin stdjson.RawMessage `json:"origin"`
	}
	if err := stdjson.Unmarshal(file, &d); err != nil {
		return reports.Origin{}, err
	}
	return reports.ParseOrigin(string(d.Origin))
}
