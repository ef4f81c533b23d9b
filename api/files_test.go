package api

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"minping/survey/access"
	"minping/survey/rectify"
)

// issuedTask is an order of one problem to a unit, issued.
func (f *fixture) issuedTask(unit string) rectify.Task {
	f.t.Helper()
	post := func(path, body string, into any) {
		f.t.Helper()
		f.must(call{method: "POST", path: path, body: body, signed: true}, map[bool]int{true: 201, false: 200}[path == "/order-problems" || path == "/orders"], into)
	}
	var p rectify.Problem
	post("/order-problems", fmt.Sprintf(`{"unit":%q,"title":"公示时间短"}`, unit), &p)
	post("/order-problems/"+p.ID+"/edit", `{"revision":1,"title":"公示时间短","state":"confirmed"}`, &p)
	var o rectify.Order
	post("/orders", fmt.Sprintf(`{"unit":%q,"title":"限期整改","due":"2099-01-01","problems":[%q]}`, unit, p.ID), &o)
	post("/orders/"+o.ID+"/issue", `{"revision":1}`, &o)
	var whole OrderWithTasks
	f.must(call{method: "GET", path: "/orders/" + o.ID, signed: true}, 200, &whole)
	return whole.Tasks[0]
}

func notice(t *testing.T, height int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, height))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func bearing(token string, more ...string) map[string]string {
	h := map[string]string{"Authorization": "Bearer " + token, "Content-Type": "application/octet-stream"}
	for i := 0; i+1 < len(more); i += 2 {
		h[more[i]] = more[i+1]
	}
	return h
}

// formOf packs a file into a form, as browsers and curl -F do.
func formOf(t *testing.T, field, name, content string) (body, mediaType string) {
	t.Helper()
	var b strings.Builder
	w := multipart.NewWriter(&b)
	if err := w.WriteField("note", "first"); err != nil {
		t.Fatal(err)
	}
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// A file from its upload to a step that refers to it, and who may do what.
func TestTaskFiles(t *testing.T) {
	f := twoSides(t)
	task := f.issuedTask("east-0")
	own, _, _ := f.tokenFor(access.Answerer, "east-0")
	other, _, _ := f.tokenFor(access.Answerer, "east-1")
	inspector, _, _ := f.tokenFor(access.Inspector, "east")
	leader, _, _ := f.tokenFor(access.Leader, "east")
	west, _, _ := f.tokenFor(access.Organiser, "west")
	path := "/tasks/" + task.ID + "/files"
	content := notice(t, 3)
	for token, want := range map[string]int{own: 201, other: 404, west: 404, leader: 403, inspector: 201} {
		if w := f.do(call{method: "POST", path: path + "?name=..%2F..%2F公示.png", body: content, header: bearing(token)}); w.Code != want {
			t.Errorf("upload: %d, want %d: %s", w.Code, want, w.Body)
		}
	}
	form, mediaType := formOf(t, "file", `C:\照片\二.png`, notice(t, 4))
	if w := f.do(call{method: "POST", path: path, body: form, header: bearing(own, "Content-Type", mediaType)}); w.Code != 201 {
		t.Fatalf("as a form: %d %s", w.Code, w.Body)
	}
	var files []rectify.File
	f.must(call{method: "GET", path: path, header: bearing(leader)}, 200, &files)
	if len(files) != 2 || files[0].Name != "公示.png" || files[1].Name != "二.png" || files[0].Kind != "image/png" || files[0].Used {
		t.Fatalf("files %+v", files)
	}
	w := f.do(call{method: "GET", path: path + "/" + files[0].ID, header: bearing(leader)})
	_, params, _ := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
	if w.Code != 200 || w.Body.String() != content || params["filename"] != "公示.png" ||
		!strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") || w.Header().Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") || w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("download: %d, %v", w.Code, w.Header())
	}
	for token, want := range map[string]int{other: 404, west: 404} {
		for _, p := range []string{path, path + "/" + files[0].ID} {
			if w := f.do(call{method: "GET", path: p, header: bearing(token)}); w.Code != want {
				t.Errorf("GET %s: %d, want %d", p, w.Code, want)
			}
		}
	}
	step := func(more string, want int) {
		t.Helper()
		f.must(call{method: "GET", path: "/tasks/" + task.ID, header: bearing(own)}, 200, &task)
		f.must(call{
			method: "POST", path: "/tasks/" + task.ID + "/steps", body: fmt.Sprintf(`{"revision":%d,%s}`, task.Revision, more),
			header: bearing(own, "Content-Type", "application/json"),
		}, want, nil)
	}
	step(`"do":"claim","person":"闻以澄"`, 200)
	step(`"do":"plan","cause":"因","measure":"法"`, 200)
	step(`"do":"report","why":"贴了","share":50,"evidence":[{"name":"","hash":"`+strings.Repeat("a", 64)+`"}]`, 422)
	step(`"do":"report","why":"贴了","share":50,"evidence":[{"name":"","hash":"`+files[0].Hash+`"}]`, 200)
	for i, want := range []int{409, 204, 404} {
		id := files[min(i, 1)].ID
		if w := f.do(call{method: "DELETE", path: path + "/" + id, header: bearing(own)}); w.Code != want {
			t.Errorf("delete %d: %d, want %d: %s", i, w.Code, want, w.Body)
		}
	}
	f.must(call{method: "GET", path: path, header: bearing(own)}, 200, &files)
	if len(files) != 1 || !files[0].Used || files[0].ByName == "" {
		t.Errorf("at last %+v", files)
	}
}

