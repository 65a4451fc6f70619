package profiles_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/profiles"
)

func trace(i int, secret string) flow.Trace {
	return flow.Trace{
		Profile: "acme", ID: fmt.Sprint(i), Step: flow.StepRefresh, Delivery: flow.Answered, Started: moment,
		Request: flow.Request{Method: "POST", URL: "https://zoom.us/oauth/token"},
		Sent:    []byte("POST /oauth/token HTTP/1.1\r\n\r\nrefresh_token=" + secret), Received: []byte("HTTP/1.1 200 OK\r\n\r\n" + secret),
		Response: &flow.Response{Proto: "HTTP/1.1", Status: 200, Reason: "OK", Body: []byte(`{"refresh_token":"` + secret + `"}`), Header: http.Header{"X-Echo": {secret}}},
		Err:      errors.New("echo " + secret), Summary: fmt.Sprint("trace ", i, " ", secret),
	}
}

// S4: what is written holds no secret, and comes back as a trace.
func TestHistoryIsRedactedAndComesBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	redactor := &flow.Redactor{}
	secret := flow.NewSecret(flow.KindRefreshToken, "canary-secret-value")
	redactor.Learn(secret)
	h := profiles.NewHistory(dir, redactor)
	if got, err := h.Tail("acme", 5); err != nil || len(got) != 0 {
		t.Errorf("an empty history: %v %v", got, err)
	}
	for i := range 10 {
		if err := h.Append(trace(i, secret.Reveal())); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "history", "acme.jsonl")
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "canary") {
		t.Errorf("the secret is in the file, or %v", err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	got, err := h.Tail("acme", 3)
	if err != nil || len(got) != 3 || got[0].ID != "7" || got[2].ID != "9" {
		t.Fatalf("%v %v", got, err)
	}
	last := got[2]
	if last.Response.Status != 200 || !strings.Contains(string(last.Response.Body), secret.Fingerprint()) || last.Err == nil || last.Step != flow.StepRefresh || last.Origin != flow.OriginHistory {
		t.Errorf("%+v", last)
	}
}

// Bytes that are no text come back as they were, secrets in them hidden.
func TestHistoryKeepsBytes(t *testing.T) {
	redactor := &flow.Redactor{}
	redactor.Learn(flow.NewSecret(flow.KindRefreshToken, "canary-secret-value"))
	h := profiles.NewHistory(filepath.Join(t.TempDir(), "state"), redactor)
	one := trace(1, "")
	one.Response, one.Err = nil, nil
	one.Peer.Subject = "canary-secret-value.example"
	one.Received = []byte("HTTP/1.1 400 \x9b\xff\x00 canary-secret-value\r\n")
	if err := h.Append(one); err != nil {
		t.Fatal(err)
	}
	got, err := h.Tail("acme", 1)
	if err != nil || len(got) != 1 {
		t.Fatalf("%v %v", got, err)
	}
	received := string(got[0].Received)
	if strings.Contains(got[0].Peer.Subject, "canary") {
		t.Errorf("S4: the peer's name is kept: %q", got[0].Peer.Subject)
	}
	if !strings.HasPrefix(received, "HTTP/1.1 400 \x9b\xff\x00 ") || strings.Contains(received, "canary") {
		t.Errorf("%q", received)
	}
}

func TestDamagedLineCostsThatLine(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	h := profiles.NewHistory(dir, &flow.Redactor{})
	for i := range 3 {
		if err := h.Append(trace(i, "x")); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "history", "acme.jsonl")
	text, _ := os.ReadFile(path)
	lines := strings.SplitAfter(string(text), "\n")
	lines[1] = lines[1][:20] + "\n"
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := h.Tail("acme", 10); err != nil || len(got) != 2 || got[1].ID != "2" {
		t.Errorf("%v %v", got, err)
	}
}

func TestHistoryIsTrimmedBySize(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	h := profiles.NewHistory(dir, &flow.Redactor{})
	for i := range 40 {
		big := trace(i, "x")
		big.Response.Body = []byte(strings.Repeat("b", 100<<10))
		big.Received = big.Response.Body
		if err := h.Append(big); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "history", "acme.jsonl"))
	if err != nil || info.Size() > 4<<20 {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
	got, err := h.Tail("acme", 1000)
	if err != nil || len(got) < 5 || got[len(got)-1].ID != "39" {
		t.Errorf("%d traces, %v", len(got), err)
	}
}

// A history into which something else wrote a huge hole is read within limits, and is
// short again after the next request (S3).
func TestHugeHistoryIsBoundedS3(t *testing.T) {
	dir := t.TempDir()
	h := profiles.NewHistory(dir, &flow.Redactor{})
	path := filepath.Join(dir, "history", "acme.jsonl")
	if err := h.Append(flow.Trace{Profile: "acme", ID: "first"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 64<<30); err != nil {
		t.Skip("the file system has no sparse files: ", err)
	}
	if _, err := h.Tail("acme", 10); err != nil {
		t.Error(err)
	}
	if err := h.Append(flow.Trace{Profile: "acme", ID: "second"}); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > 4<<20 {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
	if traces, err := h.Tail("acme", 10); err != nil || len(traces) != 1 || traces[0].ID != "second" {
		t.Errorf("%v, %v", traces, err)
	}
}

// Many short lines are too many as well, and a file that grew far beyond the cap,
// since it could not be trimmed, is trimmed by the next append.
func TestHistoryIsTrimmedByCount(t *testing.T) {
	for name, lines := range map[string]int{"too many": 2000, "far too many": 50_000} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "state")
			h := profiles.NewHistory(dir, &flow.Redactor{})
			if err := h.Append(trace(0, "x")); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "history", "acme.jsonl")
			one, _ := os.ReadFile(path)
			if err := os.WriteFile(path, []byte(strings.Repeat(string(one), lines)), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := h.Append(trace(1, "x")); err != nil {
				t.Fatal(err)
			}
			kept, err := os.ReadFile(path)
			if n := strings.Count(string(kept), "\n"); err != nil || n != 1000 {
				t.Errorf("%d lines are kept, %v", n, err)
			}
			if got, err := h.Tail("acme", 2); err != nil || len(got) != 2 || got[1].ID != "1" {
				t.Errorf("%v %v", got, err)
			}
		})
	}
}

