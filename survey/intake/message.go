package intake

import "minping/survey"

// A key names a kind of problem. Those that a lenient reading leaves out stand
// in releases as the reason.
type key string

const (
	keyEmptyFile           key = "empty_file"
	keyNoBallots           key = "no_ballots"
	keyNoUnits             key = "no_units"
	keyEmptyRoster         key = "empty_roster"
	keyUnnamedUnit         key = "unnamed_unit"
	keyOldExcel            key = "old_excel"
	keyBadXLSX             key = "bad_xlsx"
	keyDates1904           key = "dates_1904"
	keyTooLarge            key = "too_large"
	keyTooManyRows         key = "too_many_rows"
	keyTooManyCells        key = "too_many_cells"
	keyLargeFile           key = "large_file"
	keyUnknownColumn       key = "unknown_column"
	keyDuplicateColumn     key = "duplicate_column"
	keyMissingColumn       key = "missing_column"
	keyMissingRosterColumn key = "missing_roster_column"
	keyMissingDesignColumn key = "missing_design_column"
	keyDesignColumn        key = "design_column"
	keyUnmapped            key = "unmapped_column"
	keyFieldCount          key = "field_count"
	keyLongRecord          key = "long_record"
	keyOpenQuote           key = "open_quote"
	keyStrayQuote          key = "stray_quote"
	keyBrokenEncoding      key = "broken_encoding"
	keyNoUnit              key = "no_unit"
	keyUnknownUnit         key = "unknown_unit"
	keyNoGroup             key = "no_group"
	keyUnknownGroup        key = "unknown_group"
	keyUnknownOption       key = "unknown_option"
	keyUnasked             key = "unasked"
	keyBadNumber           key = "bad_number"
	keyBadWeight           key = "bad_weight"
	keyBadSize             key = "bad_size"
	keySmallSize           key = "small_size"
	keyDisputedSize        key = "disputed_size"
	keyDuplicateID         key = "duplicate_id"
	keySheetGroups         key = "sheet_groups"
	keySheetTwice          key = "sheet_twice"
	keyAllVoid             key = "all_void"
	keyDuplicateUnit       key = "duplicate_unit"
	keyUnknownParent       key = "unknown_parent"
	keyParentCircle        key = "parent_circle"
	keyMore                key = "more"
)

