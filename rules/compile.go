package rules

import (
	"sync"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"yardstick/indicators"
)

// programs holds the program of every shape, compiled once on first use.
var programs = sync.OnceValue(func() *[shapeCount]*vm.Program {
	var out [shapeCount]*vm.Program
	for s, source := range shapes {
		program, err := expr.Compile(source, expr.Env(Row{}), expr.AsBool(), expr.WarnOnAny())
		if err != nil {
			panic("rules: shape " + source + ": " + err.Error()) // a constant of ours, held by every test
		}
		out[s] = program
	}
	return &out
})

// shapeOf returns the form of a comparison; ok is false for one that the
// notation does not have.
func shapeOf(op indicators.Op, open string) (s shape, ok bool) {
	switch op {
	case indicators.AtLeast:
		return atLeast, true
	case indicators.MoreThan:
		return moreThan, true
	case indicators.AtMost:
		return atMost, true
	case indicators.LessThan:
		return lessThan, true
	case indicators.Exactly:
		return exactly, true
	case indicators.Between:
		switch open {
		case "":
			return within, true
		case "lo":
			return withinOpenLow, true
		case "hi":
			return withinOpenHigh, true
		case "both":
			return withinOpen, true
		}
	}
	return 0, false
}
