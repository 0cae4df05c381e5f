// Package assets holds the third-party files that yardstick carries within
// itself, so that its pages look the same on a machine without a network: two
// weights of a Chinese font, and the chart library and htmx of the web pages.
//
// fetch.sh says where each comes from and pins it; the licences stand beside
// the files and travel with them ([Licences]).
package assets

import (
	"embed"
	"io/fs"
	"sync"

	"github.com/klauspost/compress/zstd"
)

//go:embed fonts echarts htmx
var files embed.FS

// Font is a weight of Noto Sans SC as a TrueType file of 500 units an em, cut to
// GBK, all other Han characters that the font has, Latin and signs. It is in two
// parts, so that the outlines that few documents need stay packed. Callers share
// the bytes and must not change them.
type Font struct {
	// Common holds all tables and, at its end, the outlines of the characters of
	// GB 2312 and of all signs. Unpacked at the first call, in some 8 ms.
	Common func() []byte
	// Rest goes on with the outlines of the other characters: put behind Common
	// it makes the file whole. Unpacked at the first call, in some 20 ms.
	Rest func() []byte
}

// The two weights.
var (
	Regular = fontOf("fonts/NotoSansSC-Regular.ttf")
	Bold    = fontOf("fonts/NotoSansSC-Bold.ttf")
)

func fontOf(name string) Font {
	return Font{
		Common: sync.OnceValue(func() []byte { return decode(name + ".1.zst") }),
		Rest:   sync.OnceValue(func() []byte { return decode(name + ".2.zst") }),
	}
}

// ECharts returns the script of Apache ECharts 5.6.0, minified. Callers share
// the bytes and must not change them.
var ECharts = sync.OnceValue(func() []byte { return read("echarts/echarts.min.js") })

// HTMX returns the script of htmx 2.0.8, minified. Callers share the bytes and must
// not change them.
var HTMX = sync.OnceValue(func() []byte { return read("htmx/htmx.min.js") })

// Licences holds the licence texts: fonts/OFL.txt, echarts/LICENSE, NOTICE and
// LICENSE-d3, and htmx/LICENSE.
func Licences() fs.FS { return files }

func decode(name string) []byte {
	reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		panic(err)
	}
	defer reader.Close()
	part, err := reader.DecodeAll(read(name), nil)
	if err != nil {
		panic("the program's own " + name + " is damaged: " + err.Error())
	}
	return part
}

func read(name string) []byte {
	file, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return file
}
