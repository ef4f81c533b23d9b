package official

// defaultsEn are the templates that Minping brings along, in English.
var defaultsEn = map[Kind]Text{
	Notice: {
		Number: "{number}",
		Title:  "{order}",
		To:     "{unit}",
		Signer: "{issuer}", Date: "{date}",
		Body: `[[{preamble}]]
Problems to be put right at your unit[[, following {poll}]]: {count}. They are set out here; please examine each of them.
# 1. Problems
{each problems}
## ({no}) {title}
{detail}
[[Evidence: {source}.]]
{end}
# 2. What is to be done
## (1) Claim
Claim each problem by {claim}, and name who leads, who is responsible and who cooperates.
## (2) Cause and measure
State the cause of each problem and a measure that can be checked. Where a problem is marked “within error: verify first”, verify it first; if there is none, say so with reasons.
## (3) Deadline
The deadline of each problem is in Attachment 1; all is to be done by {due}. Whoever cannot keep a deadline asks for more time in writing, with reasons, before it has passed.
# 3. What is to be handed in
Hand in the report of Attachment 2 and the evidence by {due}. What was handed in is checked before a task is closed; closed tasks are looked at again[[, and the next round of {poll} tests whether the measures worked]].`,
	},
	Problems: {
		Title: "List of problems[[: {unit}]]",
		Body: `[[Order {number}. ]][[Survey: {poll}. ]]Problems: {count}; units: {units}. [[{issuer}, ]]{date}.
{table list}`,
	},
	Tasks: {
		Title: "List of tasks[[: {unit}]]",
		Body: `[[Order {number}. ]][[Survey: {poll}. ]]Tasks: {count}; units: {units}; all done by {due}. [[{issuer}, ]]{date}.
{table list}`,
	},
	Responsibilities: {
		Title: "List of responsibilities[[: {unit}]]",
		Body: `[[Order {number}. ]][[Survey: {poll}. ]]Problems: {count}; units: {units}. [[{issuer}, ]]{date}.
{table list}`,
	},
	Circular: {
		Title: "Results of {poll}",
		To:    "To all units concerned",
		Body: `{organiser} conducted {poll}, which ended on {closed}. {ballots} ballots were counted, and there are results of {units} units. They are set out here.
# 1. Overall
{each tiers}
## ({no}) {tier}
{headline}.
[[{spread}.]]
{end}
# 2. Ranks, and how far they hold
Scores are estimated from samples and have errors. Score intervals are {level} confidence intervals; the rank interval holds the places that a unit may have within error; the last column is the chance that it truly is among the last. Units whose intervals overlap widely cannot be told apart and should not be treated differently by their ranks.
{each tiers}
## ({no}) {tier}
{table ranking}
{end}
# 3. Units among the last
{each tiers}
{if k}
## ({no}) {tier}: the last {k}
[[Certainly among the last {k}: {certain}.]]
[[Among the last {k} by their scores, but within error: {unsure}. Verify before deciding on supervision.]]
[[Not among the last {k} by their scores, but not to be told apart from them: {near}.]]
[[{boundary}.]]
{end}
{end}
# 4. What is to be done
Problems found: {findings}[[; tasks issued: {tasks}, see the list of problems]]. The units concerned are to find their causes, take measures and finish in time; whether they worked is judged by a change beyond error in the next round.`,
		Signer: "{issuer}", Date: "{date}",
	},
	Supervision: {
		Title: "Supervision list of {poll}",
		Body: `Listed by the rules of the questionnaire. What is beyond error is ground for supervision; what is within error met a rule, but chance cannot be ruled out: verify first.
{table list}`,
		Signer: "{issuer}", Date: "{date}",
	},
	Feedback: {
		Title: "Feedback to {unit}\n{poll}",
		Body: `# 1. Overall
[[{headline}.]]
{unit_ballots} ballots about your unit were counted. Overall score {score}[[ ({level} confidence interval {interval})]]. [[Rank {rank} of {of} in its tier, within error {rank_low} to {rank_high}.]] [[Since the round before: {change}.]]
# 2. Areas
{if rank}
[[Clearly below peers: {weak}.]]
[[Clearly above peers: {strong}.]]
“Clearly” means that the whole interval lies on one side of the median of the peers; where it holds the median, there is no difference to be told.
{end}
{table profile}
{if problems}
# 3. Problems and suggestions
{each problems}
## ({no}) {problem}
[[Evidence: {evidence} ({sure}).]]
{each suggestions}
[[Suggestion: {advice}.]][[ Done when: {check}.]][[ Usual time: {days} days.]]
{end}
{end}
{end}
Scores are estimated from samples and have errors; read no figure beyond its interval.`,
		Signer: "{issuer}", Date: "{date}",
	},
	AwardNotice: {
		Title: "Public notice: {award}",
		Body: `By {rounds} rounds of choice, {count} of {candidates} candidates are to be commended. They are announced herewith.
# 1. Who is to be commended
{each prizes}
## ({no}) {prize}: {won}
{winners}.
{end}
# 2. How they were chosen
{each rounds}
## ({no}) {round}
{how}; decided on {decided}.
[[Ties: {ties}.]][[ Grounds: {reason}.]]
[[Judges: {judges}.]]
{end}
# 3. Notice and objections
[[The notice runs for {days} days, from {opens}]][[ to {closes}.]] Whoever objects is asked to say so in writing within that time[[, to {issuer}]][[ ({contact})]], with a name and with facts that can be verified.`,
		Signer: "{issuer}", Date: "{date}",
	},
	Commendation: {
		Number: "{number}",
		Title:  "Commendation: {award}",
		To:     "All units concerned",
		Body: `After {rounds} rounds of choice and {days} days of public notice[[ ({objections})]], {count} are commended.
# 1. Prizes
{each prizes}
## ({no}) {prize}: {won}
{winners}.
{end}
# 2. How they were chosen
{each rounds}
## ({no}) {round}
{how}; decided on {decided}.
[[Ties: {ties}.]][[ Grounds: {reason}.]]
{end}
# 3. What is asked
Those commended are asked to keep up and to pass on what they have found; all units are asked to learn from it where it fits.`,
		Signer: "{issuer}", Date: "{date}",
	},
}
