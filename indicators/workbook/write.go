package workbook

import (
	"archive/zip"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// Risky reports whether a spreadsheet would calculate the text if it were typed.
// Give its cell the format "@", so that it stays a text when somebody edits it.
func Risky(text string) bool {
	trimmed := strings.TrimLeft(text, " \u00A0\u3000")
	return trimmed != "" && strings.ContainsAny(trimmed[:1], "=+-@\t\r\n") || strings.HasPrefix(trimmed, "＝") ||
		strings.HasPrefix(trimmed, "＋") || strings.HasPrefix(trimmed, "－") || strings.HasPrefix(trimmed, "＠")
}

// Safe is a text as excelize's SetCellStr has to be given it, so that [Open] and
// every spreadsheet read the same text back: what XML forbids becomes U+FFFD, what
// is too long for a cell ends in an ellipsis, and _x003D_ stays those seven letters.
func Safe(text string) string { return escaped(Legal(text)) }

// mostCharacters is what a cell holds, in UTF-16 units.
const mostCharacters = 32767

// Legal is the text that a cell can hold, as a person sees it: see [Safe].
func Legal(text string) string {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, forbidden) {
		text = strings.Map(func(r rune) rune {
			if forbidden(r) {
				return utf8.RuneError
			}
			return r
		}, strings.ToValidUTF8(text, "\uFFFD"))
	}
	if len(text) <= mostCharacters {
		return text
	}
	units := 0
	for i, r := range text {
		if units += utf16.RuneLen(r); units >= mostCharacters {
			return text[:i] + "…"
		}
	}
	return text
}

// code is how a workbook writes a character by its number.
var code = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// escaped keeps a text that holds such a code from being read as the character:
// excelize writes it as it is. The x of the code is written by its number, not the
// underscore: excelize takes two texts for one whose underscores are.
func escaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if i > 0 && code.MatchString(text[i-1:]) {
			b.WriteString("_x0078_")
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// SheetName is a name that a workbook takes: no sign that it forbids, not blank, 31
// UTF-16 units at most.
func SheetName(name string) string {
	units, short := 0, strings.Builder{}
	for _, r := range Legal(name) {
		if strings.ContainsRune(`[]:*?/\'`, r) || r < ' ' {
			r = ' '
		}
		if units += utf16.RuneLen(r); units > 31 {
			break
		}
		short.WriteRune(r)
	}
	if strings.TrimSpace(short.String()) == "" {
		return "-"
	}
	return short.String()
}

// Write writes a workbook with the same bytes for the same content. Parts come in a
// fixed order without times, compressed by a library of a fixed version: the
// standard one changes its bytes between versions.
func Write(file *excelize.File, w io.Writer) error {
	file.SetZipWriter(func(out io.Writer) excelize.ZipWriter {
		zw := zip.NewWriter(out)
		zw.RegisterCompressor(zip.Deflate, func(part io.Writer) (io.WriteCloser, error) { return flate.NewWriter(part, 6) })
		return zw
	})
	return file.Write(w)
}
