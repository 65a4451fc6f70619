package acceptance

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
)

// TestScripts plays testdata/script: every verb as a real process against a
// sandbox of its own, good and bad input, exit codes and words.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup:               setUpScript,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"fails":     fails,
			"authorize": scriptAuthorize,
			"consent":   scriptConsent,
			"device":    scriptDevice,
			"fault":     scriptFault,
			"scenario":  scriptScenario,
			"setkey":    scriptSetKey,
			"twin":      scriptTwin,
			"posts":     scriptPosts,
			"expire":    scriptExpire,
			"rebind":    scriptRebind,
			"together":  scriptTogether,
			"keys":      scriptKeys,
		},
	})
}

// serverKey finds the script's sandbox in its environment.
type serverKey struct{}

func setUpScript(e *testscript.Env) error {
	callback, err := testkit.FreeAddress()
	if err != nil {
		return err
	}
	server := sandbox.New(sandbox.Options{Apps: scriptApps(callback), Rules: sandbox.Rules{DeviceInterval: time.Second}})
	if err := server.Listen("127.0.0.1:0"); err != nil {
		return err
	}
	e.Defer(func() { _ = server.Close() })
	e.Values[serverKey{}] = server
	home := filepath.Join(e.WorkDir, "home")
	e.Vars = append(e.Vars, testkit.Environment(home)...)
	e.Setenv("PATH", filepath.Dir(binary)+":"+os.Getenv("PATH"))
	e.Setenv("SANDBOX", server.URL())
	e.Setenv("CALLBACK", callback)
	config := filepath.Join(home, ".config/zoauth")
	if err := os.MkdirAll(config, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(config, "profiles.toml"), []byte(scriptProfiles(server)), 0o600)
}

// scriptApps are one app of every type, and a production one that asks nobody.
func scriptApps(callback string) []sandbox.App {
	apps := sandbox.Sample(callback)
	return append(apps,
		sandbox.App{Name: "robot", Group: "robot", Environment: flow.Production, Type: flow.ServerToServer, ClientID: "Ro7tB9jHQ3eVf8NzAaG6Tw", ClientSecret: "sandboxRobot00000000000000000004", AccountID: "hV2oKpW9SxaT6yGd0RfCbQ", Scopes: []string{"user:read:user:admin"}},
	)
}

func scriptProfiles(server *sandbox.Server) string {
	var b strings.Builder
	for _, a := range server.Apps() {
		fmt.Fprintf(&b, "[profiles.%s]\napp = %q\nenvironment = %q\ntype = %q\nclient_id = %q\n", a.Name, a.Group, cmp.Or(a.Environment, flow.Development), a.Type, a.ClientID)
		for key, value := range map[string]string{"client_secret": a.ClientSecret, "account_id": a.AccountID} {
			if value != "" {
				fmt.Fprintf(&b, "%s = %q\n", key, value)
			}
		}
		if len(a.RedirectURIs) > 0 {
			fmt.Fprintf(&b, "redirect_uri = %q\n", a.RedirectURIs[0])
		}
		fmt.Fprintf(&b, "oauth_url = %q\napi_url = %q\n\n", server.URL(), server.URL())
	}
	return b.String()
}

func scriptServer(ts *testscript.TestScript) *sandbox.Server {
	return ts.Value(serverKey{}).(*sandbox.Server)
}

// fails CODE CAUSE PROGRAM ARG…: runs a program that has to end with CODE, an error, a hint
// and the cause of the catalogue.
func fails(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: fails CODE CAUSE PROGRAM ARG...")
	}
	exits(ts, false, slices.Concat(args[:1], args[2:]))
	labels := map[string]string{}
	for line := range strings.Lines(ts.ReadFile("stderr")) {
		if label, text, found := strings.Cut(strings.TrimSpace(line), ": "); found {
			labels[label] = text
		}
	}
	if labels["error"] == "" || labels["hint"] == "" || labels["cause"] != args[1] {
		ts.Fatalf("error %q, hint %q, cause %q, want cause %q", labels["error"], labels["hint"], labels["cause"], args[1])
	}
}

