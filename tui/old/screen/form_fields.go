package screen

import (
	"strings"

	"zoauth/flow"
	"zoauth/profiles"
)

// formField is one row of the form.
type formField struct {
	key     string // of the profile file, or one of the form's own: name, source, answer
	label   string
	hint    string
	empty   string   // shown while there is no value
	choices []string // the values, where one is chosen
}

// problem is the key by which the reader of the profile file names what is wrong.
func (f formField) problem() string {
	switch f.key {
	case "name":
		return ""
	case "client_secret":
		return "client_secret_file"
	default:
		return f.key
	}
}

type formSection struct {
	title, note string
	fields      []formField
}

// sections are the rows that the draft's app type has.
func (f *Form) sections() []formSection {
	kind := f.Draft.Type()
	app := []formField{
		{key: "name", label: "name", empty: "as in acme-dev"},
		{key: "app", label: "app", hint: "groups development, production", empty: "the name without -dev, -prod"},
		{key: "environment", label: "environment", hint: "Zoom keeps two credential pairs", choices: []string{"development", "production"}},
		{key: "type", label: "type", hint: typeHint(kind), choices: []string{"general", "public", "server-to-server", "chatbot"}},
		{key: "client_id", label: "client ID"},
	}
	if kind == flow.ServerToServer {
		app = append(app, formField{key: "account_id", label: "account ID"})
	}
	list := []formSection{{title: "Zoom app", fields: app}}
	if kind != flow.Public {
		list = append(list, formSection{title: "Secret", fields: f.secretFields()})
	}
	if (flow.App{Type: kind}).HasConsent() {
		list = append(list, formSection{title: "Redirect", fields: f.answerFields()})
	}
	return append(list, f.moreSection(kind))
}

func (f *Form) secretFields() []formField {
	fields := []formField{{key: "source", label: "from", hint: "or command, file, environment", choices: f.sourceWords()}}
	switch f.Draft.From {
	case profiles.Command:
		return append(fields, formField{key: "client_secret_command", label: "command", empty: "as in pass show zoom/acme-dev"})
	case profiles.SecretFile:
		return append(fields, formField{key: "client_secret_file", label: "file", empty: "its path, beside the profile file"})
	case profiles.Environment:
		return append(fields, formField{key: "client_secret_env", label: "variable", empty: "as in ACME_SECRET"})
	default:
		return append(fields, formField{key: "client_secret", label: "secret"})
	}
}

func (f *Form) moreSection(kind flow.AppType) formSection {
	s := formSection{title: "More", note: "space opens"}
	if !f.more {
		return s
	}
	s.note = "space closes"
	s.fields = []formField{{key: "scopes", label: "scopes", empty: "those saved on the app, as Zoom advises"}}
	if (flow.App{Type: kind}).HasConsent() {
		s.fields = append(s.fields, formField{key: "ssh_host", label: "ssh host", empty: "for the tunnel line"})
	}
	s.fields = append(s.fields,
		formField{key: "cloud", label: "cloud", choices: []string{"commercial", "gov"}},
		formField{key: "oauth_url", label: "OAuth URL", empty: "the cloud's"},
		formField{key: "authorize_url", label: "authorize URL", empty: "below the OAuth URL"},
		formField{key: "api_url", label: "API URL", empty: "the cloud's"},
		formField{key: "probe_path", label: "probe path", empty: "that of the type"},
		formField{key: "ca_file", label: "CA file", empty: "the system's authorities"},
	)
	if (flow.App{Type: kind}).HasConsent() {
		s.fields = append(s.fields,
			formField{key: "listen_cert_file", label: "listen cert", empty: "the listener speaks http"},
			formField{key: "listen_key_file", label: "listen key", empty: "the listener speaks http"})
	}
	return s
}

func (f *Form) problemInMore() bool {
	shown := *f
	shown.more = true
	for _, field := range shown.moreSection(f.Draft.Type()).fields {
		if _, wrong := f.problems[field.problem()]; wrong {
			return true
		}
	}
	return false
}

func (f *Form) count() int {
	n := 0
	for _, s := range f.sections() {
		n += len(s.fields)
	}
	return n
}

// field is the row under the cursor.
func (f *Form) field() formField {
	at := f.cursor
	for _, s := range f.sections() {
		if at < len(s.fields) {
			return s.fields[at]
		}
		at -= len(s.fields)
	}
	return formField{label: "More"}
}

// sources are the places of a secret with their words, the safest first.
var sources = []struct {
	from profiles.Source
	word string
}{
	{profiles.Paste, "paste now, kept in a file"},
	{profiles.Command, "a command"},
	{profiles.SecretFile, "a file"},
	{profiles.Environment, "an environment variable"},
	{profiles.InFile, "in the profile file"},
}

func sourceOf(word string) profiles.Source {
	for _, s := range sources {
		if s.word == word {
			return s.from
		}
	}
	return profiles.Paste
}

// sourceWords leave out the profile file itself where the secret is not there yet.
func (f *Form) sourceWords() []string {
	var list []string
	for _, s := range sources {
		if s.from != profiles.InFile || f.first.From == profiles.InFile {
			list = append(list, s.word)
		}
	}
	return list
}

// get is a row's value as text; a secret's is its length in bullets, never itself.
func (f *Form) get(key string) string {
	switch key {
	case "name":
		return f.Draft.Name
	case "scopes":
		return strings.Join(f.Draft.Scopes, " ")
	case "client_secret_command":
		return strings.Join(f.Draft.Command, " ")
	case "client_secret":
		return strings.Repeat("x", len(f.Draft.Secret.Reveal()))
	case "source":
		for _, s := range sources {
			if s.from == f.Draft.From {
				return s.word
			}
		}
		return sources[0].word
	case "answer":
		return f.answer()
	default:
		return f.Draft.Get(key)
	}
}

// set takes a row's text over.
func (f *Form) set(key, value string) {
	switch key {
	case "name":
		f.Draft.Name = strings.TrimSpace(value)
	case "scopes":
		f.Draft.Scopes = strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ',' })
	case "client_secret_command":
		f.Draft.Command = strings.Fields(value)
	case "client_secret":
		f.Draft.Secret = flow.NewSecret(flow.KindClientSecret, value)
	case "source":
		f.Draft.From = sourceOf(value)
	case "answer":
		f.answerBy(value)
	default:
		f.Draft.Text[key] = strings.TrimSpace(value)
	}
	f.check()
}
