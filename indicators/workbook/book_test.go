package workbook

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"yardstick/indicators"
)

func open(t testing.TB, file []byte) *Book {
	t.Helper()
	b, problem := Open("plan.xlsx", bytes.NewReader(file), int64(len(file)))
	if problem != nil {
		t.Fatal(problem)
	}
	return b
}

// written makes a workbook with one value in B2 of its first sheet.
func written(t testing.TB, value any, format string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	err := f.SetCellValue("Sheet1", "B2", value)
	if err == nil && format != "" {
		style, failed := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err = failed; err == nil {
			err = f.SetCellStyle("Sheet1", "B2", "B2", style)
		}
	}
	var out bytes.Buffer
	if err == nil {
		err = Write(f, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestACellIsWhatAPersonSeesButExact(t *testing.T) {
	for name, c := range map[string]struct {
		value  any
		format string
		want   string
		kind   Kind
	}{
		"a text":                             {"≥90%", "", "≥90%", Text},
		"a text keeps its blanks":            {" 9960 ", "", " 9960 ", Text},
		"a figure of floating point":         {0.1 + 0.2, "", "0.3", Number},
		"a figure with many digits":          {1629.6, "", "1629.6", Number},
		"a whole number of 16 digits":        {1234567890123456, "0", "1234567890123456", Number},
		"a small figure":                     {0.000001, "", "0.000001", Number},
		"a large one":                        {1e12, "#,##0", "1000000000000", Number},
		"a percentage":                       {0.925, "0.0%", "92.5%", Number},
		"a percentage is not cut":            {0.9254, "0%", "92.54%", Number},
		"a percentage of floating point":     {0.29 * 100 / 100, "0%", "29%", Number},
		"a negative percentage":              {-0.05, "0.0%", "-5%", Number},
		"a unit from the format":             {350, `0"人次"`, "350人次", Number},
		"a comparison from the format":       {0.9, `"≥"0%`, "≥90%", Number},
		"thousands are separated for sight":  {85000, "#,##0", "85000", Number},
		"an accountant's zero":               {0, `_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, "0", Number},
		"an accountant's negative":           {-12.5, `#,##0.00_);(#,##0.00)`, "-12.5", Number},
		"money with its sign":                {12.5, `[$¥-804]#,##0.00`, "¥12.5", Number},
		"a colour says nothing":              {-3, `0;[Red]-0`, "-3", Number},
		"a day":                              {44500, "yyyy-mm-dd", "2021-10-31", Date},
		"a day in Chinese":                   {44500, `yyyy"年"m"月"d"日"`, "2021-10-31", Date},
		"a month":                            {44500, `yyyy"年"m"月"`, "2021年10月", Date},
		"the first day of the calendar":      {1, "yyyy-mm-dd", "1900-01-01", Date},
		"the first day after the false one":  {61, "yyyy-mm-dd", "1900-03-01", Date},
		"an instant":                         {44500.604166666664, "yyyy-mm-dd hh:mm", "2021-10-31 14:30", Date},
		"a time of day":                      {0.5, "hh:mm", "12:00", Date},
		"a format that begins at the point":  {5, ".00", "5", Number},
		"the same with a share":              {0.925, ".0%", "92.5%", Number},
		"a unit that is not quoted":          {350, "0人次", "350人次", Number},
		"ten thousands in a word":            {1.2, `0.0"万"`, "1.2万", Number},
		"a percent sign in a word":           {92.5, `0.0"%"`, "92.5%", Number},
		"a percent sign on its own":          {92.5, `0.0\%`, "92.5%", Number},
		"a negative in brackets with a unit": {-5, `0"次";(0"次")`, "-5次", Number},
		"a negative share in brackets":       {-0.125, `0.0%;(0.0%)`, "-12.5%", Number},
		"hundreds of per cent":               {1.2, "0%", "120%", Number},
		"a small percentage":                 {0.005, "0.0%", "0.5%", Number},
		"the whole as a percentage":          {1, "0%", "100%", Number},
		"nothing as a percentage":            {0, "0%", "0%", Number},
		"a day before the false one":         {59, "yyyy-mm-dd", "1900-02-28", Date},
		"a leap day":                         {43890, "yyyy/m/d", "2020-02-29", Date},
		"the last day of the calendar":       {2958465, "yyyy-mm-dd", "9999-12-31", Date},
		"a day with its weekday":             {44500, "yyyy-mm-dd dddd", "2021-10-31", Date},
		"a day without its year":             {44500, "m/d", "2021-10-31", Date},
		"minutes beside hours":               {44500.25, "m/d h:mm", "2021-10-31 06:00", Date},
		"a truth":                            {true, "", "TRUE", Truth},
		"a figure in the format for texts":   {3, "@", "3", Number},
		"a text with letters of a date":      {5, `"day "0`, "day5", Number},
		"a code for a character stays":       {"_x003D_1", "", "=1", Text},
		"a text that begins like a formula":  {"-2至3", "", "-2至3", Text},
		"a text that only looks like an end": {"a\r\nb", "", "a\nb", Text},
	} {
		t.Run(name, func(t *testing.T) {
			cell := open(t, written(t, c.value, c.format)).Sheets[0].Cell(2, 2)
			if cell.Text != c.want || cell.Kind != c.kind || cell.Problem != nil {
				t.Errorf("got %q (%d) %v, want %q (%d)", cell.Text, cell.Kind, cell.Problem, c.want, c.kind)
			}
		})
	}
}

func TestACellThatCouldMeanTwoThingsIsAProblem(t *testing.T) {
	for name, c := range map[string]struct {
		value  any
		format string
		code   string
	}{
		"thousands":                     {12000, `0.0,"千"`, "workbook-format"},
		"ten thousands":                 {12000, `0!.0,"万"`, "workbook-format"},
		"a fraction":                    {0.5, "# ?/?", "workbook-format"},
		"a power of ten":                {12000, "0.0E+00", "workbook-format"},
		"figures of the format's own":   {5, `0"00"`, "workbook-format"},
		"figures before it":             {5, `"1"0`, "workbook-format"},
		"a point of the format's own":   {5, `0".5"`, "workbook-format"},
		"thousands without a figure":    {12000, "#,", "workbook-format"},
		"two percent signs":             {0.5, "0%%", "workbook-format"},
		"groups of figures":             {12345, "0-0000", "workbook-format"},
		"a zero that is a word":         {0, `0;-0;"无"`, "workbook-format"},
		"a zero that is hidden":         {0, `0;-0;`, "workbook-format"},
		"beyond the calendar":           {2958466, "yyyy-mm-dd", "workbook-format"},
		"an era":                        {44500, `ggge"年"`, "workbook-format"},
		"a condition":                   {5, `[>3]"多";"少"`, "workbook-format"},
		"a word in place of the figure": {1, `"是";"是";"否"`, "workbook-format"},
		"a hidden figure":               {5, `;;;`, "workbook-format"},
		"hours counted on":              {1.5, "[h]:mm", "workbook-format"},
		"the day that never was":        {60, "yyyy-mm-dd", "workbook-format"},
		"a negative day":                {-1, "yyyy-mm-dd", "workbook-format"},
	} {
		t.Run(name, func(t *testing.T) {
			cell := open(t, written(t, c.value, c.format)).Sheets[0].Cell(2, 2)
			if cell.Problem == nil || cell.Problem.Code != c.code || cell.Text != "" || cell.Kind != Broken {
				t.Fatalf("got %+v, want %s", cell, c.code)
			}
			if at := cell.Problem.At.String(); at != "plan.xlsx!Sheet1!B2" {
				t.Errorf("at %s", at)
			}
		})
	}
}

func TestAFormulaIsNeverItsCachedValue(t *testing.T) {
	for name, c := range map[string]string{
		"a formula":                       `<c r="B2"><f>1+1</f><v>2</v></c>`,
		"a formula without a value":       `<c r="B2"><f>1+1</f></c>`,
		"a formula shared with others":    `<c r="B2"><f t="shared" si="0"/><v>2</v></c>`,
		"a formula that gives a text":     `<c r="B2" t="str"><f>"2"</f><v>2</v></c>`,
		"a call to a program":             `<c r="B2"><f>cmd|' /c calc'!A0</f><v>2</v></c>`,
		"a formula behind its own value":  `<c r="B2"><v>2</v><f>1+1</f></c>`,
		"a formula that gives an error":   `<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`,
		"a formula that gives yes":        `<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>`,
		"a formula with an odd prefix":    `<c r="B2"><x:f xmlns:x="x">1+1</x:f><v>2</v></c>`,
		"a formula in a style of percent": `<c r="B2" s="1"><f>0.2</f><v>0.2</v></c>`,
	} {
		t.Run(name, func(t *testing.T) {
			cell := open(t, with(t, "xl/worksheets/sheet1.xml", sheet(`<row r="2">`+c+`</row>`))).Sheets[0].Cell(2, 2)
			if cell.Problem == nil || cell.Problem.Code != "workbook-formula" || cell.Text != "" || cell.Exact != "" {
				t.Fatalf("got %+v", cell)
			}
		})
	}
}

func TestAnErrorValueIsAProblem(t *testing.T) {
	cell := open(t, with(t, "xl/worksheets/sheet1.xml", sheet(`<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>`))).Sheets[0].Cell(2, 2)
	if cell.Problem == nil || cell.Problem.Code != "workbook-error-value" {
		t.Fatalf("got %+v", cell)
	}
}

func TestAMergedAreaIsItsFirstCell(t *testing.T) {
	s := open(t, with(t, "xl/worksheets/sheet1.xml",
		`<worksheet><sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2"><v>7</v></c></row></sheetData><mergeCells><mergeCell ref="B2:C4"/></mergeCells></worksheet>`)).Sheet("目标")
	for _, at := range [][2]int{{2, 2}, {2, 3}, {4, 3}} {
		if cell := s.Cell(at[0], at[1]); cell.Text != "指标值" || cell.At.String() != "plan.xlsx!目标!B2" {
			t.Errorf("%v is %+v", at, cell)
		}
	}
	if cell := s.Cell(5, 2); cell.Kind != Empty || cell.At.String() != "plan.xlsx!目标!B5" {
		t.Errorf("below the area: %+v", cell)
	}
	if top, left, bottom, right := s.Area(3, 3); top != 2 || left != 2 || bottom != 4 || right != 3 {
		t.Errorf("area %d %d %d %d", top, left, bottom, right)
	}
	if top, left, bottom, right := s.Area(9, 9); top != 9 || left != 9 || bottom != 9 || right != 9 {
		t.Errorf("area of a single cell %d %d %d %d", top, left, bottom, right)
	}
}

// The reading aid above Chinese and Japanese characters is no part of a text.
func TestATextInPieces(t *testing.T) {
	s := open(t, with(t, "xl/sharedStrings.xml", `<sst><si><r><t>指标</t></r><r><rPr/><t xml:space="preserve"> 值</t></r><rPh sb="0" eb="1"><t>zhi</t></rPh></si></sst>`)).Sheets[0]
	if cell := s.Cell(1, 1); cell.Text != "指标 值" {
		t.Errorf("got %q", cell.Text)
	}
}

func TestHyperlinksAreNotFollowedAndNotRefused(t *testing.T) {
	open(t, with(t, "xl/worksheets/_rels/sheet1.xml.rels", rels(`<Relationship Id="a" Type="http://x/hyperlink" Target="https://example.org" TargetMode="External"/>`)))
}

func TestHiddenRowsSayTheyAre(t *testing.T) {
	s := open(t, with(t, "xl/worksheets/sheet1.xml", sheet(`<row r="2" hidden="1"><c r="B2"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>`))).Sheets[0]
	if !s.HiddenRow(2) || s.HiddenRow(3) || s.Cell(2, 2).Text != "1" {
		t.Error("a hidden row passes for one that is seen, or cannot be read")
	}
}

func TestHiddenSheetsSayTheyAre(t *testing.T) {
	s := open(t, with(t, "xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="目标" sheetId="1" state="veryHidden" r:id="rId1"/></sheets></workbook>`)).Sheets[0]
	if !s.Hidden {
		t.Error("a hidden sheet passes for one that is seen")
	}
}

// Whatever text is written is read back, in every cell, as the same text.
func TestWhatIsWrittenSafelyIsReadBack(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ =+@\-_x0-9A-F\n\t]{0,20}`))
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		f := excelize.NewFile()
		defer f.Close()
		if err := f.SetCellStr("Sheet1", "B2", Safe(text)); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := Write(f, &out); err != nil {
			t.Fatal(err)
		}
		b, problem := Open("x.xlsx", bytes.NewReader(out.Bytes()), int64(out.Len()))
		if problem != nil {
			t.Fatal(problem)
		}
		want := Legal(text)
		if cell := b.Sheets[0].Cell(2, 2); cell.Text != unescaped(escaped(want)) || cell.Problem != nil {
			t.Fatalf("%q is read back as %q", want, cell.Text)
		}
	})
}

func TestDecimalsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := indicators.Value(rapid.Int64Range(-999_999_999_999_999, 999_999_999_999_999).Draw(t, "millionths"))
		if got, ok := exactDecimal(v.String()); !ok || got != v.String() {
			t.Fatalf("%s is read as %s", v, got)
		}
	})
}
