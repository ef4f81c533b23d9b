package official

// defaultsZh are the templates that Minping brings along, in Chinese.
var defaultsZh = map[Kind]Text{
	Notice: {
		Number: "{number}",
		Title:  "{order}",
		To:     "{unit}",
		Signer: "{issuer}", Date: "{date}",
		Body: `[[{preamble}]]
[[根据{poll}的结果，]]你单位有{count}个问题需要整改。现予反馈，请认真对照检查，切实整改。
一、反馈的问题
{each problems}
（{cn}）{title}
{detail}
[[依据：{source}。]]
{end}
二、整改要求
（一）认领问题
请于{claim}前逐项认领，明确牵头领导、责任人和配合单位。
（二）查明原因，制定措施
逐项分析问题产生的原因，提出可以检查的整改措施。注明“在误差之内，请先核实”的问题，应先核实情况，核实后不存在的，据实说明。
（三）按期完成
各项问题的完成时限见附件1，全部整改工作须于{due}前完成。不能按期完成的，应当在到期之前书面申请延期并说明理由。
三、报送要求
请于{due}前报送整改情况报告表（附件2）和佐证材料。报送的材料经核验后予以销号；销号后将组织“回头看”[[，并以{poll}下一轮的结果检验整改成效]]。`,
	},
	Problems: {
		Title: "[[{unit}]]反馈问题清单",
		Body: `[[文号：{number}。]][[测评：{poll}。]]共{count}个问题，涉及{units}个单位。[[{issuer}，]]{date}。
{table list}`,
	},
	Tasks: {
		Title: "[[{unit}]]整改任务清单",
		Body: `[[文号：{number}。]][[测评：{poll}。]]共{count}项任务，涉及{units}个单位，{due}前全部完成。[[{issuer}，]]{date}。
{table list}`,
	},
	Responsibilities: {
		Title: "[[{unit}]]整改责任清单",
		Body: `[[文号：{number}。]][[测评：{poll}。]]共{count}个问题，涉及{units}个单位。[[{issuer}，]]{date}。
{table list}`,
	},
	Circular: {
		Title: "关于{poll}结果的通报",
		To:    "各有关单位",
		Body: `{organiser}组织开展了{poll}，于{closed}结束，共收回有效票{ballots}张，{units}个单位有可以公布的结果。现将结果通报如下。
一、总体情况
{each tiers}
（{cn}）{tier}
{headline}。
[[{spread}。]]
{end}
二、排名及其可信程度
得分由样本推算，有误差。下表“得分区间”为{level}置信区间；“名次区间”是误差之内该单位可能处在的名次；“居末位可能性”是该单位真实名次居于末位之列的可能性。区间大幅重叠的单位不能区分高低，不应按名次先后分别对待。
{each tiers}
（{cn}）{tier}
{table ranking}
{end}
三、居于末位的单位
{each tiers}
{if k}
（{cn}）{tier}末{k}位
[[可以确定居于末{k}位之列的：{certain}。]]
[[得分列末{k}位、但在误差之内不能确定的：{unsure}。这些单位应先核实，再决定是否督导。]]
[[得分不在末{k}位、但与末位不能区分的：{near}。]]
[[{boundary}。]]
{end}
{end}
四、工作要求
本次测评共发现{findings}个问题[[，已下发整改任务{tasks}项，见问题清单]]。各有关单位应当对照问题查明原因，制定措施，按期整改；整改是否见效，以下一轮测评超出误差的变化为准。`,
		Signer: "{issuer}", Date: "{date}",
	},
	Supervision: {
		Title: "{poll}督导名单",
		Body: `按问卷规定的预警规则列出。“超出误差”的，可以据此督导；“误差之内”的，得分虽触及规则，但不能排除是抽样误差所致，应先核实。
{table list}`,
		Signer: "{issuer}", Date: "{date}",
	},
	Feedback: {
		Title: "{unit}\n{poll}反馈报告",
		Body: `一、总体结果
[[{headline}。]]
你单位共收回有效票{unit_ballots}张，总分{score}分[[（{level}置信区间{interval}分）]]。[[在{tier}{of}个单位中列第{rank}名，误差之内为第{rank_low}至第{rank_high}名。]][[比上一轮{change}。]]
二、各方面得分
{if rank}
[[明显低于同级的：{weak}。]]
[[明显高于同级的：{strong}。]]
“明显”指得分区间整个在同级中位数的一侧；区间包含中位数的，不能区分。
{end}
{table profile}
{if problems}
三、发现的问题和建议
{each problems}
（{cn}）{problem}
[[依据：{evidence}（{sure}）。]]
{each suggestions}
[[建议：{advice}。]][[完成标准：{check}。]][[参考期限：{days}天。]]
{end}
{end}
{end}
得分由样本推算，有误差；对单个数字的解读不应超出其区间。`,
		Signer: "{issuer}", Date: "{date}",
	},
	AwardNotice: {
		Title: "关于{award}\n评选结果的公示",
		Body: `根据评选方案，{award}经{rounds}轮评选，从{candidates}个参评对象中评出拟表彰对象{count}个。现予公示。
一、拟表彰对象
{each prizes}
（{cn}）{prize}（{won}个）
{winners}。
{end}
二、评选过程
{each rounds}
（{cn}）{round}
{how}，{decided}确定。
[[并列的处理：{ties}。]][[依据：{reason}。]]
[[评委：{judges}。]]
{end}
三、公示期限和异议
[[公示期{days}天，自{opens}]][[至{closes}。]]对拟表彰对象有异议的，请在公示期内书面反映[[，受理单位：{issuer}]][[，联系方式：{contact}]]。以单位名义反映的加盖公章，以个人名义反映的签署真实姓名，并提供核实的线索。`,
		Signer: "{issuer}", Date: "{date}",
	},
	Commendation: {
		Number: "{number}",
		Title:  "关于表彰{award}\n获奖对象的通报",
		To:     "各有关单位",
		Body: `{award}经{rounds}轮评选和{days}天公示，[[{objections}。]]现决定对评出的{count}个获奖对象予以表彰。
一、获奖名单
{each prizes}
（{cn}）{prize}（{won}个）
{winners}。
{end}
二、评选依据
{each rounds}
（{cn}）{round}
{how}，{decided}确定。
[[并列的处理：{ties}。]][[依据：{reason}。]]
{end}
三、有关要求
希望受表彰的单位再接再厉，进一步总结经验、巩固成果。各单位要对照先进，结合实际学习借鉴，不断改进工作。`,
		Signer: "{issuer}", Date: "{date}",
	},
}
