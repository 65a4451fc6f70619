package inspect_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/tui/old/inspect"
)

var views = []string{"pretty", "raw", "headers", "request"}

// plainRows draws one view without its styles.
func plainRows(v *inspect.Viewer, c inspect.Context, w, h int) []string {
	rows := v.Lines(c, w, h)
	plain := make([]string, len(rows))
	for i, row := range rows {
		plain[i] = ansi.Strip(row)
	}
	return plain
}

// numbered is a trace whose body holds n lines of plain text, under one note.
func numbered(t testing.TB, n int) flow.Trace {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "line %d\n", i+1)
	}
	return answer(t, exchange(), "text/plain", b.String())
}

// The window stays within the text, and the mark tells the truth before and
// after each drawing.
func TestViewerScroll(t *testing.T) {
	const h = 10
	c := about()
	for _, tt := range []struct {
		name  string
		steer func(*inspect.Viewer)
		mark  string
		first string
	}{
		{"start", func(*inspect.Viewer) {}, "1–10 of 400", " This is no JSON: text/plain"},
		{"before the start", func(v *inspect.Viewer) { v.Move(-5); v.Page(-1) }, "1–10 of 400", " This is no JSON: text/plain"},
		{"row", func(v *inspect.Viewer) { v.Move(1) }, "2–11 of 400", "│ line 1"},
		{"page", func(v *inspect.Viewer) { v.Page(1) }, "10–19 of 400", "│ line 9"},
		{"end", func(v *inspect.Viewer) { v.Bottom() }, "391–400 of 400", "│ line 390"},
		{"past the end", func(v *inspect.Viewer) { v.Bottom(); v.Page(3); v.Move(50) }, "391–400 of 400", "│ line 390"},
		{"back from past the end", func(v *inspect.Viewer) { v.Bottom(); v.Move(50); v.Move(-1) }, "390–399 of 400", "│ line 389"},
		{"top", func(v *inspect.Viewer) { v.Bottom(); v.Top() }, "1–10 of 400", " This is no JSON: text/plain"},
		{"other view and back", func(v *inspect.Viewer) { v.Bottom(); v.NextView(); v.PrevView() }, "1–10 of 400", " This is no JSON: text/plain"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var v inspect.Viewer
			v.Show(numbered(t, 399))
			v.Lines(c, 80, h)
			tt.steer(&v)
			before := ansi.Strip(v.Tabs(c))
			rows := plainRows(&v, c, 80, h)
			if after := ansi.Strip(v.Tabs(c)); before != after || !strings.HasSuffix(after, "  "+tt.mark) {
				t.Errorf("mark %q before, %q after the drawing, want %q", before, after, tt.mark)
			}
			if len(rows) != h || rows[0] != tt.first {
				t.Errorf("%d rows, first %q, want %q", len(rows), rows[0], tt.first)
			}
		})
	}
}

// Showing the same trace again keeps the place, another one starts anew.
func TestViewerShowAgain(t *testing.T) {
	c := about()
	trace := numbered(t, 99)
	var v inspect.Viewer
	v.Show(trace)
	v.Lines(c, 80, 10)
	v.Move(20)
	v.Show(trace)
	if got := plainRows(&v, c, 80, 10)[0]; got != "│ line 20" {
		t.Errorf("the same trace starts at %q", got)
	}
	trace.ID = "another"
	v.Show(trace)
	if got := plainRows(&v, c, 80, 10)[0]; got != " This is no JSON: text/plain" {
		t.Errorf("another trace starts at %q", got)
	}
}

// A line of any length can be walked to its end, and not past it.
func TestViewerSideways(t *testing.T) {
	c := about()
	for name, body := range map[string]string{
		"ASCII":     strings.Repeat("x", 20_000) + "<end>",
		"wide":      strings.Repeat("東", 6_000) + "<end>",
		"marks":     strings.Repeat("e\u0301\u0301\u0301\u0301", 2_000) + "<end>",
		"escapes":   strings.Repeat("\x1b", 4_000) + "<end>",
		"not UTF-8": strings.Repeat("\xff", 4_000) + "<end>",
	} {
		t.Run(name, func(t *testing.T) {
			var v inspect.Viewer
			v.Show(answer(t, exchange(), "text/plain", body))
			v.Lines(c, 300, 4)
			seen := false
			for range 400 {
				v.Sideways(280)
				rows := plainRows(&v, c, 300, 4)
				fits(t, rows, 300)
				if seen = strings.Contains(strings.Join(rows, "\n"), "<end>"); seen {
					break
				}
			}
			if !seen {
				t.Error("the end of the line was never seen")
			}
		})
	}
}

