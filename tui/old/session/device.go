package session

import (
	"time"

	"zoauth/flow"
)

// Device is a device authorization that is polled for, or the last one.
type Device struct {
	flow.Device
	Polls    int           // that left this machine
	Interval time.Duration // between polls now, as far as slow_down made it longer
	Slowed   int           // how often the server asked for that
	NextAt   time.Time     // of the next poll
	Trouble  string        // why the last poll told nothing; empty when it told
	Playing  bool          // the sandbox's browser is at work
	Page     string        // what that browser showed last; unsafe
	Over     string        // why it ended without tokens; empty while open and after tokens
	Granted  bool
}

// Open reports whether polling goes on.
func (d *Device) Open() bool { return d != nil && d.Over == "" && !d.Granted }

// Link is the address to open: with the user code in it where the server names one.
func (d *Device) Link() string {
	if d.Complete != "" {
		return d.Complete
	}
	return d.URI
}

// WaitsUntil returns when the open attempt or device authorization ends; ok is
// false while there is none.
func (s *Session) WaitsUntil() (end time.Time, ok bool) {
	switch {
	case s.Attempt.Open():
		return s.Attempt.Ends, true
	case s.Device.Open():
		return s.Device.Ends(), true
	default:
		return time.Time{}, false
	}
}

// maxPast is how many ended attempts are remembered, to name late answers.
const maxPast = 16

// Retire puts the attempt aside: its answer will not be exchanged any more.
func (s *Session) Retire() {
	if s.Attempt == nil {
		return
	}
	s.Past = append(s.Past, s.Attempt.Attempt)
	s.Past = s.Past[max(0, len(s.Past)-maxPast):]
	s.Attempt = nil
}

// polls reports whether what is not settled is a poll that the next one settles.
func (s *Session) polls() bool {
	return s.Device.Open() && s.State.Candidate() == nil && s.State.Pending.Step == flow.StepPoll
}
