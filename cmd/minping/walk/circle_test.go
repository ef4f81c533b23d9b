package walk

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
)

// A 360 from the draw of raters to the report that somebody gets: the organiser
// and one rater at a screen, the other raters as programs.
func TestCircle(t *testing.T) {
	s := openStage(t)
	s.found(t)
	b := s.openTab(t).within(t)
	b.become("wei")
	b.look(view{"en", 1440, false})
	secrets := b.assigns()

	b.open("/manage/$assigned/setup/check")
	b.followClick("form.asked button.btn")
	handed := b.rates(secrets[0])
	for _, secret := range secrets {
		handed += s.rates(t, secret)
	}
	b.quiet(http.StatusUnprocessableEntity)

	// The organiser sees how far groups are, and no rater.
	b.become("wei")
	b.look(view{"en", 1440, false})
	b.open("/manage/$assigned/assignments")
	b.reads("Peers", "kept no longer")
	if names := eval[int](b, "document.body.innerText.split('bureau-').length - 1"); names != 0 {
		t.Errorf("the page of progress names %d people", names)
	}
	b.open("/manage/$assigned?ask=close")
	b.followClick("button[value=close]")
	b.open("/manage/$assigned?ask=publish")
	b.followClick("button[value=publish]")

	// The report to one of those who were evaluated, on the page and as a file.
	b.open("/r/$assigned/evaluation")
	if n := eval[int](b, "document.querySelectorAll('a[href*=\"feedback?unit=\"]').length"); n != 18 {
		t.Errorf("%d reports are linked, want 18", n)
	}
	b.look(view{"zh", 360, true})
	b.open("/r/$assigned/evaluation")
	b.wide(360)
	b.open("/r/$assigned/feedback?unit=bureau-2-1")
	b.reads("反馈报告", "谁参加了评价", "本人", "上级", "同级", "下级", "服务对象")
	b.wide(360)
	file := eval[string](b, `(async () => {
		const r = await fetch(document.querySelector('a[href*="feedback.pdf"]').href);
		return r.status + (await r.text()).slice(0, 5);
	})()`)
	if file != "200%PDF-" {
		t.Errorf("the report as a file: %q", file)
	}
	b.quiet(http.StatusOK)
	if handed < 200 {
		t.Errorf("%d sheets were handed in", handed)
	}
}

// assigns draws who evaluates whom, changes and approves some of it, and issues
// the bundles; it returns their secrets.
func (b *tab) assigns() (secrets []string) {
	b.t.Helper()
	const at = "/manage/$assigned/assignments"
	b.open(at + "?ask=draw#draw")
	b.followClick("#draw button[value=preview]")
	b.reads("nothing is stored yet")
	seed := eval[string](b, "document.querySelector('[name=seed]').value")
	b.followClick("#draw button[value=draw]")
	b.reads("seed " + seed)

	// Somebody is replaced, with a reason; somebody is proposed, and approved.
	b.open(at + "?person=bureau-2-1#one")
	marks := eval[[]string](b, "[...document.querySelectorAll('#one [name=mark]')].map(e => e.value)")
	peer := marks[slices.IndexFunc(marks, func(m string) bool { return strings.Contains(m, "|peer|") })]
	b.click(`#one [value="` + peer + `"]`)
	b.do(chromedp.SendKeys(chromedp.CSS("#reason"), "six months abroad"))
	b.followClick("#one button[value=replace]")
	b.reads("six months abroad")
	proposed := eval[string](b, `(() => {
		const held = [...document.querySelectorAll('#one [name=mark]')].map(e => e.value.split('|')[2]);
		return ['bureau-5-8', 'bureau-5-9', 'bureau-5-10', 'bureau-4-9'].find(id => !held.includes(id));
	})()`)
	b.do(chromedp.SendKeys(chromedp.CSS("#rater"), proposed))
	eval[bool](b, "document.querySelector('#group').value = 'recipient'; true")
	b.followClick("#one button[value=nominate]")
	b.click(`#nominations [value="bureau-2-1|recipient|` + proposed + `"]`)
	b.followClick("#nominations button[value=approve]")
	if waiting := eval[bool](b, "!!document.querySelector('#nominations')"); waiting {
		b.t.Error("what is approved waits still")
	}

	b.nominates()
	b.become("wei")
	b.look(view{"en", 1440, false})
	b.open(at + "?ask=issue#issue")
	b.reads("cannot be replaced")
	file := eval[string](b, `(async () => {
		const form = document.querySelector('#issue');
		form.elements.format.value = 'csv';
		return (await fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))})).text();
	})()`)
	for _, m := range regexp.MustCompile(`/w#([0-9A-Z-]+)`).FindAllStringSubmatch(file, -1) {
		secrets = append(secrets, m[1])
	}
	if len(secrets) < 30 {
		b.t.Fatalf("%d raters have bundles:\n%s", len(secrets), file)
	}
	b.open(at)
	b.reads("kept no longer")
	return secrets
}

