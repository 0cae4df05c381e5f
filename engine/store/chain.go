package store

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"yardstick/engine"
)

// link is one link of a programme's hash chain: the last, or the one that stood
// at a cut.
type link struct {
	seq   int64 // of the row
	links int64 // how many there are up to and with it
	hash  []byte
	at    int64 // the highest entered_at so far
}

func (l link) head() engine.Head {
	return engine.Head{Count: l.links, Hash: hex.EncodeToString(l.hash)}
}

// canonical is a row as the chain hashes it: the hash before, then every field as its length, a colon,
// its bytes and a comma, so that no two rows write the same bytes. Numbers are
// decimal; keys are the readable ones, so that a copy in another database has
// the same chain.
type canonical struct{ text []byte }

func (c *canonical) begin(before []byte, table, programme string, number, seq int64) {
	c.text = append(c.text[:0], before...)
	c.string(table)
	c.string(programme)
	c.int(number)
	c.int(seq)
}

func (c *canonical) string(s string) {
	if len(s) < 10 {
		c.text = append(c.text, '0'+byte(len(s)), ':')
	} else {
		c.text = append(strconv.AppendInt(c.text, int64(len(s)), 10), ':')
	}
	c.text = append(append(c.text, s...), ',')
}

// int writes the digits where they will stand; how many they are, 20 at most, is
// filled in before them.
func (c *canonical) int(n int64) {
	place, at := "0:", len(c.text)
	if n <= -100_000_000 || n >= 1_000_000_000 {
		place = "00:"
	}
	c.text = strconv.AppendInt(append(c.text, place...), n, 10)
	length := len(c.text) - at - len(place)
	if len(place) == 3 {
		c.text[at] += byte(length / 10)
		at++
	}
	c.text[at] += byte(length % 10)
	c.text = append(c.text, ',')
}

// sum is SHA-256 over the hash before and the row.
func (c *canonical) sum() [sha256.Size]byte { return sha256.Sum256(c.text) }

// chain is a programme's chain while a save appends to it.
type chain struct {
	w         *writing
	programme int64
	id        string
	last      link
	seq       int64 // the last used in the whole database
	row       canonical
}

// lastSeq is the last seq given in the whole database.
const lastSeq = `
SELECT coalesce(max(seq), 0) FROM (
  SELECT max(seq) AS seq FROM observation UNION ALL
  SELECT max(seq) FROM declaration UNION ALL
  SELECT max(seq) FROM step UNION ALL
  SELECT max(seq) FROM definition) AS given`

// lastLink is the head of a programme's chain.
const lastLink = `
SELECT last_seq, links, hash, at FROM day_close
WHERE programme = ? ORDER BY day DESC LIMIT 1`

// chainOf opens the chain of a programme for appending. A clock that was set
// back is logged: entries stay in the order of seq, and as-of cuts are not moved.
func (w *writing) chainOf(programme int64, id string) (*chain, error) {
	c := &chain{w: w, programme: programme, id: id}
	if _, err := w.one(lastSeq, nil, &c.seq); err != nil {
		return nil, err
	}
	if _, err := w.one(lastLink, []any{programme}, &c.last.seq, &c.last.links, &c.last.hash, &c.last.at); err != nil {
		return nil, err
	}
	if now := w.at.UnixNano(); now < c.last.at {
		w.store.log.Warn("the clock has been set back; entries stay in the order in which they came",
			"programme", id, "now", w.at.UTC(), "last entry", time.Unix(0, c.last.at).UTC())
	}
	return c, nil
}

// next gives the following row its seq and number; fields are added to c.row.
func (c *chain) next(table string) (seq, number int64) {
	c.seq++
	c.last.links++
	c.last.seq = c.seq
	c.row.begin(c.last.hash, table, c.id, c.last.links, c.seq)
	return c.seq, c.last.links
}

// seal ends the row that next began and returns its hash.
func (c *chain) seal() []byte {
	sum := c.row.sum()
	c.last.hash = sum[:]
	return c.last.hash
}

// closeDay writes the head back.
const closeDay = `
INSERT INTO day_close (programme, day, at, last_seq, links, hash) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (programme, day) DO UPDATE SET
  at = excluded.at, last_seq = excluded.last_seq, links = excluded.links, hash = excluded.hash`

func (c *chain) close() error {
	c.last.at = max(c.last.at, c.w.at.UnixNano())
	return c.w.exec(closeDay, c.programme, dayOf(c.last.at), c.last.at, c.last.seq, c.last.links, c.last.hash)
}

func dayOf(nanoseconds int64) int64 {
	day := int64(24 * time.Hour)
	return (nanoseconds - ((nanoseconds%day)+day)%day) / day
}
