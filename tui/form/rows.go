package form

import (
	"slices"
	"strconv"
	"strings"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

// row is a line of the form.
type row struct {
	key     string // of the profile file, or one of the form's own: name, source, callback, more, save, argv:N
	label   safe.Text
	empty   safe.Text // shown while there is no value
	choices []choice  // the values, where one is chosen
	button  bool      // enter acts on it; it has no value
	secret  bool
}

// choice is a value with the word that stands for it.
type choice struct {
	value string
	word  safe.Text
}

// problem is the key by which the reader of the profile file names what is wrong.
func (r row) problem() string {
	switch {
	case r.key == "name":
		return ""
	case r.key == "client_secret":
		return "client_secret_file"
	case strings.HasPrefix(r.key, "argv:"):
		return "client_secret_command"
	}
	return r.key
}

// answers are what the form holds: the draft, which rows it has, and their values.
type answers struct {
	draft profiles.Draft
	first profiles.Draft // as opened: tells whether something would be lost
	more  bool           // the rows that usually stay as they are
	ways  map[string]way // what stood there for the other ways of the callback
}

// rows are those that the draft's app type has.
func (a *answers) rows() []row {
	kind := a.draft.Type()
	rows := []row{
		{key: "name", label: safe.Const("name"), empty: safe.Const("e.g. acme-dev")},
		{key: "environment", label: safe.Const("environment"), choices: plainChoices(safe.Const("development"), safe.Const("production"))},
		{key: "type", label: safe.Const("type"), choices: plainChoices(safe.Const("general"), safe.Const("public"), safe.Const("server-to-server"), safe.Const("chatbot"))},
		{key: "client_id", label: safe.Const("client ID")},
	}
	if kind == flow.ServerToServer {
		rows = append(rows, row{key: "account_id", label: safe.Const("account ID")})
	}
	if kind != flow.Public {
		rows = append(rows, a.secretRows()...)
	}
	if (flow.App{Type: kind}).HasConsent() {
		rows = append(rows, a.callbackRows()...)
	}
	rows = append(rows, row{key: "more", label: safe.Const("more"), button: true})
	if a.more {
		rows = append(rows, moreRows(kind)...)
	}
	return append(rows, row{key: "save", label: safe.Const("[ Save ]"), button: true})
}

func plainChoices(words ...safe.Text) []choice {
	list := make([]choice, len(words))
	for i, w := range words {
		list[i] = choice{w.String(), w}
	}
	return list
}

// sources are the places of a secret, the safest first.
var sources = []choice{
	{string(profiles.Paste), safe.Const("paste, into a 0600 file")},
	{string(profiles.Command), safe.Const("a command")},
	{string(profiles.SecretFile), safe.Const("a file")},
	{string(profiles.Environment), safe.Const("an environment variable")},
	{string(profiles.InFile), safe.Const("the profile file")},
}

// secretRows are where the secret comes from. A command's arguments are rows of their
// own: they are never joined into one string.
func (a *answers) secretRows() []row {
	choices := sources
	if a.first.From != profiles.InFile {
		choices = sources[:len(sources)-1]
	}
	rows := []row{{key: "source", label: safe.Const("secret from"), choices: choices}}
	switch a.draft.From {
	case profiles.Command:
		for i := range len(a.draft.Command) + 1 {
			r := row{key: "argv:" + strconv.Itoa(i), label: safe.Format("  argument %s", safe.Int(i)), empty: safe.Const("one more argument")}
			if i == 0 {
				r.label, r.empty = safe.Const("command"), safe.Const("as in pass")
			}
			rows = append(rows, r)
		}
		return rows
	case profiles.SecretFile:
		return append(rows, row{key: "client_secret_file", label: safe.Const("file"), empty: safe.Const("its path, beside the profile file")})
	case profiles.Environment:
		return append(rows, row{key: "client_secret_env", label: safe.Const("variable"), empty: safe.Const("e.g. ACME_SECRET")})
	}
	return append(rows, row{key: "client_secret", label: safe.Const("secret"), empty: safe.Const("paste it here"), secret: true})
}

// moreRows usually stay as they are.
func moreRows(kind flow.AppType) []row {
	rows := []row{{key: "scopes", label: safe.Const("  scopes"), empty: safe.Const("those saved on the app")}, {key: "app", label: safe.Const("  app"), empty: safe.Const("the name without -dev, -prod")}}
	consent := (flow.App{Type: kind}).HasConsent()
	if consent && kind != flow.Public {
		rows = append(rows, row{key: "pkce", label: safe.Const("  PKCE"), choices: []choice{{"true", safe.Const("sent")}, {"false", safe.Const("not sent")}}})
	}
	if consent {
		rows = append(rows, row{key: "ssh_host", label: safe.Const("  SSH host"), empty: safe.Const("used in the ssh -L line")})
	}
	rows = append(rows,
		row{key: "cloud", label: safe.Const("  cloud"), choices: plainChoices(safe.Const("commercial"), safe.Const("gov"))},
		row{key: "oauth_url", label: safe.Const("  OAuth URL"), empty: safe.Const("default of the cloud")},
		row{key: "authorize_url", label: safe.Const("  authorize URL"), empty: safe.Const("derived from the OAuth URL")},
		row{key: "api_url", label: safe.Const("  API URL"), empty: safe.Const("default of the cloud")},
		row{key: "probe_path", label: safe.Const("  probe path"), empty: safe.Const("default of the type")},
		row{key: "ca_file", label: safe.Const("  CA file"), empty: safe.Const("the system's authorities")})
	if consent {
		rows = append(rows,
			row{key: "listen_cert_file", label: safe.Const("  listener cert"), empty: safe.Const("none: plain http")},
			row{key: "listen_key_file", label: safe.Const("  listener key"), empty: safe.Const("none: plain http")})
	}
	return rows
}

// row is the one under the cursor.
func (f *Screen) row() row {
	rows := f.rows()
	return rows[min(f.list.Cursor, len(rows)-1)]
}

// get is a row's value as text.
func (a *answers) get(key string) string {
	if n, ok := argument(key); ok {
		if n < len(a.draft.Command) {
			return a.draft.Command[n]
		}
		return ""
	}
	switch key {
	case "name":
		return a.draft.Name
	case "scopes":
		return strings.Join(a.draft.Scopes, " ")
	case "client_secret":
		return a.draft.Secret.Reveal()
	case "source":
		return string(a.draft.From)
	case "callback":
		return a.callback()
	}
	return a.draft.Get(key)
}

func argument(key string) (int, bool) {
	number, ok := strings.CutPrefix(key, "argv:")
	n, err := strconv.Atoi(number)
	return n, ok && err == nil
}

// set takes a row's text over.
func (f *Screen) set(key, value string) {
	if n, ok := argument(key); ok {
		f.setArgument(n, value)
		f.check()
		return
	}
	switch key {
	case "name":
		f.draft.Name = strings.TrimSpace(value)
	case "scopes":
		f.draft.Scopes = strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ',' })
	case "client_secret":
		f.draft.Secret = flow.NewSecret(flow.KindClientSecret, value)
		f.desk.Learn(f.draft.Secret)
	case "source":
		f.draft.From = profiles.Source(value)
	case "callback":
		f.callbackBy(value)
	default:
		f.draft.Text[key] = strings.TrimSpace(value)
	}
	f.check()
}

