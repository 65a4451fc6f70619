package recognize

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// calls are how programs send a request: what stands before the opening bracket, with
// the method that it means where there is one.
var calls = []struct{ name, method, form string }{
	{"fetch(", "", "fetch call"},
	{"axios.post(", "POST", "axios call"},
	{"axios.get(", "GET", "axios call"},
	{"axios(", "", "axios call"},
	{"axios.request(", "", "axios call"},
	{"requests.post(", "POST", "Python requests call"},
	{"requests.get(", "GET", "Python requests call"},
	{"httpx.post(", "POST", "Python httpx call"},
	{"session.post(", "POST", "Python requests call"},
	{"->post(", "POST", "PHP call"},
	{"Http::post(", "POST", "PHP call"},
	{"->request(", "", "Guzzle call"},
	{".post(", "POST", "call of a program"},
	{".get(", "GET", "call of a program"},
	{".post '", "POST", "call of a program"},
	{`.post "`, "POST", "call of a program"},
	{".get '", "GET", "call of a program"},
	{`.get "`, "GET", "call of a program"},
	{".request(", "", "call of a program"},
	{"Request(", "", "call of a program"},
	{"http.NewRequest(", "", goCall},
	{"http.PostForm(", "POST", goCall},
	{"http.Post(", "POST", goCall},
	{"new HttpRequestMessage(", "", csharpCall},
	{".PostAsync(", "POST", csharpCall},
	{".GetAsync(", "GET", csharpCall},
}

// Requests of Go and C# programs, which set headers in lines of their own.
const (
	goCall     = "Go request"
	csharpCall = "C# request"
)

// maxFilled is how much of a text is searched for what its calls send, in bytes.
const maxFilled = 128 << 10

// readCode finds the calls of programs that send a request, well enough for method,
// address, headers and body.
func readCode(r *reader) {
	filled := 0
	for _, call := range calls {
		r.tries(call.name, func(at int) (int, bool) {
			open := at + len(call.name)
			if at > 0 && isWordByte(r.text[at-1]) && isLetter(call.name[0]) || mockMarks().In(r.text[max(0, at-maxName):min(len(r.text), at+2*maxName)]) {
				return open, true
			}
			d, stop := draft{method: call.method, call: call.name}, len(r.text)
			if quote := open - 1; strings.IndexByte("'\"", r.text[quote]) >= 0 { // without brackets, as in Ruby
				open, stop = quote, r.statementEnd(quote)
			}
			code := r.textAround(at)
			end, ok := d.arguments(code[:stop], open)
			r.looked += end - open
			if !ok && call.form == goCall { // of a type of the program, such as url.Values{…}
				_, end = r.line(r.lineOf(at))
				d.data, ok = []string{"$body"}, d.url != ""
			}
			if !ok || !d.plausible() || !strings.Contains(d.url, "/") { // an address in a variable: readPrograms has the line with it
				return open, false
			}
			if program := (programReader{r}); strings.HasPrefix(d.url, "/") {
				d.url = program.base(at, end) + d.url
			}
			d.authenticateBefore(call.form, code[max(0, at-maxName):at], r.codeAbove(at))
			d.settle(code[max(0, at-2*maxName):at])
			if program := (programReader{r}).around(at, end); filled < maxFilled {
				filled += len(program)
				d.fill(program)
			} else {
				d.authenticated()
			}
			chain, _, _ := strings.Cut(r.text[end:min(len(r.text), end+maxBare)], ";")
			if len(d.data) == 0 && d.body == "" && (call.form == csharpCall || bodyInChain().MatchString(chain)) {
				d.data = []string{"$content"} // set in a line of its own, or by another call
			}
			r.add(d.artefact(call.form, Likely), at, end)
			return end, true
		})
	}
}

