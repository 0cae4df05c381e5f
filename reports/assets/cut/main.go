// Command cut makes the fonts that yardstick embeds out of the whole ones.
//
//	cut IN.ttf OUT.ttf
//
// It keeps the characters of [wanted] that the font has, draws composite glyphs
// out into simple ones, halves the grid to 500 units an em (a two-thousandth of
// an em is far below what print shows), drops hints and layout tables, and
// compresses in two parts: OUT.ttf.1.zst with the tables and the outlines of the
// characters that nearly all text is made of, OUT.ttf.2.zst with the outlines of
// the others. Put together and unpacked they are one TrueType file. The same
// input gives the same bytes. fetch.sh runs it.
package main

import (
	"fmt"
	"os"

	"github.com/klauspost/compress/zstd"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: cut IN.ttf OUT.ttf")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "cut:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	whole, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	font, err := parse(whole)
	if err != nil {
		return fmt.Errorf("read %s: %w", in, err)
	}
	small, common, err := font.cut(wanted())
	if err != nil {
		return fmt.Errorf("cut %s: %w", in, err)
	}
	writer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(8<<20))
	if err != nil {
		return err
	}
	for name, part := range map[string][]byte{out + ".1.zst": small[:common], out + ".2.zst": small[common:]} {
		if err := os.WriteFile(name, writer.EncodeAll(part, nil), 0o644); err != nil {
			return err
		}
	}
	return nil
}
