package schedule

import (
	"testing"
	"time"
)

// ReclaimEvery has jobs that nobody does be looked for more often during a test.
func ReclaimEvery(t *testing.T, every time.Duration) {
	before := reclaimEvery
	reclaimEvery = every
	t.Cleanup(func() { reclaimEvery = before })
}
