package scoring

import (
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func TestStudentQuantile(t *testing.T) {
	for _, level := range []float64{0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999} {
		for _, df := range []float64{0.7, 1, 1.3, 1.99, 2, 2.5, 3, 4, 4.9, 5.5, 7, 10, 17.3, 30, 77.7, 200, 1000, 4999, 5001} {
			got := studentQuantile(level, df)
			want := distuv.StudentsT{Sigma: 1, Nu: df}.Quantile((1 + level) / 2)
			if !agree(got, want, 1e-11) {
				t.Errorf("level %g, df %g: %.16g, want %.16g", level, df, got, want)
			}
			if p := 2 * (distuv.StudentsT{Sigma: 1, Nu: df}).CDF(-got); !agree(p, 1-level, 1e-11) {
				t.Errorf("level %g, df %g: tail %.16g", level, df, p)
			}
		}
	}
}

// TestStudentQuantileManyDegrees: R: qt(c(0.975, 0.995), c(1e6, 1e5))
func TestStudentQuantileManyDegrees(t *testing.T) {
	if got := studentQuantile(0.95, 1e6); !agree(got, 1.959966356814107, 1e-12) {
		t.Errorf("%.16g", got)
	}
	if got := studentQuantile(0.99, 1e5); !agree(got, 2.575878469908374, 1e-12) {
		t.Errorf("%.16g", got)
	}
}

func BenchmarkStudentQuantile(b *testing.B) {
	df := 5.0
	for b.Loop() {
		studentQuantile(0.95, df)
		df = 5 + float64(int(df*7919)%1000)/7
	}
}
