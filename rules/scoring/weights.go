package scoring

import (
	"maps"
	"strconv"

	"yardstick/indicators"
)

// ExecutionBlock is the id of budget execution, which stands beside a method's blocks.
const ExecutionBlock = "execution"

// Weights is how an assignment's 100 points are shared.
type Weights struct {
	Execution  indicators.Hundredths            // budget execution
	Blocks     []Block                          // those that hold indicators, in the method's order
	Indicators map[string]indicators.Hundredths // by indicator id; only those with an annual target
	// Unused says, as warnings, which declared weights do not add up to what the
	// method shares: they are set aside, and a reader is told.
	Unused []*indicators.Problem
}

// Block is a part of the 100 points.
type Block struct {
	ID         string // output, benefit, satisfaction
	Weight     indicators.Hundredths
	Indicators []*indicators.Indicator
}

// Weights shares the points over an assignment's indicators that have an annual
// target, in whole hundredths; what does not divide goes to the first in order.
// Weights that a definition declares win. The problems say which of them do not
// add up (errors: the block is then shared equally) and where they shape the
// blocks otherwise than the method does (a warning).
func (m *Method) Weights(a *indicators.Assignment) (*Weights, []*indicators.Problem) {
	w := &Weights{Execution: m.Share, Indicators: make(map[string]indicators.Hundredths, len(a.Indicators))}
	w.Blocks = m.present(a)
	if problem, ok := m.declared(a, w.Blocks); ok {
		for _, b := range w.Blocks {
			for _, i := range b.Indicators {
				w.Indicators[i.ID] = *i.Weight
			}
		}
		return w, problem
	} else if len(problem) > 0 {
		w.setAside(m, problem)
		m.shareBlocks(w.Blocks)
		for _, b := range w.Blocks {
			shareEqually(b.Weight, b.Indicators, w.Indicators)
		}
		return w, problem
	}
	m.shareBlocks(w.Blocks)
	var problems []*indicators.Problem
	for _, b := range w.Blocks {
		if problem := b.share(w.Indicators); problem != nil {
			problems = append(problems, problem)
		}
	}
	w.setAside(m, problems)
	return w, problems
}

// setAside notes the declared weights that are not used, by what is wrong with them.
func (w *Weights) setAside(m *Method, problems []*indicators.Problem) {
	for _, problem := range problems {
		args := maps.Clone(problem.Args)
		args["method"] = m.Name()
		w.Unused = append(w.Unused, &indicators.Problem{At: problem.At, Severity: indicators.Warning, Code: problem.Code + "-unused", Args: args})
	}
}

