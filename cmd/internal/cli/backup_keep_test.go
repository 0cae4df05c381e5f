package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBackupsThatAreDropped(t *testing.T) {
	all := []string{"r-20210105T000000Z.db", "r-20210131T000000Z.db", "r-20210228T000000Z.db", "r-20210301T000000Z.db", "r-20210302T000000Z.db", "r-20210302T000000Z-2.db"}
	for name, c := range map[string]struct {
		keep keeping
		want []string
	}{
		"the newest stay":                          {keeping{newest: 5}, []string{"r-20210105T000000Z.db"}},
		"the last of each month stays":             {keeping{newest: 2, months: 3}, []string{"r-20210301T000000Z.db", "r-20210105T000000Z.db"}},
		"months beyond those wanted go":            {keeping{newest: 2, months: 2}, []string{"r-20210301T000000Z.db", "r-20210131T000000Z.db", "r-20210105T000000Z.db"}},
		"one stays whatever is asked":              {keeping{months: 1}, []string{"r-20210302T000000Z-2.db", "r-20210301T000000Z.db", "r-20210228T000000Z.db", "r-20210131T000000Z.db", "r-20210105T000000Z.db"}},
		"more are wanted than there are: all stay": {keeping{newest: 50}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, c.keep.drops(append([]string{}, all...))); diff != "" {
				t.Errorf("dropped (-want +got):\n%s", diff)
			}
		})
	}
}
