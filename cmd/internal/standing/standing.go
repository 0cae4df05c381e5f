// Package standing evaluates a programme at the two dates that a person asks for,
// whichever way they ask: a flag, a page's address, an operation of the API.
package standing

import (
	"context"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Dates say which evaluation is wanted, as people write it. Empty is the default
// of each.
type Dates struct {
	Through string // the last month that counts: 2021-10; by default that of AsOf, at most the programme's last
	AsOf    string // what was known at the end of a day or at an instant; by default now
	Method  string // another scoring method than the programme's
	Include string // submitted: what waits for approval counts too
}

// Submitted is what Include says when unapproved figures count too.
const Submitted = "submitted"

// Pair is a programme as it stands through a month, and as it stood through the
// month before, which a scorecard compares with; both as of the same instant.
type Pair struct{ Now, Before *engine.Evaluation }

// Evaluate evaluates a programme at the dates. now is the present instant.
// Problems: those of Options, and of store.Evaluate.
func (d Dates) Evaluate(ctx context.Context, st *store.Store, programme string, now time.Time) (Pair, error) {
	options, err := d.Options(ctx, st, programme, now)
	if err != nil {
		return Pair{}, err
	}
	return Evaluate(ctx, st, programme, options)
}

// Options reads the dates. Problems: dates-through, dates-as-of, dates-include,
// and those of store.Programme.
func (d Dates) Options(ctx context.Context, st *store.Store, programme string, now time.Time) (store.EvaluateOptions, error) {
	o := store.EvaluateOptions{Method: d.Method, Provisional: d.Include == Submitted}
	if d.Include != "" && !o.Provisional {
		return o, problem("dates-include", d.Include)
	}
	latest, err := st.Programme(ctx, programme, time.Time{})
	if err != nil {
		return o, err
	}
	if o.AsOf, err = d.instant(latest.Location(), now); err != nil {
		return o, err
	}
	inForce, err := st.Programme(ctx, programme, o.AsOf) // its time zone says when the day ended, its year when to stop
	if err != nil {
		return o, err
	}
	if o.AsOf, err = d.instant(inForce.Location(), o.AsOf); err != nil {
		return o, err
	}
	if o.Through = LastMonth(inForce, o.AsOf); d.Through != "" {
		if o.Through, err = indicators.ParsePeriod(d.Through); err != nil {
			return o, problem("dates-through", d.Through)
		}
	}
	return o, nil
}

// Evaluate evaluates a programme by the options and, through the month before,
// by the same.
func Evaluate(ctx context.Context, st *store.Store, programme string, o store.EvaluateOptions) (Pair, error) {
	now, err := st.Evaluate(ctx, programme, o)
	if err != nil {
		return Pair{}, err
	}
	o.Through--
	before, err := st.Evaluate(ctx, programme, o)
	return Pair{Now: now, Before: before}, err
}

// LastMonth is the last month that counts by default: the month of the as-of
// instant, but not after the programme's fiscal year.
func LastMonth(p *indicators.Programme, asOf time.Time) indicators.Period {
	at := asOf.In(p.Location())
	return min(indicators.NewPeriod(at.Year(), at.Month()), indicators.MonthOf(p.FiscalYear().To))
}

// Misread reports whether a problem says that the dates could not be read.
func Misread(p *indicators.Problem) bool { return strings.HasPrefix(p.Code, "dates-") }

// instant reads AsOf in a time zone; a day means its end.
func (d Dates) instant(zone *time.Location, now time.Time) (time.Time, error) {
	if d.AsOf == "" {
		return now, nil
	}
	if day, err := indicators.ParseDate(d.AsOf); err == nil {
		return day.EndIn(zone), nil
	}
	if at, err := time.Parse(time.RFC3339Nano, d.AsOf); err == nil {
		return at, nil
	}
	return time.Time{}, problem("dates-as-of", d.AsOf)
}

func problem(code, text string) *indicators.Problem {
	return &indicators.Problem{Code: code, Args: indicators.Args{"text": text}}
}
