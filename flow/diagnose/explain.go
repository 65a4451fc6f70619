package diagnose

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"zoauth/flow"
)

// Kind is what a pasted text was taken for.
type Kind string

// The kinds.
const (
	Empty    Kind = "nothing"
	Token    Kind = "a token"
	Curl     Kind = "a curl command"
	Callback Kind = "a callback address"
	Answer   Kind = "an error answer"
	Prose    Kind = "the text of a page or a log"
)

// Explanation is what a pasted text means. Notes and findings may quote it.
type Explanation struct {
	Kind     Kind
	Notes    []string // what was read in it
	Findings []Finding
}

var (
	callbackURL = regexp.MustCompile(`[?&]code=[a-z0-9_-]`)
	address     = regexp.MustCompile(`https?://[^\s"'<>]+`)
	tokenShape  = regexp.MustCompile(`^[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]+){2}$`)
	// A token as it stands in a header, in quotes or behind its name; and amid a text.
	wrapped     = regexp.MustCompile(`(?i)^["'<]?(?:authorization:\s*)?(?:bearer\s+|(?:access|refresh)_token["']?\s*[=:]\s*["']?)?([a-z0-9_-]{8,}(?:\.[a-z0-9_-]+){2})["'>,;]*$`)
	jwts        = regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){2}`)
	opaqueShape = regexp.MustCompile(`^[A-Za-z0-9_.~+/=-]{24,}$`)
)

// Explain reads what comes from elsewhere: an error body, an address, the text of
// a page, a line of a log, a curl command or a token. app may be the zero App. It
// sends and keeps nothing; a text that means nothing has no findings.
func Explain(text string, app flow.App, now time.Time) Explanation {
	text = strings.TrimSpace(text[:min(len(text), maxLook)])
	switch {
	case text == "":
		return Explanation{Kind: Empty}
	case tokenShape.MatchString(text):
		return explainToken(text, now)
	case curlLine.MatchString(text):
		return explainCurl(text, now)
	}
	if m := wrapped.FindStringSubmatch(text); m != nil {
		return explainToken(m[1], now)
	}
	c := Case{Text: text, App: app, Now: now}
	if u := answerAddress(text); u != nil {
		return explainCallback(c, u)
	}
	if opaqueShape.MatchString(text) && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != "" { // a name as of an error
		note := "no JWT: opaque, so there is nothing to read in it"
		if strings.HasPrefix(text, "eyJ") {
			note = "it begins like a JWT and is none: it may be cut"
		}
		return Explanation{Kind: Token, Notes: []string{note}}
	}
	found := Explanation{Kind: Prose, Findings: Diagnose(c)}
	if strings.HasPrefix(text, "{") {
		found.Kind = Answer
	}
	for _, token := range jwts.FindAllString(text, 4) {
		found.Notes = append(found.Notes, explainToken(token, now).Notes...)
	}
	if len(found.Notes) > 0 && len(found.Findings) == 0 {
		found.Kind = Token
	}
	return found
}

// answerAddress finds an address with an answer in its query.
func answerAddress(text string) *url.URL {
	for _, raw := range address.FindAllString(text, 8) {
		u, err := url.Parse(raw)
		if err == nil && (u.Query().Has("error") || u.Query().Has("code")) {
			return u
		}
	}
	return nil
}

func explainCallback(c Case, u *url.URL) Explanation {
	q := u.Query()
	e := Explanation{Kind: Callback}
	if code := q.Get("code"); code != "" {
		e.Notes = append(e.Notes, "code "+flow.NewSecret(flow.KindCode, code).Fingerprint()+": works once, within five minutes of Allow")
	}
	if q.Has("state") {
		e.Notes = append(e.Notes, "it carries a state, which belongs to the attempt that made the URL")
	}
	if fault := q.Get("error"); fault != "" {
		e.Notes = append(e.Notes, strings.TrimSpace("error "+fault+"  "+q.Get("error_description")))
		c.Text = "error=" + fault + "\n" + q.Get("error_description") + "\n" + c.Text
	}
	e.Findings = Diagnose(c)
	return e
}

func explainToken(text string, now time.Time) Explanation {
	secret := flow.NewSecret(flow.KindUnknown, text)
	claims, err := flow.DecodeToken(secret)
	if err != nil {
		return Explanation{Kind: Token, Notes: []string{err.Error()}}
	}
	e := Explanation{Kind: Token, Notes: []string{secret.Fingerprint() + ", not verified: only Zoom has the key"}}
	switch claim(claims, "tokenType", "type") {
	case "access_token", "0":
		e.Notes = append(e.Notes, "an access token")
	case "refresh_token", "1":
		e.Notes = append(e.Notes, "a refresh token: it works once, in the form of the token endpoint only")
	case "3":
		e.Notes = append(e.Notes, "a Server-to-Server token")
	}
	if issuer := claim(claims, "iss"); issuer != "" {
		e.Notes = append(e.Notes, "issued by "+issuer)
	}
	switch end := claims.Expires; {
	case end.IsZero():
		e.Notes = append(e.Notes, "it states no end")
	case now.After(end):
		e.Notes = append(e.Notes, "expired "+end.UTC().Format(time.RFC3339))
	default:
		e.Notes = append(e.Notes, "by its own words valid until "+end.UTC().Format(time.RFC3339)+"; Zoom may have ended it")
	}
	return e
}
