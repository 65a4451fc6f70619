package tui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

// withoutProd is ownFile after an editor took acme-prod out.
func withoutProd() string {
	own, _, _ := strings.Cut(ownFile, "# keep this comment")
	return own
}

// edited is what an editor wrote into the profile file, as the workbench sees it.
func (d *driver) edited(path, text string) {
	d.t.Helper()
	d.until("a first look", func() bool {
		if d.m.fileStamp == nil {
			d.do(d.m.watch())
		}
		return d.m.fileStamp != nil
	})
	write(d.t, path, text)
	d.do(d.m.watch())
}

// A question about a profile does not outlive it.
func TestQuestionOfAProfileThatIsGone(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-prod")
	d.keys("a")
	d.sees("What the browser will be asked")
	d.keys("enter")
	d.sees("servers hold for the same user")
	d.edited(path, withoutProd())
	d.until("the profile is gone", func() bool { return d.m.real.find("acme-prod") == nil })
	d.keys("y")
	d.sees("1 profile")
	if d.m.dialog != nil {
		t.Error("the question stays")
	}
}

// What is filled in stays when an editor takes the current profile out.
func TestFormStaysWhenTheCurrentProfileIsGone(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-prod")
	d.keys("enter")
	d.until("the profile", func() bool { return d.m.current != nil })
	d.keys("E")
	d.sees("acme-prod  edit")
	d.keys("j", "enter", "filled-in", "esc")
	d.edited(path, withoutProd())
	d.until("the profile is gone", func() bool { return d.m.real.find("acme-prod") == nil })
	d.sees("filled-in")
	d.keys("q", "y")
	d.until("the list", func() bool { return d.m.place == intent.List })
	d.sees("1 profile")
}

// An attempt that opens for a profile that is gone listens for nobody.
func TestAttemptOfAProfileThatIsGone(t *testing.T) {
	d, _ := atFile(t, strings.Replace(ownFile, "127.0.0.1:8976", freeAddress(t), 1))
	d.m.screens.list.Choose("acme-dev")
	d.keys("a")
	d.sees("What the browser will be asked")
	opened := d.m.start(d.m.current, false)().(attemptOpenedMsg)
	d.m.drop(d.m.current)
	d.m.real.sessions = d.m.real.sessions[1:]
	d.take(opened)
	select {
	case <-opened.open.closed:
	case <-time.After(driverPatience):
		t.Fatal("it still listens")
	}
	if d.m.dialog != nil {
		t.Error("the end of it is a question")
	}
}

// slowSecret is a source whose reading ends when it is told to.
type slowSecret struct {
	value string
	ends  chan struct{}
}

func (s slowSecret) Secret(context.Context) (flow.Secret, error) {
	<-s.ends
	return flow.NewSecret(flow.KindClientSecret, s.value), nil
}

func (s slowSecret) Describe() string { return "command: slow" }

// A secret that was still being read when the file changed is not the new source's.
func TestSecretOfTheSourceBefore(t *testing.T) {
	d := drive(t)
	d.exchanged()
	s := d.m.current
	source := slowSecret{"the-old-secret-the-old-secret-00", make(chan struct{})}
	s.App.Sandbox, d.m.real = false, d.m.sandbox
	right := s.App
	s.App.Secret, s.Secret = source, session.Secret{}
	d.keys("r")
	d.sees("Reading the client secret")
	d.m.merge(&profiles.Workspace{Apps: append([]flow.App{right}, d.m.real.Apps[1:]...)}, false)
	close(source.ends)
	d.do(d.m.arriveAtWanted())
	d.sees("Request, not sent")
	if got := s.Secret.Value.Reveal(); got == source.value {
		t.Error("the request has the secret of the source before")
	}
}

// A preview that waits for its secret once more, because another process changed the
// tokens, does get it.
func TestSecretIsReadAfterATakeOver(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r")
	d.sees("Request, not sent")
	s := d.m.current
	value := s.Secret.Value
	s.Secret = session.Secret{}
	other := setOver(t, d.server, d.m.opts.Redactor, d.set.StateDir)
	out := other.Runner.Do(t.Context(), flow.Job{App: s.App, Request: flow.RefreshRequest(s.App, value, s.State.Token.RefreshToken), Gen: s.State.Gen})
	d.do(d.m.look(d.m.space))
	d.until("the new pair", func() bool { return s.State.Gen == out.State.Gen })
	d.sees("Request, not sent")
}

