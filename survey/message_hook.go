package survey

import "maps"

// hookMessages hold what can be wrong with a webhook, beside its address.
var hookMessages = map[string]message{
	"too_many_hooks": {"最多可有 {max} 个 Webhook；请先删除不用的。", "There can be at most {max} webhooks; remove those that are not used first."},
	"unknown_event":  {"没有事件“{kind}”；可用：{kinds}。", "There is no event “{kind}”; there are {kinds}."},
}

func init() { maps.Copy(messages, hookMessages) }
