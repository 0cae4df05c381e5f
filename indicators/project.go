package indicators

import "strings"

// Project is a line of work (项目). It may run in many regions.
type Project struct {
	ID          string // gd-2021/survey
	Title       string // as published
	TitleEN     string
	Goal        string // 总体绩效目标, as published
	Department  string // 主管部门; empty when not stated
	Policy      string // 政策依据; empty when not stated
	Content     string // 支出内容; empty when not stated
	Window      Window // the whole period (项目周期); zero when the document states none
	Provincial  bool   // carried out by the province itself: one assignment at the root region
	Assignments []*Assignment
	At          Place
}

// LocalID is the id within the programme: survey.
func (p *Project) LocalID() string { return p.ID[strings.LastIndexByte(p.ID, '/')+1:] }

// Funds is the sum of its assignments' funds, in 万元.
func (p *Project) Funds() Value {
	var sum Value
	for _, assignment := range p.Assignments {
		sum += assignment.Funds()
	}
	return sum
}
