package standing

import (
	"context"
	"slices"
	"sync"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Cache keeps the evaluations asked for last. Each is kept for the place in the
// programme's chain that its as-of instant is: whatever is entered, approved or
// loaded makes another place, so what is kept is never out of date, and two
// instants between which nothing happened share it. It is for any number of
// goroutines.
type Cache struct {
	// Took is told how long each evaluation took that had to be made; nil: nobody is.
	// It must be set before the first one.
	Took func(time.Duration)

	most  int
	mutex sync.Mutex
	kept  []cached // the one asked for last stands last
}

// cached is an evaluation with what it depends on.
type cached struct {
	programme string
	through   indicators.Period
	method    string
	waiting   bool  // provisional
	seq       int64 // of the last link that it was made from
	result    *engine.Evaluation
}

// NewCache keeps so many evaluations at most.
func NewCache(most int) *Cache { return &Cache{most: most} }

// Evaluate is the function Evaluate, from what is kept where it can be. The options
// must have an as-of instant and no scope.
func (c *Cache) Evaluate(ctx context.Context, st *store.Store, programme string, o store.EvaluateOptions) (Pair, error) {
	now, err := c.one(ctx, st, programme, o)
	if err != nil {
		return Pair{}, err
	}
	o.Through--
	before, err := c.one(ctx, st, programme, o)
	return Pair{Now: now, Before: before}, err
}

func (c *Cache) one(ctx context.Context, st *store.Store, programme string, o store.EvaluateOptions) (*engine.Evaluation, error) {
	cut, err := st.Cut(ctx, programme, o.AsOf)
	if err != nil {
		return nil, err
	}
	key := cached{programme: programme, through: o.Through, method: o.Method, waiting: o.Provisional, seq: cut.Seq}
	if found := c.find(key); found != nil {
		return asOf(found, o.AsOf), nil
	}
	began := time.Now()
	key.result, err = st.Evaluate(ctx, programme, o)
	if err != nil {
		return nil, err
	}
	if c.Took != nil {
		c.Took(time.Since(began))
	}
	c.keep(key)
	return key.result, nil
}

// asOf is an evaluation at another instant at which the same was known: it carries
// the instant along, and nothing in it was made from it.
func asOf(e *engine.Evaluation, at time.Time) *engine.Evaluation {
	out := *e
	out.AsOf = at.In(e.Programme.Location())
	return &out
}

func (c *Cache) find(key cached) *engine.Evaluation {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for k, one := range c.kept {
		result := one.result
		if one.result = nil; one == key {
			one.result = result
			c.kept = append(slices.Delete(c.kept, k, k+1), one)
			return result
		}
	}
	return nil
}

func (c *Cache) keep(one cached) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(c.kept) >= c.most {
		c.kept = slices.Delete(c.kept, 0, len(c.kept)-c.most+1)
	}
	c.kept = append(c.kept, one)
}
