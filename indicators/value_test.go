package indicators

import "testing"

func TestAQuotientThatRoundsBeyondSixtyFourBitsDoesNotWrap(t *testing.T) {
	if got, ok := MulDiv(31, 1190112520884487201, 2, Ceiling); ok {
		t.Errorf("31 × 1190112520884487201 ÷ 2 = %d", got)
	}
}
