package scoring_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// task is an assignment of indicators given as "一级/二级" or "一级/二级=weight";
// a final "@term" leaves the indicator without an annual target.
func task(rows ...string) *indicators.Assignment {
	a := &indicators.Assignment{ID: "p/x/440000"}
	for k, row := range rows {
		row, term := strings.CutSuffix(row, "@term")
		path, weight, declared := strings.Cut(row, "=")
		one, two, _ := strings.Cut(path, "/")
		i := &indicators.Indicator{ID: fmt.Sprint("i", k), Name: row, Assignment: a, Level1: one, Level2: two}
		if declared {
			h := new(indicators.Hundredths)
			if err := h.UnmarshalJSON([]byte(weight)); err != nil {
				panic(err)
			}
			i.Weight = h
		}
		horizon := indicators.Annual
		if term {
			horizon = indicators.Term
		}
		i.Targets = []*indicators.Target{{Indicator: i, Horizon: horizon}}
		a.Indicators = append(a.Indicators, i)
	}
	return a
}

// shown is the weights as "output 50.00: 16.67 16.67 16.66; …" and the codes of problems.
func shown(m *scoring.Method, a *indicators.Assignment) string {
	w, problems := m.Weights(a)
	var blocks []string
	for _, b := range w.Blocks {
		text := b.ID + " " + b.Weight.String() + ":"
		for _, i := range b.Indicators {
			text += " " + w.Indicators[i.ID].String()
		}
		blocks = append(blocks, text)
	}
	for _, problem := range problems {
		blocks = append(blocks, problem.Code)
	}
	return strings.Join(blocks, "; ")
}

