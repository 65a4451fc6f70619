package tui

import (
	"net/http"
	"testing"
	"time"

	"zoauth/flow/sandbox"
)

// C1: a server whose clock is far from ours is said where the tokens are shown.
func TestServerClockFarOffIsSaidC1(t *testing.T) {
	d := drive(t)
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Header: http.Header{"Date": {time.Now().UTC().Add(2 * time.Hour).Format(http.TimeFormat)}}})
	d.exchanged()
	d.sees("clock    ")
	d.sees("behind the server: mend this machine's clock")
}

// N5: what the server asks to wait counts down, and nothing is sent by itself.
func TestRetryAfterCountsDownN5(t *testing.T) {
	for _, after := range []string{"30", time.Now().UTC().Add(31 * time.Second).Format(http.TimeFormat)} {
		d := drive(t)
		d.exchanged()
		d.server.Inject(sandbox.Fault{Path: "/oauth/token", NoEffect: true, Status: 429, Header: http.Header{"Retry-After": {after}}, Body: []byte("{}")})
		d.keys("r", "enter")
		d.sees("The server asks to wait 00:")
		d.sees("The server asks to wait 00:2")
		if n := d.posts("/oauth/token"); n != 2 {
			t.Errorf("%d POSTs, want the exchange's and the refresh's", n)
		}
	}
}