// present groups the indicators with an annual target by block.
func (m *Method) present(a *indicators.Assignment) []Block {
	var blocks []Block
	for _, rule := range m.Blocks {
		b := Block{ID: rule.ID, Weight: rule.Weight}
		for _, i := range a.Indicators {
			if i.Target(indicators.Annual) == nil {
				continue
			}
			if id, _ := m.BlockOf(i); id == rule.ID {
				b.Indicators = append(b.Indicators, i)
			}
		}
		if len(b.Indicators) > 0 {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// declared takes the blocks' weights from the definition when every indicator
// declares its own. ok is false when some do not, or with a problem when they do
// not add up to what execution leaves.
func (m *Method) declared(a *indicators.Assignment, blocks []Block) (problems []*indicators.Problem, ok bool) {
	var total indicators.Hundredths
	sums := make([]indicators.Hundredths, len(blocks))
	for k, b := range blocks {
		for _, i := range b.Indicators {
			if i.Weight == nil {
				return nil, false
			}
			sums[k] += *i.Weight
		}
		total += sums[k]
	}
	if len(blocks) == 0 {
		return nil, false
	}
	if rest := 100_00 - m.Share; total != rest {
		return []*indicators.Problem{{At: a.At, Code: "weights-total", Args: indicators.Args{
			"sum": total.String(), "want": rest.String(), "execution": m.Share.String()}}}, false
	}
	m.shareBlocks(blocks)
	for k := range blocks {
		if sums[k] != blocks[k].Weight {
			problems = append(problems, &indicators.Problem{At: blocks[k].Indicators[0].At, Severity: indicators.Warning,
				Code: "weights-own-block", Args: indicators.Args{
					"block": blocks[k].ID, "sum": sums[k].String(), "want": blocks[k].Weight.String()}})
		}
		blocks[k].Weight = sums[k]
	}
	return problems, true
}

// shareBlocks sets the blocks' weights, a missing block's weight going to the
// one it passes to, else to all in proportion.
func (m *Method) shareBlocks(blocks []Block) {
	at := make(map[string]int, len(blocks))
	base := make([]indicators.Hundredths, len(blocks))
	for _, rule := range m.Blocks {
		for k := range blocks {
			if blocks[k].ID == rule.ID {
				at[rule.ID], base[k], blocks[k].Weight = k, rule.Weight, rule.Weight
			}
		}
	}
	var pool indicators.Hundredths
	for _, rule := range m.Blocks {
		if _, ok := at[rule.ID]; ok {
			continue
		}
		if k, ok := at[rule.PassesTo]; ok {
			blocks[k].Weight += rule.Weight
		} else {
			pool += rule.Weight
		}
	}
	for k, part := range shareInProportion(pool, base) {
		blocks[k].Weight += part
	}
}

// shareInProportion splits a weight by whole hundredths; what does not divide
// goes to the first ones, one each.
func shareInProportion(pool indicators.Hundredths, base []indicators.Hundredths) []indicators.Hundredths {
	parts := make([]indicators.Hundredths, len(base))
	var sum, given indicators.Hundredths
	for _, b := range base {
		sum += b
	}
	if sum == 0 {
		return parts
	}
	for k, b := range base {
		parts[k] = pool * b / sum
		given += parts[k]
	}
	for k := 0; given < pool; k++ {
		parts[k]++
		given++
	}
	return parts
}

// share gives each indicator of the block its weight: those declared first, the
// rest of the block equally to the others.
func (b Block) share(out map[string]indicators.Hundredths) *indicators.Problem {
	var open []*indicators.Indicator
	rest := b.Weight
	for _, i := range b.Indicators {
		if i.Weight == nil {
			open = append(open, i)
			continue
		}
		rest -= *i.Weight
	}
	fits := len(open) == 0 && rest == 0 || len(open) > 0 && rest >= indicators.Hundredths(len(open))
	if !fits {
		shareEqually(b.Weight, b.Indicators, out)
		return &indicators.Problem{At: b.Indicators[0].At, Code: "weights-block", Args: indicators.Args{
			"block": b.ID, "sum": (b.Weight - rest).String(), "want": b.Weight.String(), "open": strconv.Itoa(len(open))}}
	}
	for _, i := range b.Indicators {
		if i.Weight != nil {
			out[i.ID] = *i.Weight
		}
	}
	shareEqually(rest, open, out)
	return nil
}

func shareEqually(weight indicators.Hundredths, over []*indicators.Indicator, out map[string]indicators.Hundredths) {
	n := indicators.Hundredths(len(over))
	for k, i := range over {
		out[i.ID] = weight / n
		if indicators.Hundredths(k) < weight%n {
			out[i.ID]++
		}
	}
}

// Check lists what is wrong with a programme's weights under the method, and
// notes the indicators that no category word places.
func (m *Method) Check(p *indicators.Programme) []*indicators.Problem {
	var problems []*indicators.Problem
	for a := range p.Assignments() {
		_, found := m.Weights(a)
		problems = append(problems, found...)
		for _, i := range a.Indicators {
			if block, placed := m.BlockOf(i); !placed && i.Target(indicators.Annual) != nil {
				problems = append(problems, &indicators.Problem{At: i.At, Severity: indicators.Note,
					Code: "block-assumed", Args: indicators.Args{"name": i.Name, "category": i.Category(), "block": block}})
			}
		}
	}
	return problems
}
