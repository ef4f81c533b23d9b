package form

import (
	"errors"

	"github.com/goccy/go-yaml"

	"minping/survey"
)

// syntax is where the YAML itself cannot be read.
func syntax(err error) Error {
	var at yaml.Error
	if !errors.As(err, &at) {
		return Error{Line: 1, Column: 1, Key: "syntax", Args: survey.Args("detail", err.Error())}
	}
	return placed(at.GetToken(), "syntax", "detail", detail(at.GetMessage()))
}

// detail is the YAML parser's message in both languages; one that is not known
// here stays in English.
func detail(en string) survey.Text {
	zh, ok := details[en]
	if !ok {
		zh = en
	}
	return survey.Text{"zh": zh, "en": en}
}

var details = map[string]string{
	"',' or '}' must be specified":                                       "缺少逗号或 }",
	"',' or ']' must be specified":                                       "缺少逗号或 ]",
	"could not find flow mapping end token '}'":                          "{ 没有对应的 }",
	"sequence end token ']' not found":                                   "[ 没有对应的 ]",
	"could not find '[' character corresponding to ']'":                  "] 没有对应的 [",
	"could not find '{' character corresponding to '}'":                  "} 没有对应的 {",
	"could not find end character of double-quoted text":                 "双引号没有结束",
	"could not find end character of single-quoted text":                 "单引号没有结束",
	"found an invalid key for this map":                                  "此处的键有误",
	"could not find flow map content":                                    "{ } 中缺少内容",
	"could not find map value":                                           "键没有值",
	"could not find value for mapping key":                               "键没有值",
	"unexpected key name":                                                "键名后缺少冒号和空格",
	"non-map value is specified":                                         "此处应是 键: 值",
	"value is not allowed in this context":                               "此处不能有值，可能是缩进有误",
	"value is not allowed in this context. map key-value is pre-defined": "此处不能有值，可能是缩进有误",
	"mapping value is not allowed in this context":                       "此处不能有 键: 值，可能是缩进有误，或文字中的冒号要加引号",
	"block sequence entries are not allowed in this context":             "此处不能有“- ”，可能是缩进有误",
	"expected sequence element, but found ','":                           "逗号前缺少内容",
	"map key definition includes an implicit line break":                 "键名不能换行",
	"unexpected scalar value":                                            "此处不能有值",
	"found character '\t' that cannot start any token":                   "缩进不能用制表符，请用空格",
	"found a tab character where an indentation space is expected":       "缩进不能用制表符，请用空格",
}
