package recognize

import (
	"net/url"
	"slices"
	"strings"

	"zoauth/flow"
)

// wordProcessor is what makes of a command's quotes and dashes others.
var wordProcessor = expression(`[ \t\n](?:[–—][A-Za-z]|[“”„‘’])`)

// SingleQuotes is the flaw of a command that somebody wrote for another shell than the one whose prompt is before it.
const SingleQuotes = "cmd.exe does not know single quotes: they are sent with the value, and an & between them ends the command"

// promptOfCmd is the prompt of cmd.exe.
var promptOfCmd = expression(`^[A-Z]:\\[^<>|\n]*>$`)

// readCurl finds curl commands: behind a prompt, in a script, in $(…), over several
// lines, from the "Copy as cURL" of any browser.
func readCurl(r *reader) {
	r.tries("curl", func(at int) (int, bool) {
		if !beginsCurl(r.text, at) {
			return at + 4, true
		}
		command, commented := withoutCommentWithin(commandText(r.text, at))
		command, lost := withoutBackslashes(command)
		c := readCommand(command)
		for _, flaw := range []string{commented, lost} {
			if flaw != "" {
				c.flaws = append(c.flaws, flaw)
			}
		}
		if shown := r.span(at, min(len(r.text), at+c.end)); wordProcessor().MatchString(r.original[shown.Start:shown.End]) {
			c.flaws = append(c.flaws, "it has quotes or dashes of a word processor, which a shell does not know")
		}
		if line, _ := r.line(r.lineOf(at)); promptOfCmd().MatchString(r.text[line:at]) && strings.Contains(command[:c.end], "'") {
			c.flaws = append(c.flaws, SingleQuotes)
		}
		r.looked += c.end
		d := curlDraft(c)
		d.url = r.resolved(d.url)
		if !d.plausible() || strings.HasPrefix(r.trimmedLine(r.lineOf(at)-1), "At line:") && cutCommand().MatchString(r.text[at:]) { // PowerShell's error shows its beginning
			return at + 4, false
		}
		form := CurlCommand
		if isInString(r.text, at) {
			form += " in a program's string"
		}
		a := d.artefact(form, Certain)
		a.Credentials = d.credentials(r.lineOf(at) + 1)
		r.add(a, at, at+max(c.end, 4))
		return at + max(c.end, 4), true
	})
}

// CurlCommand is the form of a curl command that no program's string holds.
const CurlCommand = "curl command"

// isInString reports whether a string of a program holds what stands at an offset, so that the
// program may fill in what is in braces.
func isInString(text string, at int) bool {
	before := text[max(0, at-maxCommand):at]
	quote := quoteBefore(text, at)
	return quote == '"' || quote == '\'' || strings.Count(before, `"""`)%2 == 1 || strings.Count(before, "'''")%2 == 1
}

// openedString is a quote that a program opens before a command, with the command's path or what runs
// it as another user.
var openedString = expression("(?:^|[^\\w\"'`])\\$?[fbrFBR]{0,2}([\"'`])(?:sudo |/[\\w/.-]*/)*$")

// quoteBefore is the quote in which the command at an offset stands, at its beginning; 0 where it
// stands in none.
func quoteBefore(text string, at int) byte {
	if m := openedString().FindStringSubmatch(text[max(0, at-maxName):at]); m != nil {
		return m[1][0]
	}
	return 0
}

// commandText is the text that a command at an offset can reach over: to the closing
// quote where it stands in quotes.
func commandText(text string, at int) string {
	command := text[at:]
	if quote := quoteBefore(text, at); quote != 0 {
		for i := 1; i < len(command) && i < maxCommand; i++ {
			if command[i] == quote && command[i-1] != '\\' {
				return command[:i]
			}
		}
	}
	command = command[:min(len(command), maxCommand)]
	if answer := answerBehind().FindStringIndex(command); answer != nil {
		command = command[:answer[0]]
	}
	return prompts.Replace(command)
}

// answerBehind is what a writer puts behind a command to tell what it answers.
var answerBehind = expression(`[ \t](?:=>|->|→) ?\{ ?["“'](?:reason|error|code|status)["”']`)

