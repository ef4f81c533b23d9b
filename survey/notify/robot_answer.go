package notify

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
)

// busy are the answers of robots that pass: their system is busy, or too many
// messages came in a minute.
var busy = map[ChannelKind][]int{
	WeCom:    {-1, 45009, 45033},
	DingTalk: {-1, 130101, 410100, 660026},
	Feishu:   {9499, 11232, 11233, 99991400},
}

// accepted says whether an answer means that the message was taken. Robots say
// so in the body, whatever the status.
func (ch *Channel) accepted(status int, body []byte) error {
	if status/100 != 2 {
		err := fmt.Errorf("HTTP %d", status)
		if status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500 {
			return err
		}
		return PermanentError{err}
	}
	if ch.Kind == JSON {
		return nil
	}
	var said struct {
		ErrCode *int   `json:"errcode"`
		ErrMsg  string `json:"errmsg"`
		Code    *int   `json:"code"`
		Msg     string `json:"msg"`
	}
	if err := json.Unmarshal(body, &said); err != nil {
		return PermanentError{fmt.Errorf("the answer is not that of a robot: %w", err)}
	}
	code, text := said.ErrCode, said.ErrMsg
	if ch.Kind == Feishu {
		code, text = said.Code, said.Msg
	}
	switch {
	case code == nil:
		return PermanentError{fmt.Errorf("the answer is not that of a robot: it has no code")}
	case *code == 0:
		return nil
	}
	err := fmt.Errorf("%d %s", *code, cut(oneLine(text), 200))
	if slices.Contains(busy[ch.Kind], *code) {
		return err
	}
	return PermanentError{err}
}
