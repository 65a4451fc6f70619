package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	importedSecret = "kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2"
	importedToken  = "opaqueRefreshTokenOfTheServer0123456789"
	importedApp    = "ZOOM_CLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw\nZOOM_CLIENT_SECRET=" + importedSecret + "\nZOOM_REDIRECT_URI=https://acme.example/cb\n"
)

// L9: at a terminal, import asks whether a refresh token that it found is to be adopted,
// and saves it only where the answer is yes. The profile is made in either case, nothing is
// sent, and no secret is shown.
func TestImportAsksWhetherToAdoptL9(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	text := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(text, []byte(importedApp+"ZOOM_REFRESH_TOKEN="+importedToken+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, answer := range []string{"n", "", "y"} {
		requests, name := d.tokenRequests(), "acme-"+answer
		if answer == "" {
			name = "acme-none"
		}
		config := filepath.Join(t.TempDir(), "profiles.toml")
		s := startIn(t, d.Home, 200, 20, "import", text, "--name", name, "--profiles", config)
		s.sees("Adopt them into " + name + "? [y/N]")
		s.types(answer + "\n")
		if got := s.ends(); got != 0 || strings.Contains(s.Text(), importedToken) || strings.Contains(s.Text(), importedSecret) {
			t.Errorf("%q: exit code %d:\n%s", answer, got, s.Text())
		}
		if file, err := os.ReadFile(config); err != nil || !strings.Contains(string(file), name) {
			t.Errorf("%q: no profile: %v", answer, err)
		}
		saved := d.stateOf(name).Token.RefreshToken.Reveal()
		if (saved == importedToken) != (answer == "y") {
			t.Errorf("%q: a refresh token of %d characters is saved", answer, len(saved))
		}
		if d.tokenRequests() != requests {
			t.Errorf("%q: a request was sent", answer)
		}
	}
}

// Two refresh tokens in one text are named and not guessed among; the profile is made.
func TestImportNamesTwoTokens(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	text := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(text, []byte(importedApp+"ZOOM_REFRESH_TOKEN="+importedToken+"\nZOOM_NEXT_REFRESH_TOKEN="+importedToken+"2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startIn(t, d.Home, 200, 20, "import", text, "--name", "acme", "--profiles", filepath.Join(t.TempDir(), "profiles.toml"))
	s.sees("its tokens were left out: the text has two refresh tokens")
	if got := s.ends(); got != 0 || strings.Contains(s.Text(), importedToken) {
		t.Errorf("exit code %d:\n%s", got, s.Text())
	}
	if d.stateOf("acme").HasToken() {
		t.Error("a token was saved")
	}
}