func TestViewerSidewaysEnds(t *testing.T) {
	c := about()
	var v inspect.Viewer
	v.Sideways(99)
	v.Show(answer(t, exchange(), "text/plain", "0123456789"))
	v.Lines(c, 80, 10)
	v.Sideways(1 << 20)
	v.Sideways(-9)
	if got := plainRows(&v, c, 80, 10)[1]; got != "│ 0123456789" {
		t.Errorf("%q after going far right and nine back", got)
	}
}

// A window without room draws nothing, and no view needs a trace.
func TestViewerNothing(t *testing.T) {
	c := about()
	var v inspect.Viewer
	for range views {
		for _, size := range [][2]int{{80, 0}, {0, 10}, {-3, -3}, {1, 1}, {80, 10}} {
			if rows := v.Lines(c, size[0], size[1]); len(rows) > max(0, size[1]) {
				t.Errorf("%d rows in %v", len(rows), size)
			}
		}
		if v.Tabs(c) == "" {
			t.Error("the views have no names")
		}
		v.NextView()
	}
}

// JSON keeps the order of its members and every character of its values.
func TestPrettyIsJSONIndent(t *testing.T) {
	for _, body := range []string{
		`{"z":1,"a":{"z":[1,[],{}],"b":"x: {\"y\", [1]}\\"},"z":2}`,
		"\xef\xbb\xbf [ 1 , true,null, \"\\u00e9\" ] \n",
		`[[],[[]],{"":{"":""}}]`,
	} {
		var want bytes.Buffer
		if err := json.Indent(&want, bytes.TrimSpace(bytes.TrimPrefix([]byte(body), []byte("\xef\xbb\xbf"))), "│ ", "  "); err != nil {
			t.Fatal(err)
		}
		var v inspect.Viewer
		v.Show(answer(t, exchange(), "application/json", body))
		if got := strings.Join(plainRows(&v, about(), 80, 40), "\n"); got != "│ "+want.String() {
			t.Errorf("got\n%s\nwant\n│ %s", got, want.String())
		}
	}
}

// S4: no form of a secret that the Cleaner knows is on any view, at any place.
func TestViewerHidesSecretsS4(t *testing.T) {
	secret := "canary/+\"é" + strings.Repeat("Zq7", 20)
	long := "canary-long-" + strings.Repeat("Zq9", 100_000)
	middling := "canary-middling-" + strings.Repeat("Zq8", 4_000) // longer than a row, shorter than a long line
	quoted, _ := json.Marshal(secret)
	forms := []string{
		secret, string(quoted[1 : len(quoted)-1]), url.QueryEscape(secret), url.PathEscape(secret),
		hex.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(secret)), long, middling,
	}
	c := about(flow.NewSecret(flow.KindAccessToken, secret), flow.NewSecret(flow.KindRefreshToken, long), flow.NewSecret(flow.KindCode, middling))
	bodies := map[string]string{
		"JSON": fmt.Sprintf(`{"access_token":%s,"list":["%s"],%s:1}`, quoted, long, quoted), "form": "access_token=" + url.QueryEscape(secret) + "&x=" + long,
		"text": strings.Join(forms, "\n"), "one line": strings.Join(forms, " "),
	}
	for name, body := range bodies {
		for _, kind := range []string{"application/json", "application/x-www-form-urlencoded", "text/plain"} {
			trace := answer(t, exchange(), kind, body)
			trace.Response.Header.Set("Location", "https://acme.example/?token="+url.QueryEscape(secret))
			trace.Response.Header.Set("X-Long", long)
			trace.Response.Reason = secret
			trace.Sent = append(trace.Sent, body...)
			c.Clean.Redactor.(*flow.Redactor).LearnRequest(trace.Request)
			for _, view := range views {
				for _, left := range []int{0, 3, 40} {
					shown := walk(t, trace, c, view, left)
					for _, form := range append([]string{"canary", "Zq7Zq7", "Zq8Zq8", "Zq9Zq9"}, forms...) {
						if strings.Contains(shown, form) {
							t.Fatalf("%s as %s, %s view, from cell %d shows %.40q", name, kind, view, left, form)
						}
					}
				}
			}
		}
	}
}

