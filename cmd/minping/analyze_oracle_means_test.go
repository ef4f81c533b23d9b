package main

import "strings"

// meansCommands repeats the cases of one design of the samples of schools:
// items as in its means, the domains of its means, the column of its shares,
// and the category of its proportions.
func meansCommands(file, design, flags, items, unit, shares, proportion string) []oracleCommand {
	column := strings.TrimSuffix(proportion, "Yes")
	args := "means FILE " + flags
	return []oracleCommand{
		{file: file, id: design + `\.mean`, args: args + " --items " + items},
		{file: file, id: design + `\.vcov`, args: args + " --items " + items, at: "vcov"},
		{file: file, id: design + `\.total`, args: args + " --items api00", at: "totals/api00"},
		{file: file, id: design + `\.by`, args: args + " --items api00 --unit " + unit, at: "by/api00"},
		{file: file, id: design + `\.prop`, args: args + " --shares " + shares, at: "prop"},
		{file: file, id: design + `\.ciprop\.x?(logit|mean|beta)`, args: args + " --interval $1 --shares " + column, at: "ciprop/" + proportion},
	}
}

var (
	_ = repeats(meansCommands("api_strat", "strat_fpc", "--weight pw --strata stype --fpc fpc", "api00,api99", "sch.wide", "awards", "awardsYes")...) //nolint:misspell // a name in the oracle files
	_ = repeats(meansCommands("api_strat", "strat", "--weight pw --strata stype", "api00,meals", "sch.wide", "awards", "awardsYes")...)               //nolint:misspell // a name in the oracle files
	_ = repeats(meansCommands("api_strat", "weights_only", "--weight pw", "api00,ell", "stype", "stype", "bothYes")...)                               //nolint:misspell // a name in the oracle files
	_ = repeats(meansCommands("api_clus1", "clus_fpc", "--weight pw --cluster dnum --fpc fpc", "api00,api99", "sch.wide", "awards", "awardsYes")...)
	_ = repeats(meansCommands("api_clus1", "clus", "--weight pw --cluster dnum", "api00,meals", "stype", "awards", "bothYes")...)
)
