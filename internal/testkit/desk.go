package testkit

import (
	"fmt"
	"os"
	"path/filepath"

	"zoauth/flow/sandbox"
)

// Desk is a home directory whose profile acme-dev points at a sandbox in the test's
// own process, so that the test can hold answers back and compare the token file with
// what the server thinks is current.
type Desk struct {
	Home   string
	Server *sandbox.Server
	App    sandbox.App
}

// NewDesk starts the sandbox, its options changed by change, and writes the profile.
func NewDesk(home string, change func(*sandbox.Options)) (*Desk, error) {
	callback, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	options := sandbox.Options{Apps: sandbox.Sample(callback)}
	change(&options)
	d := &Desk{Home: home, Server: sandbox.New(options)}
	own, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	if err := d.Server.Listen(own); err != nil {
		return nil, fmt.Errorf("starting the sandbox: %w", err)
	}
	d.App = d.Server.Apps()[0]
	text := fmt.Sprintf("[profiles.acme-dev]\nclient_id = %q\nclient_secret = %q\nredirect_uri = %q\noauth_url = %q\napi_url = %q\n",
		d.App.ClientID, d.App.ClientSecret, d.App.RedirectURIs[0], d.Server.URL(), d.Server.URL())
	return d, WriteProfiles(home, text)
}

// Close ends the sandbox.
func (d *Desk) Close() { _ = d.Server.Close() }

// State is where zoauth keeps its state.
func (d *Desk) State() string { return filepath.Join(d.Home, ".local/state/zoauth") }

// ProfileFile is where zoauth looks for profiles in a home directory.
func ProfileFile(home string) string { return filepath.Join(home, ".config/zoauth/profiles.toml") }

// WriteProfiles writes that file.
func WriteProfiles(home, text string) error {
	path := ProfileFile(home)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("making the profiles' directory: %w", err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("writing the profiles: %w", err)
	}
	return nil
}
