package diagnose

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
)

// curlLine finds a command, behind a prompt too; its group begins at the command.
var curlLine = regexp.MustCompile(`(?m)^\s*(?:\S{0,80}[$%>#]\s*)?(?:sudo\s+)?(curl(?:\.exe)?\s)`)

// command is a curl command as far as it matters here.
type command struct {
	method, url string
	headers     map[string]string // by lower-case name
	user        string
	data        []string
	json        bool
}

// explainCurl looks for the mistakes that are visible in a command.
func explainCurl(text string, now time.Time) Explanation {
	c := readCurl(words(text[curlLine.FindStringSubmatchIndex(text)[2]:]))
	e := Explanation{Kind: Curl}
	if u, err := url.Parse(c.url); err == nil && u.Host != "" {
		e.Notes = append(e.Notes, c.method+" "+u.Scheme+"://"+u.Host+u.Path)
	}
	for _, token := range c.tokens() {
		e.Notes = append(e.Notes, explainToken(token, now).Notes...)
	}
	for _, check := range slices.Concat(curlChecks, tokenChecks(now)) {
		if evidence := check.wrong(c); evidence != "" {
			if rule, ok := Find(check.id); ok {
				e.Findings = append(e.Findings, Finding{&rule, check.level(), []string{evidence}})
			}
		}
	}
	return e
}

// curlCheck looks for one mistake; id names the rule that explains it.
type curlCheck struct {
	id    string
	wrong func(command) string
}

// level is how likely the mistake is a cause: a command shows that it was made, and not
// that it was refused for it.
func (c curlCheck) level() Likelihood {
	if c.id == "parameters-in-query" { // zoom.md T10:query is unsettled
		return Possible
	}
	return Likely
}

// tokenChecks are about what tokens of a command say of themselves.
func tokenChecks(now time.Time) []curlCheck {
	return []curlCheck{
		{"api-token-expired", func(c command) string {
			claims, err := flow.DecodeToken(flow.NewSecret(flow.KindUnknown, c.bearer()))
			if err == nil && !claims.Expires.IsZero() && now.After(claims.Expires) {
				return "the token itself says that it ended " + claims.Expires.UTC().Format(time.RFC3339)
			}
			return ""
		}},
		{"refresh-not-a-refresh-token", func(c command) string {
			claims, err := flow.DecodeToken(flow.NewSecret(flow.KindUnknown, c.form().Get("refresh_token")))
			if kind := claim(claims, "tokenType", "type"); err == nil && (kind == "access_token" || kind == "0") {
				return "the token says of itself that it is an access token"
			}
			return ""
		}},
	}
}

