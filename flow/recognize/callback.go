package recognize

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// readAddresses finds URLs and paths with a query: authorize URLs, which are
// requests, and callbacks. Links that a mail gateway or a chat wrapped are unwrapped,
// what was escaped for a shell or a mail is undone.
func readAddresses(r *reader) { addressReader{r}.read() }

// addressReader finds addresses.
type addressReader struct{ *reader }

func (r addressReader) read() {
	r.amid = true
	for _, path := range []string{"authorize", "oauth/signin?", "response_type="} { // a browser that is sent to sign in keeps the parameters; the path may be misspelled
		r.each(path, func(at int) int {
			start, end := r.address(at)
			r.takeAuthorizeURL(start, end)
			return end
		})
	}
	r.amid = false
	r.each("access_token=", func(at int) int {
		start, end := r.address(at)
		if address := r.text[start:end]; IsZoomHost(hostOf(address)) && strings.Contains(address, "/v2/") {
			d := draft{method: "GET", url: address}
			r.add(Artefact{Kind: Request, Form: "API URL", Certainty: Certain, Trace: pastedRequest(d.request())}, start, end)
		}
		return end
	})
	r.each("/oauth/token?", func(at int) int {
		start, end := r.address(at)
		line := r.lineText(at)
		if address := strings.TrimRight(tidyAddress(r.text[start:end]), ".,;:"); len(line) <= maxAddress && IsZoomHost(hostOf(address)) && !isSource(line) && !corsWords().In(line) && !transportWords().In(line) {
			d := draft{method: "POST", url: address} // which method it is, an address does not say
			r.add(Artefact{Kind: Request, Form: AddressAlone, Certainty: Likely, Trace: pastedRequest(d.request())}, start, end)
		}
		return end
	})
	for _, parameter := range []string{"code", "error"} {
		r.each(parameter, func(at int) int {
			if !assigned(r.text[at+len(parameter):]) {
				return at + len(parameter)
			}
			start, end := r.address(at)
			r.takeCallback(start, end)
			return end
		})
	}
}

// AuthorizeURL is the form of a request that a browser opens.
const AuthorizeURL = "authorize URL"

// AddressAlone is the form of a request of which a text has nothing but the address.
const AddressAlone = "HTTP request's address"

// maxAddress is the longest address that is read, in bytes.
const maxAddress = 8 << 10

// address returns the bounds of the address around an offset.
func (r addressReader) address(at int) (start, end int) {
	const stops = " \t\n\"'`<>()[]|{},"
	from := max(0, at-maxAddress)
	start = from + strings.LastIndexAny(r.text[from:at], stops) + 1
	to := min(len(r.text), at+maxAddress)
	end = at
	for {
		if i := strings.IndexAny(r.text[end:to], " \t\n\"'`<>()|"); i >= 0 {
			end += i
		} else {
			end = to
		}
		hole := holeAt(r.text[at:to], end-at)
		if hole == 0 {
			return start, r.unwrapRows(start, end)
		}
		end += hole
	}
}

// filledIn is a placeholder that is a parameter's value in an address: <CLIENT_ID>, [your client ID].
var filledIn = expression(`=(?:<[A-Za-z_. -]{2,46}\\?>|[\[{][A-Za-z_. -]{1,48}[\]}])`)

// holeAt is the length of what an address has of such a placeholder from an offset on; 0 where there is none.
func holeAt(text string, at int) int {
	const most = 48
	from := max(0, at-most)
	for _, m := range filledIn().FindAllStringIndex(text[from:min(len(text), at+most)], -1) {
		if from+m[0] < at && at < from+m[1] {
			return from + m[1] - at
		}
	}
	return 0
}

// unwrapRows takes the following rows into an address that a terminal or a mail
// broke: rows without a blank, until a row ends early.
func (r addressReader) unwrapRows(start, end int) int {
	for end < len(r.text) && r.text[end] == '\n' && end-start < maxAddress {
		next := end + 1
		stop := len(r.text)
		if i := strings.IndexByte(r.text[next:], '\n'); i >= 0 {
			stop = next + i
		}
		row := strings.TrimRight(r.text[next:stop], " \t\"'>)]")
		soft := strings.HasSuffix(r.text[start:end], "=") && !strings.HasSuffix(r.text[start:end], "==")
		if row == "" || strings.Trim(row, tokenLetters+"&%#?") != "" || !soft && !continuesAddress(r.text[start:end], row) {
			return end
		}
		end = next + len(row)
	}
	return end
}