// exits CODE PROGRAM ARG…: runs a program that has to end with CODE.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := code(ts.Exec(args[1], args[2:]...)); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// authorize PROFILE: authorizes it, the address of the browser being pasted.
func scriptAuthorize(ts *testscript.TestScript, _ bool, args []string) {
	cmd := testkit.Command(ts.Getenv("HOME"), binary, "authorize", args[0], "--yes")
	in, err := cmd.StdinPipe()
	ts.Check(err)
	stderr, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if !strings.HasPrefix(lines.Text(), "http://") {
			continue
		}
		callback, err := testkit.Allow(lines.Text())
		ts.Check(err)
		_, _ = fmt.Fprintln(in, callback)
		_ = in.Close()
	}
	ts.Check(cmd.Wait())
}

// The pair of RFC 7636 Appendix B.
const (
	anyVerifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	anyChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

// consent PROFILE FILE FORM: lets the sandbox's user press Allow for another program
// than zoauth and writes FORM with CALLBACK, CODE and VERIFIER filled in. Without
// VERIFIER in it there was no challenge.
func scriptConsent(ts *testscript.TestScript, _ bool, args []string) {
	var app sandbox.App
	for _, one := range scriptServer(ts).Apps() {
		if one.Name == args[0] {
			app = one
		}
	}
	q := url.Values{"response_type": {"code"}, "client_id": {app.ClientID}, "redirect_uri": {app.RedirectURIs[0]}, "state": {"state0123456789"}}
	if strings.Contains(args[2], "VERIFIER") {
		q.Set("code_challenge", anyChallenge)
		q.Set("code_challenge_method", "S256")
	}
	callback, err := testkit.Allow(scriptServer(ts).URL() + "/oauth/authorize?" + q.Encode())
	ts.Check(err)
	u, err := url.Parse(callback)
	ts.Check(err)
	text := strings.NewReplacer("CALLBACK", callback, "CODE", u.Query().Get("code"), "VERIFIER", anyVerifier, `\n`, "\n").Replace(args[2])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

// device DECISION CODE ARG…: runs zoauth authorize --device ARG…, presses the button
// of the page it names, allow, decline or none, and wants the exit code. Its output
// is in the files out and err.
func scriptDevice(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	cmd := testkit.Command(ts.Getenv("HOME"), binary, append([]string{"authorize", "--device"}, args[2:]...)...)
	var out, said strings.Builder
	cmd.Stdout = &out
	stderr, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "/complete/") && args[0] != "none" {
			_, err := sandbox.Browser{}.Answer(context.Background(), lines.Text(), args[0] == "allow")
			ts.Check(err)
		}
		if strings.HasPrefix(lines.Text(), "Polling") && args[0] == "none" {
			ts.Check(cmd.Process.Signal(os.Interrupt))
		}
	}
	got := code(cmd.Wait())
	ts.Check(os.WriteFile(ts.MkAbs("out"), []byte(out.String()), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("err"), []byte(said.String()), 0o600))
	if got != want {
		ts.Fatalf("exit code %d, want %d\n%s", got, want, said.String())
	}
}

// fault PATH STATUS [BODY]: spoils the next answer; STATUS 0 drops it.
func scriptFault(ts *testscript.TestScript, _ bool, args []string) {
	status, err := strconv.Atoi(args[1])
	ts.Check(err)
	f := sandbox.Fault{Path: args[0], Status: status, NoEffect: true}
	if status == 0 {
		f = sandbox.Fault{Path: args[0], Cut: sandbox.BeforeHeader}
	}
	if len(args) > 2 {
		f.Body = []byte(args[2])
	}
	scriptServer(ts).Inject(f)
}

// scenario NAME PROFILE on|off: switches one of the sandbox's faults for an app.
func scriptScenario(ts *testscript.TestScript, _ bool, args []string) {
	server := scriptServer(ts)
	for _, app := range server.Apps() {
		if app.Name == args[1] {
			ts.Check(server.SetScenario(args[0], app.ClientID, args[2] == "on"))
			return
		}
	}
	ts.Fatalf("no app %s", args[1])
}

// setkey PROFILE KEY VALUE: writes a key of the profile file anew.
func scriptSetKey(ts *testscript.TestScript, _ bool, args []string) {
	changeProfiles(ts, func(text string) string {
		table := "[profiles." + args[0] + "]\n"
		before, after, _ := strings.Cut(text, table)
		own, others, more := strings.Cut(after, "\n[")
		lines := slices.DeleteFunc(strings.Split(own, "\n"), func(line string) bool { return strings.HasPrefix(line, args[1]+" ") })
		if more {
			others = "\n[" + others
		}
		return before + table + fmt.Sprintf("%s = %q\n", args[1], args[2]) + strings.Join(lines, "\n") + others
	})
}

