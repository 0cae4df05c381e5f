package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// BenchmarkPages asks for each page of how the first programme stands: over what is
// kept of its evaluation, and "cold" when a month is looked at for the first time.
func BenchmarkPages(b *testing.B) {
	s := newStanding(b)
	c := s.client(b, "reader")
	ask := func(b *testing.B, path string) {
		if got := s.get(b, c, "/p/gd-2021"+path); got.Status != http.StatusOK {
			b.Fatalf("%s: %d", path, got.Status)
		}
	}
	for _, path := range []string{"", "/project/survey", "/city/440100", "/indicator/survey/collected", "/explain/survey/440100/collected", "/search?q=9960", "/city/440100/download/city-440100.pdf"} {
		b.Run(strings.Trim(path, "/")+"/", func(b *testing.B) {
			for b.Loop() {
				ask(b, path)
			}
		})
	}
	b.Run("cold", func(b *testing.B) {
		months := []string{"2021-03", "2021-05", "2021-07", "2021-09"}
		for n := 0; b.Loop(); n++ {
			s.serve(b) // a server that has kept nothing; sessions are in the database
			ask(b, "?through="+months[n%len(months)])
		}
	})
}
