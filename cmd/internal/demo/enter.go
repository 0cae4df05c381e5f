package demo

import (
	"context"

	"yardstick/engine"
	"yardstick/engine/store"
)

// Enter enters a batch as the demonstration's author: figures first, then what
// corrects them, then what is declared.
func Enter(ctx context.Context, st *store.Store, programme string, batch Batch) error {
	var first, corrections []engine.Entry
	for _, entry := range batch.Entries {
		if entry.Supersede == "" {
			first = append(first, entry)
		} else {
			corrections = append(corrections, entry)
		}
	}
	for _, entries := range [][]engine.Entry{first, corrections} {
		if len(entries) == 0 {
			continue
		}
		if _, err := st.Record(ctx, programme, entries, store.RecordOptions{By: Author}); err != nil {
			return err
		}
	}
	if len(batch.Declarations) == 0 {
		return nil
	}
	_, err := st.Declare(ctx, programme, batch.Declarations, Author)
	return err
}
