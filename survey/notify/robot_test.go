package notify

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"minping/survey"
)

var note = Note{
	Kind: Closed, Poll: "spring", Lang: "zh", Link: "https://survey.example.org/manage/spring",
	Subject: "“春季测评”已结束", Text: "“春季测评”已结束，不再收票 <1 & 2>。\n\n查看：https://survey.example.org/manage/spring",
}

// signedAt is a moment for signatures.
var signedAt = time.UnixMilli(1700000000123)

// The bodies are those of the documents that robot.go names.
func TestRobotBodies(t *testing.T) {
	for _, tt := range []struct {
		name string
		ch   Channel
		url  string
		body string
	}{
		{
			"企业微信，文本",
			Channel{Kind: WeCom, URL: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"},
			"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
			`{"msgtype":"text","text":{"content":"“春季测评”已结束\n“春季测评”已结束，不再收票 <1 & 2>。\n\n查看：https://survey.example.org/manage/spring"}}`,
		},
		{
			"企业微信，Markdown",
			Channel{Kind: WeCom, Markdown: true, URL: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"},
			"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
			`{"msgtype":"markdown","markdown":{"content":"**“春季测评”已结束**\n\n“春季测评”已结束，不再收票 ＜1 & 2＞。\n\n查看：\n\n[https://survey.example.org/manage/spring](https://survey.example.org/manage/spring)"}}`,
		},
		{
			"钉钉，文本",
			Channel{Kind: DingTalk, URL: "https://oapi.dingtalk.com/robot/send?access_token=k"},
			"https://oapi.dingtalk.com/robot/send?access_token=k",
			`{"msgtype":"text","text":{"content":"“春季测评”已结束\n“春季测评”已结束，不再收票 <1 & 2>。\n\n查看：https://survey.example.org/manage/spring"}}`,
		},
		{
			// printf '1700000000123\nSECtest' | openssl dgst -sha256 -hmac SECtest -binary | base64
			"钉钉，Markdown，加签",
			Channel{Kind: DingTalk, Markdown: true, URL: "https://oapi.dingtalk.com/robot/send?access_token=k", Secret: "SECtest"},
			"https://oapi.dingtalk.com/robot/send?access_token=k&sign=lrMq5E54T40t3FfGVjxdvoqIbXlWY6mzkZYiVoI6emk%3D&timestamp=1700000000123",
			`{"msgtype":"markdown","markdown":{"title":"“春季测评”已结束","text":"**“春季测评”已结束**\n\n“春季测评”已结束，不再收票 ＜1 & 2＞。\n\n查看：\n\n[https://survey.example.org/manage/spring](https://survey.example.org/manage/spring)"}}`,
		},
		{
			"飞书，文本",
			Channel{Kind: Feishu, URL: "https://open.feishu.cn/open-apis/bot/v2/hook/k"},
			"https://open.feishu.cn/open-apis/bot/v2/hook/k",
			`{"msg_type":"text","content":{"text":"“春季测评”已结束\n“春季测评”已结束，不再收票 <1 & 2>。\n\n查看：https://survey.example.org/manage/spring"}}`,
		},
		{
			// printf '' | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(printf '1700000000\ntest' | xxd -p) -binary | base64
			"飞书，富文本，签名校验",
			Channel{Kind: Feishu, Markdown: true, URL: "https://open.feishu.cn/open-apis/bot/v2/hook/k", Secret: "test"},
			"https://open.feishu.cn/open-apis/bot/v2/hook/k",
			`{"timestamp":"1700000000","sign":"eSJQnOl8XqPTMPHWz9e5IzeHS/tqoc68g2967ekIPmg=","msg_type":"post","content":{"post":{"zh_cn":{"title":"“春季测评”已结束","content":[[{"tag":"text","text":"“春季测评”已结束，不再收票 <1 & 2>。"}],[{"tag":"text","text":"查看："},{"tag":"a","text":"https://survey.example.org/manage/spring","href":"https://survey.example.org/manage/spring"}]]}}}}`,
		},
		{
			"JSON",
			Channel{Kind: JSON, URL: "https://hooks.example.org/x", Secret: "token", Body: `{"a": ["{subject}", 1, {"b": "{kind} {poll} {lang} {time}"}], "n": 12345678901234567890}`},
			"https://hooks.example.org/x",
			`{"a":["“春季测评”已结束",1,{"b":"closed spring zh 2023-11-14T22:13:20Z"}],"n":12345678901234567890}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := tt.ch.request(note, signedAt)
			must(t, err)
			if r.URL != tt.url {
				t.Errorf("to %s", r.URL)
			}
			if string(r.Body) != tt.body {
				t.Errorf("body\n%s, want\n%s", r.Body, tt.body)
			}
			if got := r.Header.Get("Content-Type"); got != "application/json; charset=utf-8" {
				t.Errorf("type %q", got)
			}
			if got := r.Header.Get("Authorization"); (got == "Bearer token") != (tt.ch.Kind == JSON) {
				t.Errorf("authorization %q", got)
			}
		})
	}
}

// A text is cut where a robot would refuse it, at a whole character, and its
// link stays.
func TestRobotTextsAreCut(t *testing.T) {
	long := note
	long.Text = strings.Repeat("很长的说明", 10_000)
	for _, tt := range []struct {
		ch   Channel
		most int
	}{
		{Channel{Kind: WeCom}, 2048},
		{Channel{Kind: WeCom, Markdown: true}, 4096},
		{Channel{Kind: DingTalk}, 20_000},
		{Channel{Kind: DingTalk, Markdown: true}, 20_000},
		{Channel{Kind: Feishu}, 20_000},
		{Channel{Kind: Feishu, Markdown: true}, 20_000},
	} {
		r, err := tt.ch.request(long, signedAt)
		must(t, err)
		var content struct {
			Text     struct{ Content string } `json:"text"`
			Markdown struct{ Content, Text string }
		}
		must(t, json.Unmarshal(r.Body, &content))
		said := content.Text.Content + content.Markdown.Content
		if len(said) > tt.most || len(r.Body) > tt.most+100 || !utf8.Valid(r.Body) {
			t.Errorf("%s: %d bytes of text, %d of body", tt.ch.Kind, len(said), len(r.Body))
		}
		if tt.ch.Markdown && tt.ch.Kind != Feishu && !strings.Contains(string(r.Body), "]("+note.Link+")") {
			t.Errorf("%s lost its link", tt.ch.Kind)
		}
	}
}

func TestRobotAnswers(t *testing.T) {
	for _, tt := range []struct {
		kind   ChannelKind
		status int
		body   string
		want   string // "": taken
		final  bool
	}{
		{WeCom, 200, `{"errcode":0,"errmsg":"ok"}`, "", false},
		{WeCom, 200, `{"errcode":93000,"errmsg":"invalid webhook url"}`, "93000 invalid webhook url", true},
		{WeCom, 200, `{"errcode":45009,"errmsg":"api freq out of limit"}`, "45009 api freq out of limit", false},
		{DingTalk, 200, `{"errcode":0,"errmsg":"ok"}`, "", false},
		{DingTalk, 200, `{"errcode":310000,"errmsg":"sign not match\r\nmore"}`, "310000 sign not match  more", true},
		{Feishu, 200, `{"code":0,"msg":"success","data":{},"StatusCode":0}`, "", false},
		{Feishu, 200, `{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}`, "19021 sign match fail or timestamp is not within one hour from current time", true},
		{Feishu, 400, `{"code":9499}`, "HTTP 400", true},
		{WeCom, 200, `<html>`, "the answer is not that of a robot: invalid character '<' looking for beginning of value", true},
		{WeCom, 200, `{}`, "the answer is not that of a robot: it has no code", true},
		{JSON, 204, ``, "", false},
		{JSON, 429, ``, "HTTP 429", false},
		{JSON, 503, ``, "HTTP 503", false},
		{JSON, 302, ``, "HTTP 302", true},
	} {
		err := (&Channel{Kind: tt.kind}).accepted(tt.status, []byte(tt.body))
		_, final := errors.AsType[PermanentError](err)
		said := ""
		if err != nil {
			said = err.Error()
		}
		if said != tt.want || final != tt.final {
			t.Errorf("%s %d %s: %q, final %v", tt.kind, tt.status, tt.body, said, final)
		}
	}
}

// Trust test 51: what is filled into a JSON body stays in its string.
func TestJSONBodyKeepsItsForm(t *testing.T) {
	hostile := Note{Subject: `", "admin": true, "x": "`, Text: "a\"\\\n{link}\u2028</script>", Link: `"}`, Poll: "{text}"}
	body, err := fillJSON(`{"s": "{subject}", "t": "{text}", "p": "{poll}"}`, hostile, signedAt)
	must(t, err)
	written, err := compact(body)
	must(t, err)
	var back map[string]string
	must(t, json.Unmarshal(written, &back))
	if len(back) != 3 || back["s"] != hostile.Subject || back["t"] != hostile.Text || back["p"] != "{text}" {
		t.Errorf("%s", written)
	}
	for _, bad := range []string{`{"a": }`, `{"a": 1} {"b": 2}`, `"{text}" x`, `{text}`} {
		if _, err := parseBody(bad); !errors.Is(err, errBody) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestChannelChecks(t *testing.T) {
	good := map[ChannelKind]Channel{
		ByMail:   {Name: "值班室", Kind: ByMail, Lang: "zh", To: []string{"wang@example.org"}},
		WeCom:    {Name: "a", Kind: WeCom, Lang: "en", URL: "https://qyapi.weixin.qq.com/x?key=1", Events: survey.EventKinds},
		JSON:     {Name: "a", Kind: JSON, Lang: "en", URL: "http://hooks.example.org/", Secret: "s", Body: DefaultBody},
		DingTalk: {Name: "a", Kind: DingTalk, Lang: "zh", URL: "https://oapi.dingtalk.com/robot/send?access_token=1", Secret: "SEC1"},
	}
	for kind, ch := range good {
		if errs := ch.check(); len(errs) > 0 {
			t.Errorf("%s: %v", kind, errs)
		}
	}
	for _, tt := range []struct {
		kind   ChannelKind
		change func(*Channel)
		field  string
		key    string
	}{
		{ByMail, func(c *Channel) { c.Name = "" }, "name", "missing"},
		{ByMail, func(c *Channel) { c.Name = "a\r\nb" }, "name", "one_line"},
		{ByMail, func(c *Channel) { c.To = nil }, "to", "missing"},
		{ByMail, func(c *Channel) { c.To = []string{"a@example.org", "王 <b@example.org>"} }, "to[1]", "mail_address"},
		{ByMail, func(c *Channel) { c.Lang = "fr" }, "lang", "unknown_lang"},
		{ByMail, func(c *Channel) { c.Secret = "x" }, "secret", "channel_secret"},
		{WeCom, func(c *Channel) { c.URL = "" }, "url", "missing"},
		{WeCom, func(c *Channel) { c.URL = "http://qyapi.weixin.qq.com/" }, "url", "channel_url"},
		{WeCom, func(c *Channel) { c.Secret = "x" }, "secret", "channel_secret"},
		{WeCom, func(c *Channel) { c.Events = []survey.EventKind{"ballot.cast"} }, "events[0]", "unknown_event"},
		{DingTalk, func(c *Channel) { c.URL = "https://u:p@example.org/" }, "url", "channel_url"},
		{DingTalk, func(c *Channel) { c.Secret = "a\r\nb" }, "secret", "bad_characters"},
		{JSON, func(c *Channel) { c.URL = "file:///etc/passwd" }, "url", "channel_url"},
		{JSON, func(c *Channel) { c.Body = `{"a"}` }, "body", "channel_body"},
		{WeCom, func(c *Channel) { c.Kind = "sms" }, "kind", "channel_kind"},
	} {
		ch := good[tt.kind]
		tt.change(&ch)
		errs := ch.check()
		if len(errs) != 1 || errs[0].Field != tt.field || errs[0].Key != tt.key {
			t.Errorf("%s.%s %s: %v", tt.kind, tt.field, tt.key, errs)
		}
		if errs.Error() == "" || errs[0].Message("zh") == errs[0].Key {
			t.Errorf("%s says nothing", tt.key)
		}
	}
}
