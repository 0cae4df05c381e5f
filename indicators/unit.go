package indicators

// FamilyOf names the family of units within which figures convert (money, time,
// area, share…). A unit that no table knows is a family of its own.
func FamilyOf(unit string) string { return unit }
