package recognize

import (
	"slices"
	"strings"
)

// httpieNames are the commands that take HTTPie's arguments.
var (
	httpieNames = []string{"http ", "https ", "xh ", "xhs "}
	httpieWords = wordsOf(httpieNames...)
)

// readHTTPie finds commands of HTTPie and xh at the beginning of a line or behind a
// prompt.
func readHTTPie(r *reader) {
	for n := range r.linesWith(httpieWords()) {
		start, end := r.line(n)
		if r.claimed[n] || end-start > maxCommand {
			continue
		}
		at := strings.TrimLeft(r.text[start:end], " \t$%>#")
		if !holdsPrefix(at, httpieNames) || strings.HasPrefix(strings.TrimLeft(at, "htpsx"), "  ") { // a column of a log
			continue
		}
		from := end - len(at)
		c := readCommand(r.text[from:])
		d, ok := httpieDraft(c.words)
		if !ok {
			continue
		}
		d.flaws = c.flaws
		r.add(d.artefact("HTTPie command", Certain), from, from+c.end)
	}
}

// httpieValued are options whose value is the next word.
var httpieValued = []string{"-o", "--output", "-p", "--print", "-s", "--style", "--session", "--session-read-only", "--timeout", "--proxy", "--verify", "--cert", "--cert-key", "--max-redirects", "--default-scheme"}

// httpieDraft reads the words of a command: options, a method, an address, items.
func httpieDraft(words []string) (draft, bool) {
	var d draft
	form, kind := false, ""
	var items []string
	for i := 1; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "--form" || word == "-f" || word == "--multipart":
			form = true
		case (word == "-a" || word == "--auth") && i+1 < len(words):
			i++
			d.user, d.hasUser = words[i], true
		case (word == "-A" || word == "--auth-type") && i+1 < len(words):
			i++
			kind = words[i]
		case strings.HasPrefix(word, "--auth-type="):
			kind = strings.TrimPrefix(word, "--auth-type=")
		case slices.Contains(httpieValued, word):
			i++
		case strings.HasPrefix(word, "--auth="):
			d.user, d.hasUser = strings.TrimPrefix(word, "--auth="), true
		case strings.HasPrefix(word, "-"):
		case d.url == "" && isMethod(word):
			d.method = word
		case d.url == "":
			d.url = word
		default:
			items = append(items, word)
		}
	}
	if kind == "bearer" && d.hasUser {
		d.setHeader("Authorization", "Bearer "+d.user)
		d.hasUser = false
	}
	if words[0] == "https" && !strings.Contains(d.url, "://") {
		d.url = "https://" + d.url
	}
	d.items(items, form)
	return d, !dated().MatchString(d.url) && (strings.Contains(d.url, ".") && d.plausible() || strings.Contains(d.url, "://"))
}

// dated is a time, which a load balancer's log has behind "https".
var dated = expression(`^(?:\w+://)?\d{4}-\d\d-\d\dT`)

func isMethod(word string) bool {
	return slices.ContainsFunc(methods, func(m string) bool { return strings.EqualFold(word, m) })
}

// items reads "name=value" for the body, "name==value" for the query and "Name:value"
// for headers. Without --form the body is JSON.
func (d *draft) items(items []string, form bool) {
	o := object{}
	for _, item := range items {
		i := strings.IndexAny(item, "=:")
		if i <= 0 {
			continue
		}
		name, rest := item[:i], item[i:]
		switch {
		case strings.HasPrefix(rest, "=="):
			d.url += separator(d.url) + name + "=" + rest[2:]
		case strings.HasPrefix(rest, ":="):
			o.members = append(o.members, member{name: name, text: rest[2:]})
		case rest[0] == ':':
			d.setHeader(name, rest[1:])
		case form:
			d.data = append(d.data, name+"="+rest[1:])
		default:
			o.members = append(o.members, member{name: name, text: rest[1:], quoted: true})
		}
	}
	if len(o.members) > 0 {
		d.body = string(o.body())
		if !d.hasHeader("Content-Type") {
			d.setHeader("Content-Type", "application/json")
		}
	}
}