// statementEnd is where a statement that an offset is in ends: with its line, or with the first below that
// does not end in a sign after which it goes on.
func (r *reader) statementEnd(at int) int {
	n := r.lineOf(at)
	for n+1 < len(r.lines) && strings.IndexByte(",({[\\", lastByte(r.trimmedLine(n))) >= 0 {
		n++
	}
	_, end := r.line(n)
	return end
}

// lastByte is the last byte of a text; 0 of an empty one.
func lastByte(text string) byte {
	if text == "" {
		return 0
	}
	return text[len(text)-1]
}

// bearerSet is how a program gives a client a token for all of its requests.
var bearerSet = expression(`(?i)\bauthorization\b.*\bbearer\b`)

// bodyInChain is a call behind that of a request that gives it a body in a variable.
var bodyInChain = expression(`^(?:\s*\.\w+\((?:[^()]|\([^()]*\))*\))*?\s*\.(?:form|body|send|json|data|payload|bodyValue|setBody|fields)\(\s*&?[A-Za-z_$]`)

// authenticateBefore takes the credentials that were set before a call: in the chain of calls that it ends, on
// the line above it, or when its client was made.
func (d *draft) authenticateBefore(form, before, above string) {
	switch ofClient := strings.HasPrefix(d.call, ".") || form == goCall || form == csharpCall; {
	case strings.Contains(before, "withToken("):
		d.setHeader("Authorization", "Bearer $token")
	case ofClient, holdsAny(before, []string{"withBasicAuth(", "withHeaders(", ".auth("}):
		d.authenticatedAbove(above)
	}
}

// authenticatedAbove takes the credentials that the line above a request gives its client.
func (d *draft) authenticatedAbove(line string) {
	if bearerSet().MatchString(line) && !d.hasHeader("Authorization") {
		d.setHeader("Authorization", "Bearer $token")
	}
	d.authenticated()
}

// ObjectAsText is what JavaScript makes of an object that it needs as text.
const ObjectAsText = "[object Object]"

// makesJSON reports whether a client sends an object as JSON by itself: axios, and Laravel's where
// nothing before the call makes a form of it.
func makesJSON(call, before string) bool {
	_, chain, laravel := strings.Cut(before[strings.LastIndexByte(before, ';')+1:]+call, "Http::")
	return strings.HasPrefix(call, "axios") || laravel && !holdsAny(chain, []string{"asForm(", "asMultipart("})
}

// settle decides what becomes of a body that is an object: axios and Laravel send JSON where nothing
// says that it is a form, any other client sends what it is given.
func (d *draft) settle(before string) {
	if d.call == "fetch(" && d.method == "" && d.written {
		d.method = http.MethodGet
	}
	switch {
	case d.object == nil:
	case makesJSON(d.call, before) && len(d.object.members) > 0 && !strings.Contains(headerOf(d.headers, "Content-Type"), "form"):
		d.body = string(d.object.body())
	case d.call == "fetch(" && len(d.object.members) > 0:
		d.body = ObjectAsText
	default:
		d.data = append(d.data, encodeMembers(d.object))
	}
}

// maxArguments is how many arguments of a call are read.
const maxArguments = 12

// arguments reads the arguments of a call: an address, objects, and named ones.
func (d *draft) arguments(text string, at int) (end int, ok bool) {
	text = withoutDict(text[:min(len(text), at+maxCommand)], at)
	r := objectReader{text: text, at: at}
	for n := 0; n < maxArguments && r.at < len(text); n++ {
		r.blanks()
		if r.at >= len(text) {
			break
		}
		if c := text[r.at]; c == ')' {
			return r.at + 1, true
		} else if c == ',' {
			r.at++
			continue
		}
		start := r.at
		var m member
		if name, named := r.name(); named && strings.IndexByte("\"'`", text[start]) < 0 && r.separator() {
			m.name = name
		} else {
			r.at = start
		}
		r.mark, r.bare = 0, false // of the name that was tried
		r.blanks()
		if m.name == "auth" && d.tuple(&r) {
			continue
		}
		if r.at >= len(text) || !r.value(&m, true, 0) && m.text == "" && m.object == nil {
			return r.at, false
		}
		if plain, _, last := strings.Cut(m.text, ")"); last && !m.quoted && m.object == nil && !strings.Contains(plain, "(") { // nil) at the end of a line
			m.text = plain
			d.argument(m, n)
			return r.at, true
		}
		d.argument(m, n)
	}
	return r.at, d.url != ""
}

