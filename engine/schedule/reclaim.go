package schedule

import (
	"context"
	"time"
)

// beginJob marks a job as one that this process does, until the function returned is
// called.
func (d *Daemon) beginJob(id int64) (done func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.begun[id] = true
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.begun, id)
	}
}

// reclaimLoop takes up jobs again whose end could not be recorded, because the disk
// was full or the database did not answer: they stand as running, and nobody does
// them. The engine of jobs itself would wait for rescueAfter.
func (d *Daemon) reclaimLoop() {
	ticker := time.NewTicker(reclaimEvery)
	defer ticker.Stop()
	orphans := map[int64]bool{}
	for {
		select {
		case <-ticker.C:
		case <-d.quit:
			return
		}
		var err error
		if orphans, err = d.reclaim(context.Background(), orphans); err != nil {
			d.log.Warn("jobs cannot be looked after", "why", err)
		}
	}
}

// reclaim makes the jobs available again that were orphans at the last look and still
// are, and returns the orphans of this one: between being fetched and being begun a
// job is one for a moment.
func (d *Daemon) reclaim(ctx context.Context, before map[int64]bool) (orphans map[int64]bool, err error) {
	orphans = map[int64]bool{}
	rows, err := d.jobs.DB().QueryContext(ctx, `SELECT id FROM river_job WHERE state = 'running'`)
	if err != nil {
		return orphans, err
	}
	defer rows.Close()
	var again []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return orphans, err
		}
		if d.doing(id) {
			continue
		}
		if orphans[id] = true; before[id] {
			again = append(again, id)
		}
	}
	if err := rows.Err(); err != nil {
		return orphans, err
	}
	rows.Close() // the connection is the only one
	for _, id := range again {
		if d.doing(id) {
			continue
		}
		if _, err := d.jobs.DB().ExecContext(ctx, `UPDATE river_job SET state = 'available' WHERE id = ? AND state = 'running'`, id); err != nil {
			return orphans, err
		}
		d.log.Info("job taken up again", "job", id)
	}
	return orphans, nil
}

func (d *Daemon) doing(id int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.begun[id]
}
