package survey

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Person is somebody on the roster 花名册. Whoever is evaluated is also a unit
// of the same id: its tier is the kind of person, its parent the team.
type Person struct {
	ID       string `json:"id"` // "" where a new one is put: one is made up
	Name     string `json:"name"`
	Gender   Gender `json:"gender,omitempty"`
	Born     string `json:"born,omitempty"`   // YYYY-MM
	Team     string `json:"team"`             // the unit that he belongs to: a team 班子, a department, an organisation
	Post     string `json:"post,omitempty"`   // 现任职务
	Since    string `json:"since,omitempty"`  // YYYY-MM: when he took up the post
	Former   string `json:"former,omitempty"` // the post before 原任职务
	Rank     string `json:"rank,omitempty"`   // rank group 岗位层级: 正职, 副职, …
	Order    int    `json:"order,omitempty"`  // place within the team, from 1; 0: none
	Superior string `json:"superior,omitempty"`
	Mail     string `json:"mail,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Promoted bool   `json:"promoted,omitempty"` // newly 新提拔
	Tier     string `json:"tier,omitempty"`     // the kind of unit that he is evaluated as; "": he rates others only
}

// A Gender is what the roster says of it.
type Gender string

// The genders; "" is not said.
const (
	Male   Gender = "male"
	Female Gender = "female"
)

// The usual kinds of people that are evaluated.
const (
	TierHead   = "head"   // 正职
	TierDeputy = "deputy" // 副职
	TierPerson = "person"
)

// TierOfRank proposes the kind of unit for somebody of a rank group: people are
// compared with others of the kind, and so 中层正职 are a kind of their own.
func TierOfRank(rank string) string {
	switch {
	case rank == "正职", strings.EqualFold(rank, TierHead):
		return TierHead
	case rank == "副职", strings.EqualFold(rank, TierDeputy):
		return TierDeputy
	case strings.HasSuffix(rank, "正职"), strings.HasSuffix(rank, "副职"):
		return rank
	}
	return TierPerson
}

// A RosterChange is what is done to the roster at once, all of it or nothing.
type RosterChange struct {
	Units  []Unit   `json:"units"`  // added
	People []Person `json:"people"` // added or replaced
	Gone   []string `json:"gone"`   // ids of people who leave the roster
}

// The most characters of what the roster says in words.
const (
	maxPersonName = 50
	maxPost       = 200
	maxRank       = 32
	maxOrder      = 99999
)

var (
	yearMonth   = regexp.MustCompile(`^(19|20)\d\d-(0[1-9]|1[0-2])$`)
	phoneNumber = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{2,24}$`)
)

// Clean returns the person without space around what is said, and with each of
// it in one line. A Chinese name has no space in it: clerks put it there to make
// names of two characters as wide as those of three.
func (p Person) Clean() Person {
	for _, s := range []*string{&p.ID, &p.Born, &p.Team, &p.Superior, &p.Mail, &p.Phone, &p.Tier} {
		*s = strings.TrimSpace(*s)
	}
	for _, s := range []*string{&p.Name, &p.Post, &p.Former, &p.Rank} {
		*s = strings.Join(strings.Fields(*s), " ")
	}
	if bare := strings.ReplaceAll(p.Name, " ", ""); !strings.ContainsFunc(bare, func(r rune) bool { return r < '\u2e80' }) {
		p.Name = bare
	}
	return p
}

// check says what is wrong with a person by himself; today is YYYY-MM.
func (p Person) check(today string) (errs FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, FieldError{Field: field, Key: key, Args: Args(args...)})
	}
	if p.Name == "" {
		add("name", "missing")
	}
	for _, x := range []struct {
		field, text string
		most        int
	}{
		{"id", p.ID, longestUnitID},
		{"name", p.Name, maxPersonName},
		{"post", p.Post, maxPost},
		{"former", p.Former, maxPost},
		{"rank", p.Rank, maxRank},
		{"tier", p.Tier, longestTier},
		{"team", p.Team, longestUnitID},
		{"superior", p.Superior, longestUnitID},
	} {
		if n := utf8.RuneCountInString(x.text); n > x.most {
			add(x.field, "too_long", "max", x.most, "count", n)
		}
		if strings.ContainsFunc(x.text, unicode.IsControl) {
			add(x.field, "one_line")
		}
	}
	if p.Gender != "" && p.Gender != Male && p.Gender != Female {
		add("gender", "roster_gender", "value", string(p.Gender))
	}
	for _, x := range []struct{ field, text string }{{"born", p.Born}, {"since", p.Since}} {
		switch {
		case x.text == "":
		case !yearMonth.MatchString(x.text):
			add(x.field, "roster_month", "value", x.text)
		case x.text > today:
			add(x.field, "roster_future", "value", x.text)
		}
	}
	if p.Born != "" && p.Since != "" && p.Since <= p.Born {
		add("since", "roster_before_born", "value", p.Since, "born", p.Born)
	}
	if p.Order < 0 || p.Order > maxOrder {
		add("order", "roster_order", "max", maxOrder)
	}
	if p.Mail != "" {
		if e := CheckAddress(p.Mail); e != nil {
			add("mail", e.Key, "address", p.Mail)
		}
	}
	if p.Phone != "" && !phoneNumber.MatchString(p.Phone) {
		add("phone", "roster_phone", "value", p.Phone)
	}
	return errs
}

