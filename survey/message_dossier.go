package survey

import "maps"

// dossierMessages holds what can be wrong with candidate lists.
var dossierMessages = map[string]message{
	"dossier_nobody":    {"名单里还没有人选，请至少选一个。", "Nobody is on the list; choose at least one."},
	"dossier_no_column": {"请至少选一列用来比较。", "Choose at least one column to compare by."},
	"dossier_many":      {"最多 {max} 项。", "There may be at most {max}."},
	"dossier_kind":      {"没有“{kind}”这种列。", "There is no column “{kind}”."},
	"dossier_poll":      {"“{kind}”一列：测评结果须写明是哪次测评，其他列不写。", "Column “{kind}”: figures of a poll say of which; other columns name none."},
	"dossier_scheme":    {"“{kind}”一列：积分、学分要么写明考核方案和积分卡（scheme、card），要么都不写；考核等次、总分可写明方案和年度（scheme、year）；其他列都不写。", "Column “{kind}”: points and credits name both scheme and card, or neither; grade and total may name scheme and year; other columns name none of them."},
	"dossier_no_card":   {"方案中没有积分卡“{card}”，或它不是“{kind}”的卡。", "The scheme has no card “{card}”, or it is none of “{kind}”."},
	"dossier_no_poll":   {"没有测评“{poll}”的结果，或没有这项指标。", "There are no results of poll “{poll}”, or no such node in it."},
	"dossier_unit":      {"没有测评对象“{unit}”，或不在您的管理范围内。", "There is no unit “{unit}”, or it is not in what you look after."},
	"dossier_sort":      {"排序的列应在 0 到 {columns} 之间，-1 为不排序。", "The column to sort by is from 0 to {columns}, or -1 for none."},
}

func init() { maps.Copy(messages, dossierMessages) }
