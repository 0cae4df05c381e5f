package intake_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/engine/intake"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// kinds is a programme with a figure of every kind, and texts that a spreadsheet
// might calculate.
const kinds = `专项:
  编号: k-2021
  名称: 填报试验
  英文名称: Trial of entry
  年度: 2021
  地区: 广东省
项目:
  编号: works
  名称: =各类工程[一]/二
  英文名称: Works
  总体绩效目标: 试验
  各地:
    广州:
      资金: [{承担单位: 市局, 金额: 100}]
      绩效指标:
        产出/数量指标:
          走访企业数量（家次）: {目标: 100, 编号: visits}
          +新增投入（万元）: {目标: 至少2万元, 编号: invested}
        产出/质量指标:
          按期完成: {目标: 是, 编号: on-time}
          验收合格率: {目标: ≥90%, 编号: passed}
          设备完好率: {目标: ≥90%, 编号: rate, 汇总方式: 比率}
          评价等级: {目标: 良好及以上, 编号: grade}
        产出/时效指标:
          完成时间: {目标: 2021年10月31日前, 编号: day}
          培训: {目标: 培训5次、300人次, 编号: training}
          折算投入: {目标: 至少4万元, 编号: double, 计算公式: "indicator('works/440100/invested') * 2"}
        效益/社会效益指标:
          行业促进作用: {目标: 明显, 编号: effect}
          产业链水平: {目标: 有效提升产业链供应链水平, 编号: chain}
          产值增长: {目标: 增长7%, 编号: growth}
    深圳:
      资金: [{承担单位: 市局, 金额: 100}]
      绩效指标:
        产出/数量指标:
          走访企业数量（家次）: {目标: 100, 编号: visits}
`

const (
	guangzhou = "k-2021/works/440100"
	shenzhen  = "k-2021/works/440300"
)

// officeOf is a database of the programme of kinds, in the middle of June.
func officeOf(t testing.TB) *store.Store { return officeWith(t, kinds) }

func officeWith(t testing.TB, definitions string) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "k.db"), store.Options{Create: true, Now: june})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.LoadProgramme(ctx, []load.Source{{Name: "k.yaml", Text: []byte(definitions)}}, "manager"); err != nil {
		t.Fatal(err)
	}
	return s
}

