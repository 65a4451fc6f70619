package profiles

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"zoauth/flow"
)

// Source says where a draft's client secret is.
type Source string

// The sources, the safest first.
const (
	Paste       Source = "paste" // pasted now, to be kept in a file of its own
	Command     Source = "command"
	SecretFile  Source = "file"
	Environment Source = "environment"
	InFile      Source = "value" // in the profile file itself
	NoSecret    Source = ""
)

// sourceKeys are the keys of the profile file that hold them.
var sourceKeys = map[Source]string{
	Paste: "client_secret_file", SecretFile: "client_secret_file", Command: "client_secret_command",
	Environment: "client_secret_env", InFile: "client_secret",
}

// Draft is a profile as a person fills it in. The zero value is a blank one.
type Draft struct {
	Name    string
	Text    map[string]string // by key of the profile file; absent and "": not written
	Scopes  []string
	From    Source
	Command []string    // of From Command
	Secret  flow.Secret // of From Paste and InFile
	Device  bool        // written as having no redirect: only the device flow authorizes
}

// defaults are the values that a profile has without the key.
var defaults = map[string]string{"environment": "development", "type": "general", "cloud": "commercial", "pkce": "true"}

// NewDraft returns the draft of a new profile.
func NewDraft() Draft {
	d := Draft{Text: maps.Clone(defaults), From: Paste}
	delete(d.Text, "cloud")
	delete(d.Text, "pkce")
	return d
}

// Get returns the text of a key, or its default.
func (d Draft) Get(key string) string {
	if s := d.Text[key]; s != "" {
		return s
	}
	return defaults[key]
}

// Clone returns a copy that shares nothing with d.
func (d Draft) Clone() Draft {
	d.Text = maps.Clone(d.Text)
	if d.Text == nil {
		d.Text = map[string]string{}
	}
	d.Scopes, d.Command = slices.Clone(d.Scopes), slices.Clone(d.Command)
	return d
}

// Same reports whether both would be written alike.
func (d Draft) Same(other Draft) bool {
	return d.Name == other.Name && d.From == other.From && d.Secret == other.Secret && d.Device == other.Device &&
		slices.Equal(d.Scopes, other.Scopes) && slices.Equal(d.Command, other.Command) &&
		maps.Equal(filled(d.Text), filled(other.Text))
}

// Rebase returns now with the changes that d makes to before.
func (d Draft) Rebase(before, now Draft) Draft {
	out := now.Clone()
	if d.Name != before.Name {
		out.Name = d.Name
	}
	if d.Device != before.Device {
		out.Device = d.Device
	}
	if !slices.Equal(d.Scopes, before.Scopes) {
		out.Scopes = slices.Clone(d.Scopes)
	}
	for _, key := range keys {
		if d.Text[key] != before.Text[key] {
			out.Text[key] = d.Text[key]
		}
	}
	if d.From != before.From || d.Secret != before.Secret || !slices.Equal(d.Command, before.Command) {
		out.From, out.Secret, out.Command = d.From, d.Secret, slices.Clone(d.Command)
	}
	return out
}

func filled(text map[string]string) map[string]string {
	text = maps.Clone(text)
	maps.DeleteFunc(text, func(_, value string) bool { return value == "" })
	return text
}

// Type is the app type that the draft says.
func (d Draft) Type() flow.AppType { return flow.AppType(d.Get("type")) }

// ForType returns the draft without what its app type has no use for.
func (d Draft) ForType() Draft {
	d = d.Clone()
	if d.Type() == flow.Public {
		d.From, d.Secret, d.Command = NoSecret, flow.Secret{}, nil
		delete(d.Text, "pkce")
	}
	if d.Type() != flow.ServerToServer {
		delete(d.Text, "account_id")
	}
	d.Device = d.Device && d.Type() == flow.General
	if !(flow.App{Type: d.Type()}).HasConsent() {
		for _, key := range []string{"redirect_uri", "listen", "authorize_url", "listen_cert_file", "listen_key_file", "ssh_host", "pkce"} {
			delete(d.Text, key)
		}
	}
	return d
}