// withoutDict writes Python's dict(a=b) from an offset on as an object, {a=b}, at the same offsets.
func withoutDict(text string, at int) string {
	const call = "dict("
	row := strings.ReplaceAll(text, "\n", " ") // an expression ends with its row
	for range maxArguments {
		i := strings.Index(text[at:], call)
		if i < 0 {
			break
		}
		at += i + len(call)
		end := at
		for next := expressionEnd(row[end:]); next >= 0; next = expressionEnd(row[end:]) {
			if end += next; row[end] != ',' {
				break
			}
			end++
		}
		if end == len(row) || row[end] != ')' {
			break
		}
		text = text[:at-len(call)] + "    {" + text[at:end] + "}" + text[end+1:]
	}
	return text
}

func (d *draft) argument(m member, place int) {
	switch {
	case m.name != "":
		d.optionOf(m)
	case m.object != nil && d.url != "" && place > 0 && hasHeaders(m.object) && strings.HasPrefix(d.call, "axios"):
		d.unauthorized = true
		d.flaws = append(d.flaws, "axios only sends headers from its headers option: this one is outside it")
	case m.object != nil && d.url != "" && place == 2 && d.call == "axios.post(" && d.isOptions(m.object):
		d.unauthorized = true
		d.flaws = append(d.flaws, "axios.post takes the body second and the options third: these options are sent as the body")
		d.body = string(m.object.body())
	case m.object != nil && d.url != "" && place > 0 && hasHeaders(m.object):
		d.headersOf(m.object)
	case m.object != nil && d.url != "" && place > 0 && !d.isOptions(m.object):
		d.bodyOf(m, false)
	case m.object != nil:
		d.written = !slices.ContainsFunc(m.object.members, func(option member) bool { return option.name == "" || strings.HasPrefix(option.name, ".") })
		for _, option := range m.object.members {
			d.optionOf(option)
		}
	case d.url == "" && isMethod(m.text) && (m.quoted || m.text == strings.ToUpper(m.text)):
		d.method = m.text
	case d.url == "" && !m.quoted && methodConstant().MatchString(m.text):
		d.method = strings.ToUpper(methodConstant().FindStringSubmatch(m.text)[1])
	case d.url == "":
		d.url = cmp.Or(addressInside().Group(m.text), m.text)
	case m.quoted && strings.Contains(m.text, "="):
		d.data = append(d.data, m.text)
	case !m.quoted && place > 0 && m.text != "nil" && m.text != "null" && m.text != "None":
		d.data = append(d.data, "$"+m.text) // a variable, or what a call returns
	}
}

// methodConstant is the name that C# or Go has for a method.
var methodConstant = expression(`^(?:HttpMethod\.|http\.Method)(\w+)$`)

// addressInside is the address that a program makes an object of: Uri.parse('https://…').
var addressInside = expression(`\(["'](https?://[^"']+)["']\)`)

// hasHeaders reports whether an object of a call holds the headers themselves.
func hasHeaders(o *object) bool {
	return slices.ContainsFunc(o.members, func(m member) bool { return strings.EqualFold(m.name, "Authorization") })
}

// headersOf reads the headers that an object of a call holds.
func (d *draft) headersOf(o *object) {
	for _, h := range o.members {
		d.setHeader(h.name, h.sent())
	}
}

// isOptions reports whether an object holds a client's options and not the fields of
// a body.
func (d *draft) isOptions(o *object) bool {
	return slices.ContainsFunc(o.members, func(m member) bool {
		return slices.Contains([]string{"headers", "method", "body", "params", "form_params", "auth", "json", "mode", "query", "credentials", "form"}, m.name)
	})
}

