package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/netip"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"yardstick/engine"
	"yardstick/indicators"
)

// Passwords are kept by argon2id, each about 40 ms and 64 MB of work. No more
// are worked on at once than there are cores, so that many logins at the same
// moment cannot take the memory.
var (
	passwordWork = argon2id.Params{Memory: 64 * 1024, Iterations: 1, Parallelism: 2, SaltLength: 16, KeyLength: 32}
	working      = make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))
)

// A password is at least this long; what is longer than the limit is refused, as
// nobody types it.
const (
	shortestPassword = 10
	longestPassword  = 256
)

func hashPassword(password string) (string, error) {
	length := utf8.RuneCountInString(password)
	if length < shortestPassword || length > longestPassword || strings.TrimSpace(password) == "" {
		return "", &indicators.Problem{Code: "password-length", Args: indicators.Args{
			"least": strconv.Itoa(shortestPassword), "most": strconv.Itoa(longestPassword)}}
	}
	done, err := turn(context.Background())
	if err != nil {
		return "", err
	}
	defer done()
	return argon2id.CreateHash(password, &passwordWork)
}

// turn waits until a password may be worked on.
func turn(ctx context.Context) (done func(), err error) {
	select {
	case working <- struct{}{}:
		return func() { <-working }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// nobody's password takes as long to compare as anybody's, so that the time a
// login takes does not tell which accounts there are.
const nobody = "$argon2id$v=19$m=65536,t=1,p=2$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// samePassword is for one who has their turn: see turn.
func samePassword(password, kept string) bool {
	if len(password) > 4*longestPassword {
		return false
	}
	if kept == "" {
		kept = nobody
	}
	same, err := argon2id.ComparePasswordAndHash(password, kept)
	return same && err == nil
}

// Failed logins slow their account and their address down: after so many within
// the window nothing is compared until the oldest is past it.
const (
	failureWindow      = 15 * time.Minute
	failuresOfAccount  = 5
	failuresOfAddress  = 20
	invitationOutlives = 7 * 24 * time.Hour
)

// Login compares a password and returns the account. address is where it came
// from, empty for the command line. Problems: login-wrong (of an unknown or
// disabled account too), login-later (with the minutes to wait).
func (s *Store) Login(ctx context.Context, name, password, address string) (Account, error) {
	name = within64(name)
	// Whoever waits for their turn is asked about failures when it has come: those that
	// were sent at one moment are not all worked on.
	done, err := turn(ctx)
	if err != nil {
		return Account{}, err
	}
	defer done()
	var known accountRow
	err = s.snapshot(ctx, func(r *reading) error {
		if problem, err := r.throttled(name, address, s.now()); err != nil || problem != nil {
			return orProblem(err, problem)
		}
		_, err := r.one(accountByName, []any{name}, known.columns()...)
		known.read()
		return err
	})
	if err != nil {
		return Account{}, err
	}
	right := samePassword(password, known.password) && known.HasPassword && !known.Disabled
	err = s.save(ctx, func(w *writing) error { return w.login(name, address, right, known.password) })
	if err == nil && !right {
		err = &indicators.Problem{Code: "login-wrong"}
	}
	if err != nil {
		return Account{}, err
	}
	return known.Account, nil
}

// within64 cuts a name that is too long to be an account's: what was typed for it is
// kept for a while.
func within64(name string) string {
	const longest = 64
	if runes := []rune(name); len(runes) > longest {
		return string(runes[:longest+1])
	}
	return name
}

// network is what failures are counted by: an address, or of IPv6 the /64 around it,
// within which a host may choose any.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Is4() || a.Is4In6() {
		return address
	}
	around, _ := a.WithZone("").Prefix(64) // 64 bits an IPv6 address always has
	return around.String()
}

func orProblem(err error, problem *indicators.Problem) error {
	if err == nil && problem != nil {
		return problem
	}
	return err
}

// login writes down how a login went. A password that was changed while it was
// compared, or a limit reached meanwhile by others, refuses it after all.
func (w *writing) login(name, address string, right bool, password string) error {
	if problem, err := w.throttled(name, address, w.at); err != nil || problem != nil {
		return orProblem(err, problem)
	}
	now, err := w.account(name)
	known := err == nil
	if right {
		if err != nil || now.password != password || now.Disabled {
			return &indicators.Problem{Code: "login-wrong"}
		}
		if err := w.exec(`DELETE FROM login_failure WHERE account = ?`, name); err != nil {
			return err
		}
		return w.event(event{kind: loggedIn, account: name, address: address, by: name})
	}
	if err := w.exec(addFailure, name, network(address), w.at.UnixNano()); err != nil {
		return err
	}
	if err := w.exec(`DELETE FROM login_failure WHERE at < ?`, w.at.Add(-failureWindow).UnixNano()); err != nil || !known {
		return err // what was typed for a name that is no account's may be a password
	}
	return w.event(event{kind: loginFailed, account: name, address: address, by: name})
}

