package store_test

import (
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Each comparison takes 64 MB: what was allocated tells how many there were.
func TestLoginsSentAtOneMomentAreNotAllWorkedOn(t *testing.T) {
	s, _ := office(t, filepath.Join(t.TempDir(), "x.db"))
	const sent, each = 60, 64 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var group sync.WaitGroup
	for n := range sent {
		group.Go(func() {
			if _, err := s.Login(ctx, "nobody"+strconv.Itoa(n), "wrong", "203.0.113.5"); err == nil {
				t.Error("nobody is let in")
			}
		})
	}
	group.Wait()
	runtime.ReadMemStats(&after)
	if compared := (after.TotalAlloc - before.TotalAlloc) / each; compared > 40 {
		t.Errorf("%d of %d were worked on", compared, sent)
	}
	_, err := s.Login(ctx, "li", rightPassword, "203.0.113.5")
	wantCode(t, err, "login-later")
}

func TestANetworkOfAddressesIsSlowedDownAsOne(t *testing.T) {
	s, _ := office(t, filepath.Join(t.TempDir(), "x.db"))
	for n := range 20 {
		_, err := s.Login(ctx, strings.Repeat("x", 100_000)+strconv.Itoa(n), "wrong", "2001:db8:0:1::"+strconv.Itoa(n+1))
		if n < 5 { // what is too long for a name is cut, and is then one name
			wantCode(t, err, "login-wrong")
		} else {
			wantCode(t, err, "login-later")
		}
	}
	for n := range 15 {
		_, err := s.Login(ctx, "nobody"+strconv.Itoa(n), "wrong", "2001:db8:0:1::"+strconv.Itoa(n+100))
		wantCode(t, err, "login-wrong")
	}
	_, err := s.Login(ctx, "li", rightPassword, "2001:db8:0:1:ffff::1")
	wantCode(t, err, "login-later")
	if _, err := s.Login(ctx, "li", rightPassword, "2001:db8:0:2::1"); err != nil {
		t.Error("another network:", err)
	}
	if _, err := s.Login(ctx, "li", rightPassword, "::ffff:192.0.2.1"); err != nil {
		t.Error(err)
	}
	sound(t, s)
}
