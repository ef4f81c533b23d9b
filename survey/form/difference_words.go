package form

// differenceWords are what a Difference says: changes, parts and keys.
var differenceWords = map[string]map[string]string{
	"zh": {
		"added": "新增{what}", "removed": "删除{what}", "moved": "{what}的顺序改变",
		"added.title": "新增{what}：{to}", "removed.title": "删除{what}：{from}",
		"changed": "{what}：{field}由“{from}”改为“{to}”", "set": "{what}：{field}写明为“{to}”", "unset": "{what}：去掉{field}“{from}”",
		"named": "{what} {id}", "of": "{of} 的{what}", "true": "是", "false": "否",
		"part.head": "问卷", "part.item": "题目", "part.option": "选项", "part.row": "行", "part.node": "指标", "part.group": "测评主体",
		"part.page": "页面", "part.flag": "预警规则", "part.suggestion": "整改建议", "part.scoring": "计分", "part.disclosure": "披露", "part.validity": "纸质票效力",
		"field.id": "编号", "field.version": "版本", "field.title": "标题", "field.languages": "语言", "field.intro": "说明", "field.minutes": "时长",
		"field.source": "出处", "field.overall": "总指标名称", "field.text": "文字", "field.hint": "提示", "field.type": "题型", "field.scale": "量表",
		"field.required": "必答", "field.profile": "背景题", "field.show_if": "显示条件", "field.value": "算式", "field.min": "下限", "field.max": "上限",
		"field.from": "最低分", "field.to": "最高分", "field.from_label": "低端文字", "field.to_label": "高端文字", "field.decimals": "小数位", "field.unit": "单位",
		"field.reverse": "反向计分", "field.checks": "校验", "field.shuffle": "随机排列", "field.label": "文字", "field.score": "分值", "field.kind": "种类",
		"field.satisfied": "计入满意", "field.exclusive": "独选", "field.reason": "说明理由", "field.parent": "上级", "field.level": "层级", "field.weight": "权重",
		"field.item": "题目", "field.stand_in": "代表题", "field.items": "题目", "field.tier": "层级", "field.node": "指标", "field.last": "末几位",
		"field.rounds": "连续轮次", "field.below": "低于", "field.drop": "下降", "field.significant": "超出误差", "field.gap": "短板", "field.missing": "不了解过多",
		"field.action": "措施", "field.when": "适用", "field.problem": "问题", "field.measure": "衡量", "field.days": "天数", "field.aggregation": "汇总次序",
		"field.strata": "分层", "field.lonely": "单票层", "field.roll_up": "逐级汇总", "field.min_ballots": "最少票数", "field.min_group": "最小人数",
		"field.min_comments": "意见最少条数",
	},
	"en": {
		"added": "{what} added", "removed": "{what} removed", "moved": "{what}: another order",
		"added.title": "{what} added: {to}", "removed.title": "{what} removed: {from}",
		"changed": "{what}: {field} from “{from}” to “{to}”", "set": "{what}: {field} set to “{to}”", "unset": "{what}: {field} “{from}” dropped",
		"named": "{what} {id}", "of": "{of}, {what}", "true": "yes", "false": "no",
		"part.head": "Questionnaire", "part.item": "Item", "part.option": "option", "part.row": "row", "part.node": "Indicator", "part.group": "Group",
		"part.page": "Page", "part.flag": "Rule", "part.suggestion": "Suggestion", "part.scoring": "Scoring", "part.disclosure": "Disclosure", "part.validity": "Paper",
		"field.id": "id", "field.min": "least", "field.max": "most", "field.from_label": "low end", "field.to_label": "high end", "field.show_if": "shown if",
		"field.stand_in": "stand-in", "field.item": "item", "field.items": "items", "field.min_ballots": "least ballots", "field.roll_up": "roll-up",
		"field.min_group": "smallest group", "field.min_comments": "least comments", "field.text": "wording", "field.label": "wording",
		"field.reverse": "reversed", "field.required": "required", "field.satisfied": "counts as satisfied", "field.when": "applies to",
	},
}
