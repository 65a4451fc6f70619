package recognize_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// only returns the one artefact of a kind in a text.
func only(t *testing.T, text string, kind recognize.Kind) recognize.Artefact {
	t.Helper()
	found := slices.DeleteFunc(recognize.Read(text), func(a recognize.Artefact) bool { return a.Kind != kind })
	if len(found) != 1 {
		t.Fatalf("%q: %d artefacts of kind %q in %v", text, len(found), kind, kinds(text))
	}
	return found[0]
}

func kinds(text string) []recognize.Kind {
	var list []recognize.Kind
	for _, a := range recognize.Read(text) {
		list = append(list, a.Kind)
	}
	return list
}

// fields writes a form as one line: "name=value name=value".
func fields(list []flow.Field) string {
	var parts []string
	for _, f := range list {
		parts = append(parts, f.Name+"="+f.Value())
	}
	return strings.Join(parts, " ")
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// A span leads back to the original, whatever was cleaned away before it.
func TestSpansAreOfTheOriginal(t *testing.T) {
	body := `{"reason":"Invalid Token!","error":"invalid_grant"}`
	for _, before := range []string{"", "a log line\n", "\x1b[31mred\x1b[0m\r\n", "zero\u200bwidth\u00a0blank\n\n", "\xff\xfe\n", "“quoted”\r"} {
		a := only(t, before+body, recognize.Response)
		if got := (before + body)[a.Span.Start:a.Span.End]; got != body {
			t.Errorf("after %q: the span is %q", before, got)
		}
		lines := strings.Count(strings.ReplaceAll(strings.ReplaceAll(before, "\r\n", "\n"), "\r", "\n"), "\n")
		if a.Span.Line != lines+1 {
			t.Errorf("after %q: line %d, want %d", before, a.Span.Line, lines+1)
		}
	}
}

// A request and the response below or above it are one exchange; its trace is pasted,
// and what the text does not tell is zero.
func TestARequestAndItsResponseAreOneExchange(t *testing.T) {
	request := "curl https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abcdefgh"
	body := `{"reason":"Invalid Token!","error":"invalid_grant"}`
	for _, text := range []string{
		request + "\n" + body,
		"$ " + request + "\n\n" + body + "\n$ ",
		body + "\n\nmy command:\n" + request,
		request + "\n< HTTP/1.1 400 Bad Request\n< Content-Type: application/json\n\n" + body,
		request + "\n400 " + body,
	} {
		a := only(t, text, recognize.Exchange)
		got := a.Trace
		if got.Origin != flow.OriginPasted || got.Step != flow.StepRefresh || got.Request.Credential().Reveal() != "abcdefgh" || string(got.Response.Body) != body {
			t.Errorf("%q: %v %s %s", text, got.Origin, got.Step, got.Response.Body)
		}
		if !got.Started.IsZero() || len(got.Sent) > 0 || got.Peer != (flow.Peer{}) || got.Err != nil {
			t.Errorf("%q: the trace claims what nobody knows", text)
		}
		if strings.Contains(text, "400") != (got.Response.Status == 400) {
			t.Errorf("%q: status %d", text, got.Response.Status)
		}
	}
}

// Texts without OAuth hold nothing but prose at most.
func TestNothingIsRecognisedInOtherTexts(t *testing.T) {
	for _, text := range []string{
		"", "hello", "{}", "[]", "{\"a\":1}", "curl", "curl is a tool", "curl --help", "https://example.com/", "a=b&c=d", "error", "code: 1", "exit code=1",
		"SELECT code FROM t", "if err != nil { return err }", "<html><body>Welcome</body></html>", "GET is a method", "Bearer of bad news", "eyJ", "4700 people",
	} {
		for _, a := range recognize.Read(text) {
			if a.Kind != recognize.Prose {
				t.Errorf("%q: %s (%s)", text, a.Kind, a.Form)
			}
		}
	}
}
