package analysis

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
	"minping/survey"
)

// PLS estimates a satisfaction index model by partial least squares.
type PLS struct {
	Model  []byte `type:"filecontent" placeholder:"FILE" help:"Model (YAML): latent variables with their items and causes; default: the ECSI model, its items found by the beginning of the columns' names (IMAG, CUEX or EXPE, PERQ or QUAL, PERV or VAL, CUSA or SAT, CUSCO or COMP, CUSL or LOY)."`
	Scheme string `enum:"centroid,factorial,path" default:"centroid" help:"How latent variables weigh their neighbours: centroid, factorial or path."`
	Range  string `placeholder:"LO-HI" help:"Ends of the answer scale, such as 1-10, for indices from 0 to 100."`
}

// About says what the method answers.
func (PLS) About() survey.Text {
	return survey.Text{
		"zh": "形象、期望、质量、价值怎样经由满意度影响忠诚，满意度指数是多少：ECSI/ACSI 路径模型。",
		"en": "How do image, expectations, quality and value work through satisfaction on loyalty, and what is the satisfaction index: the ECSI or ACSI path model.",
	}
}

// plsFigures are the figures of PLS, latent variables in the model's order.
type plsFigures struct {
	LV         []string              `json:"lv"`
	Outer      []plsItem             `json:"outer"`
	Path       [][]survey.Num        `json:"path"`    // effect × cause; 0 where not linked
	Effects    [][]survey.Num        `json:"effects"` // total: direct and by way of others
	R2         []survey.Num          `json:"r2"`      // 0 where there is no cause
	GoF        survey.Num            `json:"gof"`
	Unidim     []plsBlock            `json:"unidim"`
	Index      map[string]survey.Num `json:"index,omitempty"` // 0–100
	Iterations int                   `json:"iterations"`
	N          int                   `json:"n"`
	Rows
}

type plsItem struct {
	Block       string     `json:"block"`
	Item        string     `json:"item"`
	Weight      survey.Num `json:"weight"`
	Loading     survey.Num `json:"loading"`
	Communality survey.Num `json:"communality"`
}

// plsBlock says how far a block measures one thing.
type plsBlock struct {
	LV    string     `json:"lv"`
	Items int        `json:"items"`
	Alpha survey.Num `json:"alpha"`
	Rho   survey.Num `json:"dg_rho"`
	Eig1  survey.Num `json:"eig1"`
	Eig2  survey.Num `json:"eig2"`
}

// Analyze estimates the model.
func (m PLS) Analyze(t *Table) (*Result, error) {
	model, err := m.model(t)
	if err != nil {
		return nil, err
	}
	items, path := model.pathModel(m.Scheme)
	x, err := t.Matrix(items)
	if err != nil {
		return nil, err
	}
	low, high := 0.0, 0.0
	if m.Range != "" {
		if low, high, err = scaleRange(m.Range); err != nil {
			return nil, err
		}
	}
	r, err := scoring.PLSPath(x, path)
	if err != nil {
		return nil, plsReason(err, items, x)
	}
	f := newPLSFigures(model, items, r)
	f.Rows = Rows{Rows: t.Len(), Used: r.N}
	f.drop("incomplete", "", r.Dropped)
	if m.Range != "" {
		f.Index = map[string]survey.Num{}
		for i, index := range r.Index(low, high) {
			f.Index[f.LV[i]] = survey.Num(index)
		}
	}
	result := &Result{Figures: f, Grids: f.grids(), Notes: f.notes()}
	if m.Range != "" {
		result.Notes = append(result.Notes, outside(x, items, low, high)...)
	}
	result.Notes = append(result.Notes, f.conclusions()...)
	return result, nil
}

// outside notes the items with answers outside the scale, which take part as
// they are.
func outside(x *mat.Dense, items []string, low, high float64) []survey.Text {
	var off []string
	n, _ := x.Dims()
	for j, item := range items {
		for i := range n {
			if v := x.At(i, j); v < low || v > high {
				off = append(off, item)
				break
			}
		}
	}
	if off == nil {
		return nil
	}
	return []survey.Text{say("{items} 有超出量表的回答，按原样计入；若是“未答”的编码，请用 --missing 注明。",
		"{items}: answers outside the scale, which count as they are; if they stand for no answer, name them with --missing.", "items", off)}
}

