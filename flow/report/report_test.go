package report_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

var acme = flow.App{
	Name: "acme-dev", Type: flow.General, Environment: flow.Development, ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug",
	RedirectURI: "http://127.0.0.1:8976/callback",
}

func reader() report.Reader {
	return report.Reader{Clean: &safe.Cleaner{Redactor: &flow.Redactor{}}, Now: time.Now()}
}

// errorsOfFlow are the engine's sentinel errors, by the name that the source gives them.
var errorsOfFlow = map[string]error{
	"ErrBadURL": flow.ErrBadURL, "ErrNoRefreshToken": flow.ErrNoRefreshToken, "ErrNoAccessToken": flow.ErrNoAccessToken,
	"ErrDamaged": flow.ErrDamaged, "ErrNewer": flow.ErrNewer, "ErrOtherBinding": flow.ErrOtherBinding, "ErrCandidate": flow.ErrCandidate,
	"ErrNoCandidate": flow.ErrNoCandidate, "ErrHasTokens": flow.ErrHasTokens, "ErrUnreadable": flow.ErrUnreadable, "ErrUnsaved": flow.ErrUnsaved, "ErrSpoiled": flow.ErrSpoiled, "ErrBusy": flow.ErrBusy,
	"ErrForeignIntent": flow.ErrForeignIntent, "ErrNotCurrent": flow.ErrNotCurrent, "ErrElsewhere": flow.ErrElsewhere,
	"ErrConflict": flow.ErrConflict, "ErrLocked": flow.ErrLocked, "ErrPortInUse": flow.ErrPortInUse, "ErrNotLoopback": flow.ErrNotLoopback,
	"ErrStateMismatch": flow.ErrStateMismatch, "ErrStateMissing": flow.ErrStateMissing, "ErrOtherRedirect": flow.ErrOtherRedirect,
	"ErrMayBeCut": flow.ErrMayBeCut, "ErrNotAnAnswer": flow.ErrNotAnAnswer, "ErrAttemptOver": flow.ErrAttemptOver,
	"ErrIssuerMismatch": flow.ErrIssuerMismatch, "ErrProxyScheme": flow.ErrProxyScheme, "ErrProxyVariable": flow.ErrProxyVariable, "ErrProxyRefused": flow.ErrProxyRefused, "ErrHeaderTooLong": flow.ErrHeaderTooLong,
	"ErrBudgetSpent": flow.ErrBudgetSpent, "ErrProfileFile": flow.ErrProfileFile, "ErrPermission": flow.ErrPermission, "ErrPanic": flow.ErrPanic, "ErrSecretUntouched": flow.ErrSecretUntouched,
}

// Every sentinel error of the engine has its exit code, its next step and its cause,
// however it is wrapped. One that is added to the engine and not to the table fails here.
func TestEverySentinelErrorHasItsNextStep(t *testing.T) {
	warnings := []string{"ErrNotConfirmed"} // of what was saved
	for _, name := range sentinels(t) {
		if slices.Contains(warnings, name) {
			continue
		}
		err, known := errorsOfFlow[name]
		if !known {
			t.Errorf("%s is not in the table of this test", name)
			continue
		}
		got := reader().Error(fmt.Errorf("acme-dev: refreshing: %w", err), acme)
		switch {
		case !got.Failed():
			t.Errorf("%s: exit code 0", name)
		case !strings.Contains(got.Headline.String(), err.Error()):
			t.Errorf("%s: headline %q", name, got.Headline)
		case got.Next.IsEmpty():
			t.Errorf("%s: no next step", name)
		case strings.Contains(got.Next.String()+got.Headline.String(), "PROFILE"), strings.Contains(got.Next.String(), "%!"):
			t.Errorf("%s: next %q", name, got.Next)
		}
		if _, ok := diagnose.Find(got.Cause); !ok {
			t.Errorf("%s: the catalogue has no cause %q", name, got.Cause)
		}
	}
}

// sentinels are the names of the errors that flow/errors.go declares.
func sentinels(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Err") {
			names = append(names, spec.Names[0].Name)
		}
		return true
	})
	if len(names) < 20 {
		t.Fatalf("only %d sentinel errors were found", len(names))
	}
	return names
}

// What the disk and the limits of this machine refuse has its next step too (V2).
func TestErrorsOfTheMachineHaveAHintV2(t *testing.T) {
	for err, want := range map[error]string{
		syscall.ENOSPC: "free some space", syscall.EDQUOT: "quota", syscall.EFBIG: "ulimit -f", syscall.EMFILE: "ulimit -n",
		syscall.EROFS: "XDG_STATE_HOME", syscall.ENOTDIR: "zoauth paths", syscall.EIO: "zoauth paths", syscall.ENOENT: "zoauth paths",
	} {
		wrapped := fmt.Errorf("recording what is about to be sent: %w", &fs.PathError{Op: "open", Path: "/state/acme.json", Err: err})
		if got := reader().Error(wrapped, flow.App{Name: "acme"}); got.Code != report.ExitUnsent || !strings.Contains(got.Next.String(), want) || got.Cause != "disk-refused" && got.Cause != "file-unusable" {
			t.Errorf("%v: %d, %q, cause %q", err, got.Code, got.Next, got.Cause)
		}
	}
}

