package intake_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"yardstick/engine"
	"yardstick/engine/intake"
)

func TestOfVeryManyProblemsTheFirstAreSaid(t *testing.T) {
	for name, line := range map[string]string{
		"the same cell again": "广州,走访企业数量,2021-03,1\n", // but for the first
		"no such indicator":   "广州,没有这个指标,2021-03,1\n",
	} {
		t.Run(name, func(t *testing.T) {
			text := "地区,指标,填报期,实际完成值\n" + "广州,走访企业数量,2021-02,1\n广州,走访企业数量,2021-02,1\n" + strings.Repeat(line, 4999)
			_, err := look(open(t), text, intake.Options{})
			var refusal *engine.Refusal
			if !errors.As(err, &refusal) || len(refusal.Problems) != 201 {
				t.Fatalf("%v", err)
			}
			last := refusal.Problems[200]
			if more, _ := strconv.Atoi(last.Args["more"]); last.Code != "import-more-problems" || more < 4799 || more > 4800 {
				t.Errorf("%+v", last)
			}
		})
	}
}

func TestALineOfVeryManyFieldsIsNotTakenApart(t *testing.T) {
	_, err := look(open(t), "指标,地区,填报期,实际完成值\n走访,广州,2021-03,1"+strings.Repeat(",", 100_000)+"\n", intake.Options{})
	wantCode(t, err, "import-too-wide")
}
