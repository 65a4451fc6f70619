package acceptance

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
)

// said is what a verb printed and how it ended.
type said struct {
	out, err string
	code     int
}

func (d *desk) run(args ...string) said {
	d.t.Helper()
	return d.runIn(d.command().Env, args...)
}

func (d *desk) runIn(env []string, args ...string) said {
	d.t.Helper()
	cmd := d.command(args...)
	cmd.Env = env
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	err := cmd.Run()
	return said{out.String(), stderr.String(), code(err)}
}

func (s said) is(t *testing.T, what string, code int, out, stderr string) {
	t.Helper()
	if s.code != code || !strings.Contains(s.out, out) || !strings.Contains(s.err, stderr) || out == "" && s.out != "" {
		t.Errorf("%s: code %d, want %d; want %q on stdout and %q on stderr\nstdout: %sstderr: %s", what, s.code, code, out, stderr, s.out, s.err)
	}
}

func TestVerbsOnAnAuthorizedProfile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.run("status").is(t, "status before", 0, "none", "")
	d.authorize()
	d.run("status").is(t, "status", 0, "valid 59m", "")
	d.run("probe", "acme-dev").is(t, "probe", 0, "jane@acme.example", "")
	d.run("refresh", "acme-dev").is(t, "refresh", 0, "acme-dev: at:", "")
	d.run("token", "acme-dev").is(t, "token", 0, d.state().Token.AccessToken.Reveal()+"\n", "")
	d.run("revoke", "acme-dev").is(t, "revoke without --yes and terminal", 2, "", "zoauth revoke acme-dev --yes")
	d.run("revoke", "acme-dev", "--yes").is(t, "revoke", 0, "revoked", "")
	d.run("token", "acme-dev").is(t, "token after revoke", 4, "", "hint: zoauth authorize")
	d.run("probe", "acme-dev").is(t, "probe after revoke", 4, "", "error: ")
}

// token asks nobody while the saved one is good for long enough.
func TestTokenSendsOnlyWhatItMust(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	before := len(d.Server.Journal())
	d.run("token", "acme-dev")
	if n := len(d.Server.Journal()); n != before {
		t.Fatalf("%d requests for a token that was saved and good", n-before)
	}
	d.run("token", "acme-dev", "--min-ttl", "61m").is(t, "a life that no token has", 4, "", "--min-ttl")
	if d.refreshes() != 0 {
		t.Errorf("%d refreshes for a life that no token has", d.refreshes())
	}
	d.run("token", "acme-dev", "--min-ttl", "59m59s")
	if d.refreshes() != 1 {
		t.Errorf("%d refreshes, want 1", d.refreshes())
	}
}

func TestExitCodesOfOddAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		fault  sandbox.Fault
		code   int
		stderr string
	}{
		{"dropped", sandbox.Fault{Path: "/oauth/token", Cut: sandbox.BeforeHeader, NoEffect: true}, 6, "no usable response was read"},
		{"server error", sandbox.Fault{Path: "/oauth/token", Status: 500, Body: []byte("{}"), NoEffect: true}, 6, "sends the same token again"},
		{"captive portal", sandbox.Fault{Path: "/oauth/token", NoEffect: true, Body: []byte("<html>"), Header: http.Header{"Content-Type": {"text/html"}}}, 6, "text/html"},
		{"error with status 200", sandbox.Fault{Path: "/oauth/token", NoEffect: true, Body: []byte(`{"error":"odd\u001b[31m","reason":"no\u0007 way"}`)}, 6, `the server says: 200 no\x07 way (odd\x1b[31m)`},
		{"rate limited", sandbox.Fault{Path: "/oauth/token", Status: 429, NoEffect: true, Header: http.Header{"Retry-After": {"30"}}, Body: []byte("{}")}, 4, "30s"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			d.authorize()
			before := d.state().Token.RefreshToken
			d.Server.Inject(test.fault)
			d.run("refresh", "acme-dev").is(t, test.name, test.code, "", test.stderr)
			if d.state().Token.RefreshToken != before {
				t.Error("R10: the token changed")
			}
			d.run("refresh", "acme-dev").is(t, "the run after", 0, "acme-dev: ", "")
			d.isCurrent()
		})
	}
}

