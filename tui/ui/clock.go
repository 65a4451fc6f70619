package ui

import (
	"fmt"
	"time"

	"zoauth/internal/safe"
)

// longest is what is counted by the second: no token of Zoom's but a refresh token lives longer.
const longest = 100 * time.Hour

// Clock writes what is left of a duration: "2:09", from an hour on "1:02:09", and whole days where it is long.
// It never goes below zero.
func Clock(d time.Duration) safe.Text {
	d = max(d, 0).Truncate(time.Second)
	if d >= longest {
		return clean(fmt.Sprintf("%d days", int(d.Hours())/24))
	}
	hours, minutes, seconds := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	if hours > 0 {
		return clean(fmt.Sprintf("%d:%02d:%02d", hours, minutes, seconds))
	}
	return clean(fmt.Sprintf("%d:%02d", minutes, seconds))
}

// TimeOfDay writes when something was today.
func TimeOfDay(at time.Time) safe.Text { return safe.Time(at.Local(), "15:04:05") }

// Minute writes the same without the seconds.
func Minute(at time.Time) safe.Text { return safe.Time(at.Local(), "15:04") }

// Moment writes when something was: the time of day; of another day than now with its date.
func Moment(at, now time.Time) safe.Text {
	if sameDay(at, now) {
		return TimeOfDay(at)
	}
	return safe.Time(at.Local(), "2006-01-02 15:04:05")
}

// Near writes when something is or was: the time of day within a day of now, else the date.
func Near(at, now time.Time) safe.Text {
	if at.Sub(now).Abs() < 24*time.Hour {
		return TimeOfDay(at)
	}
	return safe.Time(at.Local(), "2006-01-02")
}

// ShortMoment writes the same in eight cells: of another day its date and the hour.
func ShortMoment(at, now time.Time) safe.Text {
	if sameDay(at, now) {
		return TimeOfDay(at)
	}
	return safe.Time(at.Local(), "01-02 15")
}

func sameDay(a, b time.Time) bool {
	a, b = a.Local(), b.Local()
	return a.YearDay() == b.YearDay() && a.Year() == b.Year()
}

// Age writes how long something is past, in one unit that a person reads at a glance:
// "12 s", "57 min", "15 h", "3 d", "4 months", "2 years".
func Age(d time.Duration) safe.Text {
	const day = 24 * time.Hour
	switch d = max(d, 0); {
	case d < time.Minute:
		return clean(fmt.Sprintf("%d s", int(d.Seconds())))
	case d < 2*time.Hour:
		return clean(fmt.Sprintf("%d min", int(d.Minutes())))
	case d < 2*day:
		return clean(fmt.Sprintf("%d h", int(d.Hours())))
	case d < 61*day:
		return clean(fmt.Sprintf("%d d", int(d/day)))
	case d < 2*365*day:
		return clean(fmt.Sprintf("%d months", int(d/(30*day))))
	default:
		return clean(fmt.Sprintf("%d years", int(d/(365*day))))
	}
}

// Took writes how long a request took: "412 ms", "12.4 s".
func Took(d time.Duration) safe.Text {
	switch {
	case d <= 0:
		return safe.Text{}
	case d < time.Second:
		return clean(fmt.Sprintf("%d ms", max(1, d.Milliseconds())))
	default:
		return clean(fmt.Sprintf("%.1f s", d.Seconds()))
	}
}

// Size writes a number of bytes: "61 B", "1.8 kB".
func Size(n int) safe.Text {
	switch {
	case n < 1000:
		return clean(fmt.Sprintf("%d B", n))
	case n < 1_000_000:
		return clean(fmt.Sprintf("%.1f kB", float64(n)/1e3))
	default:
		return clean(fmt.Sprintf("%.1f MB", float64(n)/1e6))
	}
}

// Count writes a number with its noun, which takes an s from two on.
func Count(n int, noun safe.Text) safe.Text {
	if n == 1 {
		return safe.Format("1 %s", noun)
	}
	return safe.Format("%s %ss", safe.Int(n), noun)
}

// clean is for text that was formatted of numbers.
func clean(s string) safe.Text { return (&safe.Cleaner{}).Line(s) }

// Bar draws how much of whole is left, in width cells, in the colour of its urgency.
func Bar(t *Theme, left, whole time.Duration, width int) Line {
	if whole <= 0 || width <= 0 {
		return Line{}
	}
	share := float64(min(max(left, 0), whole)) / float64(whole)
	full := int(share*float64(width) + 0.5)
	if left > 0 && full == 0 {
		full = 1
	}
	return L(S(t.Glyph.Full.Repeat(full), Urgency(left, whole)), S(t.Glyph.Empty.Repeat(width-full), Faint))
}

// Urgency is the colour of what ends in left of whole: yellow under five minutes, or
// under half of what lives no longer than that; red under one.
func Urgency(left, whole time.Duration) Style {
	switch {
	case left < time.Minute:
		return Bad
	case left < min(5*time.Minute, max(whole/2, time.Minute)):
		return Soon
	default:
		return Good
	}
}

// Spinner is the glyph of what is under way at now, four frames a second.
func Spinner(t *Theme, now time.Time) safe.Text {
	frames := t.Glyph.Spinner
	return frames[int(now.UnixMilli()/250)%len(frames)]
}
