package engine

import (
	"cmp"
	"slices"
)

// Ranked is an item with its place, 1 for the highest; 0 has no value to rank by.
type Ranked[T any] struct {
	Item  T
	Place int
}

// Rank orders items by value, the highest first. Equal values share a place and
// keep the order in which they were given, which is the published one; items
// without a value come last.
func Rank[T any](items []T, value func(T) (v int64, known bool)) []Ranked[T] {
	sorted := slices.Clone(items)
	slices.SortStableFunc(sorted, func(a, b T) int {
		x, knownX := value(a)
		y, knownY := value(b)
		switch {
		case knownX && knownY:
			return cmp.Compare(y, x)
		case knownX:
			return -1
		case knownY:
			return 1
		}
		return 0
	})
	out := make([]Ranked[T], len(sorted))
	for n, item := range sorted {
		v, known := value(item)
		out[n].Item = item
		if !known {
			continue
		}
		out[n].Place = n + 1
		if n > 0 {
			if before, _ := value(sorted[n-1]); before == v {
				out[n].Place = out[n-1].Place
			}
		}
	}
	return out
}

// ByScore ranks standings by score.
func ByScore(standings []*Standing) []Ranked[*Standing] {
	return Rank(standings, func(s *Standing) (int64, bool) { return int64(s.Score), s.Scored })
}