// optionOf reads one option of a client, by the names that clients give them.
func (d *draft) optionOf(m member) {
	switch strings.ToLower(m.name) {
	case "method", "type":
		d.method = m.text
	case "url", "uri":
		d.url = m.text
	case "headers":
		if m.object == nil { // a variable
			d.authenticated()
			return
		}
		d.headersOf(m.object)
	case "body", "data", "form_params", "form":
		d.bodyOf(m, false)
	case "payload": // of Apps Script, which makes a form of an object
		if m.object != nil && m.text == "" {
			d.data = append(d.data, encodeMembers(m.object))
			return
		}
		d.bodyOf(m, false)
	case "json":
		d.bodyOf(m, true)
	case "params", "query":
		if m.object != nil {
			d.url += separator(d.url) + encodeMembers(m.object)
		} else {
			d.url += separator(d.url) + "$" + m.text // a variable
		}
	case "auth", "basic_auth", "basicauth":
		d.authOf(m)
	case "username", "password": // got's options
		d.authenticated()
	}
}

// bodyOf reads a body: a string as it is, JSON where the program makes it so, else a
// form.
func (d *draft) bodyOf(m member, json bool) {
	switch {
	case m.object != nil && (json || strings.Contains(m.text, "JSON") || strings.Contains(m.text, "json") || strings.Contains(headerOf(d.headers, "Content-Type"), "json")):
		d.body = string(m.object.body())
		if !d.hasHeader("Content-Type") && json {
			d.setHeader("Content-Type", "application/json")
		}
	case m.object != nil && m.text == "":
		d.object = m.object
	case m.object != nil:
		d.data = append(d.data, encodeMembers(m.object))
	case strings.HasPrefix(strings.TrimSpace(m.text), "{"):
		d.body = m.text
	case m.quoted:
		d.data = append(d.data, m.text)
	case strings.Contains(strings.ToLower(m.text), "json"): // of a variable
		d.body = m.text
	case m.text != "" && !m.isNothing() && d.object == nil:
		d.data = append(d.data, "$"+m.text)
	}
}

// authOf reads {username, password}, a pair in a list, or HTTPBasicAuth(…).
func (d *draft) authOf(m member) {
	if m.object == nil || len(m.object.members) < 2 {
		d.authenticated()
		return
	}
	d.user, d.hasUser = m.object.members[0].sent()+":"+m.object.members[1].sent(), true
}

// basicTuple is how Python's clients take ID and secret, as strings or variables: ("…", "…"),
// HTTPBasicAuth(id, secret).
var basicTuple = expression(`^(?:[\w.]*[Bb]asic\w*)?\(\s*((?:[^,()\n]|\([^()\n]*\))+?)\s*,\s*((?:[^,()\n]|\([^()\n]*\))+?)\s*,?\s*\)`)

// tuple reads such a pair.
func (d *draft) tuple(r *objectReader) bool {
	m := basicTuple().FindStringSubmatch(r.text[r.at:min(len(r.text), r.at+2*maxName)])
	if m == nil {
		return false
	}
	d.user, d.hasUser = inQuotes(m[1])+":"+inQuotes(m[2]), true
	r.at += len(m[0])
	return true
}

// inQuotes is the text of a string; a variable for any other expression.
func inQuotes(expression string) string {
	if last := len(expression) - 1; last > 0 && strings.IndexByte("\"'", expression[0]) >= 0 && expression[last] == expression[0] {
		return expression[1:last]
	}
	return HiddenCredentials
}

func encodeMembers(o *object) string {
	parts := make([]string, 0, len(o.members))
	for _, m := range o.members {
		parts = append(parts, url.QueryEscape(m.name)+"="+url.QueryEscape(m.sent()))
	}
	return strings.Join(parts, "&")
}