// nominates lets a deputy propose raters at his telephone, and his head approve
// one and refuse the other.
func (b *tab) nominates() {
	b.t.Helper()
	b.open("/manage/$assigned/assignments?ask=call#call")
	file := eval[string](b, `(async () => {
		const go = document.querySelector('#call button[value=call]'), form = go.form;
		return (await fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form, go))})).text();
	})()`)
	link := func(id string) string {
		return found(b.t, file, id+`@example\.org,,[0-9A-Z-]+,http://[^/]+(/n/\S+)`)
	}
	opens := func(id string) {
		b.do(chromedp.Navigate(b.url+"/login"), chromedp.Navigate(b.url+link(id)))
		b.followClick(".acts .btn")
	}
	b.become("")
	b.look(view{"zh", 360, false})
	opens("bureau-2-2")
	b.reads("提名评价您的人", "同级", "下级", "服务对象", "最后由谁来评价，不会告诉您")
	b.wide(360)
	ticked := eval[string](b, `(e => { e.click(); return e.value })(document.querySelector('[name="rater.peer"]'))`)
	b.followClick(`button[value="nominate:peer"]`)
	b.reads("已记下", "已提交")
	b.do(chromedp.SendKeys(chromedp.CSS("#names-recipient"), "没有这个人"))
	b.followClick(`button[value="nominate:recipient"]`)
	b.reads("花名册中没有“没有这个人”")
	b.pictured("nominate")
	eval[string](b, "document.querySelector('#names-recipient').value = ''")
	eval[bool](b, `[...document.querySelectorAll('[name="rater.subordinate"]')].slice(0, 2).forEach(e => e.click()) ?? true`)
	b.followClick(`button[value="nominate:subordinate"]`)

	opens("bureau-2-1")
	if waits := eval[[]string](b, `[...document.querySelectorAll('[name=mark]')].map(e => e.value)`); len(waits) == 0 {
		b.reads("没有等您审核的提名") // whom he proposed was drawn for him
	} else {
		b.click(`[name=mark]`)
		b.do(chromedp.SendKeys(chromedp.CSS("#reason"), "工作上没有交集"))
		b.pictured("nominate-superior")
		b.followClick(`button[value=decline]`)
		opens("bureau-2-2")
		b.reads("没有采纳", "工作上没有交集")
	}
	if ticked == "" {
		b.t.Error("nobody can be ticked")
	}
	b.quiet(http.StatusUnprocessableEntity)
}

// wide demands that a page fits the screen.
func (b *tab) wide(most int) {
	b.t.Helper()
	if wide := eval[int](b, "document.documentElement.scrollWidth"); wide > most {
		b.t.Errorf("%s is %d pixels wide on a screen of %d", eval[string](b, "document.title"), wide, most)
	}
}

// pictured keeps what the whole page shows, where pictures are asked for.
func (b *tab) pictured(name string) {
	b.t.Helper()
	if *shots == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// rates opens a bundle on a telephone, fills in its first sheet by touch and
// says of its second that he cannot judge. It returns how many that are.
func (b *tab) rates(secret string) int {
	b.t.Helper()
	b.become("")
	b.look(view{"zh", 360, false})
	b.do(chromedp.Navigate(b.url + "/w#" + secret))
	b.followClick(".acts .btn")
	b.reads("用时", "您作为上级评价", "别人可能看得出这是谁的评价") // the first of the roster leads them
	b.followClick(".work .next-one .btn")
	b.do(chromedp.WaitVisible(chromedp.CSS(".marksheet")))
	b.followClick(".last") // too soon: what is missing is said
	b.do(chromedp.WaitVisible(chromedp.CSS("#sum")))
	eval[bool](b, `[...document.querySelectorAll('.marksheet input[value="4"]')].forEach(e => e.click()) ?? true`)
	b.followClick(".last")
	b.click("form [value=submit].btn")
	b.do(chromedp.WaitVisible(chromedp.CSS("[data-done]")))
	b.followClick(".work .acts .btn:first-child")
	b.followClick(".aside [value=decline]")
	b.click("form [value=submit].btn")
	b.do(chromedp.WaitVisible(chromedp.CSS("[data-done]")))
	b.followClick(".work [value=list]")
	if in := eval[int](b, "document.querySelectorAll('.work .in').length"); in != 2 {
		b.t.Errorf("%d sheets are in, want 2", in)
	}
	return 2
}

// rates hands in what is left of a bundle as programs do, and returns how many
// sheets that are.
func (s *stage) rates(t *testing.T, secret string) (n int) {
	t.Helper()
	var work struct {
		Poll   string
		Sheets []struct {
			Unit, Group, Code string
			Spent             bool
		}
	}
	statements := statements(t)
	answer := s.api(t, "", "/bundles/open", fmt.Sprintf(`{"secret":%q}`, secret), http.StatusOK)
	if err := json.Unmarshal([]byte(answer), &work); err != nil {
		t.Fatal(err)
	}
	for i, sheet := range work.Sheets {
		if sheet.Spent {
			continue
		}
		answers := map[string]string{}
		for j, item := range statements {
			answers[item] = fmt.Sprint(2 + (i+j+len(sheet.Code)+int(sheet.Code[0]))%4)
		}
		salt := sha256.Sum256([]byte(sheet.Code))
		body, err := json.Marshal(map[string]any{"code": sheet.Code, "salt": salt[:], "ballots": []any{map[string]any{"unit": sheet.Unit, "group": sheet.Group, "answers": answers}}})
		if err != nil {
			t.Fatal(err)
		}
		s.api(t, "", "/polls/"+work.Poll+"/submissions", string(body), http.StatusCreated)
		n++
	}
	return n
}

// statements are what is marked of somebody in the 360.
func statements(t *testing.T) (all []string) {
	t.Helper()
	source, err := library.Source("leadership-360")
	if err != nil {
		t.Fatal(err)
	}
	q, err := form.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	for i := range q.Items {
		if it := &q.Items[i]; it.Type == survey.Choice || it.Type == survey.Matrix {
			all = append(all, it.Answers()...)
		}
	}
	return all
}
