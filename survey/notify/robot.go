package notify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// A Request is what a channel other than mail posts.
type Request struct {
	URL    string // may hold a secret: never log it
	Header http.Header
	Body   []byte
}

// The most bytes of a text that a robot takes.
const (
	maxWeComText     = 2048
	maxWeComMarkdown = 4096
	maxDingTalk      = 19000 // of 20000 for the whole body
	maxFeishu        = 19000 // of 20 KB for the whole body
)

// request writes a note as the channel's robot wants it.
func (ch *Channel) request(n Note, now time.Time) (r Request, err error) {
	u, err := url.Parse(ch.URL)
	if err != nil {
		return r, PermanentError{errChannelURL}
	}
	r.Header = http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	var body any
	switch ch.Kind {
	case WeCom:
		body = ch.wecom(n)
	case DingTalk:
		body = ch.dingtalk(n)
		if ch.Secret != "" {
			signDingTalk(u, ch.Secret, now)
		}
	case Feishu:
		body = ch.feishu(n, now)
	case JSON:
		if body, err = fillJSON(ch.Body, n, now); err != nil {
			return r, PermanentError{err}
		}
		if ch.Secret != "" {
			r.Header.Set("Authorization", "Bearer "+ch.Secret)
		}
	default:
		return r, PermanentError{fmt.Errorf("channel of kind %q has no robot", ch.Kind)}
	}
	r.URL = u.String()
	r.Body, err = compact(body)
	return r, err
}

// wecom is the body of a 企业微信群机器人.
//
// https://developer.work.weixin.qq.com/document/path/91770
func (ch *Channel) wecom(n Note) any {
	type content struct {
		Content string `json:"content"`
	}
	if ch.Markdown {
		return struct {
			Type     string  `json:"msgtype"`
			Markdown content `json:"markdown"`
		}{"markdown", content{n.markdown(maxWeComMarkdown)}}
	}
	return struct {
		Type string  `json:"msgtype"`
		Text content `json:"text"`
	}{"text", content{n.plain(maxWeComText)}}
}

// dingtalk is the body of a 钉钉自定义机器人.
//
// https://open.dingtalk.com/document/robots/custom-robot-access
func (ch *Channel) dingtalk(n Note) any {
	if ch.Markdown {
		type markdown struct {
			Title string `json:"title"`
			Text  string `json:"text"`
		}
		return struct {
			Type     string   `json:"msgtype"`
			Markdown markdown `json:"markdown"`
		}{"markdown", markdown{oneLine(n.Subject), n.markdown(maxDingTalk)}}
	}
	type content struct {
		Content string `json:"content"`
	}
	return struct {
		Type string  `json:"msgtype"`
		Text content `json:"text"`
	}{"text", content{n.plain(maxDingTalk)}}
}

// feishu is the body of a 飞书自定义机器人: text, or a post whose title, lines
// and link are parts of their own.
//
// https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
func (ch *Channel) feishu(n Note, now time.Time) any {
	type signed struct {
		Timestamp string `json:"timestamp,omitempty"`
		Sign      string `json:"sign,omitempty"`
		Type      string `json:"msg_type"`
		Content   any    `json:"content"`
	}
	var s signed
	if ch.Secret != "" {
		s.Timestamp, s.Sign = signFeishu(ch.Secret, now)
	}
	if !ch.Markdown {
		s.Type, s.Content = "text", struct {
			Text string `json:"text"`
		}{n.plain(maxFeishu)}
		return s
	}
	s.Type, s.Content = "post", map[string]any{"post": map[string]any{feishuLang(n.Lang): n.post()}}
	return s
}

func feishuLang(lang string) string {
	if lang == "en" {
		return "en_us"
	}
	return "zh_cn"
}

// A feishuTag is a part of a line of a post.
type feishuTag struct {
	Tag  string `json:"tag"`
	Text string `json:"text"`
	Href string `json:"href,omitempty"`
}

type feishuPost struct {
	Title   string        `json:"title"`
	Content [][]feishuTag `json:"content"`
}

// post returns the note as lines of parts.
func (n Note) post() feishuPost {
	n.Text = cut(n.Text, maxFeishu-len(n.Subject)-2*len(n.Link))
	p := feishuPost{Title: oneLine(n.Subject)}
	for _, paragraph := range n.paragraphs() {
		for _, line := range paragraph {
			tags := []feishuTag{}
			for _, piece := range line {
				switch {
				case piece.Link:
					tags = append(tags, feishuTag{Tag: "a", Text: piece.Text, Href: n.Link})
				case piece.Text != "":
					tags = append(tags, feishuTag{Tag: "text", Text: piece.Text})
				}
			}
			p.Content = append(p.Content, tags)
		}
	}
	return p
}

// plain writes the note as text of so many bytes at most.
func (n Note) plain(most int) string {
	return cut(oneLine(n.Subject)+"\n"+strings.TrimSpace(n.Text), most)
}

// markdown writes the note so that nothing in it is taken for a mark, but for
// its subject and its link.
func (n Note) markdown(most int) string {
	link := ""
	if n.Link != "" {
		link = "\n\n[" + n.Link + "](" + n.Link + ")"
	}
	text := strings.TrimSpace(n.Text)
	if n.Link != "" {
		text = strings.TrimSpace(strings.ReplaceAll(text, n.Link, ""))
	}
	return cut("**"+unmarked.Replace(oneLine(n.Subject))+"**\n\n"+unmarked.Replace(text), most-len(link)) + link
}

// unmarked writes the marks of Markdown in full width, since not all robots
// know how to escape them.
var unmarked = strings.NewReplacer(
	"*", "＊", "_", "＿", "`", "｀", "[", "［", "]", "］", "<", "＜", ">", "＞", "#", "＃", "!", "！", "\\", "＼", "~", "～",
)

// cut leaves so many bytes at most of a text, whole characters.
func cut(s string, most int) string {
	const more = "…"
	if len(s) <= most {
		return s
	}
	end := max(0, most-len(more))
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + more
}

// compact writes JSON without escaping what is no danger outside HTML.
func compact(body any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(body)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