// setArgument sets one argument of the command; an empty last one goes.
func (a *answers) setArgument(n int, value string) {
	argv := slices.Clone(a.draft.Command)
	for len(argv) <= n {
		argv = append(argv, "")
	}
	argv[n] = value
	for len(argv) > 0 && argv[len(argv)-1] == "" {
		argv = argv[:len(argv)-1]
	}
	a.draft.Command = argv
}

// wrong is what is wrong in a row; empty: nothing. What is only missing is named once
// saving was tried.
func (f *Screen) wrong(r row) safe.Text {
	if r.button {
		return safe.Text{}
	}
	problem, bad := f.problems[r.problem()]
	kind := f.wrongKind(r.key)
	switch {
	case !kind.IsEmpty():
		return kind
	case r.key == "client_secret" && flow.ShapeOf(f.draft.Secret, "").Blank:
		return safe.Const("a space at one end: ctrl+x trims")
	case !bad && f.doubts[r.key].Text != "":
		return f.desk.Clean().Line(f.doubts[r.key].Text)
	case !bad || f.get(r.key) == "" && !f.tried:
		return safe.Text{}
	}
	if n, isArgument := argument(r.key); isArgument && n > 0 {
		return safe.Text{}
	}
	return f.desk.Clean().Line(problem.Text)
}
