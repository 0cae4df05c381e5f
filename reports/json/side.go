package json

import (
	stdjson "encoding/json"

	"yardstick/indicators"
	"yardstick/reports"
)

// Side reads a JSON scorecard as one side of a comparison. The error says that it is none.
func Side(file []byte) (reports.Side, error) {
	origin, err := Origin(file)
	if err != nil {
		return reports.Side{}, err
	}
	var d document
	if err := stdjson.Unmarshal(file, &d); err != nil {
		return reports.Side{}, err
	}
	out := reports.Side{Origin: origin, Title: d.Title, Stamps: d.Stamps,
		Whole: reports.Member{Kind: string(d.Scope.Kind), ID: d.Scope.ID, Name: d.Title, Score: d.Score, Grade: word(d.Grade), Coverage: d.Coverage}}
	named := d.regionNames()
	for _, i := range d.Indicators {
		if region := named[i.Region]; region != "" {
			i.Name = region + " · " + i.Name
		}
		for _, h := range []indicators.Horizon{indicators.Annual, indicators.Term} {
			if t, ok := i.Targets[h]; ok {
				out.Targets = append(out.Targets, sideTarget(i, t))
			}
		}
	}
	place := map[string]int{}
	for _, r := range d.Ranking {
		place[r.Region] = r.Place
	}
	out.Whole.Place = place[d.Scope.ID]
	for _, list := range []struct {
		kind string
		rows []standing
	}{{"project", d.Projects}, {"region", d.Regions}} {
		for _, s := range list.rows {
			out.Members = append(out.Members, reports.Member{Kind: list.kind, ID: s.ID, Name: s.Name, Score: s.Score, Grade: word(s.Grade), Coverage: s.Coverage, Place: place[s.ID]})
		}
	}
	if len(out.Members) == 0 && len(d.Assignments) > 1 {
		for _, a := range d.Assignments {
			out.Members = append(out.Members, reports.Member{Kind: "assignment", ID: a.ID, Name: a.Title, Score: a.Score, Grade: word(a.Grade), Coverage: a.Coverage})
		}
	}
	return out, nil
}

// regionNames are the regions of a card that holds several, by code.
func (d *document) regionNames() map[string]string {
	out := map[string]string{}
	if d.Scope.Kind == reports.CityScope {
		return out
	}
	for _, r := range d.Regions {
		out[r.ID] = r.Name
	}
	for _, r := range d.Ranking {
		out[r.Region] = r.Name
	}
	return out
}

func sideTarget(i indicator, t target) reports.SideTarget {
	out := reports.SideTarget{ID: i.ID, Region: i.Region, Name: i.Name, Horizon: t.Horizon, Text: t.Text, Expr: t.Expr,
		Actual: raw(t.Actual), Partial: raw(t.Partial), State: t.State, Points: t.Points, Weight: t.Weight}
	if t.Verdict != nil {
		out.Verdict = *t.Verdict
	}
	return out
}

// raw is a JSON value as it stands; null where there is none.
func raw(m stdjson.RawMessage) string {
	if len(m) == 0 {
		return "null"
	}
	return string(m)
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
