package report_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/report"
)

// robot is a Server-to-Server app, bot one that gets tokens by client_credentials.
var (
	robot = flow.App{Name: "nightly", Type: flow.ServerToServer, ClientID: "Ab2dE6gHS8jKl0MnOpQ4Rs", AccountID: "hV2oKpW9SxaT6yGd0RfCbQ"}
	bot   = flow.App{Name: "bot-dev", Type: flow.Chatbot, ClientID: "Ni5wEz0RD8yFpJ6TaQ2Xbg"}
)

// at is when the requests of the table were sent.
var at = time.Date(2026, 11, 23, 14, 2, 40, 0, time.UTC)

// pair is what an outcome's profile holds.
var pair = flow.Token{
	AccessToken: flow.NewSecret(flow.KindAccessToken, "an-access-token-of-the-table"), RefreshToken: flow.NewSecret(flow.KindRefreshToken, "a-refresh-token-of-the-table"),
	ObtainedAt: at, ExpiresAt: at.Add(time.Hour), Scope: "user:read:user",
}

// sent is an outcome of a step's own request, which a server answered.
func sent(app flow.App, step flow.Step, status int, body string) flow.Outcome {
	request := requestOf(app, step)
	trace := flow.Trace{
		Origin: flow.OriginWire, Profile: app.Name, Step: step, Request: request, Sent: []byte("POST"), Delivery: flow.Answered, Started: at,
		Response: &flow.Response{Proto: "HTTP/1.1", Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)},
	}
	return flow.Outcome{Job: flow.Job{App: app, Request: request}, Trace: trace, Answer: flow.Classify(trace), State: flow.State{Token: pair}}
}

// unheard is an outcome of a request that left and of which no response was read.
func unheard(app flow.App, step flow.Step) flow.Outcome {
	out := sent(app, step, 0, "")
	out.Trace.Response, out.Trace.Delivery, out.Trace.Phase, out.Trace.Err = nil, flow.Sent, flow.PhaseHeader, io.ErrUnexpectedEOF
	out.Answer, out.Err = flow.Classify(out.Trace), out.Trace.Err
	return out
}

// unsent is an outcome of a request that did not leave.
func unsent(app flow.App, step flow.Step, phase flow.Phase, err error) flow.Outcome {
	out := sent(app, step, 0, "")
	out.Trace.Response, out.Trace.Sent, out.Trace.Delivery, out.Trace.Phase, out.Trace.Err = nil, nil, flow.NotSent, phase, err
	out.Answer, out.Err = flow.Answer{}, err
	if phase != "" {
		out.Answer = flow.Classify(out.Trace)
	}
	return out
}

// unsavedAs is a success that could not be saved.
func unsavedAs(out flow.Outcome, err error) flow.Outcome {
	out.SaveErr, out.State.Unsaved = err, true
	return out
}

func requestOf(app flow.App, step flow.Step) flow.Request {
	secret := flow.NewSecret(flow.KindClientSecret, "a-client-secret-of-the-table-000")
	app.Endpoints = flow.Commercial()
	switch step {
	case flow.StepExchange:
		if !app.HasConsent() {
			return flow.DirectRequest(app, secret)
		}
		return flow.ExchangeRequest(app, secret, flow.NewSecret(flow.KindCode, "aB3dE5fG7h_Rw81nTqYQ0iB7sXcJ4mLzA"), flow.Secret{})
	case flow.StepRefresh:
		return flow.RefreshRequest(app, secret, pair.RefreshToken)
	case flow.StepRevoke:
		return flow.RevokeRequest(app, secret, pair.AccessToken)
	case flow.StepProbe:
		return flow.ProbeRequest(app, pair.AccessToken)
	case flow.StepDevice:
		return flow.DeviceRequest(app, secret)
	default:
		return flow.PollRequest(app, secret, flow.NewSecret(flow.KindDeviceCode, "a-device-code-of-the-table"))
	}
}

const (
	newPair  = `{"access_token":"A2","refresh_token":"R2","expires_in":3599,"scope":"user:read:user"}`
	newToken = `{"access_token":"A2","expires_in":3599,"scope":"user:read:list_users:admin"}`
)

