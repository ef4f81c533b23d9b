package survey

import "maps"

// supervisionMessages say what is wrong with a record of supervision.
var supervisionMessages = map[string]message{
	"supervision_step":   {"没有“{step}”这种督导步骤；请选择督导、专项检查、黄牌或约谈。", "There is no step “{step}”; choose supervision, inspection, yellow_card or talk."},
	"supervision_on":     {"请写明日期，例如 2026-11-30。", "Please give the day, such as 2026-11-30."},
	"supervision_future": {"日期不能在今天（{today}）之后；做过之后再记。", "The day must not be after today ({today}); record the step once it was taken."},
	"supervision_by":     {"请写明由谁主持。", "Please say who held it."},
	"supervision_said":   {"请写明情况：发现了什么，谈了什么。", "Please say what was found and said."},
	"supervision_unit":   {"本次测评中没有单位“{unit}”，或不在您的管理范围内。", "There is no unit “{unit}” in this poll, or it is not in what you look after."},
}

func init() { maps.Copy(messages, supervisionMessages) }
