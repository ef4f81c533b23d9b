package access

import "testing"

func TestShortAgent(t *testing.T) {
	for header, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                      "Firefox, Windows",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0":                         "Edge, Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1":      "Safari, iOS",
		"Mozilla/5.0 (Linux; Android 14; SM-X1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36 MicroMessenger/8.0.50": "WeChat, Android",
		"curl/8.5": "curl", "<script>": "", "": "",
	} {
		if got := shortAgent(header); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}
