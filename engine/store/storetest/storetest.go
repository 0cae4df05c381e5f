package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Open gives a test a new, empty database with the options that the suite sets.
type Open func(t testing.TB, o store.Options) *store.Store

// Clock is a clock that a test sets.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the instant last set.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set sets the clock, back or forth.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// Guangzhou is the id of an indicator of the test programme in its first city.
func Guangzhou(local string) string { return "t-2021/survey/440100/" + local }

// Run runs the suite over databases that open makes.
func Run(t *testing.T, open Open) {
	tests := map[string]func(*testing.T, *fixture){
		"a figure that was entered is read back as it was":    readBack,
		"a batch with one refused entry writes nothing":       allOrNothing,
		"a second figure is refused, a correction says why":   corrections,
		"an entry sent twice counts once":                     tokens,
		"as of an instant is what had been entered by then":   asOf,
		"a clock set back does not move an earlier cut":       clockSetBack,
		"version 1 is in force from the first day":            versions,
		"a definition that would change what figures mean":    unitChange,
		"declarations are kept in order and cut like figures": declarations,
		"the chain holds and its head grows with each row":    chain,
		"a preview's cut that has moved on refuses":           changedSince,
		"many writers at once lose nothing":                   manyWriters,
		"a later version may move indicators":                 reordered,
		"what does not fit the definitions is refused":        refusals,
		"an evaluation made again later is the same":          evaluatedAgain,
		"a scan yields what counts, whatever the readers":     scanned,
		"what an account enters waits for approval":           entriesWait,
		"a correction after approval waits for another":       correctionsWait,
		"a returned sheet is filled in again":                 returnedSheets,
		"a closed period is reopened with a reason":           closedSheets,
		"two editors of a sheet lose nothing":                 twoEditors,
		"nobody does what they may not":                       whoMay,
		"an officer's declaration waits for a reviewer":       declarationsWait,
		"every change can be said in words":                   saidInWords,
		"a head that was printed is found in the history":     headsFound,
		"a figure that waits can be withdrawn":                withdrawals,
		"a withdrawn figure is no zero beside one that waits": withdrawnBeside,
		"a withdrawn correction leaves what was approved":     withdrawnCorrections,
		"an entry sent again is answered as it was":           sentAgain,
		"what stands in the cell is not entered again":        sameAgain,
		"a second editor hears who entered what and when":     changedMeanwhile,
		"a sheet without its reasons is not submitted":        reasonsWanted,
		"a sheet shows all that bears on its month":           sheetOfNow,
		"the list of sheets says what the sheets say":         sheetsListed,
		"evidence backs a figure while it is attached":        evidenceAsOf,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, newFixture(t, open)) })
	}
}

type fixture struct {
	*store.Store
	clock *Clock
	ctx   context.Context
}

func newFixture(t *testing.T, open Open) *fixture {
	clock := &Clock{now: At(time.January, 1)}
	f := &fixture{Store: open(t, store.Options{Now: clock.Now, Create: true}), clock: clock, ctx: context.Background()}
	if _, err := f.LoadProgramme(f.ctx, Definitions("100"), "manager"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.sound(t) })
	return f
}

// sound fails the test when the chain or a projection does not hold.
func (f *fixture) sound(t *testing.T) {
	t.Helper()
	v, err := f.Verify(f.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range v.Problems {
		t.Error(problem)
	}
}

func (f *fixture) record(t *testing.T, entries ...engine.Entry) store.Recorded {
	t.Helper()
	out, err := f.Record(f.ctx, "t-2021", entries, store.RecordOptions{By: "officer"})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// values is what counts as of an instant: "visits 2021-01 = 5", in order.
func (f *fixture) values(t *testing.T, asOf time.Time) []string {
	t.Helper()
	cut, err := f.Cut(f.ctx, "t-2021", asOf)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var last engine.Observation
	for o, err := range f.Observations(f.ctx, "t-2021", cut, store.ObservationFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if o.Indicator != last.Indicator || o.Part != last.Part || o.Period != last.Period {
			out = append(out, fmt.Sprintf("%s %s = %s", o.Indicator[len("t-2021/survey/"):], o.Period, o.Value))
		}
		last = o
	}
	return out
}

// refused fails the test unless err refuses with exactly the codes.
func refused(t *testing.T, err error, codes ...string) {
	t.Helper()
	var refusal *engine.Refusal
	var problem *indicators.Problem
	var got []string
	switch {
	case errors.As(err, &refusal):
		for _, problem := range refusal.Problems {
			got = append(got, problem.Code)
		}
	case errors.As(err, &problem):
		got = []string{problem.Code}
	default:
		t.Fatalf("got error %v, want a refusal with %v", err, codes)
	}
	if !slices.Equal(got, codes) {
		t.Errorf("refused with %v, want %v", got, codes)
	}
	for _, language := range []indicators.Language{indicators.Chinese, indicators.English} {
		if refusal != nil {
			for _, problem := range refusal.Problems {
				if message := problem.Message(language); message == problem.Code {
					t.Errorf("%s has no words in %s", problem.Code, language)
				}
			}
		}
	}
}

func equal(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func entry(local string, month time.Month, text string) engine.Entry {
	return engine.Entry{Indicator: Guangzhou(local), Period: Month(month), Text: text}
}
