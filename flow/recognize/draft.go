package recognize

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"zoauth/flow"
)

// draft is a request as a client's options and arguments name its parts.
type draft struct {
	method  string
	url     string
	headers []flow.Field
	user    string // "id:secret" of Basic authentication
	hasUser bool
	data    []string // parts of a form, encoded as they are sent
	body    string   // a body that is no form
	inQuery bool     // data goes into the query

	labelled bool    // the text names its parts, and has a field on each line of the body
	object   *object // a body that the client turns into JSON, unless a header says that it is a form
	flaws    []string

	call         string // of a program, that sends it
	written      bool   // the options of the call are all written out
	unauthorized bool   // the program puts its credentials where the client does not look

	hiddenHeaders bool // they are in a variable of which nothing more is known
}

// header adds "Name: value".
func (d *draft) header(line string) {
	name, value, _ := strings.Cut(line, ":")
	d.setHeader(name, value)
}

func (d *draft) setHeader(name, value string) {
	d.headers = append(d.headers, flow.Field{Name: strings.TrimSpace(name), Plain: strings.TrimSpace(value)})
}

// plausible reports whether the draft is a request of somebody and not a word of
// prose that looks like a command.
func (d *draft) plausible() bool {
	return strings.Contains(d.url, "://") || strings.ContainsAny(d.url, "$<{%") || strings.Contains(d.url, "/") && strings.Contains(d.url, ".") || strings.HasPrefix(d.url, "/")
}

// artefact is what a client's command or a program's call is: a request, or the callback
// whose page somebody asked for, as a browser copies it.
func (d *draft) artefact(form string, certainty Certainty) Artefact {
	if c, ok := parseCallback(d.url); ok && plausibleCallback(c) && len(d.data) == 0 {
		return Artefact{Kind: Callback, Form: "callback URL in a " + form, Certainty: Likely, Callback: c}
	}
	if len(d.flaws) > 0 {
		certainty = Likely
	}
	return Artefact{Kind: Request, Form: form, Certainty: certainty, Flaws: d.flaws, Trace: pastedRequest(d.request())}
}

// authenticated says that there are credentials of which the text shows nothing: Basic at the
// token endpoint, a token anywhere else.
func (d *draft) authenticated() {
	switch {
	case d.hasUser || d.unauthorized || d.hasHeader("Authorization"):
	case strings.Contains(d.url, "/v2/"):
		d.setHeader("Authorization", HiddenCredentials)
	default:
		d.user, d.hasUser = HiddenCredentials+":"+HiddenCredentials, true
	}
}

// HiddenCredentials is the variable in place of credentials of which the text shows nothing.
const HiddenCredentials = "$auth"

// request returns the draft as data, with its secrets wrapped.
func (d *draft) request() flow.Request {
	r := flow.Request{Method: strings.ToUpper(d.method)}
	address, query, _ := strings.Cut(d.url, "?")
	query, _, _ = strings.Cut(query, "#")
	r.URL = d.withoutLogin(strings.TrimSpace(address))
	data := d.data
	if d.inQuery {
		query, data = strings.Join(append([]string{query}, data...), "&"), nil
	}
	r.Query = formFields(query)
	if d.body == "" {
		r.Form = formFields(strings.Join(data, "&"))
	} else {
		r.Body = []byte(d.body)
	}
	if r.Method == "" {
		r.Method = "GET"
		if len(r.Form)+len(r.Body) > 0 {
			r.Method = "POST"
		}
	}
	d.authenticate(&r)
	r.Step = stepOf(r)
	return r
}

// withoutLogin takes the login before the host off an address: clients send it as Basic credentials.
func (d *draft) withoutLogin(address string) string {
	scheme, rest, found := strings.Cut(address, "://")
	authority, _, _ := strings.Cut(rest, "/")
	at := strings.LastIndexByte(authority, '@')
	if !found || at < 0 {
		return address
	}
	if login, err := url.PathUnescape(authority[:at]); err == nil && !d.hasUser {
		d.user, d.hasUser = login, true
	}
	return scheme + "://" + rest[at+1:]
}

