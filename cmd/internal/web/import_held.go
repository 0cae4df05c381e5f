package web

import (
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"yardstick/engine/intake"
)

// A preview is held for so long, for as many visitors as this, and as many cells as
// this for all of them together: the oldest goes first. Whoever comes back too late
// sends the file again.
const (
	heldFor   = 30 * time.Minute
	heldMost  = 16
	heldCells = 200_000
)

// heldPreviews keeps what visitors have looked at and may now apply, one for each
// account.
type heldPreviews struct {
	mutex sync.Mutex
	list  []heldPreview // the oldest first
}

type heldPreview struct {
	token, account string
	until          time.Time
	preview        *intake.Preview
}

// keep holds a preview and returns the token by which its account gets it.
func (h *heldPreviews) keep(account string, preview *intake.Preview, now time.Time) string {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.drop(func(one heldPreview) bool { return one.account == account || !now.Before(one.until) })
	token := rand.Text()
	h.list = append(h.list, heldPreview{token: token, account: account, until: now.Add(heldFor), preview: preview})
	for len(h.list) > 1 && (len(h.list) > heldMost || h.cells() > heldCells) {
		h.list = h.list[1:]
	}
	return token
}

// take returns an account's preview and forgets it; nil when it is not held any more.
func (h *heldPreviews) take(account, token string, now time.Time) *intake.Preview {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	var found *intake.Preview
	h.drop(func(one heldPreview) bool {
		mine := one.account == account && one.token == token
		if mine && now.Before(one.until) {
			found = one.preview
		}
		return mine
	})
	return found
}

func (h *heldPreviews) drop(gone func(heldPreview) bool) {
	h.list = slices.DeleteFunc(h.list, gone)
}

func (h *heldPreviews) cells() (n int) {
	for _, one := range h.list {
		n += len(one.preview.Cells)
	}
	return n
}
