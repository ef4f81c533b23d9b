package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"mime"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
)

func picture(t testing.TB, kind Kind) []byte {
	t.Helper()
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 9, 7))
	var err error
	switch kind {
	case PNG:
		err = png.Encode(&b, img)
	case JPEG:
		err = jpeg.Encode(&b, img, nil)
	case GIF:
		err = gif.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	docxTypes = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	xlsxTypes = `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	pdf       = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)

// office packs parts, as name, text, name, text, ….
func office(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wrong is the key of what is wrong with a file, "" where nothing is.
func wrong(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	errs, ok := errors.AsType[survey.FieldErrors](err)
	if !ok || len(errs) != 1 {
		t.Fatalf("not told to whoever uploads: %v", err)
	}
	for _, lang := range []string{"zh", "en"} {
		if m := errs[0].Message(lang); m == errs[0].Key || strings.ContainsAny(m, "{}") {
			t.Errorf("%s: %q", lang, m)
		}
	}
	return errs[0].Key
}

func TestSniff(t *testing.T) {
	huge := picture(t, PNG)
	copy(huge[16:], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65536 × 65536
	docx := office(t, "[Content_Types].xml", docxTypes, "word/document.xml", "<d/>")
	for _, tt := range []struct {
		name    string
		content []byte
		want    string // kind, or key of what is wrong
	}{
		{"a.png", picture(t, PNG), string(PNG)},
		{"照片.JPG", picture(t, JPEG), string(JPEG)},
		{"a.jpeg", picture(t, JPEG), string(JPEG)},
		{"a.gif", picture(t, GIF), string(GIF)},
		{"整改报告.pdf", []byte(pdf), string(PDF)},
		{"a.docx", docx, string(DOCX)},
		{"a.xlsx", office(t, "[Content_Types].xml", xlsxTypes, "xl/_rels/sheet.xml.rels", `<R><Relationship Type="http://x/hyperlink" TargetMode="External" Target="https://a"/></R>`), string(XLSX)},

		{"a.svg", []byte("<svg/>"), "evidence_kind"},
		{"a.html", []byte("<html>"), "evidence_kind"},
		{"a.zip", docx, "evidence_kind"},
		{"a.docm", docx, "evidence_kind"},
		{"a", []byte(pdf), "evidence_kind"},
		{"a.pdf", nil, "evidence_empty"},
		{"a.png", picture(t, JPEG), "evidence_content"},
		{"a.png", []byte("<svg onload=alert(1)>"), "evidence_content"},
		{"a.pdf", append([]byte("<html>"), pdf...), "evidence_content"},
		{"a.pdf", []byte("%PDF-1.7"), "evidence_damaged"},
		{"a.pdf", []byte(strings.Replace(pdf, "/Catalog", "/Catalog/OpenAction<</S/JavaScript/JS(x)>>", 1)), "evidence_active"},
		{"a.pdf", []byte(strings.Replace(pdf, "endobj", "endobj "+strings.Repeat(" ", 65536-50)+"/Launch", 1)), "evidence_active"},
		{"a.png", picture(t, PNG)[:20], "evidence_damaged"},
		{"a.png", huge, "evidence_damaged"}, // its checksum is another
		{"a.png", append(picture(t, PNG), docx...), "evidence_hidden"},
		{"a.pdf", append(append([]byte(pdf), docx...), "\n%%EOF"...), "evidence_hidden"},
		{"a.xlsx", docx, "evidence_content"},
		{"a.docx", picture(t, PNG), "evidence_content"},
		{"a.docx", docx[:len(docx)-9], "evidence_damaged"},
		{"a.docx", office(t, "a.txt", "no document"), "evidence_damaged"},
		{"a.docx", office(t, "[Content_Types].xml", strings.Replace(docxTypes, "document.main", "document.macroEnabled.main", 1)), "evidence_macros"},
		{"a.docx", office(t, "[Content_Types].xml", docxTypes, "word/vbaProject.bin", "x"), "evidence_macros"},
		{"a.docx", office(t, "[Content_Types].xml", docxTypes, "word/embeddings/oleObject1.bin", "x"), "evidence_macros"},
		{"a.docx", office(t, "[Content_Types].xml", docxTypes, "word/_rels/settings.xml.rels", `<R><Relationship Type="http://x/attachedTemplate" TargetMode="External" Target="http://evil/t.dotm"/></R>`), "evidence_macros"},
		{"a.docx", office(t, "[Content_Types].xml", docxTypes, "../evil", "x"), "evidence_damaged"},
		{"a.docx", office(t, "[Content_Types].xml", docxTypes, "WORD/x", "1", "word/X", "2"), "evidence_damaged"},
		{"a.docx", office(t, "[Content_Types].xml", strings.Repeat(" ", mostPart+1)), "evidence_inflated"},
		{"a.docx", office(t, append([]string{"[Content_Types].xml", docxTypes}, many(mostEntries)...)...), "evidence_inflated"},
	} {
		kind, err := Sniff(tt.name, bytes.NewReader(tt.content), int64(len(tt.content)))
		got := string(kind)
		if err != nil {
			got = wrong(t, err)
		}
		if got != tt.want {
			t.Errorf("%s of %d bytes: %s (%v), want %s", tt.name, len(tt.content), got, err, tt.want)
		}
	}
}

func many(n int) (parts []string) {
	for i := range n {
		parts = append(parts, fmt.Sprint("p", i), "")
	}
	return parts
}

func folder(t testing.TB, limits Limits, scanner Scanner) *Folder {
	t.Helper()
	f, err := OpenFolder(filepath.Join(t.TempDir(), "evidence"), limits, scanner)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What is put in comes out, once under one hash, whoever puts it in and how often.
func TestPut(t *testing.T) {
	f := folder(t, DefaultLimits, nil)
	content := picture(t, PNG)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			file, err := f.Put(t.Context(), fmt.Sprintf("%d.png", i), bytes.NewReader(content))
			sum := sha256.Sum256(content)
			if want := (File{hex.EncodeToString(sum[:]), PNG, int64(len(content))}); err != nil || file != want {
				t.Errorf("%+v, %v; want %+v", file, err, want)
			}
		})
	}
	wg.Wait()
	if b, n := f.Usage(); n != 1 || b != int64(len(content)) {
		t.Errorf("%d files of %d bytes", n, b)
	}
	sum := sha256.Sum256(content)
	r, err := f.Open(hex.EncodeToString(sum[:]))
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	for _, hash := range []string{"", "..", "../../etc/passwd", strings.Repeat("a", 64), strings.Repeat("A", 64), strings.Repeat("/", 64)} {
		if _, err := f.Open(hash); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("opened %q: %v", hash, err)
		}
	}
	again, err := OpenFolder(f.dir, DefaultLimits, nil)
	if err != nil {
		t.Fatal(err)
	}
	if b, n := again.Usage(); n != 1 || b != int64(len(content)) {
		t.Errorf("after opening it again: %d files of %d bytes", n, b)
	}
}

// failing breaks off in the middle of an upload.
type failing struct{ left int }

func (f *failing) Read(p []byte) (int, error) {
	if f.left == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n := min(f.left, len(p))
	f.left -= n
	return n, nil
}

// Beyond the limits nothing is taken, and nothing remains of what was not.
func TestLimits(t *testing.T) {
	size := int64(len(pdf))
	f := folder(t, Limits{File: size + 3, Total: 2*size + 6, Files: 2}, nil)
	put := func(content string) string {
		_, err := f.Put(t.Context(), "a.pdf", strings.NewReader(content))
		return wrong(t, err)
	}
	if got := put(pdf + "    "); got != "evidence_size" {
		t.Errorf("too large: %s", got)
	}
	if a, b := put(pdf), put(pdf+"\n"); a != "" || b != "" {
		t.Fatal(a, b)
	}
	if got := put(pdf + "\n\n"); got != "evidence_full" {
		t.Errorf("a third: %s", got)
	}
	if _, err := f.Put(t.Context(), "a.pdf", &failing{5}); err == nil {
		t.Error("taken though it broke off")
	}
	left, err := os.ReadDir(filepath.Join(f.dir, arriving))
	if err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}

// A file that the scanner finds something in, or cannot look at, is not kept.
func TestScanner(t *testing.T) {
	script := filepath.Join(t.TempDir(), "scan")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ngrep -q EICAR \"$2\" && exit 1\ngrep -q BROKEN \"$2\" && exit 2\ngrep -q SLOW \"$2\" && exec sleep 60\nexit 0\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	f := folder(t, DefaultLimits, Command{Args: []string{script, "--no-summary"}, Timeout: 2 * time.Second})
	for text, want := range map[string]string{"": "", "EICAR": "evidence_infected", "BROKEN": "evidence_scanner", "SLOW": "evidence_scanner"} {
		_, err := f.Put(t.Context(), "a.pdf", strings.NewReader(strings.Replace(pdf, "endobj", "endobj "+text, 1)))
		if got := wrong(t, err); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if _, n := f.Usage(); n != 1 {
		t.Errorf("%d files kept", n)
	}
	for _, c := range []Command{{Timeout: time.Second}, {Args: []string{"/nonexistent/scanner"}, Timeout: time.Second}} {
		if _, err := folder(t, DefaultLimits, c).Put(t.Context(), "a.pdf", strings.NewReader(pdf)); wrong(t, err) != "evidence_scanner" {
			t.Errorf("%v: %v", c.Args, err)
		}
	}
	if err := (Command{Args: []string{script, "x", "{file}"}, Timeout: time.Second}).Scan(t.Context(), script); !errors.Is(err, ErrInfected) {
		t.Errorf("{file} is not the path: %v", err) // the script holds the word it looks for
	}
}

// Sweep removes what is old and not in use; what was uploaded again stays.
func TestSweep(t *testing.T) {
	f := folder(t, DefaultLimits, nil)
	var hashes []string
	for i := range 4 {
		file, err := f.Put(t.Context(), "a.pdf", strings.NewReader(pdf+strings.Repeat("\n", i)))
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, file.Hash)
	}
	now, old := time.Now(), time.Now().Add(-48*time.Hour)
	for _, h := range hashes[:3] {
		if err := os.Chtimes(f.path(h), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Put(t.Context(), "b.pdf", strings.NewReader(pdf+"\n")); err != nil { // hashes[1] anew
		t.Fatal(err)
	}
	used := func(h string) (bool, error) { return h == hashes[2], nil }
	if n, err := f.Sweep(t.Context(), now.Add(-time.Hour), used); n != 1 || err != nil {
		t.Errorf("%d removed, %v", n, err)
	}
	for i, want := range []bool{false, true, true, true} {
		file, err := f.Open(hashes[i])
		if (err == nil) != want {
			t.Errorf("file %d: %v", i, err)
		}
		if err == nil {
			err = file.Close()
		}
		if err != nil && want {
			t.Error(err)
		}
	}
	if _, n := f.Usage(); n != 3 {
		t.Errorf("%d files counted", n)
	}
	failed := errors.New("the store is away")
	if n, err := f.Sweep(t.Context(), now.Add(time.Hour), func(string) (bool, error) { return false, failed }); n != 0 || !errors.Is(err, failed) {
		t.Errorf("not knowing, %d removed: %v", n, err)
	}
}

// A content that was damaged on disk is mended by whoever puts it in again.
func TestPutMends(t *testing.T) {
	f := folder(t, DefaultLimits, nil)
	file, err := f.Put(t.Context(), "a.pdf", strings.NewReader(pdf))
	if err == nil {
		err = os.WriteFile(f.path(file.Hash), []byte(strings.ToUpper(pdf)), 0o600)
	}
	if err == nil {
		_, err = f.Put(t.Context(), "a.pdf", strings.NewReader(pdf))
	}
	if err != nil {
		t.Fatal(err)
	}
	if faults, err := f.Verify(t.Context(), []string{file.Hash}); len(faults) != 0 || err != nil {
		t.Errorf("%+v, %v", faults, err)
	}
	if b, n := f.Usage(); n != 1 || b != int64(len(pdf)) {
		t.Errorf("%d files of %d bytes", n, b)
	}
}

// Two processes share a folder: one takes in what the other is about to sweep,
// and it is there afterwards; each counts what the other keeps once it sweeps.
func TestSharedFolder(t *testing.T) {
	one := folder(t, DefaultLimits, nil)
	other, err := OpenFolder(one.dir, DefaultLimits, nil)
	if err != nil {
		t.Fatal(err)
	}
	unused := func(string) (bool, error) { return false, nil }
	older, old := time.Now().Add(-time.Hour), time.Now().Add(-48*time.Hour)
	swept := 0
	for range 100 {
		file, err := one.Put(t.Context(), "a.pdf", strings.NewReader(pdf))
		if err == nil {
			err = os.Chtimes(one.path(file.Hash), old, old)
		}
		if err != nil {
			t.Fatal(err)
		}
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := one.Put(t.Context(), "a.pdf", strings.NewReader(pdf)); err != nil {
				t.Error("taking it in:", err)
			}
		})
		both.Go(func() {
			n, err := other.Sweep(t.Context(), older, unused)
			if err != nil {
				t.Error("sweeping:", err)
			}
			swept += n
		})
		both.Wait()
		if _, err := os.Stat(one.path(file.Hash)); err != nil {
			t.Fatal("what was taken in is gone:", err)
		}
		if _, n := other.Usage(); n > 1 {
			t.Fatalf("%d files counted", n)
		}
	}
	t.Logf("swept %d times before it was taken in again", swept)
}

// Verify names what is missing or another; a copy mends the one and refuses the other.
func TestVerifyAndCopy(t *testing.T) {
	f, backup := folder(t, DefaultLimits, nil), folder(t, Limits{}, nil)
	var hashes []string
	for i := range 3 {
		file, err := f.Put(t.Context(), "a.pdf", strings.NewReader(pdf+strings.Repeat("\n", i)))
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, file.Hash)
	}
	if missing, err := f.CopyTo(t.Context(), backup, append(hashes, strings.Repeat("a", 64), "../x")); len(missing) != 2 || err != nil {
		t.Fatalf("missing %v, %v", missing, err)
	}
	if b, n := backup.Usage(); n != 3 || b == 0 {
		t.Errorf("%d files of %d bytes are copied", n, b)
	}
	if missing, err := f.CopyTo(t.Context(), backup, hashes); len(missing) != 0 || err != nil {
		t.Errorf("again: missing %v, %v", missing, err)
	}
	if err := os.WriteFile(f.path(hashes[0]), []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(f.path(hashes[1])); err != nil {
		t.Fatal(err)
	}
	faults, err := f.Verify(t.Context(), append(hashes, hashes[1]))
	if err != nil || len(faults) != 2 || faults[0] != (Fault{Hash: hashes[0]}) || faults[1] != (Fault{Hash: hashes[1], Missing: true}) {
		t.Errorf("%+v, %v", faults, err)
	}
	if missing, err := f.CopyTo(t.Context(), folder(t, DefaultLimits, nil), hashes); err != nil || !slices.Equal(missing, hashes[:2]) {
		t.Errorf("what is damaged or gone and was not copied: %v, %v", missing, err)
	}
	if missing, err := backup.CopyTo(t.Context(), f, hashes); len(missing) != 0 || err != nil {
		t.Errorf("brought back but for %v, %v", missing, err)
	}
	if faults, err := f.Verify(t.Context(), hashes); err != nil || len(faults) != 0 {
		t.Errorf("after the copy came back: %+v, %v", faults, err)
	}
}

// TestCrash kills a process that takes files in, at different moments: what bears
// a hash is whole, and what it answered for is there.
func TestCrash(t *testing.T) {
	if os.Getenv("EVIDENCE_CRASH") != "" {
		f, err := OpenFolder("evidence", DefaultLimits, nil) // in the folder that it is started in
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; ; i++ {
			file, err := f.Put(context.Background(), "a.pdf", strings.NewReader(pdf+strings.Repeat(" ", i*997%300000)+"%%EOF"))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Println(file.Hash)
		}
	}
	dir := filepath.Join(t.TempDir(), "evidence")
	acknowledged := map[string]bool{}
	for i := range 5 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestCrash$")
		cmd.Env = append(os.Environ(), "EVIDENCE_CRASH=1")
		cmd.Dir = filepath.Dir(dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// after some acknowledged files, in the middle of the next
		buf := make([]byte, 65*(3+4*i))
		if _, err := io.ReadFull(out, buf); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * 3 * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(out)
		if err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		for line := range strings.SplitSeq(string(buf)+string(rest), "\n") {
			if validHash(line) {
				acknowledged[line] = true
			}
		}
	}
	f, err := OpenFolder(dir, DefaultLimits, nil)
	if err != nil {
		t.Fatal(err)
	}
	var referred []string
	for h := range acknowledged {
		referred = append(referred, h)
	}
	if faults, err := f.Verify(t.Context(), referred); err != nil || len(faults) > 0 || len(referred) < 15 {
		t.Errorf("of %d acknowledged: %+v, %v", len(referred), faults, err)
	}
	left := func() []os.DirEntry {
		entries, err := os.ReadDir(filepath.Join(dir, arriving))
		if err != nil {
			t.Fatal(err)
		}
		return entries
	}
	old := time.Now().Add(-2 * stale) // what is younger may be arriving by another server
	for _, e := range left() {
		if err := os.Chtimes(filepath.Join(dir, arriving, e.Name()), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := OpenFolder(dir, DefaultLimits, nil); err != nil || len(left()) > 0 {
		t.Errorf("%d half files are left, %v", len(left()), err)
	}
}

func TestHeader(t *testing.T) {
	h := http.Header{}
	Header(h, "../../整改报告\r\nX: y\".pdf", PDF)
	_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	if err != nil || params["filename"] != "整改报告X y.pdf" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
		t.Errorf("%q: %v, %v", h.Get("Content-Disposition"), params, err)
	}
	if h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("Content-Type") != "application/pdf" {
		t.Error(h)
	}
	for give, want := range map[string]string{
		`C:\Users\王\照片.jpg`: "照片.jpg", "": "file", "...": "file", ".pdf": "pdf", "a/b/c.png": "c.png",
		strings.Repeat("长", 300) + ".docx": strings.Repeat("长", 115) + ".docx", "a\u202egpj.exe": "agpj.exe",
	} {
		if got := Name(give); got != want {
			t.Errorf("%q becomes %q, want %q", give, got, want)
		}
	}
	if KindOf("a.DOCX") != DOCX || KindOf("a.exe") != "application/octet-stream" {
		t.Error("kinds by name")
	}
}

// FuzzSniff: whatever comes, it is refused in words or is what its name says.
func FuzzSniff(f *testing.F) {
	for _, k := range []Kind{PNG, JPEG, GIF} {
		f.Add("a.png", picture(f, k))
	}
	f.Add("a.pdf", []byte(pdf))
	f.Add("a.docx", office(f, "[Content_Types].xml", docxTypes, "word/_rels/a.rels", `<R><Relationship TargetMode="External"/></R>`))
	f.Add("a.xlsx", office(f, "[Content_Types].xml", xlsxTypes))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		kind, err := Sniff(name, bytes.NewReader(content), int64(len(content)))
		if err != nil {
			if wrong(t, err) == "" || kind != "" {
				t.Fatalf("%q: %v", kind, err)
			}
			return
		}
		if KindOf(name) != kind {
			t.Fatalf("%q is taken for %s", name, kind)
		}
		lower := bytes.ToLower(bytes.TrimSpace(content))
		if bytes.HasPrefix(lower, []byte("<")) {
			t.Fatalf("a page is taken for %s", kind)
		}
	})
}

// lying packs a part that unpacks to more than it says, or whose bytes it shares
// with another part.
func lying(t *testing.T, change func(directory []byte)) []byte {
	t.Helper()
	content := office(t, "[Content_Types].xml", docxTypes, "word/document.xml", strings.Repeat("0", 100_000), "word/other.xml", "<o/>")
	at := bytes.Index(content, []byte("PK\x01\x02"))
	change(content[at:])
	return content
}

// Office files that say something else than they hold are bombs for whoever opens them.
func TestLyingArchives(t *testing.T) {
	entry := func(directory []byte, name string) []byte {
		at := bytes.Index(directory, []byte(name))
		return directory[at-46:]
	}
	for name, tt := range map[string]struct {
		content []byte
		want    string
	}{
		"as it says":               {lying(t, func([]byte) {}), string(DOCX)},
		"unpacks to more":          {lying(t, func(d []byte) { copy(entry(d, "word/document.xml")[24:], []byte{9, 0, 0, 0}) }), "evidence_damaged"},
		"unpacks to less":          {lying(t, func(d []byte) { copy(entry(d, "word/document.xml")[24:], []byte{0, 0, 0, 1}) }), "evidence_damaged"},
		"says that it is enormous": {lying(t, func(d []byte) { copy(entry(d, "word/document.xml")[24:], []byte{0, 0, 0, 0x7f}) }), "evidence_inflated"},
		"holds more than there is": {lying(t, func(d []byte) { copy(entry(d, "word/other.xml")[20:], []byte{0, 0, 1, 0}) }), "evidence_inflated"},
		"other bytes":              {lying(t, func(d []byte) { copy(entry(d, "word/document.xml")[16:], []byte{1, 2, 3, 4}) }), "evidence_damaged"},
	} {
		kind, err := Sniff("a.docx", bytes.NewReader(tt.content), int64(len(tt.content)))
		got := string(kind)
		if err != nil {
			got = wrong(t, err)
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// What is read beside whoever keeps files there is left as it is.
func TestReadFolder(t *testing.T) {
	f := folder(t, DefaultLimits, nil)
	file, err := f.Put(t.Context(), "a.pdf", strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(f.dir, arriving, "1")
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := ReadFolder(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	if !read.Has(file.Hash) || read.Has(strings.Repeat("a", 64)) || read.Has("../"+file.Hash) {
		t.Error("what is there is not known")
	}
	all, err := read.Hashes()
	if err != nil || !slices.Equal(all, []string{file.Hash}) {
		t.Errorf("it holds %v, %v", all, err)
	}
	if missing, err := read.CopyTo(t.Context(), folder(t, Limits{}, nil), all); len(missing) != 0 || err != nil {
		t.Errorf("missing %v, %v", missing, err)
	}
	if _, err := os.Stat(half); err != nil {
		t.Errorf("what was arriving is gone: %v", err)
	}
	none, err := ReadFolder(filepath.Join(t.TempDir(), "none"))
	if err != nil {
		t.Fatal(err)
	}
	if faults, err := none.Verify(t.Context(), []string{file.Hash}); err != nil || len(faults) != 1 || !faults[0].Missing {
		t.Errorf("%+v, %v", faults, err)
	}
	if _, err := ReadFolder(half); err == nil {
		t.Error("a file is taken for a folder")
	}
}
