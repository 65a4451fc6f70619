package recognize

import (
	"cmp"
	"slices"
	"strings"

	"zoauth/flow"
)

// CredentialKey is the key of a profile that a value belongs to.
type CredentialKey string

// The keys.
const (
	ClientID     CredentialKey = "client_id"
	ClientSecret CredentialKey = "client_secret"
	AccountID    CredentialKey = "account_id"
	RedirectURI  CredentialKey = "redirect_uri"
	Scopes       CredentialKey = "scopes"
)

// CredentialSet is what a text holds of one app.
type CredentialSet struct {
	Label  string // what sets it apart in the text, in lower case: "s2s", "dev"; may be empty
	Values []CredentialValue
}

// CredentialValue is one value with the name that the text has for it.
type CredentialValue struct {
	Key     CredentialKey
	Name    string
	Plain   string      // any value but a secret's
	Secret  flow.Secret // a client secret
	Line    int         // from 1
	Problem string      // why it cannot be used, in our words: "it is a placeholder"
}

// Find returns the value for a key that can be used, else one with a problem.
func (s CredentialSet) Find(key CredentialKey) (CredentialValue, bool) {
	var found CredentialValue
	for _, v := range s.Values {
		if v.Key == key && (found.Key == "" || found.Problem != "" && v.Problem == "") {
			found = v
		}
	}
	return found, found.Key != ""
}

// assignment is a name with its value, and what it stands below.
type assignment struct {
	section string
	name    string
	value   string
	off     bool // switched off in an exported environment
	at      int
}

// readCredentials finds the credentials of Zoom apps: .env files, exported
// environments, YAML, TOML, JSON, shell and PowerShell lines, the text of Zoom's page,
// a hand-over note, curl -u.
func (r *reader) readCredentials() {
	list := r.objectAssignments()
	if len(list) == 0 {
		list = r.lineAssignments()
	}
	sets := setsOf(list, r.source)
	start, end := -1, -1
	for _, a := range list {
		if roleOf(a.section, a.name).key != "" {
			if start < 0 {
				start = a.at
			}
			_, end = r.line(r.lineOf(a.at))
		}
	}
	for _, set := range sets {
		r.add(Artefact{Kind: Credentials, Form: "credentials", Certainty: Likely, Credentials: set}, start, end)
	}
}

// objectAssignments reads a text that is one JSON object.
func (r *reader) objectAssignments() []assignment {
	text := strings.TrimLeft(r.text, " \t\n")
	if !strings.HasPrefix(text, "{") {
		return nil
	}
	o, _, ok := readObject(r.text, len(r.text)-len(text))
	if !ok || isAnswer(&o) {
		return nil
	}
	return membersOf(&o, "", nil)
}

// membersOf lists the members of an object and of those in it; an exported
// environment's {"key": …, "value": …} is one member.
func membersOf(o *object, section string, list []assignment) []assignment {
	if key := o.text("key"); key != "" {
		if v, ok := o.find("value"); ok && v.object == nil {
			return append(list, assignment{section: section, name: key, value: v.text, off: o.text("enabled") == "false", at: v.at})
		}
	}
	for _, m := range o.members {
		switch {
		case m.object != nil:
			list = membersOf(m.object, strings.Trim(section+"."+m.name, "."), list)
		case m.name != "":
			value := m.text
			if !m.quoted && (value == "null" || value == "true" || value == "false") {
				value = ""
			}
			list = append(list, assignment{section: section, name: m.name, value: value, at: m.at})
		}
	}
	return list
}

// lineAssignments reads line by line.
func (r *reader) lineAssignments() []assignment {
	var list []assignment
	section := ""
	label, labelAt := "", 0
	for n := range r.lines {
		start, end := r.line(n)
		line := strings.TrimSpace(r.text[start:end])
		switch {
		case len(line) < 3 || len(line) > maxAddress || r.claimed[n]:
			continue
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = strings.Trim(line, "[]")
			continue
		}
		if label != "" {
			if roleOf("", line).key == "" {
				list = append(list, assignment{section: section, name: label, value: line, at: labelAt})
			}
			label = ""
		}
		name, value, ok := splitAssignment(line)
		switch {
		case !ok && isLabel(line):
			label, labelAt = strings.TrimRight(line, ": "), start
		case ok && value == "" && strings.HasSuffix(line, ":") && isLabel(name):
			label, labelAt = name, start
		case ok:
			list = append(list, assignment{section: section, name: name, value: value, at: start})
		}
	}
	return list
}

// isLabel reports whether a line is the label of a value on the next line.
func isLabel(line string) bool {
	return len(line) < 40 && strings.ContainsAny(line, " ") && roleOf("", line).key != ""
}