func BenchmarkTailOfAHundredThousand(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "state")
	h := profiles.NewHistory(dir, &flow.Redactor{})
	if err := h.Append(trace(0, "x")); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, "history", "acme.jsonl")
	line, _ := os.ReadFile(path)
	if err := os.WriteFile(path, []byte(strings.Repeat(string(line), 100_000)), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if got, err := h.Tail("acme", 500); err != nil || len(got) != 500 {
			b.Fatal(len(got), err)
		}
	}
}

// A text is redacted whole and cut afterwards: wherever the limit falls in a secret,
// not even its first bytes are written (S4).
func TestHistoryIsRedactedBeforeItIsCutS4(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	redactor := &flow.Redactor{}
	secret := "canary-secret-value-of-a-token"
	redactor.Learn(flow.NewSecret(flow.KindRefreshToken, secret))
	h := profiles.NewHistory(dir, redactor)
	for n := 1; n <= len(secret); n += 4 {
		one := trace(n, secret)
		filler := strings.Repeat("x", 64<<10-n)
		one.Sent, one.Response.Body = []byte(filler+secret), []byte(filler+secret+filler)
		one.Attempt = &flow.AttemptRecord{Hits: []flow.Hit{{Request: "GET /" + strings.Repeat("x", 1<<10-n) + secret + filler}}}
		one.Response.Reason, one.Response.Header = "echo "+secret, http.Header{secret: {"x"}}
		if err := h.Append(one); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "history", "acme.jsonl"))
	if err != nil || strings.Contains(strings.ToLower(string(text)), secret[:4]) {
		t.Errorf("the start of a secret is in the file, or %v", err)
	}
	if !strings.Contains(string(text), "xx••••") {
		t.Error("the masks at the limit are missing: the test does not show anything")
	}
}
