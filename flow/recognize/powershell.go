package recognize

import (
	"net/url"
	"strings"
)

// cmdlets are the commands of PowerShell that send a request.
var cmdlets = []string{"Invoke-RestMethod", "Invoke-WebRequest", "invoke-restmethod", "invoke-webrequest", "irm ", "iwr "}

// cutCommand is a command of which PowerShell's error shows no more than the first line's beginning.
var cutCommand = expression(`^[^\n]*(?:…|\.\.\.)[ \t]*(?:\n|$)`)

// readPowerShell finds Invoke-RestMethod and its relatives.
func readPowerShell(r *reader) {
	for _, name := range cmdlets {
		r.tries(name, func(at int) (int, bool) {
			if at > 0 && isWordByte(r.text[at-1]) || strings.HasPrefix(r.text[at+len(name):], ":") { // a name, or the heading of an error
				return at + len(name), true
			}
			words, end := powerShellWords(r.text[at:min(len(r.text), at+maxCommand)])
			d := powerShellDraft(words)
			if !d.plausible() || cutCommand().MatchString(r.text[at:at+end]) { // an error shows its beginning
				return at + len(name), false
			}
			d.fill(programReader{r}.around(at, at+end))
			if d.hiddenHeaders {
				d.authenticated()
			}
			r.add(d.artefact("PowerShell command", Certain), at, at+end)
			return at + end, true
		})
	}
}

// powerShellWords splits a command: blanks separate words, quotes and @{…} hold
// together, a backtick at its end continues a line.
func powerShellWords(text string) (words []string, end int) {
	var word strings.Builder
	finish := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '`' && strings.HasPrefix(strings.TrimLeft(text[i+1:], " "), "\n"):
			i += strings.IndexByte(text[i:], '\n')
			finish()
		case c == '\n' || c == '|' || c == ';':
			finish()
			return words, i
		case c == ' ' || c == '\t':
			finish()
		case c == '"' || c == '\'':
			stop := strings.IndexByte(text[i+1:], c)
			if stop < 0 {
				stop = len(text) - i - 1
			}
			word.WriteString(text[i+1 : i+1+stop])
			i += stop + 1
		case strings.HasPrefix(text[i:], "@{"):
			stop := strings.IndexByte(text[i:], '}')
			if stop < 0 {
				stop = len(text) - i - 1
			}
			word.WriteString(text[i : i+stop+1])
			i += stop
		default:
			word.WriteByte(c)
		}
	}
	finish()
	return words, len(text)
}

func powerShellDraft(words []string) draft {
	var d draft
	for i := 1; i < len(words); i++ {
		name := strings.ToLower(words[i])
		if !strings.HasPrefix(name, "-") {
			if strings.HasPrefix(name, "@") { // a table of parameters
				d.hiddenHeaders = true
			} else if d.url == "" {
				d.url = words[i]
			}
			continue
		}
		if i+1 == len(words) || strings.HasPrefix(words[i+1], "-") {
			continue // a switch
		}
		i++
		switch value := words[i]; name {
		case "-method":
			d.method = value
		case "-uri":
			d.url = value
		case "-contenttype":
			d.setHeader("Content-Type", value)
		case "-headers":
			for _, m := range hashTable(value) {
				d.setHeader(m.name, m.text)
			}
			d.hiddenHeaders = strings.HasPrefix(value, "$")
		case "-body":
			d.powerShellBody(value)
		}
	}
	return d
}

// powerShellBody reads a body: a hash table is sent as a form.
func (d *draft) powerShellBody(value string) {
	switch {
	case strings.HasPrefix(value, "@{"):
		for _, m := range hashTable(value) {
			d.data = append(d.data, url.QueryEscape(m.name)+"="+url.QueryEscape(m.text))
		}
	case strings.HasPrefix(value, "{"):
		d.body = value
	default:
		d.data = append(d.data, value)
	}
}

// hashTable reads @{ name = "value"; other = $variable }.
func hashTable(text string) []member {
	var members []member
	inner := strings.TrimSuffix(strings.TrimPrefix(text, "@{"), "}")
	for part := range strings.FieldsFuncSeq(inner, func(r rune) bool { return r == ';' || r == '\n' }) {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			continue
		}
		members = append(members, member{name: strings.Trim(name, " \t\"'"), text: strings.Trim(value, " \t\"'"), quoted: true})
	}
	return members
}
