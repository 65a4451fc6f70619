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
)

// heard is what a walk left at the terminal.
type heard struct {
	kinds   map[string]string
	answers map[string]string
	frames  string // the screens that were stopped at
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
		for who, frames := range map[string]string{"harmless": harmless.frames, "hostile": hostile.frames} {
			if !strings.Contains(frames, spelled(one)) {
				t.Errorf("%q of the %s server was on no screen, spelled out", one, who)
			}
		}
	}
	t.Logf("%d kinds, %d answers", len(hostile.kinds), len(hostile.answers))
}

// ownMoves are the ways in which Bubble Tea goes to a cell and clears others: which
// of them a frame takes depends on what stood there before. No attack is made of
// them alone, but for one that the screens show.
var ownMoves = []string{
	`"\b"`, `"\t"`, `"\n"`, `"\r"`, `"\x1bM"`, `"\x1b[K"`, `"\x1b[1K"`, `"\x1b[J"`,
	`"\x1b[nA"`, `"\x1b[nB"`, `"\x1b[nC"`, `"\x1b[nD"`, `"\x1b[nG"`, `"\x1b[nH"`, `"\x1b[nI"`, `"\x1b[nZ"`, `"\x1b[nd"`,
	`"\x1b[nX"`, `"\x1b[nP"`, `"\x1b[n@"`, `"\x1b[nL"`, `"\x1b[nM"`, `"\x1b[nS"`, `"\x1b[nT"`, `"\x1b[nb"`, `"\x1b[nr"`,
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
	w.screen = startIn(t, w.d.home, 110, 40)
	w.sees("acme-dev")
	w.does("a", "What the browser will be asked")
	w.device()
	w.declined()
	w.authorize()
	w.probes()
	w.refreshes()
	w.places()
	w.does("\x03", "")
	w.leaves()
	w.verbs()
}

// does presses one key after the other, as a person: keys that come at once are a
// paste. It keeps the screen that comes.
func (w *walk) does(keys, want string) {
	w.t.Helper()
	for _, key := range strings.Split(keys, "") {
		time.Sleep(50 * time.Millisecond)
		w.types(key)
	}
	w.sees(want)
	w.heard.frames += w.text()
}

// leaves waits for the end and keeps what the terminal got.
func (w *walk) leaves() {
	w.t.Helper()
	w.ends()
	<-w.all
	w.heard.frames += w.text()
	maps.Copy(w.heard.kinds, kindsOf(w.transcript()))
	maps.Copy(w.heard.answers, kindsOf(w.answered.String()))
}

// device asks for a device code, shows the link plain, and ends the polling.
func (w *walk) device() {
	w.t.Helper()
	w.does("D", "/oauth/devicecode")
	address := strconv.Quote(w.d.server.URL() + "/device")
	w.d.server.Inject(sandbox.Fault{Path: "/oauth/devicecode", NoEffect: true, Body: []byte(w.v.fill(
		`{"device_code":"device0000000000000000000000","user_code":%s,"expires_in":900,"interval":60,%s:%s,` +
			`"verification_uri":` + address + `,"verification_uri_complete":` + address + `}`))})
	w.does("\r", "Enter this code at")
	w.does("u", "Press any key to go back to zoauth.")
	w.does(" ", "Enter this code at")
	w.does("x", "The last device authorization")
}

// declined calls the listener as a hostile server makes the browser do.
func (w *walk) declined() {
	w.t.Helper()
	w.does("1", "What the browser will be asked")
	w.does("\r", "Waiting for the answer")
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
	w.sees("The authorization was declined")
}

func (w *walk) authorize() {
	w.t.Helper()
	w.until("\r", "Waiting for the answer")
	w.types("\x1b[200~" + allow(w.t, w.url()) + "\x1b[201~")
	w.sees("Request, not sent")
	w.until("\r", "Zoom gave a new pair of tokens")
	w.views()
}

// sends opens a step's preview and sends it; an answer stands in for the server's.
func (w *walk) sends(key, path string, answer []byte, want string) {
	w.t.Helper()
	w.does(key, path)
	w.sees("Request, not sent")
	if answer != nil {
		w.d.server.Inject(sandbox.Fault{Path: path, NoEffect: true, Raw: answer})
	}
	w.does("\r", want)
}

