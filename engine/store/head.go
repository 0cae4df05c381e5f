package store

import (
	"context"
	"encoding/hex"
	"strconv"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
)

// shortestHead is how many hexadecimal digits of a head are enough to look for;
// scorecards print twelve.
const shortestHead = 8

// FindHead looks for a head that was printed or kept elsewhere: the link whose
// hash begins with the digits given. It says whose chain that is and where it
// stands in it. A history that was cut off before it, or written anew, does not
// hold it: that is what a chain alone cannot tell. The hashes themselves are held
// to what they cover by [Store.Verify]. Problems: head-unclear (not eight or more
// hexadecimal digits), head-not-found.
func (s *Store) FindHead(ctx context.Context, digits string) (out Chain, err error) {
	digits = strings.ToLower(strings.TrimSpace(digits))
	from, to, ok := headRange(digits)
	if !ok {
		return Chain{}, &indicators.Problem{Code: "head-unclear", Args: indicators.Args{"head": digits, "least": strconv.Itoa(shortestHead)}}
	}
	err = s.snapshot(ctx, func(r *reading) error {
		var hash []byte
		found, err := r.one(linkByHash, []any{from, to, from, to, from, to, from, to, from, to}, &out.Programme, &out.Head.Count, &hash)
		out.Head.Hash = hex.EncodeToString(hash)
		if err == nil && !found {
			err = &indicators.Problem{Code: "head-not-found", Args: indicators.Args{"head": digits}}
		}
		return err
	})
	return out, err
}

const linkByHash = `
SELECT id, link, hash FROM (
  SELECT p.id AS id, o.link AS link, o.hash AS hash FROM observation o JOIN programme p ON p.key = o.programme WHERE o.hash BETWEEN ? AND ? UNION ALL
  SELECT p.id, d.link, d.hash FROM declaration d JOIN programme p ON p.key = d.programme WHERE d.hash BETWEEN ? AND ? UNION ALL
  SELECT p.id, v.link, v.hash FROM definition v JOIN programme p ON p.key = v.programme WHERE v.hash BETWEEN ? AND ? UNION ALL
  SELECT p.id, s.link, s.hash FROM step s JOIN programme p ON p.key = s.programme WHERE s.hash BETWEEN ? AND ? UNION ALL
  SELECT '` + Installation + `', e.seq, e.hash FROM account_event e WHERE e.hash BETWEEN ? AND ?) AS links
LIMIT 1`

// headRange is the least and the greatest hash that begins with the digits.
func headRange(digits string) (from, to []byte, ok bool) {
	const whole = 64
	if len(digits) < shortestHead || len(digits) > whole {
		return nil, nil, false
	}
	from, err := hex.DecodeString(digits + strings.Repeat("0", whole-len(digits)))
	if err != nil {
		return nil, nil, false
	}
	to, err = hex.DecodeString(digits + strings.Repeat("f", whole-len(digits)))
	return from, to, err == nil
}

// HoldsHead is FindHead for a head whose place is known too: the link must stand
// where it stood. Problem: head-elsewhere, besides those of FindHead.
func (s *Store) HoldsHead(ctx context.Context, head engine.Head) (Chain, error) {
	found, err := s.FindHead(ctx, head.Hash)
	if err == nil && head.Count != 0 && found.Head.Count != head.Count {
		err = &indicators.Problem{Code: "head-elsewhere", Args: indicators.Args{"head": head.Hash,
			"link": strconv.FormatInt(head.Count, 10), "is": strconv.FormatInt(found.Head.Count, 10)}}
	}
	return found, err
}
