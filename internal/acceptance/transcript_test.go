package acceptance

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zoauth/flow/sandbox"
	"zoauth/tui/session"
)

// heard is what a walk left at the terminal.
type heard struct {
	kinds   map[string]string
	answers map[string]string
	frames  strings.Builder // the screens that were drawn
}

// walk goes through the workbench, then some verbs, against a server that says
// what v says.
type walk struct {
	*screen
	d     *desk
	v     *villain
	heard *heard
}

// T1–T3, differential: a server whose every field is an attack makes the terminal
// receive no other kinds of sequence, and answer nothing else, than one that says
// the same in harmless characters; and the eye sees the same.
func TestHostileServerChangesNoSequenceT1(t *testing.T) {
	t.Parallel()
	var harmless, hostile heard
	t.Run("walks", func(t *testing.T) {
		t.Run("harmless", func(t *testing.T) { t.Parallel(); walked(t, &harmless, spelled) })
		t.Run("hostile", func(t *testing.T) { t.Parallel(); walked(t, &hostile, strings.Clone) })
	})
	if t.Failed() {
		return
	}
	same(t, "the terminal received", harmless.kinds, hostile.kinds)
	same(t, "the terminal answered", harmless.answers, hostile.answers)
	for _, one := range slices.Concat(attacks, rawAttacks) {
		for who, frames := range map[string]string{"harmless": harmless.frames.String(), "hostile": hostile.frames.String()} {
			if !strings.Contains(frames, spelled(one)) {
				t.Errorf("%q of the %s server was on no screen, spelled out", one, who)
			}
		}
	}
	t.Logf("%d kinds, %d answers", len(hostile.kinds), len(hostile.answers))
}

// ownMoves are the ways in which Bubble Tea goes to a cell and clears others: which
// of them a frame takes depends on what stood there before. No attack is made of
// them alone, but for one that the screens show. The last is the colour of a verb's
// "warning:", which only odd responses bring.
var ownMoves = []string{
	`"\b"`, `"\t"`, `"\n"`, `"\r"`, `"\x1bM"`, `"\x1b[K"`, `"\x1b[1K"`, `"\x1b[J"`,
	`"\x1b[nA"`, `"\x1b[nB"`, `"\x1b[nC"`, `"\x1b[nD"`, `"\x1b[nG"`, `"\x1b[nH"`, `"\x1b[nI"`, `"\x1b[nZ"`, `"\x1b[nd"`,
	`"\x1b[nX"`, `"\x1b[nP"`, `"\x1b[n@"`, `"\x1b[nL"`, `"\x1b[nM"`, `"\x1b[nS"`, `"\x1b[nT"`, `"\x1b[nb"`, `"\x1b[nr"`,
	`"\x1b[33m"`,
}

