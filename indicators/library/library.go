// Package library holds the first programme, as it was published: Guangdong's
// 2021 support funds for the industrial chains of strategic industry clusters.
package library

import (
	"embed"
	"io/fs"
	"path"
	"strings"
	"sync"

	"yardstick/indicators"
	"yardstick/indicators/load"
)

//go:embed gd-2021/*.yaml
var files embed.FS

const folder = "gd-2021"

// Sources returns the definition files of the programme, verbatim, in the order
// of their names.
func Sources() []load.Source { return named(false) }

// TestFiles returns the rule-test files (*.test.yaml) that ship with it.
func TestFiles() []load.Source { return named(true) }

func named(tests bool) []load.Source {
	var sources []load.Source
	entries, _ := fs.ReadDir(files, folder)
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		if strings.HasSuffix(name, load.TestSuffix) != tests {
			continue
		}
		if text, err := files.ReadFile(name); err == nil {
			sources = append(sources, load.Source{Name: name, Text: text})
		}
	}
	return sources
}

// Programme returns the programme, built anew, so that a caller may change it.
// Its definitions are free of errors: a test holds that.
func Programme() *indicators.Programme {
	p, _ := load.Read(Sources()...)
	return p
}

// Shared returns the programme built once, for readers that change nothing.
var Shared = sync.OnceValue(Programme)
