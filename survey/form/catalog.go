package form

// A message says, in both languages, what is wrong and what would be right.
type message struct{ zh, en [2]string }

// messages holds what an Error says, by key. Those of expressions are survey's.
var messages = map[string]message{
	// The file.
	"size":            {[2]string{"文件太大", "最大 {max} MiB"}, [2]string{"the file is too large", "the limit is {max} MiB"}},
	"encoding":        {[2]string{"不是 UTF-8 编码，或含有控制字符", "请另存为 UTF-8"}, [2]string{"this is not UTF-8, or a control character", "save the file as UTF-8"}},
	"empty":           {[2]string{"文件是空的", "至少要有 id、version、title、items"}, [2]string{"the file is empty", "it needs at least id, version, title and items"}},
	"empty_design":    {[2]string{"文件是空的", "请写 strata、clusters、weight、populations、margins 中的至少一项"}, [2]string{"the file is empty", "write at least one of strata, clusters, weight, populations and margins"}},
	"empty_scheme":    {[2]string{"文件是空的", "至少要有 id、title、parts、grades"}, [2]string{"the file is empty", "it needs at least id, title, parts and grades"}},
	"syntax":          {[2]string{"YAML 写法有误：{detail}", "请检查缩进、冒号后的空格、引号和括号"}, [2]string{"this is not YAML: {detail}", "check indentation, the space after colons, quotes and brackets"}},
	"documents":       {[2]string{"文件中不止一份文档", "一份问卷一个文件，请去掉分隔线 ---"}, [2]string{"there is more than one document in the file", "one questionnaire a file: remove the line ---"}},
	"alias":           {[2]string{"不支持 YAML 的锚点、别名和合并（& * <<）", "请直接写出内容；共用的选项放在 scales 中；以 * 或 & 开头的文字请加引号"}, [2]string{"YAML anchors, aliases and merges (& * <<) are not allowed", "write the contents out; options that items share belong in scales; quote a text that begins with * or &"}},
	"tag":             {[2]string{"不支持 YAML 标签（!）", "请去掉标签；以 ! 开头的文字请加引号"}, [2]string{"YAML tags (!) are not allowed", "remove the tag; quote a text that begins with !"}},
	"directive":       {[2]string{"不支持 YAML 指令（%）", "请去掉此行"}, [2]string{"YAML directives (%) are not allowed", "remove the line"}},
	"complex_key":     {[2]string{"不支持以“?”开头的键", "键请写成 key: value"}, [2]string{"keys beginning with “?” are not allowed", "write key: value"}},
	"depth":           {[2]string{"嵌套太深", "最多 {max} 层"}, [2]string{"this is nested too deeply", "at most {max} levels"}},
	"keys":            {[2]string{"这里的键太多", "一处最多 {max} 个"}, [2]string{"this has too many keys", "at most {max} in one place"}},
	"too_many_errors": {[2]string{"还有 {count} 处错误未列出", "请先改正以上各处"}, [2]string{"{count} more mistakes are not listed", "correct those above first"}},

	// Keys and types.
	"unknown_key":      {[2]string{"没有键“{key}”", "此处可用：{keys}"}, [2]string{"there is no key “{key}”", "here can stand {keys}"}},
	"unknown_key_near": {[2]string{"没有键“{key}”", "应为“{near}”"}, [2]string{"there is no key “{key}”", "did you mean “{near}”?"}},
	"repeated_key":     {[2]string{"键“{key}”重复，第 {line} 行已有", "只留一处"}, [2]string{"key “{key}” is repeated; it stands in line {line}", "keep one of them"}},
	"missing_key":      {[2]string{"缺少“{key}”", "请写上 {key}: …"}, [2]string{"“{key}” is missing", "add {key}: …"}},
	"no_value":         {[2]string{"没有值", "请写上值，或去掉这个键"}, [2]string{"there is no value", "write one, or remove the key"}},
	"want_mapping":     {[2]string{"此处不能是“{found}”", "应是若干 键: 值"}, [2]string{"“{found}” cannot stand here", "write key: value pairs"}},
	"want_list":        {[2]string{"此处不能是“{found}”", "应是列表：每行以“- ”开头，或写成 [a, b]"}, [2]string{"“{found}” cannot stand here", "write a list: lines beginning with “- ”, or [a, b]"}},
	"want_string":      {[2]string{"此处不能是“{found}”", "应是文字；如确要此值请加引号"}, [2]string{"“{found}” cannot stand here", "write a text; put quotes around it if it is one"}},
	"want_text":        {[2]string{"此处不能是“{found}”", "应是文字，或分语言写成 {zh: …, en: …}；如确要此值请加引号"}, [2]string{"“{found}” cannot stand here", "write a text, or one for each language as {zh: …, en: …}; put quotes around it if it is one"}},
	"want_bool":        {[2]string{"“{found}”不是真假值", "应是 true 或 false"}, [2]string{"“{found}” is neither true nor false", "write true or false"}},
	"want_whole":       {[2]string{"“{found}”不是整数", "应是整数，如 10"}, [2]string{"“{found}” is not a whole number", "write one, such as 10"}},
	"want_number":      {[2]string{"“{found}”不是数字", "应是数字，如 0.25"}, [2]string{"“{found}” is not a number", "write one, such as 0.25"}},
	"unknown_word":     {[2]string{"“{word}”不可用", "[[应为“{near}”吗？]]可用：{words}"}, [2]string{"“{word}” cannot stand here", "[[did you mean “{near}”? ]]there are {words}"}},
	"empty_list":       {[2]string{"列表是空的", "至少写一项，或去掉这个键"}, [2]string{"the list is empty", "write at least one entry, or remove the key"}},
	"empty_text":       {[2]string{"文字是空的", "请写上内容，或去掉这个键"}, [2]string{"the text is empty", "write something, or remove the key"}},
	"unprintable":      {[2]string{"文字中有控制字符或改变书写方向的字符", "请删去"}, [2]string{"the text holds control characters or marks that turn the writing direction", "remove them"}},
	"range":            {[2]string{"{value} 超出范围", "应在 {min} 与 {max} 之间"}, [2]string{"{value} is out of range", "it must lie between {min} and {max}"}},
	"count":            {[2]string{"{value} 不合适", "应是 {min} 至 {max} 的整数"}, [2]string{"{value} does not fit", "it must be a whole number from {min} to {max}"}},
	"repeated":         {[2]string{"“{what}”重复", "只留一处"}, [2]string{"“{what}” is repeated", "keep one of them"}},

	// Ids.
	"bad_id":       {[2]string{"id“{id}”不合规则", "用英文字母、数字、- 和 _，以字母或数字开头，最多 64 个"}, [2]string{"“{id}” cannot be an id", "use letters, digits, - and _, beginning with a letter or digit, at most 64"}},
	"bad_item_id":  {[2]string{"id“{id}”不合规则", "题目和行的 id 用英文字母、数字和 _，以字母开头，最多 64 个（表达式要用）"}, [2]string{"“{id}” cannot be the id of an item or row", "use letters, digits and _, beginning with a letter, at most 64 (expressions name it)"}},
	"repeated_id":  {[2]string{"id“{id}”重复，第 {line} 行已有", "请另取一个 id"}, [2]string{"id “{id}” is taken in line {line}", "choose another"}},
	"reserved_id":  {[2]string{"“{id}”是保留字，不能作题目的 id", "请另取一个 id"}, [2]string{"“{id}” is reserved and cannot be an item's id", "choose another"}},
	"bad_version":  {[2]string{"版本“{version}”不合规则", "用字母、数字、. - _，最多 32 个，如 \"2026.1\""}, [2]string{"“{version}” cannot be a version", "use letters, digits, dots, - and _, at most 32, such as \"2026.1\""}},
	"unknown_item": {[2]string{"没有合适的题目“{id}”", "[[应为“{near}”吗？]]请填写 items 中的 id"}, [2]string{"there is no such item “{id}”", "[[did you mean “{near}”? ]]name the id of one of items"}},
	"unknown_node": {[2]string{"指标体系中没有“{id}”", "[[应为“{near}”吗？]]请填写 index 中的 id，或 overall"}, [2]string{"the index has no node “{id}”", "[[did you mean “{near}”? ]]name an id of index, or overall"}},
	"unknown_scale": {
		[2]string{"没有量表“{id}”", "[[应为“{near}”吗？]]请填写 scales 中的名称，或用 options 写出选项"},
		[2]string{"there is no scale “{id}”", "[[did you mean “{near}”? ]]name one of scales, or write options"},
	},

	// Languages.
	"bad_language":        {[2]string{"“{language}”不是语言代码", "如 zh、en、zh-Hant"}, [2]string{"“{language}” is not a language tag", "write one such as zh, en or zh-Hant"}},
	"undeclared_language": {[2]string{"语言“{language}”未声明", "[[应为“{near}”吗？]]已声明：{languages}；要用它，请写进 languages"}, [2]string{"language “{language}” is not declared", "[[did you mean “{near}”? ]]declared are {languages}; add it to languages to use it"}},
	"missing_language":    {[2]string{"缺少语言“{language}”的文字", "请补上 {example}，或从 languages 中去掉它"}, [2]string{"the text in language “{language}” is missing", "add {example}, or take it out of languages"}},

	// Options.
	"reserved_code":      {[2]string{"选项代码“{code}”是保留的（表示无效票）", "请另取一个代码"}, [2]string{"option code “{code}” is reserved for void answers", "choose another"}},
	"bad_code":           {[2]string{"选项代码“{code}”不合规则", "1 至 32 个字符，不含空格、逗号、分号、竖线和引号"}, [2]string{"“{code}” cannot be an option code", "use 1 to 32 characters, no spaces, commas, semicolons, bars or quotes"}},
	"repeated_code":      {[2]string{"选项代码“{code}”重复，第 {line} 行已有", "每个选项一个代码"}, [2]string{"option code “{code}” is taken in line {line}", "give each option its own"}},
	"score_and_kind":     {[2]string{"选项既有 score，又有 kind: {kind}", "“{kind}”不计分：去掉其中一个"}, [2]string{"the option has both a score and kind: {kind}", "{kind} is never scored: remove one of them"}},
	"satisfied_and_kind": {[2]string{"kind: {kind} 的选项不能算满意", "去掉其中一个"}, [2]string{"an option of kind: {kind} cannot count as satisfied", "remove one of them"}},
	"exclusive_single":   {[2]string{"exclusive 只用于多选题自己的选项", "请去掉，或将题目改为 type: multiple"}, [2]string{"exclusive is for the options of a multiple choice", "remove it, or make the item type: multiple"}},
	"reason_type":        {[2]string{"reason 指向的“{id}”是 {type} 题", "应是 text 或 longtext 题"}, [2]string{"reason names “{id}”, which is of type {type}", "name an item of type text or longtext"}},

	// Items.
	"no_type":           {[2]string{"看不出题目类型", "请写 type；单选题也可只写 scale 或 options"}, [2]string{"the item has no type", "add type; for a choice, scale or options will do"}},
	"unfit_key":         {[2]string{"{type} 题不能有“{key}”", "请去掉；[[此类题可用：{keys}]]"}, [2]string{"an item of type {type} cannot have “{key}”", "remove it[[; such items can have {keys}]]"}},
	"no_options":        {[2]string{"{type} 题没有选项", "请写 scale 或 options"}, [2]string{"an item of type {type} needs options", "add scale or options"}},
	"scale_and_options": {[2]string{"scale 与 options 不能同时写", "只留一个"}, [2]string{"scale and options cannot stand together", "keep one of them"}},
	"from_to":           {[2]string{"评分题 from {from} 不小于 to {to}", "from 应小于 to，如 from: 1, to: 10"}, [2]string{"the rating's from {from} is not less than its to {to}", "from must be less than to, as in from: 1, to: 10"}},
	"rating_steps":      {[2]string{"评分题档次太多", "to 与 from 最多相差 {max}"}, [2]string{"the rating has too many steps", "to may exceed from by {max} at most"}},
	"rating_score":      {[2]string{"评分题另加的选项不能有 score", "请去掉；它们用于“不了解”等"}, [2]string{"an option added to a rating cannot have a score", "remove it; such options are for “don't know” and the like"}},
	"rating_code":       {[2]string{"选项代码“{code}”与评分重复", "请用 from 至 to 以外的代码"}, [2]string{"option code “{code}” is one of the rating's numbers", "choose one outside from…to"}},
	"min_max":           {[2]string{"min {min} 大于 max {max}", "min 不能超过 max"}, [2]string{"min {min} is more than max {max}", "min must not exceed max"}},

	// Index.
	"negative_weight":   {[2]string{"权重 {value} 是负数", "应为 0 或正数"}, [2]string{"weight {value} is negative", "it must be 0 or more"}},
	"zero_weights":      {[2]string{"这一层的权重全为 0", "至少一个大于 0"}, [2]string{"all weights of these siblings are 0", "at least one must be more"}},
	"overall_id":        {[2]string{"“overall”是总指标的 id", "请另取一个 id"}, [2]string{"“overall” is the id of the root", "choose another"}},
	"overall_level":     {[2]string{"只有总指标是 overall 层", "可用：composite、area、indicator"}, [2]string{"only the root is of level overall", "there are composite, area and indicator"}},
	"item_and_children": {[2]string{"一个指标不能既有 item 又有 children", "总体评价题代表全体时用 stand_in"}, [2]string{"a node cannot have both an item and children", "use stand_in for an overall item that stands for the children"}},
	"no_item":           {[2]string{"指标既无 item 也无 children", "末级指标写 item，其余写 children"}, [2]string{"the node has neither an item nor children", "a leaf has item, any other node children"}},
	"leaf_stand_in":     {[2]string{"末级指标不能有 stand_in", "请去掉"}, [2]string{"a leaf cannot have stand_in", "remove it"}},
	"repeated_leaf":     {[2]string{"题目“{id}”已在第 {line} 行用作指标", "一个题目只能用一次"}, [2]string{"item “{id}” is a leaf already, in line {line}", "use each item once"}},
	"repeated_stand_in": {[2]string{"题目“{id}”已在第 {line} 行代表另一指标", "一个题目只能代表一个指标"}, [2]string{"item “{id}” stands for another node, in line {line}", "an item can stand for one node"}},
	"not_scored":        {[2]string{"题目“{id}”不计分", "指标要用有 score 的单选、矩阵的行或评分题"}, [2]string{"item “{id}” is not scored", "name a choice or matrix row whose options have scores, or a rating"}},
	"matrix_leaf":       {[2]string{"“{id}”是矩阵题", "请写明哪一行，如 {id}.{row}"}, [2]string{"“{id}” is a matrix", "name one of its rows, such as {id}.{row}"}},

	// Expressions, quotes, pages.
	"not_condition":        {[2]string{"此表达式不是真假判断", "应形如 s1 in [1, 2]"}, [2]string{"the expression is neither true nor false", "write a condition such as s1 in [1, 2]"}},
	"later_item":           {[2]string{"“{id}”不在此题之前", "只能用前面题目的答案；请调整次序"}, [2]string{"“{id}” does not come earlier", "only earlier answers can be used; change the order"}},
	"later_by_calculation": {[2]string{"用到的计算题要用“{id}”，它不在此题之前", "只能用前面题目的答案；请调整次序"}, [2]string{"a calculated item in it reads “{id}”, which does not come earlier", "only earlier answers can be used; change the order"}},
	"unknown_quote":        {[2]string{"引用了没有的题目“{id}”", "[[应为“{near}”吗？]]请用双花括号括住题目的 id"}, [2]string{"the text quotes “{id}”, which is no item", "[[did you mean “{near}”? ]]write an item's id in double braces"}},
	"later_quote":          {[2]string{"引用的“{id}”不在此处之前", "只能引用前面题目的答案"}, [2]string{"the text quotes “{id}”, which does not come earlier", "only earlier answers can be quoted"}},
	"page_and_item":        {[2]string{"页面 id“{id}”与题目 id 相同", "请另取一个 id"}, [2]string{"“{id}” is an item's id as well", "give the page another"}},
	"calculated_page":      {[2]string{"计算题“{id}”不显示，不能放在页面上", "请去掉"}, [2]string{"calculated item “{id}” is never shown", "take it off the page"}},
	"repeated_page":        {[2]string{"题目“{id}”已在第 {line} 行的页面上", "一个题目只放一处"}, [2]string{"item “{id}” is on a page already, in line {line}", "show each item once"}},
	"no_page":              {[2]string{"题目“{id}”不在任何页面上", "请加入某一页的 items，或去掉全部 pages"}, [2]string{"item “{id}” is on no page", "add it to the items of one, or remove pages altogether"}},

	// Rules and settings.
	"no_rule_kind":             {[2]string{"预警规则没有条件", "请写其中一个：{kinds}"}, [2]string{"the rule has no condition", "add one of {kinds}"}},
	"two_rule_kinds":           {[2]string{"预警规则有不止一个条件：{kinds}", "一条规则一个条件，请分成几条"}, [2]string{"the rule has more than one condition: {kinds}", "keep one, and make a rule of each other"}},
	"rounds_without_last":      {[2]string{"rounds 只与 last 同用", "请加 last，或去掉 rounds"}, [2]string{"rounds goes with last", "add last, or remove rounds"}},
	"significant_without_drop": {[2]string{"significant 只与 drop 同用", "请去掉"}, [2]string{"significant goes with drop", "remove it"}},
	"node_and_level":           {[2]string{"node 与 level 不能同时写", "一个指标写 node，一层指标写 level"}, [2]string{"node and level cannot stand together", "node is for one node, level for all of a level"}},
	"empty_level":              {[2]string{"指标体系没有 {level} 层", "请改用已有的层，或用 node"}, [2]string{"the index has no node of level {level}", "name a level that it has, or use node"}},
	"gap_overall":              {[2]string{"总指标没有上级，不能用 gap", "请写 level: indicator 或某个 node"}, [2]string{"the root has no area to lie under, so gap cannot be used", "add level: indicator or a node"}},
	"unknown_group":            {[2]string{"没有测评主体“{id}”", "[[应为“{near}”吗？]]请填写 groups 中的 id"}, [2]string{"there is no group “{id}”", "[[did you mean “{near}”? ]]name the id of one of groups"}},
	"weights_sum":              {[2]string{"权重合计为 {sum}", "应为整数，合计 100"}, [2]string{"the weights sum to {sum}", "they must be whole numbers that sum to 100"}},
	"weight_without_right":     {[2]string{"主体“{group}”有权重却不能评", "请写进 raters，或去掉它的权重"}, [2]string{"group “{group}” has a weight but may not rate", "add it to raters, or remove its weight"}},
	"unknown_grade":            {[2]string{"“{id}”不能作总体评价", "[[应为“{near}”吗？]]请填写一道有分值的单选题"}, [2]string{"“{id}” cannot grade a unit", "[[did you mean “{near}”? ]]name a choice item whose options have scores"}},
	"grade_elsewhere":          {[2]string{"题目“{id}”不问层级“{tier}”的对象", "请改 tiers，或另选一题"}, [2]string{"item “{id}” is not asked about units of tier “{tier}”", "change its tiers, or name another item"}},
	"best_twice":               {[2]string{"best_at_most 和 best_share 只能写一个", "个数或比例，留一个"}, [2]string{"best_at_most and best_share exclude each other", "keep the number or the share"}},
	"no_grade":                 {[2]string{"写了 {key}，却没有总体评价", "请写上 grade: 题目 id"}, [2]string{"{key} needs a grade", "add grade: id of an item"}},
	"bad_share":                {[2]string{"数值不合适", "应大于 0 且不超过上限（比例为 1，分数为 100）"}, [2]string{"this does not fit", "it must be above 0 and at most 1 for a share, 100 for points"}},
	"unknown_grade_option":     {[2]string{"总体评价没有选项“{code}”", "可用：{codes}"}, [2]string{"no grade has an option “{code}”", "there are {codes}"}},
	"two_limits":               {[2]string{"above 和 least 只能写一个", "“超过”或“达到”，留一个"}, [2]string{"above and least exclude each other", "keep one of them"}},
	"no_limit":                 {[2]string{"提示线没有界限", "请写 above 或 least，如 above: 0.3333"}, [2]string{"the threshold has no limit", "add above or least, such as above: 0.3333"}},
	"vote_item":                {[2]string{"“{id}”不能表决", "[[应为“{near}”吗？]]请填写一道不计分的单选、多选或排序题"}, [2]string{"“{id}” cannot be voted on", "[[did you mean “{near}”? ]]name a choice, multiple choice or ranking that no index node scores"}},
	"vote_option":              {[2]string{"该题没有选项“{code}”", "可用：{codes}"}, [2]string{"the item has no option “{code}”", "there are {codes}"}},
	"no_approve":               {[2]string{"没有写明哪个选项算赞成", "请写上 approve: 选项代码"}, [2]string{"nothing says which option is in favour", "add approve: code of an option"}},
	"vote_both":                {[2]string{"选项“{code}”既算赞成又算反对", "只留一处"}, [2]string{"option “{code}” is both for and against", "keep one"}},
	"vote_key":                 {[2]string{"{key} 只用于 {type} 题", "请去掉它，或换一道题"}, [2]string{"{key} goes with a {type} item", "remove it, or name another item"}},
	"bad_fraction":             {[2]string{"“{found}”不是比例", "写成分数，如 2/3，不大于 1"}, [2]string{"“{found}” is no share", "write a fraction such as 2/3, at most 1"}},
	"bad_places":               {[2]string{"名额“{value}”不合适", "应是 1 至 10000 的整数"}, [2]string{"“{value}” places do not fit", "write whole numbers from 1 to 10000"}},
	"level_range":              {[2]string{"置信水平 {value} 超出范围", "应不小于 0.5 且小于 1，如 0.95"}, [2]string{"level {value} is out of range", "it must be 0.5 or more and less than 1, such as 0.95"}},
}
