package engine_test

import (
	"strings"
	"testing"

	"yardstick/engine"
)

func TestATextIsWhatPeopleRead(t *testing.T) {
	for name, test := range map[string]struct{ text, code string }{
		"a note over two lines":        {"平台升级，\r\n\t数据补报", ""},
		"a family of several letters":  {"👩‍👧 完成", ""},
		"as long as may be":            {strings.Repeat("长", engine.LongestText), ""},
		"longer":                       {strings.Repeat("长", engine.LongestText+1), "text-too-long"},
		"a nought byte":                {"9960\x00", "text-hidden"},
		"a bell":                       {"\a9960", "text-hidden"},
		"what turns the rest around":   {"9960\u202e0699", "text-hidden"},
		"an isolate that does so too":  {"\u20679960", "text-hidden"},
		"bytes that are no characters": {"\xff\xfe", "text-hidden"},
	} {
		t.Run(name, func(t *testing.T) {
			code := ""
			if problem := engine.CheckText("", test.text); problem != nil {
				code = problem.Code
			}
			if code != test.code {
				t.Errorf("got %q, want %q", code, test.code)
			}
		})
	}
}
