package load

import (
	"encoding/json"
	"strings"
)

// Schema returns the JSON Schema (draft 2020-12) of a definition file, for
// editors: keys in both languages, with their meaning. It is made from the same
// description that [Read] uses, so that the two cannot disagree about keys.
func Schema() []byte {
	defs := schemaNode{}
	root := objectSchema(definition, defs)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "yardstick definition"
	root["$defs"] = defs
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic("schema: " + err.Error()) // maps of texts always marshal
	}
	return append(text, '\n')
}

// schemaNode is one node of the schema; encoding/json writes its keys in order.
type schemaNode map[string]any

// reference returns a $ref to an object, adding it to the definitions once.
func reference(o *object, defs schemaNode) schemaNode {
	if _, there := defs[o.name]; !there {
		defs[o.name] = nil // before its keys: an object may hold itself
		defs[o.name] = objectSchema(o, defs)
	}
	return schemaNode{"$ref": "#/$defs/" + o.name}
}

func objectSchema(o *object, defs schemaNode) schemaNode {
	properties := schemaNode{}
	var required []schemaNode
	for i := range o.keys {
		k := &o.keys[i]
		var anyOf []schemaNode
		for _, spelling := range k.spellings() {
			value := k.schema(defs)
			value["description"] = strings.TrimSpace(k.docZH + " / " + k.docEN)
			properties[spelling] = value
			anyOf = append(anyOf, schemaNode{"required": []string{spelling}})
		}
		if k.required {
			required = append(required, schemaNode{"anyOf": anyOf})
		}
	}
	out := schemaNode{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["allOf"] = required
	}
	return out
}

// text is any scalar: 9960, 是 and 90% are all kept as typed.
func anyText() schemaNode {
	return schemaNode{"type": []string{"string", "number", "boolean", "null"}}
}

func (k *key) schema(defs schemaNode) schemaNode {
	switch k.shape {
	case idShape:
		return schemaNode{"type": []string{"string", "number"}, "maxLength": maxID}
	case wholeShape:
		return schemaNode{"type": "integer"}
	case choiceShape:
		return schemaNode{"enum": wordsOf(k.choices)}
	case truthShape:
		return schemaNode{"enum": append(wordsOf(truths), true, false)}
	case textsShape:
		return oneOrMany(anyText())
	case objectShape:
		return reference(k.of, defs)
	case listShape, regionListShape:
		item := reference(k.of, defs)
		if k.shape == regionListShape {
			item = schemaNode{"anyOf": []schemaNode{anyText(), item}}
		}
		return oneOrMany(item)
	case targetShape:
		return schemaNode{"anyOf": []schemaNode{anyText(), reference(k.of, defs)}}
	case regionShape:
		return schemaNode{"type": "object", "additionalProperties": reference(k.of, defs)}
	case categoryShape:
		return categorySchema(k.of, defs)
	case tableShape:
		return schemaNode{"type": "object", "additionalProperties": schemaNode{"type": "array",
			"items": schemaNode{"anyOf": []schemaNode{anyText(), reference(targetObject, defs)}}}}
	}
	return anyText()
}

// categorySchema is categories with indicators by name, or a list of indicators.
func categorySchema(indicator *object, defs schemaNode) schemaNode {
	named := schemaNode{"type": "object", "additionalProperties": schemaNode{"anyOf": []schemaNode{anyText(), reference(indicator, defs)}}}
	listed := schemaNode{"type": "array", "items": reference(listedIndicator, defs)}
	inCategory := schemaNode{"type": "array", "items": reference(indicator, defs)}
	return schemaNode{"anyOf": []schemaNode{listed,
		{"type": "object", "additionalProperties": schemaNode{"anyOf": []schemaNode{named, inCategory}}}}}
}

func oneOrMany(item schemaNode) schemaNode {
	return schemaNode{"anyOf": []schemaNode{item, {"type": "array", "items": item}}}
}

func wordsOf(choices []choice) []any {
	var words []any
	for _, c := range choices {
		words = append(words, c.value)
		for _, word := range c.words {
			words = append(words, word)
		}
	}
	return words
}
