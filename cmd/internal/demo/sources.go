package demo

import (
	"bytes"

	"yardstick/indicators/library"
	"yardstick/indicators/load"
)

// Author is the name under which made-up results are entered.
const Author = "demonstration (made-up results)"

// Sources are the first programme's definitions, marked as illustrative, so that
// every page made from this database says that its results are made up.
func Sources() []load.Source {
	sources := library.Sources()
	for i, source := range sources {
		if head := []byte("专项:\n"); bytes.Contains(source.Text, head) {
			sources[i].Text = bytes.Replace(source.Text, head, []byte("专项:\n  示例数据: 是\n"), 1)
		}
	}
	return sources
}
