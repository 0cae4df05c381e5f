package store_test

import (
	"context"
	"flag"
	"path/filepath"
	"testing"

	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
)

var keep = flag.String("keep", "", "folder in which the databases of the tests stay, to look at")

// open makes a database in a file of its own.
func open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	folder := *keep
	if folder == "" {
		folder = t.TempDir()
	}
	s, err := store.Open(context.Background(), filepath.Join(folder, filepath.Base(t.Name())+".db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestSQLite(t *testing.T) { storetest.Run(t, open) }
