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

// Count writes a number with the word for what it counts, which takes an s but for one.
func Count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// ClockDifference says how this machine's clock differs from the server's.
func ClockDifference(skew time.Duration) string {
	if skew < 0 {
		return Span(skew) + " behind the server's clock"
	}
	return Span(skew) + " ahead of the server's clock"
}
