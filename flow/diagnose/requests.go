package diagnose

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// asked is a request that was recognised in a text, as the checks read it; of a token alone, where it stands and when
// it is read.
type asked struct {
	flow.Request
	artefact *recognize.Artefact
	host     string
	path     string
	now      time.Time

	beside  Beside
	alone   bool   // the text has nothing else
	refusal string // the reason by which its response refuses it, in lower case
}

// check looks for one mistake in a request or a token; id names the rule that explains it. Wrong
// returns what shows it, and the word of the text that it is about.
type check struct {
	id        string
	name      string // what is checked, for a request without a mistake
	unsettled bool   // Zoom may accept it, as far as docs/zoom.md knows
	ofAddress bool   // the address of a request shows it, whatever else is sent
	wrong     func(asked) (evidence, word string)
}

// request says what a request is and what is wrong with it, which its response refuses for a reason or for none.
func (x *explainer) request(a *recognize.Artefact, refusal string) {
	r := asked{Request: a.Trace.Request, artefact: a, refusal: refusal, now: x.here.Now, beside: x.beside, alone: a.Span.Start == 0 && a.Span.End == x.end && a.Lines == a.Text}
	r.host, r.path = splitAddress(r.URL)
	if r.isOfOther() {
		return
	}
	refused := a.HasResponse() && a.Trace.Response.Status >= http.StatusBadRequest
	x.harmless = x.harmless || !refused && (r.alone || r.Step != flow.StepAuthorize || len(r.Query) > 0) // of the page's bare address, nothing is checked
	first := ""
	if a.Kind == recognize.Exchange {
		first = r.host + r.path
	}
	x.note(lineAsked(a, first) + r.what())
	for _, flaw := range a.Flaws {
		if flaw != recognize.EndsAtLine && flaw != recognize.SingleQuotes && flaw != recognize.EndsAtComment && (!strings.HasPrefix(flaw, recognize.KeepsVariable) || !r.inVain()) { // else a check says it
			x.note(lineAsked(a, "") + flaw)
		}
	}
	if r.isToken() && r.value("grant_type") == "client_credentials" {
		x.note(ofAppItself)
	}
	for _, secret := range r.Secrets() {
		if _, err := flow.DecodeToken(secret); err == nil {
			x.note(strings.Join(tokenNotes(secret, x.here.Now), "; "))
		}
	}
	x.run(r.checks(), r)
	x.secretInBody(a)
}

// run looks for the mistakes of the checks. It keeps the names of those that find none.
func (x *explainer) run(checks []check, r asked) {
	a := r.artefact
	for _, c := range checks {
		evidence, word := c.wrong(r)
		if evidence == "" {
			if !slices.Contains(x.checked, c.name) && c.isChecked(r) {
				x.checked = append(x.checked, c.name)
			}
			continue
		}
		at := lineAsked(a, word)
		if word == "redirect_uri" && r.redirect() != r.value(word) {
			at = "line " + itoa(x.beside.RedirectLine) + ": "
		}
		f, ok := findingOf(c.id, a, at+evidence)
		if !ok {
			continue
		}
		f.about = word
		if x.beside.Refused && a.HasRequest() && word == "" && !a.HasResponseBody() { // what it lacks says less than Zoom's words to another
			f.proof = outweighed
		}
		if c.unsettled || r.isHidden() && !a.Provider.IsZoom() {
			f.Likelihood = Possible
		}
		x.add(f)
	}
}

// isOfOther reports whether the request is of a server of which nothing is Zoom's: neither its host nor its
// path, or a grant that Zoom has not.
func (r asked) isOfOther() bool {
	grant := r.value("grant_type")
	alien := r.Step == "" || given(grant) && !slices.Contains(grantTypes, grant)
	return alien && r.host != "" && !recognize.IsVariable(r.host) && !r.artefact.Provider.IsZoom()
}