// continuesAddress reports whether a row goes on with the address above it: the
// address is a callback whose state is missing so far, and the row has its shape.
func continuesAddress(above, row string) bool {
	if !strings.Contains(above, "?") || strings.Contains(row, "://") {
		return false
	}
	lastRow := above[strings.LastIndexByte(above, '\n')+1:]
	incomplete := !strings.Contains(above, "state=") && strings.Contains(row, "state=") || strings.HasSuffix(above, "&") || strings.HasPrefix(row, "&")
	return incomplete || len(lastRow) >= 60 && strings.Contains(above, "code=")
}

// isMisspelled reports whether an address with the parameters of the consent page is on another path
// of Zoom's.
func isMisspelled(address, query string) bool {
	return IsZoomHost(hostOf(address)) && strings.Contains(query, "response_type=") && !strings.HasSuffix(address, "/oauth/token")
}

// takeAuthorizeURL keeps an authorization request.
func (r addressReader) takeAuthorizeURL(start, end int) {
	raw := strings.TrimRight(unwrapLink(tidyAddress(r.text[start:end])), ".,;:")
	address, query, _ := strings.Cut(raw, "?")
	if !strings.Contains(address, "/authorize") && !strings.HasSuffix(address, "/oauth/signin") && !isMisspelled(address, query) || strings.Trim(address, "/") == "authorize" ||
		!strings.Contains(address, "://") && !strings.Contains(address, "zoom") || !strings.Contains(query, "=") && (!IsZoomHost(hostOf(address)) || transportWords().In(r.text[max(0, start-maxName):start])) {
		return
	}
	if !holdsAny(query, []string{"client_id", "response_type", "redirect_uri", "state"}) && start > 0 && strings.IndexByte("\"'`=", r.text[start-1]) >= 0 { // a setting
		return
	}
	d := draft{method: "GET", url: raw}
	a := Artefact{Kind: Request, Form: AuthorizeURL, Certainty: Certain, Trace: pastedRequest(d.request())}
	a.Trace.Step, a.Trace.Request.Step = flow.StepAuthorize, flow.StepAuthorize
	if strings.Contains(query, "=") {
		r.add(a, start, end)
	} else { // what stands beside it says more
		r.keep(a, start, end)
	}
}

// assigned reports whether what follows a parameter's name is "=", as it is or in
// any encoding.
func assigned(text string) bool {
	return holdsPrefix(text, []string{"=", "%3D", "%3d", "%253D", `\=`, "-3D"})
}

// takeCallback keeps the parameters of a callback, when the address has them.
func (r addressReader) takeCallback(start, end int) {
	parameters, ok := parseCallback(r.text[start:end])
	if !ok || !plausibleCallback(parameters) || parameters.Code.IsZero() && !parameters.HasState && sendsTo().MatchString(r.text[max(0, start-maxName):start]) || parameters.Address == "" && !parameters.HasState && r.stateBeside(start, end) {
		return
	}
	a := Artefact{Kind: Callback, Form: "callback URL", Certainty: Certain, Callback: parameters}
	if !strings.Contains(parameters.Address, "://") {
		a.Form, a.Certainty = "callback without its host", Likely
	}
	r.add(a, start, end)
}

// sendsTo is a call of a program before a path of its own, perhaps behind its base, to which it sends the browser.
var sendsTo = expression("\\w\\([\"'`](?:\\$\\{[^{}]*\\})?$")

// stateBeside reports whether the state stands by its own name behind the code of a line, or begins the
// line above or below: the pairs of both are read together.
func (r addressReader) stateBeside(start, end int) bool {
	n := r.lineOf(start)
	_, stop := r.line(n)
	return namedState().MatchString(r.text[min(end, stop):stop]) || slices.ContainsFunc([]int{n - 1, n + 1}, func(beside int) bool {
		return beside >= 0 && beside < len(r.lines) && strings.HasPrefix(strings.TrimLeft(r.lineText(r.lines[beside]), " \t"), "state")
	})
}

