package recognize

import (
	"net/url"
	"slices"
	"strings"
)

// cmdlets are the commands of PowerShell that send a request.
var cmdlets = []string{"Invoke-RestMethod", "Invoke-WebRequest", "invoke-restmethod", "invoke-webrequest", "irm ", "iwr "}

// cutCommand is a command of which PowerShell's error shows no more than the first line's beginning.
var cutCommand = expression(`^[^\n]*(?:…|\.\.\.)[ \t]*(?:\n|$)`)

// readPowerShell finds Invoke-RestMethod and its relatives.
func readPowerShell(r *reader) {
	filled := 0
	for _, name := range cmdlets {
		r.tries(name, func(at int) (int, bool) {
			if at > 0 && isWordByte(r.text[at-1]) || strings.HasPrefix(r.text[at+len(name):], ":") { // a name, or the heading of an error
				return at + len(name), true
			}
			words, end := powerShellWords(r.textAround(at)[at:min(len(r.text), at+maxCommand)])
			r.looked += end
			start, words := r.withTable(words, at)
			d := powerShellDraft(words)
			d.url = r.resolved(d.url)
			if !d.plausible() || cutCommand().MatchString(r.text[at:at+end]) { // an error shows its beginning
				return at + len(name), false
			}
			if program := (programReader{r}).around(start, at+end); filled < maxFilled {
				filled += len(program)
				d.fill(program)
			} else {
				d.authenticated()
			}
			if d.hiddenHeaders {
				d.authenticated()
			}
			r.add(d.artefact("PowerShell command", Certain), start, at+end)
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
		case strings.HasPrefix(text[i:], "@{") || c == '(':
			stop := tableEnd(text[i:])
			word.WriteString(text[i : i+stop])
			i += stop - 1
		default:
			word.WriteByte(c)
		}
	}
	finish()
	return words, len(text)
}

func powerShellDraft(words []string) draft {
	var d draft
	hidden := false
	for i := 1; i < len(words); i++ {
		name := strings.ToLower(words[i])
		if !strings.HasPrefix(name, "-") {
			if strings.HasPrefix(name, "@") { // a table that the text does not have: it may hold all options
				d.hiddenHeaders, hidden = true, true
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
		case "-authentication", "-credential": // PowerShell 7 makes the header
			d.hiddenHeaders = true
		case "-headers":
			for _, m := range hashTable(value) {
				d.setHeader(m.name, m.text)
			}
			d.hiddenHeaders = strings.HasPrefix(value, "$")
		case "-body":
			d.powerShellBody(value)
		}
	}
	if hidden && len(d.data) == 0 && d.body == "" {
		d.data = []string{"$body"}
	}
	return d
}

// tableSet is where a program sets a table.
var tableSet = expression(`\$(\w+)[ \t]*=[ \t]*(?:\[\w+\][ \t]*)?@\{`)

// withTable puts the table of options that a command at an offset hands over, as @params, in the place
// of its name, and returns where that table begins; the command itself where there is none.
func (r *reader) withTable(words []string, at int) (start int, all []string) {
	i := slices.IndexFunc(words, func(w string) bool { return len(w) > 1 && w[0] == '@' && w[1] != '{' })
	if i < 0 {
		return at, words
	}
	from := r.lines[max(0, r.lineOf(at)-maxAround)]
	program, table := r.textAround(at)[from:at], ""
	for _, m := range tableSet().FindAllStringSubmatchIndex(program, -1) {
		if strings.EqualFold(program[m[2]:m[3]], words[i][1:]) {
			start, table = from+m[0], program[m[1]-len("@{"):]
		}
	}
	if table == "" {
		return at, words
	}
	all = slices.Clone(words[:i])
	if name := strings.ToLower("$" + words[i][1:]); holdsAny(strings.ToLower(table), []string{name + ".", name + "["}) { // more is put into it
		all = append(all, words[i])
	}
	for _, m := range hashTable(table[:tableEnd(table)]) {
		all = append(all, "-"+m.name, m.text)
	}
	return start, append(all, words[i+1:]...)
}

// tableEnd is where the table or the brackets end that text begins with, those in it and texts in
// quotes skipped.
func tableEnd(text string) int {
	if end := scan(text, func(i, open int) bool { return open == 1 && (text[i] == '}' || text[i] == ')') }); end >= 0 {
		return end + 1
	}
	return len(text)
}

// powerShellBody reads a body: a hash table is sent as a form.
func (d *draft) powerShellBody(value string) {
	switch {
	case strings.HasPrefix(value, "@{") && !toJSON(value[tableEnd(value):]):
		for _, m := range hashTable(value) {
			d.data = append(d.data, url.QueryEscape(m.name)+"="+url.QueryEscape(m.text))
		}
	case strings.HasPrefix(value, "{"):
		d.body = value
	case (strings.HasPrefix(value, "(") || strings.HasPrefix(value, "@{")) && toJSON(value):
		d.body = `{"grant_type":"${grant_type}"}` // of a variable
		if _, table, found := strings.Cut(value, "@{"); found {
			table = "@{" + table
			made := object{members: hashTable(table[:tableEnd(table)])}
			d.body = string(made.body())
		}
	case strings.HasPrefix(value, "("): // what a command makes
		d.data = append(d.data, "$body")
	default:
		d.data = append(d.data, value)
	}
}

// toJSON reports whether a command makes JSON.
func toJSON(command string) bool { return strings.Contains(strings.ToLower(command), "convertto-json") }

// hashTable reads @{ name = "value"; other = $variable }, also with tables in it.
func hashTable(text string) []member {
	var members []member
	inner, table := strings.CutPrefix(text, "@{")
	for inner = strings.TrimSuffix(inner, "}"); table && inner != ""; {
		end := strings.IndexAny(inner+"\n", ";\n")
		if i := strings.Index(inner[:min(end, len(inner))], "@{"); i >= 0 {
			end = i + tableEnd(inner[i:])
			end += strings.IndexAny(inner[end:]+"\n", ";\n") // a command may make something of it
		}
		part := inner[:end]
		inner = inner[min(len(inner), end+1):]
		if name, value, ok := strings.Cut(part, "="); ok {
			members = append(members, member{name: strings.Trim(name, " \t\"'"), text: strings.Trim(value, " \t\"'"), quoted: true})
		}
	}
	return members
}
