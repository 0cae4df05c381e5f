package indicators

import (
	"strconv"
	"unicode/utf8"
)

// MarshalJSON writes the machine form of targets.md: numbers in the unit, dates
// as "2021-12-31", yes/no as true or false, absent fields left out.
func (r Reading) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }

// AppendJSON appends what MarshalJSON writes. It is written out by hand because
// a hundred thousand readings a second are answered through it.
func (r *Reading) AppendJSON(out []byte) []byte {
	o := object{out: append(out, '{')}
	o.text("kind", string(r.Kind))
	o.text("op", string(r.Op))
	r.appendValues(&o)
	o.text("unit", r.Unit)
	o.text("open", r.Open)
	o.text("per", string(r.Per))
	o.text("direction", r.Direction)
	o.text("basis", r.Basis)
	if r.Baseline != nil {
		o.value("baseline", *r.Baseline)
	}
	if !r.Window.IsZero() {
		o.texts("window", []string{r.Window.From.String(), r.Window.To.String()})
	}
	o.text("grade", r.Grade)
	if len(r.Scale) > 0 {
		o.texts("scale", r.Scale)
	}
	o.text("logic", r.Logic)
	if len(r.Parts) > 0 {
		o.key("parts")
		for i := range r.Parts {
			o.out = r.Parts[i].AppendJSON(append(o.out, "[,"[min(i, 1)]))
		}
		o.out = append(o.out, ']')
	}
	o.text("label", r.Label)
	o.text("expr", r.Expr())
	o.texts("assumed", r.Assumed)
	return append(o.out, '}')
}

func (r *Reading) appendValues(o *object) {
	switch {
	case r.Kind == Threshold, r.Kind == Duration, r.Kind == Range, r.Kind == Change && !r.NoAmount:
		o.value("value", r.Value)
		if r.Kind == Range || r.Op == Between {
			o.value("value_hi", r.High)
		}
	case r.Kind == Deadline:
		o.text("value", DateOf(r.Value).String())
	case r.Kind == Truth:
		o.key("value")
		o.out = strconv.AppendBool(o.out, r.Value != 0)
	}
}

// object appends the fields of a JSON object.
type object struct{ out []byte }

func (o *object) key(name string) {
	if o.out[len(o.out)-1] != '{' {
		o.out = append(o.out, ',')
	}
	o.out = append(append(append(o.out, '"'), name...), '"', ':')
}

// text appends a field unless it is empty.
func (o *object) text(name, value string) {
	if value != "" {
		o.key(name)
		o.out = AppendQuoted(o.out, value)
	}
}

func (o *object) value(name string, v Value) {
	o.key(name)
	o.out = v.append(o.out)
}

func (o *object) texts(name string, list []string) {
	o.key(name)
	o.out = append(o.out, '[')
	for i, text := range list {
		if i > 0 {
			o.out = append(o.out, ',')
		}
		o.out = AppendQuoted(o.out, text)
	}
	o.out = append(o.out, ']')
}

// AppendQuoted appends a text as a JSON string. Characters stand as they are;
// quotes, backslashes, control characters and U+2028/9 are escaped, and a byte
// that is not UTF-8 becomes U+FFFD.
func AppendQuoted(out []byte, text string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			switch {
			case c == '"' || c == '\\':
				out = append(out, '\\', c)
			case c < ' ' || c == 0x7f:
				out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			default:
				out = append(out, c)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == '\u2028' || r == '\u2029' {
			out = append(append(out, `\u202`...), hex[r&15])
		} else {
			out = utf8.AppendRune(out, r)
		}
		i += size
	}
	return append(out, '"')
}