// namedState is a state with its name, behind another value.
var namedState = expression(`^[^\w]{1,4}state["']?\s*[=:]`)

// querySigns are what stands between parameters where several links were joined.
var querySigns = strings.NewReplacer("#", "&", "?", "&", ";", "&")

// parseCallback reads the parameters of a callback from an address, a path or a
// query.
func parseCallback(raw string) (flow.CallbackParameters, bool) {
	raw = unwrapLink(tidyAddress(raw))
	address, query := "", raw
	if mark := strings.IndexAny(raw, "?#"); mark >= 0 {
		address, query = raw[:mark], raw[mark+1:]
	}
	if i := strings.LastIndex(address, "http"); i > 0 && strings.Contains(address[i:], "://") { // "0;url=http://…"
		address = address[i:]
	}
	address = address[strings.LastIndexByte(address, '=')+1:] // REQUEST_URI=/…
	query = querySigns.Replace(query)
	return callbackParameters(strings.TrimPrefix(address, "view-source:"), query)
}

// callbackParameters reads a callback's query; false where it has neither a code nor
// an error, or is the query of a request.
func callbackParameters(address, query string) (flow.CallbackParameters, bool) {
	values := map[string]string{}
	repeated := false
	for pair := range strings.SplitSeq(query, "&") {
		name, value, given := strings.Cut(pair, "=")
		name = strings.Trim(unpercent(name, true), "\"' ")
		if strings.HasSuffix(name, "grant_type") { // a token request, also with what stood before it
			return flow.CallbackParameters{}, false
		}
		if !given && name != "" && name != "state" && strings.HasPrefix("state", name) { // the end of the address is missing
			name, value, given = "state", "…", true
		}
		if !given || len(name) > maxName {
			continue
		}
		if value = unpercent(value, true); !holdsPrefix(value, []string{"<", "["}) && !strings.HasSuffix(value, "...") { // a placeholder, a mask
			value = strings.TrimRight(value, "\"'.,>)] ")
		}
		if i := strings.IndexAny(value, ",;"); i >= 16 && isCallbackName(name) { // what a program printed goes on
			value = value[:i]
		}
		if strings.HasSuffix(name, "_error") && isOAuthCode(value) { // an app hands it on to a page of its own
			name = "error"
		}
		old, twice := values[name]
		if twice {
			repeated = repeated || old != value && isCallbackName(name)
			continue
		}
		values[name] = value
	}
	_, code := values["code"]
	_, failed := values["error"]
	if values["response_type"] != "" || !code && !failed {
		return flow.CallbackParameters{}, false
	}
	c := fromValues(values)
	if c.Repeated = repeated; strings.ContainsAny(address, "/.:") { // else it is a part of one
		c.Address = address
	}
	return c, true
}

// fromValues makes a callback of its parameters.
func fromValues(values map[string]string) flow.CallbackParameters {
	c := flow.CallbackParameters{
		Code: flow.NewSecret(flow.KindCode, cleanCode(values["code"])), State: values["state"], Issuer: values["iss"],
		Error: values["error"], Description: values["error_description"],
	}
	_, c.HasState = values["state"]
	_, c.HasIssuer = values["iss"]
	return c
}

func isCallbackName(name string) bool {
	return name == "code" || name == "state" || name == "error"
}

// cleanCode undoes a percent-encoding too many: no code of Zoom has a "%". What has a control character
// in it is no code.
func cleanCode(code string) string {
	for range 3 {
		code = unpercent(code, false)
	}
	code = strings.TrimSpace(code)
	if strings.ContainsFunc(code, func(c rune) bool { return c < ' ' }) {
		return ""
	}
	return code
}

// plausibleCallback reports whether the parameters are those of a callback and not of
// any address or log line that has a word "code" or "error" in it.
func plausibleCallback(c flow.CallbackParameters) bool {
	code := c.Code.Reveal()
	addressed := strings.Contains(c.Address, "/") || strings.HasPrefix(c.Address, "http")
	switch {
	case strings.Contains(c.Address, "/authorize") || strings.Contains(c.Address, "/oauth/token"):
		return false
	case code != "" && len(code) < maxName && (len(code) < leastCode || strings.Trim(code, codeLetters) != "") && (flow.IsMasked(code) || flow.IsPlaceholder(code)):
		return callbackPath().MatchString(c.Address)
	case code != "" && strings.ContainsAny(code, " \t\n{}<>$"):
		return false
	case strings.Contains(code, "_") && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" && !c.HasState: // the name of an error
		return false
	case code != "" && strings.Trim(code, "0123456789") == "":
		return c.HasState && len(code) >= 6
	case code != "":
		return len(code) >= leastCode || len(code) >= 4 && (addressed || c.HasState)
	}
	return isWord(c.Error) && (addressed || c.Description != "" || c.HasState)
}

