package scoring

import (
	"encoding/json"
	"slices"

	"gonum.org/v1/gonum/mat"
)

var (
	_ = holds("*.plspm_*", checkPLSPath)
	_ = holds("*.sempls", checkSemPLS)
)

// An itemList is one name or a list of names.
type itemList []string

func (l *itemList) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*l = itemList{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(l))
}

// A plsCase is a path model with the names of its parts.
type plsCase struct {
	latent []string
	items  [][]string
	scale  [2]float64
	n      int
	result PathResult
}

// pls estimates the model of a case.
func (r *oracleRun) pls(c oracleCase) plsCase {
	r.Helper()
	var p struct {
		Blocks map[string]itemList
		Path   [][]int
		Scheme string
		N      int
		Scale  [2]float64
	}
	var want struct{ LV []string }
	r.decode(c.Params, &p)
	r.decode(c.Expect, &want)
	file := *r.file
	if file.name == "ecsi_mobi_pls" {
		file.Dataset = "ecsi_mobi.csv"
	}
	d := (&oracleRun{r.T, &file, c}).table()

	out := plsCase{latent: want.LV, scale: p.Scale, n: p.N}
	m := PathModel{Scheme: map[string]InnerScheme{"centroid": Centroid, "factorial": Factorial, "path": PathScheme}[p.Scheme]}
	var columns [][]float64
	for i, lv := range want.LV {
		m.Blocks, m.Path = append(m.Blocks, nil), append(m.Path, nil)
		for _, linked := range p.Path[i] {
			m.Path[i] = append(m.Path[i], linked != 0)
		}
		for _, item := range p.Blocks[lv] {
			m.Blocks[i] = append(m.Blocks[i], len(columns))
			columns = append(columns, d.numbers(item))
		}
		out.items = append(out.items, p.Blocks[lv])
	}
	x := mat.NewDense(len(columns[0]), len(columns), nil)
	for j, col := range columns {
		x.SetCol(j, col)
	}
	var err error
	if out.result, err = PLSPath(x, m); err != nil {
		r.Fatal(err)
	}
	return out
}

func checkPLSPath(r *oracleRun) {
	var want struct {
		Outer []struct {
			Block, Item                  string
			Weight, Loading, Communality float64
		}
		Path   [][]float64
		R2     []float64
		GoF    float64
		Unidim []struct {
			LV         string
			Alpha      float64
			Rho        float64 `json:"dg_rho"`
			Eig1, Eig2 float64
		}
		Index map[string]float64
	}
	r.expect(&want)
	c := r.pls(r.c)
	got := c.result
	if got.N != c.n || len(want.Outer) != len(got.Items) {
		r.Fatalf("n %d, want %d; %d items, want %d", got.N, c.n, len(got.Items), len(want.Outer))
	}
	names := slices.Concat(c.items...)
	for h, w := range want.Outer {
		if w.Item != names[h] || w.Block != c.latent[got.Items[h].Latent] {
			r.Fatalf("item %s of %s, want %s of %s", names[h], c.latent[got.Items[h].Latent], w.Item, w.Block)
		}
		r.close(w.Item+" weight", got.Items[h].Weight, w.Weight)
		r.close(w.Item+" loading", got.Items[h].Loading, w.Loading)
		r.close(w.Item+" communality", got.Items[h].Loading*got.Items[h].Loading, w.Communality)
	}
	index := got.Index(c.scale[0], c.scale[1])
	for i, lv := range c.latent {
		for j := range c.latent {
			r.close(c.latent[j]+" -> "+lv, got.Path[i][j], want.Path[i][j])
		}
		r.close(lv+" R2", got.R2[i], want.R2[i])
		r.close(lv+" index", index[i], want.Index[lv])
		u, b := want.Unidim[i], got.Blocks[i]
		if u.LV != lv {
			r.Fatalf("block %s, want %s", lv, u.LV)
		}
		r.close(lv+" alpha", b.Alpha, u.Alpha)
		r.close(lv+" rho", b.DillonGoldstein, u.Rho)
		r.close(lv+" eigenvalue 1", b.Eigenvalue1, u.Eig1)
		r.close(lv+" eigenvalue 2", b.Eigenvalue2, u.Eig2)
	}
	r.close("GoF", got.GoF, want.GoF)
}

// checkSemPLS compares loadings and paths of the model of the sibling case with
// another implementation.
func checkSemPLS(r *oracleRun) {
	var want []struct {
		Path     string
		Estimate float64
	}
	r.expect(&want)
	i := slices.IndexFunc(r.file.Cases, func(c oracleCase) bool { return c.ID == "ecsi.plspm_centroid" })
	if i < 0 {
		r.Fatal("the case with the model is missing")
	}
	c := r.pls(r.file.Cases[i])
	got := map[string]float64{}
	names := slices.Concat(c.items...)
	for h, item := range c.result.Items {
		got[c.latent[item.Latent]+" -> "+names[h]] = item.Loading
	}
	for i, row := range c.result.Path {
		for j, b := range row {
			if c.result.model.Path[i][j] {
				got[c.latent[j]+" -> "+c.latent[i]] = b
			}
		}
	}
	if len(got) != len(want) {
		r.Errorf("%d relations, want %d", len(got), len(want))
	}
	for _, w := range want {
		x, ok := got[w.Path]
		if !ok {
			r.Errorf("no %s", w.Path)
		}
		r.close(w.Path, x, w.Estimate)
	}
}
