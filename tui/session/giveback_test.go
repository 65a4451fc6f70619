package session_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/tui/session"
)

// serverPair is a pair that a server holds: the sandbox's, got through another profile's
// files.
func (d *desk) serverPair() flow.Token {
	d.t.Helper()
	d.grant()
	pair := d.State().Token
	state, err := d.work.Runner.GiveBack(d.t.Context(), d.App(), d.State().Gen)
	if err != nil || state.HasToken() {
		d.t.Fatalf("giving the pair back: %v", err)
	}
	d.look()
	return pair
}

// adopts gives the profile tokens and waits until the next request is drafted.
func (d *desk) adopts(token flow.Token, answer session.Answer) {
	d.t.Helper()
	d.do(d.Disk().AdoptToken(token, "", answer))
	d.quiet()
}

// A refresh token from elsewhere is saved before anything is sent; the pair that it brings
// waits until somebody says whose it is, and what was given back is gone here and good
// there.
func TestGiveBackR16(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	server := d.serverPair()
	d.adopts(flow.Token{RefreshToken: server.RefreshToken}, session.Answer{})
	if d.State().Token.RefreshToken != server.RefreshToken || d.Disk().ToGiveBack() || d.Drafts().Next() == nil || d.Drafts().Next().Step() != flow.StepRefresh {
		t.Fatalf("after adopting: %q, rows %s", d.news, d.rows())
	}
	if remarks := d.Drafts().Remarks(d.Drafts().Next()); len(remarks) == 0 || remarks[len(remarks)-1].Refuses {
		t.Errorf("what the draft says: %v", remarks)
	}
	for _, step := range d.Rail()[:2] {
		if step.Mark != session.Elsewhere {
			t.Errorf("%s is %s", step.Step, step.Mark)
		}
	}
	row := d.begin(session.Answer{Confirmed: true})
	if row.Verdict != flow.Granted || !d.Disk().ToGiveBack() {
		t.Fatalf("the refresh: %s, %q", d.rows(), d.news)
	}
	if main := d.Main(d.Timeline().Len()-1, d.now().Add(session.Grace)); main.Act != session.ActCopyPair {
		t.Errorf("enter does %q", main.Act)
	}
	pair := d.State().Token
	var text map[string]any
	if err := json.Unmarshal([]byte(d.Disk().PairText()), &text); err != nil || text["refresh_token"] != pair.RefreshToken.Reveal() || text["access_token"] != pair.AccessToken.Reveal() {
		t.Fatal("the pair for the server is not whole")
	}
	if d.do(d.Disk().GiveBack(session.Answer{})); !d.State().HasToken() {
		t.Fatal("deleted without an answer")
	}
	d.do(d.Disk().GiveBack(session.Answer{Confirmed: true}))
	d.quiet()
	on, err := d.work.Store.Read("acme-dev")
	if err != nil || on.HasToken() || d.State().HasToken() || d.Disk().ToGiveBack() {
		t.Fatalf("the copy stays: %v, %s", err, d.rows())
	}
	if fate := d.Timeline().At(d.Timeline().Index(row.ID)).Fate; fate != session.GivenBack {
		t.Errorf("the pair's row says %q", fate)
	}
	d.wantMain(session.ActLeave, "")
	d.nextStart()
	if last := d.Timeline().Last(); last.Kind != session.KindGivenBack || !strings.Contains(last.Summary, pair.RefreshToken.Fingerprint()) {
		t.Errorf("the next start shows %s", d.rows())
	}
	if fate := d.Timeline().At(d.Timeline().Len() - 2).Fate; fate != session.GivenBack {
		t.Errorf("the next start says %q of the pair", fate)
	}
	d.adopts(pair, session.Answer{}) // the server's pair works on
	if probe := d.begin(session.Answer{}); probe.Verdict != flow.Done {
		t.Errorf("the pair does not work any more: %s", d.rows())
	}
}

// What is to become of the pair can be chosen on the draft: kept, it asks nothing
// afterwards; to be given back, it waits for that.
func TestChosenOnTheDraftR16(t *testing.T) {
	t.Parallel()
	for _, result := range []flow.Disposition{flow.Kept, flow.GiveBack} {
		t.Run(string(result), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "acme-dev")
			server := d.serverPair()
			if d.do(d.Drafts().ChooseResult(result)); d.Drafts().Result() != "" {
				t.Fatal("chosen without a draft")
			}
			d.adopts(flow.Token{RefreshToken: server.RefreshToken}, session.Answer{})
			if !d.Drafts().AsksResult() || d.Drafts().Result() != "" {
				t.Fatal("the draft does not ask, or has chosen by itself")
			}
			d.do(d.Drafts().ChooseResult(result))
			if on, err := d.work.Store.Read("acme-dev"); err != nil || on.Disposition != flow.Undecided || d.Drafts().Result() != result {
				t.Fatalf("written before the pair came: %v %s", err, on.Disposition)
			}
			if row := d.begin(session.Answer{Confirmed: true}); row.Verdict != flow.Granted {
				t.Fatal(d.rows())
			}
			on, err := d.work.Store.Read("acme-dev")
			if err != nil || (on.Disposition == flow.Kept) != (result == flow.Kept) || d.Disk().ToGiveBack() != (result == flow.GiveBack) {
				t.Errorf("after the refresh: %v %s", err, on.Disposition)
			}
		})
	}
}