// checks are those that fit the kind of request.
func (r asked) checks() []check {
	switch {
	case r.artefact.Form == recognize.AddressAlone:
		return slices.Concat(consentChecks, commonChecks, slices.DeleteFunc(slices.Clone(tokenEndpointChecks), func(c check) bool { return !c.ofAddress }))
	case r.isToken():
		return slices.Concat(consentChecks, commonChecks, tokenEndpointChecks, cutChecks)
	case r.Step == flow.StepAuthorize && !r.isMisdirected():
		return slices.Concat(commonChecks, authorizeChecks)
	case strings.HasPrefix(r.path, "/v2/"):
		return slices.Concat(commonChecks, apiChecks, cutChecks)
	case r.Step == flow.StepDevice && r.Method == "POST":
		return slices.Concat(commonChecks, deviceChecks)
	}
	return commonChecks
}

// what names the request without its secrets.
func (r asked) what() string {
	text := r.host + r.path
	if r.isHidden() {
		text = "an address in a variable"
	}
	if r.Method != http.MethodGet || !isReported(r) && r.artefact.Form != recognize.ProgramRequest || strings.Contains(strings.ToUpper(r.artefact.Lines), r.Method) { // else nothing says it
		text = r.Method + " " + text
	}
	if grant := r.value("grant_type"); grant != "" {
		text += ", grant " + grantAlone(grant)
	}
	return text
}

// grantAlone is a grant type without what a form that was written wrongly has behind it, which may be a
// secret (S4).
func grantAlone(value string) string {
	end := strings.IndexAny(value+",", ",;&=? ")
	return value[:end]
}

func (r asked) isToken() bool {
	return strings.HasSuffix(r.path, "/oauth/token") || strings.HasSuffix(r.path, "/oauth/revoke") || r.isHidden() && r.path == "" && r.value("grant_type") != ""
}

// isHidden reports whether a variable holds the host, and the text does not say which it is.
func (r asked) isHidden() bool {
	return recognize.IsVariable(r.host) && (r.path == "" || r.host == recognize.HiddenAddress)
}

// splitAddress parts an address into host and path.
func splitAddress(address string) (host, path string) {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	i := strings.IndexByte(address, '/')
	if i < 0 {
		return strings.ToLower(address), ""
	}
	return strings.ToLower(address[:i]), address[i:]
}

// field returns the first parameter of a name in form, query or JSON body, and whether
// it is there.
func (r asked) field(name string) (string, bool) {
	return fieldOf(slices.Concat(r.Form, r.Query, recognize.BodyFields(r.Request)), func(own string) bool { return own == name })
}

func (r asked) value(name string) string {
	v, _ := r.field(name)
	return v
}

// redirect is the request's redirect_uri, or the only one of the text where a variable stands in its place.
func (r asked) redirect() string {
	v := r.value("redirect_uri")
	if recognize.IsVariable(v) {
		return cmp.Or(r.beside.Redirect, v)
	}
	return v
}

func (r asked) inQuery(name string) bool {
	return slices.ContainsFunc(r.Query, func(f flow.Field) bool { return f.Name == name })
}

// header returns a header that is not what it should be, or has no place of its own.
func (r asked) header(name string) (string, bool) {
	return headerOf(r.Request, name)
}

// given reports whether a value is there and is itself, not a variable of a program or what a
// program makes of one without a value.
func given(value string) bool {
	return value != "" && !recognize.IsVariable(value) && !flow.IsNoValue(value)
}

// filled are what a request has values for: its parameters and its credentials.
func (r asked) filled() []flow.Field {
	return slices.Concat([]flow.Field{{Name: "client ID", Plain: r.Auth.ClientID}, {Name: "client secret", Secret: r.Auth.Secret}}, r.Query, r.Form)
}

