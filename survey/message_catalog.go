package survey

// A message is one text in both languages.
type message struct{ zh, en string }

// messages holds what a FieldError or ExpressionError says, by key.
var messages = map[string]message{
	// Answers.
	"required":         {"此题必答。", "Please answer this question."},
	"reason_required":  {"选择“{option}”时请说明理由。", "Please give a reason, since you chose “{option}”."},
	"unknown_item":     {"问卷中没有题目“{item}”。[[您是否指“{near}”？]]", "The questionnaire has no item “{item}”.[[ Did you mean “{near}”?]]"},
	"unknown_option":   {"没有选项“{option}”；可选：{options}。", "There is no option “{option}”; the options are {options}."},
	"one_answer":       {"此题只能选一项。", "Please choose only one option."},
	"repeated_option":  {"选项“{option}”选了不止一次。", "Option “{option}” is chosen more than once."},
	"exclusive_option": {"“{option}”不能与其他选项同时选择。", "“{option}” cannot be combined with other options."},
	"too_few":          {"请至少选择 {min} 项（现选了 {count} 项）。", "Please choose at least {min} (you chose {count})."},
	"too_many":         {"最多选择 {max} 项（现选了 {count} 项）。", "Please choose at most {max} (you chose {count})."},
	"not_a_number":     {"请填写数字，例如 12 或 3.5。", "Please write a number, such as 12 or 3.5."},
	"decimals":         {"小数最多 {decimals} 位。", "Please write at most {decimals} decimal places."},
	"whole_number":     {"请填写整数。", "Please write a whole number."},
	"too_small":        {"不能小于 {min}。", "It cannot be less than {min}."},
	"too_large":        {"不能大于 {max}。", "It cannot be more than {max}."},
	"not_a_date":       {"请按“年-月-日”填写日期，例如 2026-01-31。", "Please write a date as year-month-day, such as 2026-01-31."},
	"too_long":         {"最多 {max} 字（现有 {count} 字）。", "Please write at most {max} characters (there are {count})."},
	"bad_characters":   {"含有无法保存的字符，请删去后重填。", "It holds characters that cannot be stored; please remove them."},
	"one_line":         {"请写在一行内。", "Please write it in one line."},
	"invalid_mark":     {"“!”表示纸质票上的无效标记，此处不能使用。", "“!” marks a void answer on paper; it cannot be used here."},
	"check":            {"{message}", "{message}"},

	// Expressions.
	"circle":               {"“{item}”的计算最终要用到它自己；请去掉其中一环。", "“{item}” depends on itself; break the circle."},
	"expression_syntax":    {"表达式从“{near}”处起读不懂；应形如 s1 in [1, 2] and age >= 18。", "the expression cannot be read from “{near}” on; write it like s1 in [1, 2] and age >= 18."},
	"expression_end":       {"表达式不完整；应形如 s1 in [1, 2] and age >= 18。", "the expression stops too early; write it like s1 in [1, 2] and age >= 18."},
	"expression_width":     {"表达式从“{near}”处起读不懂；标点请用半角，如 , ( ) \" = < >。", "the expression cannot be read from “{near}” on; use half-width punctuation such as , ( ) \" = < >."},
	"expression_long":      {"表达式太长；请控制在 {max} 字以内，或拆成几个计算题。", "the expression is too long; keep it within {max} characters, or split it into calculated items."},
	"expression_form":      {"此处不能这样写；只能用题目、数字、文字、运算符和函数。", "this cannot be used here; use items, numbers, texts, operators and functions."},
	"expression_list":      {"列表只能写在 in 之后，如 s1 in [1, 2]。", "a list can stand only after in, as in s1 in [1, 2]."},
	"expression_item":      {"没有题目“{item}”；[[您是否指“{near}”？]]文字请加引号。", "there is no item “{item}”;[[ did you mean “{near}”?]] put texts in quotes."},
	"expression_matrix":    {"“{item}”是矩阵题，要写明哪一行，如 {item}.{row}。", "“{item}” is a matrix; name one of its rows, such as {item}.{row}."},
	"expression_operator":  {"不能使用运算符“{operator}”；可用 and or not in == != < <= > >= + - * /。", "operator “{operator}” cannot be used; there are and or not in == != < <= > >= + - * /."},
	"expression_function":  {"没有函数“{name}”；[[您是否指“{near}”？]]可用 answered、count、len、mean、score、sum。", "there is no function “{name}”;[[ did you mean “{near}”?]] there are answered, count, len, mean, score and sum."},
	"expression_arguments": {"函数“{name}”的括号内要写题目，如 {name}(s1)。", "function “{name}” needs an item in its brackets, as in {name}(s1)."},
	"expression_one":       {"函数“{name}”的括号内只写一项。", "function “{name}” takes one argument only."},
	"expression_name":      {"此处应写题目的 id。", "an item's id is needed here."},
	"expression_truth":     {"此处应是真假判断，如 s1 == 1。", "something true or false is needed here, such as s1 == 1."},
	"expression_number":    {"此处应是数字。", "a number is needed here."},
	"expression_kinds":     {"两边类型不同，永远不会成立；数字与数字比，文字与文字比。", "the two sides can never match; compare numbers with numbers and texts with texts."},
	"expression_contains":  {"多选题是一组选项；请写成 1 in 题目。", "a multiple choice is a list of codes; write 1 in item."},
	"expression_in":        {"in 之后应是列表或多选题，如 s1 in [1, 2]。", "after in comes a list or a multiple choice, as in s1 in [1, 2]."},
	"expression_code":      {"题目“{item}”没有选项“{code}”；可用：{codes}。", "item “{item}” has no option “{code}”; its codes are {codes}."},
	"expression_len":       {"len 的括号内应是多选题、排序题或文字题。", "len takes a multiple choice, a ranking or a text item."},
	"expression_score":     {"题目“{item}”的选项没有分值；score 只用于计分的单选题和评分题。", "the options of “{item}” have no scores; score takes a scored choice or a rating."},

	// Submissions.
	"unknown_unit":   {"没有测评对象“{unit}”，或不在本次测评之内。", "There is no unit “{unit}” in this poll."},
	"unknown_group":  {"没有测评主体“{group}”；可用：{groups}。", "There is no group “{group}”; the groups are {groups}."},
	"duplicate_unit": {"测评对象“{unit}”出现了两次。", "Unit “{unit}” occurs twice."},
	"no_ballots":     {"没有任何票；至少要有一张。", "There is no ballot; at least one is needed."},
	"bytes":          {"应是 {bytes} 个字节。", "It must be {bytes} bytes."},
}
