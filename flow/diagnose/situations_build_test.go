package diagnose_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"syscall"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// Zoom's answers, word for word (docs/zoom.md §5.1, §5.3; rows T7 to T10 with a JSON
// that nobody has seen).
const (
	wrongClient   = `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`                                                      // T1
	wrongGrant    = `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`                                                          // T2
	wrongCode     = `{"reason":"Invalid authorization code","error":"invalid_grant"}`                                                               // T3
	oldWrongCode  = `{"reason":"Invalid authorization code Ab1","error":"invalid_request"}`                                                         // T3b
	deadToken     = `{"reason":"Invalid Token!","error":"invalid_grant"}`                                                                           // T4
	oldDeadToken  = `{"reason":"Invalid Token!","error":"invalid_request"}`                                                                         // T4b
	noRefresh     = `{"reason":"Invalid refresh token","error":"invalid_grant"}`                                                                    // T5
	noReason      = `{"error":"invalid_grant"}`                                                                                                     // T6
	wrongRedirect = `{"reason":"Redirect URI mismatch","error":"invalid_request"}`                                                                  // T7
	oldCode       = `{"reason":"Code is expired","error":"invalid_grant"}`                                                                          // T8
	noGrant       = `{"reason":"Missing grant type","error":"invalid_request"}`                                                                     // T9
	noClient      = `{"reason":"Client ID or client secret is missing","error":"invalid_client"}`                                                   // T9
	badRequest    = `{"reason":"Bad Request","error":"invalid_request"}`                                                                            // T10
	apiInvalid    = `{"code":124,"message":"Invalid access token."}`                                                                                // §5.3
	apiExpired    = `{"code":124,"message":"Access token is expired."}`                                                                             // §5.3
	apiQuery      = `{"code":124,"message":"Invalid access token, this access token is not supported as query parameter string."}`                  // §5.3
	apiScopes     = `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:list_users:admin]."}`                         // §5.3
	apiScopes104  = `{"code":104,"message":"Invalid access token, does not contain scopes:["a","b"]"}`                                              // §5.3
	apiKey        = `{"code":200,"message":"Invalid api key or secret."}`                                                                           // §5.3
	apiChatbot    = `This API does not support client credentials for authorization.`                                                               // §5.3
	apiBlocked    = `{"code":200,"message":"Access to the Zoom REST API has been denied for this user. Contact Zoom Support for details."}`         // §5.3
	apiFields     = `{"code":300,"message":"Validation Failed.","errors":[{"field":"type","message":"Invalid field."}]}`                            // §5.3
	granted       = `{"access_token":"A2","token_type":"bearer","refresh_token":"R2","expires_in":3599,"scope":"","api_url":"https://api.zoom.us"}` // §2.3
)

// given is a case written down: the answer to a step's own request, or a text.
type given struct {
	step    flow.Step
	status  int // 0: 400
	body    string
	header  http.Header
	app     flow.App                         // zero: acme
	edit    func(flow.Request) flow.Request  // of the step's own request
	text    string                           // pasted instead of a trace
	state   flow.State                       //
	facts   flow.Facts                       //
	history []flow.Trace                     //
	turn    func(*flow.Trace)                // what else is odd about the trace
	live    func(t *testing.T) diagnose.Case // really sent; the other fields are not used then
}