// told is what an outcome has to tell.
type told struct {
	name     string
	out      flow.Outcome
	code     report.ExitCode
	headline string // a part of it
	next     string // a part of it; empty: there is none
	cause    string
	facts    string // their names
}

// outcomes are all that can come of a request: each verdict, and what it depends on.
func outcomes() []told {
	return slices.Concat(successes(), refusals(), doubts())
}

func successes() []told {
	probed := sent(acme, flow.StepProbe, 200, `{"id":"u1","email":"jane@acme.example","account_id":"a1"}`)
	scopeless := sent(robot, flow.StepExchange, 200, newToken)
	scopeless.State.Token = flow.Token{AccessToken: pair.AccessToken, ObtainedAt: at, ExpiresAt: at.Add(time.Hour)}
	taken := unsent(acme, flow.StepRefresh, "", nil)
	taken.Adopted = true
	revoked := sent(acme, flow.StepRevoke, 200, `{"status":"success"}`)
	revoked.State = flow.State{Revoked: &flow.Revoked{AccessToken: "at:000000", RefreshToken: "rt:000000"}}
	elsewhere := sent(acme, flow.StepProbe, 200, `{"users":[{"id":"u1"}],"total_records":1}`)
	elsewhere.Trace.Request.URL = "https://api.zoom.us/v2/users"
	elsewhere.Job.Request, elsewhere.Answer = elsewhere.Trace.Request, flow.Classify(elsewhere.Trace)
	return []told{
		{"granted", sent(acme, flow.StepExchange, 200, newPair), 0, ", saved, valid until ", "", "", "access refresh ends scope"},
		{"granted by a refresh", sent(acme, flow.StepRefresh, 200, newPair), 0, ", saved, valid until ", "", "", "access refresh ends scope"},
		{"granted without scopes", scopeless, 0, ", saved, valid until ", "zoauth refresh nightly", "", "access ends"},
		{"another process did it", taken, 0, "another process had refreshed already", "", "", "access refresh ends scope"},
		{"saved, and the disk does not confirm it", unsavedAs(sent(acme, flow.StepRefresh, 200, newPair), flow.ErrNotConfirmed), 0, ", saved, valid until ", "", "", "access refresh ends scope"},
		{"the user is told", probed, 0, "the token works: jane@acme.example", "", "", "user user ID account"},
		{"another path is told", elsewhere, 0, "the token works: Zoom responded to https://api.zoom.us/v2/users", "", "", ""},
		{"accepted, and a scope is missing", sent(acme, flow.StepProbe, 400, `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:user]."}`), 0, "the token works: Zoom accepted it and refused the request", "zoauth authorize acme-dev", "api-scope-missing", ""},
		{"the same of an app without users", sent(robot, flow.StepProbe, 400, `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:list_users:admin]."}`), 0, "the token works", "activate the app again", "s2s-scope-missing", ""},
		{"a device code", sent(acme, flow.StepDevice, 200, `{"device_code":"d","user_code":"ABCD-EFGH","verification_uri":"https://zoom.us/oauth_device","expires_in":900,"interval":5}`), 0, "Zoom gave a device code", "", "", "code at"},
		{"revoked", revoked, 0, "revoked; Zoom removed the app", "", "", "access refresh"},
		{"not saved", unsavedAs(sent(acme, flow.StepRefresh, 200, newPair), errors.New("no space left on device")), 7, "new tokens of acme-dev could not be saved", "run zoauth authorize acme-dev", "tokens-unsaved", "access refresh ends scope"},
		{"saved elsewhere", unsavedAs(sent(acme, flow.StepRefresh, 200, newPair), flow.ErrElsewhere), 7, "new tokens of acme-dev came", "keep that file", "tokens-unsaved", "access refresh ends scope"},
		{"the revoke is not saved", unsavedAs(revoked, errors.New("no space left on device")), 7, "the token was revoked, and that could not be saved", "the token file still holds", "disk-refused", "access"},
	}
}

