package deliver

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yardstick/engine/store"
	"yardstick/indicators"
)

// reads is a file of a folder.
func reads(t *testing.T, path ...string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var link = regexp.MustCompile(`href="([^"]*)"`)

func TestAFolderHasAnIndexThatLeadsToEveryFile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	run := o.run(t, indicators.Schedule{Formats: []string{"csv", "pdf"}}, Settings{}, nil)
	at := filepath.Join(o.folder, "gd-2021", "2021-10")
	page := string(reads(t, at, "index.html"))
	files := o.files(t, run)
	linked := map[string]bool{}
	for _, found := range link.FindAllStringSubmatch(page, -1) {
		to, err := url.PathUnescape(found[1])
		if err != nil || strings.Contains(to, "//") {
			t.Errorf("link to %q: %v", found[1], err)
		}
		linked[to] = true
		if len(reads(t, at, to)) == 0 {
			t.Errorf("%s is empty", to)
		}
	}
	for name, file := range files {
		if !linked[name] || !strings.Contains(page, file.SHA256) {
			t.Errorf("%s is not in the index", name)
		}
	}
	card := o.card(t, run, "programme")
	for _, row := range card.Heat.Rows {
		if !strings.Contains(page, `<a href="city-`+row.Region+`.pdf">`+row.Name+`</a>`) {
			t.Errorf("the heat map has no row of %s", row.Name)
		}
	}
	for _, want := range append(slices.Clone(card.Answer.Sentences), card.Foot.ChainHead, card.Head.Stamps[0], card.Answer.CoverText, `class="level-missing"`, `<html lang="zh-CN">`,
		`<th scope="col">`+card.Answer.Title+`</th>`, "（Asia/Shanghai）运行。") {
		if !strings.Contains(page, want) {
			t.Errorf("the index lacks %q", want)
		}
	}
	if strings.Contains(page, "邮件") {
		t.Error("the index takes itself for a letter")
	}
	if !bytes.HasPrefix(reads(t, at, "combined.pdf"), []byte("%PDF")) || !linked["combined.pdf"] || !linked["scorecards.zip"] {
		t.Errorf("links %v", linked)
	}
	packed, err := zip.OpenReader(filepath.Join(at, "scorecards.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	if len(packed.File) != len(files) {
		t.Errorf("%d files packed, %d made", len(packed.File), len(files))
	}
	for _, f := range packed.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil || digest(text) != files[f.Name].SHA256 {
			t.Errorf("%s in the archive is not the file: %v", f.Name, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(at, ".*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left over: %v %v", left, err)
	}
}

func TestAnIndexNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.poison = "city-440200"
	at := filepath.Join(o.folder, "gd-2021", "2021-10")
	if err := errors.Join(os.MkdirAll(at, 0o755), os.WriteFile(filepath.Join(at, "combined.pdf"), []byte("of an earlier run"), 0o644)); err != nil {
		t.Fatal(err)
	}
	run := o.run(t, indicators.Schedule{Language: indicators.English}, Settings{}, nil)
	page := string(reads(t, at, "index.html"))
	if run.State != store.RunFailed || run.Failed != 1 || !strings.Contains(page, "city-440200.pdf could not be made. its definition is damaged") ||
		strings.Contains(page, "combined.pdf") || !strings.Contains(page, `<html lang="en">`) {
		t.Errorf("%s:\n%s", run.State, page)
	}
	if _, err := os.Stat(filepath.Join(at, "combined.pdf")); !os.IsNotExist(err) {
		t.Error("one PDF of all is there although one is missing")
	}
}

func TestAnIndexOffersWhatReadsBestFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.run(t, indicators.Schedule{Formats: []string{"csv", "pdf", "json"}, Scopes: []string{"440100"}}, Settings{}, nil)
	page := string(reads(t, o.folder, "gd-2021", "2021-10", "index.html"))
	pdf, json, csv := strings.Index(page, ">PDF ("), strings.Index(page, ">JSON ("), strings.Index(page, ">CSV (")
	if pdf < 0 || json < pdf || csv < json {
		t.Errorf("PDF stands at %d, JSON at %d, CSV at %d:\n%s", pdf, json, csv, page)
	}
}

func TestAFolderShowsNoMoreThanItsScorecards(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	run := o.run(t, indicators.Schedule{Scopes: []string{"440100"}, Folder: "cities/{scope}/{period}"}, Settings{}, nil)
	if run.State != store.RunDone {
		t.Fatalf("%s %+v", run.State, o.deliveries(t, run))
	}
	names, err := filepath.Glob(filepath.Join(o.folder, "cities", "city-440100", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for n := range names {
		names[n] = filepath.Base(names[n])
	}
	if want := []string{"2021-10.pdf", "index.html", "scorecards.zip"}; !slices.Equal(names, want) {
		t.Errorf("the folder holds %v, want %v", names, want)
	}
	if page := string(reads(t, o.folder, "cities", "city-440100", "index.html")); strings.Contains(page, `class="heat"`) {
		t.Error("the index of one city shows the others")
	}
}

func TestTwoSchedulesInOneFolderHaveAnIndexEach(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	other := indicators.Schedule{Name: "tables", Cron: "0 8 6 * *", Formats: []string{"xlsx"}}
	if err := o.SetSchedule(ctx, nil, "", other.Filled(), false); err != nil {
		t.Fatal(err)
	}
	o.run(t, indicators.Schedule{Scopes: []string{"programme", "440100"}, Formats: []string{"html", "json", "pdf"}}, Settings{}, nil)
	at := filepath.Join(o.folder, "gd-2021", "2021-10")
	for _, name := range []string{"index-monthly.html", "scorecards-monthly.zip"} {
		if len(reads(t, at, name)) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	if _, err := os.Stat(filepath.Join(at, "index.html")); !os.IsNotExist(err) {
		t.Errorf("there is an index that both would write: %v", err)
	}
	if page := string(reads(t, at, "index-monthly.html")); !strings.Contains(page, `<a href="city-440100.html">广州</a>`) {
		t.Error("the heat map does not lead to the city's page")
	}
}
