package api

import (
	"bytes"
	"encoding/json"
)

// OpenAPI is the description of all operations, OpenAPI 3.1 as indented JSON. Equal
// operations give equal bytes.
func (a *API) OpenAPI() []byte {
	text, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		panic(err) // it holds nothing that JSON cannot say; a test writes it
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		panic(err)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// Operations are the ids of all operations.
func (a *API) Operations() map[string]bool {
	out := map[string]bool{}
	for _, op := range a.ops {
		out[op.ID] = true
	}
	return out
}
