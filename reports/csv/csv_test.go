package csv

import (
	"bytes"
	stdcsv "encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func card(t *testing.T, e *engine.Evaluation, l indicators.Language) *reports.Scorecard {
	t.Helper()
	card, err := reports.Build(e, reports.Scope{Kind: reports.ProgrammeScope, ID: e.Programme.ID}, l, nil)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func write(t *testing.T, card *reports.Scorecard) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Scorecard(&out, card); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read returns the rows beneath the two heads, by machine name.
func read(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	text, marked := strings.CutPrefix(string(data), "\uFEFF")
	if !marked {
		t.Fatal("the file does not begin with a byte order mark")
	}
	rows, err := stdcsv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[2:] {
		one := map[string]string{}
		for k, name := range rows[0] {
			one[name] = row[k]
		}
		out = append(out, one)
	}
	return out
}

func TestColumnsKeepTheirNamesAndOrder(t *testing.T) {
	e := cardtest.Evaluation(t)
	want := "indicator,horizon,project,assignment,region,region_name,category,name,unit,target,expr,reading,state,verdict,stands," +
		"actual,actual_text,partial,completion,points,weight,light,due,reason,remedy,declared,until,over,decided_early,score,grade,coverage," +
		"through,as_of,method,definition,fingerprint,provisional,illustrative,evidence"
	for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
		lines := strings.SplitN(strings.TrimPrefix(string(write(t, card(t, e, l))), "\uFEFF"), "\r\n", 3)
		if diff := cmp.Diff(want, lines[0]); diff != "" {
			t.Error(diff)
		}
		if strings.Contains(lines[1], "csv.") || strings.Count(lines[1], ",") != strings.Count(lines[0], ",") {
			t.Errorf("the words of the columns: %s", lines[1])
		}
	}
}

func TestTheFiguresAreTheModels(t *testing.T) {
	c := card(t, cardtest.Evaluation(t), indicators.Chinese)
	rows, k := read(t, write(t, c)), 0
	for _, section := range c.Sections {
		for _, row := range section.Rows {
			for _, line := range row.Lines {
				got := rows[k]
				k++
				want := map[string]string{
					"indicator": row.ID, "horizon": string(line.Horizon), "target": line.Text, "name": row.Published,
					"state": string(line.State), "verdict": string(line.Verdict), "actual_text": line.Actual.Text,
					"fingerprint": c.Foot.Fingerprint, "points": "", "weight": "", "completion": "",
				}
				if line.Points.Value != nil {
					want["points"] = line.Points.Text
				}
				if line.Weight.Value != nil {
					want["weight"] = line.Weight.Text
				}
				if line.Completion.Value != nil {
					want["completion"] = line.Completion.Value.String()
				}
				if _, err := indicators.ParseValue(line.Actual.JSON); err == nil || line.Actual.JSON == "true" || line.Actual.JSON == "false" {
					want["actual"] = line.Actual.JSON
				}
				for name, text := range want {
					if got[name] != text {
						t.Errorf("%s: %s is %q, want %q", row.ID, name, got[name], text)
					}
				}
			}
		}
	}
	if k != len(rows) {
		t.Errorf("%d rows for %d targets", len(rows), k)
	}
}

func TestATextIsNeverAFormula(t *testing.T) {
	e := cardtest.Evaluation(t)
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1",
		"  =1": "'  =1", "＝1": "'＝1", "≥90%": "≥90%", `a "quoted", text`: `a "quoted", text`, "two\nlines": "two\nlines", "": "",
	} {
		c := card(t, e, indicators.Chinese)
		row := &c.Sections[0].Rows[0]
		row.Published, row.Unit, row.Lines[0].Text, row.Lines[0].Reason = text, text, text, text
		row.Lines[0].Actual.Text = text
		got := read(t, write(t, c))[0]
		for _, name := range []string{"name", "unit", "target", "reason", "actual_text"} {
			if got[name] != want {
				t.Errorf("%s: %q, want %q", name, got[name], want)
			}
		}
	}
}

func TestANegativeFigureStaysANumber(t *testing.T) {
	c := card(t, cardtest.Evaluation(t), indicators.Chinese)
	for text, want := range map[string]string{"-3.5": "-3.5", "-12%": "-12%", "-1,200": "-1,200", "-3+1|x": "'-3+1|x"} {
		a := &c.Sections[0].Rows[0].Lines[0].Actual
		a.Known, a.JSON, a.Text = true, "-3.5", text
		if got := read(t, write(t, c))[0]; got["actual"] != "-3.5" || got["actual_text"] != want {
			t.Errorf("%s: %q and %q", text, got["actual"], got["actual_text"])
		}
	}
}

func TestSameBytes(t *testing.T) {
	e := cardtest.Evaluation(t)
	if !bytes.Equal(write(t, card(t, e, indicators.English)), write(t, card(t, e, indicators.English))) {
		t.Error("the bytes differ")
	}
}