// twin PROFILE NAME REDIRECT: adds a profile of the same client ID with another redirect.
func scriptTwin(ts *testscript.TestScript, _ bool, args []string) {
	for _, app := range scriptServer(ts).Apps() {
		if app.Name == args[0] {
			url := scriptServer(ts).URL()
			changeProfiles(ts, func(text string) string {
				return text + fmt.Sprintf("\n[profiles.%s]\nclient_id = %q\nclient_secret = %q\nredirect_uri = %q\noauth_url = %q\napi_url = %q\n", args[1], app.ClientID, app.ClientSecret, args[2], url, url)
			})
			return
		}
	}
	ts.Fatalf("no app %s", args[0])
}

func changeProfiles(ts *testscript.TestScript, change func(string) string) {
	path := filepath.Join(ts.Getenv("HOME"), ".config/zoauth/profiles.toml")
	content, err := os.ReadFile(path)
	ts.Check(err)
	ts.Check(os.WriteFile(path, []byte(change(string(content))), 0o600))
}

// posts PATH N: the server has seen N requests at PATH.
func scriptPosts(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	n := 0
	for _, e := range scriptServer(ts).Journal() {
		if e.Path == args[0] {
			n++
		}
	}
	if n != want {
		ts.Fatalf("%d requests at %s, want %d", n, args[0], want)
	}
}

// expire PROFILE: lets its saved access token have ended an hour ago.
func scriptExpire(ts *testscript.TestScript, _ bool, args []string) {
	path := filepath.Join(ts.Getenv("HOME"), ".local/state/zoauth/tokens", args[0]+".json")
	content, err := os.ReadFile(path)
	ts.Check(err)
	var state map[string]any
	ts.Check(json.Unmarshal(content, &state))
	token := state["token"].(map[string]any)
	token["obtained_at"], token["expires_at"] = "2026-01-01T00:00:00Z", "2026-01-01T00:59:59Z"
	content, err = json.Marshal(state)
	ts.Check(err)
	ts.Check(os.WriteFile(path, content, 0o600))
}

// rebind PROFILE: its saved tokens are of another client.
func scriptRebind(ts *testscript.TestScript, _ bool, args []string) {
	path := filepath.Join(ts.Getenv("HOME"), ".local/state/zoauth/tokens", args[0]+".json")
	content, err := os.ReadFile(path)
	ts.Check(err)
	changed := regexp.MustCompile(`sha256:[0-9a-f]{64}`).ReplaceAll(content, []byte("sha256:"+strings.Repeat("0", 64)))
	ts.Check(os.WriteFile(path, changed, 0o600))
}

// together N PROGRAM ARG…: N processes at once; all end well and print the same.
func scriptTogether(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	type end struct {
		out string
		err error
	}
	ends := make(chan end)
	for range n {
		go func() {
			out, err := testkit.Command(ts.Getenv("HOME"), binary, args[2:]...).Output()
			ends <- end{string(out), err}
		}()
	}
	var first string
	for i := range n {
		e := <-ends
		var exit *exec.ExitError
		if errors.As(e.err, &exit) {
			ts.Fatalf("one of %d: %v: %s", n, e.err, exit.Stderr)
		}
		ts.Check(e.err)
		if i == 0 {
			first = e.out
		}
		if e.out != first {
			ts.Fatalf("two of %d printed different things", n)
		}
	}
}

// keys KEY…: each line of stdout is an ASCII JSON object with exactly these keys;
// KEY? may be missing. None of them is null.
func scriptKeys(ts *testscript.TestScript, _ bool, args []string) {
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if strings.ContainsFunc(line, func(r rune) bool { return r > 0x7e }) {
			ts.Fatalf("not ASCII: %s", line)
		}
		var object map[string]any
		ts.Check(json.Unmarshal([]byte(line), &object))
		for _, arg := range args {
			key, optional := strings.CutSuffix(arg, "?")
			if _, ok := object[key]; !ok && !optional {
				ts.Fatalf("no key %q in %s", key, line)
			}
		}
		for key, value := range object {
			if value == nil {
				ts.Fatalf("%q is null: %s", key, line)
			}
			if !slices.Contains(args, key) && !slices.Contains(args, key+"?") {
				ts.Fatalf("the key %q is not documented: %s", key, line)
			}
		}
	}
}