// A rosterCheck holds a change against what is there.
type rosterCheck struct {
	units  map[string]Unit
	people map[string]Person
	today  string
}

func newRosterCheck(units []Unit, people []Person, now time.Time) rosterCheck {
	c := rosterCheck{make(map[string]Unit, len(units)), make(map[string]Person, len(people)), now.Format("2006-01")}
	for _, u := range units {
		c.units[u.ID] = u
	}
	for _, p := range people {
		c.people[p.ID] = p
	}
	return c
}

// of says what is wrong with a change, of its people as "people[i].field".
func (c rosterCheck) of(change RosterChange) (errs FieldErrors) {
	is := make(map[string]Person, len(c.people)+len(change.People))
	for id, p := range c.people {
		is[id] = p
	}
	for _, id := range change.Gone {
		delete(is, id)
	}
	added := make(map[string]bool, len(change.Units))
	for _, u := range change.Units {
		added[u.ID] = true
	}
	put := make(map[string]bool, len(change.People))
	for i, p := range change.People {
		at := func(field string) string { return indexed("people", i) + "." + field }
		for _, e := range p.check(c.today) {
			e.Field = at(e.Field)
			errs = append(errs, e)
		}
		team, there := c.units[p.Team]
		switch {
		case p.Team == "":
			errs = append(errs, FieldError{Field: at("team"), Key: "missing"})
		case !there && !added[p.Team], c.rated(team.ID):
			errs = append(errs, FieldError{Field: at("team"), Key: "roster_unknown_team", Args: Args("team", p.Team)})
		}
		if put[p.ID] || c.occupied(p) {
			errs = append(errs, FieldError{Field: at("id"), Key: "duplicate", Args: Args("value", p.ID)})
		}
		put[p.ID] = true
		is[p.ID] = p
	}
	for i, p := range change.People {
		field := indexed("people", i) + ".superior"
		if _, there := is[p.Superior]; p.Superior != "" && !there {
			errs = append(errs, FieldError{Field: field, Key: "roster_unknown_superior", Args: Args("name", p.Superior)})
		} else if above(is, p.ID) {
			errs = append(errs, FieldError{Field: field, Key: "roster_circle", Args: Args("name", p.Name)})
		}
	}
	return errs
}

// rated reports whether an id is that of a person.
func (c rosterCheck) rated(id string) bool {
	_, is := c.people[id]
	return is && id != ""
}

// occupied reports whether a person's id is that of a unit that is not his. A
// unit of his name in his team becomes his.
func (c rosterCheck) occupied(p Person) bool {
	u, there := c.units[p.ID]
	return there && !c.rated(p.ID) && (u.Parent != p.Team || u.Name.In("zh") != p.Name)
}

// above reports whether a person's superiors lead back to him.
func above(is map[string]Person, id string) bool {
	up := is[id].Superior
	for range len(is) + 1 {
		if up == "" {
			return false
		}
		if up == id {
			return true
		}
		up = is[up].Superior
	}
	return false // a circle of others is theirs
}

// units lists the units that the people of a change are, with those added. A
// name in another language stays.
func (c RosterChange) units(known []Unit) []Unit {
	names := make(map[string]Text, len(known))
	for _, u := range known {
		names[u.ID] = u.Name
	}
	units := slices.Clone(c.Units)
	for _, p := range c.People {
		if p.Tier == "" {
			continue
		}
		name := Text{}
		maps.Copy(name, names[p.ID])
		name["zh"] = p.Name
		units = append(units, Unit{ID: p.ID, Name: name, Tier: p.Tier, Parent: p.Team})
	}
	return units
}

// sortRoster sorts people by the order of their teams in the directory, then by
// their place, then as they were put.
func sortRoster(units []Unit, people []Person) {
	place := make(map[string]int, len(units))
	for i, u := range units {
		place[u.ID] = i + 1
	}
	last := func(order int) int {
		if order == 0 {
			return maxOrder + 1
		}
		return order
	}
	slices.SortStableFunc(people, func(a, b Person) int {
		return cmp.Or(cmp.Compare(place[a.Team], place[b.Team]), cmp.Compare(last(a.Order), last(b.Order)))
	})
}
