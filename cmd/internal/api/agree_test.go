package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yardstick/cmd/internal/cli"
	"yardstick/cmd/internal/demo"
	"yardstick/indicators/library"
)

// stands is how a target stands, as an answer says it: numbers by their digits.
type stands struct {
	State, Verdict         string
	Text                   string
	Actual, Points, Weight string
	Early                  bool
}

// tiers are the scorecard's words for what the evaluation gives in percent.
var tiers = map[string]string{`"评定为 100%"`: `"达成"`, `"评定为 70%"`: `"部分达成"`, `"评定为 30%"`: `"未达成"`}

// raw is a part of an answer by its bytes; nothing and null are one.
func raw(text json.RawMessage) string {
	if len(text) == 0 || string(text) == "null" {
		return ""
	}
	return string(text)
}

// TestEvaluationScorecardAndCommandLineAgree walks every target of the first
// programme with made-up results at three pairs of dates: the evaluation, the
// scorecard and the command line say the same digits.
func TestEvaluationScorecardAndCommandLineAgree(t *testing.T) {
	p := library.Programme()
	s := newSite(t, func(s *site) {
		for _, month := range demo.Months(p) {
			s.set(month.At)
			if err := demo.Enter(t.Context(), s.store, p.ID, month); err != nil {
				t.Fatal(err)
			}
		}
		s.set(time.Date(2022, time.February, 1, 12, 0, 0, 0, p.Location()))
	})
	for _, dates := range []struct{ through, asOf string }{{"2021-03", "2021-04-05"}, {"2021-07", "2021-09-30"}, {"2021-12", "2022-01-15"}} {
		targets := 0
		for _, project := range p.Projects {
			t.Run(dates.through+" "+project.LocalID(), func(t *testing.T) {
				query := "?through=" + dates.through + "&as_of=" + dates.asOf
				path := "/api/v1/programmes/" + p.ID + "/projects/" + project.LocalID()
				evaluated := s.send(t, "reader", "GET", path+"/evaluation"+query, nil, "Accept-Language", "zh")
				card := s.send(t, "reader", "GET", path+"/scorecard"+query+"&language=zh", nil)
				printed := score(t, s, "--project", project.LocalID(), "--through", dates.through, "--as-of", dates.asOf)
				if !bytes.Equal(bytes.TrimSpace(card.body), bytes.TrimSpace(printed)) {
					t.Errorf("the scorecard of the API is not that of the command line")
				}
				api, file := ofEvaluation(t, evaluated), ofScorecard(t, card)
				for id, want := range api {
					if got, there := file[id]; !there || got != want {
						t.Errorf("%s\nscorecard  %+v\nevaluation %+v", id, got, want)
					}
				}
				if len(api) != len(file) {
					t.Errorf("%d targets evaluated, %d on the scorecard", len(api), len(file))
				}
				targets += len(api)
			})
		}
		if targets != 142 {
			t.Errorf("%d targets at %s, want 142", targets, dates.through)
		}
	}
}

func ofEvaluation(t *testing.T, r reply) map[string]stands {
	var e struct {
		Assignments []struct {
			Targets []struct {
				Indicator, Horizon, State, Verdict, Text string
				Actual, Points, Weight                   json.RawMessage
				Early                                    bool `json:"decided_early"`
			}
		}
	}
	r.decode(t, &e)
	out := map[string]stands{}
	for _, a := range e.Assignments {
		for _, one := range a.Targets {
			actual := raw(one.Actual)
			if word, assessed := tiers[actual]; assessed {
				actual = word
			}
			out[one.Indicator+" "+one.Horizon] = stands{one.State, one.Verdict, one.Text, actual, raw(one.Points), raw(one.Weight), one.Early}
		}
	}
	return out
}

// ofScorecard writes a figure that gaps keep from counting as the figure so far,
// and a whole-term target's weight as 0, as evaluations do.
func ofScorecard(t *testing.T, r reply) map[string]stands {
	var card struct {
		Indicators []struct {
			ID      string
			Targets map[string]struct {
				State, Verdict, Text            string
				Actual, Partial, Points, Weight json.RawMessage
				Early                           bool `json:"decided_early"`
			}
		}
	}
	r.decode(t, &card)
	out := map[string]stands{}
	for _, i := range card.Indicators {
		for horizon, one := range i.Targets {
			actual, weight := raw(one.Actual), raw(one.Weight)
			if actual == "" {
				actual = raw(one.Partial)
			}
			if weight == "" {
				weight = "0.00"
			}
			out[i.ID+" "+horizon] = stands{one.State, one.Verdict, one.Text, actual, raw(one.Points), weight, one.Early}
		}
	}
	return out
}

// score is what the command line prints of a scope, over the same database.
func score(t *testing.T, s *site, args ...string) []byte {
	t.Helper()
	var out, talk bytes.Buffer
	args = append([]string{"score", "--json", "--lang", "zh", "--db", filepath.Join(s.folder, "api.db")}, args...)
	if code := cli.Run(context.Background(), args, strings.NewReader(""), &out, &talk); code != 0 {
		t.Fatalf("%d %s", code, &talk)
	}
	return out.Bytes()
}
