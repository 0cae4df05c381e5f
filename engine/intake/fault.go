package intake

import (
	"strconv"

	"yardstick/indicators"
)

// maxProblems is how many problems of a file are listed; more help nobody.
const maxProblems = 200

// faults collects what is wrong with a file, and how it was understood.
type faults struct {
	file     string
	problems []*indicators.Problem
	remarks  []*indicators.Problem
	more     int // problems beyond maxProblems
}

func (f *faults) add(problem *indicators.Problem) {
	if len(f.problems) >= maxProblems {
		f.more++
		return
	}
	f.problems = append(f.problems, problem)
}

func (f *faults) refuse(at indicators.Place, code string, args indicators.Args) {
	f.add(&indicators.Problem{At: at, Code: code, Args: args})
}

func (f *faults) note(at indicators.Place, code string, args indicators.Args) {
	f.remarks = append(f.remarks, &indicators.Problem{At: at, Severity: indicators.Note, Code: code, Args: args})
}

func (f *faults) warn(at indicators.Place, code string, args indicators.Args) {
	f.remarks = append(f.remarks, &indicators.Problem{At: at, Severity: indicators.Warning, Code: code, Args: args})
}

// fewest leaves of what is wrong with figures the first maxProblems, and as many
// remarks, and says how many more there are: of half a million nobody reads the rest.
func fewest(file string, problems []*indicators.Problem) (out []*indicators.Problem) {
	var errs, remarks, unsaid int
	for _, problem := range problems {
		if problem.Code == "import-more-problems" { // of the lines that could not be read
			more, _ := strconv.Atoi(problem.Args["more"])
			unsaid += more
			continue
		}
		count := &remarks
		if problem.Severity == indicators.Error || problem.Severity == "" {
			count = &errs
		}
		if *count++; *count <= maxProblems {
			out = append(out, problem)
		}
	}
	for severity, more := range map[indicators.Severity]int{indicators.Error: max(errs-maxProblems, 0) + unsaid, indicators.Note: remarks - maxProblems} {
		if more > 0 {
			out = append(out, &indicators.Problem{At: indicators.Place{File: file}, Severity: severity, Code: "import-more-problems",
				Args: indicators.Args{"more": strconv.Itoa(more)}})
		}
	}
	return out
}

// all are the problems, the remarks last.
func (f *faults) all() []*indicators.Problem {
	if f.more > 0 {
		f.problems = append(f.problems, &indicators.Problem{At: indicators.Place{File: f.file}, Code: "import-more-problems",
			Args: indicators.Args{"more": strconv.Itoa(f.more)}})
	}
	return append(f.problems, f.remarks...)
}