// A refused refresh decides nothing, whatever was chosen.
func TestRefusedDecidesNothingR16(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.adopts(flow.Token{RefreshToken: flow.NewSecret(flow.KindRefreshToken, "refresh-token-from-elsewhere")}, session.Answer{})
	d.do(d.Drafts().ChooseResult(flow.Kept))
	if row := d.begin(session.Answer{Confirmed: true}); row.Verdict != flow.Refused {
		t.Fatal(d.rows())
	}
	if on, err := d.work.Store.Read("acme-dev"); err != nil || on.Disposition != flow.Undecided {
		t.Errorf("%v %s", err, on.Disposition)
	}
}

// A pair that is kept is refreshed like one's own, and asks nothing.
func TestKeepR16(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	server := d.serverPair()
	d.adopts(flow.Token{RefreshToken: server.RefreshToken}, session.Answer{})
	d.begin(session.Answer{Confirmed: true})
	d.do(d.Disk().Keep())
	d.quiet()
	if on, err := d.work.Store.Read("acme-dev"); err != nil || on.Disposition != flow.Kept || d.Disk().ToGiveBack() {
		t.Fatalf("not kept: %v %+v", err, on.Disposition)
	}
	if row := d.send(flow.StepRefresh, session.Answer{Confirmed: true}); row.Verdict != flow.Granted || d.Disk().ToGiveBack() {
		t.Errorf("the next refresh: %s", d.rows())
	}
}

// A pair is replaced by tokens from elsewhere only with the answer to the question, and
// only while nothing is in flight.
func TestAdoptingReplacesNothingUnasked(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	pair := d.State().Token
	given := flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "access-token-from-elsewhere")}
	d.adopts(given, session.Answer{})
	if d.State().Token != pair {
		t.Fatal("replaced without an answer")
	}
	d.adopts(given, session.Answer{Confirmed: true})
	if d.State().Token.AccessToken != given.AccessToken || d.Drafts().Next().Step() != flow.StepProbe {
		t.Errorf("not replaced: %q", d.news)
	}
}

// A code from elsewhere is exchanged with the redirect URI and verifier that it was asked
// for with; the rail shows that no authorization of zoauth's brought it.
func TestAdoptCode(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.do(d.Consent().AdoptCode(recognize.ReadGrant("code=abcdefghijklmnopqrstuvwxyz0123456\ncode_verifier=abcdefghijklmnopqrstuvwxyz0123456789abcdefg"), "https://acme.example/cb"))
	d.quiet()
	draft := d.Drafts().Next()
	if draft == nil || draft.Step() != flow.StepExchange || !draft.Ready() {
		t.Fatalf("no exchange: %q", d.news)
	}
	sent := ""
	for _, f := range draft.Request().Form {
		sent += f.Name + "=" + f.Plain + f.Secret.Reveal() + " "
	}
	for _, want := range []string{"code=abcdef", "redirect_uri=https://acme.example/cb", "code_verifier=abcdef"} {
		if !strings.Contains(sent, want) {
			t.Errorf("%s is not in the exchange", want)
		}
	}
	if rail := d.Rail(); rail[0].Mark != session.Elsewhere || rail[1].Mark != session.Ready {
		t.Errorf("the rail: %v", rail)
	}
	if row := d.begin(session.Answer{}); row.Verdict != flow.Refused || d.State().HasToken() {
		t.Errorf("a made-up code: %s", d.rows())
	}
}

