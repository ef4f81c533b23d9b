package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"time"
)

// signDingTalk adds time (Unix ms) and signature to the address of a DingTalk
// robot: HMAC-SHA-256, keyed by the secret, of time, line feed and secret.
//
// https://open.dingtalk.com/document/robots/customize-robot-security-settings
func signDingTalk(u *url.URL, secret string, now time.Time) {
	at := strconv.FormatInt(now.UnixMilli(), 10)
	q := u.Query()
	q.Set("timestamp", at)
	q.Set("sign", hmac256(secret, at+"\n"+secret))
	u.RawQuery = q.Encode()
}

// signFeishu returns time (Unix s) and signature for the body of a Feishu
// robot: HMAC-SHA-256, keyed by time, line feed and secret, of nothing.
//
// https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
func signFeishu(secret string, now time.Time) (at, sign string) {
	at = strconv.FormatInt(now.Unix(), 10)
	return at, hmac256(at+"\n"+secret, "")
}

func hmac256(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}