// export writes the sheets of May.
func export(t testing.TB, s *store.Store, l indicators.Language, assignments ...string) []byte {
	t.Helper()
	var sheets []*engine.Sheet
	for _, a := range assignments {
		sheet, err := s.Sheet(ctx, "", a, storetest.Month(time.May))
		if err != nil {
			t.Fatal(err)
		}
		sheets = append(sheets, sheet)
	}
	var out bytes.Buffer
	if err := intake.WriteWorkbook(&out, sheets, l); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// form is an exported workbook in somebody's hands.
type form struct {
	t    testing.TB
	file *excelize.File
}

func openForm(t testing.TB, raw []byte) *form {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return &form{t, file}
}

// at finds the row of an indicator's local id and part on a worksheet.
func (f *form) at(sheet, local, part string) string {
	f.t.Helper()
	rows, err := f.file.GetRows(sheet)
	if err != nil {
		f.t.Fatal(err)
	}
	for n, row := range rows {
		for len(row) < 14 {
			row = append(row, "")
		}
		if strings.HasSuffix(row[12], "/"+local) && row[13] == part {
			name, _ := excelize.CoordinatesToCellName(1, n+1)
			return strings.TrimPrefix(name, "A")
		}
	}
	f.t.Fatalf("%s has no row %s %s", sheet, local, part)
	return ""
}

func (f *form) set(sheet, cell string, value any) {
	f.t.Helper()
	if err := f.file.SetCellValue(sheet, cell, value); err != nil {
		f.t.Fatal(err)
	}
}

// format sets a cell's number format.
func (f *form) format(sheet, cell, code string) {
	f.t.Helper()
	style, err := f.file.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err == nil {
		err = f.file.SetCellStyle(sheet, cell, cell, style)
	}
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *form) bytes() []byte {
	f.t.Helper()
	var out bytes.Buffer
	if err := f.file.Write(&out); err != nil {
		f.t.Fatal(err)
	}
	return out.Bytes()
}

func lookAt(s *store.Store, raw []byte, o intake.Options) (*intake.Preview, error) {
	o.Now = june
	return intake.Look(ctx, s, "filled.xlsx", bytes.NewReader(raw), o)
}

// proposed are the figures of a preview: "visits#part change value".
func proposed(p *intake.Preview) string {
	var b strings.Builder
	for _, cell := range p.Cells {
		name := cell.Entry.Indicator[strings.LastIndexByte(cell.Entry.Indicator, '/')+1:]
		if cell.Entry.Part != "" {
			name += "#" + cell.Entry.Part
		}
		b.WriteString(name + " " + string(cell.Change) + " " + cell.Observation.Text + " = " + cell.Value.String() + "\n")
	}
	return b.String()
}

// refusal is every problem of an error, a line each: place and code.
func refusal(t testing.TB, err error) string {
	t.Helper()
	var refused *engine.Refusal
	if !errors.As(err, &refused) {
		t.Fatalf("got %v, want a refusal", err)
	}
	var b strings.Builder
	for _, problem := range refused.Problems {
		b.WriteString(problem.At.String() + " " + problem.Code + "\n")
	}
	return b.String()
}

const sheet = "=各类工程 一  二_广州" // [, ] and / are no signs of a sheet's name

func TestAFilledSheetIsReadAsItIsSeen(t *testing.T) {
	s := officeOf(t)
	tests := map[string]struct {
		local, part string
		fill        func(f *form, cell string)
		want        string
	}{
		"a number":                               {"visits", "", func(f *form, c string) { f.set(sheet, c, 12) }, "visits new 12 = 12\n"},
		"a number with its unit":                 {"visits", "", func(f *form, c string) { f.set(sheet, c, "9,960家次") }, "visits new 9,960家次 = 9960\n"},
		"ten thousands":                          {"visits", "", func(f *form, c string) { f.set(sheet, c, "1.2万") }, "visits new 1.2万 = 12000\n"},
		"full-width digits":                      {"visits", "", func(f *form, c string) { f.set(sheet, c, "１２") }, "visits new １２ = 12\n"},
		"a zero is reported":                     {"visits", "", func(f *form, c string) { f.set(sheet, c, 0) }, "visits new 0 = 0\n"},
		"a fraction is exact":                    {"invested", "", func(f *form, c string) { f.set(sheet, c, 0.1+0.2) }, "invested new 0.3 = 0.3\n"},
		"a figure shown with a unit":             {"visits", "", func(f *form, c string) { f.set(sheet, c, 350); f.format(sheet, c, `0"家次"`) }, "visits new 350家次 = 350\n"},
		"0.925 shown as a percentage":            {"passed", "", func(f *form, c string) { f.set(sheet, c, 0.925); f.format(sheet, c, "0.0%") }, "passed new 92.5% = 92.5\n"},
		"a percentage shown rounded":             {"passed", "", func(f *form, c string) { f.set(sheet, c, 0.925); f.format(sheet, c, "0%") }, "passed new 92.5% = 92.5\n"},
		"92.5 in a plain cell":                   {"passed", "", func(f *form, c string) { f.set(sheet, c, 92.5) }, "passed new 92.5 = 92.5\n"},
		"TRUE is yes":                            {"on-time", "", func(f *form, c string) { f.set(sheet, c, true) }, "on-time new 是 = 1\n"},
		"FALSE is no":                            {"on-time", "", func(f *form, c string) { f.set(sheet, c, false) }, "on-time new 否 = 0\n"},
		"a word of the list":                     {"on-time", "", func(f *form, c string) { f.set(sheet, c, "否") }, "on-time new 否 = 0\n"},
		"a grade":                                {"grade", "", func(f *form, c string) { f.set(sheet, c, "良好") }, "grade new 良好 = 2\n"},
		"a day as text":                          {"day", "", func(f *form, c string) { f.set(sheet, c, "2021年5月20日") }, "day new 2021年5月20日 = 18767\n"},
		"a day as a date":                        {"day", "", func(f *form, c string) { f.set(sheet, c, 44336); f.format(sheet, c, "yyyy/m/d") }, "day new 2021-05-20 = 18767\n"},
		"an assessed tier":                       {"chain", "", func(f *form, c string) { f.set(sheet, c, "部分达成 70%") }, ""},
		"a change":                               {"growth", "", func(f *form, c string) { f.set(sheet, c, "增长7.2%") }, ""},
		"money":                                  {"money", "spent", func(f *form, c string) { f.set(sheet, c, 12.5) }, "money#spent new 12.5 = 12.5\n"},
		"the denominator of a ratio":             {"rate", "denominator", func(f *form, c string) { f.set(sheet, c, 40) }, "rate#denominator new 40 = 40\n"},
		"the second part of a compound":          {"training", "2", func(f *form, c string) { f.set(sheet, c, "120人次") }, "training#2 new 120人次 = 120\n"},
		"what is left empty is left alone":       {"visits", "", func(f *form, c string) { f.set(sheet, c, "  ") }, "none"},
		"a reason where nothing stands is noted": {"visits", "", func(f *form, c string) { f.set(sheet, c, 3); f.set(sheet, "L"+c[1:], "补报") }, "visits new 3 = 3\n"},
	}
	raw := export(t, s, indicators.Chinese, guangzhou)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := openForm(t, raw)
			test.fill(f, "J"+f.at(sheet, test.local, test.part))
			preview, err := lookAt(s, f.bytes(), intake.Options{})
			if err != nil {
				t.Fatal(err)
			}
			switch got := proposed(preview); {
			case test.want == "none" && got != "", test.want == "" && len(preview.Cells) != 1, test.want != "" && test.want != "none" && got != test.want:
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestASheetInEnglishUnderAnotherNameIsReadTheSame(t *testing.T) {
	s := officeOf(t)
	f := openForm(t, export(t, s, indicators.English, guangzhou))
	if err := f.file.SetSheetName("Works_Guangzhou", "May"); err != nil {
		t.Fatal(err)
	}
	for local, value := range map[string]any{"visits": "1.2万", "on-time": "no", "chain": "partly achieved", "grade": "良好", "day": "2021-05-20"} {
		f.set("May", "J"+f.at("May", local, ""), value)
	}
	preview, err := lookAt(s, f.bytes(), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const want = "visits new 1.2万 = 12000\non-time new no = 0\ngrade new 良好 = 2\nday new 2021-05-20 = 18767\n"
	if got := proposed(preview); !strings.HasPrefix(got, want) || len(preview.Cells) != 5 {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatMayNotStandInASheetIsRefusedAtItsCell(t *testing.T) {
	s := officeOf(t)
	if _, err := s.Record(ctx, "", []engine.Entry{{Indicator: guangzhou + "/visits", Period: storetest.Month(time.April), Text: "7"}}, store.RecordOptions{}); err != nil {
		t.Fatal(err)
	}
	raw := export(t, s, indicators.Chinese, guangzhou, shenzhen)
	const here = "filled.xlsx!" + sheet + "!"
	tests := map[string]struct {
		fill func(f *form)
		want string
	}{
		"a formula": {func(f *form) {
			f.set(sheet, "J7", 5)
			if err := f.file.SetCellFormula(sheet, "J7", "2+3"); err != nil {
				t.Fatal(err)
			}
		}, here + "J7 workbook-formula\n"},
		"two figures that cannot be read":   {func(f *form) { f.set(sheet, "J7", "若干"); f.set(sheet, "J9", "也许") }, here + "J7 not-a-value\n" + here + "J9 wrong-type\n"},
		"a date where a number is wanted":   {func(f *form) { f.set(sheet, "J7", 44336); f.format(sheet, "J7", "yyyy-mm-dd") }, here + "J7 import-is-a-date\n"},
		"TRUE where a number is wanted":     {func(f *form) { f.set(sheet, "J7", true) }, here + "J7 wrong-type\n"},
		"another unit":                      {func(f *form) { f.set(sheet, "J7", "5公里") }, here + "J7 unit-conflict\n"},
		"a target that was changed":         {func(f *form) { f.set(sheet, "D7", "50") }, here + "D7 entrybook-fixed-changed\n"},
		"an indicator that was emptied":     {func(f *form) { f.set(sheet, "B7", "") }, here + "B7 entrybook-fixed-emptied\n"},
		"a figure in the wrong column":      {func(f *form) { f.set(sheet, "I7", 5) }, here + "I7 entrybook-fixed-filled\n"},
		"last month's figure changed":       {func(f *form) { f.set(sheet, "G7", 8) }, here + "G7 entrybook-fixed-changed\n"},
		"a figure of what is calculated":    {func(f *form) { f.set(sheet, "J"+f.at(sheet, "double", ""), 5) }, here + "J17 entry-derived\n"},
		"another month in the head":         {func(f *form) { f.set(sheet, "B3", "2021-06") }, here + "B3 entrybook-fixed-changed\n"},
		"another month in the hidden cell":  {func(f *form) { f.set(sheet, "M3", "2021-06") }, here + "M1 entrybook-incomplete\n"},
		"the id of another row":             {func(f *form) { f.set(sheet, "M8", guangzhou+"/visits") }, here + "J8 entrybook-row-twice\n"},
		"an id of nothing":                  {func(f *form) { f.set(sheet, "M7", "x"); f.set(sheet, "J7", 5) }, here + "J7 entrybook-row-unknown\n"},
		"a row of somebody's own, filled":   {func(f *form) { f.set(sheet, "B40", "另外"); f.set(sheet, "J40", 5) }, here + "J40 entrybook-row-unknown\n"},
		"one figure over two rows":          {func(f *form) { f.set(sheet, "J7", 5); _ = f.file.MergeCell(sheet, "J7", "J8") }, here + "J8 import-merged\n"},
		"a column put in between":           {func(f *form) { _ = f.file.InsertCols(sheet, "D", 1) }, here + "N1 entrybook-unmarked\n"},
		"the hidden sheet deleted":          {func(f *form) { _ = f.file.DeleteSheet("yardstick") }, "filled.xlsx entrybook-incomplete\n"},
		"the hidden sheet changed":          {func(f *form) { f.set("yardstick", "A6", "?") }, "filled.xlsx entrybook-incomplete\n"},
		"a sheet of another programme":      {func(f *form) { f.set("yardstick", "B2", "gd-2021") }, "filled.xlsx entrybook-other-programme\n"},
		"a copy of the sheet, filled twice": {func(f *form) { f.set(sheet, "J7", 5); copySheet(t, f, sheet) }, "filled.xlsx!副本!J7 entrybook-row-twice\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := openForm(t, raw)
			test.fill(f)
			_, err := lookAt(s, f.bytes(), intake.Options{Reason: "更正"})
			if got := refusal(t, err); !strings.HasPrefix(got, test.want) {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
			for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
				for _, problem := range err.(*engine.Refusal).Problems {
					if text := problem.Line(l); problem.Message(l) == problem.Code || strings.Contains(text, "{") {
						t.Errorf("no words: %s", text)
					}
				}
			}
		})
	}
}

func copySheet(t *testing.T, f *form, name string) {
	n, err := f.file.NewSheet("副本")
	if err != nil {
		t.Fatal(err)
	}
	from, err := f.file.GetSheetIndex(name)
	if err == nil {
		err = f.file.CopySheet(from, n)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestRowsMayBeDeletedAndSheetsOfOnesOwnAreLeftOut(t *testing.T) {
	s := officeOf(t)
	f := openForm(t, export(t, s, indicators.Chinese, guangzhou, shenzhen))
	f.set(sheet, "J8", "3万元")
	if err := f.file.RemoveRow(sheet, 7); err != nil {
		t.Fatal(err)
	}
	if _, err := f.file.NewSheet("草稿"); err != nil {
		t.Fatal(err)
	}
	f.set("草稿", "A1", "算式")
	if err := f.file.DeleteSheet("=各类工程 一  二_深圳"); err != nil {
		t.Fatal(err)
	}
	preview, err := lookAt(s, f.bytes(), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := proposed(preview), "invested new 3万元 = 3\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(preview.Remarks) != 1 || preview.Remarks[0].Code != "entrybook-sheet-left-out" {
		t.Errorf("remarks: %v", preview.Remarks)
	}
}

func TestAFigureEnteredSinceTheExportIsNotOverwrittenUnseen(t *testing.T) {
	s := officeOf(t)
	may := storetest.Month(time.May)
	enter := func(local, text, why string) {
		t.Helper()
		if _, err := s.Record(ctx, "", []engine.Entry{{Indicator: guangzhou + "/" + local, Period: may, Text: text, Supersede: why}}, store.RecordOptions{By: "王"}); err != nil {
			t.Fatal(err)
		}
	}
	enter("visits", "5", "")
	raw := export(t, s, indicators.Chinese, guangzhou)
	fill := func(visits, invested any, reason string) []byte {
		f := openForm(t, raw)
		f.set(sheet, "J7", visits)
		f.set(sheet, "J8", invested)
		f.set(sheet, "L7", reason)
		return f.bytes()
	}
	if preview, err := lookAt(s, fill(5, nil, ""), intake.Options{}); err != nil || proposed(preview) != "visits same 5 = 5\n" {
		t.Fatalf("the figure that stands: %v %v", preview, err)
	}
	_, err := lookAt(s, fill(6, nil, ""), intake.Options{})
	if got := refusal(t, err); !strings.Contains(got, "J7 import-reason-wanted") {
		t.Errorf("a correction without a reason: %s", got)
	}
	preview, err := lookAt(s, fill(6, nil, "漏报"), intake.Options{})
	if err != nil || preview.Cells[0].Observation.Note != "漏报" {
		t.Fatalf("a correction with a reason: %v", err)
	}

	enter("visits", "9", "补录")
	enter("invested", "4", "")
	if _, err := preview.Apply(ctx, s, store.RecordOptions{}); err == nil {
		t.Error("a preview was applied over a later figure")
	}
	_, err = lookAt(s, fill(6, 3, ""), intake.Options{})
	if got := refusal(t, err); !strings.Contains(got, "J7 import-changed-since\n") || !strings.Contains(got, "J8 import-changed-since\n") {
		t.Errorf("got %s", got)
	}
	if text := err.Error(); !strings.Contains(text, "王 entered 9") {
		t.Errorf("it does not say who entered what: %s", text)
	}
	preview, err = lookAt(s, fill(9, nil, ""), intake.Options{})
	if err != nil || proposed(preview) != "visits same 9 = 9\n" {
		t.Errorf("the later figure, typed here too: %v", err)
	}
	if len(preview.Remarks) != 1 || preview.Remarks[0].Code != "import-newer" {
		t.Errorf("nobody is told of the figure in the empty cell: %v", preview.Remarks)
	}
	if preview, err = lookAt(s, fill(nil, nil, ""), intake.Options{}); err != nil || len(preview.Remarks) > 0 {
		t.Errorf("a sheet on which nothing was filled in tells of its figures: %v %v", preview.Remarks, err)
	}
	if preview, err = lookAt(s, fill(6, 3, ""), intake.Options{Reason: "以此为准"}); err != nil {
		t.Fatal(err)
	}
	if _, err := preview.Apply(ctx, s, store.RecordOptions{}); err != nil {
		t.Fatal(err)
	}
	sheet, err := s.Sheet(ctx, "", guangzhou, may)
	if err != nil {
		t.Fatal(err)
	}
	if row := sheet.Row(guangzhou+"/visits", ""); row.Entry.Text != "6" || row.Entry.Note != "以此为准" || len(row.History) != 3 {
		t.Errorf("%+v", row.Entry)
	}
}

func TestADefinitionLoadedSinceTheExportIsTold(t *testing.T) {
	s := officeOf(t)
	f := openForm(t, export(t, s, indicators.English, guangzhou))
	next := strings.Replace(kinds, "{目标: 100, 编号: visits}", "{目标: 120, 编号: visits}", 1)
	if _, err := s.LoadProgramme(ctx, []load.Source{{Name: "k.yaml", Text: []byte(next)}}, "manager"); err != nil {
		t.Fatal(err)
	}
	const name = "Works_Guangzhou"
	f.set(name, "J8", 3)
	if _, err := lookAt(s, f.bytes(), intake.Options{}); err != nil {
		t.Errorf("a row whose target is what it was: %v", err)
	}
	f.set(name, "J7", 5)
	_, err := lookAt(s, f.bytes(), intake.Options{})
	if got, want := refusal(t, err), "filled.xlsx!"+name+"!D7 entrybook-definition-changed\n"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

// TestFiguresThatWaitAreReplacedByWhoeverHasSeenThem takes a sheet in the name of
// an officer: no reason is asked for before anybody has approved the figure.
func TestFiguresThatWaitAreReplacedByWhoeverHasSeenThem(t *testing.T) {
	s := officeOf(t)
	li := engine.Actor{Name: "li", Grants: []engine.Grant{{Role: engine.Officer}}}
	storetest.Hire(t, s, li)
	june := storetest.Month(time.June)
	by := store.RecordOptions{As: &li}
	if _, err := s.Record(ctx, "", []engine.Entry{{Indicator: guangzhou + "/visits", Period: june, Text: "5"}}, by); err != nil {
		t.Fatal(err)
	}
	waiting, err := s.Sheet(ctx, "", guangzhou, june)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := intake.WriteWorkbook(&out, []*engine.Sheet{waiting}, indicators.Chinese); err != nil {
		t.Fatal(err)
	}
	f := openForm(t, out.Bytes())
	f.set(sheet, "J7", 6)
	preview, err := lookAt(s, f.bytes(), intake.Options{Provisional: true})
	if err != nil {
		t.Fatal(err)
	}
	written, err := preview.Apply(ctx, s, by)
	if err != nil {
		t.Fatal(err)
	}
	if o := written.Observations[0]; o.Text != "6" || o.Supersedes == 0 || o.Note != "" {
		t.Errorf("%+v", o)
	}
	if _, err = lookAt(s, f.bytes(), intake.Options{Provisional: true}); err != nil {
		t.Errorf("the same file again: %v", err)
	}
}

// TestAPreviewIsAppliedWhileOthersEnterElsewhere keeps a preview while somebody
// fills in another city; what it showed is what is written.
func TestAPreviewIsAppliedWhileOthersEnterElsewhere(t *testing.T) {
	s := officeOf(t)
	f := openForm(t, export(t, s, indicators.Chinese, guangzhou))
	f.set(sheet, "J7", 6)
	preview, err := lookAt(s, f.bytes(), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := []engine.Entry{{Indicator: shenzhen + "/visits", Period: storetest.Month(time.May), Text: "1"}}
	if _, err := s.Record(ctx, "", elsewhere, store.RecordOptions{}); err != nil {
		t.Fatal(err)
	}
	out, err := preview.Apply(ctx, s, store.RecordOptions{})
	if err != nil || len(out.Observations) != 1 || out.Observations[0].Text != "6" {
		t.Errorf("%+v %v", out, err)
	}
	if _, err := preview.Apply(ctx, s, store.RecordOptions{}); err == nil {
		t.Error("it was applied twice")
	}
}

// TestWhatIsExportedFilledInAndImportedIsEntered fills in random figures and
// finds them in the database as they were typed.
func TestWhatIsExportedFilledInAndImportedIsEntered(t *testing.T) {
	s := officeOf(t)
	raw := export(t, s, indicators.Chinese, guangzhou, shenzhen)
	words := map[string]*rapid.Generator[string]{
		"visits":   rapid.SampledFrom([]string{"0", "12", "9,960家次", "1.2万", "１２"}),
		"invested": rapid.StringMatching(`[1-9][0-9]{0,5}(\.[0-9]{1,6})?`),
		"on-time":  rapid.SampledFrom([]string{"是", "否", "yes", "no"}),
		"passed":   rapid.SampledFrom([]string{"92.5%", "100", "88.125"}),
		"grade":    rapid.SampledFrom([]string{"优秀", "良好", "一般"}),
		"day":      rapid.SampledFrom([]string{"2021-05-02", "5月20日"}),
	}
	order := []string{"visits", "invested", "on-time", "passed", "grade", "day"}
	rapid.Check(t, func(r *rapid.T) {
		f := openForm(t, raw)
		want := map[string]string{}
		for _, local := range order {
			if rapid.Bool().Draw(r, local+"?") {
				want[local] = words[local].Draw(r, local)
				f.set(sheet, "J"+f.at(sheet, local, ""), want[local])
			}
		}
		preview, err := lookAt(s, f.bytes(), intake.Options{})
		if err != nil {
			r.Fatal(err)
		}
		if len(preview.Cells) != len(want) {
			r.Fatalf("%d figures, want %d", len(preview.Cells), len(want))
		}
		for _, cell := range preview.Cells {
			local := strings.TrimPrefix(cell.Entry.Indicator, guangzhou+"/")
			alone, problems := engine.Entry{Indicator: cell.Entry.Indicator, Period: storetest.Month(time.May), Text: want[local]}.Check(preview.Programme, engine.Today(preview.Programme, june()))
			if len(alone.Text) == 0 || alone.Value != cell.Value || alone.Text != cell.Observation.Text {
				r.Fatalf("%s %q: %+v, want %+v %v", local, want[local], cell.Observation, alone, problems)
			}
		}
	})
}
