package main

import "testing"

// driverCommands repeats the cases of one regression.
func driverCommands(file, id, args string) []oracleCommand {
	return []oracleCommand{
		{file: file, id: id + `\.lmg`, args: args},
		{file: file, id: id + `\.relweights`, args: args, at: "relweights"},
		{file: file, id: id + `\.ipa`, args: args, at: "ipa", holds: holdsImportance},
	}
}

var (
	_ = repeats(driverCommands("attitude", "attitude", "drivers FILE --outcome rating --items complaints:advance")...)
	_ = repeats(driverCommands("attitude", "attitude_w", "drivers FILE --outcome rating --items complaints:advance --weight w")...)
	_ = repeats(driverCommands("ecsi_mobi_drivers", "mobi", "drivers FILE/ecsi_mobi.csv --outcome CUSA1 --items CUEX1:CUEX3,PERQ1:PERQ7,PERV1:PERV2")...)
)

// holdsImportance leaves out the names of rows that R adds.
func holdsImportance(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	for _, item := range c.Expect.(map[string]any)["items"].([]any) {
		delete(item.(map[string]any), "_row")
	}
	c.sameFigures(t, c.ID, got, c.Expect)
}
