package indicators

import "errors"

// FamilyOf names the family of units within which figures convert (money, time,
// area, share…). A unit that no table knows is a family of its own.
func FamilyOf(unit string) string { return unit }

// ConvertUnit converts a figure between units of one family. exact is false when
// the result had to be rounded, half up, to six decimals.
func ConvertUnit(v Value, from, to string) (out Value, exact bool, err error) {
	if from == to {
		return v, true, nil
	}
	return 0, false, ErrUnit
}

// ErrUnit is returned for a conversion between units of different families.
var ErrUnit = errors.New("units of different families")
