package survey

// Paper is what became of the sheets of paper of a poll that are in the box.
type Paper struct {
	PaperFigures
	Batches int         `json:"batches"`
	Units   []PaperUnit `json:"units"` // that had paper, in the release's order
}

// A PaperUnit is the paper about one unit.
type PaperUnit struct {
	Unit string `json:"unit"`
	PaperFigures
	Groups []PaperGroup `json:"groups,omitempty"` // in the questionnaire's order; absent: it has none
}

// A PaperGroup is the paper about a unit from one group.
type PaperGroup struct {
	Group string `json:"group"`
	PaperFigures
}

// PaperFigures are the numbers of sheets of some people. Either Sheets or Band
// is set.
type PaperFigures struct {
	Eligible int          `json:"eligible"` // 应到
	Sheets   *PaperSheets `json:"sheets,omitempty"`
	// Band is the participation where few were eligible, or few came, or where it
	// would tell of such.
	Band *Band `json:"band,omitempty"`
}

// PaperSheets are numbers of sheets: Returned = Valid + Invalid.
type PaperSheets struct {
	Issued        int           `json:"issued"`    // 发出
	Returned      int           `json:"returned"`  // 收回
	Valid         int           `json:"valid"`     // 有效, those left blank among them
	Invalid       int           `json:"invalid"`   // 无效
	Abstained     int           `json:"abstained"` // 弃权: valid and wholly blank
	Reasons       []PaperReason `json:"reasons,omitempty"`
	Participation Num           `json:"participation"` // 参评率: returned of eligible
	ReturnRate    Num           `json:"return_rate"`   // 回收率: returned of issued
	ValidRate     Num           `json:"valid_rate"`    // 有效率: valid of returned
}

// A PaperReason is why so many sheets are invalid.
type PaperReason struct {
	Reason string `json:"reason"` // of VoidReasons
	Count  int    `json:"count"`
}
