package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"
)

// aPDF is the smallest file that is told to be a PDF.
const aPDF = "%PDF-1.7\nlist of enterprises"

// send posts a form with files; a pair whose name is file:… is a file of that name.
func (s *site) send(t testing.TB, c *http.Client, path string, pairs ...string) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for n := 0; n+1 < len(pairs); n += 2 {
		if name, isFile := strings.CutPrefix(pairs[n], "file:"); isFile {
			w, err := form.CreateFormFile("file", name)
			if err != nil {
				t.Fatal(err)
			}
			w.Write([]byte(pairs[n+1]))
			continue
		}
		form.WriteField(pairs[n], pairs[n+1])
	}
	form.Close()
	r, err := http.NewRequest(http.MethodPost, s.URL+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	return s.do(t, c, r)
}

// attached attaches a file to Guangzhou's figure and returns its address.
func (s *site) attached(t *testing.T) string {
	t.Helper()
	s.enter(t, "guangzhou", collected, "", "2021-03", "30")
	c := s.client(t, "guangzhou")
	check(t, s.send(t, c, survey+"/evidence", "key", "collected", "file:采集清单.pdf", aPDF), 303)
	page := s.get(t, c, survey).Body
	_, after, _ := strings.Cut(page, survey+"/evidence/")
	seq, _, _ := strings.Cut(after, `"`)
	return survey + "/evidence/" + strings.TrimSuffix(seq, "/detach")
}

func TestEvidenceIsListedAndSentAsADownload(t *testing.T) {
	s := newSite(t)
	address := s.attached(t)
	c := s.client(t, "guangzhou")
	check(t, s.get(t, c, survey), 200, "采集清单.pdf", "PDF", "1 KB", "林晓 2021-04-01 12:00", "SHA-256")
	got := s.get(t, c, address)
	check(t, got, 200, aPDF)
	for name, want := range map[string]string{
		"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
		"Content-Disposition": "attachment; filename*=utf-8''%E9%87%87%E9%9B%86%E6%B8%85%E5%8D%95.pdf",
	} {
		if got.Header.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Header.Get(name), want)
		}
	}
	r, _ := http.NewRequest(http.MethodGet, s.URL+address, nil)
	r.Header.Set("If-None-Match", got.Header.Get("ETag"))
	check(t, s.do(t, c, r), http.StatusNotModified)
	check(t, s.get(t, s.client(t, "reviewer"), address), 200, aPDF)
	check(t, s.get(t, s.client(t, "shenzhen"), address), 403)
}

func TestSeveralFilesAndALinkAreAttachedAtOnce(t *testing.T) {
	s := newSite(t)
	s.enter(t, "guangzhou", collected, "", "2021-03", "30")
	c := s.client(t, "guangzhou")
	check(t, s.send(t, c, survey+"/evidence", "key", "collected", "file:a.pdf", aPDF, "file:b.txt", "one line", "link", "https://www.example.gov.cn/1", "title", "公示"), 303)
	check(t, s.get(t, c, survey), 200, "已附 3 份佐证材料", "a.pdf", "b.txt", `href="https://www.example.gov.cn/1"`, "公示")
}

func TestEvidenceIsDetachedWithAReason(t *testing.T) {
	s := newSite(t)
	address := s.attached(t)
	c := s.client(t, "guangzhou")
	check(t, s.post(t, c, address+"/detach", "reason", " "), 422, "evidence-reason-wanted")
	check(t, s.post(t, c, address+"/detach", "reason", "传错了", "key", "collected"), 303)
	check(t, s.get(t, c, survey), 200, "已撤下：传错了", "采集清单.pdf")
	check(t, s.post(t, c, address+"/detach", "reason", "再来"), 404, "evidence-unknown")
}

func TestEvidenceIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*testing.T, *site)
		form   []string
		status int
		says   string
	}{
		"without a figure":     {nil, []string{"key", "collected", "file:a.pdf", aPDF}, 422, "entry-evidence-early"},
		"for an unknown row":   {nil, []string{"key", "nothing", "file:a.pdf", aPDF}, 404, "entry-row-unknown"},
		"with nothing in it":   {filled, []string{"key", "collected"}, 422, "entry-evidence-none"},
		"an empty file":        {filled, []string{"key", "collected", "file:a.pdf", ""}, 422, "evidence-empty"},
		"a program":            {filled, []string{"key", "collected", "file:a.pdf", "\x7fELF\x02\x01\x01\x00\x00"}, 422, "evidence-type"},
		"a page":               {filled, []string{"key", "collected", "file:a.pdf", "<html><script>alert(1)</script>"}, 422, "evidence-type"},
		"what is no link":      {filled, []string{"key", "collected", "link", "javascript:alert(1)"}, 422, "evidence-link"},
		"on a sheet handed in": {func(t *testing.T, s *site) { s.submitted(t) }, []string{"key", "collected", "file:a.pdf", aPDF}, 409, "sheet-submitted"},
		"after it closed": {func(t *testing.T, s *site) { filled(t, s); s.set(2021, time.April, 4, 9) },
			[]string{"key", "collected", "file:a.pdf", aPDF}, 409, "sheet-closed"},
		"larger than 50 MB": {filled, []string{"key", "collected", "file:a.pdf", aPDF + strings.Repeat(" ", 50<<20)}, 413, "evidence-too-large"},
		"much larger":       {filled, []string{"key", "collected", "file:a.pdf", aPDF + strings.Repeat(" ", 53<<20)}, 413, "too-large"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			if c.before != nil {
				c.before(t, s)
			}
			officer := s.client(t, "guangzhou")
			check(t, s.send(t, officer, survey+"/evidence", c.form...), c.status, c.says)
			if page := s.get(t, officer, survey).Body; strings.Contains(page, survey+"/evidence/") {
				t.Error("something was attached")
			}
		})
	}
}

func TestWhatCameBeforeARefusedFileIsSaidToBeKept(t *testing.T) {
	s := newSite(t)
	filled(t, s)
	c := s.client(t, "guangzhou")
	check(t, s.send(t, c, survey+"/evidence", "key", "collected", "file:a.pdf", aPDF, "file:b.pdf", ""), 422, "evidence-empty", "在此之前的 1 份材料已附上")
	check(t, s.get(t, c, survey), 200, "a.pdf")
}

func filled(t *testing.T, s *site) { s.enter(t, "guangzhou", collected, "", "2021-03", "30") }

func TestEvidenceOfAnotherSheetIsNotFoundHere(t *testing.T) {
	s := newSite(t)
	address := s.attached(t)
	elsewhere := strings.Replace(address, "440100", "440300", 1)
	check(t, s.get(t, s.client(t, "shenzhen"), elsewhere), 404, "evidence-unknown")
	check(t, s.post(t, s.client(t, "shenzhen"), elsewhere+"/detach", "reason", "x"), 404, "evidence-unknown")
}
