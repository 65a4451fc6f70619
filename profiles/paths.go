// Package profiles keeps what zoauth has on disk: the profile file that a person
// writes, the client secrets it refers to, the tokens of each profile, and the
// history of requests. The mechanisms are internal/durable's, the meaning is here.
package profiles

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"zoauth/internal/durable"
)

// Paths are the places of zoauth's files.
type Paths struct {
	Config string // the profile file
	State  string // directory of tokens and history
}

// Locate finds the places: flag, $ZOAUTH_PROFILES, then the XDG directories.
// Relative XDG values are ignored, as the specification asks. The error is
// [durable.ErrNoHome] when a place needs the home directory and there is none.
func Locate(flag string, getenv func(string) string) (Paths, error) {
	state, err := base(getenv, "XDG_STATE_HOME", ".local/state")
	if err != nil {
		return Paths{}, err
	}
	p := Paths{Config: cmp.Or(flag, getenv("ZOAUTH_PROFILES")), State: filepath.Join(state, "zoauth")}
	if p.Config != "" {
		return p, nil
	}
	config, err := base(getenv, "XDG_CONFIG_HOME", ".config")
	p.Config = filepath.Join(config, "zoauth", "profiles.toml")
	return p, err
}

// base is an XDG base directory: that of the variable, else fallback below home.
func base(getenv func(string) string, variable, fallback string) (string, error) {
	if value := getenv(variable); filepath.IsAbs(value) {
		return value, nil
	}
	home, err := durable.Home(getenv)
	if err != nil {
		return "", fmt.Errorf("finding zoauth's files: %w", err)
	}
	return filepath.Join(home, fallback), nil
}

// TempRoot is the directory for files that are not to stay.
func TempRoot() string { return durable.TempRoot(os.Getenv) }
