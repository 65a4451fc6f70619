package flow

import (
	"net/url"
	"slices"
	"time"
)

// Device is one device authorization: what the person enters where, and what
// zoauth polls with (RFC 8628 §3.2). UserCode and both URIs come from the server
// and are unsafe.
type Device struct {
	Code      Secret
	UserCode  string
	URI       string        // of the page where the code is entered; https, or loopback for a sandbox
	Complete  string        // the same with the code in it; empty when the server names none that is https
	Life      time.Duration // from the answer on
	Interval  time.Duration // how long the server wants between two polls
	StartedAt time.Time     // when the answer was read, by this machine's clock
}

// Ends returns when the server stops accepting the user code.
func (d Device) Ends() time.Time { return d.StartedAt.Add(d.Life) }

// What holds where the server says nothing usable, and the most that it may say.
const (
	deviceInterval    = 5 * time.Second // RFC 8628 §3.2
	deviceLife        = 15 * time.Minute
	maxDeviceInterval = 5 * time.Minute
	maxDeviceLife     = time.Hour
)

// classifyDevice reads the codes of a device authorization. An answer whose
// address is no https is no usable one: nobody is sent there (L12).
func classifyDevice(answer *Answer, t Trace, o object) {
	d, flags := readDevice(t, o)
	if answer.Err == nil { // a refusal has none of these fields
		answer.Flags = append(answer.Flags, flags...)
	}
	switch {
	case t.Response.Status/100 == 2 && answer.Err == nil && !d.Code.IsZero() && d.UserCode != "" && d.URI != "":
		answer.Verdict, answer.Device = Done, &d
	case answer.Err != nil && (answer.Err.RateLimited || answer.Err.Code != "" && t.Response.Status/100 != 5):
		answer.Verdict = Refused
	default:
		answer.Verdict = Unanswered
	}
}

func readDevice(t Trace, o object) (d Device, flags []string) {
	d = Device{
		Code:      NewSecret(KindDeviceCode, o.text("device_code")),
		UserCode:  o.text("user_code"),
		StartedAt: t.Started.Add(t.Times.Total).Round(0),
	}
	address := func(name string) string {
		value := o.text(name)
		if value == "" || safeAddress(value, t.Request.URL) {
			return value
		}
		flags = append(flags, name+" is not an https URL: not shown")
		return ""
	}
	within := func(name string, usual, most time.Duration) time.Duration {
		stated, ok := lifetime(o.first(name))
		switch {
		case !ok || stated <= 0:
			flags = append(flags, name+" is missing or invalid: using "+usual.String())
			return usual
		case stated > most:
			flags = append(flags, name+" is too long: using "+most.String())
			return most
		}
		return stated
	}
	d.URI, d.Complete = address("verification_uri"), address("verification_uri_complete")
	d.Life = within("expires_in", deviceLife, maxDeviceLife)
	if d.Interval = deviceInterval; o.members["interval"] != nil {
		d.Interval = within("interval", deviceInterval, maxDeviceInterval)
	}
	if d.Code.Len() > maxToken {
		d.Code = Secret{}
		flags = append(flags, "device_code is longer than 16 KiB: not used")
	}
	return d, flags
}

// maxAddress is the longest verification address that is shown, in bytes.
const maxAddress = 2 << 10

// safeAddress reports whether a person may be sent to address: https, or http on
// loopback when the server that named it is there too.
func safeAddress(address, from string) bool {
	to, err := url.Parse(address)
	if err != nil || to.Host == "" || to.User != nil || len(address) > maxAddress {
		return false
	}
	server, err := url.Parse(from)
	return to.Scheme == "https" ||
		err == nil && to.Scheme == "http" && IsLoopback(to.Hostname()) && IsLoopback(server.Hostname())
}

// polling reports whether code is one of the answers to a poll (RFC 8628 §3.5).
// Zoom's documentation names no HTTP status for them, so none is asked for.
func polling(code string) bool {
	return waits(code) || slices.Contains([]string{"expired_token", "access_denied"}, code)
}

// waits reports whether code says that the person has not answered yet.
func waits(code string) bool { return code == "authorization_pending" || code == "slow_down" }
