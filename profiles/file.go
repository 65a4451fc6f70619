package profiles

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// File is a profile file as far as it is good: a profile with a problem is left
// out and does not take the others away.
type File struct {
	Path    string
	Default string
	Apps    []flow.App // in the file's order
	secrets []string   // names of environment variables that hold client secrets
	private bool       // a secret or a command stands in the file itself
}

// App returns a profile by name.
func (f *File) App(name string) (flow.App, bool) {
	i := slices.IndexFunc(f.Apps, func(a flow.App) bool { return a.Name == name })
	if i < 0 {
		return flow.App{}, false
	}
	return f.Apps[i], true
}

// maxFile is the longest profile file that is read, in bytes.
const maxFile = 1 << 20

// nameShape is what a profile may be called (PROMISES.md §2.1).
var nameShape = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// Load reads the profile file at path. The error is [fs.ErrNotExist] when there
// is none, [flow.ErrPermission] when others could read or change it, and
// *[Problems] with every fault at once, beside which the File holds what is good.
func Load(path string) (*File, error) {
	_, f, err := read(path)
	return f, err
}

func unread(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return fmt.Errorf("reading the profile file: %w", refused(err))
}

// privateKey finds, in a file that does not parse, the keys that make it private.
var privateKey = regexp.MustCompile(`client_secret("|')?\s*=|client_secret_command`)

// Parse reads the text of a profile file; path is where its relative paths start.
func Parse(path, text string) (*File, error) {
	f := &File{Path: path}
	problems := &Problems{Path: path}
	var top struct {
		Default  string                               `toml:"default"`
		Profiles map[string]map[string]toml.Primitive `toml:"profiles"`
	}
	meta, err := toml.Decode(text, &top)
	if err != nil {
		f.private = privateKey.MatchString(text)
		problems.add(syntax(err, text))
		return f, problems.orNil()
	}
	index := scanLines(text)
	for _, key := range meta.Keys() {
		if len(key) == 1 && key[0] != "default" && key[0] != "profiles" {
			problems.add(Problem{Line: index[key[0]], Key: key[0], Text: "zoauth knows no such key here", Repair: "keys of a profile stand below [profiles.NAME]"})
		}
	}
	for _, name := range order(meta, top.Profiles) {
		r := &reader{meta: meta, fields: top.Profiles[name], profile: name, index: index, problems: problems, dir: filepath.Dir(path)}
		if app, ok := r.app(); ok {
			f.Apps = append(f.Apps, app)
		}
		f.private = f.private || r.has("client_secret") || r.has("client_secret_command")
		if env := r.env; env != "" {
			f.secrets = append(f.secrets, env)
		}
	}
	f.Default = top.Default
	if _, known := top.Profiles[top.Default]; top.Default != "" && !known {
		problems.add(Problem{Line: index["default"], Key: "default", Text: fmt.Sprintf("there is no profile %q", top.Default), Repair: "name one of " + strings.Join(order(meta, top.Profiles), ", ")})
		f.Default = ""
	}
	if len(top.Profiles) == 0 && len(problems.List) == 0 {
		problems.add(Problem{Text: "the file holds no profile", Repair: "add [profiles.NAME]; profiles.example.toml shows every key"})
	}
	f.hideFromChildren()
	return f, problems.orNil()
}

// syntax names the line that the fault stands in; the library's own line is the
// next one where it stumbled over a line's end.
func syntax(err error, text string) Problem {
	var parse toml.ParseError
	if errors.As(err, &parse) {
		at := min(max(parse.Position.Start, 0), len(text))
		return Problem{Line: 1 + strings.Count(text[:at], "\n"), Text: parse.Message, Repair: "mend the TOML here"}
	}
	return Problem{Text: strings.TrimPrefix(err.Error(), "toml: "), Repair: `default is a string, and a profile stands below [profiles.NAME]`}
}

// order returns the profiles' names as the file has them.
func order(meta toml.MetaData, profiles map[string]map[string]toml.Primitive) []string {
	var names []string
	for _, key := range meta.Keys() {
		if len(key) >= 2 && key[0] == "profiles" && !slices.Contains(names, key[1]) && profiles[key[1]] != nil {
			names = append(names, key[1])
		}
	}
	return names
}

// hideFromChildren tells every secret command which variables hold secrets.
func (f *File) hideFromChildren() {
	for _, app := range f.Apps {
		if c, ok := app.Secret.(*commandSecret); ok {
			c.hidden = f.secrets
		}
	}
}

// expand makes a path of the file absolute: "~/" is the home directory, relative
// ones start beside the file.
func expand(dir, path string) (string, error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := durable.Home(os.Getenv)
		return filepath.Join(home, rest), err
	}
	if path == "" || filepath.IsAbs(path) {
		return path, nil
	}
	return filepath.Join(dir, path), nil
}
