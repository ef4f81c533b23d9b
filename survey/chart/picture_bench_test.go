package chart

import (
	"bytes"
	"testing"
)

// BenchmarkPicture draws the ranking of 64 counties and its files.
//
//	go test ./survey/chart -run '^$' -bench Picture
func BenchmarkPicture(b *testing.B) {
	f := Figures{Release: exampleRelease(b), Lang: "zh"}
	for _, format := range []string{"svg", "png", "csv"} {
		b.Run("units=64/format="+format, func(b *testing.B) {
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := f.Picture("ranking", Subject{Tier: "county"}).Write(&out, format); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(out.Len())/1024, "KiB")
		})
	}
}
