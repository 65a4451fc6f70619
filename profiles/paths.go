// Package profiles keeps what zoauth has on disk: the profile file that a person
// writes, the client secrets it refers to, the tokens of each profile, and the
// history of requests. The mechanisms are internal/durable's, the meaning is here.
package profiles

import (
	"os"
	"path/filepath"
)

// Paths are the places of zoauth's files.
type Paths struct {
	Config string // the profile file
	State  string // directory of tokens and history
}

// Locate finds the places: flag, $ZOAUTH_PROFILES, then the XDG directories.
// Relative XDG values are ignored, as the specification asks.
func Locate(flag string, getenv func(string) string) Paths {
	home := getenv("HOME")
	if home == "" {
		home, _ = os.UserHomeDir()
	}
	p := Paths{
		Config: filepath.Join(xdg(getenv("XDG_CONFIG_HOME"), home, ".config"), "zoauth", "profiles.toml"),
		State:  filepath.Join(xdg(getenv("XDG_STATE_HOME"), home, ".local/state"), "zoauth"),
	}
	for _, wish := range []string{getenv("ZOAUTH_PROFILES"), flag} {
		if wish != "" {
			p.Config = wish
		}
	}
	return p
}

func xdg(value, home, fallback string) string {
	if filepath.IsAbs(value) {
		return value
	}
	return filepath.Join(home, fallback)
}
