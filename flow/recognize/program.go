package recognize

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"zoauth/flow"
)

// maxAround is how many lines above and below a request belong to it at most, and maxProgram
// how many bytes.
const (
	maxAround  = 32
	maxProgram = 2 << 10
)

// ProgramRequest is the form of a request that a program makes in lines of its own.
const ProgramRequest = "request of a program"

// programReader reads what a program says about its request in lines of their own. It needs
// to know no language and no client: the parameters have the names of OAuth in all of them.
type programReader struct{ *reader }

// readPrograms finds the requests to Zoom's token endpoint that programs make in a way that
// none of the calls has, and the authorize URLs that they put together.
func readPrograms(r *reader) {
	p := programReader{r}
	r.amid = true
	defer func() { r.amid = false }()
	p.readAPICalls()
	for _, path := range []string{"/token", "/revoke"} {
		r.tries(path, func(at int) (int, bool) {
			start, end, ok := p.address(at)
			if !ok || !strings.Contains(p.joined(start, end), "/oauth"+path) {
				return at + len(path), false
			}
			around := p.around(start, end)
			if path == "/revoke" { // it sends a token and little else: what stands farther away is of other requests
				around = p.near(start, end)
			}
			r.looked += len(around)
			d := draft{method: cmp.Or(p.methodOfCall(start, end, around), methodIn(around, "POST")), url: p.joined(start, end)}
			d.authenticatedAbove(r.codeAbove(start)) // by a client that was made before, where nothing else is said
			d.fill(around)
			if grantAlone().MatchString(strings.Join(d.data, "&")) { // a setting: the rest is added elsewhere
				d.data = append(d.data, "$parameters")
			}
			authenticates := strings.Contains(headerOf(d.headers, "Content-Type"), "form") && programCredentials().MatchString(around)
			if len(d.data) == 0 && d.hasHeader("Content-Type") && (authenticates || strings.Contains(around, "grant_type")) && !strings.Contains(d.url, "grant_type=") {
				d.data = []string{"$body"}
			}
			if len(d.data) == 0 && d.body == "" && !strings.Contains(d.url, "grant_type=") && !strings.Contains(d.url, "response_type=") {
				return end, false
			}
			r.add(Artefact{Kind: Request, Form: ProgramRequest, Certainty: Likely, Flaws: d.flaws, Trace: pastedRequest(d.request())}, start, end)
			return end, true
		})
	}
	p.readUnaddressed()
	r.tries("/authorize", func(at int) (int, bool) {
		start, end, ok := p.address(at)
		if !ok {
			return at + len("/authorize"), false
		}
		literal, d := r.text[start:end], draft{method: "GET", url: p.joined(start, end)}
		if d.url == literal || joinedTo(r.text, end) == "" && !strings.Contains(literal, "?") { // an address as any other, or a setting
			return end, false
		}
		if !strings.Contains(d.url, "=") {
			around := p.around(start, end)
			r.looked += len(around)
			d.url += "?" + parametersIn(around, "response_type")
		}
		if !strings.Contains(d.url, "=") {
			return end, false
		}
		r.add(Artefact{Kind: Request, Form: AuthorizeURL, Certainty: Likely, Trace: pastedRequest(d.request())}, start, end)
		return end, true
	})
}

// clientInJSON is a body in JSON that a program makes of the client's credentials.
var clientInJSON = expression(`(?is)\bjson[._](?:marshal|stringify|dumps|encode)\w*\(.{0,200}?client_?secret`)

// joined is the address between two offsets, with what the program joins to it and a variable
// for each value that it puts in.
func (r programReader) joined(start, end int) string {
	address, query, _ := strings.Cut(r.text[start:end]+joinedTo(r.text, end), "?")
	address, _, _ = strings.Cut(address, "${")
	if strings.HasPrefix(address, "/") {
		address = r.base(start, end) + address
	}
	if query = filled(query); query == "" {
		return address
	}
	return address + "?" + query
}

