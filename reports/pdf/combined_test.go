package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
	"yardstick/reports/requiretest"
)

func combined(t *testing.T, l indicators.Language) *reports.Combined {
	t.Helper()
	all, err := reports.Combine(cardtest.Evaluation(t), l, nil)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheContentsLeadToEveryScorecard(t *testing.T) {
	text := requiretest.Tool(t, "pdftotext")
	for _, l := range languages {
		all := combined(t, l)
		file := filepath.Join(t.TempDir(), "combined.pdf")
		var out bytes.Buffer
		if err := Combined(&out, all); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		read, err := exec.Command(text, "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		pages := strings.Split(strings.TrimSuffix(string(read), "\f"), "\f")
		for _, part := range all.Parts {
			for _, card := range part.Cards {
				checkEntry(t, pages, card)
			}
		}
		for k, page := range pages {
			if number := fmt.Sprintf("%d / %d", k+1, len(pages)); !strings.Contains(page, number) {
				t.Errorf("page %d does not say %s", k+1, number)
			}
			for _, stamp := range all.Head.Stamps {
				if !strings.Contains(page, stamp) {
					t.Errorf("page %d does not say %s", k+1, stamp)
				}
			}
		}
	}
}

// checkEntry follows a line of the contents to its page, which names the scorecard and
// has its fingerprint.
func checkEntry(t *testing.T, pages []string, card *reports.Scorecard) {
	t.Helper()
	head := string([]rune(card.Head.Title)[:min(5, len([]rune(card.Head.Title)))])
	line := regexp.MustCompile(`(?m)^.*` + regexp.QuoteMeta(card.Answer.Score.Text) + `.*` + regexp.QuoteMeta(card.Answer.Coverage.Text) + `\s+(\d+)$`)
	for _, found := range line.FindAllStringSubmatch(pages[0], -1) {
		number, _ := strconv.Atoi(found[1])
		if number > 1 && number <= len(pages) && strings.Contains(pages[number-1], card.Foot.Short) && strings.Contains(pages[number-1], head) {
			return
		}
	}
	t.Errorf("no line of the contents leads to %s", card.Scope.Name())
}

func TestAFileSaysWhatItWasMadeFrom(t *testing.T) {
	all := combined(t, indicators.Chinese)
	var book bytes.Buffer
	if err := Combined(&book, all); err != nil {
		t.Fatal(err)
	}
	one := all.Parts[0].Cards[0]
	for name, c := range map[string]struct {
		file []byte
		want reports.Origin
	}{"a scorecard": {written(t, one), one.Foot.Origin}, "the combined file": {book.Bytes(), all.Foot.Origin}} {
		if got, err := Origin(c.file); err != nil || got.String() != c.want.String() {
			t.Errorf("%s says %v, %v", name, got, err)
		}
	}
	for _, file := range []string{"", "%PDF-1.7", "<yardstick:Origin>", "<yardstick:Origin><b></yardstick:Origin>", "<yardstick:Origin>{}</yardstick:Origin>"} {
		if _, err := Origin([]byte(file)); err == nil {
			t.Errorf("%q has an origin", file)
		}
	}
}
