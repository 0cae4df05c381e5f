package api

import (
	"encoding/json"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yardstick/indicators"
	"yardstick/rules"
)

// Decimal is an exact number: at most six decimals, a JSON number.
type Decimal struct{ indicators.Value }

// MarshalJSON writes the number with all its decimals.
func (d Decimal) MarshalJSON() ([]byte, error) { return d.Value.MarshalJSON() }

// Schema says that it is a number.
func (Decimal) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeNumber, Description: "Exact, with at most six decimals"}
}

// Points are points, scores and percents of coverage, with two decimals.
type Points struct{ indicators.Hundredths }

// MarshalJSON writes the number with its decimals.
func (p Points) MarshalJSON() ([]byte, error) { return json.Marshal(p.Hundredths) }

// Schema says that it is a number.
func (Points) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeNumber, Description: "With two decimals"}
}

func points(scored bool, v indicators.Hundredths) (out OrNull[Points]) {
	if scored {
		out.Value = &Points{v}
	}
	return out
}

// OrNull is a T, or null where there is none.
type OrNull[T any] struct{ Value *T }

// MarshalJSON writes the T, or null.
func (o OrNull[T]) MarshalJSON() ([]byte, error) { return json.Marshal(o.Value) }

// Schema says that it is a T or null.
func (OrNull[T]) Schema(r huma.Registry) *huma.Schema {
	t := reflect.TypeFor[T]()
	return &huma.Schema{OneOf: []*huma.Schema{r.Schema(t, true, t.Name()), {Type: "null"}}}
}

// Figure is a reported figure in the way of its kind: a number in the unit beside it,
// true or false, a date as "2021-12-31", the word of a grade or a change.
type Figure struct{ json.RawMessage }

// MarshalJSON writes the figure as it is.
func (f Figure) MarshalJSON() ([]byte, error) {
	if len(f.RawMessage) == 0 {
		return []byte("null"), nil
	}
	return f.RawMessage, nil
}

// Schema says that it may be of several kinds.
func (Figure) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Description: "A number in the unit beside it, true or false, a date, the word of a grade or a change; null when there is none",
		OneOf: []*huma.Schema{{Type: huma.TypeNumber}, {Type: huma.TypeBoolean}, {Type: huma.TypeString}, {Type: "null"}}}
}

// figureOf writes a value as its reading's kind has it.
func figureOf(r *indicators.Reading, v *indicators.Value, l indicators.Language) Figure {
	if v == nil {
		return Figure{}
	}
	switch r.Kind {
	case indicators.Threshold, indicators.Range, indicators.Duration:
		text, _ := v.MarshalJSON() // never fails
		return Figure{text}
	case indicators.Truth:
		return text(*v == indicators.YesNo(true))
	default:
		return text(rules.Word(r, *v, l))
	}
}

func text(v any) Figure {
	out, _ := json.Marshal(v) // a bool or a string
	return Figure{out}
}

// instant writes a time in the programme's zone, as RFC 3339.
func instant(at time.Time, zone *time.Location) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.In(zone)
	return &at
}

// date writes a day as 2021-12-31; nil for none.
func date(d indicators.Date) *string {
	if d == 0 {
		return nil
	}
	return pointer(d.String())
}
