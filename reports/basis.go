package reports

import (
	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// grade is a grade of the method with the score from which it is given.
type grade struct {
	ID   string
	From indicators.Hundredths
}

// grades lists the method's grades, best first.
func (b *builder) grades() []grade {
	if b.gradeList == nil {
		b.gradeList = gradesOf(b.e.Method)
	}
	return b.gradeList
}

// gradesOf asks the method for the grade of every score, so that whatever its data
// say is what the scale shows.
func gradesOf(m *scoring.Method) []grade {
	const full = 100 * 100
	out := []grade{}
	for score := indicators.Hundredths(full); score >= 0; score-- {
		id := m.GradeOf(score, full)
		if id == "" {
			break
		}
		if len(out) == 0 || out[len(out)-1].ID != id {
			out = append(out, grade{ID: id})
		}
		out[len(out)-1].From = score
	}
	return out
}

func (b *builder) basis() Basis {
	return Basis{Paragraphs: []string{b.say("basis.method", "method", b.e.Method.Name())}}
}

func (b *builder) rollUp() *Section { return nil }