// authenticate reads -u and the Authorization header. A header that is not what it
// should be stays a header, byte by byte.
func (d *draft) authenticate(r *flow.Request) {
	if d.hasUser {
		if id, secret, colon := strings.Cut(d.user, ":"); colon && id != "" && secret == "" { // what is sent says it
			r.Header = append(r.Header, field("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(d.user))))
		} else {
			r.Auth = basicAuth(id, secret)
		}
	}
	for _, h := range d.headers {
		if !strings.EqualFold(h.Name, "Authorization") {
			r.Header = append(r.Header, h)
			continue
		}
		if id, secret, ok := pairEncoded(h.Plain); ok {
			r.Auth = basicAuth(id, secret)
			continue
		}
		if auth, ok := readAuthorization(h.Plain); ok {
			r.Auth = auth
			continue
		}
		r.Header = append(r.Header, field(h.Name, h.Plain))
	}
}

// pairEncoded finds an ID and a secret that are written out in what encodes them.
func pairEncoded(value string) (id, secret string, ok bool) {
	m := joinedPair().FindStringSubmatch(value)
	if m == nil {
		m = pairOfShell().FindStringSubmatch(value)
	}
	if m != nil {
		return m[1], m[2], true
	}
	id, secret, ok = pairIn(value)
	return id, secret, ok && strings.ContainsAny(value, "$`")
}

// pairOfShell are an ID and a secret that a shell encodes: $(echo -n 'ID:secret' | base64).
var pairOfShell = expression("(?:\\$\\(|`)[^|\n]*[\"' ]([^\"'$%:\\s|]+):([^\"'$%:\\s|]+)[\"']?\\s*\\|[^|]*base64")

// basicAuth are Basic credentials as a text has them; a variable is no secret.
func basicAuth(id, secret string) flow.Auth {
	auth := flow.Auth{Scheme: flow.Basic, ClientID: id}
	if !IsVariable(secret) {
		auth.Secret = flow.NewSecret(flow.KindClientSecret, secret)
	}
	return auth
}

// credentials are the app's own in a token request: ID and secret, account ID, redirect.
func (d *draft) credentials(line int) CredentialSet {
	request := d.request()
	var set CredentialSet
	add := func(v CredentialValue) {
		v.Line = line
		set.Values = append(set.Values, v)
	}
	if request.Auth.Scheme != flow.Basic || request.Auth.Secret.IsZero() || flow.IsPlaceholder(request.Auth.Secret.Reveal()) || IsVariable(request.Auth.ClientID) {
		return set
	}
	add(CredentialValue{Key: ClientID, Name: "-u", Plain: request.Auth.ClientID})
	add(CredentialValue{Key: ClientSecret, Name: "-u", Secret: request.Auth.Secret})
	for _, f := range slices.Concat(request.Form, request.Query) {
		if key := CredentialKey(f.Name); (key == AccountID || key == RedirectURI) && !IsVariable(f.Plain) {
			add(CredentialValue{Key: key, Name: f.Name, Plain: f.Plain})
		}
	}
	return set
}

// readAuthorization reads a header that is well formed; false for any other.
func readAuthorization(value string) (flow.Auth, bool) {
	scheme, credentials, _ := strings.Cut(value, " ")
	switch {
	case strings.EqualFold(scheme, "Bearer") && isTokenLike(credentials):
		return flow.Auth{Scheme: flow.Bearer, Secret: flow.NewSecret(flow.KindAccessToken, credentials)}, true
	case strings.EqualFold(scheme, "Basic"):
		pair, err := base64.StdEncoding.DecodeString(credentials)
		id, secret, colon := strings.Cut(string(pair), ":")
		whole := colon && secret != "" && !strings.ContainsAny(string(pair), " \t\r\n")
		return flow.Auth{Scheme: flow.Basic, ClientID: id, Secret: flow.NewSecret(flow.KindClientSecret, secret)}, err == nil && whole
	}
	return flow.Auth{}, false
}

// isTokenLike reports whether s may be a token and nothing else.
func isTokenLike(s string) bool {
	return len(s) >= 8 && strings.Trim(s, tokenLetters) == "" && !flow.IsPlaceholder(s) && !flow.IsNoValue(s) && !IsPrinted(s)
}

// tokenLetters are what tokens may be made of (RFC 6750 §2.1).
const tokenLetters = codeLetters + "+/="

// formFields decodes a form or query and keeps its order.
func formFields(encoded string) []flow.Field {
	var fields []flow.Field
	for pair := range strings.SplitSeq(encoded, "&") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if name == "" {
			continue
		}
		fields = append(fields, field(unpercent(name, true), unpercent(value, true)))
	}
	return fields
}

// field wraps a value that its name makes a secret.
func field(name, value string) flow.Field {
	if secret := secretOf(name, value); !secret.IsZero() {
		return flow.Field{Name: name, Secret: secret}
	}
	return flow.Field{Name: name, Plain: value}
}

// secretKinds are the parameters and headers whose values are secrets.
var secretKinds = map[string]flow.SecretKind{
	"code": flow.KindCode, "refresh_token": flow.KindRefreshToken, "access_token": flow.KindAccessToken, "token": flow.KindUnknown,
	"client_secret": flow.KindClientSecret, "code_verifier": flow.KindVerifier, "device_code": flow.KindDeviceCode,
	"authorization": flow.KindUnknown, "assertion": flow.KindUnknown, "client_assertion": flow.KindUnknown, "password": flow.KindUnknown,
}

// secretOf wraps a secret parameter's value. A variable or a placeholder is none, with the scheme
// of a header before it or without.
func secretOf(name, value string) flow.Secret {
	kind, known := secretKinds[strings.ToLower(name)]
	bare := value[strings.IndexByte(value, ' ')+1:]
	if !known || value == "" || IsVariable(value) || flow.IsPlaceholder(value) || IsVariable(bare) || standsForCredentials(bare) {
		return flow.Secret{}
	}
	return flow.NewSecret(kind, value)
}

// standsForCredentials reports whether a value is words that tell the reader what to put there. As
// a secret it would cut those words out of our own sentences.
func standsForCredentials(value string) bool {
	words := strings.FieldsFunc(strings.ToLower(value), func(c rune) bool { return c == '_' || c == '-' || c == ' ' })
	return flow.IsPlaceholder(value) || NamesEncoding(value) || SendsEncodingAsWords(value) || len(words) > 1 && slices.Contains(words, "credentials") && strings.Trim(value, nameLetters+" ") == ""
}

// encodingInWords is a call whose arguments are names and no strings.
var encodingInWords = expression(`(?i)^\w*(?:base64|b64|encode)\w*\s*[(\[{<][^$"']*[)\]}>]$`)

// NamesEncoding reports whether a value says what the reader of documentation encodes:
// "Base64Encoder(clientId:clientSecret)".
func NamesEncoding(value string) bool { return encodingInWords().MatchString(value) }

// encodingCall is how such a call begins. PHP calls no function within braces.
const encodingCall = `(?:[\w.:]*(?:base64|b64|btoa)[\w.:]*\s*\(|\{base64_encode\()`

// encodingInString is such a call as the beginning of a string: its words are sent, and what a program fills in is not
// encoded.
var encodingInString = expression(`(?i)^` + encodingCall)

// SendsEncodingAsWords reports whether a value of Basic in a program begins with the words of a call that encodes.
func SendsEncodingAsWords(value string) bool { return encodingInString().MatchString(value) }

// stepOf names the step of the flow that a request is, by its path and grant.
func stepOf(r flow.Request) flow.Step {
	path := r.URL
	switch {
	case strings.Contains(path, "/oauth/revoke"):
		return flow.StepRevoke
	case strings.Contains(path, "/oauth/devicecode"), strings.Contains(path, "/oauth/device"):
		return flow.StepDevice
	case strings.Contains(path, "/authorize"), strings.HasSuffix(path, "/oauth/signin"):
		return flow.StepAuthorize
	case strings.Contains(path, "/oauth/token"):
		return grantStep(r)
	case strings.Contains(path, "/v2/"):
		return flow.StepProbe
	}
	return ""
}

// grantStep names the step of a token request.
func grantStep(r flow.Request) flow.Step {
	switch grant := grantOf(r); {
	case grant == "":
		return ""
	case grant == "refresh_token":
		return flow.StepRefresh
	case strings.HasSuffix(grant, "device_code"):
		return flow.StepPoll
	}
	return flow.StepExchange
}

// grantOf is the grant type that a request has, in its form, its query or its body.
func grantOf(r flow.Request) string {
	fields := slices.Concat(r.Form, r.Query, BodyFields(r))
	if i := slices.IndexFunc(fields, func(f flow.Field) bool { return f.Name == "grant_type" }); i >= 0 {
		return fields[i].Value()
	}
	return ""
}

// IsVariable reports whether a value is filled in by a shell, a template or a
// program before the request is sent: "$TOKEN", "{{token}}", "%ID%", "#{token}", "<%= token %>".
func IsVariable(value string) bool {
	inner, ok := strings.CutPrefix(value, "%")
	return holdsAny(value, []string{"$", "{{", "#{", "<%", "f'", `f"`}) || ok && strings.HasSuffix(inner, "%") && len(inner) > 1 || strings.HasPrefix(value, "{") && strings.HasSuffix(value, "}")
}

// hostOf returns the host of an address in lower case, without its port; "" when it
// has none.
func hostOf(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	if i := strings.IndexAny(address, "/?#"); i >= 0 {
		address = address[:i]
	}
	if i := strings.LastIndexByte(address, '@'); i >= 0 {
		address = address[i+1:]
	}
	u := url.URL{Host: address}
	return strings.ToLower(u.Hostname())
}

// BodyFields are the members of a request's JSON body.
func BodyFields(r flow.Request) []flow.Field {
	var fields []flow.Field
	for _, m := range objectOf(r.Body).members {
		fields = append(fields, field(m.name, m.text))
	}
	return fields
}

// BodyValues are the values in a request's JSON body, those of objects in it too, with what they stand in
// before their names: "zoom.client_id".
func BodyValues(r flow.Request) []flow.Field {
	var fields []flow.Field
	for _, a := range membersOf(objectOf(r.Body), "", nil) {
		fields = append(fields, field(strings.TrimPrefix(a.section+"."+a.name, "."), a.value))
	}
	return fields
}
