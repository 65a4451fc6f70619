package flow_test

import (
	"context"
	"testing"
	"time"

	"zoauth/flow"
)

const soon = 50 * time.Millisecond

// Until the first byte is written ctx ends a send; nothing was sent (N2, N3).
func TestCancelBeforeTheFirstByte(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := newPeer(t, nil, func(c *conversation) {
		_, _ = c.in.ReadByte()
		cancel()
		c.drain()
	})
	r := refreshTo(p)
	r.URL = "https://" + p.Address + "/oauth/token" // the handshake never ends
	trace := direct().Send(ctx, r)
	wantTrace(t, trace, flow.NotSent, flow.PhaseTLS, context.Canceled)

	trace = direct().Send(ctx, refreshTo(p)) // cancelled from the start
	wantTrace(t, trace, flow.NotSent, flow.PhaseConnect, context.Canceled)
	if len(trace.Sent) != 0 {
		t.Error("something was sent")
	}
}

// After the first byte ctx no longer ends a step that changes tokens (R3).
func TestTokenStepOutlivesItsContext(t *testing.T) {
	for _, build := range []func(flow.App) flow.Request{
		func(a flow.App) flow.Request { return flow.RefreshRequest(a, clientSecret, oldRefresh) },
		func(a flow.App) flow.Request { return flow.RevokeRequest(a, clientSecret, oldAccess) },
		func(a flow.App) flow.Request { return flow.ExchangeRequest(a, clientSecret, codeSecret, verifier) },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		p := newPeer(t, nil, func(c *conversation) {
			c.request()
			cancel()
			c.send(okJSON(`{"refresh_token":"R2"}`))
		})
		trace := direct().Send(ctx, build(testApp("http://"+p.Address)))
		wantTrace(t, trace, flow.Answered, "", nil)
	}
}

// A probe stops whenever the person leaves.
func TestProbeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := newPeer(t, nil, func(c *conversation) {
		c.request()
		cancel()
		c.drain()
	})
	trace := direct().Send(ctx, flow.ProbeRequest(testApp("http://"+p.Address), oldAccess))
	wantTrace(t, trace, flow.Sent, flow.PhaseHeader, context.Canceled)
}

// The budget's end is told as such, wherever it comes, and what was read until
// then is kept (N2, R11).
func TestBudgetSpent(t *testing.T) {
	silent := newPeer(t, nil, func(c *conversation) { c.drain() })
	drip := newPeer(t, nil, func(c *conversation) {
		c.request()
		c.send("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + `{"refresh_token":"R2"`)
		c.drain()
	})
	client := direct()
	client.Budget = soon
	wantTrace(t, send(t, client, refreshTo(silent)), flow.Sent, flow.PhaseHeader, flow.ErrBudgetSpent)

	client.Budget = 4 * soon // enough to read what is there
	trace := send(t, client, refreshTo(drip))
	wantTrace(t, trace, flow.Answered, flow.PhaseBody, flow.ErrBudgetSpent)
	if r := trace.Response; r == nil || string(r.Body) != `{"refresh_token":"R2"` || !r.Cut {
		t.Errorf("response %v", r)
	}

	client = direct()
	client.Dial = soon
	r := refreshTo(silent)
	r.URL = "https://" + silent.Address
	wantTrace(t, send(t, client, r), flow.NotSent, flow.PhaseTLS, flow.ErrBudgetSpent)
}
