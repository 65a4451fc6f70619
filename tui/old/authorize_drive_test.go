package tui

import (
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

// asked walks to the codes of a device authorization whose polls are quick.
func (d *driver) asked() {
	d.t.Helper()
	d.server.SetRules(func(r *sandbox.Rules) { r.DeviceInterval = time.Second })
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("D")
	d.sees("/oauth/devicecode")
	if n := d.posts("/oauth/devicecode"); n != 0 {
		d.t.Fatalf("%d requests before enter", n)
	}
	d.keys("enter")
	d.sees("Enter this code at")
}

func TestDeviceFlowBringsTokens(t *testing.T) {
	d := drive(t)
	d.asked()
	device := d.m.current.Device
	d.sees("polls  1 sent")
	if _, err := d.m.opts.Play(t.Context(), device.Link(), true); err != nil {
		t.Fatal(err)
	}
	d.sees("Zoom gave a new pair of tokens")
	d.sees("2 Exchange ✓")
	state, err := d.set.Store.Read("acme-dev")
	if err != nil || state.Token.RefreshToken.Reveal() != d.server.CurrentRefreshToken(d.m.current.App.ClientID) {
		t.Errorf("stored %+v, %v", state, err)
	}
	if n := d.posts("/oauth/devicecode"); n != 1 {
		t.Errorf("%d device requests", n)
	}
	d.keys("6")
	d.sees("user code")
}

func TestDeviceFlowDeclinedByTheSandboxBrowser(t *testing.T) {
	d := drive(t)
	d.asked()
	d.keys("b", "d")
	d.sees("access_denied")
	if d.m.current.Device.Open() || d.m.current.State.HasToken() {
		t.Error("it goes on")
	}
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("Enter this code at")
}

func TestSlowDownIsShown(t *testing.T) {
	d := drive(t)
	d.asked()
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", NoEffect: true, Status: 400, Body: []byte(`{"error":"slow_down"}`)})
	d.sees("asked once to slow down")
	d.sees("every 6 s")
}

// Leaving keeps polling; x ends it, and then nothing is sent any more.
func TestLeavingKeepsPollingAndXEndsIt(t *testing.T) {
	d := drive(t)
	d.asked()
	d.keys("p")
	d.sees("acme-dev waiting")
	d.keys("ctrl+c")
	d.sees("Quit")
	d.keys("esc", "enter")
	d.keys("1")
	d.sees("Enter this code at")
	d.keys("x")
	d.sees("ended here at")
	stop := d.m.pollers[d.m.current]
	if stop != nil || d.m.current.Device.Open() {
		t.Fatal("the polling goes on")
	}
	d.keys("p")
	d.sees("no token")
}

// Tokens that a poll brings are saved and told wherever the person is.
func TestTokensOfADeviceArriveElsewhere(t *testing.T) {
	d := drive(t)
	d.asked()
	link := d.m.current.Device.Link()
	d.keys("p")
	d.sees("acme-dev waiting")
	if _, err := d.m.opts.Play(t.Context(), link, true); err != nil {
		t.Fatal(err)
	}
	d.sees("the device was allowed; its tokens are saved")
	d.sees("valid")
}

// One way of authorizing at a time: the browser's attempt ends the device's codes
// and the other way round.
func TestOneWayOfAuthorizingAtATime(t *testing.T) {
	d := drive(t)
	d.asked()
	d.keys("esc")
	d.sees("A device authorization waits")
	d.keys("enter")
	d.sees("no answer yet")
	if d.m.current.Device.Open() || len(d.m.pollers) != 0 {
		t.Error("the device is still polled for")
	}
	d.do(d.m.open(intent.DevicePlace, true))
	d.sees("/oauth/devicecode")
	d.keys("enter")
	d.sees("Enter this code at")
	if d.m.current.Attempt.Open() || len(d.m.attempts) != 0 {
		t.Error("the attempt still waits")
	}
}

func TestDeviceRefusedIsShown(t *testing.T) {
	d := drive(t)
	d.server.UpdateApp(d.set.Apps[0].ClientID, func(a *sandbox.App) { a.Device = false })
	d.keys("enter", "D")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("unsupported grant type")
	d.keys("enter")
	d.sees("Request, not sent")
}

func TestProductionAsksBeforeTheDeviceRequest(t *testing.T) {
	d := drive(t)
	d.keys("p")
	d.sees("Sandbox profiles")
	d.keys("j", "a", "D")
	d.sees("/oauth/devicecode")
	d.keys("enter")
	d.sees("Allow gives this user new tokens")
	d.keys("esc")
	if n := d.posts("/oauth/devicecode"); n != 0 {
		t.Errorf("%d requests without y", n)
	}
}

// waiting opens an attempt of the profile at the given row of the list.
func (d *driver) waiting(row int) *flow.Attempt {
	d.t.Helper()
	if d.m.place != intent.List {
		d.keys("p")
	}
	d.keys("g")
	d.keys(strings.Repeat("j", row), "a", "enter")
	if d.m.dialog != nil {
		d.keys("y")
	}
	d.until("an attempt", func() bool { return d.m.current.Attempt.Open() })
	return d.m.current.Attempt.Attempt
}

// Paste says exactly what is wrong: whose state it is, by name and time.
func TestPasteNamesWhoseStateItIs(t *testing.T) {
	d := drive(t)
	d.set.Apps[2].Listen = freeAddress(t)
	d.m.sandbox.find("reports-dev").App.Listen = freeAddress(t)
	first := d.waiting(2)
	address := func(a *flow.Attempt) string {
		return a.App.RedirectURI + "?code=obBEe8ewaL_KdyNjniT4KPd8ffDWt9fGB&state=" + a.State
	}
	second := d.waiting(0)
	d.do(d.m.paste(address(first)))
	d.sees("This answers the sandbox's reports-dev, which waits too")
	first.App.RedirectURI = "https://reports.example/zoom/callback" // as most do that have two profiles
	d.do(d.m.paste("elsewhere"))
	d.sees("does not look like a code")
	if strings.Contains(d.frame(), "neither a callback address") {
		t.Error("a reason is followed by another one")
	}
	d.do(d.m.paste(address(first)))
	d.sees("This answers the sandbox's reports-dev, which waits too")
	d.do(d.m.paste(first.URL()))
	d.sees("URL to open")
	d.keys("x")
	third := d.waiting(0)
	d.do(d.m.paste(address(second)))
	d.sees("This answers the attempt of " + second.Started.Local().Format("15:04"))
	d.do(d.m.paste("https://127.0.0.1/callback?error=access_denied&state=" + strings.Repeat("x", 43)))
	d.sees("belongs to another attempt")
	if third.Taken() != nil {
		t.Error("something was taken")
	}
	if frame := d.frame(); strings.Contains(frame, "obBEe8ewaL") {
		t.Error("S4: the code is echoed")
	}
	for _, wrong := range []struct{ text, says string }{
		{`{"status":false,"errorCode":4700,"errorMessage":"Invalid redirect url"}`, "(4,700)"},
		{third.URL(), "URL to open"},
		{"Invalid redirect: https://acme.example/zoom (4,700)\n\nZoom  Sign in", "(4,700)"},
		{"eyJhbGciOiJIUzUxMiJ9.e30.AAAA", "token"},
	} {
		d.do(d.m.paste(wrong.text))
		d.sees(wrong.says)
	}
	d.do(d.m.paste(third.App.RedirectURI + "?error=access_denied&state=" + third.State))
	d.sees("declined: access_denied")
}

// L9: a bare code goes with the verifier and says that the state was not checked;
// without state the person is asked, and y goes without the verifier.
func TestPasteWithoutState(t *testing.T) {
	const code = "obBEe8ewaL_KdyNjniT4KPd8ffDWt9fGB"
	for _, test := range []struct {
		name, text, key, says string
		verifier              bool
	}{
		{"bare", code, "", "Only the code: state not checked; PKCE still ties it", true},
		{"began at Zoom", "?code=" + code, "y", "began at Zoom", false},
		{"state lost", "?code=" + code, "n", "state not checked", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := drive(t)
			d.waiting(0)
			d.do(d.m.paste(test.text))
			if test.key != "" {
				d.sees("This answer has no state")
				d.keys("esc")
				if !d.m.current.Attempt.Open() {
					t.Fatal("esc took it")
				}
				d.do(d.m.paste(test.text))
				d.keys(test.key)
			}
			d.sees("Request, not sent")
			d.sees(test.says)
			d.sees("at most 4:5")
			verifier := false
			for _, f := range d.m.current.Steps[flow.StepExchange].Draft.Form {
				verifier = verifier || f.Name == "code_verifier"
			}
			if verifier != test.verifier {
				t.Errorf("verifier %t", verifier)
			}
		})
	}
}

