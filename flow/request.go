package flow

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// AuthScheme says how a request authenticates.
type AuthScheme string

// The schemes. The zero value sends no Authorization header.
const (
	NoAuth AuthScheme = ""
	Basic  AuthScheme = "Basic"  // client ID and secret, RFC 6749 §2.3.1
	Bearer AuthScheme = "Bearer" // access token, RFC 6750 §2.1
)

// Auth is the Authorization header as data.
type Auth struct {
	Scheme   AuthScheme
	ClientID string // Basic only
	Secret   Secret // the client secret or the access token
}

// Header returns the header's value. Zoom's Basic joins ID and secret as they
// are, without the form encoding of RFC 6749 §2.3.1 (docs/zoom.md §2.1).
func (a Auth) Header() string {
	switch a.Scheme {
	case Basic:
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(a.ClientID+":"+a.Secret.Reveal()))
	case Bearer:
		return "Bearer " + a.Secret.Reveal()
	default:
		return ""
	}
}

// Shown returns the header's value with its secrets masked.
func (a Auth) Shown() string {
	switch a.Scheme {
	case Basic:
		return fmt.Sprintf("Basic ••••    %s : %s", a.ClientID, strings.TrimPrefix(a.Secret.String(), "•••• "))
	case Bearer:
		return "Bearer " + a.Secret.String()
	default:
		return "none"
	}
}

// Request is one HTTP request as data. The preview, the editor, the copied curl
// text and the wire are readings of this value; nothing is added on the way.
type Request struct {
	Step   Step
	Method string
	URL    string  // absolute, https or loopback http, without a query
	Query  []Field // in order
	Auth   Auth
	Header []Field // in order, as shown; an Authorization field here wins over Auth
	Form   []Field // in order; empty and no Body: the request has no body
	Body   []byte  // a body that is no form; wins over Form
	CAFile string  // extra CA certificates for this server, PEM
}

// UserAgent is the User-Agent header of every request.
const UserAgent = "zoauth"

// Credential returns the secret that sending the request spends: the code of an
// exchange, the refresh token of a refresh, the token of a revoke, the device code
// of a poll. It is zero for other requests. A deliberate mistake may carry it in the query.
func (r Request) Credential() Secret {
	name := map[Step]string{StepExchange: "code", StepRefresh: "refresh_token", StepRevoke: "token", StepPoll: "device_code"}[r.Step]
	for _, f := range slices.Concat(r.Form, r.Query) {
		if f.Name == name && !f.Secret.IsZero() {
			return f.Secret
		}
	}
	return Secret{}
}

// Fields returns the fields of a part as they are sent: the Authorization header is one of
// them, whether it was made of Auth or by hand.
func (r Request) Fields(part Part) []Field {
	byHand := slices.ContainsFunc(r.Header, func(f Field) bool { return strings.EqualFold(f.Name, "Authorization") })
	switch {
	case part == InQuery:
		return r.Query
	case part == InForm && len(r.Body) > 0:
		return nil
	case part == InForm:
		return r.Form
	case byHand || r.Auth.Scheme == NoAuth:
		return r.Header
	}
	return append([]Field{{Name: "Authorization", Secret: NewSecret(r.Auth.Secret.Kind(), r.Auth.Header())}}, r.Header...)
}

// Find returns the first form or query field with a name; the zero Field where there is none.
func (r Request) Find(name string) Field {
	for _, f := range slices.Concat(r.Form, r.Query) {
		if f.Name == name {
			return f
		}
	}
	return Field{}
}

// Secrets returns every secret that the request carries.
func (r Request) Secrets() []Secret {
	found := []Secret{r.Auth.Secret}
	for _, group := range [][]Field{r.Query, r.Header, r.Form} {
		for _, f := range group {
			found = append(found, f.Secret)
		}
	}
	return found
}

// identifiers returns the client ID, and what Basic joins of it and the secret.
func (r Request) identifiers() []string {
	ids := []string{r.Auth.ClientID}
	for _, f := range r.Form {
		if f.Name == "client_id" {
			ids = append(ids, f.Value())
		}
	}
	if r.Auth.Scheme == Basic {
		ids = append(ids, r.Auth.ClientID+":"+r.Auth.Secret.Reveal())
	}
	return ids
}

// Target returns the full URL with the query, secrets included.
func (r Request) Target() string {
	if len(r.Query) == 0 {
		return r.URL
	}
	return r.URL + "?" + EncodeQuery(r.Query)
}

// Wire returns the bytes that [Client.Send] would write, secrets included: the
// preview. It fails when the request cannot be written at all.
func (r Request) Wire() ([]byte, error) {
	req, err := r.build()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := req.Write(&b); err != nil {
		return nil, fmt.Errorf("writing the request: %w", err)
	}
	return b.Bytes(), nil
}

func (r Request) build() (*http.Request, error) {
	u, err := r.endpoint()
	if err != nil {
		return nil, err
	}
	// Only the host is parsed again: an error of url.Parse quotes the whole text.
	req, err := http.NewRequest(r.Method, u.Scheme+"://"+u.Host, bytes.NewReader(r.body()))
	if err != nil {
		return nil, fmt.Errorf("building the request: %w", err)
	}
	req.URL = u
	req.Close = true
	req.Header.Set("User-Agent", UserAgent)
	if h := r.Auth.Header(); h != "" {
		req.Header.Set("Authorization", h)
	}
	for _, f := range r.Header {
		req.Header.Set(f.Name, f.Value())
	}
	return req, nil
}

func (r Request) endpoint() (*url.URL, error) {
	u, err := url.Parse(r.Target())
	if err != nil {
		return nil, fmt.Errorf("reading the request's URL: %w", ErrBadURL)
	}
	switch {
	case u.Host == "":
		return nil, fmt.Errorf("reading the request's URL: no host: %w", ErrBadURL)
	case u.User != nil:
		return nil, fmt.Errorf("%s contains a user name or password; remove it: %w", u.Scheme+"://"+u.Host, ErrBadURL)
	case u.Scheme == "https", u.Scheme == "http" && IsLoopback(u.Hostname()):
		return u, nil
	default:
		return nil, fmt.Errorf("%s is neither https nor loopback http: %w", u.Scheme+"://"+u.Host, ErrBadURL)
	}
}

func (r Request) body() []byte {
	if len(r.Body) > 0 {
		return r.Body
	}
	return []byte(encodeForm(r.Form))
}

// encodeForm encodes as application/x-www-form-urlencoded, in the given order.
func encodeForm(fields []Field) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		parts[i] = url.QueryEscape(f.Name) + "=" + url.QueryEscape(f.Value())
	}
	return strings.Join(parts, "&")
}

// EncodeQuery encodes a query in the given order, secrets included. A space is
// "%20": Zoom's authorize endpoint was seen to refuse "+" (docs/zoom.md §0 fact 10).
func EncodeQuery(fields []Field) string {
	return strings.ReplaceAll(encodeForm(fields), "+", "%20")
}
