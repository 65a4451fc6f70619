package acceptance

import (
	"strings"
	"syscall"
	"testing"
)

// u prints the URL alone on one logical line, whatever the width; a key goes back,
// to the size that the terminal has then.
func TestPlainURLIsOneLogicalLine(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.toWaiting()
	url := s.url()
	if len(url) < 200 || strings.Contains(s.Transcript(), "\r\n"+url+"\r\n") {
		t.Fatalf("the URL %q", url)
	}
	s.types("u")
	s.sees("Press any key to go back to zoauth.")
	if !strings.Contains(s.Transcript(), "\r\n"+url+"\r\n") {
		t.Fatalf("the URL is not on one line:\n%q", s.Transcript()[max(0, len(s.Transcript())-900):])
	}
	s.resize(60, 15)
	s.types("x")
	s.sees("enter play the browser")
	s.types("\x1b")
	s.sees("── Profiles")
	s.also("waiting") // the key that came back ended nothing
}

// A terminal that gets another size while the program starts, as tmux does to a new
// window, is drawn at that size.
func TestSizeOfTheStartIsNotMissed(t *testing.T) {
	t.Parallel()
	s := start(t, 120, 40)
	if err := s.Watch(func(string) bool { return s.Written() > 0 }); err != nil {
		t.Fatal(err)
	}
	s.resize(80, 24)
	s.sees("── Start ")
}

// F1: a signal ends the program on the plain screen too.
func TestSignalEndsThePlainScreen(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.toWaiting()
	s.types("u")
	s.sees("Press any key to go back to zoauth.")
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.ends(); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
	leftBehind(t, s.home)
}
