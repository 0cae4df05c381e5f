package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
	"yardstick/reports/requiretest"
)

func formsOf(t testing.TB, e *engine.Evaluation, l indicators.Language, assignments ...string) []*reports.Form {
	t.Helper()
	var out []*reports.Form
	for _, id := range assignments {
		for _, fill := range []func(*engine.Evaluation, string, indicators.Language) (*reports.Form, error){reports.SelfEvaluation, reports.Monitoring} {
			form, err := fill(e, id, l)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, form)
		}
	}
	return out
}

func writeForm(t testing.TB, form *reports.Form) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Form(&out, form); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// checkForm draws a form and finds every text that leaves the margins, is too small to
// read, stands on another, or is missing. It returns the number of pages.
func checkForm(t *testing.T, form *reports.Form) int {
	t.Helper()
	grid := form.Grid()
	width, height := PageWidth, PageHeight
	if grid.Landscape {
		width, height = height, width
	}
	var all []placed
	drawn := map[int]*strings.Builder{}
	c := drawForm(form, func(p placed) { all = append(all, p) })
	byPage := map[int][]placed{}
	for _, p := range all {
		e := p.extent()
		if e.left < formMargin-0.1 || e.right > width-formMargin+0.1 || e.top < 5 || e.bottom > height-6 {
			t.Errorf("%s, page %d: %q leaves the margins: %.1f–%.1f × %.1f–%.1f", form.Name(), p.page, p.text, e.left, e.right, e.top, e.bottom)
		}
		if p.style.Size < small {
			t.Errorf("%s: %q is set in %.1f points", form.Name(), p.text, p.style.Size)
		}
		for _, other := range byPage[p.page] {
			if e.meet(other.extent()) {
				t.Errorf("%s, page %d: %q stands on %q", form.Name(), p.page, p.text, other.text)
			}
		}
		byPage[p.page] = append(byPage[p.page], p)
		if drawn[0] == nil {
			drawn[0] = &strings.Builder{}
		}
		drawn[0].WriteString(p.text)
	}
	texts := strings.Join(strings.Fields(drawn[0].String()), "")
	for _, cell := range grid.Cells {
		for _, line := range strings.Split(cell.Text, "\n") {
			if first, _, _ := strings.Cut(strings.Join(strings.Fields(line), ""), "\n"); len(first) < 600 && !strings.Contains(texts, first) {
				t.Errorf("%s: %q is not on paper", form.Name(), line)
			}
		}
	}
	return c.PageCount()
}

func TestFormsOfTheFirstProgrammeAreSetCleanly(t *testing.T) {
	e := cardtest.Evaluation(t)
	all := reports.FormAssignments(e, reports.Scope{Kind: reports.ProgrammeScope, ID: e.Programme.ID})
	for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
		for _, form := range formsOf(t, e, l, all...) {
			if pages := checkForm(t, form); pages > 2 {
				t.Errorf("%s takes %d pages", form.Name(), pages)
			}
		}
	}
}

// many is a form with n lines, each made by change.
func many(form *reports.Form, n int, change func(k int, row *reports.FormRow)) *reports.Form {
	rows := form.Rows
	form.Rows = nil
	for k := range n {
		row := rows[k%len(rows)]
		change(k, &row)
		form.Rows = append(form.Rows, row)
	}
	return form
}

func TestALongFormGoesOnOverPages(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, form := range formsOf(t, e, indicators.Chinese, "crafts/440000") {
		long := many(form, 500, func(k int, row *reports.FormRow) {
			row.Name = fmt.Sprintf("第%03d号指标", k)
			row.Level1, row.Level2 = fmt.Sprintf("一级%d", k/60), fmt.Sprintf("二级%d", k/7)
		})
		pages := checkForm(t, long)
		if pages < 10 {
			t.Errorf("%s: 500 lines on %d pages", form.Name(), pages)
		}
		file := readBack(t, writeForm(t, long))
		for page := 1; page <= pages; page++ {
			text := file.shown(t, page)
			if page < pages && !strings.Contains(text, "三级指标") {
				t.Errorf("%s: page %d has no head", form.Name(), page)
			}
			if want := fmt.Sprintf("第 %d 页，共 %d 页", page, pages); !strings.Contains(text, want) || !strings.Contains(text, form.Stamps[0]) {
				t.Errorf("%s: page %d lacks its number or its stamp", form.Name(), page)
			}
		}
	}
}

func TestHostileTextsAreWholeOnPaper(t *testing.T) {
	e := cardtest.Evaluation(t)
	for name, text := range map[string]string{
		"400 characters":            strings.Repeat("指标名称", 100),
		"400 letters without space": strings.Repeat("x", 400),
		"syntax of PDF":             ") Tj ET endstream endobj << /Type /Catalog >> % (",
		"a remark of a whole book":  strings.Repeat("企业停产搬迁，数据未能按时采集；", 700),
		"lines":                     strings.Repeat("一行\n", 200),
		"beyond the basic plane":    "\U00020164",
	} {
		t.Run(name, func(t *testing.T) {
			for _, form := range formsOf(t, e, indicators.Chinese, "survey/440100") {
				form.Project, form.Goal, form.Achieved = text, text, text
				form.Rows[0].Remark, form.Rows[1].Name = text, text
				form.Rows[2].Level1, form.Rows[3].Level2, form.Rows[3].Target = text, text, text
				checkForm(t, form)
				readBack(t, writeForm(t, form))
			}
		})
	}
}

func TestAFormWithoutLinesIsPrinted(t *testing.T) {
	for _, form := range formsOf(t, cardtest.Evaluation(t), indicators.English, "survey/440100") {
		form.Rows = nil
		checkForm(t, form)
	}
}

func TestAFormsBytesAreTheSame(t *testing.T) {
	local := time.Local
	defer func() { time.Local = local }()
	for k := range 2 {
		want := formsOf(t, cardtest.Evaluation(t), indicators.Chinese, "clusters/440100")[k]
		got := formsOf(t, cardtest.Evaluation(t), indicators.Chinese, "clusters/440100")[k]
		first := writeForm(t, want)
		time.Local = time.FixedZone("", 9*3600)
		if !bytes.Equal(first, writeForm(t, got)) {
			t.Errorf("%s differs", want.Name())
		}
	}
}

func TestReadersFindAFormsFigures(t *testing.T) {
	totext, check := requiretest.Tool(t, "pdftotext"), requiretest.Tool(t, "qpdf")
	for _, form := range formsOf(t, cardtest.EvaluationThrough(t, indicators.NewPeriod(2021, time.December)), indicators.Chinese, "survey/441300", "crafts/440000") {
		name := filepath.Join(t.TempDir(), "form.pdf")
		if err := os.WriteFile(name, writeForm(t, form), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(check, "--check", name).CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		out, err := exec.Command(totext, "-layout", name, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		want := []string{form.Title, form.Money[0].Spent.Text, form.Money[0].Rate.Text, form.Foot.Short}
		for _, row := range form.Rows {
			want = append(want, row.Actual.Text, row.Target)
			if form.Kind == reports.SelfEvaluationForm {
				want = append(want, row.Points.Text, row.Weight.Text, form.Total.Text)
			}
		}
		for _, text := range want {
			if !strings.Contains(string(out), text) {
				t.Errorf("%s: pdftotext does not find %q", form.Name(), text)
			}
		}
	}
}

func BenchmarkForm(b *testing.B) {
	form := formsOf(b, cardtest.Evaluation(b), indicators.Chinese, "crafts/440000")[0]
	for b.Loop() {
		writeForm(b, form)
	}
}
