package site

import "testing"

func TestLocalPath(t *testing.T) {
	for then, want := range map[string]string{
		"": "/", "/": "/", "/r/x?tier=city": "/r/x?tier=city", "https://evil.example/": "/", "//evil.example": "/",
		`/\evil.example`: "/", "evil": "/", "javascript:alert(1)": "/", "/%": "/",
	} {
		if got := LocalPath(then); got != want {
			t.Errorf("localPath(%q) = %q, want %q", then, got, want)
		}
	}
}