// What was to be shown after a save is not shown after the next change of an editor,
// when the file could not be read in between.
func TestNewsOfASaveEndWithItsReading(t *testing.T) {
	d, _ := atFile(t, ownFile)
	d.m.wanted, d.m.news = "acme-dev", "Saved."
	d.do(d.m.reloaded(reloadedMsg{err: errors.New("permission denied")}))
	d.sees("Saved. The profile file cannot be read")
	d.m.screens.list.Choose("acme-prod")
	d.keys("enter")
	d.do(d.m.reload())
	d.sees("its profiles are taken over")
	if d.m.place == intent.List {
		t.Error("the list was opened")
	}
}

// A code that the client before was given is not exchanged by another one.
func TestAttemptEndsWithItsClient(t *testing.T) {
	edits := map[string][2]string{
		"client ID":     {"Zk3mQ8vTS2aXw1LrPbN0Ug", "AnotherClientOfZoom000"},
		"authorize URL": {"redirect_uri  =", "authorize_url = \"https://zoom.example/oauth/authorize\"\nredirect_uri  ="},
		"type":          {"client_secret = \"secret-in-the-file-0000000000001\"", "type = \"public\""},
	}
	for what, edit := range edits {
		t.Run(what, func(t *testing.T) {
			file := strings.Replace(ownFile, "127.0.0.1:8976", freeAddress(t), 1)
			d, path := atFile(t, file)
			d.m.screens.list.Choose("acme-dev")
			d.keys("a")
			d.sees("What the browser will be asked")
			d.keys("enter")
			d.sees("no answer yet")
			closed := d.m.attempts[d.m.current].closed
			d.edited(path, strings.Replace(file, edit[0], edit[1], 1))
			d.sees("its client changed; the open authorization ended")
			select {
			case <-closed:
			case <-time.After(driverPatience):
				t.Fatal("it still listens")
			}
			if d.m.current.Attempt.Open() {
				t.Error("the attempt is open")
			}
		})
	}
}

// So with a code that came already, and with an attempt that was just being opened.
func TestCodeEndsWithItsClient(t *testing.T) {
	d := waiting(t)
	d.keys("b", "a")
	d.sees("Request, not sent")
	s := d.m.current
	s.App.Sandbox, d.m.real = false, d.m.sandbox
	other := s.App
	other.ClientID = "AnotherClientOfZoom000"
	d.m.merge(&profiles.Workspace{Apps: append([]flow.App{other}, d.m.real.Apps[1:]...)}, false)
	d.do(d.m.arriveAtWanted())
	d.sees("There is no code to exchange")
	if s.Code() != nil {
		t.Error("the code is still there")
	}
}

func TestAttemptThatOpensForTheClientBefore(t *testing.T) {
	file := strings.Replace(ownFile, "127.0.0.1:8976", freeAddress(t), 1)
	d, path := atFile(t, file)
	d.m.screens.list.Choose("acme-dev")
	d.keys("a")
	d.sees("What the browser will be asked")
	opened := d.m.start(d.m.current, false)().(attemptOpenedMsg)
	d.edited(path, strings.Replace(file, "Zk3mQ8vTS2aXw1LrPbN0Ug", "AnotherClientOfZoom000", 1))
	d.until("the change", func() bool { return d.m.current.App.ClientID == "AnotherClientOfZoom000" })
	d.take(opened)
	if d.m.current.Attempt.Open() {
		t.Error("the attempt is open")
	}
	d.sees("enter starts anew")
	select {
	case <-opened.open.closed:
	case <-time.After(driverPatience):
		t.Fatal("it still listens")
	}
}

// S6: a secret command runs once, until its profile changes.
func TestSecretCommandRunsOncePerProfileS6(t *testing.T) {
	ran := filepath.Join(t.TempDir(), "ran")
	command := `client_secret_command = ["sh", "-c", "echo once >> ` + ran + `; echo the-secret-of-the-command-000001"]`
	file := strings.Replace(ownFile, `client_secret = "secret-in-the-file-0000000000001"`, command, 1)
	d, path := atFile(t, file)
	runs := func() int {
		content, err := os.ReadFile(ran)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(content), "once")
	}
	d.m.screens.list.Choose("acme-dev")
	d.keys("a")
	d.until("the secret", func() bool { return d.m.current != nil && d.m.current.Secret.Ready })
	d.m.said = ""
	d.edited(path, file+"# another comment\n")
	d.sees("its profiles are taken over")
	d.until("the secret", func() bool { return d.m.current.Secret.Ready })
	if n := runs(); n != 1 {
		t.Errorf("it ran %d times, though nothing of its profile changed", n)
	}
	d.edited(path, strings.Replace(file, "/callback", "/another", 1))
	d.until("the change", func() bool { return strings.HasSuffix(d.m.current.App.RedirectURI, "/another") })
	d.until("the secret", func() bool { return d.m.current.Secret.Ready })
	if n := runs(); n != 2 {
		t.Errorf("it ran %d times, want once for each state of the profile", n)
	}
}