// commonChecks are about every request to Zoom.
var commonChecks = []check{
	{id: "request-placeholder", wrong: func(r asked) (string, string) {
		var names, values []string
		for _, f := range r.filled() {
			if v := f.Value(); slices.Contains(needed, f.Name) && flow.IsNoValue(v) {
				names, values = append(names, f.Name), append(values, v)
			}
		}
		switch words := slices.Compact(slices.Clone(values)); len(names) {
		case 0:
			return "", ""
		case 1:
			return names[0] + " is the word " + values[0] + ", which programs write for a variable without a value", r.wordFor(names[0], values[0])
		default:
			return join(names) + " are the word " + strings.Join(words, " or ") + ", which programs write for a variable without a value", r.wordFor(names[0], values[0])
		}
	}},
	{id: "request-placeholder", name: "placeholders", wrong: func(r asked) (string, string) {
		var names, values []string
		for _, f := range r.filled() {
			v := f.Value()
			named := flow.IsPlaceholder(v) || isItsName(f.Name, v) || linesAlone(r) && flow.IsPlaceholder(strings.Trim(v, "{}")) || r.leftInBraces(v)
			if f.Name == "grant_type" || !named || flow.IsMasked(v) || strings.HasPrefix(v, "${{") {
				continue
			}
			names, values = append(names, f.Name), append(values, v)
		}
		switch len(names) {
		case 0:
		case 1:
			return names[0] + " is still the placeholder " + values[0], r.wordFor(names[0], values[0])
		default:
			return join(names) + " are still placeholders: " + strings.Join(values, ", "), r.wordFor(names[0], values[0])
		}
		if segment := r.placeholderInPath(); segment != "" {
			return "the path still has the placeholder " + segment, segment
		}
		return "", ""
	}},
	{id: "request-placeholder", wrong: func(r asked) (string, string) {
		if header, there := r.header("Authorization"); there {
			_, value, _ := strings.Cut(header, " ")
			if (flow.IsPlaceholder(value) || r.leftInBraces(value) || r.wasNotFilled(value) || r.isDocumented() && recognize.NamesEncoding(value)) && !flow.IsMasked(value) && !recognize.IsPrinted(value) && !strings.HasPrefix(value, "${{") { // that is what a program made of its object
				value, _, _ = strings.Cut(value, "\n") // an open quote runs on
				return "the Authorization header still has the placeholder " + value, value
			}
		}
		return "", ""
	}},
	{id: "request-placeholder", wrong: func(r asked) (string, string) {
		if m := holeInQuotes().FindStringSubmatch(r.artefact.Text); m != nil && r.isJavaScript() {
			return "JavaScript only fills in " + m[1] + " between backticks; in quotes it is sent as written", m[1]
		}
		return "", ""
	}},
	{id: "request-placeholder", wrong: func(r asked) (string, string) {
		for _, flaw := range r.artefact.Flaws {
			if name, found := strings.CutPrefix(flaw, recognize.KeepsVariable); found && r.inVain() {
				return flaw, name
			}
		}
		return "", ""
	}},
	{id: "request-wrong-path", name: "address", wrong: func(r asked) (string, string) {
		return wrongPath(r), r.path
	}},
	{id: "request-wrong-path", unsettled: true, wrong: func(r asked) (string, string) { // docs/zoom.md §1
		if r.isToken() && r.host == "api.zoom.us" && wrongPath(r) == "" {
			return "the token endpoint is on zoom.us; one client reports that api.zoom.us has it too, which Zoom does not document", r.path
		}
		return "", ""
	}},
	{id: "request-from-browser", wrong: func(r asked) (string, string) {
		origin, there := r.header("Origin")
		switch {
		case !r.isToken():
		case r.beside.InBrowser:
			return "a program for a browser sends it, and brings the secret to everybody who opens the page", ""
		case strings.Contains(r.artefact.Text, `"mode": "cors"`):
			return "a browser page sends it: mode is cors", "cors"
		case there && strings.HasPrefix(origin, "http"):
			return "a browser page sends it: its Origin is " + origin, "Origin"
		}
		return "", ""
	}},
}

// wordFor is the word of the text for a parameter: its name in an authorize URL, else its value.
func (r asked) wordFor(name, value string) string {
	if r.Step == flow.StepAuthorize && r.inQuery(name) {
		return name
	}
	return value
}

// holeInQuotes is a header with a hole of JavaScript's templates in a string that is none.
var holeInQuotes = expression(`["'](?:Bearer|Basic) (\$\{[\w.]+\})["']`)

// isJavaScript reports whether a call that only JavaScript has sends the request.
func (r asked) isJavaScript() bool {
	return strings.HasPrefix(r.artefact.Form, "fetch") || strings.HasPrefix(r.artefact.Form, "axios")
}

