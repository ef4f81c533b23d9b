package points

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"minping/survey"
	"minping/survey/duty"
)

// review takes the marks of parts from published rounds of duty reports: scores
// of 100 in proportion to what the part counts as full, with their errors.
func (r Room) review(ctx context.Context, a *Appraisal, s *survey.Scheme, reviews map[string]string) (errs survey.FieldErrors, err error) {
	for _, part := range slices.Sorted(maps.Keys(reviews)) {
		if reviews[part] == "" {
			continue
		}
		field := "reviews." + part
		of := s.Part(part)
		if of == nil || !of.Marks {
			errs = append(errs, survey.FieldError{Field: field, Key: "scheme_no_mark_part", Args: survey.Args("part", survey.Clip(part))})
			continue
		}
		review, hash, err := r.results(ctx, reviews[part])
		if errors.Is(err, survey.ErrNotFound) {
			errs = append(errs, survey.FieldError{Field: field, Key: "points_review", Args: survey.Args("review", survey.Clip(reviews[part]))})
			continue
		}
		if err != nil {
			return nil, err
		}
		full := of.Full
		if full == 0 {
			full = 100
		}
		if a.Reviews == nil {
			a.Reviews = map[string]Binding{}
		}
		a.Reviews[part] = Binding{Poll: review.ID, Hash: hash}
		for _, u := range a.Units {
			x := review.Result(u.ID)
			if x == nil || !x.Score.OK() {
				continue
			}
			share := full / 100
			a.Marks = append(a.Marks, survey.SchemeMark{Unit: u.ID, Part: part, Value: float64(x.Score) * share, SE: x.SE * survey.Num(share), Review: review.ID})
		}
	}
	return errs, nil
}

// results returns a published round with the hash of its results.
func (r Room) results(ctx context.Context, id string) (duty.Review, string, error) {
	if r.desk.Duty == nil {
		return duty.Review{}, "", survey.ErrNotFound
	}
	review, err := r.desk.Duty.Within(r.v).Review(ctx, id)
	if err == nil && review.State != duty.Published {
		err = survey.ErrNotFound
	}
	if err != nil {
		return review, "", err
	}
	text, err := json.Marshal(review.Results)
	sum := sha256.Sum256(text)
	return review, hex.EncodeToString(sum[:]), err
}

// reviewed notes the rounds whose results are others now, or gone.
func (r Room) reviewed(ctx context.Context, a *Appraisal, v *Verification) error {
	for _, part := range slices.Sorted(maps.Keys(a.Reviews)) {
		of := a.Reviews[part]
		_, hash, err := r.results(ctx, of.Poll)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return err
		}
		if hash != of.Hash {
			v.Polls = append(v.Polls, of.Poll)
		}
	}
	return nil
}

// Reviews lists the rounds of duty reports whose scores may be the marks of a part.
func (r Room) Reviews(ctx context.Context) (published []duty.Review, err error) {
	if r.desk.Duty == nil {
		return nil, nil
	}
	all, err := r.desk.Duty.Within(r.v).Reviews(ctx)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	return slices.DeleteFunc(all, func(x duty.Review) bool { return x.State != duty.Published }), err
}
