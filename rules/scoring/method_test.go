package scoring_test

import (
	"testing"

	"yardstick/rules/scoring"
)

func TestEveryEmbeddedMethodLoads(t *testing.T) {
	if got := scoring.Names(); len(got) != 3 {
		t.Fatalf("methods %v", got)
	}
	for _, name := range []string{"mof-2020", "mof-2020@1", "mof-2020-hubei@1", "share-met@1"} {
		if _, err := scoring.Lookup(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := scoring.Lookup("mof-1999"); err == nil {
		t.Error("an unknown method was found")
	}
}
