package intake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"yardstick/engine"
	"yardstick/engine/intake"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
	"yardstick/indicators/goldentest"
)

var ctx = context.Background()

// june is the middle of the test programme's year.
func june() time.Time { return storetest.At(time.June, 15) }

// december is when the year is nearly over.
func december() time.Time { return storetest.At(time.December, 20) }

func open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "t.db"), store.Options{Create: true, Now: june})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.LoadProgramme(ctx, storetest.Definitions("100"), "manager"); err != nil {
		t.Fatal(err)
	}
	return s
}

func look(s *store.Store, text string, o intake.Options) (*intake.Preview, error) {
	o.Now = june
	return intake.Look(ctx, s, "actuals.csv", strings.NewReader(text), o)
}

// values are the figures of a preview: "id period change text".
func values(p *intake.Preview) string {
	var b strings.Builder
	for _, cell := range p.Cells {
		b.WriteString(strings.TrimPrefix(cell.Entry.Indicator, "t-2021/survey/"))
		if cell.Entry.Part != "" {
			b.WriteString("#" + cell.Entry.Part)
		}
		b.WriteString(" " + cell.Entry.Period.String() + " " + string(cell.Change) + " " + cell.Observation.Value.String() + "\n")
	}
	return b.String()
}

const two = "440100/visits 2021-03 new 5\n440300/visits 2021-03 new 6\n"

func TestAFileIsUnderstoodAsPeopleWriteIt(t *testing.T) {
	chinese := "地区,指标,填报期,实际完成值,备注\n广州,走访企业数量（家次）,2021-03,5,好\n深圳市,走访企业数量,2021年3月,6,\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(chinese)
	if err != nil {
		t.Fatal(err)
	}
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(chinese, ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	bare, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String("region,indicator,period,value\nGuangzhou,t-2021/survey/440100/visits,2021-03,5\n440300,survey/440300/visits,202103,6\n")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ text, want string }{
		"UTF-8":                              {chinese, two},
		"UTF-8 with a byte order mark":       {"\ufeff" + chinese, two},
		"GB18030 from a Chinese Excel":       {gb, two},
		"GB18030 with semicolons":            {strings.ReplaceAll(gb, ",", ";"), two},
		"UTF-16 with tabs":                   {little, two},
		"UTF-16 without a byte order mark":   {bare, two},
		"Windows line ends":                  {strings.ReplaceAll(chinese, "\n", "\r\n"), two},
		"a line that names the separator":    {"sep=;\n" + strings.ReplaceAll(chinese, ",", ";"), two},
		"quoted fields":                      {"\"指标\",\"地区\",\"月份\",\"数值\"\n\"走访企业数量（家次）\",\"广州\",\"2021/3\",\"5\"\n走访企业数量(家次),深圳,2021.3,6\n", two},
		"columns in another order, ids":      {"value,period,indicator\n5,2021-03,t-2021/survey/440100/visits\n6,2021-03-31,survey/440300/visits\n", two},
		"blank lines and an empty figure":    {"指标,地区,填报期,值\n\n走访企业数量,广州,2021-03,5\n,,,\n走访企业数量,深圳,2021-02,\n走访企业数量,深圳,2021-03,6\n", two},
		"full-width digits in the period":    {"指标,地区,填报期,值\n走访企业数量,广州,２０２１年３月,5\n走访企业数量,深圳,2021年03月份,6\n", two},
		"the project narrows, other columns": {"项目,指标,地区,填报期,值,录入人\n调查,走访企业数量,广州,2021-03,5,张三\nsurvey,走访企业数量,深圳,2021-03,6,李四\n", two},
		"money by its name": {"指标,地区,分项,填报期,值\n执行数,广州,,2021-03,12.5\n全年预算数,广州,财政拨款,2021-03,90\n",
			"440100/money#spent 2021-03 new 12.5\n440100/money#adjusted:fiscal 2021-03 new 90\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			preview, err := look(open(t), test.text, intake.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := values(preview); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

// TestRefusals compares every problem of the files in testdata with the text
// beside it, caret included, in both languages.
func TestRefusals(t *testing.T) {
	files, err := filepath.Glob("testdata/refused/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := open(t)
			_, err = intake.Look(ctx, s, filepath.Base(file), bytes.NewReader(text), intake.Options{Now: june})
			var refusal *engine.Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("got %v, want a refusal", err)
			}
			var out strings.Builder
			for _, language := range []indicators.Language{indicators.Chinese, indicators.English} {
				for _, problem := range refusal.Problems {
					out.WriteString(problem.Text(language) + "\n")
				}
			}
			goldentest.Check(t, "refused/"+name+".out", []byte(out.String()))
			if cut, _ := s.Cut(ctx, "", time.Time{}); cut.Head.Count != 1 {
				t.Error("something was written")
			}
		})
	}
}

func TestAFileBeyondTheCapIsRefused(t *testing.T) {
	_, err := intake.Look(ctx, open(t), "big.csv", &endless{}, intake.Options{Now: june})
	wantCode(t, err, "import-too-large")
}