func refusals() []told {
	limited := sent(acme, flow.StepRefresh, 429, `{"code":429,"message":"You have exceeded the limit"}`)
	limited.Trace.Response.Header.Set("Retry-After", "30")
	limited.Answer = flow.Classify(limited.Trace)
	all := "reason error status"
	return []told{
		{"client, exchange", sent(acme, flow.StepExchange, 401, `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`), 4, "Zoom refused the exchange: ", "client ID and secret do not match", "client-secret-wrong", all},
		{"client, token request", sent(robot, flow.StepExchange, 401, `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`), 4, "Zoom refused the token request: ", "copy client ID and secret again", "client-secret-wrong", all},
		{"not activated", sent(robot, flow.StepExchange, 400, `{"reason":"The app has been disabled by the developer.","error":"invalid_client"}`), 4, "Zoom refused the token request: ", "tab Activation", "app-not-activated", all},
		{"bot", sent(bot, flow.StepExchange, 400, `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`), 4, "Zoom refused the token request: ", "profile's type", "grant-app-type", all},
		{"account", sent(robot, flow.StepExchange, 400, `{"reason":"Bad Request","error":"invalid_request"}`), 4, "Zoom refused the token request: ", "account_id", "account-id-wrong", all},
		{"code", sent(acme, flow.StepExchange, 400, `{"reason":"Invalid authorization code","error":"invalid_grant"}`), 4, "Zoom refused the exchange: ", "zoauth authorize acme-dev gets a new authorization", "code-verifier-missing", all},
		{"refresh token", sent(acme, flow.StepRefresh, 400, `{"reason":"Invalid Token!","error":"invalid_grant"}`), 4, "Zoom refused the refresh: ", "zoauth authorize acme-dev gets a new authorization", "refresh-token-replaced", all},
		{"no reason", sent(acme, flow.StepRefresh, 400, `{"error":"invalid_grant"}`), 4, "Zoom refused the refresh: ", "zoauth authorize acme-dev", "refresh-no-reason", "error status"},
		{"rate", limited, 4, "Zoom refused the refresh: ", "wait 30s", "rate-limited", all},
		{"access token", sent(acme, flow.StepProbe, 401, `{"code":124,"message":"Invalid access token."}`), 4, "Zoom refused the probe: ", "it has not expired", "api-token-superseded", all},
		{"expired access token", sent(acme, flow.StepProbe, 401, `{"code":124,"message":"Access token is expired."}`), 4, "Zoom refused the probe: ", "zoauth refresh acme-dev", "api-token-expired", all},
		{"device flow", sent(acme, flow.StepDevice, 400, `{"reason":"Bad","error":"unauthorized_client"}`), 4, "Zoom refused the request for a device code: ", "Use App on Device", "device-not-enabled", "reason error status"},
		{"device code", sent(acme, flow.StepPoll, 400, `{"error":"expired_token"}`), 4, "Zoom refused the poll: ", "zoauth authorize acme-dev --device", "device-expired", "error status"},
		{"revoke", sent(acme, flow.StepRevoke, 400, `{"reason":"Invalid Token!","error":"invalid_request"}`), 4, "Zoom refused the revoke: ", "probe", "revoke-dead-token", all},
	}
}