// A plain GET / means that the tunnel stands; it is no stray hit.
func TestTunnelIsSeen(t *testing.T) {
	d := drive(t)
	d.m.opts.Env.SSH = true
	d.waiting(0)
	d.sees("ssh -N -L")
	res, err := http.Get("http://" + d.m.current.Attempt.Address + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	d.sees("a request came through from outside this program")
	if d.m.current.Attempt.Stray != 0 {
		t.Error("it was counted as stray")
	}
}

// An attempt lives ten minutes; + adds ten, and at its end nobody listens.
func TestAttemptRunsOut(t *testing.T) {
	d := drive(t)
	started := time.Now()
	shift := time.Duration(0)
	d.m.opts.Now = func() time.Time { return started.Add(shift) }
	at := d.waiting(0)
	address := d.m.current.Attempt.Address
	if life := d.m.current.Attempt.Ends.Sub(at.Started); life != 10*time.Minute {
		t.Errorf("it lives %s", life)
	}
	d.keys("+")
	d.keys("p")
	d.sees("acme-dev waiting 19:5")
	shift = 10*time.Minute + time.Second
	d.sees("acme-dev waiting 9:5")
	shift = 20*time.Minute + time.Second
	d.until("the end", func() bool { return !d.m.current.Attempt.Open() })
	d.keys("1")
	d.sees("it ran out at")
	d.until("the listener's end", func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	})
}