// endless yields lines for ever.
type endless struct{ n int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "走访,1\n"[(e.n+i)%len("走访,1\n")]
	}
	e.n += len(p)
	return len(p), nil
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var problem *indicators.Problem
	if !errors.As(err, &problem) || problem.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestAPreviewShowsEveryChangedCellAndApplyTakesAllOrNothing(t *testing.T) {
	s := open(t)
	const header = "指标,地区,填报期,值,更正理由\n"
	preview, err := look(s, header+"走访企业数量,广州,2021-01,5,\n走访企业数量,广州,2021-02,7,\n", intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := preview.Apply(ctx, s, store.RecordOptions{By: "officer"}); err != nil {
		t.Fatal(err)
	}
	if _, err := preview.Apply(ctx, s, store.RecordOptions{By: "officer"}); err == nil {
		t.Error("a preview was applied twice")
	} else {
		wantCode(t, err, "changed-since")
	}
	_, err = look(s, header+"走访企业数量,广州,2021-01,6,\n", intake.Options{})
	wantCode(t, err, "import-reason-wanted")
	preview, err = look(s, header+"走访企业数量,广州,2021-01,6,漏报\n走访企业数量,广州,2021-02,7,\n走访企业数量,广州,2021-03,8,\n", intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := values(preview), "440100/visits 2021-01 changed 6\n440100/visits 2021-02 same 7\n440100/visits 2021-03 new 8\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if cell := preview.Cells[0]; cell.Was != 5*indicators.One || cell.WasText != "5" {
		t.Errorf("the changed cell was %+v", cell)
	}
	out, err := preview.Apply(ctx, s, store.RecordOptions{By: "officer"})
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Observations) != 2 || out.Observations[0].Supersedes == 0 || out.Observations[0].Note != "漏报" {
		t.Errorf("written: %+v", out.Observations)
	}
	if preview, err = look(s, header+"走访企业数量,广州,2021-01,9,\n", intake.Options{Reason: "年终核对"}); err != nil {
		t.Fatal(err)
	}
	if preview.Cells[0].Entry.Supersede != "年终核对" {
		t.Errorf("the file's reason was not taken: %+v", preview.Cells[0].Entry)
	}
}

func TestAPreviewNamesEveryVerdictThatWouldFlip(t *testing.T) {
	s := open(t)
	var b strings.Builder
	b.WriteString("指标,地区,填报期,值,更正理由\n服务对象满意度,广州,2021-01,95,\n")
	for month := 1; month <= 6; month++ {
		fmt.Fprintf(&b, "走访企业数量,广州,2021-%02d,20,\n", month)
	}
	preview, err := look(s, b.String(), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if preview.Through != storetest.Month(time.June) {
		t.Errorf("verdicts are compared through %s", preview.Through)
	}
	want := "visits@annual: not_yet_due  -> reported met\nsatisfaction@annual: not_yet_due  -> in_progress \n"
	if got := flips(preview); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if _, err := preview.Apply(ctx, s, store.RecordOptions{}); err != nil {
		t.Fatal(err)
	}
	preview, err = look(s, "指标,地区,填报期,值,更正理由\n走访企业数量,广州,2021-01,10,重复计算\n走访企业数量,广州,2021-02,9,重复计算\n", intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := flips(preview), "visits@annual: reported met -> in_progress \n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	evaluation, err := s.Evaluate(ctx, "", store.EvaluateOptions{Through: storetest.Month(time.June)})
	if err != nil {
		t.Fatal(err)
	}
	if state := evaluation.Assignments[0].Indicators[0].Targets[0].State; state != engine.Reported {
		t.Errorf("looking at a file changed the state to %s", state)
	}
}

func flips(p *intake.Preview) string {
	var b strings.Builder
	for _, flip := range p.Flips {
		fmt.Fprintf(&b, "%s: %s %s -> %s %s\n", strings.TrimPrefix(flip.Target, "t-2021/survey/440100/"),
			flip.Before.State, flip.Before.Verdict, flip.After.State, flip.After.Verdict)
	}
	return b.String()
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("指标,地区,填报期,值\n走访企业数量,广州,2021-03,5\n"))
	f.Add([]byte("sep=;\nvalue;period;indicator\n\"5\";2021-03;x\n"))
	f.Add([]byte("\xff\xfea\x00,\x00"))
	f.Add([]byte("指标,填报期,值\n\"a\nb\",2021-03,\"5\n"))
	p := storetest.Programme(f, storetest.Definitions("100"))
	f.Fuzz(func(t *testing.T, text []byte) {
		entries, problems := intake.ReadCSV("f.csv", bytes.NewReader(text), p)
		for _, problem := range problems {
			for _, language := range []indicators.Language{indicators.Chinese, indicators.English} {
				if problem.Message(language) == problem.Code {
					t.Errorf("%s has no words", problem.Code)
				}
				problem.Text(language)
			}
		}
		for _, entry := range entries {
			if entry.At.Line == 0 || entry.At.Column == 0 || entry.Text == "" {
				t.Errorf("an entry without its place: %+v", entry)
			}
		}
	})
}
