package intake

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"yardstick/indicators"
)

// MaxBytes is the size of the largest file that is read: about 700,000 lines.
const MaxBytes = 64 << 20

// readAll reads at most limit bytes. Codes: import-unreadable, import-too-large.
func readAll(file string, r io.Reader, limit int64) ([]byte, *indicators.Problem) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, &indicators.Problem{At: indicators.Place{File: file}, Code: "import-unreadable"}
	case int64(len(raw)) > limit:
		return nil, &indicators.Problem{At: indicators.Place{File: file}, Code: "import-too-large",
			Args: indicators.Args{"limit": strconv.FormatInt(limit>>20, 10)}}
	}
	return raw, nil
}

// isWorkbook reports what the guard of workbooks is to look at: what begins like
// one, old or new, or is called one.
func isWorkbook(name string, raw []byte) bool {
	if bytes.HasPrefix(raw, []byte("PK")) || bytes.HasPrefix(raw, []byte("\xD0\xCF\x11\xE0")) {
		return true
	}
	return slices.Contains([]string{".xlsx", ".xlsm", ".xls"}, strings.ToLower(path.Ext(name)))
}

// readText reads a text, and names the encoding it was in. Excel in Chinese saves
// CSV as GB18030 or, on request, as UTF-8 with a byte order mark; "Unicode text"
// is UTF-16. Codes: import-binary, import-encoding, import-empty.
func readText(file string, raw []byte) (text, name string, problem *indicators.Problem) {
	refuse := func(code string, line int) (string, string, *indicators.Problem) {
		return "", "", &indicators.Problem{At: indicators.Place{File: file, Line: line}, Code: code}
	}
	text, name, bad := decode(raw)
	switch {
	case bad > 0:
		return refuse("import-encoding", bad)
	case hasControl(text) > 0:
		return refuse("import-binary", hasControl(text))
	case len(bytes.TrimSpace([]byte(text))) == 0:
		return refuse("import-empty", 0)
	}
	return text, name, nil
}

// decode finds the encoding. bad is the line of the first bytes that are no text
// in it, 0 when all are.
func decode(raw []byte) (text, name string, bad int) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		raw = raw[3:]
		if !utf8.Valid(raw) {
			return "", "", lineOfInvalid(raw)
		}
		return string(raw), "UTF-8", 0
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")), looksUTF16(raw, 1):
		return convert(raw, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16")
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")), looksUTF16(raw, 0):
		return convert(raw, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "UTF-16")
	case utf8.Valid(raw):
		return string(raw), "UTF-8", 0
	}
	return convert(raw, simplifiedchinese.GB18030, simplifiedchinese.GB18030, "GB18030")
}

// looksUTF16 reports whether every second byte of the beginning is zero where
// the high bytes of Latin text stand.
func looksUTF16(raw []byte, high int) bool {
	zeros, pairs := 0, 0
	for i := 0; i+1 < len(raw) && i < 256; i += 2 {
		pairs++
		if raw[i+high] == 0 && raw[i+1-high] != 0 {
			zeros++
		}
	}
	return pairs > 2 && zeros*4 > pairs*1 && bytes.IndexByte(raw[:min(len(raw), 256)], 0) >= 0
}

func convert(raw []byte, marked, plain encoding.Encoding, name string) (string, string, int) {
	use := plain
	if len(raw) > 1 && (raw[0] == 0xFF || raw[0] == 0xFE) {
		use = marked
	}
	text, err := use.NewDecoder().Bytes(raw)
	if err != nil {
		return "", "", 1
	}
	if at := bytes.IndexRune(text, utf8.RuneError); at >= 0 {
		return "", "", bytes.Count(text[:at], []byte("\n")) + 1
	}
	return string(text), name, 0
}

func lineOfInvalid(raw []byte) int {
	line := 1
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if r == utf8.RuneError && n == 1 {
			return line
		}
		if r == '\n' {
			line++
		}
		raw = raw[n:]
	}
	return line
}

// hasControl is the line of the first character that no table holds, 0 for none.
func hasControl(text string) int {
	line := 1
	for _, r := range text {
		switch {
		case r == '\n':
			line++
		case r < ' ' && r != '\r' && r != '\t', r == 0x7F:
			return line
		}
	}
	return 0
}