// A refresh of a token that no profile has is sent once, by the same runner, on a file of
// its own; the pair waits there, and the next start finds it.
func TestSendOnceR16(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	pair := d.serverPair()
	app := d.App()
	app.Name, app.Loose = session.OnceName(pair.RefreshToken), true
	d.Session = d.seat(app)
	d.do(d.Drafts().SendOnce(flow.Token{RefreshToken: pair.RefreshToken}))
	d.quiet()
	if on, err := d.work.Store.Read(app.Name); err != nil || on.HasToken() {
		t.Fatalf("saved before it was sent: %v", err)
	}
	for _, step := range []flow.Step{flow.StepAuthorize, flow.StepExchange, flow.StepDevice} {
		if ok, why := d.Can(session.Action{Act: session.ActDraft, Step: step}); ok || why == "" {
			t.Errorf("%s is offered without a profile", step)
		}
	}
	if d.do(d.Begin(session.Answer{})); d.Flight() != nil {
		t.Fatal("sent without an answer")
	}
	if row := d.begin(session.Answer{Confirmed: true}); row.Verdict != flow.Granted || !d.Disk().ToGiveBack() {
		t.Fatalf("not granted: %s %q", d.rows(), d.news)
	}
	if profile, err := d.work.Store.Read("acme-dev"); err != nil || profile.HasToken() {
		t.Errorf("the profile's file changed: %v", err)
	}
	loose := d.work.Loose()
	if len(loose) != 1 || loose[0].Name != app.Name || !d.State().Binding.Matches(loose[0]) {
		t.Fatalf("the next start finds %v", loose)
	}
	brought := d.State().Token
	d.Session = d.seat(loose[0])
	d.look()
	if !d.Disk().ToGiveBack() || d.State().Token.RefreshToken != brought.RefreshToken {
		t.Fatal("the next start does not ask for the pair")
	}
	if probe := d.send(flow.StepProbe, session.Answer{}); probe.Verdict != flow.Done {
		t.Errorf("the pair does not work: %s", d.rows())
	}
	d.do(d.Disk().GiveBack(session.Answer{Confirmed: true}))
	d.quiet()
	if left := d.work.Loose(); len(left) != 0 || d.State().HasToken() {
		t.Errorf("it is still there: %v", left)
	}
	if left := d.filesOf(app.Name); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// The files of a single send go once it was refused, at the next start where the program
// ended before.
func TestRefusedSendOnceLeavesNothingBehindR16(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	app, token := d.App(), flow.NewSecret(flow.KindRefreshToken, "refresh-token-from-elsewhere")
	app.Name, app.Loose = session.OnceName(token), true
	d.Session = d.seat(app)
	d.do(d.Drafts().SendOnce(flow.Token{RefreshToken: token}))
	d.quiet()
	if row := d.begin(session.Answer{Confirmed: true}); row.Verdict != flow.Refused || len(d.filesOf(app.Name)) == 0 {
		t.Fatal(d.rows())
	}
	if loose := d.work.Loose(); len(loose) > 0 || len(d.filesOf(app.Name)) > 0 {
		t.Errorf("left: %v %v", loose, d.filesOf(app.Name))
	}
}

// What may hold a token stays, and so does the file of a profile.
func TestForgetTakesNoTokenR16(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	for name, content := range map[string]string{"rt.of-94146d": `{"schema":2,`, "rt.of-94146e": `{"schema":99}`} {
		if err := os.WriteFile(filepath.Join(d.work.StateDir, "tokens", name+".json"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d.work.Loose()
	for _, name := range []string{"rt.of-94146d", "rt.of-94146e", "acme-dev"} {
		if err := d.work.Forget(t.Context(), name); err != nil || len(d.filesOf(name)) == 0 {
			t.Errorf("%s is gone: %v", name, err)
		}
	}
}

// filesOf are the files of the state directory that are named after a profile.
func (d *desk) filesOf(name string) []string {
	d.t.Helper()
	var found []string
	err := filepath.WalkDir(d.work.StateDir, func(path string, _ os.DirEntry, err error) error {
		if strings.HasPrefix(filepath.Base(path), name) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return found
}

// nextStart is the session that the next start of the program makes of the files.
func (d *desk) nextStart() {
	d.t.Helper()
	d.Session = d.seat(d.App())
	d.look()
	d.do(d.Timeline().Load())
	d.quiet()
}

// A code for a profile without tokens does not replace those that another process saved
// meanwhile, and is not spent for it: it is sent when the person says so (R5).
func TestACodeReplacesNoTokensOfAnotherProcessR5(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.authorize()
	ready(d)
	saved := flow.Token{RefreshToken: flow.NewSecret(flow.KindRefreshToken, "a-refresh-token-that-another-process-saved")}
	if _, err := d.elsewhere().AdoptToken(d.ctx, d.App(), saved, false, flow.Kept); err != nil {
		t.Fatal(err)
	}
	if row := d.begin(session.Answer{}); row.Mark != session.Failed || row.Status != 0 {
		t.Errorf("the exchange over tokens that nobody saw: %+v", row)
	}
	d.until("the tokens of the other process", func() bool { return d.State().Token.RefreshToken == saved.RefreshToken })
	if row := d.send(flow.StepExchange, session.Answer{Confirmed: true}); row.Verdict != flow.Granted {
		t.Errorf("the exchange when it may replace them: %s", d.rows())
	}
}
