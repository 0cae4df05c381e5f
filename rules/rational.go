package rules

import (
	"errors"
	"math/big"

	"github.com/expr-lang/expr"

	"yardstick/indicators"
)

// The types that a hand-written rule computes with. expr sees them as opaque and
// reaches their arithmetic only through the operators below, so that nothing in
// a rule is a float and no integer can overflow.
type (
	number struct{ rat *big.Rat }
	day    struct{ n int64 }
	grade  struct{ rung int64 }
)

var (
	errZero = errors.New("division by zero")
	errLong = errors.New("a fraction too long to reckon with")
)

// maxBits is the length of the terms of a fraction, some 20,000 digits, beyond which
// a rule stops: a formula over formulas can make them grow without end, and each
// step takes longer than all before it.
const maxBits = 1 << 16

// short refuses a fraction that has grown too long.
func short(x *big.Rat) (*big.Rat, error) {
	if x.Num().BitLen() > maxBits || x.Denom().BitLen() > maxBits {
		return nil, errLong
	}
	return x, nil
}

func numberOf(q Quantity) number {
	millionths := q.Millionths()
	return number{millionths.Quo(millionths, big.NewRat(int64(indicators.One), 1))}
}

func wholeNumber(n int64) number { return number{new(big.Rat).SetInt64(n)} }

// arithmetic are the overloaded operators on numbers; days may be subtracted.
var arithmetic = map[string]func(a, b *big.Rat) (*big.Rat, error){
	"+": func(a, b *big.Rat) (*big.Rat, error) { return short(new(big.Rat).Add(a, b)) },
	"-": func(a, b *big.Rat) (*big.Rat, error) { return short(new(big.Rat).Sub(a, b)) },
	"*": func(a, b *big.Rat) (*big.Rat, error) { return short(new(big.Rat).Mul(a, b)) },
	"/": func(a, b *big.Rat) (*big.Rat, error) {
		if b.Sign() == 0 {
			return nil, errZero
		}
		return short(new(big.Rat).Quo(a, b))
	},
}

// comparisons are the overloaded operators that give a yes or no, by the sign of
// the difference of their sides.
var comparisons = map[string]func(sign int) bool{
	"<":  func(sign int) bool { return sign < 0 },
	"<=": func(sign int) bool { return sign <= 0 },
	">":  func(sign int) bool { return sign > 0 },
	">=": func(sign int) bool { return sign >= 0 },
	"==": func(sign int) bool { return sign == 0 },
	"!=": func(sign int) bool { return sign != 0 },
}

// operators overloads arithmetic and comparisons for numbers and days. The names
// of the functions hold a space, so that no source can call them.
func operators() (options []expr.Option) {
	for op, apply := range arithmetic {
		options = append(options, expr.Operator(op, "number "+op), expr.Function("number "+op, func(args ...any) (any, error) {
			rat, err := apply(args[0].(number).rat, args[1].(number).rat)
			return number{rat}, err
		}, new(func(number, number) number)))
	}
	options = append(options, expr.Operator("-", "day -"), expr.Function("day -", func(args ...any) (any, error) {
		return wholeNumber(args[0].(day).n - args[1].(day).n), nil
	}, new(func(day, day) number)))
	for op, holds := range comparisons {
		options = append(options, expr.Operator(op, "compare "+op), expr.Function("compare "+op, func(args ...any) (any, error) {
			if a, ok := args[0].(day); ok {
				b := args[1].(day)
				return holds(new(big.Rat).SetInt64(a.n).Cmp(new(big.Rat).SetInt64(b.n))), nil
			}
			return holds(args[0].(number).rat.Cmp(args[1].(number).rat)), nil
		}, new(func(number, number) bool), new(func(day, day) bool)))
	}
	return options
}

// functions are what a rule may call while it runs; rank of a word, date, and a
// formula's indicator and regions are settled when it is compiled.
func functions() []expr.Option {
	return []expr.Option{
		expr.Function("negative", func(args ...any) (any, error) {
			return number{new(big.Rat).Neg(args[0].(number).rat)}, nil
		}, new(func(number) number)),
		expr.Function("abs", func(args ...any) (any, error) {
			return number{new(big.Rat).Abs(args[0].(number).rat)}, nil
		}, new(func(number) number)),
		expr.Function("rank", func(args ...any) (any, error) {
			return wholeNumber(args[0].(grade).rung), nil
		}, new(func(grade) number)),
		onList("sum", total),
		onList("mean", func(list []number) (*big.Rat, error) {
			sum, err := total(list)
			if err != nil {
				return nil, err
			}
			return sum.Quo(sum, new(big.Rat).SetInt64(int64(len(list)))), nil
		}),
		onList("max", func(list []number) (*big.Rat, error) { return extreme(list, 1), nil }),
		onList("min", func(list []number) (*big.Rat, error) { return extreme(list, -1), nil }),
		onList("len", func(list []number) (*big.Rat, error) { return new(big.Rat).SetInt64(int64(len(list))), nil }),
	}
}

// onList offers a function of one list, which is never empty.
func onList(name string, apply func([]number) (*big.Rat, error)) expr.Option {
	return expr.Function(name, func(args ...any) (any, error) {
		rat, err := apply(args[0].([]number))
		return number{rat}, err
	}, new(func([]number) number))
}

func total(list []number) (*big.Rat, error) {
	sum := new(big.Rat)
	for _, n := range list {
		if _, err := short(sum.Add(sum, n.rat)); err != nil {
			return nil, err
		}
	}
	return sum, nil
}

// extreme is the largest (sign 1) or smallest (−1) of a list.
func extreme(list []number, sign int) *big.Rat {
	found := list[0].rat
	for _, n := range list[1:] {
		if n.rat.Cmp(found) == sign {
			found = n.rat
		}
	}
	return found
}
