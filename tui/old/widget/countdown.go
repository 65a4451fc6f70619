package widget

import (
	"fmt"
	"strings"
	"time"

	"zoauth/tui/old/theme"
)

// Clock writes a duration that counts down: "47:12", from an hour on "1:02:09".
// It never goes below zero.
func Clock(d time.Duration) string {
	d = max(d, 0).Truncate(time.Second)
	if d >= time.Hour {
		return fmt.Sprintf("%d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
	}
	return fmt.Sprintf("%02d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}

// Short writes a duration without a leading zero: "8:42". It never goes below zero.
func Short(d time.Duration) string {
	d = max(d, 0).Truncate(time.Second)
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}

// Ago writes how long something is past, in its two largest units: "2 d 15 h",
// "57 min", "12 s".
func Ago(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d >= 24*time.Hour:
		return fmt.Sprintf("%d d %d h", int(d.Hours())/24, int(d.Hours())%24)
	case d >= time.Hour:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	case d >= time.Minute:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	default:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	}
}

// Bar draws how much of whole is left in w cells.
func Bar(t *theme.Theme, left, whole time.Duration, w int) string {
	if whole <= 0 || w <= 0 {
		return ""
	}
	share := float64(min(max(left, 0), whole)) / float64(whole)
	full := int(share*float64(w) + 0.5)
	if left > 0 && full == 0 {
		full = 1
	}
	return strings.Repeat(t.Glyph.Full, full) + strings.Repeat(t.Glyph.Empty, w-full)
}
