package schedule_test

import (
	"testing"

	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

func TestPatternsOfFiles(t *testing.T) {
	for name, test := range map[string]struct {
		pattern string
		fits    bool
	}{
		"the usual one":                   {indicators.DefaultFolder, true},
		"words and letters together":      {"{year}年/{month}月-{scope}", true},
		"no scope":                        {"{programme}/{period}", false},
		"an unknown word":                 {"{scope}-{city}", false},
		"a word in capitals":              {"{Scope}/{scope}", false},
		"half a word":                     {"{scope}/{period", false},
		"above the folder":                {"../{scope}", false},
		"above the folder, on the way":    {"a/{scope}/../../../x", false},
		"an absolute path":                {"/srv/{scope}", false},
		"an absolute path elsewhere":      {"C:/{scope}", false},
		"a share elsewhere":               {`\\host\{scope}`, false},
		"somebody's home":                 {"~/{scope}", false},
		"an empty part":                   {"a//{scope}", false},
		"a part at the end":               {"{scope}/", false},
		"a line end on the way":           {"a\n/{scope}", false},
		"a blank that nobody sees":        {"a /{scope}", false},
		"a dot that some systems drop":    {"a./{scope}", false},
		"a character some systems refuse": {"a?/{scope}", false},
	} {
		t.Run(name, func(t *testing.T) {
			plan := indicators.Schedule{Name: "a", Cron: "@monthly", Zone: "UTC", Scopes: []string{"programme"}, Folder: test.pattern}.Filled()
			found := schedule.Check(&indicators.Programme{}, plan, []string{"pdf"})
			if fits := len(found) == 0; fits != test.fits {
				t.Errorf("%q fits: %t, want %t: %v", test.pattern, fits, test.fits, found)
			}
		})
	}
}

func TestNoScheduleWritesAnothersFiles(t *testing.T) {
	plan := func(name, folder string, formats ...string) indicators.Schedule {
		return indicators.Schedule{Name: name, Folder: folder, Formats: formats}.Filled()
	}
	for name, test := range map[string]struct {
		plan, other indicators.Schedule
		programme   string // of the other
		refused     bool
	}{
		"the same pattern":                        {plan("a", "{period}/{scope}"), plan("b", "{period}/{scope}"), "p", true},
		"the same pattern in other formats":       {plan("a", "{period}/{scope}", "csv"), plan("b", "{period}/{scope}", "pdf"), "p", false},
		"itself, changed":                         {plan("a", "{period}/{scope}"), plan("a", "{period}/{scope}"), "p", false},
		"each its own name":                       {plan("a", "{schedule}/{scope}"), plan("b", "{schedule}/{scope}"), "p", false},
		"a name that the other spells out":        {plan("a", "{schedule}/{scope}"), plan("b", "a/{scope}"), "p", true},
		"a period that the other takes apart":     {plan("a", "{period}/{scope}"), plan("b", "{year}-{month}/{scope}"), "p", true},
		"another programme's, the same pattern":   {plan("a", "{period}/{scope}"), plan("a", "{period}/{scope}"), "q", true},
		"another programme's, each under its own": {plan("a", "{programme}/{scope}"), plan("a", "{programme}/{scope}"), "q", false},
	} {
		t.Run(name, func(t *testing.T) {
			found := schedule.CheckAmong("p", test.plan, []store.Schedule{{Programme: test.programme, Schedule: test.other}})
			if refused := len(found) > 0; refused != test.refused {
				t.Errorf("refused: %t, want %t: %v", refused, test.refused, found)
			}
		})
	}
}
