package pdf

import (
	"testing"

	"pgregory.net/rapid"
)

// Property: blocks keep their order, none is lost, none leaves its page, a table
// goes on under its head, and what must stay together does where it can.
func TestBlocksAreNeverLostNorTorn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		head := &block{height: 5}
		first, others := span{60, 280}, span{25, 280}
		blocks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) *block {
			b := &block{height: rapid.Float64Range(2, 60).Draw(t, "height"), flex: rapid.Float64Range(0, 5).Draw(t, "flex"), gap: rapid.Float64Range(0, 6).Draw(t, "gap")}
			b.keep = rapid.IntRange(0, 5).Draw(t, "keep") == 0
			if rapid.Bool().Draw(t, "row") {
				b.heads = []*block{head}
			}
			return b
		}), 1, 60).Draw(t, "blocks")
		blocks[len(blocks)-1].keep = false
		next := 0
		for n, page := range fit(blocks, first, others) {
			end := map[bool]float64{true: first.top, false: others.top}[n == 0]
			for i, p := range page {
				if p.y < end-slack {
					t.Fatalf("page %d: a block begins at %v, before %v where the last ended", n+1, p.y, end)
				}
				end = p.y + p.height
				if p.block == head {
					continue
				}
				if p.block != blocks[next] {
					t.Fatalf("page %d holds a block out of order", n+1)
				}
				if i == 0 && p.heads != nil {
					t.Fatalf("page %d begins with a row without its head", n+1)
				}
				next++
			}
			if last := page[len(page)-1]; last.keep && len(together(blocks[next-1:], false)) > 1 && heightOf(together(blocks[next-1:], false), 0) < 200 && len(page) > 6 {
				t.Fatalf("page %d ends in a heading", n+1)
			}
		}
		if next != len(blocks) {
			t.Fatalf("%d of %d blocks were placed", next, len(blocks))
		}
	})
}

func TestTheLastBlockOfAPageEndsAboveTheFoot(t *testing.T) {
	var blocks []*block
	for range 100 {
		blocks = append(blocks, &block{height: 7, flex: 3})
	}
	for _, page := range fit(blocks, span{60, 280}, span{25, 280}) {
		if last := page[len(page)-1]; last.y+last.height > 280+slack {
			t.Errorf("a block ends at %v", last.y+last.height)
		}
	}
}

func TestAnOptionalBlockIsLeftOutWhereThatSavesAPage(t *testing.T) {
	for name, test := range map[string]struct {
		height float64
		pages  int
		placed int
	}{
		"there is room":        {100, 1, 3},
		"it would cost a page": {240, 1, 2},
	} {
		t.Run(name, func(t *testing.T) {
			blocks := []*block{{height: 50}, {height: test.height, optional: 1}, {height: 50}}
			pages := fit(blocks, span{20, 280}, span{20, 280})
			if len(pages) != test.pages || len(pages[0]) != test.placed {
				t.Errorf("%d pages with %d blocks on the first, want %d and %d", len(pages), len(pages[0]), test.pages, test.placed)
			}
		})
	}
}
