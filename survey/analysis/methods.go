package analysis

// Methods returns every method, with no options set, by the name of its command.
func Methods() map[string]Method {
	return map[string]Method{
		"ahp":         AHP{},
		"careless":    Careless{},
		"change":      Change{},
		"means":       Means{},
		"nps":         NPS{},
		"rake":        Rake{},
		"rank":        Rank{},
		"shrink":      Shrink{},
		"weights":     Weights{},
		"agreement":   Agreement{},
		"drivers":     Drivers{},
		"fuzzy":       Fuzzy{},
		"gap":         Gap{},
		"grey":        Grey{},
		"icc":         ICC{},
		"pls":         PLS{},
		"reliability": Reliability{},
		"severity":    Severity{},
		"topsis":      TOPSIS{},
	}
}