func doubts() []told {
	kept := sent(acme, flow.StepRefresh, 500, `{"access_token":"A2","refresh_token":"R2"}`)
	return []told{
		{"refresh, no response", unheard(acme, flow.StepRefresh), 6, "outcome unknown: the refresh was sent at ", "zoauth refresh acme-dev sends the same token again", "answer-cut", ""},
		{"exchange, no response", unheard(acme, flow.StepExchange), 6, "outcome unknown: the exchange was sent at ", "zoauth authorize acme-dev gets a new code", "answer-cut", ""},
		{"token request, no response", unheard(robot, flow.StepExchange), 6, "outcome unknown: the token request was sent at ", "zoauth refresh nightly gets another token", "answer-cut", ""},
		{"revoke, no response", unheard(acme, flow.StepRevoke), 6, "outcome unknown: the revoke was sent at ", "zoauth probe acme-dev", "answer-cut", ""},
		{"a page", sent(acme, flow.StepRefresh, 502, "<html>Bad Gateway</html>"), 6, "outcome unknown: the refresh was sent at ", "zoauth refresh acme-dev", "zoom-down", "status"},
		{"a kept response", kept, 6, "it may contain newer tokens and is kept", "zoauth adopt acme-dev --candidate --dry-run", "zoom-down", "status note"},
		{"probe, no response", unheard(acme, flow.StepProbe), 5, "no usable response to the probe: ", "run it again", "answer-cut", ""},
		{"probe, a page", sent(acme, flow.StepProbe, 503, "<html>Maintenance</html>"), 5, "no usable response to the probe: ", "run it again", "zoom-down", "status"},
		{"no host", unsent(acme, flow.StepRefresh, flow.PhaseResolve, &net.DNSError{Err: "no such host"}), 5, "the refresh was not sent: ", "Look at the name", "host-unknown", ""},
		{"token request, no host", unsent(bot, flow.StepExchange, flow.PhaseResolve, &net.DNSError{Err: "no such host"}), 5, "the token request was not sent: ", "Look at the name", "host-unknown", ""},
		{"locked", unsent(acme, flow.StepRefresh, "", flow.ErrLocked), 5, flow.ErrLocked.Error(), "another zoauth is sending for acme-dev", "profile-locked", ""},
		{"a kept response waits", unsent(acme, flow.StepRefresh, "", flow.ErrCandidate), 6, flow.ErrCandidate.Error(), "zoauth adopt acme-dev --candidate", "response-kept", ""},
		{"the token file is damaged", unsent(acme, flow.StepRefresh, "", flow.ErrDamaged), 4, flow.ErrDamaged.Error(), "zoauth authorize acme-dev", "token-file-damaged", ""},
		{"no tokens", unsent(acme, flow.StepRefresh, "", flow.ErrNoRefreshToken), 4, flow.ErrNoRefreshToken.Error(), "zoauth authorize acme-dev", "tokens-missing", ""},
		{"tokens of other settings", unsent(acme, flow.StepRefresh, "", &flow.BindingError{Profile: "acme-dev", Differs: []string{"client_id"}}), 4, "client_id", "change the profile back", "profile-changed", "changed"},
		{"no secret", unsent(acme, flow.StepRefresh, "", flow.ErrSecretUntouched), 5, flow.ErrSecretUntouched.Error(), "set the variable, run the command yourself or look at the file that it is read from; zoauth doctor acme-dev", "secret-unreadable", ""},
		{"permissions", unsent(acme, flow.StepRefresh, "", flow.ErrPermission), 3, flow.ErrPermission.Error(), "zoauth doctor then lists", "file-permissions", ""},
	}
}

// Each outcome has its exit code, headline, facts, next step and cause, and what fails
// says what to do and why.
func TestEveryOutcomeInWords(t *testing.T) {
	for _, o := range outcomes() {
		t.Run(o.name, func(t *testing.T) {
			r := reader()
			r.Now = at.Add(time.Second)
			got := r.Outcome(o.out)
			var names []string
			for _, f := range got.Facts {
				names = append(names, f.Name.String())
			}
			next := got.Next.String()
			if got.Code != o.code || !strings.Contains(got.Headline.String(), o.headline) || !strings.Contains(next, o.next) || (o.next == "") != (next == "") {
				t.Errorf("exit code %d, headline %q, next %q\nwant %d, %q, %q", got.Code, got.Headline, next, o.code, o.headline, o.next)
			}
			if got.Cause != o.cause || strings.Join(names, " ") != o.facts {
				t.Errorf("cause %q, facts %q\nwant %q, %q", got.Cause, names, o.cause, o.facts)
			}
			if got.Failed() && next == "" {
				t.Error("it failed and says nothing of what to do")
			}
			if got.Failed() && got.Cause == "" {
				t.Error("it failed and names no cause")
			}
			if _, known := diagnose.Find(got.Cause); got.Cause != "" && !known {
				t.Errorf("the catalogue has no cause %q", got.Cause)
			}
			if text := fmt.Sprint(got.Headline, next); strings.Contains(text, "%!") || strings.HasSuffix(got.Headline.String(), ".") || strings.Contains(text, "PROFILE") {
				t.Errorf("the words are %q", text)
			}
		})
	}
}

// The table has every verdict that the engine knows.
func TestTheTableHasEveryVerdict(t *testing.T) {
	all := []flow.Verdict{flow.Granted, flow.Done, flow.Refused, flow.Uncertain, flow.Unanswered, flow.Unsent}
	for _, verdict := range all {
		if !slices.ContainsFunc(outcomes(), func(o told) bool { return o.out.Answer.Verdict == verdict }) {
			t.Errorf("no outcome is %q", verdict)
		}
	}
}