// prompts are what shells show before a line that goes on with a command. Blanks in their
// place keep every offset.
var prompts = strings.NewReplacer("\\\n> ", "\\\n  ", "`\n>> ", "`\n   ")

// furtherOption is a line that can only go on with the command of the line above it, or an address alone.
var furtherOption = expression(`^\n[ \t]*(?:(-(?:[XHudFbA] ?["'\w$]|-[a-z][a-z-]+[ =]))|https://[^\s"']+[ \t]*(?:\n|$))`)

// EndsAtComment is the flaw of a command with a comment among its lines.
const EndsAtComment = "a shell ends the command at the comment among its lines: nothing after it is sent"

// commentWithin is a command up to a comment behind a backslash or below one, and up to the option that follows.
var commentWithin = expression(`^((?:[^\n#]*\\\n)*[^\n#]*\\(?:[ \t]*\n[ \t]*|[ \t]+))((?:#[^\n]*\n[ \t]*)+)-`)

// withoutCommentWithin puts blanks in the place of such a comment, and returns the flaw that it is.
func withoutCommentWithin(command string) (joined, flaw string) {
	m := commentWithin().FindStringSubmatchIndex(command)
	if m == nil {
		return command, ""
	}
	return command[:m[4]] + strings.Repeat(" ", m[5]-m[4]) + command[m[5]:], EndsAtComment
}

// EndsAtLine is the flaw of a command of which one line lacks what the others end in.
const EndsAtLine = "a shell ends the command at the line end without a backslash, caret or backtick: nothing after it is sent"

// withoutBackslashes puts the lines of a command on one where a page lost the backslashes at their ends, or
// somebody forgot one, and returns the flaw that this is. Offsets stay.
func withoutBackslashes(command string) (joined, flaw string) {
	quotes, kept := 0, false
	for i := 0; ; i++ {
		end := strings.IndexByte(command[i:], '\n')
		if end < 0 {
			return command, flaw
		}
		quotes += strings.Count(command[i:i+end], "'")
		i += end
		m := furtherOption().FindStringSubmatch(command[i:])
		switch whole := strings.TrimRight(command[:i], " \t\n"); {
		case quotes%2 > 0: // the line end is in a string
		case m == nil && lastByte(whole) != '\\':
			return command, flaw
		case strings.IndexByte("\\^`", lastByte(whole)) >= 0:
			kept = true
		case m == nil || m[1] == "" && strings.Contains(whole, "://"):
		case kept || flaw == EndsAtLine:
			command, flaw = command[:i]+" "+command[i+1:], EndsAtLine
		default:
			command, flaw = command[:i]+" "+command[i+1:], "a shell ends the command at a line end without a backslash"
		}
	}
}

// beginsCurl reports whether the command's name stands at an offset, not a part of
// a word or the "curl:" of an error.
func beginsCurl(text string, at int) bool {
	if at > 0 && strings.IndexByte(" \t\n$(`|;&\"'/>%#", text[at-1]) < 0 {
		return false
	}
	rest := strings.TrimPrefix(text[at+4:], ".exe")
	if rest == "" || strings.IndexByte(" \t\\^", rest[0]) < 0 && !furtherOption().MatchString(rest[:min(len(rest), maxName)]) {
		return false
	}
	variable := strings.HasPrefix(strings.TrimLeft(rest, " "), "=")
	return !variable && strings.ContainsAny(rest[:min(len(rest), 160)], "-/$.{")
}

// curlValued are the short options of curl that take a value.
const curlValued = "XHudFAbcoekmyYzCDEKPQTtUwxr"

// curlLong are the long options that matter, with the short one that they mean;
// those that take a value of no interest have "o".
var curlLong = map[string]string{
	"request": "X", "header": "H", "user": "u", "data": "d", "data-raw": "d", "data-ascii": "d", "data-binary": "d",
	"form": "F", "form-string": "F", "data-urlencode": "urlencode", "json": "json", "url": "url", "get": "G", "head": "I",
	"oauth2-bearer": "bearer", "url-query": "query", "cookie": "o", "output": "o", "proxy": "o", "max-time": "o", "connect-timeout": "o",
	"user-agent": "o", "referer": "o", "write-out": "o", "cacert": "o", "cert": "o", "key": "o", "retry": "o", "resolve": "o",
	"dump-header": "o", "cookie-jar": "o", "config": "o", "retry-delay": "o", "interface": "o", "noproxy": "o", "tls-max": "o",
}

