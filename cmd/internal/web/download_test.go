package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"yardstick/indicators"
	"yardstick/reports/html"
	"yardstick/reports/json"
	"yardstick/reports/pdf"
)

var (
	fullFingerprint = regexp.MustCompile(`sha256 ([0-9a-f]{64})`)
	downloadLink    = regexp.MustCompile(`href="(/p/gd-2021[^"]*/download/[^"]*)"`)
)

// fingerprintIn is what a file says it was made from.
func fingerprintIn(t *testing.T, format, file, want string) string {
	t.Helper()
	var fingerprint string
	switch format {
	case "pdf":
		origin, err := pdf.Origin([]byte(file))
		if err != nil {
			t.Error(err)
		}
		fingerprint = origin.Fingerprint
	case "html":
		origin, err := html.Origin([]byte(file))
		if err != nil {
			t.Error(err)
		}
		fingerprint = origin.Fingerprint
	case "json":
		origin, err := json.Origin([]byte(file))
		if err != nil {
			t.Error(err)
		}
		fingerprint = origin.Fingerprint
	case "xlsx":
		file = unzipped(t, file)
		fallthrough
	default:
		if strings.Contains(file, want) {
			fingerprint = want
		}
	}
	return fingerprint
}

func unzipped(t *testing.T, file string) string {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, one := range archive.File {
		content, err := one.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, content); err != nil {
			t.Fatal(err)
		}
		content.Close()
	}
	return all.String()
}

func (s standingSite) fingerprints(t *testing.T) {
	c := s.as(t, "reader")
	for _, path := range []string{"", "/project/crafts", "/city/440100?through=2021-06&as-of=2021-07-05", "/city/440100?include=submitted", "/indicator/survey/collected"} {
		page := s.get(t, c, "/p/gd-2021"+path).Body
		shown := fullFingerprint.FindStringSubmatch(page)
		if shown == nil {
			t.Fatalf("%s shows no fingerprint", path)
		}
		links := downloadLink.FindAllStringSubmatch(page, -1)
		if len(links) < 5 {
			t.Errorf("%s offers %d files", path, len(links))
		}
		for _, link := range links {
			address := strings.ReplaceAll(link[1], "&amp;", "&")
			if strings.Contains(address, "combined") || strings.Contains(address, "scorecards.zip") {
				continue // of all scorecards
			}
			got := s.get(t, c, address)
			if got.Status != http.StatusOK {
				t.Errorf("%s: %d %s", address, got.Status, got.Body)
				continue
			}
			format := regexp.MustCompile(`\.(\w+)\?`).FindStringSubmatch(address)[1]
			if in := fingerprintIn(t, format, got.Body, shown[1]); in != shown[1] {
				t.Errorf("%s was made from %s, its page from %s", address, in, shown[1])
			}
		}
	}
}

func (s standingSite) filesKept(t *testing.T) {
	c := s.client(t, "reader")
	const at = "/p/gd-2021/city/440100/download/city-440100.csv?through=2021-06&as-of=2021-07-05"
	got := s.get(t, c, at)
	if want := `attachment; filename=city-440100-2021-06.csv; filename*=UTF-8''%E5%B9%BF%E5%B7%9E%E5%B8%82%202021-06.csv`; got.Header.Get("Content-Disposition") != want {
		t.Errorf("named %s, want %s", got.Header.Get("Content-Disposition"), want)
	}
	if got.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("a %s", got.Header.Get("Content-Type"))
	}
	ask := func(tag string, l indicators.Language) int {
		r, err := http.NewRequest(http.MethodGet, s.URL+at, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("If-None-Match", tag)
		s.speak(c, l)
		return s.do(t, c, r).Status
	}
	tag := got.Header.Get("ETag")
	if status := ask(tag, indicators.Chinese); status != http.StatusNotModified {
		t.Errorf("the same again: %d", status)
	}
	if status := ask(`"other", W/`+tag, indicators.Chinese); status != http.StatusNotModified {
		t.Errorf("the same again among others: %d", status)
	}
	if status := ask(tag, indicators.English); status != http.StatusOK {
		t.Errorf("the same in other words: %d", status)
	}
	if status := ask(`"other"`, indicators.Chinese); status != http.StatusOK {
		t.Errorf("something else: %d", status)
	}
}

func (s standingSite) forms(t *testing.T) {
	c := s.as(t, "reader")
	page := s.get(t, c, "/p/gd-2021/city/440100?through=2021-06&as-of=2021-07-05").Body
	links := regexp.MustCompile(`href="(/p/gd-2021/form/[^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(links) != 8 {
		t.Fatalf("two assignments have %d forms, want two kinds in two formats each", len(links))
	}
	for _, link := range links {
		address := strings.ReplaceAll(link[1], "&amp;", "&")
		got := s.get(t, c, address)
		if got.Status != http.StatusOK || len(got.Body) < 1000 || !strings.Contains(got.Header.Get("Content-Disposition"), "filename*=UTF-8''%E") {
			t.Errorf("%s: %d, %d bytes, %s", address, got.Status, len(got.Body), got.Header.Get("Content-Disposition"))
		}
	}
	if got := s.get(t, c, "/p/gd-2021/form/survey/440100/monitoring.pdf?through=2020-11"); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "form-before-year") {
		t.Errorf("a monitoring form before its year: %d", got.Status)
	}
	if got := s.get(t, c, "/p/gd-2021/download/combined.pdf"); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "%PDF") {
		t.Errorf("all scorecards: %d", got.Status)
	}
	got := s.get(t, c, "/p/gd-2021/download/scorecards.zip")
	if got.Status != http.StatusOK || got.Header.Get("Content-Type") != "application/zip" {
		t.Fatalf("the archive: %d, a %s", got.Status, got.Header.Get("Content-Type"))
	}
	archive, err := zip.NewReader(strings.NewReader(got.Body), int64(len(got.Body)))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(archive.File); n != 4*(1+7+21) || archive.File[0].Name != "programme.pdf" {
		t.Errorf("the archive has %d files, the first %s", n, archive.File[0].Name)
	}
}

func (s standingSite) noFiles(t *testing.T) {
	c := s.as(t, "reader")
	for _, path := range []string{"/download/other.pdf", "/download/programme.exe", "/download/programme", "/city/440100/download/city-440300.pdf",
		"/city/440100/download/combined.pdf", "/form/survey/440100/monitoring.csv", "/form/survey/440100/other.pdf", "/form/survey/999999/monitoring.pdf"} {
		if got := s.get(t, c, "/p/gd-2021"+path); got.Status != http.StatusNotFound || got.Header.Get("Content-Disposition") != "" {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
}
