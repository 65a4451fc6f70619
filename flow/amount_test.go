package flow_test

import (
	"math"
	"testing"
	"time"

	"zoauth/flow"
)

// V2: lengths of time are told in a unit that a person reads, also where a clock is
// off by years.
func TestSpansV2(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		0:                               "0s",
		time.Second + time.Millisecond:  "1s",
		47*time.Minute + 12*time.Second: "47m12s",
		2 * time.Hour:                   "2h0m0s",
		-2 * time.Hour:                  "2h0m0s",
		2*day - time.Second:             "47h59m59s",
		2 * day:                         "2 days",
		60*day + 23*time.Hour:           "60 days",
		61 * day:                        "2 months",
		8765 * time.Hour:                "12 months",
		2 * 365 * day:                   "2 years",
		-10*365*day - time.Hour:         "10 years",
		time.Duration(math.MaxInt64):    "292 years",
		time.Duration(math.MinInt64):    "292 years",
	} {
		if got := flow.Span(d); got != want {
			t.Errorf("%d: %s, want %s", d, got, want)
		}
	}
	for skew, want := range map[time.Duration]string{
		90 * time.Second:           "90 s ahead of the server's clock",
		2 * time.Minute:            "2 min ahead of the server's clock",
		57*time.Minute + 1:         "57 min ahead of the server's clock",
		2*time.Hour - time.Second:  "2 h ahead of the server's clock",
		-2*time.Hour + time.Second: "2 h behind the server's clock",
		5*time.Hour + time.Minute:  "5 h ahead of the server's clock",
		2*day - time.Second:        "2 days ahead of the server's clock",
		-3 * 365 * day:             "3 years behind the server's clock",
	} {
		if got := flow.ClockDifference(skew); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// V2: one is not many.
func TestCountsV2(t *testing.T) {
	for n, want := range map[int]string{0: "0 characters", 1: "1 character", 2: "2 characters", 22: "22 characters"} {
		if got := flow.Count(n, "character"); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