// views opens every view of a result and looks to the end of those from outside.
func (w *walk) views() {
	w.t.Helper()
	w.does("]", "[raw]")
	w.does("GLLH", "[raw]")
	w.does("]", "[headers]")
	w.does("G", "[headers]")
	w.does("]", "[request]")
	w.does("]", "[timing]")
	w.does("]", "[pretty]")
	w.does("Ggj", "[pretty]")
}

// behind opens the answer that a card stands before, with its views.
func (w *walk) behind() {
	w.t.Helper()
	w.does("jjk", "")
	w.does("\t", "[pretty]")
	w.views()
}

const inJSON = "application/json"

func (w *walk) probes() {
	w.t.Helper()
	const path = "/v2/users/me"
	w.sends("4", path, nil, "The token is good")
	w.views()
	w.sends("4", path, w.v.broken(w.v.refusal("", "")), "a line of the header is no field")
	w.sends("4", path, w.v.answer(502, "text/html", w.v.page()), "cause 1 of")
	w.behind()
	w.sends("4", path, w.v.answer(302, "text/html", w.v.page()), "cause 1 of")
	w.sends("4", path, w.v.answer(401, inJSON, w.v.fill(`{"code":124,"message":%s}`)), "Not known")
	w.sends("4", path, w.v.answer(429, inJSON, w.v.fill(`{"code":429,"message":%s}`)), "cause 1 of")
}

func (w *walk) refreshes() {
	w.t.Helper()
	const path = "/oauth/token"
	w.sends("r", path, w.v.answer(200, inJSON, w.v.grant()), "Zoom gave a new pair of tokens")
	w.views()
	w.does("c", "Before and after")
	w.does("c", "[pretty]")
	w.does("i", "Access token")
	w.does("jjjG", "Access token")
	w.does("]", "Refresh token")
	for _, refused := range []struct{ reason, code, want string }{
		{"", "", "uncertain"},
		{"", "invalid_grant", "invalid_grant"},
		{"Invalid Token!", "invalid_grant", "cause 1 of"}, // its card holds the token's issuer
		{"", "invalid_client", "cause 1 of"},
	} {
		w.sends("r", path, w.v.answer(400, inJSON, w.v.refusal(refused.reason, refused.code)), refused.want)
		w.behind()
	}
}

// places opens what shows the answers of before: the revoke's question, the
// diagnosis, the profiles, and each trace of the history.
func (w *walk) places() {
	w.t.Helper()
	w.does("5", "Revoke removes the app")
	w.does("d", "What happened")
	w.does("p", "Profiles")
	w.does("p", "What happened")
	w.does("6", "newest first")
	w.does("c", "before")
	w.does("jjjjjjjj", "before")
	w.does("\x1b", "newest first")
	for range 12 {
		w.does("\r", "timing") // on raw where what came is no HTTP, else on pretty
		w.does("]", "timing")
		w.does("\x1b", "newest first")
		w.does("j", "newest first")
	}
}

func (w *walk) run(verbs ...string) {
	w.t.Helper()
	for _, verb := range verbs {
		w.screen = startIn(w.t, w.d.home, 110, 40, strings.Fields(verb)...)
		w.leaves()
	}
}

// verbs print on the terminal what is in the files and what comes now.
func (w *walk) verbs() {
	w.t.Helper()
	fault := func(path string, answer []byte) {
		w.d.server.Inject(sandbox.Fault{Path: path, NoEffect: true, Raw: answer})
	}
	fault("/oauth/token", w.v.answer(400, inJSON, w.v.refusal("Invalid Token!", "invalid_grant")))
	fault("/v2/users/me", w.v.answer(200, inJSON, w.v.fill(`{"id":%s,"email":%s,"first_name":%s,"account_id":%s}`)))
	fault("/v2/users/me", w.v.answer(502, "text/html", w.v.page()))
	w.run("refresh acme-dev", "probe acme-dev", "probe acme-dev", "status", "status --json", "profiles", "doctor")
	w.run("history acme-dev", "history acme-dev --json", "export acme-dev --as report", "export acme-dev --as har", "export acme-dev --as curl")
	fault("/oauth/token", w.v.answer(200, inJSON, w.v.fill(`{"access_token":%s,"refresh_token":%s,"expires_in":3599}`)))
	w.run("refresh acme-dev", "token acme-dev")
}