// values are the draft's keys with what stands behind them, strings and lists.
func (d Draft) values() map[string]any {
	v := map[string]any{}
	for _, key := range keys {
		if text := d.Text[key]; text != "" && !slices.Contains(slices.Collect(maps.Values(sourceKeys)), key) {
			v[key] = text
		}
	}
	if pkce, err := strconv.ParseBool(d.Text["pkce"]); err == nil {
		v["pkce"] = pkce
	}
	if len(d.Scopes) > 0 {
		v["scopes"] = d.Scopes
	}
	if d.Device && d.Text["redirect_uri"] == "" {
		v["redirect_uri"] = ""
	}
	switch d.From {
	case NoSecret:
	case Command:
		v["client_secret_command"] = d.Command
	case InFile:
		v["client_secret"] = d.Secret.Reveal()
	case Paste:
		v["client_secret_file"] = d.secretPath()
	case SecretFile, Environment:
		v[sourceKeys[d.From]] = d.Text[sourceKeys[d.From]]
	}
	return v
}

// secretPath is the file that a pasted secret goes into, beside the profile file.
func (d Draft) secretPath() string { return secretDir + "/" + d.Name }

// secretDir is the directory of the secrets that the form writes.
const secretDir = "secrets"

// draftOf makes a draft of a profile's raw values; those of a wrong type are left out.
func draftOf(name string, raw map[string]any) Draft {
	d := Draft{Name: name, Text: map[string]string{}}
	for key, value := range raw {
		switch v := value.(type) {
		case string:
			d.Text[key] = v
		case bool:
			if key == "pkce" {
				d.Text[key] = strconv.FormatBool(v)
			}
		case []any:
			switch key {
			case "scopes":
				d.Scopes = words(v)
			case "client_secret_command":
				d.Command = words(v)
			}
		}
	}
	redirect, written := d.Text["redirect_uri"]
	d.Device = written && redirect == ""
	d.From = d.source()
	if d.From == InFile {
		d.Secret = flow.NewSecret(flow.KindClientSecret, d.Text["client_secret"])
	}
	delete(d.Text, "client_secret")
	return d
}

func (d Draft) source() Source {
	switch {
	case len(d.Command) > 0:
		return Command
	case d.Text["client_secret_file"] != "":
		return SecretFile
	case d.Text["client_secret_env"] != "":
		return Environment
	case d.Text["client_secret"] != "":
		return InFile
	default:
		return NoSecret
	}
}

func words(list []any) []string {
	var all []string
	for _, one := range list {
		if s, ok := one.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// Check returns what the reader of the profile file would find wrong with the
// draft, by key; "" is the name. taken are the names that it may not have.
func (d Draft) Check(path string, taken []string) map[string]Problem {
	found := map[string]Problem{}
	if d.From == Paste && d.Secret.IsZero() && d.Type() != flow.Public {
		found["client_secret_file"] = Problem{Profile: d.Name, Key: "client_secret_file", Text: "there is no client secret yet", Repair: "paste it, or choose another source"}
	}
	if slices.Contains(taken, d.Name) {
		found[""] = Problem{Profile: d.Name, Text: "another profile already has this name", Repair: "choose another name"}
	}
	_, err := Parse(path, d.TOML())
	var problems *Problems
	if !errors.As(err, &problems) { // Parse returns nothing else
		return found
	}
	for _, p := range problems.List {
		if _, known := found[p.Key]; !known {
			p.Line = 0
			found[p.Key] = p
		}
	}
	return found
}

// SecretShape is what is known of the draft's client secret, in a profile file at path:
// the file or the variable that it names is read, and no command is run.
func (d Draft) SecretShape(path string) flow.SecretShape {
	var source flow.SecretSource
	switch d.From {
	case Paste:
		return flow.ShapeOf(d.Secret, "")
	case SecretFile:
		file, err := expand(filepath.Dir(path), d.Text["client_secret_file"])
		if err != nil {
			return flow.SecretShape{} // the reader of the profile file says why
		}
		source = &fileSecret{file}
	case Environment:
		source = envSecret(d.Text["client_secret_env"])
	}
	_, shape := Site{App: flow.App{Secret: source}}.Secret(context.Background())
	return shape
}

// TOML is a profile file with nothing but the draft.
func (d Draft) TOML() string {
	return block(d.Name, d.values(), "\n")
}

// raw decodes a profile file into plain values.
func raw(text string) (map[string]any, error) {
	var all map[string]any
	_, err := decodeTOML(strings.TrimPrefix(text, byteOrderMark), &all)
	return all, err
}

// profilesOf returns the raw profiles of a decoded file.
func profilesOf(all map[string]any) map[string]any {
	table, _ := all["profiles"].(map[string]any)
	return table
}