// messages say what is wrong and what would be right.
var messages = map[key]survey.Text{
	keySheetGroups: {
		"zh": "同一张表（{got}）的票种与第 {n} 行不同；一张表是一个人填的，只有一个票种",
		"en": "sheet {got} is of another group in row {n}; one person fills in a sheet, as one group",
	},
	keySheetTwice: {
		"zh": "同一张表（{got}）上已有“{name}”；一张表上每个对象只应有一行",
		"en": "sheet {got} has a row about {name} already; each unit should be on it once",
	},
	keyAllVoid: {
		"zh": "全部 {n} 张表都因违反整张表的规则而无效，没有可计的票",
		"en": "all {n} sheets break a rule of the sheet and are void; there is nothing to count",
	},
	keyUnasked: {
		"zh": "“{got}”：这道题不问这一层级的测评对象；应留空",
		"en": "“{got}”: units of this tier are not asked about by this item; leave it empty",
	},
	keyEmptyFile: {
		"zh": "文件是空的；第一行应是列名：unit（单位）、group（票种）和各题目编号",
		"en": "the file is empty; the first row should name the columns: unit, group, and one column per item",
	},
	keyNoBallots: {
		"zh": "只有列名，没有票；每张票应占一行",
		"en": "there are column names but no ballots; each ballot should be a row",
	},
	keyNoUnits: {
		"zh": "只有列名，没有单位；每个单位应占一行",
		"en": "there are column names but no units; each unit should be a row",
	},
	keyEmptyRoster: {
		"zh": "文件是空的；第一行应是列名：unit（单位编码）、name（名称）、tier（层级）、parent（上级）",
		"en": "the file is empty; the first row should name the columns: unit, name, tier, parent",
	},
	keyUnnamedUnit: {
		"zh": "没有填单位编码；每个单位都应有",
		"en": "no unit id is given; each unit should have one",
	},
	keyOldExcel: {
		"zh": "这是旧版 Excel 文件（.xls）；请另存为 .xlsx 或 CSV",
		"en": "this is an old Excel file (.xls); save it as .xlsx or CSV",
	},
	keyDates1904: {
		"zh": "这个工作簿的日期从 1904 年算起，读作出生年月会差四年；请在 Excel 选项的“高级”里取消“使用 1904 日期系统”，核对日期后另存，或另存为 CSV",
		"en": "this workbook counts dates from 1904, so that months would be four years off; turn off the 1904 date system in the options of the spreadsheet, check the dates and save it, or save it as CSV",
	},
	keyBadXLSX: {
		"zh": "不是可读的 Excel 工作簿（{got}）；请在 Excel 或 WPS 中打开后另存为 .xlsx，不加密码",
		"en": "not a workbook that can be read ({got}); open it in a spreadsheet and save it as .xlsx without a password",
	},
	keyTooManyRows: {
		"zh": "文件的行数超过 {n}；请分成几个文件，一次导入一个",
		"en": "the file has more than {n} rows; split it and import the parts one by one",
	},
	keyTooManyCells: {
		"zh": "表格超过 {n} 格；请删去不需要的列，或分成几个文件",
		"en": "the table has more than {n} cells; remove columns that are not needed, or split it",
	},
	keyLargeFile: {
		"zh": "文件超过 {n} MiB；请分成几个文件，一次导入一个",
		"en": "the file is larger than {n} MiB; split it and import the parts one by one",
	},
	keyTooLarge: {
		"zh": "工作簿展开后过大（{got}）；请改存为 CSV",
		"en": "the workbook is too large when unpacked ({got}); save it as CSV instead",
	},
	keyUnknownColumn: {
		"zh": "问卷中没有“{name}”这一列；是不是 {want}？（可用 --map {name}=… 改名，或用 --map {name}=- 略去）",
		"en": "the questionnaire has no column \"{name}\"; did you mean {want}? (--map {name}=… renames it, --map {name}=- leaves it out)",
	},
	keyDuplicateColumn: {
		"zh": "“{name}”与第 {n} 列是同一列；每列只应出现一次",
		"en": "\"{name}\" is the same column as column {n}; each should be there once",
	},
	keyMissingColumn: {
		"zh": "缺少“{got}”列；现有各列：{want}（可用 --map 列名={got} 改名）",
		"en": "there is no column \"{got}\"; the file has: {want} (--map NAME={got} renames one)",
	},
	keyMissingRosterColumn: {
		"zh": "缺少“{got}”列（单位编码）；名册的列应是 unit, name, tier, parent；现有各列：{want}",
		"en": "there is no column \"{got}\"; a roster has the columns unit, name, tier, parent; the file has: {want}",
	},
	keyMissingDesignColumn: {
		"zh": "抽样设计要用题目“{got}”，但没有这一列；现有各列：{want}（可用 --map 列名={got} 改名）",
		"en": "the sample design needs item \"{got}\", but there is no such column; the file has: {want} (--map NAME={got} renames one)",
	},
	keyDesignColumn: {
		"zh": "“{name}”列与抽样设计中的 {want} 说的是同一件事；请去掉其中一个（可用 --map {name}=- 略去此列）",
		"en": "the column \"{name}\" says what {want} of the sample design says; keep one of them (--map {name}=- leaves the column out)",
	},
	keyUnmapped: {
		"zh": "--map 所说的“{got}”列不在文件中；现有各列：{want}",
		"en": "--map names a column \"{got}\" that the file does not have; it has: {want}",
	},
	keyFieldCount: {
		"zh": "本行有 {n} 格，应有 {of} 格",
		"en": "the row has {n} fields, but should have {of}",
	},
	keyLongRecord: {
		"zh": "这一行超过 4 MiB，其后无法再读；大概是某个引号没有成对",
		"en": "the row is longer than 4 MiB and nothing after it can be read; a quote is probably not closed",
	},
	keyOpenQuote: {
		"zh": "引号到文件结尾也没有结束；请补上右引号，格内的引号应写成两个",
		"en": "a quote is still open at the end of the file; close it, and double the quotes inside a field",
	},
	keyStrayQuote: {
		"zh": "右引号之后还有文字；格内的引号应写成两个",
		"en": "there is text after the closing quote; quotes inside a field should be doubled",
	},
	keyBrokenEncoding: {
		"zh": "“{got}”含有不能识别的字节；文件应全部是 UTF-8，或全部是 GB18030",
		"en": "\"{got}\" holds bytes that are no characters; the file should be all UTF-8 or all GB18030",
	},
	keyNoUnit: {
		"zh": "没有填单位；应写明这张票评的是哪个单位",
		"en": "no unit is given; it should say whom the ballot is about",
	},
	keyUnknownUnit: {
		"zh": "名册中没有单位“{got}”；是不是 {want}？",
		"en": "the roster has no unit \"{got}\"; did you mean {want}?",
	},
	keyNoGroup: {
		"zh": "没有填票种；应是：{want}",
		"en": "no group is given; it should be one of: {want}",
	},
	keyUnknownGroup: {
		"zh": "没有票种“{got}”；应是：{want}",
		"en": "there is no group \"{got}\"; it should be one of: {want}",
	},
	keyUnknownOption: {
		"zh": "“{got}”不是本题的选项；应是：{want}，空白（未答）或 !（无效）",
		"en": "\"{got}\" is no option of this item; it should be one of: {want}, empty (not answered) or ! (void)",
	},
	keyBadNumber: {
		"zh": "“{got}”不是数；应是如 35 或 3.5 的数，或空白（未答）",
		"en": "\"{got}\" is not a number; it should be one such as 35 or 3.5, or empty (not answered)",
	},
	keyBadSize: {
		"zh": "总体规模“{got}”不对；应是大于 0 的数，没有则空白",
		"en": "\"{got}\" is no size of a population; it should be a number above 0, or empty where there is none",
	},
	keySmallSize: {
		"zh": "“{got}”层有 {n} 个抽样单元（无群时即票），却说总体只有 {want} 个；总体规模不能小于样本",
		"en": "stratum \"{got}\" has {n} sampling units (ballots, or clusters), but its population is said to be {want}; it cannot be below the sample",
	},
	keyDisputedSize: {
		"zh": "“{got}”层的各行总体规模不一；同一层应写同一个数",
		"en": "rows of stratum \"{got}\" give different sizes of its population; they should give the same",
	},
	keyBadWeight: {
		"zh": "权重“{got}”不对；应是大于 0 的数",
		"en": "\"{got}\" is no weight; it should be a number above 0",
	},
	keyDuplicateID: {
		"zh": "编号“{got}”前面已经有过；每张票的编号应只出现一次",
		"en": "the ballot id \"{got}\" was there before; each ballot should have its own",
	},
	keyDuplicateUnit: {
		"zh": "单位“{got}”在第 {n} 行已经有过；每个单位应只出现一次",
		"en": "the unit \"{got}\" was there before, in row {n}; each should be there once",
	},
	keyUnknownParent: {
		"zh": "上级“{got}”不在名册中；应先列出它，或是 {want}？",
		"en": "the parent \"{got}\" is not in the roster; list it, or did you mean {want}?",
	},
	keyParentCircle: {
		"zh": "单位“{got}”经由上级又回到自己；上下级不应成环",
		"en": "the unit \"{got}\" is its own superior through its parents; parents should form no circle",
	},
	keyMore: {
		"zh": "：另有 {n} 处问题",
		"en": ": and {n} more",
	},
}

// bareMessages stand in where there is nothing to propose.
var bareMessages = map[key]survey.Text{
	keyUnknownColumn: {
		"zh": "问卷中没有“{name}”这一列（可用 --map {name}=… 改名，或用 --map {name}=- 略去）",
		"en": "the questionnaire has no column \"{name}\" (--map {name}=… renames it, --map {name}=- leaves it out)",
	},
	keyUnknownUnit: {
		"zh": "名册中没有单位“{got}”；请用名册中的编码或名称",
		"en": "the roster has no unit \"{got}\"; use an id or a name of the roster",
	},
	keyUnknownParent: {
		"zh": "上级“{got}”不在名册中；应先列出它",
		"en": "the parent \"{got}\" is not in the roster; list it too",
	},
}
