package rules_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"yardstick/indicators"
)

// codes are the literals in this room's sources that name a sentence.
var codes = regexp.MustCompile(`"((?:rule|ruletest|formula|weights|method|block|wrong-actual|out-of|basis-not|no-such|unknown-method|explain|alarm)[-.][a-z.-]*[a-z])"`)

func TestEveryCodeHasItsSentence(t *testing.T) {
	for _, folder := range []string{".", "scoring", "ruletest"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if matched, _ := filepath.Match("*_test.go", filepath.Base(file)); matched {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range codes.FindAllStringSubmatch(string(text), -1) {
				if !indicators.Known(found[1]) {
					t.Errorf("%s: no sentence for %s", file, found[1])
				}
			}
		}
	}
}
