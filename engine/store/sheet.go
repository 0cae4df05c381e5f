package store

import (
	"context"
	"iter"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// Sheet returns the entry sheet of an assignment and period as it stands now, all
// of it from one state of the database. Problems: those of Programme,
// assignment-unknown, period-outside (nothing of the assignment is reported for it).
func (s *Store) Sheet(ctx context.Context, programme, assignment string, period indicators.Period) (out *engine.Sheet, err error) {
	now := s.now()
	err = s.snapshot(ctx, func(r *reading) error {
		out, err = r.sheet(programme, assignment, period, now)
		return err
	})
	return out, err
}

func (r *reading) sheet(programme, id string, period indicators.Period, now time.Time) (*engine.Sheet, error) {
	key, err := r.mustProgramme(programme)
	if err != nil {
		return nil, err
	}
	p, in, read, err := r.inputs(programme, EvaluateOptions{Through: period, Provisional: true}, now)
	if err != nil {
		return nil, err
	}
	a := assignment(p, id)
	args := indicators.Args{"assignment": id, "programme": p.ID, "period": period.String()}
	if a == nil {
		return nil, &indicators.Problem{Code: "assignment-unknown", Args: args}
	}
	if !engine.Reports(p, a, period) {
		return nil, &indicators.Problem{Code: "period-outside", Args: args}
	}
	in.Scope = engine.ScopeOf(a)
	out := engine.SheetInputs{Assignment: a, Today: engine.Today(p, now), Declarations: in.Declarations}
	for o, err := range read(ObservationFilter{Assignment: id, Provisional: true, withdrawn: true}) {
		if err != nil {
			return nil, err
		}
		out.Observations = append(out.Observations, o)
	}
	ids, err := engine.Needed(p, in)
	if err != nil {
		return nil, err
	}
	in.Observations = withPartners(ids, id, out.Observations, read)
	if out.Evaluation, err = engine.Evaluate(p, in); err != nil {
		return nil, err
	}
	if err := r.aroundSheet(key, sheet{id, period}, p.Location(), &out); err != nil {
		return nil, err
	}
	return engine.NewSheet(out), nil
}

// withPartners yields the figures of the assignments that an evaluation needs: of
// one those at hand, without the withdrawn.
func withPartners(ids []string, own string, observations []engine.Observation, read func(ObservationFilter) iter.Seq2[engine.Observation, error]) iter.Seq2[engine.Observation, error] {
	return func(yield func(engine.Observation, error) bool) {
		for _, id := range ids {
			if id != own {
				for o, err := range read(ObservationFilter{Provisional: true, Assignment: id}) {
					if !yield(o, err) {
						return
					}
				}
				continue
			}
			for _, o := range observations {
				if o.Withdrawn == nil && !yield(o, nil) {
					return
				}
			}
		}
	}
}

// aroundSheet reads what stands around the figures: its way so far, what was
// remarked when it was last returned, evidence.
func (r *reading) aroundSheet(programme int64, at sheet, zone *time.Location, out *engine.SheetInputs) (err error) {
	if out.Submission, err = r.submission(programme, at); err != nil {
		return err
	}
	for _, step := range out.Submission.Steps {
		if step.Kind != engine.StepReturned {
			continue
		}
		if out.Remarks, err = r.steps(remarksOfSheet, programme, at.assignment, int64(at.period), step.About); err != nil {
			return err
		}
	}
	if out.Evidence, err = r.evidence(evidenceOfSheet, programme, at.assignment, int64(at.period)); err != nil {
		return err
	}
	for n := range out.Evidence {
		out.Evidence[n].AttachedAt = out.Evidence[n].AttachedAt.In(zone)
	}
	for n := range out.Submission.Steps {
		out.Submission.Steps[n].At = out.Submission.Steps[n].At.In(zone)
	}
	last, err := r.linkAt(programme, time.Time{})
	out.Seq = last.seq
	return err
}
