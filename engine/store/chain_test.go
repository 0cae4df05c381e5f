package store

import (
	"database/sql/driver"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/indicators"
)

// What a canonical row is, is written down for good: every head that was ever
// printed depends on it.
func TestACanonicalRowIsLengthsAndFields(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var c canonical
		want := ""
		for range rapid.IntRange(1, 5).Draw(r, "fields") {
			n := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-12, 12),
				rapid.SampledFrom([]int64{999_999_999, 1_000_000_000, -99_999_999, -100_000_000})).Draw(r, "number")
			text := rapid.OneOf(rapid.String(), rapid.StringN(0, 11, 11)).Draw(r, "text")
			c.int(n)
			c.string(text)
			digits := fmt.Sprint(n)
			want += fmt.Sprintf("%d:%s,%d:%s,", len(digits), digits, len(text), text)
		}
		if string(c.text) != want {
			r.Fatalf("%q, want %q", c.text, want)
		}
	})
}

// A figure as it is walked is the figure as it was entered, whatever stood before
// it; any field that is not the one entered is noticed.
func TestAFigureIsWalkedAsItWasEntered(t *testing.T) {
	lines := &lineTexts{}
	ids := map[int64]engine.LineID{}
	for _, key := range []int64{2, 3, 4, 9, 10, 40} {
		ids[key] = engine.LineID{Indicator: fmt.Sprintf("w-2021/p/440000/n%d", key), Part: []string{"", "numerator"}[key%2]}
		lines.text.string(ids[key].Indicator)
		lines.text.string(ids[key].Part)
		lines.keys, lines.ends = append(lines.keys, key), append(lines.ends, len(lines.text.text))
	}
	text := rapid.SampledFrom([]string{"", "1", "8.5万家次", "更正"})
	rapid.Check(t, func(r *rapid.T) {
		var rows [][]driver.Value
		var row canonical
		last := make([]byte, 32)
		for n := range rapid.Int64Range(1, 12).Draw(r, "rows") {
			key := rapid.SampledFrom(lines.keys).Draw(r, "line")
			o := engine.Observation{
				Period: indicators.NewPeriod(2021, 1) + indicators.Period(rapid.IntRange(0, 11).Draw(r, "period")),
				Value:  indicators.Value(rapid.Int64().Draw(r, "value")), Text: text.Draw(r, "text"), Note: text.Draw(r, "note"),
				Supersedes: rapid.Int64Range(0, 2).Draw(r, "supersedes"), EnteredBy: text.Draw(r, "by"), Token: text.Draw(r, "token"),
			}
			o.Indicator, o.Part = ids[key].Indicator, ids[key].Part
			at, approved := rapid.Int64Range(0, 2).Draw(r, "at"), rapid.Int64Range(0, 1).Draw(r, "approved")
			row.begin(last, "observation", "w-2021", n+1, n+7)
			row.observation(&o, at, approved)
			sum := row.sum()
			last = sum[:]
			rows = append(rows, []driver.Value{n + 7, key, int64(o.Period), int64(o.Value), o.Text, o.Note, zeroIsNull(o.Supersedes),
				approved, at, o.EnteredBy, emptyIsNull(o.Token), n + 1, last})
		}
		walk := func() *walk {
			w := &walk{id: "w-2021", figures: figuresOf("w-2021"), lines: lines}
			w.last.hash = make([]byte, 32)
			for _, row := range rows {
				w.figure(row[0].(int64), row)
			}
			return w
		}
		if w := walk(); len(w.problems) > 0 {
			r.Fatal(w.problems)
		}
		changed := rapid.SampledFrom(rows).Draw(r, "changed row")
		column := rapid.IntRange(0, len(changed)-1).Draw(r, "changed column")
		changed[column] = other(changed[column], column)
		if w := walk(); len(w.problems) == 0 {
			r.Fatalf("column %d changed to %v, and nobody noticed", column, changed[column])
		}
	})
}

// other is another value than a column's, of the kind that it could have.
func other(v driver.Value, column int) driver.Value {
	switch v := v.(type) {
	case int64:
		return v + 1
	case string:
		return v + ","
	case []byte:
		return append([]byte{v[0] + 1}, v[1:]...)
	}
	return []driver.Value{6: int64(1), 10: "1"}[column]
}
