package main

import "errors"

// point is one point of an outline; off is a control point of a curve.
type point struct {
	x, y int
	off  bool
}

// outline is a glyph without composites or hints: its contours.
type outline [][]point

// Flags of a point and of a composite's part, as the TrueType format names them.
const (
	onCurve, xShort, yShort, repeated, xSame, ySame, overlap = 1, 2, 4, 8, 16, 32, 64

	argsAreWords, argsAreXY, hasScale, moreParts, hasXYScale, hasMatrix = 1, 2, 8, 32, 64, 128
)

// outline reads a glyph, with the parts of a composite drawn out.
func (f *font) outline(glyph, depth int) (outline, error) {
	data := f.tables["glyf"][f.offsets[glyph]:f.offsets[glyph+1]]
	if len(data) == 0 {
		return nil, nil
	}
	contours := int(int16(be.Uint16(data)))
	if contours >= 0 {
		return simple(data[10:], contours), nil
	}
	if depth > 8 {
		return nil, errors.New("composites nest too deep")
	}
	var out outline
	for parts := data[10:]; ; {
		flags, part := be.Uint16(parts), int(be.Uint16(parts[2:]))
		if flags&argsAreXY == 0 || flags&(hasXYScale|hasMatrix|hasScale) != 0 {
			return nil, errors.New("a composite that is not merely moved")
		}
		dx, dy, size := int(int8(parts[4])), int(int8(parts[5])), 6
		if flags&argsAreWords != 0 {
			dx, dy, size = int(int16(be.Uint16(parts[4:]))), int(int16(be.Uint16(parts[6:]))), 8
		}
		moved, err := f.outline(part, depth+1)
		if err != nil {
			return nil, err
		}
		for _, contour := range moved {
			for i := range contour {
				contour[i].x += dx
				contour[i].y += dy
			}
			out = append(out, contour)
		}
		if flags&moreParts == 0 {
			return out, nil
		}
		parts = parts[size:]
	}
}

// simple reads the contours of a glyph that is not a composite.
func simple(data []byte, contours int) outline {
	if contours == 0 {
		return nil
	}
	ends := data[:2*contours]
	total := int(be.Uint16(ends[2*contours-2:])) + 1
	hints := int(be.Uint16(data[2*contours:]))
	data = data[2*contours+2+hints:]
	flags := make([]byte, 0, total)
	for len(flags) < total {
		flag, times := data[0], 1
		data = data[1:]
		if flag&repeated != 0 {
			times += int(data[0])
			data = data[1:]
		}
		for range times {
			flags = append(flags, flag)
		}
	}
	points := make([]point, total)
	axis := func(short, same byte, set func(i, v int)) {
		v := 0
		for i, flag := range flags {
			switch {
			case flag&short != 0 && flag&same != 0:
				v, data = v+int(data[0]), data[1:]
			case flag&short != 0:
				v, data = v-int(data[0]), data[1:]
			case flag&same == 0:
				v, data = v+int(int16(be.Uint16(data))), data[2:]
			}
			set(i, v)
		}
	}
	axis(xShort, xSame, func(i, v int) { points[i] = point{x: v, off: flags[i]&onCurve == 0} })
	axis(yShort, ySame, func(i, v int) { points[i].y = v })
	out := make(outline, contours)
	start := 0
	for i := range out {
		end := int(be.Uint16(ends[2*i:])) + 1
		out[i] = points[start:end:end]
		start = end
	}
	return out
}

// halve moves every point to the coarser grid.
func (o outline) halve() {
	for _, contour := range o {
		for i := range contour {
			contour[i].x, contour[i].y = half(contour[i].x), half(contour[i].y)
		}
	}
}

// left is the smallest x, 0 for an empty glyph.
func (o outline) left() int {
	x, _, _, _ := o.bounds()
	return x
}

func (o outline) bounds() (x0, y0, x1, y1 int) {
	first := true
	for _, contour := range o {
		for _, p := range contour {
			if first {
				x0, y0, x1, y1, first = p.x, p.y, p.x, p.y, false
			}
			x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
		}
	}
	return
}

// encode writes the outline as a simple glyph, padded to four bytes.
func (o outline) encode() []byte {
	if len(o) == 0 {
		return nil
	}
	x0, y0, x1, y1 := o.bounds()
	var out []byte
	for _, v := range []int{len(o), x0, y0, x1, y1} {
		out = be.AppendUint16(out, uint16(v))
	}
	end := -1
	for _, contour := range o {
		end += len(contour)
		out = be.AppendUint16(out, uint16(end))
	}
	out = be.AppendUint16(out, 0) // no hints
	var flags, xs, ys []byte
	var last point
	for _, contour := range o {
		for _, p := range contour {
			flag := byte(0)
			if !p.off {
				flag = onCurve
			}
			if len(flags) == 0 {
				flag |= overlap // parts of a character may cross: fill both
			}
			flag, xs = delta(flag, xs, p.x-last.x, xShort, xSame)
			flag, ys = delta(flag, ys, p.y-last.y, yShort, ySame)
			flags = append(flags, flag)
			last = p
		}
	}
	out = append(append(append(out, pack(flags)...), xs...), ys...)
	return append(out, make([]byte, -len(out)&3)...)
}

// delta writes one step along an axis in its shortest form.
func delta(flag byte, out []byte, step int, short, same byte) (byte, []byte) {
	switch {
	case step == 0:
		return flag | same, out
	case step > 0 && step < 256:
		return flag | short | same, append(out, byte(step))
	case step < 0 && step > -256:
		return flag | short, append(out, byte(-step))
	}
	return flag, be.AppendUint16(out, uint16(step))
}

// pack writes runs of equal flags once with a count.
func pack(flags []byte) []byte {
	var out []byte
	for i := 0; i < len(flags); {
		run := 1
		for i+run < len(flags) && flags[i+run] == flags[i] && run < 256 {
			run++
		}
		if run > 2 {
			out = append(out, flags[i]|repeated, byte(run-1))
		} else {
			for range run {
				out = append(out, flags[i])
			}
		}
		i += run
	}
	return out
}
