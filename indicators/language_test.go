package indicators

import (
	"regexp"
	"slices"
	"testing"
)

func TestEverySentenceExistsInBothLanguagesWithTheSameArguments(t *testing.T) {
	argument := regexp.MustCompile(`\{[a-z_]+\}`)
	arguments := func(s string) []string {
		found := argument.FindAllString(s, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	for _, pair := range [][2]Language{{Chinese, English}, {English, Chinese}} {
		for code, sentence := range words[pair[0]] {
			other, ok := words[pair[1]][code]
			if !ok {
				t.Errorf("%s: in %s, not in %s", code, pair[0], pair[1])
			} else if got, want := arguments(other), arguments(sentence); !slices.Equal(got, want) {
				t.Errorf("%s: %s names %v, %s names %v", code, pair[0], want, pair[1], got)
			}
		}
	}
}
