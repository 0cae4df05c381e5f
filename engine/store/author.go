package store

import (
	"slices"

	"yardstick/engine"
	"yardstick/indicators"
)

// author is who a save is for: an account, or in a database without accounts
// whoever has the file, under any name.
type author struct {
	name string
	as   *engine.Actor
}

func (a author) String() string {
	if a.name == "" {
		return LocalOperator
	}
	return a.name
}

const anyAccount = `SELECT 1 FROM account LIMIT 1`

// hasAccounts reports whether anybody has an account. From then on every change
// is somebody's.
func (r *reading) hasAccounts() (bool, error) {
	var one int64
	return r.one(anyAccount, nil, &one)
}

// admit refuses an author who may not do something with each of the scopes.
// Without accounts the local operator may do everything. Codes: account-wanted,
// accounts-none, may-not-<action>.
func (r *reading) admit(a author, action engine.Action, scopes ...engine.Scope) error {
	accounts, err := r.hasAccounts()
	switch {
	case err != nil:
		return err
	case accounts && a.as == nil:
		return &indicators.Problem{Code: "account-wanted", Args: indicators.Args{"who": a.String()}}
	case !accounts && a.as != nil:
		return &indicators.Problem{Code: "accounts-none", Args: indicators.Args{"who": a.String()}}
	case a.as == nil:
		return nil
	}
	var problems []*indicators.Problem
	for n, scope := range scopes {
		if problem := a.as.Permit(action, scope); problem != nil && !slices.Contains(scopes[:n], scope) {
			problems = append(problems, problem)
		}
	}
	_, err = engine.Refused(problems)
	return err
}

// admitDeclarations says of each declaration whether it counts at once, or waits. What
// counts at once without a reviewer is refused on a sheet that waits for a decision or
// has closed: it would change what they decided on behind their back.
func (w *writing) admitDeclarations(by author, programme int64, p *indicators.Programme, declarations []engine.Declaration) ([]bool, error) {
	if err := w.admit(by, engine.Enter); err != nil {
		return nil, err
	}
	counts := make([]bool, len(declarations))
	var problems []*indicators.Problem
	for n, d := range declarations {
		if by.as == nil {
			counts[n] = true
			continue
		}
		a := p.Indicator(d.Indicator).Assignment
		scope := engine.ScopeOf(a)
		reviews := by.as.May(engine.Review, scope)
		counts[n] = reviews || d.Kind == engine.DeviationReason
		if problem := by.as.Permit(engine.Enter, scope); problem != nil && !reviews {
			problems = append(problems, problem)
			continue
		}
		if counts[n] && !reviews {
			if err := w.admitSheet(programme, p, sheet{a.ID, d.Period}, w.at); err != nil {
				return nil, err
			}
		}
	}
	_, err := engine.Refused(problems)
	return counts, err
}