func TestWeights(t *testing.T) {
	for name, test := range map[string]struct {
		method string
		rows   []string
		want   string
	}{
		"each block shared equally": {"mof-2020", []string{"产出/数量指标", "产出/质量指标", "效益/社会效益指标", "满意度/服务对象满意度指标"},
			"output 50.00: 25.00 25.00; benefit 30.00: 30.00; satisfaction 10.00: 10.00"},
		"what does not divide goes to the first": {"mof-2020", []string{"产出/数量指标", "产出/数量指标", "产出/数量指标", "效益/a", "满意度/a"},
			"output 50.00: 16.67 16.67 16.66; benefit 30.00: 30.00; satisfaction 10.00: 10.00"},
		"seven share fifty": {"mof-2020", []string{"产出/a", "产出/a", "产出/a", "产出/a", "产出/a", "产出/a", "产出/a", "效益/a", "满意度/a"},
			"output 50.00: 7.15 7.15 7.14 7.14 7.14 7.14 7.14; benefit 30.00: 30.00; satisfaction 10.00: 10.00"},
		"satisfaction filed under benefits": {"mof-2020", []string{"产出/数量", "效益/经济效益", "效益/服务对象满意度指标"},
			"output 50.00: 50.00; benefit 30.00: 30.00; satisfaction 10.00: 10.00"},
		"without satisfaction, benefits take it": {"mof-2020", []string{"产出/数量", "效益/经济效益"},
			"output 50.00: 50.00; benefit 40.00: 40.00"},
		"without benefits, the others in proportion": {"mof-2020", []string{"产出/数量", "满意度/a"},
			"output 75.00: 75.00; satisfaction 15.00: 15.00"},
		"without outputs": {"mof-2020", []string{"效益/经济", "满意度/a"},
			"benefit 67.50: 67.50; satisfaction 22.50: 22.50"},
		"outputs alone": {"mof-2020", []string{"产出/数量", "产出/质量"},
			"output 90.00: 45.00 45.00"},
		"the second level where there is no first": {"mof-2020", []string{"/时效指标", "/可持续影响指标", "/过程管理"},
			"output 50.00: 25.00 25.00; benefit 40.00: 40.00"},
		"English": {"mof-2020", []string{"Output/Quantity", "Outcome/Impact", "Outcome/Satisfaction", "/Timeliness"},
			"output 50.00: 25.00 25.00; benefit 30.00: 30.00; satisfaction 10.00: 10.00"},
		"term targets carry no weight": {"mof-2020", []string{"产出/数量", "产出/数量@term", "效益/经济", "满意度/a@term"},
			"output 50.00: 50.00; benefit 40.00: 40.00"},
		"declared weights win": {"mof-2020", []string{"产出/a=30", "产出/a=20", "效益/a=30", "满意度/a=10"},
			"output 50.00: 30.00 20.00; benefit 30.00: 30.00; satisfaction 10.00: 10.00"},
		"declared weights may shape the blocks": {"mof-2020", []string{"产出/a=40", "效益/a=40", "满意度/a=10"},
			"output 40.00: 40.00; benefit 40.00: 40.00; satisfaction 10.00: 10.00; weights-own-block; weights-own-block"},
		"declared weights of a missing block": {"mof-2020", []string{"产出/a=50", "效益/a=40"},
			"output 50.00: 50.00; benefit 40.00: 40.00"},
		"declared weights that do not make 90": {"mof-2020", []string{"产出/a=50", "效益/a=30", "满意度/a=20"},
			"output 50.00: 50.00; benefit 30.00: 30.00; satisfaction 10.00: 10.00; weights-total"},
		"some declared, the rest shared": {"mof-2020", []string{"产出/a=25.5", "产出/a", "产出/a", "效益/a", "满意度/a"},
			"output 50.00: 25.50 12.25 12.25; benefit 30.00: 30.00; satisfaction 10.00: 10.00"},
		"nothing left to share": {"mof-2020", []string{"产出/a=50", "产出/a", "效益/a", "满意度/a"},
			"output 50.00: 25.00 25.00; benefit 30.00: 30.00; satisfaction 10.00: 10.00; weights-block"},
		"a block declared whole that does not fit": {"mof-2020", []string{"产出/a=45", "效益/a", "满意度/a"},
			"output 50.00: 50.00; benefit 30.00: 30.00; satisfaction 10.00: 10.00; weights-block"},
		"Hubei": {"mof-2020-hubei", []string{"产出/a", "效益/a", "满意度/a"},
			"output 40.00: 40.00; benefit 30.00: 30.00; satisfaction 10.00: 10.00"},
		"share-met knows no blocks": {"share-met", []string{"Output/a", "anything/else", "/"},
			"output 100.00: 33.34 33.33 33.33"},
		"no indicators": {"mof-2020", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shown(method(t, test.method), task(test.rows...)); got != test.want {
				t.Errorf("\n got %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestDeclaredWeightsThatAreNotUsedAreSaid(t *testing.T) {
	for name, test := range map[string]struct {
		method string
		rows   []string
		want   string
	}{
		"those of another method's total": {"share-met", []string{"产出/a=50", "效益/a=40"},
			"the declared weights add up to 90.00, and by share-met@1 they must make 100.00: they are not used, each block is shared equally"},
		"those that leave nothing to share": {"mof-2020", []string{"产出/a=50", "产出/a", "效益/a", "满意度/a"},
			"the declared weights of block output add up to 50.00, and by mof-2020@1 the block has 50.00: they are not used, the block is shared equally"},
		"those that shape the blocks are used": {"mof-2020", []string{"产出/a=40", "效益/a=40", "满意度/a=10"}, ""},
		"none are declared":                    {"share-met", []string{"产出/a"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := method(t, test.method).Weights(task(test.rows...))
			said := ""
			for _, unused := range w.Unused {
				said += unused.Message(indicators.English)
			}
			if said != test.want {
				t.Errorf("\n got %s\nwant %s", said, test.want)
			}
		})
	}
}

func TestWeightsAlwaysAddUp(t *testing.T) {
	m := method(t, "mof-2020")
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SampledFrom([]string{"产出/数量", "效益/经济", "满意度/a", "效益/满意度", "x/y"}), 1, 60).Draw(t, "rows")
		w, problems := m.Weights(task(rows...))
		sum := w.Execution
		for _, b := range w.Blocks {
			var block indicators.Hundredths
			for _, i := range b.Indicators {
				block += w.Indicators[i.ID]
			}
			if block != b.Weight {
				t.Fatalf("block %s: %s of %s", b.ID, block, b.Weight)
			}
			sum += block
		}
		if sum != 100_00 || len(problems) > 0 {
			t.Fatalf("sum %s, problems %v", sum, problems)
		}
	})
}

func TestAnUnknownCategoryIsNoted(t *testing.T) {
	a := task("其他/别的", "产出/数量")
	p := &indicators.Programme{Projects: []*indicators.Project{{Assignments: []*indicators.Assignment{a}}}}
	problems := method(t, "mof-2020").Check(p)
	if len(problems) != 1 || problems[0].Code != "block-assumed" || problems[0].Severity != indicators.Note {
		t.Errorf("problems %v", problems)
	}
}

func TestPointsNeverRiseWhenAFloorIsMissedByMore(t *testing.T) {
	m := method(t, "mof-2020")
	rapid.Check(t, func(t *rapid.T) {
		limit := int64(indicators.MaxValue)
		target := threshold(rapid.SampledFrom([]indicators.Op{">=", ">"}).Draw(t, "op"), indicators.Value(rapid.Int64Range(-limit, limit).Draw(t, "target")))
		high := rapid.Int64Range(-limit, limit).Draw(t, "actual")
		low := rapid.Int64Range(-limit, high).Draw(t, "less")
		weight := indicators.Hundredths(rapid.Int64Range(1, 90_00).Draw(t, "weight"))
		more := score(t, m, target, known(indicators.Value(high)), weight).Points
		less := score(t, m, target, known(indicators.Value(low)), weight).Points
		if less > more || more > weight || less < 0 {
			t.Fatalf("%d earns %s, %d earns %s of %s", high, more, low, less, weight)
		}
	})
}
