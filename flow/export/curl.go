package export

import (
	"fmt"
	"strings"

	"zoauth/flow"
)

// Curl writes a request as a command for a POSIX shell. Secrets are variables of
// the environment, and everything goes to curl on standard input: nothing of it
// stands in an argument, which other users can see (S8).
func Curl(r flow.Request) string {
	c := curl{variables: map[string]bool{}}
	c.option("url", escape(r.URL)+c.query(r.Query))
	c.option("request", escape(r.Method))
	switch r.Auth.Scheme {
	case flow.Basic:
		c.variables["ZOOM_CLIENT_ID"] = true
		c.option("user", "$ZOOM_CLIENT_ID:"+c.secret(r.Auth.Secret))
	case flow.Bearer:
		c.option("header", "Authorization: Bearer "+c.secret(r.Auth.Secret))
	}
	c.option("header", "User-Agent: "+flow.UserAgent)
	for _, f := range r.Header {
		c.option("header", escape(f.Name)+": "+c.value(f))
	}
	for _, f := range r.Form {
		c.option("data-urlencode", escape(f.Name)+"="+c.value(f))
	}
	if len(r.Body) > 0 {
		c.option("data-raw", escape(string(r.Body)))
	}
	return c.text(r)
}

// curl gathers options and the variables that they need.
type curl struct {
	options   []string
	variables map[string]bool
}

func (c *curl) option(name, value string) {
	c.options = append(c.options, name+` = "`+value+`"`)
}

func (c *curl) value(f flow.Field) string {
	if f.Secret.IsZero() {
		return escape(f.Plain)
	}
	return c.secret(f.Secret)
}

func (c *curl) secret(s flow.Secret) string {
	if s.IsZero() {
		return ""
	}
	name := placeholders[s.Kind()]
	c.variables[name] = true
	return "$" + name
}

// query writes the query with its secrets as variables; their values need no
// encoding, as Zoom's are made of URL-safe characters.
func (c *curl) query(fields []flow.Field) string {
	var parts []string
	for _, f := range fields {
		if f.Secret.IsZero() {
			parts = append(parts, escape(flow.EncodeQuery([]flow.Field{f})))
			continue
		}
		name := flow.EncodeQuery([]flow.Field{{Name: f.Name}})
		parts = append(parts, escape(name)+c.secret(f.Secret))
	}
	if len(parts) == 0 {
		return ""
	}
	return "?" + strings.Join(parts, "&")
}

// spends says what is used up when a step's request is run.
var spends = map[flow.Step]string{
	flow.StepExchange: "the code works once, and whoever runs this gets the token pair",
	flow.StepRefresh:  "Zoom replaces the token pair, and zoauth does not get the new one",
	flow.StepRevoke:   "both tokens stop working, and Zoom removes the app for the user",
	flow.StepPoll:     "once the user has allowed the app, whoever runs this gets the token pair",
}

func (c *curl) text(r flow.Request) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s of a Zoom OAuth token, as zoauth sends it.\n", r.Step)
	if spent := spends[r.Step]; spent != "" {
		fmt.Fprintf(&b, "# Running it uses up a token or code: %s.\n", spent)
	}
	for _, name := range []string{"ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET", "ZOOM_CODE", "ZOOM_CODE_VERIFIER", "ZOOM_REFRESH_TOKEN", "ZOOM_ACCESS_TOKEN", "ZOOM_DEVICE_CODE", "ZOOM_SECRET"} {
		if c.variables[name] {
			fmt.Fprintf(&b, ": \"${%s:?set it first, for example with: read -rs %s; export %s}\"\n", name, name, name)
		}
	}
	b.WriteString("curl --silent --show-error --include --config - <<ZOAUTH\n")
	for _, o := range c.options {
		b.WriteString(o + "\n")
	}
	b.WriteString("ZOAUTH\n")
	return b.String()
}

// escape quotes text for a double-quoted value of curl's config file inside a
// here-document that the shell expands.
func escape(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\v", `\v`).Replace(s)
	return strings.NewReplacer(`\`, `\\`, "$", `\$`, "`", "\\`").Replace(s)
}
