package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// Installation is the name of the chain that holds what is no programme's:
// accounts and logins.
const Installation = "installation"

// eventKind says what was done about an account.
type eventKind string

const (
	accountAdded    eventKind = "added"        // detail: the person's name
	accountGranted  eventKind = "granted"      // detail: the grants, one a line
	accountDisabled eventKind = "disabled"     //
	accountEnabled  eventKind = "enabled"      //
	accountInvited  eventKind = "invited"      // detail: until when the link holds
	passwordSet     eventKind = "password"     // detail: SHA-256 of what is kept of it
	loggedIn        eventKind = "login"        //
	loginFailed     eventKind = "login-failed" //
	sessionsEnded   eventKind = "ended"        //
	tokenMade       eventKind = "token"        // detail: its id and grants
	tokenRevoked    eventKind = "revoked"      // detail: its id
)

// event is a link of the installation's chain.
type event struct {
	seq                          int64
	kind                         eventKind
	account, detail, address, by string
	at                           int64
	hash                         []byte
}

const addEvent = `
INSERT INTO account_event (seq, kind, account, detail, address, entered_at, entered_by, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

const lastEvent = `SELECT last_seq, hash, at FROM account_close ORDER BY day DESC LIMIT 1`

// InstallationHead is the head of the chain of accounts and logins.
func (s *Store) InstallationHead(ctx context.Context) (head engine.Head, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		var last link
		found, err := r.one(lastEvent, nil, &last.seq, &last.hash, &last.at)
		if found {
			head = engine.Head{Count: last.seq, Hash: hex.EncodeToString(last.hash)}
		}
		return err
	})
	return head, err
}

const closeAccountDay = `
INSERT INTO account_close (day, at, last_seq, hash) VALUES (?, ?, ?, ?)
ON CONFLICT (day) DO UPDATE SET at = excluded.at, last_seq = excluded.last_seq, hash = excluded.hash`

// event appends to the installation's chain.
func (w *writing) event(e event) error {
	var last link
	if _, err := w.one(lastEvent, nil, &last.seq, &last.hash, &last.at); err != nil {
		return err
	}
	e.seq, e.at = last.seq+1, w.at.UnixNano()
	var row canonical
	row.event(last.hash, &e)
	sum := row.sum()
	if err := w.exec(addEvent, e.seq, string(e.kind), e.account, e.detail, e.address, e.at, e.by, sum[:]); err != nil {
		return err
	}
	at := max(last.at, e.at)
	return w.exec(closeAccountDay, dayOf(at), at, e.seq, sum[:])
}

// event is the canonical row of an event.
func (c *canonical) event(before []byte, e *event) {
	c.begin(before, "account_event", Installation, e.seq, e.seq)
	c.string(string(e.kind))
	c.string(e.account)
	c.string(e.detail)
	c.string(e.address)
	c.int(e.at)
	c.string(e.by)
}

const everyEvent = `SELECT seq, kind, account, detail, address, entered_at, entered_by, hash FROM account_event ORDER BY seq`

func (r *reading) events(yield func(*event) error) error {
	var e event
	columns := []any{&e.seq, &e.kind, &e.account, &e.detail, &e.address, &e.at, &e.by, &e.hash}
	return r.each(everyEvent, nil, columns, func() error { return yield(&e) })
}

const accountCloses = `SELECT day, last_seq, hash FROM account_close ORDER BY day`

// verifyInstallation walks the installation's chain, and compares the accounts
// with what it says of them. Codes: those of a programme's chain, account-differs.
func (r *reading) verifyInstallation(v *Verification) error {
	var closes []dayClose
	var day dayClose
	err := r.each(accountCloses, nil, []any{&day.day, &day.last.seq, &day.last.hash}, func() error {
		closes = append(closes, dayClose{day.day, link{seq: day.last.seq, links: day.last.seq, hash: bytes.Clone(day.last.hash)}})
		return nil
	})
	if err != nil || len(closes) == 0 && !r.anyTrail() {
		return err
	}
	var row canonical
	var hash []byte
	var links int64
	accounts := replayed{accounts: map[string]*accountRow{}, tokens: map[string]string{}}
	broke := func(code string, seq int64, args indicators.Args) {
		args["programme"], args["seq"] = Installation, strconv.FormatInt(seq, 10)
		v.add(&indicators.Problem{Code: code, Args: args})
	}
	err = r.events(func(e *event) error {
		row.event(hash, e)
		args := indicators.Args{"table": "account_event", "link": strconv.FormatInt(e.seq, 10)}
		if sum := row.sum(); e.seq != links+1 {
			args["expected"] = strconv.FormatInt(links+1, 10)
			broke("chain-row-missing", e.seq, args)
		} else if !bytes.Equal(sum[:], e.hash) {
			broke("chain-row-changed", e.seq, args)
		}
		links, hash = e.seq, append(hash[:0], e.hash...)
		for len(closes) > 0 && closes[0].last.seq <= links {
			if closes[0].last.seq != links || !bytes.Equal(closes[0].last.hash, hash) {
				broke("chain-head-differs", closes[0].last.seq, indicators.Args{"day": dayName(closes[0].day)})
			}
			closes = closes[1:]
		}
		accounts.take(e)
		return nil
	})
	for _, day := range closes {
		broke("chain-cut-off", day.last.seq, indicators.Args{"day": dayName(day.day),
			"links": strconv.FormatInt(day.last.links, 10), "walked": strconv.FormatInt(links, 10)})
	}
	v.Chains = append(v.Chains, Chain{Programme: Installation, Head: engine.Head{Count: links, Hash: hex.EncodeToString(hash)}})
	if err != nil {
		return err
	}
	return accounts.compare(r, v)
}

// anyTrail reports whether there is anything about accounts, in the trail or out of it.
func (r *reading) anyTrail() bool {
	var one int64
	found, err := r.one(`SELECT 1 FROM account UNION ALL SELECT 1 FROM account_event LIMIT 1`, nil, &one)
	return found || err != nil
}

// replayed is what the trail says of each account, and of each token by its id.
type replayed struct {
	accounts map[string]*accountRow
	tokens   map[string]string
}

func (a *replayed) take(e *event) {
	id, _, _ := strings.Cut(e.detail, "\n")
	switch e.kind {
	case accountAdded:
		a.accounts[e.account] = &accountRow{Account: Account{Name: e.account, Title: e.detail}}
	case tokenMade:
		a.tokens[id] = e.account + "\n" + e.detail
	case tokenRevoked:
		delete(a.tokens, id)
	}
	known := a.accounts[e.account]
	if known == nil {
		return
	}
	switch e.kind {
	case accountGranted:
		known.grants = e.detail
	case accountDisabled, accountEnabled:
		known.Disabled = e.kind == accountDisabled
	case passwordSet:
		known.password = e.detail
	}
}

// compare says which accounts and tokens are not what the trail says.
func (a *replayed) compare(r *reading, v *Verification) error {
	differs := func(code, name, field string) {
		v.add(&indicators.Problem{Code: code, Args: indicators.Args{"account": name, "field": field}})
	}
	err := r.accounts(func(is *accountRow) error {
		was := a.accounts[is.Name]
		delete(a.accounts, is.Name)
		if field := was.differsFrom(is); field != "" {
			differs("account-differs", is.Name, field)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(a.accounts)) {
		differs("account-differs", name, "name")
	}
	var secret []byte
	var id, account, grants string
	err = r.each(everyToken, nil, []any{&secret, &id, &account, &grants}, func() error {
		if a.tokens[id] != account+"\n"+tokenDetail(id, secret, grants) {
			differs("token-differs", account, id)
		}
		return nil
	})
	return err
}

const everyToken = `SELECT token, id, account, grants FROM api_token ORDER BY id`

// differsFrom names the field in which an account is not what the trail says;
// empty for none.
func (a *accountRow) differsFrom(is *accountRow) string {
	switch {
	case a == nil:
		return "name"
	case a.Title != is.Title:
		return "title"
	case a.grants != is.grants:
		return "grants"
	case a.Disabled != is.Disabled:
		return "disabled"
	case a.password != digestOf(is.password):
		return "password"
	}
	return ""
}

// instantText is how a detail writes an instant.
func instantText(at time.Time) string { return at.UTC().Format(time.RFC3339) }
