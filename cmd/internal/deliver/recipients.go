package deliver

import (
	"net/mail"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Recipients are addresses by what they get: a word of a schedule's scopes (all, a
// project's id, a region's code or name), or [Reviewers].
//
//	all: [office@example.org]
//	440100: [survey@gz.example.org, director@gz.example.org]
//	reviewers: [review@example.org]
type Recipients map[string][]string

// Reviewers is the word for those who get the digest of what waits for approval.
const Reviewers = "reviewers"

// mostRecipients is how large a file of recipients may be, bytes.
const mostRecipients = 1 << 20

// ReadRecipients reads a file of recipients. Problems: recipients-file,
// recipients-address.
func ReadRecipients(path string) (Recipients, error) {
	info, err := os.Stat(path)
	if err != nil || info.Size() > mostRecipients {
		return nil, problem("recipients-file", "path", path, "why", "")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, problem("recipients-file", "path", path, "why", "")
	}
	out := Recipients{}
	if err := yaml.Unmarshal(text, &out); err != nil {
		why, _, _ := strings.Cut(err.Error(), "\n")
		return nil, problem("recipients-file", "path", path, "why", why)
	}
	for scope, addresses := range out {
		for n, address := range addresses {
			parsed, err := mail.ParseAddress(address)
			if err != nil {
				return nil, problem("recipients-address", "path", path, "scope", scope, "address", address)
			}
			addresses[n] = parsed.Address
		}
	}
	return out, nil
}

// Unknown lists the words of the recipients that mean nothing in a programme.
func (r Recipients) Unknown(p *indicators.Programme) (out []string) {
	for _, word := range r.words() {
		if word != Reviewers && len(schedule.Scopes(p, indicators.Schedule{Scopes: []string{word}})) == 0 {
			out = append(out, word)
		}
	}
	return out
}

func (r Recipients) words() []string {
	out := make([]string, 0, len(r))
	for word := range r {
		out = append(out, word)
	}
	slices.Sort(out)
	return out
}

// share is what one address gets of a run.
type share struct {
	address string
	whole   bool     // everything the run made
	scopes  []string // else these, by the names of their files
}

// shares are the addresses that a run goes to: those of its schedule, then those of
// the settings. An address that is named twice gets one letter, with all of its scopes;
// one whose scopes the run does not make gets none.
func shares(p *indicators.Programme, run store.Run, settings Recipients) (out []share) {
	if run.Plan.Mail == nil {
		return nil
	}
	made := schedule.Scopes(p, run.Plan)
	add := func(address string, whole bool, scopes []string) {
		address = bare(address)
		scopes = slices.DeleteFunc(slices.Clone(scopes), func(scope string) bool { return !slices.Contains(made, scope) })
		if !whole && len(scopes) == 0 {
			return
		}
		at := slices.IndexFunc(out, func(s share) bool { return strings.EqualFold(s.address, address) })
		if at < 0 {
			out, at = append(out, share{address: address}), len(out)
		}
		out[at].whole = out[at].whole || whole
		for _, scope := range scopes {
			if !slices.Contains(out[at].scopes, scope) {
				out[at].scopes = append(out[at].scopes, scope)
			}
		}
	}
	for _, address := range run.Plan.Mail.To {
		add(address, true, nil)
	}
	for _, by := range []Recipients{run.Plan.Mail.ByScope, settings} {
		for _, word := range by.words() {
			for _, address := range by[word] {
				if word != Reviewers {
					add(address, false, schedule.Scopes(p, indicators.Schedule{Scopes: []string{word}}))
				}
			}
		}
	}
	return out
}

// bare is an address without the name before it.
func bare(address string) string {
	if parsed, err := mail.ParseAddress(address); err == nil {
		return parsed.Address
	}
	return address
}

// has reports whether a file is part of the share.
func (s share) has(file store.RunFile) bool { return s.whole || slices.Contains(s.scopes, file.Scope) }
