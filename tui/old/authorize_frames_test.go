package tui

import (
	"fmt"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

func withDevice(m *Model) *Model {
	m.at("acme-dev", intent.DevicePlace)
	m.current.State = flow.State{}
	m.current.Device = &session.Device{
		Device: flow.Device{
			Code: flow.NewSecret(flow.KindDeviceCode, "device-code-0000000001"), UserCode: "WDJB3MHT", URI: "https://zoom.us/oauth_device",
			Complete: "https://zoom.us/oauth/device/complete/WDJB3MHT", Life: 15 * time.Minute, Interval: 5 * time.Second,
			StartedAt: noon.Add(-28 * time.Second),
		},
		Polls: 5, Interval: 5 * time.Second, NextAt: noon.Add(3 * time.Second),
	}
	m.current.Phase = session.Waiting
	return m
}

// authorizeFrames are the states of step 1, at more sizes than the others.
var authorizeFrames = map[string]func(m *Model) *Model{
	"authorize-tunnel-seen": func(m *Model) *Model {
		withAttempt(m)
		m.current.Attempt.TunnelSeen = noon.Add(-99 * time.Second)
		m.current.Attempt.LastHit = flow.Hit{Kind: flow.HitStray, Text: "state of another attempt", At: noon.Add(-30 * time.Second)}
		return m
	},
	"authorize-waiting": withAttempt,
	"authorize-typing": func(m *Model) *Model {
		withAttempt(m)
		m.current.Attempt.Started = noon
		m.key("i", "i")
		m.key("x", "obBEe8ewaL_KdyNjniT4")
		return m
	},
	"authorize-relay": func(m *Model) *Model {
		m.real.find("acme-dev").App.RedirectURI = "https://acme.example/zoom/callback"
		m.real.find("acme-dev").App.Listen = "127.0.0.1:8976"
		return withAttempt(m)
	},
	"authorize-host-guess": func(m *Model) *Model {
		m.real.find("acme-dev").App.SSHHost = ""
		m.opts.Env.Host, m.opts.Env.Tmux = "build7", true
		return withAttempt(m)
	},
	"authorize-two-forwards": func(m *Model) *Model {
		app := &m.real.find("acme-dev").App
		app.Endpoints.AuthorizeURL, app.SSHHost = "http://127.0.0.1:46549/oauth/authorize", "jane@build-host.acme.example"
		return withAttempt(m)
	},
	"authorize-why": func(m *Model) *Model {
		m.opts.Env.Tmux, m.opts.Env.Mosh = true, true
		withAttempt(m)
		m.key("w", "w")
		return m
	},
	"authorize-ended": func(m *Model) *Model {
		withAttempt(m)
		m.endAttempt(m.current, "it ran out at 14:02:40")
		return m
	},
	"authorize-stateless": func(m *Model) *Model {
		withAttempt(m)
		m.paste("http://127.0.0.1:8976/callback?code=obBEe8ewaL_KdyNjniT4KPd8ffDWt9fGB")
		return m
	},
	"nothing-came-back": func(m *Model) *Model { withAttempt(m); m.open(intent.NothingBack, false); return m },
	"nothing-registered": func(m *Model) *Model {
		withAttempt(m)
		m.open(intent.NothingBack, false)
		m.key("enter", "")
		return m
	},
	"nothing-recognised": func(m *Model) *Model {
		withAttempt(m)
		m.open(intent.NothingBack, false)
		m.paste("You cannot authorize Acme\nInvalid scope. Edit on web portal")
		return m
	},
	"nothing-typing": func(m *Model) *Model {
		withAttempt(m)
		m.open(intent.NothingBack, false)
		m.key("G", "G")
		m.key("enter", "")
		m.key("x", "some text of a page")
		return m
	},
	"device-preview": func(m *Model) *Model { return m.at("acme-dev", intent.DevicePlace) },
	"device-waiting": withDevice,
	"device-slow": func(m *Model) *Model {
		withDevice(m)
		m.current.Device.Slowed, m.current.Device.Interval = 2, 15*time.Second
		m.current.Device.Trouble = "the last poll told nothing: connecting: connection refused"
		return m
	},
	"device-odd-code": func(m *Model) *Model {
		withDevice(m)
		m.current.Device.UserCode, m.current.Device.Complete = "ÄB\x1b[31m-\u202e12", ""
		return m
	},
	"device-refused": func(m *Model) *Model {
		m.at("acme-dev", intent.DevicePlace)
		e := &flow.Error{Step: flow.StepDevice, Status: 400, Code: "unsupported_grant_type", Reason: "unsupported grant type"}
		return m.ended(flow.StepDevice, flow.Answer{Verdict: flow.Refused, Err: e}, m.current.State,
			response(400, `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`), nil)
	},
	"device-over": func(m *Model) *Model {
		withDevice(m)
		m.endDevice(m.current, "Zoom says access_denied: it was declined")
		m.arrive(true)
		return m
	},
	"device-elsewhere": func(m *Model) *Model { withDevice(m); m.open(intent.List, false); return m },
}

func TestAuthorizeFrames(t *testing.T) {
	for name, prepare := range authorizeFrames {
		for _, size := range []struct{ w, h int }{{80, 24}, {80, 23}, {120, 40}, {60, 15}, {200, 60}} {
			file := fmt.Sprintf("%s-%dx%d", name, size.w, size.h)
			t.Run(file, func(t *testing.T) {
				frame := plainRows(prepare(model(size.w, size.h)).frame())
				checkSize(t, frame, size.w, size.h)
				sameFrame(t, file, frame)
			})
		}
	}
}