// plsReason words an error, naming the items that do not vary.
func plsReason(err error, items []string, x *mat.Dense) error {
	if !errors.Is(err, scoring.ErrConstant) {
		return reason(err)
	}
	var first []float64
	varies := make([]bool, len(items))
	for i := range x.RawMatrix().Rows {
		row := x.RawRowView(i)
		if slices.ContainsFunc(row, math.IsNaN) {
			continue
		}
		if first == nil {
			first = row
		}
		for j, v := range row {
			varies[j] = varies[j] || v != first[j]
		}
	}
	var constant []string
	for j, item := range items {
		if !varies[j] {
			constant = append(constant, item)
		}
	}
	return problem("{items} 在完整的行里没有差异；请从模型里去掉", "{items}: the same in every complete row; leave it out of the model", "items", constant)
}

func newPLSFigures(model plsModel, items []string, r scoring.PathResult) plsFigures {
	f := plsFigures{GoF: survey.Num(r.GoF), Iterations: r.Iterations, N: r.N}
	for i, l := range model.Latent {
		b := r.Blocks[i]
		f.LV = append(f.LV, l.Name)
		f.Path, f.Effects, f.R2 = append(f.Path, nums(r.Path[i])), append(f.Effects, nums(r.Effects[i])), append(f.R2, survey.Num(r.R2[i]))
		f.Unidim = append(f.Unidim, plsBlock{l.Name, b.Items, survey.Num(b.Alpha), survey.Num(b.DillonGoldstein), survey.Num(b.Eigenvalue1), survey.Num(b.Eigenvalue2)})
	}
	for _, item := range r.Items {
		f.Outer = append(f.Outer, plsItem{
			model.Latent[item.Latent].Name, items[item.Column], survey.Num(item.Weight), survey.Num(item.Loading), survey.Num(item.Loading * item.Loading),
		})
	}
	return f
}

// grids shows the latent variables, their paths and their items.
func (f plsFigures) grids() []Grid {
	latent := Grid{Head: head("潜变量", "Latent variable", "指数", "Index", "R²", "R²", "题数", "Items", "α", "Alpha", "ρ", "Rho")}
	for i, lv := range f.LV {
		u := f.Unidim[i]
		r2 := none
		for _, b := range f.Path[i] {
			if b != 0 {
				r2 = f.R2[i]
			}
		}
		latent.add(lv, stated(f.Index, lv), r2, u.Items, u.Alpha, u.Rho)
	}
	paths := Grid{Title: say("影响", "Effects"), Head: head("原因", "Cause", "结果", "Effect", "直接", "Direct", "总计", "Total")}
	for j, cause := range f.LV {
		for i, effect := range f.LV {
			if f.Effects[i][j] != 0 {
				direct := f.Path[i][j]
				if direct == 0 {
					direct = none
				}
				paths.add(cause, effect, direct, f.Effects[i][j])
			}
		}
	}
	outer := Grid{Title: say("题目", "Items"), Head: head("潜变量", "Latent variable", "题目", "Item", "权重", "Weight", "载荷", "Loading", "共同度", "Communality")}
	for _, o := range f.Outer {
		outer.add(o.Block, o.Item, o.Weight, o.Loading, o.Communality)
	}
	return []Grid{latent, paths, outer}
}

// conclusions says what the figures mean.
func (f plsFigures) conclusions() []survey.Text {
	out := []survey.Text{say("拟合优度 GoF {gof}；{n} 次迭代。", "Goodness of fit {gof}; {n} iterations.", "gof", round(float64(f.GoF), 3), "n", f.Iterations)}
	var mixed []string
	for _, b := range f.Unidim {
		if b.Eig2 > 1 {
			mixed = append(mixed, b.LV)
		}
	}
	if len(mixed) > 0 {
		out = append(out, say("{blocks} 的题目不像在量同一件事（第二特征值大于 1）。", "The items of {blocks} do not seem to measure one thing: their second eigenvalue is above 1.", "blocks", mixed))
	}
	if f.Index == nil {
		out = append(out, say("要 0–100 的指数，请用 --range 注明量表两端。", "For indices from 0 to 100, name the ends of the scale with --range."))
	}
	return append(out, say("路径系数不带误差，也不证明因果；模型是事先假定的。", "Path coefficients carry no error here and prove no cause; the model is assumed beforehand."))
}