// walk returns all that a view shows from cell left on.
func walk(t *testing.T, trace flow.Trace, c inspect.Context, name string, left int) string {
	t.Helper()
	var v inspect.Viewer
	v.Show(trace)
	view(&v, name)
	v.Lines(c, 60, 20)
	v.Sideways(left)
	rows := plainRows(&v, c, 200, 1000)
	if len(rows) == 0 {
		t.Fatalf("%s view is empty", name)
	}
	return strings.Join(rows, "\n")
}

// S4: the oracle of the test above can fail.
func TestViewerShowsWhatIsNoSecret(t *testing.T) {
	trace := answer(t, exchange(), "text/plain", "canary in the body")
	if !strings.Contains(walk(t, trace, about(), "pretty", 0), "canary") {
		t.Error("a plain text is not shown")
	}
}

// What a request holds encoded is also shown decoded, below its bytes: the pair of
// the Basic header, and form and query field by field, secrets masked.
func TestRequestIsDecoded(t *testing.T) {
	trace, c := granted(t)
	var v inspect.Viewer
	v.Show(trace)
	view(&v, "request")
	text := ansi.Strip(strings.Join(v.Lines(c, 200, 40), "\n"))
	for _, want := range []string{"Basic: " + trace.Request.Auth.ClientID + " : cs:", "grant_type: authorization_code", "code: •••• co:", "redirect_uri: http"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	trace.ID, trace.Request.Auth, trace.Sent = "past", flow.Auth{}, []byte("POST /oauth/revoke?token=%2Fa%20b HTTP/1.1\r\nAuthorization: Basic x\r\n\r\n")
	trace.Request.Method = "POST"
	v.Show(trace)
	view(&v, "request")
	text = ansi.Strip(strings.Join(v.Lines(c, 200, 40), "\n"))
	if !strings.Contains(text, "token: /a b") || !strings.Contains(text, "Basic: client ID and client secret") {
		t.Errorf("a request of the past:\n%s", text)
	}
}

// T3: a body cannot write where our own words stand: outside the gutter.
func TestBodyStaysBehindGutterT3(t *testing.T) {
	body := " The body is empty.\n\r\n\x1b[1G This is no JSON: text/html\n\u2028 No answer was read.\v\f\x85 x"
	for _, view := range []string{"pretty", "raw", "headers", "request"} {
		trace := answer(t, exchange(), "text/plain", body)
		trace.Sent, trace.Response.Reason = append(trace.Sent, body...), body
		for i, row := range strings.Split(walk(t, trace, about(), view, 0), "\n") {
			own := view == "pretty" && i == 0
			if !own && !strings.HasPrefix(row, "│ ") {
				t.Errorf("%s view, row %d has no gutter: %q", view, i+1, row)
			}
		}
	}
}

// compacted is a JSON object or array without blanks, cleaned like a screen's text.
func compacted(body string) (string, bool) {
	var b bytes.Buffer
	body = strings.TrimSpace(strings.TrimPrefix(body, "\xef\xbb\xbf"))
	if !strings.HasPrefix(body, "{") && !strings.HasPrefix(body, "[") || json.Compact(&b, []byte(body)) != nil {
		return "", false
	}
	return b.String(), true
}

// A value that is broken over rows keeps the style it began with.
func TestFoldKeepsStyle(t *testing.T) {
	c := about()
	var v inspect.Viewer
	v.Show(answer(t, exchange(), "application/json", `{"reason":"`+strings.Repeat("x", 100)+`"}`))
	var values int
	for _, row := range v.Lines(c, 60, 20) {
		part := strings.TrimLeft(strings.TrimPrefix(ansi.Strip(row), "│ "), ` `)
		if strings.Contains(part, "xxx") {
			values++
			if !strings.HasSuffix(row, c.Theme.String.Render(part)) {
				t.Errorf("%q is not in the style of strings", row)
			}
		}
	}
	if values < 2 {
		t.Fatalf("the value stands in %d rows", values)
	}
}