const addFailure = `
INSERT INTO login_failure (key, account, address, at) SELECT coalesce(max(key), 0) + 1, ?, ?, ? FROM login_failure`

const failuresSince = `
SELECT (SELECT count(*) FROM login_failure WHERE account = ? AND at > ?), (SELECT count(*) FROM login_failure WHERE address = ? AND at > ?),
  coalesce((SELECT min(at) FROM login_failure WHERE (account = ? OR address = ?) AND at > ?), 0)`

// throttled is login-later while too many logins have failed.
func (r *reading) throttled(name, address string, now time.Time) (*indicators.Problem, error) {
	since := now.Add(-failureWindow).UnixNano()
	address = network(address)
	var ofAccount, ofAddress, oldest int64
	_, err := r.one(failuresSince, []any{name, since, address, since, name, address, since}, &ofAccount, &ofAddress, &oldest)
	if err != nil || ofAccount < failuresOfAccount && (address == "" || ofAddress < failuresOfAddress) {
		return nil, err
	}
	wait := time.Unix(0, oldest).Add(failureWindow).Sub(now)
	minutes := int(wait/time.Minute) + 1
	return &indicators.Problem{Code: "login-later", Args: indicators.Args{"minutes": strconv.Itoa(minutes)}}, nil
}

// Invite returns the secret of a link by which an account's owner sets a
// password, once and within seven days. An earlier invitation no longer holds.
// Problems: may-not-administer, account-unknown.
func (s *Store) Invite(ctx context.Context, by *engine.Actor, name string) (secret string, err error) {
	secret = newSecret()
	err = s.administer(ctx, by, func(w *writing, by string) error {
		if _, err := w.account(name); err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM invitation WHERE account = ?`, name); err != nil {
			return err
		}
		until := w.at.Add(invitationOutlives)
		if err := w.exec(`INSERT INTO invitation (token, account, expires_at) VALUES (?, ?, ?)`, digest(secret), name, until.UnixNano()); err != nil {
			return err
		}
		return w.event(event{kind: accountInvited, account: name, detail: instantText(until), by: by})
	})
	return secret, err
}

// Invited returns whose invitation a secret is. Problem: invitation-over, also
// for one that never was.
func (s *Store) Invited(ctx context.Context, secret string) (name string, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		name, err = r.invited(secret, s.now())
		return err
	})
	return name, err
}

func (r *reading) invited(secret string, now time.Time) (name string, err error) {
	var until int64
	found, err := r.one(`SELECT account, expires_at FROM invitation WHERE token = ?`, []any{digest(secret)}, &name, &until)
	if err == nil && (!found || until < now.UnixNano()) {
		return "", &indicators.Problem{Code: "invitation-over"}
	}
	return name, err
}

// Redeem sets the password of the account that was invited; its sessions end.
// Problems: invitation-over, password-length.
func (s *Store) Redeem(ctx context.Context, secret, password string) (name string, err error) {
	if _, err := s.Invited(ctx, secret); err != nil {
		return "", err
	}
	kept, err := hashPassword(password)
	if err != nil {
		return "", err
	}
	err = s.save(ctx, func(w *writing) error {
		if name, err = w.invited(secret, w.at); err != nil {
			return err
		}
		return w.setPassword(name, kept)
	})
	return name, err
}

// ChangePassword sets a new password for somebody who knows the old one; every
// session of the account ends. Problems: login-wrong, login-later, password-length.
func (s *Store) ChangePassword(ctx context.Context, name, old, password, address string) error {
	kept, err := hashPassword(password)
	if err != nil {
		return err
	}
	if _, err := s.Login(ctx, name, old, address); err != nil {
		return err
	}
	return s.save(ctx, func(w *writing) error { return w.setPassword(name, kept) })
}

func (w *writing) setPassword(name, kept string) error {
	if err := w.exec(`UPDATE account SET password = ? WHERE name = ?`, kept, name); err != nil {
		return err
	}
	if err := w.dropAccess(name); err != nil {
		return err
	}
	if err := w.exec(`DELETE FROM login_failure WHERE account = ?`, name); err != nil {
		return err
	}
	return w.event(event{kind: passwordSet, account: name, detail: digestOf(kept), by: name})
}

// newSecret is 256 random bits that can stand in a link.
func newSecret() string {
	secret := make([]byte, 32)
	rand.Read(secret) // never fails
	return base64.RawURLEncoding.EncodeToString(secret)
}

// digest is what is kept of a secret. A secret of 256 random bits needs no salt
// and no slow hash.
func digest(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
