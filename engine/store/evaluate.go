package store

import (
	"context"
	"iter"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// EvaluateOptions say what is evaluated.
type EvaluateOptions struct {
	Through indicators.Period // the last period that counts
	// AsOf is the instant of knowledge; zero is now: all that has been entered.
	AsOf time.Time
	// Method is the name of a scoring method; empty is the programme's own.
	Method      string
	Provisional bool // what waits for approval counts too
	Scope       engine.Scope
}

// Evaluate evaluates a programme over what was known at an instant: the
// definitions then in force, the figures and declarations entered by then, the
// evidence that backed them. All of it is read from one state of the database. The same instants give the same
// evaluation for ever.
func (s *Store) Evaluate(ctx context.Context, programme string, o EvaluateOptions) (out *engine.Evaluation, err error) {
	present := s.Present()
	err = s.snapshot(ctx, func(r *reading) error {
		out, err = r.evaluate(programme, o, present)
		return err
	})
	return out, err
}

// Renew brings an evaluation that Evaluate or Renew has made of everything up to
// the present, when figures, declarations, approvals or evidence of some assignments have
// come since: they are evaluated again, and what they are part of is rolled up
// from what is kept of the others. It equals Evaluate, which it falls back to when
// the definitions have changed. The options must be those it was made with; AsOf
// and Scope are not for renewing.
func (s *Store) Renew(ctx context.Context, e *engine.Evaluation, o EvaluateOptions, assignments ...string) (out *engine.Evaluation, err error) {
	present := s.Present()
	err = s.snapshot(ctx, func(r *reading) error {
		p, in, read, err := r.inputs(e.Programme.ID, o, present)
		if err != nil {
			return err
		}
		if p != e.Programme {
			out, err = r.evaluate(e.Programme.ID, o, present)
			return err
		}
		ids, err := engine.Concerned(p, in, assignments...)
		if err != nil {
			return err
		}
		in.Observations = func(yield func(engine.Observation, error) bool) {
			for _, id := range ids {
				for o, err := range read(ObservationFilter{Provisional: o.Provisional, Assignment: id}) {
					if !yield(o, err) {
						return
					}
				}
			}
		}
		out, err = e.Renew(in, ids)
		return err
	})
	return out, err
}

// Present is an instant up to which nothing is still being written: an entry
// under way has a later one, so that "now", written down and asked for again,
// means the same entries. (Another process that writes at this very moment is
// not known here.)
func (s *Store) Present() time.Time {
	now := s.now()
	if s.writer != nil {
		if begun := s.writer.begun.Load(); begun != 0 && begun <= now.UnixNano() {
			return time.Unix(0, begun-1)
		}
	}
	return now
}

func (r *reading) evaluate(programme string, o EvaluateOptions, present time.Time) (*engine.Evaluation, error) {
	p, in, read, err := r.inputs(programme, o, present)
	if err != nil {
		return nil, err
	}
	in.Observations = read(ObservationFilter{Provisional: o.Provisional})
	return engine.Evaluate(p, in)
}

// inputs are what an evaluation depends on besides its figures, which read yields.
func (r *reading) inputs(programme string, o EvaluateOptions, present time.Time) (p *indicators.Programme, in engine.Inputs, read func(ObservationFilter) iter.Seq2[engine.Observation, error], err error) {
	key, err := r.mustProgramme(programme)
	if err != nil {
		return nil, in, nil, err
	}
	last, err := r.linkAt(key, o.AsOf)
	if err != nil {
		return nil, in, nil, err
	}
	if p, _, err = r.inForce(key, last.seq); err != nil {
		return nil, in, nil, err
	}
	if o.AsOf.IsZero() {
		o.AsOf = time.Unix(0, max(present.UnixNano(), last.at))
	}
	if o.Method == "" {
		o.Method = p.Method
	}
	in = engine.Inputs{Through: o.Through, AsOf: o.AsOf.In(p.Location()), Provisional: o.Provisional, Scope: o.Scope}
	if in.Method, err = scoring.Lookup(o.Method); err != nil {
		return nil, in, nil, err
	}
	if in.Declarations, err = r.declarations(key, last.seq, p.Location(), o.Provisional); err != nil {
		return nil, in, nil, err
	}
	if in.Evidence, err = r.evidenceAsOf(key, last.seq, p.Location()); err != nil {
		return nil, in, nil, err
	}
	if last.links > 0 {
		in.Head = last.head()
	}
	return p, in, func(f ObservationFilter) iter.Seq2[engine.Observation, error] { return r.stream(key, p, last.seq, f) }, nil
}

// stream yields the figures up to a cut, in evaluation order.
func (r *reading) stream(programme int64, p *indicators.Programme, cut int64, f ObservationFilter) iter.Seq2[engine.Observation, error] {
	return func(yield func(engine.Observation, error) bool) {
		err := r.observations(programme, p, cut, f, func(o engine.Observation) bool { return yield(o, nil) })
		if err != nil && err != errStop {
			yield(engine.Observation{}, err)
		}
	}
}