// address returns the bounds of the address in quotes that holds an offset: Zoom's, or a path
// in a text that has Zoom's host in quotes too.
func (r programReader) address(at int) (start, end int, ok bool) {
	from, to := r.line(r.lineOf(at))
	start = from + strings.LastIndexAny(r.text[from:at], "\"'`") + 1
	if m := addressOfSetting().FindStringSubmatchIndex(r.text[from:to]); start == from && m != nil {
		start, end = from+m[2], from+m[3]
		return start, end, IsZoomHost(hostOf(r.text[start:end]))
	}
	if line := r.text[from:to]; start == from || r.isCommented(at) || corsWords().In(line) || transportWords().In(line) {
		return 0, 0, false
	}
	literal, _, closed := strings.Cut(r.text[start:to], r.text[start-1:start])
	if !closed {
		return 0, 0, false
	}
	end = start + len(strings.TrimRight(literal, `\`))
	if strings.HasPrefix(literal, redirectHeader) {
		start += len(redirectHeader)
	}
	address := r.text[start:end]
	path := strings.HasPrefix(address, "/") && r.base(start, end) != ""
	return start, end, path || IsZoomHost(hostOf(address)) && strings.HasPrefix(address, "http")
}

// redirectHeader is what a program writes before an address to which it sends the browser.
const redirectHeader = "Location: "

// addressOfSetting is an address as YAML has it, without quotes, perhaps with holes of a template.
var addressOfSetting = expression(`^\s*ur[li]:\s*(https://(?:[^\s{]|\{[^\s{}]*\}|\{\{[^{}\n]*\}\})+)\s*$`)

// baseInQuotes is an address of Zoom's that a program's client puts before the paths that it asks for.
var baseInQuotes = expression("[\"'`](?:https://)?((?:api\\.)?zoom\\.us(?:/oauth|/v2)?)/?[\"'`]")

// base is that address for a path between two offsets; "" where the program has none, or one that ends as the
// path begins.
func (r programReader) base(start, end int) string {
	m := baseInQuotes().FindStringSubmatch(r.around(start, end))
	if m == nil {
		return ""
	}
	host, path, _ := strings.Cut(m[1], "/")
	if path != "" && !strings.HasPrefix(r.text[start:], "/"+path) {
		return "https://" + host + "/" + path
	}
	return "https://" + host
}

// around is the part of a program that stands around a request: up to another request, to
// what becomes of its response, to what is no program any more, and to what was understood
// already.
func (r programReader) around(start, end int) string {
	first, last := r.lineOf(start), r.lineOf(max(start, end-1))
	from, to := first, last
	for from > 0 && first-from < maxAround && start-r.lines[from] < maxProgram && r.belongs(from-1) {
		from--
	}
	for to+1 < len(r.lines) && to-last < maxAround && r.lines[to]-end < maxProgram && r.belongs(to+1) {
		to++
	}
	begin, _ := r.line(from)
	_, stop := r.line(to)
	return r.textAround(start)[max(begin, start-maxProgram):min(stop, end+maxProgram)]
}

// belongs reports whether a line may belong to a request next to it.
func (r programReader) belongs(n int) bool {
	start, end := r.line(n)
	line := strings.ReplaceAll(r.text[start:end], "access_token(", "") // of a function that gets it
	return (!r.claimed[n] || r.holdsCredentials(start, end)) && len(line) <= maxAddress && !holdsPrefix(line, []string{"```", "{\"", "HTTP/"}) && !holdsAny(line, []string{"/oauth/token", "/v2/", "Bearer", "access_token"})
}

// holdsCredentials reports whether what was read between two offsets is an app's values, which a
// program may have written out.
func (r programReader) holdsCredentials(start, end int) bool {
	return slices.ContainsFunc(r.found, func(a Artefact) bool { return a.Kind == Credentials && a.start < end && start < a.end })
}

// fill takes what a request to Zoom does not say itself from the program around it.
func (d *draft) fill(program string) {
	if host := hostOf(d.url); host != "" && !IsZoomHost(host) && !IsVariable(host) {
		return
	}
	if jsonInString().MatchString(program) {
		program = strings.ReplaceAll(program, `\"`, `"`)
	}
	if strings.Contains(d.url, "/oauth/") && !strings.Contains(d.url, "grant_type=") && !d.hasGrant() {
		leading := "grant_type"
		if strings.Contains(d.url, "/oauth/revoke") {
			leading = "token"
		}
		if form := parametersIn(program, leading); form != "" {
			d.data = []string{form}
		}
	}
	if d.user == HiddenCredentials+":"+HiddenCredentials && strings.Contains(strings.Join(d.data, "&"), "client_secret=") && !programCredentials().MatchString(program) { // a client was not made with them
		d.user, d.hasUser = "", false
	}
	if !d.hasGrant() && d.object == nil && strings.Contains(d.url, "/oauth/") && clientInJSON().MatchString(program) {
		d.body = `{"client_id":"$client_id","client_secret":"$client_secret"}`
	}
	d.encodeBytes(program)
	if (d.user == "" || strings.HasPrefix(d.user, "$")) && !d.unauthorized && !d.hasHeader("Authorization") {
		d.fillCredentials(program)
	}
	if sendsArray(program) && strings.Contains(d.url, "/oauth/") {
		d.flaws = append(d.flaws, "PHP sends an array as multipart/form-data: http_build_query makes a form of it")
		d.setHeader("Content-Type", "multipart/form-data")
	}
	switch m := contentType().FindStringSubmatch(program); {
	case d.hasHeader("Content-Type"):
	case m != nil:
		d.setHeader("Content-Type", m[1]+m[2])
	case strings.Contains(d.url, "/oauth/") && (jsonInString().MatchString(program) || sendsJSON().MatchString(program) || sendsObject().MatchString(program) && !strings.Contains(program, "form")):
		d.setHeader("Content-Type", "application/json")
	}
}

func (d *draft) hasGrant() bool {
	return d.body != "" || strings.Contains(strings.Join(d.data, "&"), "grant_type=")
}

// programCredentials are the signs of Basic authentication in a program, basicValue is the
// header's value where it is written out, and sendsJSON and sendsObject are how clients make JSON of a
// body without naming its type as a header; the latter where nothing says that it is a form.
var (
	programCredentials = expression(`(?i)\bbasic\b|basic_?auth|authenticat|\bauth\b|authorization["'\])]*\s*(?:=>|[:=,])|CURLOPT_USERPWD`)
	basicValue         = expression(`(?i)["'` + "`" + `]?basic (<[\w :.-]+>|[\w+/:.-]{16,}={0,2})["'` + "`" + `]`)
	basicInString      = expression(`(?i)["'` + "`" + `](?:authorization:\s*)?basic (` + encodingCall + `[^"'` + "`" + `\n]*)`)
	unencodedBasic     = expression("(?i)[\"'`]basic[\"'`]\\s*,\\s*[$@f]{0,2}[\"'`]\\S+\\}:\\$?\\{|[\"'`](?:authorization: )?basic [\"'`]\\s*[+.]\\s*(?:[\\w$.\\[\\]\"'>-]|\\([^()]*\\))+\\s*[+.]\\s*[\"'`]:[\"'`]\\s*[+.]")
	unspacedScheme     = expression("(?i)[\"'`](?:authorization:\\s*)?(basic|bearer)[\"'`]\\s*(?:[+.&*~]|<>)\\s*[$\\w]")
	contentType        = expression(`(?i)content-?type["'\])]*\s*(?:=>|[:=,])\s*["']?(application/[\w-]+)|["'](application/[\w-]+)["'], forHTTPHeaderField: "content-type"`)
	sendsObject        = expression(`\.send\(\{\s*["']?grant_type`)
	sendsJSON          = expression(`\.json\(&|PostAsJson|JsonContent\.Create|StringContent\([^;]{0,200}application/json|(?i:contenttype)\(MediaType\.APPLICATION_JSON|MediaType\.parse\("application/json|POSTFIELDS,\s*json_encode|JSONSerialization\.data|\bjson: ?%\{|\breq_body_json\(`)
)

// jsonInString is a body that a program has as JSON in a string.
var jsonInString = expression("[\"'`]\\{\\s*(?:\\\\[nrt]\\s*)*\\\\?\"grant_type\\\\?\"")

// bodyOfCurl is the body that PHP's curl is given.
var bodyOfCurl = expression(`CURLOPT_POSTFIELDS\s*(?:,|=>)\s*(\[|array\(|\$\w+)`)

// sendsArray reports whether that body is an array, itself or in a variable.
func sendsArray(program string) bool {
	m := bodyOfCurl().FindStringSubmatch(program)
	if m == nil || m[1][0] != '$' {
		return m != nil
	}
	i := strings.LastIndex(program, m[1]+" = ")
	return i >= 0 && holdsPrefix(program[i+len(m[1]+" = "):], []string{"[", "array("})
}

// bytesOfPython is a variable with what b64encode returns in Python.
var bytesOfPython = expression(`(?m)^[ \t]*(\w+)\s*=\s*(?:base64\.)?(?:urlsafe_|standard_)?b64encode\(`)

// BytesInText is what stands for the credentials in a header into which Python wrote bytes without decoding them.
const BytesInText = "b'$bytes'"

// encodeBytes writes a header of Basic as Python does that has such a variable as it is.
func (d *draft) encodeBytes(program string) {
	for _, m := range bytesOfPython().FindAllStringSubmatchIndex(program, 4) {
		name, call := program[m[2]:m[3]], program[m[1]:]
		closing := max(0, scan(call, func(i, open int) bool { return open == 0 && call[i] == ')' }))
		expression, _, _ := strings.Cut(call[closing:], "\n")
		if strings.Contains(call[:closing]+expression, ".decode(") || strings.Contains(program, name+".decode(") {
			continue
		}
		for line := range strings.SplitSeq(program, "\n") {
			if _, after, found := strings.Cut(line, "Basic "); found && slices.Contains(strings.FieldsFunc(after, func(c rune) bool { return c > 'z' || !isWordByte(byte(c)) }), name) {
				d.headers = slices.DeleteFunc(d.headers, func(h flow.Field) bool { return strings.EqualFold(h.Name, "Authorization") })
				d.hasUser = false
				d.setHeader("Authorization", "Basic "+BytesInText)
			}
		}
	}
}

func (d *draft) fillCredentials(program string) {
	if m := basicInString().FindStringSubmatch(program); m != nil {
		d.hasUser = false
		d.setHeader("Authorization", "Basic "+m[1])
	} else if m := basicValue().FindStringSubmatch(program); m != nil {
		d.hasUser = false
		d.setHeader("Authorization", "Basic "+m[1])
	} else if unencodedBasic().MatchString(program) {
		d.hasUser = false
		d.setHeader("Authorization", "Basic ${id}:${secret}")
	} else if m := unspacedScheme().FindStringSubmatch(program); m != nil {
		d.hasUser = false
		d.setHeader("Authorization", m[1]+"${credentials}")
	} else if programCredentials().MatchString(program) {
		d.authenticated()
	}
}

// methodOfCall is the method of a call whose first argument is an address, and assignedTo the
// variable that an address is assigned to.
var (
	methodOfCall = expression(`(?i)(?:->|\.|_)(get|post|put|patch|delete)(?:async|forobject|forentity|json|fromjsonasync|stringasync)?(?:<\w+>)?\(\s*[$@fru]*["'` + "`" + `]$`)
	assignedTo   = expression(`(\$?\b[A-Za-z_]\w*)\s*:?=\s*[$@fru]*["'` + "`" + `]$`)
)

// methodOfCall is the method of the call to which an address between two offsets belongs: the program
// may give it the address in a variable, to the first call behind it where there is one.
func (r programReader) methodOfCall(start, end int, program string) string {
	before := r.text[max(0, start-maxName):start]
	if m := methodOfCall().FindStringSubmatch(before); m != nil {
		return strings.ToUpper(m[1])
	}
	m := assignedTo().FindStringSubmatch(before)
	if m == nil {
		return ""
	}
	call := regexp.MustCompile(`(?:\.|->)(get|post|put|patch|delete)\(` + regexp.QuoteMeta(m[1]) + `,`)
	for _, text := range []string{r.text[end:min(len(r.text), end+maxProgram)], program} {
		if m := call.FindStringSubmatch(text); m != nil {
			return strings.ToUpper(m[1])
		}
	}
	return ""
}

// programMethod is where a program names the method of its request.
var programMethod = expression(`(?i)(?:\b|_)(?:method|type|httpMethod|CUSTOMREQUEST)["']?\s*(?:=>|[:=,])\s*["']?(get|post|put|patch|delete)\b|CURLOPT_(POST)\b|(?:\(|\.open )["'](GET|POST)["']|(?:\bMethod\.|::)(Get|Post)\b`)

// methodIn is the method that a program names; the usual one where it names none.
func methodIn(program, usual string) string {
	method := usual
	for _, m := range programMethod().FindAllStringSubmatch(program, -1) {
		if method = strings.ToUpper(m[1] + m[2] + m[3] + m[4]); method == "POST" {
			break
		}
	}
	return method
}
