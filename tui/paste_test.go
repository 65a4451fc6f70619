package tui_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"zoauth/flow/sandbox"
	"zoauth/tui"
)

// callbackOf lets a browser allow an attempt without visiting the callback, and returns
// its address.
func callbackOf(t *testing.T, authorizeURL string) string {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Post(authorizeURL, "application/x-www-form-urlencoded", strings.NewReader("decision=allow"))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	location := res.Header.Get("Location")
	if location == "" {
		t.Fatal("no redirect: " + res.Status)
	}
	return location
}

// A paste that comes as keys is a paste, whatever its letters mean as keys.
func TestPasteWithoutBracketsIsACallback(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	callback := callbackOf(t, d.awaits())
	d.rushed(time.Millisecond, callback+"&q=u/y123?:x\n")
	d.sees("code_verifier")
	if d.ended || d.shows("Keys here") || d.shows("Go to or do") {
		t.Errorf("a key of the paste acted:\n%s", d.frame())
	}
	if n := d.posts("/oauth/token"); n != 0 {
		t.Errorf("the paste's line end sent %d requests", n)
	}
}

// F9: keys that came together are a paste, however long a busy machine takes for each.
func TestPasteOnABusyMachineF9(t *testing.T) {
	t.Parallel()
	var together time.Duration // when all keys came; 0: each when it is pressed
	d := driveReal(t, func(o *tui.Options) {
		o.LastRead = func() time.Duration {
			if together > 0 {
				return together
			}
			return o.Running()
		}
	})
	callback := callbackOf(t, d.awaits())
	together = d.time.running() + time.Second
	for _, r := range callback + "&q=u/y123?:x" {
		d.time.later(time.Second)
		d.press(string(r))
	}
	d.press("enter")
	d.sees("code_verifier")
	if n := d.posts("/oauth/token"); n != 0 {
		t.Errorf("the paste's line end sent %d requests", n)
	}
}

// A callback of somebody else is judged, and its letters press no key.
func TestPasteWithoutBracketsIsJudged(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.awaits()
	d.rushed(time.Millisecond, "https://acme.example/zoom/q/u/y?code=xyz&state=quxy1234\n")
	d.sees("for https://acme.example")
	d.sees(" waiting ")
	if d.ended {
		t.Error("the paste quit")
	}
}

// Into a text field it goes whole, with its line ends.
func TestPasteWithoutBracketsIntoAField(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.keys("i")
	d.sees("Paste")
	d.rushed(time.Millisecond, "HTTP/1.1 400 Bad Request\nq: /quit\n\n{\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}\n")
	d.sees("q: /quit")
	if d.ended {
		t.Error("a line end of the paste acted")
	}
}

// Keys that are fewer than any callback has are keys, also where a slow line delivers
// them at once. One that is held down is no paste.
func TestFastKeysAreKeys(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.keys("enter")
	d.sees("Timeline")
	d.rushed(time.Millisecond, "az")
	d.sees("Enter this at")
	d.keys("esc")
	d.sees("response_type")
	d.rush(20*time.Millisecond, strings.Repeat("j", 60))
	if d.app.Held() > 60 || d.shows("Paste") {
		t.Errorf("a key that is held down counts as a paste:\n%s", d.frame())
	}
	d.keys("k")
	d.sees("redirect_uri")
}

// No key of a paste acts, be it the first, wherever the paste lands.
func TestPasteWithoutBracketsActsNowhere(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"an address":            "https://acme.example/zoom/a/2/E?code=xyz&state=q1\n",
		"letters that are acts": "tEaX6p2ra",
		"lines":                 "a\n2\nE\n6\nq\n",
		"a table":               "id\tE\t6\ta\tq\n",
		"blanks":                "\t\n\n\t\n\n\t\n\n\t\n",
		"its line end first":    "\nquery=zoom&a=2",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := driveReal(t)
			d.exchanged()
			d.keys("4")
			d.sees("grant_type             refresh_token")
			d.time.later(time.Second)
			d.rushed(time.Millisecond, text)
			d.keys("esc")
			d.sees("grant_type             refresh_token")
			if n := d.posts("/oauth/token"); d.ended || n != 1 {
				t.Errorf("it acted: %d requests\n%s", n, d.frame())
			}
		})
	}
}

// pasteBy is how a paste comes in.
type pasteBy []func(d *driver)

func bracketed(text string) func(d *driver) { return func(d *driver) { d.paste(text) } }

func asKeys(gap time.Duration, text string) func(d *driver) {
	return func(d *driver) { d.rush(gap, text) }
}

// F9: however a paste comes, it confirms no typed name. Enter by itself does.
func TestPasteConfirmsNothingF9(t *testing.T) {
	t.Parallel()
	for name, paste := range map[string]pasteBy{
		"bracketed":                  {bracketed("acme-dev\ny\n")},
		"inner closing bracket":      {bracketed("acme-dev"), asKeys(time.Millisecond, "\n")},
		"inner bracket, then more":   {bracketed("acme-dev"), asKeys(time.Millisecond, "\ny\n")},
		"inner bracket, then slowly": {bracketed("acme-dev"), asKeys(90*time.Millisecond, "\n\ny\n")},
		"keys":                       {asKeys(time.Millisecond, "acme-dev\n")},
		"keys of a slow line":        {asKeys(90*time.Millisecond, "acme-dev\n")},
		"keys and many line ends":    {asKeys(time.Millisecond, "acme-dev\n\n\n")},
		"a line end first":           {asKeys(time.Millisecond, "\nacme-dev\n")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := driveReal(t)
			d.exchanged()
			d.keys("5")
			d.sees("/oauth/revoke")
			d.keys("enter")
			d.sees("Type acme-dev")
			d.time.later(time.Second)
			for _, part := range paste {
				part(d)
			}
			d.until("the paste", func() bool { return d.app.Held() == 0 })
			if n := d.posts("/oauth/revoke"); n != 0 || !d.shows("Type acme-dev") {
				t.Fatalf("the paste confirmed: %d requests\n%s", n, d.frame())
			}
			d.keys("ctrl+u", "acme-dev", "enter")
			d.until("the revoke", func() bool { return d.posts("/oauth/revoke") == 1 })
		})
	}
}

