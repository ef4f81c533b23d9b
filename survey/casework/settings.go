package casework

import (
	"slices"
	"strconv"

	"minping/survey"
)

// Settings are the rules that cases go by, one set for a whole server.
type Settings struct {
	Start   int  `json:"start"`   // working days until somebody has taken a case on
	Simple  int  `json:"simple"`  // working days until the answer
	Complex int  `json:"complex"` // the same, of what is not simple
	Silent  int  `json:"silent"`  // days after which a matter nobody spoke of gets an imputed review; 0: never
	Imputed int  `json:"imputed"` // its grade
	Keep    int  `json:"keep"`    // days after the end of a case in which contacts are kept
	Low     int  `json:"low"`     // percent of answers in time below which a month is low
	Public  bool `json:"public"`  // figures of months that are over are on a page for everybody
	Calendar
	Revision int64 `json:"revision"` // 0: never changed
}

// Usual are the settings where nobody has said otherwise: 1, 5 and 15 working
// days as the published local rules have them, silence for seven days as 基本满意.
func Usual() Settings {
	return Settings{
		Start: 1, Simple: 5, Complex: 15, Silent: 7, Imputed: 3, Keep: 30, Low: 90,
		Calendar: Calendar{Holidays: []survey.Day{}, Workdays: []survey.Day{}},
	}
}

// mostDays is how many days of a calendar may be named.
const mostDays = 400

func (s Settings) clean() Settings {
	s.Holidays, s.Workdays = days(s.Holidays), days(s.Workdays)
	return s
}

// days are the days of a list in their order, each once.
func days(list []survey.Day) []survey.Day {
	kept := slices.DeleteFunc(slices.Clone(list), func(d survey.Day) bool { return d == "" })
	slices.Sort(kept)
	return append([]survey.Day{}, slices.Compact(kept)...)
}

// check says what is wrong with settings.
func (s Settings) check() (errs survey.FieldErrors) {
	for _, x := range []struct {
		field          string
		n, least, most int
	}{
		{"start", s.Start, 1, 30},
		{"simple", s.Simple, 1, 90},
		{"complex", s.Complex, 1, 365},
		{"silent", s.Silent, 0, 90},
		{"imputed", s.Imputed, 1, 5},
		{"keep", s.Keep, 0, 3650},
		{"low", s.Low, 0, 100},
	} {
		if x.n < x.least || x.n > x.most {
			errs = append(errs, survey.FieldError{Field: x.field, Key: "case_range", Args: survey.Args("min", x.least, "max", x.most)})
		}
	}
	if s.Complex < s.Simple {
		errs = append(errs, survey.FieldError{Field: "complex", Key: "case_complex"})
	}
	for _, list := range []struct {
		field string
		days  []survey.Day
	}{{"holidays", s.Holidays}, {"workdays", s.Workdays}} {
		if len(list.days) > mostDays {
			errs = append(errs, survey.FieldError{Field: list.field, Key: "case_many", Args: survey.Args("max", mostDays)})
		}
		for i, d := range list.days {
			if !d.Valid() {
				errs = append(errs, survey.FieldError{Field: list.field + "[" + strconv.Itoa(i) + "]", Key: "case_date", Args: survey.Args("value", survey.Clip(string(d)))})
			}
		}
	}
	return errs
}
