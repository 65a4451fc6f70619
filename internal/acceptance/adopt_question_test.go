package acceptance

import (
	"strings"
	"testing"
)

// L9, F9: at a terminal, what is pasted to be adopted is not echoed, an opaque value is
// asked about, and a pair that is there is replaced only when its profile was typed.
func TestAdoptAsksAtATerminalL9(t *testing.T) {
	t.Parallel()
	const given, other = "opaqueRefreshTokenOfTheServer0123456789", "otherRefreshTokenOfTheServer0123456789"
	d := newDesk(t)
	s := startIn(t, d.Home, 200, 20, "adopt", "acme-dev")
	s.sees("Paste the tokens or the code for acme-dev")
	s.types(given + "\n")
	s.sees("[r/a/c]")
	s.types("r\n")
	if got := s.ends(); got != 0 || strings.Contains(s.Text(), given) {
		t.Errorf("exit code %d:\n%s", got, s.Text())
	}
	if got := d.state().Token.RefreshToken.Reveal(); got != given {
		t.Errorf("a refresh token of %d characters is saved", len(got))
	}

	for answer, ends := range map[string]int{"no": 2, "acme-dev": 0} {
		s = startIn(t, d.Home, 200, 20, "adopt", "acme-dev")
		s.sees("Paste the tokens or the code for acme-dev")
		s.types("refresh_token=" + other + answer + "\n")
		s.sees("Type acme-dev to replace them:")
		before := d.state().Token
		s.types(answer + "\n")
		if got := s.ends(); got != ends || (d.state().Token == before) != (ends != 0) {
			t.Errorf("%s: exit code %d:\n%s", answer, got, s.Text())
		}
	}
}

// The verifier of a code is asked for where the text has none, and neither is echoed;
// an app of production is asked about before anything is sent.
func TestAdoptAsksForTheVerifierL9(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.production()
	for answer, ends := range map[string]int{"n": 2, "y": 0} {
		callback, _, _ := strings.Cut(d.code(), "\n")
		requests := d.tokenRequests()
		s := startIn(t, d.Home, 200, 20, "adopt", "acme-dev", "--replace")
		s.sees("Paste the tokens or the code for acme-dev")
		s.types(callback + "\n")
		s.sees("Paste the code_verifier")
		s.types(anyVerifier + "\n")
		s.sees("[y/N]")
		s.types(answer + "\n")
		if got := s.ends(); got != ends || strings.Contains(s.Text(), anyVerifier) || strings.Contains(s.Text(), callback) {
			t.Errorf("%s: exit code %d:\n%s", answer, got, s.Text())
		}
		if sent := d.tokenRequests() - requests; sent == 1 != (ends == 0) {
			t.Errorf("%s: %d requests", answer, sent)
		}
	}
	d.isCurrent()
}

// S4: what is pasted while an adopted code is being exchanged is not shown.
func TestPasteWhileACodeIsExchangedS4(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	callback, _, _ := strings.Cut(d.code(), "\n")
	release := d.holds()
	s := startIn(t, d.Home, 200, 20, "adopt", "acme-dev")
	s.sees("Paste the tokens or the code for acme-dev")
	s.types(callback + "\n")
	s.sees("Paste the code_verifier")
	s.types(anyVerifier + "\n")
	waitFor(t, func() bool { return d.tokenRequests() > 0 })
	s.pauses()
	s.types(callback + "\n")
	release()
	if got := s.ends(); got != 0 || strings.Contains(s.Transcript(), callback) {
		t.Errorf("exit code %d:\n%s", got, s.Text())
	}
	d.isCurrent()
}
