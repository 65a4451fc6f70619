package flow_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"zoauth/flow"
)

// verbs are all of fmt's verbs, with the flags that change what is printed.
var verbs = []string{"%v", "%+v", "%#v", "%T", "%s", "%q", "%x", "%X", "% x", "%d", "%p", "%t", "%c", "%U", "%b", "%o", "%e", "%g", "%10v", "%-10s", "%y"}

// No verb, logger or encoder prints the value, wherever the secret stands (S4).
func TestSecretPrintsItsMask(t *testing.T) {
	value := "canarySecretValue"
	secret := flow.NewSecret(flow.KindAccessToken, value)
	for name, holder := range map[string]any{
		"itself":     secret,
		"pointer":    &secret,
		"field":      struct{ S flow.Secret }{secret},
		"unexported": struct{ s flow.Secret }{secret},
		"deep":       &struct{ a []any }{[]any{map[string]flow.Secret{"k": secret}}},
		"key":        map[flow.Secret]int{secret: 1},
		"error":      fmt.Errorf("wrapped %v: %w", secret, errors.New("x")),
		"form field": flow.Field{Name: "code", Secret: secret},
	} {
		for _, verb := range verbs {
			hidden(t, name+" with "+verb, fmt.Sprintf(verb, holder), value)
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "holder", holder)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "holder", holder)
		if encoded, err := json.Marshal(holder); err == nil {
			log.Write(encoded)
		}
		hidden(t, name+" in a log", log.String(), value)
	}
	if got, want := secret.String(), "•••• at:"+secret.Digest()[:6]+" (17)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := fmt.Sprintf("%s|%v", secret, flow.Secret{}); got != secret.String()+"|none" {
		t.Errorf("%q", got)
	}
}

// hidden fails when text holds the value, raw or in hex.
func hidden(t *testing.T, where, text, value string) {
	t.Helper()
	lower := strings.ToLower(text)
	decimal := strings.Trim(fmt.Sprint([]byte(value)), "[]")
	for _, form := range []string{strings.ToLower(value), fmt.Sprintf("%x", value), fmt.Sprintf("% x", value), decimal} {
		if strings.Contains(lower, form) {
			t.Errorf("%s shows the value: %s", where, text)
		}
	}
}

// Two of the same value and kind are equal; the zero value is none.
func TestSecretValue(t *testing.T) {
	a, b := flow.NewSecret(flow.KindCode, "value"), flow.NewSecret(flow.KindCode, strings.Clone("value"))
	other := flow.NewSecret(flow.KindVerifier, "value")
	if a != b || a == other || a.Kind() != flow.KindCode || a.Len() != 5 || a.Reveal() != "value" || a.IsZero() {
		t.Errorf("%v %v %v", a, b, other)
	}
	var zero flow.Secret
	if empty := flow.NewSecret(flow.KindCode, ""); empty != zero || !zero.IsZero() || zero.Reveal() != "" || zero.Len() != 0 || zero.Fingerprint() != "" || zero.Digest() != "" {
		t.Errorf("zero %#v", zero)
	}
}

// A panic or a log line that prints a trace, an outcome or a state shows no byte
// of the wire (S4): they are []byte, which no Secret guards.
func TestEngineValuesPrintNoWire(t *testing.T) {
	value := "canaryOnTheWire"
	secret := flow.NewSecret(flow.KindRefreshToken, value)
	app := testApp("https://zoom.example")
	trace := answered(flow.StepRefresh, 200, `{"refresh_token":"`+value+`"}`)
	trace.Request = flow.RefreshRequest(app, secret, secret)
	trace.Request.Body = []byte(value)
	trace.Request.URL += "?token=" + value
	trace.Sent, trace.Received = []byte(value), []byte(value)
	candidate := &flow.Candidate{Token: flow.Token{RefreshToken: secret}, Raw: []byte(value)}
	answer := flow.Answer{Verdict: flow.Uncertain, Candidate: candidate}
	job := flow.Job{App: app, Request: trace.Request}
	for name, holder := range map[string]any{
		"trace": trace, "trace pointer": &trace, "request": trace.Request, "response": *trace.Response, "answer": answer, "candidate": *candidate,
		"job": job, "state": flow.State{Token: flow.Token{RefreshToken: secret}, Candidates: []flow.Candidate{*candidate}},
		"outcome": flow.Outcome{Job: job, Trace: trace, Answer: answer}, "traces": []flow.Trace{trace},
	} {
		for _, verb := range verbs {
			if verb == "%p" {
				continue // fmt asks no method for it, and go vet refuses it for all of these
			}
			hidden(t, name+" with "+verb, fmt.Sprintf(verb, holder), value)
		}
	}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("x", "trace", trace, "request", trace.Request, "outcome", flow.Outcome{Trace: trace, Answer: answer})
	}
	hidden(t, "a log", log.String(), value)
}

// What a screen shows of a field and of the Authorization header holds no secret.
func TestShown(t *testing.T) {
	basicAuth := flow.Auth{Scheme: flow.Basic, ClientID: "id", Secret: clientSecret}
	for got, want := range map[string]string{
		flow.Field{Name: "grant_type", Plain: "refresh_token"}.Shown(): "refresh_token",
		flow.Field{Name: "code", Secret: codeSecret}.Shown():           codeSecret.String(),
		flow.Auth{}.Shown(): "none",
		basicAuth.Shown():   "Basic ••••    id : " + clientSecret.Fingerprint() + " (27)",
		flow.Auth{Scheme: flow.Bearer, Secret: oldAccess}.Shown(): "Bearer " + oldAccess.String(),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