func TestExitCodes(t *testing.T) {
	for err, want := range map[error]report.ExitCode{
		nil:                     report.ExitDone,
		flow.ErrPermission:      report.ExitPermission,
		flow.ErrPanic:           report.ExitUsage,
		flow.ErrCandidate:       report.ExitUncertain,
		flow.ErrUnsaved:         report.ExitUnsaved,
		flow.ErrNoRefreshToken:  report.ExitRefused,
		flow.ErrLocked:          report.ExitUnsent,
		context.Canceled:        report.ExitUnsent,
		errors.New("no answer"): report.ExitUnsent,
		errors.Join(flow.ErrSecretUntouched, flow.ErrPermission): report.ExitPermission,
	} {
		if got := reader().Error(err, acme).Code; got != want {
			t.Errorf("%v: exit code %d, want %d", err, got, want)
		}
	}
}

// A request that did not get through names the network's cause and the way on.
func TestNetworkFailuresHaveACause(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) }))
	defer refusing.Close()
	trusted := httptest.NewTLSServer(http.NotFoundHandler())
	defer trusted.Close()
	noProxy := func(*http.Request) (*url.URL, error) { return nil, nil }
	through := func(raw string) func(*http.Request) (*url.URL, error) {
		return func(*http.Request) (*url.URL, error) { return url.Parse(raw) }
	}
	for name, c := range map[string]struct {
		url   string
		proxy func(*http.Request) (*url.URL, error)
		cause string
	}{
		"nothing listens":     {"http://" + closedAddress(t), noProxy, "host-unreachable"},
		"no such host":        {"https://zoauth.invalid", noProxy, "host-unknown"},
		"no TLS":              {strings.Replace(plain.URL, "http", "https", 1), noProxy, "tls-broken"},
		"unknown authority":   {trusted.URL, noProxy, "tls-authority"},
		"the proxy says no":   {"https://zoom.example", through(refusing.URL), "proxy-refused"},
		"a SOCKS proxy":       {"https://zoom.example", through("socks4://127.0.0.1:1"), "proxy-kind"},
		"a proxy like no URL": {"https://zoom.example", through("http://%zz"), "proxy-kind"},
	} {
		t.Run(name, func(t *testing.T) {
			app := acme
			app.Endpoints = flow.Endpoints{OAuthURL: c.url, APIURL: c.url}
			request := flow.RefreshRequest(app, flow.NewSecret(flow.KindClientSecret, "s3cr3t-of-the-client"), flow.NewSecret(flow.KindRefreshToken, "a-refresh-token"))
			trace := (&flow.Client{Proxy: c.proxy}).Send(t.Context(), request)
			got := reader().Outcome(flow.Outcome{Job: flow.Job{App: app, Request: request}, Trace: trace, Answer: flow.Classify(trace), Err: trace.Err})
			if got.Code != report.ExitUnsent || got.Cause != c.cause || got.Next.IsEmpty() {
				t.Errorf("code %d, cause %q, next %q; %s", got.Code, got.Cause, got.Next, got.Headline)
			}
			if !strings.HasPrefix(got.Headline.String(), "the refresh was not sent: ") {
				t.Errorf("headline %q", got.Headline)
			}
		})
	}
}

// closedAddress is a loopback address that nothing listens on.
func closedAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func TestGrantsThatEnd(t *testing.T) {
	pending := flow.State{Pending: &flow.Pending{Step: flow.StepPoll}}
	for name, c := range map[string]struct {
		got   report.Report
		code  report.ExitCode
		cause string
	}{
		"declined in the browser": {reader().Callback(flow.Callback{Error: "access_denied"}, acme), report.ExitRefused, "declined"},
		"another error":           {reader().Callback(flow.Callback{Error: "server_error", Description: "try later"}, acme), report.ExitRefused, "server-text"},
		"declined on the device":  {reader().Poll(flow.Poll{State: flow.PollDenied}, acme, flow.State{}), report.ExitRefused, "declined"},
		"the device was slow":     {reader().Poll(flow.Poll{State: flow.PollExpired}, acme, flow.State{}), report.ExitUnsent, "device-expired"},
		"stopped":                 {reader().Poll(flow.Poll{State: flow.PollStopped}, acme, flow.State{}), report.ExitUnsent, ""},
		"a lost response":         {reader().Poll(flow.Poll{State: flow.PollExpired}, acme, pending), report.ExitUncertain, ""},
	} {
		if c.got.Code != c.code || c.got.Cause != c.cause || c.got.Next.IsEmpty() {
			t.Errorf("%s: code %d, cause %q, next %q", name, c.got.Code, c.got.Cause, c.got.Next)
		}
	}
}

// What a server says is cleaned and redacted before anybody prints it.
func TestTextFromOutsideIsCleaned(t *testing.T) {
	secret := flow.NewSecret(flow.KindRefreshToken, "rt-that-nobody-may-see-0123456789")
	redactor := &flow.Redactor{}
	redactor.Learn(secret)
	r := report.Reader{Clean: &safe.Cleaner{Redactor: redactor}, Now: time.Now()}
	out := flow.Outcome{Job: flow.Job{App: acme, Request: flow.Request{Step: flow.StepRefresh}}}
	out.Answer = flow.Answer{Verdict: flow.Refused, Err: &flow.Error{Step: flow.StepRefresh, Status: 400, Code: "\x1b[2J", Reason: "no " + secret.Reveal() + "\u202e"}}
	got := r.Outcome(out)
	text := got.Headline.String() + got.Next.String()
	for _, f := range got.Facts {
		text += f.Name.String() + f.Value.String()
	}
	if strings.ContainsAny(text, "\x1b\u202e") || strings.Contains(text, secret.Reveal()) {
		t.Errorf("printed: %q", text)
	}
}