// An answer without state that reached the listener is named as one.
func TestHitWithoutStateIsNamed(t *testing.T) {
	d := drive(t)
	at := d.waiting(0)
	res, err := http.Get(at.App.RedirectURI + "?code=obBEe8ewaL_KdyNjniT4KPd8ffDWt9fGB")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	d.sees("an answer without state")
	d.sees("paste its address")
}

// Without UTF-8 there are no half blocks, so no QR code and no large letters.
func TestDeviceInASCII(t *testing.T) {
	m := model(80, 24)
	m.opts.Env.ASCII = true
	m.theme = theme.New(true, true)
	frame := plainRows(withDevice(m).frame())
	for _, r := range frame {
		if r > '~' {
			t.Fatalf("%q is no ASCII:\n%s", r, frame)
		}
	}
	if !strings.Contains(frame, "W D J B 3 M H T") {
		t.Errorf("the code is not shown:\n%s", frame)
	}
}

// A light terminal gets dark dots on light ones, as a dark one does, also where no
// colour comes through.
func TestQRCodeOnBothBackgrounds(t *testing.T) {
	dark, light := widget.QR(theme.New(true, false), "https://zoom.us/oauth/device/complete/WDJB3MHT"), widget.QR(theme.New(false, false), "https://zoom.us/oauth/device/complete/WDJB3MHT")
	if len(dark) != 19 || len(light) != 19 || widget.Width(dark[0]) != 37 {
		t.Fatalf("%d and %d rows of %d cells", len(dark), len(light), widget.Width(dark[0]))
	}
	if strings.Trim(plainRows(dark[0]), "█") != "" || plainRows(light[0]) != "" {
		t.Errorf("the borders are %q and %q", plainRows(dark[0]), plainRows(light[0]))
	}
}

// A new attempt waits for its own port, which the one before has just left.
func TestNewAttemptAtOnce(t *testing.T) {
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	for range 20 {
		d.keys("enter")
		d.until("an attempt", func() bool {
			if d.m.dialog != nil {
				t.Fatal(d.frame())
			}
			return d.m.current.Attempt.Open()
		})
		d.keys("x")
	}
}

// What is tried again is the attempt that failed, not one of the profile that is shown.
func TestTryAgainIsForTheAttemptThatFailed(t *testing.T) {
	address := freeAddress(t)
	busy, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	d, _ := atFile(t, strings.Replace(ownFile, "127.0.0.1:8976", address, 1))
	d.m.screens.list.Choose("acme-dev")
	d.keys("a")
	d.sees("What the browser will be asked")
	failed := d.m.start(d.m.current, false)()
	d.keys(")")
	d.until("the other profile", func() bool { return d.m.current.App.Name == "acme-prod" })
	d.take(failed)
	d.sees("acme-dev: nothing is listening")
	_ = busy.Close()
	d.keys("r")
	d.sees("acme-dev: its address is on its Authorize screen")
	d.until("an attempt", func() bool { return d.m.real.find("acme-dev").Attempt.Open() })
	if d.m.current.App.Name != "acme-prod" || d.m.current.Attempt.Open() {
		t.Error("the attempt is the shown profile's")
	}
}
