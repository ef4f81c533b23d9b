package site

import (
	"strings"
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	at := time.Date(2026, 3, 5, 18, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		lang string
		t    time.Time
		date string
		time string
	}{
		{"zh", at, "3 月 5 日", "3 月 5 日 18:00"},
		{"en", at, "5 March", "5 March, 18:00"},
		{"zh", at.AddDate(1, 0, 0), "2027 年 3 月 5 日", "2027 年 3 月 5 日 18:00"},
		{"en", at.AddDate(1, 0, 0), "5 March 2027", "5 March 2027, 18:00"},
	} {
		plain := func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
		if got := plain(writeDate(tt.lang, tt.t, now)); got != tt.date {
			t.Errorf("writeDate(%s) = %q, want %q", tt.lang, got, tt.date)
		}
		if got := plain(WriteTime(tt.lang, tt.t, now)); got != tt.time {
			t.Errorf("writeTime(%s) = %q, want %q", tt.lang, got, tt.time)
		}
	}
}
