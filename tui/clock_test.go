package tui_test

import (
	"net/http"
	"testing"
	"time"

	"zoauth/flow/sandbox"
)

// C1: the countdown is the earlier of clock and running time, and a clock that jumps is
// said. Nothing is started by it.
func TestClockThatIsSetC1(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		wall, running time.Duration // how far each moves
		left          string        // of a token that lasts an hour
		says          string        // "": nothing
	}{
		{"both run", 10 * time.Minute, 10 * time.Minute, "✓ 49:", ""},
		{"set back an hour", -50 * time.Minute, 10 * time.Minute, "✓ 49:", "60 min back"},
		{"set ahead, or asleep", 70 * time.Minute, 10 * time.Minute, "expired", "60 min ahead"},
		{"set back a year", -365 * 24 * time.Hour, time.Minute, "✓ 58:", "12 months back"},
		{"a second of drift", 601 * time.Second, 10 * time.Minute, "✓ 49:", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := driveReal(t)
			d.exchanged()
			sent := len(d.server.Journal())
			d.time.later(time.Second)
			d.time.setWall(test.wall - test.running)
			d.time.hold(test.running)
			d.sees(test.left)
			if test.says != "" {
				d.sees("The clock moved")
				d.sees(test.says)
			} else if d.shows("The clock moved") {
				t.Errorf("a clock that went on as ever:\n%s", d.frame())
			}
			if n := len(d.server.Journal()); n != sent {
				t.Errorf("%d requests were sent since the clock moved", n-sent)
			}
		})
	}
}

// C1: a token that comes after the jump counts by the clock as it is then.
func TestTokenAfterTheJumpC1(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.coded()
	d.time.hold(0)
	d.sees("4:5") // of the code
	d.time.setWall(-time.Hour)
	d.sees("The clock moved")
	d.sees("4:5")
	d.keys("enter")
	d.sees("2 ✓ Exchange")
	d.sees("✓ 59:")
}

// C1: a server whose clock is far from this machine's is said where the tokens are shown.
func TestServerClockFarOffIsSaidC1(t *testing.T) {
	t.Parallel()
	for says, off := range map[string]time.Duration{"behind the server's": 2 * time.Hour, "ahead of the server's": -time.Hour} {
		d := driveReal(t)
		date := d.time.now().UTC().Add(off).Format(http.TimeFormat)
		d.coded()
		d.server.Inject(sandbox.Fault{Path: "/oauth/token", Header: http.Header{"Date": {date}}})
		d.keys("enter")
		d.sees(says + " clock: set this machine's clock")
	}
}
