package profiles

import (
	"slices"
	"strings"
	"unicode"

	"zoauth/flow"
	"zoauth/flow/find"
	"zoauth/flow/recognize"
)

// wrongValue says why a value cannot be what Zoom gave out; empty: it can. It never
// quotes the value.
func wrongValue(value string) string {
	switch {
	case recognize.Lack(value) != "":
		return recognize.Lack(value)
	case strings.ContainsAny(value, "\"'`“”‘’"):
		return "it has a stray quote"
	case strings.HasSuffix(value, ",") || strings.HasSuffix(value, ";"):
		return "it ends in a stray comma or semicolon"
	case strings.ContainsFunc(value, func(c rune) bool { return unicode.IsSpace(c) }):
		return "it contains a space"
	case strings.ContainsFunc(value, func(c rune) bool { return !unicode.IsPrint(c) }):
		return "it contains an invisible character"
	}
	return ""
}

// unlikely says of a value which of its characters those of Zoom's never have; empty: it has
// none. A secret may be kept where such a value says.
func unlikely(key recognize.CredentialKey, value string) string {
	switch {
	case strings.Trim(value, flow.GivenOut) == "":
		return ""
	case key == recognize.ClientSecret:
		return "it contains characters that client secrets never have; if it names where the secret is kept, use client_secret_command or client_secret_env"
	case strings.Contains(value, "/"):
		return "this is an address or a reference, not an ID"
	}
	return "it contains characters that Zoom's IDs never have"
}

// swapped reports whether an ID has the length of a secret and a secret that of an ID.
func swapped(id string, secret flow.Secret) bool {
	return recognize.UsualLength(recognize.ClientSecret, len(id)) && recognize.UsualLength(recognize.ClientID, secret.Len())
}

// reference is where a text says that a client secret is kept.
type reference struct {
	variable string
	command  []string
}

// into makes it the source of a draft's secret.
func (r reference) into(d *Draft) {
	if r.variable != "" {
		d.From, d.Text["client_secret_env"] = Environment, r.variable
		return
	}
	d.From, d.Command = Command, r.command
}

// variableForms name an environment variable in the languages and formats of
// configuration files.
var variableForms = []func() *find.Pattern{
	expression(`^\$\{?\??([A-Za-z_][A-Za-z0-9_]*)(?::?[-?][^{}]*)?\}?$`),
	expression(`^\$\{(?:oc\.)?env[:.]([A-Za-z_][A-Za-z0-9_]*)(?:[,:|][^{}]*)?\}$`),
	expression(`^env\(\s*["']?([A-Za-z_][A-Za-z0-9_]*)["']?\s*(?:,[^()]*)?\)$`),
	expression(`^(?:process\.env|import\.meta\.env|Bun\.env)\.([A-Za-z_][A-Za-z0-9_]*)!?(?:\s*(?:\|\||\?\?|as string).*)?$`),
	expression(`^(?:os\.environ|process\.env|ENV|\$_ENV|\$_SERVER)\[["']?([A-Za-z_][A-Za-z0-9_]*)["']?\]!?$`),
	expression(`^(?:os\.environ\.get|os\.getenv|getenv|os\.Getenv|ENV\.fetch|System\.getenv|System\.get_env|System\.fetch_env!|Deno\.env\.get|Sys\.getenv|Environment\.GetEnvironmentVariable|(?:std::)?env::var|env!)\(\s*["']?([A-Za-z_][A-Za-z0-9_]*)["']?\s*(?:,[^()]*)?\)(?:!|\?|\.unwrap\(\)|\s*\?\?.*)?$`),
	expression(`^<%=\s*ENV(?:\.fetch\(|\[)["']([A-Za-z_][A-Za-z0-9_]*)["'][^%]*%>$`),
	expression(`^\{\{\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}$`),
	expression(`^%([A-Za-z_][A-Za-z0-9_]*)%$`),
	expression(`^%env\((?:\w+:)*([A-Za-z_][A-Za-z0-9_]*)\)%$`),
}

// commandForms name a place that a command prints the secret from.
var commandForms = []struct {
	form    func() *find.Pattern
	command []string // $1, $2 are the parts of the form
}{
	{expression(`^(op://[^\n"'` + "`" + `$/]+(?:/[^\n"'` + "`" + `$/]+){2,})$`), []string{"op", "read", "$1"}},
	{expression(`^(?:file:(?://)?)(/[\w.@+/-]+)$`), []string{"cat", "$1"}},
	{expression(`^(/(?:run|var|etc|mnt|opt|home|root|srv|secrets)/[\w.@+/-]+)$`), []string{"cat", "$1"}},
	{expression(`^vault:(\w[\w.-]*)/data/([\w./-]+)#([\w.-]+)$`), []string{"vault", "kv", "get", "-field=$3", "$1/$2"}}, // the API's path of a version 2 store
	{expression(`^vault:(\w[\w.-]*/[\w./-]+)#([\w.-]+)$`), []string{"vault", "kv", "get", "-field=$2", "$1"}},
}

var substitution = expression(`^\$\(\s*([A-Za-z0-9_./@:+ =-]+?)\s*\)$`)

// readReference reads where a secret is kept, where that is plain: an environment
// variable, a secret of 1Password or Vault, a file, a command in $(…) without anything that
// a shell would expand.
func readReference(value string) (reference, bool) {
	value = strings.TrimSpace(value)
	for _, known := range commandForms {
		if known.form().MatchString(value) {
			var command []string
			for _, word := range known.command {
				command = append(command, known.form().ReplaceAllString(value, word))
			}
			return reference{command: command}, true
		}
	}
	for _, form := range variableForms {
		if m := form().FindStringSubmatch(value); m != nil {
			return reference{variable: m[1]}, true
		}
	}
	if m := substitution().FindStringSubmatch(value); m != nil && len(strings.Fields(m[1])) > 1 { // one word is a variable elsewhere
		return reference{command: strings.Fields(m[1])}, true
	}
	return reference{}, false
}

// shellName is what environment variables are called by habit. A password that begins with a
// dollar sign has other letters.
var shellName = expression(`^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$`)

// pointer is where a value in the place of a client secret says that it is kept, where the
// value itself tells no secret.
func pointer(value string) (reference, bool) {
	keep, ok := readReference(value)
	printed := len(keep.command) > 0 && !tellsSecret(keep.command)
	return keep, ok && (printed || shellName().MatchString(keep.variable) && !looksGenerated(keep.variable))
}

// tellsSecret reports whether a secret may stand in a command itself.
func tellsSecret(command []string) bool {
	return slices.Contains([]string{"echo", "printf"}, command[0]) || slices.ContainsFunc(command, func(word string) bool { return looksGenerated(word) || looksTyped(word) })
}
