package indicators

import "strings"

// Find returns the region that a person names: by code, by full or short
// Chinese name, or by English name, upper or lower case.
func (rs Regions) Find(name string) (Region, bool) {
	name = strings.TrimSpace(name)
	for _, r := range rs {
		if r.Code == name || r.Name == name || r.Short() == name || r.NameEN != "" && strings.EqualFold(r.NameEN, name) {
			return r, true
		}
	}
	return Region{}, false
}

// Names lists what a region may be called, for suggestions.
func (r Region) Names() []string { return []string{r.Short(), r.Name, r.Code, r.NameEN} }

// Suggest returns the candidate nearest to a misspelt name, empty when none is
// near: at most a third of its characters differ (Levenshtein distance, letters
// compared without case).
func Suggest(name string, candidates []string) string {
	best, nearest := "", len([]rune(name))/3+1
	if nearest > 4 {
		nearest = 4
	}
	for _, candidate := range candidates {
		if candidate == "" {
			continue
		}
		if d := distance(strings.ToLower(name), strings.ToLower(candidate), nearest); d < nearest || d == nearest && best == "" {
			best, nearest = candidate, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two texts, or limit+1 when they differ
// by more than limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			change := diagonal
			if r != s {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
