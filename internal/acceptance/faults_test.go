package acceptance

import "testing"

// The program itself: a fault of the sandbox is switched on in Practice, and the page
// that it stands for is what the browser shows; switched off, the walk goes on.
func TestFaultOfTheSandboxInATerminal(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.toDraft()
	s.types("m")
	s.sees("Practice")
	s.types("/")
	s.sees("enter done")
	s.types("plain-http")
	s.sees("/ plain-http")
	s.types("\r")
	s.sees("enter turn on and try")
	s.types("\r")
	s.sees("fault on: plain-http-refused")
	s.sees("● ready")
	s.types("\r")
	s.sees(" waiting ")
	s.plays("Allow")
	s.sees("Invalid redirect: http")
	s.types("m")
	s.sees("fault on now")
	s.types("x")
	s.sees("fault on now: none")
	s.types("\x1b")
	s.gone("fault on now")
	s.types("1")
	s.sees("● ready")
	s.types("\r")
	s.sees("replaced by a new attempt")
	s.plays("Allow")
	s.sees("code_verifier")
}

// The program itself, without a profile file: a server's refresh that is pasted can be
// sent once, by the key that is named first.
func TestPastedRefreshNeedsNoProfile(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.sees("Take the tour")
	s.types("\x1b[200~curl https://zoom.us/oauth/token -u Qr8sTv2xRZk5WmLb9HcNdw:kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2 " +
		"-d grant_type=refresh_token -d refresh_token=opaque-refresh-token-0123456789abcdef\x1b[201~")
	s.sees("› Send this refresh once")
	s.types("\r")
	s.sees("nothing sent")
	s.types("\x03")
	s.ends()
}
