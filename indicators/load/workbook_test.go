package load_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/indicators/load"
)

// written writes sources as a workbook, as a source to be read.
func written(t testing.TB, project string, sources ...load.Source) load.Source {
	t.Helper()
	var out bytes.Buffer
	if err := load.WriteWorkbook(&out, project, sources...); err != nil {
		t.Fatal(err)
	}
	return load.Source{Name: "plan.xlsx", Text: out.Bytes()}
}

// equal compares programmes in all but the places where their texts stand.
func equal(t testing.TB, want, got *indicators.Programme) {
	t.Helper()
	for _, change := range load.Difference(want, got) {
		t.Error(change.Say(indicators.English))
	}
	places := cmpopts.IgnoreTypes(indicators.Place{})
	back := cmp.FilterPath(func(p cmp.Path) bool { // to their owners, which are compared from above
		name := p.Last().String()
		return name == ".Project" || name == ".Assignment" || name == ".Indicator" && p.Index(-2).Type().Name() == "Target"
	}, cmp.Ignore())
	if diff := cmp.Diff(want, got, places, back, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("from the workbook (+):\n%s", diff)
	}
}

func TestTheFirstProgrammeOutAndInAgain(t *testing.T) {
	want := library.Programme()
	source := written(t, "", library.Sources()...)
	got, problems := load.Read(source)
	for _, problem := range problems {
		t.Error(problem)
	}
	equal(t, want, got)
	if again := written(t, "", source); !bytes.Equal(again.Text, source.Text) {
		t.Error("the workbook written from the workbook differs")
	}
}
