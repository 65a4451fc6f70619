package flow

import (
	"fmt"
	"time"
)

// Span writes a length of time: to the second up to two days, as in "1h2m3s", then in
// days, months or years. It is never negative.
func Span(d time.Duration) string {
	const day = 24 * time.Hour
	switch d = d.Abs(); {
	case d < 2*day:
		return d.Truncate(time.Second).String()
	case d < 61*day:
		return Count(int(d/day), "day")
	case d < 2*365*day:
		return Count(int(d/(30*day)), "month")
	default:
		return Count(int(d/(365*day)), "year")
	}
}

// Count writes a number with the word for what it counts, in the plural unless it is one.
func Count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// ClockDifference says how this machine's clock differs from the server's, rounded: a
// Date header and the way to the server cost a second or two.
func ClockDifference(skew time.Duration) string {
	direction := "ahead of"
	if skew < 0 {
		direction = "behind"
	}
	return difference(skew.Abs()) + " " + direction + " the server's clock"
}

// difference writes d in one unit, as in "90 s", "57 min" or "2 h", beyond two days as
// [Span] does.
func difference(d time.Duration) string {
	minutes := d.Round(time.Minute)
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	case minutes < 2*time.Hour:
		return fmt.Sprintf("%d min", int(minutes.Minutes()))
	case minutes < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Round(time.Hour).Hours()))
	default:
		return Span(minutes)
	}
}
