package survey

// A Unit is whatever is evaluated: a city, a county, a department, a person.
type Unit struct {
	ID     string `json:"id" validate:"required,max=64"`
	Name   Text   `json:"name" validate:"required"`
	Tier   string `json:"tier" validate:"max=32"` // units are ranked within their tier
	Parent string `json:"parent,omitempty" validate:"max=64"`
}

// tierTitles names the usual tiers; any other tier is shown as it is written.
var tierTitles = map[string]Text{
	"country":    {"zh": "全国", "en": "Country"},
	"province":   {"zh": "省", "en": "Province"},
	"city":       {"zh": "市", "en": "Cities"},
	"county":     {"zh": "县（市、区）", "en": "Counties"},
	"township":   {"zh": "乡镇（街道）", "en": "Townships"},
	"village":    {"zh": "村（社区）", "en": "Villages"},
	"department": {"zh": "部门", "en": "Departments"},
	"office":     {"zh": "单位", "en": "Organisations"},
	"team":       {"zh": "领导班子", "en": "Leadership teams"},
	TierHead:     {"zh": "正职", "en": "Heads"},
	TierDeputy:   {"zh": "副职", "en": "Deputies"},
	TierPerson:   {"zh": "个人", "en": "People"},
}

// TierTitle returns a tier's name for people.
func TierTitle(tier string) Text {
	if t, ok := tierTitles[tier]; ok {
		return t
	}
	return Text{"zh": tier, "en": tier}
}
