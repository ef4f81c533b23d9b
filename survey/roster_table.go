package survey

// A RosterField is what a column of a roster table may hold.
type RosterField string

// The fields, in the order in which a table is written.
const (
	FieldOffice   RosterField = "office" // name of the organisation
	FieldTeam     RosterField = "team"   // name of the team or department
	FieldOrder    RosterField = "order"
	FieldName     RosterField = "name"
	FieldGender   RosterField = "gender"
	FieldBorn     RosterField = "born"
	FieldPost     RosterField = "post"
	FieldSince    RosterField = "since"
	FieldFormer   RosterField = "former"
	FieldRank     RosterField = "rank"
	FieldTier     RosterField = "tier"
	FieldSuperior RosterField = "superior" // id or name
	FieldPromoted RosterField = "promoted"
	FieldMail     RosterField = "mail"
	FieldPhone    RosterField = "phone"
	FieldID       RosterField = "id"
)

// RosterFields lists all fields in that order.
var RosterFields = []RosterField{
	FieldOffice, FieldTeam, FieldOrder, FieldName, FieldGender, FieldBorn, FieldPost, FieldSince, FieldFormer,
	FieldRank, FieldTier, FieldSuperior, FieldPromoted, FieldMail, FieldPhone, FieldID,
}

// A RosterRow is a person as a table says: by names, where the roster has ids.
type RosterRow struct {
	Person          // without Team and Superior
	Office   string // name of the organisation
	Division string // name of the team or department in it
	Above    string // id or name of the superior
	Line     int    // where it stands, as a spreadsheet counts
}

// A RosterTable is a roster as a table has it, and what is to become of it.
type RosterTable struct {
	Fields  []RosterField // that it has a column for; what it says nothing of stays as it is
	Rows    []RosterRow
	Remarks []string      // what stands beside the table, such as "合计 62 人"
	Doubts  []FieldError  // what was read, but perhaps wrongly
	Options RosterOptions // as whoever imports it chose
}

// RosterOptions are what a table cannot say.
type RosterOptions struct {
	Into  string // id of the unit that rows without one belong to, and below which new ones come; "": none
	Rated bool   // new people whose kind is not said are evaluated, by their rank group
	Leave bool   // people of the table's teams that are not in it leave the roster
}

// A RosterDiff is what a table would do to the roster.
type RosterDiff struct {
	Units   []Unit         // added
	Added   []Person       //
	Changed []PersonChange //
	Same    int            // as they are already
	Gone    []Person       // of the table's teams, and not in it; Left says whether they leave
	Left    bool
	Doubts  []FieldError // worth a look, and no mistake
}

// A PersonChange is somebody as he was and as he is put.
type PersonChange struct {
	Was    Person        `json:"was"`
	Is     Person        `json:"is"`
	Fields []RosterField `json:"fields"` // those that differ
}

// changedFields lists what differs between two accounts of a person.
func changedFields(was, is Person) (fields []RosterField) {
	for _, x := range []struct {
		field RosterField
		same  bool
	}{
		{FieldTeam, was.Team == is.Team},
		{FieldOrder, was.Order == is.Order},
		{FieldName, was.Name == is.Name},
		{FieldGender, was.Gender == is.Gender},
		{FieldBorn, was.Born == is.Born},
		{FieldPost, was.Post == is.Post},
		{FieldSince, was.Since == is.Since},
		{FieldFormer, was.Former == is.Former},
		{FieldRank, was.Rank == is.Rank},
		{FieldTier, was.Tier == is.Tier},
		{FieldSuperior, was.Superior == is.Superior},
		{FieldPromoted, was.Promoted == is.Promoted},
		{FieldMail, was.Mail == is.Mail},
		{FieldPhone, was.Phone == is.Phone},
	} {
		if !x.same {
			fields = append(fields, x.field)
		}
	}
	return fields
}
