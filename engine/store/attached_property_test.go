package store_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
)

// backedBy is a piece of evidence and the figure that it was attached to.
type backedBy struct {
	seq, figure int64
	title       string
}

// TestAnEvaluationIsTheHistoryReplayed takes random steps of entry, evidence and
// declarations, and compares the evaluation as of each instant, official and
// provisional, with the same history replayed in the plainest way: which figure
// counts, what backs it, and whether the declared indicator applies.
func TestAnEvaluationIsTheHistoryReplayed(t *testing.T) {
	folder, databases := t.TempDir(), 0
	li := engine.Actor{Name: "li", Grants: []engine.Grant{{Role: engine.Officer}}}
	wang := engine.Actor{Name: "wang", Grants: []engine.Grant{{Role: engine.Reviewer}}}
	const assignment = "t-2021/survey/440100"
	january := storetest.Month(time.January)
	rapid.Check(t, func(r *rapid.T) {
		clock := &storetest.Clock{}
		now := storetest.At(time.February, 1)
		clock.Set(now)
		databases++
		s, err := store.Open(ctx, filepath.Join(folder, "replayed"+strconv.Itoa(databases)+".db"), store.Options{Create: true, Now: clock.Now})
		if err != nil {
			r.Fatal(err)
		}
		defer s.Close()
		if _, err := s.LoadProgramme(ctx, storetest.Definitions("100"), "manager"); err != nil {
			r.Fatal(err)
		}
		storetest.Hire(t, s, li, wang)
		official, provisional := map[string]int64{}, map[string]int64{} // the figure that counts
		texts := map[int64]string{}
		var attached []backedBy
		var declared int64 // the declaration that waits
		var accepted bool
		type state struct {
			at   time.Time
			want [2]string // official, provisional
		}
		var states []state
		draw := func(label string) string { return rapid.SampledFrom([]string{"visits", "reports"}).Draw(r, label) }
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			now = now.Add(time.Minute)
			clock.Set(now)
			switch rapid.SampledFrom([]string{"enter", "enter", "submit", "approve", "return", "withdraw", "attach", "attach", "detach", "declare", "rule"}).Draw(r, "step") {
			case "enter":
				local := draw("row")
				text := strconv.Itoa(rapid.IntRange(1, 90).Draw(r, "value"))
				done, err := s.Record(ctx, "", []engine.Entry{{Indicator: storetest.Guangzhou(local), Period: january, Text: text, Supersede: supersede(texts[provisional[local]])}}, store.RecordOptions{As: &li})
				if err == nil {
					provisional[local] = done.Observations[0].Seq
					texts[provisional[local]] = text
				}
			case "submit":
				_, _ = s.Submit(ctx, li, "", assignment, january) // refused where nothing is to be submitted
			case "approve":
				if _, err := s.Approve(ctx, wang, "", assignment, january, 0); err == nil {
					for local, seq := range provisional {
						official[local] = seq
					}
				}
			case "return":
				_, _ = s.Return(ctx, wang, "", assignment, january, 0, "请核对")
			case "withdraw":
				local := draw("row")
				if s.Withdraw(ctx, li, "", storetest.Guangzhou(local), "", january, 0) == nil {
					delete(provisional, local)
					if seq, approved := official[local]; approved {
						provisional[local] = seq
					}
				}
			case "attach":
				figure := provisional[draw("row")]
				title := "e" + strconv.Itoa(len(states))
				if e, err := s.AttachLink(ctx, &li, "", figure, title, "https://www.gd.gov.cn/"+title); err == nil {
					attached = append(attached, backedBy{e.Seq, figure, title})
				}
			case "detach":
				if len(attached) == 0 {
					continue
				}
				n := rapid.IntRange(0, len(attached)-1).Draw(r, "evidence")
				if s.Detach(ctx, &li, "", attached[n].seq, "传错文件") == nil {
					attached = slices.Delete(slices.Clone(attached), n, n+1)
				}
			case "declare":
				_, err := s.DeclareAs(ctx, li, "", []engine.Declaration{{Kind: engine.DeclaredNotApplicable, Indicator: storetest.Guangzhou("satisfaction"), Period: january, Reason: "没有服务对象"}})
				if waiting, failed := s.Waiting(ctx, ""); err == nil && failed == nil && len(waiting) == 1 {
					declared = waiting[0].Seq
				}
			case "rule":
				accept := rapid.Bool().Draw(r, "accept")
				waiting, err := s.Waiting(ctx, "")
				if err != nil {
					r.Fatal(err)
				}
				for _, d := range waiting {
					if s.Rule(ctx, wang, "", d.Seq, accept, "已核") == nil {
						accepted = accepted || accept
					}
				}
				declared = 0
			}
			states = append(states, state{now, [2]string{
				replayed(official, texts, attached, accepted), replayed(provisional, texts, attached, accepted || declared != 0)}})
		}
		for _, was := range states {
			for n, want := range was.want {
				e, err := s.Evaluate(ctx, "", store.EvaluateOptions{Through: january, AsOf: was.at, Provisional: n == 1})
				if err != nil {
					r.Fatal(err)
				}
				if got := evaluated(e, assignment); got != want {
					r.Fatalf("as of %s, provisional %v:\n%swant\n%s", was.at, n == 1, got, want)
				}
			}
		}
	})
}

// replayed says which figures count, what backs them, and what is declared.
func replayed(counts map[string]int64, texts map[int64]string, attached []backedBy, declared bool) string {
	var b strings.Builder
	for _, local := range []string{"visits", "reports"} {
		if seq, there := counts[local]; there {
			b.WriteString(local + " " + texts[seq])
			for _, e := range attached {
				if e.figure == seq {
					b.WriteString(" " + e.title)
				}
			}
			b.WriteString("\n")
		}
	}
	return b.String() + "not applicable: " + strconv.FormatBool(declared) + "\n"
}

func evaluated(e *engine.Evaluation, assignment string) string {
	lines := map[string]string{}
	declared := false
	for _, a := range e.Assignments {
		if a.Assignment.ID != assignment {
			continue
		}
		for _, i := range a.Indicators {
			local := i.Indicator.ID[strings.LastIndexByte(i.Indicator.ID, '/')+1:]
			if local == "satisfaction" {
				declared = i.Targets[0].State == engine.NotApplicable
			}
			for _, o := range i.Entries {
				lines[local] += local + " " + o.Text
				for _, one := range i.Evidence {
					lines[local] += " " + one.Name
				}
				lines[local] += "\n"
			}
		}
	}
	return lines["visits"] + lines["reports"] + "not applicable: " + strconv.FormatBool(declared) + "\n"
}