func TestNothingIsSentWhereNothingCan(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	_ = d.Server.Close()
	d.run("refresh", "acme-dev").is(t, "no network", 5, "", "was not sent: connecting")
	if d.state().Pending != nil {
		t.Error("N3: a request that was provably not sent is recorded as unsettled")
	}
}

func TestBadInputNamesPlaceAndRepair(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	file := filepath.Join(d.Home, ".config/zoauth/profiles.toml")
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d.run("token", "nobody").is(t, "unknown profile", 2, "", `there is no profile "nobody"`)
	d.run("tokn").is(t, "unknown verb", 2, "", "unknown command")
	d.run("token").is(t, "no profile named", 2, "", "takes a profile name")
	d.run("token", "acme-dev", "--client-secret", "x").is(t, "no flag takes a secret", 2, "", "unknown flag")
	write(strings.Replace(string(good), "redirect_uri", "redirect_url", 1))
	d.run("token", "acme-dev").is(t, "unknown key", 2, "", "did you mean redirect_uri?")
	write("[profiles.acme-dev\n")
	d.run("status").is(t, "broken TOML", 2, "invalid", "line 1")
	write(strings.Replace(string(good), "client_secret =", "client_secret_command = [\"/nowhere/pass\"] #", 1))
	d.run("authorize", "acme-dev").is(t, "missing secret command", 5, "", "/nowhere/pass could not be started")
	write(string(good))
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	d.run("token", "acme-dev").is(t, "S2: others may read a file with a secret", 3, "", "chmod 600 "+file)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	d.run("token", "acme-dev").is(t, "no profile file", 2, "", "zoauth sandbox --write-profiles")
	if entries, _ := os.ReadDir(filepath.Join(d.Home, ".local")); len(entries) != 0 {
		t.Errorf("a state directory was made: %v", entries)
	}
}

func TestAuthorizeOnABusyPort(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	held, err := net.Listen("tcp", strings.TrimSuffix(strings.TrimPrefix(d.App.RedirectURIs[0], "http://"), "/callback"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Close() }()
	d.run("authorize", "acme-dev").is(t, "busy port", 5, "", held.Addr().String())
}

// The listener stays after strangers; wrong pastes are explained; the right
// answer is taken. Nothing of it is printed.
func TestAuthorizeListensAndTakesPastes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	cmd := d.command("authorize", "acme-dev", "--json")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out, stderr testkit.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^http://\S+$`)
	waitFor(t, func() bool {
		return line.MatchString(stderr.String()) && strings.Contains(stderr.String(), "Waiting on")
	})
	callback := allow(t, line.FindString(stderr.String()))
	for _, bad := range []string{"/favicon.ico", "/callback?code=x&state=forged", "/callback"} {
		res, err := http.Get(strings.Replace(d.App.RedirectURIs[0], "/callback", bad, 1))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	waitFor(t, func() bool { return strings.Count(stderr.String(), "still waiting") >= 3 })
	_, _ = in.Write([]byte("hello\n"))
	waitFor(t, func() bool { return strings.Contains(stderr.String(), "paste: ") })
	res, err := http.Get(callback)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if got := code(cmd.Wait()); got != 0 {
		t.Fatalf("exit code %d: %s", got, stderr.String())
	}
	var answer struct{ Result, Access_token string }
	if err := json.Unmarshal([]byte(out.String()), &answer); err != nil || answer.Result != "granted" || !strings.HasPrefix(answer.Access_token, "at:") {
		t.Errorf("JSON: %v %s", err, out.String())
	}
	d.isCurrent()
	code := strings.TrimPrefix(regexp.MustCompile(`code=[^&]+`).FindString(callback), "code=")
	for _, text := range []string{out.String(), stderr.String()} {
		for _, secret := range []string{code, d.state().Token.AccessToken.Reveal(), d.state().Token.RefreshToken.Reveal(), d.App.ClientSecret} {
			if strings.Contains(text, secret) {
				t.Errorf("S4: a secret was printed")
			}
		}
	}
}

func TestDeclinedAuthorizationIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	cmd := d.command("authorize", "acme-dev")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	var stderr testkit.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^http://\S+$`)
	waitFor(t, func() bool {
		return line.MatchString(stderr.String()) && strings.Contains(stderr.String(), "Waiting on")
	})
	var browser sandbox.Browser
	if _, err := browser.Answer(t.Context(), line.FindString(stderr.String()), false); err != nil {
		t.Fatal(err)
	}
	if got := code(cmd.Wait()); got != 4 || !strings.Contains(stderr.String(), "access_denied") {
		t.Errorf("exit code %d: %s", got, stderr.String())
	}
}

