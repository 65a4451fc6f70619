package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/profiles"
)

// The figures of DESIGN.md §7. They are printed, never asserted:
//
//	go test -run '^$' -bench . -benchtime 5x .

// BenchmarkBinarySize prints the size of the stripped binary.
func BenchmarkBinarySize(b *testing.B) {
	path := filepath.Join(b.TempDir(), "zoauth")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, ".").CombinedOutput(); err != nil {
		b.Fatal(string(out))
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
	}
	b.ReportMetric(float64(info.Size())/(1<<20), "MiB")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkVersion times "zoauth version" as a whole process.
func BenchmarkVersion(b *testing.B) {
	for b.Loop() {
		if err := exec.Command(binary, "version").Run(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFirstFrame times from exec to the whole first frame at 80×24 in a PTY
// whose terminal answers queries.
func BenchmarkFirstFrame(b *testing.B) {
	for b.Loop() {
		s := start(b, 80, 24)
		s.waits("? keys")
		b.StopTimer()
		s.stop()
		b.StartTimer()
	}
}

// BenchmarkCallbackToPreview times from the browser's request at the listener to
// the exchange preview on the screen.
func BenchmarkCallbackToPreview(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := start(b, 80, 24)
		s.sees("Walk the flow now")
		s.types("\r")
		s.sees("What the browser will be asked")
		s.types("\r")
		s.sees("no answer yet")
		callback := allow(b, s.url())
		b.StartTimer()
		res, err := http.Get(callback)
		if err != nil {
			b.Fatal(err)
		}
		_ = res.Body.Close()
		s.waits("Request, not sent")
		b.StopTimer()
		s.stop()
		b.StartTimer()
	}
}

// BenchmarkCountdownTraffic prints the bytes a second that 20 running countdowns
// send to a terminal of 100×30, and the CPU share and memory meanwhile.
func BenchmarkCountdownTraffic(b *testing.B) {
	const seconds = 5
	home := b.TempDir()
	countingProfiles(b, home, 20)
	s := startIn(b, home, 100, 30)
	s.sees("20 profiles")
	s.sees("valid")
	time.Sleep(2 * time.Second)
	for b.Loop() {
		bytes, cpu := len(s.transcript()), cpuTime(b, s.cmd.Process.Pid)
		time.Sleep(seconds * time.Second)
		b.ReportMetric(float64(len(s.transcript())-bytes)/seconds, "B/s")
		b.ReportMetric(100*(cpuTime(b, s.cmd.Process.Pid)-cpu).Seconds()/seconds, "%cpu")
		b.ReportMetric(resident(b, s.cmd.Process.Pid), "MiB-resident")
		b.ReportMetric(0, "ns/op")
	}
}

// countingProfiles writes n profiles whose access tokens all count down.
func countingProfiles(tb testing.TB, home string, n int) {
	tb.Helper()
	var file strings.Builder
	state := filepath.Join(home, ".local/state/zoauth")
	store := profiles.NewStore(state)
	for i := range n {
		name := fmt.Sprintf("app-%04d", i)
		fmt.Fprintf(&file, "[profiles.%s]\nclient_id = \"id\"\nclient_secret = \"s\"\nredirect_uri = \"http://127.0.0.1:8976/callback\"\n", name)
		txn, err := store.Open(tb.Context(), name)
		if err != nil {
			tb.Fatal(err)
		}
		now := time.Now()
		token := flow.Token{
			AccessToken: flow.NewSecret(flow.KindAccessToken, name), ObtainedAt: now, RefreshedAt: now,
			ExpiresIn: time.Hour, ExpiresAt: now.Add(time.Hour - time.Duration(i%50)*time.Minute),
		}
		if err := txn.Commit(flow.State{Gen: 1, Token: token}); err != nil {
			tb.Fatal(err)
		}
		_ = txn.Close()
	}
	path := filepath.Join(home, ".config/zoauth/profiles.toml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// cpuTime reads the processor time of a process from /proc (Linux).
func cpuTime(tb testing.TB, pid int) time.Duration {
	tb.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		tb.Skip("no /proc here: ", err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	var user, system int
	_, _ = fmt.Sscan(fields[11]+" "+fields[12], &user, &system)
	return time.Duration(user+system) * 10 * time.Millisecond // in ticks of 100 Hz
}

var rss = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

func resident(tb testing.TB, pid int) float64 {
	tb.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		tb.Skip("no /proc here: ", err)
	}
	var kib float64
	if m := rss.FindSubmatch(status); m != nil {
		_, _ = fmt.Sscan(string(m[1]), &kib)
	}
	return kib / 1024
}

// allow presses Allow at the sandbox and returns the callback's address unvisited.
func allow(tb testing.TB, authorizeURL string) string {
	tb.Helper()
	address, err := pressAllow(authorizeURL)
	if err != nil {
		tb.Fatal(err)
	}
	return address
}

func pressAllow(authorizeURL string) (string, error) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Post(authorizeURL, "application/x-www-form-urlencoded", strings.NewReader("decision=allow"))
	if err != nil {
		return "", err
	}
	return res.Header.Get("Location"), res.Body.Close()
}
