package report

import (
	"bytes"
	"testing"
)

// The same release is the same workbook, byte for byte.
func TestWorkbooksAreTheSame(t *testing.T) {
	r := evaluation(t)
	var first bytes.Buffer
	if err := XLSX(&first, r, "zh"); err != nil {
		t.Fatal(err)
	}
	for range 8 { // parts would come in any order
		var again bytes.Buffer
		if err := XLSX(&again, r, "zh"); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("another workbook of the same release")
		}
	}
}
