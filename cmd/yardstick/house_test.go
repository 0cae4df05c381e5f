package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// rooms are the layers of the house, in the order a published text passes them.
var rooms = []string{"indicators", "rules", "engine", "reports", "cmd"}

func TestImportsRunOneWay(t *testing.T) {
	place := map[string]int{}
	for i, room := range rooms {
		place[room] = i
	}
	each(t, func(path, folder string, imports []string, _ bool) {
		from := place[roomOf(folder)]
		for _, imported := range imports {
			target, ours := strings.CutPrefix(imported, "yardstick/")
			if !ours {
				continue
			}
			if to := place[roomOf(target)]; to > from {
				t.Errorf("%s: %s imports %s; imports run indicators ← rules ← engine ← reports ← cmd", path, roomOf(folder), target)
			}
			if folder == roomOf(folder) && strings.HasPrefix(target, folder+"/") && !strings.HasSuffix(path, "_test.go") {
				t.Errorf("%s: the nouns of %s import their own subfolder %s; the subfolder imports the nouns", path, folder, target)
			}
			if strings.HasSuffix(target, "test") && !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(folder, "test") && target != "rules/ruletest" {
				t.Errorf("%s: %s is for tests only", path, target)
			}
		}
	})
}

func TestEachPackageHasOnePackageComment(t *testing.T) {
	comments := map[string][]string{}
	each(t, func(path, folder string, _ []string, documented bool) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		if _, seen := comments[folder]; !seen {
			comments[folder] = nil
		}
		if documented {
			comments[folder] = append(comments[folder], filepath.Base(path))
		}
	})
	for folder, files := range comments {
		if len(files) != 1 {
			t.Errorf("%s: package comment in %v, want exactly one file", folder, files)
		}
	}
}

// each calls f with every Go file of the house.
func each(t *testing.T, f func(path, folder string, imports []string, documented bool)) {
	t.Helper()
	root := filepath.Join("..", "..")
	for _, room := range rooms {
		err := filepath.WalkDir(filepath.Join(root, room), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
			if err != nil {
				return err
			}
			for _, group := range file.Comments {
				if strings.HasPrefix(group.Text(), "//go:build ignore") {
					return nil
				}
				for _, line := range group.List {
					if line.Text == "//go:build ignore" {
						return nil
					}
				}
			}
			folder, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil {
				return err
			}
			var imports []string
			for _, spec := range file.Imports {
				imported, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					return err
				}
				imports = append(imports, imported)
			}
			f(path, filepath.ToSlash(folder), imports, file.Doc != nil)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func roomOf(folder string) string {
	room, _, _ := strings.Cut(folder, "/")
	return room
}
