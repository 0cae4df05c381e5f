package indicators

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAReadingIsWrittenAsTheMachineInterfaceSays(t *testing.T) {
	baseline := 30 * One
	day, _ := NewDate(2021, 12, 31)
	first, _ := NewDate(2021, 1, 1)
	for name, test := range map[string]struct {
		reading Reading
		want    string
	}{
		"a threshold":           {Reading{Kind: Threshold, Op: AtLeast, Value: 85000 * One, Unit: "家次", Assumed: []string{BareAtLeast}}, `{"kind":"threshold","op":">=","value":85000,"unit":"家次","expr":"actual >= 85000","assumed":["bare-at-least"]}`},
		"a zero is not absent":  {Reading{Kind: Threshold, Op: AtMost}, `{"kind":"threshold","op":"<=","value":0,"expr":"actual <= 0","assumed":[]}`},
		"a no is not absent":    {Reading{Kind: Truth}, `{"kind":"yesno","value":false,"expr":"actual == false","assumed":[]}`},
		"a deadline is a day":   {Reading{Kind: Deadline, Op: AtMost, Value: day.Value(), Window: Window{first, day}}, `{"kind":"deadline","op":"<=","value":"2021-12-31","window":["2021-01-01","2021-12-31"],"expr":"actual <= date(\"2021-12-31\")","assumed":[]}`},
		"a range":               {Reading{Kind: Range, Op: Between, Value: One, High: 2 * One, Open: "lo"}, `{"kind":"range","op":"between","value":1,"value_hi":2,"open":"lo","expr":"actual > 1 and actual <= 2","assumed":[]}`},
		"a change without size": {Reading{Kind: Change, Op: MoreThan, NoAmount: true, Direction: "up", Basis: "previous_year"}, `{"kind":"change","op":">","direction":"up","basis":"previous_year","expr":"(actual - previous_year) > 0","assumed":[]}`},
		"a from-to":             {Reading{Kind: Threshold, Op: AtMost, Value: 12 * One, Unit: "天", Baseline: &baseline}, `{"kind":"threshold","op":"<=","value":12,"unit":"天","baseline":30,"expr":"actual <= 12","assumed":[]}`},
		"a compound":            {Reading{Kind: Compound, Logic: "any", Parts: []Reading{{Kind: Truth, Value: One, Label: "甲"}, {Kind: Truth, Label: "乙"}}}, `{"kind":"compound","logic":"any","parts":[{"kind":"yesno","value":true,"label":"甲","expr":"actual == true","assumed":[]},{"kind":"yesno","value":false,"label":"乙","expr":"actual == false","assumed":[]}],"expr":"(actual_1 == true) or (actual_2 == false)","assumed":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := test.reading.MarshalJSON()
			if err != nil || string(got) != test.want {
				t.Errorf("got  %s\nwant %s (%v)", got, test.want, err)
			}
		})
	}
}

func TestAnyTextIsQuotedAsJSONReadsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		var back string
		if err := json.Unmarshal(AppendQuoted(nil, text), &back); err != nil {
			t.Fatal(err)
		}
		if want := strings.ToValidUTF8(text, "\uFFFD"); strings.ToValidUTF8(back, "?") != back || len([]rune(back)) < len([]rune(want)) {
			t.Fatalf("%q came back as %q", text, back)
		}
	})
}
