package load

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"

	"yardstick/indicators"
)

//go:embed gb2260.csv
var gb2260 string

// Regions returns the regions that definitions may name without declaring them:
// the provinces of GB/T 2260, and Guangdong's cities with their places on the
// tile map, in the order in which published tables list them.
func Regions() indicators.Regions { return append(indicators.Regions(nil), knownRegions()...) }

var knownRegions = sync.OnceValue(func() indicators.Regions {
	rows, err := csv.NewReader(strings.NewReader(gb2260)).ReadAll()
	if err != nil {
		panic("gb2260.csv: " + err.Error())
	}
	var regions indicators.Regions
	for _, row := range rows[1:] {
		region := indicators.Region{Code: row[0], Name: row[1], NameEN: row[2], Parent: row[3]}
		if row[4] != "" {
			region.Tiled = true
			region.Row, _ = strconv.Atoi(row[4])
			region.Column, _ = strconv.Atoi(row[5])
		}
		regions = append(regions, region)
	}
	return regions
})
