// Package requiretest lets a test ask for a program that a plain machine lacks.
package requiretest

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// packages names where a program comes from, when that is not its own name.
var packages = map[string]string{
	"pdffonts": "poppler", "pdfimages": "poppler", "pdfinfo": "poppler", "pdftoppm": "poppler", "pdftotext": "poppler",
	"pdfdetach": "poppler", "chromium-browser": "chromium", "google-chrome": "chromium",
}

// Tool returns the path of the first of the named programs that the machine has.
// When it has none, the test is skipped and says what it lacks; but where the
// environment's YARDSTICK_REQUIRE names the program or its package
// ("poppler,qpdf,chromium"), the test fails.
func Tool(t testing.TB, names ...string) string {
	t.Helper()
	required := strings.Split(os.Getenv("YARDSTICK_REQUIRE"), ",")
	must := false
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
		must = must || slices.Contains(required, name) || slices.Contains(required, packageOf(name))
	}
	if must {
		t.Fatalf("%s (%s) is not installed, and YARDSTICK_REQUIRE asks for it", strings.Join(names, " or "), packageOf(names[0]))
	}
	t.Skipf("%s (%s) is not installed", strings.Join(names, " or "), packageOf(names[0]))
	return ""
}

func packageOf(program string) string {
	if name, ok := packages[program]; ok {
		return name
	}
	return program
}
