package analysis

import (
	"minping/scoring"
	"minping/survey"
)

// Severity says which raters are strict or mild, and what ratees would get from
// raters of mean severity.
type Severity struct {
	Ratee string `required:"" placeholder:"COL" help:"Column of those rated."`
	Rater string `required:"" placeholder:"COL" help:"Column of those who rate; a rater has one name throughout the file."`
	Score string `required:"" placeholder:"COL" help:"Column of the rating: a row is one rater's rating of one ratee."`
}

// About says what the method answers.
func (Severity) About() survey.Text {
	return survey.Text{
		"zh": "哪位评委手紧、哪位手松，扣除松紧之后每个被评人得多少分。",
		"en": "Which raters are strict and which mild, and what would each ratee score with that taken out?",
	}
}

// severityFigures are the figures of Severity.
type severityFigures struct {
	Fixed  *fixedSeverity  `json:"severity_ols"`  // null where no part allows it
	Random *randomSeverity `json:"severity_reml"` // null where the ratings do not allow it
	Parts  []severityPart  `json:"parts"`
	Rows
}

// A severityPart is a set of ratees and raters that ratings connect; between
// parts, raters cannot be compared.
type severityPart struct {
	Part   int        `json:"part"` // from 1
	Ratees int        `json:"ratees"`
	Raters int        `json:"raters"`
	N      int        `json:"n"`  // ratings
	Mean   survey.Num `json:"mu"` // mean of its adjusted ratees
}

// fixedSeverity is the least-squares analysis, part by part.
type fixedSeverity struct {
	Mean   survey.Num      `json:"mu"`    // null where there are several parts
	Sigma  survey.Num      `json:"sigma"` // likewise
	DF     int             `json:"df"`    // over all parts
	Raters []raterEffect   `json:"rater"`
	Ratees []adjustedRatee `json:"ratee"`
}

// randomSeverity is the analysis by crossed random effects.
type randomSeverity struct {
	Mean     survey.Num      `json:"mu"`
	VarRatee survey.Num      `json:"var_ratee"`
	VarRater survey.Num      `json:"var_rater"`
	Residual survey.Num      `json:"var_res"`
	Raters   []raterEffect   `json:"rater"`
	Ratees   []adjustedRatee `json:"ratee"`
}

type raterEffect struct {
	Rater  string     `json:"rater"`
	Effect survey.Num `json:"effect"` // points above (mild) or below (strict) the mean rater
	SE     survey.Num `json:"se"`
	N      int        `json:"n"`
	Part   int        `json:"part"`
}

type adjustedRatee struct {
	Ratee    string     `json:"ratee"`
	Raw      survey.Num `json:"raw"`
	Adjusted survey.Num `json:"adjusted"`
	SE       survey.Num `json:"se"`
	N        int        `json:"n"`
	Part     int        `json:"part"`
}

// Analyze estimates severity by fixed and by random effects.
func (m Severity) Analyze(t *Table) (*Result, error) {
	ratings, f, err := m.ratings(t)
	if err != nil {
		return nil, err
	}
	parts := newSeverityParts(ratings)
	if err := f.fixed(parts); err != nil {
		return nil, err
	}
	result := &Result{Notes: f.notes()}
	random, err := scoring.SeverityRandom(ratings)
	if err == nil {
		f.Random = &randomSeverity{
			survey.Num(random.Mean), survey.Num(random.RateeVariance), survey.Num(random.RaterVariance), survey.Num(random.Residual),
			parts.effects(random.Raters), parts.adjusted(random.Ratees),
		}
	} else {
		result.Notes = append(result.Notes, say("没有随机效应的结果：{why}。", "No figures by random effects: {why}.", "why", why(err)))
	}
	result.Grids, result.Figures = f.grids(), f
	result.Notes = append(result.Notes, f.conclusions()...)
	return result, nil
}

// ratings reads the columns; rows without a name or a rating are left out.
func (m Severity) ratings(t *Table) (scoring.Ratings, severityFigures, error) {
	var r scoring.Ratings
	f := severityFigures{Rows: Rows{Rows: t.Len()}}
	ratees, err := t.ids(m.Ratee)
	if err != nil {
		return r, f, err
	}
	raters, err := t.ids(m.Rater)
	if err != nil {
		return r, f, err
	}
	values, err := t.Numbers(m.Score)
	if err != nil {
		return r, f, err
	}
	incomplete := 0
	for i, y := range values {
		if ratees[i] == "" || raters[i] == "" || y != y {
			incomplete++
			continue
		}
		r.Ratee, r.Rater, r.Value = append(r.Ratee, ratees[i]), append(r.Rater, raters[i]), append(r.Value, y)
	}
	f.Used = len(r.Value)
	f.drop("incomplete", "", incomplete)
	return r, f, nil
}

// fixed estimates severity within each part.
func (f *severityFigures) fixed(parts severityParts) error {
	fixed := &fixedSeverity{Mean: none, Sigma: none}
	for k, p := range parts.parts {
		own := parts.ratings(k + 1)
		part := severityPart{Part: k + 1, Ratees: len(p.Ratees), Raters: len(p.Raters), N: len(own.Value), Mean: none}
		s, err := scoring.SeverityFixed(own)
		if err != nil && len(parts.parts) == 1 {
			return reason(err)
		}
		if err == nil {
			f.Fixed, part.Mean = fixed, survey.Num(s.Mean)
			fixed.Mean, fixed.Sigma, fixed.DF = part.Mean, survey.Num(s.Sigma), fixed.DF+s.DF
			fixed.Ratees = append(fixed.Ratees, parts.adjusted(s.Ratees)...)
			fixed.Raters = append(fixed.Raters, parts.effects(s.Raters)...)
		}
		f.Parts = append(f.Parts, part)
	}
	if len(parts.parts) > 1 {
		fixed.Mean, fixed.Sigma = none, none
	}
	if f.Fixed == nil {
		return problem("没有一组评委与被评人能互相比较：要有评委评过两个人以上，也要有人由两位以上评委评过；评委须全表同名",
			"no raters can be compared: some raters should have rated two ratees or more, and some ratees two raters or more, with a rater named alike throughout the file")
	}
	return nil
}
