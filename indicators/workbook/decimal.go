package workbook

import (
	"math"
	"strconv"
	"strings"
)

// exactDecimal writes a stored number as the decimal that was typed. Spreadsheets
// keep 15 digits and write the binary number next to it (0.92500000000000004): the
// rest is not the person's. Whole numbers are kept whole. Not ok for what is no
// finite number.
func exactDecimal(stored string) (text string, ok bool) {
	digits := strings.TrimPrefix(stored, "-")
	if digits != "" && len(digits) <= 18 && strings.Trim(digits, "0123456789") == "" {
		return trimZeros(stored), true
	}
	v, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || strings.ContainsAny(stored, "xX_pP") {
		return "", false
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 14, 64), "e")
	power, _ := strconv.Atoi(exponent)
	sign := ""
	if strings.HasPrefix(mantissa, "-") {
		sign, mantissa = "-", mantissa[1:]
	}
	return trimZeros(sign + movePoint(mantissa, power)), true
}

// movePoint multiplies a decimal without sign by a power of ten, exactly.
func movePoint(decimal string, power int) string {
	whole, fraction, _ := strings.Cut(decimal, ".")
	digits, point := whole+fraction, len(whole)+power
	if point < 1 {
		digits, point = strings.Repeat("0", 1-point)+digits, 1
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	return digits[:point] + "." + digits[point:]
}

// trimZeros drops the zeros that say nothing, and the sign of nothing.
func trimZeros(decimal string) string {
	sign := ""
	if strings.HasPrefix(decimal, "-") {
		sign, decimal = "-", decimal[1:]
	}
	whole, fraction, _ := strings.Cut(decimal, ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		return sign + whole + "." + fraction
	}
	if whole == "0" {
		return "0"
	}
	return sign + whole
}

// percent is the number of percents, exactly.
func percent(decimal string) string {
	if rest, negative := strings.CutPrefix(decimal, "-"); negative {
		return trimZeros("-" + movePoint(rest, 2))
	}
	return trimZeros(movePoint(decimal, 2))
}