func waitFor(t testing.TB, done func() bool) {
	t.Helper()
	for end := time.Now().Add(testkit.Patience); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never came")
		}
	}
}

func TestSandboxVerbWritesAReadyProfileFile(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	file := filepath.Join(home, "p.toml")
	cmd := testkit.Command(home, binary, "sandbox", "--write-profiles", file, "--fault", "token-429")
	var out, said testkit.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return strings.HasPrefix(out.String(), "http://127.0.0.1:") })
	waitFor(t, func() bool { // it says how to go on
		return strings.Contains(said.String(), "zoauth --profiles "+file+" authorize acme-dev")
	})
	listed, err := testkit.Command(home, binary, "--profiles", file, "status", "--json").Output()
	if err != nil || strings.Count(string(listed), "\n") != 6 {
		t.Errorf("status: %v %s", err, listed)
	}
	for _, want := range []int{4, 0} { // the fault is of one answer
		if text, err := testkit.Command(home, binary, "--profiles", file, "token", "batch-dev").CombinedOutput(); code(err) != want {
			t.Errorf("token: %v, want %d: %s", err, want, text)
		}
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the profile file: %v %v", err, info.Mode())
	}
	_ = cmd.Process.Signal(os.Interrupt)
	if got := code(cmd.Wait()); got != 130 {
		t.Errorf("exit code %d, want 130", got)
	}
	if err := os.WriteFile(file, []byte("# mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	again := testkit.Command(home, binary, "sandbox", "--profiles", file)
	if text, _ := again.CombinedOutput(); !strings.Contains(string(text), "was not written by zoauth sandbox") || !strings.Contains(string(text), "--write-profiles FILE says so") {
		t.Errorf("a person's file would be overwritten: %s", text)
	}
}

// Help marks the name of a value with backquotes in the source; a completion shows none.
func TestCompletionShowsNoMarks(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--"}, {"sandbox", "--"}} {
		shown, err := testkit.Command(t.TempDir(), binary, append([]string{"__complete"}, args...)...).Output()
		if err != nil || strings.Contains(string(shown), "`") || !strings.Contains(string(shown), "FILE") {
			t.Errorf("%q: %v %s", args, err, shown)
		}
	}
}

// A pair that the workbench got by sending a pasted token once belongs to no profile:
// status says that it waits, where all profiles are shown.
func TestStatusNamesPairsOfNoProfile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	content, err := os.ReadFile(filepath.Join(d.stateDir(), "tokens/acme-dev.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.stateDir(), "tokens/rt.of-7d7cf9.json"), []byte(strings.ReplaceAll(string(content), `"acme-dev"`, `"rt.of-7d7cf9"`)), 0o600); err != nil {
		t.Fatal(err)
	}
	const waits = "warning: rt.of-7d7cf9 keeps a token pair that is in no profile: open zoauth"
	if all := d.run("status"); !strings.Contains(all.err, waits) {
		t.Errorf("all: %s", all.err)
	}
	if one := d.run("status", "acme-dev"); strings.Contains(one.err, waits) {
		t.Errorf("one: %s", one.err)
	}
}
