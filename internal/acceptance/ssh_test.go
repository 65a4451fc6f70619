package acceptance

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"zoauth/internal/testkit"
)

// packages are what the run through SSH needs beside Go.
const packages = "apt-get install --no-install-recommends openssh-server openssh-client tmux"

// host is a real OpenSSH server on a loopback port of its own, with keys and
// configuration made for one test, and a tmux socket of its own.
type host struct {
	t    *testing.T
	dir  string
	port string
	user string
}

// oneServer lets one test at a time run sshd: all of a machine share /run/sshd.
var oneServer sync.Mutex

func newHost(t *testing.T) *host {
	t.Helper()
	for _, program := range []string{"sshd", "ssh", "ssh-keygen", "tmux"} {
		_, err := exec.LookPath(program)
		testkit.Need(t, err == nil || isFile("/usr/sbin/"+program), program+": "+packages)
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	h := &host{t: t, dir: t.TempDir(), user: me.Username}
	_, h.port, _ = net.SplitHostPort(testkit.AddressFor(t))
	h.make("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", h.path("server"))
	h.make("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", h.path("client"))
	public, err := os.ReadFile(h.path("client.pub"))
	if err != nil {
		t.Fatal(err)
	}
	h.write("authorized", string(public))
	h.write("sshd_config", strings.Join([]string{
		"Port " + h.port, "ListenAddress 127.0.0.1", "HostKey " + h.path("server"), "PidFile none",
		"AuthorizedKeysFile " + h.path("authorized"), "StrictModes no", "UsePAM no",
		"PasswordAuthentication no", "KbdInteractiveAuthentication no", "PermitRootLogin prohibit-password",
		"AllowTcpForwarding yes", "PrintMotd no", "LogLevel ERROR", "",
	}, "\n"))
	h.write("tmux.conf", "set -g default-terminal tmux-256color\nset -g escape-time 20\n")
	oneServer.Lock()
	t.Cleanup(oneServer.Unlock)
	h.serve()
	t.Cleanup(func() { _ = h.tmux("kill-server").Run() })
	return h
}

func isFile(path string) bool { _, err := os.Stat(path); return err == nil }

func (h *host) path(name string) string { return filepath.Join(h.dir, name) }

func (h *host) write(name, content string) {
	h.t.Helper()
	if err := os.WriteFile(h.path(name), []byte(content), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

func (h *host) make(program string, args ...string) {
	h.t.Helper()
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		h.t.Fatalf("%s: %v: %s", program, err, out)
	}
}

// serve starts sshd and waits until it answers.
func (h *host) serve() {
	h.t.Helper()
	if os.Geteuid() == 0 && os.Mkdir("/run/sshd", 0o755) == nil { // sshd of root wants it; an init would have made it
		h.t.Cleanup(func() { _ = os.Remove("/run/sshd") })
	}
	cmd := exec.Command("/usr/sbin/sshd", "-D", "-e", "-f", h.path("sshd_config"))
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for end := time.Now().Add(testkit.Patience); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("tcp", "127.0.0.1:"+h.port)
		if err == nil {
			_ = conn.Close()
			return
		}
		if time.Now().After(end) {
			h.t.Fatalf("sshd does not listen: %s", said.String())
		}
	}
}

// ssh is a client command; the options before args are those of every client.
func (h *host) ssh(args ...string) *exec.Cmd {
	cmd := exec.Command("ssh", append([]string{
		"-F", "none", "-p", h.port, "-i", h.path("client"), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes",
		"-o", "StrictHostKeyChecking=accept-new", "-o", "UserKnownHostsFile=" + h.path("known"), "-o", "LogLevel=ERROR",
	}, args...)...)
	cmd.Env = []string{"HOME=" + h.dir, "TERM=xterm-256color", "PATH=" + os.Getenv("PATH")}
	return cmd
}

// tmux is a command to the test's tmux server, from outside.
func (h *host) tmux(args ...string) *exec.Cmd {
	cmd := exec.Command("tmux", append([]string{"-S", h.path("tmux")}, args...)...)
	cmd.Env = []string{"HOME=" + h.dir, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	return cmd
}

// login opens an SSH session in a terminal of w×h cells that runs a tmux command.
func (h *host) login(w, hgt int, tmux string) *screen {
	h.t.Helper()
	remote := fmt.Sprintf("LANG=C.UTF-8 exec tmux -u -S %s -f %s %s", h.path("tmux"), h.path("tmux.conf"), tmux)
	return show(h.t, h.ssh("-tt", h.user+"@127.0.0.1", remote), w, hgt)
}

// forward runs the ssh line of the screen's own making on "the computer with the
// browser": here 127.0.0.2, where the same port is free.
func (h *host) forward(line string) {
	h.t.Helper()
	words := strings.Fields(strings.ReplaceAll(line, "-L 127.0.0.1:", "-L 127.0.0.2:"))
	cmd := h.ssh(append(words[1:len(words)-1], h.user+"@127.0.0.1")...)
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
}

// browse asks for a callback address as the browser behind the tunnel does.
func (h *host) browse(address string) int {
	h.t.Helper()
	req, err := http.NewRequest(http.MethodGet, strings.Replace(address, "127.0.0.1", "127.0.0.2", 1), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	req.Host = strings.SplitN(strings.TrimPrefix(address, "http://"), "/", 2)[0]
	for end := time.Now().Add(testkit.Patience); ; time.Sleep(50 * time.Millisecond) {
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = res.Body.Close()
			return res.StatusCode
		}
		if time.Now().After(end) {
			h.t.Fatalf("the tunnel does not stand: %v", err)
		}
	}
}

var sshLine = regexp.MustCompile(`ssh -N -L [^\\\n]*(?:\\\n[^\\\n]*)*`)

// wholeTunnel ends with whom to reach: tmux draws row by row, and between two rows the
// line lacks its end or is not there at all.
var wholeTunnel = regexp.MustCompile(`^ssh -N( -L \S+:\d+)+ [^\s-]\S*$`)

// tunnelLine is the ssh line on the screen, its rows put together as a shell does once
// all are there.
func (s *screen) tunnelLine() string {
	s.t.Helper()
	line := ""
	if err := s.Watch(func(text string) bool {
		joined := strings.ReplaceAll(sshLine.FindString(text), "\\\n", " ")
		line = strings.Join(strings.Fields(joined), " ")
		return wholeTunnel.MatchString(line)
	}); err != nil {
		s.t.Fatalf("looking for the whole ssh line: %v", err)
	}
	return line
}

// The whole walk through real OpenSSH on loopback, inside tmux, 80×24: the URL is
// copied through tmux, the callback comes through a real tunnel, the session is
// detached and taken up again, and every step is done by keys.
func TestWalkThroughSSHInsideTmux(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	home := t.TempDir()
	s := h.login(80, 24, "new-session -s walk 'exec env HOME="+home+" "+binary+"'")
	s.toWaiting()
	s.sees("on your laptop first")
	url := s.url()

	s.types("y")
	s.sees("enter copy   j choose")
	s.types("u") // to tmux on standard input, and from it to this terminal as OSC 52
	s.sees("to the clipboard through tmux")
	buffer, err := h.tmux("show-buffer").Output()
	if err != nil || string(buffer) != url {
		t.Errorf("tmux holds %q, want %q (%v)", buffer, url, err)
	}
	osc := base64.StdEncoding.EncodeToString([]byte(url))
	for end := time.Now().Add(testkit.Patience); !strings.Contains(s.Transcript(), osc); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no OSC 52 of the URL reached the terminal")
		}
	}
	s.types("u")
	s.sees("Press any key to go back to zoauth.")
	s.types("x")
	s.sees(" waiting ")

	h.forward(s.tunnelLine())
	_, rest, _ := strings.Cut(url, "redirect_uri=http%3A%2F%2F127.0.0.1%3A")
	port, _, _ := strings.Cut(rest, "%2F") // 8976, or another where that is held
	if status := h.browse("http://127.0.0.1:" + port + "/"); status != http.StatusNotFound {
		t.Errorf("GET / answered %d", status)
	}
	s.sees("The tunnel works: a request came through")

	s.types("\x02d") // detach: the attempt goes on without anybody
	s.ends()
	s = h.login(120, 40, "attach -t walk")
	s.sees("The tunnel works: a request came through")
	if again := s.url(); again != url {
		t.Errorf("the URL after reattaching is %q, want %q", again, url)
	}
	if status := h.browse(allow(t, url)); status != http.StatusOK {
		t.Errorf("the callback answered %d", status)
	}
	s.sees("code_verifier")
	s.sees("╭ Timeline")
	s.resize(80, 24)
	s.arrives("── Timeline")
	s.types("\r")
	s.arrives("1 ✓ Authorize ━ 2 ✓ Exchange")
	s.types("\r")
	s.sees("/v2/users/me")
	s.types("\r")
	s.arrives("jane@acme.example")
	s.types("\r")
	s.sees("grant_type")
	s.types("\r")
	s.sees("4 ✓ Refresh")
	s.revokes()
	s.types("\x03")
	s.ends() // tmux ends with its only program, and SSH with tmux
	leftBehind(t, home)
	if strings.Contains(s.Transcript(), "sandboxAcmeDev") {
		t.Error("S4: the client secret was on the screen")
	}
}

// b plays the browser over SSH too, and a dropped connection leaves the attempt
// open in tmux.
func TestDroppedConnectionLeavesTheAttemptOpen(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	s := h.login(80, 24, "new-session -s walk 'exec env HOME="+t.TempDir()+" "+binary+"'")
	s.toWaiting()
	if err := s.Process.Kill(); err != nil { // the client's machine is gone
		t.Fatal(err)
	}
	<-s.Ended
	s = h.login(80, 24, "attach -t walk")
	s.sees(" waiting ")
	s.plays("Allow")
	s.arrives("code_verifier")
	s.types("\r")
	s.sees("2 ✓ Exchange")
}
