package web

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// An organiser changes the text of notices, is told what is wrong with it, and
// goes back; the next notice says what was kept.
func TestTemplatesOnPages(t *testing.T) {
	d := ordering(t)
	d.ordered(t, "whole", "west")
	const path = "/manage/documents/notice/zh"
	says(t, d.page(t, "wei", "/manage/documents?lang=zh", http.StatusOK), "公文", "整改通知书", path, "自带文本")
	page := d.page(t, "wei", path+"?lang=zh", http.StatusOK)
	says(t, page, "整改通知书的中文文本", "{number}", "{each problems} … {end}", "在 {each problems} 里还可用", "具体表现", "预览", "〔文号〕")
	form := url.Values{"go": {"keep"}, "revision": {at(t, page)}, "title": {"限期整改通知"}, "head": {"测试办公室文件"}, "body": {"一\n{unti}"}}
	says(t, d.post(t, "wei", path+"?lang=zh", form, http.StatusUnprocessableEntity), "文本没有保存", "测试办公室文件", "{unti}", "第 2 行：没有字段“unti”；可用：{issuer}")
	form.Set("body", "{unit}有{count}个问题。\n{each problems}\n（{cn}）{title}\n{end}")
	form.Set("go", "show")
	says(t, d.post(t, "wei", path+"?lang=zh", form, http.StatusOK), "限期整改通知", "测试办公室文件", "（一）〔问题〕", "（二）〔问题〕")
	form.Set("about", "whole")
	says(t, d.post(t, "wei", path+"?lang=zh", form, http.StatusOK), "限期整改通知", `value="whole" selected`, "（一）任务在west")
	form.Set("about", "nowhere")
	says(t, d.post(t, "wei", path+"?lang=zh", form, http.StatusOK), "所选的对象已不存在", "（一）〔问题〕")
	form.Del("about")
	if s := d.page(t, "wei", path+"?lang=zh", http.StatusOK); strings.Contains(s, "限期整改通知") {
		t.Error("a preview was kept")
	}
	form.Set("go", "keep")
	d.post(t, "wei", path+"?lang=zh", form, http.StatusSeeOther)
	says(t, d.page(t, "wei", path+"?lang=zh&done=1", http.StatusOK), "已保存", "限期整改通知", "恢复自带文本", "已改，第 1 版")
	says(t, d.post(t, "wei", path+"?lang=zh", form, http.StatusConflict), "别人刚改过这个文本", "限期整改通知")
	if s := d.docx(t, "gu", "/orders/whole/documents/notice.docx?lang=zh"); !strings.Contains(s, "测试办公室文件") || !strings.Contains(s, "（一）任务在west") || strings.Contains(s, "整改要求") {
		t.Errorf("the notice is %s", s)
	}
	d.page(t, "zhu", "/orders/whole/documents/notice.docx", http.StatusNotFound)
	d.page(t, "gu", path, http.StatusNotFound)
	says(t, d.page(t, "gu", "/orders/whole?lang=zh", http.StatusOK), "公文", "整改通知书", "/orders/whole/documents/notice.docx", "责任清单")
	says(t, d.page(t, "wei", path+"?lang=zh&ask=default", http.StatusOK), "恢复自带文本？")
	d.post(t, "wei", path+"?lang=zh", url.Values{"go": {"default"}, "revision": {"1"}}, http.StatusSeeOther)
	says(t, d.page(t, "wei", path+"?lang=zh&revision=1", http.StatusOK), "限期整改通知", path+"?revision=1")
	if s := d.docx(t, "gu", "/orders/whole/documents/notice.docx?lang=zh"); !strings.Contains(s, "整改要求") {
		t.Errorf("after going back, the notice is %s", s)
	}
}

// docx returns the body of a document that somebody downloads.
func (d desk) docx(t *testing.T, who, path string) string {
	t.Helper()
	file := d.page(t, who, path, http.StatusOK)
	z, err := zip.NewReader(bytes.NewReader([]byte(file)), int64(len(file)))
	must(t, err)
	body, err := z.Open("word/document.xml")
	must(t, err)
	text, err := io.ReadAll(body)
	must(t, err)
	return string(text)
}
