package flow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
)

// deviceTrace is the answer to a device request of an app at base.
func deviceTrace(base, body string) flow.Trace {
	trace := answered(flow.StepDevice, 200, body)
	trace.Request = flow.DeviceRequest(testApp(base), clientSecret)
	return trace
}

const deviceAnswer = `{"device_code":"canaryDevice_1","user_code":"ABCD1234","verification_uri":"https://zoom.us/oauth_device","verification_uri_complete":"https://zoom.us/oauth/device/complete/ABCD1234","expires_in":900,"interval":5}`

// The request is the one that Zoom documents (docs/zoom.md §2.6).
func TestDeviceRequestOnTheWire(t *testing.T) {
	wire, err := flow.DeviceRequest(testApp("https://zoom.us"), clientSecret).Wire()
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(wire), "\r\n\r\n")
	for _, want := range []string{"POST /oauth/devicecode?client_id=Zk3mQ8vTS2aXw1LrPbN0Ug HTTP/1.1\r\n", "\r\nAuthorization: Basic ", "\r\nContent-Length: 0"} {
		if !strings.Contains(head, want) {
			t.Errorf("%q is not in\n%s", want, head)
		}
	}
	if body != "" {
		t.Errorf("body %q", body)
	}
	poll := flow.PollRequest(testApp("https://zoom.us"), clientSecret, flow.NewSecret(flow.KindDeviceCode, "dc"))
	if poll.Form[0].Plain != "urn:ietf:params:oauth:grant-type:device_code" || poll.Credential().Reveal() != "dc" || !poll.Step.ChangesTokens() || flow.StepDevice.ChangesTokens() {
		t.Errorf("poll %+v", poll)
	}
}

func TestDeviceAnswer(t *testing.T) {
	answer := flow.Classify(deviceTrace("https://zoom.us", deviceAnswer))
	if answer.Verdict != flow.Done || answer.Device == nil || len(answer.Flags) != 0 {
		t.Fatalf("answer %+v", answer)
	}
	want := flow.Device{
		Code: flow.NewSecret(flow.KindDeviceCode, "canaryDevice_1"), UserCode: "ABCD1234", URI: "https://zoom.us/oauth_device",
		Complete: "https://zoom.us/oauth/device/complete/ABCD1234", Life: 900 * time.Second, Interval: 5 * time.Second, StartedAt: noon.Add(time.Second),
	}
	if *answer.Device != want || !want.Ends().Equal(noon.Add(901*time.Second)) {
		t.Errorf("device %+v", *answer.Device)
	}
}

// L12: only https addresses, and figures that make sense; a hostile answer sends
// nobody anywhere and stops no polling.
func TestOddDeviceAnswers(t *testing.T) {
	for _, test := range []struct {
		name, base, from, to string
		verdict              flow.Verdict
		flag                 string
		check                func(d flow.Device) bool
	}{
		{"http address", "", `"https://zoom.us/oauth_device"`, `"http://zoom.us/oauth_device"`, flow.Unanswered, "verification_uri is not an https URL", nil},
		{"script", "", `"https://zoom.us/oauth_device"`, `"javascript:alert(1)"`, flow.Unanswered, "verification_uri is not an https URL", nil},
		{"name in the address", "", `"https://zoom.us/oauth_device"`, `"https://zoom.us@evil.example/"`, flow.Unanswered, "verification_uri is not an https URL", nil},
		{"loopback from elsewhere", "", `"https://zoom.us/oauth_device"`, `"http://127.0.0.1/x"`, flow.Unanswered, "verification_uri is not an https URL", nil},
		{"loopback from loopback", "http://127.0.0.1:1", `"https://zoom.us/oauth_device"`, `"http://127.0.0.1/x"`, flow.Done, "", func(d flow.Device) bool { return d.URI == "http://127.0.0.1/x" }},
		{"odd complete address", "", `"https://zoom.us/oauth/device/complete/ABCD1234"`, `"ftp://x"`, flow.Done, "verification_uri_complete is not an https URL", func(d flow.Device) bool { return d.Complete == "" && d.URI != "" }},
		{"no complete address", "", `"verification_uri_complete"`, `"x"`, flow.Done, "", func(d flow.Device) bool { return d.Complete == "" }},
		{"no interval", "", `"interval"`, `"x"`, flow.Done, "", func(d flow.Device) bool { return d.Interval == 5*time.Second }},
		{"interval 0", "", `"interval":5`, `"interval":0`, flow.Done, "interval is missing or invalid", func(d flow.Device) bool { return d.Interval == 5*time.Second }},
		{"interval negative", "", `"interval":5`, `"interval":-9`, flow.Done, "interval is missing or invalid", func(d flow.Device) bool { return d.Interval == 5*time.Second }},
		{"interval below a second", "", `"interval":5`, `"interval":0.01`, flow.Done, "interval is missing or invalid", func(d flow.Device) bool { return d.Interval == 5*time.Second }},
		{"interval of a year", "", `"interval":5`, `"interval":31536000`, flow.Done, "interval is too long", func(d flow.Device) bool { return d.Interval == 5*time.Minute }},
		{"no expires_in", "", `"expires_in"`, `"x"`, flow.Done, "expires_in is missing", func(d flow.Device) bool { return d.Life == 15*time.Minute }},
		{"expires_in of a year", "", `"expires_in":900`, `"expires_in":31536000`, flow.Done, "expires_in is too long", func(d flow.Device) bool { return d.Life == time.Hour }},
		{"no user code", "", `"user_code"`, `"x"`, flow.Unanswered, "", nil},
		{"no device code", "", `"device_code"`, `"x"`, flow.Unanswered, "", nil},
		{"long user code", "", `"ABCD1234"`, `"` + strings.Repeat("A", 4096) + `"`, flow.Done, "", func(d flow.Device) bool { return len(d.UserCode) == 64 }},
		{"a page", "", deviceAnswer, `<html>sign in</html>`, flow.Unanswered, "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			base := test.base
			if base == "" {
				base = "https://zoom.us"
			}
			answer := flow.Classify(deviceTrace(base, strings.Replace(deviceAnswer, test.from, test.to, 1)))
			if answer.Verdict != test.verdict {
				t.Fatalf("verdict %q, flags %v", answer.Verdict, answer.Flags)
			}
			flagged := slices.ContainsFunc(answer.Flags, func(f string) bool { return test.flag != "" && strings.HasPrefix(f, test.flag) })
			if flagged != (test.flag != "") {
				t.Errorf("flags %v", answer.Flags)
			}
			if test.check != nil && !test.check(*answer.Device) {
				t.Errorf("device %+v", *answer.Device)
			}
		})
	}
	refused := answered(flow.StepDevice, 400, `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`)
	if a := flow.Classify(refused); a.Verdict != flow.Refused || a.Err.Code != "unsupported_grant_type" || len(a.Flags) != 0 {
		t.Errorf("answer %+v", a)
	}
}
