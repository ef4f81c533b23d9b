package web

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"minping/survey/evidence"
)

// evidenced is a desk with orders that takes files, of 64 KB at most.
func evidenced(t *testing.T) desk {
	t.Helper()
	d := ordering(t)
	var err error
	d.Orders.Files, err = evidence.OpenFolder(filepath.Join(t.TempDir(), "evidence"), evidence.Limits{File: 64 << 10, Total: 1 << 20, Files: 20}, nil)
	must(t, err)
	return d
}

func pngOf(t *testing.T, height int) string {
	t.Helper()
	var b bytes.Buffer
	must(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, height))))
	return b.String()
}

// Files are uploaded on a task's page, referred to by a step, downloaded by those
// who see the task, and removed while no step refers to them.
func TestFilesOnTaskPage(t *testing.T) {
	d := evidenced(t)
	_, task := d.issued(t, "east", "任前公示时间短", "2026-12-20")
	as := func(who string) desk {
		d := d
		d.cookies = map[string]*http.Cookie{"wei": d.cookies[who]} // upload sends as wei
		return d
	}
	if page := d.page(t, "ling", task, http.StatusOK); strings.Contains(page, `name="file"`) {
		t.Error("a leader may upload")
	}
	for _, bad := range []struct {
		who, name, content, says string
		status                   int
	}{
		{"gu", "a.png", pngOf(t, 3), "", http.StatusNotFound},
		{"ling", "a.png", pngOf(t, 3), "", http.StatusForbidden},
		{"zhu", "a.png", "<html><script>alert(1)</script>", "文件内容与扩展名 .png 不符", http.StatusUnprocessableEntity},
		{"zhu", "a.exe", "MZ", "这种文件不能上传", http.StatusUnprocessableEntity},
		{"zhu", "a.pdf", "%PDF-" + strings.Repeat("x", 100<<10), "文件太大；最多 0.0625 MB", http.StatusUnprocessableEntity},
		{"zhu", "a.pdf", "%PDF-" + strings.Repeat("x", 200<<10), "文件太大；最多 0.0625 MB", 0},
	} {
		rec := as(bad.who).upload(t, task+"/files", bad.name, bad.content, url.Values{"x": {"1"}})
		if bad.status != 0 && rec.Code != bad.status || !strings.Contains(rec.Body.String(), bad.says) || bad.says != "" && !strings.Contains(rec.Body.String(), `aria-invalid="true"`) {
			t.Errorf("%s uploads %s of %d bytes: %d, want %d with %q", bad.who, bad.name, len(bad.content), rec.Code, bad.status, bad.says)
		}
	}
	for i, name := range []string{`C:\照片\<b>notice<b>.png`, "spare.png"} {
		if rec := as("zhu").upload(t, task+"/files", name, pngOf(t, 3+i), url.Values{"x": {"1"}}); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != task+"#files" {
			t.Fatalf("%s: %d %s", name, rec.Code, rec.Body)
		}
	}
	page := d.page(t, "zhu", task, http.StatusOK)
	says(t, page, "bnoticeb.png", "zhu", "Remove", "spare.png")
	files := regexp.MustCompile(`href="(`+task+`/files/(\w+))"`).FindAllStringSubmatch(page, -1)
	if len(files) != 2 || strings.Contains(page, "<b>notice") {
		t.Fatalf("files %v in %s", files, page)
	}
	rec := d.get(files[0][1], "Cookie", d.cookies["ling"].String())
	if rec.Code != http.StatusOK || rec.Body.String() != pngOf(t, 3) || !strings.HasPrefix(rec.Header().Get("Content-Disposition"), "attachment") ||
		rec.Header().Get("X-Content-Type-Options") != "nosniff" || rec.Header().Get("Content-Security-Policy") != "default-src 'none'; sandbox" || rec.Header().Get("Content-Type") != "image/png" {
		t.Errorf("download: %d %v", rec.Code, rec.Header())
	}
	d.page(t, "gu", files[0][1], http.StatusNotFound)

	d.move(t, "zhu", task, "claim", url.Values{"person": {"闻以澄"}}, http.StatusSeeOther)
	d.move(t, "zhu", task, "plan", url.Values{"cause": {"公示只在县城"}, "measure": {"张贴到村"}}, http.StatusSeeOther)
	page = d.page(t, "zhu", task, http.StatusOK)
	shown := regexp.MustCompile(`name="shown" value="([0-9a-f]{64})" checked`).FindAllStringSubmatch(page, -1)
	if len(shown) != 4 { // two files, to report and to submit
		t.Fatalf("%v are offered in %s", shown, page)
	}
	if page := d.move(t, "zhu", task, "submit", url.Values{"shown": {shown[0][1]}}, http.StatusUnprocessableEntity); strings.Count(page, `" checked>bnoticeb.png`) != 2 || strings.Count(page, `" checked>spare.png`) != 1 {
		t.Errorf("what was chosen is not kept: %s", page)
	}
	d.move(t, "zhu", task, "submit", url.Values{"why": {"办完了"}, "shown": {strings.Repeat("a", 64)}}, http.StatusUnprocessableEntity)
	d.move(t, "zhu", task, "submit", url.Values{"why": {"办完了"}, "shown": {shown[0][1]}}, http.StatusSeeOther)
	says(t, d.page(t, "an", task, http.StatusOK), "bnoticeb.png", "referred to", "spare.png")
	dossier := d.page(t, "an", "/units/east", http.StatusOK)
	says(t, dossier, "1 piece of evidence", `href="`+task+`#files">bnoticeb.png`)
	d.post(t, "zhu", task+"/files", url.Values{"go": {"remove"}, "file": {files[0][2]}}, http.StatusConflict)
	d.post(t, "zhu", task+"/files", url.Values{"go": {"remove"}, "file": {files[1][2]}}, http.StatusSeeOther)
	if page := d.page(t, "zhu", task, http.StatusOK); strings.Contains(page, "spare.png") {
		t.Error("it was removed and is there")
	}
}
