// Package assets holds the third-party files that yardstick carries within
// itself, so that its pages look the same on a machine without a network: two
// weights of a Chinese font and the chart library of the web pages.
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

//go:embed fonts echarts
var files embed.FS

// FontRegular returns Noto Sans SC Regular as a TrueType file of 500 units an
// em, cut to GBK, all Han characters of the font, Latin and signs. It is
// decoded once, at the first call; callers share the bytes and must not change
// them.
var FontRegular = sync.OnceValue(func() []byte { return decode("fonts/NotoSansSC-Regular.ttf.zst") })

// FontBold returns Noto Sans SC Bold, in the same form as [FontRegular].
var FontBold = sync.OnceValue(func() []byte { return decode("fonts/NotoSansSC-Bold.ttf.zst") })

// ECharts returns the script of Apache ECharts 5.6.0, minified. Callers share
// the bytes and must not change them.
var ECharts = sync.OnceValue(func() []byte { return read("echarts/echarts.min.js") })

// Licences holds the licence texts: fonts/OFL.txt and echarts/LICENSE, NOTICE
// and LICENSE-d3.
func Licences() fs.FS { return files }

func decode(name string) []byte {
	reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		panic(err)
	}
	defer reader.Close()
	font, err := reader.DecodeAll(read(name), nil)
	if err != nil {
		panic("the program's own " + name + " is damaged: " + err.Error())
	}
	return font
}

func read(name string) []byte {
	file, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return file
}
