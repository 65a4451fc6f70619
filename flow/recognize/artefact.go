package recognize

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// Kind is what an artefact is.
type Kind string

// The kinds.
const (
	Request     Kind = "request"
	Response    Kind = "response"
	Exchange    Kind = "exchange" // a request and the response to it
	Callback    Kind = "callback"
	Token       Kind = "token"
	Credentials Kind = "credentials"
	Page        Kind = "page"            // what a browser showed instead of calling back
	Transport   Kind = "transport error" // what a client says when no response came
	Prose       Kind = "prose"           // other lines: a rule may know their words
)

// Certainty is how sure it is that an artefact is of its kind.
type Certainty int

// The certainties. The zero value belongs to no artefact.
const (
	Unlikely Certainty = iota
	Possible           // a few words look like it
	Likely             // cut, wrapped or bare, but shaped like it
	Certain            // its syntax leaves no other reading
)

// Span is where in the text an artefact was found.
type Span struct {
	Start, End int // byte offsets
	Line       int // of Start, from 1
}

// Setting is a value that a program or its configuration sets.
type Setting struct {
	Word string // as it is written
	Line int    // from 1; 0: there is none
}

// Artefact is one thing that was recognised in a text. All text in it comes from
// outside and is unsafe.
type Artefact struct {
	Kind      Kind
	Form      string // how it was written, in our words: "curl command", "Ruby hash"
	Span      Span
	Certainty Certainty
	Provider  Provider
	Text      string   // what stands in the span, cleaned
	Asked     string   // of an exchange, the part of Text that is the request
	Lines     string   // Text with what stands before and behind it on its lines
	Commented bool     // a request that is commented out
	InBody    Setting  // by which a client library sends the secret in the body; of credentials and requests
	Flaws     []string // damage done by copying, in our words: "the quote is never closed"

	// Trace is filled for requests, responses, exchanges and transport errors.
	Trace flow.Trace
	// Callback is filled for callbacks.
	Callback flow.CallbackParameters
	// Token is filled for tokens.
	Token TokenFound
	// Credentials is filled for credentials, and for a curl command that carries an app's.
	Credentials CredentialSet

	start, end int // in the cleaned text
}

// Secrets returns every secret value in the artefact, so that a face can hide them.
func (a Artefact) Secrets() []flow.Secret {
	found := a.Trace.Request.Secrets()
	found = append(found, a.Callback.Code, a.Token.Secret)
	found = append(found, flow.QuotedSecrets(a.Callback.Description)...)
	for _, v := range a.Credentials.Values {
		found = append(found, v.Secret)
	}
	for _, t := range a.Tokens() {
		if !t.IsPlaceholder() {
			found = append(found, t.Secret)
		}
	}
	return append(found, a.DeviceCode())
}

// answer is the object that a response has; one without members where there is none.
func (a Artefact) answer() *object {
	if !a.HasResponse() {
		return &object{}
	}
	return objectOf(a.Trace.Response.Body)
}

// DeviceCode returns the device code that a response brought (RFC 8628 §3.2).
func (a Artefact) DeviceCode() flow.Secret {
	return flow.NewSecret(flow.KindDeviceCode, a.answer().text("device_code"))
}

// Revoked reports whether a response says that a revoke was done.
func (a Artefact) Revoked() bool { return isRevoked(a.answer()) }

// Scopes returns the scopes of the token that a response brought; false where it does not say.
func (a Artefact) Scopes() (scopes []string, said bool) {
	o := a.answer()
	scope, there := o.find("scope")
	if !there || o.text("access_token") == "" || o.text("token_type") == "" || scope.object != nil && len(scope.object.members) > 0 {
		return nil, false
	}
	if scope.isNothing() {
		return nil, true
	}
	return strings.Fields(scope.text), true
}

// Tokens returns the tokens that a response brought, in its order.
func (a Artefact) Tokens() []TokenFound {
	o := a.answer()
	var found []TokenFound
	for _, name := range []string{"access_token", "refresh_token"} {
		m, there := o.find(name)
		if !there || !m.quoted || m.text == "" {
			continue
		}
		token := strings.TrimRight(m.text, ".…")
		found = append(found, TokenFound{
			Secret: flow.NewSecret(secretKinds[name], token),
			Cut:    token != m.text || a.BreaksOff() || strings.HasPrefix(token, "eyJ") && strings.Count(token, ".") < 2,
		})
	}
	return found
}

// isCommand reports whether the artefact is a command of a shell, before which # and % may be its prompt.
func (a Artefact) isCommand() bool { return strings.HasSuffix(a.Form, " command") }

// BreaksOff reports whether the text ends in the middle of the artefact.
func (a Artefact) BreaksOff() bool { return slices.Contains(a.Flaws, breaksOff) }

// IsExcerpt reports whether a log has words of a response and not the response: what else
// it said is not known.
func (a Artefact) IsExcerpt() bool { return a.Form == wordsOfALog }

// HasRequest reports whether the artefact has a request.
func (a Artefact) HasRequest() bool { return a.Trace.Request.Method != "" }

// HasResponse reports whether the artefact has a response.
func (a Artefact) HasResponse() bool { return a.Trace.Response != nil }

// HasResponseBody reports whether the text has what the response says, too.
func (a Artefact) HasResponseBody() bool { return a.HasResponse() && len(a.Trace.Response.Body) > 0 }
