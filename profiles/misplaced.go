package profiles

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/BurntSushi/toml"

	"zoauth/flow"
)

// misplaced are texts of a profile file that look like a secret and stand where none
// belongs, as where a person pasted one in the place of its name or its file. Messages
// and lists repeat these places: the redactor learns them (P5).
type misplaced struct {
	found []string
	ids   []string // client and account IDs, which look alike and have to be seen
}

// wordKeys have a word or a name as their value, pathKeys a file.
var (
	wordKeys = []string{"app", "environment", "type", "cloud", "ssh_host", "client_secret_env"}
	pathKeys = []string{"client_secret_file", "ca_file", "listen_cert_file", "listen_key_file"}
)

// read looks at the fields of the profile name.
func (m *misplaced) read(meta toml.MetaData, name string, fields map[string]toml.Primitive) {
	m.name(name)
	value := func(key string) (s string) {
		_ = meta.PrimitiveDecode(fields[key], &s) // another type is told elsewhere
		return s
	}
	for key := range fields {
		switch {
		case slices.Contains(wordKeys, key):
			m.name(value(key))
		case slices.Contains(pathKeys, key):
			m.name(value(key))
			m.name(filepath.Base(value(key)))
		case key == "client_secret_command":
			var argv []string
			_ = meta.PrimitiveDecode(fields[key], &argv)
			m.command(append(argv, value(key)))
		case key == "redirect_uri":
			if u, err := url.Parse(value(key)); err == nil && u.User != nil {
				password, _ := u.User.Password()
				m.found = append(m.found, password)
			}
		case key == "client_id", key == "account_id":
			m.ids = append(m.ids, value(key))
		case key == "client_secret":
			if _, told := pointer(value(key)); !told { // the message repeats it
				m.found = append(m.found, value(key))
			}
		case !slices.Contains(keys, key):
			m.name(key)
		}
	}
}

// name looks at a text that ought to be a name.
func (m *misplaced) name(text string) {
	if looksGenerated(text) || looksTyped(text) {
		m.found = append(m.found, text)
	}
}

// command looks at each word of a command. The text of a script looks typed.
func (m *misplaced) command(argv []string) {
	for i, arg := range argv {
		if looksTyped(arg) && (i == 0 || !strings.ContainsFunc(arg, unicode.IsSpace)) {
			m.found = append(m.found, arg)
		}
		for word := range strings.FieldsFuncSeq(arg, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune("=/:'\"", c) }) {
			if looksGenerated(word) {
				m.found = append(m.found, word)
			}
		}
	}
}

// teach lets r learn what was found.
func (m *misplaced) teach(r *flow.Redactor) {
	for _, text := range m.found {
		if !slices.Contains(m.ids, text) {
			r.LearnUnlessWord(flow.NewSecret(flow.KindClientSecret, text))
		}
	}
}

// What secrets that a program made look like: long, and without the words of a name.
const (
	leastGenerated = 16 // letters of both cases and digits that take turns
	leastMixed     = 28 // letters of both cases and digits
	leastHex       = 32 // letters and digits that take turns
)

// looksGenerated reports whether a part of text looks like a secret that a program made.
func looksGenerated(text string) bool {
	notIn := func(c rune) bool { return !isAlnum(c) && c != '_' && c != '-' }
	return slices.ContainsFunc(strings.FieldsFunc(text, notIn), func(run string) bool {
		turns := 0
		for i := 1; i < len(run); i++ {
			if a, b := rune(run[i-1]), rune(run[i]); isAlnum(a) && isAlnum(b) && unicode.IsDigit(a) != unicode.IsDigit(b) {
				turns++
			}
		}
		mixed := isMixed(run)
		return len(run) >= leastGenerated && mixed && turns > 1 ||
			len(run) >= leastMixed && mixed && !strings.ContainsAny(run, "_-") ||
			len(run) >= leastHex && turns > 3 && !strings.ContainsAny(run, "_-")
	})
}

// Passwords that a person made have signs in them.
const (
	leastTyped = 10
	leastSigns = 2
)

// looksTyped reports whether text looks like a password.
func looksTyped(text string) bool {
	signs := 0
	for _, c := range text {
		if strings.ContainsRune("#+=<>'\"%&$()`|^*!?;{}[]\\~@,", c) {
			signs++
		}
	}
	return len(text) >= leastTyped && signs >= leastSigns && isMixed(text)
}

// isMixed reports whether text has letters of both cases, and digits.
func isMixed(text string) bool {
	return strings.ContainsFunc(text, unicode.IsUpper) && strings.ContainsFunc(text, unicode.IsLower) && strings.ContainsFunc(text, unicode.IsDigit)
}

func isAlnum(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