// curlReader goes through the words of a command.
type curlReader struct {
	draft
	words []string
	stdin string
	json  bool
	head  bool
}

func curlDraft(c command) draft {
	r := curlReader{stdin: c.stdin}
	r.flaws = c.flaws
	if len(c.words) > 1 {
		r.words = c.words[1:]
	}
	for len(r.words) > 0 {
		word := r.next()
		switch {
		case strings.HasPrefix(word, "--"):
			r.long(strings.TrimPrefix(word, "--"))
		case strings.HasPrefix(word, "-") && len(word) > 1:
			r.short(word[1:])
		case r.url == "" || !strings.Contains(r.url, "://") && strings.Contains(word, "://"): // the words of a header without quotes stand before it
			r.url = word
		case strings.HasPrefix(word, "&") || strings.HasPrefix(word, "?"):
			r.url += word
		}
	}
	r.finish()
	return r.draft
}

func (r *curlReader) next() string {
	if len(r.words) == 0 {
		return ""
	}
	word := r.words[0]
	r.words = r.words[1:]
	return word
}

func (r *curlReader) long(word string) {
	name, value, inline := strings.Cut(word, "=")
	meaning, known := curlLong[name]
	if !known { // a switch, or an option that curl does not have
		return
	}
	if !inline && meaning != "G" && meaning != "I" {
		value = r.next()
	}
	r.option(meaning, value)
}

// short reads joined options: "-sXPOST" is -s and -X POST.
func (r *curlReader) short(letters string) {
	for i := range len(letters) {
		letter := letters[i]
		if strings.IndexByte(curlValued, letter) < 0 {
			r.option(string(letter), "")
			continue
		}
		value := letters[i+1:]
		if value == "" {
			value = r.next()
		}
		r.option(string(letter), strings.TrimPrefix(value, "="))
		return
	}
}

func (r *curlReader) option(meaning, value string) {
	switch meaning {
	case "X":
		r.method = value
	case "H":
		r.header(value)
	case "u":
		r.user, r.hasUser = value, true
	case "bearer":
		r.setHeader("Authorization", "Bearer "+value)
	case "F":
		r.setHeader("Content-Type", "multipart/form-data")
		r.addData(value)
	case "d":
		r.addData(value)
	case "urlencode":
		name, text, pair := strings.Cut(value, "=")
		if !pair {
			name, text = "", value
		}
		r.data = append(r.data, strings.TrimPrefix(name+"="+url.QueryEscape(text), "="))
	case "query":
		r.url += separator(r.url) + value
	case "json":
		r.json = true
		r.addData(value)
	case "url":
		r.url = value
	case "G":
		r.inQuery = true
	case "I":
		r.head = true
	}
}

// addData adds the value of -d; "@-" is what stands in the here-document.
func (r *curlReader) addData(value string) {
	if value == "@-" {
		value = r.stdin
	}
	if strings.HasPrefix(strings.TrimSpace(value), "{") && !strings.HasPrefix(value, "{{") {
		r.body += value
		return
	}
	r.data = append(r.data, strings.ReplaceAll(value, "\n", ""))
}

// finish adds what curl adds by itself.
func (r *curlReader) finish() {
	r.url = strings.Trim(r.url, "'\"")
	switch {
	case r.json:
		r.setHeader("Content-Type", "application/json")
	case r.body != "" && !r.hasHeader("Content-Type"):
		r.setHeader("Content-Type", "application/x-www-form-urlencoded")
	}
	if r.method == "" && r.head {
		r.method = "HEAD"
	}
}

func (d *draft) hasHeader(name string) bool {
	return slices.ContainsFunc(d.headers, func(h flow.Field) bool { return strings.EqualFold(h.Name, name) })
}

func separator(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}
