package export_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/export"
	"zoauth/flow/recognize"
	"zoauth/flow/sandbox"
)

// listening is an attempt of an app whose callbacks zoauth receives itself, its redirect
// URI, and what tells of each callback once it is kept.
func listening(t *testing.T) (*flow.Attempt, string, <-chan flow.Hit) {
	t.Helper()
	server, app := zoom(t)
	free := listen(t)
	app.RedirectURI = "http://" + free.Addr().String() + "/callback"
	_ = free.Close()
	server.UpdateApp(clientID, func(a *sandbox.App) { a.RedirectURIs = []string{app.RedirectURI} })
	attempt, err := flow.NewAttempt(app, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	hits := make(chan flow.Hit, 8)
	listener, err := flow.Listen(t.Context(), attempt, func(h flow.Hit) { hits <- h })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return attempt, app.RedirectURI, hits
}

// visit asks an address as a browser does, and waits until the callback is kept.
func visit(t *testing.T, address string, hits <-chan flow.Hit) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	<-hits
}

// harEntry is what the tests read of an entry.
type harEntry struct {
	Comment string
	Request struct {
		Method, URL string
		QueryString []struct{ Name, Value string }
	}
	Response struct{ Status int }
}

// entries reads those of a HAR that has to be whole.
func entries(t *testing.T, content []byte) []harEntry {
	t.Helper()
	for _, fault := range harFaults(content) {
		t.Error(fault)
	}
	var read struct{ Log struct{ Entries []harEntry } }
	if err := json.Unmarshal(content, &read); err != nil {
		t.Fatal(err)
	}
	return read.Log.Entries
}

// An attempt is exported whole: its URL with the parameters, each callback with its
// verdict, and the code by its fingerprint.
func TestAttemptsAreExportedS8(t *testing.T) {
	attempt, redirect, hits := listening(t)
	visit(t, strings.TrimSuffix(redirect, "/callback")+"/favicon.ico", hits)
	visit(t, redirect+"?code=canaryForeignCode&state=canaryForeignState", hits)
	if _, err := recognize.ReadPaste("https://other.example/cb?code=canaryPastedCode0000000000000000&state=x").Accept(attempt, flow.NotAsked, time.Now()); err == nil {
		t.Fatal("a callback of another address was taken")
	}
	if _, err := (sandbox.Browser{}).Answer(t.Context(), attempt.URL(), true); err != nil || attempt.Taken() == nil {
		t.Fatalf("no code came: %v", err)
	}
	<-hits
	trace := attempt.Trace(flow.AttemptAnswered, attempt.Started.Add(time.Minute))
	code := attempt.Taken().Code
	var redactor flow.Redactor
	redactor.Learn(code, attempt.Verifier)
	content, err := export.HAR([]flow.Trace{trace}, "test", redactor.Redact)
	if err != nil {
		t.Fatal(err)
	}
	report := export.Report([]flow.Trace{trace}, "test", redactor.Redact)
	for _, secret := range []string{code.Reveal(), attempt.Verifier.Reveal(), "canary"} {
		if strings.Contains(string(content), secret) || strings.Contains(report, secret) {
			t.Errorf("a secret is in\n%s\n%s", content, report)
		}
	}
	want := []struct {
		method, path string
		status       int
		comment      string
	}{
		{"GET", "/oauth/authorize", 0, "authorize acme-dev: code " + code.Fingerprint() + " (answered)"},
		{"GET", "/favicon.ico", 404, "callback of acme-dev via listener: stray: a path other than the callback's"},
		{"GET", "/callback", 400, "callback of acme-dev via listener: stray: the state of another attempt"},
		{"GET", "/callback", 0, "callback of acme-dev via paste: stray: this callback is for https://other.example/cb; acme-dev uses " + redirect},
		{"GET", "/callback", 200, "callback of acme-dev via listener: answer: the code arrived"},
	}
	list := entries(t, content)
	if len(list) != len(want) {
		t.Fatalf("%d entries:\n%s", len(list), content)
	}
	for i, w := range want {
		e := list[i]
		u, _ := url.Parse(e.Request.URL)
		if e.Request.Method != w.method || u.Path != w.path || e.Response.Status != w.status || e.Comment != w.comment {
			t.Errorf("entry %d is %s %s %d %q\nwant %+v", i, e.Request.Method, u.Path, e.Response.Status, e.Comment, w)
		}
	}
	if asked := list[0].Request.QueryString; len(asked) != 6 || asked[0].Name != "response_type" {
		t.Errorf("the authorize request's parameters are %v", asked)
	}
	if u, _ := url.Parse(list[4].Request.URL); u.Query().Get("code") != code.Fingerprint() || u.Query().Get("state") != "…" {
		t.Errorf("the callback is %s", u)
	}
	for _, line := range []string{
		"| authorize | answered |", "| client_id | " + clientID + " |", "| code_challenge_method | S256 |", "- callback via listener, state checked\n",
		"- code: " + code.Fingerprint() + "\n", "| listener | GET /favicon.ico | 404 | stray: a path other than the callback's |", "| paste | – | – | stray: this callback is for https://other.example/cb;",
		"| listener | GET /callback?code=…&state=… | 200 | answer: the code arrived |",
	} {
		if !strings.Contains(report, line) {
			t.Errorf("%q is missing in\n%s", line, report)
		}
	}
	open, err := export.HAR([]flow.Trace{trace}, "test", nil)
	if err != nil || !strings.Contains(string(open), code.Reveal()) || !strings.Contains(string(open), "THIS CONTAINS WORKING SECRETS") {
		t.Errorf("an export with secrets has no code: %v", err)
	}
}

// However an attempt ended, its export says so.
func TestEveryEndOfAnAttemptIsExported(t *testing.T) {
	ends := []flow.AttemptEnd{
		flow.AttemptOpen, flow.AttemptAnswered, flow.AttemptDeclined, flow.AttemptMixedUp, flow.AttemptRefused,
		flow.AttemptExpired, flow.AttemptStopped, flow.AttemptReplaced,
	}
	for _, end := range ends {
		attempt, redirect, hits := listening(t)
		if end == flow.AttemptDeclined {
			visit(t, redirect+"?error=access_denied&error_description=a|b&state="+attempt.State, hits)
		}
		trace := attempt.Trace(end, attempt.Started.Add(time.Minute))
		word := string(end)
		if end == flow.AttemptOpen {
			word = "open"
		}
		content, err := export.HAR([]flow.Trace{trace}, "test", strings.ToLower)
		if err != nil || !strings.Contains(entries(t, content)[0].Comment, "("+word+")") {
			t.Errorf("%s: %v\n%s", word, err, content)
		}
		report := export.Report([]flow.Trace{trace}, "test", strings.ToLower)
		if !strings.Contains(report, "| authorize | "+word+" |") || !strings.Contains(report, "open for 1m0s: "+word+"\n") {
			t.Errorf("%s: the report is\n%s", word, report)
		}
		if end == flow.AttemptDeclined && (!strings.Contains(report, "- error: access_denied\n- error_description: a\\|b\n") || !strings.Contains(string(content), `error=access_denied\u0026error_description=a%7Cb\u0026state=%E2%80%A6`)) {
			t.Errorf("the refusal is missing in\n%s\n%s", report, content)
		}
	}
}
