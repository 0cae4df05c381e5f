package cli

import (
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// sayReady tells systemd, where it started us, that requests are taken, and from then
// on as often as it wants that we live. Elsewhere it does nothing.
func sayReady() {
	_, _ = daemon.SdNotify(false, daemon.SdNotifyReady) // nobody to tell is no fault
	every, err := daemon.SdWatchdogEnabled(false)
	if err != nil || every == 0 {
		return
	}
	go func() {
		for range time.Tick(every / 2) {
			_, _ = daemon.SdNotify(false, daemon.SdNotifyWatchdog)
		}
	}()
}

// sayStopping tells systemd that what is under way finishes.
func sayStopping() { _, _ = daemon.SdNotify(false, daemon.SdNotifyStopping) }
