package pdf

import (
	"slices"

	"yardstick/reports/chart"
)

// block is a piece of the scorecard that is never torn: a row, a heading, a chart.
type block struct {
	gap    float64 // space above, dropped at the top of a page
	height float64 // the least it needs
	flex   float64 // how much airier it may be where pages have room
	last   float64 // how much more it takes of a page that all flex leaves empty
	keep   bool    // stays on one page with the block after it
	// whole asks to stay with the block after it where that costs no page: a table.
	whole bool
	// optional blocks are left out where that saves a page, those of the highest
	// number first and together; 0 always stays.
	optional int
	// heads are drawn again above the block when it begins a page: the head of its table.
	heads []*block
	draw  func(at chart.Box)
}

// placing is a block with its place.
type placing struct {
	*block
	y, height float64
}

// span is the part of a page that blocks may fill.
type span struct{ top, bottom float64 }

// arrange places blocks on pages, the first page's space given apart. Stretch, 0
// to 1, is how much of their flex the blocks take; with wholes, tables are not torn.
func arrange(blocks []*block, first, others span, stretch float64, wholes bool) [][]placing {
	pages, space := [][]placing{nil}, first
	y := space.top
	for i := 0; i < len(blocks); {
		run := together(blocks[i:], wholes)
		if wholes && headsOf(run[0])+heightOf(run, stretch) > others.bottom-others.top { // no page can hold it
			run = together(blocks[i:], false)
		}
		if len(pages[len(pages)-1]) > 0 && y+heightOf(run, stretch) > space.bottom+slack {
			pages, space = append(pages, nil), others
			y = space.top
		}
		for _, b := range run {
			page := &pages[len(pages)-1]
			switch {
			case len(*page) == 0:
				for _, head := range b.heads {
					*page = append(*page, placing{head, y, head.height})
					y += head.height
				}
			default:
				y += b.gap
			}
			height := b.height + stretch*b.flex
			*page = append(*page, placing{b, y, height})
			y += height
		}
		i += len(run)
	}
	return pages
}

// without leaves out the optional blocks from a number up.
func without(blocks []*block, number int) []*block {
	return slices.DeleteFunc(slices.Clone(blocks), func(b *block) bool { return b.optional >= number })
}

// best is the arrangement of the orders that takes the fewest pages and leaves the
// least of them empty before the last; the first order is given some room over.
func best(orders [][]*block, first, others span) [][]placing {
	const worthIt = 25.0 // mm left empty that another order must save
	var chosen [][]placing
	least := 0.0
	for _, blocks := range orders {
		pages := fit(blocks, first, others)
		empty := float64(len(pages)) * 10 * others.bottom
		for _, page := range pages[:len(pages)-1] {
			last := page[len(page)-1]
			empty += others.bottom - last.y - last.height
		}
		if chosen == nil || empty < least-worthIt {
			chosen, least = pages, empty
		}
	}
	return airy(chosen, others.bottom)
}

// unorphaned keeps the first two and the last three rows of a table together, so
// that no page holds one alone. Tall rows may stand alone.
func unorphaned(rows []*block) []*block {
	const tall = 14.0
	for i := range rows[:max(len(rows)-1, 0)] {
		if (i == 0 || i >= len(rows)-3) && max(rows[i].height, rows[i+1].height) < tall {
			rows[i].keep = true
		}
	}
	return rows
}

// whole marks a table that is better not torn.
func whole(rows []*block) []*block {
	for _, row := range rows[:len(rows)-1] {
		row.whole = true
	}
	return rows
}

// slack forgives the last bits of a sum of floats.
const slack = 1e-6

// together is the run of blocks that are to share a page.
func together(blocks []*block, wholes bool) []*block {
	for i, b := range blocks {
		if !b.keep && !(wholes && b.whole) {
			return blocks[:i+1]
		}
	}
	return blocks
}

func headsOf(b *block) float64 {
	height := 0.0
	for _, head := range b.heads {
		height += head.height
	}
	return height
}

func heightOf(run []*block, stretch float64) float64 {
	total := 0.0
	for _, b := range run {
		total += b.gap + b.height + stretch*b.flex
	}
	return total
}

// fit arranges blocks on as few pages as they need, and then as airily as those
// pages allow.
func fit(blocks []*block, first, others span) [][]placing {
	tight := arrange(blocks, first, others, 0, false)
	if least := arrange(without(blocks, 1), first, others, 0, false); len(least) < len(tight) {
		for number := 9; len(tight) > len(least); number-- {
			blocks = without(blocks, number)
			tight = arrange(blocks, first, others, 0, false)
		}
	}
	for _, wholes := range []bool{true, false} {
		for stretch := 10; stretch >= 0; stretch-- {
			if pages := arrange(blocks, first, others, float64(stretch)/10, wholes); len(pages) == len(tight) {
				return pages
			}
		}
	}
	return tight
}

// airy gives each page as much of its blocks' flex as the page itself has room for,
// and what is left then to those that can use it. Pages end at the same height.
func airy(pages [][]placing, bottom float64) [][]placing {
	for _, page := range pages {
		grow(page, bottom, func(p placing) float64 { return p.block.height + p.flex - p.height })
		grow(page, bottom, func(p placing) float64 { return p.last })
	}
	return pages
}

// grow shares the room below a page's last block by what each one wishes for.
func grow(page []placing, bottom float64, wish func(placing) float64) {
	end, wishes := page[len(page)-1], 0.0
	for _, p := range page {
		wishes += wish(p)
	}
	spare, down := bottom-end.y-end.height, 0.0
	if spare <= 0 || wishes <= slack {
		return
	}
	for i := range page {
		more := min(1, spare/wishes) * wish(page[i])
		page[i].y += down
		page[i].height += more
		down += more
	}
}
