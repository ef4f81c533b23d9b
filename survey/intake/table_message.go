package intake

import "minping/survey"

// What may be wrong with a table as a whole.
const (
	keyNoTable key = "no_table"
	keyNoRows  key = "no_rows"
)

func init() {
	messages[keyNoTable] = survey.Text{
		"zh": "文件是空的；第一行应是列名",
		"en": "the file is empty; the first row should name the columns",
	}
	messages[keyNoRows] = survey.Text{
		"zh": "只有列名，没有数据；列名之下每行一条",
		"en": "there are column names but no data; each row below them should be one record",
	}
}