// splitAssignment splits a line of any of the usual notations.
func splitAssignment(line string) (name, value string, ok bool) {
	line = strings.TrimLeft(line, "-*| \t")
	for _, word := range []string{"export ", "set -gx ", "set -Ux ", "set -x ", "setx ", "set ", "const ", "let ", "var ", "ENV ", "$env:", "$Env:"} {
		if rest, found := strings.CutPrefix(line, word); found {
			line = strings.TrimSpace(rest)
			if strings.HasPrefix(word, "set -") || word == "setx " || word == "ENV " && !strings.Contains(line, "=") {
				name, value, ok = strings.Cut(line, " ")
				return cleanName(name), cleanValue(value), ok
			}
			break
		}
	}
	i := strings.IndexAny(line, "=:\t|")
	if i <= 0 {
		return "", "", false
	}
	name, value = cleanName(line[:i]), strings.TrimLeft(line[i:], "=:\t|> *")
	if len(name) > 64 || name == "" || strings.ContainsAny(name, "({<?&") || strings.HasPrefix(line[i:], "://") {
		return "", "", false
	}
	return name, cleanValue(value), true
}

func cleanName(name string) string { return strings.Trim(name, "\"'`* \t|") }

// cleanValue takes quotes, a comment behind the value and a list's comma away.
func cleanValue(value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	if quote := value[0]; quote == '"' || quote == '\'' || quote == '`' {
		if i := strings.IndexByte(value[1:], quote); i >= 0 {
			return value[1 : 1+i]
		}
	}
	value, _, _ = strings.Cut(value, " #")
	value, _, _ = strings.Cut(value, "\t")
	return strings.TrimSpace(strings.TrimRight(value, ",;|*` "))
}

// setsOf groups values by what sets their names apart. What is common to all goes into
// each set that lacks it; an SDK's credentials come last.
func setsOf(list []assignment, s *source) []CredentialSet {
	var sets []CredentialSet
	zoom := slices.ContainsFunc(list, func(a assignment) bool { r := roleOf(a.section, a.name); return r.key == ClientID && r.zoom })
	for _, a := range list {
		r := roleOf(a.section, a.name)
		if r.key == "" || zoom && !r.zoom {
			continue
		}
		i := slices.IndexFunc(sets, func(set CredentialSet) bool { return set.Label == r.label })
		if i < 0 {
			i = len(sets)
			sets = append(sets, CredentialSet{Label: r.label})
		}
		sets[i].Values = append(sets[i].Values, valueOf(a, r.key, s))
	}
	sets = shareCommon(sets)
	sets = slices.DeleteFunc(sets, func(set CredentialSet) bool {
		_, id := set.Find(ClientID)
		_, secret := set.Find(ClientSecret)
		return !id && !secret
	})
	slices.SortStableFunc(sets, func(a, b CredentialSet) int {
		return cmp.Compare(strings.Count(a.Label, "sdk"), strings.Count(b.Label, "sdk"))
	})
	return sets
}

// shareCommon adds the values without a label to every set with one.
func shareCommon(sets []CredentialSet) []CredentialSet {
	i := slices.IndexFunc(sets, func(set CredentialSet) bool { return set.Label == "" })
	if i < 0 || len(sets) == 1 {
		return sets
	}
	if _, own := sets[i].Find(ClientID); own {
		return sets
	}
	for j := range sets {
		for _, v := range sets[i].Values {
			if _, there := sets[j].Find(v.Key); j != i && !there {
				sets[j].Values = append(sets[j].Values, v)
			}
		}
	}
	return slices.Delete(sets, i, i+1)
}

// valueOf judges a value.
func valueOf(a assignment, key CredentialKey, s *source) CredentialValue {
	v := CredentialValue{Key: key, Name: a.name, Line: s.lineOf(min(a.at, len(s.text))) + 1}
	switch {
	case a.value == "":
		v.Problem = "it is empty"
	case a.off:
		v.Problem = "it is switched off in the exported environment"
	case isReference(a.value):
		v.Problem = "it only names where the value is kept"
	case IsPlaceholder(a.value):
		v.Problem = "it is a placeholder"
	case key != RedirectURI && key != Scopes && strings.ContainsAny(a.value, " \t"):
		v.Problem = "it holds a blank"
	}
	if key == ClientSecret && v.Problem == "" || key == ClientSecret && a.off {
		v.Secret = flow.NewSecret(flow.KindClientSecret, a.value)
	} else {
		v.Plain = a.value
	}
	return v
}

// isReference reports whether a value says where the value is: env(NAME), ${NAME},
// $NAME, op://…, {{ … }}.
func isReference(value string) bool {
	for _, start := range []string{"env(", "${", "$", "op://", "vault:", "secret://", "file(", "process.env", "os.environ", "os.getenv", "ENV[", "!", "{{"} {
		if strings.HasPrefix(value, start) {
			return true
		}
	}
	return false
}
