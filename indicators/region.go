package indicators

// Region is a node of the tree of regions (地区).
type Region struct {
	Code   string // GB/T 2260: 440000, 440100
	Name   string // 广州市
	NameEN string // Guangzhou
	Parent string // code; empty at the root
	// Row and Column place its tile on the tile map of its parent; from 0.
	Row, Column int
	Tiled       bool
}

// Short is the name as tables print it: 广州 for 广州市, 广东 for 广东省.
func (r Region) Short() string {
	for _, suffix := range []string{"自治州", "自治区", "地区", "市", "省", "县", "区"} {
		if n := len(r.Name) - len(suffix); n >= 6 && r.Name[n:] == suffix {
			return r.Name[:n]
		}
	}
	return r.Name
}

// In returns the name in a language.
func (r Region) In(l Language) string {
	if l == English && r.NameEN != "" {
		return r.NameEN
	}
	return r.Name
}

// Regions is a list with its lookups; the root stands first.
type Regions []Region

// ByCode returns the region with the code.
func (rs Regions) ByCode(code string) (Region, bool) {
	for _, r := range rs {
		if r.Code == code {
			return r, true
		}
	}
	return Region{}, false
}

// Root returns the first region without a parent.
func (rs Regions) Root() Region {
	for _, r := range rs {
		if r.Parent == "" {
			return r
		}
	}
	return Region{}
}
