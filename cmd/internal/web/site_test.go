package web_test

import (
	"net/http"
	"testing"
)

func TestNobodyHasAHomeAndEverybodyElseDoes(t *testing.T) {
	s := newSite(t)
	if got := s.get(t, s.client(t, ""), "/"); got.Status != http.StatusSeeOther || got.Header.Get("Location") != "/login?next=%2F" {
		t.Errorf("nobody: %d %s", got.Status, got.Header.Get("Location"))
	}
}