// F9: nor does it answer a question, whose cursor it could have moved.
func TestPasteAnswersNoChoiceF9(t *testing.T) {
	t.Parallel()
	for name, paste := range map[string]pasteBy{
		"bracketed":             {bracketed("j\n")},
		"inner closing bracket": {bracketed("x"), asKeys(time.Millisecond, "\n")},
		"inner bracket, slowly": {bracketed("x"), asKeys(90*time.Millisecond, "j\n")},
		"few keys":              {asKeys(time.Millisecond, "j\n")},
		"few keys, slowly":      {asKeys(50*time.Millisecond, "j\n")},
		"few keys, at the edge": {asKeys(99*time.Millisecond, "j\n")},
		"held, then a line end": {asKeys(20*time.Millisecond, "jjj\n\n")},
		"many keys":             {asKeys(time.Millisecond, "j, k and so on\n")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := driveReal(t)
			d.keys("j", "enter")
			d.sees("PRODUCTION")
			d.keys("a")
			d.sees("get the URL, asks first")
			d.keys("enter")
			d.sees("Cancel")
			d.time.later(time.Second)
			for _, part := range paste {
				part(d)
			}
			d.until("the paste", func() bool { return d.app.Held() == 0 })
			d.keys("k") // back on Cancel, where the paste left the question
			if d.shows(" waiting ") || !d.shows("Cancel") {
				t.Fatalf("the paste answered the question:\n%s", d.frame())
			}
			d.keys("j", "enter")
			d.sees(" waiting ")
		})
	}
}

// F9: the keys that opened a dialog do not answer it, nor do keys behind those that
// prepared a request send it.
func TestRunThatOpensADialogDoesNotAnswerItF9(t *testing.T) {
	t.Parallel()
	for _, gap := range []time.Duration{time.Millisecond, 20 * time.Millisecond} {
		d := driveReal(t)
		d.exchanged()
		d.time.later(time.Second)
		d.rushed(gap, "4\n")
		d.sees("grant_type             refresh_token")
		d.sees("Press enter again.")
		if n := d.posts("/oauth/token"); n != 1 {
			t.Errorf("%s: the run sent %d requests", gap, n-1)
		}
		d.keys("5")
		d.sees("/oauth/revoke")
		d.time.later(time.Second)
		d.rushed(gap, "\nacme-dev\n")
		d.until("the run's end", func() bool { return d.app.Held() == 0 })
		if n := d.posts("/oauth/revoke"); n != 0 {
			t.Errorf("%s: the run revoked", gap)
		}
	}
}

// Nothing is left of a paste that was judged: the next key acts.
func TestKeyAfterAPasteActs(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	url := d.awaits()
	d.rushed(time.Millisecond, "https://acme.example/zoom?code=xyz&state=quxy1234\n")
	if _, err := (sandbox.Browser{}).Answer(t.Context(), url, true); err != nil {
		t.Fatal(err)
	}
	d.sees("code_verifier")
	d.keys("enter")
	d.sees("2 ✓ Exchange")
}

// drafted is a workbench with the draft of the tour's first step.
func drafted(t *testing.T) *driver {
	t.Helper()
	d := drive(t)
	d.keys("enter")
	d.sees("● ready")
	d.time.later(time.Second)
	return d
}

// A single key that only shows something is felt at once: no wait for a paste.
func TestAKeyThatShowsActsAtOnce(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{"w": "Why these fields", "?": "Keys here", ":": "Go to or do", "m": "▸ Practice", "e": "Editing response_type"} {
		d := drafted(t)
		d.press(key)
		if !d.shows(want) {
			t.Errorf("%s:\n%s", key, d.frame())
		}
	}
}

// F9: a paste in keys acts on nothing, whatever it begins with, and goes to Paste whole.
func TestAPasteInKeysActsOnNothingF9(t *testing.T) {
	t.Parallel()
	for first := range strings.SplitSeq("1 2 3 4 5 a r D e + / n w f c y b t z m p i A E : ? j ] g x X q v u - S", " ") {
		t.Run(first, func(t *testing.T) {
			t.Parallel()
			d := drafted(t)
			text := first + "invalid_grant 4709\n"
			d.rush(time.Millisecond, text)
			d.sees("▸ pasted text")
			d.until("how long it is", func() bool { return d.shows("1 line") || d.shows("2 lines") })
			d.keys("esc")
			d.sees("Timeline")
			if d.shows("waiting") || d.shows("Editing ") || d.shows("edits") {
				t.Errorf("%q acted:\n%s", text, d.frame())
			}
		})
	}
}
