package cli

import (
	"context"
	"io"
	"os"
	"sync"
	"time"

	"yardstick/cmd/internal/deliver"
	"yardstick/cmd/internal/operate"
	"yardstick/cmd/internal/standing"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

// scheduledCards makes the scorecards of runs. All those of a run are made from one
// evaluation, which is kept until those of others are asked for.
type scheduledCards struct {
	st     *store.Store
	watch  *operate.Metrics // nil: nobody counts
	mu     sync.Mutex
	recent []*runEvaluation
}

// runEvaluation is the evaluation of one run, made once.
type runEvaluation struct {
	run  int64
	once sync.Once
	pair standing.Pair
	err  error
}

// mostRecent is how many evaluations are kept: two runs overlap where one ends.
const mostRecent = 2

// render makes one scorecard: through the run's period, as of its instant. Problem:
// run-scope-gone.
func (c *scheduledCards) render(ctx context.Context, order schedule.Order, to io.Writer) (fingerprint string, err error) {
	if c.watch != nil {
		defer func(began time.Time) {
			state := "done"
			if err != nil {
				state = "failed"
			}
			c.watch.Job(state, time.Since(began))
			c.watch.Rendered(order.Format, time.Since(began))
		}(time.Now())
	}
	pair, err := c.evaluate(ctx, order.Run)
	if err != nil {
		return "", err
	}
	for _, scope := range reports.Scopes(pair.Now) {
		if scope.Name() != order.Scope {
			continue
		}
		card, err := reports.Build(pair.Now, scope, order.Run.Plan.Language, pair.Before)
		if err != nil {
			return "", err
		}
		return card.Foot.Fingerprint, render.Scorecard(to, order.Format, card)
	}
	return "", &indicators.Problem{Code: "run-scope-gone", Args: indicators.Args{"scope": order.Scope}}
}

// evaluate is what the scorecards of a run are made from: through its period, as of its
// instant. Whoever asks again is given the same.
func (c *scheduledCards) evaluate(ctx context.Context, run store.Run) (standing.Pair, error) {
	e := c.of(run.Key)
	e.once.Do(func() {
		began := time.Now()
		e.pair, e.err = standing.Evaluate(context.WithoutCancel(ctx), c.st, run.Programme, store.EvaluateOptions{Through: run.Period, AsOf: run.AsOf})
		if c.watch != nil {
			c.watch.Evaluated(time.Since(began))
		}
	})
	if e.err != nil {
		c.drop(e) // so that the next attempt evaluates again
	}
	return e.pair, e.err
}

// delivery is with what the runs are delivered: letters and webhooks as the environment
// says.
func (c *scheduledCards) delivery(now func() time.Time) (deliver.Options, error) {
	settings, err := deliver.ReadSettings(os.Getenv)
	return deliver.Options{Store: c.st, Evaluate: c.evaluate, Settings: settings, Now: now}, err
}

// ways are the ways in which the runs are delivered.
func (c *scheduledCards) ways(now func() time.Time) (map[string]schedule.Deliverer, error) {
	delivery, err := c.delivery(now)
	if err != nil {
		return nil, err
	}
	return deliver.New(delivery)
}

func (c *scheduledCards) of(run int64) *runEvaluation {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.recent {
		if e.run == run {
			return e
		}
	}
	e := &runEvaluation{run: run}
	c.recent = append(c.recent, e)
	if len(c.recent) > mostRecent {
		c.recent = c.recent[1:]
	}
	return e
}

func (c *scheduledCards) drop(e *runEvaluation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for n, other := range c.recent {
		if other == e {
			c.recent = append(c.recent[:n:n], c.recent[n+1:]...)
			return
		}
	}
}