// bearer is the token in the header of the command.
func (c command) bearer() string {
	scheme, token, _ := strings.Cut(c.headers["authorization"], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// tokens are the JWTs of the command.
func (c command) tokens() []string {
	return jwts.FindAllString(strings.Join(append([]string{c.bearer(), c.url}, c.data...), " "), 4)
}

// curlChecks are the mistakes that a command shows.
var curlChecks = []curlCheck{
	{"grant-json-body", func(c command) string {
		if c.toToken() && (c.json || strings.Contains(c.headers["content-type"], "json")) {
			return "the command sends JSON to the token endpoint"
		}
		return ""
	}},
	{"client-basic-malformed", func(c command) string {
		header, there := c.headers["authorization"]
		switch id, secret, _ := strings.Cut(c.user, ":"); {
		case there && c.toToken() && !strings.Contains(header, "$"):
			return malformedBasic(header)
		case !there && (strings.TrimSpace(id) != id || strings.TrimSpace(secret) != secret):
			return "there is a blank around ID or secret behind -u"
		}
		return ""
	}},
	{"client-missing", func(c command) string {
		_, header := c.headers["authorization"]
		if c.toToken() && !header && c.user == "" && !c.form().Has("client_id") {
			return "neither -u nor an Authorization header"
		}
		return ""
	}},
	{"parameters-in-query", func(c command) string {
		if q := c.query(); c.toToken() && (q.Has("refresh_token") || q.Has("code") || q.Has("token")) {
			return "a code or token is in the URL of the command"
		}
		return ""
	}},
	{"api-token-in-query", func(c command) string {
		if c.query().Has("access_token") {
			return "access_token is in the URL of the command"
		}
		return ""
	}},
	{"code-double-encoded", func(c command) string {
		if strings.Contains(c.form().Get("code"), "%") || strings.Contains(c.query().Get("code"), "%") {
			return "the code still holds a %-sign after it is decoded once"
		}
		return ""
	}},
	{"grant-unknown", func(c command) string {
		grant := c.form().Get("grant_type")
		if c.toToken() && grant != "" && !strings.Contains(grant, "$") && !slices.Contains(grantTypes, grant) {
			return "grant_type is " + grant
		}
		return ""
	}},
	{"grant-missing", func(c command) string {
		if c.toToken() && !strings.Contains(c.url, "/oauth/revoke") && !c.json && !c.form().Has("grant_type") && !c.query().Has("grant_type") && !strings.Contains(c.headers["content-type"], "json") {
			return "the command sends no grant_type"
		}
		return ""
	}},
	{"code-redirect-mismatch", func(c command) string {
		if f := c.form(); f.Get("grant_type") == "authorization_code" && !f.Has("redirect_uri") {
			return "the command sends no redirect_uri"
		}
		return ""
	}},
	{"account-id-wrong", func(c command) string {
		if f, q := c.form(), c.query(); (f.Get("grant_type") == "account_credentials" || q.Get("grant_type") == "account_credentials") && f.Get("account_id") == "" && !q.Has("account_id") {
			return "the command sends no account_id"
		}
		return ""
	}},
	{"api-token-empty", func(c command) string {
		header, there := c.headers["authorization"]
		empty := strings.EqualFold(strings.TrimSpace(header), "bearer")
		if u, err := url.Parse(c.url); err == nil && strings.HasPrefix(u.Path, "/v2/") && strings.HasPrefix(u.Host, "api.") && (!there || empty) && !c.query().Has("access_token") {
			return "the command sends no token in an Authorization header"
		}
		return ""
	}},
	{"html-answer", func(c command) string {
		if c.toToken() && c.method == "GET" {
			return "the command sends GET, and Zoom wants POST"
		}
		return ""
	}},
}

func (c command) toToken() bool {
	return strings.Contains(c.url, "/oauth/token") || strings.Contains(c.url, "/oauth/revoke")
}

func (c command) form() url.Values {
	v, _ := url.ParseQuery(strings.Join(c.data, "&"))
	return v
}

func (c command) query() url.Values {
	u, err := url.Parse(c.url)
	if err != nil {
		return nil
	}
	return u.Query()
}

// readCurl understands the options that people use with OAuth.
func readCurl(args []string) command {
	c := command{method: "GET", headers: map[string]string{}}
	get := false
	args = apart(args)
	for i := 1; i < len(args); i++ {
		name, value, inline := strings.Cut(args[i], "=")
		if !inline || !strings.HasPrefix(name, "--") {
			name, value = args[i], ""
			if i+1 < len(args) {
				value = args[i+1]
			}
		}
		switch name {
		case "-X", "--request":
			c.method = value
		case "-H", "--header":
			header, text, _ := strings.Cut(value, ":")
			c.headers[strings.ToLower(strings.TrimSpace(header))] = strings.TrimPrefix(text, " ")
		case "-u", "--user":
			c.user = value
		case "-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "-F", "--form":
			c.data = append(c.data, value)
		case "--data-urlencode":
			field, text, _ := strings.Cut(value, "=")
			c.data = append(c.data, field+"="+url.QueryEscape(text))
		case "--url":
			c.url = value
		case "-G", "--get":
			get = true
			continue
		case "--json":
			c.json = true
		default:
			if strings.HasPrefix(args[i], "http") {
				c.url = args[i]
			}
			continue
		}
		if !inline {
			i++
		}
	}
	if get && len(c.data) > 0 {
		mark := "?"
		if strings.Contains(c.url, "?") {
			mark = "&"
		}
		c.url, c.data = c.url+mark+strings.Join(c.data, "&"), nil
	}
	if (len(c.data) > 0 || c.json) && c.method == "GET" {
		c.method = "POST"
	}
	return c
}

// apart parts short options from values that are written on to them: -XPOST.
func apart(args []string) []string {
	var list []string
	for _, arg := range args {
		if len(arg) > 2 && slices.Contains([]string{"-X", "-H", "-u", "-d", "-F"}, arg[:2]) {
			list = append(list, arg[:2], arg[2:])
			continue
		}
		list = append(list, arg)
	}
	return list
}

// words splits a command line as a POSIX shell does, without expanding anything.
func words(line string) []string {
	var list []string
	var word strings.Builder
	var quote rune
	started := false
	runes := []rune(strings.ReplaceAll(line, "\\\n", " "))
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == '\'':
			word.WriteRune(r)
		case r == '\\' && i+1 < len(runes):
			i++
			word.WriteRune(runes[i])
		case quote == 0 && (r == '\'' || r == '"'):
			quote, started = r, true
		case quote == 0 && (r == ' ' || r == '\t' || r == '\n'):
			if started || word.Len() > 0 {
				list = append(list, word.String())
				word.Reset()
				started = false
			}
		default:
			word.WriteRune(r)
		}
	}
	if started || word.Len() > 0 {
		list = append(list, word.String())
	}
	return list
}