func same(t *testing.T, what string, harmless, hostile map[string]string) {
	t.Helper()
	for _, kind := range slices.Sorted(maps.Keys(hostile)) {
		if _, known := harmless[kind]; !known && !slices.Contains(ownMoves, kind) {
			t.Errorf("%s %s from the hostile server alone: %q", what, kind, hostile[kind])
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(harmless)) {
		if _, known := hostile[kind]; !known && !slices.Contains(ownMoves, kind) {
			t.Errorf("%s %s from the harmless server alone: %q", what, kind, harmless[kind])
		}
	}
}

func walked(t *testing.T, into *heard, say func(string) string) {
	v := &villain{say: say}
	*into = heard{kinds: map[string]string{}, answers: map[string]string{}}
	w := &walk{d: newDeskOf(t, v.user), v: v, heard: into}
	w.opens()
	w.sees("○ no token")
	w.does("a", "get the URL")
	w.device()
	w.declined()
	w.authorize()
	w.probes()
	w.refreshes()
	w.places()
	w.types("\x03")
	w.leaves()
	w.verbs()
}

// opens runs zoauth and keeps every screen that it draws.
func (w *walk) opens(args ...string) {
	w.d.t.Helper()
	w.screen = startIn(w.d.t, w.d.Home, 110, 40, args...)
	w.Frames(func(text string) { w.heard.frames.WriteString(text) })
}

// does presses a key and waits for what it leads to.
func (w *walk) does(key, want string) {
	w.t.Helper()
	w.types(key)
	w.sees(want)
}

// The keys that move and type nothing: a run of letters that the program reads late
// would be a paste.
const (
	keyHome, keyEnd, keyRight, keyUp = "\x1b[H", "\x1b[F", "\x1b[C", "\x1b[A"
)

// goes presses such keys and waits until the program has drawn what each leads to. The
// screen does not tell of one that changed nothing: behind each comes a key that zoauth
// does not know, of which it says so.
func (w *walk) goes(keys ...string) {
	w.t.Helper()
	for _, key := range keys {
		unknown, named := "\x1b[15~", "f5"
		if strings.Contains(w.Text(), "f5 does nothing here") {
			unknown, named = "\x1b[17~", "f6"
		}
		w.types(key + unknown)
		w.sees(named + " does nothing here")
	}
}

// leaves waits for the end and keeps what the terminal got.
func (w *walk) leaves() {
	w.t.Helper()
	w.ends()
	maps.Copy(w.heard.kinds, kindsOf(w.Transcript()))
	maps.Copy(w.heard.answers, kindsOf(w.Answered.String()))
}

// device asks for a device code, shows the link plain, and ends the polling.
func (w *walk) device() {
	w.t.Helper()
	w.does("D", "/oauth/devicecode")
	w.also("● ready")
	address := strconv.Quote(w.d.Server.URL() + "/device")
	w.d.Server.Inject(sandbox.Fault{Path: "/oauth/devicecode", NoEffect: true, Body: []byte(w.v.fill(
		`{"device_code":"device0000000000000000000000","user_code":%s,"expires_in":900,"interval":60,%s:%s,` +
			`"verification_uri":` + address + `,"verification_uri_complete":` + address + `}`))})
	w.does("\r", " waiting ")
	w.does("u", "Press any key to go back to zoauth.")
	w.does(" ", " waiting ")
	w.does("x", "stopped")
}

// declined calls the listener as a hostile server makes the browser do.
func (w *walk) declined() {
	w.t.Helper()
	w.does("1", "● ready")
	w.does("\r", "code_challenge_method=S256")
	asked, err := url.Parse(w.url())
	if err != nil {
		w.t.Fatal(err)
	}
	answer := url.Values{"state": asked.Query()["state"], "error": {w.v.word()}, "error_description": {w.v.word()}}
	res, err := http.Get(asked.Query().Get("redirect_uri") + "?" + answer.Encode())
	if err != nil {
		w.t.Fatal(err)
	}
	_ = res.Body.Close()
	w.sees("1 ✗ Authorize")
	w.views()
}

func (w *walk) authorize() {
	w.t.Helper()
	w.does("1", "● ready")
	w.does("\r", "code_challenge_method=S256")
	w.types("\x1b[200~" + allow(w.t, w.url()) + "\x1b[201~")
	w.sees("code_verifier")
	w.ready = time.Now().Add(session.Grace)
	w.does("\r", "2 ✓ Exchange")
	w.views()
}

// sends opens a step's draft and sends it; an answer stands in for the server's.
func (w *walk) sends(key, path string, answer []byte, want string) {
	w.t.Helper()
	w.does(key, "● ready")
	if answer != nil {
		w.d.Server.Inject(sandbox.Fault{Path: path, NoEffect: true, Raw: answer})
	}
	w.does("\r", want)
}

// views opens every view of an entry, and looks to the end of each.
func (w *walk) views() {
	w.t.Helper()
	for range 7 {
		w.goes(keyEnd, keyHome+"w", keyRight)
	}
}

const inJSON = "application/json"

func (w *walk) probes() {
	w.t.Helper()
	const path = "/v2/users/me"
	w.sends("3", path, nil, "3 ✓ Probe")
	w.views()
	for _, refused := range []struct {
		answer []byte
		want   string
	}{
		{w.v.broken(w.v.refusal("", "")), "3 ✗ Probe"},
		{w.v.answer(502, "text/html", w.v.page()), "✗ 502"},
		{w.v.answer(302, "text/html", w.v.page()), "✗ 302"},
		{w.v.answer(401, inJSON, w.v.fill(`{"code":124,"message":%s}`)), "✗ 401"},
		{w.v.answer(429, inJSON, w.v.fill(`{"code":429,"message":%s}`)), "✗ 429"},
	} {
		w.sends("3", path, refused.answer, refused.want)
		w.views()
	}
}

func (w *walk) refreshes() {
	w.t.Helper()
	const path = "/oauth/token"
	w.sends("r", path, w.v.answer(200, inJSON, w.v.grant()), "4 ✓ Refresh")
	w.views()
	for _, refused := range []struct{ reason, code, want string }{
		{"", "", "uncertain"},
		{"", "invalid_grant", "4 ✗ Refresh"},
		{"Invalid Token!", "invalid_grant", "4 ✗ Refresh"}, // its card holds the token's issuer
		{"", "invalid_client", "4 ✗ Refresh"},
	} {
		w.sends("r", path, w.v.answer(400, inJSON, w.v.refusal(refused.reason, refused.code)), refused.want)
		w.views()
	}
	w.does("c", "[Compare]")
	w.goes("G")
	w.also("[Compare]")
	w.does("\x1b", "[Why]")
}

// places opens what shows the answers of before: the revoke's question, Home, and each
// row of the timeline with its views.
func (w *walk) places() {
	w.t.Helper()
	w.does("5", "● ready")
	w.does("\r", "Type acme-dev to confirm")
	w.types("\x1b")
	w.gone("Type acme-dev to confirm")
	w.types("x")
	w.gone("● ready")
	w.does("\x1b", " Profiles ──")
	w.does("\r", "Timeline")
	for range 12 {
		w.goes("K", keyRight, keyRight, keyRight)
	}
}

func (w *walk) run(verbs ...string) {
	w.t.Helper()
	for _, verb := range verbs {
		w.opens(strings.Fields(verb)...)
		w.leaves()
	}
}

// verbs print on the terminal what is in the files and what comes now.
func (w *walk) verbs() {
	w.t.Helper()
	fault := func(path string, answer []byte) {
		w.d.Server.Inject(sandbox.Fault{Path: path, NoEffect: true, Raw: answer})
	}
	fault("/oauth/token", w.v.answer(400, inJSON, w.v.refusal("Invalid Token!", "invalid_grant")))
	fault("/v2/users/me", w.v.answer(200, inJSON, w.v.fill(`{"id":%s,"email":%s,"first_name":%s,"account_id":%s}`)))
	fault("/v2/users/me", w.v.answer(502, "text/html", w.v.page()))
	w.run("refresh acme-dev", "probe acme-dev", "probe acme-dev", "status", "status --json", "profiles", "doctor")
	w.run("history acme-dev", "history acme-dev --json", "export acme-dev --as report", "export acme-dev --as har", "export acme-dev --as curl")
	fault("/oauth/token", w.v.answer(200, inJSON, w.v.fill(`{"access_token":%s,"refresh_token":%s,"expires_in":3599}`)))
	w.run("refresh acme-dev", "token acme-dev")
}
