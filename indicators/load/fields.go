package load

import (
	"strings"

	"yardstick/indicators"
)

// fields is a mapping read against its description: values by English key.
type fields struct {
	node   *node
	values map[string]entry
}

// get returns the value of a key, nil when it is absent or empty.
func (f fields) get(name string) *node {
	if value := f.values[name].value; value != nil && value.kind != empty {
		return value
	}
	return nil
}

// key returns the node of the key itself, the mapping's where it is absent.
func (f fields) key(name string) *node {
	if key := f.values[name].key; key != nil {
		return key
	}
	return f.node
}

// places are those of the values, by the names of their keys.
func (f fields) places() map[string]indicators.Place {
	out := map[string]indicators.Place{}
	for name := range f.values {
		if value := f.get(name); value != nil {
			out[name] = value.place()
		}
	}
	return out
}

// fields reads a mapping. Unknown keys, keys given twice (also once in each
// language) and required keys that are missing are problems; the rest is kept.
func (r *reader) fields(n *node, o *object) fields {
	out := fields{node: n, values: map[string]entry{}}
	if n == nil || n.kind == empty {
		return out
	}
	if n.kind != mapping {
		r.report(n.problem("not-a-mapping", indicators.Args{"object": o.name}))
		return out
	}
	for _, e := range n.entries {
		key := o.find(e.key.text)
		if key == nil {
			r.unknownKey(e, o)
			continue
		}
		if first, twice := out.values[key.name]; twice {
			r.report(e.key.problem("key-twice", indicators.Args{"key": e.key.text, "first": first.key.place().String()}))
			continue
		}
		out.values[key.name] = e
	}
	for _, key := range o.keys {
		if key.required && out.get(key.name) == nil {
			r.report(out.key(key.name).problem("key-missing", indicators.Args{"key": key.zh, "english": key.name}))
		}
	}
	return out
}

func (r *reader) unknownKey(e entry, o *object) {
	if r.full() {
		return
	}
	args := indicators.Args{"key": e.key.text}
	if guess := o.guess(e.key.text); guess != "" {
		args["guess"] = guess
		r.report(e.key.problem("key-misspelt", args))
		return
	}
	known := make([]string, len(o.keys))
	for i, key := range o.keys {
		known[i] = key.zh
	}
	args["known"] = strings.Join(known, " ")
	r.report(e.key.problem("key-unknown", args))
}

// find returns the key that a word names in either language.
func (o *object) find(word string) *key {
	o.once.Do(func() {
		o.byWord = map[string]*key{}
		for i := range o.keys {
			for _, spelling := range o.keys[i].spellings() {
				o.byWord[foldKey(spelling)] = &o.keys[i]
			}
		}
	})
	return o.byWord[foldKey(word)]
}

// spellings lists all the words for a key, the English one first.
func (k *key) spellings() []string { return append([]string{k.name, k.zh}, k.also...) }

// foldKey makes renamed-from, Renamed From and renamed_from one key.
func foldKey(word string) string {
	return keyFolds.Replace(strings.ToLower(strings.TrimSpace(word)))
}

var keyFolds = strings.NewReplacer(" ", "_", "-", "_", "：", "")

// guess returns the known key that a misspelt one was most likely to be.
func (o *object) guess(word string) string {
	var all []string
	for i := range o.keys {
		all = append(all, o.keys[i].spellings()...)
	}
	return indicators.Suggest(word, all)
}
