package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yardstick/reports"
	"yardstick/reports/render"
)

// A card knows the evidence of its instant: what is attached later does not change it,
// what is detached later does not either, and each can be made again.
func TestEvidenceAttachedLaterDoesNotChangeAnEarlierCard(t *testing.T) {
	type file struct {
		name    string
		content []byte
	}
	ctx, folder := context.Background(), t.TempDir()
	s := &session{out: &bytes.Buffer{}, err: &bytes.Buffer{}, now: time.Now, language: "zh", database: filepath.Join(folder, "yardstick.db")}
	if _, err := s.recordDemo(ctx, s.database); err != nil {
		t.Fatal(err)
	}
	printed := func(asOf string) (files []file) {
		t.Helper()
		found, err := s.evaluate(ctx, timeFlags{through: "2021-10", asOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		card, err := reports.Build(found.now, reports.Scope{Kind: reports.CityScope, ID: "440100"}, s.lang(), found.before)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range []string{"json", "pdf"} {
			var out bytes.Buffer
			if err := render.Scorecard(&out, format, card); err != nil {
				t.Fatal(err)
			}
			files = append(files, file{"card." + format, out.Bytes()})
		}
		return files
	}
	verified := func(f file) result {
		t.Helper()
		st, err := s.open(ctx, false)
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		path := filepath.Join(folder, f.name)
		if err := os.WriteFile(path, f.content, 0o600); err != nil {
			t.Fatal(err)
		}
		found, err := s.verifyReport(ctx, st, path)
		if err != nil {
			t.Fatal(err)
		}
		return found.Result
	}
	before := printed("2021-10-31")
	detach := attachToFirst(t, s, "gd-2021/survey/440100/collected", "验收表.pdf")
	backed := printed("")
	detach()
	for k, file := range printed("2021-10-31") {
		if !bytes.Equal(file.content, before[k].content) {
			t.Errorf("%s as of October is another after something was attached", file.name)
		}
	}
	if text := string(backed[0].content); !strings.Contains(text, `"name": "验收表.pdf"`) {
		t.Error("the card of the instant between does not name the file")
	}
	if text := string(printed("")[0].content); strings.Contains(text, "验收表.pdf") {
		t.Error("the card of today names what was detached")
	}
	for _, file := range append(before, backed...) {
		if got := verified(file); got != identical {
			t.Errorf("%s is %s when it is made again", file.name, got)
		}
	}
}

// attachToFirst attaches a file to an indicator's first figure and returns what
// detaches it.
func attachToFirst(t *testing.T, s *session, indicator, name string) (detach func()) {
	t.Helper()
	ctx := context.Background()
	st, err := s.open(ctx, true)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	history, err := st.History(ctx, indicator)
	if err != nil {
		t.Fatal(err)
	}
	e, err := st.Attach(ctx, nil, "gd-2021", history[0].Seq, name, strings.NewReader("%PDF-1.7 验收"))
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		st, err := s.open(ctx, true)
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		if err := st.Detach(ctx, nil, "gd-2021", e.Seq, "传错文件"); err != nil {
			t.Fatal(err)
		}
	}
}
