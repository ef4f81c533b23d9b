package analysis

// Methods returns every method, with no options set, by the name of its command.
func Methods() map[string]Method {
	return map[string]Method{
		"means": Means{},
	}
}