// inVain reports whether the text has a response that brought nothing.
func (r asked) inVain() bool {
	a := r.artefact
	return a.HasResponse() && a.Trace.Response.Status/100 != 2 && len(a.Tokens()) == 0
}

// isItsName reports whether the value of a parameter that has one of its own is its name.
func isItsName(name, value string) bool {
	squash := strings.NewReplacer("_", "", "-", "", " ", "", ":", "").Replace
	return slices.Contains(needed, name) && name != "token" && strings.EqualFold(squash(name), squash(value))
}

// needed are the parameters that no request has without a value of its own.
var needed = []string{"client ID", "client secret", "client_id", "client_secret", "redirect_uri", "account_id", "grant_type", "code", "refresh_token", "token", "code_verifier", "code_challenge"}

// builtForBrowser are signs of a program that runs in a page: what it has of the window, and what its builder
// puts in for the variables of the environment.
var builtForBrowser = expression(`\b(?:import\.meta\.env|VITE_[A-Z]|REACT_APP_[A-Z]|NEXT_PUBLIC_[A-Z]|localStorage|sessionStorage|window\.location|document\.)`)

// inBraces is a name in braces, as documentation writes what the reader puts in.
var inBraces = expression(`^\{[A-Za-z][\w:(). -]*\}$`)

// leftInBraces reports whether a value is a name in braces where no program fills it in.
func (r asked) leftInBraces(value string) bool {
	return r.isDocumented() && inBraces().MatchString(value) || r.isWrittenOut() && (inBraces().MatchString(value) || betweenPercents().MatchString(value))
}

// betweenPercents is a name as a command file of Windows fills it in, and nothing else does.
var betweenPercents = expression(`^%[A-Za-z]\w+%$`)

// isWrittenOut reports whether an authorize URL stands in a text as it is, and not in quotes or behind a
// name, where a program fills in what is in braces.
func (r asked) isWrittenOut() bool {
	before := strings.TrimRight(leading(r.artefact), " ")
	return r.artefact.Form == recognize.AuthorizeURL && r.artefact.Certainty == recognize.Certain && !strings.HasSuffix(before, `"`) && !strings.HasSuffix(before, "'") && !strings.HasSuffix(before, "=")
}

// wasNotFilled reports whether a value is a variable that a program sent as it is, as its own record of the
// request and of the refusal shows.
func (r asked) wasNotFilled(value string) bool {
	a := r.artefact
	return a.Form == "HTTP request with its response" && a.Trace.Response.Status == http.StatusUnauthorized && recognize.IsVariable(value) && strings.Contains(a.Text, value)
}

// placeholderInPath is a part of the path that stands for a value, in a request whose response the text
// does not have: beside one, people write it for an ID that they do not show.
func (r asked) placeholderInPath() string {
	if r.artefact.Kind != recognize.Request || bareLine(r) {
		return ""
	}
	for segment := range strings.SplitSeq(r.path, "/") {
		if r.leftInBraces(segment) || flow.IsPlaceholder(segment) || r.isDocumented() && strings.HasPrefix(segment, ":") {
			return segment
		}
	}
	return ""
}

// isDocumented reports whether the request is written out as documentation has it, so that no program
// fills in a name.
func (r asked) isDocumented() bool {
	return r.artefact.Form == recognize.CurlCommand || strings.HasPrefix(r.artefact.Form, "HTTP request")
}

// unseenBody reports whether the text shows no body of a request that may have one.
func unseenBody(r asked) bool {
	return (linesAlone(r) || isReported(r)) && len(r.Form)+len(r.Body)+len(r.Query) == 0
}

// bareLine reports whether the request is a method and an address alone, so that what
// else was sent is not known.
func bareLine(r asked) bool {
	return len(r.Header) == 0 && linesAlone(r) && r.Auth.Scheme == flow.NoAuth && len(r.Form) == 0
}

// linesAlone reports whether the text may show the first line of the request alone.
func linesAlone(r asked) bool {
	return strings.HasPrefix(r.artefact.Form, "HTTP request") || isReported(r)
}

// isReported reports whether a client names the request in the report of its failure,
// where neither headers nor body are shown.
func isReported(r asked) bool { return strings.HasPrefix(r.artefact.Form, recognize.ReportOfClient) }