// What is no evidence is refused in words that say what would be right, and
// leaves nothing.
func TestTaskFilesRefused(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	path := "/tasks/" + f.issuedTask("north").ID + "/files"
	form, formType := formOf(t, "picture", "a.png", notice(t, 3))
	whole, wholeType := formOf(t, "file", "a.png", notice(t, 3))
	for _, tt := range []struct {
		name, query, mediaType, body string
		status                       int
		words                        string
	}{
		{"a page as a picture", "?name=a.png", "", "<html><script>alert(1)</script>", 422, "content is not that of a .png file"},
		{"a page", "?name=a.html", "", "<html>", 422, ".pdf .docx .xlsx"},
		{"a drawing that runs", "?name=a.svg", "", "<svg onload=alert(1)>", 422, ".pdf .docx .xlsx"},
		{"no name", "", "", notice(t, 3), 422, "Give the name of the file"},
		{"nothing", "?name=a.pdf", "", "", 422, "empty"},
		{"a little too large", "?name=a.pdf", "", "%PDF-" + strings.Repeat("x", 1<<20), 422, "there may be 1 MB"},
		{"too large", "?name=a.pdf", "", "%PDF-" + strings.Repeat("x", 2<<20), 413, "what the server is set to for files"},
		{"no such field", "", formType, form, 422, "Choose a file"},
		{"broken off", "", wholeType, whole[:len(whole)-70], 400, "did not arrive whole"},
		{"no form", "", "multipart/form-data", "x", 400, "did not arrive whole"},
		{"another type", "?name=a.pdf", "text/html", "%PDF-1.7", 415, "application/octet-stream"},
	} {
		h := map[string]string{"Content-Type": tt.mediaType, "Accept-Language": "en"}
		if tt.mediaType == "" {
			h["Content-Type"] = "application/octet-stream"
		}
		w := f.do(call{method: "POST", path: path + tt.query, body: tt.body, header: h, signed: true})
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.words) {
			t.Errorf("%s: %d, want %d with %q: %s", tt.name, w.Code, tt.status, tt.words, w.Body)
		}
	}
	var files []rectify.File
	f.must(call{method: "GET", path: path, signed: true}, 200, &files)
	if b, n := f.server.Orders.Files.Usage(); len(files) != 0 || b != 0 || n != 0 {
		t.Errorf("left are %v, %d files of %d bytes", files, n, b)
	}
	// The quota: 8 MiB of all.
	for i := range 9 {
		pdf := "%PDF-1.7\n" + strings.Repeat(fmt.Sprint(i%10), 1<<20-100) + "\n%%EOF\n"
		want := 201
		if i == 8 {
			want = http.StatusUnprocessableEntity
		}
		w := f.do(call{method: "POST", path: path + "?name=a.pdf", body: pdf, header: map[string]string{"Content-Type": "application/octet-stream", "Accept-Language": "zh"}, signed: true})
		if w.Code != want || want == 422 && !strings.Contains(w.Body.String(), "空间已满") {
			t.Fatalf("file %d: %d %s", i, w.Code, w.Body)
		}
	}
}

// The same file sent again is the one that is there, under whatever name.
func TestTaskFilesOnce(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	path := "/tasks/" + f.issuedTask("north").ID + "/files"
	var first, again rectify.File
	for name, into := range map[string]*rectify.File{"a.png": &first, "b.png": &again} {
		f.must(call{method: "POST", path: path + "?name=" + name, body: notice(t, 3), header: map[string]string{"Content-Type": "application/octet-stream"}, signed: true}, 201, into)
	}
	if first.ID == "" || again != first {
		t.Errorf("first %+v, again %+v", first, again)
	}
}

// Without a folder nothing is taken, and that is said.
func TestTaskFilesOff(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.server.Orders.Files = nil
	w := f.do(call{method: "POST", path: "/tasks/" + f.issuedTask("north").ID + "/files?name=a.png", body: notice(t, 3), header: map[string]string{"Content-Type": "application/octet-stream", "Accept-Language": "zh"}, signed: true})
	if w.Code != 422 || !strings.Contains(w.Body.String(), "--evidence") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