// Values of the steps' own requests.
var (
	secret   = flow.NewSecret(flow.KindClientSecret, "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY")
	code     = flow.NewSecret(flow.KindCode, "aB3dE5fG7h_Rw81nTqYQ0iB7sXcJ4mLzA")
	verifier = flow.NewSecret(flow.KindVerifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
	refresh  = flow.NewSecret(flow.KindRefreshToken, jwt("refresh_token", 90*24*time.Hour, acme().ClientID))
	access   = flow.NewSecret(flow.KindAccessToken, jwt("access_token", time.Hour, acme().ClientID))
	device   = flow.NewSecret(flow.KindDeviceCode, "dC3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xYz")
)

// acme is a general app as its profile describes it.
func acme() flow.App {
	return flow.App{
		Name: "acme-dev", Group: "acme", Environment: flow.Development, Type: flow.General,
		ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug", RedirectURI: "https://acme.example/zoom/callback", Endpoints: flow.Commercial(),
	}
}

// changed is acme with one difference.
func changed(change func(*flow.App)) flow.App {
	a := acme()
	change(&a)
	return a
}

// typed is acme as an app of another kind.
func typed(kind flow.AppType) flow.App {
	return changed(func(a *flow.App) {
		a.Type = kind
		if kind == flow.ServerToServer {
			a.AccountID = "hV2oKpW9SxaT6yGd0RfCbQ"
		}
	})
}

// request is the step's own request, as the workbench builds it.
func request(app flow.App, step flow.Step) flow.Request {
	switch step {
	case flow.StepExchange:
		if !app.HasConsent() {
			return flow.DirectRequest(app, secret)
		}
		return flow.ExchangeRequest(app, secret, code, verifier)
	case flow.StepRefresh:
		return flow.RefreshRequest(app, secret, refresh)
	case flow.StepRevoke:
		return flow.RevokeRequest(app, secret, access)
	case flow.StepProbe:
		return flow.ProbeRequest(app, access)
	case flow.StepDevice:
		return flow.DeviceRequest(app, secret)
	default:
		return flow.PollRequest(app, secret, device)
	}
}

func (g given) make(t *testing.T) diagnose.Case {
	t.Helper()
	if g.live != nil {
		return g.live(t)
	}
	if g.app.ClientID == "" {
		g.app = acme()
	}
	c := diagnose.Case{App: g.app, Text: g.text, State: g.state, Facts: g.facts, History: g.history, Now: now}
	if g.step != "" {
		c.Trace = g.trace()
	}
	return c
}

// trace is the answered request.
func (g given) trace() flow.Trace {
	r := request(g.app, g.step)
	if g.edit != nil {
		r = g.edit(r)
	}
	wire, _ := r.Wire()
	if g.status == 0 {
		g.status = http.StatusBadRequest
	}
	h := http.Header{"Content-Type": {"application/json"}, "Date": {now.Format(http.TimeFormat)}}
	for name, values := range g.header {
		h[name] = values
	}
	trace := flow.Trace{
		Origin: flow.OriginWire, Profile: g.app.Name, ID: "this", Step: g.step, Request: r, Sent: wire, Delivery: flow.Answered, Started: now,
		Response: &flow.Response{Proto: "HTTP/1.1", Status: g.status, Header: h, Body: []byte(g.body)},
	}
	if g.turn != nil {
		g.turn(&trace)
	}
	return trace
}

// without takes a form field out of the request.
func without(name string) func(flow.Request) flow.Request {
	return func(r flow.Request) flow.Request { return r.WithoutField(flow.InForm, name) }
}

// withForm sets a form field of the request.
func withForm(name, value string) func(flow.Request) flow.Request {
	return func(r flow.Request) flow.Request { return r.WithField(flow.InForm, name, value) }
}

// withQuery sets a field of the request's query.
func withQuery(name, value string) func(flow.Request) flow.Request {
	return func(r flow.Request) flow.Request { return r.WithField(flow.InQuery, name, value) }
}

// withHeader sets a header of the request.
func withHeader(name, value string) func(flow.Request) flow.Request {
	return func(r flow.Request) flow.Request { return r.WithField(flow.InHeader, name, value) }
}

// unanswered turns a trace into one that left and got no answer.
func unanswered(t *flow.Trace) {
	t.Delivery, t.Phase, t.Response, t.Err = flow.Sent, flow.PhaseHeader, nil, io.ErrUnexpectedEOF
}

// neverSent turns a trace into one that did not reach the server.
func neverSent(t *flow.Trace) {
	t.Delivery, t.Phase, t.Response, t.Sent, t.Err = flow.NotSent, flow.PhaseConnect, nil, nil, syscall.ECONNREFUSED
}

// jwt is an unsigned token in the form of docs/zoom.md §4.1, version 6, issued now.
func jwt(kind string, life time.Duration, client string) string {
	part := func(v any) string {
		raw, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	claims := map[string]any{"ver": "6", "tokenType": kind, "iss": "urn:zoom:connect:clientid:" + client, "iat": now.Unix(), "exp": now.Add(life).Unix()}
	return part(map[string]any{"alg": "HS512", "v": "2.0"}) + "." + part(claims) + ".c2lnbmF0dXJl"
}

// kept is a trace as the history gives it back: the form is gone, secrets are
// masked, and an error is its text.
func kept(id string, before time.Duration, t flow.Trace) flow.Trace {
	var red flow.Redactor
	red.LearnRequest(t.Request)
	red.LearnAnswer(t)
	past := t
	past.Origin, past.ID, past.Started = flow.OriginHistory, id, now.Add(-before)
	past.Request = flow.Request{Step: t.Step, Method: t.Request.Method, URL: t.Request.URL}
	past.Sent = []byte(red.Redact(string(t.Sent)))
	if t.Response != nil {
		response := *t.Response
		response.Body = []byte(red.Redact(string(response.Body)))
		past.Response = &response
	}
	if t.Err != nil {
		past.Err = &flow.PastError{Kind: flow.KindOf(t.Err)}
	}
	return past
}