// callbackPath is an address by whose path a callback is told where its code is not there.
var callbackPath = expression(`(?i)/[^?]*\b(?:callback|cb|oauth2?|auth|redirect|zoom\w*|login|signin|connect|install)\b`)

// leastCode is how many characters a code has at least that no name of OAuth's and no address stands beside: Zoom's have
// twice as many, and shorter words are of anything.
const leastCode = 16

// isWord reports whether s is one word of letters: an error code.
func isWord(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-.") == ""
}

// callbackOf reads a callback's parameters from an object.
func callbackOf(o *object) (flow.CallbackParameters, bool) {
	values := map[string]string{}
	_, hasCode := o.find("code")
	for _, m := range o.members {
		if only, ok := m.only(); ok {
			m = only
		}
		if m.object != nil && m.object.text("name") != "" { // the query of a HAR file
			m = member{name: m.object.text("name"), text: m.object.text("value"), quoted: true}
		}
		if m.object != nil {
			if c, ok := callbackOf(m.object); ok {
				return c, true
			}
			continue
		}
		if _, twice := values[m.name]; (hasCode || o.array) && !twice {
			values[m.name] = m.text
		}
	}
	if len(values["code"]) < leastCode || values["grant_type"] != "" || values["client_id"] != "" || values["message"] != "" || values["exp"] != "" || isNumber(values["code"]) { // exp: the claims of a token
		return flow.CallbackParameters{}, false
	}
	c := fromValues(values)
	return c, plausibleCallback(c) && (c.HasState || isDrawn(values["code"]))
}

// refusedCallback reads an object with the error and the state of a callback; a server's answer
// has no state.
func refusedCallback(o *object) (flow.CallbackParameters, bool) {
	failed, state := o.text("error"), o.text("state")
	if !isOAuthCode(failed) || len(state) < 4 || o.text("reason") != "" {
		return flow.CallbackParameters{}, false
	}
	return fromValues(map[string]string{"error": failed, "error_description": o.text("error_description"), "state": state}), true
}

// only is a member with the value of a list that has one value, as the queries of many
// servers have each parameter.
func (m member) only() (member, bool) {
	if m.object == nil || !m.object.array || len(m.object.members) != 1 || m.object.members[0].object != nil {
		return m, false
	}
	return member{name: m.name, text: m.object.members[0].text, quoted: true}, true
}

// codeLabel is what a page or a tool writes before a code that it shows alone: "Your code is:".
var codeLabel = expression(`(?i)^\s*(?:[a-z]+[ _-]){0,2}code(?: is)?:?\s+`)

// bareCode reads a code that stands alone but for its label, broken over rows by a terminal or with
// its state behind a "#".
func bareCode(text string) (flow.CallbackParameters, bool) {
	text = codeLabel().ReplaceAllString(text, "")
	if rows := strings.Fields(text); len(rows) > 1 && (!looksWrapped(text) || slices.ContainsFunc(rows, hasWholeCode)) {
		return flow.CallbackParameters{}, false
	}
	word := strings.TrimRight(strings.Trim(flatten(text), "\"'`<>()[]{},;"), ".,&")
	code, state, hasState := strings.Cut(word, "#")
	code = cleanCode(code)
	if len(code) < leastCode || strings.Trim(code, codeLetters) != "" || strings.HasPrefix(code, "eyJ") || flow.IsPlaceholder(code) {
		return flow.CallbackParameters{}, false
	}
	return flow.CallbackParameters{Code: flow.NewSecret(flow.KindCode, code), State: state, HasState: hasState, Bare: true}, true
}

// codeLetters are what codes of any server may be made of without being encoded in an address (RFC 3986 §2.3).
const codeLetters = flow.CodeLetters + ".~"
